#include "office/draft/report.h"

#include <assert.h>

#include "office/draft/chain.h"
#include "office/state/incident.h"
#include "office/state/numbers.h"
#include "rules/route.h"

/* A decision may report several. */
static struct incident_id next_number(const struct draft *d)
{
    struct incident_id id = numbers_next(d->office, d->now);

    for (size_t i = 0; i < d->decision->n_entries; i++)
        id.number += d->decision->entries[i]->kind == ENTRY_REPORT;
    return id;
}

const struct route *draft_own_route(const struct draft *d, enum incident_origin origin)
{
    const struct occasion now = {.class = slice_of(incident_origin_class(origin)), .at = d->now};

    return rules_route(d->office->rules, &now);
}

/* Who should be at the post and is not cannot answer for that. */
static const struct post *find_unheld(const struct draft *d, const struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].id == FIELD_DUTY)
            return rules_post(d->office->rules, fields[i].text);
    return NULL;
}

void draft_report(struct draft *d, enum incident_origin origin, struct slice text,
                  const struct field *more, size_t n_more, struct instant due)
{
    struct field fields[3 + DRAFT_REPORT_FIELDS + DRAFT_ROUTE_FIELDS];
    size_t n = 0;

    assert(origin != ORIGIN_REPORTED && n_more <= DRAFT_REPORT_FIELDS);
    fields[n++] = FIELD_TEXT_OF(FIELD_CLASS, slice_of(incident_origin_class(origin)));
    fields[n++] = FIELD_TEXT_OF(FIELD_CHANNEL, SLICE("office"));
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, text);
    for (size_t i = 0; i < n_more; i++)
        fields[n++] = more[i];
    n += draft_route(d, draft_own_route(d, origin), fields + n);
    if (instant_is_set(due)) {
        assert(fields[n - 1].id == FIELD_DUE);
        fields[n - 1] = FIELD_INSTANT_OF(FIELD_DUE, due);
    }
    if (origin == ORIGIN_ABSENCE)
        d->unheld = find_unheld(d, more, n_more);
    d->id = next_number(d);
    draft_entry(d, ENTRY_REPORT, fields, n);
    assert(incident_origin_of(d->decision->entries[d->decision->n_entries - 1]) == origin);
}
