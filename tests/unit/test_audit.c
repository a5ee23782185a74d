/* The auditor finds each fault that is put in on purpose, and none where there is none. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>
#include <utlist.h>

#include "office/audit.h"
#include "office/state/state.h"
#include "office_fixture.h"

#define SLACK SPAN_SECONDS(30)

static const char *const rules[] = {"person a officer sms:2:60s call:1:60s",
                                    "person b leader sms:1:60s",
                                    "chain x 0s=person:a 3m=person:b",
                                    "route 1 - x officer 30m",
                                    "route - - x officer 0s",
                                    "catch person:b",
                                    NULL};

struct heard {
    struct buffer words; /* "chain:31s wake try:1m/a", in the order in which it was found */
    enum audit_place place;
    unsigned asked;
};

static void on_finding(void *arg, const struct audit_finding *f)
{
    struct heard *h = arg;

    if (h->words.len)
        buffer_append_char(&h->words, ' ');
    buffer_append_string(&h->words, audit_thing_to_string(f->thing));
    if (f->late.us) {
        buffer_append_char(&h->words, ':');
        span_format(f->late, &h->words);
    }
    if (f->callout)
        buffer_printf(&h->words, "/%s", f->callout->person);
}

static void on_well(void *arg, const struct incident *i)
{
    struct heard *h = arg;

    buffer_printf(&h->words, "%swell:%u", h->words.len ? " " : "", i->id.number);
}

static enum audit_place place_of(void *arg, const struct incident *i, const struct callout *c)
{
    struct heard *h = arg;

    (void)i;
    (void)c;
    h->asked++;
    return h->place;
}

static struct audit_terms terms_of(const struct fixture *f, struct heard *h)
{
    return (struct audit_terms){.now = f->now, .slack = SLACK, .place_of = place_of, .arg = h};
}

/* What the auditor has to say, good until the next call. */
static const char *audit(const struct fixture *f, struct heard *h)
{
    struct audit_terms terms = terms_of(f, h);
    struct audit_listener listener = {.on_finding = on_finding, .on_well = on_well, .arg = h};

    buffer_clear(&h->words);
    buffer_append_string(&h->words, "");
    office_audit(f->office, &terms, &listener);
    return h->words.data ? h->words.data : "";
}

static struct incident *first(struct fixture *f)
{
    return incidents_find(f->office, (struct incident_id){2026, 1});
}

/* Time passes, and nobody looks at what is due. */
static void sleep_for(struct fixture *f, int seconds)
{
    f->now = instant_add(f->now, SPAN_SECONDS(seconds));
}

/* ---- the faults ---- */

static void nothing(struct fixture *f)
{
    (void)f;
}

static void lose_wake(struct fixture *f)
{
    heap_remove(&f->office->incidents->wakes, &first(f)->wake);
}

static void lose_wake_long_ago(struct fixture *f)
{
    lose_wake(f);
    sleep_for(f, 180 + 31);
}

static void wake_later(struct fixture *f)
{
    heap_set(&f->office->incidents->wakes, &first(f)->wake, instant_add(f->now, SPAN_HOURS(9)));
}

static void wake_earlier(struct fixture *f)
{
    heap_set(&f->office->incidents->wakes, &first(f)->wake, f->now);
}

/* The heap's order is gone, every node for itself is right. */
static void disorder(struct fixture *f)
{
    struct heap *h = &f->office->incidents->wakes;
    struct heap_node *last = h->nodes[h->len - 1];

    h->nodes[h->len - 1] = h->nodes[0];
    h->nodes[0] = last;
    h->nodes[0]->place = 1;
    h->nodes[h->len - 1]->place = (uint32_t)h->len;
}

static void wake_what_is_over(struct fixture *f)
{
    heap_set(&f->office->incidents->wakes, &first(f)->wake, f->now);
}

static void set_chain(struct fixture *f, struct instant at)
{
    first(f)->chain_due = at;
    incidents_rewake(f->office, first(f));
}

static void chain_never(struct fixture *f)
{
    set_chain(f, INSTANT_NEVER);
}

static void chain_far(struct fixture *f)
{
    set_chain(f, instant_add(f->now, SPAN_DAYS(8)));
}

