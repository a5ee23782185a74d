#pragma once
/* Who is there: the watches of all posts. For the files of the machine only. */
#include "office/state/watch.h"
#include "rules/rules.h"

struct office;

struct presence {
    struct watch **watches;
    size_t n, cap;
};

/* NULL when nothing was ever said of the post. */
const struct watch *presence_watch(const struct office *o, struct slice post);
/* The first post in the rules' order at which the person has signed on, or NULL. */
const struct post *presence_post_of(const struct office *o, const struct person *p);

void presence_apply(struct office *o, const struct entry *e);
void presence_on_clock_step(struct office *o, struct span by, struct instant at);
void presence_end(struct office *o);
