#include "office/state/log_notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

#define TEXT_BYTES 400 /* of a free entry, in a brief */

static void drop_oldest(struct office *o, size_t n)
{
    struct log_notes *l = o->log_notes;

    for (size_t i = 0; i < n; i++) {
        live_drop(o, PART_LOG_NOTES, l->notes[i].seq);
        free(l->notes[i].text);
    }
    if (n)
        memmove(l->notes, l->notes + n, (l->n - n) * sizeof(l->notes[0]));
    l->n -= n;
}

void log_notes_apply(struct office *o, const struct entry *e)
{
    struct log_notes *l = o->log_notes;
    size_t old = l->n == LOG_NOTES_MOST;

    if (e->kind != ENTRY_LOG || !e->actor.len)
        return;
    while (old < l->n && instant_before(instant_add(l->notes[old].at, LOG_NOTES_LIFE), e->at))
        old++;
    drop_oldest(o, old);
    l->notes = xgrow(l->notes, &l->cap, l->n + 1, sizeof(*l->notes));
    l->notes[l->n++] = (struct log_note){
        .seq = e->seq,
        .at = e->at,
        .by = office_intern(o, e->actor),
        .is_remark = entry_field(e, FIELD_RANK) != NULL,
        .text = slice_dup(utf8_head(entry_text(e, FIELD_TEXT), TEXT_BYTES)),
    };
    live_keep(o, PART_LOG_NOTES, e->seq);
}

void log_notes_end(struct office *o)
{
    drop_oldest(o, o->log_notes->n);
    free(o->log_notes->notes);
}
