/* What becomes of a message that came in, as conversations. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "fixture_talk.h"
#include "office/state/incident.h"
#include "office/state/state.h"

#define ROUTINE                                                                                    \
    {                                                                                              \
        "desk report text=dog", NULL                                                               \
    }
#define URGENT                                                                                     \
    {                                                                                              \
        "desk report grade=1 text=gas", NULL                                                       \
    }

Test(decide_receive, answers)
{
    TALK("acknowledges", ROUTINE, {"sms li.wei CODE", "received=acked:li.wei ack:li.wei"},
         {"+1h", ""});
    TALK("without a code", ROUTINE, {"sms li.wei 收到", "received=acked:li.wei ack:li.wei"});
    TALK("with text", ROUTINE, {"sms li.wei ok on my way", "received=acked:li.wei ack:li.wei"});
    TALK("declines", ROUTINE,
         {"sms chen.yu CODE n", "received=declined:chen.yu decline:chen.yu "
                                "step2:zhao.min page:zhao.min/sms/1"});
    TALK("escalates", ROUTINE,
         {"sms chen.yu u", "received=escalated:chen.yu escalate step2:zhao.min "
                           "page:zhao.min/sms/1"});
    TALK("who has it gives it up", ROUTINE, {"li.wei ack", NULL},
         {"sms li.wei CODE n", "received=declined:li.wei decline:li.wei step2:zhao.min "
                               "page:zhao.min/sms/1"});
}

/* The message is the gateway's to tell, and the answer the person's, in the post held then. */
Test(decide_receive, authors)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report text=x");
    fixture_act(f, "sms chen.yu CODE");
    const struct entry *received = f->entries[f->last], *ack = f->entries[f->last + 1];
    cr_expect(slice_equal_string(received->actor, "gateway") && received->incident.number == 1);
    cr_expect(slice_equal_string(entry_text(received, FIELD_ADDRESS), "+8613800000002"));
    cr_expect(slice_equal_string(ack->actor, "chen.yu") &&
              slice_equal_string(ack->post, "officer"));
    cr_expect(slice_equal_string(entry_text(ack, FIELD_ROUTE), "gateway"));
    fixture_act(f, "sms zhao.min hello");
    cr_expect_eq(f->entries[f->last + 1]->actor.len, 0, "the notice is the office's own");
    fixture_free(f);
}

/* Number 22: nothing is taken by a code that is not the sender's own and live. */
Test(decide_receive, immunity_22_wrong_answers)
{
    TALK("a code that never was", ROUTINE,
         {"sms li.wei 1000", "received=explained:li.wei notice:li.wei/sms"}, {"+15m", NULL},
         {"sms 13999999999 CODE", "received=ignored"});
    TALK("another's", ROUTINE,
         {"sms zhao.min ok", "received=explained:zhao.min notice:zhao.min/sms"},
         {"sms director 收到", "received=explained:director notice:director/sms"});
    TALK("an old one", ROUTINE, {"li.wei close outcome=x", NULL},
         {"sms li.wei CODE", "received=explained:li.wei notice:li.wei/sms"}, {"+23h", ""},
         {"sms li.wei CODE", "received=explained:li.wei notice:li.wei/sms"});
    TALK("two live ones", ROUTINE, {"desk report text=cat", NULL},
         {"sms li.wei ok", "received=explained:li.wei notice:li.wei/sms"},
         {"sms li.wei CODE ok", "received=acked:li.wei ack:li.wei"},
         {"sms li.wei ok", "received=acked:li.wei ack:li.wei"});
    TALK("taken by another", ROUTINE, {"sms li.wei CODE", NULL},
         {"sms chen.yu CODE", "received=explained:chen.yu notice:chen.yu/sms"},
         {"sms chen.yu CODE n", "received=ignored:chen.yu"},
         {"sms chen.yu CODE I was there", "received=noted:chen.yu note"});
    TALK("merged", ROUTINE, {"desk report text=cat", NULL}, {"li.wei merge into=#1", NULL},
         {"sms li.wei CODE", "received=explained:li.wei notice:li.wei/sms"},
         {"sms li.wei ok", "received=acked:li.wei ack:li.wei"});
}

