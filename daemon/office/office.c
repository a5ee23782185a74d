#include "office/state/state.h"

#include <string.h>
#include <utlist.h>

#include "base/digest.h"
#include "base/mem.h"
#include "office/draft/recipients.h"
#include "office/draft/tell.h"
#include "office/due/gap.h"
#include "office/due/remind.h"
#include "office/due/selftest.h"
#include "office/state/gateway_ids.h"
#include "office/state/presence.h"
#include "office/state/superseded.h"

#define SWEEP_EVERY SPAN_MINUTES(10)

struct office *office_new(struct rules *rules, const struct random_source *random)
{
    struct office *o = xcalloc(1, sizeof(*o));

    o->rules = rules_ref(rules);
    o->random = random;
    o->gaps = gap_watch_new();
    o->presence = presence_new();
    o->gateway_ids = gateway_ids_new();
    o->reminds = remind_watch_new();
    return o;
}

static void drop_incident(struct office *o, struct incident *i)
{
    heap_remove(&o->wakes, &i->wake);
    HASH_DELETE(by_id, o->incidents, i);
    office_let_go_name(o, i->class);
    incident_free(i);
}

static void drop_key(struct office *o, struct key_use *k)
{
    DL_DELETE(o->oldest_key, k);
    HASH_DELETE(by_id, o->keys, k);
    free(k);
}

static void drop_code(struct office *o, struct code_use *c)
{
    HASH_DELETE(by_code, o->codes, c);
    free(c);
}

void office_free(struct office *o)
{
    if (!o)
        return;

    struct incident *i, *next_incident;
    HASH_ITER(by_id, o->incidents, i, next_incident) drop_incident(o, i);
    while (o->oldest_key)
        drop_key(o, o->oldest_key);
    struct code_use *c, *next_code;
    HASH_ITER(by_code, o->codes, c, next_code) drop_code(o, c);
    struct name *n, *next_name;
    HASH_ITER(by_text, o->names, n, next_name)
    {
        HASH_DELETE(by_text, o->names, n);
        free(n);
    }
    heap_deinit(&o->wakes);
    gap_watch_free(o->gaps);
    presence_free(o->presence);
    remind_watch_free(o->reminds);
    notice_free_all(o);
    gateway_ids_free(o->gateway_ids);
    superseded_free(o);
    rules_unref(o->rules);
    free(o);
}

static struct name *find_name(struct office *o, struct slice text)
{
    struct name *n;

    HASH_FIND(by_text, o->names, text.data, text.len, n);
    if (!n) {
        n = xcalloc(1, sizeof(*n) + text.len + 1);
        memcpy(n->text, text.data, text.len);
        HASH_ADD_KEYPTR(by_text, o->names, n->text, text.len, n);
    }
    return n;
}

const char *office_intern(struct office *o, struct slice text)
{
    struct name *n;

    if (text.len == 0)
        return "";
    n = find_name(o, text);
    n->stays = true;
    return n->text;
}

const char *office_hold_name(struct office *o, struct slice text)
{
    struct name *n;

    if (text.len == 0)
        return "";
    n = find_name(o, text);
    n->holders++;
    return n->text;
}

void office_let_go_name(struct office *o, const char *name)
{
    struct name *n;

    if (!name[0])
        return;
    n = find_name(o, slice_of(name));
    if (--n->holders > 0 || n->stays)
        return;
    HASH_DELETE(by_text, o->names, n);
    free(n);
}

static uint64_t hash_key_of(struct incident_id id)
{
    return (uint64_t)id.year << 32 | id.number;
}

struct incident *office_find(const struct office *o, struct incident_id id)
{
    struct incident *i;
    uint64_t key = hash_key_of(id);

    HASH_FIND(by_id, o->incidents, &key, sizeof(key), i);
    return i;
}

struct incident *office_add(struct office *o, struct incident_id id)
{
    struct incident *i = incident_new(id);

    i->hash_key = hash_key_of(id);
    HASH_ADD(by_id, o->incidents, hash_key, sizeof(i->hash_key), i);
    return i;
}

/* ---- lists ---- */

static bool is_live(enum incident_state state)
{
    return state == INCIDENT_OPEN || state == INCIDENT_ACKED;
}

static bool comes_before(struct incident_id a, struct incident_id b)
{
    return a.year != b.year ? a.year < b.year : a.number < b.number;
}

/* A new report belongs at the end; only one that is opened again has to look for its place. */
static void insert_live(struct office *o, struct incident *i)
{
    struct incident *before = NULL, *other = o->live ? o->live->prev : NULL;

    while (other && comes_before(i->id, other->id)) {
        before = other;
        other = other == o->live ? NULL : other->prev;
    }
    if (before)
        DL_PREPEND_ELEM(o->live, before, i);
    else
        DL_APPEND(o->live, i);
}

