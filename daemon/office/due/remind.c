#include "office/due/remind.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "office/draft/tell.h"
#include "rules/shifts.h"

#define AHEAD SPAN_DAYS(35) /* looked through behind the reminder, for when the next one is due */
#define TITLE_UNITS 24      /* longer ones would push the times out of an SMS */
#define NEXT SPAN_DAYS(62)  /* looked through for the next shift that is spoken of */

struct remind_watch *remind_watch_new(void)
{
    struct remind_watch *w = xcalloc(1, sizeof(*w));

    w->look = INSTANT_NONE;
    return w;
}

void remind_watch_free(struct remind_watch *w)
{
    free(w->told);
    free(w->looks);
    free(w);
}

void remind_look_again(struct office *o)
{
    o->reminds->look = INSTANT_NONE;
    o->reminds->n_looks = 0;
}

/* Only this post: at a change of shifts many are told, one by one. */
static void look_at(struct office *o, struct slice post)
{
    const struct post *p = rules_post(o->rules, post);

    o->reminds->look = INSTANT_NONE;
    if (p && o->reminds->n_looks)
        o->reminds->looks[p - o->rules->posts] = INSTANT_NONE;
}

static void keep_told(struct office *o, const struct entry *e)
{
    struct remind_watch *w = o->reminds;
    struct slice whom = entry_text(e, FIELD_WHOM);
    size_t kept = 0;

    for (size_t i = 0; i < w->n_told; i++)
        if (instant_before(e->at, w->told[i].since))
            w->told[kept++] = w->told[i];
    w->n_told = kept;
    while (whom.len) {
        w->told = xgrow(w->told, &w->cap_told, w->n_told + 1, sizeof(*w->told));
        w->told[w->n_told++] = (struct told_shift){
            .post = office_intern(o, entry_text(e, FIELD_DUTY)),
            .person = office_intern(o, slice_cut(&whom, ',')),
            .since = entry_instant(e, FIELD_SINCE, e->at),
        };
    }
}

void remind_apply(struct office *o, const struct entry *e)
{
    if (e->kind == ENTRY_REMINDED) {
        keep_told(o, e);
        look_at(o, entry_text(e, FIELD_DUTY));
    }
    if (e->kind == ENTRY_RELIEVE || e->kind == ENTRY_RELIEF_VOID)
        remind_look_again(o);
}

struct instant remind_next_due(const struct office *o)
{
    for (size_t i = 0; i < o->rules->n_posts; i++)
        if (o->rules->posts[i].remind.us > 0)
            return o->reminds->look;
    return INSTANT_NEVER;
}

/* ---- what is to be told ---- */

static bool is_told(const struct office *o, const struct shift *s)
{
    const struct remind_watch *w = o->reminds;

    for (size_t i = 0; i < w->n_told; i++)
        if (w->told[i].since.us == s->from.us && strcmp(w->told[i].post, s->post->id) == 0 &&
            strcmp(w->told[i].person, s->duty.person->id) == 0)
            return true;
    return false;
}

/* Of those that begin behind `now` and not behind now + remind; the one before went on without a
 * break: nobody has to be told that they stay. */
static bool is_due(const struct office *o, const struct shift *s, struct instant now)
{
    return !s->duty.on_leave && s->duty.person->n_contacts > 0 && instant_before(now, s->from) &&
           !instant_before(instant_add(now, s->post->remind), s->from) && !is_told(o, s);
}

/* ---- the words ---- */

static void put_next(const struct office *o, const struct shift *s, struct instant now,
                     struct buffer *out)
{
    struct roster roster = office_roster(o);
    struct shift_list list = {0};

    shifts_collect(&roster, s->post, s->to, instant_add(s->to, NEXT), &list);
    for (size_t i = 0; i < list.n; i++) {
        const struct shift *next = &list.shifts[i];
        if (next->duty.person != s->duty.person || next->duty.on_leave ||
            instant_before(next->from, s->to))
            continue;
        buffer_append_string(out, "; next ");
        calendar_format_short(next->from, now, out);
        break;
    }
    shift_list_deinit(&list);
}