Test(decide_receive, immunity_22_another_ones_code)
{
    struct fixture *f = fixture_new(NULL);
    char act[40];

    fixture_act(f, "desk report text=x");
    snprintf(act, sizeof(act), "sms chen.yu %u",
             incident_callout(office_incident(f->office, f->incident), SLICE("li.wei"))->code);
    cr_expect_str_eq(fixture_act(f, act), "received=explained:chen.yu notice:chen.yu/sms");
    cr_expect(office_incident(f->office, f->incident)->state == INCIDENT_OPEN);
    fixture_free(f);
}

Test(decide_receive, notes)
{
    TALK("the rank is too low", URGENT,
         {"sms li.wei CODE on site", "received=noted:li.wei note "
                                     "notice:li.wei/sms"},
         {"sms zhao.min CODE", "received=acked:zhao.min ack:zhao.min"});
    TALK("what may be a no", ROUTINE,
         {"sms li.wei CODE cannot come if the road is flooded",
          "received=noted:li.wei note notice:li.wei/sms"},
         {"sms li.wei hello", "received=noted:li.wei note"},
         {"sms li.wei CODE", "received=acked:li.wei ack:li.wei"},
         {"sms li.wei CODE all quiet", "received=noted:li.wei note"},
         {"sms li.wei all quiet", "received=noted:li.wei note"});
    TALK("declined already", ROUTINE, {"sms li.wei CODE n", NULL},
         {"sms li.wei CODE n", "received=explained:li.wei notice:li.wei/sms"},
         {"sms li.wei CODE", "received=acked:li.wei ack:li.wei"});
}

/* Whatever else is said: it is kept, the chain goes on, and the sender is asked. */
Test(decide_receive, immunity_34_doubt_takes_nothing)
{
    static const char *const messages[] = {
        "CODE?",        "CODE who is this?", "CODE ok?",      "CODE ok not",
        "CODE maybe",   "CODE wrong person", "CODE 收到吗",   "CODE Wang takes it",
        "CODE ja nein", "CODE 正在开车",     "CODE if I can", "CODE was ok",
        "> CODE ok",    "Fwd: CODE ok",      "CODE später",   "CODE 9999",
        "CODE ok :(",   "CODE hello"};

    for (size_t n = 0; n < sizeof(messages) / sizeof(*messages); n++) {
        char act[80];

        snprintf(act, sizeof(act), "sms li.wei %s", messages[n]);
        TALK(messages[n], ROUTINE, {act, "received=noted:li.wei note notice:li.wei/sms"},
             {"+14m", ""}, {"+1m", "@15m step2:zhao.min page:zhao.min/sms/1"});
    }
    TALK("a clear no", ROUTINE,
         {"sms li.wei CODE 来不了", "received=declined:li.wei decline:li.wei "
                                    "step2:zhao.min page:zhao.min/sms/1"},
         {"sms chen.yu nein, bin krank", "received=declined:chen.yu decline:chen.yu "
                                         "step3:director page:director/sms/1"});
}

static unsigned code_of(const struct fixture *f, unsigned number, const char *person)
{
    const struct incident *i =
        office_incident(f->office, (struct incident_id){f->incident.year, number});

    return incident_callout(i, slice_of(person))->code;
}

/* Says it with the codes of the person's pages of both incidents. */
static const char *say(struct fixture *f, const char *person, const char *form)
{
    char act[80], text[60];

    snprintf(text, sizeof(text), form, code_of(f, 1, person), code_of(f, 2, person));
    snprintf(act, sizeof(act), "sms %s %s", person, text);
    return fixture_act(f, act);
}

