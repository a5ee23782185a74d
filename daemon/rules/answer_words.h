#pragma once
/*
 * The words that answers consist of, in English, Chinese, German, French and Spanish, and what each
 * means to somebody who waits for a yes. A word that is not here says nothing that can be relied
 * on.
 */
#include <stddef.h>

enum meaning {
    MEANING_NONE,     /* on no list */
    MEANING_YES,      /* "yes", "ja": an answer */
    MEANING_HEARD,    /* "ok", "收到": a yes, but one that a clear no beside it explains */
    MEANING_COMING,   /* "on my way", "马上到", "10 minutes": the deed itself */
    MEANING_ALONE,    /* "si", "到": a yes where nothing is joined to it */
    MEANING_NO,       /* "nein", "n": a no, whatever reason follows */
    MEANING_NOT,      /* "no", "不": a no where nothing is joined to it */
    MEANING_CANNOT,   /* "can't come", "来不了": a whole sentence that says no */
    MEANING_UP,       /* "u", "上报": to the next step */
    MEANING_ALL,      /* all pages */
    MEANING_BOTH,     /* the two pages */
    MEANING_AND,      /* stands between codes */
    MEANING_SELF,     /* "I": who it is about; no yes and no no */
    MEANING_GREETING, /* harmless: "hello" */
    MEANING_ADDRESS,  /* "boss": harmless where nothing follows that it could do */
    MEANING_FILLER,   /* harmless: "thanks", "now" */
    MEANING_SORRY,    /* goes before a no */
    MEANING_ABOUT,    /* goes before a number of minutes */
    MEANING_MINUTES,  /* goes after a number */
    MEANING_NUMBER,   /* a number in words: "十" */
    MEANING_AT,       /* goes before a time of day */
    MEANING_IN,       /* "there in": goes before minutes, also where the number stands alone */
    MEANING_NEGATION, /* turns round what it stands beside */
    MEANING_TURN,     /* a condition, a doubt, a question */
    MEANING_MACHINE   /* what telephones say by themselves */
};

/*
 * Phrases of one meaning, one after another with a semicolon between. A phrase is a row of places
 * with a space between; a place is a choice of words with a bar between, and with ? before it may
 * be empty; an underscore joins the words of one choice: "?i|we can't|cannot come|make_it". All
 * as fold_text leaves it, and without accents.
 */
struct answer_words {
    enum meaning meaning;
    const char *phrases;
};

const struct answer_words *answer_words(size_t *ret_n);
