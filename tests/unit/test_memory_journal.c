#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/memory.h"

struct told {
    struct journal *journal;
    uint64_t durable, replayed, last_seq, bad;
    size_t begun, readies, states, answers, n;
    enum journal_answer answer;
    bool appends_more;
};

static struct entry *make(uint64_t seq, enum entry_kind kind, const char *key)
{
    const struct entry_head head = {.seq = seq,
                                    .at = {(int64_t)seq * 1000000},
                                    .kind = kind,
                                    .incident = {2026, kind == ENTRY_CONFIG ? 0 : 7},
                                    .actor = SLICE("li.wei"),
                                    .key = slice_of(key)};
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_TEXT, SLICE("x")),
                                   FIELD_TEXT_OF(FIELD_DIGEST, SLICE("abc")),
                                   FIELD_TEXT_OF(FIELD_COMMAND, SLICE("00000000000000fe"))};

    return entry_new(&head, fields, 3);
}

static void on_replay(void *arg, const struct entry *e)
{
    struct told *t = arg;

    cr_expect_eq(e->seq, t->replayed + 1);
    t->replayed++;
}

static void on_replay_begin(void *arg)
{
    ((struct told *)arg)->begun++;
}

static void on_ready(void *arg, uint64_t last_seq, uint64_t checkpoint, bool distrusted)
{
    struct told *t = arg;

    cr_expect(checkpoint == 0 && !distrusted);
    t->readies++;
    t->last_seq = last_seq;
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct told *t = arg;

    for (size_t i = 0; i < n; i++)
        cr_expect_eq(entries[i]->seq, ++t->durable);
    if (t->appends_more)
        journal_append(t->journal, make(t->durable + 1, ENTRY_NOTE, NULL));
    t->appends_more = false;
}

static void on_state(void *arg, enum journal_state state, const char *reason)
{
    (void)state;
    (void)reason;
    ((struct told *)arg)->states++;
}

static void on_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                       size_t n, size_t more)
{
    (void)more;

    struct told *t = arg;

    (void)entries;
    t->answers++;
    t->answer = answer;
    t->n = n;
}

static void on_incidents(void *arg, enum journal_answer answer,
                         const struct journal_incident_row *rows, size_t n, size_t more)
{
    (void)more;

    struct told *t = arg;

    t->answers++;
    t->answer = answer;
    t->n = n;
    cr_expect(n == 0 || slice_equal_string(rows[0].state, "closed"));
}

static void on_verdict(void *arg, const struct journal_verdict *v)
{
    struct told *t = arg;

    t->answers++;
    t->answer = v->answer;
    t->bad = v->bad;
}

static struct journal *make_journal(struct told *t)
{
    const struct journal_listener listener = {.on_replay = on_replay,
                                              .on_replay_begin = on_replay_begin,
                                              .on_ready = on_ready,
                                              .on_durable = on_durable,
                                              .on_state = on_state,
                                              .arg = t};

    *t = (struct told){.journal = memory_journal_new(&listener)};
    memory_journal_open(t->journal);
    return t->journal;
}

Test(memory_journal, nothing_is_durable_before_flush)
{
    struct told t;
    struct journal *j = make_journal(&t);

    cr_expect(t.readies == 1 && t.last_seq == 0);
    journal_append(j, make(1, ENTRY_REPORT, NULL));
    journal_append(j, make(2, ENTRY_NOTE, NULL));
    cr_expect(t.durable == 0 && !journal_is_idle(j));
    t.appends_more = true;
    cr_expect(memory_journal_flush(j));
    cr_expect_eq(t.durable, 2);
    cr_expect_eq(journal_get_stats(j).pending, 1, "appended in on_durable");
    cr_expect(memory_journal_flush(j));
    cr_expect_eq(t.durable, 3);
    cr_expect(!memory_journal_flush(j) && journal_is_idle(j));
    journal_free(j);
}

Test(memory_journal, opens_again_with_what_was_durable)
{
    struct told t;
    struct journal *j = make_journal(&t);

    journal_append(j, make(1, ENTRY_REPORT, NULL));
    journal_append(j, make(2, ENTRY_NOTE, "k"));
    journal_append(j, make(3, ENTRY_CONFIG, NULL));
    memory_journal_flush(j);
    journal_append(j, make(4, ENTRY_NOTE, NULL)); /* lost in the crash */
    memory_journal_open(j);
    cr_expect(t.replayed == 3 && t.readies == 2 && t.last_seq == 3);
    cr_expect_eq(t.begun, 2);
    cr_expect(journal_is_idle(j));
    journal_append(j, make(4, ENTRY_NOTE, NULL));
    memory_journal_flush(j);
    cr_expect_eq(t.durable, 4);
    journal_free(j);
}

Test(memory_journal, away_keeps_entries)
{
    struct told t;
    struct journal *j = make_journal(&t);

    memory_journal_set_away(j, true);
    memory_journal_set_away(j, true);
    cr_expect_eq(t.states, 1);
    journal_append(j, make(1, ENTRY_REPORT, NULL));
    journal_query(j, &(struct journal_query){.limit = 1}, on_entries, &t);
    memory_journal_flush(j);
    cr_expect(t.durable == 0 && t.answers == 1 && t.answer == JOURNAL_ANSWER_PARTIAL);
    memory_journal_set_away(j, false);
    memory_journal_flush(j);
    cr_expect(t.durable == 1 && t.states == 2);
    journal_free(j);
}

Test(memory_journal, answers_reads_at_flush)
{
    struct told t;
    struct journal *j = make_journal(&t);
    uint64_t ticket;

    journal_append(j, make(1, ENTRY_REPORT, NULL));
    journal_append(j, make(2, ENTRY_CLOSE, NULL));
    journal_query(j, &(struct journal_query){.by_kind = true, .kinds = {[ENTRY_CLOSE] = true}},
                  on_entries, &t);
    cr_expect_eq(t.answers, 0);
    memory_journal_flush(j);
    cr_expect(t.answers == 1 && t.n == 1 && t.answer == JOURNAL_ANSWER_WHOLE);
    journal_query_incidents(j, &(struct journal_incident_query){.limit = 5}, on_incidents, &t);
    memory_journal_flush(j);
    cr_expect(t.answers == 2 && t.n == 1);
    ticket = journal_query(j, &(struct journal_query){.limit = 1}, on_entries, &t);
    journal_cancel(j, ticket);
    memory_journal_flush(j);
    cr_expect_eq(t.answers, 2, "it was cancelled");
    journal_free(j);
}

Test(memory_journal, verify_finds_what_was_changed)
{
    struct told t;
    struct journal *j = make_journal(&t);

    for (uint64_t seq = 1; seq <= 5; seq++)
        journal_append(j, make(seq, ENTRY_NOTE, NULL));
    memory_journal_flush(j);
    journal_verify(j, 1, on_verdict, &t);
    memory_journal_flush(j);
    cr_expect(t.answers == 1 && t.bad == 0);
    memory_journal_tamper(j, 3, SLICE("{\"text\":\"y\"}"));
    journal_verify(j, 1, on_verdict, &t);
    memory_journal_flush(j);
    cr_expect_eq(t.bad, 3);
    journal_verify(j, 4, on_verdict, &t);
    memory_journal_flush(j);
    cr_expect_eq(t.bad, 0);
    journal_free(j);
}
