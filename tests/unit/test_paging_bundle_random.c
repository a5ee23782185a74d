/*
 * Random floods, gateways that fail, and kills with bundles under way. A gateway of the worst kind
 * drops what it has seen the id of. In the end each page that the log says was sent has been
 * delivered; none was handed over again after that; and no message had pages of two people, or of
 * a drill and of what is real. Covers of the list of traps: 14, 20.
 */
#include <stdio.h>

#include "base/random.h"
#include "paging_world.h"

#define SEEDS 40
#define STEPS 250

static const char configuration[] =
    "office = { id = \"test\"; timezone = \"UTC\"; };\n"
    "database = { conninfo = \"dbname=x\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = ( { id = \"li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "
    "\"+8613800000001\"; "
    "tries = 3; gap = \"20s\"; }, { via = \"call\"; to = \"+8613800000001\"; } ); },\n"
    "  { id = \"wu\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = \"+8613800000001\"; "
    "tries = 3; gap "
    "= \"20s\"; } ); },\n"
    "  { id = \"bo\"; rank = \"leader\"; sms = \"+8613800000003\"; } );\n"
    "posts = ( { id = \"p\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; handover = "
    "\"08:30\"; people = ( \"li\" ); } ); } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\", \"person:wu\" ); }, { after "
    "= \"3m\"; notify = ( \"person:bo\" ); repeat = 2; every = \"2m\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } );\n"
    "catch_all = ( \"person:bo\" );\n"
    "drill_to = ( \"person:li\", \"person:wu\" );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); retries = 3; backoff = \"5s\"; "
    "parallel = 2; per_number = \"6/1m\"; probe = \"20s\"; }, { via = \"call\"; command = ( "
    "\"/bin/true\" ); } );\n"
    "bundle = 2;\n";

struct flood {
    uint64_t seed, state;
    struct random_source chance;
    size_t looked;             /* runs that were looked at */
    uint64_t seen[WORLD_RUNS]; /* ids that the gateway was given and took */
    size_t n_seen;
    bool delivered[WORLD_RUNS]; /* by page */
};

static struct flood *flood;

static unsigned below(unsigned n)
{
    return (unsigned)random_below(&flood->chance, n);
}

/* ---- the log ---- */

/* NULL: it is a notice. */
static const struct entry *find_page(uint64_t page)
{
    size_t n;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);

    cr_assert(page >= 1 && page <= n && entries[page - 1]->seq == page);
    return entries[page - 1]->kind == ENTRY_PAGE ? entries[page - 1] : NULL;
}

static bool is_sent(const struct entry *e)
{
    return e->kind == ENTRY_PAGE_SENT || e->kind == ENTRY_PAGE_BUNDLED;
}

/* Durable by now. */
static bool was_sent(uint64_t page)
{
    size_t n;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);

    for (size_t k = page; k < n; k++)
        if (is_sent(entries[k]) && (uint64_t)entry_number(entries[k], FIELD_PAGE, 0) == page)
            return true;
    return false;
}

/* ---- the gateway ---- */

static void each_page(const struct fake_run *r, void (*f)(const struct fake_run *r, uint64_t page))
{
    for (const char *at = r->pages; at; at = strchr(at + 1, ' '))
        f(r, strtoull(at, NULL, 10));
}

static void look_at_page(const struct fake_run *r, uint64_t page)
{
    const struct entry *e = find_page(page), *first = find_page(strtoull(r->pages, NULL, 10));

    if (!e)
        return;
    cr_assert(!was_sent(page), "seed %llu: page %llu is sent, and handed over again",
              (unsigned long long)flood->seed, (unsigned long long)page);
    cr_assert(slice_equal_string(entry_text(e, FIELD_PERSON), r->person));
    cr_assert_eq(entry_number(e, FIELD_DRILL, 0), entry_number(first, FIELD_DRILL, 0),
                 "seed %llu: a drill and what is real in one message",
                 (unsigned long long)flood->seed);
}

static void look_at_runs(void)
{
    for (; flood->looked < world.n_runs; flood->looked++)
        each_page(&world.runs[flood->looked], look_at_page);
}

static void deliver_page(const struct fake_run *r, uint64_t page)
{
    (void)r;
    flood->delivered[page] = true;
}

/* It has the message now, and drops one whose id it knows. */
static void take(const struct fake_run *r)
{
    for (size_t k = 0; k < flood->n_seen; k++)
        if (flood->seen[k] == r->page)
            return;
    flood->seen[flood->n_seen++] = r->page;
    each_page(r, deliver_page);
}

/* Some run that is under way; world.n_runs: none. */
static size_t pick_run(void)
{
    size_t found = world.n_runs;
    unsigned n = 0;

    for (size_t k = world.n_runs > 200 ? world.n_runs - 200 : 0; k < world.n_runs; k++)
        if (!world.runs[k].ended && !world.runs[k].cancelled && below(++n) == 0)
            found = k;
    return found;
}

