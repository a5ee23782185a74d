#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void die_of_memory(void)
{
    static const char text[] = "out of memory\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof(text) - 1);

    (void)written;
    abort();
}

void *xmalloc(size_t size)
{
    void *memory = malloc(size ? size : 1);

    if (!memory)
        die_of_memory();
    return memory;
}

void *xcalloc(size_t n, size_t size)
{
    void *memory = n && size ? calloc(n, size) : calloc(1, 1);

    if (!memory)
        die_of_memory();
    return memory;
}

void *xrealloc(void *memory, size_t size)
{
    void *moved = realloc(memory, size ? size : 1);

    if (!moved)
        die_of_memory();
    return moved;
}

void *xgrow(void *memory, size_t *cap, size_t need, size_t item_size)
{
    size_t items = *cap, bytes;

    if (need <= items)
        return memory;
    if (items < 8)
        items = 8;
    while (items < need)
        items = items > SIZE_MAX / 2 ? need : items * 2;
    if (__builtin_mul_overflow(items, item_size, &bytes))
        die_of_memory();
    memory = xrealloc(memory, bytes);
    *cap = items;
    return memory;
}

char *xstrdup(const char *string)
{
    size_t size = strlen(string) + 1;

    return memcpy(xmalloc(size), string, size);
}

char *xstrdup_or_null(const char *string)
{
    return string ? xstrdup(string) : NULL;
}

char *xasprintf(const char *format, ...)
{
    va_list args, again;
    char *text;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        len = 0;
    text = xcalloc((size_t)len + 1, 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}
