/*
 * Years of bad luck in ten seconds: random offices, random commands, pages that end in any order
 * or twice, crashes, rules that are edited or others, a clock that is set. After each step what
 * must always hold is looked at. All chance comes from the seed, which is printed on failure:
 *
 *     sim [FIRST-SEED] [SEEDS] [STEPS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/audit.h"
#include "office/state/state.h"
#include "sim.h"

#define MOST_ENTRIES_A_TICK 400
#define MOST_TICKS 5000
#define KEYS 8

void fail(const struct sim *s, const char *what)
{
    printf("not ok seed %llu, step %u (%s): %s\n", (unsigned long long)s->seed, s->step, s->doing,
           what);
    exit(1);
}

unsigned below(struct sim *s, unsigned n)
{
    return (unsigned)random_below(&s->random, n);
}

bool once_in(struct sim *s, unsigned n)
{
    return below(s, n) == 0;
}

/* ---- what must hold ---- */

static void look_at_absence(const struct sim *s, const struct watch *w)
{
    const struct incident *i = w ? office_incident(s->shadow, w->absence) : NULL;

    if (i && (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED))
        fail(s, "a second absence while the first one is open");
}

static void look_at_report(const struct sim *s, const struct entry *e)
{
    struct incident_id last = office_last_incident(s->shadow);
    bool follows = e->incident.year == last.year ? e->incident.number == last.number + 1
                                                 : e->incident.number == 1;

    if (office_incident(s->shadow, e->incident) || !follows)
        fail(s, "the numbers of the incidents have a gap");
    if (entry_field(e, FIELD_DUTY) && !entry_field(e, FIELD_PERSON))
        look_at_absence(s, office_watch(s->shadow, entry_text(e, FIELD_DUTY)));
}

static void look_at_page(const struct sim *s, const struct entry *e)
{
    const struct incident *i = office_incident(s->shadow, e->incident);
    const struct callout *c = i ? incident_callout(i, entry_text(e, FIELD_PERSON)) : NULL;
    const char *reason;

    if (!i || i->state != INCIDENT_OPEN)
        fail(s, "a page for an incident that is not open");
    if (c && office_page_wanted(s->shadow, i->id, c->page, &reason))
        fail(s, "a second page while the first one waits");
    if (c && c->declined && !c->earlier)
        fail(s, "a page for a person who declined");
    look_at_drill(s, i, e);
    if (s->by_time)
        look_at_holder(s, i, e);
}

/* The shadow follows, entry by entry. */
static void look_at_new(struct sim *s)
{
    for (; s->n_shadow < s->f->n_entries; s->n_shadow++) {
        const struct entry *e = s->f->entries[s->n_shadow];
        if (e->kind == ENTRY_REPORT)
            look_at_report(s, e);
        if (e->kind == ENTRY_PAGE)
            look_at_page(s, e);
        if (e->kind == ENTRY_STEP)
            look_at_step(s, e);
        if (e->kind == ENTRY_RECEIVED)
            look_at_received(s, s->n_shadow);
        if (entry_kind_is_notice(e->kind) && entry_field(e, FIELD_KNOWN))
            look_at_news(s, s->n_shadow);
        fixture_apply_decoded(s->shadow, e);
        look_at_mark(s, e);
    }
}

struct auditing {
    struct sim *sim;
    struct buffer words;
};

static void on_finding(void *arg, const struct audit_finding *f)
{
    struct auditing *a = arg;

    if (f->thing == AUDIT_FAR && a->sim->crashed)
        return;
    incident_id_format(f->incident->id, &a->words);
    buffer_append_string(&a->words, ": ");
    audit_finding_format(f, &a->words);
    buffer_append_string(&a->words, "; ");
}

static void on_well(void *arg, const struct incident *i)
{
    (void)arg;
    (void)i;
}

/* The auditor has nothing to say of an office that is well; where time has just done its work
 * nothing is late, either. */
static void audit(struct sim *s, bool after_time)
{
    struct auditing a = {.sim = s};
    struct audit_terms terms = {
        .now = s->f->now, .from = after_time ? INSTANT_NONE : s->f->now, .slack = SPAN_US(0)};
    struct audit_listener listener = {.on_finding = on_finding, .on_well = on_well, .arg = &a};

    office_audit(s->f->office, &terms, &listener);
    if (a.words.len)
        fail(s, a.words.data);
    buffer_deinit(&a.words);
}

