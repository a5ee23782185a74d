/* Who hears of what has changed, and when, as conversations. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:2h call:1:2h", "person b officer sms:1:60s",                           \
        "person c leader sms:1:60s", "person d leader sms:1:60s", "person n officer"
#define DUTY                                                                                       \
    "chain x 0s=person:a,person:b 30m=person:c 30m=person:d", "route - - x officer 0s",            \
        "catch person:d"

static const char *const rules[] = {PEOPLE, DUTY, "tell changes", NULL};
static const char *const silent[] = {PEOPLE, DUTY, NULL};

#define TOLD(name, ...) TALK_BY(name, rules, __VA_ARGS__)
#define REPORTED                                                                                   \
    {                                                                                              \
        "n report grade=3 place=K1023 text=gas", "report>x step1:a,b page:a/sms/1 page:b/sms/1"    \
    }
#define PAGED                                                                                      \
    REPORTED, {"sent a", NULL},                                                                    \
    {                                                                                              \
        "sent b", NULL                                                                             \
    }

Test(decide_news, who_was_paged_and_has_not_declined)
{
    TOLD("a place", PAGED, {"n set place=K1203", "set"}, {"+29s", ""},
         {"+1s", "@30s notice:a/sms notice:b/sms"}, {"+20m", NULL});
    TOLD("not who has declined", REPORTED, {"sent a", NULL}, {"b decline reason=ill", NULL},
         {"n set place=K1203", "set"}, {"+30s", "@30s notice:a/sms"});
    TOLD("also when the chain was started again since", PAGED, {"b decline reason=ill", NULL},
         {"n grade grade=1 reason=worse", NULL}, {"sent a", NULL}, {"failed b", NULL},
         {"n set deaths=1", "set"}, {"+30s", "@30s notice:a/sms notice:b/sms"});
    TOLD("not who could not be reached", REPORTED, {"sent a", NULL}, {"failed b", NULL},
         {"n set place=K1203", "set"}, {"+30s", "@30s notice:a/sms"});
    TOLD("not those who come later in the chain", PAGED, {"n set place=K1203", "set"},
         {"n escalate", NULL}, {"+30s", "@30s notice:a/sms notice:b/sms"});
    TOLD("who has taken it, and the others who were paged", PAGED, {"a ack", "ack:a"},
         {"n set place=K1203", "set"}, {"+30s", "@30s notice:a/sms notice:b/sms"});
    TOLD("who has taken it without having been paged", REPORTED, {"sent a", NULL},
         {"d ack", "ack:d"}, {"dropped b", NULL}, {"n set place=K1203", "set"},
         {"+30s", "@30s notice:a/sms notice:d/sms"});
    TOLD("who takes it after the change has it as it is", REPORTED, {"sent a", NULL},
         {"n set place=K1203", "set"}, {"d ack", "ack:d"}, {"dropped b", NULL},
         {"+30s", "@30s notice:a/sms"});
    TOLD("not who made the change", PAGED, {"a set place=K1203", "set"},
         {"+30s", "@30s notice:b/sms"});
    TOLD("but of what somebody else changed meanwhile", PAGED, {"a set place=K1203", "set"},
         {"b set deaths=1", "set"}, {"+30s", "@30s notice:a/sms notice:b/sms"});
    TOLD("nobody who is alone with it", {"a report text=gas", NULL}, {"a set deaths=1", "set"},
         {"+10m", ""});
}

Test(decide_news, when_it_is_owed)
{
    TOLD("several in one", PAGED, {"n set place=K1", "set"}, {"+20s", ""},
         {"n set place=K2 injured=3", "set"}, {"+10s", "@30s notice:a/sms notice:b/sms"},
         {"+10m", ""});
    TOLD("the next ones in the next one", PAGED, {"n set place=K1", "set"},
         {"+30s", "@30s notice:a/sms notice:b/sms"}, {"n set place=K2", "set"}, {"+29s", ""},
         {"+1s", "@1m notice:a/sms notice:b/sms"});
    TOLD("changed back", PAGED, {"n set place=K1", "set"}, {"n set place=K1023", "set"},
         {"+10m", ""});
    TOLD("the same value", PAGED, {"n set place=K1023", "set"}, {"+10m", ""});
    TOLD("what is no news", PAGED, {"n set caller=x class=fire loss=3", "set"}, {"+10m", ""});
    TOLD("a grade that is less bad", PAGED, {"n grade grade=4 reason=less", "grade"},
         {"+30s", "@30s notice:a/sms notice:b/sms"});
    TOLD("a worse one: the pages say it", PAGED,
         {"n grade grade=1 reason=worse", "grade>x step1:a,b page:a/sms/1 page:b/sms/1"},
         {"sent a", NULL}, {"sent b", NULL}, {"+10m", NULL});
    TOLD("not while the page waits for its hook", REPORTED, {"sent a", NULL},
         {"n set place=K1", "set"}, {"+30s", "@30s notice:a/sms"}, {"sent b", "page-sent:b"},
         {"+1m", NULL});
    TOLD("not once it is closed", PAGED, {"n set place=K1", "set"}, {"a close outcome=x", "close"},
         {"n set place=K2", "set"}, {"+10m", ""});
    TOLD("nor of what was changed before it was opened again", PAGED, {"n set place=K1", "set"},
         {"a close outcome=x", "close"}, {"n reopen reason=x", NULL}, {"sent a", NULL},
         {"sent b", NULL}, {"+10m", NULL});
    TOLD("the clock is set meanwhile", PAGED, {"n set place=K1", "set"}, {"clock 1h", NULL},
         {"+29s", ""}, {"+1s", "@30s notice:a/sms notice:b/sms"});
}

Test(decide_news, only_where_the_rules_want_it)
{
    talk_play("silent", silent,
              (const struct talk[]){PAGED, {"n set place=K1203", "set"}, {"+10m", NULL}, {0}});
}

static void expect_text(struct fixture *f, const char *expected)
{
    const struct entry *e = f->entries[f->n_entries - 1];

    cr_assert_eq(e->kind, ENTRY_NOTICE, "%s", expected);
    cr_expect(slice_equal_string(entry_text(e, FIELD_TEXT), expected), "%.*s",
              SLICE_ARG(entry_text(e, FIELD_TEXT)));
}

/* What changed, what it is now, and what it is about; of each field what it was when the person
 * last heard of it. */
