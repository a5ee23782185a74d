/* What entries mean for who is there. */
#include "office/state/presence.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct presence *presence_new(void)
{
    struct presence *p = xcalloc(1, sizeof(*p));

    p->look = INSTANT_NONE;
    p->unchecked = true; /* what was read back may be older than the rules */
    return p;
}

static void free_watch(struct watch *w)
{
    free(w->on);
    free(w->offers);
    free(w->calls);
    free(w);
}

void presence_free(struct presence *p)
{
    struct seen *s, *next;

    for (size_t i = 0; i < p->n_watches; i++)
        free_watch(p->watches[i]);
    for (size_t i = 0; i < p->n_covers; i++)
        free(p->covers[i].reason);
    log_notes_free(p);
    HASH_ITER(by_person, p->seen, s, next)
    {
        HASH_DELETE(by_person, p->seen, s);
        free(s);
    }
    free(p->watches);
    free(p->covers);
    free(p->reliefs);
    free(p);
}

static struct watch *find_watch(const struct office *o, struct slice post)
{
    const struct presence *p = o->presence;

    for (size_t i = 0; i < p->n_watches; i++)
        if (slice_equal_string(post, p->watches[i]->post))
            return p->watches[i];
    return NULL;
}

const struct watch *presence_watch(const struct office *o, struct slice post)
{
    return find_watch(o, post);
}

static struct watch *need_watch(struct office *o, struct slice post)
{
    struct presence *p = o->presence;
    struct watch *w = find_watch(o, post);

    if (w)
        return w;
    w = xcalloc(1, sizeof(*w));
    w->post = office_intern(o, post);
    w->recheck = INSTANT_NEVER;
    p->watches = xgrow(p->watches, &p->cap_watches, p->n_watches + 1, sizeof(struct watch *));
    p->watches[p->n_watches++] = w;
    return w;
}

const struct attendance *watch_attendance(const struct watch *w, struct slice person)
{
    for (size_t i = 0; w && i < w->n_on; i++)
        if (slice_equal_string(person, w->on[i].person))
            return &w->on[i];
    return NULL;
}

const struct offer *watch_offer_to(const struct watch *w, struct slice person)
{
    for (size_t i = 0; w && i < w->n_offers; i++)
        if (slice_equal_string(person, w->offers[i].in))
            return &w->offers[i];
    return NULL;
}

const struct post *presence_post_of(const struct office *o, const struct person *p)
{
    for (size_t i = 0; i < o->rules->n_posts; i++) {
        const struct post *post = &o->rules->posts[i];
        if (watch_attendance(find_watch(o, slice_of(post->id)), slice_of(p->id)))
            return post;
    }
    return NULL;
}

/* ---- signing on and off ---- */

static void sign_off(struct watch *w, struct slice person)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->n_on; i++)
        if (!slice_equal_string(person, w->on[i].person))
            w->on[kept++] = w->on[i];
    w->n_on = kept;
}

/* Who is there already stays since when they came. */
static void sign_on(struct office *o, struct watch *w, struct slice person, const struct entry *e)
{
    struct slice standin = entry_text(e, FIELD_STANDIN);

    if (watch_attendance(w, person))
        return;
    w->on = xgrow(w->on, &w->cap_on, w->n_on + 1, sizeof(*w->on));
    w->on[w->n_on++] = (struct attendance){
        .person = office_intern(o, person),
        .since = e->at,
        .standin = standin.len ? office_intern(o, standin) : NULL,
    };
}

/* By whom it was made, or by its entry's number. */
static void drop_offers(struct watch *w, struct slice out, uint64_t seq)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->n_offers; i++)
        if (!slice_equal_string(out, w->offers[i].out) && w->offers[i].seq != seq)
            w->offers[kept++] = w->offers[i];
    w->n_offers = kept;
}

static void apply_on(struct office *o, struct watch *w, const struct entry *e)
{
    sign_on(o, w, entry_text(e, FIELD_PERSON), e);
}

static void apply_off(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    sign_off(w, entry_text(e, FIELD_PERSON));
    drop_offers(w, entry_text(e, FIELD_PERSON), 0);
}

static void apply_handover(struct office *o, struct watch *w, const struct entry *e)
{
    drop_offers(w, entry_text(e, FIELD_OUT), 0);
    w->offers = xgrow(w->offers, &w->cap_offers, w->n_offers + 1, sizeof(*w->offers));
    w->offers[w->n_offers++] = (struct offer){
        .seq = e->seq,
        .out = office_intern(o, entry_text(e, FIELD_OUT)),
        .in = office_intern(o, entry_text(e, FIELD_IN)),
        .at = e->at,
        .due = entry_instant(e, FIELD_DUE, INSTANT_NEVER),
    };
}

