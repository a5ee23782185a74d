/*
 * What is wrong only with a roster as a whole (immunity 8, 9), the profiles in etc/, and the
 * printed roster, which libical reads again.
 */
#include <criterion/criterion.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "config_file.h"
#include "rules/print.h"

TestSuite(check, .init = config_file_set_up, .fini = config_file_tear_down);

static const char head[] =
    "office = { id = \"riverton\"; name = \"江城; Riverton, General\"; timezone = "
    "\"Asia/Shanghai\"; };\n"
    "database = { conninfo = \"dbname=duty\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n";

static const char people[] =
    "people = ( { id = \"li.wei\"; name = \"李伟\"; rank = \"officer\"; sms = \"+8613800000001\"; "
    "},\n"
    "  { id = \"chen.yu\"; name = \"陈宇\"; rank = \"officer\"; sms = \"+8613800000002\"; },\n"
    "  { id = \"zhao.min\"; name = \"赵敏\"; rank = \"leader\"; sms = \"+8613800000003\"; } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"post:p\"; }, { notify = \"rank:leader\"; } "
    "); } "
    ");\n"
    "routes = ( { chain = \"all\"; } );\ncatch_all = \"rank:leader\";\n";

static struct config *load(const char *text, const char *more, struct config_report *report)
{
    FILE *f = fopen(config_file, "w");

    cr_assert(f);
    fprintf(f, "%s%s%s", head, more, text);
    fclose(f);
    return config_load(config_file, CONFIG_NOON, report);
}

#define POST_P(staff, rotations)                                                                   \
    "posts = ( { id = \"p\"; title = \"值班\"; staff = " staff "; rotations = ( " rotations        \
    " ); } );\n"
#define DAILY                                                                                      \
    "{ start = \"2026-11-02\"; handover = \"08:30\"; people = ( \"li.wei\", \"chen.yu\" ); }"
#define DAILY_TO(time)                                                                             \
    "{ start = \"2026-11-02\"; from = \"08:30\"; to = \"" time                                     \
    "\"; people = ( \"li.wei\", \"chen.yu\" ); }"

