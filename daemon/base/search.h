#pragma once
/*
 * What people look for in texts, and where it is found: the one place that says so, for what is in
 * memory and for what the database looks through.
 */
#include "base/phone.h"

/* One thing that must be in the text. */
struct search_term {
    char **words; /* all of these; folded */
    size_t n_words;
    char *number; /* or this one, the digits of a telephone number within its country; or NULL */
};

struct search {
    struct search_term *terms;
    size_t n;
};

/*
 * Each word is a term, and so is what stands in quotes. Words of digits that follow each other may
 * be one telephone number ("138 1234 5678", "+86 (0755) 8888-1234"): then that, however it is
 * written, or the words themselves.
 */
void search_init(struct search *s, struct slice said, struct phone_home home);
void search_deinit(struct search *s);
/* Appends the text as it is searched: folded, and the telephone numbers in it once more, their
 * digits in one piece. */
void search_append(struct slice text, struct buffer *out);
/* Only the numbers, of those that are not in one piece, each after a space. */
void search_append_numbers(struct slice text, struct buffer *out);
/* Cuts the next word, or what stands in quotes, off a folded text; empty at the end. Commas part
 * words, too, but not digits. */
struct slice search_next_word(struct slice *rest);
/* All terms, anywhere in the text, which search_append made. True for a search without terms. */
bool search_finds(const struct search *s, struct slice searched);
