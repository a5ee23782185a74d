/* Who types it has it, and is not paged for it. */
#include "fixture_talk.h"

/* a and b are at the desk, c leads, d and e are at home. */
#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c leader sms:1:60s",       \
        "person d leader sms:1:60s", "person e officer sms:1:60s", "person mute leader"
#define POSTS                                                                                      \
    "post desk officer a+b", "post lead leader c", "post lone officer e", "team rescue a,e",       \
        "catch person:d"
#define CHAINS                                                                                     \
    "chain x 0s=post:desk 15m=post:lead 5m=person:d*2@5m",                                         \
        "chain both 0s=post:desk,post:lead 5m=person:d", "chain lone 0s=post:lone 5m=post:lead",   \
        "chain person 0s=person:d,person:c 5m=post:desk",                                          \
        "chain team 0s=team:rescue 5m=post:lead", "chain away 0s=post:lead 5m=post:desk",          \
        "chain none 0s=person:mute", "chain again 0s=post:desk*2@5m",                              \
        "chain rank 0s=rank:officer 5m=post:lead", "chain late 2m=post:desk 5m=post:lead"
#define ROUTES                                                                                     \
    "route 1 - x leader 1h", "route 2 - both leader 0s", "route - both both officer 0s",           \
        "route - lone lone officer 0s", "route - lonely lone leader 0s",                           \
        "route - person person officer 0s", "route - team team officer 0s",                        \
        "route - rank rank officer 0s", "route - late late officer 0s",                            \
        "route - away away leader 0s", "route - none none officer 0s",                             \
        "route - again again officer 0s", "route - two x officer 0s second_person",                \
        "route - - x officer 30m"

static const char *const rules[] = {PEOPLE, POSTS, CHAINS, ROUTES, NULL};

#define TAKE(name, ...) TALK_BY(name, rules, __VA_ARGS__)
#define STEP_X "report>x step1:a,b page:a/sms/1 page:b/sms/1"

Test(take, whose_it_is)
{
    TAKE("at the post", {"a report text=x", "report>x ack:a"}, {"+29m", ""});
    TAKE("the other one", {"b report text=x", "report>x ack:b"});
    TAKE("one of two posts", {"a report class=both text=x", "report>both ack:a"});
    TAKE("the other post", {"c report class=both text=x", "report>both ack:c"});
    TAKE("a leader at the post for what needs one",
         {"c report grade=2 text=x", "report>both ack:c"});
    TAKE("named by name", {"c report class=person text=x", "report>person ack:c"});
    TAKE("a first step that waits", {"a report class=late text=x", "report>late ack:a"},
         {"+1h", ""});
    TAKE("a drill runs, and pages whom it may",
         {"a report drill=yes text=x", "report>x step1:a page:a/sms/1"});
    TAKE("at home", {"e report text=x", STEP_X});
    TAKE("a leader, but not at the post", {"c report text=x", STEP_X});
    TAKE("a service", {"desk report text=x", STEP_X});
    TAKE("the office itself", {"- report text=x", STEP_X});
    TAKE("one of a team", {"a report class=team text=x", "report>team step1:e page:e/sms/1"});
    TAKE("one of a rank",
         {"a report class=rank text=x", "report>rank step1:b,e page:b/sms/1 page:e/sms/1"});
    TAKE("the rank is too low",
         {"a report grade=2 text=x", "report>both step1:b,c page:b/sms/1 page:c/sms/1"});
    TAKE("a second person", {"a report class=two text=x", "report>x step1:b page:b/sms/1"},
         {"a ack", "!rank"}, {"b ack", "ack:b"});
}

Test(take, at_the_post_now)
{
    TAKE("signed on", {"e on duty=desk", "on:e"}, {"e report text=x", "report>x ack:e"});
    TAKE("who was not relieved", {"e on duty=desk", NULL}, {"+1d", NULL},
         {"e report text=x", "report>x ack:e"});
    TAKE("rostered, where another has signed on", {"b on duty=desk", NULL},
         {"a report text=x", "report>x step1:b page:b/sms/1"});
    TAKE("rostered, where another of yesterday has not signed off", {"e on duty=desk", NULL},
         {"+1d", NULL}, {"a report text=x", "report>x ack:a"});
    TAKE("handed over", {"a on duty=desk", NULL}, {"a handover duty=desk to=e", NULL},
         {"e take duty=desk", NULL},
         {"a report text=x", "report>x step1:b,e page:b/sms/1 page:e/sms/1"},
         {"e report text=x", "report>x ack:e"});
    TAKE("by a relief", {"c relieve duty=desk out=a in=d until=20:00 reason=ill", NULL},
         {"d report text=x", "report>x ack:d"},
         {"a report text=x", "report>x step1:d,b page:d/sms/1 page:b/sms/1"});
}

