#include "office/state/incidents.h"

#include <stdlib.h>

#include <utlist.h>

#include "base/container.h"
#include "base/mem.h"
#include "office/state/names.h"
#include "office/state/news.h"
#include "office/state/state.h"

struct incident *incidents_find(const struct office *o, struct incident_id id)
{
    struct incident *i;
    uint64_t key = incident_id_key(id);

    if (key > o->incidents->highest) /* a new report; a million of them at a start */
        return NULL;
    HASH_FIND(by_id, o->incidents->by_id, &key, sizeof(key), i);
    return i;
}

struct incident *incidents_add(struct office *o, struct incident_id id)
{
    struct incident *i = incident_new(id);

    i->hash_key = incident_id_key(id);
    if (i->hash_key > o->incidents->highest)
        o->incidents->highest = i->hash_key;
    HASH_ADD(by_id, o->incidents->by_id, hash_key, sizeof(i->hash_key), i);
    return i;
}

/* ---- lists ---- */

static bool is_live(enum incident_state state)
{
    return state == INCIDENT_OPEN || state == INCIDENT_ACKED;
}

/* A new report belongs at the end; only one that is opened again has to look for its place. */
static void insert_live(struct incidents *all, struct incident *i)
{
    struct incident *before = NULL, *other = all->live ? all->live->prev : NULL;

    while (other && incident_id_key(i->id) < incident_id_key(other->id)) {
        before = other;
        other = other == all->live ? NULL : other->prev;
    }
    if (before)
        DL_PREPEND_ELEM(all->live, before, i);
    else
        DL_APPEND(all->live, i);
}

static size_t *count_of(struct office_counts *c, enum incident_state state)
{
    return state == INCIDENT_OPEN ? &c->open : state == INCIDENT_ACKED ? &c->acked : &c->closed;
}

void incidents_list(struct office *o, struct incident *i, enum incident_state before, bool is_new)
{
    struct incidents *all = o->incidents;
    bool was = !is_new && is_live(before), is = is_live(i->state);

    if (!is_new)
        --*count_of(&all->counts, before);
    ++*count_of(&all->counts, i->state);
    if (!is_new && was == is)
        return;
    if (was)
        DL_DELETE(all->live, i);
    else if (!is_new)
        DL_DELETE(all->ended, i);
    if (is)
        insert_live(all, i);
    else
        DL_APPEND(all->ended, i);
}

/* ---- when they are looked at ---- */

void incidents_rewake(struct office *o, struct incident *i)
{
    heap_set(&o->incidents->wakes, &i->wake, incident_wake(i));
}

const struct incident *incidents_due(const struct office *o, struct instant now)
{
    const struct heap_node *first = heap_first(&o->incidents->wakes);

    if (!first || instant_before(now, first->at))
        return NULL;
    return container_of(first, const struct incident, wake);
}

/* ---- letting go ---- */

static void drop(struct office *o, struct incident *i)
{
    heap_remove(&o->incidents->wakes, &i->wake);
    HASH_DELETE(by_id, o->incidents->by_id, i);
    office_let_go_name(o, i->class);
    news_free(i);
    incident_free(i);
}

static struct held_incident *find_held(const struct incidents *all, uint64_t key)
{
    struct held_incident *h;

    HASH_FIND(by_key, all->held, &key, sizeof(key), h);
    return h;
}

bool incidents_is_missing(const struct office *o, struct incident_id id)
{
    const struct held_incident *h = find_held(o->incidents, incident_id_key(id));

    return h && h->is_missing;
}

void incidents_hold(struct office *o, struct incident_id id)
{
    struct held_incident *h;
    uint64_t key = incident_id_key(id);

    if (find_held(o->incidents, key))
        return;
    h = xcalloc(1, sizeof(*h));
    h->key = key;
    h->is_missing = !incidents_find(o, id);
    HASH_ADD(by_key, o->incidents->held, key, sizeof(h->key), h);
}

void incidents_release(struct office *o)
{
    struct held_incident *h, *next;

    HASH_ITER(by_key, o->incidents->held, h, next)
    {
        HASH_DELETE(by_key, o->incidents->held, h);
        free(h);
    }
}

void incidents_let_go(struct office *o, size_t keep, uint64_t durable)
{
    struct incidents *all = o->incidents;
    struct incident *i = all->ended, *next;

    for (; i && all->counts.closed > keep && i->last_seq <= durable; i = next) {
        next = i->next;
        if (i->is_needed || find_held(all, i->hash_key))
            continue;
        DL_DELETE(all->ended, i);
        all->counts.closed--;
        drop(o, i);
    }
}

void incidents_end(struct office *o)
{
    struct incident *i, *next;

    HASH_ITER(by_id, o->incidents->by_id, i, next) drop(o, i);
    heap_deinit(&o->incidents->wakes);
    incidents_release(o);
}
