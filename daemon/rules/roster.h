#pragma once
/*
 * Who holds a post. The only resolver: for paging, WHO, ROSTER, the post recorded with an actor,
 * the check of coverage and the printed roster. Pure: rules and an instant in, people out.
 *
 * At each instant the rotations of a post are taken in order: those on duty add their people; one
 * with `instead` first removes those before it. Then each person is replaced by the reliefs that
 * apply to their duty, in order, those made at run time last; and people on leave for that duty are
 * left out.
 */
#include "rules/rules.h"

#define ROSTER_MAX 64 /* people who hold one post at one moment; config/ refuses more */

/* What is in force: the rules, and the reliefs made at run time. Borrows both. */
struct roster {
    const struct rules *rules;
    const struct relief
        *reliefs; /* of all posts, in the order in which they were made; may be NULL */
    size_t n_reliefs;
};

/* Who holds the post at that instant, each person once, in the order of the rotations. Returns the
 * number of ret_people. */
size_t roster_at(const struct roster *r, const struct post *post, struct instant at,
                 const struct person *ret_people[ROSTER_MAX]);
/* The first instant after `at` at which roster_at may give another result, or INSTANT_NEVER. */
struct instant roster_next_change(const struct roster *r, const struct post *post,
                                  struct instant at);
/* Does the person hold the post at that instant? */
bool roster_holds(const struct roster *r, const struct post *post, const struct person *person,
                  struct instant at);
/* The first post in the rules' order that the person holds at that instant, or NULL. */
const struct post *roster_post_of(const struct roster *r, const struct person *person,
                                  struct instant at);

/* One place in a post at one moment, and how it came about. */
struct duty {
    const struct person *person;   /* who holds it, or would but for leave */
    const struct person *rostered; /* whose turn it is: somebody else, if there is a relief */
    const struct rotation *rotation;
    const struct relief *relief; /* the last that applies, or NULL */
    int64_t day;                 /* on which the duty began, as date_to_days */
    bool on_leave;               /* nobody holds it */
};

/* The same as roster_at in full detail: includes people on leave, and a person in two places twice.
 */
size_t roster_duties(const struct roster *r, const struct post *post, struct instant at,
                     struct duty ret_duties[ROSTER_MAX]);
