#include "office/decide/notice.h"

#include "office/draft/tell.h"
#include "office/state/notices.h"

/* NULL: the office has its outcome already; the entry is written all the same. */
static const struct notice *find_notice(struct draft *d, const struct command *c)
{
    const struct field *id = command_field(c, FIELD_PAGE);

    return id ? notice_find(d->office, (uint64_t)id->number) : NULL;
}

static void outcome_entry(struct draft *d, const struct command *c, enum entry_kind kind,
                          const struct notice *notice)
{
    struct field fields[FIELD_COUNT];
    size_t n = 0;

    for (; n < c->n_fields; n++)
        fields[n] = c->fields[n];
    if (notice) {
        d->id = notice->about;
        d->drill.is = notice->drill;
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(notice->person));
        fields[n++] = FIELD_TEXT_OF(FIELD_VIA, slice_of(notice->via));
    }
    draft_entry(d, kind, fields, n);
}

void decide_notice_sent(struct draft *d, const struct command *c)
{
    outcome_entry(d, c, ENTRY_NOTICE_SENT, find_notice(d, c));
}

void decide_notice_deferred(struct draft *d, const struct command *c)
{
    outcome_entry(d, c, ENTRY_NOTICE_DEFERRED, find_notice(d, c));
}

void decide_notice_dropped(struct draft *d, const struct command *c)
{
    outcome_entry(d, c, ENTRY_NOTICE_DROPPED, find_notice(d, c));
}

/* By this means it cannot be done: the next means, for the rest of its life. */
void decide_notice_failed(struct draft *d, const struct command *c)
{
    const struct notice *notice = find_notice(d, c);
    const struct person *p =
        notice ? rules_person(d->office->rules, slice_of(notice->person)) : NULL;

    outcome_entry(d, c, ENTRY_NOTICE_FAILED, notice);
    if (p)
        draft_notice_by(d, p, notice->means + 1u, slice_of(notice->text), notice->until);
}
