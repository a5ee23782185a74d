#include "office/state/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/state/state.h"

const struct name *office_name(const struct office *o, struct slice text)
{
    const struct name *n;

    HASH_FIND(by_text, o->names, text.data, text.len, n);
    return n;
}

static struct name *need_name(struct office *o, struct slice text)
{
    struct name *n;

    HASH_FIND(by_text, o->names, text.data, text.len, n);
    if (!n) {
        n = xcalloc(1, sizeof(*n) + text.len + 1);
        memcpy(n->text, text.data, text.len);
        HASH_ADD_KEYPTR(by_text, o->names, n->text, text.len, n);
    }
    return n;
}

const char *office_intern(struct office *o, struct slice text)
{
    struct name *n;

    if (text.len == 0)
        return "";
    n = need_name(o, text);
    n->stays = true;
    return n->text;
}

const char *office_hold_name(struct office *o, struct slice text)
{
    struct name *n;

    if (text.len == 0)
        return "";
    n = need_name(o, text);
    n->holders++;
    return n->text;
}

static void drop_name(struct office *o, struct name *n)
{
    HASH_DELETE(by_text, o->names, n);
    free(n);
}

void office_let_go_name(struct office *o, const char *name)
{
    struct name *n;

    if (!name[0])
        return;
    n = office_name_of(name);
    if (--n->holders == 0 && !n->stays)
        drop_name(o, n);
}

struct name *office_name_of(const char *interned)
{
    return (struct name *)(void *)((char *)(uintptr_t)interned - offsetof(struct name, text));
}

void names_free(struct office *o)
{
    struct name *n, *next;

    HASH_ITER(by_text, o->names, n, next) drop_name(o, n);
}
