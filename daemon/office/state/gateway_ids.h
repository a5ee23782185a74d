#pragma once
/*
 * What gateways were given: which page a gateway's own id means, so that its reports of delivery
 * find it. Known for the incidents in memory; of ids that a gateway gives out twice the later one
 * counts. And to whom was explained lately how to answer, so that two machines do not talk to each
 * other for ever. For the files of the machine only.
 */
#include "office/state/state.h"

struct gateway_ids;

struct gateway_ids *gateway_ids_new(void);
void gateway_ids_free(struct gateway_ids *h);

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

/* For apply only: keeps what an ENTRY_RECEIVED says was explained, and the gateway's id of a notice
 * (which is of no incident here). */
void gateway_ids_apply(struct office *o, const struct entry *e);
/* May the number be sent this explanation now? Three a minute, so that a person who errs twice is
 * told twice; twelve an hour; and the same words not twice within ten minutes. */
bool gateway_ids_may_explain(const struct office *o, struct slice number, struct slice text,
                             struct instant now);
/* The same, as far as incidents in memory go? */
bool gateway_ids_equal(const struct office *a, const struct office *b);
/* By what an entry says which explanation was sent. */
void gateway_ids_format_digest(struct slice text, struct buffer *out);
