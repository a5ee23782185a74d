#include "office_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- the office ---- */

struct fixture *fixture_new(const char *const *lines)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    calendar_set_zone("Asia/Shanghai");
    f->rules = fixture_rules(lines ? lines : fixture_standard);
    f->seed = 4711;
    f->random = random_seeded(&f->seed);
    f->office = office_new(f->rules, &f->random);
    f->start = f->now = calendar_instant((struct date){2026, 11, 23}, 600);
    return f;
}

void fixture_free(struct fixture *f)
{
    office_free(f->office);
    rules_unref(f->rules);
    decision_deinit(&f->decision);
    for (size_t n = 0; n < f->n_entries; n++)
        free(f->entries[n]);
    free(f->entries);
    free(f->batches);
    buffer_deinit(&f->trace);
    free(f);
}

void fixture_use(struct fixture *f, struct rules *rules)
{
    office_set_rules(f->office, rules);
    rules_unref(f->rules);
    f->rules = rules;
}

static void take_entries(struct fixture *f)
{
    struct decision *d = &f->decision;

    for (size_t n = 0; n < d->n_entries; n++) {
        f->entries = xgrow(f->entries, &f->cap_entries, f->n_entries + 1, sizeof(*f->entries));
        f->entries[f->n_entries++] = d->entries[n];
        office_apply(f->office, d->entries[n]);
        if (d->entries[n]->kind == ENTRY_REPORT)
            f->incident = d->entries[n]->incident;
    }
    if (d->n_entries) {
        f->batches = xgrow(f->batches, &f->cap_batches, f->n_batches + 1, sizeof(*f->batches));
        f->batches[f->n_batches++] = f->n_entries;
    }
    d->n_entries = 0;
}

enum refusal fixture_command(struct fixture *f, const struct command *c)
{
    f->last = f->n_entries;
    office_decide(f->office, c, f->now, &f->decision);
    take_entries(f);
    return f->decision.refusal;
}

bool fixture_tick(struct fixture *f)
{
    size_t before = f->n_entries;

    office_due(f->office, f->now, &f->decision);
    take_entries(f);
    return f->n_entries > before;
}

/* ---- acts in words ---- */

static const struct {
    const char *word;
    enum verb verb;
} verbs[] = {
    {"report", VERB_REPORT},
    {"set", VERB_SET},
    {"note", VERB_NOTE},
    {"ack", VERB_ACK},
    {"decline", VERB_DECLINE},
    {"escalate", VERB_ESCALATE},
    {"grade", VERB_GRADE},
    {"close", VERB_CLOSE},
    {"reopen", VERB_REOPEN},
    {"merge", VERB_MERGE},
    {"log", VERB_LOG},
    {"sent", VERB_PAGE_SENT},
    {"failed", VERB_PAGE_FAILED},
    {"dropped", VERB_PAGE_DROPPED},
    {"held", VERB_PAGE_HELD},
    {"bundled", VERB_PAGE_BUNDLED},
    {"start", VERB_START},
    {"deferred", VERB_PAGE_DEFERRED},
    {"clock", VERB_CLOCK_STEP},
    {"found", VERB_DATABASE_FOUND},
    {"config", VERB_CONFIG},
    {"on", VERB_ON},
    {"off", VERB_OFF},
    {"handover", VERB_HANDOVER},
    {"take", VERB_TAKE},
    {"refuse", VERB_REFUSE},
    {"relieve", VERB_RELIEVE},
    {"rollcall", VERB_ROLLCALL},
    {"here", VERB_HERE},
    {"receive", VERB_RECEIVE},
    {"told-sent", VERB_RECEIPT_SENT},
    {"told-delivered", VERB_RECEIPT_DELIVERED},
    {"told-failed", VERB_RECEIPT_FAILED},
    {"standing", VERB_STANDING},
    {"told", VERB_NOTICE_SENT},
    {"untold", VERB_NOTICE_FAILED},
};

