#include "office/state/superseded.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/state.h"

void superseded_put(struct office *o, struct incident_id incident, const struct callout *c)
{
    struct superseded_pages *l = o->superseded;

    if (!c->page || !callout_is_waiting(c))
        return;
    l->pages = xgrow(l->pages, &l->cap, l->n + 1, sizeof(*l->pages));
    l->pages[l->n++] = (struct superseded_page){.incident = incident,
                                                .page = c->page,
                                                .person = c->person,
                                                .via = c->via,
                                                .address = c->address};
}

void superseded_apply(struct office *o, const struct entry *e)
{
    struct superseded_pages *l = o->superseded;
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

const struct superseded_page *superseded_find(const struct office *o, uint64_t page)
{
    for (size_t i = 0; i < o->superseded->n; i++)
        if (o->superseded->pages[i].page == page)
            return &o->superseded->pages[i];
    return NULL;
}

bool superseded_has(const struct office *o, struct incident_id incident)
{
    for (size_t i = 0; i < o->superseded->n; i++)
        if (incident_id_equal(o->superseded->pages[i].incident, incident))
            return true;
    return false;
}

void superseded_end(struct office *o)
{
    free(o->superseded->pages);
}
