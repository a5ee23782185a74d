#include "office/state/explained.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

#define SAME_AGAIN SPAN_MINUTES(10)
#define MOST_IN_MINUTE 3
#define PERIOD SPAN_HOURS(1)
#define MOST_IN_PERIOD 12

static uint64_t digest_of_text(struct slice text)
{
    struct digest digest = digest_of(text);

    return digest_short(&digest);
}

void explained_format_digest(struct slice text, struct buffer *out)
{
    digest_short_format(digest_of_text(text), out);
}

static bool is_within(const struct explained_to *x, struct span span, struct instant now)
{
    struct span age = instant_since(now, x->at);

    return age.us >= 0 && age.us < span.us;
}

static void drop_old(struct office *o, struct instant now)
{
    struct explained *x = o->explained;
    size_t kept = 0;

    for (size_t n = 0; n < x->n; n++) {
        if (is_within(&x->list[n], PERIOD, now))
            x->list[kept++] = x->list[n];
        else
            live_drop(o, PART_EXPLAINED, x->list[n].seq);
    }
    x->n = kept;
}

void explained_apply(struct office *o, const struct entry *e)
{
    struct explained *x = o->explained;
    uint64_t digest;

    if (e->kind != ENTRY_RECEIVED || !digest_short_parse(entry_text(e, FIELD_DIGEST), &digest))
        return;
    drop_old(o, e->at);
    x->list = xgrow(x->list, &x->cap, x->n + 1, sizeof(*x->list));
    x->list[x->n++] =
        (struct explained_to){.number = office_intern(o, entry_text(e, FIELD_ADDRESS)),
                              .digest = digest,
                              .at = e->at,
                              .seq = e->seq};
    live_keep(o, PART_EXPLAINED, e->seq);
}

bool explained_may(const struct office *o, struct slice number, struct slice text,
                   struct instant now, size_t just_now)
{
    const struct explained *all = o->explained;
    uint64_t digest = digest_of_text(text);
    size_t in_minute = just_now, in_period = just_now;

    for (size_t n = 0; n < all->n; n++) {
        const struct explained_to *x = &all->list[n];
        if (!slice_equal_string(number, x->number))
            continue;
        if (x->digest == digest && is_within(x, SAME_AGAIN, now))
            return false;
        in_minute += is_within(x, SPAN_MINUTES(1), now);
        in_period += is_within(x, PERIOD, now);
    }
    return in_minute < MOST_IN_MINUTE && in_period < MOST_IN_PERIOD;
}

void explained_end(struct office *o)
{
    free(o->explained->list);
}