static const struct {
    const char *name, *text;
    bool good;
    const char *says; /* NULL: nothing at all */
    const char *says_not;
} rows[] = {
    {"all is well", POST_P("1", DAILY), true, NULL, NULL},
    {"a gap refuses", POST_P("2", DAILY), false,
     "held by 1 of 2 people from Mon 11-23 12:00, with no", NULL},
    {"a gap warns", "strict = false;\n" POST_P("2", DAILY), true,
     "warning: post \"p\" is held by 1 of 2 people from Mon 11-23 12:00, with no end", NULL},
    {"a gap that ends far away",
     "leave = ( { person = \"li.wei\"; from = \"2026-11-24 00:00\"; to = \"2027-03-01 00:00\"; },\n"
     "          { person = \"chen.yu\"; from = \"2026-11-24 00:00\"; to = \"2027-03-01 00:00\"; } "
     ");\n"
     "strict = false;\n" POST_P("1", DAILY),
     true, "held by 0 of 1 people from Tue 11-24 00:00 to Mon 03-01 00:00", NULL},
    {"a gap beyond the 30 days is not told yet",
     "leave = ( { person = \"li.wei\"; from = \"2026-12-24\"; to = \"2026-12-30\"; } );\n" POST_P(
         "1", DAILY),
     true, NULL, NULL},
    {"a gap that is over is not told",
     "leave = ( { person = \"li.wei\"; from = \"2026-11-03\"; to = \"2026-11-21\"; } );\n" POST_P(
         "1", DAILY),
     true, NULL, NULL},
    {"a step without anybody at times", "strict = false;\n" POST_P("1", DAILY_TO("17:30")), true,
     "this step of chain \"all\" reaches nobody from Mon 11-23 17:30 to Tue 11-24 08:30, and 29 "
     "times",
     NULL},
    {"a step of an optional post", POST_P("0", DAILY_TO("17:30")), true, "reaches nobody from",
     "held"},
    {"two posts at a time",
     "posts = ( { id = \"p\"; rotations = ( " DAILY " ); },\n"
     "  { id = \"q\"; rotations = ( " DAILY_TO("08:30") " ); } );\n",
     true,
     "li.wei is in posts \"p\" and \"q\" at once from Tue 11-24 08:30 to Wed 11-25 08:30, and 14 "
     "times",
     NULL},
    {"standby does not count for limits",
     "limits = { continuous = \"26h\"; };\nposts = ( { id = \"p\"; standby = true; rotations = ( { "
     "start "
     "= \"2026-11-02\"; handover = \"08:30\"; every = \"1w\"; people = ( \"li.wei\", \"chen.yu\" "
     "); } ); "
     "} );\n",
     true, NULL, NULL},
    {"a week on site does",
     "limits = { continuous = \"26h\"; };\nposts = ( { id = \"p\"; rotations = ( { start = "
     "\"2026-11-02\"; handover = \"08:30\"; every = \"1w\"; people = ( \"li.wei\", \"chen.yu\" ); "
     "} ); } "
     ");\n",
     true,
     "li.wei is on duty without a break from Mon 11-30 08:30 to Mon 12-07 08:30, and once more",
     NULL},
    {"a relief by one who is on leave",
     "relief = ( { post = \"p\"; out = \"li.wei\"; in = \"chen.yu\"; from = \"2026-12-02\"; to = "
     "\"2026-12-02\"; } );\nleave = ( { person = \"chen.yu\"; from = \"2026-12-02\"; to = "
     "\"2026-12-02\"; } );\nstrict = false;\n" POST_P("1", DAILY),
     true, "chen.yu is on leave, but due at post \"p\" from Wed 12-02 08:30 to Thu 12-03 08:30",
     NULL},
    {"a relief of a relief",
     "relief = ( { post = \"p\"; out = \"li.wei\"; in = \"chen.yu\"; from = \"2026-12-02\"; to = "
     "\"2026-12-02\"; },\n { post = \"p\"; out = \"chen.yu\"; in = \"zhao.min\"; from = "
     "\"2026-12-02\"; "
     "to = \"2026-12-02\"; } );\n" POST_P("1", DAILY),
     true, NULL, NULL},
    {"a relief whose duty has moved away",
     "relief = ( { post = \"p\"; out = \"li.wei\"; in = \"zhao.min\"; from = \"2026-12-01\"; to = "
     "\"2026-12-01\"; } );\n" POST_P("1", DAILY),
     true, "this relief changes nothing: li.wei does not hold post \"p\" then", NULL},
    {"a list of holidays for this year only",
     "holidays = ( { from = \"2026-10-01\"; to = \"2026-10-07\"; } );\n" POST_P(
         "1",
         DAILY ", { start = \"2026-11-02\"; handover = \"08:30\"; days = \"holiday\"; instead = "
               "true; people = ( \"zhao.min\" ); }"),
     true, "holidays has none in 2027", "none in 2026"},
};

/* The warnings stay few, however many posts the same people hold. */
Test(check, the_same_people_everywhere)
{
    struct buffer text = BUFFER_INIT;
    struct config_report report = {0};
    struct config *config;

    buffer_append_string(&text, "posts = ( ");
    for (int i = 0; i < 100; i++)
        buffer_printf(&text, "%s{ id = \"%s%d\"; rotations = ( " DAILY " ); }", i ? ", " : "",
                      i ? "p" : "p\"; title = \"", i);
    buffer_append_string(&text, " );\n");
    config = load(text.data, people, &report);
    cr_assert(config, "%s", report.text.data);
    cr_expect_eq(report.warnings, 2 * (8 + 1), "%zu warnings", report.warnings);
    cr_expect(strstr(report.text.data, "li.wei is in two other posts at a time 74130 times more"),
              "%s", report.text.data);
    config_unref(config);
    config_report_deinit(&report);
    buffer_deinit(&text);
}

