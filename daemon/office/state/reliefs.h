#pragma once
/*
 * Reliefs made at run time, without an edit of the configuration: one person in another's place at
 * a post for a while. For the files of the machine only.
 */
#include "office/log/entry.h"
#include "rules/roster.h"

struct office;

/* `in` takes the place of `out` at the post from .. to. */
struct cover {
    uint64_t seq; /* of its entry */
    const char *post, *out, *in;
    struct instant from, to;
    char *reason;
};

struct reliefs {
    struct cover *covers; /* in the order in which they were made; some may be over */
    size_t n, cap;
    struct relief
        *fitting; /* of them those that fit the rules in force, as the roster takes them */
    size_t n_fitting, cap_fitting;
};

/* The roster of these rules with the covers; those whose people or post the rules do not have are
 * not in it. Keeps them in *reliefs (which grows), good as long as the covers. */
struct roster reliefs_roster(const struct reliefs *r, const struct rules *rules,
                             struct relief **reliefs, size_t *cap);

/* What the roster's resolver is asked with; good until the next entry is applied. */
struct roster office_roster(const struct office *o);

void reliefs_apply(struct office *o, const struct entry *e);
void reliefs_on_rules(struct office *o);
void reliefs_end(struct office *o);
