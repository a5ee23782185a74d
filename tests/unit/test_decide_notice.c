/* Who is told how an incident went on, as conversations. */
#include <criterion/criterion.h>

#include "base/mem.h"
#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s call:1:60s", "person b officer sms:1:60s",                         \
        "person c leader sms:1:60s", "person d leader sms:1:60s", "person gateway service"
#define DUTY "chain x 0s=person:a,person:b 3m=person:c", "route - - x officer 0s", "catch person:d"

static const char *const rules[] = {PEOPLE, DUTY, "tell", "drill_to rank:officer", NULL};
static const char *const silent[] = {PEOPLE, DUTY, NULL};

#define TOLD(name, ...) TALK_BY(name, rules, __VA_ARGS__)
#define REPORTED                                                                                   \
    {                                                                                              \
        "desk report text=gas", "report>x step1:a,b page:a/sms/1 page:b/sms/1"                     \
    }

Test(decide_notice, immunity_24_exactly_those_who_were_paged)
{
    TOLD("by whom a page was taken, not who is still in the queue", REPORTED, {"sent b", NULL},
         {"a ack", "ack:a notice:b/sms"}, {"dropped a", "page-dropped:a"});
    TOLD("not those who come later in the chain", REPORTED, {"sent a", NULL}, {"sent b", NULL},
         {"c ack", "ack:c notice:a/sms notice:b/sms"});
    TOLD("not who could not be reached", REPORTED, {"sent a", NULL}, {"failed b", NULL},
         {"c ack", "ack:c notice:a/sms"});
    TOLD("also who was paged before the chain began again", REPORTED, {"sent a", NULL},
         {"sent b", NULL}, {"a grade grade=1 reason=worse", NULL},
         {"c ack", "ack:c notice:a/sms notice:b/sms"});
    TOLD("a repeat that is under way is no second reason", REPORTED, {"sent a", NULL},
         {"sent b", NULL}, {"+60s", "@1m page:a/call/1"},
         {"c ack", "ack:c notice:a/sms notice:b/sms"}, {"sent a", "page-sent:a"});
    TOLD("taken over: everybody hears of it, also who had it", REPORTED, {"sent a", NULL},
         {"sent b", NULL}, {"a ack", "ack:a notice:b/sms"}, {"b ack", "ack:b notice:a/sms"});
    TOLD("by a service: whom it speaks for is not told", REPORTED, {"sent a", NULL},
         {"sent b", NULL}, {"gateway ack person=b", "ack:b notice:a/sms"});
}

Test(decide_notice, the_end_is_told)
{
    TOLD("closed", REPORTED, {"sent a", NULL}, {"sent b", NULL},
         {"a close outcome=done", "close notice:b/sms"});
    TOLD("merged", REPORTED, {"sent a", NULL}, {"desk report text=again", NULL}, {"sent b", NULL},
         {"b merge #2 into=#1", "merge"}, {"c close #1 outcome=x", "close notice:a/sms"});
    TOLD("closed while a page was under way", REPORTED, {"b close outcome=done", "close"},
         {"sent a", "page-sent:a notice:a/sms"}, {"dropped b", "page-dropped:b"});
    TOLD("taken while a page was under way", REPORTED, {"b ack", "ack:b"},
         {"sent a", "page-sent:a notice:a/sms"}, {"sent b", "page-sent:b"});
}

Test(decide_notice, a_failed_one_goes_by_the_next_means)
{
    TOLD("and no further", REPORTED, {"sent a", NULL}, {"b ack", "ack:b notice:a/sms"},
         {"untold a", "notice-failed:a notice:a/call"}, {"untold a", "notice-failed:a"});
    TOLD("sent", REPORTED, {"sent a", NULL}, {"b ack", "ack:b notice:a/sms"},
         {"told a", "notice-sent:a"}, {"+2h", ""});
}

Test(decide_notice, only_where_the_rules_want_it)
{
    talk_play(
        "silent", silent,
        (const struct talk[]){
            REPORTED, {"sent a", NULL}, {"b ack", "ack:b"}, {"b close outcome=x", "close"}, {0}});
}

Test(decide_notice, wanted_until_it_is_too_late)
{
    struct fixture *f = fixture_new(rules);
    const char *reason = "";
    uint64_t id;

    fixture_act(f, "desk report text=gas");
    fixture_act(f, "sent a");
    fixture_act(f, "b ack");
    id = f->entries[f->n_entries - 1]->seq;
    cr_assert(office_notice_wanted(f->office, id, f->now, &reason), "%s", reason);
    cr_expect_str_eq(office_notice_wanted(f->office, id, f->now, &reason)->text,
                     "2026-000001 taken by b: gas");
    fixture_act(f, "clock 1d");
    cr_expect(office_notice_wanted(f->office, id, f->now, &reason), "%s", reason);
    fixture_act(f, "+2h");
    cr_expect_null(office_notice_wanted(f->office, id, f->now, &reason));
    cr_expect_str_eq(reason, "it comes too late");
    fixture_act(f, "told a");
    cr_expect_null(office_notice_wanted(f->office, id, f->now, &reason));
    cr_expect_str_eq(reason, "it has its outcome");
    fixture_free(f);
}

/* Each of those who are told has the text in the log once more. */
Test(decide_notice, of_a_long_report_only_the_beginning)
{
    struct fixture *f = fixture_new(rules);
    char *words = xasprintf("desk report text=%0*d", 60000, 0);

    fixture_act(f, words);
    fixture_act(f, "sent b");
    fixture_act(f, "a ack");
    cr_assert_eq(f->entries[f->n_entries - 1]->kind, ENTRY_NOTICE);
    cr_expect_lt(entry_text(f->entries[f->n_entries - 1], FIELD_TEXT).len, 500);
    free(words);
    fixture_free(f);
}

/* Also when its incident is not in memory any more, as after a restart. */
Test(decide_notice, one_that_is_sent_on_stays_a_drill)
{
    struct fixture *f = fixture_new(rules);
    struct office *o;
    struct decision d = {0};
    struct field page;
    struct command c = {.verb = VERB_NOTICE_FAILED, .fields = &page, .n_fields = 1};

    fixture_act(f, "desk report drill=yes text=gas");
    fixture_act(f, "sent a");
    fixture_act(f, "b ack");
    cr_assert_eq(f->entries[f->n_entries - 1]->kind, ENTRY_NOTICE);
    page = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)f->n_entries);
    o = office_new(f->rules, &f->random);
    fixture_apply_decoded(o, f->entries[f->n_entries - 1]);
    office_decide(o, &c, f->now, &d);
    cr_assert_eq(d.n_entries, 2);
    for (size_t n = 0; n < d.n_entries; n++)
        cr_expect_eq(entry_number(d.entries[n], FIELD_DRILL, 0), 1, "entry %zu", n);
    decision_deinit(&d);
    office_free(o);
    fixture_free(f);
}
