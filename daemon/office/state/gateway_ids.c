#include "office/state/gateway_ids.h"

#include <string.h>

#include "base/digest.h"
#include "base/mem.h"

#define SAME_AGAIN SPAN_MINUTES(10)
#define MOST_IN_MINUTE 3
#define PERIOD SPAN_HOURS(1)
#define MOST_IN_PERIOD 12
#define FIRST_CAP 64

struct explained {
    const char *number; /* interned: only numbers of the configuration are explained to */
    uint64_t digest;    /* of the words */
    struct instant at;
};

/* Open addressing, since there can be millions. Nothing is taken out but when it grows. */
struct gateway_ids {
    struct place {
        uint64_t id; /* 0: free */
        uint64_t page : 63, carries : 1;
        struct incident_id incident;
    } * places;
    size_t n, cap;
    struct explained *explained; /* in order of time */
    size_t n_explained, cap_explained;
};

struct gateway_ids *gateway_ids_new(void)
{
    return xcalloc(1, sizeof(struct gateway_ids));
}

void gateway_ids_free(struct gateway_ids *h)
{
    free(h->places);
    free(h->explained);
    free(h);
}

/* ---- ids of gateways ---- */

static uint64_t id_of(struct slice via, struct slice gateway)
{
    struct buffer b = BUFFER_INIT;
    struct digest digest;
    uint64_t id;

    buffer_append_slice(&b, via);
    buffer_append_char(&b, '\n');
    buffer_append_slice(&b, gateway);
    digest = digest_of(buffer_slice(&b));
    buffer_deinit(&b);
    id = digest_short(&digest);
    return id ? id : 1;
}

static struct place *find_place(const struct gateway_ids *h, uint64_t id)
{
    size_t at = (size_t)id & (h->cap - 1);

    while (h->places[at].id && h->places[at].id != id)
        at = (at + 1) & (h->cap - 1);
    return &h->places[at];
}

/* Pages of incidents that were let go are left behind. */
static void grow(struct office *o, struct gateway_ids *h)
{
    struct gateway_ids old = *h;
    size_t kept = 0;

    for (size_t i = 0; i < old.cap; i++)
        kept += old.places[i].id && office_find(o, old.places[i].incident);
    for (h->cap = FIRST_CAP; h->cap < 4 * kept; h->cap *= 2)
        ;
    h->places = xcalloc(h->cap, sizeof(*h->places));
    h->n = kept;
    for (size_t i = 0; i < old.cap; i++)
        if (old.places[i].id && office_find(o, old.places[i].incident))
            *find_place(h, old.places[i].id) = old.places[i];
    free(old.places);
}

void gateway_ids_put(struct office *o, struct slice via, struct slice gateway,
                     const struct gateway_page *page)
{
    struct gateway_ids *h = o->gateway_ids;
    struct place *place;
    uint64_t key;

    if (!gateway.len)
        return;
    if (2 * (h->n + 1) > h->cap)
        grow(o, h);
    key = id_of(via, gateway);
    place = find_place(h, key);
    h->n += !place->id;
    if (place->id && place->page > page->page) /* of an incident that is recalled */
        return;
    *place = (struct place){.id = key,
                            .page = page->page & (UINT64_MAX >> 1),
                            .carries = page->carries,
                            .incident = page->incident};
}

bool gateway_ids_find(const struct office *o, struct slice via, struct slice gateway,
                      struct gateway_page *ret_page)
{
    const struct gateway_ids *h = o->gateway_ids;
    const struct place *place;

    if (!h->cap || !gateway.len)
        return false;
    place = find_place(h, id_of(via, gateway));
    if (!place->id)
        return false;
    *ret_page = (struct gateway_page){place->incident, place->page, place->carries};
    return true;
}

/* ---- what was explained ---- */

static uint64_t digest_of_text(struct slice text)
{
    struct digest digest = digest_of(text);

    return digest_short(&digest);
}

void gateway_ids_format_digest(struct slice text, struct buffer *out)
{
    digest_short_format(digest_of_text(text), out);
}

static bool is_within(const struct explained *x, struct span span, struct instant now)
{
    struct span age = instant_since(now, x->at);

    return age.us >= 0 && age.us < span.us;
}

void gateway_ids_apply(struct office *o, const struct entry *e)
{
    struct gateway_ids *h = o->gateway_ids;
    uint64_t digest;
    size_t kept = 0;

    if (e->kind == ENTRY_NOTICE_SENT)
        gateway_ids_put(o, entry_text(e, FIELD_VIA), entry_text(e, FIELD_GATEWAY),
                        &(struct gateway_page){.page = (uint64_t)entry_number(e, FIELD_PAGE, 0)});
    if (e->kind != ENTRY_RECEIVED || !digest_short_parse(entry_text(e, FIELD_DIGEST), &digest))
        return;
    for (size_t n = 0; n < h->n_explained; n++)
        if (is_within(&h->explained[n], PERIOD, e->at))
            h->explained[kept++] = h->explained[n];
    h->n_explained = kept;
    h->explained =
        xgrow(h->explained, &h->cap_explained, h->n_explained + 1, sizeof(*h->explained));
    h->explained[h->n_explained++] = (struct explained){
        .number = office_intern(o, entry_text(e, FIELD_ADDRESS)), .digest = digest, .at = e->at};
}

bool gateway_ids_may_explain(const struct office *o, struct slice number, struct slice text,
                             struct instant now)
{
    const struct gateway_ids *h = o->gateway_ids;
    uint64_t digest = digest_of_text(text);
    unsigned in_minute = 0, in_period = 0;

    for (size_t n = 0; n < h->n_explained; n++) {
        const struct explained *x = &h->explained[n];
        if (!slice_equal_string(number, x->number))
            continue;
        if (x->digest == digest && is_within(x, SAME_AGAIN, now))
            return false;
        in_minute += is_within(x, SPAN_MINUTES(1), now);
        in_period += is_within(x, PERIOD, now);
    }
    return in_minute < MOST_IN_MINUTE && in_period < MOST_IN_PERIOD;
}

bool gateway_ids_equal(const struct office *a, const struct office *b)
{
    const struct gateway_ids *x = a->gateway_ids, *y = b->gateway_ids;

    if (x->n_explained != y->n_explained)
        return false;
    for (size_t n = 0; n < x->n_explained; n++)
        if (strcmp(x->explained[n].number, y->explained[n].number) != 0 ||
            x->explained[n].digest != y->explained[n].digest ||
            x->explained[n].at.us != y->explained[n].at.us)
            return false;
    for (size_t n = 0; n < x->cap; n++) {
        const struct place *place = &x->places[n], *other;
        if (!place->id || !office_find(a, place->incident))
            continue;
        other = y->cap ? find_place(y, place->id) : NULL;
        if (!other || other->page != place->page || other->carries != place->carries ||
            !incident_id_equal(other->incident, place->incident))
            return false;
    }
    return true;
}