static void compose(const struct office *o, const struct shift *s, struct instant now,
                    struct buffer *out)
{
    const char *title = s->post->title && s->post->title[0] ? s->post->title : s->post->id;

    if (utf8_utf16_units(slice_of(title)) > TITLE_UNITS)
        title = s->post->id;

    buffer_printf(out, "Duty: %s ", title);
    calendar_format_short(s->from, now, out);
    if (!instant_is_never(s->to)) {
        buffer_append_string(out, " to ");
        calendar_format_short(s->to, s->from, out);
    }
    if (s->duty.rostered != s->duty.person)
        buffer_printf(out, " for %s",
                      s->duty.rostered->name && s->duty.rostered->name[0] ? s->duty.rostered->name
                                                                          : s->duty.rostered->id);
    if (!instant_is_never(s->to))
        put_next(o, s, now, out);
}

/* ---- telling ---- */

/* All of the list that begin with this one. */
static void tell(const struct office *o, const struct shift_list *list, const struct shift *first,
                 struct instant now, struct decision *ret)
{
    struct draft d = draft_begin(o, NULL, NULL, now, ret);
    struct buffer whom = BUFFER_INIT, text = BUFFER_INIT;
    struct field fields[3];

    for (size_t i = 0; i < list->n; i++) {
        const struct shift *s = &list->shifts[i];
        if (s->from.us != first->from.us || !is_due(o, s, now))
            continue;
        buffer_append_string(&whom, whom.len ? "," : "");
        buffer_append_string(&whom, s->duty.person->id);
    }
    fields[0] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(first->post->id));
    fields[1] = FIELD_INSTANT_OF(FIELD_SINCE, first->from);
    fields[2] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    draft_entry(&d, ENTRY_REMINDED, fields, 3);
    for (size_t i = 0; i < list->n; i++) {
        const struct shift *s = &list->shifts[i];
        if (s->from.us != first->from.us || !is_due(o, s, now))
            continue;
        buffer_clear(&text);
        compose(o, s, now, &text);
        draft_notice(&d, s->duty.person, buffer_slice(&text), instant_since(s->from, now));
    }
    draft_end(&d);
    buffer_deinit(&whom);
    buffer_deinit(&text);
}

/* False: nobody of this post; then *ret_look is when that may be otherwise. */
static bool due_post(const struct office *o, const struct post *post, struct instant now,
                     struct decision *ret, struct instant *ret_look)
{
    struct roster roster = office_roster(o);
    struct instant end = instant_add(instant_add(now, post->remind), AHEAD);
    struct span back = {-post->remind.us};
    struct shift_list list = {0};
    const struct shift *first = NULL;

    *ret_look = instant_add(now, AHEAD);
    shifts_collect(&roster, post, now, end, &list);
    for (size_t i = 0; i < list.n; i++) {
        const struct shift *s = &list.shifts[i];
        if (is_due(o, s, now) && (!first || instant_before(s->from, first->from)))
            first = s;
        if (instant_before(instant_add(now, post->remind), s->from))
            *ret_look = instant_min(*ret_look, instant_add(s->from, back));
    }
    if (first)
        tell(o, &list, first, now, ret);
    shift_list_deinit(&list);
    return first != NULL;
}

static void begin_looks(struct remind_watch *w, size_t n)
{
    if (w->n_looks == n)
        return;
    free(w->looks);
    w->looks = xcalloc(n, sizeof(*w->looks));
    w->n_looks = n;
    for (size_t i = 0; i < n; i++)
        w->looks[i] = INSTANT_NONE;
}

void remind_due(const struct office *o, struct instant now, struct decision *ret)
{
    struct remind_watch *w = o->reminds;
    struct instant look = INSTANT_NEVER;

    if (instant_before(now, remind_next_due(o)))
        return;
    begin_looks(w, o->rules->n_posts);
    for (size_t i = 0; i < w->n_looks; i++) {
        const struct post *post = &o->rules->posts[i];
        struct instant next = w->looks[i];

        if (post->remind.us == 0)
            continue;
        if (!instant_before(now, next) && due_post(o, post, now, ret, &next))
            return; /* looked at again when it is said and done */
        w->looks[i] = next;
        look = instant_min(look, next);
    }
    w->look = look;
}
