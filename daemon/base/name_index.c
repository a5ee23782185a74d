#include "base/name_index.h"

#include <assert.h>
#include <stdint.h>

#include "base/fold.h"

/* FNV-1a. */
static unsigned slot_of(struct slice folded)
{
    uint32_t hash = 2166136261;

    for (size_t i = 0; i < folded.len; i++)
        hash = (hash ^ (unsigned char)folded.data[i]) * 16777619;
    return (hash ^ hash >> 16) % NAME_INDEX_SLOTS;
}

static unsigned slot_of_typed(struct slice name)
{
    struct buffer folded = BUFFER_INIT;
    unsigned slot;

    fold_text(name, &folded);
    slot = slot_of(buffer_slice(&folded));
    buffer_deinit(&folded);
    return slot;
}

static void make(struct name_index *x)
{
    assert(x->n < NAME_INDEX_SLOTS / 2);
    for (unsigned k = 0; k < x->n; k++) {
        unsigned slot = slot_of_typed(slice_of(x->name(k)));

        while (x->slots[slot])
            slot = (slot + 1) % NAME_INDEX_SLOTS;
        x->slots[slot] = (unsigned char)(k + 1);
    }
    x->is_made = true;
}

static bool find_from(const struct name_index *x, unsigned slot, struct slice name,
                      bool (*equal)(struct slice a, struct slice b), unsigned *ret_number)
{
    for (; x->slots[slot]; slot = (slot + 1) % NAME_INDEX_SLOTS) {
        unsigned number = x->slots[slot] - 1u;

        if (equal(name, slice_of(x->name(number)))) {
            *ret_number = number;
            return true;
        }
    }
    return false;
}

/* The log, which has names by the million, has them as they are. */
bool name_index_find(struct name_index *x, struct slice name, unsigned *ret_number)
{
    if (!x->is_made)
        make(x);
    return find_from(x, slot_of(name), name, slice_equal, ret_number) ||
           find_from(x, slot_of_typed(name), name, fold_equal, ret_number);
}