static void compare(struct sim *s, struct office *a, struct office *b)
{
    struct buffer why = BUFFER_INIT;

    if (!office_live_equal(a, b, &why))
        fail(s, why.data);
    buffer_deinit(&why);
}

/* Folding what is live gives the same as folding everything. */
static void look_at_live(struct sim *s)
{
    struct office *again = fixture_fold_live(s->f);

    compare(s, s->f->office, again);
    office_free(again);
}

/* So does a start from a checkpoint of some steps ago, with the entries since, compared with one
 * from the whole log; memory lets go of what it can on the way. Without the simulation's own
 * chance: a seed does what it did before. */
static void look_at_start(struct sim *s)
{
    const struct live_copy none = {0};
    struct office *whole, *again;

    if (s->copy.checkpoint > s->f->n_entries || (s->seed + s->step) % 20 == 0)
        fixture_copy_live(s->f, &s->copy);
    /* What was forgotten before the clock was set back is not remembered again. */
    if (instant_before(s->latest, s->f->now))
        s->latest = s->f->now;
    if (s->step % 4 != 0 || instant_before(s->f->now, s->latest))
        return;
    whole = fixture_start(s->f, &none);
    again = fixture_start(s->f, &s->copy);
    office_forget(whole, 0, UINT64_MAX, s->f->now);
    office_forget(again, 0, UINT64_MAX, s->f->now);
    compare(s, whole, again);
    office_free(whole);
    office_free(again);
}

static void look(struct sim *s)
{
    struct buffer why = BUFFER_INIT;

    look_at_new(s);
    if (!fixture_holds(s->f, &why) || !office_equal(s->f->office, s->shadow, &why))
        fail(s, why.data);
    look_at_live(s);
    look_at_start(s);
    buffer_deinit(&why);
    audit(s, false);
}

/* ---- steps ---- */

static struct incident_id any_incident(struct sim *s)
{
    struct incident_id last = office_last_incident(s->f->office);

    if (!last.number)
        return (struct incident_id){2026, 1};
    return (struct incident_id){last.year, 1 + below(s, last.number + (once_in(s, 20) ? 1 : 0))};
}

static const struct person *any_person(struct sim *s)
{
    return &s->f->rules->people[below(s, (unsigned)s->f->rules->n_people)];
}

/* What the journal has of it; nothing when it is in memory. */
static void recall(struct sim *s, struct incident_id id)
{
    struct fixture *f = s->f;

    if (office_incident(f->office, id))
        return;
    for (size_t n = 0; n < f->n_entries; n++) {
        if (!incident_id_equal(f->entries[n]->incident, id))
            continue;
        office_recall(f->office, f->entries[n]);
        office_recall(s->shadow, f->entries[n]);
    }
}

/* They have ended, and the log does not say yet what became of a page. */
static size_t count_needed(const struct office *o)
{
    size_t n = 0;

    for (const struct incident *i = o->incidents->ended; i; i = i->next)
        n += i->is_needed;
    return n;
}

static void step_forget(struct sim *s)
{
    size_t keep = below(s, 10);

    snprintf(s->doing, sizeof(s->doing), "forget");
    office_forget(s->f->office, keep, UINT64_MAX, s->f->now);
    office_forget(s->shadow, keep, UINT64_MAX, s->f->now);
    if (office_counts(s->f->office).closed > keep + count_needed(s->f->office))
        fail(s, "more is kept than was said");
}

void run(struct sim *s, const struct command *c)
{
    struct fixture *f = s->f;
    size_t from = f->n_entries;

    if (fixture_command(f, c) == REFUSAL_RECALL) {
        recall(s, c->incident);
        if (c->other.year)
            recall(s, c->other);
        if (fixture_command(f, c) == REFUSAL_RECALL)
            fail(s, "recalled, and still not there");
    }
    if ((f->decision.refusal == REFUSAL_NONE) != (f->n_entries > from))
        fail(s, "neither refused nor done, or both");
    if (f->decision.refusal != REFUSAL_NONE && f->decision.refusal != REFUSAL_AGAIN &&
        f->decision.why.len == 0)
        fail(s, "refused without words");
    look_at_new(s);
    if (c->key.len && f->decision.refusal == REFUSAL_NONE) {
        from = f->n_entries;
        if (fixture_command(f, c) != REFUSAL_AGAIN || f->n_entries != from)
            fail(s, "the same key a second time did something");
    }
}

