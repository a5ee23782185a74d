#pragma once
/*
 * Names that many things share (people, posts, addresses, classes): the office keeps one copy of
 * each. With a person's name stands how many pages of theirs are live. For the files of the machine
 * only.
 */
#include <uthash.h>

#include "base/slice.h"
#include "office/state/grades.h"

struct office;

struct name {
    UT_hash_handle by_text;
    size_t holders;                  /* of office_hold_name that have not let it go */
    bool stays;                      /* as long as the office */
    unsigned live[2][OFFICE_GRADES]; /* a person's live pages: real or of a drill, by badness */
    char text[];
};

/* The office's own copy of a name; good as long as the office. */
const char *office_intern(struct office *o, struct slice text);
/* The same for words that callers choose, of which there may be ever more: good until as many have
 * let it go as hold it. "" needs no letting go. */
const char *office_hold_name(struct office *o, struct slice text);
void office_let_go_name(struct office *o, const char *name);
/* NULL when the office has no such name. */
const struct name *office_name(const struct office *o, struct slice text);
/* The record of a name that office_intern has returned; not "". */
struct name *office_name_of(const char *interned);
void names_free(struct office *o);
