#include "office/state/superseded.h"

#include <stdlib.h>

#include "base/mem.h"

void superseded_put(struct office *o, struct incident_id incident, const struct callout *c)
{
    struct superseded_pages *l = &o->superseded;

    if (!c->page || !callout_is_waiting(c))
        return;
    l->pages = xgrow(l->pages, &l->cap, l->n + 1, sizeof(*l->pages));
    l->pages[l->n++] = (struct superseded_page){
        .incident = incident, .page = c->page, .via = c->via, .address = c->address};
}

void superseded_apply(struct office *o, const struct entry *e)
{
    struct superseded_pages *l = &o->superseded;
    uint64_t page;
    size_t kept = 0;

    if (!l->n || !entry_kind_is_page_outcome(e->kind))
        return;
    page = (uint64_t)entry_number(e, FIELD_PAGE, 0);
    for (size_t i = 0; i < l->n; i++)
        if (l->pages[i].page != page)
            l->pages[kept++] = l->pages[i];
    l->n = kept;
}

void superseded_free(struct office *o)
{
    free(o->superseded.pages);
}

void office_each_superseded_page(const struct office *o,
                                 void (*f)(const struct superseded_page *l, void *arg), void *arg)
{
    for (size_t i = 0; i < o->superseded.n; i++)
        f(&o->superseded.pages[i], arg);
}