static size_t *count_of(struct office *o, enum incident_state state)
{
    return state == INCIDENT_OPEN    ? &o->counts.open
           : state == INCIDENT_ACKED ? &o->counts.acked
                                     : &o->counts.closed;
}

void office_list(struct office *o, struct incident *i, enum incident_state before, bool is_new)
{
    bool was = !is_new && is_live(before), is = is_live(i->state);

    if (!is_new)
        --*count_of(o, before);
    ++*count_of(o, i->state);
    if (!is_new && was == is)
        return;
    if (was)
        DL_DELETE(o->live, i);
    else if (!is_new)
        DL_DELETE(o->ended, i);
    if (is)
        insert_live(o, i);
    else
        DL_APPEND(o->ended, i);
}

void office_rewake(struct office *o, struct incident *i)
{
    heap_set(&o->wakes, &i->wake, incident_wake(i));
}

/* ---- keys ---- */

static struct digest_prefix key_id(struct slice key)
{
    struct digest_prefix id;
    struct digest d = digest_of(key);

    memcpy(&id, d.bytes, sizeof(id));
    return id;
}

const struct key_use *office_key(const struct office *o, struct slice key, struct instant now)
{
    struct digest_prefix id = key_id(key);
    struct key_use *k;

    HASH_FIND(by_id, o->keys, &id, sizeof(id), k);
    return k && instant_before(now, instant_add(k->at, OFFICE_KEY_LIFE)) ? k : NULL;
}

void office_remember_key(struct office *o, struct slice key, uint64_t digest, uint64_t seq,
                         struct instant at)
{
    struct digest_prefix id = key_id(key);
    struct key_use *k;

    HASH_FIND(by_id, o->keys, &id, sizeof(id), k);
    if (k)
        drop_key(o, k);
    k = xcalloc(1, sizeof(*k));
    *k = (struct key_use){.id = id, .digest = digest, .seq = seq, .at = at};
    HASH_ADD(by_id, o->keys, id, sizeof(k->id), k);
    DL_APPEND(o->oldest_key, k);
}

/* ---- reply codes ---- */

static struct code_use *find_code(const struct office *o, unsigned code)
{
    struct code_use *c;

    HASH_FIND(by_code, o->codes, &code, sizeof(code), c);
    return c;
}

const struct code_use *office_code_use(const struct office *o, unsigned code)
{
    return find_code(o, code);
}

bool office_code_is_free(const struct office *o, unsigned code, struct instant now)
{
    const struct code_use *c = find_code(o, code);

    return !c || !instant_before(now, c->free_at);
}

void office_use_code(struct office *o, unsigned code, struct incident_id incident,
                     const char *person)
{
    struct code_use *c = find_code(o, code);

    if (!c) {
        c = xcalloc(1, sizeof(*c));
        c->code = code;
        HASH_ADD(by_code, o->codes, code, sizeof(c->code), c);
    }
    c->incident = incident;
    c->person = person;
    c->free_at = INSTANT_NEVER;
}

static void release_code(struct office *o, const struct incident *i, unsigned code,
                         struct instant at)
{
    struct code_use *c = find_code(o, code);

    if (c && incident_id_equal(c->incident, i->id))
        c->free_at = instant_add(at, OFFICE_CODE_REST);
}

void office_release_codes(struct office *o, const struct incident *i, struct instant at)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        release_code(o, i, i->callouts[n].code, at);
    if (i->code)
        release_code(o, i, i->code, at);
}

void office_rest_code(struct office *o, unsigned code, struct incident_id id, struct slice person,
                      struct instant closed)
{
    struct instant free_at = instant_add(closed, OFFICE_CODE_REST);
    struct code_use *c = find_code(o, code);

    if (c && !instant_before(c->free_at, free_at)) /* it was given out again since */
        return;
    office_use_code(o, code, id, office_intern(o, person));
    find_code(o, code)->free_at = free_at;
}

struct incident_id office_code(const struct office *o, unsigned code, const char **ret_person)
{
    const struct code_use *c = find_code(o, code);

    if (!c || !instant_is_never(c->free_at))
        return INCIDENT_NONE;
    *ret_person = c->person;
    return c->incident;
}

/* ---- the past that is not read, and what is let go ---- */

void office_set_rules(struct office *o, struct rules *rules)
{
    struct rules *old = o->rules;

    o->rules = rules_ref(rules);
    rules_unref(old);
    gap_look_again(o);
    remind_look_again(o);
    selftest_look_again(o);
    presence_use_rules(o);
}

