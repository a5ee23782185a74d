#include "office/draft/news.h"

#include <assert.h>

#include "base/utf8.h"
#include "office/draft/tell.h"
#include "office/state/news.h"
#include "office/state/wording.h"

/* Characters of an old place, and of a reason: enough to know it by. */
#define MOST_OF_OLD 24
#define MOST_OF_REASON 40

/* ---- an entry changes something ---- */

static bool is_change(const struct incident *i, const struct field *f)
{
    struct field now;
    bool is_known = incident_fact(i, f->id, &now);

    if (!field_table[f->id].is_news)
        return false;
    return f->is_unknown ? is_known : !is_known || !field_equal(&now, f);
}

/* Does anybody know of it but the one who says it? */
static bool has_others(const struct draft *d)
{
    const struct incident *i = d->incident;

    return i->n_callouts > 0 ||
           (i->state == INCIDENT_ACKED && !slice_equal_string(d->author.actor, i->acker));
}

size_t draft_news(const struct draft *d, const struct field *fields, size_t n, struct field *ret)
{
    const struct rules *rules = d->office->rules;
    const struct incident *i = d->incident;
    bool is = false;

    if (!rules->tell_changes || (i->state != INCIDENT_OPEN && i->state != INCIDENT_ACKED) ||
        incident_is_asking(i) || !has_others(d))
        return 0;
    for (size_t k = 0; k < n; k++)
        is = is || is_change(i, &fields[k]);
    *ret = FIELD_INSTANT_OF(FIELD_TELL, instant_add(d->now, rules->tell_changes_after));
    return is ? 1 : 0;
}

/* ---- those who act on it hear of it ---- */

/* So many characters at most, with a mark where that was not all. */
static void append_head(struct buffer *out, struct slice s, size_t most)
{
    struct slice rest = s;

    for (size_t n = 0; n < most && rest.len > 0; n++)
        utf8_next(&rest);
    buffer_append(out, s.data, s.len - rest.len);
    if (rest.len > 0)
        buffer_append_string(out, "…");
}

static void append_value(const struct field *f, bool is_known, size_t most, struct buffer *out)
{
    if (!is_known)
        buffer_append_char(out, '?');
    else if (f->id == FIELD_GRADE)
        buffer_append_string(out, grade_to_roman((unsigned)f->number));
    else if (field_is_text(f->id))
        append_head(out, f->text, most);
    else
        buffer_append_number(out, f->number);
}

/* "place K1023 -> K1203"; of a text, which follows anyway, only that it is another. */
static void append_change(const struct incident *i, const char *person, enum field_id id, bool han,
                          struct buffer *out, bool is_said[FIELD_COUNT])
{
    const struct field_info *info = &field_table[id];
    struct field before, now = {0};
    bool was_known, is_known = incident_fact(i, id, &now);

    if (!info->is_news || !incident_is_news(i, person, id, &before, &was_known))
        return;
    buffer_append_string(out, han ? " " : ", ");
    buffer_append_string(out, han ? info->han : info->word);
    if (id == FIELD_TEXT)
        return;
    if (!han)
        buffer_append_char(out, ' ');
    if (was_known)
        append_value(&before, true, MOST_OF_OLD, out);
    if (was_known)
        buffer_append_string(out, han ? "->" : " -> ");
    append_value(&now, is_known, SIZE_MAX, out);
    is_said[id] = true;
}

/* "changed, grade III -> I, place K1023 -> K1203, dead 2 -> 5 (five dead)" */
static void compose(const struct incident *i, const char *person, struct buffer *out,
                    bool is_said[FIELD_COUNT])
{
    struct slice reason = incident_grade_reason(i);
    bool han = incident_is_han(i), was_known;
    struct field before;

    buffer_append_string(out, han ? "变更" : "changed");
    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        append_change(i, person, id, han, out, is_said);
    if (reason.len > 0 && incident_is_news(i, person, FIELD_GRADE, &before, &was_known)) {
        buffer_append_string(out, " (");
        append_head(out, reason, MOST_OF_REASON);
        buffer_append_char(out, ')');
    }
}

/* Who cannot be sent anything any more is not thought of again and again. */
static void give_up(struct draft *d, const char *person, const struct field *known)
{
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_PERSON, slice_of(person)), *known,
        FIELD_TEXT_OF(FIELD_REASON, SLICE("the configuration has no contact of this person"))};

    draft_entry(d, ENTRY_NOTICE_DROPPED, fields, sizeof(fields) / sizeof(*fields));
}

void draft_tell_news(struct draft *d)
{
    const struct incident *i = d->incident;
    const struct field known = FIELD_NUMBER_OF(FIELD_KNOWN, (int64_t)incident_last_change(i));
    const char *person;
    size_t at = 0;

    while ((person = incident_next_to_hear(i, &at))) {
        const struct person *p = rules_person(d->office->rules, slice_of(person));
        struct buffer what = BUFFER_INIT;

        struct telling t = {0};

        compose(i, person, &what, t.is_said);
        t.what = what.data;
        if (!p || !draft_tell_what(d, p, &t, &known))
            give_up(d, person, &known);
        buffer_deinit(&what);
    }
    assert(d->decision->n_entries > 0);
}
