/*
 * An entry's JSON, as the journal gives it back: any bytes are decoded or refused, and what was
 * decoded stays the same when it is encoded and decoded once more, so that a fold of the log never
 * depends on how often it was written.
 */
#include <stdint.h>
#include <stdlib.h>

#include "office/log/entry.h"
#include "rules/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct entry_head head = {
        .seq = 1, .at = {1}, .kind = ENTRY_REPORT, .actor = SLICE("li.wei"), .key = SLICE("k")};
    struct entry *first, *second;

    calendar_set_zone("Asia/Shanghai");
    first = entry_decode(&head, (struct slice){(const char *)data, size});
    if (!first)
        return 0;
    struct entry *written = entry_new(&head, first->fields, first->n_fields);
    second = entry_decode(&head, written->body);
    if (!second || second->n_fields != first->n_fields)
        abort();
    for (size_t i = 0; i < first->n_fields; i++)
        if (!field_equal(&first->fields[i], &second->fields[i]))
            abort();
    free(second);
    free(written);
    free(first);
    return 0;
}
