#pragma once
/*
 * Which lines of a message are the sender's own. What is quoted, forwarded, or the text of a page
 * that a telephone puts below an answer, is no answer.
 */
#include "base/tokens.h"

/* Parts the tokens by lines; both arrays have room for all of them. */
void reply_lines_part(const struct tokens *t, struct token *own, size_t *ret_n_own,
                      struct token *quoted, size_t *ret_n_quoted);
