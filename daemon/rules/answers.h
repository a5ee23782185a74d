#pragma once
/*
 * What the words of an answer mean: those that come with the program (answer_words.h) and those
 * that the configuration adds.
 */
#include "base/slice.h"
#include "rules/answer_words.h"

/* What the configuration says: its own words, each a phrase as answer_words.h describes. */
struct answers {
    bool confirm; /* who takes an incident by SMS is sent a word of it */
    struct answer_phrase {
        enum meaning meaning;
        char *words;
    } * phrases;
    size_t n;
};

#define ANSWER_WORDS 12 /* of one phrase, at most */

/*
 * The longest phrase that `words` begin with: returns of how many words it is, 0 for none. A word
 * is a run of letters, a number, or one Chinese character or emoji; folded, without accents. Of two
 * phrases of one length the configuration's counts. `own` may be NULL.
 */
size_t answers_longest(const struct answers *own, const struct slice *words, size_t n,
                       enum meaning *ret_meaning);
void answers_deinit(struct answers *a);
/* Does the word, by itself, name the sender: "I", "我"? */
bool answers_name_sender(struct slice word);
