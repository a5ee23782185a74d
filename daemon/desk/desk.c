#include "desk/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "desk/alarm.h"

#define CLOCK_STEP SPAN_SECONDS(1) /* less is taken for the clock's slewing */
/* Entries held up by the database for less move nothing, and for less nothing that is due waits. */
#define HELD_UP SPAN_SECONDS(1)
#define DUE_PATIENCE SPAN_US(500000)
#define KEEP_CLOSED 1000        /* closed incidents in memory; more are recalled when asked for */
#define FORGET_EVERY 4096       /* entries of history at a start */
#define CHECKPOINT_AFTER 5000   /* entries, when nothing is on its way to the journal ... */
#define CHECKPOINT_AT_LAST 8000 /* ... or although something is, which waits for it */
#define DUE_AT_ONCE 500         /* incidents before the loop gets its turn again */
#define DUE_PENDING 1000        /* entries of what was due, then it waits until they are durable */

struct desk {
    const struct clock *clock;
    struct office *office;
    struct journal *journal;
    struct alarm *alarm;
    char *version;
    bool ready;
    enum journal_state state;
    struct span offset;  /* of the wall clock against the one that never steps */
    char *config_digest; /* last written */
    void (*on_fenced)(void *arg, const char *reason);
    void *fenced_arg;
    struct desk_listener *listeners;
    size_t n_listeners, cap_listeners;
    /* Taken and not durable, in order; the first has seq durable + 1. */
    struct pending {
        struct entry *entry;
        struct instant taken; /* monotonic */
    } * pending;
    size_t first_pending, n_pending, cap_pending;
    struct instant progressed; /* monotonic: when something last became durable */
    uint64_t durable;
    uint64_t checkpoint; /* entry of the last one */
    /* What was due and is not durable: its last entry, and how many there are at most. */
    uint64_t due_last;
    size_t due_pending;
    struct decision scratch; /* for the desk's own commands */
};

static void on_alarm(void *arg)
{
    desk_tick(arg);
}

struct desk *desk_new(const struct desk_options *options)
{
    struct desk *d = xcalloc(1, sizeof(*d));

    d->clock = options->clock;
    d->office = options->office;
    d->version = xstrdup(options->version);
    d->config_digest = xstrdup("");
    d->offset = instant_since(clock_now(d->clock), clock_monotonic(d->clock));
    if (options->base)
        d->alarm = alarm_new(options->base, on_alarm, d);
    return d;
}

void desk_free(struct desk *d)
{
    if (!d)
        return;
    alarm_free(d->alarm);
    decision_deinit(&d->scratch);
    free(d->listeners);
    free(d->pending);
    free(d->config_digest);
    free(d->version);
    free(d);
}

void desk_listen(struct desk *d, const struct desk_listener *listener)
{
    size_t at = d->n_listeners;

    d->listeners =
        xgrow(d->listeners, &d->cap_listeners, d->n_listeners + 1, sizeof(*d->listeners));
    for (; at > 0 && !listener->last && d->listeners[at - 1].last; at--)
        d->listeners[at] = d->listeners[at - 1];
    d->listeners[at] = *listener;
    d->n_listeners++;
}

/* How long the oldest entry that is not durable has been on its way. */
static struct span held_up(const struct desk *d)
{
    if (d->n_pending == 0)
        return (struct span){0};
    return instant_since(clock_monotonic(d->clock), d->pending[d->first_pending].taken);
}

/* The same, but a slow journal is not one that hangs: each commit that comes back gives what is due
 * its turn. */
static bool hangs(const struct desk *d)
{
    struct span since = instant_since(clock_monotonic(d->clock), d->progressed);

    return held_up(d).us >= DUE_PATIENCE.us && since.us >= DUE_PATIENCE.us;
}

/* Thousands may fall due at once: they leave room in the journal for new reports. And no step of a
 * chain follows one whose pages cannot be handed over yet. */
static bool has_room_for_due(const struct desk *d)
{
    return !hangs(d) && (d->durable >= d->due_last || d->due_pending < DUE_PENDING) &&
           !journal_is_full(d->journal);
}

/* What is due while the journal is away waits for it: nothing can be decided that cannot be
 * written. */
struct instant desk_next_due(const struct desk *d)
{
    struct instant next = INSTANT_NEVER;

