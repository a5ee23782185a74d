/* How a chain goes on when nobody can be reached, or nobody answers: the next one at once; its end;
 * its limit. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "fixture_talk.h"

static void talk(const char *name, const char *chain, const struct talk *rows)
{
    const char *const rules[] = {"person a officer sms:1:60s call:1:60s",
                                 "person b officer sms:2:60s",
                                 "person c officer sms:1:60s",
                                 "person d officer sms:1:60s",
                                 "person z leader sms:1:60s",
                                 "person mute officer",
                                 "post p officer c+d",
                                 "post empty officer mute",
                                 "team t b,c",
                                 "team m mute",
                                 chain,
                                 "route - - x officer 10m",
                                 "catch person:z",
                                 NULL};
    struct fixture *f = fixture_new(rules);

    fixture_talk(f, name, rows, talk_expect);
    fixture_free(f);
}

#define TALK_CHAIN(name, chain, ...)                                                               \
    talk(name, "chain x " chain, (const struct talk[]){REPORT, __VA_ARGS__, {0}})
#define REPORT                                                                                     \
    {                                                                                              \
        "desk report text=x", NULL                                                                 \
    }

/* ---- the next means, or the next person, at once ---- */

Test(chain_end, the_next_means_at_once)
{
    TALK_CHAIN("failed", "0s=person:a 5m=person:b", {"failed a", "page-failed:a page:a/call/1"},
               {"failed a", "page-failed:a step2:b page:b/sms/1 page:z/sms/1"});
    TALK_CHAIN("the first was sent, the second fails", "0s=person:a 5m=person:b", {"sent a", NULL},
               {"+1m", "@1m page:a/call/1"},
               {"failed a", "page-failed:a step2:b page:b/sms/1 page:z/sms/1"});
    TALK_CHAIN("deferred, then failed", "0s=person:a 5m=person:b",
               {"deferred a 10s", "page-deferred:a"}, {"failed a", "page-failed:a page:a/call/1"});
    TALK_CHAIN("the second try fails", "0s=person:b 5m=person:c", {"sent b", NULL},
               {"+1m", "@1m page:b/sms/2"},
               {"failed b", "page-failed:b step2:c page:c/sms/1 page:z/sms/1"});
}

Test(chain_end, the_next_step_at_once)
{
    TALK_CHAIN("all of the first step", "0s=post:p 5m=person:b", {"failed c", "page-failed:c"},
               {"failed d", "page-failed:d step2:b page:b/sms/1 page:z/sms/1"});
    TALK_CHAIN("one of the first step still may answer", "0s=post:p 5m=person:b", {"sent c", NULL},
               {"failed d", "page-failed:d"}, {"+5m", "@5m step2:b page:b/sms/1"});
    TALK_CHAIN("the second step, though the first was sent", "0s=person:c 5m=person:b 5m=person:d",
               {"sent c", NULL}, {"+5m", "@5m step2:b page:b/sms/1"},
               {"failed b", "page-failed:b step3:d page:d/sms/1 page:z/sms/1"},
               {"failed d", "page-failed:d"}, {"+5m", "@10m step4:"});
    TALK_CHAIN("the second step names one of the first, who may answer",
               "0s=person:c 5m=person:c,person:b 5m=person:d", {"sent c", NULL},
               {"+5m", "@5m step2:b page:b/sms/1"}, {"failed b", "page-failed:b"},
               {"+5m", "@10m step3:d page:d/sms/1"});
    TALK_CHAIN("of the first step, when the second was sent", "0s=person:a 5m=person:b 5m=person:d",
               {"deferred a 1h", NULL}, {"+5m", "@5m step2:b page:b/sms/1"}, {"sent b", NULL},
               {"failed a", "page-failed:a page:a/call/1"}, {"failed a", "page-failed:a"},
               {"+1m", "@6m page:b/sms/2"});
    TALK_CHAIN("the catch-all is no answer to it", "0s=person:c 5m=person:b 5m=person:d",
               {"failed c", "page-failed:c step2:b page:b/sms/1 page:z/sms/1"}, {"sent z", NULL},
               {"failed b", "page-failed:b step3:d page:d/sms/1"});
    TALK_CHAIN("all of a team", "0s=team:t 5m=person:d", {"failed b", "page-failed:b"},
               {"failed c", "page-failed:c step2:d page:d/sms/1 page:z/sms/1"});
    TALK_CHAIN("over an empty step", "0s=person:c 5m=post:empty 5m=person:d",
               {"failed c", "page-failed:c step2: page:z/sms/1 step3:d page:d/sms/1"});
    TALK_CHAIN("somebody had declined", "0s=post:p 5m=person:b 5m=person:a", {"sent c", NULL},
               {"c decline", "decline:c step2:b page:b/sms/1"},
               {"failed b", "page-failed:b step3:a page:a/sms/1 page:z/sms/1"});
}

