#pragma once
/* Finds a name among a few dozen in a table, as base/fold.h compares, without comparing it to each.
 */
#include "base/slice.h"

#define NAME_INDEX_SLOTS 256 /* a power of two, well above the number of names */

struct name_index {
    const char *(*name)(unsigned number); /* the table's names, numbered from 0 */
    unsigned n;
    /* Made at the first search. */
    bool is_made;
    unsigned char slots[NAME_INDEX_SLOTS]; /* number + 1 where its hash says or next to it; 0: none
                                            */
};

bool name_index_find(struct name_index *x, struct slice name, unsigned *ret_number);