static bool find_verb(struct slice s, enum verb *ret_verb)
{
    for (size_t n = 0; n < sizeof(verbs) / sizeof(*verbs); n++) {
        if (slice_equal_string(s, verbs[n].word)) {
            *ret_verb = verbs[n].verb;
            return true;
        }
    }
    return false;
}

static void trace_entry(struct buffer *out, const struct entry *e)
{
    struct slice chain = entry_text(e, FIELD_CHAIN), person = entry_text(e, FIELD_PERSON);

    if (out->len)
        buffer_append_char(out, ' ');
    buffer_append_string(out, entry_kind_to_string(e->kind));
    if (e->kind == ENTRY_STEP) {
        buffer_append_number(out, entry_number(e, FIELD_STEP, 0));
        if (entry_number(e, FIELD_ROUND, 0))
            buffer_printf(out, ".%lld", (long long)entry_number(e, FIELD_ROUND, 0));
        buffer_printf(out, ":%.*s", SLICE_ARG(entry_text(e, FIELD_WHOM)));
        return;
    }
    if (e->kind == ENTRY_RECEIVED)
        buffer_printf(out, "=%.*s", SLICE_ARG(entry_text(e, FIELD_OUTCOME)));
    if (chain.len)
        buffer_printf(out, ">%.*s", SLICE_ARG(chain));
    if (e->kind == ENTRY_NOTICE)
        buffer_printf(out, ":%.*s/%.*s", SLICE_ARG(person), SLICE_ARG(entry_text(e, FIELD_VIA)));
    else if (e->kind == ENTRY_PAGE)
        buffer_printf(out, ":%.*s/%.*s/%lld", SLICE_ARG(person),
                      SLICE_ARG(entry_text(e, FIELD_VIA)),
                      (long long)entry_number(e, FIELD_TRY, 0));
    else if (e->kind == ENTRY_ACK || e->kind == ENTRY_DECLINE)
        buffer_printf(out, ":%.*s", SLICE_ARG(e->actor));
    else if (e->kind == ENTRY_PASSED)
        buffer_printf(out, ":%.*s>%.*s%.*s%s", SLICE_ARG(entry_text(e, FIELD_OUT)),
                      SLICE_ARG(entry_text(e, FIELD_IN)), SLICE_ARG(entry_text(e, FIELD_WHOM)),
                      entry_field(e, FIELD_LAST) ? "!" : "");
    else if (e->kind == ENTRY_TAKE || e->kind == ENTRY_HANDOVER || e->kind == ENTRY_REFUSE)
        buffer_printf(out, ":%.*s>%.*s", SLICE_ARG(entry_text(e, FIELD_OUT)),
                      SLICE_ARG(entry_text(e, FIELD_IN)));
    else if (entry_text(e, FIELD_WHOM).len)
        buffer_printf(out, ":%.*s", SLICE_ARG(entry_text(e, FIELD_WHOM)));
    else if (person.len)
        buffer_printf(out, ":%.*s", SLICE_ARG(person));
}

static void trace_new(struct fixture *f, size_t from)
{
    for (size_t n = from; n < f->n_entries; n++)
        trace_entry(&f->trace, f->entries[n]);
}

static void trace_refusal(struct fixture *f)
{
    static const char *const words[] = {
        [REFUSAL_NONE] = "",
        [REFUSAL_AGAIN] = "!again",
        [REFUSAL_KEY] = "!key",
        [REFUSAL_VALUE] = "!value",
        [REFUSAL_STATE] = "!state",
        [REFUSAL_RANK] = "!rank",
        [REFUSAL_UNKNOWN] = "!unknown",
        [REFUSAL_RECALL] = "!recall",
    };

    buffer_append_string(&f->trace, words[f->decision.refusal]);
}