static void asleep_29(struct fixture *f)
{
    sleep_for(f, 180 + 29);
}

static void asleep_31(struct fixture *f)
{
    sleep_for(f, 180 + 31);
}

static void asleep_91(struct fixture *f)
{
    sleep_for(f, 91);
}

static void asleep_idle(struct fixture *f)
{
    sleep_for(f, 1800 + 45);
}

static void try_far(struct fixture *f)
{
    first(f)->callouts[0].due = instant_add(f->now, SPAN_SECONDS(60 + 31));
    incidents_rewake(f->office, first(f));
}

static void unlink_live(struct fixture *f)
{
    struct incident *i = first(f);

    DL_DELETE(f->office->incidents->live, i);
}

static void deferred_31(struct fixture *f)
{
    sleep_for(f, 20 + 31);
}

Test(audit, finds_each_fault)
{
    static const struct {
        const char *name;
        const char *acts[6];
        void (*fault)(struct fixture *f);
        enum audit_place place;
        const char *finds;
    } rows[] = {
        {"healthy", {"desk report text=1", "desk report text=2"}, nothing, AUDIT_PLACE_HELD, ""},
        {"acknowledged, may rest",
         {"desk report text=1", "a ack"},
         asleep_31,
         AUDIT_PLACE_HELD,
         ""},
        {"closed", {"desk report text=1", "a close outcome=x"}, asleep_31, AUDIT_PLACE_HELD, ""},
        {"late, within the slack", {"desk report text=1"}, asleep_29, AUDIT_PLACE_HELD, ""},
        {"late", {"desk report text=1"}, asleep_31, AUDIT_PLACE_HELD, "chain:31s"},
        {"idle too long",
         {"desk report grade=1 text=1", "a ack"},
         asleep_idle,
         AUDIT_PLACE_HELD,
         "chain:45s"},
        {"wake lost",
         {"desk report text=1", "desk report text=2"},
         lose_wake,
         AUDIT_PLACE_HELD,
         "wake"},
        {"wake lost, and late",
         {"desk report text=1"},
         lose_wake_long_ago,
         AUDIT_PLACE_HELD,
         "chain:31s wake"},
        {"wake too late", {"desk report text=1"}, wake_later, AUDIT_PLACE_HELD, "wake"},
        {"wake too early", {"desk report text=1"}, wake_earlier, AUDIT_PLACE_HELD, "wake"},
        {"wakes in disorder",
         {"desk report text=1", "+1m", "desk report text=2", "+1m", "desk report text=3"},
         disorder,
         AUDIT_PLACE_HELD,
         "wake wake"},
        {"woken though over",
         {"desk report text=1", "a close outcome=x"},
         wake_what_is_over,
         AUDIT_PLACE_HELD,
         "wake"},
        {"stands still", {"desk report text=1"}, chain_never, AUDIT_PLACE_HELD, "still"},
        {"idle does not run",
         {"desk report grade=1 text=1", "a ack"},
         chain_never,
         AUDIT_PLACE_HELD,
         "still"},
        {"too far ahead", {"desk report text=1"}, chain_far, AUDIT_PLACE_HELD, "far"},
        {"not tried again",
         {"desk report text=1", "sent a"},
         asleep_91,
         AUDIT_PLACE_HELD,
         "try:31s/a"},
        {"tried again too far ahead",
         {"desk report text=1", "sent a"},
         try_far,
         AUDIT_PLACE_HELD,
         "far/a"},
        {"not in the list",
         {"desk report text=1", "desk report text=2"},
         unlink_live,
         AUDIT_PLACE_HELD,
         "list"},
        {"page nobody knows", {"desk report text=1"}, nothing, AUDIT_PLACE_UNKNOWN, "page/a"},
        {"page whose hook has no end",
         {"desk report text=1"},
         nothing,
         AUDIT_PLACE_STUCK,
         "page/a"},
        {"page that may wait", {"desk report text=1"}, nothing, AUDIT_PLACE_WAITING, ""},
        {"page that waits too long",
         {"desk report text=1"},
         asleep_91,
         AUDIT_PLACE_WAITING,
         "page:1m31s/a"},
        {"page that waits for a slot", {"desk report text=1"}, asleep_91, AUDIT_PLACE_HELD, ""},
        {"deferred", {"desk report text=1", "deferred a 80s"}, asleep_91, AUDIT_PLACE_WAITING, ""},
        {"deferred too long",
         {"desk report text=1", "deferred a 20s"},
         deferred_31,
         AUDIT_PLACE_WAITING,
         "page:31s/a"},
        {"sent: nobody asks for the page",
         {"desk report text=1", "sent a"},
         nothing,
         AUDIT_PLACE_UNKNOWN,
         ""},
        {"declined: nobody asks for the page",
         {"desk report text=1", "a decline", "sent b"},
         nothing,
         AUDIT_PLACE_UNKNOWN,
         ""},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(rules);
        struct heard h = {.place = rows[n].place};
        const char *said;

        for (size_t k = 0; k < 6 && rows[n].acts[k]; k++)
            fixture_act(f, rows[n].acts[k]);
        rows[n].fault(f);
        said = audit(f, &h);
        cr_expect_str_eq(said, rows[n].finds, "%s: \"%s\", not \"%s\"", rows[n].name, said,
                         rows[n].finds);
        buffer_deinit(&h.words);
        fixture_free(f);
    }
}

