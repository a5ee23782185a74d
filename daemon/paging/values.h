#pragma once
/* What a hook is told about one page: the values of a hook_job (docs/hooks.md names them). */
#include "office/office.h"
#include "paging/hook.h"

#define PAGE_VALUES 16

struct page_values {
    struct hook_value values[PAGE_VALUES];
    size_t n;
    char *owned[PAGE_VALUES];
    bool truncated; /* the text was cut to fit one message */
};

/* *ret_values is initialised by the call. */
void page_values_init(struct page_values *ret_values, const struct rules *rules,
                      const struct incident *i, const struct callout *c, unsigned attempt);
void page_values_deinit(struct page_values *v);
