/* What became of a page, as conversations. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "fixture_talk.h"

#define URGENT                                                                                     \
    {                                                                                              \
        "desk report grade=1 text=gas", NULL                                                       \
    }

Test(decide_page, tries_and_means)
{
    TALK("tries, then the next means, then no more", URGENT, {"+10s", ""},
         {"sent zhao.min", "page-sent:zhao.min"}, {"+59s", ""},
         {"+1s", "@1m10s page:zhao.min/sms/2"}, {"+30s", ""}, {"sent zhao.min", NULL},
         {"+60s", "@2m40s page:zhao.min/call/1"}, {"sent zhao.min", NULL}, {"+19s", ""},
         {"+1s", "@3m step2:director page:director/sms/1"});
    TALK("failed: the next means at once", URGENT,
         {"failed zhao.min", "page-failed:zhao.min page:zhao.min/call/1"},
         {"failed zhao.min", "page-failed:zhao.min"}, {"failed li.wei", "page-failed:li.wei"},
         {"failed chen.yu", "page-failed:chen.yu step2:director page:director/sms/1"});
    TALK("a page that waits is not tried again", URGENT,
         {"deferred zhao.min 10s", "page-deferred:zhao.min"}, {"+179s", ""},
         {"+1s", "@3m step2:director page:director/sms/1"});
}

/* An outcome that comes twice, or after another one, changes nothing. */
Test(decide_page, outcome_twice)
{
    TALK("sent twice: the next try keeps its time", URGENT, {"sent zhao.min", NULL}, {"+30s", ""},
         {"sent zhao.min", "page-sent:zhao.min"}, {"+30s", "@1m page:zhao.min/sms/2"});
    TALK("dropped, though it was sent", URGENT, {"sent zhao.min", NULL},
         {"dropped zhao.min", "page-dropped:zhao.min"}, {"+60s", "@1m page:zhao.min/sms/2"});
    TALK("deferred, though it was sent", URGENT, {"sent zhao.min", NULL},
         {"deferred zhao.min 10s", "page-deferred:zhao.min"}, {"+60s", "@1m page:zhao.min/sms/2"});
    TALK("failed, though it was sent", URGENT, {"sent zhao.min", NULL},
         {"failed zhao.min", "page-failed:zhao.min"}, {"+60s", "@1m page:zhao.min/sms/2"});
    static const char *const rules[] = {
        "person a officer sms:1:60s", "person b officer sms:1:60s",
        "person c officer sms:1:60s", "chain x 0s=person:a 5m=person:b 5m=person:c",
        "route - - x officer 0s",     NULL};
    TALK_BY("failed twice: one step", rules, {"desk report text=x", NULL},
            {"failed a", "page-failed:a step2:b page:b/sms/1"}, {"failed a", "page-failed:a"},
            {"failed b", "page-failed:b step3:c page:c/sms/1"}, {"failed b", "page-failed:b"},
            {"failed a", "page-failed:a"});
}

/* Every hook fails: as many pages as there are means, and then only what the clock brings. */
Test(decide_page, no_storm)
{
    struct fixture *f = fixture_new(NULL);
    size_t pages = 0, before;

    fixture_act(f, "desk report grade=1 text=gas");
    do {
        const struct incident *i = office_incident(f->office, f->incident);
        before = f->n_entries;
        for (size_t n = 0; n < i->n_callouts; n++) {
            char act[80];
            if (i->callouts[n].state != PAGE_QUEUED)
                continue;
            snprintf(act, sizeof(act), "failed %s", i->callouts[n].person);
            fixture_act(f, act);
            pages++;
            cr_assert(pages < 50, "a storm");
        }
    } while (f->n_entries > before);
    cr_expect_eq(pages, 7); /* li.wei, chen.yu, zhao.min twice, director twice, mayor */
    cr_expect(!fixture_tick(f));
    cr_expect(instant_before(f->now, office_next_due(f->office)));
    fixture_free(f);
}

/* The repeats of the last step keep their time when its pages fail: a gateway that was down for a
 * minute does not use them up. */
Test(decide_page, repeats_outlast_a_dead_gateway)
{
    static const char *const rules[] = {"person a officer sms:1:60s",
                                        "person z leader sms:1:60s",
                                        "chain x 0s=person:a 1m=person:a*3@5m",
                                        "route - - x officer 0s",
                                        "catch person:z",
                                        NULL};

    TALK_BY("the same person in both steps", rules, {"desk report text=x", NULL},
            {"failed a", "page-failed:a step2: page:z/sms/1"}, {"failed z", "page-failed:z"},
            {"+5m", "@5m step2.1:a page:a/sms/1"}, {"failed a", "page-failed:a"},
            {"+5m", "@10m step2.2:a page:a/sms/1"}, {"sent a", "page-sent:a"});
}

