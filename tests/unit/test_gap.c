/* Gaps ahead: told once each, before they come, also over restarts and edits of the roster. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "config/load.h"
#include "office/due/gap.h"
#include "office_fixture.h"

/* Weekdays from 08:30 to 17:30 and nothing else, by two; %s: more of the top. */
#define HEAD                                                                                       \
    "office = { id = \"o\"; timezone = \"Asia/Shanghai\"; };\n"                                    \
    "database = { conninfo = \"x\"; };\nlisten = ( { tcp = \"127.0.0.1:1\"; } );\n"                \
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n"                               \
    "people = ( { id = \"a\"; rank = \"officer\"; sms = \"+8613800000001\"; },\n"                  \
    "  { id = \"b\"; rank = \"officer\"; sms = \"+8613800000002\"; },\n"                           \
    "  { id = \"boss\"; rank = \"leader\"; sms = \"+8613800000003\"; } );\n"                       \
    "chains = ( { id = \"c\"; steps = ( { notify = ( \"person:a\" ); } ); } );\n"                  \
    "routes = ( { chain = \"c\"; } );\ncatch_all = ( \"person:boss\", \"person:a\" );\n"

#define POST(staff, rotations)                                                                     \
    "posts = ( { id = \"officer\"; staff = " staff "; rotations = (" rotations "); } );\n"
#define ALWAYS "{ start = \"2026-01-01\"; handover = \"08:30\"; people = ( \"a\" ); }"
#define ALWAYS_TWO "{ start = \"2026-01-01\"; handover = \"08:30\"; people = ( (\"a\", \"b\") ); }"
/* 2026-12-01 is a Tuesday */
#define LEAVE_ONE(from, to)                                                                        \
    "leave = ( { person = \"a\"; from = \"" from "\"; to = \"" to "\"; } );\n"

static struct rules *rules_of(const char *text)
{
    struct config_report report;
    struct config *c = config_load_text(slice_of(text), INSTANT_NONE, &report);
    struct rules *rules;

    cr_assert(c, "%s", report.text.data ? report.text.data : "");
    rules = rules_ref(c->rules);
    config_unref(c);
    config_report_deinit(&report);
    return rules;
}

static struct instant at(const char *text)
{
    struct instant i;

    cr_assert(calendar_parse(slice_of(text), &i), "%s", text);
    return i;
}

struct trial {
    struct fixture *f;
    struct buffer told; /* "11-30 08:30 TEXT; " of each report */
};

static void trial_init(struct trial *t, const char *text, const char *now)
{
    cr_assert(calendar_set_zone("Asia/Shanghai"));
    *t = (struct trial){.f = fixture_new(NULL)};
    fixture_use(t->f, rules_of(text));
    t->f->now = at(now);
}

static void note_reports(struct trial *t, size_t from)
{
    for (size_t i = from; i < t->f->n_entries; i++) {
        const struct entry *e = t->f->entries[i];
        struct buffer when = BUFFER_INIT;

        if (e->kind != ENTRY_REPORT)
            continue;
        calendar_format(e->at, &when);
        buffer_printf(&t->told, "%.5s %.5s %.*s; ", when.data + 5, when.data + 11,
                      SLICE_ARG(entry_text(e, FIELD_TEXT)));
        buffer_deinit(&when);
    }
}

/* Time passes, from one thing that is due to the next; the incidents are closed as they come. */
static void pass(struct trial *t, const char *until)
{
    struct instant end = at(until);

    for (int n = 0; n < 1000; n++) {
        size_t before = t->f->n_entries;
        struct instant next = office_next_due(t->f->office);

        if (instant_before(end, next))
            break;
        if (instant_before(t->f->now, next))
            t->f->now = next;
        fixture_tick(t->f);
        note_reports(t, before);
        if (t->f->n_entries > before)
            fixture_act(t->f, "b close outcome=seen");
    }
    cr_assert(instant_before(end, office_next_due(t->f->office)), "it goes round and round");
    t->f->now = end;
}

static void expect_told(struct trial *t, const char *name, const char *told)
{
    struct buffer why = BUFFER_INIT;
    struct office *again = fixture_fold(t->f, t->f->n_entries);

    cr_expect_str_eq(t->told.data ? t->told.data : "", told, "%s", name);
    cr_expect(office_equal(t->f->office, again, &why), "%s: %s", name, why.data);
    office_free(again);
    buffer_deinit(&why);
    buffer_clear(&t->told);
}

static void trial_deinit(struct trial *t)
{
    fixture_free(t->f);
    buffer_deinit(&t->told);
}

Test(gap, each_once_and_in_time)
{
    static const struct {
        const char *name, *rules, *told;
    } rows[] = {
        {"none", HEAD POST("1", ALWAYS), ""},
        {"leave of a day", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-12-01", "2026-12-01"),
         "11-30 08:30 post officer: nobody from 2026-12-01 08:30 to 2026-12-02 08:30; "},
        {"an afternoon", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-12-01 13:00", "2026-12-01 17:30"),
         "11-30 13:00 post officer: nobody from 2026-12-01 13:00 to 17:30; "},
        {"one of two", HEAD POST("2", ALWAYS_TWO) LEAVE_ONE("2026-12-01 13:00", "2026-12-01 17:30"),
         "11-30 13:00 post officer: 1 of 2 from 2026-12-01 13:00 to 17:30; "},
        {"nobody is needed",
         HEAD POST("0", ALWAYS) LEAVE_ONE("2026-12-01 13:00", "2026-12-01 17:30"), ""},
        {"two hours ahead",
         HEAD "gap_notice = \"2h\";\n" POST("1", ALWAYS)
             LEAVE_ONE("2026-12-01 13:00", "2026-12-01 17:30"),
         "12-01 11:00 post officer: nobody from 2026-12-01 13:00 to 17:30; "},
        {"off",
         HEAD "gap_notice = \"0s\";\n" POST("1", ALWAYS)
             LEAVE_ONE("2026-12-01 13:00", "2026-12-01 17:30"),
         ""},
        {"under way: from now on", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-22", "2026-11-23"),
         "11-23 10:00 post officer: nobody from 2026-11-23 10:00 to 2026-11-24 08:30; "},
        {"over: nothing", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-21", "2026-11-22"), ""},
        {"farther than one look", HEAD POST("1", ALWAYS) LEAVE_ONE("2027-04-01", "2027-04-01"),
         "03-31 08:30 post officer: nobody from 2027-04-01 08:30 to 2027-04-02 08:30; "},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trial t;

        trial_init(&t, rows[i].rules, "2026-11-23 10:00");
        pass(&t, "2027-05-01");
        expect_told(&t, rows[i].name, rows[i].told);
        trial_deinit(&t);
    }
}

Test(gap, goes_the_normal_way_and_to_the_catch_all)
{
    struct trial t;

    trial_init(&t, HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24", "2026-11-24"),
               "2026-11-23 10:00");
    cr_assert(fixture_tick(t.f));

    const struct entry *e = t.f->entries[t.f->last];
    struct buffer people = BUFFER_INIT;

    cr_expect(e->kind == ENTRY_REPORT && e->actor.len == 0);
    cr_expect(slice_equal_string(entry_text(e, FIELD_CLASS), "gap"));
    cr_expect(slice_equal_string(entry_text(e, FIELD_CHANNEL), "office"));
    for (size_t i = 0; i < t.f->n_entries; i++)
        if (t.f->entries[i]->kind == ENTRY_PAGE)
            buffer_printf(&people, "%.*s ", SLICE_ARG(entry_text(t.f->entries[i], FIELD_PERSON)));
    cr_expect_str_eq(people.data, "a boss ", "each once");
    buffer_deinit(&people);
    trial_deinit(&t);
}

/* The roster is edited after the gap was told. */
Test(gap, edits_tell_only_what_is_new)
{
    static const char first[] =
        HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24 08:30", "2026-11-24 17:30");
    static const struct {
        const char *name, *rules, *told;
    } rows[] = {
        {"the same", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24 08:30", "2026-11-24 17:30"), ""},
        {"shorter", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24 12:00", "2026-11-24 13:00"), ""},
        {"filled", HEAD POST("1", ALWAYS), ""},
        {"longer", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24 08:30", "2026-11-24 20:00"),
         "11-23 20:00 post officer: nobody from 2026-11-24 17:30 to 20:00; "},
        {"earlier", HEAD POST("1", ALWAYS) LEAVE_ONE("2026-11-24 08:00", "2026-11-24 17:30"),
         "11-23 20:00 post officer: nobody from 2026-11-24 08:00 to 17:30; "},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trial t;

        trial_init(&t, first, "2026-11-23 10:00");
        pass(&t, "2026-11-23 20:00");
        expect_told(&t, rows[i].name,
                    "11-23 10:00 post officer: nobody from 2026-11-24 08:30 to 17:30; ");
        fixture_use(t.f, rules_of(rows[i].rules));
        pass(&t, "2026-12-30");
        expect_told(&t, rows[i].name, rows[i].told);
        trial_deinit(&t);
    }
}

Test(gap, one_without_an_end_is_told_once_and_hides_no_other)
{
    struct trial t;

    trial_init(&t,
               HEAD POST("1", "{ start = \"2028-01-01\"; handover = \"08:30\"; people = ( "
                              "\"a\" ); }"),
               "2026-11-23 10:00");
    pass(&t, "2026-12-30");
    expect_told(&t, "no end",
                "11-23 10:00 post officer: nobody from 2026-11-23 10:00, with no end in sight; ");
    fixture_use(t.f, rules_of(HEAD POST("1", ALWAYS) LEAVE_ONE("2027-03-01", "2027-03-01")));
    pass(&t, "2027-05-01");
    expect_told(&t, "another",
                "02-28 08:30 post officer: nobody from 2027-03-01 08:30 to 2027-03-02 08:30; ");
    trial_deinit(&t);
}

Test(gap, clocks_that_are_set)
{
    struct trial t;

    trial_init(&t, HEAD POST("1", ALWAYS) LEAVE_ONE("2026-12-01", "2026-12-01"),
               "2026-11-23 10:00");
    pass(&t, "2026-11-30 10:00");
    expect_told(&t, "told",
                "11-30 08:30 post officer: nobody from 2026-12-01 08:30 to 2026-12-02 08:30; ");
    fixture_act(t.f, "clock -3d");
    pass(&t, "2027-01-15");
    expect_told(&t, "back, and again", "");
    trial_deinit(&t);
}