/* ---- teams ---- */

Test(chain_end, teams)
{
    TALK_CHAIN("all of it at once, each once", "0s=team:t,person:b,post:p", {"a escalate", NULL});
    TALK_CHAIN("a team", "0s=team:t 5m=team:t,person:d 5m=team:m",
               {"+5m", "@5m step2:d page:d/sms/1"}, {"+5m", "@10m step3: page:z/sms/1 step4:"});
}

Test(chain_end, immunity_21_one_page_over_team_post_and_person)
{
    talk("each once", "chain x 0s=team:t,person:b,post:p,rank:officer 5m=team:t",
         (const struct talk[]){{"desk report text=x", "report>x step1:b,c,d,a page:b/sms/1 "
                                                      "page:c/sms/1 page:d/sms/1 page:a/sms/1"},
                               {"+5m", "@5m step2:"},
                               {0}});
}

/* Number 10: a team in which nobody has a contact. */
Test(chain_end, immunity_10_a_team_of_nobody)
{
    talk("at once", "chain x 0s=team:m 5m=person:b",
         (const struct talk[]){
             {"desk report text=x", "report>x step1: page:z/sms/1 step2:b page:b/sms/1"}, {0}});
}

/* ---- the end ---- */

Test(chain_end, limit)
{
    TALK_CHAIN("the last step, up to the limit, then every hour",
               "limit=17m 0s=person:c 2m=person:d", {"+2m", "@2m step2:d page:d/sms/1"},
               {"sent d", NULL}, {"+5m", "@7m step2.1:d page:d/sms/1"}, {"sent d", NULL},
               {"+5m", "@12m step2.2:d page:d/sms/1"}, {"sent d", NULL}, {"+4m", ""},
               {"+1m", "@17m step3:z page:z/sms/1"}, {"+59m", ""}, {"sent z", NULL},
               {"+1m", "@1h17m step3.1:z page:z/sms/1"});
    TALK_CHAIN("between two repeats", "limit=8m 0s=person:c", {"sent c", NULL},
               {"+5m", "@5m step1.1:c page:c/sms/1"}, {"sent c", NULL}, {"+179s", ""},
               {"+1s", "@8m step2:z page:z/sms/1"});
    TALK_CHAIN("repeat is less", "limit=1h 0s=person:c*1@5m", {"sent c", NULL},
               {"+5m", "@5m step1.1:c page:c/sms/1"}, {"+5m", "@10m step2:z page:z/sms/1"});
    TALK_CHAIN("repeat is more", "limit=11m 0s=person:c*9@5m", {"sent c", NULL}, {"+10m", NULL},
               {"sent c", NULL}, {"+1m", "@11m step2:z page:z/sms/1"});
    TALK_CHAIN("every counts without repeat", "limit=5m 0s=person:c*0@2m", {"sent c", NULL},
               {"+2m", "@2m step1.1:c page:c/sms/1"}, {"sent c", NULL},
               {"+2m", "@4m step1.2:c page:c/sms/1"}, {"+1m", "@5m step2:z page:z/sms/1"});
    TALK_CHAIN("acknowledged", "limit=1h 0s=person:c", {"sent c", NULL}, {"+7m", NULL},
               {"c ack", "ack:c"}, {"+9m", ""});
    TALK_CHAIN("steps are done all the same", "limit=1m 0s=person:c 5m=person:d", {"sent c", NULL},
               {"+5m", "@5m step2:d page:d/sms/1"}, {"+5m", "@10m step3:z page:z/sms/1"});
    TALK_CHAIN("by hand, before it", "limit=6m 0s=person:c", {"sent c", NULL},
               {"a escalate", "escalate step1.1:c page:c/sms/1"}, {"sent c", NULL},
               {"+5m", "@5m step1.2:c page:c/sms/1"}, {"+1m", "@6m step2:z page:z/sms/1"},
               {"a escalate", "escalate step2.1:"});
    TALK_CHAIN("counts again", "limit=6m 0s=person:c", {"sent c", NULL}, {"+4m", ""},
               {"a grade grade=1 reason=x", "grade>x step1:c page:c/sms/1"}, {"sent c", NULL},
               {"+5m", "@9m step1.1:c page:c/sms/1"}, {"+1m", "@10m step2:z page:z/sms/1"});
    TALK_CHAIN("the clock is set", "limit=6m 0s=person:c", {"sent c", NULL}, {"clock 1h", NULL},
               {"+5m", "@5m step1.1:c page:c/sms/1"}, {"clock -1d", NULL},
               {"+1m", "@6m step2:z page:z/sms/1"});
    TALK_CHAIN("the hooks are dead: repeats keep their time", "limit=12m 0s=person:c",
               {"failed c", "page-failed:c page:z/sms/1"}, {"failed z", "page-failed:z"},
               {"+5m", "@5m step1.1:c page:c/sms/1"}, {"failed c", "page-failed:c"},
               {"+5m", "@10m step1.2:c page:c/sms/1"}, {"sent c", NULL},
               {"+2m", "@12m step2:z page:z/sms/1"});
}