Test(decide_receive, immunity_35_several_answers)
{
    static const struct {
        const char *form, *what;
    } rows[] = {
        {"%u %u", "received=acked:li.wei ack:li.wei received=acked:li.wei ack:li.wei"},
        {"%u ok and %u ok", "received=acked:li.wei ack:li.wei received=acked:li.wei ack:li.wei"},
        {"all ok", "received=acked:li.wei ack:li.wei received=acked:li.wei ack:li.wei"},
        {"both ok", "received=acked:li.wei ack:li.wei received=acked:li.wei ack:li.wei"},
        {"%u ok, %u n", "received=acked:li.wei ack:li.wei received=declined:li.wei decline:li.wei "
                        "step2:zhao.min page:zhao.min/sms/1"},
        {"%u n, %u n", "received=declined:li.wei decline:li.wei step2:zhao.min "
                       "page:zhao.min/sms/1 received=declined:li.wei decline:li.wei "
                       "step2:zhao.min page:zhao.min/sms/1"},
        {"all u", "received=escalated:li.wei escalate step2:zhao.min page:zhao.min/sms/1 "
                  "received=escalated:li.wei escalate step2:zhao.min page:zhao.min/sms/1"},
        {"%u, %u?", "received=noted:li.wei note notice:li.wei/sms received=noted:li.wei note"},
        {"%u %u n", "received=noted:li.wei note notice:li.wei/sms received=noted:li.wei note"},
        {"ok", "received=explained:li.wei notice:li.wei/sms"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(NULL);

        fixture_act(f, "desk report text=dog");
        fixture_act(f, "sent li.wei");
        fixture_act(f, "desk report text=cat");
        fixture_act(f, "sent li.wei");
        cr_expect_str_eq(say(f, "li.wei", rows[n].form), rows[n].what, "\"%s\"", rows[n].form);
        fixture_free(f);
    }
}

/* What pages are drafted for two incidents at once has two codes. */
Test(decide_receive, several_answers_give_out_several_codes)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report text=dog");
    fixture_act(f, "desk report text=cat");
    say(f, "li.wei", "%u n, %u n");
    cr_expect_neq(code_of(f, 1, "zhao.min"), code_of(f, 2, "zhao.min"));
    fixture_free(f);
}

/* "all" is what they were told of: not a page that is still on its way to the gateway. */
Test(decide_receive, all_is_what_was_told)
{
    TALK("none was sent", ROUTINE, {"desk report text=cat", NULL},
         {"sms li.wei all ok", "received=explained:li.wei notice:li.wei/sms"});
    TALK("one was", ROUTINE, {"sent li.wei", NULL}, {"desk report text=cat", NULL},
         {"sms li.wei all ok", "received=acked:li.wei ack:li.wei"});
    TALK("a drill and the real thing", ROUTINE, {"sent li.wei", NULL},
         {"desk report text=cat drill=yes", NULL}, {"sent li.wei", NULL},
         {"sms li.wei all ok", "received=noted:li.wei note notice:li.wei/sms "
                               "received=noted:li.wei note"});
}

Test(decide_receive, confirms)
{
    static const char *const rules[] = {"person a officer sms:1:60s",
                                        "person b leader sms:1:60s",
                                        "person gateway service",
                                        "post p officer a limit=5m",
                                        "chain c 0s=person:a",
                                        "route - - c officer 0s",
                                        "catch person:b",
                                        "confirm",
                                        NULL};

    TALK_BY("who takes it", rules, {"desk report text=x", NULL},
            {"sms a CODE", "received=acked:a ack:a notice:a/sms"},
            {"sms a CODE ok", "received=explained:a notice:a/sms"});
    TALK_BY("not who declines", rules, {"desk report text=x", NULL},
            {"sms a CODE n", "received=declined:a decline:a step2:b page:b/sms/1"});
    TALK_BY("nor at the desk", rules, {"desk report text=x", NULL}, {"a ack", "ack:a"});
    TALK_BY("nor a roll call", rules, {"b rollcall duty=p", NULL},
            {"sms a ok", "received=here:a here:a close"});
}

/* Carriers deliver twice: that is no second escalation. */
Test(decide_receive, escalates_once)
{
    TALK("delivered twice", URGENT, {"sms li.wei CODE u", NULL},
         {"sms li.wei CODE u", "received=explained:li.wei notice:li.wei/sms"}, {"+59s", NULL},
         {"sms li.wei CODE u", "received=ignored:li.wei"}, {"+1s", NULL},
         {"sms li.wei CODE u", NULL}, {"sms li.wei CODE u", "received=ignored:li.wei"},
         {"+10m", NULL}, {"sms li.wei CODE u", NULL},
         {"sms li.wei CODE u", "received=explained:li.wei notice:li.wei/sms"});
}

/* Who errs twice is told twice, in other words. */
Test(decide_receive, explains_each_error)
{
    TALK("two errors at once", URGENT,
         {"sms li.wei 9999", "received=explained:li.wei notice:li.wei/sms"},
         {"sms li.wei CODE", "received=noted:li.wei note notice:li.wei/sms"},
         {"sms li.wei CODE", "received=noted:li.wei note"}, {"+10m", NULL},
         {"sms li.wei CODE", "received=noted:li.wei note notice:li.wei/sms"});
}

