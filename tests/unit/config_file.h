#pragma once
/* Configurations of a test's own, as files: config_load reads nothing else. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "config/load.h"

#define CONFIG_NOON ((struct instant){INT64_C(1795406400) * 1000000}) /* 2026-11-23T12:00+08:00 */

/* Reads them from a file that is gone then. */
static inline struct config *config_of_text(struct slice text, struct instant now,
                                            struct config_report *ret_report)
{
    char path[] = "/tmp/dutyd-config-XXXXXX";
    int fd = mkstemp(path);
    struct config *c;

    cr_assert(fd >= 0 && write(fd, text.data, text.len) == (ssize_t)text.len);
    close(fd);
    c = config_load(path, now, ret_report);
    unlink(path);
    return c;
}

/* One file for a whole test, to be written over and over: for a suite's .init and .fini. */
static char config_file[] = "/tmp/dutyd-config-XXXXXX";

static inline void config_file_set_up(void)
{
    int fd = mkstemp(config_file);

    cr_assert(fd >= 0);
    close(fd);
}

static inline void config_file_tear_down(void)
{
    calendar_set_zone(NULL);
    unlink(config_file);
}
