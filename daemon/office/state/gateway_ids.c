#include "office/state/gateway_ids.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/state.h"

#define FIRST_CAP 64

/* Open addressing, since there can be millions. Nothing is taken out but when it grows. */
struct gateway_ids {
    struct place {
        uint64_t id; /* 0: free */
        uint64_t page : 62, carries : 1;
        uint64_t is_reused : 1; /* the gateway gave it out before, for another incident */
        struct incident_id incident;
    } * places;
    size_t n, cap;
};

void gateway_ids_begin(struct office *o)
{
    o->gateway_ids = xcalloc(1, sizeof(*o->gateway_ids));
}

void gateway_ids_end(struct office *o)
{
    free(o->gateway_ids->places);
    free(o->gateway_ids);
}

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

/* An id given out twice stays: without it the page that had it first would seem to have it still,
 * or not, depending on when memory let go of which incident. There are few: gateways rarely begin
 * to count again. */
static bool is_kept(const struct office *o, const struct place *p)
{
    return p->id && (p->is_reused || incidents_find(o, p->incident));
}

/* Pages of incidents that memory has let go are left out. */
static void grow(struct office *o, struct gateway_ids *h)
{
    struct gateway_ids old = *h;
    size_t kept = 0;

    for (size_t i = 0; i < old.cap; i++)
        kept += is_kept(o, &old.places[i]);
    for (h->cap = FIRST_CAP; h->cap < 4 * kept; h->cap *= 2)
        ;
    h->places = xcalloc(h->cap, sizeof(*h->places));
    h->n = kept;
    for (size_t i = 0; i < old.cap; i++)
        if (is_kept(o, &old.places[i]))
            *find_place(h, old.places[i].id) = old.places[i];
    free(old.places);
}

void gateway_ids_put(struct office *o, struct slice via, struct slice gateway,
                     const struct gateway_page *page)
{
    struct gateway_ids *h = o->gateway_ids;
    struct place *place;
    bool is_reused;
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
    is_reused =
        place->id && (place->is_reused || !incident_id_equal(place->incident, page->incident));
    *place = (struct place){.id = key,
                            .page = page->page & (UINT64_MAX >> 2),
                            .carries = page->carries,
                            .is_reused = is_reused,
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

static bool is_needed(const struct office *o, const struct place *p)
{
    const struct incident *i = p->id ? incidents_find(o, p->incident) : NULL;

    return i && i->is_needed;
}

bool gateway_ids_within(const struct office *a, const struct office *b)
{
    const struct gateway_ids *x = a->gateway_ids, *y = b->gateway_ids;

    for (size_t n = 0; n < x->cap; n++) {
        const struct place *place = &x->places[n], *other;

        if (!is_needed(a, place))
            continue;
        other = y->cap ? find_place(y, place->id) : NULL;
        if (!other || !other->id)
            return false;
        if (other->page > place->page && !is_needed(b, other)) /* given out a second time since */
            continue;
        if (other->page != place->page || other->carries != place->carries ||
            !incident_id_equal(other->incident, place->incident))
            return false;
    }
    return true;
}