    if (!d->ready)
        return next;
    if (d->state == JOURNAL_READY && has_room_for_due(d))
        next = office_next_due(d->office);
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].next_due)
            next = instant_min(next, d->listeners[i].next_due(d->listeners[i].arg));
    return next;
}

static void rearm(struct desk *d)
{
    if (d->alarm)
        alarm_set(d->alarm, desk_next_due(d));
}

/* ---- entries: applied now, durable later ---- */

static void keep_pending(struct desk *d, struct entry *e)
{
    if (d->first_pending && d->first_pending + d->n_pending == d->cap_pending) {
        memmove(d->pending, d->pending + d->first_pending, d->n_pending * sizeof(*d->pending));
        d->first_pending = 0;
    }
    d->pending = xgrow(d->pending, &d->cap_pending, d->first_pending + d->n_pending + 1,
                       sizeof(*d->pending));
    d->pending[d->first_pending + d->n_pending++] =
        (struct pending){.entry = e, .taken = clock_monotonic(d->clock)};
}

static void take(struct desk *d, struct decision *decision)
{
    for (size_t i = 0; i < decision->n_entries; i++) {
        office_apply(d->office, decision->entries[i]);
        keep_pending(d, decision->entries[i]);
        journal_append(d->journal, decision->entries[i]);
    }
    decision->lent = true;
}

const struct entry *desk_pending_entry(const struct desk *d, uint64_t seq)
{
    if (seq <= d->durable || seq > d->durable + d->n_pending)
        return NULL;
    return d->pending[d->first_pending + (seq - d->durable - 1)].entry;
}

/* A command of the desk's own. */
static void submit_own(struct desk *d, enum verb verb, const struct field *fields, size_t n)
{
    struct command c = {.verb = verb, .fields = fields, .n_fields = n};

    office_decide(d->office, &c, clock_now(d->clock), &d->scratch);
    take(d, &d->scratch);
}

/* ---- checkpoints ---- */

/* The changes first: then their digest, which the entry says, is known already. */
static void write_checkpoint(struct desk *d)
{
    struct live_changes *changes = live_take_changes(office_live(d->office));

    submit_own(d, VERB_CHECKPOINT, NULL, 0);
    d->checkpoint = office_last_seq(d->office);
    journal_keep_live(d->journal, changes);
}

/* Now and then, and best when nobody waits for a commit. */
static void checkpoint_if_wanted(struct desk *d)
{
    uint64_t since = office_last_seq(d->office) - d->checkpoint;

    if (d->state != JOURNAL_READY || d->checkpoint > d->durable)
        return;
    if (since >= (d->n_pending ? CHECKPOINT_AT_LAST : CHECKPOINT_AFTER))
        write_checkpoint(d);
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct desk *d = arg;
    struct span held = held_up(d);
    struct field fields[] = {FIELD_NUMBER_OF(FIELD_OF, (int64_t)entries[0]->seq),
                             FIELD_NUMBER_OF(FIELD_ENTRIES, (int64_t)n),
                             FIELD_NUMBER_OF(FIELD_BY, held.us)};

    d->progressed = clock_monotonic(d->clock);
    d->durable = entries[n - 1]->seq;
    d->first_pending += n;
    d->n_pending -= n;
    if (d->n_pending == 0)
        d->first_pending = 0;
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].on_durable)
            d->listeners[i].on_durable(d->listeners[i].arg, entries, n);
    if (held.us >= HELD_UP.us)
        submit_own(d, VERB_HELD_UP, fields, sizeof(fields) / sizeof(*fields));
    office_forget(d->office, KEEP_CLOSED, d->durable, clock_now(d->clock));
    checkpoint_if_wanted(d);
    if (held.us >= DUE_PATIENCE.us)
        desk_tick(d); /* what is due has waited for this */
    else
        rearm(d);
}

/* ---- the clock ---- */

struct instant desk_now(struct desk *d)
{
    struct instant now = clock_now(d->clock);
    struct span offset = instant_since(now, clock_monotonic(d->clock));
    struct span step = {offset.us - d->offset.us};