/* Takes back what is known, corrects the text, says why. */
static void add_corrections(struct sim *s, struct command *c, struct field *fields)
{
    if (once_in(s, 5))
        fields[c->n_fields++] = FIELD_UNKNOWN_OF(FIELD_TRAPPED);
    if (once_in(s, 8))
        fields[c->n_fields++] = FIELD_UNKNOWN_OF(FIELD_CALLER);
    if (c->verb == VERB_SET && once_in(s, 3))
        fields[c->n_fields++] =
            FIELD_TEXT_OF(FIELD_TEXT, once_in(s, 2) ? SLICE("at the mill") : SLICE("东码头"));
    if (c->verb != VERB_REPORT && once_in(s, 3))
        fields[c->n_fields++] = FIELD_TEXT_OF(FIELD_REASON, SLICE("misheard"));
}

static void step_command(struct sim *s)
{
    static const enum verb verbs[] = {
        VERB_REPORT,  VERB_REPORT, VERB_SET,   VERB_NOTE,     VERB_ACK,    VERB_ACK,   VERB_DECLINE,
        VERB_DECLINE, VERB_GRADE,  VERB_CLOSE, VERB_ESCALATE, VERB_REOPEN, VERB_MERGE, VERB_LOG};
    static const char *const places[] = {"West Pier", "东码头", "Mill", ""};
    static const char *const endings[] = {"done", "false", "duplicate", "passed-on"};
    struct field fields[15];
    struct command c = {.verb = verbs[below(s, sizeof(verbs) / sizeof(*verbs))], .fields = fields};
    char key[20];

    c.actor = once_in(s, 30) ? NULL : any_person(s);
    if (c.verb != VERB_REPORT && c.verb != VERB_LOG)
        c.incident = any_incident(s);
    if (c.verb == VERB_MERGE)
        c.other = any_incident(s);
    if (c.verb == VERB_REPORT || c.verb == VERB_SET || c.verb == VERB_GRADE) {
        if (!once_in(s, 3))
            fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_GRADE, 1 + below(s, 4));
        if (c.verb != VERB_GRADE && once_in(s, 3))
            fields[c.n_fields++] =
                once_in(s, 2) ? FIELD_TEXT_OF(FIELD_CLASS, once_in(s, 2) ? SLICE("gas") : SLICE(""))
                              : FIELD_UNKNOWN_OF(FIELD_CLASS);
        if (c.verb != VERB_GRADE && once_in(s, 3))
            fields[c.n_fields++] = once_in(s, 4) ? FIELD_UNKNOWN_OF(FIELD_INJURED)
                                                 : FIELD_NUMBER_OF(FIELD_INJURED, below(s, 5));
        if (c.verb != VERB_GRADE && once_in(s, 4))
            fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PLACE, slice_of(places[below(s, 4)]));
        if (c.verb != VERB_GRADE && once_in(s, 4))
            fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_DRILL, below(s, 2));
    }
    if (c.verb == VERB_REPORT || c.verb == VERB_SET || c.verb == VERB_MERGE)
        add_corrections(s, &c, fields);
    if (c.verb == VERB_ACK || c.verb == VERB_DECLINE)
        if (once_in(s, 4))
            fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(any_person(s)->id));
    if (c.verb == VERB_CLOSE && once_in(s, 2))
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_AS, slice_of(endings[below(s, 4)]));
    if (!once_in(s, 20) && c.verb != VERB_SET) {
        enum field_id id = c.verb == VERB_CLOSE                            ? FIELD_OUTCOME
                           : c.verb == VERB_GRADE || c.verb == VERB_REOPEN ? FIELD_REASON
                                                                           : FIELD_TEXT;
        fields[c.n_fields++] = FIELD_TEXT_OF(id, SLICE("\"\xe7\x81\xab\"\n\\ x"));
    }
    if (once_in(s, 3)) {
        snprintf(key, sizeof(key), "k%u", below(s, KEYS));
        c.key = slice_of(key);
        c.digest = random_below(&s->random, UINT64_MAX);
    }
    snprintf(s->doing, sizeof(s->doing), "verb %d on %u", (int)c.verb, c.incident.number);
    run(s, &c);
}