void office_resume(struct office *o, uint64_t last_seq, struct incident_id last_incident)
{
    o->last_seq = last_seq;
    o->last_incident = last_incident;
}

static void sweep_codes(struct office *o, struct instant now)
{
    struct code_use *c, *next;

    HASH_ITER(by_code, o->codes, c, next)
    {
        if (!instant_before(now, c->free_at))
            drop_code(o, c);
    }
}

void office_forget(struct office *o, size_t keep, uint64_t durable, struct instant now)
{
    if (!instant_before(now, o->next_sweep)) {
        sweep_codes(o, now);
        o->next_sweep = instant_add(now, SWEEP_EVERY);
    }
    while (o->counts.closed > keep && o->ended->last_seq <= durable) {
        struct incident *i = o->ended;
        DL_DELETE(o->ended, i);
        o->counts.closed--;
        drop_incident(o, i);
    }
    while (o->oldest_key && !instant_before(now, instant_add(o->oldest_key->at, OFFICE_KEY_LIFE)))
        drop_key(o, o->oldest_key);
}

/* ---- questions ---- */

const struct rules *office_rules(const struct office *o)
{
    return o->rules;
}

struct roster office_roster(const struct office *o)
{
    return (struct roster){
        .rules = o->rules, .reliefs = o->presence->reliefs, .n_reliefs = o->presence->n_reliefs};
}

const struct watch *office_watch(const struct office *o, struct slice post)
{
    return presence_watch(o, post);
}

struct instant office_seen(const struct office *o, const struct person *p)
{
    return presence_seen(o, p->id);
}

const struct standing *office_standing(const struct office *o, size_t *ret_n)
{
    *ret_n = o->presence->n_standing;
    return o->presence->standing;
}

const struct cover *office_covers(const struct office *o, size_t *ret_n)
{
    *ret_n = o->presence->n_covers;
    return o->presence->covers;
}

const struct post *office_post_of(const struct office *o, const struct person *p,
                                  struct instant now)
{
    struct roster roster = office_roster(o);
    const struct post *post = presence_post_of(o, p);

    return post ? post : roster_post_of(&roster, p, now);
}

uint64_t office_last_seq(const struct office *o)
{
    return o->last_seq;
}

struct incident_id office_last_incident(const struct office *o)
{
    return o->last_incident;
}

const struct incident *office_incident(const struct office *o, struct incident_id id)
{
    return office_find(o, id);
}

const struct incident *office_first_live(const struct office *o)
{
    return o->live;
}

struct office_counts office_counts(const struct office *o)
{
    return o->counts;
}

/* By the rules of now: might the page have been decided when it was? */
static bool is_inside(const struct office *o, const struct incident *i, const struct callout *c)
{
    struct recipients recipients = {0};
    bool is;

    if (!i->drill)
        return true;
    recipients_add_drill(&recipients, o, slice_of(i->reporter), c->queued);
    is = recipients_has(&recipients, rules_person(o->rules, slice_of(c->person)));
    recipients_deinit(&recipients);
    return is;
}

const struct callout *office_page_wanted(const struct office *o, struct incident_id id,
                                         uint64_t page, const char **ret_reason)
{
    const struct incident *i = office_find(o, id);
    const struct callout *c = i ? incident_callout_by_page(i, page) : NULL;
    const char *reason = NULL;

    if (i && i->state != INCIDENT_OPEN)
        reason = incident_state_to_string(i->state);
    else if (!i || !c)
        reason = "superseded";
    else if (c->earlier)
        reason = "the chain was started anew";
    else if (c->declined)
        reason = "declined";
    else if (!callout_is_waiting(c))
        reason = page_state_to_string(c->state);
    else if (!rules_person(o->rules, slice_of(c->person)))
        reason = "the person is no longer in the configuration";
    else if (!is_inside(o, i, c))
        reason = "a drill, and drill_to does not name the person";
    if (reason) {
        *ret_reason = reason;
        return NULL;
    }
    return c;
}

static void each_waiting(const struct incident *i,
                         void (*f)(const struct incident *i, const struct callout *c, void *arg),
                         void *arg)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (callout_is_waiting(&i->callouts[n]))
            f(i, &i->callouts[n], arg);
}

void office_each_waiting_page(const struct office *o,
                              void (*f)(const struct incident *i, const struct callout *c,
                                        void *arg),
                              void *arg)
{
    for (const struct incident *i = o->live; i; i = i->next)
        each_waiting(i, f, arg);
    for (const struct incident *i = o->ended; i; i = i->next)
        each_waiting(i, f, arg);
}
