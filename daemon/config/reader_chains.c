/* Chains, and the catch-all. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "config/reader.h"

/* Can a page reach the person? Yes also when that is not known, for an error. */
static bool is_reachable(const struct reader *r, const struct person *p)
{
    return p->n_contacts > 0 || !reader_is_sure(r, p);
}

/* Is there anybody, by the rules, whom the target can mean and a page can reach? Those it means are
 * wanted. */
static bool reach(struct reader *r, const struct target *t)
{
    bool reached = t->kind == TARGET_POST && !r->post_good[t->post - r->rules->posts];

    for (size_t i = 0; i < r->rules->n_people; i++) {
        const struct person *p = &r->rules->people[i];
        bool meant = t->kind == TARGET_PERSON
                         ? t->person == p
                         : t->kind == TARGET_RANK && (t->rank == p->rank || !reader_is_sure(r, p));

        if (meant)
            reader_want(r, p);
        reached = reached || (meant && is_reachable(r, p));
    }
    for (size_t i = 0; t->kind == TARGET_POST && i < t->post->n_rotations; i++) {
        const struct rotation *rotation = &t->post->rotations[i];

        for (size_t j = 0; j < rotation->n_turns; j++) {
            for (size_t k = 0; k < rotation->turns[j].n_people; k++)
                reached = reached || is_reachable(r, rotation->turns[j].people[k]);
        }
    }
    return reached;
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
        if (rank_from_slice(rest, &t->rank))
            return true;
        reader_error(r, s,
                     "there is no rank \"%s\"; write service, observer, officer, supervisor, "
                     "leader or admin",
                     id);
        return false;
    }
    if (text && strchr(text, ':') && slice_equal_string(kind, "team"))
        reader_error(r, s,
                     "\"team:\" is not supported by this version yet; name a post or persons");
    else
        reader_error(r, s, "%s%s%s is no target; write \"post:ID\", \"person:ID\" or \"rank:RANK\"",
                     text ? "\"" : "this", text ? text : "", text ? "\"" : "");
    return false;
}

/* Reads a list of targets, or one by itself. Returns true when a page to them can reach somebody
 * (or when there was an error: then it is not known). */
static bool read_targets(struct reader *r, const config_setting_t *s, struct target **ret_targets,
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

    if (!reader_check(r, g, SECTION_STEP))
        return true;
    repeat = config_setting_get_member(g, "repeat");
    step->after = reader_span(g, SECTION_STEP, "after");
    step->repeat = reader_number(g, SECTION_STEP, "repeat");
    step->every = reader_span(g, SECTION_STEP, "every");
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

static void read_chain(struct reader *r, const config_setting_t *g, struct chain *chain)
{
    const config_setting_t *list;
    const char *id;
    bool reached = false;
    size_t n;

    if (!reader_check(r, g, SECTION_CHAIN))
        return;
    id = reader_text(g, SECTION_CHAIN, "id");
    if (id && rules_chain(r->rules, slice_of(id)))
        reader_error(r, g, "a second chain \"%s\"; an id names one chain", id);
    chain->id = xstrdup(id ? id : "");
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
    if (n > 0 && !reached)
        reader_error(r, g, "chain \"%s\" reaches nobody; name somebody with a contact", chain->id);
}

static void read_all_chains(struct reader *r)
{
    const config_setting_t *list = reader_list(r, "chains");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->chains = xcalloc(n + 1, sizeof(*rules->chains));
    for (size_t i = 0; i < n; i++) {
        read_chain(r, reader_item(list, i), &rules->chains[i]);
        if (!rules->chains[i].id)
            rules->chains[i].id = xstrdup("");
        rules->n_chains = i + 1;
    }
}

void read_chains(struct reader *r)
{
    const config_setting_t *s = reader_member(r->root, SECTION_TOP, "catch_all");

    read_all_chains(r);
    if (!read_targets(r, s, &r->rules->catch_all, &r->rules->n_catch_all))
        reader_error(r, s, "catch_all reaches nobody; name somebody with a contact");
}
