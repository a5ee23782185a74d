#include "office/state/seen.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

static struct seen *find(const struct office *o, const char *person)
{
    struct seen *s;

    HASH_FIND(by_person, o->seen, &person, sizeof(person), s);
    return s;
}

struct instant seen_at(const struct office *o, struct slice person)
{
    const struct name *name = office_name(o, person);
    const struct seen *s = name ? find(o, name->text) : NULL;

    return s ? s->at : INSTANT_NONE;
}

void seen_apply(struct office *o, const struct entry *e)
{
    const char *person;
    struct seen *s;

    if (!e->actor.len)
        return;
    person = office_intern(o, e->actor);
    s = find(o, person);
    if (!s) {
        s = xcalloc(1, sizeof(*s));
        s->person = person;
        HASH_ADD(by_person, o->seen, person, sizeof(s->person), s);
    } else {
        live_drop(o, PART_SEEN, s->seq);
    }
    s->at = e->at;
    s->seq = e->seq;
    live_keep(o, PART_SEEN, e->seq);
}

void seen_end(struct office *o)
{
    struct seen *s, *next;

    HASH_ITER(by_person, o->seen, s, next)
    {
        HASH_DELETE(by_person, o->seen, s);
        free(s);
    }
}
