/* What the reader and the check say of chains, teams, routes and drills. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config_file.h"

TestSuite(config_chains, .init = config_file_set_up, .fini = config_file_tear_down);

/* A good file; each row below puts another text in the place of one line. */
enum line { NONE, OFFICE, BASE, HOOKS, PEOPLE, POSTS, TEAMS, CHAINS, ROUTES, CATCH_ALL, LINES };

static const char *const good[LINES] = {
    [OFFICE] = "office = { id = \"x\"; timezone = \"Asia/Shanghai\"; };",
    [BASE] = "database = { conninfo = \"dbname=duty\"; }; listen = ( { tcp = \"127.0.0.1:2424\"; } "
             ");",
    [HOOKS] = "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );",
    [PEOPLE] =
        "people = ( { id = \"li.wei\"; rank = \"officer\"; sms = \"+8613800000001\"; }, { id = "
        "\"zhao.min\"; rank = \"leader\"; sms = \"+8613800000002\"; }, { id = \"mute\"; rank = "
        "\"officer\"; } );",
    [POSTS] = "posts = ( { id = \"p\"; rotations = ( { start = \"2026-11-02\"; handover = "
              "\"08:30\"; people = ( \"li.wei\" ); } ); } );",
    [TEAMS] = "",
    [CHAINS] = "chains = ( { id = \"c\"; steps = ( { notify = \"post:p\"; } ); } );",
    [ROUTES] = "routes = ( { chain = \"c\"; } );",
    [CATCH_ALL] = "catch_all = \"rank:leader\";",
};

struct row {
    const char *name;
    enum line line; /* whose place the text takes */
    const char *text;
    bool good;
    const char *says; /* on that line; NULL: nothing at all */
};

static struct config *load(const struct row *row, struct config_report *report)
{
    FILE *f = fopen(config_file, "w");

    cr_assert(f);
    for (enum line n = OFFICE; n < LINES; n++)
        fprintf(f, "%s\n", n == row->line ? row->text : good[n]);
    fclose(f);
    return config_load(config_file, CONFIG_NOON, report);
}

static void check(const struct row *row)
{
    struct config_report report;
    struct config *c = load(row, &report);
    const char *text = report.text.data ? report.text.data : "";
    char *begins =
        xasprintf("%s:%d: %s", config_file, (int)row->line, row->good ? "warning: " : "");
    struct slice rest = slice_of(text);
    bool found = false;

    cr_expect_eq(c != NULL, row->good, "%s: %s", row->name, text);
    while (row->says && rest.len > 0) {
        char *line = slice_dup(slice_cut(&rest, '\n'));
        found = found ||
                (slice_starts_with(slice_of(line), slice_of(begins)) && strstr(line, row->says));
        free(line);
    }
    cr_expect(row->says ? found : text[0] == '\0', "%s: expected %s%s, got\n%s", row->name, begins,
              row->says ? row->says : "nothing", text);
    free(begins);
    config_unref(c);
    config_report_deinit(&report);
}

#define CHECK(rows)                                                                                \
    for (size_t n = 0; n < sizeof(rows) / sizeof(*(rows)); n++)                                    \
    check(&(rows)[n])

#define ROUTE(asks) "routes = ( { " asks " chain = \"c\"; }, { chain = \"c\"; } );"
#define LAST(asks) "routes = ( { " asks " chain = \"c\"; } );"
#define HOLIDAYS "holidays = ( { from = \"2026-10-01\"; }, { from = \"2027-10-01\"; } ); "

