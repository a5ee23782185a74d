#include "config/check.h"

/* May the target ever mean the person? Posts by all their rotations and reliefs. */
static bool holds(const struct post *post, const struct person *p)
{
    for (size_t i = 0; i < post->n_reliefs; i++)
        if (post->reliefs[i].in == p)
            return true;
    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct rotation *rotation = &post->rotations[i];

        for (size_t j = 0; j < rotation->n_turns; j++)
            for (size_t k = 0; k < rotation->turns[j].n_people; k++)
                if (rotation->turns[j].people[k] == p)
                    return true;
    }
    return false;
}

static bool means(const struct target *t, const struct person *p)
{
    switch (t->kind) {
    case TARGET_PERSON:
        return t->person == p;
    case TARGET_RANK:
        return t->rank == p->rank;
    case TARGET_POST:
        return holds(t->post, p);
    case TARGET_TEAM:
        for (size_t i = 0; i < t->team->n_people; i++)
            if (t->team->people[i] == p)
                return true;
        return false;
    }
    return false;
}

static bool any_means(const struct target *targets, size_t n, const struct person *p)
{
    for (size_t i = 0; i < n; i++)
        if (means(&targets[i], p))
            return true;
    return false;
}

static bool reaches_inside(const struct rules *rules, const struct chain *chain)
{
    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        if (p->n_contacts == 0 || !any_means(rules->drill_to, rules->n_drill_to, p))
            continue;
        for (size_t j = 0; j < chain->n_steps; j++)
            if (any_means(chain->steps[j].targets, chain->steps[j].n_targets, p))
                return true;
    }
    return false;
}

void check_drills(struct reader *r)
{
    const struct rules *rules = r->rules;

    for (size_t i = 0; i < rules->n_routes; i++) {
        const struct route *route = &rules->routes[i];

        if (route->drill != ROUTE_DRILLS || !route->chain)
            continue;
        if (rules->n_drill_to == 0)
            reader_warn_line(
                r, r->route_lines[i],
                "a drill pages only whoever reports it; say in drill_to whom drills may "
                "page");
        else if (!reaches_inside(rules, route->chain))
            reader_warn_line(r, r->route_lines[i],
                             "a drill by this route reaches nobody: chain \"%s\" names nobody of "
                             "drill_to; add somebody to one of them",
                             route->chain->id);
    }
}
