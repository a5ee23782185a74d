#pragma once
/* Reads the configuration from its files, or from what a duty log keeps of them. */
#include "config/config.h"
#include "config/report.h"

/*
 * Reads and checks a file with all that it includes; `now` is for the coverage of the next 30 days.
 * NULL when there is any error. The zone of the process is set to the config's (calendar_set_zone)
 * if, and only if, the whole file is good. *ret_report is initialised by the call, and always
 * filled.
 */
struct config *config_load(const char *file, struct instant now, struct config_report *ret_report);
/*
 * Reads what a duty log keeps of a configuration that was in force once: for the roster of that
 * time, not to run by. What the daemon has changed since does not matter: passwords are left out in
 * the log, hooks and TLS files may be gone, keys of other versions are passed over, and coverage is
 * not checked. The zone of the process stays as it is, and the rules' times of day are counted in
 * it. NULL when there is any error; *ret_report as with config_load.
 */
struct config *config_load_text(struct slice text, struct instant now,
                                struct config_report *ret_report);