Test(config_chains, routes)
{
    static const struct row rows[] = {
        {"as it is", NONE, "", true, NULL},
        {"one place", ROUTES, ROUTE("place = \"Harbour\";"), true, NULL},
        {"places", ROUTES, ROUTE("place = ( \"West Pier\", \"码头\" );"), true, NULL},
        {"an array", ROUTES, ROUTE("place = [ \"West Pier\", \"码头\" ];"), true, NULL},
        {"no place in the list", ROUTES, ROUTE("place = ( );"), false,
         "\"place\" is out of its limits; 1 to 64"},
        {"a number for a place", ROUTES, ROUTE("place = 12;"), false,
         "\"place\" is a number; write \"Harbour\", or ("},
        {"a number among places", ROUTES, ROUTE("place = ( \"x\", 12 );"), false,
         "a place is not a text of 1 to 256 bytes"},
        {"an empty place", ROUTES, ROUTE("place = ( \"x\", \"  \" );"), false,
         "a place is not a text of 1 to 256 bytes"},
        {"times", ROUTES, ROUTE("from = \"17:30\"; to = \"08:30\";"), true, NULL},
        {"from alone", ROUTES, ROUTE("from = \"17:30\";"), false,
         "a route has only one of \"from\" and \"to\""},
        {"to alone", ROUTES, ROUTE("to = \"17:30\";"), false,
         "a route has only one of \"from\" and \"to\""},
        {"no stretch", ROUTES, ROUTE("from = \"17:30\"; to = \"17:30\";"), false,
         "\"from\" and \"to\" are the same; leave both out"},
        {"no time", ROUTES, ROUTE("from = \"17:30\"; to = \"24:00\";"), false,
         "to = \"24:00\" is not a valid time"},
        {"a number for a time", ROUTES, ROUTE("from = 1730; to = \"08:30\";"), false,
         "\"from\" is a number; write a time"},
        {"two that are no times", ROUTES, ROUTE("from = \"x\"; to = \"x\";"), false,
         "from = \"x\" is not a valid time"},
        {"days", ROUTES, ROUTE("days = \"sat,sun\";"), true, NULL},
        {"no days", ROUTES, ROUTE("days = \"feiertag\";"), false, "is not a valid set of days"},
        {"holidays", ROUTES, HOLIDAYS ROUTE("days = \"holiday\";"), true, NULL},
        {"holidays, and there are none", ROUTES, ROUTE("days = \"holiday\";"), true,
         "this route depends on holidays or workdays, and holidays has none in 2026"},
        {"a flag as text", ROUTES, ROUTE("drill = \"yes\";"), false, "write true or false"},
        {"no drills", ROUTES, ROUTE("drill = false;"), true, NULL},
        {"the last asks for a place", ROUTES, LAST("place = \"x\";"), false,
         "the last route does not fit every report; add { chain = \"...\"; } without grade, class, "
         "place, "
         "from, to, days and drill after it"},
        {"the last asks for times", ROUTES, LAST("from = \"08:00\"; to = \"09:00\";"), false,
         "the last route does not fit every report"},
        {"the last asks for all days", ROUTES, LAST("days = \"mon-sun\";"), false,
         "the last route does not fit every report"},
        {"the last asks for drills", ROUTES, LAST("drill = false;"), false,
         "the last route does not fit every report"},
        {"a misspelt key", ROUTES, ROUTE("plase = \"x\";"), false, "did you mean \"place\"?"},
        {"asks for nothing, too early", ROUTES, ROUTE(""), true, "this route fits every report"},
    };

    CHECK(rows);
}

#define TEAM(people) "teams = ( { id = \"t\"; people = ( " people " ); } );"

