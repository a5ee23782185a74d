#pragma once
/* Reads the text of a typed time: its words (rules/time_words.h) and its forms. */
#include "rules/time_form.h"

/* `text` is valid UTF-8. *why is appended to, only for TIME_UNCLEAR; it reads on from the text, in
 * quotes: "can be 00:30 or 12:30: write one of them". */
enum time_result time_text_read(struct slice text, struct time_form *ret, struct buffer *why);
