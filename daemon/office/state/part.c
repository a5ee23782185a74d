#include "office/state/part.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"

void agenda_reset(struct agenda *a)
{
    a->look = INSTANT_NONE;
    a->n_looks = 0;
    a->walked = INCIDENT_NONE;
}

void agenda_divide(struct agenda *a, size_t n)
{
    if (a->n_looks == n)
        return;
    free(a->looks);
    a->looks = xcalloc(n, sizeof(*a->looks));
    a->n_looks = n;
    for (size_t i = 0; i < n; i++)
        a->looks[i] = INSTANT_NONE;
}

void agenda_deinit(struct agenda *a)
{
    free(a->looks);
    *a = (struct agenda){0};
}

void parts_signature(const struct part table[PART_COUNT], struct buffer *out)
{
    struct buffer text = BUFFER_INIT;
    struct digest digest;

    for (enum part_id k = 0; k < PART_COUNT; k++)
        buffer_printf(&text, "%s %u\n", table[k].name, table[k].version);
    digest = digest_of(buffer_slice(&text));
    digest_short_format(digest_short(&digest), out);
    buffer_deinit(&text);
}
