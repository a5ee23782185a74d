#pragma once
/*
 * Whose an incident may be, and whose it is because they typed it. For the files of the machine
 * only.
 */
#include "office/draft/draft.h"

enum take_bar {
    TAKE_FREE,         /* the person may take it */
    TAKE_NEEDS_RANK,   /* only a higher rank may */
    TAKE_NEEDS_ANOTHER /* its route wants a second person, and this one reported it */
};

/* May the person take the incident, by the route that it went by when its chain was started? */
enum take_bar take_bar(const struct office *o, const struct incident *i, const struct person *p);

/*
 * Who types it has it: the author of the command, if the first step of the route's chain names them
 * or a post that they hold now (muster_holds), and the route leaves it to their rank; else NULL,
 * and the chain runs. It does so in every drill.
 */
const struct person *take_by_typing(const struct draft *d, const struct route *route);
/* After the entry that would have started the chain: the author has it. `how` is the word for what
 * they did: "reporting". */
void take_entry(struct draft *d, const struct route *route, const char *how);
