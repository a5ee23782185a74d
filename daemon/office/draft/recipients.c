#include "office/draft/recipients.h"

#include "base/mem.h"
#include "rules/roster.h"

void crowd_deinit(struct crowd *c)
{
    free(c->people);
    *c = (struct crowd){0};
}

bool crowd_has(const struct crowd *c, const struct person *p)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->people[i] == p)
            return true;
    return false;
}

void crowd_add(struct crowd *c, const struct person *p)
{
    if (crowd_has(c, p))
        return;
    c->people = xgrow(c->people, &c->cap, c->n + 1, sizeof(*c->people));
    c->people[c->n++] = p;
}

/* Who has not been relieved, or stands in, answers for the post besides those on the roster. */
static void add_post(struct crowd *c, const struct office *o, const struct post *post,
                     struct instant at)
{
    struct roster roster = office_roster(o);
    const struct watch *w = office_watch(o, slice_of(post->id));
    const struct person *on[ROSTER_MAX];
    size_t n = roster_at(&roster, post, at, on);

    for (size_t i = 0; i < n; i++)
        crowd_add(c, on[i]);
    for (size_t i = 0; w && i < w->n_on; i++) {
        const struct person *p = rules_person(o->rules, slice_of(w->on[i].person));
        if (p)
            crowd_add(c, p);
    }
}

static void add_rank(struct crowd *c, const struct rules *rules, enum rank rank)
{
    for (size_t i = 0; i < rules->n_people; i++)
        if (rules->people[i].rank == rank)
            crowd_add(c, &rules->people[i]);
}

void crowd_add_targets(struct crowd *c, const struct office *o, const struct target *targets,
                       size_t n, struct instant at)
{
    for (size_t t = 0; t < n; t++) {
        switch (targets[t].kind) {
        case TARGET_PERSON:
            crowd_add(c, targets[t].person);
            break;
        case TARGET_POST:
            add_post(c, o, targets[t].post, at);
            break;
        case TARGET_RANK:
            add_rank(c, o->rules, targets[t].rank);
            break;
        case TARGET_TEAM:
            for (size_t i = 0; i < targets[t].team->n_people; i++)
                crowd_add(c, targets[t].team->people[i]);
            break;
        }
    }
}

void crowd_add_catch_all(struct crowd *c, const struct office *o, struct instant at)
{
    crowd_add_targets(c, o, o->rules->catch_all, o->rules->n_catch_all, at);
}

void crowd_add_drill(struct crowd *c, const struct office *o, struct slice reporter,
                     struct instant at)
{
    const struct rules *rules = o->rules;
    const struct person *p = rules_person(rules, reporter);

    if (rules->n_drill_to > 0)
        crowd_add_targets(c, o, rules->drill_to, rules->n_drill_to, at);
    else if (p)
        crowd_add(c, p);
}
