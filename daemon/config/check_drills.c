#include "config/check_drills.h"

#include "rules/target.h"

static bool any_may_mean(const struct target *targets, size_t n, const struct person *p)
{
    for (size_t i = 0; i < n; i++)
        if (target_may_mean(&targets[i], p))
            return true;
    return false;
}

static bool reaches_inside(const struct rules *rules, const struct chain *chain)
{
    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        if (p->n_contacts == 0 || !any_may_mean(rules->drill_to, rules->n_drill_to, p))
            continue;
        for (size_t j = 0; j < chain->n_steps; j++)
            if (any_may_mean(chain->steps[j].targets, chain->steps[j].n_targets, p))
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
                "a drill pages only the person who reports it; name in drill_to whom drills may "
                "page");
        else if (!reaches_inside(rules, route->chain))
            reader_warn_line(r, r->route_lines[i],
                             "a drill by this route reaches nobody: chain \"%s\" names nobody in "
                             "drill_to; add somebody to one of them",
                             route->chain->id);
    }
}