/* What could not be done before an instant is late from there on only. */
Test(audit, late_from_when_it_could_be_done)
{
    struct fixture *f = fixture_new(rules);
    struct heard h = {0};
    struct audit_terms terms;
    struct audit_listener listener = {.on_finding = on_finding, .on_well = on_well, .arg = &h};

    fixture_act(f, "desk report text=1");
    sleep_for(f, 3600);
    terms = terms_of(f, &h);
    terms.from = instant_add(f->now, SPAN_SECONDS(-30));
    office_audit(f->office, &terms, &listener);
    cr_expect_eq(h.words.len, 0, "%s", h.words.data);
    terms.from = instant_add(f->now, SPAN_SECONDS(-31));
    office_audit(f->office, &terms, &listener);
    cr_expect_str_eq(h.words.data, "chain:57m");
    buffer_deinit(&h.words);
    fixture_free(f);
}

/* Set back or forward: what was due moves with it, once that is in the log. */
Test(audit, no_alarm_when_the_clock_is_set)
{
    static const char *const clocks[] = {"clock 1h", "clock -1h", "clock 24h", "clock -24h"};

    for (size_t n = 0; n < 4; n++) {
        struct fixture *f = fixture_new(rules);
        struct heard h = {.place = AUDIT_PLACE_HELD};

        fixture_act(f, "desk report grade=1 text=1");
        fixture_act(f, "desk report text=2");
        fixture_act(f, "sent a");
        fixture_act(f, "desk report text=3");
        fixture_act(f, "deferred a 5m");
        fixture_act(f, clocks[n]);
        cr_expect_str_eq(audit(f, &h), "", "%s: %s", clocks[n], h.words.data);
        buffer_deinit(&h.words);
        fixture_free(f);
    }
}

static void alarm_entry(struct fixture *f, enum audit_thing thing, const char *outcome)
{
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_THING, slice_of(audit_thing_to_string(thing))),
        FIELD_TEXT_OF(outcome ? FIELD_OUTCOME : FIELD_REASON, slice_of(outcome ? outcome : "x")),
    };
    struct command c = {.verb = VERB_AUDIT, .incident = {2026, 1}, .fields = fields, .n_fields = 2};

    fixture_command(f, &c);
}

/* What an alarm was raised for is known by the office itself, also after a restart. */
Test(audit, remembers_its_alarms)
{
    struct fixture *f = fixture_new(rules);
    struct heard h = {.place = AUDIT_PLACE_HELD};
    struct buffer why = BUFFER_INIT;
    struct office *again;

    fixture_act(f, "desk report text=1");
    alarm_entry(f, AUDIT_CHAIN, NULL);
    alarm_entry(f, AUDIT_WAKE, NULL);
    cr_expect_eq(first(f)->alarmed, 1U << AUDIT_CHAIN | 1U << AUDIT_WAKE);
    again = fixture_fold(f, f->n_entries);
    cr_expect(office_equal(f->office, again, &why), "%s", why.data);
    office_free(again);
    cr_expect_str_eq(audit(f, &h), "well:1");
    lose_wake(f);
    cr_expect_str_eq(audit(f, &h), "wake");
    alarm_entry(f, AUDIT_CHAIN, "well again");
    cr_expect_eq(first(f)->alarmed, 0);
    alarm_entry(f, AUDIT_CHAIN, NULL);
    fixture_act(f, "a close outcome=x");
    cr_expect_eq(first(f)->alarmed, 0, "over, and still an alarm");
    buffer_deinit(&why);
    buffer_deinit(&h.words);
    fixture_free(f);
}

