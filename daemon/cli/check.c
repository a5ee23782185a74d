#include "cli/check.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/exit_codes.h"
#include "config/load.h"
#include "rules/coverage.h"

int cli_check(const char *file)
{
    struct config_report report;
    struct instant now = clock_now(&clock_system);
    struct config *c = config_load(file, now, &report);
    struct buffer coverage = BUFFER_INIT;

    fputs(report.text.len ? report.text.data : "", c ? stdout : stderr);
    if (c) {
        coverage_print(c->rules, now, COVERAGE_DAYS, &coverage);
        fputs(coverage.len ? coverage.data : "", stdout);
        printf("%s: good, %zu warning%s\n", file, report.warnings, report.warnings == 1 ? "" : "s");
    } else {
        fprintf(stderr, "%s: %zu error%s, %zu warning%s\n", file, report.errors,
                report.errors == 1 ? "" : "s", report.warnings, report.warnings == 1 ? "" : "s");
    }
    buffer_deinit(&coverage);
    config_report_deinit(&report);
    bool good = c != NULL;
    config_unref(c);
    return good ? EXIT_OK : EXIT_WRONG;
}
