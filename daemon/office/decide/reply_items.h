#pragma once
/* What the words of an answer mean, one after another, before anything is made of them. */
#include "base/tokens.h"
#include "rules/answers.h"

/* What has to be known to read an answer. Borrowed. */
struct reply_setting {
    const struct answers *own; /* words of the configuration, or NULL */
    const struct slice *names; /* of those whose telephone it is */
    size_t n_names;
    int minute; /* of the local day; -1: a time of day says nothing */
    /* Is that a code that the sender was given? */
    bool (*is_code)(const void *context, unsigned code);
    const void *context;
};

enum item_kind {
    ITEM_WORD,
    ITEM_CODE,
    ITEM_BREAK, /* what is said on its two sides is not joined */
    ITEM_LINE,
    ITEM_QUESTION
};

struct item {
    enum item_kind kind;
    enum meaning meaning; /* of a word; MEANING_NONE: not understood */
    unsigned code;
    bool is_short;   /* "n", "u": so short that it begins much else */
    bool is_symbol;  /* an emoji: joined to nothing */
    bool has_self;   /* the sender is named in it: "I can't come" */
    size_t name;     /* of the setting, from 1 on; 0: it is none */
    size_t from, to; /* where in the message */
};

struct items {
    struct item *list;
    size_t n;
};

/* Of a very long message the end is one word that is not understood. `also` is taken for a code
 * besides those that are; 0 for none. */
void items_init(struct items *items, const struct token *tokens, size_t n,
                const struct reply_setting *setting, unsigned also);
void items_deinit(struct items *items);
/* The first number of four digits that may be meant for a code; 0 for none. */
unsigned items_first_number(const struct token *tokens, size_t n);