Test(check, rosters)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct config_report report;
        struct config *c = load(rows[i].text, people, &report);
        const char *text = report.text.data ? report.text.data : "";

        cr_expect_eq(c != NULL, rows[i].good, "%s: %s", rows[i].name, text);
        cr_expect(rows[i].says ? strstr(text, rows[i].says) != NULL : text[0] == '\0', "%s: %s",
                  rows[i].name, text);
        cr_expect(!rows[i].says_not || !strstr(text, rows[i].says_not), "%s: %s", rows[i].name,
                  text);
        config_unref(c);
        config_report_deinit(&report);
    }
}

/* ---- print ---- */

#define PRINTED                                                                                    \
    "relief = ( { post = \"p\"; out = \"li.wei\"; in = \"zhao.min\"; from = \"2026-11-24\"; to = " \
    "\"2026-11-24\"; reason = \"a, b; c\"; } );\n"                                                 \
    "leave = ( { person = \"chen.yu\"; from = \"2026-11-25\"; to = \"2026-11-25\"; } );\nstrict "  \
    "= "                                                                                           \
    "false;\n" POST_P("1", DAILY)

static struct buffer print(enum roster_format format, const char *person, unsigned days)
{
    struct config_report report;
    struct config *c = load(PRINTED, people, &report);
    struct buffer out = BUFFER_INIT;
    struct roster_print p = {.format = format, .from = CONFIG_NOON, .now = CONFIG_NOON};

    cr_assert(c, "%s", report.text.data);
    p.until = instant_add(CONFIG_NOON, SPAN_DAYS(days));
    p.person = person ? rules_person(c->rules, slice_of(person)) : NULL;
    roster_print(c->rules, &p, &out);
    config_unref(c);
    config_report_deinit(&report);
    return out;
}

Test(check, the_table_for_the_wall)
{
    struct buffer text = print(ROSTER_TEXT, NULL, 3);

    cr_expect(strstr(text.data, "\n值班 (p), 1 at a time\n"
                                "  Mon 11-23 08:30  to  Tue 11-24 08:30  陈宇\n"
                                "  Tue 11-24 08:30  to  Wed 11-25 08:30  赵敏 for 李伟\n"
                                "  Wed 11-25 08:30  to  Thu 11-26 08:30  (陈宇: on leave)\n"
                                "  Thu 11-26 08:30  to  Fri 11-27 08:30  李伟\n"
                                "  Wed 11-25 08:30  to  Thu 11-26 08:30  !! held by 0 of 1\n"),
              "%s", text.data);
    buffer_deinit(&text);
}

static const char many_people[] =
    "people = ( { id = \"li.wei\"; name = \"李伟 Li Wei\"; rank = \"officer\"; sms = "
    "\"+8613800000001\"; },\n"
    "  { id = \"x\"; name = \"欧阳娜娜娜娜\"; rank = \"officer\"; sms = \"+8613800000002\"; },\n"
    "  { id = \"y\"; name = \"Alexandra Schmidt-Wächter\"; rank = \"officer\"; sms = "
    "\"+8613800000003\"; },\n"
    "  { id = \"chen.yu\"; name = \"陈宇 Chen Yu\"; rank = \"officer\"; sms = \"+8613800000004\"; "
    "} );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"post:p\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } );\ncatch_all = \"rank:officer\";\n"
    "posts = ( { id = \"p\"; title = \"值班\"; staff = 1; rotations = (\n"
    "  { name = \"白班\"; start = \"2026-11-02\"; from = \"08:30\"; to = \"17:30\";\n"
    "    people = ( (\"li.wei\", \"x\", \"y\", \"chen.yu\") ); },\n"
    "  { name = \"night\"; start = \"2026-11-02\"; from = \"17:30\"; to = \"08:30\";\n"
    "    people = ( (\"x\", \"chen.yu\"), \"li.wei\" ); } ); } );\n";

