#include "health/auditor.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "health/sightings.h"

#define EVERY SPAN_MINUTES(1)
#define SECOND_LOOK SPAN_SECONDS(5) /* after the first one */
#define PIECE                                                                                      \
    2000 /* incidents looked at before the loop gets its turn again: about a millisecond */
#define MOST_TOLD 20                    /* entries in one pass */
#define OLD 3                           /* so many passes missed: nothing is known any more */
#define MESSAGES_EVERY SPAN_MINUTES(15) /* to the catch-all */

struct told {
    struct incident_id incident;
    enum audit_thing thing;
};

struct auditor {
    struct desk *desk;
    struct paging *paging;
    struct event *timer;
    struct span slack;
    struct instant next;       /* all by the steady clock */
    struct instant able_since; /* the journal takes entries; INSTANT_NEVER: it does not */
    struct instant last;       /* end of the last whole pass; or the beginning of duty */
    struct instant alive;      /* the last time that the timer came */
    struct instant began;      /* the look under way */
    struct instant looked;     /* end of the first look */
    struct instant message_at; /* the last one to the catch-all */
    bool walking, second, stopped, stuck, messages_sent;
    bool doubted; /* the timer had not come for long when it was asked for last */
    struct audit_walk walk;
    struct sightings first, now;
    struct told *told; /* by this process, and not well since */
    size_t n_told, cap_told;
    struct auditor_stats stats;
    char *worst;
};

static struct instant steady_now(const struct auditor *a)
{
    return clock_monotonic(desk_clock(a->desk));
}

static struct span shorter(struct span a, struct span b)
{
    return a.us < b.us ? a : b;
}

/* ---- looking ---- */

static void on_finding(void *arg, const struct audit_finding *f)
{
    struct auditor *a = arg;

    sightings_add(&a->now, f);
}

static void on_well(void *arg, const struct incident *i)
{
    struct auditor *a = arg;

    sightings_add_well(&a->now, i->id);
}

static enum audit_place place_of(void *arg, const struct incident *i, const struct callout *c)
{
    const struct auditor *a = arg;

    (void)i;
    return paging_place(a->paging, c->page);
}

/* ---- reporting it ---- */

static struct told *find_told(const struct auditor *a, const struct sighting *s)
{
    for (size_t n = 0; n < a->n_told; n++)
        if (incident_id_equal(a->told[n].incident, s->incident) && a->told[n].thing == s->thing)
            return &a->told[n];
    return NULL;
}

/* What is well again, or over, is reported again when it comes back. */
static void keep_told(struct auditor *a)
{
    size_t kept = 0;

    for (size_t n = 0; n < a->n_told; n++) {
        const struct incident *i = office_incident(desk_office(a->desk), a->told[n].incident);
        if (i && i->alarmed & 1U << a->told[n].thing)
            a->told[kept++] = a->told[n];
    }
    a->n_told = kept;
}

/* The first entry of a change notifies the catch-all too, but not each time when it comes and goes.
 */
static enum verb verb_for(struct auditor *a, bool is_change)
{
    struct instant now = steady_now(a);

    if (!is_change ||
        (a->messages_sent && instant_before(now, instant_add(a->message_at, MESSAGES_EVERY))))
        return VERB_AUDIT;
    a->messages_sent = true;
    a->message_at = now;
    return VERB_ALARM;
}

static void submit(struct auditor *a, enum verb verb, struct incident_id id,
                   const struct field *fields, size_t n)
{
    struct command c = {.verb = verb, .incident = id, .fields = fields, .n_fields = n};
    struct decision decision = {0};

    desk_submit(a->desk, &c, &decision);
    decision_deinit(&decision);
}

static void tell(struct auditor *a, struct sighting *s, bool is_change)
{
    struct field fields[4];
    size_t n = 0;

    log_crit("audit: %u-%06u: %s", s->incident.year, s->incident.number, s->words);
    fields[n++] = FIELD_TEXT_OF(FIELD_THING, slice_of(audit_thing_to_string(s->thing)));
    if (instant_is_set(s->due))
        fields[n++] = FIELD_INSTANT_OF(FIELD_SINCE, s->due);
    if (s->page)
        fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)s->page);
    fields[n++] = FIELD_TEXT_OF(FIELD_REASON, slice_of(s->words));
    submit(a, verb_for(a, is_change), s->incident, fields, n);
    a->stats.alarms++;
    s->was_told = true;
    a->told = xgrow(a->told, &a->cap_told, a->n_told + 1, sizeof(*a->told));
    a->told[a->n_told++] = (struct told){s->incident, s->thing};
}

