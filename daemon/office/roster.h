#pragma once
/*
 * Who holds a post. The one resolver: for paging, WHO, the post written beside an actor's name, and
 * the check of coverage. Pure: rules and an instant in, people out.
 */
#include "office/rules.h"

#define ROSTER_MAX 64 /* people who hold one post at one moment; config/ refuses more */

/* Who holds the post at that instant, each once, in the order of the rotations. Returns how many
 * were put in ret_people. */
size_t roster_at(const struct post *post, struct instant at,
                 const struct person *ret_people[ROSTER_MAX]);
/* The first instant behind `at` at which roster_at may answer differently; always later than `at`,
 * INSTANT_NEVER when it never changes again. */
struct instant roster_next_change(const struct post *post, struct instant at);
/* Does the person hold the post at that instant? */
bool roster_holds(const struct post *post, const struct person *person, struct instant at);
/* The first post in the rules' order that the person holds at that instant, or NULL. */
const struct post *roster_post_of(const struct rules *rules, const struct person *person,
                                  struct instant at);
