/*
 * Telephone numbers in the configuration: read into E.164, or refused with the line and what would
 * be right. How numbers are read is tested in test_phone.c.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "config_file.h"

#define N(rows) (sizeof(rows) / sizeof(*(rows)))

/* %s: more of the office; the settings of li.wei, and of chen.yu. */
static const char form[] =
    "office = { id = \"riverton\"; timezone = \"Asia/Shanghai\"; %s };\n"
    "database = { conninfo = \"dbname=duty\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); }, { via = \"sms.spare\"; command = ( "
    "\"/bin/true\" ); },\n"
    "  { via = \"call\"; command = ( \"/bin/true\" ); }, { via = \"mail\"; command = ( "
    "\"/bin/true\" "
    "); },\n"
    "  { via = \"sms-team\"; command = ( \"/bin/true\" ); telephone = false; },\n"
    "  { via = \"pager\"; command = ( \"/bin/true\" ); telephone = true; } );\n"
    "people = (\n"
    "  { id = \"li.wei\"; rank = \"officer\"; %s\n" /* 9 */
    "  },\n"
    "  { id = \"chen.yu\"; rank = \"officer\"; %s\n" /* 11 */
    "  }, { id = \"gateway\"; rank = \"service\"; sms = \"+12025550100\"; } );\n"
    "posts = ( { id = \"officer\"; rotations = (\n"
    "  { start = \"2026-11-02\"; handover = \"08:30\"; people = ( \"li.wei\", \"chen.yu\" ); } ); "
    "} "
    ");\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"rank:officer\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } );\n"
    "catch_all = ( \"rank:officer\" );\n";

#define CHINA "country = \"+86\";"
#define CHEN "sms = \"+8613800000002\";"
#define LINE 9

static struct config *load(const char *office, const char *li, const char *chen,
                           struct config_report *report)
{
    char *text = xasprintf(form, office, li, chen);
    struct config *c = config_of_text(slice_of(text), CONFIG_NOON, report);

    calendar_set_zone(NULL);
    free(text);
    return c;
}

/* One fault on that line, in those words, and nothing else; "" says nothing at all. */
static void expect_report(const char *what, const struct config_report *report, unsigned line,
                          bool warning, const char *says)
{
    char *place = xasprintf(":%u: %s", line, warning ? "warning: " : "");
    const char *text = report->text.data ? report->text.data : "", *at = strstr(text, place);

    if (!says[0]) {
        cr_expect(text[0] == '\0', "%s: %s", what, text);
    } else {
        cr_expect(report->errors == !warning && report->warnings == warning, "%s: %s", what, text);
        cr_expect(at && strncmp(at + strlen(place), says, strlen(says)) == 0, "%s: %s", what, text);
    }
    free(place);
}