static void apply_take(struct office *o, struct watch *w, const struct entry *e)
{
    sign_off(w, entry_text(e, FIELD_OUT));
    sign_on(o, w, entry_text(e, FIELD_IN), e);
    drop_offers(w, entry_text(e, FIELD_OUT), (uint64_t)entry_number(e, FIELD_OF, 0));
    w->handed = e->at;
}

static void apply_refuse(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    drop_offers(w, (struct slice){0}, (uint64_t)entry_number(e, FIELD_OF, 0));
}

/* ---- the shift ---- */

/* Each such entry says all of it, so that the last one alone is enough to go on from. */
static void look_at_shift(struct watch *w, const struct entry *e)
{
    if (!entry_field(e, FIELD_SINCE))
        return;
    w->grace = (struct span){entry_number(e, FIELD_GRACE, 0)};
    w->watched = w->grace.us > 0;
    w->checked = entry_instant(e, FIELD_SINCE, w->checked);
    w->recheck =
        e->kind == ENTRY_WATCH ? entry_instant(e, FIELD_DUE, INSTANT_NEVER) : INSTANT_NEVER;
}

static void apply_watch(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    look_at_shift(w, e);
}

static void apply_absence(struct office *o, struct watch *w, const struct entry *e)
{
    uint64_t of = (uint64_t)entry_number(e, FIELD_OF, 0);

    (void)o;
    look_at_shift(w, e);
    for (size_t i = 0; i < w->n_offers; i++) {
        if (w->offers[i].seq == of) {
            w->offers[i].late = true;
            w->offers[i].due = INSTANT_NEVER;
        }
    }
}

static void apply_report(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    if (!entry_field(e, FIELD_PERSON)) /* else a roll call */
        w->absence = e->incident;
}

/* ---- roll calls ---- */

static void apply_plan(struct office *o, struct watch *w, const struct entry *e)
{
    struct slice times = entry_text(e, FIELD_TIMES);
    struct instant at;

    (void)o;
    w->n_calls = 0;
    w->planned = entry_instant(e, FIELD_UNTIL, e->at);
    while (times.len) {
        if (!calendar_parse(slice_cut(&times, ','), e->at, &at))
            continue;
        w->calls = xgrow(w->calls, &w->cap_calls, w->n_calls + 1, sizeof(*w->calls));
        w->calls[w->n_calls++] = at;
    }
}

/* One stands for all whose time has come. One by hand is besides. */
static void apply_rollcall(struct office *o, struct watch *w, const struct entry *e)
{
    size_t kept = 0;

    (void)o;
    for (size_t i = 0; i < w->n_calls; i++)
        if (e->actor.len || instant_before(e->at, w->calls[i]))
            w->calls[kept++] = w->calls[i];
    w->n_calls = kept;
}

/* ---- reliefs ---- */

struct roster presence_roster(const struct presence *p, const struct rules *rules,
                              struct relief **reliefs, size_t *cap)
{
    struct roster roster = {.rules = rules};

    for (size_t i = 0; i < p->n_covers; i++) {
        const struct cover *c = &p->covers[i];
        struct relief r = {
            .post = rules_post(rules, slice_of(c->post)),
            .out = rules_person(rules, slice_of(c->out)),
            .in = rules_person(rules, slice_of(c->in)),
            .period = {.from = c->from, .to = c->to},
            .reason = c->reason,
        };
        if (!r.post || !r.out || !r.in || r.in->rank < r.post->rank)
            continue;
        *reliefs = xgrow(*reliefs, cap, roster.n_reliefs + 1, sizeof(r));
        (*reliefs)[roster.n_reliefs++] = r;
    }
    roster.reliefs = *reliefs;
    return roster;
}

static void match_covers(struct office *o)
{
    struct presence *p = o->presence;

    p->n_reliefs = presence_roster(p, o->rules, &p->reliefs, &p->cap_reliefs).n_reliefs;
}

/* Those that are over at `at`, and number `seq`. */
static void drop_covers(struct presence *p, struct instant at, uint64_t seq)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->n_covers; i++) {
        if (instant_before(at, p->covers[i].to) && p->covers[i].seq != seq)
            p->covers[kept++] = p->covers[i];
        else
            free(p->covers[i].reason);
    }
    p->n_covers = kept;
}

