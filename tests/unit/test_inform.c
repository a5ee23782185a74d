/* Who is told of a report, whoever takes it. */
#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c leader sms:1:60s",       \
        "person d leader sms:1:60s", "person e leader sms:1:60s", "person mute leader"
#define POSTS                                                                                      \
    "post desk officer a+b", "post lead leader c", "post gone leader mute", "team t c,d",          \
        "catch person:e", "drill_to person:a,person:d"
#define CHAINS                                                                                     \
    "chain x 0s=post:desk 15m=post:lead 5m=person:d", "chain up 0s=post:desk,post:lead "           \
                                                      "5m=person:d"
#define ROUTES                                                                                     \
    "route 12 - up leader 0s inform=team:t", "route - gas x officer 0s inform=post:lead,person:d", \
        "route - fire x officer 0s inform=person:d", "route - none x officer 0s inform=post:gone", \
        "route - gap x officer 0s inform=person:d", "route - - x officer 0s inform=post:lead"

static const char *const rules[] = {PEOPLE, POSTS, CHAINS, ROUTES, NULL};

#define INFORM(name, ...) TALK_BY(name, rules, __VA_ARGS__)
#define PAGES_X "step1:a,b page:a/sms/1 page:b/sms/1"

Test(inform, of_a_report)
{
    INFORM("taken by reporting it", {"a report text=x", "report>x ack:a notice:c/sms"});
    INFORM("not taken", {"desk report text=x", "report>x " PAGES_X " notice:c/sms"});
    INFORM("several",
           {"desk report class=gas text=x", "report>x " PAGES_X " notice:c/sms notice:d/sms"});
    INFORM("who is paged is not told as well",
           {"desk report grade=1 text=x",
            "report>up step1:a,b,c page:a/sms/1 page:b/sms/1 page:c/sms/1 notice:d/sms"});
    INFORM("nor who reports it", {"c report text=x", "report>x " PAGES_X});
    INFORM("nobody can be reached", {"desk report class=none text=x", "report>x " PAGES_X});
    INFORM("a drill, and who is outside", {"desk report class=gas drill=yes text=x",
                                           "report>x step1:a page:a/sms/1 notice:d/sms"});
    INFORM("whoever stands in", {"e on duty=lead", NULL},
           {"a report text=x", "report>x ack:a notice:c/sms notice:e/sms"});
}

Test(inform, when_it_gets_worse)
{
    INFORM("GRADE", {"a report grade=4 text=x", NULL},
           {"a grade grade=3 reason=x", "grade>x ack:a notice:c/sms"});
    INFORM(
        "by others", {"a report grade=4 text=x", NULL},
        {"b grade grade=2 reason=x", "grade>up step1:a,c page:a/sms/1 page:c/sms/1 notice:d/sms"});
    INFORM("better", {"a report grade=3 text=x", NULL}, {"a grade grade=4 reason=x", "grade"});
    INFORM("the first grade by SET", {"a report text=x", NULL},
           {"a set grade=3", "set notice:c/sms"});
    INFORM("after its end", {"a report grade=4 text=x", NULL}, {"a close outcome=x", NULL},
           {"a grade grade=3 reason=x", "grade"});
    INFORM("opened again", {"a report text=x", NULL}, {"a close outcome=x", NULL},
           {"a reopen reason=x", "reopen>x ack:a notice:c/sms"});
}

Test(inform, those_of_another_route)
{
    INFORM("one more", {"a report text=x", "report>x ack:a notice:c/sms"},
           {"a set class=gas", "set notice:d/sms"}, {"a set class=gas", "set"});
    INFORM("another", {"a report text=x", NULL}, {"a set class=fire", "set notice:d/sms"});
    INFORM("figures change nothing", {"a report text=x", NULL}, {"a set trapped=3", "set"});
    INFORM("who was paged knows", {"desk report text=x", NULL}, {"sent a", NULL}, {"sent b", NULL},
           {"+15m", "@15m step2:c page:c/sms/1"}, {"sent c", NULL}, {"+5m", NULL}, {"sent d", NULL},
           {"a set class=fire", "set"});
    INFORM("no drill after all", {"desk report class=gas drill=yes text=x", NULL},
           {"desk set drill=no", "set>x " PAGES_X " notice:c/sms notice:d/sms"});
}

/* What the notice says, and that it is about the incident. */
Test(inform, says_what)
{
    static const struct {
        const char *acts[2], *text;
    } rows[] = {
        {{"a report grade=3 place=Pier class=gas text=smell"},
         "2026-000001 taken by a: III gas Pier: smell"},
        {{"desk report text=smell"}, "2026-000001 reported by desk: smell"},
        {{"a report grade=4 place=Pier text=smell", "a grade grade=3 reason=x"},
         "2026-000001 worse by a: III Pier: smell"},
        {{"a report text=smell", "a set grade=3 place=Pier"},
         "2026-000001 graded by a: III Pier: smell"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(rules);
        const struct entry *e = NULL;

        for (size_t k = 0; k < 2 && rows[n].acts[k]; k++)
            fixture_act(f, rows[n].acts[k]);
        for (size_t k = 0; k < f->n_entries; k++)
            if (f->entries[k]->kind == ENTRY_NOTICE)
                e = f->entries[k];
        cr_assert_not_null(e, "%s", rows[n].text);
        cr_expect(slice_equal_string(entry_text(e, FIELD_TEXT), rows[n].text), "%.*s",
                  SLICE_ARG(entry_text(e, FIELD_TEXT)));
        cr_expect(incident_id_equal(e->incident, f->incident));
        fixture_free(f);
    }
}
