#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_SIZE 64

void buffer_deinit(struct buffer *b)
{
    free(b->data);
    *b = BUFFER_INIT;
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

static void make_room(struct buffer *b, size_t n)
{
    size_t need;

    if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1, &need))
        abort();
    if (need < FIRST_SIZE)
        need = FIRST_SIZE;
    b->data = xgrow(b->data, &b->cap, need, 1);
}

char *buffer_reserve(struct buffer *b, size_t n)
{
    if (b->cap - b->len <= n)
        make_room(b, n);
    b->data[b->len] = '\0';
    b->data[b->len + n] = '\0';
    return b->data + b->len;
}

void buffer_append(struct buffer *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    memcpy(buffer_reserve(b, n), bytes, n);
    b->len += n;
}

void buffer_append_slice(struct buffer *b, struct slice s)
{
    buffer_append(b, s.data, s.len);
}

void buffer_append_string(struct buffer *b, const char *string)
{
    buffer_append(b, string, strlen(string));
}

void buffer_append_char(struct buffer *b, char c)
{
    *buffer_reserve(b, 1) = c;
    b->len++;
}

void buffer_append_number(struct buffer *b, long long number)
{
    unsigned long long rest =
        number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    char digits[24];
    char *first = digits + sizeof(digits);

    do {
        *--first = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        *--first = '-';
    buffer_append(b, first, (size_t)(digits + sizeof(digits) - first));
}

void buffer_vprintf(struct buffer *b, const char *format, va_list args)
{
    va_list again;
    char *place = buffer_reserve(b, FIRST_SIZE);
    size_t room = b->cap - b->len;
    int n;

    va_copy(again, args);
    n = vsnprintf(place, room, format, args);
    if (n >= 0 && (size_t)n >= room) {
        place = buffer_reserve(b, (size_t)n);
        n = vsnprintf(place, (size_t)n + 1, format, again);
    }
    va_end(again);
    if (n > 0)
        b->len += (size_t)n;
    b->data[b->len] = '\0';
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buffer_vprintf(b, format, args);
    va_end(args);
}

void buffer_drain(struct buffer *b, size_t n)
{
    if (n == 0)
        return;
    if (n >= b->len) {
        buffer_clear(b);
        return;
    }
    b->len -= n;
    memmove(b->data, b->data + n, b->len);
    b->data[b->len] = '\0';
}

struct slice buffer_slice(const struct buffer *b)
{
    return (struct slice){b->data, b->len};
}

char *buffer_steal(struct buffer *b)
{
    char *text = b->data;

    if (text)
        text[b->len] = '\0';
    else
        text = xstrdup("");
    *b = BUFFER_INIT;
    return text;
}
