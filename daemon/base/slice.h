#pragma once
/*
 * A borrowed run of bytes: a pointer and a length, without a NUL. A slice owns nothing, and is
 * valid as long as the bytes it points at. The empty slice has len 0 (data may be NULL).
 */
#include <stdbool.h>
#include <stddef.h>

struct slice {
    const char *data;
    size_t len;
};

/* A slice over a string literal. */
#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", SLICE_ARG(s) */
#define SLICE_ARG(s) (int)(s).len, ((s).data ? (s).data : "")

/* Over a C string; NULL gives the empty slice. */
struct slice slice_of(const char *string);
bool slice_equal(struct slice a, struct slice b);
bool slice_equal_string(struct slice a, const char *string);
bool slice_starts_with(struct slice s, struct slice prefix);
/* Without the spaces and tabs at both ends. */
struct slice slice_trim(struct slice s);
/* Returns the part before the first `separator`, and leaves in *s the part after it. Without a
 * separator it returns all of *s, which becomes empty. */
struct slice slice_cut(struct slice *s, char separator);
/* A new NUL-terminated copy; the caller frees it. */
char *slice_dup(struct slice s);
/* Reads a whole decimal number in [min, max]; false (and *ret_number untouched) for anything else.
 */
bool slice_to_number(struct slice s, long long min, long long max, long long *ret_number);
