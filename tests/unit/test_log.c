#define _GNU_SOURCE 1
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/log_out.h"

/* Each test is a process of its own, so stderr may be turned into a pipe for good. */
static int reader;

static void catch_stderr(void)
{
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_geq(dup2(ends[1], STDERR_FILENO), 0);
    close(ends[1]);
    reader = ends[0];
    cr_assert_eq(fcntl(reader, F_SETFL, O_NONBLOCK), 0);
}

/* As systemd connects it to its journal. */
static void catch_journal(void)
{
    char name[64];
    struct stat s;

    catch_stderr();
    cr_assert_eq(fstat(STDERR_FILENO, &s), 0);
    snprintf(name, sizeof(name), "%llu:%llu", (unsigned long long)s.st_dev,
             (unsigned long long)s.st_ino);
    setenv("JOURNAL_STREAM", name, 1);
}

/* What was written since the last call. */
static const char *caught(void)
{
    static char text[8192];
    ssize_t n = read(reader, text, sizeof(text) - 1);

    text[n > 0 ? n : 0] = '\0';
    return text;
}

Test(log, priorities, .init = catch_journal)
{
    log_set_level(LOG_LEVEL_DEBUG);
    log_crit("a %d", 1);
    log_error("b");
    log_warning("c");
    log_notice("d");
    log_info("e");
    log_debug("f");
    cr_expect_str_eq(caught(), "<2>a 1\n<3>b\n<4>c\n<5>d\n<6>e\n<7>f\n");
}

Test(log, plain_words, .init = catch_stderr)
{
    const char *text;

    setenv("JOURNAL_STREAM", "1:2", 1); /* another stream's */
    log_warning("b");
    text = caught();
    cr_expect_eq(text[0], '2', "%s", text);
    cr_expect(strstr(text, "Z warning: b\n"), "%s", text);
}

Test(log, level, .init = catch_journal)
{
    log_debug("not before it is asked for");
    log_info("info");
    cr_expect_str_eq(caught(), "<6>info\n");
    log_set_level(LOG_LEVEL_ERROR);
    log_warning("not any more");
    log_error("error");
    cr_expect_str_eq(caught(), "<3>error\n");
}

Test(log, cannot_be_forged, .init = catch_journal)
{
    static const struct {
        const char *name, *text, *line;
    } rows[] = {
        {"line end inside", "a\n<2>forged", "<6>a <2>forged\n"},
        {"line ends at the end", "a\r\n\n", "<6>a\n"},
        {"tab", "a\tb", "<6>a b\n"},
        {"terminal escape", "\x1b[2J\x07\x7f", "<6>?[2J??\n"},
        {"C1 in UTF-8",
         "a\xc2\x9b"
         "2J",
         "<6>a??2J\n"},
        {"other UTF-8 stays", "\xe6\xb0\xb4 \xc2\xa7", "<6>\xe6\xb0\xb4 \xc2\xa7\n"},
        {"empty", "", "<6>\n"},
        {"only a line end", "\n", "<6>\n"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *line;

        log_info("%s", rows[i].text);
        line = caught();
        cr_expect(strcmp(line, rows[i].line) == 0, "%s: %s", rows[i].name, line);
    }
}

Test(log, long_line_is_whole, .init = catch_journal)
{
    log_info("%4000d", 7);
    cr_expect_eq(strlen(caught()), 3 + 4000 + 1);
}

Test(log, errno_stays, .init = catch_journal)
{
    errno = ENOENT;
    log_error("open");
    cr_expect_eq(errno, ENOENT);
}

static int open_terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    char *name;
    int slave;

    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        cr_skip_test("no pseudo-terminals here");
    name = ptsname(master);
    slave = name ? open(name, O_RDWR | O_NOCTTY) : -1;
    if (slave < 0)
        cr_skip_test("no pseudo-terminals here");
    dup2(slave, STDERR_FILENO);
    return master;
}

Test(log, terminal_gets_the_time)
{
    char text[256];
    int master = open_terminal();
    ssize_t n;

    log_warning("pump");
    n = read(master, text, sizeof(text) - 1);
    cr_assert_gt(n, 28);
    text[n] = '\0';
    cr_expect_eq(text[10], 'T');
    cr_expect_eq(text[26], 'Z');
    cr_expect_str_eq(text + 27, " warning: pump\r\n");
}

/* ---- whoever reads the log stands still ---- */

#define MANY 20000

/* Reads until every line is accounted for: it came, or was counted as lost. */
static void read_all(size_t *ret_kept, size_t *ret_lost)
{
    FILE *in = fdopen(reader, "r");
    char line[256];

    fcntl(reader, F_SETFL, 0);
    *ret_kept = *ret_lost = 0;
    while (*ret_kept + *ret_lost < MANY) {
        const char *number;

        cr_assert_not_null(fgets(line, sizeof(line), in));
        cr_expect_eq(line[strlen(line) - 1], '\n', "torn: %s", line);
        if (strstr(line, "with some words"))
            (*ret_kept)++;
        number = strstr(line, " lines of this log were lost") ? strpbrk(line, ">g") : NULL;
        while (number && (*number < '0' || *number > '9'))
            number++;
        *ret_lost += number ? strtoul(number, NULL, 10) : 0;
    }
    log_info("later");
    cr_assert_not_null(fgets(line, sizeof(line), in));
    cr_expect(strstr(line, "later"), "%s", line);
    fclose(in);
}

static void log_many(void)
{
    for (int i = 0; i < MANY; i++)
        log_info("line %d with some words after it, as long as lines are", i);
}

static void check_nothing_is_lost_unsaid(void)
{
    size_t kept, lost;

    read_all(&kept, &lost);
    cr_expect_eq(kept + lost, MANY, "%zu kept and %zu lost", kept, lost);
    cr_expect_gt(kept, 1000);
    cr_expect_gt(lost, 1000);
}

Test(log, a_pipe_that_nobody_reads, .init = catch_journal, .timeout = 100)
{
    log_many();
    check_nothing_is_lost_unsaid();
}

Test(log, a_socket_that_nobody_reads, .timeout = 100)
{
    int ends[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    cr_assert_geq(dup2(ends[1], STDERR_FILENO), 0);
    reader = ends[0];
    log_many();
    check_nothing_is_lost_unsaid();
}

Test(log, a_reader_that_has_gone, .timeout = 100)
{
    catch_stderr();
    signal(SIGPIPE, SIG_IGN);
    close(reader);
    log_many();
    log_out_flush(SPAN_SECONDS(1));
}

Test(log, the_end_is_not_waited_for_for_ever, .init = catch_stderr, .timeout = 100)
{
    log_many();
    log_out_flush(SPAN_SECONDS(1));
}
