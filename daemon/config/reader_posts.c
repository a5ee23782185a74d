#include "config/reader_posts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/key_types.h"
#include "config/reader_people.h"
#include "rules/roster.h"

static void add_member(struct reader *r, const config_setting_t *s, const struct post *post,
                       struct turn *turn)
{
    const char *id = config_setting_get_string(s);
    const struct person *p;

    if (!id) {
        reader_error(r, s,
                     "a turn is neither a person nor a group; write \"li.wei\" or (\"li.wei\", "
                     "\"chen.yu\")");
        return;
    }
    p = reader_person(r, s, id);
    if (!p)
        return;
    reader_want(r, p);
    if (reader_is_sure(r, p) && p->rank < post->rank)
        reader_error(r, s, "%s is %s, but post %s asks for %s; name somebody of that rank", id,
                     rank_to_string(p->rank), post->id, rank_to_string(post->rank));
    for (size_t i = 0; i < turn->n_people; i++) {
        if (turn->people[i] == p)
            reader_error(r, s, "%s is in the same turn twice; take one out", id);
    }
    turn->people[turn->n_people++] = p;
}

static void read_turn(struct reader *r, const config_setting_t *s, const struct post *post,
                      struct turn *turn)
{
    bool group = config_setting_is_list(s) || config_setting_is_array(s);
    size_t n = group ? reader_count(s) : 1;

    turn->people = xcalloc(n + 1, sizeof(const struct person *));
    if (n == 0 || n > ROSTER_MAX) {
        reader_error(r, s, "a turn of %zu people; 1 to %d are possible", n, ROSTER_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++)
        add_member(r, group ? reader_item(s, i) : s, post, turn);
}

static void read_hours(struct reader *r, const config_setting_t *g, struct rotation *rotation)
{
    const config_setting_t *handover = config_setting_get_member(g, "handover");
    const config_setting_t *from = config_setting_get_member(g, "from");
    const config_setting_t *to = config_setting_get_member(g, "to");

    if (handover && (from || to))
        reader_error(r, handover,
                     "both \"handover\" and \"from\" or \"to\"; write handover for "
                     "whole days, from and to for a part of each");
    else if (!handover && !from && !to)
        reader_error(r, g,
                     "a rotation has no hours; write handover = \"08:30\" for whole days, or "
                     "from and to");
    else if (!handover && (!from || !to))
        reader_error(r, g, "a rotation has only one of \"from\" and \"to\"; write both");
    rotation->whole_day = handover != NULL;
    if (handover &&
        minutes_parse(slice_of(reader_text(g, SECTION_ROTATION, "handover")), &rotation->from))
        rotation->to = rotation->from;
}

static void read_cycle(struct reader *r, const config_setting_t *g, struct rotation *rotation)
{
    struct cycle cycle = {.every = 1};

    cycle_parse(slice_of(reader_text(g, SECTION_ROTATION, "every")), &cycle);
    rotation->every = cycle.every;
    rotation->unit = cycle.months ? CYCLE_MONTHS : CYCLE_DAYS;
    if (rotation->count_active && rotation->unit == CYCLE_MONTHS)
        reader_error(r, config_setting_get_member(g, "count"),
                     "count = \"active\" counts days, and every = \"%s\" does not; write every in "
                     "days or weeks, or take count out",
                     reader_text(g, SECTION_ROTATION, "every"));
}

static void read_rotation(struct reader *r, const config_setting_t *g, const struct post *post,
                          struct rotation *rotation)
{
    const config_setting_t *list;
    size_t n;

    rotation->every = 1;
    rotation->start = (struct date){1970, 1, 1};
    if (!reader_take(r, g, SECTION_ROTATION, rotation))
        return;
    read_hours(r, g, rotation);
    read_cycle(r, g, rotation);
    list = reader_member(g, SECTION_ROTATION, "people");
    n = reader_count(list);
    rotation->turns = xcalloc(n + 1, sizeof(*rotation->turns));
    for (; rotation->n_turns < n; rotation->n_turns++)
        read_turn(r, reader_item(list, rotation->n_turns), post,
                  &rotation->turns[rotation->n_turns]);
}

static size_t largest_turn(const struct rotation *rotation)
{
    size_t most = 0;

    for (size_t i = 0; i < rotation->n_turns; i++) {
        if (rotation->turns[i].n_people > most)
            most = rotation->turns[i].n_people;
    }
    return most;
}

static void read_post(struct reader *r, const config_setting_t *g, struct post *post)
{
    bool is_group = reader_take(r, g, SECTION_POST, post);
    const config_setting_t *list;
    size_t most = 0;

    if (post->id && rules_post(r->rules, slice_of(post->id)))
        reader_error(r, g, "a second post \"%s\"; an id names one post", post->id);
    reader_name(&post->id, &post->title);
    if (!is_group)
        return;
    list = reader_member(g, SECTION_POST, "rotations");
    post->rotations = xcalloc(reader_count(list) + 1, sizeof(*post->rotations));
    for (size_t i = 0; i < reader_count(list); i++) {
        read_rotation(r, reader_item(list, i), post, &post->rotations[i]);
        post->n_rotations = i + 1;
        most += largest_turn(&post->rotations[i]);
    }
    if (most > ROSTER_MAX)
        reader_error(r, g, "post \"%s\" may be held by %zu people at a time; at most %d", post->id,
                     most, ROSTER_MAX);
}

/* ---- the test of the paging ---- */

static const struct post *first_post(const struct rules *rules)
{
    for (size_t i = 0; i < rules->n_posts; i++)
        if (rules->posts[i].rank == RANK_OFFICER)
            return &rules->posts[i];
    return rules->n_posts ? &rules->posts[0] : NULL;
}

static void check_selftest(struct reader *r)
{
    struct rules *rules = r->rules;
    const struct post *first = first_post(rules);

    if (rules->selftest_post)
        reader_post(r, reader_top(r, "selftest_post"), rules->selftest_post);
    else if (first)
        rules->selftest_post = xstrdup(first->id);
    else
        rules->selftest_at = -1;
}

void read_posts(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "posts");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->posts = xcalloc(n + 1, sizeof(*rules->posts));
    r->post_lines = xcalloc(n + 1, sizeof(*r->post_lines));
    r->post_good = xcalloc(n + 1, sizeof(*r->post_good));
    for (size_t i = 0; i < n; i++) {
        const config_setting_t *g = reader_item(list, i);
        size_t errors = r->n_errors;

        read_post(r, g, &rules->posts[i]);
        r->post_good[i] = r->n_errors == errors;
        r->post_lines[i] = config_setting_source_line(g);
        rules->n_posts = i + 1;
    }
    check_selftest(r);
}

const struct post *reader_post(struct reader *r, const config_setting_t *at, const char *id)
{
    const struct rules *rules = r->rules;
    const struct post *post = id[0] ? rules_post(rules, slice_of(id)) : NULL;
    const char **ids;

    if (post)
        return post;
    ids = xcalloc(rules->n_posts + 1, sizeof(*ids));
    for (size_t i = 0; i < rules->n_posts; i++)
        ids[i] = rules->posts[i].id;
    reader_unknown(r, at, "post", slice_of(id), ids, "add it to posts");
    return NULL;
}
