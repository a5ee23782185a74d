/* What notices the office keeps, and what their entries mean. */
#include "office/state/notice.h"

#include "base/mem.h"
#include "office/state/state.h"

static struct notice *find(const struct office *o, uint64_t id)
{
    struct notice *n;

    HASH_FIND(by_id, o->notices, &id, sizeof(id), n);
    return n;
}

const struct notice *notice_find(const struct office *o, uint64_t id)
{
    return find(o, id);
}

static void drop(struct office *o, struct notice *n)
{
    HASH_DELETE(by_id, o->notices, n);
    free(n->text);
    free(n);
}

void notice_free_all(struct office *o)
{
    struct notice *n, *next;

    HASH_ITER(by_id, o->notices, n, next) drop(o, n);
}

static void add(struct office *o, const struct entry *e)
{
    struct notice *n = xcalloc(1, sizeof(*n));

    *n = (struct notice){
        .id = e->seq,
        .about = e->incident,
        .person = office_intern(o, entry_text(e, FIELD_PERSON)),
        .via = office_intern(o, entry_text(e, FIELD_VIA)),
        .address = office_intern(o, entry_text(e, FIELD_ADDRESS)),
        .text = slice_dup(entry_text(e, FIELD_TEXT)),
        .queued = e->at,
        .until = entry_instant(e, FIELD_UNTIL, INSTANT_NEVER),
        .retry = INSTANT_NONE,
        .drill = entry_number(e, FIELD_DRILL, 0) != 0,
        .means = (uint8_t)entry_number(e, FIELD_MEANS, 0),
    };
    HASH_ADD(by_id, o->notices, id, sizeof(n->id), n);
}

void notice_apply(struct office *o, const struct entry *e)
{
    struct notice *n;

    switch ((int)e->kind) {
    case ENTRY_NOTICE:
        if (!find(o, e->seq))
            add(o, e);
        break;
    case ENTRY_NOTICE_DEFERRED:
        n = find(o, (uint64_t)entry_number(e, FIELD_PAGE, 0));
        if (n) {
            n->attempt = (uint8_t)entry_number(e, FIELD_ATTEMPT, n->attempt);
            n->retry = entry_instant(e, FIELD_RETRY, INSTANT_NONE);
        }
        break;
    case ENTRY_NOTICE_SENT:
    case ENTRY_NOTICE_FAILED:
    case ENTRY_NOTICE_DROPPED:
        n = find(o, (uint64_t)entry_number(e, FIELD_PAGE, 0));
        if (n)
            drop(o, n);
        break;
    default:
        break;
    }
}

void notice_shift_clock(struct office *o, struct span by)
{
    struct notice *n, *next;

    HASH_ITER(by_id, o->notices, n, next)
    {
        n->until = instant_add(n->until, by);
        if (instant_is_set(n->retry))
            n->retry = instant_add(n->retry, by);
    }
}

const struct notice *office_notice_wanted(const struct office *o, uint64_t id, struct instant now,
                                          const char **ret_reason)
{
    const struct notice *n = find(o, id);
    const char *reason = NULL;

    if (!n)
        reason = "it has its outcome";
    else if (!instant_before(now, n->until))
        reason = "it comes too late";
    else if (!rules_person(o->rules, slice_of(n->person)))
        reason = "the person is no longer in the configuration";
    if (!reason)
        return n;
    *ret_reason = reason;
    return NULL;
}

void office_each_notice(const struct office *o, void (*f)(const struct notice *n, void *arg),
                        void *arg)
{
    struct notice *n, *next;

    HASH_ITER(by_id, o->notices, n, next) f(n, arg);
}
