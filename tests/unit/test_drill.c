/* A drill reaches those of drill_to alone, and says everywhere that it is one. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:2:60s call:1:60s",                         \
        "person c leader sms:1:60s", "person d leader sms:1:60s", "person g service"
#define REST                                                                                       \
    "post p officer a+b", "team t b,d", "chain x 0s=post:p,person:c 5m=person:c 5m=team:t*1@5m",   \
        "chain y 0s=person:d", "route 1 - y leader 0s", "route - - x officer 10m",                 \
        "catch person:c"

static const char *const inside_team[] = {PEOPLE, REST, "drill_to team:t", NULL};
static const char *const inside_post[] = {PEOPLE, REST, "drill_to post:p", NULL};
static const char *const inside_all[] = {PEOPLE, REST, "drill_to rank:officer,rank:leader", NULL};
static const char *const inside_c[] = {PEOPLE, REST, "drill_to person:c", NULL};
static const char *const without[] = {PEOPLE, REST, NULL};

/* Every entry about a drill says so, and no page goes outside. */
static void look(const struct fixture *f, const char *name, const char *inside)
{
    for (size_t n = 0; n < f->n_entries; n++) {
        const struct entry *e = f->entries[n];
        struct slice person = entry_text(e, FIELD_PERSON);
        if (!e->incident.year)
            continue;
        cr_expect(entry_number(e, FIELD_DRILL, 0) == 1, "%s: entry %zu", name, n + 1);
        if (e->kind == ENTRY_PAGE)
            cr_expect(strchr(inside, person.data[0]), "%s: a page to %.*s", name,
                      SLICE_ARG(person));
    }
}

static void talk(const char *name, const char *const *rules, const char *inside,
                 const struct talk *rows)
{
    struct fixture *f = fixture_new(rules);

    fixture_talk(f, name, rows, talk_expect);
    if (inside)
        look(f, name, inside);
    fixture_free(f);
}

#define TALK_DRILL(name, rules, inside, ...)                                                       \
    talk(name, rules, inside, (const struct talk[]){__VA_ARGS__, {0}})

Test(drill, reaches_nobody_outside)
{
    TALK_DRILL("a team", inside_team, "bd",
               {"desk report drill=yes text=x", "report>x step1:b page:b/sms/1"}, {"sent b", NULL},
               {"+59s", ""}, {"+1s", "@1m page:b/sms/2"},
               {"+4m", "@5m step2: step3:d page:d/sms/1"}, {"sent d", NULL},
               {"+5m", "@10m step3.1:d page:d/sms/1"}, {"sent d", NULL}, {"+5m", "@15m step4:"},
               {"+1h", "@1h15m step4.1:"});
    TALK_DRILL("whoever holds the post", inside_post, "ab",
               {"desk report drill=yes text=x", "report>x step1:a,b page:a/sms/1 page:b/sms/1"},
               {"+5m", "@5m step2: step3:"}, {"a escalate", NULL}, {"+1d", NULL});
    TALK_DRILL("nobody of the chain", inside_c, "c",
               {"desk report drill=yes grade=1 text=x", "report>y step1: page:c/sms/1 step2:"},
               {"sent c", NULL}, {"+1h", NULL});
    TALK_DRILL("all", inside_all, "abcd",
               {"desk report drill=yes text=x",
                "report>x step1:a,b,c page:a/sms/1 page:b/sms/1 page:c/sms/1"});
}

Test(drill, without_drill_to_only_who_reported_it)
{
    TALK_DRILL("in the chain", without, "a",
               {"a report drill=yes text=x", "report>x step1:a page:a/sms/1"},
               {"+5m", "@5m step2: step3: step3.1: step4:"}, {"+1h", "@1h5m step4.1:"});
    TALK_DRILL("late in the chain", without, "d",
               {"d report drill=yes text=x", "report>x step1: step2: step3:d page:d/sms/1"});
    TALK_DRILL("a service", without, "",
               {"desk report drill=yes text=x", "report>x step1: step2: step3: step3.1: step4:"},
               {"+1d", NULL});
}

Test(drill, all_that_follows_stays_inside)
{
    TALK_DRILL("means and steps at once", inside_team, "bd", {"desk report drill=yes text=x", NULL},
               {"failed b", "page-failed:b page:b/call/1"},
               {"failed b", "page-failed:b step2: step3:d page:d/sms/1"},
               {"failed d", "page-failed:d"}, {"+5m", "@5m step3.1:b,d page:b/sms/1 page:d/sms/1"});
    TALK_DRILL("declined", inside_team, "bd", {"desk report drill=yes text=x", NULL},
               {"b decline", "decline:b step2: step3:d page:d/sms/1"});
    TALK_DRILL("idle, acknowledged by somebody outside", inside_team, "bd",
               {"desk report drill=yes text=x", NULL}, {"c ack", "ack:c"},
               {"+10m", "@10m idle>x:c step1:b page:b/sms/1"});
    TALK_DRILL("a worse grade", inside_team, "bd", {"desk report drill=yes text=x", NULL},
               {"a grade grade=1 reason=x", "grade>y step1:d page:d/sms/1"});
    TALK_DRILL("reopened", inside_team, "bd", {"desk report drill=yes text=x", NULL},
               {"a close outcome=x", "close"}, {"a note text=x", "note"},
               {"a reopen reason=x", "reopen>x step1:b page:b/sms/1"});
}

