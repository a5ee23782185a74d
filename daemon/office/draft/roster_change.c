#include "office/draft/roster_change.h"

#include <stdlib.h>
#include <string.h>

#include "office/draft/tell.h"
#include "rules/shifts.h"

#define LIFE SPAN_HOURS(12)
#define MOST 2 /* shifts that are named in one text, of each kind: it is one SMS */

/* The shifts of all posts that are under way at some moment of the time. */
struct week {
    struct instant from, to;
    struct shift_list list;
};

static void collect(const struct roster *r, struct week *w)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->rules->n_posts; i++)
        shifts_collect(r, &r->rules->posts[i], w->from, w->to, &w->list);
    for (size_t i = 0; i < w->list.n; i++)
        if (!w->list.shifts[i].duty.on_leave)
            w->list.shifts[kept++] = w->list.shifts[i];
    w->list.n = kept;
}

/* Of two sets of rules: what counts is who, where and when within the time. */
static bool is_in(const struct shift *s, const struct week *w)
{
    for (size_t i = 0; i < w->list.n; i++) {
        const struct shift *other = &w->list.shifts[i];
        if (instant_max(s->from, w->from).us == instant_max(other->from, w->from).us &&
            instant_min(s->to, w->to).us == instant_min(other->to, w->to).us &&
            strcmp(s->duty.person->id, other->duty.person->id) == 0 &&
            strcmp(s->post->id, other->post->id) == 0)
            return true;
    }
    return false;
}

/* The person's shifts that are in `week` and not in `other`; false: none. */
static bool put_shifts(const char *what, const struct person *p, const struct week *week,
                       const struct week *other, struct instant now, struct buffer *out)
{
    size_t n = 0;

    for (size_t i = 0; i < week->list.n; i++) {
        const struct shift *s = &week->list.shifts[i];
        if (strcmp(s->duty.person->id, p->id) != 0 || is_in(s, other) || n++ >= MOST)
            continue;
        if (n == 1)
            buffer_printf(out, "%s%s ", out->len ? "; " : "Roster: ", what);
        else
            buffer_append_string(out, ", ");
        buffer_printf(out, "%s ", s->post->id);
        calendar_format_short(s->from, now, out);
        if (!instant_is_never(s->to)) {
            buffer_append_string(out, " to ");
            calendar_format_short(s->to, s->from, out);
        }
    }
    if (n > MOST)
        buffer_printf(out, " and %zu more", n - MOST);
    return n > 0;
}

void draft_tell_roster(struct draft *d, const struct roster *before, const struct roster *after)
{
    struct field of = FIELD_NUMBER_OF(FIELD_OF, (int64_t)d->office->last_seq + 1);
    struct week was = {.from = d->now, .to = instant_add(d->now, ROSTER_CHANGE_AHEAD)}, is = was;
    struct buffer text = BUFFER_INIT;

    if (!after->rules->tell_roster)
        return;
    collect(before, &was);
    collect(after, &is);
    for (size_t i = 0; i < after->rules->n_people; i++) {
        const struct person *p = &after->rules->people[i];
        bool off, on;

        buffer_clear(&text);
        on = put_shifts("now", p, &is, &was, d->now, &text);
        off = put_shifts("no longer", p, &was, &is, d->now, &text);
        if (off || on)
            draft_notice_with(d, p, buffer_slice(&text), LIFE, &of, 1);
    }
    buffer_deinit(&text);
    shift_list_deinit(&was.list);
    shift_list_deinit(&is.list);
}