static void pass_time(struct fixture *f, struct span by)
{
    struct instant until = instant_add(f->now, by), shown = f->now;

    f->last = f->n_entries;
    for (int guard = 0; guard < 100000; guard++) {
        struct instant due = office_next_due(f->office);
        size_t before = f->n_entries;
        if (instant_before(until, due))
            break;
        if (instant_before(f->now, due))
            f->now = due;
        if (!fixture_tick(f)) { /* it has looked, and will look again */
            if (!instant_before(f->now, office_next_due(f->office)))
                fixture_die("due", "next_due says now, and nothing is due");
            continue;
        }
        if (f->now.us != shown.us) {
            buffer_append_string(&f->trace, f->trace.len ? " @" : "@");
            span_format(SPAN_US(f->now.us - f->start.us - f->stepped.us), &f->trace);
            shown = f->now;
        }
        trace_new(f, before);
    }
    f->now = until;
}

static void tell(struct fixture *f, const struct command *c)
{
    fixture_command(f, c);
    trace_refusal(f);
    trace_new(f, f->last);
}

static void set_clock(struct fixture *f, struct slice by)
{
    bool back = by.len && by.data[0] == '-';
    struct span span;
    struct field field;

    if (back)
        by = (struct slice){by.data + 1, by.len - 1};
    span = fixture_span(by);
    if (back)
        span.us = -span.us;
    f->now.us += span.us;
    f->stepped.us += span.us;
    field = FIELD_NUMBER_OF(FIELD_BY, span.us);
    tell(f, &(struct command){.verb = VERB_CLOCK_STEP, .fields = &field, .n_fields = 1});
}

struct find_notice {
    struct slice person;
    const struct notice *oldest;
};

static void find_notice(const struct notice *n, void *arg)
{
    struct find_notice *find = arg;

    if (slice_equal_string(find->person, n->person) && (!find->oldest || n->id < find->oldest->id))
        find->oldest = n;
}

static void tell_notice(struct fixture *f, enum verb verb, struct slice person)
{
    struct find_notice find = {.person = person};
    struct field field;

    office_each_notice(f->office, find_notice, &find);
    if (!find.oldest)
        fixture_die("no notice for", person.data);
    field = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)find.oldest->id);
    tell(f, &(struct command){.verb = verb, .fields = &field, .n_fields = 1});
}

static void tell_outcome(struct fixture *f, enum verb verb, struct slice person, struct slice wait)
{
    const struct incident *i = office_incident(f->office, f->incident);
    const struct callout *c = i ? incident_callout(i, person) : NULL;
    struct field fields[3];
    size_t n = 0;

    if (!c)
        fixture_die("no page for", person.data);
    fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)c->page);
    fields[n++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, c->attempt + 1);
    if (slice_equal_string(wait, "down"))
        fields[n++] = FIELD_NUMBER_OF(FIELD_DOWN, 1);
    else if (wait.len)
        fields[n++] = FIELD_INSTANT_OF(FIELD_RETRY, instant_add(f->now, fixture_span(wait)));
    tell(f,
         &(struct command){.verb = verb, .incident = f->incident, .fields = fields, .n_fields = n});
}

/* By the number of its page, as far as the gateway knows. */
static void tell_receipt(struct fixture *f, enum verb verb, struct slice person)
{
    const struct incident *i = office_incident(f->office, f->incident);
    const struct callout *c = i ? incident_callout(i, person) : NULL;

    if (!c)
        fixture_die("no page for", person.data);
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_VIA, slice_of(c->via)),
                                   FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)c->page)};
    tell(f, &(struct command){.verb = verb,
                              .actor = rules_person(f->rules, SLICE("gateway")),
                              .fields = fields,
                              .n_fields = 2});
}

