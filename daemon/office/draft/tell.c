#include "office/draft/tell.h"

#include <assert.h>

#include "base/utf8.h"
#include "office/state/callout.h"
#include "office/state/incident.h"

/* Bytes: more than a message holds. A report may have 64 KiB, of which everybody who was paged
 * would get a copy in the log. */
#define MOST_OF_A_FACT 400

/* ---- a notice ---- */

static bool add_notice(struct draft *d, const struct person *p, unsigned means, struct slice text,
                       struct instant until, const struct field *more, size_t n_more)
{
    const struct contact *contact;
    struct field fields[FIELD_COUNT];
    size_t n = 0;

    assert(text.len > 0 && n_more + 7 <= FIELD_COUNT);
    if (means >= p->n_contacts)
        return false;
    contact = &p->contacts[means];
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(p->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_VIA, slice_of(contact->via));
    fields[n++] = FIELD_TEXT_OF(FIELD_ADDRESS, slice_of(contact->to));
    fields[n++] = FIELD_NUMBER_OF(FIELD_MEANS, means);
    fields[n++] = FIELD_INSTANT_OF(FIELD_UNTIL, until);
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, text);
    for (size_t i = 0; i < n_more; i++)
        fields[n++] = more[i];
    draft_entry(d, ENTRY_NOTICE, fields, n);
    return true;
}

bool draft_notice_with(struct draft *d, const struct person *p, struct slice text, struct span life,
                       const struct field *more, size_t n)
{
    return add_notice(d, p, 0, text, instant_add(d->now, life), more, n);
}

bool draft_notice(struct draft *d, const struct person *p, struct slice text, struct span life)
{
    return draft_notice_with(d, p, text, life, NULL, 0);
}

bool draft_notice_by(struct draft *d, const struct person *p, unsigned means, struct slice text,
                     struct instant until)
{
    return add_notice(d, p, means, text, until, NULL, 0);
}

/* ---- who was paged hears how it went on ---- */

/* By what the draft's entries say of its incident; else as it is known (NULL: it is only being
 * reported). */
static bool find_fact(const struct draft *d, const struct incident *i, enum field_id id,
                      struct field *ret)
{
    for (size_t n = i == d->incident ? d->decision->n_entries : 0; n-- > 0;) {
        const struct entry *e = d->decision->entries[n];
        const struct field *said =
            incident_id_equal(e->incident, d->id) && entry_kind_says_facts(e->kind)
                ? entry_field(e, id)
                : NULL;

        if (said) {
            *ret = *said;
            return true;
        }
    }
    return i && incident_fact(i, id, ret);
}

static void append_fact(const struct draft *d, const struct incident *i, const struct telling *t,
                        enum field_id id, const char *before, struct buffer *out)
{
    struct field fact;

    if (t->is_said[id] || !find_fact(d, i, id, &fact) || fact.text.len == 0)
        return;
    buffer_append_string(out, before);
    buffer_append_slice(out, utf8_head(fact.text, MOST_OF_A_FACT));
}

/* "2026-000123 taken by Zhao Min: II gas 12 Renmin Rd: smell of gas": what became of which one
 * comes first. */
static void compose(const struct draft *d, const struct incident *i, const struct telling *t,
                    struct buffer *out)
{
    struct field known = {0};
    bool has_grade = !t->is_said[FIELD_GRADE] && find_fact(d, i, FIELD_GRADE, &known);
    const char *grade = grade_to_roman(has_grade ? (unsigned)known.number : 0);
    const struct person *by = t->by;
    struct buffer text = BUFFER_INIT;

    incident_id_format(i ? i->id : d->id, &text);
    buffer_printf(&text, " %s", t->what);
    if (by)
        buffer_printf(&text, " by %s", person_name(by));
    buffer_append_char(&text, ':');
    if (grade[0])
        buffer_printf(&text, " %s", grade);
    append_fact(d, i, t, FIELD_CLASS, " ", &text);
    append_fact(d, i, t, FIELD_PLACE, " ", &text);
    append_fact(d, i, t, FIELD_TEXT, text.data[text.len - 1] == ':' ? " " : ": ", &text);
    if (i == d->incident ? d->drill.is : i->drill)
        buffer_append_string(out, drill_mark(utf8_gsm7_septets(buffer_slice(&text)) >= 0));
    buffer_append_slice(out, buffer_slice(&text));
    buffer_deinit(&text);
}

static bool tell_person(struct draft *d, const struct incident *i, const struct person *p,
                        const struct telling *t, const struct field *more)
{
    struct buffer text = BUFFER_INIT;
    bool done;

    compose(d, i, t, &text);
    done = draft_notice_with(d, p, buffer_slice(&text), NOTICE_LIFE, more, more != NULL);
    buffer_deinit(&text);
    return done;
}

bool draft_tell_what(struct draft *d, const struct person *p, const struct telling *t,
                     const struct field *more)
{
    return tell_person(d, d->incident, p, t, more);
}

static void tell(struct draft *d, const struct incident *i, const struct callout *c,
                 const struct person *by, const char *what)
{
    const struct person *p = rules_person(d->office->rules, slice_of(c->person));

    if (p && p != by)
        tell_person(d, i, p, &(struct telling){.what = what, .by = by}, NULL);
}

static void tell_all(struct draft *d, const struct incident *i, const struct person *by,
                     const char *what)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (i->callouts[n].reached)
            tell(d, i, &i->callouts[n], by, what);
}

void draft_tell_taken(struct draft *d, const struct person *by)
{
    if (d->office->rules->tell_taken)
        tell_all(d, d->incident, by, "taken");
}

void draft_tell_over(struct draft *d, const struct incident *i, const struct person *by,
                     const char *what)
{
    if (d->office->rules->tell_closed)
        tell_all(d, i, by, what);
}

void draft_tell_left(struct draft *d, const struct recipients *recipients)
{
    const struct telling left = {
        .what = "left open",
        .by = rules_person(d->office->rules, slice_of(d->incident->acker)),
    };
    struct buffer text = BUFFER_INIT;

    for (size_t n = 0; n < recipients->n; n++)
        tell_person(d, d->incident, recipients->people[n], &left, NULL);
    if (recipients->n == 0 && !d->drill.is) {
        compose(d, d->incident, &left, &text);
        draft_tell_catch_all(d, buffer_slice(&text));
    }
    buffer_deinit(&text);
}

void draft_tell_late(struct draft *d, const struct callout *c)
{
    const struct rules *rules = d->office->rules;
    const struct incident *i = d->incident;

    if (c->reached) /* then they heard of it with the others */
        return;
    if (i->state == INCIDENT_ACKED && rules->tell_taken)
        tell(d, i, c, rules_person(rules, slice_of(i->acker)), "taken");
    else if (i->state == INCIDENT_CLOSED && rules->tell_closed)
        tell(d, i, c, NULL, closing_words(i->closing));
    else if (i->state == INCIDENT_MERGED && rules->tell_closed)
        tell(d, i, c, NULL, "merged");
}

void draft_tell_catch_all(struct draft *d, struct slice text)
{
    struct recipients recipients = {0};

    recipients_add_catch_all(&recipients, d->office, d->now);
    for (size_t i = 0; i < recipients.n; i++)
        draft_notice(d, recipients.people[i], text, NOTICE_LIFE);
    recipients_deinit(&recipients);
}
