#pragma once
/* The post and the people that a command names. For the files of the machine only. */
#include "office/draft/draft.h"
#include "office/state/watch.h"

/* The post that the command names, and its watch (NULL: nothing was ever said of it). False:
 * refused. */
bool decide_post(struct draft *d, const struct command *c, const struct post **ret_post,
                 const struct watch **ret_watch);
/* The person of that id, said in `field`. NULL: refused. */
const struct person *decide_person(struct draft *d, struct slice id, const char *field);
/* Is the rank high enough for the post? False: refused. */
bool decide_may_hold(struct draft *d, const struct person *p, const struct post *post);
