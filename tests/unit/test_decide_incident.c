/* What becomes of an incident, as conversations. The numbers are those of docs' list of bugs of
 * this field that must not happen here. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/mem.h"
#include "fixture_talk.h"
#include "office/state/apply.h"
#include "office/state/codes.h"
#include "office/state/gateway_ids.h"
#include "office/state/names.h"
#include "office/state/state.h"

#define URGENT_REPORT                                                                              \
    {                                                                                              \
        "desk report grade=1 text=gas",                                                            \
            "report>urgent step1:li.wei,chen.yu,zhao.min page:li.wei/sms/1 page:chen.yu/sms/1 "    \
            "page:zhao.min/sms/1"                                                                  \
    }
#define ROUTINE_REPORT                                                                             \
    {                                                                                              \
        "desk report text=dog", "report>routine step1:li.wei,chen.yu page:li.wei/sms/1 "           \
                                "page:chen.yu/sms/1"                                               \
    }

Test(decide_incident, report)
{
    TALK("urgent by grade", URGENT_REPORT);
    TALK("routine", ROUTINE_REPORT);
    TALK("by class", {"desk report grade=3 class=GAS text=x",
                      "report>urgent step1:li.wei,chen.yu,zhao.min page:li.wei/sms/1 "
                      "page:chen.yu/sms/1 page:zhao.min/sms/1"});
    TALK("needs a text", {"desk report grade=1", "!value"});
}

Test(decide_incident, numbers_have_no_gap)
{
    struct fixture *f = fixture_new(NULL);

    for (unsigned n = 1; n <= 5; n++) {
        fixture_act(f, "desk report text=x");
        cr_expect_eq(f->incident.year, 2026);
        cr_expect_eq(f->incident.number, n);
        fixture_act(f, "desk report grade=1"); /* refused: takes no number */
    }
    f->now = calendar_instant((struct date){2027, 1, 1}, 0);
    fixture_act(f, "desk report text=x");
    cr_expect_eq(f->incident.year, 2027);
    cr_expect_eq(f->incident.number, 1);
    f->now = calendar_instant((struct date){2026, 12, 31}, 1439); /* the clock was set back */
    fixture_act(f, "desk report text=x");
    cr_expect_eq(f->incident.year, 2027);
    cr_expect_eq(f->incident.number, 2);
    fixture_free(f);
}

Test(decide_incident, set)
{
    TALK("needs a field", ROUTINE_REPORT, {"li.wei set", "!value"});
    TALK("changes the route while open: the chain starts again", ROUTINE_REPORT,
         {"li.wei set place=x", "set"},
         {"li.wei set grade=2",
          "set>urgent step1:chen.yu,zhao.min page:chen.yu/sms/1 page:zhao.min/sms/1"},
         {"li.wei set grade=1", "!state"});
    TALK("the first grade of one who was acknowledged", ROUTINE_REPORT,
         {"chen.yu ack", "ack:chen.yu"}, {"li.wei set place=x", "set"});
    TALK("closed: figures still change", ROUTINE_REPORT, {"li.wei close outcome=x", "close"},
         {"li.wei set injured=2", "set"}, {"+1d", ""});
    TALK("merged: refused", ROUTINE_REPORT, ROUTINE_REPORT, {"li.wei merge #1 into=#2", "merge"},
         {"li.wei set #1 injured=2", "!state"});
}

Test(decide_incident, old_values_are_told)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report injured=2 place=North text=x");
    fixture_act(f, "li.wei set injured=3 place=South caller=Wang");
    struct slice old = entry_text(f->entries[f->last], FIELD_OLD);
    cr_expect(slice_equal_string(old, "injured=2 place=North"), "%.*s", SLICE_ARG(old));
    fixture_free(f);
}

Test(decide_incident, note)
{
    TALK("open: the chain runs on", URGENT_REPORT, {"li.wei note text=x", "note"},
         {"+3m", "@3m step2:director page:director/sms/1"});
    TALK("refused", ROUTINE_REPORT, {"li.wei note", "!value"},
         {"li.wei note corrects=999 text=x", "!unknown"},
         {"li.wei note corrects=1 text=x", "note"});
    TALK("closed and merged: taken", ROUTINE_REPORT, ROUTINE_REPORT,
         {"li.wei merge #1 into=#2", "merge"}, {"li.wei note #1 text=x", "note"},
         {"li.wei close outcome=x", "close"}, {"li.wei note text=x", "note"});
}

