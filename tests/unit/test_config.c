#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "config_file.h"
#include "rules/coverage.h"

#define HASH "$y$j9T$vqSMCQTZ3CdI2TcaDbEud/$ea4/vnf5Z95o2ANJDVDbV55jxrCxiW1PRS6r48UoV9D"

/* A good file, whose lines the rows below spoil one at a time. */
static const char *const good[] = {
    /* 1 */ "office = { id = \"riverton\"; timezone = \"Asia/Shanghai\"; };",
    /* 2 */ "database = { conninfo = \"dbname=duty\"; };",
    /* 3 */ "listen = ( { tcp = \"127.0.0.1:2424\"; } );",
    /* 4 */ "sessions = { idle = \"5m\"; };",
    /* 5 */ "hooks = ( { via = \"sms\"; command = ( \"/bin/true\", \"-v\" ); } );",
    /* 6 */ "people = (",
    /* 7 */
    "  { id = \"li.wei\"; rank = \"officer\"; sms = \"+8613800000001\"; password = \"" HASH
    "\"; },",
    /* 8 */ "  { id = \"chen.yu\"; rank = \"officer\"; sms = \"+8613800000002\"; },",
    /* 9 */
    "  { id = \"gao.fei\"; rank = \"leader\"; sms = \"+8613800000003\"; uid = \"gao\"; } );",
    /* 10 */ "posts = (",
    /* 11 */ "  { id = \"officer\"; rank = \"officer\"; staff = 1;",
    /* 12 */ "    rotations = (",
    /* 13 */ "      { name = \"day\"; from = \"08:30\"; to = \"17:30\"; start = \"2026-11-02\";",
    /* 14 */ "        people = ( \"li.wei\", \"chen.yu\" ); },",
    /* 15 */ "      { from = \"17:30\"; to = \"08:30\"; start = \"2026-11-02\"; every = \"1d\";",
    /* 16 */ "        people = ( \"gao.fei\", (\"li.wei\", \"chen.yu\") ); } ); } );",
    /* 17 */ "chains = (",
    /* 18 */ "  { id = \"urgent\";",
    /* 19 */ "    steps = ( { notify = ( \"post:officer\" ); },",
    /* 20 */
    "      { after = \"3m\"; notify = ( \"person:gao.fei\" ); repeat = 3; every = \"5m\"; } );",
    /* 21 */ "  } );",
    /* 22 */ "routes = ( { grade = ( 1, 2 ); chain = \"urgent\"; idle = \"30m\"; },",
    /* 23 */ "  { chain = \"urgent\"; } );",
    /* 24 */ "catch_all = ( \"rank:leader\" );",
};
#define LINES (sizeof(good) / sizeof(good[0]))

static char directory[] = "/tmp/dutyd-config-XXXXXX";

static void setup(void)
{
    cr_assert(mkdtemp(directory));
}

static void teardown(void)
{
    static const char *const names[] = {"main.conf", "roster.conf", "sub/a.conf", "sub/b.conf",
                                        "sub"};

    calendar_set_zone(NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char *path = xasprintf("%s/%s", directory, names[i]);

        remove(path);
        free(path);
    }
    rmdir(directory);
}

TestSuite(config, .init = setup, .fini = teardown);

