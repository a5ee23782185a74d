#include "office/draft/missed.h"
#include "office/state/incident.h"

#include <assert.h>

const char *rollcall_name(const struct incident *i)
{
    return incident_is_test(i) ? "test of the paging" : "roll call";
}

/* In whole seconds. */
struct span rollcall_waited(const struct draft *d)
{
    return span_in_seconds(instant_since(d->now, d->incident->began));
}

/* For the log: what became of it, in few words. */
static void say_reason(const struct draft *d, enum missed_how how, struct buffer *out)
{
    static const char *const said[] = {
        [MISSED_NO_ANSWER] = "no answer within ",
        [MISSED_DECLINED] = "declined",
        [MISSED_NO_CONTACT] = "there is no contact to send it to",
        [MISSED_NOT_SENT] = "no message of it got through",
    };

    buffer_printf(out, "%s: %s", rollcall_name(d->incident), said[how]);
    if (how == MISSED_NO_ANSWER)
        span_format(rollcall_waited(d), out);
}

const struct person *rollcall_missed(struct draft *d, enum missed_how how)
{
    const struct incident *i = d->incident;
    const struct person *p = rules_person(d->office->rules, slice_of(i->asked));
    struct buffer reason = BUFFER_INIT, text = BUFFER_INIT;

    assert(incident_is_asking(i));
    if (how == MISSED_NO_ANSWER && incident_is_test(i) && p && p->n_contacts == 0)
        how = MISSED_NO_CONTACT;
    say_reason(d, how, &reason);
    fault_missed(d, how, rollcall_waited(d), &text);
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(i->duty)),
        FIELD_TEXT_OF(FIELD_PERSON, slice_of(i->asked)),
        FIELD_TEXT_OF(FIELD_REASON, buffer_slice(&reason)),
        FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&text)),
    };
    draft_entry(d, ENTRY_ABSENCE, fields, 4);
    d->chain.start = d->now;
    buffer_deinit(&reason);
    buffer_deinit(&text);
    return p;
}
