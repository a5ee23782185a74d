#pragma once
/*
 * Pages that another one has taken the place of while they waited: the incident was opened again,
 * or its chain was started again. Nobody wants them any more, but the log must say what became of
 * them, also when the daemon is killed before it does. A share of what is known of incidents; for
 * the files of the machine only, others ask office_each_superseded_page.
 */
#include "office/state/incident.h"

struct office;

/* It has no outcome yet. */
struct superseded_page {
    struct incident_id incident;
    uint64_t page;
    const char *person, *via, *address; /* good as long as the office */
};

struct superseded_pages {
    struct superseded_page *pages; /* in no order; mostly none */
    size_t n, cap;
};

/* For apply only: the callout's page, if it waits, is superseded from now on. */
void superseded_put(struct office *o, struct incident_id incident, const struct callout *c);
/* For apply only: an entry that is the outcome of such a page is the end of it. */
void superseded_apply(struct office *o, const struct entry *e);
/* NULL: that page is none. */
const struct superseded_page *superseded_find(const struct office *o, uint64_t page);
bool superseded_has(const struct office *o, struct incident_id incident);
void superseded_end(struct office *o);
