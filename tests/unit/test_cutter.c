/* Where lines end, however their bytes come; and what telnet says between them. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "wire/net/cutter.h"
#include "wire/net/foreign.h"
#include "wire/net/telnet.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* The lines, each in brackets, and what is left; the bytes come in two pieces. */
static void cut(const char *bytes, size_t n, size_t split, struct buffer *out)
{
    size_t have[] = {split, n}, done = 0;
    struct cutter c = {0};

    for (size_t i = 0; i < COUNT(have); i++) {
        while (done < have[i]) {
            struct cutter_line line;
            size_t skip = cutter_skip(&c, bytes + done, have[i] - done);

            done += skip;
            if (skip)
                continue;
            if (!cutter_cut(c, bytes + done, have[i] - done, &line))
                break;
            buffer_append_char(out, '[');
            buffer_append(out, bytes + done, line.len);
            buffer_append_char(out, ']');
            done += line.done;
            c = line.after;
        }
    }
    buffer_append(out, bytes + done, n - done);
}

#define BYTES(literal) literal, sizeof(literal) - 1

Test(cutter, wherever_the_bytes_are_split)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *lines;
    } rows[] = {
        {BYTES("PING\nPING\n"), "[PING][PING]"},
        {BYTES("PING\r\nPING\r\n"), "[PING][PING]"},
        {BYTES("PING\r\n\r\nPING\r\n"), "[PING][][PING]"},
        {BYTES("PING\r\0PING\r\0"), "[PING][PING]"},
        {BYTES("PING\rPING\r"), "[PING][PING]"},
        {BYTES("PING\r\rPING\r"), "[PING][][PING]"},
        {BYTES("PING\r\0\r\0PING\r\0"), "[PING][][PING]"},
        {BYTES("PING\r\0PING\r\nPING\rPING\n"), "[PING][PING][PING][PING]"},
        {BYTES("PING\nhalf"), "[PING]half"},
        {BYTES("PING\rhalf"), "[PING]half"},
        {BYTES("PING\nLOG a\rb\nPING\n"), "[PING][LOG a\rb][PING]"},
        {BYTES("PING\r\nLOG a\rb\r\nPING\r\n"), "[PING][LOG a\rb][PING]"},
        {BYTES("PING\nPING\r\r\n"), "[PING][PING]"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t split = 0; split <= rows[i].n; split++) {
            struct buffer got = BUFFER_INIT;

            cut(rows[i].bytes, rows[i].n, split, &got);
            cr_expect_str_eq(got.data, rows[i].lines, "%zu at %zu: %s", i, split, got.data);
            buffer_deinit(&got);
        }
    }
}

/* A CR in a message that is passed on begins no line. */
Test(cutter, no_line_within_a_line)
{
    struct buffer got = BUFFER_INIT;

    cut(BYTES("LOGIN gateway x\nRECEIVE from=1 -- hello\rACK 1\n"), 3, &got);
    cr_expect_str_eq(got.data, "[LOGIN gateway x][RECEIVE from=1 -- hello\rACK 1]");
    buffer_deinit(&got);
    cut(BYTES("LOG a\rb\n"), 0, &got);
    cr_expect_str_eq(got.data, "[LOG a\rb]");
    buffer_deinit(&got);
}

Test(telnet, reads)
{
    static const struct {
        const char *name, *bytes;
        size_t n;
        enum telnet_command command;
        size_t len;
        const char *answer;
    } rows[] = {
        {"text", BYTES("PING"), TELNET_NONE, 0, NULL},
        {"WILL NAWS", BYTES("\xff\xfb\x1fPING"), TELNET_REFUSE, 3, "\xff\xfe\x1f"},
        {"DO SGA", BYTES("\xff\xfd\x03"), TELNET_REFUSE, 3, "\xff\xfc\x03"},
        {"DO TIMING-MARK", BYTES("\xff\xfd\x06"), TELNET_REFUSE, 3, "\xff\xfc\x06"},
        {"WONT", BYTES("\xff\xfc\x01"), TELNET_NOTHING, 3, NULL},
        {"DONT", BYTES("\xff\xfe\x01"), TELNET_NOTHING, 3, NULL},
        {"SB", BYTES("\xff\xfa\x18\0xterm\xff\xf0PING"), TELNET_NOTHING, 11, NULL},
        {"SB with IAC IAC", BYTES("\xff\xfa\x1f\xff\xff\0\xff\xf0"), TELNET_NOTHING, 8, NULL},
        {"IP", BYTES("\xff\xf4"), TELNET_INTERRUPT, 2, NULL},
        {"BRK", BYTES("\xff\xf3"), TELNET_INTERRUPT, 2, NULL},
        {"EOF", BYTES("\xff\xec"), TELNET_END, 2, NULL},
        {"AYT", BYTES("\xff\xf6"), TELNET_NOTHING, 2, NULL},
        {"NOP", BYTES("\xff\xf1"), TELNET_NOTHING, 2, NULL},
        {"IAC alone", BYTES("\xff"), TELNET_PART, 0, NULL},
        {"half", BYTES("\xff\xfb"), TELNET_PART, 0, NULL},
        {"half an SB", BYTES("\xff\xfa\x18\0xt"), TELNET_PART, 0, NULL},
        {"half an SB's end", BYTES("\xff\xfa\x18\0xt\xff"), TELNET_PART, 0, NULL},
        {"UTF-16", BYTES("\xff\xfeL\0"), TELNET_NONE, 0, NULL},
        {"Latin 1",
         BYTES("\xff\xfb"
               "A"),
         TELNET_NONE, 0, NULL},
        {"IAC IAC", BYTES("\xff\xff"), TELNET_NONE, 0, NULL},
        {"no command", BYTES("\xff\n"), TELNET_NONE, 0, NULL},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        char answer[3];
        size_t len = 0;
        enum telnet_command got = telnet_read(rows[i].bytes, rows[i].n, &len, answer);

        cr_expect_eq(got, rows[i].command, "%s: %d", rows[i].name, (int)got);
        if (rows[i].len)
            cr_expect_eq(len, rows[i].len, "%s: %zu", rows[i].name, len);
        if (rows[i].answer)
            cr_expect_eq(memcmp(answer, rows[i].answer, 3), 0, "%s", rows[i].name);
    }
}

Test(telnet, endless)
{
    static char bytes[2 * TELNET_MOST];
    char answer[3];
    size_t len;

    memset(bytes, 'x', sizeof(bytes));
    memcpy(bytes, "\xff\xfa\x18", 3);
    cr_expect_eq(telnet_read(bytes, sizeof(bytes), &len, answer), TELNET_NONE);
}

Test(foreign, lines)
{
    static const struct {
        const char *line;
        bool foreign;
    } rows[] = {
        {"GET / HTTP/1.1", true},
        {"POST /x HTTP/1.0", true},
        {"PRI * HTTP/2.0", true},
        {"OPTIONS * HTTP/1.1", true},
        {"CONNECT example.org:443 HTTP/1.1", true},
        {"SSH-2.0-OpenSSH_9.2", true},
        {"GET the ladder", false},
        {"PING", false},
        {"LOG see HTTP/1.1 in the notes", false},
        {"", false},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(foreign_words(slice_of(rows[i].line)) != NULL, rows[i].foreign, "%s",
                     rows[i].line);
    cr_expect(foreign_is_tls("\x16\x03\x01", 3));
    cr_expect_not(foreign_is_tls("\x16", 1));
    cr_expect_not(foreign_is_tls("PING", 4));
}
