#pragma once
/*
 * Who holds a post, for paging, WHO and the post that is recorded with an actor: those on the
 * roster but for who has handed their place over, and those who have signed on, whether they stand
 * in or have not been relieved. The roster alone is rules/roster.h. For the files of the machine
 * only; everyone else asks through office/office.h.
 */
#include "base/instant.h"
#include "office/state/watch.h"
#include "rules/rules.h"

struct office;

/* Each once: those on the roster at that instant in its order, then those who have signed on now.
 */
void office_each_holder(const struct office *o, const struct post *post, struct instant at,
                        void (*f)(const struct person *p, void *arg), void *arg);
bool office_holds(const struct office *o, const struct post *post, const struct person *p,
                  struct instant at);
/* On the roster at that instant, but has handed the place over, to somebody who is there for it or
 * has handed it on. When nobody at all is there any more it is theirs again. */
bool office_has_handed_over(const struct office *o, const struct post *post, const struct person *p,
                            struct instant at);
/* The post at which the person has signed on, else the first in the rules' order that they are on
 * the roster of and have not handed over; or NULL. */
const struct post *office_post_of(const struct office *o, const struct person *p,
                                  struct instant now);
/* When other people may hold the post, without anybody doing anything: after `at`; or
 * INSTANT_NEVER. */
struct instant office_next_holders(const struct office *o, const struct post *post,
                                   struct instant at);