/* Two machines that answer each other come to an end, and a person is told again later. */
Test(decide_receive, explains_within_bounds)
{
    struct fixture *f = fixture_new(NULL);
    char act[40];
    unsigned told = 0, calm = 0;

    for (unsigned n = 0; n < 60 * 6; n++) { /* an hour, six a minute, all different */
        snprintf(act, sizeof(act), "sms li.wei %u", 1000 + n);
        told += strstr(fixture_act(f, act), "notice:") != NULL;
        fixture_act(f, "+10s");
    }
    cr_expect_eq(told, 12, "%u in an hour", told);
    fixture_act(f, "+1h");
    cr_expect_str_eq(fixture_act(f, "sms li.wei 9999"),
                     "received=explained:li.wei notice:li.wei/sms");
    cr_expect_str_eq(fixture_act(f, "sms chen.yu 9999"),
                     "received=explained:chen.yu notice:chen.yu/sms", "others are others");
    for (unsigned n = 0; n < 9; n++) {
        fixture_act(f, "+61s");
        calm += strstr(fixture_act(f, "sms li.wei 9999"), "notice:") != NULL;
    }
    cr_expect_eq(calm, 0, "the same words again");
    fixture_act(f, "+61s");
    cr_expect_str_eq(fixture_act(f, "sms li.wei 9999"),
                     "received=explained:li.wei notice:li.wei/sms");
    fixture_free(f);
}

/* A message alone is no work on the incident: it is paged again when it lies idle. */
Test(decide_receive, immunity_11_a_message_is_not_work)
{
    TALK("idle", URGENT, {"sms zhao.min CODE", NULL}, {"+29m", ""},
         {"sms li.wei CODE", "received=explained:li.wei notice:li.wei/sms"},
         {"+1m", "@30m idle>urgent:zhao.min page:zhao.min/sms/1 step1:li.wei,chen.yu "
                 "page:li.wei/sms/1 page:chen.yu/sms/1"});
}

Test(decide_receive, roll_calls)
{
    static const char *const rules[] = {"person a officer sms:1:60s",
                                        "person b leader sms:1:60s",
                                        "person gateway service",
                                        "post p officer a limit=5m",
                                        "chain c 0s=person:b",
                                        "route - - c officer 0s",
                                        "catch person:b",
                                        NULL};

    TALK_BY("in time", rules, {"b rollcall duty=p", NULL},
            {"sms b ok", "received=explained:b notice:b/sms"},
            {"sms a 到", "received=here:a here:a close"});
    TALK_BY("late", rules, {"b rollcall duty=p", NULL}, {"+5m", NULL}, {"+1m", ""},
            {"sms a ok", "received=here:a here:a close"});
}

Test(decide_receive, reports_of_delivery)
{
    TALK("delivered is no answer", ROUTINE, {"sent li.wei", NULL},
         {"told-sent li.wei", "page-transmitted:li.wei"},
         {"told-delivered li.wei", "page-delivered:li.wei"}, {"+14m", ""},
         {"+1m", "@15m step2:zhao.min page:zhao.min/sms/1"});
    TALK("failed: the next means at once", URGENT, {"sent zhao.min", NULL},
         {"told-failed zhao.min", "page-undelivered:zhao.min page:zhao.min/call/1"},
         {"sent zhao.min", NULL}, {"told-failed zhao.min", "page-undelivered:zhao.min"});
    TALK("then the next person", ROUTINE, {"sent li.wei", NULL}, {"sent chen.yu", NULL},
         {"told-failed li.wei", "page-undelivered:li.wei"},
         {"told-failed li.wei", "page-undelivered:li.wei"},
         {"told-failed chen.yu", "page-undelivered:chen.yu step2:zhao.min page:zhao.min/sms/1 "
                                 "page:director/sms/1"});
    TALK("before its hook has ended", ROUTINE, {"failed chen.yu", NULL},
         {"told-failed li.wei", "page-undelivered:li.wei step2:zhao.min page:zhao.min/sms/1 "
                                "page:director/sms/1"},
         {"sent li.wei", "page-sent:li.wei"}, {"+4m", ""});
    TALK("what was delivered did get there", ROUTINE, {"sent li.wei", NULL},
         {"failed chen.yu", NULL}, {"told-delivered li.wei", NULL},
         {"told-failed li.wei", "page-undelivered:li.wei"});
    TALK("late", ROUTINE, {"sent li.wei", NULL}, {"chen.yu ack", NULL},
         {"told-failed li.wei", "page-undelivered:li.wei"}, {"chen.yu close outcome=x", NULL},
         {"told-failed li.wei", "page-undelivered:li.wei"});
}
