#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log_out.h"

static enum log_level highest = LOG_LEVEL_INFO;

static const char *const names[] = {
    [LOG_LEVEL_CRIT] = "critical", [LOG_LEVEL_ERROR] = "error", [LOG_LEVEL_WARNING] = "warning",
    [LOG_LEVEL_NOTICE] = "notice", [LOG_LEVEL_INFO] = "info",   [LOG_LEVEL_DEBUG] = "debug",
};

void log_set_level(enum log_level level)
{
    highest = level;
}

/* $JOURNAL_STREAM has the device and inode of the stream that systemd connected to its journal. */
static bool is_journal(void)
{
    const char *named = getenv("JOURNAL_STREAM");
    unsigned long long device, inode;
    struct stat s;

    return named && sscanf(named, "%llu:%llu", &device, &inode) == 2 &&
           fstat(STDERR_FILENO, &s) == 0 && s.st_dev == device && s.st_ino == inode;
}

static void append_head(struct buffer *line, enum log_level level)
{
    if (is_journal()) {
        buffer_append_char(line, '<');
        buffer_append_number(line, level);
        buffer_append_char(line, '>');
    } else {
        instant_format_utc(clock_now(&clock_system), line);
        buffer_append_char(line, ' ');
        buffer_append_string(line, names[level]);
        buffer_append_string(line, ": ");
    }
}

/* libpq's messages contain line breaks and tabs: these become spaces, other control characters
 * (including U+0080 to U+009F, which terminals obey) question marks. */
static void make_harmless(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '\n' || c == '\r' || c == '\t')
            text[i] = ' ';
        else if (c < 0x20 || c == 0x7f)
            text[i] = '?';
        else if (c == 0xc2 && i + 1 < len && ((unsigned char)text[i + 1] & 0xe0) == 0x80)
            text[i] = text[i + 1] = '?';
    }
}

static void say_lost(size_t lost, struct buffer *out)
{
    append_head(out, LOG_LEVEL_WARNING);
    buffer_printf(out, "%zu lines of this log were lost: whoever reads it was too slow\n", lost);
}

static void write_line(enum log_level level, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void write_line(enum log_level level, const char *format, va_list args)
{
    int error = errno; /* the caller may still want it */
    struct buffer line = BUFFER_INIT;
    size_t head;

    if (level > highest)
        return;
    append_head(&line, level);
    head = line.len;
    buffer_vprintf(&line, format, args);
    while (line.len > head && (line.data[line.len - 1] == '\n' || line.data[line.len - 1] == '\r'))
        line.len--;
    make_harmless(line.data + head, line.len - head);
    buffer_append_char(&line, '\n');
    log_out_write(buffer_slice(&line), say_lost);
    buffer_deinit(&line);
    errno = error;
}

#define DEFINE_LOG(name, level)                                                                    \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list args;                                                                              \
                                                                                                   \
        va_start(args, format);                                                                    \
        write_line(level, format, args);                                                           \
        va_end(args);                                                                              \
    }

DEFINE_LOG(log_crit, LOG_LEVEL_CRIT)
DEFINE_LOG(log_error, LOG_LEVEL_ERROR)
DEFINE_LOG(log_warning, LOG_LEVEL_WARNING)
DEFINE_LOG(log_notice, LOG_LEVEL_NOTICE)
DEFINE_LOG(log_info, LOG_LEVEL_INFO)
DEFINE_LOG(log_debug, LOG_LEVEL_DEBUG)
