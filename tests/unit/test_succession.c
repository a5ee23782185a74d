/*
 * Other people hold a post: by the clock, a handover, a sign-on, a relief, new rules. Who holds it
 * hears of what waits for it, who left does not, and what somebody had is nobody's secret.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "fixture_talk.h"
#include "office/state/holders.h"

/* On 2026-11-23 from 08:30 it is the turn of the second group, 22:30 hours after the start that of
 * the first. */
#define PEOPLE                                                                                     \
    "person desk officer", "person a officer sms:3:60s", "person b officer sms:3:60s",             \
        "person c officer sms:3:60s", "person boss leader sms:1:60s",                              \
        "person chief leader sms:1:60s"
#define CHAIN "chain all 0s=post:officer 3m=post:leader*2@5m"
#define ROUTE "route - - all officer 0s", "catch person:chief", NULL

static const char *const plain[] = {PEOPLE, "post officer officer a/b", "post leader leader boss",
                                    CHAIN, ROUTE};
static const char *const both[] = {PEOPLE, "post officer officer a/b",
                                   "post leader leader boss/chief", CHAIN, ROUTE};
static const char *const other[] = {PEOPLE, "post officer officer a/c", "post leader leader boss",
                                    CHAIN, ROUTE};
static const char *const empty[] = {PEOPLE, "post officer officer", "post leader leader boss",
                                    CHAIN, ROUTE};
static const char *const drill[] = {PEOPLE,
                                    "post officer officer a/b",
                                    "post leader leader boss",
                                    "drill_to person:b,person:boss",
                                    CHAIN,
                                    ROUTE};
static const char *const mine[] = {PEOPLE, "post officer officer a/b", "post leader leader boss",
                                   CHAIN,  "route - - all officer 2h", "catch person:chief",
                                   NULL};
static const char *const high[] = {
    PEOPLE, "post officer officer boss/b", "post leader leader chief",
    CHAIN,  "route - - all leader 0s",     "catch person:chief",
    NULL};

/* ---- nobody has it yet ---- */

Test(succession, immunity_43_the_clock)
{
    TALK_BY("the next shift is paged as it begins; the one before is tried no more", plain,
            {"+22h29m", NULL}, {"desk report text=x", "report>all step1:b page:b/sms/1"},
            {"sent b", "page-sent:b"}, {"+59s", ""}, {"+1s", "@22h30m passed:b>a page:a/sms/1"},
            {"sent a", "page-sent:a"}, {"+1m", "@22h31m page:a/sms/2"},
            {"+1m", "@22h32m step2:boss page:boss/sms/1"});
    TALK_BY("who came is asked, and answers; who left may answer too", plain, {"+22h29m", NULL},
            {"desk report text=x", NULL}, {"sent b", NULL},
            {"+1m", "@22h30m passed:b>a page:a/sms/1"}, {"b ack", "ack:b"});
    TALK_BY("a page that still waits is not sent to who left", plain, {"+22h29m", NULL},
            {"desk report text=x", NULL}, {"+1m", "@22h30m passed:b>a page:a/sms/1"},
            {"dropped b", "page-dropped:b"},
            {"failed a", "page-failed:a step2:boss page:boss/sms/1 page:chief/sms/1"});
    TALK_BY("a page that fails after its person left brings no other", plain, {"+22h29m", NULL},
            {"desk report text=x", NULL}, {"+1m", "@22h30m passed:b>a page:a/sms/1"},
            {"failed b", "page-failed:b"}, {"sent a", NULL}, {"+1m", "@22h31m page:a/sms/2"});
    TALK_BY("also at the second step, and at both posts", both, {"+22h26m", NULL},
            {"desk report text=x", NULL}, {"sent b", NULL}, {"b decline", NULL}, {"+4m", NULL},
            {"+5m", NULL});
    TALK_BY("who declined is not paged, who came is", plain, {"+22h29m", NULL},
            {"desk report text=x", NULL}, {"sent b", NULL},
            {"b decline", "decline:b step2:boss page:boss/sms/1"},
            {"+1m", "@22h30m passed:>a page:a/sms/1"});
    TALK_BY("asleep across it", plain, {"+22h29m", NULL}, {"desk report text=x", NULL},
            {"sent b", NULL}, {"+1h", NULL});
    TALK_BY("after the end of the chain", plain, {"+22h", NULL}, {"desk report text=x", NULL},
            {"sent b", NULL}, {"+29m", NULL}, {"+1m", "@22h30m passed:b>a page:a/sms/1"});
    TALK_BY("not while somebody has it, and not once it is closed", plain, {"+22h29m", NULL},
            {"desk report text=x", NULL}, {"boss ack", NULL}, {"+1m", ""},
            {"boss close outcome=y", NULL}, {"+24h", ""});
    TALK_BY("a drill stays inside", drill, {"+22h29m", NULL},
            {"desk report drill=yes text=x", "report>all step1:b page:b/sms/1"}, {"sent b", NULL},
            {"+1m", "@22h30m passed:b>! page:b/sms/1"}, {"sent b", NULL}, {"+1m", ""});
}

