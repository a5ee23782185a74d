#include "office/decide/note.h"

#include <string.h>

#include "office/decide/allowed.h"
#include "office/state/state.h"

/* An observer does no duty: what they write is a remark, and no sign that somebody is at work. The
 * entry says so itself, whatever their rank is later. */
static bool is_remark(const struct draft *d)
{
    const struct person *p = rules_person(d->office->rules, d->author.actor);

    return p && p->rank == RANK_OBSERVER;
}

static void write_down(struct draft *d, enum entry_kind kind, const struct command *c)
{
    struct field fields[FIELD_COUNT];
    size_t n = c->n_fields;

    if (n)
        memcpy(fields, c->fields, n * sizeof(*fields));
    if (is_remark(d))
        fields[n++] = FIELD_TEXT_OF(FIELD_RANK, slice_of(rank_to_string(RANK_OBSERVER)));
    draft_entry(d, kind, fields, n);
}

void decide_note(struct draft *d, const struct command *c)
{
    const struct field *corrects = command_field(c, FIELD_CORRECTS);

    if (command_text(c, FIELD_TEXT).len == 0) {
        draft_refuse(d, REFUSAL_VALUE, "a note needs a text: NOTE 123 two trapped, not three");
        return;
    }
    if (corrects && (uint64_t)corrects->number > d->office->last_seq) {
        draft_refuse(d, REFUSAL_UNKNOWN, "there is no entry %lld; the last one is %llu",
                     (long long)corrects->number, (unsigned long long)d->office->last_seq);
        return;
    }
    if (decide_allowed(d, ENTRY_NOTE, false))
        write_down(d, ENTRY_NOTE, c);
}

void decide_log(struct draft *d, const struct command *c)
{
    write_down(d, ENTRY_LOG, c);
}
