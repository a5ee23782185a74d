#include "office/state/told_shifts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

/* Only this post is looked at again: at a change of shifts many are reminded, one by one. */
static void look_at(struct office *o, struct slice post)
{
    struct agenda *a = &o->agendas[PART_REMINDERS];
    const struct post *p = rules_post(o->rules, post);

    a->look = INSTANT_NONE;
    if (p && a->n_looks)
        a->looks[p - o->rules->posts] = INSTANT_NONE;
}

/* The shifts of one entry all begin at once, and so are all over at once. */
static void drop_begun(struct office *o, struct instant at)
{
    struct told_shifts *s = o->reminders;
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (instant_before(at, s->told[i].since))
            s->told[kept++] = s->told[i];
        else
            live_drop(o, PART_REMINDERS, s->told[i].seq);
    }
    s->n = kept;
}

void told_shifts_apply(struct office *o, const struct entry *e)
{
    struct told_shifts *s = o->reminders;
    struct slice whom = entry_text(e, FIELD_WHOM);

    if (e->kind != ENTRY_REMINDED)
        return;
    drop_begun(o, e->at);
    if (whom.len)
        live_keep(o, PART_REMINDERS, e->seq);
    while (whom.len) {
        s->told = xgrow(s->told, &s->cap, s->n + 1, sizeof(*s->told));
        s->told[s->n++] = (struct told_shift){
            .post = office_intern(o, entry_text(e, FIELD_DUTY)),
            .person = office_intern(o, slice_cut(&whom, ',')),
            .since = entry_instant(e, FIELD_SINCE, e->at),
            .seq = e->seq,
        };
    }
    look_at(o, entry_text(e, FIELD_DUTY));
}

void told_shifts_end(struct office *o)
{
    free(o->reminders->told);
}