/* "CODE" is the person's code for the last report. */
static void tell_sms(struct fixture *f, struct slice person, struct slice words)
{
    const struct person *p = rules_person(f->rules, person);
    const struct incident *i = office_incident(f->office, f->incident);
    const struct callout *c = i ? incident_callout(i, person) : NULL;
    struct buffer text = BUFFER_INIT;

    while (words.len) {
        bool is_code = slice_starts_with(words, SLICE("CODE"));
        if (is_code && c)
            buffer_printf(&text, "%u", c->code);
        else
            buffer_append(&text, words.data, 1);
        words = (struct slice){words.data + (is_code ? 4 : 1), words.len - (is_code ? 4 : 1)};
    }
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_ADDRESS, p && p->n_contacts ? slice_of(p->contacts[0].to) : person),
        FIELD_TEXT_OF(FIELD_VIA, SLICE("sms")), FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&text))};
    tell(f, &(struct command){.verb = VERB_RECEIVE,
                              .actor = rules_person(f->rules, SLICE("gateway")),
                              .fields = fields,
                              .n_fields = 3});
    buffer_deinit(&text);
}

static void add_field(struct fixture *f, struct slice said, struct command *c,
                      struct field fields[FIELD_COUNT])
{
    struct slice all = said, name = slice_cut(&said, '=');
    const struct time_frame frame = {.now = f->now, .sure = true};
    struct buffer why = BUFFER_INIT;
    enum field_id id;

    if (slice_equal_string(name, "key")) {
        c->key = said;
    } else if (slice_equal_string(name, "into")) {
        incident_id_parse((struct slice){said.data + 1, said.len - 1}, 2026, &c->other);
    } else if (!field_from_name(name, &id) ||
               !field_parse(id, said, &frame, &fields[c->n_fields++], &why)) {
        fixture_die(why.data ? why.data : "field", all.data);
    }
    buffer_deinit(&why);
}

static void tell_words(struct fixture *f, struct slice actor, struct slice rest)
{
    struct field fields[FIELD_COUNT];
    struct command c = {.fields = fields, .incident = f->incident};
    struct slice verb = fixture_word(&rest);

    if (!find_verb(verb, &c.verb))
        fixture_die("verb", verb.data);
    c.actor = rules_person(f->rules, actor);
    if (!c.actor && !slice_equal_string(actor, "-"))
        fixture_die("person", actor.data);
    if (c.verb != VERB_HERE && (c.verb == VERB_REPORT || c.verb == VERB_LOG || c.verb >= VERB_ON))
        c.incident = INCIDENT_NONE;
    while (slice_trim(rest).len) {
        struct slice s = fixture_word(&rest);
        if (s.data[0] == '#')
            incident_id_parse((struct slice){s.data + 1, s.len - 1}, 2026, &c.incident);
        else
            add_field(f, s, &c, fields);
    }
    for (size_t n = 0; c.key.len && n < c.n_fields; n++) /* stands for the wire's digest */
        for (size_t k = 0; k < c.fields[n].text.len; k++)
            c.digest = c.digest * 31 + (unsigned char)c.fields[n].text.data[k];
    tell(f, &c);
}

const char *fixture_act(struct fixture *f, const char *act)
{
    struct slice rest = slice_of(act), first = fixture_word(&rest);
    enum verb verb;

    buffer_clear(&f->trace);
    buffer_append_string(&f->trace, "");
    if (first.data[0] == '+')
        pass_time(f, fixture_span((struct slice){first.data + 1, first.len - 1}));
    else if (slice_equal_string(first, "clock"))
        set_clock(f, rest);
    else if (slice_equal_string(first, "sms")) {
        struct slice person = fixture_word(&rest);
        tell_sms(f, person, slice_trim(rest));
    } else if (find_verb(first, &verb)) {
        struct slice person = fixture_word(&rest);
        if (verb == VERB_NOTICE_SENT || verb == VERB_NOTICE_FAILED)
            tell_notice(f, verb, person);
        else if (verb >= VERB_RECEIPT_SENT && verb <= VERB_RECEIPT_FAILED)
            tell_receipt(f, verb, person);
        else
            tell_outcome(f, verb, person, slice_trim(rest));
    } else {
        tell_words(f, first, rest);
    }
    return f->trace.data ? f->trace.data : "";
}