    d->offset = offset;
    if (d->ready && (step.us >= CLOCK_STEP.us || step.us <= -CLOCK_STEP.us)) {
        struct field by = FIELD_NUMBER_OF(FIELD_BY, step.us);
        log_warning("the clock was set by %+.3f s: what is due moves with it",
                    (double)step.us / 1e6);
        submit_own(d, VERB_CLOCK_STEP, &by, 1);
    }
    return now;
}

static void do_due(struct desk *d, struct instant now)
{
    for (int n = 0; n < DUE_AT_ONCE && has_room_for_due(d); n++) {
        office_due(d->office, now, &d->scratch);
        if (d->scratch.n_entries == 0)
            return;
        if (d->durable >= d->due_last)
            d->due_pending = 0;
        d->due_pending += d->scratch.n_entries;
        take(d, &d->scratch);
        d->due_last = office_last_seq(d->office);
    }
}

void desk_tick(struct desk *d)
{
    struct instant now = desk_now(d);

    if (!d->ready)
        return;
    if (d->state == JOURNAL_READY)
        do_due(d, now);
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].on_tick)
            d->listeners[i].on_tick(d->listeners[i].arg, now);
    rearm(d);
}

/* ---- commands ---- */

enum desk_answer desk_submit(struct desk *d, const struct command *c, struct decision *ret)
{
    struct instant now = desk_now(d);

    bool is_again = d->ready && c->key.len > 0 && office_key(d->office, c->key, now);

    decision_clear(ret);
    /* What was taken before is known, however long its commit takes. */
    if (!d->ready || (c->actor && d->state != JOURNAL_READY && !is_again))
        return DESK_AWAY;
    if (c->actor && journal_is_full(d->journal) && !is_again)
        return DESK_BUSY;
    office_decide(d->office, c, now, ret);
    if (ret->refusal != REFUSAL_NONE)
        return DESK_REFUSED;
    take(d, ret);
    rearm(d);
    return DESK_TAKEN;
}

/* ---- the journal's news ---- */

static void on_replay_begin(void *arg)
{
    struct desk *d = arg;

    office_clear(d->office);
    live_distrust(office_live(d->office));
}

static void on_replay_opened_again(void *arg, struct incident_id id)
{
    office_hold_incident(((struct desk *)arg)->office, id);
}

static void on_replay_recalled(void *arg, const struct entry *e)
{
    office_recall_held(((struct desk *)arg)->office, e);
}

static void on_replay_live(void *arg, const struct live_row *row, const struct entry *e)
{
    struct desk *d = arg;

    live_found(office_live(d->office), row);
    if (e)
        office_fold(d->office, e, row->parts);
}

/* Of years of history only what is still needed stays in memory. */
static void on_replay(void *arg, const struct entry *e)
{
    struct desk *d = arg;

    office_apply(d->office, e);
    if (e->seq % FORGET_EVERY == 0)
        office_forget(d->office, KEEP_CLOSED, e->seq, e->at);
}

static void write_config(struct desk *d, const struct rules *rules, const struct person *actor)
{
    struct field fields[] = {FIELD_TEXT_OF(FIELD_DIGEST, slice_of(rules->digest)),
                             FIELD_TEXT_OF(FIELD_CONFIG, slice_of(rules->text))};
    struct command c = {
        .verb = VERB_CONFIG, .actor = actor, .fields = fields, .n_fields = 2, .rules = rules};

    if (strcmp(rules->digest, d->config_digest) == 0)
        return;
    office_decide(d->office, &c, clock_now(d->clock), &d->scratch);
    take(d, &d->scratch);
    free(d->config_digest);
    d->config_digest = xstrdup(rules->digest);
}

static void on_ready(void *arg, uint64_t last_seq, uint64_t checkpoint, bool distrusted)
{
    struct desk *d = arg;
    struct field version = FIELD_TEXT_OF(FIELD_VERSION, slice_of(d->version));

    office_resume(d->office, last_seq);
    office_hold_no_incident(d->office);
    free(d->config_digest);
    d->config_digest = xstrdup(office_config_digest(d->office));
    d->durable = last_seq;
    d->checkpoint = checkpoint;
    d->ready = true;
    d->state = JOURNAL_READY;
    submit_own(d, VERB_START, &version, 1);
    write_config(d, office_rules(d->office), NULL);
    if (distrusted)
        write_checkpoint(d);
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].on_ready)
            d->listeners[i].on_ready(d->listeners[i].arg);
    desk_tick(d);
}

