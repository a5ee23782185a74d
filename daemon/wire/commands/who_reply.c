#include "wire/commands/who_reply.h"

#include "rules/roster.h"
#include "wire/commands/own.h"
#include "wire/commands/render.h"

#define MAX_CHANGES 400 /* that are looked at for the end of one person's time */

/* When the person's time in the post ends; INSTANT_NEVER when no end is in sight. */
static struct instant end_of_duty(const struct roster *r, const struct post *post,
                                  const struct person *person, struct instant at)
{
    for (int i = 0; i < MAX_CHANGES && !instant_is_never(at); i++) {
        at = roster_next_change(r, post, at);
        if (!instant_is_never(at) && !roster_holds(r, post, person, at))
            return at;
    }
    return INSTANT_NEVER;
}

/* One reply, while it is made. */
struct view {
    struct session *session;
    const struct roster *roster;
    const struct office *present; /* NULL: nothing is known of who signed on */
    bool past;
    struct instant at;
};

static void say(const struct view *v, const char *post, const struct buffer *fields)
{
    session_reply_more(v->session, 250, "%s %.*s", post, SLICE_ARG(buffer_slice(fields)));
}

static const struct watch *watch_of(const struct view *v, const struct post *post)
{
    return v->present ? office_watch(v->present, slice_of(post->id)) : NULL;
}

/* Is there anything to say of who has signed on? */
static bool is_watched(const struct view *v, const struct post *post)
{
    const struct watch *w = watch_of(v, post);

    return v->present && (post->grace.us > 0 || (w && w->n_on > 0));
}

static void say_present(const struct view *v, const struct post *post, const char *person,
                        struct buffer *fields)
{
    const struct attendance *a = watch_attendance(watch_of(v, post), slice_of(person));
    const struct person *p = rules_person(v->roster->rules, slice_of(person));
    struct instant seen = p && !v->past ? office_seen(v->present, p) : INSTANT_NONE;

    if (a)
        render_instant_field(fields, "on", a->since);
    else
        buffer_append_string(fields, " on=no");
    if (a && a->standin)
        render_text_field(fields, "standin", slice_of(a->standin));
    if (instant_is_set(seen))
        render_instant_field(fields, "seen", seen);
}

static void say_for(const struct person *p, struct buffer *fields)
{
    if (p)
        render_text_field(fields, "for", slice_of(p->id));
}

/* Whose turn it is, where a relief brought the person in; else NULL. */
static const struct person *relieved_by(const struct view *v, const struct post *post,
                                        const struct person *person)
{
    struct duty duties[ROSTER_MAX];
    size_t n = roster_duties(v->roster, post, v->at, duties);

    for (size_t i = 0; i < n; i++)
        if (duties[i].person == person && duties[i].rostered != person)
            return duties[i].rostered;
    return NULL;
}

static void say_person(const struct view *v, const struct post *post, const struct person *person)
{
    struct instant until = end_of_duty(v->roster, post, person, v->at);
    struct buffer fields = BUFFER_INIT;

    render_text_field(&fields, "person", slice_of(person->id));
    render_text_field(&fields, "name", slice_of(person->name));
    say_for(relieved_by(v, post, person), &fields);
    if (!instant_is_never(until))
        render_instant_field(&fields, "until", until);
    if (is_watched(v, post))
        say_present(v, post, person->id, &fields);
    say(v, post->id, &fields);
    buffer_deinit(&fields);
}

/* The next of those on the roster, from *i on, who has not signed on; NULL. */
static const struct person *next_missing(const struct watch *w, const struct person *const *people,
                                         size_t n, size_t *i)
{
    while (*i < n) {
        const struct person *p = people[(*i)++];
        if (!watch_attendance(w, slice_of(p->id)))
            return p;
    }
    return NULL;
}

/* Who has signed on and is not on the roster: was not relieved, or stands in. The first of them is
 * there for the first who is not, and so on. */
static void say_others(const struct view *v, const struct post *post,
                       const struct person *const *people, size_t n)
{
    const struct watch *w = watch_of(v, post);
    struct buffer fields = BUFFER_INIT;
    size_t missing = 0;

    for (size_t i = 0; w && i < w->n_on; i++) {
        const struct person *p = rules_person(v->roster->rules, slice_of(w->on[i].person));

        if (p && roster_holds(v->roster, post, p, v->at))
            continue;
        buffer_clear(&fields);
        render_text_field(&fields, "person", slice_of(w->on[i].person));
        if (p)
            render_text_field(&fields, "name", slice_of(p->name));
        buffer_append_string(&fields, " rostered=no");
        say_for(next_missing(w, people, n, &missing), &fields);
        say_present(v, post, w->on[i].person, &fields);
        say(v, post->id, &fields);
    }
    buffer_deinit(&fields);
}

/* Nobody has to hold it, and nobody does. */
static void say_nobody(const struct view *v, const struct post *post)
{
    struct instant until = roster_next_change(v->roster, post, v->at);
    struct buffer fields = BUFFER_INIT;

    buffer_append_string(&fields, "nobody");
    render_number_field(&fields, "places", 0);
    if (!instant_is_never(until))
        render_instant_field(&fields, "until", until);
    say(v, post->id, &fields);
    buffer_deinit(&fields);
}

static void say_vacant(const struct view *v, const struct post *post, size_t places)
{
    struct instant until = roster_next_change(v->roster, post, v->at);
    struct buffer fields = BUFFER_INIT;

    buffer_append_string(&fields, "vacant");
    render_number_field(&fields, "places", (long long)places);
    if (!instant_is_never(until))
        render_instant_field(&fields, "until", until);
    say(v, post->id, &fields);
    buffer_deinit(&fields);
}

static void say_post(const struct view *v, const struct post *post)
{
    const struct person *people[ROSTER_MAX];
    size_t n = roster_at(v->roster, post, v->at, people);
    const struct watch *w = watch_of(v, post);

    /* Who has handed the place over does not hold it any more; the others say for whom they are. */
    for (size_t i = 0; i < n; i++)
        if (!v->present || !office_has_handed_over(v->present, post, people[i], v->at))
            say_person(v, post, people[i]);
    say_others(v, post, people, n);
    if (n < post->staff)
        say_vacant(v, post, post->staff - n);
    else if (n == 0 && !(w && w->n_on))
        say_nobody(v, post);
}

void who_reply(struct session *s, const struct roster *r, const struct office *present, bool past,
               struct slice name, struct instant at, const char *tail)
{
    const struct view view = {s, r, present, past, at};
    const struct rules *rules = r->rules;
    const struct post *post = name.data ? rules_post(rules, name) : NULL;
    struct buffer time = BUFFER_INIT;

    if (name.data && !post) {
        command_reply_no_post(s, rules, name);
        return;
    }
    for (size_t i = 0; i < rules->n_posts; i++)
        if (!post || post == &rules->posts[i])
            say_post(&view, &rules->posts[i]);
    calendar_format(at, &time);
    session_reply(s, 250, "%zu posts at=%s%s", post ? (size_t)1 : rules->n_posts, time.data, tail);
    buffer_deinit(&time);
}
