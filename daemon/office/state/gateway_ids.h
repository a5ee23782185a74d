#pragma once
/*
 * What gateways were given: which page a gateway's own id means, so that its reports of delivery
 * find it. Known for the incidents in memory; of ids that a gateway gives out twice the later one
 * counts. And to whom was explained lately how to answer, so that two machines do not talk to each
 * other for ever. For the files of the machine only.
 */
#include "office/state/state.h"

struct handed;

struct handed *handed_new(void);
void handed_free(struct handed *h);

struct handed_page {
    struct incident_id incident;
    uint64_t page;
    bool carries; /* others were in its message: office_each_bundled */
};

/* For apply only: that gateway calls the page so. Nothing for an empty id. */
void handed_put(struct office *o, struct slice via, struct slice gateway,
                const struct handed_page *page);
bool handed_find(const struct office *o, struct slice via, struct slice gateway,
                 struct handed_page *ret_page);

/* For apply only: keeps what an ENTRY_RECEIVED says was explained, and the gateway's id of a notice
 * (which is of no incident here). */
void handed_apply(struct office *o, const struct entry *e);
/* May the number be sent this explanation now? Three a minute, so that a person who errs twice is
 * told twice; twelve an hour; and the same words not twice within ten minutes. */
bool handed_may_explain(const struct office *o, struct slice number, struct slice text,
                        struct instant now);
/* The same, as far as incidents in memory go? */
bool handed_equal(const struct office *a, const struct office *b);
/* By what an entry says which explanation was sent. */
void handed_format_digest(struct slice text, struct buffer *out);