/* Who comes, goes, hands over, is relieved, is asked. */
static void step_presence(struct sim *s)
{
    static const enum verb verbs[] = {VERB_ON,       VERB_ON,   VERB_OFF,    VERB_HANDOVER,
                                      VERB_TAKE,     VERB_TAKE, VERB_REFUSE, VERB_RELIEVE,
                                      VERB_ROLLCALL, VERB_HERE, VERB_HERE};
    static const char *const posts[] = {"post0", "post1", "post2"};
    struct field fields[8];
    struct command c = {.verb = verbs[below(s, sizeof(verbs) / sizeof(*verbs))], .fields = fields};
    struct instant from = instant_add(s->f->now, SPAN_HOURS((int)below(s, 100) - 20));

    c.actor = any_person(s);
    fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(posts[below(s, 20) % 3]));
    fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_REASON, SLICE("r"));
    fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_ADDRESSEE, slice_of(any_person(s)->id));
    if (c.verb == VERB_RELIEVE) {
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_OUT, slice_of(any_person(s)->id));
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_IN, slice_of(any_person(s)->id));
        fields[c.n_fields++] = FIELD_INSTANT_OF(FIELD_SINCE, from);
        fields[c.n_fields++] =
            FIELD_INSTANT_OF(FIELD_UNTIL, instant_add(from, SPAN_HOURS(below(s, 100))));
    } else if (c.verb == VERB_OFF && once_in(s, 3)) {
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(any_person(s)->id));
    }
    if (c.verb == VERB_HERE) {
        c.n_fields = 0;
        c.incident = any_incident(s);
    }
    snprintf(s->doing, sizeof(s->doing), "presence %d by %s", (int)c.verb, c.actor->id);
    run(s, &c);
}

/* The id of one of the latest pages. */
static int64_t any_page(struct sim *s)
{
    const struct fixture *f = s->f;
    int64_t id = 1;

    for (size_t n = f->n_entries; n-- > 0;) {
        if (f->entries[n]->kind != ENTRY_PAGE)
            continue;
        id = (int64_t)f->entries[n]->seq;
        if (once_in(s, 4))
            break;
    }
    return id;
}

/* Of any page there ever was, mostly of one that waits; some come late, some twice. */
static void step_outcome(struct sim *s)
{
    static const enum verb verbs[] = {VERB_PAGE_SENT,   VERB_PAGE_SENT,     VERB_PAGE_FAILED,
                                      VERB_PAGE_FAILED, VERB_PAGE_DEFERRED, VERB_PAGE_DROPPED,
                                      VERB_PAGE_HELD,   VERB_PAGE_BUNDLED};
    struct fixture *f = s->f;
    const struct entry *e = NULL;
    struct command c = {.verb = verbs[below(s, sizeof(verbs) / sizeof(*verbs))]};
    struct field fields[6];
    bool any = once_in(s, 4);
    uint64_t carrier = 0;
    char gateway[16];
    const char *reason;

    for (size_t n = f->n_entries; n-- > 0;) {
        const struct entry *page = f->entries[n];
        if (page->kind != ENTRY_PAGE)
            continue;
        e = page;
        if (any ? once_in(s, 5)
                : office_page_wanted(f->office, page->incident, page->seq, &reason) &&
                      once_in(s, 3))
            break;
    }
    if (!e)
        return;
    /* Nobody drops a page that is wanted. */
    if (c.verb == VERB_PAGE_DROPPED && office_page_wanted(f->office, e->incident, e->seq, &reason))
        c.verb = VERB_PAGE_SENT;
    c.incident = e->incident;
    fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)e->seq);
    fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, 1 + below(s, 3));
    if (c.verb == VERB_PAGE_DEFERRED)
        fields[c.n_fields++] = FIELD_INSTANT_OF(FIELD_RETRY, instant_add(f->now, SPAN_SECONDS(30)));
    snprintf(gateway, sizeof(gateway), "g%u", below(s, 60)); /* few: they are given out again */
    if (c.verb == VERB_PAGE_SENT)
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_GATEWAY, slice_of(gateway));
    if (c.verb == VERB_PAGE_HELD)
        fields[c.n_fields++] = FIELD_INSTANT_OF(FIELD_UNTIL, instant_add(f->now, SPAN_SECONDS(30)));
    if (c.verb == VERB_PAGE_HELD && once_in(s, 2))
        fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_DOWN, 1);
    if (c.verb == VERB_PAGE_SENT && once_in(s, 3))
        fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_BUNDLED, 1);
    if ((c.verb == VERB_PAGE_SENT || c.verb == VERB_PAGE_BUNDLED) && !once_in(s, 3))
        fields[c.n_fields++] = FIELD_NUMBER_OF(
            FIELD_KNOWN, (int64_t)(e->seq + below(s, (unsigned)(f->n_entries - e->seq + 1))));
    if (c.verb == VERB_PAGE_BUNDLED) /* with any page that there was; none carries itself */
        carrier = any_page(s);
    if (carrier && carrier != e->seq)
        fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_OF, (int64_t)carrier);
    c.fields = fields;
    snprintf(s->doing, sizeof(s->doing), "outcome %d of page %llu", (int)c.verb,
             (unsigned long long)e->seq);
    run(s, &c);
}

