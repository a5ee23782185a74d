#pragma once
/* What a hook in lines mode answers about one page, as one line of JSON (docs/hooks.md). */
#include "hooks/job.h"

#define ANSWER_PAGE_SIZE 24

struct answer {
    char page[ANSWER_PAGE_SIZE]; /* its id, as digits */
    enum hook_verdict verdict;   /* sent: taken; retry: again; failed */
    struct buffer text;          /* sent: the gateway's id; else the reason; one line, at most 200
                                    bytes of valid UTF-8, may be empty */
};

/* False when it is no such line; then *ret is untouched. Else answer_deinit it. */
bool answer_parse(struct slice line, struct answer *ret);
void answer_deinit(struct answer *a);
