#pragma once
/*
 * What gateways were given: which page a gateway's own id means, so that its reports of delivery
 * find it. Known for the incidents in memory; of ids that a gateway gives out twice the later one
 * counts. For the files of the machine only.
 */
#include "office/log/entry.h"

struct office;

struct gateway_ids;

void gateway_ids_begin(struct office *o);
void gateway_ids_end(struct office *o);

struct gateway_page {
    struct incident_id incident;
    uint64_t page;
    bool carries; /* others were in its message: office_each_bundled */
};

/* For apply only: that gateway calls the page so. Nothing for an empty id. */
void gateway_ids_put(struct office *o, struct slice via, struct slice gateway,
                     const struct gateway_page *page);
bool gateway_ids_find(const struct office *o, struct slice via, struct slice gateway,
                      struct gateway_page *ret_page);

/* Does b know all that a knows of the incidents that are needed (live.h)? */
bool gateway_ids_within(const struct office *a, const struct office *b);