/* What is called a drill later on, or is none after all. */
Test(drill, set_while_it_runs)
{
    TALK_DRILL(
        "it is a drill: those outside hear no more", inside_team, NULL,
        {"desk report text=x", "report>x step1:a,b,c page:a/sms/1 page:b/sms/1 page:c/sms/1"},
        {"sent b", NULL}, {"a set drill=yes", "set>x step1:b page:b/sms/1"},
        {"+5m", "@5m step2: step3:d page:d/sms/1"});
    TALK_DRILL("it is none: all of it, from the beginning", inside_team, NULL,
               {"desk report drill=yes text=x", NULL}, {"+6m", NULL},
               {"desk set drill=no", "set>x step1:a,b,c page:a/sms/1 page:b/sms/1 page:c/sms/1"},
               {"+5m", "@11m step2:"}, {"+5m", "@16m step3:d page:d/sms/1"});
    TALK_DRILL("it is none, and was taken for one", inside_team, NULL,
               {"desk report drill=yes text=x", NULL}, {"b ack", "ack:b"},
               {"desk set drill=no", "set>x step1:a,b,c page:a/sms/1 page:b/sms/1 page:c/sms/1"});
    TALK_DRILL("it is one, and somebody has it", inside_team, NULL, {"desk report text=x", NULL},
               {"c ack", "ack:c"}, {"a set drill=yes", "set"},
               {"+10m", "@10m idle>x:c step1:b page:b/sms/1"});
    TALK_DRILL("nothing new", inside_team, NULL, {"desk report text=x", NULL},
               {"a set drill=no", "set"}, {"+5m", "@5m step2:"});
    TALK_DRILL("closed", inside_team, NULL, {"desk report text=x", NULL},
               {"a close outcome=x", NULL}, {"a set drill=yes", "set"},
               {"a reopen reason=x", "reopen>x step1:b page:b/sms/1"});
}

Test(drill, speaks_for_no_other)
{
    TALK_DRILL("a drill into none", inside_team, NULL, {"desk report text=x", NULL},
               {"desk report drill=yes text=x", NULL}, {"a merge #2 into=#1", "!state"},
               {"a merge #1 into=#2", "!state"}, {"a set #2 drill=no", NULL},
               {"a merge #1 into=#2", "merge"});
    TALK_DRILL("two drills", inside_team, "bd", {"desk report drill=yes text=x", NULL},
               {"desk report drill=yes text=x", NULL}, {"a merge #2 into=#1", "merge"});
}

/* What waits is looked at again before it is sent, by the rules of then. */
Test(drill, pages_that_wait)
{
    static const struct {
        const char *name, *act;
        const char *const *after;
        const char *reason; /* NULL: it is wanted */
    } rows[] = {
        {"as it was", NULL, inside_team, NULL},
        {"a drill by now", "a set drill=yes", inside_team, "superseded"},
        {"a drill by now, and outside", "a set drill=yes", inside_c, "the chain was started again"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(rows[n].after);
        const char *reason = NULL;
        fixture_act(f, "desk report text=x");
        uint64_t page = incident_callout(office_incident(f->office, f->incident), SLICE("b"))->page;
        if (rows[n].act)
            fixture_act(f, rows[n].act);
        bool wanted = office_page_wanted(f->office, f->incident, page, &reason) != NULL;
        cr_expect_eq(wanted, rows[n].reason == NULL, "%s", rows[n].name);
        if (rows[n].reason && reason)
            cr_expect_str_eq(reason, rows[n].reason, "%s", rows[n].name);
        fixture_free(f);
    }
}

Test(drill, taken_off_drill_to)
{
    struct fixture *f = fixture_new(inside_team);
    const char *reason = NULL;
    uint64_t page;

    fixture_act(f, "desk report drill=yes text=x");
    page = incident_callout(office_incident(f->office, f->incident), SLICE("b"))->page;
    cr_expect_not_null(office_page_wanted(f->office, f->incident, page, &reason));
    fixture_use(f, fixture_rules(inside_c));
    cr_expect_null(office_page_wanted(f->office, f->incident, page, &reason));
    cr_expect_str_eq(reason, "a drill, and drill_to does not name the person");
    cr_expect_str_eq(fixture_act(f, "dropped b"), "page-dropped:b step2:c page:c/sms/1");
    fixture_free(f);

    f = fixture_new(inside_team);
    fixture_act(f, "desk report drill=yes text=x");
    fixture_act(f, "sent b");
    fixture_use(f, fixture_rules(inside_c));
    cr_expect_str_eq(fixture_act(f, "+60s"), "@1m page-dropped:b", "no second try");
    fixture_free(f);
}

/* The log says whom a step left out. */
Test(drill, says_who_was_left_out)
{
    struct fixture *f = fixture_new(inside_team);
    const struct entry *step = NULL;

    fixture_act(f, "desk report drill=yes text=x");
    for (size_t n = 0; n < f->n_entries; n++)
        if (f->entries[n]->kind == ENTRY_STEP)
            step = f->entries[n];
    cr_assert(step);
    cr_expect(slice_equal_string(entry_text(step, FIELD_REASON), "a drill: not paged: a,c"));
    fixture_act(f, "+5m");
    for (size_t n = 0; n < f->n_entries; n++)
        if (entry_number(f->entries[n], FIELD_STEP, 0) == 2 && f->entries[n]->kind == ENTRY_STEP)
            step = f->entries[n];
    cr_expect(slice_equal_string(entry_text(step, FIELD_REASON),
                                 "reaches nobody; a drill: not paged: c"));
    fixture_free(f);
}
