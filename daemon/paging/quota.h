#pragma once
/*
 * When the messages to one address went out, as far as its limits have to know. Pure. Zeroed memory
 * is an address that has had none.
 */
#include "config/rate.h"

struct quota {
    struct instant *sent; /* in order of time, the newest last */
    size_t n, cap;
};

void quota_deinit(struct quota *q);
/* One more message; remembers no more of them than the limits need. They need not come in order. */
void quota_add(struct quota *q, const struct rates *limits, struct instant at);
/* The message of that time did not go out after all. */
void quota_remove(struct quota *q, struct instant at);
/* When one more message is within all limits: INSTANT_NONE now. The limit that is in the way, if
 * any, goes to *ret_limit. More than the limits allow may have been added. */
struct instant quota_opens(const struct quota *q, const struct rates *limits, struct instant now,
                           const struct rate **ret_limit);
