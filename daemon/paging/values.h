#pragma once
/* What a hook is told about one page or notice: the values of a hook_job (docs/hooks.md names
 * them). */
#include "office/office.h"
#include "paging/hook.h"

#define PAGE_VALUES 17

struct page_values {
    struct hook_value values[PAGE_VALUES];
    size_t n;
    char *owned[PAGE_VALUES];
    bool truncated; /* the text was cut to fit one message */
};

/* *ret_values is initialised by the call. */
void page_values_init(struct page_values *ret_values, const struct rules *rules,
                      const struct incident *i, const struct callout *c, unsigned attempt);
/* The same names; what a notice does not have is empty, and DUTY_KIND tells them apart. */
void notice_values_init(struct page_values *ret_values, const struct rules *rules,
                        const struct notice *n, unsigned attempt);
/* Another text in place of DUTY_TEXT; consumes it. */
void page_values_set_text(struct page_values *v, char *text);
void page_values_deinit(struct page_values *v);