Test(decide_news, words)
{
    static const struct {
        const char *report, *acts[3], *expected;
    } rows[] = {
        {"class=gas grade=3 place=K1023 text=gas",
         {"n set place=K1203"},
         "2026-000001 changed, place K1023 -> K1203: III gas: gas"},
        {"text=gas", {"n set place=K1203"}, "2026-000001 changed, place K1203: gas"},
        {"deaths=2 text=gas", {"n set deaths=5"}, "2026-000001 changed, dead 2 -> 5: gas"},
        {"deaths=2 text=gas",
         {"n set deaths=3", "n set deaths=5"},
         "2026-000001 changed, dead 2 -> 5: gas"},
        {"missing=2 text=gas", {"n set missing=0"}, "2026-000001 changed, missing 2 -> 0: gas"},
        {"trapped=2 injured=1 text=gas",
         {"n set trapped=1 injured=2"},
         "2026-000001 changed, trapped 2 -> 1, injured 1 -> 2: gas"},
        {"grade=3 text=gas",
         {"n grade grade=4 reason=less"},
         "2026-000001 changed, grade III -> IV (less): gas"},
        {"text=gas", {"n set grade=4"}, "2026-000001 changed, grade IV: gas"},
        {"place=K1023 text=gas", {"n set place="}, "2026-000001 changed, place K1023 -> ?: gas"},
        {"place=西城 text=gas",
         {"n set place=东城 deaths=1"},
         "2026-000001 变更 地点西城->东城 死1: gas"},
        {"place=123456789012345678901234567890 text=gas",
         {"n set place=K1203"},
         "2026-000001 changed, place 123456789012345678901234… -> K1203: gas"},
        {"place=K1 text=gas",
         {"n set place=K2", "+30s", "n set place=K3"},
         "2026-000001 changed, place K2 -> K3: gas"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(rows[0]); n++) {
        struct fixture *f = fixture_new(rules);
        char act[200];

        snprintf(act, sizeof(act), "n report %s", rows[n].report);
        fixture_act(f, act);
        fixture_act(f, "sent a");
        fixture_act(f, "dropped b");
        for (size_t k = 0; k < 3 && rows[n].acts[k]; k++)
            fixture_act(f, rows[n].acts[k]);
        fixture_act(f, "+30s");
        expect_text(f, rows[n].expected);
        fixture_free(f);
    }
}

/* Whose page was made before the change and sent after it hears of it at once. */
Test(decide_news, by_what_the_page_knew)
{
    static const struct {
        const char *name;
        int64_t before; /* the change, by so many entries */
    } rows[] = {{"made before", 1}, {"made after", 0}};

    for (size_t n = 0; n < 2; n++) {
        struct fixture *f = fixture_new(rules);
        struct field fields[2];
        struct command c = {.verb = VERB_PAGE_SENT, .fields = fields, .n_fields = 2};
        const struct entry *last;

        fixture_act(f, "n report place=K1 text=gas");
        fixture_act(f, "n set place=K2");
        c.incident = f->incident;
        fields[0] = FIELD_NUMBER_OF(
            FIELD_PAGE,
            (int64_t)incident_callout(office_incident(f->office, f->incident), SLICE("a"))->page);
        fields[1] =
            FIELD_NUMBER_OF(FIELD_KNOWN, (int64_t)office_last_seq(f->office) - rows[n].before);
        fixture_act(f, "+1m");
        cr_assert_eq(fixture_command(f, &c), REFUSAL_NONE);
        cr_expect(!entry_field(f->entries[f->n_entries - 1], FIELD_KNOWN) == !rows[n].before);
        while (fixture_tick(f))
            ;
        last = f->entries[f->n_entries - 1];
        cr_expect_eq(last->kind, rows[n].before ? ENTRY_NOTICE : ENTRY_PAGE_SENT, "%s",
                     rows[n].name);
        fixture_free(f);
    }
}

/* Who has left the configuration is not thought of for ever. */
Test(decide_news, somebody_without_a_contact)
{
    static const char *const left[] = {"person a officer",
                                       "person b officer sms:1:60s",
                                       "person c leader sms:1:60s",
                                       "person d leader sms:1:60s",
                                       "person n officer",
                                       DUTY,
                                       "tell changes",
                                       NULL};
    struct fixture *f = fixture_new(rules);

    fixture_act(f, "n report place=K1 text=gas");
    fixture_act(f, "sent a");
    fixture_act(f, "sent b");
    fixture_act(f, "n set place=K2");
    fixture_use(f, fixture_rules(left));
    cr_expect_str_eq(fixture_act(f, "+30s"), "@30s notice-dropped:a notice:b/sms");
    cr_expect_str_eq(fixture_act(f, "+1m"), "");
    fixture_free(f);
}
