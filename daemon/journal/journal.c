#include "journal/journal.h"

const char *journal_state_to_string(enum journal_state state)
{
    static const char *const names[] = {[JOURNAL_OPENING] = "opening",
                                        [JOURNAL_READY] = "ready",
                                        [JOURNAL_STALLED] = "stalled",
                                        [JOURNAL_AWAY] = "away"};

    return names[state];
}

const char *journal_state_trouble(enum journal_state state)
{
    static const char *const words[] = {[JOURNAL_OPENING] = "is being opened",
                                        [JOURNAL_READY] = "",
                                        [JOURNAL_STALLED] = "does not answer",
                                        [JOURNAL_AWAY] = "is away"};

    return words[state];
}

void journal_free(struct journal *j)
{
    if (j)
        j->ops->free(j);
}

void journal_append(struct journal *j, struct entry *e)
{
    j->ops->append(j, e);
}

void journal_keep_live(struct journal *j, struct live_changes *changes)
{
    j->ops->keep_live(j, changes);
}

bool journal_is_full(const struct journal *j)
{
    return j->ops->is_full(j);
}

bool journal_is_idle(const struct journal *j)
{
    return j->ops->is_idle(j);
}

void journal_probe(struct journal *j)
{
    j->ops->probe(j);
}

struct journal_stats journal_get_stats(const struct journal *j)
{
    struct journal_stats stats = {0};

    j->ops->get_stats(j, &stats);
    return stats;
}

uint64_t journal_query(struct journal *j, const struct journal_query *q, journal_on_entries f,
                       void *arg)
{
    return j->ops->query(j, q, f, arg);
}

uint64_t journal_query_incidents(struct journal *j, const struct journal_incident_query *q,
                                 journal_on_incidents f, void *arg)
{
    return j->ops->query_incidents(j, q, f, arg);
}

uint64_t journal_verify(struct journal *j, uint64_t first, journal_on_verdict f, void *arg)
{
    return j->ops->verify(j, first, f, arg);
}

void journal_cancel(struct journal *j, uint64_t ticket)
{
    j->ops->cancel(j, ticket);
}
