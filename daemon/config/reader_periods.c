#include "config/reader_periods.h"

#include <string.h>

#include "base/mem.h"
#include "config/key_types.h"
#include "config/reader_people.h"
#include "config/reader_posts.h"

#define HOLIDAY_MOST 366 /* days of one */

/* ---- holidays and workdays ---- */

static void add_special(struct reader *r, int64_t day, bool holiday, size_t *cap)
{
    struct special_days *s = &r->rules->special;

    s->days = xgrow(s->days, cap, s->n + 2, sizeof(*s->days)); /* one more, for the count */
    s->days[s->n++] = (struct special_day){.day = day, .holiday = holiday};
}

static void read_holiday(struct reader *r, const config_setting_t *g, size_t *cap)
{
    const char *from, *to;
    struct date first, last;
    int64_t day, end;

    if (!reader_take(r, g, SECTION_HOLIDAY, NULL))
        return;
    from = reader_text(g, SECTION_HOLIDAY, "from");
    to = reader_text(g, SECTION_HOLIDAY, "to");
    if (!date_parse(slice_of(from), &first) || !date_parse(slice_of(to ? to : from), &last))
        return;
    day = date_to_days(first);
    end = date_to_days(last);
    if (end < day)
        reader_error(r, g, "the holiday ends on %s, before it begins on %s; put them in order", to,
                     from);
    else if (end - day >= HOLIDAY_MOST)
        reader_error(r, g, "a holiday of %lld days; at most %d are possible",
                     (long long)(end - day + 1), HOLIDAY_MOST);
    else
        for (; day <= end; day++)
            add_special(r, day, true, cap);
}

static void read_workday(struct reader *r, const config_setting_t *s, size_t n_holidays,
                         size_t *cap)
{
    const struct special_days *special = &r->rules->special;
    const char *text = config_setting_get_string(s);
    struct date date;
    int64_t day;

    if (!text || !date_parse(slice_of(text), &date)) {
        reader_error(
            r, s,
            "%s%s%s is not a valid date; write a date that exists in quotes, as in \"2026-10-10\"",
            text ? "workday \"" : "a workday", text ? text : "", text ? "\"" : "");
        return;
    }
    day = date_to_days(date);
    for (size_t i = 0; i < n_holidays; i++) {
        if (special->days[i].day == day) {
            reader_error(r, s, "%s is a workday, and a holiday, too; take one out", text);
            return;
        }
    }
    add_special(r, day, false, cap);
}

static void read_special_days(struct reader *r)
{
    const config_setting_t *holidays = reader_top(r, "holidays");
    const config_setting_t *workdays = reader_top(r, "workdays");
    size_t cap = 0, n_holidays;

    for (size_t i = 0; i < reader_count(holidays); i++)
        read_holiday(r, reader_item(holidays, i), &cap);
    n_holidays = r->rules->special.n;
    for (size_t i = 0; i < reader_count(workdays); i++)
        read_workday(r, reader_item(workdays, i), n_holidays, &cap);
}

/* ---- leave and relief ---- */

static bool read_period(struct reader *r, const config_setting_t *g, enum section section,
                        struct period *ret_period)
{
    const char *from = reader_text(g, section, "from"), *to = reader_text(g, section, "to");
    struct period p = {0};
    struct date first, last;
    bool from_is_date, to_is_date;

    if (!from || !to || !when_parse(slice_of(from), &from_is_date) ||
        !when_parse(slice_of(to), &to_is_date))
        return false;
    if (from_is_date != to_is_date) {
        reader_error(r, config_setting_get_member(g, "to"),
                     "one of \"from\" and \"to\" is a date, the other a time; write two dates for "
                     "whole duties, or two times");
        return false;
    }
    p.by_day = from_is_date;
    if (p.by_day && date_parse(slice_of(from), &first) && date_parse(slice_of(to), &last)) {
        p.first = date_to_days(first);
        p.last = date_to_days(last);
    } else {
        calendar_parse(slice_of(from), &p.from);
        calendar_parse(slice_of(to), &p.to);
    }
    if (p.by_day ? p.last < p.first : !instant_before(p.from, p.to)) {
        reader_error(r, config_setting_get_member(g, "to"),
                     "\"to\" is not after \"from\"; put them in order");
        return false;
    }
    *ret_period = p;
    return true;
}

