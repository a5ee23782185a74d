#pragma once
/*
 * The rows of duty.incident and duty.page that a batch of entries changes: for people who ask with
 * psql, and for LIST closed. Written in the transaction of their entries, each row once for a
 * batch. Incidents are shown as the office has them, which has applied every entry up to the last
 * of the batch; so a batch must hold all entries that were applied.
 */
#include "journal/batch.h"
#include "office/office.h"

struct projection {
    struct batch new_incidents, incidents;
    struct batch new_pages, pages;
    struct incident_touch *incident_touches;
    struct page_touch *page_touches;
    size_t cap_incidents, cap_pages;
};

void projection_init(struct projection *p);
void projection_deinit(struct projection *p);
/* Fills the four batches; entries[0].seq and later are new to the database. */
void projection_fill(struct projection *p, const struct office *office,
                     struct entry *const *entries, size_t n);

/* The statements that take the four as parameters. */
extern const char projection_insert_incidents[], projection_update_incidents[];
extern const char projection_insert_pages[], projection_update_pages[];