/* A limit that is put in, or changed, while the chain runs. */
Test(chain_end, immunity_23_limit_edited)
{
    static const char *const before[] = {"person c officer sms:1:60s",
                                         "person z leader sms:1:60s",
                                         "chain x 0s=person:c*1@5m",
                                         "route - - x officer 0s",
                                         "catch person:z",
                                         NULL};
    static const char *const after[] = {"person c officer sms:1:60s",
                                        "person z leader sms:1:60s",
                                        "chain x limit=12m 0s=person:c",
                                        "route - - x officer 0s",
                                        "catch person:z",
                                        NULL};
    struct fixture *f = fixture_new(before);

    fixture_act(f, "desk report text=x");
    fixture_act(f, "+5m");
    fixture_use(f, fixture_rules(after));
    cr_expect_str_eq(fixture_act(f, "sent c"), "page-sent:c");
    cr_expect_str_eq(fixture_act(f, "+5m"), "@10m step1.2:c page:c/sms/1");
    cr_expect_str_eq(fixture_act(f, "+2m"), "@12m step2:z page:z/sms/1");
    fixture_free(f);
}

/* ---- idle ---- */

/* Number 11: the acker, and whoever is on duty now, at once. */
Test(chain_end, immunity_11_idle_pages_the_post_at_once)
{
    TALK_CHAIN("a post in the first step", "0s=post:p 5m=person:b", {"a ack", "ack:a"},
               {"+10m", "@10m idle>x:a page:a/sms/1 step1:c,d page:c/sms/1 page:d/sms/1"});
    TALK_CHAIN("the first step waits", "2m=post:p 5m=person:b", {"a ack", "ack:a"},
               {"+10m", "@10m idle>x:a page:a/sms/1 page:c/sms/1 page:d/sms/1"},
               {"+2m", "@12m step1:"});
    TALK_CHAIN(
        "no post in the first step", "0s=person:b 5m=post:p", {"a ack", "ack:a"},
        {"+10m", "@10m idle>x:a page:a/sms/1 step1:b page:b/sms/1 page:c/sms/1 page:d/sms/1"});
    TALK_CHAIN("no post at all", "0s=person:b", {"a ack", "ack:a"},
               {"+10m", "@10m idle>x:a page:a/sms/1 step1:b page:b/sms/1"});
    TALK_CHAIN("nobody holds it: as any empty step", "0s=post:empty 5m=person:b",
               {"a ack", "ack:a"},
               {"+10m", "@10m idle>x:a page:a/sms/1 step1: page:z/sms/1 step2:b page:b/sms/1"});
    TALK_CHAIN("the acker holds the post", "0s=post:p", {"c ack", "ack:c"},
               {"+10m", "@10m idle>x:c page:c/sms/1 step1:d page:d/sms/1"});
}
