#include "base/name_index.h"

#include <assert.h>
#include <stdint.h>

#include "base/fold.h"

/* FNV-1a, of the folded name. */
static unsigned slot_of(struct slice name)
{
    struct buffer folded = BUFFER_INIT;
    uint32_t hash = 2166136261;

    fold_text(name, &folded);
    for (size_t i = 0; i < folded.len; i++)
        hash = (hash ^ (unsigned char)folded.data[i]) * 16777619;
    buffer_deinit(&folded);
    return (hash ^ hash >> 16) % NAME_INDEX_SLOTS;
}

static void make(struct name_index *x)
{
    assert(x->n < NAME_INDEX_SLOTS / 2);
    for (unsigned k = 0; k < x->n; k++) {
        unsigned slot = slot_of(slice_of(x->name(k)));

        while (x->slots[slot])
            slot = (slot + 1) % NAME_INDEX_SLOTS;
        x->slots[slot] = (unsigned char)(k + 1);
    }
    x->is_made = true;
}

bool name_index_find(struct name_index *x, struct slice name, unsigned *ret_number)
{
    if (!x->is_made)
        make(x);
    for (unsigned slot = slot_of(name); x->slots[slot]; slot = (slot + 1) % NAME_INDEX_SLOTS) {
        unsigned number = x->slots[slot] - 1u;

        if (fold_equal(name, slice_of(x->name(number)))) {
            *ret_number = number;
            return true;
        }
    }
    return false;
}
