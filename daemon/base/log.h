#pragma once
/*
 * The daemon's log on stderr: with journald's "<N>" priority in front of each line where systemd
 * reads it, with the time and in plain words elsewhere. One line a call, no newline needed; control
 * characters in the text are replaced, so that what a client sent cannot forge a line.
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
