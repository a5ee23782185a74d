#pragma once
/*
 * A growable run of bytes that owns its memory. `data` is NULL until something is appended. The
 * bytes are then always followed by a NUL, which len does not count.
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
/* Makes room for n more bytes and returns where they go. The caller adds to b->len what it wrote,
 * and writes the NUL itself if that was less than n. */
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
/* Returns the NUL-terminated bytes (never NULL), which the caller frees; the buffer is empty again.
 */
char *buffer_steal(struct buffer *b);
