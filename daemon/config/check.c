/* What is wrong only as a whole. */
#include "config/coverage.h"
#include "config/reader.h"

static void tell_gap(struct reader *r, size_t post, struct instant from, struct instant to,
                     size_t fewest, bool open)
{
    const struct post *p = &r->rules->posts[post];
    struct buffer text = BUFFER_INIT;

    buffer_append_string(&text, "from ");
    coverage_print_time(from, &text);
    buffer_append_string(&text, open ? " to the end of the next 30 days, " : " to ");
    coverage_print_time(to, &text);
    reader_error_line(r, r->post_lines[post],
                      "post \"%s\" is held by %zu of %u people %s; add people, or a rotation for "
                      "that time, or lower staff",
                      p->id, fewest, p->staff, text.data);
    buffer_deinit(&text);
}

/* Each stretch of time with too few people, once, however the people change within it. */
static void check_coverage(struct reader *r, size_t post)
{
    const struct post *p = &r->rules->posts[post];
    int64_t today = date_to_days(calendar_date(r->now));
    struct instant end = calendar_instant(date_from_days(today + COVERAGE_DAYS), 0);
    struct instant from = INSTANT_NEVER;
    struct roster roster = {.rules = r->rules};
    struct stretch s = {.to = r->now};
    size_t fewest = 0;

    while (instant_before(s.to, end)) {
        coverage_stretch(&roster, p, s.to, end, &s);
        if (s.n_people >= p->staff) {
            if (!instant_is_never(from))
                tell_gap(r, post, from, s.from, fewest, false);
            from = INSTANT_NEVER;
            continue;
        }
        if (instant_is_never(from) || s.n_people < fewest)
            fewest = s.n_people;
        from = instant_min(from, s.from);
    }
    if (!instant_is_never(from))
        tell_gap(r, post, from, end, fewest, true);
}

void check_whole(struct reader *r)
{
    const struct rules *rules = r->rules;

    for (size_t i = 0; rules->zone && i < rules->n_posts; i++) {
        if (r->post_good[i])
            check_coverage(r, i);
    }
    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        if (r->wanted[i] && p->n_contacts == 0)
            reader_warn_line(r, r->person_lines[i],
                             "%s is on a roster or in a chain but cannot be reached; add sms or "
                             "contacts",
                             p->id);
    }
}
