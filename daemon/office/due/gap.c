#include "office/due/gap.h"

#include <string.h>

#include "office/draft/chain.h"
#include "office/draft/inform.h"
#include "office/draft/report.h"
#include "office/state/incident.h"
#include "office/state/reliefs.h"
#include "office/state/state.h"
#include "office/state/told_gaps.h"
#include "rules/shifts.h"

#define HORIZON SPAN_DAYS(30) /* looked through at a time, after the notice */

struct instant gap_next_due(const struct office *o, const struct agenda *a)
{
    return o->rules->gap_notice.us > 0 ? a->look : INSTANT_NEVER;
}

/* ---- what was not reported yet ---- */

/* Does an earlier report cover the gap at `at`, a moment of it? One that had no end in sight covers
 * of a later gap only if nobody has come in between. */
static bool covers(const struct told_gap *t, const struct gap *gap, struct instant at,
                   struct instant now)
{
    if (instant_before(at, t->from) || !instant_before(at, t->to))
        return false;
    return !instant_is_never(t->to) || !instant_before(t->from, gap->from) ||
           !instant_before(now, gap->from);
}

/* Moves the gap's beginning past what was reported of it; false when that is all of it. */
static bool cut_told(const struct told_gaps *g, const struct post *post, struct instant now,
                     struct gap *gap)
{
    struct instant at = gap->from;

    for (size_t i = 0; i < g->n; i++) {
        if (strcmp(g->told[i].post, post->id) != 0 || !covers(&g->told[i], gap, at, now))
            continue;
        at = g->told[i].to;
        if (!instant_before(at, gap->to))
            return false;
        i = (size_t)-1; /* another may go on where this one ends */
    }
    gap->from = at;
    return true;
}

static bool find_gap(const struct office *o, const struct post *post, struct instant now,
                     struct instant end, struct gap *ret_gap)
{
    struct roster roster = office_roster(o);
    struct instant at = now;
    struct gap gap;

    while (instant_before(at, end) && roster_next_gap(&roster, post, at, end, &gap)) {
        at = gap.to;
        if (cut_told(o->gaps, post, now, &gap)) {
            *ret_gap = gap;
            return true;
        }
    }
    return false;
}

/* The first of all posts; NULL: none before `end`. */
static const struct post *first_gap(const struct office *o, struct instant now, struct instant end,
                                    struct gap *ret_gap)
{
    const struct post *first = NULL;
    struct gap gap;

    for (size_t i = 0; i < o->rules->n_posts; i++) {
        const struct post *post = &o->rules->posts[i];

        if (post->staff == 0 || !find_gap(o, post, now, end, &gap) ||
            (first && !instant_before(gap.from, ret_gap->from)))
            continue;
        first = post;
        *ret_gap = gap;
    }
    return first;
}

/* ---- telling it ---- */

/* "2026-12-01 08:30"; on `day` only its time. */
static void put_time(struct instant at, int64_t day, struct buffer *out)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(at, &text);
    if (calendar_day(at) != day)
        buffer_printf(out, "%.10s ", text.data);
    buffer_printf(out, "%.5s", text.data + sizeof("2026-12-01T") - 1);
    buffer_deinit(&text);
}

static void describe(const struct post *post, const struct gap *gap, struct buffer *out)
{
    buffer_printf(out, "post %s: ", post->id);
    if (gap->fewest == 0)
        buffer_append_string(out, "nobody");
    else
        buffer_printf(out, "%zu of %u", gap->fewest, post->staff);
    buffer_append_string(out, " from ");
    put_time(gap->from, INT64_MIN, out);
    if (instant_is_never(gap->to)) {
        buffer_append_string(out, ", with no end in sight");
    } else {
        buffer_append_string(out, " to ");
        put_time(gap->to, calendar_day(gap->from), out);
    }
}

static void report(const struct office *o, const struct post *post, const struct gap *gap,
                   struct instant now, struct decision *ret)
{
    struct draft d = draft_begin(o, NULL, NULL, now, ret);
    struct field fields[DRAFT_REPORT_FIELDS];
    struct buffer text = BUFFER_INIT;
    size_t n = 0;

    describe(post, gap, &text);
    fields[n++] = FIELD_TEXT_OF(FIELD_GAP_POST, slice_of(post->id));
    fields[n++] = FIELD_INSTANT_OF(FIELD_GAP_FROM, gap->from);
    if (!instant_is_never(gap->to))
        fields[n++] = FIELD_INSTANT_OF(FIELD_GAP_TO, gap->to);
    draft_report(&d, ORIGIN_GAP, buffer_slice(&text), fields, n, INSTANT_NONE);
    draft_start_chain(&d);
    draft_catch_all(&d, (struct draft_cause){0});
    draft_inform(&d, NULL, draft_own_route(&d, ORIGIN_GAP), "reported");
    draft_end(&d);
    buffer_deinit(&text);
}

void gap_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret)
{
    struct span notice = o->rules->gap_notice, before = {-notice.us};
    struct instant end;
    const struct post *post;
    struct gap gap = {0};

    end = instant_add(instant_add(now, notice), HORIZON);
    post = first_gap(o, now, end, &gap);
    if (post && !instant_before(now, instant_add(gap.from, before)))
        report(o, post, &gap, now, ret);
    else
        a->look = instant_add(post ? gap.from : end, before);
}