Test(succession, immunity_43_by_hand)
{
    TALK_BY("a handover that is taken", plain, {"b on duty=officer", "on:b"},
            {"desk report text=x", NULL}, {"sent b", NULL}, {"b handover duty=officer to=c", NULL},
            {"+0s", ""}, {"c take duty=officer", "take:b>c"}, {"+0s", "passed:b>c page:c/sms/1"},
            {"sent c", NULL}, {"+1m", "@1m page:c/sms/2"});
    TALK_BY("a refused one changes nothing", plain, {"b on duty=officer", "on:b"},
            {"desk report text=x", NULL}, {"sent b", NULL}, {"b handover duty=officer to=c", NULL},
            {"c refuse duty=officer reason=r", NULL}, {"+0s", ""}, {"+1m", "@1m page:b/sms/2"});
    TALK_BY("who stands in hears of it at once; who is there stays", plain,
            {"desk report text=x", NULL}, {"sent b", NULL}, {"c on duty=officer", "on:c"},
            {"+0s", "passed:>c page:c/sms/1"}, {"+1m", "@1m page:b/sms/2"});
    TALK_BY("who was not relieved is still there", plain, {"b on duty=officer", "on:b"},
            {"+22h29m", NULL}, {"desk report text=x", NULL}, {"sent b", NULL},
            {"+1m", "@22h30m passed:>a page:a/sms/1 page:b/sms/2"});
    TALK_BY("the same person goes on", plain, {"a on duty=officer", "on:a"},
            {"desk report text=x", "report>all step1:b,a page:b/sms/1 page:a/sms/1"},
            {"sent a", NULL}, {"dropped b", NULL}, {"a ack", NULL}, {"+22h30m", ""});
    TALK_BY("a relief", plain, {"desk report text=x", NULL}, {"sent b", NULL},
            {"boss relieve duty=officer out=b in=c until=17:00 reason=ill", "relieve"},
            {"+0s", "passed:b>c page:c/sms/1"}, {"sent c", NULL}, {"+7h", NULL});
    TALK_BY("who leaves, and comes back, is called again", plain, {"desk report text=x", NULL},
            {"sent b", NULL},
            {"boss relieve duty=officer out=b in=c until=10:02 reason=errand", "relieve"},
            {"+0s", "passed:b>c page:c/sms/1"}, {"sent c", NULL},
            {"+2m", "@1m page:c/sms/2 @2m passed:c>b page:b/sms/1"});
    TALK_BY("who comes has been called out as another already", plain, {"desk report text=x", NULL},
            {"b escalate", "escalate step2:boss page:boss/sms/1"},
            {"boss on duty=officer", "on:boss"}, {"+0s", ""});
}

static void reload(struct fixture *f, const char *const *rules)
{
    fixture_act(f, "- config digest=x config=y");
    fixture_use(f, fixture_rules(rules));
}

static void say(struct fixture *f, const char *act, const char *expected)
{
    const struct talk talk[] = {{act, expected}, {NULL, NULL}};

    fixture_talk(f, act, talk, talk_expect);
}

Test(succession, immunity_43_new_rules)
{
    struct fixture *f = fixture_new(plain);

    say(f, "desk report text=x", "report>all step1:b page:b/sms/1");
    say(f, "sent b", "page-sent:b");
    for (int n = 0; n < 100; n++) {
        reload(f, plain);
        say(f, "+0s", "");
    }
    reload(f, other);
    say(f, "+0s", "passed:b>c page:c/sms/1");
    say(f, "sent c", "page-sent:c");
    reload(f, empty);
    say(f, "+0s", "passed:c>! page:c/sms/1");
    say(f, "+0s", "");
    say(f, "sent c", "page-sent:c");
    say(f, "+2m", "");
    fixture_free(f);
}

/* A clock that is set ahead and back again is no change of shift; one that stays so is. */
Test(succession, the_clock_is_set)
{
    TALK_BY("and back", plain, {"desk report text=x", NULL}, {"sent b", NULL}, {"clock 24h", NULL},
            {"+0s", ""}, {"clock -24h", NULL}, {"+59s", ""}, {"+1s", "@1m page:b/sms/2"});
    TALK_BY("and runs on", plain, {"desk report text=x", NULL}, {"boss ack", NULL},
            {"boss decline", NULL}, {"dropped b", NULL}, {"clock 24h", NULL}, {"+9m59s", NULL},
            {"+1s", NULL});
}

/* At a start there is nothing but what the log says. */
Test(succession, immunity_43_the_daemon_was_down)
{
    struct fixture *f = fixture_new(plain);
    struct office *again;

    fixture_act(f, "+22h29m");
    fixture_act(f, "desk report text=x");
    fixture_act(f, "sent b");
    f->now = instant_add(f->now, SPAN_MINUTES(1));
    office_free(f->office);
    f->office = fixture_fold(f, f->n_entries);
    say(f, "+0s", "passed:b>a page:a/sms/1");
    again = fixture_fold_live(f);
    office_free(f->office);
    f->office = again;
    say(f, "+0s", "");
    fixture_free(f);
}

