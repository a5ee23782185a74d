/*
 * Each key of the table, in each section: of a wrong type, out of its limits, missing where it is
 * required, and unknown ones beside it. The file is good before; one fault makes it refused, with
 * the line, and the key's name or what would be right.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "config/key_types.h"
#include "config_file.h"

/* A group of each section after its mark, one setting a line. */
static const char good[] =
    "/*@*/\n"
    "office = { /*@office*/ id = \"x\"; timezone = \"Asia/Shanghai\"; };\n"
    "database = { /*@database*/ conninfo = \"dbname=x\"; };\n"
    "listen = ( { /*@listen*/ tcp = \"127.0.0.1:2424\"; } );\n"
    "sessions = { /*@sessions*/ idle = \"10m\"; };\n"
    "hooks = ( { /*@hooks*/ via = \"sms\"; command = ( \"/bin/true\" ); } );\n"
    "heartbeat = { /*@heartbeat*/ command = ( \"/bin/true\" ); };\n"
    "answers = { /*@answers*/ yes = \"tak\"; };\n"
    "people = ( { /*@people*/ id = \"li\"; rank = \"officer\"; contacts = (\n"
    "  { /*@people.contacts*/ via = \"sms\"; to = \"+4912345\"; } ); },\n"
    "  { id = \"wu\"; rank = \"officer\"; sms = \"+4912346\"; } );\n"
    "posts = ( { /*@posts*/ id = \"p\"; rotations = (\n"
    "  { /*@posts.rotations*/ start = \"2026-11-02\"; from = \"08:30\"; to = \"08:30\"; people = ( "
    "\"li\" ); } ); } );\n"
    "teams = ( { /*@teams*/ id = \"t\"; people = ( \"wu\" ); } );\n"
    "chains = ( { /*@chains*/ id = \"c\"; steps = (\n"
    "  { /*@chains.steps*/ notify = \"post:p\"; repeat = 1; every = \"1m\"; } ); } );\n"
    "routes = ( { /*@routes*/ class = \"gas\"; chain = \"c\"; }, { chain = \"c\"; } );\n"
    "catch_all = ( \"person:li\" );\n"
    "limits = { /*@limits*/ rest = \"1h\"; };\n"
    "holidays = ( { /*@holidays*/ from = \"2027-01-01\"; } );\n"
    "leave = ( { /*@leave*/ person = \"wu\"; from = \"2027-02-01\"; to = \"2027-02-02\"; } );\n"
    "relief = ( { /*@relief*/ post = \"p\"; out = \"li\"; in = \"wu\"; from = \"2026-12-02\"; to = "
    "\"2026-12-02\"; } );\n";

/* None of them fits the type. */
static const char *const wrong[KEY_TYPE_COUNT][4] = {
    [KEY_GROUP] = {"7", "\"x\"", "( \"x\" )"},
    [KEY_GROUPS] = {"7", "\"x\"", "( 7 )", "true"},
    [KEY_TEXT] = {"7", "true", "( \"x\" )"},
    [KEY_ID] = {"7", "\"a b\"", "\"值班\""},
    [KEY_PATH] = {"7", "\"relative/path\"", "true"},
    [KEY_NUMBER] = {"\"many\"", "1.5", "true", "{ }"},
    [KEY_SPAN] = {"7", "\"soon\"", "\"-5m\"", "\"5 minutes ago\""},
    [KEY_DATE] = {"7", "\"2026-02-30\"", "\"tomorrow\""},
    [KEY_TIME] = {"7", "\"25:00\"", "\"8.30\""},
    [KEY_CYCLE] = {"7", "\"0d\"", "\"fortnight\""},
    [KEY_RANK] = {"7", "\"king\"", "\"\""},
    [KEY_MODE] = {"true", "\"0999\"", "\"rw\""},
    [KEY_TEXTS] = {"7", "( 7 )", "{ }"},
    [KEY_TURNS] = {"7", "( 7 )", "( ( ) )"},
    [KEY_TARGETS] = {"7", "( 7 )", "\"nobody\""},
    [KEY_GRADES] = {"0", "5", "\"bad\"", "( 1, 9 )"},
    [KEY_BOOL] = {"1", "\"yes\"", "( true )"},
    [KEY_WHEN] = {"7", "\"2026-13-01\"", "\"2026-11-02 25:00\""},
    [KEY_DATES] = {"7", "( \"someday\" )", "( 7 )"},
    [KEY_DAYS] = {"7", "\"someday\"", "\"fri-\""},
    [KEY_COUNT] = {"7", "\"sometimes\"", "true"},
    [KEY_WORDS] = {"7", "( 7 )", "{ }"},
    [KEY_RUN] = {"7", "\"fast\"", "true"},
    [KEY_RATES] = {"7", "\"many\"", "\"3/0m\""},
};

/* ---- making the file ---- */

/* After the mark of the section. */
static const char *settings_of(enum section section)
{
    char *mark = xasprintf("/*@%s*/", section_path(section));
    const char *at = strstr(good, mark);

    cr_assert(at, "no group with %s in the good file", mark);
    at += strlen(mark);
    free(mark);
    return at;
}

/* After the ';' that ends the setting. */
static const char *end_of_setting(const char *at)
{
    for (int depth = 0; *at; at++) {
        if (*at == '"')
            at = strchr(at + 1, '"');
        else if (*at == '(' || *at == '{')
            depth++;
        else if (*at == ')' || *at == '}')
            depth--;
        else if (*at == ';' && depth == 0)
            return at + 1;
    }
    return at;
}

