/* What the daemon reads at its start is the office that it had: compared after each act of random
 * duty, with the real database. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/office_fixture.h"
#include "base/mem.h"
#include "journal/query.h"
#include "journal_help.h"
#include "office/state/presence.h"

#define ACTS 120

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:2:60s", "person c officer sms:1:60s",      \
        "person boss leader sms:1:60s", "person director leader sms:1:60s", "person chief leader"
#define CHAINS                                                                                     \
    "chain up 0s=post:leader 5m=person:director*2@10m", "chain all 0s=post:officer",               \
        "route - absence up leader 30m", "route - rollcall up leader 0s",                          \
        "route - - all officer 40m", "catch person:director", NULL

static const char *const offices[][20] = {
    {PEOPLE, "post officer officer a/b grace=10m rollcalls=3 limit=5m remind=9h",
     "post leader leader boss", "selftest 15:00 officer 20m", CHAINS},
    {PEOPLE, "post officer officer a+b/c+b grace=30m staff=2",
     "post leader leader boss/chief grace=5m", "selftest 23:50 leader 10m", CHAINS},
    {PEOPLE, "post officer officer c/a rollcalls=6 limit=9m", "post desk officer b grace=1h",
     "post leader leader chief/boss", CHAINS},
};

static const char *const acts[] = {
    "a on duty=officer",
    "b on duty=officer",
    "c on duty=officer",
    "boss on duty=leader",
    "chief on duty=leader",
    "b on duty=desk",
    "boss on duty=officer",
    "a off duty=officer",
    "b off duty=officer",
    "c off duty=officer",
    "boss off duty=officer person=a",
    "chief off duty=leader",
    "b off duty=desk",
    "a handover duty=officer to=b text=x",
    "b handover duty=officer to=a text=x",
    "c handover duty=officer to=boss text=x",
    "a handover duty=officer to=c text=x",
    "boss handover duty=leader to=chief text=x",
    "a take duty=officer",
    "b take duty=officer",
    "c take duty=officer",
    "boss take duty=officer",
    "chief take duty=leader",
    "a refuse duty=officer reason=no",
    "b refuse duty=officer reason=no",
    "boss relieve duty=officer out=a in=c until=23:59 reason=ill",
    "boss relieve duty=officer out=b in=c until=23:59 reason=ill",
    "chief relieve duty=leader out=boss in=director until=23:59 reason=ill",
    "boss rollcall duty=officer",
    "boss rollcall duty=leader",
    "a here",
    "b here",
    "c here",
    "boss ack",
    "director ack",
    "boss close outcome=x",
    "a decline",
    "boss reopen reason=x",
    "director escalate",
    "a report text=water",
    "b log text=quiet",
    "c log text=rain",
    "boss standing text=gauge",
    "chief standing until=23:59 text=river",
    "clock 1h",
    "clock -1h",
    "clock 3m",
    "clock -1d",
    "clock 1d",
    "+1m",
    "+7m",
    "+40m",
    "+3h",
    "+9h",
    "+20h",
    "+1m",
    "+7m",
    "+40m",
    "+3h",
    "+9h",
};

/* The journal's clock is the fixture's. */
static struct fixture *played;

static struct instant now_played(void *arg)
{
    (void)arg;
    return played->now;
}

static struct instant monotonic(void *arg)
{
    (void)arg;
    return clock_monotonic(&clock_system);
}

static const struct clock clock_played = {.now = now_played, .monotonic = monotonic};

static struct entry *copy_of(const struct entry *e)
{
    struct entry_head head = entry_head_of(e);

    return entry_decode(&head, e->body);
}

/* As the desk does for an incident that the office has let go. */
static void recall(struct place *p, const struct entry *e)
{
    if (e->kind == ENTRY_REPORT || office_incident(p->office, e->incident))
        return;
    for (size_t i = 0; i < played->n_entries && played->entries[i]->seq < e->seq; i++)
        if (incident_id_equal(played->entries[i]->incident, e->incident))
            office_recall(p->office, played->entries[i]);
}

/* Every few lives a checkpoint, of which the office in the test knows too: the next start reads
 * what is live as of it, and the log since. */
static void checkpoint(struct place *p, size_t *written)
{
    const struct command c = {.verb = VERB_CHECKPOINT};

    fixture_command(played, &c);
    (*written)++;
    place_checkpoint(p);
}

/* It read what was live as of the last checkpoint and the log since, and nothing else. */
static void expect_short_start(const struct place *p, uint64_t checkpoint)
{
    cr_expect(p->checkpoint == checkpoint && !p->distrusted && p->begun == 0,
              "the checkpoint is entry %llu, the start read that of entry %llu",
              (unsigned long long)checkpoint, (unsigned long long)p->checkpoint);
    cr_expect_eq(p->replayed, p->last_seq - checkpoint);
}