Test(decide_incident, grade)
{
    TALK("refused", ROUTINE_REPORT, {"li.wei grade grade=1", "!value"},
         {"li.wei grade reason=x", "!value"});
    TALK("worse: chain and clocks start again; better: they run on", URGENT_REPORT, {"+1m", ""},
         {"zhao.min grade grade=1 reason=x", "!state"},
         {"zhao.min grade grade=2 reason=x", "grade"}, {"+1m", ""},
         {"zhao.min grade grade=1 reason=x",
          "grade>urgent step1:li.wei,chen.yu page:li.wei/sms/1 page:chen.yu/sms/1"},
         {"+3m", "@5m step2:director page:director/sms/1"});
    TALK("worse, and acknowledged: nobody's again", ROUTINE_REPORT, {"chen.yu ack", "ack:chen.yu"},
         {"+1d", ""},
         {"li.wei grade grade=4 reason=x", "grade>routine step1:chen.yu page:chen.yu/sms/1"});
    TALK("better, and acknowledged: kept", URGENT_REPORT, {"zhao.min ack", "ack:zhao.min"},
         {"li.wei grade grade=4 reason=x", "grade"}, {"+20m", ""});
    TALK("the final grade", ROUTINE_REPORT, {"li.wei close outcome=x", "close"},
         {"li.wei grade grade=1 reason=x", "grade"}, {"+1d", ""});
}

Test(decide_incident, close_reopen_merge)
{
    TALK("refused", ROUTINE_REPORT, {"li.wei close", "!value"}, {"desk reopen reason=x", "!state"},
         {"li.wei reopen", "!value"}, {"li.wei merge into=#1", "!value"},
         {"li.wei merge into=#7", "!unknown"}, {"li.wei close #9 outcome=x", "!unknown"},
         {"li.wei close outcome=x", "close"}, {"li.wei close outcome=x", "!state"},
         {"li.wei ack", "!state"}, {"li.wei escalate", "!state"}, {"li.wei decline", "!state"},
         ROUTINE_REPORT, {"li.wei merge into=#1", "!state"});
    TALK("opened again", ROUTINE_REPORT, {"li.wei close outcome=x", "close"}, {"+1h", ""},
         {"desk reopen reason=x", "reopen>routine step1:li.wei,chen.yu page:li.wei/sms/1 "
                                  "page:chen.yu/sms/1"},
         {"+15m", "@1h15m step2:zhao.min page:zhao.min/sms/1"});
    TALK("split again", ROUTINE_REPORT, ROUTINE_REPORT, {"li.wei merge #1 into=#2", "merge"},
         {"li.wei merge #2 into=#1", "!state"},
         {"desk reopen #1 reason=x", "reopen>routine step1:li.wei,chen.yu "
                                     "page:li.wei/sms/1 page:chen.yu/sms/1"});
}

/* Number 12: nothing is paged for what is over, however long ago. */
Test(decide_incident, immunity_12_a_year_later)
{
    TALK("closed", URGENT_REPORT, {"sent zhao.min", NULL}, {"li.wei close outcome=x", "close"},
         {"sent li.wei", "page-sent:li.wei"}, {"failed chen.yu", "page-failed:chen.yu"},
         {"+365d", ""});
    TALK("acknowledged, without an idle time", ROUTINE_REPORT, {"sent li.wei", NULL},
         {"li.wei ack", "ack:li.wei"}, {"failed chen.yu", "page-failed:chen.yu"}, {"+365d", ""});
    TALK("merged", URGENT_REPORT, URGENT_REPORT, {"li.wei merge #2 into=#1", "merge"},
         {"sent zhao.min", "page-sent:zhao.min"}, {"li.wei close #1 outcome=x", "close"},
         {"+365d", ""});
}

/* ---- keys ---- */