static void on_state(void *arg, enum journal_state state, const char *reason)
{
    struct desk *d = arg;
    struct field why = FIELD_TEXT_OF(FIELD_REASON, slice_of(reason));
    bool was_ready = d->state == JOURNAL_READY;

    if (state == d->state)
        return;
    d->state = state;
    if (d->ready && state != JOURNAL_READY)
        log_error("the database %s: %s; reports are refused with 450 until it is back",
                  journal_state_trouble(state), reason);
    if (d->ready && was_ready) {
        submit_own(d, VERB_DATABASE_LOST, &why, 1);
    } else if (d->ready && state == JOURNAL_READY) {
        log_notice("the database is back, the log ends with entry %llu",
                   (unsigned long long)d->durable);
        submit_own(d, VERB_DATABASE_FOUND, NULL, 0);
    }
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].on_state)
            d->listeners[i].on_state(d->listeners[i].arg, state);
    desk_tick(d);
}

static void on_fenced(void *arg, const char *reason)
{
    struct desk *d = arg;

    d->ready = false;
    d->on_fenced(d->fenced_arg, reason);
}

struct journal_listener
desk_journal_listener(struct desk *d, void (*fenced)(void *arg, const char *reason), void *arg)
{
    d->on_fenced = fenced;
    d->fenced_arg = arg;
    return (struct journal_listener){
        .on_replay_begin = on_replay_begin,
        .on_replay_opened_again = on_replay_opened_again,
        .on_replay_recalled = on_replay_recalled,
        .on_replay_live = on_replay_live,
        .on_replay = on_replay,
        .on_ready = on_ready,
        .on_durable = on_durable,
        .on_state = on_state,
        .on_fenced = on_fenced,
        .arg = d,
    };
}

bool desk_use_config(struct desk *d, struct config *config, const struct person *actor)
{
    if (!d->ready || d->state != JOURNAL_READY)
        return false;
    write_config(d, config->rules, actor);
    office_set_rules(d->office, config->rules);
    for (size_t i = 0; i < d->n_listeners; i++)
        if (d->listeners[i].on_config)
            d->listeners[i].on_config(d->listeners[i].arg, config);
    desk_tick(d);
    return true;
}

/* ---- recalling what the office has let go ---- */

struct desk_recall {
    struct desk *desk;
    struct incident_id id;
    uint64_t ticket;
    desk_on_recalled f;
    void *arg;
};

static void on_recalled_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                                size_t n, size_t more)
{
    struct desk_recall *r = arg;
    struct desk_recall told = *r;
    enum desk_recalled recalled = DESK_RECALLED;

    (void)more;
    free(r);
    if (office_incident(told.desk->office, told.id)) {
        told.f(told.arg, DESK_RECALLED);
        return;
    }
    if (answer != JOURNAL_ANSWER_WHOLE)
        recalled = DESK_RECALL_FAILED;
    else if (n == 0)
        recalled = DESK_RECALL_NONE;
    for (size_t i = 0; recalled == DESK_RECALLED && i < n; i++)
        office_recall(told.desk->office, entries[i]);
    told.f(told.arg, recalled);
}

struct desk_recall *desk_recall(struct desk *d, struct incident_id id, desk_on_recalled f,
                                void *arg)
{
    struct desk_recall *r = xcalloc(1, sizeof(*r));
    struct journal_query q = {.incident = id, .oldest_first = true};

    *r = (struct desk_recall){.desk = d, .id = id, .f = f, .arg = arg};
    r->ticket = journal_query(d->journal, &q, on_recalled_entries, r);
    return r;
}

void desk_recall_cancel(struct desk_recall *r)
{
    journal_cancel(r->desk->journal, r->ticket);
    free(r);
}

/* ---- questions ---- */

void desk_set_journal(struct desk *d, struct journal *j)
{
    d->journal = j;
}

struct journal *desk_journal(struct desk *d)
{
    return d->journal;
}

const struct office *desk_office(const struct desk *d)
{
    return d->office;
}

const struct clock *desk_clock(const struct desk *d)
{
    return d->clock;
}

bool desk_is_ready(const struct desk *d)
{
    return d->ready;
}

uint64_t desk_durable(const struct desk *d)
{
    return d->durable;
}
