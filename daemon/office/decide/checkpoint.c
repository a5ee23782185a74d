#include "office/decide/checkpoint.h"

#include "office/state/live.h"

void decide_checkpoint(struct draft *d, const struct command *c)
{
    struct live_digest live = live_digest_now(d->office->kept);
    struct buffer digest = BUFFER_INIT, version = BUFFER_INIT;
    struct field fields[3];

    (void)c;
    live_digest_format(&live, &digest);
    parts_signature(d->office->parts, &version);
    fields[0] = FIELD_NUMBER_OF(FIELD_ENTRIES, (int64_t)live.entries);
    fields[1] = FIELD_TEXT_OF(FIELD_DIGEST, buffer_slice(&digest));
    fields[2] = FIELD_TEXT_OF(FIELD_VERSION, buffer_slice(&version));
    draft_entry(d, ENTRY_CHECKPOINT, fields, 3);
    buffer_deinit(&digest);
    buffer_deinit(&version);
}
