#include "cli/options.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/log.h"
#include "cli/check.h"
#include "cli/exit_codes.h"
#include "cli/hash_password.h"
#include "cli/rebuild.h"
#include "cli/roster.h"
#include "rules/coverage.h"

#define DEFAULT_CONFIG "/etc/dutyd/dutyd.conf"

static void print_help(void)
{
    printf(
        "dutyd - the duty office's daemon: rosters, reports, paging, and a log that cannot be "
        "altered unnoticed\n"
        "\n"
        "  dutyd [--config FILE]     run, in the foreground, with this configuration\n"
        "                            (default %s)\n"
        "  dutyd --check [FILE]      read and check the configuration, print who is on duty in\n"
        "                            the next %d days; exit 1 if anything is wrong\n"
        "  dutyd --roster [FILE]     print who is on duty: [--days N] (default %d) [--post POST]\n"
        "                            [--person PERSON] [--format text|csv|ics]\n"
        "  dutyd --rebuild [FILE]    make the tables of the database again from the log alone,\n"
        "                            while no dutyd is on duty with it; docs/operations.md\n"
        "  dutyd --hash-password     read a password from standard input, print its hash for\n"
        "                            the configuration\n"
        "  dutyd --debug             log more; can be combined with the others\n"
        "  dutyd --version | --help\n"
        "\n"
        "Signals: TERM and INT end it in order, HUP reads the configuration again.\n"
        "Exit codes: 0 ended in order, 1 the file has errors, 64 wrong options, 71 the system\n"
        "refused something (an address in use), 75 another daemon writes this log, 78 the\n"
        "configuration is wrong.\n",
        DEFAULT_CONFIG, COVERAGE_DAYS, ROSTER_DAYS);
}

static int usage(const char *what)
{
    fprintf(stderr, "dutyd: %s; see dutyd --help\n", what);
    return EXIT_USAGE;
}

static const struct option known[] = {
    {"config", required_argument, NULL, 'c'},
    {"check", no_argument, NULL, 'k'},
    {"roster", no_argument, NULL, 'r'},
    {"rebuild", no_argument, NULL, 'R'},
    {"days", required_argument, NULL, 'D'},
    {"post", required_argument, NULL, 'P'},
    {"person", required_argument, NULL, 'W'},
    {"format", required_argument, NULL, 'F'},
    {"hash-password", no_argument, NULL, 'p'},
    {"debug", no_argument, NULL, 'd'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char **roster_option(struct roster_options *o, int c)
{
    return c == 'D' ? &o->days : c == 'P' ? &o->post : c == 'W' ? &o->person : &o->format;
}

int options_read(int argc, char **argv, struct options *ret_options)
{
    const char *config = DEFAULT_CONFIG;
    struct roster_options roster = {0};
    bool checks = false, prints = false, rebuilds = false;
    int c;

    opterr = 0;
    while ((c = getopt_long(argc, argv, "c:h", known, NULL)) != -1) {
        switch (c) {
        case 'c':
            config = optarg;
            break;
        case 'k':
            checks = true;
            break;
        case 'r':
            prints = true;
            break;
        case 'R':
            rebuilds = true;
            break;
        case 'D':
        case 'P':
        case 'W':
        case 'F':
            *roster_option(&roster, c) = optarg;
            break;
        case 'p':
            return cli_hash_password();
        case 'd':
            log_set_level(LOG_LEVEL_DEBUG);
            break;
        case 'V':
            puts("dutyd " DUTYD_VERSION);
            return EXIT_OK;
        case 'h':
            print_help();
            return EXIT_OK;
        default:
            return usage("an unknown option, or one without its value");
        }
    }
    if (checks + prints + rebuilds > 1)
        return usage("--check, --roster and --rebuild do not go together");
    if (!prints && (roster.days || roster.post || roster.person || roster.format))
        return usage("--days, --post, --person and --format go with --roster");
    if ((checks || prints || rebuilds) && optind < argc)
        config = argv[optind++];
    if (optind < argc)
        return usage("a word that is not an option");
    if (checks)
        return cli_check(config);
    if (prints)
        return cli_print_roster(config, &roster);
    if (rebuilds)
        return cli_rebuild(config);
    ret_options->config = config;
    return -1;
}
