#include "paging/order.h"

#include "paging/page.h"

struct look {
    const struct page *notice;
    struct page *first;
};

static bool goes_first(const struct page *page)
{
    const struct callout *c;

    if (page->run || page->carrier)
        return true;
    c = page_callout(page);
    return c && !c->reached;
}

static void look_at(uint64_t id, void *arg)
{
    struct look *l = arg;
    struct page *page;

    if (id > l->notice->place.id)
        return;
    HASH_FIND(by_id, l->notice->means->paging->pages, &id, sizeof(id), page);
    if (page && goes_first(page))
        l->first = page;
}

bool order_waits(struct page *page, const struct notice *notice)
{
    const struct paging *p = page->means->paging;
    struct look l = {.notice = page};

    if (!notice)
        return false;
    office_each_page_to(desk_office(p->desk), notice->about, notice->person, look_at, &l);
    if (l.first)
        page_follow(page, l.first, paging_to_steady(p, notice->until));
    return l.first != NULL;
}
