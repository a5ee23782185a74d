#include "office/draft/recipients.h"

#include <stdlib.h>

#include <assert.h>

#include "base/mem.h"
#include "office/state/holders.h"

void recipients_deinit(struct recipients *c)
{
    free(c->people);
    free(c->posts);
    *c = (struct recipients){0};
}

bool recipients_has(const struct recipients *c, const struct person *p)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->people[i] == p)
            return true;
    return false;
}

static void add(struct recipients *c, const struct person *p, const struct post *post)
{
    assert(p);
    for (size_t i = 0; i < c->n; i++) {
        if (c->people[i] != p)
            continue;
        if (!c->posts[i])
            c->posts[i] = post;
        return;
    }
    c->people = xgrow(c->people, &c->cap, c->n + 1, sizeof(*c->people));
    c->posts = xgrow(c->posts, &c->cap_posts, c->n + 1, sizeof(*c->posts));
    c->people[c->n] = p;
    c->posts[c->n++] = post;
}

void recipients_add(struct recipients *c, const struct person *p)
{
    add(c, p, NULL);
}

struct holding {
    struct recipients *recipients;
    const struct post *post;
};

static void add_holder(const struct person *p, void *arg)
{
    struct holding *h = arg;

    add(h->recipients, p, h->post);
}

static void add_post(struct recipients *c, const struct office *o, const struct post *post,
                     struct instant at)
{
    office_each_holder(o, post, at, add_holder, &(struct holding){c, post});
}

static void add_rank(struct recipients *c, const struct rules *rules, enum rank rank)
{
    for (size_t i = 0; i < rules->n_people; i++)
        if (rules->people[i].rank == rank)
            recipients_add(c, &rules->people[i]);
}

void recipients_add_targets(struct recipients *c, const struct office *o,
                            const struct target *targets, size_t n, struct instant at)
{
    for (size_t t = 0; t < n; t++) {
        switch (targets[t].kind) {
        case TARGET_PERSON:
            recipients_add(c, targets[t].person);
            break;
        case TARGET_POST:
            add_post(c, o, targets[t].post, at);
            break;
        case TARGET_RANK:
            add_rank(c, o->rules, targets[t].rank);
            break;
        case TARGET_TEAM:
            for (size_t i = 0; i < targets[t].team->n_people; i++)
                recipients_add(c, targets[t].team->people[i]);
            break;
        }
    }
}

void recipients_add_catch_all(struct recipients *c, const struct office *o, struct instant at)
{
    recipients_add_targets(c, o, o->rules->catch_all, o->rules->n_catch_all, at);
}

void recipients_add_drill(struct recipients *c, const struct office *o, struct slice reporter,
                          struct instant at)
{
    const struct rules *rules = o->rules;
    const struct person *p = rules_person(rules, reporter);

    if (rules->n_drill_to > 0)
        recipients_add_targets(c, o, rules->drill_to, rules->n_drill_to, at);
    else if (p)
        recipients_add(c, p);
}
