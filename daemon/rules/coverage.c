#include "rules/coverage.h"

#include <string.h>

void coverage_stretch(const struct roster *r, const struct post *post, struct instant from,
                      struct instant end, struct stretch *ret_stretch)
{
    struct stretch s = {.from = from, .to = from};

    s.n_people = roster_at(r, post, from, s.people);
    for (;;) {
        const struct person *people[ROSTER_MAX];

        s.to = instant_min(roster_next_change(r, post, s.to), end);
        if (!instant_before(s.to, end) || roster_at(r, post, s.to, people) != s.n_people ||
            memcmp(people, s.people, s.n_people * sizeof(const struct person *)) != 0)
            break;
    }
    *ret_stretch = s;
}

void coverage_print_time(struct instant at, struct buffer *out)
{
    static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    int64_t day = date_to_days(calendar_date(at)) % 7;
    struct buffer text = BUFFER_INIT;

    calendar_format(at, &text); /* "2026-11-23T08:30:…" */
    buffer_printf(out, "%s %.5s %.5s", days[day < 0 ? day + 7 : day], text.data + 5,
                  text.data + 11);
    buffer_deinit(&text);
}

void coverage_print_more(size_t n, struct buffer *out)
{
    if (n == 1)
        buffer_append_string(out, ", and once more");
    else
        buffer_printf(out, ", and %zu times more", n);
    buffer_printf(out, " within %d days", COVERAGE_DAYS);
}

static void print_stretch(const struct post *post, const struct stretch *s, struct buffer *out)
{
    buffer_append_string(out, "  ");
    coverage_print_time(s->from, out);
    buffer_append_string(out, "  to  ");
    coverage_print_time(s->to, out);
    buffer_append_string(out, "  ");
    for (size_t i = 0; i < s->n_people; i++)
        buffer_printf(out, "%s%s", i > 0 ? ", " : "", s->people[i]->id);
    if (s->n_people < post->staff)
        buffer_printf(out, "%s%zu of %u", s->n_people > 0 ? "  -- only " : "-- only ", s->n_people,
                      post->staff);
    else if (s->n_people == 0)
        buffer_append_string(out, "nobody");
    buffer_append_char(out, '\n');
}

void coverage_print(const struct rules *rules, struct instant now, unsigned days,
                    struct buffer *out)
{
    struct roster roster = {.rules = rules};
    struct date today = calendar_date(now);
    struct instant end = calendar_instant(date_from_days(date_to_days(today) + (int64_t)days), 0);

    for (size_t i = 0; i < rules->n_posts; i++) {
        const struct post *post = &rules->posts[i];
        struct stretch s = {.to = now};

        buffer_printf(out, "%s%s (%s), %u at a time\n", i > 0 ? "\n" : "", post->id, post->title,
                      post->staff);
        while (instant_before(s.to, end)) {
            coverage_stretch(&roster, post, s.to, end, &s);
            print_stretch(post, &s, out);
        }
    }
}