static void put_file(const char *name, const char *bytes, size_t n)
{
    char *path = xasprintf("%s/%s", directory, name);
    FILE *f = fopen(path, "w");

    cr_assert(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
    free(path);
}

static struct config *load(struct config_report *report)
{
    char *path = xasprintf("%s/main.conf", directory);
    struct config *c = config_load(path, CONFIG_NOON, report);

    free(path);
    return c;
}

/* The good text with one piece of one line (0: of none) put in another's place. */
static char *spoiled(unsigned line, const char *old, const char *new)
{
    struct buffer text = BUFFER_INIT;

    for (unsigned i = 0; i < LINES; i++) {
        const char *at = i + 1 == line ? strstr(good[i], old) : NULL;

        cr_assert(i + 1 != line || at, "line %u has no %s", line, old);
        if (at) {
            buffer_append(&text, good[i], (size_t)(at - good[i]));
            buffer_printf(&text, "%s%s\n", new, at + strlen(old));
        } else {
            buffer_printf(&text, "%s\n", good[i]);
        }
    }
    return buffer_steal(&text);
}

static struct config *load_spoiled(unsigned line, const char *old, const char *new,
                                   struct config_report *report)
{
    char *text = spoiled(line, old, new);

    put_file("main.conf", text, strlen(text));
    free(text);
    return load(report);
}

Test(config, a_good_file_is_read)
{
    struct config_report report;
    struct config *c = load_spoiled(0, "", "", &report);
    const struct rules *r;

    cr_assert(c, "%s", report.text.data);
    cr_expect_eq(report.errors + report.warnings, 0, "%s", report.text.data);
    r = c->rules;
    cr_expect_str_eq(calendar_zone(), "Asia/Shanghai");
    cr_expect(strcmp(r->office_id, "riverton") == 0 && strcmp(r->office_name, "riverton") == 0);
    cr_expect_str_eq(c->conninfo, "dbname=duty");
    cr_expect(c->n_listens == 1 && c->listens[0].kind == LISTEN_TCP && c->listens[0].mode == 0660);
    cr_expect(c->sessions.connections == 1024 && c->sessions.per_address == 0);
    cr_expect(c->sessions.idle.us == SPAN_MINUTES(5).us);
    cr_expect(c->sessions.login_delay.us == SPAN_SECONDS(1).us);
    cr_assert(config_hook(c, SLICE("sms")) == &c->hooks[0] && !config_hook(c, SLICE("call")));
    cr_expect_str_eq(c->hooks[0].command[1], "-v");
    cr_expect(!c->hooks[0].command[2]);
    cr_expect(c->hooks[0].timeout.us == SPAN_SECONDS(30).us && c->hooks[0].parallel == 8 &&
              c->hooks[0].retries == 5 && c->hooks[0].backoff.us == SPAN_SECONDS(5).us);
    cr_assert(r->n_people == 3 && r->people[2].rank == RANK_LEADER);
    cr_expect(r->people[0].n_contacts == 1 && r->people[0].contacts[0].tries == 1 &&
              r->people[0].contacts[0].gap.us == SPAN_SECONDS(60).us);
    cr_expect_str_eq(r->people[0].password, HASH);
    cr_expect_str_eq(r->people[2].uid, "gao");
    cr_assert(r->n_posts == 1 && r->posts[0].n_rotations == 2);
    struct roster roster = {.rules = r};
    cr_expect(roster_holds(&roster, &r->posts[0], &r->people[1], CONFIG_NOON),
              "the 22nd turn from the 2nd");
    cr_assert(r->n_chains == 1 && r->chains[0].n_steps == 2);
    cr_expect(r->chains[0].steps[1].repeat == 3 &&
              r->chains[0].steps[1].every.us == SPAN_MINUTES(5).us);
    cr_expect(r->routes[0].grades == 6 && r->routes[0].ack_rank == RANK_OFFICER);
    cr_expect(r->routes[0].idle.us == SPAN_MINUTES(30).us && r->routes[1].idle.us == 0);
    cr_expect(r->n_catch_all == 1 && r->catch_all[0].rank == RANK_LEADER);
    config_unref(config_ref(c));
    config_unref(c);
    config_report_deinit(&report);
}

static const struct {
    const char *name;
    unsigned line;
    const char *old, *new;
    unsigned at; /* 0: the file is good, with the warning (if any) on its line */
    const char *says;
} rows[] = {
    {"unknown key", 8, "sms", "smss", 8, "unknown key \"smss\" in a person; did you mean \"sms\"?"},
    {"unknown section", 4, "sessions", "session", 4, "did you mean \"sessions\"?"},
    {"unknown and unlike", 4, "sessions", "xyz", 4, "see config.md"},
    {"a key of another section", 8, "sms =", "tries = 2; sms =", 8, "unknown key \"tries\""},
    {"wrong type", 11, "1", "\"1\"", 11, "\"staff\" is text; write a whole number"},
    {"number for text", 8, "\"+8613800000002\"", "861", 8,
     "\"sms\" is a number; write it in quotes"},
    {"group for list", 3, "( { tcp = \"127.0.0.1:2424\"; } )", "{ tcp = \"127.0.0.1:2424\"; }", 3,
     "\"listen\" is a group { }; write ( {"},
    {"no group in a list", 3, "{ tcp = \"127.0.0.1:2424\"; }", "\"127.0.0.1:2424\"", 3,
     "listen is not a group"},
    {"staff out of range", 11, "1", "65", 11, "\"staff\" is out of its limits; 0 to 64"},
    {"negative", 11, "1", "-1", 11, "0 to 64"},
    {"larger than an int", 11, "1", "4294967297", 11, "a number is too large"},
    {"span out of range", 4, "5m", "8d", 4, "1s to 1w"},
    {"bad span", 4, "5m", "5 m", 4, "idle = \"5 m\" is not a valid span"},
    {"empty text", 2, "dbname=duty", "", 2, "1 to 4096 bytes"},
    {"control character", 2, "dbname", "\\x07", 2, "without control characters"},
    {"id with a space", 8, "chen.yu", "chen yu", 8, "is not a valid id"},
    {"missing key", 8, "rank = \"officer\"; ", "", 8, "a person has no \"rank\""},
    {"missing section", 2, "database = { conninfo = \"dbname=duty\"; };", "", 1,
     "\"database\" is missing"},
    {"unknown zone", 1, "Asia/Shanghai", "Asia/Shanghigh", 1, "no zone \"Asia/Shanghigh\""},
    {"bad rank", 8, "officer", "Officer", 8, "is not a valid rank; write one of"},
    {"second person", 8, "chen.yu", "li.wei", 8, "a second person \"li.wei\""},
    {"second uid", 8, "sms", "uid = \"gao\"; sms", 9, "uid \"gao\" belongs to chen.yu already"},
    {"sms and contacts", 8, "sms",
     "contacts = ( { via = \"sms\"; to = \"+8613800000001\"; } ); sms", 8,
     "both \"sms\" and \"contacts\""},
    {"via without a hook", 8, "sms = \"+8613800000002\"",
     "contacts = ( { via = \"sns\"; to = \"1\"; } )", 8,
     "no hook sends \"sns\"; did you mean \"sms\"?"},
    {"password in the clear", 7, HASH, "secret", 7, "not a strong crypt hash"},
    {"a hash in pieces", 7, "j9T$vqSM", "j9T$\" \"vqSM", 7, "in one piece"},
    {"a salt alone", 7, HASH, "$y$j9T$vqSMCQTZ3CdI2TcaDbEud/", 7, "not a strong crypt hash"},
    {"weak hash", 7, HASH, "$1$abcdefgh$G6zvM7JPZyCFnKKvQ1tHc1", 7, "not a strong crypt hash"},
    {"no address", 3, "127.0.0.1:2424", "localhost:2424", 3,
     "\"localhost:2424\" is not a valid address"},
    {"no port", 3, "127.0.0.1:2424", "127.0.0.1", 3, "is not a valid address"},
    {"port too high", 3, "2424", "65536", 3, "is not a valid address"},
    {"address of version 6", 3, "127.0.0.1:2424", "[::1]:2424", 0, NULL},
    {"two kinds", 3, "tcp", "unix = \"/x\"; tcp", 3, "more than one of tcp, tls, unix"},
    {"tls alone", 3, "tcp", "tls", 3, "\"tls\" needs a \"certificate\""},
    {"mode for tcp", 3, "tcp", "mode = \"0600\"; tcp", 3, "\"mode\" goes with \"unix\" only"},
    {"bad mode", 3, "tcp = \"127.0.0.1:2424\"", "unix = \"/x\"; mode = \"0899\"", 3,
     "is not a valid mode"},
    {"relative socket", 3, "tcp = \"127.0.0.1:2424\"", "unix = \"x\"", 3, "is not a valid path"},
    {"address twice", 3, "} )", "}, { tcp = \"127.0.0.1:2424\"; } )", 3, "is given twice"},
    {"relative hook", 5, "/bin/true", "true", 5, "\"true\" is not absolute"},
    {"no such hook", 5, "/bin/true", "/bin/tru", 5, "No such file"},
    {"hook that cannot run", 5, "/bin/true", "/etc/passwd", 5, "cannot be run"},
    {"hook is a directory", 5, "/bin/true", "/bin", 5, "cannot be run"},
    {"second hook", 5, "} )", "}, { via = \"sms\"; command = [ \"/bin/true\" ]; } )", 5,
     "a second hook \"sms\""},
    {"no such date", 13, "2026-11-02", "2026-02-30", 13,
     "start = \"2026-02-30\" is not a valid date"},
    {"no such time", 13, "08:30", "8:30", 13, "is not a valid time"},
    {"bad cycle", 15, "1d", "1y", 15, "is not a valid cycle"},
    {"empty cycle", 15, "1d", "0d", 15, "is not a valid cycle"},
    {"handover and from", 13, "from", "handover = \"08:00\"; from", 13, "both \"handover\" and"},
    {"from alone", 13, "to = \"17:30\"; ", "", 13, "only one of \"from\" and \"to\""},
    {"no hours", 13, "from = \"08:30\"; to = \"17:30\"; ", "", 13, "a rotation has no hours"},
    {"unknown person", 14, "li.wei", "li.wie", 14,
     "no person \"li.wie\"; did you mean \"li.wei\"?"},
    {"twice in a turn", 16, "chen.yu", "li.wei", 16, "li.wei is in the same turn twice"},
    {"empty turn", 16, "\"li.wei\", \"chen.yu\"", "", 16, "a turn of 0 people"},
    {"no turns", 14, "\"li.wei\", \"chen.yu\"", "", 14, "\"people\" is out of its limits"},
    {"rank too low", 11, "rank = \"officer\"", "rank = \"leader\"", 14,
     "li.wei is officer, but post officer asks for leader"},
    {"a gap by day", 13, "17:30", "17:00", 11,
     "held by 0 of 1 people from Mon 11-23 17:00 to Mon 11-23 17:30"},
    {"the last gap", 13, "17:30", "17:00", 11,
     "held by 0 of 1 people from Tue 12-22 17:00 to Tue 12-22 17:30"},
    {"a gap from now on", 13, "2026-11-02", "2027-11-02", 11,
     "held by 0 of 1 people from Mon 11-23 12:00 to Mon 11-23 17:30"},
    {"to the end", 11, "staff = 1", "staff = 3", 11,
     "held by 1 of 3 people from Mon 11-23 12:00, with no end within a year"},
    {"may be empty", 11, "staff = 1", "staff = 0", 0, NULL},
    {"unknown post", 19, "post:officer", "post:oficer", 19, "did you mean \"officer\"?"},
    {"unknown rank", 24, "rank:leader", "rank:boss", 24, "there is no rank \"boss\""},
    {"no target", 19, "post:officer", "officer", 19, "\"officer\" is not a valid target"},
    {"number for a target", 19, "\"post:officer\"", "5", 19, "this is not a valid target"},
    {"a team", 19, "post:officer", "team:a", 19, "there is no team \"a\"; add it to teams"},
    {"repeat too early", 19, "notify", "repeat = 1; every = \"5m\"; notify", 19,
     "only the last step repeats"},
    {"repeat without every", 20, " every = \"5m\";", "", 20, "\"repeat\" without \"every\""},
    {"unknown chain", 23, "urgent", "urgnt", 23, "there is no chain \"urgnt\"; did you mean"},
    {"grade 5", 22, "2", "5", 22, "write 1, 2, 3 or 4"},
    {
        "grade as text",
        22,
        "2 )",
        "\"2\" )",
        22,
        "write 1, 2, 3 or 4",
    },
    {"one grade", 22, "( 1, 2 )", "3", 0, NULL},
    {"last route", 23, "chain", "class = \"gas\"; chain", 23,
     "the last route does not fit every report"},
    {"route for all too early", 22, "grade = ( 1, 2 ); ", "", 0,
     ":22: warning: this route fits every report"},
    {"catch-all for nobody", 24, "leader", "admin", 24, "catch_all reaches nobody"},
    {"no contact", 9, "sms = \"+8613800000003\"; ", "", 24, "catch_all reaches nobody"},
    {"no contact is doubtful", 8, "sms = \"+8613800000002\"; ", "", 0,
     ":8: warning: chen.yu is on a roster or in a chain but cannot be reached"},
    {"step for nobody", 19, "post:officer", "rank:admin", 0, ":19: warning: this step reaches"},
    {"spool", 2, "database", "spool = { };\ndatabase", 2, "\"spool\" is not supported by this"},
    {"days leave gaps", 13, "name", "days = \"mon-fri\"; name", 11,
     "held by 0 of 1 people from Sat 11-28 08:30 to Sat 11-28 17:30"},
    {"bad days", 13, "name", "days = \"mon-frei\"; name", 13,
     "is not a valid set of days; write weekdays"},
    {"all days", 13, "name", "days = \"workday,restday\"; count = \"active\"; name", 0, NULL},
    {"bad count", 13, "name", "count = \"all\"; name", 13, "is not a valid way to count"},
    {"count and months", 15, "every = \"1d\"", "every = \"1month\"; count = \"active\"", 15,
     "counts days, and every = \"1month\" does not"},
    {"instead as text", 13, "name", "instead = \"yes\"; name", 13, "write true or false"},
    {"instead puts away", 15, "every = \"1d\"", "every = \"1d\"; instead = true; days = \"tue\"",
     11, "from Wed 11-25 17:30 to Thu 11-26 08:30"},
    {"strict as text", 1, "office", "strict = \"no\"; office", 1, "write true or false"},
    {"holiday backwards", 1, "office",
     "holidays = ( { from = \"2026-10-07\"; to = \"2026-10-01\"; } ); office", 1,
     "ends on 2026-10-01, before it begins"},
    {"holiday too long", 1, "office",
     "holidays = ( { from = \"2026-10-07\"; to = \"2027-10-08\"; } ); office", 1,
     "a holiday of 367 days"},
    {"holiday and workday", 1, "office",
     "holidays = ( { from = \"2026-10-01\"; to = \"2026-10-07\"; } ); workdays = ( "
     "\"2026-10-07\" ); office",
     1, "2026-10-07 is a workday, and a holiday, too"},
    {"no such workday", 1, "office", "workdays = ( \"2026-02-30\" ); office", 1,
     "workday \"2026-02-30\" is not a valid date"},
    {"no list of holidays", 13, "name", "days = \"workday,sat,sun\"; name", 0,
     ":11: warning: post \"officer\" depends on holidays or workdays, and holidays has none in "
     "2027"},
    {"leave of nobody", 1, "office",
     "leave = ( { person = \"li.wie\"; from = \"2026-12-01\"; to = \"2026-12-01\"; } ); office", 1,
     "did you mean \"li.wei\"?"},
    {"leave backwards", 1, "office",
     "leave = ( { person = \"li.wei\"; from = \"2026-12-02\"; to = \"2026-12-01\"; } ); office", 1,
     "\"to\" is not after \"from\""},
    {"half a time", 1, "office",
     "leave = ( { person = \"li.wei\"; from = \"2026-12-02\"; to = \"2026-12-03 08:00\"; } ); "
     "office",
     1, "one of \"from\" and \"to\" is a date"},
    {"leave makes a gap", 1, "office",
     "leave = ( { person = \"gao.fei\"; from = \"2026-12-01\"; to = \"2026-12-02\"; } ); office",
     11, "held by 0 of 1 people from Wed 12-02 17:30 to Thu 12-03 08:30"},
    {"leave is a hole", 1, "office",
     "leave = ( { person = \"gao.fei\"; from = \"2026-12-01\"; to = \"2026-12-02\"; } ); office",
     11, "held by 0 of 1"},
    {"leave that is over", 1, "office",
     "leave = ( { person = \"li.wei\"; from = \"2026-11-01\"; to = \"2026-11-20\"; } ); office", 0,
     NULL},
    {"a hole that is no gap", 1, "office",
     "leave = ( { person = \"li.wei\"; from = \"2026-12-03 18:00\"; to = \"2026-12-03 20:00\"; } "
     "); office",
     0,
     ":1: warning: li.wei is on leave, but due at post \"officer\" from Thu 12-03 18:00 to Thu "
     "12-03 20:00"},
    {"relief fills it", 1, "office",
     "leave = ( { person = \"gao.fei\"; from = \"2026-12-01\"; to = \"2026-12-02\"; } ); relief = "
     "( "
     "{ post = \"officer\"; out = \"gao.fei\"; in = \"li.wei\"; from = \"2026-12-02\"; to = "
     "\"2026-12-02\"; } ); office",
     0, NULL},
    {"relief by nobody", 1, "office",
     "relief = ( { post = \"officer\"; out = \"gao.fei\"; in = \"li.wie\"; from = \"2026-12-02\"; "
     "to = \"2026-12-02\"; } ); office",
     1, "did you mean \"li.wei\"?"},
    {"relief in no post", 1, "office",
     "relief = ( { post = \"oficer\"; out = \"gao.fei\"; in = \"li.wei\"; from = \"2026-12-02\"; "
     "to = \"2026-12-02\"; } ); office",
     1, "did you mean \"officer\"?"},
    {"relief by oneself", 1, "office",
     "relief = ( { post = \"officer\"; out = \"li.wei\"; in = \"li.wei\"; from = \"2026-12-02\"; "
     "to = \"2026-12-02\"; } ); office",
     1, "relieved by the same person"},
    {"relief that changes nothing", 1, "office",
     "relief = ( { post = \"officer\"; out = \"gao.fei\"; in = \"li.wei\"; from = \"2026-12-01\"; "
     "to = \"2026-12-01\"; } ); office",
     0, ":1: warning: this relief changes nothing: gao.fei does not hold post \"officer\" then"},
    {"relief that is over", 1, "office",
     "relief = ( { post = \"officer\"; out = \"gao.fei\"; in = \"li.wei\"; from = \"2026-11-10\"; "
     "to = \"2026-11-11\"; } ); office",
     0, NULL},
    {"too long a duty", 1, "office", "limits = { continuous = \"20h\"; }; office", 0,
     ":7: warning: li.wei is on duty without a break from Mon 11-23 17:30 to Tue 11-24 17:30, and "
     "14 times"},
    {"long enough", 1, "office", "limits = { continuous = \"24h\"; rest = \"15h\"; }; office", 0,
     NULL},
    {"too short a rest", 1, "office", "limits = { rest = \"25h\"; }; office", 0,
     ":8: warning: chen.yu rests only from Tue 11-24 08:30 to Wed 11-25 08:30"},
    {"twice in a post", 14, "\"li.wei\", \"chen.yu\"", "\"gao.fei\"", 0, NULL},
    {"in a post twice", 15, "17:30", "17:00", 0,
     ":8: warning: chen.yu is in post \"officer\" twice at once, and counts once, from"},
    {"per_number", 5, "via", "per_number = \"3/1m,10/1h\"; via", 0, NULL},
    {"per_number without a span", 5, "via", "per_number = \"3\"; via", 5,
     "per_number = \"3\" is not a valid set of rates; write a count (1 to 1000) and a span (1s to "
     "7d)"},
    {"quote not closed", 9, "\"gao.fei\";", "\"gao.fei;", 9,
     "a text runs past the end of its line"},
    {"comment without an end", 9, "gao", "gao\"; /*", 24, "ends inside a comment"},
    {"syntax", 9, "rank = ", "rank ", 9, "syntax error; look for"},
    {"open bracket", 24, " );", "", 25, "syntax error"},
    {"twice", 24, "catch_all", "office = { };\ncatch_all", 24, "duplicate setting name"},
    {"text without an end", 24, "\"rank:leader\" );", "\"rank", 24, "a text runs past"},
    {"include in a comment", 24, "catch_all", "/*\n@include \"x\"\n*/ catch_all", 0, NULL},
    {"include that is not there", 2, "database", "@include \"no.conf\"\ndatabase", 2,
     "no.conf\": No such file"},
    {"include of a directory", 2, "database", "@include \"/tmp\"\ndatabase", 2,
     "not a regular file"},
    {"include of itself", 2, "database", "@include \"main.conf\"\ndatabase", 2, "includes itself"},
    {"include of nothing", 2, "database", "@include main\ndatabase", 2, "without a file"},
    {"not UTF-8", 9, "gao\"", "\xff\"", 9, "not UTF-8; save the file as UTF-8"},
    {"GBK", 9, "gao\"", "\xb8\xdf\xb7\xc9\"", 9, "GBK; save the file as UTF-8"},
};

static void check_row(size_t i)
{
    struct config_report report;
    struct config *c = load_spoiled(rows[i].line, rows[i].old, rows[i].new, &report);
    const char *says = rows[i].says, *text = report.text.data ? report.text.data : "";
    char *begins = xasprintf("%s/main.conf:%u: ", directory, rows[i].at);
    struct slice rest = slice_of(text);
    bool found = false;

    cr_expect((c != NULL) == (rows[i].at == 0), "%s: %s", rows[i].name, text);
    cr_expect((report.errors > 0) == (rows[i].at != 0), "%s: %s", rows[i].name, text);
    while (rest.len > 0) {
        struct slice line = slice_cut(&rest, '\n');
        char *copy = slice_dup(line);

        found = found || (says && strstr(copy, says) &&
                          (rows[i].at == 0 || slice_starts_with(line, slice_of(begins))));
        free(copy);
    }
    cr_expect(!says || found, "%s: expected %s%s, got\n%s", rows[i].name, begins, says, text);
    cr_expect(says || text[0] == '\0', "%s: %s", rows[i].name, text);
    cr_expect(c || !calendar_zone(), "%s: the zone is set for good files only", rows[i].name);
    calendar_set_zone(NULL);
    free(begins);
    config_unref(c);
    config_report_deinit(&report);
}

Test(config, one_fault_at_a_time)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_row(i);
}

