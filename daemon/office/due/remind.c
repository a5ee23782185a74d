#include "office/due/remind.h"

#include <string.h>

#include "base/utf8.h"
#include "office/draft/tell.h"
#include "office/state/reliefs.h"
#include "office/state/state.h"
#include "office/state/told_shifts.h"
#include "rules/calendar.h"
#include "rules/shifts.h"

#define AHEAD SPAN_DAYS(35) /* looked through after the reminder, for when the next one is due */
#define TITLE_UNITS 24      /* longer ones would push the times out of an SMS */
#define NEXT SPAN_DAYS(62)  /* looked through for the next shift that is spoken of */

struct instant remind_next_due(const struct office *o, const struct agenda *a)
{
    for (size_t i = 0; i < o->rules->n_posts; i++)
        if (o->rules->posts[i].remind.us > 0)
            return a->look;
    return INSTANT_NEVER;
}

/* ---- who is to be reminded ---- */

static bool is_told(const struct office *o, const struct shift *s)
{
    const struct told_shifts *w = o->reminders;

    for (size_t i = 0; i < w->n; i++)
        if (w->told[i].since.us == s->from.us && strcmp(w->told[i].post, s->post->id) == 0 &&
            strcmp(w->told[i].person, s->duty.person->id) == 0)
            return true;
    return false;
}

/* Those that begin after `now`, and not after now + remind. A shift that follows the one before
 * without a break is none of them: nobody has to be reminded that they stay. */
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
        buffer_printf(out, " for %s", person_name(s->duty.rostered));
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
        draft_list_person(&whom, s->duty.person->id);
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

void remind_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret)
{
    struct instant look = INSTANT_NEVER;

    agenda_divide(a, o->rules->n_posts);
    for (size_t i = 0; i < a->n_looks; i++) {
        const struct post *post = &o->rules->posts[i];
        struct instant next = a->looks[i];

        if (post->remind.us == 0)
            continue;
        if (!instant_before(now, next) && due_post(o, post, now, ret, &next))
            return; /* looked at again when it is said and done */
        a->looks[i] = next;
        look = instant_min(look, next);
    }
    a->look = look;
}
