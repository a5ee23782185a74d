#include "paging/means.h"

#include <stdlib.h>

#include "base/mem.h"

struct means *means_find(struct paging *p, struct slice via)
{
    struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        if (slice_equal_string(via, m->via))
            return m;
    }
    m = xcalloc(1, sizeof(*m));
    m->paging = p;
    m->via = slice_dup(via);
    TAILQ_INSERT_TAIL(&p->means, m, link);
    return m;
}