/* Nobody is paged for what they typed a second ago; what reaches nobody else goes on at once. */
Test(take, is_not_paged)
{
    TAKE("alone at the post, and the rank is too low",
         {"e report class=lonely text=x", "report>lone step1: step2:c page:c/sms/1"});
    TAKE("SET of another chain", {"desk report text=x", NULL},
         {"a set grade=2", "set>both step1:b,c page:b/sms/1 page:c/sms/1"});
    TAKE("GRADE", {"desk report grade=4 text=x", NULL},
         {"a grade grade=1 reason=x", "grade>x step1:b page:b/sms/1"});
    TAKE("ESCALATE", {"desk report text=x", NULL},
         {"c escalate", "escalate step2: step3:d page:d/sms/1"});
    TAKE("later, who could take it: nobody has, and they do not know", {"c report text=x", STEP_X},
         {"+15m", "@15m step2:c page:c/sms/1"});
    TAKE("later, who cannot take it: they reported it to find somebody else",
         {"a report class=away text=x", "report>away step1:c page:c/sms/1"},
         {"+5m", "@5m step2:b page:b/sms/1"});
    TAKE("the catch-all, when nobody else is reached",
         {"d report class=none text=x", "report>none step1: page:d/sms/1 step2:"});
}

/* Kept, handed back, called for. */
Test(take, what_becomes_of_it)
{
    TAKE("idle", {"a report grade=4 text=x", "report>x ack:a"}, {"a note text=x", "note"});
    TAKE("given back: the others", {"a report text=x", NULL},
         {"a decline", "decline:a step1:b page:b/sms/1"}, {"+15m", "@15m step2:c page:c/sms/1"});
    TAKE("given back, for good", {"a report class=again text=x", NULL},
         {"a decline", "decline:a step1:b page:b/sms/1"}, {"sent b", NULL},
         {"+5m", "@5m step1.1:b page:b/sms/1"});
    TAKE("escalated: the others, and who is higher", {"a report text=x", NULL},
         {"a escalate", "escalate step1:b page:b/sms/1 step2:c page:c/sms/1"},
         {"+5m", "@5m step3:d page:d/sms/1"});
    TAKE(
        "escalated by another", {"a report text=x", NULL},
        {"c escalate", "escalate step1:a,b page:a/sms/1 page:b/sms/1 step2: step3:d page:d/sms/1"});
    TAKE("escalated, and nobody else is at the post", {"e report class=lone text=x", NULL},
         {"e escalate", "escalate step1: step2:c page:c/sms/1"});
    TAKE("another takes it over", {"a report text=x", NULL}, {"b ack", "ack:b"});
    TAKE("once is enough", {"a report text=x", NULL}, {"a ack", "!state"});
    TAKE("a grade that another chain is for", {"a report text=x", NULL},
         {"a grade grade=2 reason=x", "grade>both step1:b,c page:b/sms/1 page:c/sms/1"});
    TAKE("a grade that needs a higher rank", {"a report text=x", NULL},
         {"a grade grade=1 reason=x", "grade>x step1:b page:b/sms/1"});
    TAKE("a grade that leaves it where it is", {"a report text=x", NULL},
         {"a grade grade=3 reason=x", "grade>x ack:a"});
    TAKE("the same, by another", {"a report text=x", NULL},
         {"b grade grade=3 reason=x", "grade>x step1:a page:a/sms/1"});
    TAKE("the first grade by SET", {"a report text=x", NULL}, {"a set grade=3", "set"});
    TAKE("reopened at the post", {"desk report text=x", NULL}, {"a close outcome=x", NULL},
         {"a reopen reason=x", "reopen>x ack:a"});
    TAKE("reopened from home", {"a report text=x", NULL}, {"a close outcome=x", NULL},
         {"e reopen reason=x", "reopen>x step1:a,b page:a/sms/1 page:b/sms/1"});
}
