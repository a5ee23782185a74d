/* What people may do: the places in a post, reliefs, roll calls. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c officer sms:1:60s",      \
        "person d officer sms:1:60s", "person boss leader sms:1:60s"
#define CHAINS                                                                                     \
    "chain up 0s=post:leader", "chain all 0s=post:officer", "route - absence up leader 0s",        \
        "route - rollcall up leader 0s", "route - - all officer 0s", "catch person:boss", NULL

/* On 2026-11-23 from 08:30 it is the turn of a and b. */
static const char *const pairs[] = {PEOPLE, "post officer officer c+d/a+b grace=10m staff=2",
                                    "post leader leader boss", CHAINS};
static const char *const two_posts[] = {PEOPLE,
                                        "post officer officer c/a grace=10m",
                                        "post desk officer a/b",
                                        "post standby officer a/c standby",
                                        "post leader leader boss",
                                        CHAINS};

Test(decide_presence, a_place_is_not_lost_in_a_handover)
{
    talk_play("both there", pairs,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"a on duty=officer", "on:a"},
                  {"b on duty=officer", "on:b"},
                  {"a handover duty=officer to=b", "handover:a>b"},
                  {"b take duty=officer", "!state"},
                  {"c on duty=officer", "on:c"},
                  {"b take duty=officer", "take:a>b"},
                  {"c off duty=officer", "!state"},
                  {NULL, NULL},
              });
}

Test(decide_presence, a_handover_is_taken_once)
{
    talk_play("twice", pairs,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"a on duty=officer", "on:a"},
                  {"b on duty=officer", "on:b"},
                  {"a handover duty=officer to=c", "handover:a>c"},
                  {"b handover duty=officer to=c", "!state"},
                  {"c take duty=officer", "take:a>c"},
                  {"c take duty=officer", "!state"},
                  {"c refuse duty=officer reason=x", "!state"},
                  {"a handover duty=officer to=d", "!state"},
                  {NULL, NULL},
              });
}

Test(decide_presence, a_relief_that_cannot_come)
{
    talk_play("other post", two_posts,
              (const struct talk[]){
                  {"boss relieve duty=officer out=a in=b until=18:00 reason=x", "!state"},
                  {"boss relieve duty=officer out=a in=c until=18:00 reason=x", "relieve"},
                  {"boss relieve duty=desk out=b in=c until=12:00 reason=x", "!state"},
                  {"boss relieve duty=desk out=b in=c since=18:00 until=20:00 reason=x", "relieve"},
                  {"boss relieve duty=standby out=c in=b until=20:00 reason=x", "relieve"},
                  {"boss relieve duty=officer out=c in=a until=12:00 reason=back", "relieve"},
                  {NULL, NULL},
              });
}

Test(decide_presence, a_relief_by_who_is_on_leave)
{
    struct fixture *f = fixture_new(NULL);
    struct rules *r = fixture_rules(pairs);
    struct person *c = (struct person *)rules_person(r, SLICE("c"));
    int64_t day = date_to_days((struct date){2026, 11, 23});

    c->leave = xcalloc(1, sizeof(*c->leave));
    c->leave[0] = (struct period){.by_day = true, .first = day, .last = day};
    c->n_leave = 1;
    rules_prepare(r);
    fixture_use(f, r);
    cr_expect_str_eq(fixture_act(f, "boss relieve duty=officer out=a in=c until=18:00 reason=x"),
                     "!state");
    cr_expect(strstr(f->decision.why.data, "c is on leave"), "%s", f->decision.why.data);
    cr_expect_str_eq(fixture_act(f, "boss relieve duty=officer out=a in=d until=18:00 reason=x"),
                     "relieve");
    fixture_free(f);
}

Test(decide_presence, a_relief_begins_now_at_the_earliest)
{
    talk_play(
        "late", pairs,
        (const struct talk[]){
            {"+0s", "watch"},
            {"a on duty=officer", "on:a"},
            {"b on duty=officer", "on:b"},
            {"+1m", ""},
            {"boss relieve duty=officer out=a in=c since=08:00 until=18:00 reason=x", "relieve"},
            {"+10m", "@11m report>up absence:c step1:boss page:boss/sms/1 stays:a"},
            {NULL, NULL},
        });
}

Test(decide_presence, a_roll_call_takes_no_other_way)
{
    talk_play("ways", pairs,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"a on duty=officer", "on:a"},
                  {"desk report text=water", NULL},
                  {"boss rollcall duty=officer", "rollcall:a report>up:a page:a/sms/1"},
                  {"a set class=gas", "!state"},
                  {"a grade grade=1 reason=x", "!state"},
                  {"a escalate", "!state"},
                  {"a merge into=#1", "!rank"},
                  {"a merge #1 into=#2", "!state"},
                  {"a note text=x", "note"},
                  {"+5m", "@5m step2:boss page:boss/sms/1 absence:a step1:boss page:boss/sms/1"},
                  {"a escalate", NULL},
                  {NULL, NULL},
              });
}
