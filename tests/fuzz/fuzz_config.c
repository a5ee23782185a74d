/*
 * Bytes as a configuration: whatever they are, they are read or refused with a reason, and nothing
 * is left behind. A good one is asked for its coverage, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/load.h"
#include "rules/coverage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig 1.5 loses what it was reading when it stops at an error of syntax. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so\n";
}

static const struct instant now = {INT64_C(1795406400) * 1000000};

static void read_config(const char *path)
{
    struct config_report report;
    struct config *c = config_load(path, now, &report);
    struct buffer text = BUFFER_INIT;

    if ((c == NULL) != (report.errors > 0) || (!c && report.text.len == 0))
        abort();
    if (c) {
        coverage_print(c->rules, now, 7, &text);
        config_fixed_changes(c, c, &text);
    }
    buffer_deinit(&text);
    config_report_deinit(&report);
    config_unref(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("config", MFD_CLOEXEC);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    read_config(path);
    close(fd);
    calendar_set_zone(NULL);
    return 0;
}
