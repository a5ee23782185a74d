#pragma once
/*
 * What somebody means who answers a page by SMS: "4711", "ok 4711", "４７１１ 收到", "4711 n at
 * another fire". Pure, and knows no office: whether a code is good is for others to say.
 *
 * A message is a code and a word, in either order, and then anything else. Both may be missing. A
 * code is four digits that stand alone (not part of a date, a time or a longer number). Capitals,
 * full-width letters, punctuation and spaces make no difference.
 */
#include "base/slice.h"

enum reply_kind {
    REPLY_TEXT,     /* neither a code nor a word: some text */
    REPLY_ACK,      /* "ok", "1", "收到" …, or a code alone, or with any other text */
    REPLY_DECLINE,  /* "n", "拒绝" … */
    REPLY_ESCALATE, /* "u", "上报" … */
    REPLY_UNCLEAR   /* a code or a word, and then what may say the contrary: "4711 cannot come" */
};

struct reply {
    enum reply_kind kind;
    unsigned code;     /* 0: none */
    bool code_at_end;  /* it follows a text: perhaps it is the number of something else */
    struct slice text; /* what follows code and word (before a code at the end); trimmed */
};

/* `message` is valid UTF-8, and the text of the result points into it. With `at_end` four digits at
 * the end are taken for a code, if there is no other: "on my way 4711". */
struct reply reply_parse(struct slice message, bool at_end);
