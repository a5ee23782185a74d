#pragma once
/*
 * Allocation that does not fail: out of memory aborts the process. systemd restarts it, and the
 * journal has everything that was confirmed. Free with free().
 */
#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *memory, size_t size);
/* Grows an array: at least `need` items; updates *cap (in items). */
void *xgrow(void *memory, size_t *cap, size_t need, size_t item_size);
char *xstrdup(const char *string);
/* NULL stays NULL. */
char *xstrdup_or_null(const char *string);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));
