#pragma once
/*
 * The daemon's log on stderr: each line has journald's "<N>" priority in front if systemd reads it,
 * otherwise the time and the level in words. One line per call, without a newline; control
 * characters are replaced, so that a client cannot forge a line. Whoever reads it is never waited
 * for (base/log_out.h).
 */
enum log_level {
    LOG_LEVEL_CRIT = 2,
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_NOTICE = 5,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};

/* Lines below this level (numerically above) are not written; INFO until called. */
void log_set_level(enum log_level level);

void log_crit(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_notice(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));