Test(config_numbers, are_read_into_e164)
{
    static const struct {
        const char *office, *li, *to;
        const char *warns;
    } rows[] = {
        {"", "sms = \"+8613800000005\";", "+8613800000005", ""},
        {"", "sms = \"+86 138-0000-0005\";", "+8613800000005", ""},
        {"", "sms = \"0086 138 0000 0005\";", "+8613800000005", ""},
        {"", "sms = \"+44 (0)20 7946 0958\";", "+442079460958", ""},
        {"", "sms = \"＋８６　１３８００００　０００５\";", "+8613800000005", ""},
        {"", "sms = \"tel:+86-138-0000-0005\";", "+8613800000005", ""},
        {CHINA, "sms = \"13800000005\";", "+8613800000005", ""},
        {CHINA, "sms = \"(010) 6222-1111\";", "+861062221111", ""},
        {CHINA, "sms = \"+1 202 555 0123\";", "+12025550123", ""},
        {"country = \"+1\";", "sms = \"(202) 555-0123\";", "+12025550123", ""},
        {"country = \"+39\";", "sms = \"06 698 12345\";", "+390669812345", ""},
        {"country = \"+253\"; trunk = \"9\";", "sms = \"9 77 12 34 56\";", "+25377123456", ""},
        {"country = \"+49\"; trunk = \"\";", "sms = \"0171 123456\";", "+490171123456", ""},
        {CHINA, "contacts = ( { via = \"sms.spare\"; to = \"138 0000 0005\"; } );",
         "+8613800000005", ""},
        {CHINA, "contacts = ( { via = \"call\"; to = \"138 0000 0005\"; } );", "+8613800000005",
         ""},
        {CHINA, "contacts = ( { via = \"pager\"; to = \"138 0000 0005\"; } );", "+8613800000005",
         ""},
        /* what no one said is a number stays as it is, unless it has a plus */
        {CHINA, "contacts = ( { via = \"mail\"; to = \"li.wei@example.org\"; } );",
         "li.wei@example.org", ""},
        {CHINA, "contacts = ( { via = \"mail\"; to = \"13800000005\"; } );", "13800000005", ""},
        {CHINA, "contacts = ( { via = \"mail\"; to = \"+86 138 0000 0005\"; } );", "+8613800000005",
         ""},
        {CHINA, "contacts = ( { via = \"mail\"; to = \"+1\"; } );", "+1", ""},
        {CHINA, "contacts = ( { via = \"sms-team\"; to = \"rescue team\"; } );", "rescue team", ""},
        /* odd, and taken */
        {CHINA, "sms = \"+861380000005\";", "+861380000005",
         "sms = \"+861380000005\" is an odd number: 10 digits behind +86, where such a number has "
         "11"},
        {CHINA, "sms = \"+86138000000055\";", "+86138000000055",
         "sms = \"+86138000000055\" is an odd number: 12 digits behind +86"},
        {"", "sms = \"+5215512345678\";", "+525512345678",
         "sms = \"+5215512345678\" is an old form of the number, which is +525512345678 today"},
        {"", "contacts = ( { via = \"call\"; to = \"110\"; } );", "110",
         "to = \"110\" is a short number: it goes to the gateway as it is"},
        {CHINA, "sms = \"66123\";", "66123", "sms = \"66123\" is a short number"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct config_report report;
        struct config *c = load(rows[i].office, rows[i].li, CHEN, &report);

        cr_expect(c, "%s: %s", rows[i].li, report.text.data);
        if (c)
            cr_expect_str_eq(c->rules->people[0].contacts[0].to, rows[i].to, "%s: %s", rows[i].li,
                             c->rules->people[0].contacts[0].to);
        expect_report(rows[i].li, &report, LINE, true, rows[i].warns);
        config_unref(c);
        config_report_deinit(&report);
    }
}

Test(config_numbers, wrong_ones_are_refused)
{
    static const struct {
        const char *office, *li;
        const char *says;
    } rows[] = {
        {CHINA, "sms = \"+86138OOOOOOO1\";",
         "sms = \"+86138OOOOOOO1\" has the letter \"O\" where a digit belongs; did you mean "
         "\"+8613800000001\"?"},
        {CHINA, "sms = \"l3800000001\";", "sms = \"l3800000001\" has the letter \"l\""},
        {CHINA, "sms = \"duty phone\";", "sms = \"duty phone\" is no telephone number; write +"},
        {CHINA, "sms = \"值班手机\";", "sms = \"值班手机\" is no telephone number"},
        {CHINA, "sms = \"li.wei@example.org\";", "sms = \"li.wei@example.org\" is no telephone"},
        {CHINA, "sms = \"13800000001 Li\";", "sms = \"13800000001 Li\" has \"Li\" in it; write"},
        {CHINA, "sms = \"13800000001, 13800000003\";",
         "sms = \"13800000001, 13800000003\" is more than one telephone number; write one"},
        {CHINA, "sms = \"13800000001 13800000003\";",
         "sms = \"13800000001 13800000003\" is too long"},
        {CHINA, "sms = \"01062221111转12\";", "sms = \"01062221111转12\" has an extension"},
        {CHINA, "sms = \"+8613800\";",
         "sms = \"+8613800\" is too short for a telephone number: 5 digits behind +86, where such "
         "a "
         "number has 11; write all of it"},
        {CHINA, "sms = \"1\";", "sms = \"1\" is too short for a telephone number; write + and"},
        {CHINA, "sms = \"+999 123456\";",
         "sms = \"+999 123456\" begins with no country's code; write + and the code first"},
        {"", "sms = \"13800000001\";", "sms = \"13800000001\" does not say its country; write +"},
        {"", "sms = \"8613800000001\";",
         "sms = \"8613800000001\" does not say its country; did you mean \"+8613800000001\"?"},
        {CHINA, "sms = \"447911123456\";",
         "sms = \"447911123456\" is no number of the office's country; did you mean "
         "\"+447911123456\"?"},
        {CHINA, "contacts = ( { via = \"call\"; to = \"duty phone\"; } );",
         "to = \"duty phone\" is no telephone number"},
        {CHINA, "contacts = ( { via = \"pager\"; to = \"li\"; } );", "to = \"li\" is no telephone"},
        {CHINA, "sms = \"13800000001\"; also = ( \"duty phone\" );",
         "also = \"duty phone\" is no telephone number"},
        {CHINA, "sms = \"13800000001\"; also = ( 7 );",
         "a number is not a text; write it in quotes"},
        {CHINA, "sms = 13800000001;",
         "a number is too large; no number here has more than 9 digits,"
         " and telephone numbers are written in quotes"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct config_report report;

        cr_expect(!load(rows[i].office, rows[i].li, CHEN, &report), "%s", rows[i].li);
        expect_report(rows[i].li, &report, LINE, false, rows[i].says);
        config_report_deinit(&report);
    }
}

Test(config_numbers, each_on_its_line)
{
    struct config_report report;

    cr_expect(!load(CHINA,
                    "contacts = ( { via = \"sms\";\n to = \"138OOOOOOO1\"; },\n"
                    " { via = \"call\";\n to = \"none\"; } );\n also = ( \"13800000009\",\n"
                    " \"?\" );",
                    CHEN, &report));
    cr_expect_eq(report.errors, 3, "%s", report.text.data);
    cr_expect(strstr(report.text.data, ":10: to = \"138OOOOOOO1\" has the letter"), "%s",
              report.text.data);
    cr_expect(strstr(report.text.data, ":12: to = \"none\" is no"), "%s", report.text.data);
    cr_expect(strstr(report.text.data, ":14: also = \"?\" is no"), "%s", report.text.data);
    config_report_deinit(&report);
}

Test(config_numbers, the_office)
{
    static const struct {
        const char *office, *says;
    } rows[] = {
        {"country = \"86\";", "\"86\" is not a country code; write a plus"},
        {"country = \"+999\";", "\"+999\" is not a country code; write a plus"},
        {"country = \"+8\";", "\"+8\" is not a country code; write a plus"},
        {"country = \"+49\"; trunk = \"zero\";", "\"zero\" cannot be dialled; write"},
        {"trunk = \"0\";", "\"trunk\" needs a country"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct config_report report;
        char *text = xasprintf("%s", rows[i].office);

        /* a number that waits for the country is not reported besides */
        cr_expect(!load(text, i < 3 ? "sms = \"13800000001\";" : "sms = \"+8613800000001\";", CHEN,
                        &report),
                  "%s", text);
        expect_report(text, &report, 1, false, rows[i].says);
        config_report_deinit(&report);
        free(text);
    }
}

Test(config_numbers, that_two_people_have)
{
    static const struct {
        const char *li, *chen, *says;
    } rows[] = {
        {"sms = \"13800000001\";", "sms = \"+86 138 0000 0001\";",
         "li.wei and chen.yu have the same number, +8613800000001; if they do not share a "
         "telephone, correct one"},
        {"sms = \"13800000001\"; also = ( \"13800000002\" );", "sms = \"13800000002\";",
         "li.wei and chen.yu have the same number, +8613800000002"},
        {"sms = \"+525512345678\";",
         "contacts = ( { via = \"call\"; to = \"+52 55 1234 5678\"; } );",
         "li.wei and chen.yu have the same number, +525512345678"},
        {"sms = \"13800000001\";",
         "sms = \"13800000002\"; also = ( \"13800000001\", "
         "\"0086-138-0000-0001\" );",
         "li.wei and chen.yu have the same number, +8613800000001"},
        {"contacts = ( { via = \"sms\"; to = \"13800000001\"; }, { via = \"call\"; to = "
         "\"13800000001\"; } );",
         CHEN, ""},
        {"sms = \"13800000001\"; also = ( \"66123\" );",
         "sms = \"13800000002\"; also = ( \"66123\" );", ""},
        {"contacts = ( { via = \"mail\"; to = \"duty@example.org\"; } );",
         "contacts = ( { via = \"mail\"; to = \"duty@example.org\"; } );", ""},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct config_report report;
        struct config *c = load(CHINA, rows[i].li, rows[i].chen, &report);

        cr_expect(c, "%s", report.text.data);
        expect_report(rows[i].chen, &report, LINE + 2, true, rows[i].says);
        config_unref(c);
        config_report_deinit(&report);
    }
}

Test(config_numbers, also_is_kept)
{
    struct config_report report;
    struct config *c = load(
        CHINA, "also = ( \"138 0000 0009\", \"66123\" ); sms = \"13800000001\";", CHEN, &report);
    const struct person *p;

    cr_assert(c && report.text.len == 0, "%s", report.text.data);
    p = &c->rules->people[0];
    cr_assert(p->n_contacts == 1 && p->n_also == 2 && c->rules->people[1].n_also == 0);
    cr_expect_str_eq(p->also[0], "+8613800000009");
    cr_expect_str_eq(p->also[1], "66123");
    config_unref(c);
    config_report_deinit(&report);
}

/* What an earlier version took, and the duty log has, is not refused now. */
Test(config_numbers, of_the_past)
{
    char *text = xasprintf(form, "country = \"+999\";", "sms = \"duty phone\"; also = ( \"?\" );",
                           "sms = \"+86 138 0000 0002\";");
    struct config_report report;
    struct config *c = config_load_text(slice_of(text), CONFIG_NOON, &report);

    cr_assert(c && report.text.len == 0, "%s", report.text.data);
    cr_expect_str_eq(c->rules->people[0].contacts[0].to, "duty phone");
    cr_expect_str_eq(c->rules->people[1].contacts[0].to, "+8613800000002");
    config_unref(c);
    config_report_deinit(&report);
    free(text);
}
