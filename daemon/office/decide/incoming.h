#pragma once
/* A message that came in: whose number it is from, what it says, and which pages wait for an answer
 * from there. For the files of the machine only. */
#include "office/decide/owners.h"
#include "office/decide/reply.h"
#include "office/draft/draft.h"
#include "office/draft/explain.h"

struct incoming {
    const struct office *office;
    const struct command *command;
    struct instant now;
    struct owners owners; /* n 0: nobody has that number, and nothing else is known */
    struct buffer number;
    struct reply reply;
    struct open_pages open;         /* of the owners */
    const struct incident *settled; /* acknowledged, and the latest of those they were paged for */
    const struct person *settled_for;
    size_t n_explained; /* sent already in answer to it */
};

/* What one answer is to: a page of one of the owners, or, without a code, what has been settled. */
struct incoming_page {
    const struct person *who;     /* whose word it is */
    const struct incident *about; /* NULL: none, or not known */
    unsigned code;                /* 0: none */
};

/* Of a command RECEIVE. */
void incoming_init(struct incoming *in, const struct office *o, const struct command *c,
                   struct instant now);
void incoming_deinit(struct incoming *in);

/* The owner of that id; NULL: it is not of theirs. */
const struct person *incoming_owner(const struct incoming *in, const char *person);
/* The page that was given out with that code; false when it is none of theirs. */
bool incoming_by_code(const struct incoming *in, unsigned code, struct incoming_page *ret);
/* Without a code: the only incident that waits, else what they took or another took; false when
 * there is none, or more than one. */
bool incoming_by_itself(const struct incoming *in, struct incoming_page *ret);
/* Appends to `pages` all incidents that wait and of which they were told, one page of each. */
void incoming_all(const struct incoming *in, struct open_pages *pages);
/* Adds a page in its place; `pages->list` is freed by the caller. */
void incoming_add_page(struct open_pages *pages, struct open_page page);
