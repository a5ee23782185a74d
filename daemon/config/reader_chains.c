#include "config/reader_chains.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/reader_people.h"
#include "config/reader_posts.h"

#define REPEATS 10000 /* of a last step at most */

/* Can a page reach the person? Yes also when that is not known, for an error. */
static bool is_reachable(const struct reader *r, const struct person *p)
{
    return p->n_contacts > 0 || !reader_is_sure(r, p);
}

/* ---- teams ---- */

static void read_member(struct reader *r, const config_setting_t *s, struct team *team)
{
    const char *id = config_setting_get_string(s);
    const struct person *p;

    if (!id) {
        reader_error(r, s, "a member of a team is no text; write the id of a person in quotes");
        return;
    }
    p = reader_person(r, s, id);
    for (size_t i = 0; p && i < team->n_people; i++) {
        if (team->people[i] == p) {
            reader_error(r, s, "%s is in team \"%s\" twice; take one out", id, team->id);
            p = NULL;
        }
    }
    if (p)
        team->people[team->n_people++] = p;
}

static void read_team(struct reader *r, const config_setting_t *g, struct team *team)
{
    const config_setting_t *list = NULL;
    size_t n, n_reached = 0, errors = r->n_errors;

    if (reader_take(r, g, SECTION_TEAM, team))
        list = reader_member(g, SECTION_TEAM, "people");
    if (team->id && rules_team(r->rules, slice_of(team->id)))
        reader_error(r, g, "a second team \"%s\"; an id names one team", team->id);
    reader_name(&team->id, &team->name);
    n = reader_count(list);
    team->people = xcalloc(n + 1, sizeof(*team->people));
    for (size_t i = 0; i < n; i++)
        read_member(r, reader_item(list, i), team);
    for (size_t i = 0; i < team->n_people; i++) {
        reader_want(r, team->people[i]);
        n_reached += is_reachable(r, team->people[i]);
    }
    if (n_reached == 0 && errors == r->n_errors)
        reader_warn_line(r, config_setting_source_line(g),
                         "team \"%s\" reaches nobody; name somebody with a contact", team->id);
}

static void read_teams(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "teams");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->teams = xcalloc(n + 1, sizeof(*rules->teams));
    for (size_t i = 0; i < n; i++) {
        read_team(r, reader_item(list, i), &rules->teams[i]);
        rules->n_teams = i + 1;
    }
}

static const struct team *find_team(struct reader *r, const config_setting_t *s, struct slice id)
{
    const struct rules *rules = r->rules;
    const struct team *team = rules_team(rules, id);
    const char **ids;

    if (team)
        return team;
    ids = xcalloc(rules->n_teams + 1, sizeof(*ids));
    for (size_t i = 0; i < rules->n_teams; i++)
        ids[i] = rules->teams[i].id;
    reader_unknown(r, s, "team", id, ids, "add it to teams");
    return NULL;
}

/* ---- targets ---- */

static bool reach_post(const struct reader *r, const struct post *post)
{
    if (!r->post_good[post - r->rules->posts])
        return true;
    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct rotation *rotation = &post->rotations[i];

        for (size_t j = 0; j < rotation->n_turns; j++)
            for (size_t k = 0; k < rotation->turns[j].n_people; k++)
                if (is_reachable(r, rotation->turns[j].people[k]))
                    return true;
    }
    return false;
}

static bool reach_rank(struct reader *r, enum rank rank)
{
    bool reached = false;

    for (size_t i = 0; i < r->rules->n_people; i++) {
        const struct person *p = &r->rules->people[i];
        bool meant = p->rank == rank || !reader_is_sure(r, p);

        if (meant)
            reader_want(r, p);
        reached = reached || (meant && is_reachable(r, p));
    }
    return reached;
}

/* Is there anybody, by the rules, whom the target can mean and a page can reach? Those it means are
 * wanted; those of posts and teams are so already. */
static bool reach(struct reader *r, const struct target *t)
{
    switch (t->kind) {
    case TARGET_PERSON:
        reader_want(r, t->person);
        return is_reachable(r, t->person);
    case TARGET_POST:
        return reach_post(r, t->post);
    case TARGET_RANK:
        return reach_rank(r, t->rank);
    case TARGET_TEAM:
        for (size_t i = 0; i < t->team->n_people; i++)
            if (is_reachable(r, t->team->people[i]))
                return true;
        return false;
    }
    return false;
}

static bool read_rank(struct reader *r, const config_setting_t *s, struct slice name,
                      enum rank *ret_rank)
{
    if (rank_from_slice(name, ret_rank))
        return true;
    reader_error(
        r, s,
        "there is no rank \"%.*s\"; write service, observer, officer, supervisor, leader or "
        "admin",
        SLICE_ARG(name));
    return false;
}

static bool read_target(struct reader *r, const config_setting_t *s, struct target *t)
{
    const char *text = config_setting_get_string(s);
    struct slice rest = slice_of(text), kind = slice_cut(&rest, ':');
    const char *id = text ? rest.data : NULL;

    *t = (struct target){0};
    if (text && strchr(text, ':') && slice_equal_string(kind, "post")) {
        t->kind = TARGET_POST;
        t->post = reader_post(r, s, id);
        return t->post != NULL;
    }
    if (text && strchr(text, ':') && slice_equal_string(kind, "person")) {
        t->kind = TARGET_PERSON;
        t->person = reader_person(r, s, id);
        return t->person != NULL;
    }
    if (text && strchr(text, ':') && slice_equal_string(kind, "rank")) {
        t->kind = TARGET_RANK;
        return read_rank(r, s, rest, &t->rank);
    }
    if (text && strchr(text, ':') && slice_equal_string(kind, "team")) {
        t->kind = TARGET_TEAM;
        t->team = find_team(r, s, rest);
        return t->team != NULL;
    }
    reader_error(r, s,
                 "%s%s%s is not a valid target; write \"post:ID\", \"person:ID\", \"team:ID\" or "
                 "\"rank:RANK\"",
                 text ? "\"" : "this", text ? text : "", text ? "\"" : "");
    return false;
}

