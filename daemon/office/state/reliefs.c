#include "office/state/reliefs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

struct roster reliefs_roster(const struct reliefs *r, const struct rules *rules,
                             struct relief **reliefs, size_t *cap)
{
    struct roster roster = {.rules = rules};

    for (size_t i = 0; i < r->n; i++) {
        const struct cover *c = &r->covers[i];
        struct relief relief = {
            .post = rules_post(rules, slice_of(c->post)),
            .out = rules_person(rules, slice_of(c->out)),
            .in = rules_person(rules, slice_of(c->in)),
            .period = {.from = c->from, .to = c->to},
            .reason = c->reason,
        };
        if (!relief.post || !relief.out || !relief.in || relief.in->rank < relief.post->rank)
            continue;
        *reliefs = xgrow(*reliefs, cap, roster.n_reliefs + 1, sizeof(relief));
        (*reliefs)[roster.n_reliefs++] = relief;
    }
    roster.reliefs = *reliefs;
    return roster;
}

static void match(struct office *o)
{
    struct reliefs *r = o->reliefs;

    r->n_fitting = reliefs_roster(r, o->rules, &r->fitting, &r->cap_fitting).n_reliefs;
}

/* Those that are over at `at`, and number `seq`. */
static void drop(struct office *o, struct instant at, uint64_t seq)
{
    struct reliefs *r = o->reliefs;
    size_t kept = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (instant_before(at, r->covers[i].to) && r->covers[i].seq != seq) {
            r->covers[kept++] = r->covers[i];
        } else {
            live_drop(o, PART_RELIEFS, r->covers[i].seq);
            free(r->covers[i].reason);
        }
    }
    r->n = kept;
}

static void add(struct office *o, const struct entry *e)
{
    struct reliefs *r = o->reliefs;

    r->covers = xgrow(r->covers, &r->cap, r->n + 1, sizeof(*r->covers));
    r->covers[r->n++] = (struct cover){
        .seq = e->seq,
        .post = office_intern(o, entry_text(e, FIELD_DUTY)),
        .out = office_intern(o, entry_text(e, FIELD_OUT)),
        .in = office_intern(o, entry_text(e, FIELD_IN)),
        .from = entry_instant(e, FIELD_SINCE, e->at),
        .to = entry_instant(e, FIELD_UNTIL, e->at),
        .reason = slice_dup(entry_text(e, FIELD_REASON)),
    };
    live_keep(o, PART_RELIEFS, e->seq);
}

void reliefs_apply(struct office *o, const struct entry *e)
{
    if (e->kind == ENTRY_RELIEVE) {
        drop(o, e->at, 0);
        add(o, e);
    } else if (e->kind == ENTRY_RELIEF_VOID) {
        drop(o, e->at, (uint64_t)entry_number(e, FIELD_OF, 0));
    } else {
        return;
    }
    match(o);
    agenda_reset(&o->agendas[PART_PRESENCE]);
    agenda_reset(&o->agendas[PART_INCIDENTS]);
    agenda_reset(&o->agendas[PART_REMINDERS]);
}

void reliefs_on_rules(struct office *o)
{
    match(o);
}

void reliefs_end(struct office *o)
{
    drop(o, INSTANT_NEVER, 0);
    free(o->reliefs->covers);
    free(o->reliefs->fitting);
}

/* ---- the roster as it is now ---- */

struct roster office_roster(const struct office *o)
{
    return (struct roster){
        .rules = o->rules, .reliefs = o->reliefs->fitting, .n_reliefs = o->reliefs->n_fitting};
}