Test(config_chains, teams)
{
    static const struct row rows[] = {
        {"a team", TEAMS, TEAM("\"li.wei\", \"zhao.min\""), true, NULL},
        {"with a name", TEAMS,
         "teams = ( { id = \"t\"; name = \"救援队\"; people = [ \"li.wei\" ]; } );", true, NULL},
        {"no team at all", TEAMS, "teams = ( );", true, NULL},
        {"nobody in it", TEAMS, TEAM(""), false,
         "\"people\" is out of its limits; 1 to 256 things"},
        {"no people", TEAMS, "teams = ( { id = \"t\"; } );", false, "a team has no \"people\""},
        {"no id", TEAMS, "teams = ( { people = ( \"li.wei\" ); } );", false,
         "a team has no \"id\""},
        {"people as text", TEAMS, "teams = ( { id = \"t\"; people = \"li.wei\"; } );", false,
         "\"people\" is text; write ("},
        {"a number in it", TEAMS, TEAM("\"li.wei\", 7"), false, "a member of a team is no text"},
        {"somebody unknown", TEAMS, TEAM("\"li.wie\""), false,
         "there is no person \"li.wie\"; did you mean \"li.wei\"?"},
        {"somebody twice", TEAMS, TEAM("\"li.wei\", \"li.wei\""), false,
         "li.wei is in team \"t\" twice"},
        {"a second one", TEAMS,
         "teams = ( { id = \"t\"; people = ( \"li.wei\" ); }, { id = \"t\"; people = ( \"li.wei\" "
         "); } "
         ");",
         false, "a second team \"t\""},
        {"a misspelt key", TEAMS, "teams = ( { id = \"t\"; poeple = ( \"li.wei\" ); } );", false,
         "did you mean \"people\"?"},
        {"a team of a team", TEAMS, TEAM("\"team:t\""), false, "there is no person \"team:t\""},
        {"nobody to be reached", TEAMS, TEAM("\"mute\""), true,
         "team \"t\" reaches nobody; name somebody with a contact"},
        {"unknown", CHAINS, "chains = ( { id = \"c\"; steps = ( { notify = \"team:t\"; } ); } );",
         false, "there is no team \"t\"; add it to teams"},
        {"misspelt", CHAINS,
         TEAM("\"li.wei\"") " chains = ( { id = \"c\"; steps = ( { notify = \"team:T\"; } ); } );",
         false, "there is no team \"T\""},
        {"in a chain", CHAINS,
         TEAM("\"li.wei\"") " chains = ( { id = \"c\"; steps = ( { notify = \"team:t\"; } ); } );",
         true, NULL},
        {"in a chain, nobody to be reached", CHAINS,
         TEAM("\"mute\"") " chains = ( { id = \"c\"; steps = ( { notify = \"team:t\"; } ); } );",
         false, "chain \"c\" reaches nobody"},
        {"no target", CHAINS, "chains = ( { id = \"c\"; steps = ( { notify = \"t\"; } ); } );",
         false,
         "\"t\" is not a valid target; write \"post:ID\", \"person:ID\", \"team:ID\" or "
         "\"rank:RANK\""},
        {"in the catch-all", CATCH_ALL, TEAM("\"mute\"") " catch_all = \"team:t\";", false,
         "catch_all reaches nobody"},
    };

    CHECK(rows);
}

#define LIMIT(limit, every)                                                                        \
    "chains = ( { id = \"c\"; limit = " limit "; steps = ( { notify = \"post:p\"; }, { after = "   \
    "\"10m\"; notify = \"rank:leader\"; " every " } ); } );"

Test(config_chains, limits)
{
    static const struct row rows[] = {
        {"a limit", CHAINS, LIMIT("\"2h\"", ""), true, NULL},
        {"with every", CHAINS, LIMIT("\"2h\"", "every = \"1m\";"), true, NULL},
        {"with repeat", CHAINS, LIMIT("\"2h\"", "repeat = 3; every = \"1m\";"), true, NULL},
        {"none", CHAINS, LIMIT("\"0s\"", ""), true, NULL},
        {"a number", CHAINS, LIMIT("120", ""), false, "\"limit\" is a number; write a time span"},
        {"no span", CHAINS, LIMIT("\"two hours\"", ""), false, "is not a valid span"},
        {"too long", CHAINS, LIMIT("\"8d\"", ""), false,
         "\"limit\" is out of its limits; 0s to 1w"},
        {"before the last step", CHAINS, LIMIT("\"9m\"", ""), false,
         "limit = \"9m\" is over before the last step, which comes after 10m"},
        {"with the last step", CHAINS, LIMIT("\"10m\"", ""), false, "is over before the last step"},
        {"just after it", CHAINS, LIMIT("\"10m1s\"", ""), true, NULL},
        {"too many repeats", CHAINS, LIMIT("\"1d\"", "every = \"1s\";"), false,
         "limit = \"1d\" means 85800 repeats of the last step; at most 10000 are possible"},
        {"in a step", CHAINS,
         "chains = ( { id = \"c\"; steps = ( { notify = \"post:p\"; limit = \"2h\"; } ); } );",
         false, "unknown key \"limit\" in a step"},
    };

    CHECK(rows);
}