Test(decide_incident, keys)
{
    TALK("again", {"desk report key=a text=x", NULL}, {"desk report key=a text=x", "!again"},
         {"+6d", NULL}, {"desk report key=a text=x", "!again"},
         {"desk report key=a text=y", "!key"}, {"+1d", NULL},
         {"desk report key=a text=y", "report>routine step1:li.wei,chen.yu page:li.wei/sms/1 "
                                      "page:chen.yu/sms/1"},
         {"desk report key=a text=y", "!again"});
    TALK("what was refused used no key", {"desk report key=a", "!value"},
         {"desk report key=a text=x", NULL});
    TALK("without any field", {"- found key=a", "database-found"}, {"- found key=a", "!again"});
}

Test(decide_incident, again_names_the_first_entry)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "li.wei log text=x");
    fixture_act(f, "desk report key=a text=x");
    uint64_t first = f->entries[f->last]->seq;
    fixture_act(f, "desk report key=a text=x");
    cr_expect_eq(f->decision.again, first);
    fixture_free(f);
}

/* ---- what the office has let go ---- */

Test(decide_incident, recalled)
{
    struct fixture *f = fixture_new(NULL);
    struct incident_id id = {2026, 1};

    fixture_act(f, "desk report text=x");
    fixture_act(f, "li.wei close outcome=x");
    office_forget(f->office, 0, UINT64_MAX, f->now);
    cr_expect(office_incident(f->office, id), "what became of its pages is not known yet");
    fixture_act(f, "dropped li.wei");
    fixture_act(f, "dropped chen.yu");
    size_t n = f->n_entries;
    office_forget(f->office, 0, UINT64_MAX, f->now);
    cr_expect_null(office_incident(f->office, id));
    cr_expect_str_eq(fixture_act(f, "desk reopen #1 reason=x"), "!recall");
    cr_expect_str_eq(fixture_act(f, "li.wei reopen #2 reason=x"), "!unknown");
    for (size_t k = 0; k < n; k++)
        office_recall(f->office, f->entries[k]);
    cr_expect_eq(office_last_seq(f->office), n);
    cr_expect_eq(office_counts(f->office).closed, 1);
    cr_expect_str_eq(fixture_act(f, "desk reopen #1 reason=x"),
                     "reopen>routine step1:li.wei,chen.yu page:li.wei/sms/1 page:chen.yu/sms/1");
    fixture_free(f);
}

/* Callers choose their words for a class: those of incidents long past take no memory. */
Test(decide_incident, words_for_a_class_are_let_go)
{
    struct fixture *f = fixture_new(NULL);
    struct buffer why = BUFFER_INIT;
    unsigned before = HASH_CNT(by_text, f->office->names);

    for (int n = 0; n < 50; n++) {
        char *words = xasprintf("desk report class=c%d text=x", n / 2);
        fixture_act(f, words);
        free(words);
        words = xasprintf("li.wei set class=s%d", n % 3);
        fixture_act(f, words);
        free(words);
        if (n > 0)
            fixture_act(f, "li.wei close outcome=x");
        if (n % 10 == 5)
            office_forget(f->office, 0, UINT64_MAX, f->now);
    }
    cr_expect(fixture_holds(f, &why), "%s", why.data);
    cr_expect_str_eq(office_incident(f->office, (struct incident_id){2026, 1})->class, "s0");
    office_forget(f->office, 0, UINT64_MAX, f->now);
    cr_expect_leq(HASH_CNT(by_text, f->office->names), before + 11, "%u names, %u before",
                  HASH_CNT(by_text, f->office->names), before);
    buffer_deinit(&why);
    fixture_free(f);
}

/* Gateways begin to count again now and then: the earlier page does not get its id back when memory
 * lets go of the later one, whether the table has grown since or not. */
Test(decide_incident, a_gateway_id_given_out_twice_means_the_later_page)
{
    struct fixture *f = fixture_new(NULL);
    struct slice via = SLICE("sms");
    struct gateway_page page = {{2026, 1}, 1, false};
    char other[16];

    fixture_act(f, "desk report text=x");
    fixture_act(f, "desk report text=x");
    fixture_act(f, "li.wei close outcome=x");
    gateway_ids_put(f->office, via, SLICE("7"), &page);
    gateway_ids_put(f->office, via, SLICE("7"), &(struct gateway_page){{2026, 2}, 9, false});
    fixture_act(f, "dropped li.wei");
    fixture_act(f, "dropped chen.yu");
    office_forget(f->office, 0, UINT64_MAX, f->now);
    cr_expect_null(office_incident(f->office, (struct incident_id){2026, 2}));
    for (unsigned n = 0; n < 500; n++) {
        snprintf(other, sizeof(other), "other-%u", n);
        gateway_ids_put(f->office, via, slice_of(other), &page);
    }
    gateway_ids_put(f->office, via, SLICE("7"), &page); /* as a recall does */
    cr_assert(gateway_ids_find(f->office, via, SLICE("7"), &page));
    cr_expect_eq(page.page, 9);
    fixture_free(f);
}

