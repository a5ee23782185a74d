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

static void say_missed(const struct draft *d, const char *reason, struct buffer *out)
{
    const struct incident *i = d->incident;
    const struct person *p = rules_person(d->office->rules, slice_of(i->asked));

    buffer_printf(out, "%s: ", rollcall_name(i));
    if (reason) {
        buffer_append_string(out, reason);
    } else if (incident_is_testing(i) && p && p->n_contacts == 0) {
        buffer_append_string(out, "there is no contact to send it to");
    } else {
        buffer_append_string(out, "no answer within ");
        span_format(rollcall_waited(d), out);
    }
}

const struct person *rollcall_missed(struct draft *d, const char *why)
{
    const struct incident *i = d->incident;
    struct buffer reason = BUFFER_INIT;

    assert(incident_is_asking(i));
    say_missed(d, why, &reason);
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(i->duty)),
        FIELD_TEXT_OF(FIELD_PERSON, slice_of(i->asked)),
        FIELD_TEXT_OF(FIELD_REASON, buffer_slice(&reason)),
    };
    draft_entry(d, ENTRY_ABSENCE, fields, 3);
    d->chain.start = d->now;
    buffer_deinit(&reason);
    return rules_person(d->office->rules, slice_of(i->asked));
}