static void pick_notice(const struct notice *n, void *arg)
{
    const struct notice **picked = arg;

    if (!*picked || n->id > (*picked)->id)
        *picked = n;
}

/* What became of the newest notice; some were settled before. */
static void step_notice(struct sim *s)
{
    static const enum verb verbs[] = {VERB_NOTICE_SENT, VERB_NOTICE_FAILED, VERB_NOTICE_DEFERRED,
                                      VERB_NOTICE_DROPPED};
    struct fixture *f = s->f;
    const struct notice *n = NULL;
    struct command c = {.verb = verbs[below(s, 4)]};
    struct field fields[3];

    office_each_notice(f->office, pick_notice, &n);
    if (!n)
        return;
    fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)n->id - once_in(s, 5));
    fields[c.n_fields++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, 1 + below(s, 3));
    if (c.verb == VERB_NOTICE_DEFERRED)
        fields[c.n_fields++] = FIELD_INSTANT_OF(FIELD_RETRY, instant_add(f->now, SPAN_SECONDS(30)));
    c.fields = fields;
    snprintf(s->doing, sizeof(s->doing), "outcome %d of notice %llu", (int)c.verb,
             (unsigned long long)n->id);
    run(s, &c);
}

static void step_time(struct sim *s)
{
    static const int64_t seconds[] = {0, 1, 10, 60, 300, 3600, 7200, 86400};
    struct fixture *f = s->f;
    struct instant until = instant_add(f->now, SPAN_SECONDS(seconds[below(s, 8)]));
    unsigned ticks = 0;

    snprintf(s->doing, sizeof(s->doing), "time");
    s->by_time = true;
    if (once_in(s, 4)) /* asleep: all of it at once, late */
        f->now = until;
    while (!instant_before(until, office_next_due(f->office))) {
        struct instant due = office_next_due(f->office);
        size_t from = f->n_entries;
        if (instant_before(f->now, due))
            f->now = due;
        if (!fixture_tick(f) && !instant_before(f->now, office_next_due(f->office)))
            fail(s, "something is due, and nothing was written");
        if (f->n_entries - from > MOST_ENTRIES_A_TICK || ++ticks > MOST_TICKS)
            fail(s, "time brings no end of entries");
        look_at_new(s);
    }
    f->now = until;
    s->by_time = false;
    audit(s, true);
    look_at_posts(s);
}

/* The hooks all fail, and the clock stands still: this comes to an end. */
static void step_storm(struct sim *s)
{
    struct fixture *f = s->f;
    size_t first = f->n_entries;
    const size_t most = 60 * (office_counts(f->office).open + 1);

    snprintf(s->doing, sizeof(s->doing), "storm");
    for (size_t n = 0; n < f->n_entries; n++) {
        const struct entry *page = f->entries[n];
        const char *reason;
        struct field field = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)page->seq);
        struct command c = {
            .verb = VERB_PAGE_FAILED, .incident = page->incident, .fields = &field, .n_fields = 1};
        if (page->kind != ENTRY_PAGE ||
            !office_page_wanted(f->office, page->incident, page->seq, &reason))
            continue;
        run(s, &c);
        if (f->n_entries - first > 4 * most)
            fail(s, "a storm of pages");
    }
}

/* Of the incidents alone: who is there is looked at again by itself. */
static struct instant next_wake(const struct office *o)
{
    const struct heap_node *first = heap_first(&o->incidents->wakes);

    return first ? first->at : INSTANT_NEVER;
}

static void step_clock(struct sim *s)
{
    static const int64_t hours[] = {1, -1, 24, -24};
    struct span by = SPAN_HOURS(hours[below(s, 4)]);
    struct field field = FIELD_NUMBER_OF(FIELD_BY, by.us);
    int64_t ahead, due = next_wake(s->f->office).us;

    snprintf(s->doing, sizeof(s->doing), "clock");
    ahead = due - s->f->now.us;
    s->f->now = instant_add(s->f->now, by);
    run(s, &(struct command){.verb = VERB_CLOCK_STEP, .fields = &field, .n_fields = 1});
    if (due != INT64_MAX && next_wake(s->f->office).us - s->f->now.us != ahead)
        fail(s, "what was due in a while is not due in the same while");
}

