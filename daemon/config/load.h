#pragma once
/* Reads the configuration from its files, or from the copy in a duty log. */
#include "config/config.h"
#include "config/report.h"

/*
 * Reads and checks a file with everything it includes; `now` is for the coverage of the next 30
 * days. NULL if there is any error. The zone of the process is set to the config's
 * (calendar_set_zone) only if the whole file is valid. *ret_report is initialised by the call, and
 * always filled.
 */
struct config *config_load(const char *file, struct instant now, struct config_report *ret_report);
/*
 * Reads a duty log's copy of a configuration that was once in force: for the roster of that time,
 * not to run with. It accepts what may be missing or different by now: passwords are left out of
 * the log, hooks and TLS files may be gone, keys of other versions are ignored, and coverage is not
 * checked. The zone of the process stays as it is, and the rules' times of day are taken in it.
 * NULL if there is any error; *ret_report as with config_load.
 */
struct config *config_load_text(struct slice text, struct instant now,
                                struct config_report *ret_report);