Test(config, all_faults_at_once_in_order)
{
    static const char text[] = "catch_all = \"rank:king\";\noffice = { id = \"a b\"; };\nsesions = "
                               "{ };\nlisten = ( { tcp = \"x\"; } );\n";
    static const char *const parts[] = {":1: \"database\" is missing",
                                        ":1: there is no rank",
                                        ":2: id = \"a b\"",
                                        ":2: office has no \"timezone\"",
                                        ":3: unknown key \"sesions\"",
                                        ":4: \"x\" is not a valid address"};
    struct config_report report;
    const char *at;

    put_file("main.conf", text, strlen(text));
    cr_assert(!load(&report));
    at = report.text.data;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        at = strstr(at, parts[i]);
        cr_assert(at, "%s is not there, or out of order:\n%s", parts[i], report.text.data);
    }
    config_report_deinit(&report);
}

Test(config, each_gap_is_told_once)
{
    struct config_report report;

    cr_assert(!load_spoiled(13, "17:30", "17:00", &report));
    cr_expect_eq(report.errors, 30, "one for each of 30 days: %s", report.text.data);
    config_report_deinit(&report);
}

/* libconfig would take minutes over a file of them, and the daemon with it. */
Test(config, very_many_keys_in_a_group)
{
    struct config_report report;
    struct buffer text = BUFFER_INIT;

    for (int i = 0; i < 200000; i++)
        buffer_printf(&text, "k%d = 1;%s", i, i % 2 ? "\n" : " # = {\n");
    put_file("main.conf", text.data, text.len);
    cr_expect(!load(&report));
    cr_expect(strstr(report.text.data, "main.conf:1001: more than 1000 keys in one group"), "%s",
              report.text.data);
    cr_expect_eq(report.errors, 1, "once");
    config_report_deinit(&report);
    /* each group has its own count */
    buffer_clear(&text);
    for (int i = 0; i < 30; i++) {
        buffer_printf(&text, "g%d = {", i);
        for (int k = 0; k < 900; k++)
            buffer_printf(&text, " k%d : 1;", k);
        buffer_append_string(&text, " };\n");
    }
    put_file("main.conf", text.data, text.len);
    cr_expect(!load(&report));
    cr_expect(!strstr(report.text.data, "in one group"), "%s", report.text.data);
    config_report_deinit(&report);
    buffer_deinit(&text);
}