static void tell_well(struct auditor *a, struct incident_id id, bool is_change)
{
    struct field outcome = FIELD_TEXT_OF(FIELD_OUTCOME, SLICE("well again"));

    log_notice("audit: %u-%06u is well again", id.year, id.number);
    submit(a, verb_for(a, is_change), id, &outcome, 1);
}

static void tell_all(struct auditor *a)
{
    struct sightings *s = &a->now;
    bool was_well = a->stats.found == 0, is_well = s->total == 0;
    size_t told = 0;

    for (size_t n = 0; n < s->n && told < MOST_TOLD; n++) {
        if (s->list[n].was_told || find_told(a, &s->list[n]))
            continue;
        tell(a, &s->list[n], was_well && told == 0);
        told++;
    }
    if (s->total > s->n || told == MOST_TOLD)
        log_crit("audit: %zu things are wrong in all", s->total);
    for (size_t n = 0; n < s->n_well; n++)
        tell_well(a, s->well[n], is_well && n == 0);
}

/* ---- would a new process help? ---- */

/* What is due is done in the order of its time: of a backlog the oldest goes first, one after the
 * other. Something else is late because of that. */
static bool stands_still(const struct auditor *a, const struct sighting *s)
{
    const struct sightings *first = &a->first, *now = &a->now;

    return !audit_thing_is_timed(s->thing) ||
           (s->due.us == first->oldest.us && now->oldest.us == first->oldest.us &&
            now->n_oldest >= first->n_oldest);
}

/* With a thing beyond those that are listed; an alarm of a process before this one was of no use.
 */
static bool is_stuck(const struct auditor *a)
{
    const struct sightings *s = &a->now;

    for (size_t n = 0; n < s->n; n++)
        if (audit_thing_is_mendable(s->list[n].thing) && stands_still(a, &s->list[n]) &&
            find_told(a, &s->list[n]))
            return true;
    return false;
}

/* ---- a pass ---- */

static const char *why_held(const struct auditor *a)
{
    struct journal *j = desk_journal(a->desk);

    if (!desk_is_ready(a->desk))
        return "the log has not been read yet";
    if (journal_get_stats(j).state == JOURNAL_STALLED)
        return "the database does not answer";
    if (journal_get_stats(j).state != JOURNAL_READY)
        return "the database is away";
    return journal_is_full(j) ? "the database is behind" : NULL;
}

static void wait_for_next(struct auditor *a, struct span span)
{
    a->walking = false;
    a->next = instant_add(steady_now(a), span);
}

static struct span period(const struct auditor *a)
{
    return shorter(EVERY, SPAN_US(2 * a->slack.us));
}

static void conclude(struct auditor *a)
{
    struct sightings *s = &a->now;
    struct instant steady = steady_now(a);

    if (a->second)
        sightings_confirm(s, &a->first);
    keep_told(a);
    tell_all(a);
    a->stuck = is_stuck(a);
    a->last = steady;
    a->stats.at = clock_now(desk_clock(a->desk));
    a->stats.looked = a->walk.seen;
    a->stats.found = s->total;
    free(a->worst);
    a->worst = s->n ? xasprintf("%u-%06u: %s", s->list[0].incident.year, s->list[0].incident.number,
                                s->list[0].words)
                    : NULL;
    a->second = false;
    sightings_clear(&a->first);
    sightings_clear(&a->now);
    wait_for_next(a, period(a));
}

static void end_look(struct auditor *a)
{
    struct instant steady = steady_now(a);
    struct span took = instant_since(steady, a->began);

    if (!a->second || took.us > a->stats.took.us)
        a->stats.took = took;
    if (a->second || a->now.total == 0) {
        conclude(a);
        return;
    }
    a->first = a->now; /* with its words */
    a->now.n = 0;
    sightings_clear(&a->now);
    a->second = true;
    a->looked = steady;
    wait_for_next(a, shorter(SECOND_LOOK, a->slack));
}

static void give_up_pass(struct auditor *a, const char *why)
{
    a->stats.held = why;
    a->able_since = steady_now(a);
    a->second = a->stuck = false;
    sightings_clear(&a->first);
    sightings_clear(&a->now);
    wait_for_next(a, period(a));
}

static void begin_look(struct auditor *a)
{
    a->walking = true;
    a->began = steady_now(a);
    a->walk = (struct audit_walk){0};
    sightings_clear(&a->now);
}

