/* Whether notices of what has changed go to the right people, once. From the entries alone. */
#include "sim.h"

static bool is_by(const struct entry *e, struct slice person)
{
    return slice_equal(e->actor, person);
}

static bool is_to(const struct entry *e, struct slice person)
{
    return slice_equal(entry_text(e, FIELD_PERSON), person);
}

/* By what they said, or were sent, last. */
static void look_at_person(struct sim *s, size_t n, struct slice person)
{
    const struct entry *notice = s->f->entries[n];
    const struct incident *i = office_incident(s->shadow, notice->incident);
    bool is_acker = i->state == INCIDENT_ACKED && slice_equal_string(person, i->acker);
    bool is_reached = false, is_refused = false;

    for (size_t k = 0; k < n; k++) {
        const struct entry *e = s->f->entries[k];

        if (!incident_id_equal(e->incident, notice->incident))
            continue;
        if (e->kind == ENTRY_REOPEN)
            is_reached = is_refused = false;
        if (e->kind == ENTRY_DECLINE && is_by(e, person))
            is_refused = true;
        if ((e->kind == ENTRY_ACK && is_by(e, person)) ||
            (e->kind == ENTRY_PAGE && is_to(e, person)))
            is_refused = false;
        if ((e->kind == ENTRY_PAGE_SENT || e->kind == ENTRY_PAGE_BUNDLED) && is_to(e, person))
            is_reached = true;
    }
    if (!is_acker && (!is_reached || is_refused))
        fail(s, "who does not act on it hears of a change");
}

/* A change that somebody else made, that no notice has said to them, and of which it was said that
 * it is to be. */
static void look_at_change(struct sim *s, size_t n, struct slice person)
{
    const struct entry *notice = s->f->entries[n];
    int64_t known = entry_number(notice, FIELD_KNOWN, 0);
    bool is_new = false;

    for (size_t k = 0; k < n; k++) {
        const struct entry *e = s->f->entries[k];

        if (!incident_id_equal(e->incident, notice->incident))
            continue;
        if (entry_kind_is_notice(e->kind) && entry_field(e, FIELD_KNOWN) && is_to(e, person)) {
            is_new = false;
            if (entry_number(e, FIELD_KNOWN, 0) >= known)
                fail(s, "the same change is told twice");
        }
        if (entry_field(e, FIELD_TELL) && !is_by(e, person))
            is_new = true;
    }
    if (!is_new)
        fail(s, "a notice of nothing new");
}

void look_at_news(struct sim *s, size_t n)
{
    const struct entry *notice = s->f->entries[n];
    const struct incident *i = office_incident(s->shadow, notice->incident);
    struct slice person = entry_text(notice, FIELD_PERSON);
    const struct callout *c = i ? incident_callout(i, person) : NULL;

    if (!i || (i->state != INCIDENT_OPEN && i->state != INCIDENT_ACKED))
        fail(s, "a change is told of what is over");
    if (c && c->declined && !(i->state == INCIDENT_ACKED && c->person == i->acker))
        fail(s, "a change is told to who has declined");
    if (c && c->state == PAGE_QUEUED)
        fail(s, "a change overtakes the page");
    look_at_person(s, n, person);
    look_at_change(s, n, person);
}
