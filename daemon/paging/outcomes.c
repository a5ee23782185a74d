#include "paging/outcomes.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

#define BUSY_PAUSE SPAN_MS(100) /* before a busy desk is asked again */

struct outcome {
    struct outcome *next;
    enum verb verb;
    struct incident_id incident;
    struct field fields[OUTCOME_FIELDS];
    size_t n;
};

void outcomes_init(struct outcomes *o, struct desk *desk)
{
    *o = (struct outcomes){.desk = desk, .last = &o->first};
}

static void free_outcome(struct outcome *outcome)
{
    for (size_t k = 0; k < outcome->n; k++)
        free((char *)outcome->fields[k].text.data);
    free(outcome);
}

static void drop_first(struct outcomes *o)
{
    struct outcome *first = o->first;

    o->first = first->next;
    if (!o->first)
        o->last = &o->first;
    free_outcome(first);
}

void outcomes_deinit(struct outcomes *o)
{
    while (o->first)
        drop_first(o);
}

/* False: not now. A refusal is final: the incident has gone on without this page. */
static bool offer(struct outcomes *o, const struct command *command)
{
    struct decision decision = {0};
    enum desk_answer answer = desk_submit(o->desk, command, &decision);
    const struct field *page = command_field(command, FIELD_PAGE);

    if (answer == DESK_REFUSED)
        log_warning("what became of page %lld was refused: %.*s",
                    page ? (long long)page->number : 0, SLICE_ARG(buffer_slice(&decision.why)));
    decision_deinit(&decision);
    return answer == DESK_TAKEN || answer == DESK_REFUSED;
}

void outcomes_flush(struct outcomes *o)
{
    while (o->first) {
        struct command command = {.verb = o->first->verb,
                                  .incident = o->first->incident,
                                  .fields = o->first->fields,
                                  .n_fields = o->first->n};

        if (!offer(o, &command)) {
            o->offer_again = instant_add(clock_monotonic(desk_clock(o->desk)), BUSY_PAUSE);
            return;
        }
        drop_first(o);
    }
}

void outcomes_say(struct outcomes *o, enum verb verb, struct incident_id incident,
                  const struct field *fields, size_t n)
{
    struct outcome *outcome = xcalloc(1, sizeof(*outcome));

    outcome->verb = verb;
    outcome->incident = incident;
    for (; outcome->n < n; outcome->n++) {
        struct field *f = &outcome->fields[outcome->n];
        *f = fields[outcome->n];
        f->text.data = field_is_text(f->id) ? slice_dup(f->text) : NULL;
    }
    *o->last = outcome;
    o->last = &outcome->next;
    outcomes_flush(o);
}

struct instant outcomes_next_due(const struct outcomes *o)
{
    return o->first ? o->offer_again : INSTANT_NEVER;
}

bool outcomes_has(const struct outcomes *o, uint64_t page)
{
    for (const struct outcome *outcome = o->first; outcome; outcome = outcome->next)
        if (outcome->fields[0].id == FIELD_PAGE && outcome->fields[0].number == (int64_t)page)
            return true;
    return false;
}