Test(config_chains, drill_to)
{
    static const struct row rows[] = {
        {"somebody", CATCH_ALL, "catch_all = \"rank:leader\"; drill_to = \"person:li.wei\";", true,
         NULL},
        {"several", CATCH_ALL,
         TEAM(
             "\"zhao.min\"") " catch_all = \"rank:leader\"; drill_to = ( \"post:p\", \"team:t\" );",
         true, NULL},
        {"nobody", CATCH_ALL, "catch_all = \"rank:leader\"; drill_to = ( );", false,
         "\"drill_to\" is out of its limits; 1 to 32"},
        {"somebody unknown", CATCH_ALL,
         "catch_all = \"rank:leader\"; drill_to = \"person:li.wie\";", false,
         "did you mean \"li.wei\"?"},
        {"a person as it is", CATCH_ALL, "catch_all = \"rank:leader\"; drill_to = \"li.wei\";",
         false, "\"li.wei\" is not a valid target"},
        {"nobody to be reached", CATCH_ALL,
         "catch_all = \"rank:leader\"; drill_to = \"person:mute\";", false,
         "drill_to reaches nobody"},
        {"a switch", CATCH_ALL, "catch_all = \"rank:leader\"; drill_to = true;", false,
         "\"drill_to\" is true or false; write ("},
        {"a route for drills, and nobody for them", ROUTES, ROUTE("drill = true;"), true,
         "a drill pages only the person who reports it; name in drill_to whom drills may page"},
        {"a chain for drills outside", CATCH_ALL,
         "catch_all = \"rank:leader\"; drill_to = \"rank:leader\";", true, NULL},
    };
    static const struct row outside = {
        "a chain for drills that never reaches anybody inside", ROUTES,
        "drill_to = \"rank:leader\"; " ROUTE("drill = true;"), true,
        "a drill by this route reaches nobody: chain \"c\" names nobody in drill_to"};

    CHECK(rows);
    check(&outside);
}

/* What was read is what was written. */
Test(config_chains, routes_are_read)
{
    static const struct row row = {
        "", ROUTES,
        "routes = ( { place = ( \" West Pier \", \"码头\" ); from = \"17:30\"; to = \"08:30\"; "
        "days "
        "= \"fri\"; drill = true; chain = \"c\"; }, { drill = false; chain = \"c\"; }, { chain = "
        "\"c\"; } );",
        true, NULL};
    struct config_report report;
    struct config *c = load(&row, &report);
    const struct route *r;

    cr_assert(c, "%s", report.text.data);
    r = c->rules->routes;
    cr_assert(r[0].n_places == 2 && r[2].n_places == 0);
    cr_expect_str_eq(r[0].places[0], "West Pier");
    cr_expect_str_eq(r[0].places[1], "码头");
    cr_expect(r[0].timed && r[0].from == 1050 && r[0].to == 510 && r[0].days == 1U << 4);
    cr_expect(!r[1].timed && r[1].days == DAYS_EVERY);
    cr_expect(r[0].drill == ROUTE_DRILLS && r[1].drill == ROUTE_NO_DRILLS &&
              r[2].drill == ROUTE_ALL);
    config_unref(c);
    config_report_deinit(&report);
}