Test(config, files_that_are_no_files)
{
    struct config_report report;
    char *large = xcalloc(1, (4 << 20) + 1);

    cr_expect(!config_load("/nonexistent/dutyd.conf", CONFIG_NOON, &report));
    cr_expect(strstr(report.text.data, "/nonexistent/dutyd.conf:1: cannot read"));
    config_report_deinit(&report);
    memset(large, '\n', (4 << 20) + 1);
    put_file("main.conf", large, (4 << 20) + 1);
    cr_expect(!load(&report));
    cr_expect(strstr(report.text.data, "at most 4 MiB"), "%s", report.text.data);
    config_report_deinit(&report);
    put_file("main.conf", "a = 1;\n\0b", 9);
    cr_expect(!load(&report));
    cr_expect(strstr(report.text.data, "main.conf:2: a NUL byte"), "%s", report.text.data);
    config_report_deinit(&report);
    put_file("main.conf", "", 0);
    cr_expect(!load(&report));
    cr_expect(strstr(report.text.data, "\"office\" is missing"), "%s", report.text.data);
    config_report_deinit(&report);
    free(large);
}

/* main.conf includes sub/a.conf, which includes b.conf beside itself. */
static void put_includes(const char *end_of_b)
{
    struct buffer text = BUFFER_INIT;
    char *path = xasprintf("%s/sub", directory);

    cr_assert(mkdir(path, 0700) == 0);
    free(path);
    for (unsigned i = 0; i < 5; i++)
        buffer_printf(&text, "%s\n", good[i]);
    buffer_append_string(&text, "  @include \"sub/a.conf\"  # people and the rest\n");
    buffer_printf(&text, "%s\n", good[LINES - 1]);
    put_file("main.conf", text.data, text.len);
    buffer_clear(&text);
    buffer_append_string(&text, "# a\n@include \"b.conf\"\n");
    for (unsigned i = 9; i < LINES - 1; i++)
        buffer_printf(&text, "%s\n", good[i]);
    put_file("sub/a.conf", text.data, text.len);
    buffer_clear(&text);
    for (unsigned i = 5; i < 9; i++)
        buffer_printf(&text, "%s\n", good[i]);
    buffer_append_string(&text, end_of_b);
    put_file("sub/b.conf", text.data, text.len);
    buffer_deinit(&text);
}

