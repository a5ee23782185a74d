#pragma once
/*
 * What is meant by the words of one answer. Only an explicit yes is a yes: what is not understood
 * whole is unclear, for whoever waits for somebody to come must not be told that he does.
 */
#include "office/decide/reply_items.h"

enum answer_kind {
    ANSWER_UNCLEAR,
    ANSWER_YES, /* the code alone, or words of a yes and nothing else but harmless ones */
    ANSWER_NO,  /* a clear no; a reason may follow */
    ANSWER_UP   /* to the next step; a reason may follow */
};

struct verdict {
    enum answer_kind kind;
    bool is_sure;  /* of a no: every word was understood, or "n" was said */
    bool has_word; /* it says yes or no in a word: it is not the code alone */
    bool is_all;   /* of all pages that wait */
    bool is_both;
};

/* Of the items of one answer; those that are codes say nothing by themselves but that there is
 * one. */
struct verdict verdict_of(const struct item *items, size_t n);
