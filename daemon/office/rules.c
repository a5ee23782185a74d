#include "office/rules.h"

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
    free(p->contacts);
    free(p->id);
    free(p->name);
    free(p->password);
    free(p->uid);
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
        free(r->routes[i].class);
    free(r->people);
    free(r->posts);
    free(r->chains);
    free(r->routes);
    free(r->catch_all);
    free(r->office_id);
    free(r->office_name);
    free(r->zone);
    free(r->text);
    free(r);
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

static bool route_fits(const struct route *r, unsigned grade, struct slice class)
{
    if (r->grades != 0 && (grade == 0 || grade > 4 || !(r->grades & 1U << grade)))
        return false;
    return !r->class || slice_equal_nocase(class, slice_of(r->class));
}

const struct route *rules_route(const struct rules *r, unsigned grade, struct slice class)
{
    for (size_t i = 0; i < r->n_routes; i++) {
        if (route_fits(&r->routes[i], grade, class))
            return &r->routes[i];
    }
    return NULL;
}
