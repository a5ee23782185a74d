#pragma once
/* What a hook is handed about one page or notice: the values of a hook_job (docs/hooks.md names
 * them). */
#include "hooks/hook.h"
#include "office/office.h"

#define PAGE_VALUES 18

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

/* One message for several pages; each text is consumed. */
struct page_set {
    uint64_t id;
    char *text;
    char *pages;                  /* their ids, separated by spaces */
    const struct incident *worst; /* which the text names first; NULL: there is but one page */
};

/* In place of what was said of one page. A set has no code of its own: those of its pages are in
 * the text. */
void page_values_set_bundle(struct page_values *v, const struct page_set *set);
void page_values_deinit(struct page_values *v);