/* Writes what is new, ends the journal, and opens it again. */
static void restart(struct place *p, size_t *written)
{
    static unsigned lives;
    static uint64_t last_checkpoint;

    for (; *written < played->n_entries; (*written)++) {
        struct entry *e = copy_of(played->entries[*written]);

        if (e->incident.year)
            recall(p, e);
        office_apply(p->office, e);
        p->appended = e->seq;
        journal_append(p->journal, e);
    }
    if (lives++ % 3 == 0) {
        checkpoint(p, written);
        last_checkpoint = p->appended;
    }
    place_wait_durable(p);
    place_stop(p);
    while (place_sql(p, "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
                        "where l.locktype = 'advisory' and d.datname = current_database()") > 0)
        continue; /* else the next one waits for the lock */
    rules_unref(p->rules);
    p->rules = rules_ref(played->rules);
    place_start(p);
    expect_short_start(p, last_checkpoint);
}

static void act(uint64_t *seed, char *what, size_t size, bool with_clock)
{
    struct random_source random = random_seeded(seed);
    size_t n = (size_t)random_below(&random, sizeof(acts) / sizeof(*acts) + 3);

    if (n < sizeof(acts) / sizeof(*acts)) {
        snprintf(what, size, "%s", acts[n]);
        if (with_clock || strncmp(what, "clock", 5) != 0)
            fixture_act(played, what);
        return;
    }
    n -= sizeof(acts) / sizeof(*acts);
    snprintf(what, size, "rules %zu", n);
    fixture_act(played, "- config digest=x config=y");
    fixture_use(played, fixture_rules(offices[n]));
}

static void compare(struct place *p, unsigned long long seed, unsigned step, const char *what)
{
    struct buffer why = BUFFER_INIT;

    cr_expect(office_live_equal(played->office, p->office, &why), "seed %llu, act %u, \"%s\": %s",
              seed, step, what, why.data ? why.data : "");
    cr_expect(office_next_due(played->office).us <= played->now.us ||
                  office_next_due(p->office).us <= played->now.us ||
                  office_next_due(played->office).us == office_next_due(p->office).us ||
                  office_next_due(p->office).us == INSTANT_NONE.us,
              "seed %llu, act %u, \"%s\": due at another time", seed, step, what);
    buffer_deinit(&why);
}

/* ---- who was there ---- */

struct answer {
    size_t n;
    uint64_t seqs[64];
    size_t got;
};

static void on_present(void *arg, enum journal_answer answer, struct entry *const *entries,
                       size_t n, size_t more)
{
    (void)more;

    struct answer *a = arg;

    cr_expect_eq(answer, JOURNAL_ANSWER_WHOLE);
    a->n = n < 64 ? n : 64;
    for (size_t i = 0; i < a->n; i++)
        a->seqs[i] = entries[i]->seq;
    a->got = 1;
}

/* Asked of the database, and found by going through all entries. The clock is not set in between:
 * then a time may come twice. */
static void ask_of_the_past(struct place *p)
{
    struct instant at = played->start;

    for (int i = 0; i < 60; i++, at = instant_add(at, SPAN_MINUTES(97))) {
        const struct journal_query q = {.present_at = at, .oldest_first = true};
        struct answer a = {0};
        struct entry **found;
        size_t n;

        journal_query(p->journal, &q, on_present, &a);
        place_wait_size(p, &a.got, 1, "who was there");
        found = query_select(&q, played->entries, played->n_entries, &n, &(size_t){0});
        cr_expect_eq(n, a.n, "at %d: %zu, the database says %zu", i, n, a.n);
        for (size_t k = 0; k < n && k < a.n; k++)
            cr_expect_eq(found[k]->seq, a.seqs[k], "at %d", i);
        free(found);
    }
}

Test(presence_pg, says_who_was_there, .timeout = 100)
{
    static struct place place;
    uint64_t seed = 5;
    size_t written = 0;
    char what[120];

    played = fixture_new(offices[0]);
    place_init(&place, "past");
    place.clock = &clock_played;
    rules_unref(place.rules);
    place.rules = rules_ref(played->rules);
    place_start(&place);
    for (unsigned step = 0; step < 300; step++)
        act(&seed, what, sizeof(what), false);
    restart(&place, &written);
    ask_of_the_past(&place);
    place_deinit(&place);
    fixture_free(played);
}

static void play(const char *name, unsigned long long first_seed)
{
    static struct place place;
    struct place *p = &place;
    uint64_t seed = first_seed;
    size_t written = 0;
    char what[120];

    played = fixture_new(offices[0]);
    place_init(p, name);
    p->clock = &clock_played;
    rules_unref(p->rules);
    p->rules = rules_ref(played->rules);
    place_start(p);
    for (unsigned step = 0; step < ACTS; step++) {
        act(&seed, what, sizeof(what), true);
        restart(p, &written);
        compare(p, first_seed, step, what);
    }
    cr_log_info("%zu entries", played->n_entries);
    place_deinit(p);
    fixture_free(played);
}

Test(presence_pg, immunity_13_a_start_at_every_point, .timeout = 300)
{
    play("points_1", 1);
}

Test(presence_pg, immunity_13_a_start_at_every_other_point, .timeout = 300)
{
    play("points_2", 20261123);
}