Test(config, includes_are_read_and_kept)
{
    struct config_report report;
    struct config *c;
    struct buffer expected = BUFFER_INIT, hex = BUFFER_INIT;
    struct digest digest;

    put_includes("# no line's end");
    c = load(&report);
    cr_assert(c, "%s", report.text.data);
    for (unsigned i = 0; i < LINES; i++) {
        if (i == 0)
            buffer_printf(&expected, "# %s/main.conf\n", directory);
        if (i == 5)
            buffer_printf(&expected,
                          "#   @include \"sub/a.conf\"  # people and the rest\n# %s/sub/a.conf\n"
                          "# a\n# @include \"b.conf\"\n# %s/sub/b.conf\n",
                          directory, directory);
        if (i == 9)
            buffer_printf(&expected, "# no line's end\n# %s/sub/a.conf\n\n", directory);
        if (i == LINES - 1)
            buffer_printf(&expected, "# %s/main.conf\n  # people and the rest\n", directory);
        const char *secret = strstr(good[i], HASH);
        if (secret) /* no hash of a password goes into the log */
            buffer_printf(&expected, "%.*s(left out)%s\n", (int)(secret - good[i]), good[i],
                          secret + strlen(HASH));
        else
            buffer_printf(&expected, "%s\n", good[i]);
    }
    cr_expect_null(strstr(c->rules->text, HASH));
    cr_expect_str_eq(c->rules->text, expected.data);
    digest = digest_of(buffer_slice(&expected));
    digest_format(&digest, &hex);
    cr_expect_str_eq(c->rules->digest, hex.data);
    buffer_deinit(&expected);
    buffer_deinit(&hex);
    config_unref(c);
    config_report_deinit(&report);
}

