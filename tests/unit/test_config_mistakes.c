/*
 * What people type wrong: each mistake is told once, in words that say what to write, and nothing
 * is told besides that only follows from it.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "config_file.h"

static const char good[] =
    "office = { id = \"riverton\"; timezone = \"Asia/Shanghai\"; };\n"
    "database = { conninfo = \"dbname=duty\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n"
    "people = (\n"
    "  { id = \"li.wei\"; name = \"李伟\"; rank = \"officer\"; sms = \"+8613800000001\"; },\n"
    "  { id = \"chen.yu\"; name = \"陈宇（主）\"; rank = \"supervisor\"; sms = \"+8613800000002\"; "
    "} );\n"
    "posts = ( { id = \"officer\"; rotations = (\n" /* 8 */
    "  { start = \"2026-11-02\"; handover = \"08:30\"; every = \"1d\";\n"
    "    people = ( \"li.wei\", \"chen.yu\" ); } ); } );\n"
    "# 备注：全角标点\n"
    "leave = ( { person = \"li.wei\"; from = \"2026-11-01\"; to = \"2026-11-02\"; } );\n" /* 12 */
    "relief = ( { post = \"officer\"; out = \"li.wei\"; in = \"chen.yu\"; from = \"2026-11-01\"; "
    "to = \"2026-11-02\"; } );\n"
    "workdays = ( \"2026-10-10\" );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"rank:officer\"; },\n" /* 15 */
    "  { after = \"1m\"; notify = \"post:officer\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } );\n"
    "catch_all = ( \"rank:officer\", \"person:li.wei\" );\n";

static struct config *load(const char *text, struct config_report *report)
{
    struct config *c = config_of_text(slice_of(text), CONFIG_NOON, report);

    calendar_set_zone(NULL);
    return c;
}

static const struct {
    const char *name, *old, *new;
    unsigned line;
    const char *says;
} rows[] = {
    {"rank", "\"officer\"; sms", "\"oficer\"; sms", 6, "is not a valid rank; write one of"},
    {"a self-test at no time", "workdays", "selftest = \"8\"; workdays", 14, "is not a valid time"},
    {"a self-test at a post that is not there", "workdays",
     "selftest = \"08:00\"; selftest_post = \"oficer\"; workdays", 14, "post \"oficer\""},
    {"a heartbeat without a command", "workdays", "heartbeat = { every = \"1m\"; }; workdays", 14,
     "heartbeat has no \"command\""},
    {"a heartbeat that cannot be run", "workdays",
     "heartbeat = { command = ( \"/etc/passwd\" ); }; workdays", 14, "cannot be run"},
    {"a yes that says no", "workdays", "answers = { yes = ( \"tak\", \"Nicht\" ); }; workdays", 14,
     "\"Nicht\" says no or expresses doubt: it cannot be in \"yes\""},
    {"a doubt that is harmless", "workdays", "answers = { harmless = \"vielleicht\"; }; workdays",
     14, "cannot be in \"harmless\""},
    {"a no that says yes", "workdays", "answers = { no = \"收到\"; }; workdays", 14,
     "\"收到\" says yes: it cannot be in \"no\""},
    {"a word that is there twice", "workdays",
     "answers = { yes = ( \"tak\" ); no = ( \"TAK\" ); }; workdays", 14,
     "\"TAK\" is in \"yes\" already; take one out"},
    {"signs are no words", "workdays", "answers = { yes = \"tak?\"; }; workdays", 14,
     "a text of 1 to 12 words without punctuation"},
    {"no word at all", "workdays", "answers = { no = \"\"; }; workdays", 14,
     "a text of 1 to 12 words without punctuation"},
    {"rank of the one who relieves", "\"supervisor\"", "\"boss\"", 7, "is not a valid rank"},
    {"a number without quotes", "\"+8613800000001\"", "861", 6,
     "\"sms\" is a number; write it in quotes"},
    {"no turns", "( \"li.wei\", \"chen.yu\" )", "( )", 10, "1 to 1000 things"},
    {"no start", "start = \"2026-11-02\"; ", "", 9,
     "a rotation has no \"start\"; write a date that exists in quotes, as in \"2026-11-02\""},
    {"no end of a leave", " to = \"2026-11-02\"; } );\nrelief", " } );\nrelief", 12,
     "a leave has no \"to\"; write \"2026-11-05\" for whole duties, or \"2026-11-05 17:30\""},
    {"no workday", "2026-10-10", "2026-13-10", 14,
     "workday \"2026-13-10\" is not a valid date; write"},
    {"a workday without quotes", "\"2026-10-10\"", "20261010", 14,
     "a workday is not a valid date; write"},
    {"every year", "\"1d\"", "\"1y\"", 9, "\"1d\" to \"366d\", \"1w\" to \"52w\", or \"1month\""},
    {"every so many days", "\"1d\"", "\"367d\"", 9,
     "every = \"367d\" is not a valid cycle; write \"1d\""},
    {"full-width quotes", "\"riverton\"", "“riverton”", 1, "“ is a full-width character; write \""},
    {"full-width semicolon", "\"dbname=duty\";", "\"dbname=duty\"；", 2,
     "； is a full-width character; write ;"},
    {"full-width comma", "\"li.wei\", \"chen", "\"li.wei\"， \"chen", 10, "write ,"},
    {"full-width parenthesis", "( { via", "（ { via", 4, "（ is a full-width character; write ("},
    {"full-width equals sign", "routes =", "routes ＝", 17, "write ="},
    {"full-width space", "routes =", "routes　=", 17, "is a full-width character; write a space"},
    {"a Chinese comma", "\"li.wei\", \"chen", "\"li.wei\"、 \"chen", 10, "write ,"},
    {"no quotes", "\"李伟\"", "李伟", 6, "\"李\" outside of quotes; write texts in \" and \""},
};