/* ---- somebody has it ---- */

Test(succession, what_was_taken)
{
    TALK_BY("it goes with the post", plain, {"b on duty=officer", "on:b"},
            {"desk report text=x", NULL}, {"b ack", NULL}, {"desk report text=y", NULL},
            {"b ack", NULL}, {"b handover duty=officer to=c", NULL},
            {"c take duty=officer", "take:b>c"}, {"+0s", "passed:b>c passed:b>c"},
            {"c decline", "decline:c step2:boss page:boss/sms/1"});
    TALK_BY("on and on", plain, {"b on duty=officer", "on:b"}, {"desk report text=x", NULL},
            {"b ack", NULL}, {"b handover duty=officer to=c", NULL}, {"c take duty=officer", NULL},
            {"+0s", "passed:b>c"}, {"c handover duty=officer to=a", NULL},
            {"a take duty=officer", NULL}, {"+0s", "passed:c>a"});
    TALK_BY("what another at the post has stays theirs", plain, {"b on duty=officer", "on:b"},
            {"c on duty=officer", "on:c"}, {"desk report text=x", NULL}, {"c ack", NULL},
            {"b handover duty=officer to=a", NULL}, {"a take duty=officer", NULL}, {"+0s", ""});
    TALK_BY("no handover: the next shift hears of it, once", plain, {"+22h", NULL},
            {"desk report text=x", NULL}, {"sent b", NULL}, {"b ack", NULL},
            {"+30m", "@22h30m passed:b>a notice:a/sms"}, {"+240h", ""});
    TALK_BY("then its idle time runs on", mine, {"+22h", NULL}, {"desk report text=x", NULL},
            {"b ack", NULL}, {"+30m", "@22h30m passed:b>a notice:a/sms"}, {"+89m", ""},
            {"+1m", "@1d idle>all:b page:b/sms/1 step1:a page:a/sms/1"});
    TALK_BY("what passes begins to lie idle with who has it then", mine,
            {"b on duty=officer", "on:b"}, {"desk report text=x", NULL}, {"b ack", NULL},
            {"b handover duty=officer to=c", NULL}, {"+1h", ""}, {"c take duty=officer", NULL},
            {"+0s", "passed:b>c"}, {"+1h59m", ""}, {"+1m", "@3h idle>all:c page:c/sms/1 step1:"});
    TALK_BY("who goes with OFF has not handed it over", plain, {"b on duty=officer", "on:b"},
            {"c on duty=officer", "on:c"}, {"desk report text=x", NULL}, {"b ack", NULL},
            {"+22h30m", ""}, {"b off duty=officer", "off:b"},
            {"+0s", "passed:b>a,c notice:a/sms notice:c/sms"});
    TALK_BY("a rank too low does not get it", high, {"+22h30m", NULL},
            {"boss on duty=officer", "on:boss"}, {"desk report text=x", NULL},
            {"boss ack", "ack:boss"}, {"boss handover duty=officer to=c", NULL},
            {"c take duty=officer", "take:boss>c"}, {"+0s", "passed:boss>c notice:c/sms"});
    TALK_BY("not when it was taken off duty", plain, {"desk report text=x", NULL},
            {"c ack", "ack:c"}, {"+22h30m", ""});
}

/* ---- who holds it ---- */

Test(succession, handed_over_early)
{
    struct fixture *f = fixture_new(plain);
    const struct post *post;
    const struct person *b;

    fixture_act(f, "b on duty=officer");
    fixture_act(f, "b handover duty=officer to=c");
    fixture_act(f, "c take duty=officer");
    post = rules_post(f->rules, SLICE("officer"));
    b = rules_person(f->rules, SLICE("b"));
    cr_expect(!office_holds(f->office, post, b, f->now));
    cr_expect(office_post_of(f->office, b, f->now) == NULL);
    say(f, "desk report text=x", "report>all step1:c page:c/sms/1");
    say(f, "c ack", "ack:c");
    /* In a later shift it is theirs again. */
    say(f, "+46h30m", NULL);
    cr_expect(office_holds(f->office, post, b, f->now));
    say(f, "desk report text=x", "report>all step1:b,c page:b/sms/1 page:c/sms/1");
    fixture_free(f);
}

/* Whoever took it is gone from the configuration: it is theirs who had it. */
Test(succession, nobody_is_there_any_more)
{
    static const char *const without_c[] = {"person a officer sms:3:60s",
                                            "person b officer sms:3:60s",
                                            "person boss leader sms:1:60s",
                                            "person chief leader sms:1:60s",
                                            "post officer officer a/b",
                                            "post leader leader boss",
                                            CHAIN,
                                            ROUTE};
    struct fixture *f = fixture_new(plain);

    fixture_act(f, "b on duty=officer");
    fixture_act(f, "b handover duty=officer to=c");
    fixture_act(f, "c take duty=officer");
    reload(f, without_c);
    say(f, "+0s", NULL);
    say(f, "desk report text=x", "report>all step1:b page:b/sms/1");
    fixture_free(f);
}