Test(config, faults_in_included_files_have_their_place)
{
    struct config_report report;

    put_includes("peple = ();\n");
    cr_assert(!load(&report));
    cr_expect(strstr(report.text.data, "/sub/b.conf:5: unknown key \"peple\""), "%s",
              report.text.data);
    cr_expect_eq(report.errors, 1, "%s", report.text.data);
    config_report_deinit(&report);
    put_file("sub/b.conf", "@include \"../main.conf\"\n", 24);
    cr_assert(!load(&report));
    cr_expect(strstr(report.text.data, "/sub/b.conf:1: \""), "%s", report.text.data);
    cr_expect(strstr(report.text.data, "includes itself"), "%s", report.text.data);
    config_report_deinit(&report);
}

Test(config, coverage_is_printed)
{
    static const char expected[] = "officer (officer), 1 at a time\n"
                                   "  Mon 11-23 12:00  to  Mon 11-23 17:30  chen.yu\n"
                                   "  Mon 11-23 17:30  to  Tue 11-24 08:30  li.wei, chen.yu\n"
                                   "  Tue 11-24 08:30  to  Tue 11-24 17:30  li.wei\n"
                                   "  Tue 11-24 17:30  to  Wed 11-25 00:00  gao.fei\n";
    struct config_report report;
    struct config *c = load_spoiled(0, "", "", &report);
    struct buffer text = BUFFER_INIT;

    cr_assert(c);
    coverage_print(c->rules, CONFIG_NOON, 2, &text);
    cr_expect_str_eq(text.data, expected, "%s", text.data);
    buffer_deinit(&text);
    config_unref(c);
    config_report_deinit(&report);
}

