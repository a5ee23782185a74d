#pragma once
/*
 * Pages that another one has taken the place of while they waited: the incident was opened again,
 * or its chain was started anew. Nobody wants them any more, but the log must say what became of
 * them, also when the daemon is killed before it does. For the files of the machine only; others
 * ask office_each_superseded_page.
 */
#include "office/state/state.h"

/* For apply only: the callout's page, if it waits, is left behind from now on. */
void superseded_put(struct office *o, struct incident_id incident, const struct callout *c);
/* For apply only: an entry that is the outcome of such a page is the end of it. */
void superseded_apply(struct office *o, const struct entry *e);
void superseded_free(struct office *o);