/* Names begin in one column, and no line has more than 80, Chinese characters counted as two. */
Test(check, the_table_fits_on_a_page)
{
    struct config_report report;
    struct config *c = load(many_people, "", &report);
    struct roster_print p = {.from = CONFIG_NOON, .now = CONFIG_NOON};
    struct buffer out = BUFFER_INIT;
    struct slice text;

    cr_assert(c, "%s", report.text.data);
    p.from = calendar_instant((struct date){2026, 12, 31}, 600);
    p.until = instant_add(p.from, SPAN_DAYS(1));
    roster_print(c->rules, &p, &out);
    cr_expect(
        strstr(out.data,
               "\n  Thu 12-31 08:30  to  Thu 12-31 17:30  [白班]  李伟 Li Wei, 欧阳娜娜娜娜,\n"
               "                                                Alexandra Schmidt-Wächter,\n"
               "                                                陈宇 Chen Yu\n"
               "  Thu 12-31 17:30  to  Fri 01-01 08:30  [night] 李伟 Li Wei\n"
               "  -- 2027 --\n"
               "  Fri 01-01 08:30  to  Fri 01-01 17:30  [白班]  李伟 Li Wei, 欧阳娜娜娜娜,\n"),
        "%s", out.data);
    text = buffer_slice(&out);
    while (text.len > 0) {
        struct slice line = slice_cut(&text, '\n');

        cr_expect(utf8_columns(line) <= 80, "%.*s", SLICE_ARG(line));
    }
    buffer_deinit(&out);
    config_unref(c);
    config_report_deinit(&report);
}

Test(check, csv)
{
    struct buffer text = print(ROSTER_CSV, NULL, 2);

    cr_expect_str_eq(
        text.data,
        "post,title,person,name,from,to,rotation,in place of,remark\r\n"
        "p,值班,chen.yu,陈宇,2026-11-23T08:30:00+08:00,2026-11-24T08:30:00+08:00,,,\r\n"
        "p,值班,zhao.min,赵敏,2026-11-24T08:30:00+08:00,2026-11-25T08:30:00+08:00,,li.wei,"
        "\r\n"
        "p,值班,chen.yu,陈宇,2026-11-25T08:30:00+08:00,2026-11-26T08:30:00+08:00,,,on "
        "leave\r\n"
        "p,值班,,,2026-11-25T08:30:00+08:00,2026-11-26T08:30:00+08:00,,,held by 0 of 1\r\n");
    buffer_deinit(&text);
}

static void check_lines(struct slice text)
{
    while (text.len > 0) {
        struct slice line = slice_cut(&text, '\n');

        cr_assert(line.len > 0 && line.data[line.len - 1] == '\r', "a line ends with CR LF");
        cr_assert(line.len - 1 <= 75, "%.*s", SLICE_ARG(line));
        cr_assert(((unsigned char)line.data[line.data[0] == ' '] & 0xc0) != 0x80,
                  "folded within a character: %.*s", SLICE_ARG(line));
    }
}

