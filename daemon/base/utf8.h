#pragma once
/* UTF-8 as the protocol and SMS need it. */
#include <stdint.h>

#include "base/slice.h"

/* Whole and valid by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_is_valid(struct slice s);
/* True when the bytes are not UTF-8 but would be sound GBK (a guess, to word the refusal). */
bool utf8_looks_like_gbk(struct slice s);
/* Decodes the character at s->data (s valid, not empty) and moves past it. */
uint32_t utf8_next(struct slice *s);
/* UTF-16 code units: what one SMS counts when its text is not GSM 7-bit. */
size_t utf8_utf16_units(struct slice s);
/* Septets in the GSM 03.38 default alphabet (extension characters count two), or -1 when a
 * character is not in it. */
long utf8_gsm7_septets(struct slice s);
/* The longest head of s with at most n bytes that ends on a character. */
struct slice utf8_head(struct slice s, size_t n);
/* Columns in a print of fixed width: two for Chinese, Japanese and Korean characters and their
 * full-width punctuation, none for marks that combine with the character before, else one (s
 * valid). */
size_t utf8_columns(struct slice s);
