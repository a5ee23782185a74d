#include "office/state/keys.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "base/digest.h"
#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/state.h"

static struct digest_prefix key_id(struct slice key)
{
    struct digest_prefix id;
    struct digest d = digest_of(key);

    memcpy(&id, d.bytes, sizeof(id));
    return id;
}

static struct key_use *find(const struct office *o, struct slice key)
{
    struct digest_prefix id = key_id(key);
    struct key_use *k;

    HASH_FIND(by_id, o->keys, &id, sizeof(id), k);
    return k;
}

static bool is_over(const struct key_use *k, struct instant now)
{
    return !instant_before(now, instant_add(k->at, OFFICE_KEY_LIFE));
}

const struct key_use *office_key(const struct office *o, struct slice key, struct instant now)
{
    const struct key_use *k = find(o, key);

    return k && !is_over(k, now) ? k : NULL;
}

static void drop(struct office *o, struct key_use *k)
{
    live_drop(o, PART_KEYS, k->seq);
    DL_DELETE(o->oldest_key, k);
    HASH_DELETE(by_id, o->keys, k);
    free(k);
}

void keys_apply(struct office *o, const struct entry *e)
{
    struct key_use *k;

    if (!e->key.len)
        return;
    k = find(o, e->key);
    if (k)
        drop(o, k);
    k = xcalloc(1, sizeof(*k));
    *k = (struct key_use){.id = key_id(e->key), .seq = e->seq, .at = e->at};
    digest_short_parse(entry_text(e, FIELD_COMMAND), &k->digest);
    HASH_ADD(by_id, o->keys, id, sizeof(k->id), k);
    DL_APPEND(o->oldest_key, k);
    live_keep(o, PART_KEYS, e->seq);
}

void keys_forget(struct office *o, struct instant now)
{
    while (o->oldest_key && is_over(o->oldest_key, now))
        drop(o, o->oldest_key);
}

void keys_end(struct office *o)
{
    while (o->oldest_key)
        drop(o, o->oldest_key);
}