/* Number 21: one page for a person whom two posts and two steps name. */
Test(decide_page, immunity_21_one_page_for_a_person)
{
    static const char *const rules[] = {
        "person a officer sms:1:60s",
        "person b officer sms:1:60s",
        "post p officer a+b",
        "post q officer a",
        "chain x 0s=post:p,post:q,person:a,rank:officer 5m=post:q,person:b 5m=nobody",
        "route - - x officer 0s",
        "catch person:a",
        NULL};

    TALK_BY("over posts, ranks, steps and the catch-all", rules,
            {"desk report text=x", "report>x step1:a,b page:a/sms/1 page:b/sms/1"},
            {"+5m", "@5m step2:"});
}

/* Number 19 is the messages' (test_message). Number 8: who has left the configuration is not
 * wanted any more, and the rest goes on. */
Test(decide_page, immunity_8_left_the_configuration)
{
    static const char *const before[] = {"person a officer sms:2:60s", "person b officer sms:1:60s",
                                         "chain x 0s=person:a 5m=person:b",
                                         "route - - x officer 0s", NULL};
    static const char *const after[] = {"person b officer sms:1:60s",
                                        "chain x 0s=person:b 5m=person:b", "route - - x officer 0s",
                                        NULL};
    struct fixture *f = fixture_new(before);
    const char *reason = NULL;

    fixture_act(f, "desk report text=x");
    uint64_t page = office_incident(f->office, f->incident)->callouts[0].page;
    cr_expect_not_null(office_page_wanted(f->office, f->incident, page, &reason));
    fixture_use(f, fixture_rules(after));
    cr_expect_null(office_page_wanted(f->office, f->incident, page, &reason));
    cr_expect_str_eq(reason, "the person is no longer in the configuration");
    cr_expect_str_eq(fixture_act(f, "dropped a"), "page-dropped:a step1:b page:b/sms/1");
    cr_expect_str_eq(fixture_act(f, "+5m"), "@5m step2:");
    fixture_free(f);
}

Test(decide_page, wanted)
{
    static const struct {
        const char *name, *act, *reason;
    } rows[] = {
        {"queued", "li.wei log text=x", NULL},
        {"deferred", "deferred zhao.min 5s", NULL},
        {"sent", "sent zhao.min", "sent"},
        {"superseded", "failed zhao.min", "superseded"},
        {"acknowledged", "director ack", "acked"},
        {"closed", "li.wei close outcome=x", "closed"},
        {"declined", "zhao.min decline", "declined"},
        {"graded up: another page is on its way", "li.wei grade grade=1 reason=x", "superseded"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(NULL);
        const char *reason = NULL;
        fixture_act(f, "desk report grade=2 text=x");
        uint64_t page =
            incident_callout(office_incident(f->office, f->incident), SLICE("zhao.min"))->page;
        fixture_act(f, rows[n].act);
        bool wanted = office_page_wanted(f->office, f->incident, page, &reason) != NULL;
        cr_expect_eq(wanted, rows[n].reason == NULL, "%s", rows[n].name);
        if (rows[n].reason)
            cr_expect_str_eq(reason, rows[n].reason, "%s", rows[n].name);
        fixture_free(f);
    }
}

/* A page that is held waits on: no further try of that person, and nothing else changes. */
Test(decide_page, immunity_20_held)
{
    TALK("the next try counts from when it was sent", URGENT,
         {"held zhao.min", "page-held:zhao.min"}, {"+2m", ""},
         {"held zhao.min", "page-held:zhao.min"}, {"+30s", ""},
         {"sent zhao.min", "page-sent:zhao.min"}, {"+29s", ""},
         {"+1s", "@3m step2:director page:director/sms/1"}, {"+30s", "@3m30s page:zhao.min/sms/2"});
    TALK("a page that is held after it was sent changes nothing", URGENT, {"sent zhao.min", NULL},
         {"held zhao.min", "page-held:zhao.min"}, {"+60s", "@1m page:zhao.min/sms/2"});
    TALK("it may still fail", URGENT, {"held zhao.min", NULL},
         {"failed zhao.min", "page-failed:zhao.min page:zhao.min/call/1"});
}

/* Held because the hook is down: the chain goes on as if it had failed, and the page stays. */
Test(decide_page, immunity_10_held_by_a_hook_that_is_down)
{
    static const char *const rules[] = {"person a officer sms:2:60s",
                                        "person b officer sms:1:60s",
                                        "person z leader sms:1:60s",
                                        "chain x 0s=person:a 5m=person:a,person:b",
                                        "route - - x officer 0s",
                                        "catch person:z",
                                        NULL};

    TALK_BY("the next step and the catch-all at once; nobody twice", rules,
            {"desk report text=x", NULL},
            {"held a down", "page-held:a step2:b page:b/sms/1 page:z/sms/1"},
            {"held a down", "page-held:a"}, {"held b down", "page-held:b"},
            {"held z down", "page-held:z"}, {"+4m59s", ""}, {"+1s", "@5m step3:"},
            {"sent a", "page-sent:a"}, {"+60s", "@6m page:a/sms/2"});
    TALK_BY("somebody else may still answer", rules, {"desk report text=x", NULL}, {"+5m", NULL},
            {"sent b", "page-sent:b"}, {"held a down", "page-held:a"});
}
