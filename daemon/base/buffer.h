#pragma once
/*
 * A growable run of bytes that owns its memory. `data` is NULL while nothing was ever appended. The
 * bytes are always followed by a NUL that is not counted in len (once data is not NULL).
 */
#include <stdarg.h>
#include <stdint.h>

#include "base/slice.h"

struct buffer {
    char *data;
    size_t len;
    size_t cap;
};

#define BUFFER_INIT ((struct buffer){0})

void buffer_deinit(struct buffer *b); /* frees; the buffer is empty and usable again */
void buffer_clear(struct buffer *b);  /* len = 0, keeps the memory */
/* Room for n more bytes; returns where they go. Follow with b->len += what was written. The NUL is
 * in place when all n were written; whoever writes fewer puts it himself. */
char *buffer_reserve(struct buffer *b, size_t n);
void buffer_append(struct buffer *b, const void *bytes, size_t n);
void buffer_append_slice(struct buffer *b, struct slice s);
void buffer_append_string(struct buffer *b, const char *string);
void buffer_append_char(struct buffer *b, char c);
void buffer_append_number(struct buffer *b, long long number);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Drops the first n bytes. */
void buffer_drain(struct buffer *b, size_t n);
struct slice buffer_slice(const struct buffer *b);
/* Hands the NUL-ended bytes to the caller (never NULL), who frees them; the buffer is empty again.
 */
char *buffer_steal(struct buffer *b);
