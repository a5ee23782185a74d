/* Who answers for an incident, as conversations. */
#include <criterion/criterion.h>

#include "fixture_talk.h"

#define URGENT                                                                                     \
    {                                                                                              \
        "desk report grade=1 text=gas", NULL                                                       \
    }
#define ROUTINE                                                                                    \
    {                                                                                              \
        "desk report text=dog", NULL                                                               \
    }

Test(decide_answer, ack)
{
    TALK("stops all", URGENT, {"sent zhao.min", NULL}, {"zhao.min ack text=mine", "ack:zhao.min"},
         {"+29m", ""});
    TALK("needs the rank", URGENT, {"li.wei ack", "!rank"},
         {"+3m", "@3m step2:director page:director/sms/1"}, {"director ack", "ack:director"});
    TALK("once", ROUTINE, {"li.wei ack", "ack:li.wei"}, {"li.wei ack", "!state"},
         {"chen.yu ack", "ack:chen.yu"}, {"li.wei ack", "ack:li.wei"});
    TALK("a higher grade lifts the rank", ROUTINE, {"li.wei grade grade=1 reason=x", NULL},
         {"li.wei ack", "!rank"});
}

Test(decide_answer, for_whom)
{
    TALK("a service says for whom", ROUTINE, {"gateway ack", "!value"},
         {"gateway ack person=nobody", "!unknown"}, {"gateway ack person=gateway", "!value"},
         {"gateway ack person=chen.yu", "ack:chen.yu"},
         {"gateway decline person=chen.yu", "decline:chen.yu step2:zhao.min page:zhao.min/sms/1"});
    TALK("the rank of the person counts, not the service's", URGENT,
         {"gateway ack person=li.wei", "!rank"}, {"gateway ack person=zhao.min", "ack:zhao.min"});
    TALK("only a service speaks for others", URGENT, {"li.wei ack person=zhao.min", "!rank"},
         {"li.wei decline person=zhao.min", "!rank"},
         {"zhao.min ack person=zhao.min", "ack:zhao.min"});
}

/* A code names the incident of its page, and nobody answers by it but whose page it is. */
Test(decide_answer, by_code)
{
    static const struct {
        const char *actor, *person; /* person: NULL, for themselves */
        unsigned plus;              /* added to the code that li.wei was given */
        enum refusal expected;
    } rows[] = {
        {"zhao.min", NULL, 0, REFUSAL_UNKNOWN},     {"li.wei", NULL, 1, REFUSAL_UNKNOWN},
        {"gateway", "chen.yu", 0, REFUSAL_UNKNOWN}, {"gateway", "nobody", 0, REFUSAL_UNKNOWN},
        {"gateway", NULL, 0, REFUSAL_UNKNOWN},      {"li.wei", NULL, 0, REFUSAL_NONE},
        {"gateway", "li.wei", 0, REFUSAL_NONE},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(NULL);
        struct field fields[2];
        struct command c = {.verb = VERB_DECLINE, .fields = fields, .n_fields = 1};

        fixture_act(f, "desk report text=dog");
        const struct incident *i = office_incident(f->office, f->incident);
        fields[0] =
            FIELD_NUMBER_OF(FIELD_CODE, incident_callout(i, SLICE("li.wei"))->code + rows[n].plus);
        if (rows[n].person)
            fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(rows[n].person));
        c.actor = rules_person(f->rules, slice_of(rows[n].actor));
        cr_expect_eq(fixture_command(f, &c), rows[n].expected, "%zu: %s", n,
                     f->decision.why.data ? f->decision.why.data : "");
        fixture_free(f);
    }
}

/* The author of an answer by SMS is the person, in the post held at that moment. */
Test(decide_answer, the_author_of_an_answer_by_sms)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report text=x");
    fixture_act(f, "gateway ack person=chen.yu");
    const struct entry *e = f->entries[f->last];
    cr_expect(slice_equal_string(e->actor, "chen.yu"));
    cr_expect(slice_equal_string(e->post, "officer"), "%.*s", SLICE_ARG(e->post));
    cr_expect(slice_equal_string(entry_text(e, FIELD_ROUTE), "gateway"));
    fixture_free(f);
}