/* The database held up the last so many entries. */
static void step_held_up(struct sim *s)
{
    uint64_t last = office_last_seq(s->f->office), back = below(s, 40);
    struct field fields[] = {FIELD_NUMBER_OF(FIELD_OF, (int64_t)(last > back ? last - back : 1)),
                             FIELD_NUMBER_OF(FIELD_ENTRIES, 1 + below(s, 40)),
                             FIELD_NUMBER_OF(FIELD_BY, SPAN_MINUTES(1 + below(s, 20)).us)};
    struct instant due = next_wake(s->f->office);

    snprintf(s->doing, sizeof(s->doing), "held up");
    run(s, &(struct command){.verb = VERB_HELD_UP, .fields = fields, .n_fields = 3});
    if (instant_before(next_wake(s->f->office), due))
        fail(s, "what was held up is due earlier");
}

static void step_rules(struct sim *s)
{
    unsigned dice = below(s, 10);
    struct instant due = next_wake(s->f->office);

    snprintf(s->doing, sizeof(s->doing), "rules");
    fixture_use(s->f, dice < 3 ? same_rules(s) : dice < 8 ? edited_rules(s) : new_rules(s));
    office_set_rules(s->shadow, s->f->rules);
    if (next_wake(s->f->office).us != due.us)
        fail(s, "new rules alone moved what is due");
}

/* Everything after some decision never became durable: thrown away, and folded again. */
static void step_crash(struct sim *s)
{
    struct fixture *f = s->f;
    size_t kept = s->durable + below(s, (unsigned)(f->n_batches - s->durable) + 1);
    size_t n = kept ? f->batches[kept - 1] : 0;

    snprintf(s->doing, sizeof(s->doing), "crash: %zu of %zu entries are left", n, f->n_entries);
    while (f->n_entries > n)
        free(f->entries[--f->n_entries]);
    f->n_batches = s->durable = kept;
    office_free(f->office);
    f->office = fixture_fold(f, n);
    office_free(s->shadow);
    s->shadow = fixture_fold(f, n);
    s->n_shadow = n;
    s->crashed = true;
    forget_steps(s, n);
}

static void step(struct sim *s)
{
    unsigned dice = below(s, 100);

    if (dice < 30)
        step_command(s);
    else if (dice < 39)
        step_presence(s);
    else if (dice < 61)
        step_outcome(s);
    else if (dice < 63)
        step_notice(s);
    else if (dice < 67)
        step_message(s);
    else if (dice < 70)
        step_receipt(s);
    else if (dice < 85)
        step_time(s);
    else if (dice < 87)
        step_storm(s);
    else if (dice < 88)
        step_clock(s);
    else if (dice < 89)
        step_held_up(s);
    else if (dice < 96)
        step_rules(s);
    else if (dice < 98)
        step_forget(s);
    else
        step_crash(s);
    if (once_in(s, 3))
        s->durable = s->f->n_batches;
}

/* Few different numbers, so that codes meet again as soon as they may. */
static uint64_t few(void *arg)
{
    uint64_t *state = arg;
    struct random_source all = random_seeded(state);

    return UINT64_C(9000) * 1000000 + all.next(all.arg) % 30;
}

static unsigned simulate(uint64_t seed, unsigned steps)
{
    struct sim s = {.state = seed, .seed = seed};

    s.random = random_seeded(&s.state);
    s.f = fixture_new(NULL);
    s.f->seed = seed ^ 0x5eed;
    s.f->random.next = few;
    fixture_use(s.f, new_rules(&s));
    s.shadow = fixture_fold(s.f, 0);
    for (s.step = 0; s.step < steps; s.step++) {
        step(&s);
        look(&s);
    }
    office_free(s.shadow);
    fixture_free(s.f);
    free(s.copy.rows);
    forget_rules(&s);
    forget_steps(&s, 0);
    free(s.done);
    return steps;
}

static unsigned argument(int argc, char **argv, int n, unsigned otherwise)
{
    long long number;

    if (argc > n && slice_to_number(slice_of(argv[n]), 0, UINT32_MAX, &number))
        return (unsigned)number;
    return otherwise;
}

int main(int argc, char **argv)
{
    unsigned first = argument(argc, argv, 1, 1), seeds = argument(argc, argv, 2, 120);
    unsigned length = argument(argc, argv, 3, 400);
    unsigned long steps = 0;

    for (unsigned n = 0; n < seeds; n++)
        steps += simulate(first + n, length);
    printf("ok %u seeds, %lu steps\n1 passed, 0 failed\n", seeds, steps);
    return 0;
}