/* The setting of that name; else `at`, where it could stand. */
static const char *find_setting(const char *at, const char *name, const char **ret_end)
{
    size_t len = strlen(name);

    *ret_end = at;
    for (const char *s = at; *s && *s != '}'; s = end_of_setting(s)) {
        while (isspace((unsigned char)*s))
            s++;
        if (!*s || *s == '}')
            break;
        if (strncmp(s, name, len) == 0 && s[len] == ' ') {
            *ret_end = end_of_setting(s);
            return s;
        }
    }
    return at;
}

/* The good file with that value, or none, in the section's group; and on which line it stands. */
static char *spoil(enum section section, const char *name, const char *value, unsigned *ret_line)
{
    const char *end, *at = find_setting(settings_of(section), name, &end);

    *ret_line = 1;
    for (const char *c = good; c < at; c++)
        *ret_line += *c == '\n';
    return value ? xasprintf("%.*s %s = %s; %s", (int)(at - good), good, name, value, end)
                 : xasprintf("%.*s%s", (int)(at - good), good, end);
}

static struct config *load(const char *text, struct config_report *report)
{
    return config_of_text(slice_of(text), CONFIG_NOON, report);
}

/* A line of the report has the place and the words. */
static bool is_told(const struct config_report *report, unsigned line, const char *words)
{
    char *place = xasprintf(":%u: ", line);
    const char *at = report->text.data;
    bool told = false;

    while (at && !told && (at = strstr(at, place))) {
        const char *end = strchr(at, '\n'), *found = strstr(at, words);
        told = found && (!end || found < end);
        at++;
    }
    free(place);
    return told;
}

static void expect_refused(enum section section, const char *name, const char *value)
{
    struct config_report report;
    unsigned line;
    char *text = spoil(section, name, value, &line);
    struct config *c = load(text, &report);
    const char *said = report.text.data ? report.text.data : "nothing";

    cr_expect(!c, "%s: %s = %.40s was taken", section_noun(section), name,
              value ? value : "(none)");
    cr_expect(report.errors > 0, "%s: %s = %.40s", section_noun(section), name, value ? value : "");
    if (value)
        cr_expect(is_told(&report, line, name) || is_told(&report, line, "; write "),
                  "%s: %s = %.40s, on line %u: %s", section_noun(section), name, value, line, said);
    else
        cr_expect(strstr(said, name), "%s: without %s: %s", section_noun(section), name, said);
    config_unref(c);
    config_report_deinit(&report);
    free(text);
}

/* ---- the tests ---- */

TestSuite(config_every_key, .timeout = 120);

Test(config_every_key, the_file_is_good_before)
{
    struct config_report report;
    struct config *c = load(good, &report);

    cr_expect(c && report.errors == 0, "%s", report.text.data);
    config_unref(c);
    config_report_deinit(&report);
    for (size_t i = 0; i < n_keys; i++)
        settings_of(keys[i].section);
}

Test(config_every_key, of_a_wrong_type)
{
    for (size_t i = 0; i < n_keys; i++) {
        cr_assert(wrong[keys[i].type][0], "%s", key_type_name(keys[i].type));
        for (size_t k = 0; k < 4 && wrong[keys[i].type][k]; k++)
            expect_refused(keys[i].section, keys[i].name, wrong[keys[i].type][k]);
    }
}

static void expect_length_refused(const struct key *k, int64_t length)
{
    char *text = xmalloc((size_t)length + 3);

    text[0] = '"';
    memset(text + 1, k->type == KEY_PATH ? '/' : 'a', (size_t)length);
    memcpy(text + 1 + length, "\"", 2);
    expect_refused(k->section, k->name, text);
    free(text);
}

static void expect_number_refused(const struct key *k, int64_t number)
{
    char *value = k->type == KEY_SPAN ? xasprintf("\"%llds\"", (long long)number)
                                      : xasprintf("%lld", (long long)number);

    expect_refused(k->section, k->name, value);
    free(value);
}

Test(config_every_key, out_of_its_limits)
{
    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];

        if (k->min == 0 && k->max == 0)
            continue;
        if (k->type == KEY_TEXT || k->type == KEY_ID || k->type == KEY_PATH) {
            expect_length_refused(k, k->max + 1);
            if (k->min > 0)
                expect_length_refused(k, k->min - 1);
        } else if (k->type == KEY_NUMBER) {
            expect_number_refused(k, k->min - 1);
            expect_number_refused(k, k->max + 1);
        } else if (k->type == KEY_SPAN) {
            expect_number_refused(k, k->max / 1000000 + 1);
            if (k->min > 0)
                expect_refused(k->section, k->name, "\"1ms\"");
        } else if (k->type == KEY_GROUPS && k->min > 0) {
            expect_refused(k->section, k->name, "( )");
        }
    }
}

Test(config_every_key, missing_or_too_early)
{
    for (size_t i = 0; i < n_keys; i++) {
        if (keys[i].need == KEY_REQUIRED)
            expect_refused(keys[i].section, keys[i].name, NULL);
        else if (keys[i].need == KEY_LATER)
            expect_refused(keys[i].section, keys[i].name, "true");
    }
}

Test(config_every_key, unknown_ones_in_each_section)
{
    for (enum section s = 0; s < SECTION_COUNT; s++) {
        expect_refused(s, "wibble", "7");
        expect_refused(s, "Rank", "\"officer\""); /* letters count */
    }
}