/* Paging says what became of those that wait, so that memory may let the incident go. */
static void drop_pages(struct fixture *f, struct incident_id id)
{
    const struct incident *i = office_incident(f->office, id);

    for (size_t n = 0; n < i->n_callouts; n++) {
        struct field fields[] = {FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)i->callouts[n].page),
                                 FIELD_TEXT_OF(FIELD_REASON, SLICE("closed"))};
        struct command c = {
            .verb = VERB_PAGE_DROPPED, .incident = id, .fields = fields, .n_fields = 2};

        fixture_command(f, &c);
    }
}

/* In pieces it says the same; it begins again when the incident it stood at is gone. */
Test(audit, in_pieces)
{
    struct fixture *f = fixture_new(rules);
    struct heard h = {.place = AUDIT_PLACE_HELD};
    struct audit_terms terms;
    struct audit_listener listener = {.on_finding = on_finding, .on_well = on_well, .arg = &h};
    struct audit_walk walk = {0};
    unsigned pieces = 0;

    for (int n = 0; n < 7; n++)
        fixture_act(f, "desk report text=1");
    sleep_for(f, 180 + 31);
    terms = terms_of(f, &h);
    do {
        pieces++;
    } while (office_audit_some(f->office, &terms, &listener, &walk, 2));
    cr_expect_eq(pieces, 4);
    cr_expect_eq(walk.seen, 7);
    cr_expect_str_eq(h.words.data, "chain:31s chain:31s chain:31s chain:31s chain:31s chain:31s "
                                   "chain:31s");
    walk = (struct audit_walk){0};
    cr_expect(office_audit_some(f->office, &terms, &listener, &walk, 2));
    cr_expect_eq(walk.next.number, 3);
    fixture_act(f, "a close #3 outcome=x");
    drop_pages(f, (struct incident_id){2026, 3});
    office_forget(f->office, 0, UINT64_MAX, f->now);
    cr_expect(office_audit_some(f->office, &terms, &listener, &walk, 2));
    cr_expect_eq(walk.anew, 1);
    cr_expect_eq(walk.seen, 2);
    cr_expect(!office_audit_some(f->office, &terms, &listener, &walk, 100));
    cr_expect_eq(walk.seen, 6);
    buffer_deinit(&h.words);
    fixture_free(f);
}

Test(audit, speaks_plainly)
{
    struct callout c = {.person = "li.wei", .page = 17};
    struct instant at = calendar_instant((struct date){2026, 11, 23}, 615);
    const struct {
        struct audit_finding finding;
        const char *words;
    } rows[] = {
        {{.thing = AUDIT_CHAIN, .due = at, .late = SPAN_MS(45600)},
         "the chain of command was to go on at 2026-11-23 10:15:00, 45s ago"},
        {{.thing = AUDIT_TRY, .callout = &c, .due = at, .late = SPAN_SECONDS(60)},
         "li.wei was to be tried again at 2026-11-23 10:15:00, 1m ago"},
        {{.thing = AUDIT_PAGE, .callout = &c, .due = at},
         "page 17 to li.wei has not been handed to its hook"},
        {{.thing = AUDIT_FAR, .due = at},
         "what is next is further ahead than any rule says: at 2026-11-23 10:15:00"},
    };

    calendar_set_zone("Asia/Shanghai");
    at = calendar_instant((struct date){2026, 11, 23}, 615);
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct audit_finding f = rows[n].finding;
        struct buffer out = BUFFER_INIT;

        f.due = at;
        audit_finding_format(&f, &out);
        cr_expect_str_eq(out.data, rows[n].words);
        buffer_deinit(&out);
    }
}