static unsigned give_code(const struct fixture *f, struct incident_id id)
{
    return office_incident(f->office, id)->callouts[0].code;
}

/* Number 22: a code that was given out again does not go back to an old incident when that is
 * recalled. */
Test(decide_incident, immunity_22_recall_takes_no_code)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "post o officer a",
                                        "chain c 0s=person:a", "route - - c officer 0s", NULL};
    struct fixture *f = fixture_new(rules);
    struct buffer why = BUFFER_INIT;
    const char *person;

    fixture_act(f, "desk report text=x");
    unsigned code = give_code(f, f->incident);
    fixture_act(f, "a close outcome=x");
    size_t n = f->n_entries;
    office_forget(f->office, 0, UINT64_MAX, f->now);
    fixture_act(f, "+2d");
    f->seed = 4711; /* draws the same code again */
    fixture_act(f, "desk report text=y");
    cr_assert_eq(give_code(f, f->incident), code);
    for (size_t k = 0; k < n; k++)
        office_recall(f->office, f->entries[k]);
    cr_expect(incident_id_equal(office_code(f->office, code, &person), f->incident));
    cr_expect(fixture_holds(f, &why), "%s", why.data);
    buffer_deinit(&why);
    fixture_free(f);
}

/* Number 22, too: nor when it is opened again. */
Test(decide_incident, immunity_22_reopened_takes_no_code)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "chain c 0s=person:a",
                                        "route - - c officer 0s", NULL};
    struct fixture *f = fixture_new(rules);
    struct buffer why = BUFFER_INIT;
    const char *person;

    fixture_act(f, "desk report text=x");
    unsigned code = give_code(f, f->incident);
    fixture_act(f, "a close outcome=x");
    fixture_act(f, "+2d");
    f->seed = 4711; /* draws the same code again */
    fixture_act(f, "desk report text=y");
    cr_assert_eq(give_code(f, f->incident), code);
    fixture_act(f, "a reopen #1 reason=x");
    cr_expect(incident_id_equal(office_code(f->office, code, &person), f->incident));
    cr_expect(fixture_holds(f, &why), "%s", why.data);
    buffer_deinit(&why);
    fixture_free(f);
}

Test(decide_incident, codes_rest_for_a_day)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "chain c 0s=person:a",
                                        "route - - c officer 0s", NULL};
    static const struct {
        const char *name, *wait;
        bool same;
    } rows[] = {{"at once", "+0s", false},
                {"a day less a second", "+86399s", false},
                {"a day", "+1d", true}};

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(rules);
        const char *person = NULL;
        fixture_act(f, "desk report text=x");
        unsigned code = give_code(f, f->incident);
        cr_expect(incident_id_equal(office_code(f->office, code, &person), f->incident));
        cr_expect_str_eq(person, "a");
        fixture_act(f, "a close outcome=x");
        cr_expect_eq(office_code(f->office, code, &person).year, 0, "%s", rows[n].name);
        fixture_act(f, rows[n].wait);
        f->seed = 4711;
        fixture_act(f, "desk report text=y");
        cr_expect_eq(give_code(f, f->incident) == code, rows[n].same, "%s", rows[n].name);
        fixture_free(f);
    }
}

/* More live pages than codes: the rest goes without one, and it does not take for ever. */
Test(decide_incident, codes_run_out)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "chain c 0s=person:a",
                                        "route - - c officer 0s", NULL};
    struct fixture *f = fixture_new(rules);
    bool *seen = xcalloc(10000, sizeof(*seen));

    for (unsigned n = 0; n < 9002; n++) {
        fixture_act(f, "desk report text=x");
        unsigned code = give_code(f, f->incident);
        cr_expect(n < 9000 ? code >= 1000 && code <= 9999 && !seen[code] : code == 0, "%u", n);
        seen[code] = true;
    }
    free(seen);
    fixture_free(f);
}
