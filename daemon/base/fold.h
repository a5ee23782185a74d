#pragma once
/*
 * Text as it is understood and compared, not as it is kept: the log has what was typed. One place,
 * so that a code, a word or a name means the same wherever it is read.
 */
#include <stdint.h>

#include "base/buffer.h"

/*
 * Appends `text` folded, once (of what is no valid UTF-8 only the capitals of ASCII):
 * - what cannot be seen is dropped: zero-width characters, marks of direction, soft hyphens,
 *   joiners, variation selectors, tags;
 * - digits of every script, full-width letters, digits and signs are ASCII; typographic quotes,
 *   dashes and ellipses are plain;
 * - every kind of space, and every control character, is a space; every end of a line is a line
 *   feed;
 * - capitals are small (full case folding), and a letter and its accent are one character where
 *   Unicode has it (NFC); the Turkish İ and ı are i.
 * Text that is folded already stays as it is.
 */
void fold_text(struct slice text, struct buffer *out);
/* Do two texts mean the same? This compares whatever people type. */
bool fold_equal(struct slice a, struct slice b);
/* True for bytes of ASCII that folding leaves as they are, but for capitals. */
bool fold_is_plain(struct slice text);

/*
 * Appends `text` (valid UTF-8) in plain signs only: as fold_text, but letters keep their case and
 * accents, ASCII stays as it is, and so does the end of a line. Never more bytes than `text` has.
 */
void fold_signs(struct slice text, struct buffer *out);

/* Folded text that knows where it comes from. */
struct folded {
    struct buffer text;
    size_t *from; /* for each byte of text, and for its end: the byte of the original */
};

void folded_init(struct folded *f, struct slice text);
void folded_deinit(struct folded *f);

/* How a typographic sign is written plainly: "'" for a curly quote, "..." for an ellipsis, " " for
 * a no-break space, "" for what cannot be seen. NULL for every other character. */
const char *fold_plain(uint32_t c);
/* The value of a digit of any script, or -1. */
int fold_digit(uint32_t c);
/* The letter without its accent: e for é. Any other character as it is. */
uint32_t fold_accent(uint32_t c);
bool fold_is_letter(uint32_t c);
