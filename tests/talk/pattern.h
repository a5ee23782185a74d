#pragma once
/*
 * What a line of a conversation may look like: `*` stands for any bytes, {name} for anything up to
 * the next space; from its first use on it stands for what it was then.
 */
#include "base/buffer.h"

#define NAMES_MAX 16

/* What {name} stands for; zeroed before its first use. */
struct names {
    struct {
        char name[16], value[80];
    } known[NAMES_MAX];
    size_t n;
};

/* Names that are new are learned when it matches. */
bool pattern_matches(struct names *names, const char *pattern, const char *text);
/* Appends a text of which \xNN is a byte, \r a CR, \\ a backslash, "{repeat N C}" N times C, and
 * a known {name} what it stands for. The text is part of a string that ends with NUL. */
void pattern_unescape(const struct names *names, struct slice text, struct buffer *out);
