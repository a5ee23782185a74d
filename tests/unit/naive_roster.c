#include "naive_roster.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MANY 16

struct hand { /* of one rotation */
    const struct rotation *r;
    bool on;
    struct date began;     /* the date of the duty that is on */
    bool started;          /* the start has come */
    long crossed;          /* days that count, up to the latest duty and with it */
    long counted_in_cycle; /* of these, since the turn went on */
    long turn;
};

struct naive {
    const struct roster *roster;
    const struct post *post;
    struct hand hands[MANY];
    int64_t shown; /* the furthest local minute that the wall has shown */
    char text[ROSTER_MAX + 1];
};

static int compare_dates(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

static struct date day_number(int64_t days)
{
    return date_from_days(days);
}

/* The weekday by the C library, at noon UTC of that date. */
static int weekday(struct date d)
{
    struct tm tm = {
        .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day, .tm_hour = 12};
    time_t t = timegm(&tm);

    gmtime_r(&t, &tm);
    return tm.tm_wday;
}

static bool is_wanted(const struct naive *n, unsigned days, struct date d)
{
    const struct special_days *s = &n->roster->rules->special;
    int wday = weekday(d);
    bool holiday = false, make_up = false, workday;

    for (size_t i = 0; i < s->n; i++) {
        if (compare_dates(day_number(s->days[i].day), d) == 0)
            *(s->days[i].holiday ? &holiday : &make_up) = true;
    }
    workday = make_up || (wday >= 1 && wday <= 5 && !holiday);
    if (days == DAYS_EVERY)
        return true;
    if (days & 1U << (wday == 0 ? 6 : wday - 1))
        return true;
    return ((days & DAYS_HOLIDAY) && holiday) || ((days & DAYS_WORKDAY) && workday) ||
           ((days & DAYS_RESTDAY) && !workday);
}

static int length_of_month(int year, int month)
{
    int day = 31;

    while (!date_is_valid((struct date){year, month, day}))
        day--;
    return day;
}

/* Does a new month of the rotation begin on that date? */
static bool is_month_day(const struct rotation *r, struct date d, long *months)
{
    int last = length_of_month(d.year, d.month);
    int day = r->start.day < last ? r->start.day : last;

    *months = (d.year - r->start.year) * 12L + d.month - r->start.month;
    return d.day == day;
}

/* The hour of the rotation has come on that date. */
static void begin(const struct naive *n, struct hand *h, struct date d)
{
    const struct rotation *r = h->r;
    bool wanted;
    long months;

    if (compare_dates(d, r->start) < 0)
        return;
    wanted = is_wanted(n, r->days, d);
    if (r->unit == CYCLE_MONTHS) {
        if (h->started && is_month_day(r, d, &months) && months % (long)r->every == 0)
            h->turn++;
    } else if (!r->count_active || wanted) {
        if (h->counted_in_cycle == (long)r->every) {
            h->turn++;
            h->counted_in_cycle = 0;
        }
        h->counted_in_cycle++;
    }
    h->started = true;
    h->on = wanted;
    h->began = d;
}

static void show_minute(struct naive *n, int64_t local)
{
    struct date d = date_from_days(local / 1440);
    int minute = (int)(local % 1440);

    for (size_t i = 0; i < n->post->n_rotations; i++) {
        struct hand *h = &n->hands[i];

        if (minute == (h->r->whole_day ? h->r->from : h->r->to))
            h->on = false;
        if (minute == h->r->from)
            begin(n, h, d);
    }
}

static bool is_within(const struct period *p, struct date began, int64_t minute)
{
    if (p->by_day)
        return compare_dates(began, date_from_days(p->first)) >= 0 &&
               compare_dates(began, date_from_days(p->last)) <= 0;
    return p->from.us <= minute * 60000000 && minute * 60000000 < p->to.us;
}

static const struct person *replace(const struct naive *n, const struct person *p,
                                    const struct relief *reliefs, size_t count, struct date began,
                                    int64_t minute)
{
    for (size_t i = 0; i < count; i++) {
        if (reliefs[i].post == n->post && reliefs[i].out == p &&
            is_within(&reliefs[i].period, began, minute))
            p = reliefs[i].in;
    }
    return p;
}

static void add(struct naive *n, const struct person *p, struct date began, int64_t minute)
{
    size_t len = strlen(n->text);

    p = replace(n, p, n->post->reliefs, n->post->n_reliefs, began, minute);
    p = replace(n, p, n->roster->reliefs, n->roster->n_reliefs, began, minute);
    for (size_t i = 0; i < p->n_leave; i++) {
        if (is_within(&p->leave[i], began, minute))
            return;
    }
    if (strchr(n->text, p->id[0]))
        return;
    n->text[len] = p->id[0];
    n->text[len + 1] = '\0';
}

struct naive *naive_new(const struct roster *r, const struct post *post, int64_t first_minute)
{
    struct naive *n = calloc(1, sizeof(*n));
    time_t t = (time_t)(first_minute * 60);
    struct tm tm;

    localtime_r(&t, &tm);
    n->roster = r;
    n->post = post;
    n->shown = date_to_days((struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday}) * 1440 +
               tm.tm_hour * 60 + tm.tm_min - 1;
    for (size_t i = 0; i < post->n_rotations; i++)
        n->hands[i].r = &post->rotations[i];
    return n;
}

void naive_free(struct naive *n)
{
    free(n);
}

const char *naive_minute(struct naive *n, int64_t minute)
{
    time_t t = (time_t)(minute * 60);
    struct tm tm;
    int64_t wall;

    localtime_r(&t, &tm);
    wall = date_to_days((struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday}) * 1440 +
           tm.tm_hour * 60 + tm.tm_min;
    /* Each local minute that the wall passes for the first time, jumped over or not. */
    while (n->shown < wall)
        show_minute(n, ++n->shown);
    n->text[0] = '\0';
    for (size_t i = 0; i < n->post->n_rotations; i++) {
        const struct hand *h = &n->hands[i];

        if (!h->on)
            continue;
        if (h->r->instead)
            n->text[0] = '\0';
        for (size_t p = 0; p < h->r->turns[h->turn % (long)h->r->n_turns].n_people; p++)
            add(n, h->r->turns[h->turn % (long)h->r->n_turns].people[p], h->began, minute);
    }
    return n->text;
}
