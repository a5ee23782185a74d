#pragma once
/*
 * What somebody means who answers pages by SMS: "4711", "ok 4711", "４７１１ 收到", "4711 n at
 * another fire", "4711 ok, 8904 n", "all ok". Pure, and knows no office: whether a page waits for
 * it is for others to say.
 *
 * Doubt is never a yes. Only the sender's own lines count. Of several codes each has its own
 * answer, or, when anything in it is doubtful, all are unclear.
 */
#include "office/decide/reply_verdict.h"

#define REPLY_MOST 32 /* codes in one message */

/* In the place of a code. */
#define REPLY_NO_CODE 0
#define REPLY_ALL 1  /* all pages that wait */
#define REPLY_BOTH 2 /* the two that wait */

struct answer {
    enum answer_kind kind;
    unsigned code;
    bool is_sure;      /* of a no: every word of it was understood, or "n" was said */
    struct slice text; /* what else is said, as typed; of an unclear one all but codes */
};

struct reply {
    struct answer answers[REPLY_MOST]; /* one at least; no two of one code */
    size_t n;
    unsigned wrong_code; /* there is no code in it but a number that was meant for one; or 0 */
    size_t name;         /* from 1 on: the one name of the setting's that is in it; or 0 */
    char *texts[REPLY_MOST];
};

/* `message` is valid UTF-8. */
void reply_read(struct reply *r, struct slice message, const struct reply_setting *setting);
void reply_deinit(struct reply *r);