Test(decide_answer, decline)
{
    TALK("goes on at once", ROUTINE,
         {"li.wei decline reason=x", "decline:li.wei step2:zhao.min page:zhao.min/sms/1"});
    TALK("what is nobody's to decline", ROUTINE, {"li.wei ack", NULL},
         {"chen.yu decline", "!state"},
         {"li.wei decline", "decline:li.wei step2:zhao.min page:zhao.min/sms/1"},
         {"zhao.min ack", "ack:zhao.min"});
    static const char *const again[] = {"person a officer sms:1:60s",
                                        "person b officer sms:1:60s",
                                        "chain c 0s=person:a 5m=person:a,person:b*2@5m",
                                        "route - - c officer 0s",
                                        "catch person:b",
                                        NULL};
    TALK_BY("who declined is not paged by later steps and repeats", again,
            {"desk report text=x", "report>c step1:a page:a/sms/1"},
            {"a decline", "decline:a step2:b page:b/sms/1"}, {"sent b", NULL},
            {"+5m", "@5m step2.1:b page:b/sms/1"}, {"sent b", NULL},
            {"+5m", "@10m step2.2:b page:b/sms/1"});
}

Test(decide_answer, escalate)
{
    TALK("next step now", URGENT,
         {"li.wei escalate", "escalate step2:director page:director/sms/1"}, {"+4m", ""},
         {"+1m", "@5m step3:mayor page:mayor/call/1"});
    TALK("what was acknowledged is nobody's again", ROUTINE, {"li.wei ack", NULL},
         {"li.wei escalate", "escalate step2:zhao.min page:zhao.min/sms/1"});
}

/* Number 11: who was told that it is taken hears that it is not, as soon as a step names them. */
Test(decide_answer, immunity_11_given_back)
{
    static const char *const rules[] = {
        "person a officer sms:1:60s",
        "person b officer sms:1:60s",
        "person boss leader sms:1:60s",
        "chain c 0s=person:a,person:b 5m=person:a,person:boss 5m=person:b,person:boss",
        "route - - c officer 0s",
        NULL};

    TALK_BY("escalated", rules,
            {"desk report text=x", "report>c step1:a,b page:a/sms/1 page:b/sms/1"},
            {"sent a", NULL}, {"sent b", NULL}, {"b ack", NULL},
            {"b escalate", "escalate step2:a,boss page:a/sms/1 page:boss/sms/1"}, {"sent a", NULL},
            {"sent boss", NULL}, {"+5m", "@5m step3:b page:b/sms/1"});
    TALK_BY("declined", rules,
            {"desk report text=x", "report>c step1:a,b page:a/sms/1 page:b/sms/1"},
            {"sent a", NULL}, {"sent b", NULL}, {"a ack", NULL},
            {"a decline", "decline:a step2:boss page:boss/sms/1"}, {"sent boss", NULL},
            {"+5m", "@5m step3:b page:b/sms/1"});
}

/* Number 10: a page that never went out, since somebody took the incident meanwhile, reached
 * nobody; the person counts as not paged when it is nobody's again. */
Test(decide_answer, immunity_10_page_dropped_while_acknowledged)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "person b officer sms:1:60s",
                                        "chain c 0s=person:a 5m=person:a 5m=person:b",
                                        "route - - c officer 0s", NULL};

    TALK_BY("paged by the next step", rules,
            {"desk report text=x", "report>c step1:a page:a/sms/1"}, {"b ack", "ack:b"},
            {"dropped a", "page-dropped:a"}, {"b decline", "decline:b step2:a page:a/sms/1"});
    TALK_BY("still on its way: not a second one", rules,
            {"desk report text=x", "report>c step1:a page:a/sms/1"}, {"b ack", "ack:b"},
            {"b decline", "decline:b step2:"});
}
