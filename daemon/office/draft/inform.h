#pragma once
/* Who is told of an incident, whoever takes it: those whom its route informs. For the files of the
 * machine only. */
#include "office/draft/draft.h"

/*
 * After all else that the act brings: a notice to each whom route->inform names now. `what` is
 * what happened, as in draft_tell_what: "reported", "worse". Not to those who know of it: the
 * author, whom this draft pages, and whom another notice of it tells; nor, in a drill, to those
 * outside. `was` (or NULL) is the route before: whom that names has been told, as have those whom a
 * page of it reached. The notice takes the first entry of the draft into account.
 */
void draft_inform(struct draft *d, const struct route *was, const struct route *route,
                  const char *what);
