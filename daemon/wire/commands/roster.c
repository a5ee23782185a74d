#include "wire/commands/roster.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "rules/shifts.h"
#include "wire/commands/own.h"
#include "wire/commands/render.h"

#define DAYS 7
#define DAYS_MAX 92

struct asked {
    struct roster roster;
    const struct post *post;
    const struct person *person;
    struct instant from, until;
    size_t shifts, gaps;
};

static bool read_person(struct session *s, const struct request *r, const struct rules *rules,
                        const struct person **ret_person)
{
    const struct line_field *said = line_find(r->line, "person");
    const struct person *person = said ? rules_person(rules, said->value) : NULL;
    const char **names, *nearest;

    if (!said || person) {
        *ret_person = person;
        return true;
    }
    names = xcalloc(rules->n_people + 1, sizeof(*names));
    for (size_t i = 0; i < rules->n_people; i++)
        names[i] = rules->people[i].id;
    nearest = words_nearest(said->value, names);
    session_reply(s, 554, "there is no person %.*s%s%s", SLICE_ARG(said->value),
                  nearest ? "; the nearest is " : "", nearest ? nearest : "");
    free(names);
    return false;
}

static void say(struct session *s, const char *first, const struct buffer *fields)
{
    session_reply_more(s, 250, "%s %.*s", first, SLICE_ARG(buffer_slice(fields)));
}

static void say_shift(struct session *s, const struct shift *shift)
{
    const struct duty *d = &shift->duty;
    struct buffer fields = BUFFER_INIT;

    render_text_field(&fields, "post", slice_of(shift->post->id));
    render_text_field(&fields, "person", slice_of(d->person->id));
    render_text_field(&fields, "name", slice_of(d->person->name));
    render_instant_field(&fields, "from", shift->from);
    render_instant_field(&fields, "until", shift->to);
    if (d->rotation->name)
        render_text_field(&fields, "rotation", slice_of(d->rotation->name));
    if (d->relief) {
        render_text_field(&fields, "for", slice_of(d->rostered->id));
        if (d->relief->reason)
            render_text_field(&fields, "reason", slice_of(d->relief->reason));
    }
    say(s, d->on_leave ? "leave" : "shift", &fields);
    buffer_deinit(&fields);
}

static void say_gaps(struct session *s, struct asked *a, const struct post *post)
{
    struct instant at = a->from;
    struct gap gap;

    while (instant_before(at, a->until) && roster_next_gap(&a->roster, post, at, a->until, &gap)) {
        struct buffer fields = BUFFER_INIT;

        render_text_field(&fields, "post", slice_of(post->id));
        render_number_field(&fields, "places", (long long)(post->staff - gap.fewest));
        render_instant_field(&fields, "from", gap.from);
        if (!instant_is_never(gap.to))
            render_instant_field(&fields, "until", gap.to);
        say(s, "gap", &fields);
        buffer_deinit(&fields);
        a->gaps++;
        at = gap.to;
    }
}

static void say_post(struct session *s, struct asked *a, const struct post *post)
{
    struct shift_list list = {0};

    shifts_collect(&a->roster, post, a->from, a->until, &list);
    for (size_t i = 0; i < list.n; i++) {
        const struct duty *d = &list.shifts[i].duty;

        if (a->person && a->person != d->person)
            continue;
        say_shift(s, &list.shifts[i]);
        a->shifts += !d->on_leave;
    }
    shift_list_deinit(&list);
    if (!a->person)
        say_gaps(s, a, post);
}

static void run_roster(struct session *s, const struct request *r)
{
    struct asked a = {.roster = office_roster(desk_office(session_desk(s))), .from = r->now};
    const struct rules *rules = a.roster.rules;
    struct buffer fields = BUFFER_INIT;
    long long days = DAYS;
    int64_t today;

    if (!command_own_time(s, r, "from", INSTANT_NONE, &a.from) ||
        !command_own_number(s, r, "days", 1, DAYS_MAX, &days) ||
        !command_own_post(s, r, rules, &a.post) || !read_person(s, r, rules, &a.person))
        return;
    today = date_to_days(calendar_date(a.from));
    a.until = calendar_instant(date_from_days(today + days), 0);
    for (size_t i = 0; i < rules->n_posts; i++)
        if (!a.post || a.post == &rules->posts[i])
            say_post(s, &a, &rules->posts[i]);
    render_number_field(&fields, "gaps", (long long)a.gaps);
    render_instant_field(&fields, "from", a.from);
    render_instant_field(&fields, "until", a.until);
    session_reply(s, 250, "%zu shifts %.*s", a.shifts, SLICE_ARG(buffer_slice(&fields)));
    buffer_deinit(&fields);
}

static const struct own_field roster_fields[] = {
    {"from", "the time it begins; now if not said", TIME_EITHER},
    {"days", "how many days of the calendar, 1 to 92; 7 if not said", TIME_NONE},
    {"post", "this post only", TIME_NONE},
    {"person", "this person's shifts only", TIME_NONE},
    {0},
};

static const struct command_info roster_command = {
    .verb = "ROSTER",
    .form = "ROSTER [from=] [days=] [post=] [person=]",
    .what = "the shifts of the coming days",
    .detail =
        "A line for each shift that is under way at some moment of those days, whole; one for "
        "each\nduty whose person is on leave, and one for each gap.",
    .example = "ROSTER days=2 post=officer",
    .ranks = RANKS_READ,
    .own = roster_fields,
    .run = run_roster,
};

const struct command_info *const roster_commands[] = {&roster_command, NULL};
