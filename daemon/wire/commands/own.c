#include "wire/commands/own.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "office/log/value.h"
#include "wire/commands/numbers.h"

struct time_frame command_time_frame(const struct request *r)
{
    const struct line_field *sure = command_takes_time(r->info) ? line_find(r->line, "sure") : NULL;
    struct time_frame frame = {.now = r->now};

    if (sure)
        value_parse_flag(sure->value, &frame.sure);
    return frame;
}

static enum time_sense sense_of(const struct command_info *info, const char *name)
{
    for (const struct own_field *own = info->own; own && own->name; own++)
        if (slice_equal_string(slice_of(name), own->name))
            return own->time;
    return TIME_NONE;
}

bool command_own_time(struct session *s, const struct request *r, const char *name,
                      struct instant begin, struct instant *ret_instant)
{
    const struct line_field *f = line_find(r->line, name);
    struct time_frame frame = command_time_frame(r);
    struct buffer why = BUFFER_INIT;
    bool good;

    frame.begin = begin;
    good =
        !f || typed_time_read(f->value, sense_of(r->info, name), &frame, name, ret_instant, &why);
    if (!good)
        session_reply(s, 501, "%.*s", SLICE_ARG(buffer_slice(&why)));
    buffer_deinit(&why);
    return good;
}

bool command_own_range(struct session *s, const struct request *r, struct instant *ret_since,
                       struct instant *ret_until)
{
    return command_own_time(s, r, "since", INSTANT_NONE, ret_since) &&
           command_own_time(s, r, "until", *ret_since, ret_until);
}

bool command_own_number(struct session *s, const struct request *r, const char *name, long long min,
                        long long max, long long *ret_number)
{
    const struct line_field *f = line_find(r->line, name);

    if (!f || value_parse_number(f->value, min, max, ret_number))
        return true;
    if (max == INT64_MAX)
        session_reply(s, 501, "%s is a whole number from %lld, not \"%.*s\"", name, min,
                      SLICE_ARG(f->value));
    else
        session_reply(s, 501, "%s is a whole number from %lld to %lld, not \"%.*s\"", name, min,
                      max, SLICE_ARG(f->value));
    return false;
}

bool command_own_grade(struct session *s, const struct request *r, long long *ret_grade)
{
    const struct line_field *f = line_find(r->line, "grade");
    struct buffer why = BUFFER_INIT;
    struct field grade;
    bool good =
        !f || field_parse(FIELD_GRADE, f->value, &(struct time_frame){.now = r->now}, &grade, &why);

    if (f && good)
        *ret_grade = grade.number;
    else if (!good)
        session_reply(s, 501, "%.*s", SLICE_ARG(buffer_slice(&why)));
    buffer_deinit(&why);
    return good;
}

/* An incident said by its number alone. False: replied. */
static bool find_year(struct session *s, const struct request *r, struct incident_id *id)
{
    const struct office *office = desk_office(session_desk(s));
    struct buffer one = BUFFER_INIT, two = BUFFER_INIT;
    struct incident_id other;
    struct number_said said = {id->number, (r->info->flags & COMMAND_ENDED) != 0};
    bool is_clear = office_number_means(office, said, r->now, id, &other);

    if (!is_clear) {
        incident_id_format(*id, &one);
        incident_id_format(other, &two);
        session_reply(s, 501, "%u can be %s or %s, which are both open: write one of them",
                      other.number, one.data, two.data);
    }
    buffer_deinit(&one);
    buffer_deinit(&two);
    return is_clear;
}

bool command_parse_incident(struct session *s, const struct request *r, struct slice text,
                            struct incident_id *ret_id)
{
    struct slice number = text;
    struct incident_id id;

    if (slice_starts_with(text, SLICE("#")))
        number = (struct slice){text.data + 1, text.len - 1};
    if (!incident_id_parse(number, 0, &id)) {
        if (numbers_count(text) > 1) {
            session_reply(s, 501, "\"%.*s\" is more than one incident: send a line for each",
                          SLICE_ARG(text));
            return false;
        }
        session_reply(s, 501, "\"%.*s\" is no incident; write %d-000123, or 123 for this year's",
                      SLICE_ARG(text), calendar_date(r->now).year);
        return false;
    }
    if (!id.year && !find_year(s, r, &id))
        return false;
    *ret_id = id;
    return true;
}

void command_reply_no_post(struct session *s, const struct rules *rules, struct slice said)
{
    const char **names = xcalloc(rules->n_posts + 1, sizeof(*names));
    const char *nearest;

    for (size_t i = 0; i < rules->n_posts; i++)
        names[i] = rules->posts[i].id;
    nearest = words_nearest(said, names);
    session_reply(s, 554, "there is no post %.*s%s%s", SLICE_ARG(said),
                  nearest ? "; the nearest is " : "", nearest ? nearest : "");
    free(names);
}

bool command_own_post(struct session *s, const struct request *r, const struct rules *rules,
                      const struct post **ret_post)
{
    const struct line_field *said = line_find(r->line, "post");
    const struct post *post = said ? rules_post(rules, said->value) : NULL;

    if (said && !post) {
        command_reply_no_post(s, rules, said->value);
        return false;
    }
    *ret_post = post;
    return true;
}
