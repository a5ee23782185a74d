/* What gateways hand in: answers that are right, wrong, old, foreign and late, and reports of
 * pages. */
#include <string.h>

#include "office/draft/decision.h"
#include "office/log/command.h"
#include "office/state/incident.h"
#include "office/state/state.h"
#include "sim.h"

static const struct entry *any_entry(struct sim *s, enum entry_kind kind)
{
    const struct entry *found = NULL;

    for (size_t n = s->f->n_entries; n-- > 0;) {
        if (s->f->entries[n]->kind != kind)
            continue;
        found = s->f->entries[n];
        if (once_in(s, 4))
            break;
    }
    return found;
}

void step_message(struct sim *s)
{
    static const char *const forms[] = {
        "%u",          " %u ",   "ok %u",    "%u ok",  "ok",         "1",         "收到",
        "%u n",        "n",      "%u u",     "u",      "%u on site", "on my way", "%u x",
        "%un",         "",       "hello %u", "收到%u", "%u cannot",  "1234",      "%u ok?",
        "%u if I can", "all ok", "all n",    "all u?"};
    /* Two codes, perhaps of one page, of two persons, or of a page long over. */
    static const char *const pairs[] = {"%u %u",     "%u ok, %u n", "%u\n%u u", "n %u ok %u",
                                        "%u, %u n",  "%u %u?",      "ok %u %u", "%u and %u ok",
                                        "%u n %u n", "收到%u、%u",  "%u ok\n%u"};
    const struct entry *page = any_entry(s, ENTRY_PAGE), *other = any_entry(s, ENTRY_PAGE);
    unsigned code = page ? (unsigned)entry_number(page, FIELD_CODE, 1000) : 1000;
    unsigned second = other ? (unsigned)entry_number(other, FIELD_CODE, 1000) : 1000;
    struct slice number =
        page && !once_in(s, 5) ? entry_text(page, FIELD_ADDRESS) : SLICE("+8613800000003");
    char text[40];

    if (once_in(s, 4))
        snprintf(text, sizeof(text), pairs[below(s, sizeof(pairs) / sizeof(*pairs))], code, second);
    else
        snprintf(text, sizeof(text), forms[below(s, sizeof(forms) / sizeof(*forms))], code);
    if (once_in(s, 20))
        number = SLICE("13999999999");
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_ADDRESS, number),
                                   FIELD_TEXT_OF(FIELD_VIA, SLICE("sms")),
                                   FIELD_TEXT_OF(FIELD_TEXT, slice_of(text))};
    const struct command c = {.verb = VERB_RECEIVE,
                              .actor = rules_person(s->f->rules, SLICE("gateway")),
                              .fields = fields,
                              .n_fields = 3};
    snprintf(s->doing, sizeof(s->doing), "\"%s\" from %.*s", text, SLICE_ARG(number));
    run(s, &c);
    if (s->f->decision.refusal != REFUSAL_NONE)
        fail(s, "a message that came in was refused");
}

void step_receipt(struct sim *s)
{
    static const enum verb verbs[] = {VERB_RECEIPT_SENT, VERB_RECEIPT_DELIVERED,
                                      VERB_RECEIPT_FAILED, VERB_RECEIPT_FAILED};
    const struct entry *sent = any_entry(s, ENTRY_PAGE_SENT), *page = any_entry(s, ENTRY_PAGE);
    struct field fields[3];
    struct command c = {.verb = verbs[below(s, 4)],
                        .actor = rules_person(s->f->rules, SLICE("gateway")),
                        .fields = fields};

    if (!page)
        return;
    fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_VIA, entry_text(sent ? sent : page, FIELD_VIA));
    if (sent && !once_in(s, 3))
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_GATEWAY, entry_text(sent, FIELD_GATEWAY));
    else
        fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)page->seq);
    snprintf(s->doing, sizeof(s->doing), "receipt %d", (int)c.verb);
    run(s, &c);
}

/* ---- what must hold ---- */

/* Was the person called out for it, and had nobody taken it? */
static void look_at_answer(const struct sim *s, const struct entry *e, struct slice person)
{
    const struct incident *i = office_incident(s->shadow, e->incident);

    if (!i || i->state != INCIDENT_OPEN)
        fail(s, "a message took what was not open");
    if (!incident_callout(i, person) && !(i->asked && slice_equal_string(person, i->asked)))
        fail(s, "a message took what its sender was never called out for");
}

void look_at_received(struct sim *s, size_t n)
{
    const struct entry *e = s->f->entries[n];
    struct slice outcome = entry_text(e, FIELD_OUTCOME), person = entry_text(e, FIELD_PERSON);
    bool acts = slice_equal_string(outcome, "acked") || slice_equal_string(outcome, "here");
    struct slice text = entry_text(e, FIELD_TEXT);
    unsigned explained = 1;

    if (acts)
        look_at_answer(s, e, person);
    if (acts && (memchr(text.data, '?', text.len) || memmem(text.data, text.len, " if ", 4)))
        fail(s, "a question or a condition took an incident");
    if (acts && (n + 1 >= s->f->n_entries || !slice_equal(s->f->entries[n + 1]->actor, person)))
        fail(s, "an answer that is not its sender's");
    if (!person.len && !slice_equal_string(outcome, "ignored"))
        fail(s, "something was done for a number that nobody has");
    for (size_t k = n; entry_field(e, FIELD_DIGEST) && k-- > 0;) {
        const struct entry *other = s->f->entries[k];
        struct span ago = instant_since(e->at, other->at);
        if (other->kind == ENTRY_RECEIVED && entry_field(other, FIELD_DIGEST) && ago.us >= 0 &&
            ago.us < SPAN_MINUTES(1).us &&
            slice_equal(entry_text(other, FIELD_ADDRESS), entry_text(e, FIELD_ADDRESS)) &&
            ++explained > 3)
            fail(s, "explained four times within a minute");
    }
}
