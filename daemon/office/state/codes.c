#include "office/state/codes.h"

#include <stdlib.h>
#include <utlist.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

static struct code_use *find_code(const struct office *o, unsigned code)
{
    struct code_use *c;

    HASH_FIND(by_code, o->codes, &code, sizeof(code), c);
    return c;
}

const struct code_use *office_code_use(const struct office *o, unsigned code)
{
    return find_code(o, code);
}

struct instant code_use_free_at(const struct code_use *c)
{
    return c->group->free_at;
}

bool office_code_is_free(const struct office *o, unsigned code, struct instant now)
{
    const struct code_use *c = find_code(o, code);

    return !c || !instant_before(now, c->group->free_at);
}

struct incident_id office_code(const struct office *o, unsigned code, const char **ret_person)
{
    const struct code_use *c = find_code(o, code);

    if (!c || !instant_is_never(c->group->free_at))
        return INCIDENT_NONE;
    *ret_person = c->person;
    return c->incident;
}

/* ---- what entries mean ---- */

static struct code_group *find_group(const struct office *o, struct incident_id id)
{
    uint64_t key = incident_id_key(id);
    struct code_group *g;

    HASH_FIND(by_incident, o->code_groups, &key, sizeof(key), g);
    return g;
}

static struct code_group *need_group(struct office *o, struct incident_id id)
{
    struct code_group *g = find_group(o, id);

    if (g)
        return g;
    g = xcalloc(1, sizeof(*g));
    *g = (struct code_group){
        .incident = id, .hash_key = incident_id_key(id), .free_at = INSTANT_NEVER};
    HASH_ADD(by_incident, o->code_groups, hash_key, sizeof(g->hash_key), g);
    return g;
}

static void keep(struct office *o, struct code_group *g, uint64_t seq)
{
    g->entries = xgrow(g->entries, &g->cap_entries, g->n_entries + 1, sizeof(*g->entries));
    g->entries[g->n_entries++] = seq;
    live_keep(o, PART_CODES, seq);
}

static void use(struct office *o, const struct entry *e, unsigned code)
{
    struct code_group *g = need_group(o, e->incident);
    struct code_use *c = find_code(o, code);
    const char *person = office_intern(o, entry_text(e, FIELD_PERSON));

    if (c && c->group == g && c->person == person) /* paged again with the same code */
        return;
    if (!c) {
        c = xcalloc(1, sizeof(*c));
        c->code = code;
        HASH_ADD(by_code, o->codes, code, sizeof(c->code), c);
    }
    c->incident = e->incident;
    c->person = person;
    c->group = g;
    g->codes = xgrow(g->codes, &g->cap_codes, g->n_codes + 1, sizeof(*g->codes));
    g->codes[g->n_codes++] = code;
    keep(o, g, e->seq);
}

static void rest(struct office *o, struct code_group *g, const struct entry *e)
{
    g->free_at = instant_add(e->at, OFFICE_CODE_REST);
    keep(o, g, e->seq);
    HASH_DELETE(by_incident, o->code_groups, g);
    DL_APPEND(o->resting_codes, g);
}

void codes_apply(struct office *o, const struct entry *e)
{
    unsigned code = (unsigned)entry_number(e, FIELD_CODE, 0);
    struct code_group *g;

    if ((e->kind == ENTRY_REPORT || e->kind == ENTRY_PAGE) && code)
        use(o, e, code);
    if (e->kind != ENTRY_CLOSE && e->kind != ENTRY_MERGE)
        return;
    g = find_group(o, e->incident);
    if (g)
        rest(o, g, e);
}

/* ---- when their rest is over ---- */

static void free_group(struct office *o, struct code_group *g)
{
    for (size_t i = 0; i < g->n_entries; i++)
        live_drop(o, PART_CODES, g->entries[i]);
    free(g->entries);
    free(g->codes);
    free(g);
}

static void drop_codes_of(struct office *o, const struct code_group *g)
{
    for (size_t i = 0; i < g->n_codes; i++) {
        struct code_use *c = find_code(o, g->codes[i]);

        if (c && c->group == g) {
            HASH_DELETE(by_code, o->codes, c);
            free(c);
        }
    }
}

/* Groups end in the order of their closing, but for clocks that were set in between: then one waits
 * for those before it. */
void codes_forget(struct office *o, struct instant now)
{
    struct code_group *g;

    while ((g = o->resting_codes) && !instant_before(now, g->free_at)) {
        DL_DELETE(o->resting_codes, g);
        drop_codes_of(o, g);
        free_group(o, g);
    }
}

void codes_end(struct office *o)
{
    struct code_use *c, *next_code;
    struct code_group *g, *next;

    HASH_ITER(by_code, o->codes, c, next_code)
    {
        HASH_DELETE(by_code, o->codes, c);
        free(c);
    }
    HASH_ITER(by_incident, o->code_groups, g, next)
    {
        HASH_DELETE(by_incident, o->code_groups, g);
        free_group(o, g);
    }
    DL_FOREACH_SAFE(o->resting_codes, g, next)
    {
        DL_DELETE(o->resting_codes, g);
        free_group(o, g);
    }
}
