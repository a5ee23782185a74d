/*
 * No step of a chain is lost, and none done twice, however it is edited while it runs. Told apart
 * from the office: by what the entries say, and by steps as texts.
 */
#include "sim.h"

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whom it names, in order of the letters. */
static void say_targets(const struct step *step, struct buffer *out)
{
    char **names = xcalloc(step->n_targets + 1, sizeof(*names));

    for (size_t t = 0; t < step->n_targets; t++) {
        const struct target *target = &step->targets[t];
        names[t] = target->kind == TARGET_POST     ? xasprintf("post %s", target->post->id)
                   : target->kind == TARGET_PERSON ? xasprintf("person %s", target->person->id)
                   : target->kind == TARGET_TEAM   ? xasprintf("team %s", target->team->id)
                                                   : xasprintf("rank %d", (int)target->rank);
    }
    qsort(names, step->n_targets, sizeof(*names), compare_texts);
    for (size_t t = 0; t < step->n_targets; t++) {
        buffer_printf(out, "%s,", names[t]);
        free(names[t]);
    }
    free(names);
}

/* "2 person p1,post post0,": the third of its chain that names these. To be freed. */
static char *say_step(const struct chain *chain, size_t at)
{
    struct buffer text = BUFFER_INIT, other = BUFFER_INIT;
    unsigned before = 0;
    char *said;

    say_targets(&chain->steps[at], &text);
    for (size_t n = 0; n < at; n++) {
        buffer_clear(&other);
        say_targets(&chain->steps[n], &other);
        before += slice_equal(buffer_slice(&other), buffer_slice(&text));
    }
    said = xasprintf("%u %.*s", before, SLICE_ARG(buffer_slice(&text)));
    buffer_deinit(&text);
    buffer_deinit(&other);
    return said;
}

/* Since its chain was started, by the entries before number n. */
static bool was_done(const struct sim *s, struct incident_id id, size_t n, const char *step)
{
    while (n-- > 0) {
        const struct entry *e = s->f->entries[n];
        if (!incident_id_equal(e->incident, id))
            continue;
        if (entry_field(e, FIELD_CHAIN))
            return false;
        if (n < s->n_done && s->done[n] && strcmp(s->done[n], step) == 0)
            return true;
    }
    return false;
}

/* The first step that was not done; n_steps if all were. */
static size_t first_left(const struct sim *s, struct incident_id id, const struct chain *chain)
{
    for (size_t n = 0; n < chain->n_steps; n++) {
        char *step = say_step(chain, n);
        bool done = was_done(s, id, s->n_shadow, step);
        free(step);
        if (!done)
            return n;
    }
    return chain->n_steps;
}

static void remember(struct sim *s, char *step)
{
    s->done = xgrow(s->done, &s->cap_done, s->n_shadow + 1, sizeof(*s->done));
    while (s->n_done < s->n_shadow)
        s->done[s->n_done++] = NULL;
    s->done[s->n_done++] = step;
}

/* As often as the last step says, no longer than the chain's limit. */
static void look_at_repeat(const struct sim *s, const struct incident *i, const struct chain *chain,
                           const struct entry *e)
{
    unsigned most = chain->steps[chain->n_steps - 1].repeat;

    if (chain->limit.us && !instant_before(e->at, instant_add(i->chain_start, chain->limit)))
        fail(s, "a repeat after the limit");
    if (entry_number(e, FIELD_ROUND, 0) > most && (most || !chain->limit.us))
        fail(s, "a repeat too many");
}

void look_at_step(struct sim *s, const struct entry *e)
{
    const struct incident *i = office_incident(s->shadow, e->incident);
    const struct chain *chain = rules_chain(s->f->rules, slice_of(i ? i->chain : ""));
    bool is_end = slice_equal_string(entry_text(e, FIELD_MARK), "end");
    size_t place = (size_t)entry_number(e, FIELD_STEP, 0), left;

    if (!i || i->state != INCIDENT_OPEN)
        fail(s, "a step for an incident that is not open");
    if (!chain && !is_end)
        fail(s, "a step of a chain that is gone");
    if (!chain)
        return;
    left = first_left(s, e->incident, chain);
    if (is_end) {
        if (left != chain->n_steps || place != chain->n_steps + 1)
            fail(s, "the chain ends, and a step is lost");
        return;
    }
    if (entry_number(e, FIELD_ROUND, 0) == 0) {
        if (place != left + 1)
            fail(s, "a step is lost, or done twice");
    } else if (left != chain->n_steps || place != chain->n_steps) {
        fail(s, "a repeat, and a step is lost");
    } else {
        look_at_repeat(s, i, chain, e);
    }
    remember(s, say_step(chain, place - 1));
}

void forget_steps(struct sim *s, size_t n)
{
    while (s->n_done > n)
        free(s->done[--s->n_done]);
}