/* libical takes it back without a fault, and finds the shifts. */
Test(check, icalendar)
{
    struct buffer text = print(ROSTER_ICS, NULL, 30), again = print(ROSTER_ICS, NULL, 3);
    icalcomponent *all = icalparser_parse_string(text.data), *e;
    int n = 0;

    cr_assert(all);
    check_lines(buffer_slice(&text));
    cr_expect_eq(icalcomponent_count_errors(all), 0);
    cr_expect_eq(icalrestriction_check(all), 1);
    for (e = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(all, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype from = icalcomponent_get_dtstart(e), to = icalcomponent_get_dtend(e);

        cr_expect(icaltime_is_utc(from) && from.hour == 0 && from.minute == 30);
        cr_expect_eq(icaltime_as_timet(to) - icaltime_as_timet(from), 86400);
        if (n < 3) /* what is printed again has the same names */
            cr_expect(strstr(again.data, icalcomponent_get_uid(e)), "%s", icalcomponent_get_uid(e));
        if (n == 1) {
            cr_expect_str_eq(icalcomponent_get_summary(e), "值班: 赵敏");
            cr_expect_str_eq(icalcomponent_get_location(e), "江城; Riverton, General");
            cr_expect_str_eq(icalcomponent_get_description(e), "in place of 李伟: a, b; c");
        }
        n++;
    }
    cr_expect_eq(n, 30, "31 days but for one on leave: %d", n);
    icalcomponent_free(all);
    buffer_deinit(&text);
    buffer_deinit(&again);
    text = print(ROSTER_ICS, "zhao.min", 30);
    all = icalparser_parse_string(text.data);
    cr_expect_eq(icalcomponent_count_components(all, ICAL_VEVENT_COMPONENT), 1);
    icalcomponent_free(all);
    buffer_deinit(&text);
}

/* Somebody in a post twice: by day besides, and in somebody's place. */
#define TWINS                                                                                      \
    "relief = ( { post = \"p\"; out = \"chen.yu\"; in = \"li.wei\"; from = \"2026-11-24\"; to = "  \
    "\"2026-11-24\"; } );\n" POST_P(                                                               \
        "1", "{ name = \"extra\"; start = \"2026-11-02\"; from = \"08:30\"; to = \"17:30\"; "      \
             "people = ( \"li.wei\" ); }, "                                                        \
             "{ start = \"2026-11-02\"; handover = \"08:30\"; people = ( (\"li.wei\", "            \
             "\"chen.yu\") ); }")

static icalcomponent *print_twins(const char *text, struct instant from)
{
    struct config_report report;
    struct config *c = load(text, people, &report);
    struct roster_print p = {.format = ROSTER_ICS, .from = from, .now = from};
    struct buffer out = BUFFER_INIT;
    icalcomponent *all;

    cr_assert(c, "%s", report.text.data);
    p.until = instant_add(CONFIG_NOON, SPAN_DAYS(3));
    roster_print(c->rules, &p, &out);
    all = icalparser_parse_string(out.data);
    cr_assert(all);
    buffer_deinit(&out);
    config_unref(c);
    config_report_deinit(&report);
    return all;
}

/* Each event of `all`: how many of `others` have its UID, and begin and end as it does? */
static void expect_uids(icalcomponent *all, icalcomponent *others, int least)
{
    int seen = 0;

    for (icalcomponent *e = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(all, ICAL_VEVENT_COMPONENT)) {
        int same = 0;

        for (icalcomponent *o = icalcomponent_get_first_component(others, ICAL_VEVENT_COMPONENT); o;
             o = icalcomponent_get_next_component(others, ICAL_VEVENT_COMPONENT)) {
            if (strcmp(icalcomponent_get_uid(e), icalcomponent_get_uid(o)) != 0)
                continue;
            same++;
            cr_expect(
                icaltime_compare(icalcomponent_get_dtstart(e), icalcomponent_get_dtstart(o)) == 0 &&
                    icaltime_compare(icalcomponent_get_dtend(e), icalcomponent_get_dtend(o)) == 0,
                "another shift has the UID now");
        }
        cr_expect(same <= 1, "%d events have one UID", same);
        seen += same;
    }
    cr_expect(seen >= least, "%d of %d found again", seen, least);
}

Test(check, a_uid_is_one_shifts)
{
    struct instant evening = instant_add(CONFIG_NOON, SPAN_MINUTES(60 * 7));
    icalcomponent *all = print_twins(TWINS, CONFIG_NOON), *later = print_twins(TWINS, CONFIG_NOON);

    expect_uids(later, all, 12);
    icalcomponent_free(later);
    /* The day's shift is over and no longer printed: the one round the clock keeps its name. */
    later = print_twins(TWINS, evening);
    expect_uids(later, all, 11);
    icalcomponent_free(later);
    /* Nor is it another when the first of the two rotations is no longer there. */
    later = print_twins(POST_P("1", "{ start = \"2026-11-02\"; handover = \"08:30\"; people = ( "
                                    "(\"li.wei\", \"chen.yu\") ); }"),
                        CONFIG_NOON);
    expect_uids(later, all, 7);
    icalcomponent_free(later);
    icalcomponent_free(all);
}

/* ---- the profiles ---- */

static struct config *load_profile(const char *name, struct config_report *report)
{
    const char *root = getenv("DUTYD_SOURCE_ROOT");
    char *path = xasprintf("%s/etc/profiles/%s", root ? root : ".", name);
    static char text[65536];
    FILE *f = fopen(path, "r");

    cr_assert(f, "%s", path);
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    free(path);
    return load(text, "", report);
}

static const char *who(const struct config *c, const char *post, int month, int day, int minutes)
{
    struct roster r = {.rules = c->rules};
    const struct person *on[ROSTER_MAX];
    static char text[256];
    struct instant at =
        calendar_instant((struct date){month < 6 ? 2027 : 2026, month, day}, minutes);
    size_t n = roster_at(&r, rules_post(c->rules, slice_of(post)), at, on);

    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        strcat(strcat(text, i > 0 ? " " : ""), on[i]->id);
    return text;
}

static const struct {
    const char *profile, *post;
    int month, day, minutes;
    const char *people;
} duties[] = {
    {"24-hours.conf", "leader", 11, 23, 510, "zhao.min"},
    {"24-hours.conf", "leader", 11, 24, 509, "zhao.min"},
    {"24-hours.conf", "leader", 11, 24, 510, "wu.lei"},
    {"24-hours.conf", "officer", 11, 23, 720, "he.lan xu.bo"},
    {"day-night-holiday.conf", "officer", 12, 31, 720, "he.lan xu.bo"},
    {"day-night-holiday.conf", "officer", 12, 31, 1380, "lin.na tang.yi"},
    {"day-night-holiday.conf", "officer", 1, 1, 509, "lin.na tang.yi"}, /* the eve's night */
    {"day-night-holiday.conf", "officer", 1, 1, 510, "li.wei gao.fei"}, /* the 34th holiday duty */
    {"day-night-holiday.conf", "officer", 1, 2, 509, "li.wei gao.fei"},
    {"day-night-holiday.conf", "officer", 1, 2, 510, "he.lan xu.bo"},
    {"day-night-holiday.conf", "leader", 1, 1, 720, "zhao.min qian.li"},
    {"day-night-holiday.conf", "leader", 1, 2, 720, "wu.lei"},
    {"week-about.conf", "officer", 11, 23, 540, "xu.bo"},
    {"week-about.conf", "officer", 11, 30, 539, "xu.bo"},
    {"week-about.conf", "officer", 11, 30, 540, "li.wei"},
    {"week-about.conf", "leader", 11, 23, 720, "wu.lei"},
    {"week-about.conf", "leader", 11, 30, 720, "zhao.min"},
    {"standby-leader.conf", "leader", 11, 23, 720, "wu.lei"},  /* the 16th workday */
    {"standby-leader.conf", "leader", 11, 28, 720, "sun.jie"}, /* the 7th restday */
    {"standby-leader.conf", "leader", 11, 30, 500, "qian.li"}, /* Sunday's duty */
    {"standby-leader.conf", "chief", 12, 1, 509, "director"},
    {"standby-leader.conf", "chief", 12, 1, 510, "mayor"},
    {"standby-leader.conf", "standby", 11, 23, 720, "tang.yi"},
};

Test(check, profiles)
{
    for (size_t i = 0; i < sizeof(duties) / sizeof(duties[0]); i++) {
        struct config_report report;
        struct config *c = load_profile(duties[i].profile, &report);

        cr_assert(c, "%s: %s", duties[i].profile, report.text.data);
        cr_expect_eq(report.warnings, 0, "%s: %s", duties[i].profile, report.text.data);
        cr_expect_str_eq(who(c, duties[i].post, duties[i].month, duties[i].day, duties[i].minutes),
                         duties[i].people, "%s %s %d-%d %d", duties[i].profile, duties[i].post,
                         duties[i].month, duties[i].day, duties[i].minutes);
        config_unref(c);
        config_report_deinit(&report);
    }
}