/* ---- fold ---- */

void fixture_apply_decoded(struct office *o, const struct entry *e)
{
    struct entry_head head = entry_head_of(e);
    struct entry *again = entry_decode(&head, e->body);

    if (!again)
        fixture_die("body cannot be read", e->body.data);
    office_apply(o, again);
    free(again);
}

struct office *fixture_fold(const struct fixture *f, size_t n)
{
    struct office *o = office_new(f->rules, &f->random);

    for (size_t k = 0; k < n; k++)
        fixture_apply_decoded(o, f->entries[k]);
    return o;
}

static int by_seq(const void *a, const void *b)
{
    const struct live_row *x = a, *y = b;

    return (x->seq > y->seq) - (x->seq < y->seq);
}

static void collect(const struct live_row *row, void *arg)
{
    struct live_copy *copy = arg;

    copy->rows = xgrow(copy->rows, &copy->cap, copy->n + 1, sizeof(*copy->rows));
    copy->rows[copy->n++] = *row;
}

void fixture_copy_live(const struct fixture *f, struct live_copy *copy)
{
    copy->n = 0;
    copy->checkpoint = office_last_seq(f->office);
    live_each(office_live(f->office), collect, copy);
    if (copy->n)
        qsort(copy->rows, copy->n, sizeof(*copy->rows), by_seq);
}

/* What had ended before the checkpoint, and is opened again since. */
static void recall_opened_again(struct office *o, const struct fixture *f, uint64_t checkpoint)
{
    for (size_t n = checkpoint; n < f->n_entries; n++)
        if (incident_opens_again(f->entries[n]->kind))
            office_hold_incident(o, f->entries[n]->incident);
    for (size_t n = 0; n < checkpoint; n++)
        office_recall_held(o, f->entries[n]);
}

struct office *fixture_start(const struct fixture *f, const struct live_copy *copy)
{
    struct office *o = office_new(f->rules, &f->random);

    for (size_t i = 0; i < copy->n; i++)
        office_fold(o, f->entries[copy->rows[i].seq - 1], copy->rows[i].parts);
    if (copy->checkpoint < f->n_entries)
        recall_opened_again(o, f, copy->checkpoint);
    for (size_t n = copy->checkpoint; n < f->n_entries; n++) {
        office_apply(o, f->entries[n]);
        office_forget(o, 0, f->entries[n]->seq, INSTANT_NONE); /* of incidents alone */
    }
    office_hold_no_incident(o);
    office_resume(o, office_last_seq(f->office));
    return o;
}

struct office *fixture_fold_live(const struct fixture *f)
{
    struct live_copy copy = {0};
    struct office *o;

    fixture_copy_live(f, &copy);
    o = fixture_start(f, &copy);
    free(copy.rows);
    return o;
}

void fixture_talk(struct fixture *f, const char *name, const struct talk *talk,
                  void (*expect)(bool holds, const char *name, const char *words))
{
    for (; talk->act; talk++) {
        const char *trace = fixture_act(f, talk->act);
        struct buffer why = BUFFER_INIT;
        struct office *again;

        if (talk->expected && strcmp(trace, talk->expected) != 0) {
            buffer_printf(&why, "\"%s\"\n  wrote    \"%s\"\n  expected \"%s\"\n  %s", talk->act,
                          trace, talk->expected, f->decision.why.data ? f->decision.why.data : "");
            expect(false, name, why.data);
            buffer_clear(&why);
        }
        expect(fixture_holds(f, &why), name, why.data ? why.data : "");
        buffer_clear(&why);
        again = fixture_fold(f, f->n_entries);
        expect(office_equal(f->office, again, &why), name, why.data ? why.data : "");
        office_free(again);
        again = fixture_fold_live(f);
        buffer_clear(&why);
        expect(office_live_equal(f->office, again, &why), name, why.data ? why.data : "");
        office_free(again);
        buffer_deinit(&why);
    }
}