/* True when the look has come to its end. */
static bool walk_on(struct auditor *a)
{
    struct instant wall = desk_now(a->desk), steady = steady_now(a);
    struct span able = instant_since(steady, a->able_since), between = {0};
    struct audit_listener listener = {.on_finding = on_finding, .on_well = on_well, .arg = a};
    struct audit_terms terms = {.now = wall, .place_of = place_of, .arg = a};
    unsigned anew = a->walk.anew;
    bool more;

    if (a->second)
        between = instant_since(steady, a->looked);
    terms.slack = SPAN_US(a->slack.us + between.us);
    terms.from = instant_add(wall, SPAN_US(-able.us));
    more = office_audit_some(desk_office(a->desk), &terms, &listener, &a->walk, PIECE);
    if (a->walk.anew == anew)
        return !more;
    anew = a->walk.anew; /* what was seen before is seen again */
    sightings_clear(&a->now);
    a->walk = (struct audit_walk){.anew = anew};
    return false;
}

void auditor_tick(struct auditor *a)
{
    const char *why = why_held(a);

    if (a->stopped || instant_before(steady_now(a), a->next))
        return;
    a->alive = steady_now(a);
    if (why) {
        give_up_pass(a, why);
        return;
    }
    a->stats.held = NULL;
    if (!a->walking)
        begin_look(a);
    if (walk_on(a))
        end_look(a);
    else
        a->next = steady_now(a);
}

/* ---- life ---- */

static void arm(struct auditor *a)
{
    struct timeval t = span_to_timeval(instant_since(a->next, steady_now(a)));

    evtimer_add(a->timer, &t);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct auditor *a = arg;

    (void)fd;
    (void)what;
    auditor_tick(a);
    if (!a->stopped)
        arm(a);
}

/* Duty begins, or goes on: what was due in between may take as long as the slack from here on. */
static void be_able(struct auditor *a)
{
    a->able_since = a->last = a->alive = steady_now(a);
    a->second = false;
    sightings_clear(&a->first);
    wait_for_next(a, shorter(SECOND_LOOK, a->slack));
    if (a->timer)
        arm(a);
}

static void on_ready(void *arg)
{
    be_able(arg);
}

static void on_state(void *arg, enum journal_state state)
{
    if (state == JOURNAL_READY)
        be_able(arg);
}

static void on_config(void *arg, struct config *config)
{
    ((struct auditor *)arg)->slack = config->audit_slack;
}

struct auditor *auditor_new(const struct auditor_options *options)
{
    struct auditor *a = xcalloc(1, sizeof(*a));
    struct desk_listener listener = {
        .on_ready = on_ready, .on_state = on_state, .on_config = on_config, .arg = a};

    a->desk = options->desk;
    a->paging = options->paging;
    a->slack = options->slack;
    a->able_since = a->last = a->alive = steady_now(a);
    a->next = instant_add(steady_now(a), period(a));
    desk_listen(a->desk, &listener);
    if (options->base) {
        a->timer = evtimer_new(options->base, on_timer, a);
        arm(a);
    }
    return a;
}

void auditor_free(struct auditor *a)
{
    if (!a)
        return;
    if (a->timer)
        event_free(a->timer);
    sightings_clear(&a->first);
    sightings_clear(&a->now);
    free(a->told);
    free(a->worst);
    free(a);
}

void auditor_stop(struct auditor *a)
{
    a->stopped = true;
    a->stuck = false;
    if (a->timer)
        evtimer_del(a->timer);
}

struct instant auditor_next_due(const struct auditor *a)
{
    return a->stopped ? INSTANT_NEVER : a->next;
}

/* ---- questions ---- */

struct auditor_stats auditor_get_stats(const struct auditor *a)
{
    struct auditor_stats stats = a->stats;

    stats.held = why_held(a);
    stats.worst = a->worst;
    return stats;
}

bool auditor_is_content(const struct auditor *a)
{
    struct span limit = {OLD * period(a).us + SECOND_LOOK.us};

    return !why_held(a) && a->stats.found == 0 &&
           instant_before(steady_now(a), instant_add(a->last, limit));
}

/* Also when the timer does not come any more: that is what is broken then. Asked twice, since a
 * process that slept is asked before its timers have had their turn. */
bool auditor_wants_restart(struct auditor *a)
{
    struct span limit = {OLD * period(a).us + SECOND_LOOK.us};
    bool in_doubt = !instant_before(steady_now(a), instant_add(a->alive, limit));
    bool doubted = a->doubted;

    a->doubted = in_doubt;
    if (a->stopped || why_held(a))
        return false;
    return a->stuck || (in_doubt && doubted);
}
