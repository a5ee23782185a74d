#include "rules/rules.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *const rank_names[RANK_COUNT] = {
    [RANK_SERVICE] = "service",       [RANK_OBSERVER] = "observer", [RANK_OFFICER] = "officer",
    [RANK_SUPERVISOR] = "supervisor", [RANK_LEADER] = "leader",     [RANK_ADMIN] = "admin",
};

const char *rank_to_string(enum rank rank)
{
    return (unsigned)rank < RANK_COUNT ? rank_names[rank] : "?";
}

bool rank_from_slice(struct slice s, enum rank *ret_rank)
{
    for (unsigned r = 0; r < RANK_COUNT; r++) {
        if (slice_equal_string(s, rank_names[r])) {
            *ret_rank = (enum rank)r;
            return true;
        }
    }
    return false;
}

struct rules *rules_new(void)
{
    struct rules *r = xcalloc(1, sizeof(*r));

    r->references = 1;
    r->selftest_at = -1;
    return r;
}

struct rules *rules_ref(struct rules *r)
{
    r->references++;
    return r;
}

static void person_deinit(struct person *p)
{
    for (size_t i = 0; i < p->n_contacts; i++) {
        free(p->contacts[i].via);
        free(p->contacts[i].to);
    }
    for (size_t i = 0; i < p->n_also; i++)
        free(p->also[i]);
    free(p->also);
    free(p->contacts);
    free(p->id);
    free(p->name);
    free(p->password);
    free(p->uid);
    free(p->leave);
}

static void rotation_deinit(struct rotation *r)
{
    for (size_t i = 0; i < r->n_turns; i++)
        free(r->turns[i].people);
    free(r->turns);
    free(r->name);
}

static void post_deinit(struct post *p)
{
    for (size_t i = 0; i < p->n_rotations; i++)
        rotation_deinit(&p->rotations[i]);
    for (size_t i = 0; i < p->n_reliefs; i++)
        free(p->reliefs[i].reason);
    free(p->reliefs);
    free(p->rotations);
    free(p->id);
    free(p->title);
}

static void chain_deinit(struct chain *c)
{
    for (size_t i = 0; i < c->n_steps; i++)
        free(c->steps[i].targets);
    free(c->steps);
    free(c->id);
}

static void team_deinit(struct team *t)
{
    free(t->people);
    free(t->id);
    free(t->name);
}

static void route_deinit(struct route *r)
{
    for (size_t i = 0; i < r->n_places; i++)
        free(r->places[i]);
    free(r->places);
    free(r->class);
    free(r->inform);
}

void rules_unref(struct rules *r)
{
    if (!r || --r->references > 0)
        return;
    for (size_t i = 0; i < r->n_people; i++)
        person_deinit(&r->people[i]);
    for (size_t i = 0; i < r->n_posts; i++)
        post_deinit(&r->posts[i]);
    for (size_t i = 0; i < r->n_chains; i++)
        chain_deinit(&r->chains[i]);
    for (size_t i = 0; i < r->n_routes; i++)
        route_deinit(&r->routes[i]);
    for (size_t i = 0; i < r->n_teams; i++)
        team_deinit(&r->teams[i]);
    free(r->teams);
    free(r->drill_to);
    free(r->people);
    free(r->posts);
    free(r->chains);
    free(r->routes);
    free(r->catch_all);
    answers_deinit(&r->answers);
    free(r->special.days);
    free(r->mark_days);
    free(r->marks);
    free(r->office_id);
    free(r->office_name);
    free(r->zone);
    free(r->country);
    free(r->trunk);
    free(r->selftest_post);
    free(r->text);
    free(r);
}

/* ---- periods ---- */

bool period_covers(const struct period *p, int64_t day, struct instant at)
{
    if (p->by_day)
        return p->first <= day && day <= p->last;
    return !instant_before(at, p->from) && instant_before(at, p->to);
}

bool period_is_over(const struct period *p, struct instant at)
{
    if (p->by_day)
        return p->last + 1 < date_to_days(calendar_date(at));
    return !instant_before(at, p->to);
}

static void add_marks(struct rules *r, const struct period *p)
{
    if (p->by_day) {
        r->mark_days[r->n_mark_days++] = p->first;
        r->mark_days[r->n_mark_days++] = p->last + 1;
    } else {
        r->marks[r->n_marks++] = p->from;
        r->marks[r->n_marks++] = p->to;
    }
}

static int compare_marks(const void *a, const void *b)
{
    const int64_t *x = a, *y = b; /* an instant is one number, too */

    return *x < *y ? -1 : *x > *y;
}

void rules_prepare(struct rules *r)
{
    size_t n = 0;

    special_days_prepare(&r->special);
    for (size_t i = 0; i < r->n_people; i++)
        n += r->people[i].n_leave;
    for (size_t i = 0; i < r->n_posts; i++)
        n += r->posts[i].n_reliefs;
    if (n == 0)
        return;
    r->mark_days = xcalloc(2 * n, sizeof(*r->mark_days));
    r->marks = xcalloc(2 * n, sizeof(*r->marks));
    for (size_t i = 0; i < r->n_people; i++) {
        for (size_t j = 0; j < r->people[i].n_leave; j++)
            add_marks(r, &r->people[i].leave[j]);
    }
    for (size_t i = 0; i < r->n_posts; i++) {
        for (size_t j = 0; j < r->posts[i].n_reliefs; j++)
            add_marks(r, &r->posts[i].reliefs[j].period);
    }
    qsort(r->mark_days, r->n_mark_days, sizeof(*r->mark_days), compare_marks);
    qsort(r->marks, r->n_marks, sizeof(*r->marks), compare_marks);
}

struct phone_home rules_home(const struct rules *r)
{
    return (struct phone_home){.country = r->country, .trunk = r->trunk};
}

const char *person_name(const struct person *p)
{
    return p->name && p->name[0] ? p->name : p->id;
}

const struct person *rules_person(const struct rules *r, struct slice id)
{
    for (size_t i = 0; i < r->n_people; i++) {
        if (slice_equal_string(id, r->people[i].id))
            return &r->people[i];
    }
    return NULL;
}

const struct post *rules_post(const struct rules *r, struct slice id)
{
    for (size_t i = 0; i < r->n_posts; i++) {
        if (slice_equal_string(id, r->posts[i].id))
            return &r->posts[i];
    }
    return NULL;
}

const struct chain *rules_chain(const struct rules *r, struct slice id)
{
    for (size_t i = 0; i < r->n_chains; i++) {
        if (slice_equal_string(id, r->chains[i].id))
            return &r->chains[i];
    }
    return NULL;
}

const struct team *rules_team(const struct rules *r, struct slice id)
{
    for (size_t i = 0; i < r->n_teams; i++) {
        if (slice_equal_string(id, r->teams[i].id))
            return &r->teams[i];
    }
    return NULL;
}
