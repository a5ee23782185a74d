#include "cli/rebuild.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/exit_codes.h"
#include "config/load.h"
#include "journal/rebuild.h"

static void on_progress(uint64_t done, uint64_t all)
{
    static uint64_t said;

    if (done - said < 50000 && done < all)
        return;
    said = done;
    fprintf(stderr, "%" PRIu64 " of %" PRIu64 " entries\n", done, all);
}

static int rebuild(const struct config *c)
{
    const struct rebuild_options options = {.conninfo = c->conninfo,
                                            .rules = c->rules,
                                            .random = &random_system,
                                            .on_progress = on_progress};
    struct buffer why = BUFFER_INIT;
    uint64_t entries = 0;
    int code = EXIT_OK;

    switch (rebuild_tables(&options, &entries, &why)) {
    case REBUILT:
        printf("the tables were made again from %" PRIu64 " entries\n", entries);
        break;
    case REBUILD_BUSY:
        fputs("dutyd: a dutyd is on duty with this database: stop it first. Nothing was changed\n",
              stderr);
        code = EXIT_FENCED;
        break;
    case REBUILD_FAILED:
        fprintf(stderr, "dutyd: %s\n", why.data);
        code = EXIT_WRONG;
        break;
    }
    buffer_deinit(&why);
    return code;
}

int cli_rebuild(const char *config_file)
{
    struct config_report report;
    struct config *c = config_load(config_file, clock_now(&clock_system), &report);
    int code = EXIT_CONFIG;

    if (c)
        code = rebuild(c);
    else
        fputs(report.text.len ? report.text.data : "", stderr);
    config_report_deinit(&report);
    config_unref(c);
    return code;
}
