/* What the next shift has to know: free entries of the log, and standing orders. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "office/state/presence.h"

#define REMARK_BYTES 400 /* of a free entry, in a brief */

static void drop_remarks(struct presence *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(p->remarks[i].text);
    if (n)
        memmove(p->remarks, p->remarks + n, (p->n_remarks - n) * sizeof(p->remarks[0]));
    p->n_remarks -= n;
}

static void keep_remark(struct presence *p, struct office *o, const struct entry *e)
{
    size_t old = p->n_remarks == PRESENCE_REMARKS;

    while (old < p->n_remarks &&
           instant_before(instant_add(p->remarks[old].at, PRESENCE_REMARK_LIFE), e->at))
        old++;
    drop_remarks(p, old);
    p->remarks = xgrow(p->remarks, &p->cap_remarks, p->n_remarks + 1, sizeof(*p->remarks));
    p->remarks[p->n_remarks++] = (struct log_note){
        .at = e->at,
        .by = office_intern(o, e->actor),
        .text = slice_dup(utf8_head(entry_text(e, FIELD_TEXT), REMARK_BYTES)),
    };
}

/* Those that are over at `at`, and number `seq`. */
static void drop_standing(struct presence *p, struct instant at, uint64_t seq)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->n_standing; i++) {
        if (instant_before(at, p->standing[i].until) && p->standing[i].seq != seq)
            p->standing[kept++] = p->standing[i];
        else
            free(p->standing[i].text);
    }
    p->n_standing = kept;
}

static void keep_standing(struct presence *p, struct office *o, const struct entry *e)
{
    uint64_t ended = (uint64_t)entry_number(e, FIELD_OF, 0);

    drop_standing(p, e->at, ended);
    if (ended)
        return;
    p->standing = xgrow(p->standing, &p->cap_standing, p->n_standing + 1, sizeof(*p->standing));
    p->standing[p->n_standing++] = (struct standing){
        .seq = e->seq,
        .at = e->at,
        .until = entry_instant(e, FIELD_UNTIL, INSTANT_NEVER),
        .by = office_intern(o, e->actor),
        .text = slice_dup(entry_text(e, FIELD_TEXT)),
    };
}

void log_notes_apply(struct presence *p, struct office *o, const struct entry *e)
{
    if (e->kind == ENTRY_LOG && e->actor.len)
        keep_remark(p, o, e);
    else if (e->kind == ENTRY_STANDING)
        keep_standing(p, o, e);
}

void log_notes_free(struct presence *p)
{
    drop_remarks(p, p->n_remarks);
    drop_standing(p, INSTANT_NEVER, 0);
    free(p->remarks);
    free(p->standing);
}

const struct standing *log_notes_standing(const struct presence *p, uint64_t seq,
                                          struct instant now)
{
    for (size_t i = 0; i < p->n_standing; i++)
        if (p->standing[i].seq == seq && instant_before(now, p->standing[i].until))
            return &p->standing[i];
    return NULL;
}