static char *spoil(const char *old, const char *new)
{
    const char *at = strstr(good, old);

    cr_assert(at, "%s", old);
    return xasprintf("%.*s%s%s", (int)(at - good), good, new, at + strlen(old));
}

Test(config_mistakes, the_file_is_good_before)
{
    struct config_report report;
    struct config *c = load(good, &report);

    cr_expect(c && report.text.len == 0, "%s", report.text.data);
    config_unref(c);
    config_report_deinit(&report);
}

Test(config_mistakes, each_is_told_once_and_alone)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct config_report report;
        char *text = spoil(rows[i].old, rows[i].new), *place = xasprintf(":%u: ", rows[i].line);
        struct config *c = load(text, &report);
        const char *at = report.text.data ? strstr(report.text.data, place) : NULL;

        cr_expect(!c, "%s", rows[i].name);
        cr_expect(report.errors == 1 && report.warnings == 0, "%s: %s", rows[i].name,
                  report.text.data);
        cr_expect(at && strstr(at, rows[i].says), "%s: expected %s, got %s", rows[i].name,
                  rows[i].says, report.text.data);
        config_unref(c);
        config_report_deinit(&report);
        free(text);
        free(place);
    }
}

/* Nobody has a contact: each step says so once, not at times besides. */
Test(config_mistakes, a_step_that_never_reaches_anybody_is_told_once)
{
    struct config_report report;
    char *text = spoil("rank = \"supervisor\"; sms = \"+8613800000002\";", "rank = \"officer\";"),
         *one, *at;
    struct config *c;
    int n = 0;

    one = strstr(text, " sms = \"+8613800000001\";");
    memset(one, ' ', strlen(" sms = \"+8613800000001\";"));
    c = load(text, &report);
    cr_assert(!c);
    for (at = report.text.data; (at = strstr(at, "reaches nobody, so")); at++)
        n++;
    cr_expect_eq(n, 2, "%s", report.text.data);
    cr_expect(!strstr(report.text.data, "reaches nobody from"), "%s", report.text.data);
    config_report_deinit(&report);
    free(text);
}

/* A file that is no text is told with its first line, not with each. */
Test(config_mistakes, utf_16)
{
    static char text[2 * sizeof(good)];
    struct config_report report;

    for (size_t i = 0; i < sizeof(good); i++)
        text[2 * i] = good[i];
    cr_expect(!config_of_text((struct slice){text, sizeof(text)}, INSTANT_NONE, &report));
    cr_expect_eq(report.errors, 1, "%s", report.text.data);
    cr_expect(strstr(report.text.data, ":1: a NUL byte; is this a text file?"), "%s",
              report.text.data);
    config_report_deinit(&report);
}
