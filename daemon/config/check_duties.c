#include "config/check_duties.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/coverage.h"
#include "rules/shifts.h"

/* The first fault of one kind, and how many there are. */
struct finding {
    const struct post *a, *b; /* of a double booking */
    struct instant from, to;
    size_t n;
};

static void note(struct finding *f, struct instant from, struct instant to)
{
    if (f->n++ == 0) {
        f->from = from;
        f->to = to;
    }
}

/* " from Mon 11-23 08:30 to Tue 11-24 08:30, and 3 times more within 30 days" */
static char *when(const struct finding *f)
{
    struct buffer text = BUFFER_INIT;

    coverage_print_time(f->from, &text);
    buffer_append_string(&text, " to ");
    coverage_print_time(f->to, &text);
    if (f->n > 1)
        coverage_print_more(f->n - 1, &text);
    return buffer_steal(&text);
}

/* ---- leave ---- */

static unsigned leave_line(const struct reader *r, const struct shift *s)
{
    for (size_t i = 0; i < r->n_leaves; i++) {
        const struct person *p = r->leaves[i].person;

        if (p == s->duty.person &&
            period_covers(&p->leave[r->leaves[i].index], s->duty.day, s->from))
            return r->leave_lines[i];
    }
    return 1;
}

static void report_leave(struct reader *r, const struct shift *s)
{
    struct finding f = {.from = s->from, .to = s->to, .n = 1};
    char *text = when(&f);

    reader_warn_line(r, leave_line(r, s),
                     "%s is on leave, but due at post \"%s\" from %s; name who takes their "
                     "place in relief",
                     s->duty.person->id, s->post->id, text);
    free(text);
}

/* ---- two places at a time ---- */

#define PAIRS 8 /* pairs of posts reported for one person; the others are only counted */

struct doubles {
    struct finding found[PAIRS];
    size_t n, more;
};

/* NULL: there are enough. */
static struct finding *find_pair(struct doubles *d, const struct post *a, const struct post *b)
{
    for (size_t i = 0; i < d->n; i++) {
        struct finding *f = &d->found[i];

        if ((f->a == a && f->b == b) || (f->a == b && f->b == a))
            return f;
    }
    if (d->n == PAIRS)
        return NULL;
    d->found[d->n] = (struct finding){.a = a, .b = b};
    return &d->found[d->n++];
}

static void report_double(struct reader *r, unsigned line, const char *person,
                          const struct finding *f)
{
    char *text = when(f);

    if (f->a == f->b)
        reader_warn_line(r, line,
                         "%s is in post \"%s\" twice at once, and counts once, from %s; put "
                         "somebody else in one of the rotations",
                         person, f->a->id, text);
    else
        reader_warn_line(r, line,
                         "%s is in posts \"%s\" and \"%s\" at once from %s; put somebody else in "
                         "one of them",
                         person, f->a->id, f->b->id, text);
    free(text);
}

static void note_double(struct doubles *d, const struct shift *s, const struct shift *other,
                        struct instant now)
{
    struct instant from = instant_max(other->from, now), to = instant_min(s->to, other->to);
    struct finding *f;

    if (!instant_before(from, to))
        return;
    f = find_pair(d, s->post, other->post);
    if (f)
        note(f, from, to);
    else
        d->more++;
}

/* The shifts are one person's, in the order in which they begin. */
static void check_doubles(struct reader *r, unsigned line, const struct shift *s, size_t n)
{
    struct doubles d = {0};

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n && instant_before(s[j].from, s[i].to); j++)
            note_double(&d, &s[i], &s[j], r->now);
    }
    for (size_t i = 0; i < d.n; i++)
        report_double(r, line, s->duty.person->id, &d.found[i]);
    if (d.more)
        reader_warn_line(r, line, "%s is in two other posts at a time %zu times more",
                         s->duty.person->id, d.more);
}

/* ---- too long, too soon ---- */

static void report_limits(struct reader *r, unsigned line, const char *person,
                          const struct finding *longs, const struct finding *rests)
{
    struct buffer limit = BUFFER_INIT;
    char *text;

    if (longs->n > 0) {
        text = when(longs);
        span_format(r->rules->limit_continuous, &limit);
        reader_warn_line(r, line, "%s is on duty without a break from %s; limits.continuous is %s",
                         person, text, limit.data);
        free(text);
    }
    buffer_clear(&limit);
    if (rests->n > 0) {
        text = when(rests);
        span_format(r->rules->limit_rest, &limit);
        reader_warn_line(r, line, "%s rests only from %s; limits.rest is %s", person, text,
                         limit.data);
        free(text);
    }
    buffer_deinit(&limit);
}

static void check_limits(struct reader *r, unsigned line, const struct shift *s, size_t n)
{
    int64_t continuous = r->rules->limit_continuous.us, rest = r->rules->limit_rest.us;
    struct finding longs = {0}, rests = {0};
    struct instant from = INSTANT_NEVER, to = INSTANT_NEVER;

    for (size_t i = 0; i <= n; i++) {
        if (i < n && s[i].post->standby)
            continue;
        if (i < n && !instant_is_never(from) && !instant_before(to, s[i].from)) {
            if (instant_before(to, s[i].to))
                to = s[i].to;
            continue;
        }
        if (!instant_is_never(from) && continuous > 0 && instant_before(r->now, to) &&
            instant_since(to, from).us > continuous)
            note(&longs, from, to);
        if (i < n && !instant_is_never(from) && rest > 0 && instant_before(r->now, s[i].from) &&
            instant_since(s[i].from, to).us < rest)
            note(&rests, to, s[i].from);
        if (i < n) {
            from = s[i].from;
            to = s[i].to;
        }
    }
    report_limits(r, line, s->duty.person->id, &longs, &rests);
}

static int compare(const void *a, const void *b)
{
    const struct shift *x = a, *y = b;

    if (x->duty.person != y->duty.person)
        return x->duty.person < y->duty.person ? -1 : 1;
    if (x->from.us != y->from.us)
        return x->from.us < y->from.us ? -1 : 1;
    return x->to.us < y->to.us ? -1 : x->to.us > y->to.us;
}

void check_duties(struct reader *r, struct instant until)
{
    struct roster roster = {.rules = r->rules};
    struct span back = {-(r->rules->limit_continuous.us + r->rules->limit_rest.us)};
    struct instant from = instant_add(r->now, back);
    struct shift_list list = {0};
    size_t n = 0, next;

    for (size_t i = 0; i < r->rules->n_posts; i++)
        shifts_collect(&roster, &r->rules->posts[i], from, until, &list);
    for (size_t i = 0; i < list.n; i++) {
        if (!list.shifts[i].duty.on_leave)
            list.shifts[n++] = list.shifts[i];
        else if (instant_before(r->now, list.shifts[i].to))
            report_leave(r, &list.shifts[i]);
    }
    if (n > 0)
        qsort(list.shifts, n, sizeof(*list.shifts), compare);
    for (size_t i = 0; i < n; i = next) {
        const struct person *person = list.shifts[i].duty.person;
        unsigned line = r->person_lines[person - r->rules->people];

        for (next = i; next < n && list.shifts[next].duty.person == person;)
            next++;
        check_doubles(r, line, &list.shifts[i], next - i);
        check_limits(r, line, &list.shifts[i], next - i);
    }
    shift_list_deinit(&list);
}