static void apply_relieve(struct office *o, struct watch *w, const struct entry *e)
{
    struct presence *p = o->presence;

    drop_covers(p, e->at, 0);
    p->covers = xgrow(p->covers, &p->cap_covers, p->n_covers + 1, sizeof(*p->covers));
    p->covers[p->n_covers++] = (struct cover){
        .seq = e->seq,
        .post = w->post,
        .out = office_intern(o, entry_text(e, FIELD_OUT)),
        .in = office_intern(o, entry_text(e, FIELD_IN)),
        .from = entry_instant(e, FIELD_SINCE, e->at),
        .to = entry_instant(e, FIELD_UNTIL, e->at),
        .reason = slice_dup(entry_text(e, FIELD_REASON)),
    };
    match_covers(o);
}

static void apply_relief_void(struct office *o, struct watch *w, const struct entry *e)
{
    (void)w;
    drop_covers(o->presence, e->at, (uint64_t)entry_number(e, FIELD_OF, 0));
    match_covers(o);
}

/* ---- who was seen ---- */

void office_remember_seen(struct office *o, struct slice actor, struct instant at)
{
    const char *person = office_intern(o, actor);
    struct seen *s;

    HASH_FIND(by_person, o->presence->seen, &person, sizeof(person), s);
    if (!s) {
        s = xcalloc(1, sizeof(*s));
        s->person = person;
        HASH_ADD(by_person, o->presence->seen, person, sizeof(s->person), s);
    }
    s->at = at;
}

struct instant presence_seen(const struct office *o, const char *person)
{
    struct name *name;
    const char *key;
    struct seen *s = NULL;

    HASH_FIND(by_text, o->names, person, strlen(person), name);
    if (name) {
        key = name->text;
        HASH_FIND(by_person, o->presence->seen, &key, sizeof(key), s);
    }
    return s ? s->at : INSTANT_NONE;
}

/* ---- one function for each kind ---- */

static void (*const meanings[ENTRY_KIND_COUNT])(struct office *, struct watch *,
                                                const struct entry *) = {
    [ENTRY_REPORT] = apply_report,     [ENTRY_ON] = apply_on,
    [ENTRY_OFF] = apply_off,           [ENTRY_HANDOVER] = apply_handover,
    [ENTRY_TAKE] = apply_take,         [ENTRY_REFUSE] = apply_refuse,
    [ENTRY_RELIEVE] = apply_relieve,   [ENTRY_RELIEF_VOID] = apply_relief_void,
    [ENTRY_WATCH] = apply_watch,       [ENTRY_ABSENCE] = apply_absence,
    [ENTRY_ROLLCALL] = apply_rollcall, [ENTRY_ROLLCALL_PLAN] = apply_plan,
};

/* Opened again it is people's, who know why: the office does not close it any more. */
static void end_absence(struct presence *p, struct incident_id id)
{
    for (size_t i = 0; i < p->n_watches; i++)
        if (incident_id_equal(p->watches[i]->absence, id))
            p->watches[i]->absence = INCIDENT_NONE;
    p->look = INSTANT_NONE;
}

void presence_apply(struct office *o, const struct entry *e)
{
    struct slice post = entry_text(e, FIELD_DUTY);

    if (e->actor.len)
        office_remember_seen(o, e->actor, e->at);
    log_notes_apply(o->presence, o, e);
    if (post.len && meanings[e->kind]) {
        meanings[e->kind](o, need_watch(o, post), e);
        o->presence->look = INSTANT_NONE;
    }
    if (e->kind == ENTRY_CLOSE || e->kind == ENTRY_MERGE)
        end_absence(o->presence, e->incident);
}

void presence_use_rules(struct office *o)
{
    match_covers(o);
    o->presence->unchecked = true;
    o->presence->look = INSTANT_NONE;
}

void presence_shift_clock(struct office *o, struct span by, struct instant at)
{
    struct presence *p = o->presence;

    for (size_t i = 0; i < p->n_watches; i++) {
        struct watch *w = p->watches[i];
        for (size_t n = 0; n < w->n_offers; n++)
            if (!instant_is_never(w->offers[n].due))
                w->offers[n].due = instant_add(w->offers[n].due, by);
        for (size_t n = 0; n < w->n_calls; n++)
            w->calls[n] = instant_add(w->calls[n], by);
        if (!instant_is_never(w->recheck))
            w->recheck = instant_add(w->recheck, by);
        w->checked = instant_min(w->checked, at);
    }
    p->stepped = at;
    p->look = INSTANT_NONE;
}
