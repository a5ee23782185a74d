#pragma once
/* How many pages each person may still answer. Drills are counted apart. */
#include "office/state/incident.h"

struct office;

/* Counts the incident's live pages for their people: by 1 or -1, after and before any change. */
void live_pages_count(const struct incident *i, int by);

/* How many pages of the person may still be answered: of open incidents, that wait or were sent. */
unsigned office_live_pages(const struct office *o, struct slice person, bool drill);
/* The person's page for the incident, if it may; NULL. */
const struct callout *office_live_page(const struct incident *i, struct slice person);
/* How bad the worst of them is (office_badness); OFFICE_GRADES when there is none. */
unsigned office_worst_live(const struct office *o, struct slice person, bool drill);
/* The page of the worst incident (the oldest of that grade), and its incident; NULL: none. O(n) of
 * the live incidents. */
const struct callout *office_worst_page(const struct office *o, struct slice person, bool drill,
                                        const struct incident **ret_incident);
/* Calls f with each page that went out in the message of that one (ENTRY_PAGE_BUNDLED), and is
 * still the last of its person for its incident. O(n) of the live incidents. */
void office_each_bundled(const struct office *o, uint64_t carrier,
                         void (*f)(const struct incident *i, const struct callout *c, void *arg),
                         void *arg);