static void finish(size_t run, enum hook_verdict verdict)
{
    char gateway[24];

    if (run == world.n_runs)
        return;
    if (verdict == HOOK_TAKEN || (verdict == HOOK_AGAIN && below(3) == 0))
        take(&world.runs[run]); /* it said 75, and had it all the same */
    snprintf(gateway, sizeof(gateway), "gw-%zu", run);
    world_finish(run, verdict, verdict == HOOK_TAKEN ? gateway : "", "exit 1");
}

/* ---- what happens ---- */

static void report_some(void)
{
    unsigned n = 1 + below(6);

    for (unsigned k = 0; k < n; k++) {
        struct field fields[] = {FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas")),
                                 FIELD_NUMBER_OF(FIELD_GRADE, 1 + below(4)),
                                 FIELD_NUMBER_OF(FIELD_DRILL, 1)};

        world_submit(VERB_REPORT, INCIDENT_NONE, fields, below(3) ? 2 : 3);
    }
    if (below(3))
        world_flush();
}

static void take_one(struct incident_id id)
{
    const struct incident *i = office_incident(world.office, id);

    if (i && i->state == INCIDENT_OPEN)
        world_submit(VERB_ACK, id, NULL, 0);
}

/* A gateway may have got what was under way. */
static void kill_daemon(void)
{
    for (size_t k = 0; k < world.n_runs; k++)
        if (!world.runs[k].ended && !world.runs[k].cancelled && below(2))
            take(&world.runs[k]);
    world_end();
    world_begin();
}

static void act(void)
{
    static const enum hook_verdict ends[] = {HOOK_TAKEN, HOOK_TAKEN, HOOK_TAKEN, HOOK_AGAIN,
                                             HOOK_FAILED};
    unsigned dice = below(100), last = office_last_incident(world.office).number;

    if (dice < 12)
        report_some();
    else if (dice < 70)
        finish(pick_run(), ends[below(5)]);
    else if (dice < 80 && last)
        take_one((struct incident_id){office_last_incident(world.office).year, 1 + below(last)});
    else if (dice < 97)
        world_advance(SPAN_SECONDS(1 + below(15)));
    else
        kill_daemon();
    look_at_runs();
}

static void come_to_rest(void)
{
    struct incident_id last = office_last_incident(world.office);

    for (unsigned n = 1; n <= last.number; n++)
        take_one((struct incident_id){last.year, n});
    for (unsigned n = 0; n < 400; n++) {
        size_t run;

        while ((run = pick_run()) < world.n_runs)
            finish(run, HOOK_TAKEN);
        look_at_runs();
        world_advance(SPAN_SECONDS(10));
    }
    look_at_runs();
    cr_assert_eq(paging_get_stats(world.paging).waiting, 0, "seed %llu",
                 (unsigned long long)flood->seed);
}

/* Each page has its one outcome, and what was sent has arrived. Returns how many were bundled. */
static size_t read_log(void)
{
    size_t n, bundled = 0;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);
    unsigned *ends = xcalloc(n + 1, sizeof(*ends));

    for (size_t k = 0; k < n; k++) {
        const struct entry *e = entries[k];
        uint64_t page = (uint64_t)entry_number(e, FIELD_PAGE, 0);

        if (is_sent(e) || e->kind == ENTRY_PAGE_FAILED || e->kind == ENTRY_PAGE_DROPPED)
            ends[page]++;
        bundled += e->kind == ENTRY_PAGE_BUNDLED;
        cr_assert(!is_sent(e) || flood->delivered[page],
                  "seed %llu: page %llu was sent, and nobody got it",
                  (unsigned long long)flood->seed, (unsigned long long)page);
    }
    for (size_t k = 0; k < n; k++)
        if (entries[k]->kind == ENTRY_PAGE)
            cr_assert_eq(ends[entries[k]->seq], 1, "seed %llu: page %llu has %u outcomes",
                         (unsigned long long)flood->seed, (unsigned long long)entries[k]->seq,
                         ends[entries[k]->seq]);
    free(ends);
    return bundled;
}

Test(paging_bundle_random, immunity_14_killed_in_a_flood, .timeout = 120)
{
    size_t bundled = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        flood = xcalloc(1, sizeof(*flood));
        flood->seed = flood->state = seed;
        world_open(configuration);
        flood->chance = random_seeded(&flood->state);
        for (unsigned k = 0; k < STEPS; k++)
            act();
        come_to_rest();
        bundled += read_log();
        world_close();
        free(flood);
    }
    cr_expect_gt(bundled, SEEDS * 10, "hardly any bundles: %zu", bundled);
}
