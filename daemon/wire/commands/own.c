#include "wire/commands/own.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"

bool command_own_instant(struct session *s, const struct request *r, const char *name,
                         struct instant *ret_instant)
{
    const struct line_field *f = line_find(r->line, name);

    if (!f || calendar_parse(f->value, r->now, ret_instant))
        return true;
    session_reply(s, 501,
                  "%s is a time that exists: \"2026-11-23 10:15\", 10:15 (today) or "
                  "2026-11-23T10:15:00+08:00, not \"%.*s\"",
                  name, SLICE_ARG(f->value));
    return false;
}

bool command_own_number(struct session *s, const struct request *r, const char *name, long long min,
                        long long max, long long *ret_number)
{
    const struct line_field *f = line_find(r->line, name);

    if (!f || slice_to_number(f->value, min, max, ret_number))
        return true;
    if (max == INT64_MAX)
        session_reply(s, 501, "%s is a whole number from %lld, not \"%.*s\"", name, min,
                      SLICE_ARG(f->value));
    else
        session_reply(s, 501, "%s is a whole number from %lld to %lld, not \"%.*s\"", name, min,
                      max, SLICE_ARG(f->value));
    return false;
}

bool command_parse_incident(struct session *s, const struct request *r, struct slice text,
                            struct incident_id *ret_id)
{
    if (incident_id_parse(text, calendar_date(r->now).year, ret_id))
        return true;
    session_reply(s, 501, "\"%.*s\" is no incident; write 2026-000123, or 123 for this year's",
                  SLICE_ARG(text));
    return false;
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
