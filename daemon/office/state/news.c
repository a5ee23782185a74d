#include "office/state/news.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/names.h"

/* ---- values ---- */

struct before {
    bool was_known[FIELD_COUNT];
    struct field values[FIELD_COUNT]; /* texts are owned */
};

static void copy(const struct field *from, struct field *to)
{
    *to = *from;
    if (field_is_text(from->id))
        to->text.data = slice_dup(from->text);
}

static void drop(struct field *value)
{
    if (field_is_text(value->id))
        free((char *)value->text.data);
}

static bool is_as(const struct incident *i, enum field_id id, bool was_known,
                  const struct field *before)
{
    struct field now;
    bool is_known = incident_fact(i, id, &now);

    return is_known == was_known && (!is_known || field_equal(&now, before));
}

/* ---- what changes ---- */

struct before *news_look(const struct incident *i, const struct entry *e)
{
    struct before *b;

    if (!entry_field(e, FIELD_TELL))
        return NULL;
    b = xcalloc(1, sizeof(*b));
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        struct field now;

        if (!field_table[id].is_news || !incident_fact(i, id, &now))
            continue;
        b->was_known[id] = true;
        copy(&now, &b->values[id]);
    }
    return b;
}

/* What comes while notices are due goes with them. */
static struct news *add_to(struct incident *i, const struct entry *e)
{
    if (!i->news) {
        i->news = xcalloc(1, sizeof(*i->news));
        i->news->due = INSTANT_NEVER;
    }
    if (instant_is_never(i->news->due) || !instant_before(e->at, i->news->due))
        i->news->due = entry_instant(e, FIELD_TELL, e->at);
    return i->news;
}

void news_compare(struct office *o, struct incident *i, const struct entry *e, struct before *b)
{
    if (!b)
        return;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        struct news *news;

        if (!field_table[id].is_news)
            continue;
        if (is_as(i, id, b->was_known[id], &b->values[id])) {
            if (b->was_known[id])
                drop(&b->values[id]);
            continue;
        }
        news = add_to(i, e);
        news->changes = xgrow(news->changes, &news->cap, news->n + 1, sizeof(*news->changes));
        news->changes[news->n++] = (struct change){.seq = e->seq,
                                                   .by = office_intern(o, e->actor),
                                                   .field = id,
                                                   .was_known = b->was_known[id],
                                                   .before = b->values[id]};
    }
    free(b);
}

void news_shift(struct incident *i, struct span by)
{
    if (i->news)
        i->news->due = instant_add(i->news->due, by);
}

void news_free(struct incident *i)
{
    struct news *news = i->news;

    if (!news)
        return;
    for (size_t n = 0; n < news->n; n++)
        if (news->changes[n].was_known)
            drop(&news->changes[n].before);
    free(news->changes);
    free(news->known);
    free(news);
    i->news = NULL;
}

/* ---- who knows ---- */

static struct knowledge *find_knowledge(const struct news *news, const char *person)
{
    for (size_t n = 0; n < news->n_known; n++)
        if (news->known[n].person == person)
            return &news->known[n];
    return NULL;
}

void news_know(struct incident *i, const char *person, uint64_t seq)
{
    struct news *news = i->news;
    struct knowledge *k = news ? find_knowledge(news, person) : NULL;

    if (!news) /* whoever hears of it before anything changes has nothing to catch up with */
        return;
    if (!k) {
        news->known = xgrow(news->known, &news->cap_known, news->n_known + 1, sizeof(*news->known));
        k = &news->known[news->n_known++];
        *k = (struct knowledge){.person = person};
    }
    if (seq > k->seq)
        k->seq = seq;
}

/* The first change of the field that the person does not know of; who made one knows of it. */
static const struct change *first_unknown(const struct news *news, const char *person,
                                          enum field_id id)
{
    const struct knowledge *k = find_knowledge(news, person);

    for (size_t n = 0; n < news->n; n++) {
        const struct change *c = &news->changes[n];
        if (c->field == id && c->seq > (k ? k->seq : 0) && c->by != person)
            return c;
    }
    return NULL;
}

bool incident_is_news(const struct incident *i, const char *person, enum field_id id,
                      struct field *ret_before, bool *ret_known)
{
    const struct change *c = i->news ? first_unknown(i->news, person, id) : NULL;

    if (!c || is_as(i, id, c->was_known, &c->before))
        return false;
    *ret_known = c->was_known;
    *ret_before = c->before;
    return true;
}

static bool is_to_hear(const struct incident *i, const char *person)
{
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        struct field before;
        bool known;

        if (field_table[id].is_news && incident_is_news(i, person, id, &before, &known))
            return true;
    }
    return false;
}

/* The callouts, then who has taken it, if that is none of them. */
const char *incident_next_to_hear(const struct incident *i, size_t *at)
{
    const char *acker = i->state == INCIDENT_ACKED ? i->acker : NULL;

    if (!i->news || (i->state != INCIDENT_OPEN && !acker))
        return NULL;
    while (*at < i->n_callouts) {
        const struct callout *c = &i->callouts[(*at)++];
        if (!callout_is_under_way(c) && (callout_may_come(c) || c->person == acker) &&
            is_to_hear(i, c->person))
            return c->person;
    }
    if (*at > i->n_callouts || !acker || incident_callout(i, slice_of(acker)))
        return NULL;
    ++*at;
    return is_to_hear(i, acker) ? acker : NULL;
}

struct instant incident_news_due(const struct incident *i)
{
    size_t at = 0;

    return incident_next_to_hear(i, &at) ? i->news->due : INSTANT_NEVER;
}

struct instant incident_wake(const struct incident *i)
{
    struct instant wake = instant_min(i->chain_due, incident_news_due(i));

    for (size_t n = 0; n < i->n_callouts; n++)
        wake = instant_min(wake, i->callouts[n].due);
    return wake;
}

uint64_t incident_last_change(const struct incident *i)
{
    return i->news && i->news->n ? i->news->changes[i->news->n - 1].seq : 0;
}