bool read_targets(struct reader *r, const config_setting_t *s, struct target **ret_targets,
                  size_t *ret_n)
{
    bool single = s && config_setting_type(s) == CONFIG_TYPE_STRING, reached = !s;
    size_t given = single ? 1 : reader_count(s), n = 0;
    struct target *targets = xcalloc(given + 1, sizeof(*targets));

    for (size_t i = 0; i < given; i++) {
        if (read_target(r, single ? s : reader_item(s, i), &targets[n]))
            reached = reach(r, &targets[n++]) || reached;
        else
            reached = true;
    }
    *ret_targets = targets;
    *ret_n = n;
    return reached;
}

/* ---- chains ---- */

static bool read_step(struct reader *r, const config_setting_t *g, bool last, struct step *step)
{
    const config_setting_t *repeat;
    bool reached;

    if (!reader_take(r, g, SECTION_STEP, step))
        return true;
    repeat = config_setting_get_member(g, "repeat");
    if (step->repeat > 0 && !last)
        reader_error(r, repeat, "\"repeat\" in a step before the last; only the last step repeats");
    if (step->repeat > 0 && !config_setting_get_member(g, "every"))
        reader_error(r, repeat,
                     "\"repeat\" without \"every\"; write how long to wait between, as "
                     "in every = \"5m\"");
    reached =
        read_targets(r, reader_member(g, SECTION_STEP, "notify"), &step->targets, &step->n_targets);
    if (!reached)
        reader_warn_line(r, config_setting_source_line(g),
                         "this step reaches nobody, so catch_all is paged in its place; name "
                         "somebody with a contact");
    return reached;
}

/* When the last step is done, if nobody answers. */
static struct span length_of(const struct chain *chain)
{
    struct span length = {0};

    for (size_t i = 0; i < chain->n_steps; i++)
        length.us += chain->steps[i].after.us;
    return length;
}

static void check_limit(struct reader *r, const config_setting_t *g, struct chain *chain)
{
    const config_setting_t *s = reader_member(g, SECTION_CHAIN, "limit");
    const struct step *last = chain->n_steps ? &chain->steps[chain->n_steps - 1] : NULL;
    struct span length = length_of(chain), every = CHAIN_EVERY;
    struct buffer text = BUFFER_INIT;

    if (chain->limit.us == 0 || !last)
        return;
    if (last->every.us)
        every = last->every;
    if (chain->limit.us <= length.us) {
        span_format(length, &text);
        reader_error(
            r, s,
            "limit = \"%s\" is over before the last step, which comes after %s; raise it, or "
            "take it out",
            config_setting_get_string(s), text.data);
    } else if ((chain->limit.us - length.us) / every.us > REPEATS) {
        reader_error(r, s,
                     "limit = \"%s\" means %lld repeats of the last step; at most %d are possible: "
                     "lower it, or raise \"every\"",
                     config_setting_get_string(s),
                     (long long)((chain->limit.us - length.us) / every.us), REPEATS);
    }
    buffer_deinit(&text);
}

static void read_chain(struct reader *r, const config_setting_t *g, struct chain *chain)
{
    bool is_group = reader_take(r, g, SECTION_CHAIN, chain), reached = false;
    const config_setting_t *list;
    size_t n;

    if (chain->id && rules_chain(r->rules, slice_of(chain->id)))
        reader_error(r, g, "a second chain \"%s\"; an id names one chain", chain->id);
    if (!chain->id)
        chain->id = xstrdup("");
    if (!is_group)
        return;
    list = reader_member(g, SECTION_CHAIN, "steps");
    n = reader_count(list);
    chain->steps = xcalloc(n + 1, sizeof(*chain->steps));
    r->steps = xrealloc(r->steps, (r->n_steps + n + 1) * sizeof(*r->steps));
    for (; chain->n_steps < n; chain->n_steps++) {
        const config_setting_t *step = reader_item(list, chain->n_steps);

        bool one = read_step(r, step, chain->n_steps + 1 == n, &chain->steps[chain->n_steps]);

        r->steps[r->n_steps++] = (struct step_ref){config_setting_source_line(step), !one};
        reached = one || reached;
    }
    check_limit(r, g, chain);
    if (n > 0 && !reached)
        reader_error(r, g, "chain \"%s\" reaches nobody; name somebody with a contact", chain->id);
}

static void read_all_chains(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "chains");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->chains = xcalloc(n + 1, sizeof(*rules->chains));
    for (size_t i = 0; i < n; i++) {
        read_chain(r, reader_item(list, i), &rules->chains[i]);
        rules->n_chains = i + 1;
    }
}

void read_chains(struct reader *r)
{
    const config_setting_t *catch_all = reader_member(r->root, SECTION_TOP, "catch_all");
    const config_setting_t *drill_to = reader_member(r->root, SECTION_TOP, "drill_to");
    struct rules *rules = r->rules;

    read_teams(r);
    read_all_chains(r);
    if (!read_targets(r, catch_all, &rules->catch_all, &rules->n_catch_all))
        reader_error(r, catch_all, "catch_all reaches nobody; name somebody with a contact");
    if (!read_targets(r, drill_to, &rules->drill_to, &rules->n_drill_to))
        reader_error(r, drill_to, "drill_to reaches nobody; name somebody with a contact");
}
