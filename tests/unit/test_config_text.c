/* A configuration as the duty log keeps it. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/digest.h"
#include "config/load.h"
#include "rules/roster.h"

static const char kept[] =
    "# /etc/dutyd/dutyd.conf\n"
    "office = { id = \"riverton\"; timezone = \"Europe/Berlin\"; };\n"
    "database = { conninfo = \"dbname=duty\"; };\n"
    "listen = ( { tls = \"127.0.0.1:2425\"; certificate = \"/gone/c.pem\"; key = \"/gone/k.pem\"; "
    "} );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/gone/hook\" ); colour = \"blue\"; } );\n"
    "people = ( { id = \"li.wei\"; rank = \"officer\"; sms = \"+8613800000001\"; password = "
    "\"(left out)\"; "
    "},\n"
    "  { id = \"chen.yu\"; name = \"Chen\"; rank = \"officer\"; } );\n"
    "posts = ( { id = \"officer\"; staff = 1; rotations = (\n"
    "  { from = \"08:30\"; to = \"17:30\"; start = \"2020-11-02\"; people = ( \"li.wei\", "
    "\"chen.yu\" ); } ); } );\n"
    "chains = ( { id = \"c\"; steps = ( { notify = ( \"post:officer\" ); } ); } );\n"
    "routes = ( { chain = \"c\"; } );\n"
    "catch_all = ( \"person:li.wei\" );\n";

Test(config_text, is_read_without_what_is_gone)
{
    struct instant at, now = {INT64_C(1800000000) * 1000000};
    struct config_report report;
    struct buffer hex = BUFFER_INIT;
    const struct person *people[ROSTER_MAX];
    struct digest digest = digest_of(slice_of(kept));

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    struct config *c = config_load_text(slice_of(kept), now, &report);
    cr_assert(c, "%s", report.text.data ? report.text.data : "");
    cr_expect_eq(report.errors, 0);
    cr_expect_str_eq(calendar_zone(), "Asia/Shanghai");
    cr_expect_str_eq(c->rules->zone, "Europe/Berlin");
    digest_format(&digest, &hex);
    cr_expect(slice_equal_string(buffer_slice(&hex), c->rules->digest));

    struct roster roster = {.rules = c->rules};
    cr_assert(calendar_parse(SLICE("2020-11-03T08:30:00+08:00"), &at));
    cr_expect_eq(roster_at(&roster, &c->rules->posts[0], at, people), 1);
    cr_expect_str_eq(people[0]->name, "Chen", "counted in the zone of the process");
    config_unref(c);
    config_report_deinit(&report);
    buffer_deinit(&hex);
}

Test(config_text, what_makes_no_roster_is_told)
{
    static const struct {
        const char *name, *text, *says;
    } rows[] = {
        {"empty", "", "\"office\" is missing"},
        {"syntax", "office = {", "(duty log):1"},
        {"nobody",
         "posts = ( { id = \"p\"; rotations = ( { start = \"2020-11-02\"; handover = "
         "\"08:00\"; people = ( \"x\" ); } ); } );",
         "no person \"x\""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct config_report report;

        cr_assert(calendar_set_zone("Asia/Shanghai"));
        cr_expect_null(config_load_text(slice_of(rows[i].text), INSTANT_NONE, &report), "%s",
                       rows[i].name);
        cr_expect(report.errors > 0 && strstr(report.text.data, rows[i].says), "%s: %s",
                  rows[i].name, report.text.data);
        cr_expect_str_eq(calendar_zone(), "Asia/Shanghai", "%s", rows[i].name);
        config_report_deinit(&report);
    }
}