static const struct person *read_who(struct reader *r, const config_setting_t *g,
                                     enum section section, const char *name)
{
    const config_setting_t *s = reader_member(g, section, name);

    return s ? reader_person(r, s, config_setting_get_string(s)) : NULL;
}

static void read_leave(struct reader *r, const config_setting_t *g)
{
    const struct person *who;
    struct person *person;
    struct period period;

    if (!reader_take(r, g, SECTION_LEAVE, NULL))
        return;
    who = read_who(r, g, SECTION_LEAVE, "person");
    if (!read_period(r, g, SECTION_LEAVE, &period) || !who)
        return;
    person = &r->rules->people[who - r->rules->people];
    person->leave = xrealloc(person->leave, (person->n_leave + 1) * sizeof(*person->leave));
    r->leaves[r->n_leaves] = (struct leave_ref){person, person->n_leave};
    r->leave_lines[r->n_leaves++] = config_setting_source_line(g);
    person->leave[person->n_leave++] = period;
}

static void read_relief(struct reader *r, const config_setting_t *g)
{
    const config_setting_t *s;
    const struct post *found = NULL;
    struct relief relief = {0};
    struct post *post;
    bool good;

    if (!reader_take(r, g, SECTION_RELIEF, NULL))
        return;
    s = reader_member(g, SECTION_RELIEF, "post");
    if (s)
        found = reader_post(r, s, config_setting_get_string(s));
    relief.out = read_who(r, g, SECTION_RELIEF, "out");
    relief.in = read_who(r, g, SECTION_RELIEF, "in");
    good = read_period(r, g, SECTION_RELIEF, &relief.period);
    if (found && relief.in && reader_is_sure(r, relief.in) && relief.in->rank < found->rank)
        reader_error(r, config_setting_get_member(g, "in"),
                     "%s is %s, but post %s asks for %s; name somebody of that rank", relief.in->id,
                     rank_to_string(relief.in->rank), found->id, rank_to_string(found->rank));
    if (relief.in && relief.in == relief.out)
        reader_error(r, g, "%s is relieved by the same person; name somebody else", relief.in->id);
    if (!good || !found || !relief.in || !relief.out)
        return;
    reader_want(r, relief.in);
    post = &r->rules->posts[found - r->rules->posts];
    relief.post = post;
    relief.reason = xstrdup_or_null(reader_text(g, SECTION_RELIEF, "reason"));
    post->reliefs = xrealloc(post->reliefs, (post->n_reliefs + 1) * sizeof(*post->reliefs));
    r->reliefs[r->n_reliefs] = (struct relief_ref){post, post->n_reliefs};
    r->relief_lines[r->n_reliefs++] = config_setting_source_line(g);
    post->reliefs[post->n_reliefs++] = relief;
}

void read_periods(struct reader *r)
{
    const config_setting_t *leaves = reader_top(r, "leave");
    const config_setting_t *reliefs = reader_top(r, "relief");

    read_special_days(r);
    r->leaves = xcalloc(reader_count(leaves) + 1, sizeof(*r->leaves));
    r->leave_lines = xcalloc(reader_count(leaves) + 1, sizeof(*r->leave_lines));
    for (size_t i = 0; i < reader_count(leaves); i++)
        read_leave(r, reader_item(leaves, i));
    r->reliefs = xcalloc(reader_count(reliefs) + 1, sizeof(*r->reliefs));
    r->relief_lines = xcalloc(reader_count(reliefs) + 1, sizeof(*r->relief_lines));
    for (size_t i = 0; i < reader_count(reliefs); i++)
        read_relief(r, reader_item(reliefs, i));
    rules_prepare(r->rules);
}