Test(config, what_a_reload_cannot_change)
{
    static const struct {
        unsigned line;
        const char *old, *new, *changes;
    } changes[] = {{0, "", "", ""},
                   {9, "+8613800000003", "+8613800000009", ""},
                   {2, "dbname=duty", "dbname=x", "database"},
                   {3, "2424", "2425", "listen"},
                   {1, "riverton\"; timezone = \"Asia/Shanghai", "x\"; timezone = \"Asia/Tokyo",
                    "office.id, office.timezone"}};
    struct config_report report;
    struct config *old = load_spoiled(0, "", "", &report);

    config_report_deinit(&report);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct config *new = load_spoiled(changes[i].line, changes[i].old, changes[i].new, &report);
        struct buffer text = BUFFER_INIT;

        cr_assert(new, "%s", report.text.data);
        config_fixed_changes(old, new, &text);
        cr_expect(slice_equal_string(buffer_slice(&text), changes[i].changes), "%s", text.data);
        buffer_deinit(&text);
        config_report_deinit(&report);
        config_unref(new);
    }
    config_unref(old);
}

/* The samples are good as they are, but for the hook, which is there once installed. */
Test(config, samples)
{
    const char *root = getenv("DUTYD_SOURCE_ROOT");
    static const char *const names[] = {"dutyd.conf", "roster.conf"};
    struct config_report report;
    struct config *c;

    for (size_t i = 0; i < 2; i++) {
        char *path = xasprintf("%s/etc/%s", root ? root : ".", names[i]), *hook;
        static char text[65536];
        FILE *f = fopen(path, "r");
        size_t n;

        cr_assert(f, "%s", path);
        n = fread(text, 1, sizeof(text) - 1, f);
        fclose(f);
        text[n] = '\0';
        hook = strstr(text, "\"/usr/lib/dutyd/hooks/sms-spool\"");
        if (hook)
            memcpy(hook, "\"/bin/true\"                      ", 32);
        put_file(i == 0 ? "main.conf" : "roster.conf", text, n);
        free(path);
    }
    c = load(&report);
    cr_assert(c, "%s", report.text.data);
    cr_expect_eq(report.warnings, 0, "%s", report.text.data);
    cr_expect_eq(c->rules->n_people, 15);
    config_unref(c);
    config_report_deinit(&report);
}
