#pragma once
/*
 * What the words of an answer mean: those that come with the program (answer_words.h) and those
 * that the configuration adds.
 */
#include "base/slice.h"
#include "rules/answer_words.h"

/* What the configuration adds: each a phrase as in answer_words.h. */
struct answers {
    bool confirm; /* confirm an acknowledgement by SMS to its sender */
    struct answer_phrase {
        enum meaning meaning;
        char *words;
    } * phrases;
    size_t n;
};

#define ANSWER_WORDS 12 /* of one phrase, at most */

/*
 * The longest phrase that `words` begin with: returns its number of words, 0 for none. A word is a
 * run of letters, a number, or one Chinese character or emoji; folded, without accents. Of two
 * phrases of equal length the configuration's wins. `own` may be NULL.
 */
size_t answers_longest(const struct answers *own, const struct slice *words, size_t n,
                       enum meaning *ret_meaning);
void answers_deinit(struct answers *a);
/* Does the word, by itself, name the sender: "I", "我"? */
bool answers_name_sender(struct slice word);
