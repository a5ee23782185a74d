#pragma once
/* A whole server with a journal in memory, a client on a socket, and a clock that stands still
 * unless it is moved. For one test file: all of it is static. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "journal/memory.h"
#include "rules/calendar.h"
#include "wire/commands/table.h"
#include "wire/net/admit.h"
#include "wire/net/parts.h"
#include "wire/server.h"

static const char config_text[] =
    "office = { id = \"riverton\"; name = \"Riverton\"; timezone = \"Asia/Shanghai\"; };\n"
    "database = { conninfo = \"dbname=duty\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = (\n"
    "  { id = \"li.wei\"; name = \"Li Wei\"; rank = \"officer\"; sms = \"+8613800000001\"; },\n"
    "  { id = \"zhao.min\"; name = \"Zhao Min\"; rank = \"leader\"; sms = \"+8613800000002\"; },\n"
    "  { id = \"chen.yu\"; name = \"Chen Yu\"; rank = \"officer\"; },\n"
    "  { id = \"inspector\"; name = \"Inspector\"; rank = \"observer\"; },\n"
    "  { id = \"root\"; name = \"Admin\"; rank = \"admin\"; },\n"
    "  { id = \"gateway\"; name = \"SMS\"; rank = \"service\"; } );\n"
    "posts = (\n"
    "  { id = \"officer\"; title = \"Duty officer\"; rank = \"officer\"; staff = 1;\n"
    "    rotations = ( { start = \"2026-01-01\"; handover = \"08:30\"; every = \"1d\";\n"
    "                    people = ( \"li.wei\" ); } ); },\n"
    "  { id = \"leader\"; title = \"Duty leader\"; rank = \"leader\"; staff = 1;\n"
    "    rotations = ( { start = \"2026-01-01\"; handover = \"08:30\"; every = \"1d\";\n"
    "                    people = ( \"zhao.min\" ); } ); } );\n"
    "chains = (\n"
    "  { id = \"urgent\"; steps = ( { notify = ( \"post:officer\" ); },\n"
    "                             { after = \"3m\"; notify = ( \"post:leader\" ); } ); },\n"
    "  { id = \"routine\"; steps = ( { notify = ( \"post:officer\" ); } ); } );\n"
    "routes = ( { grade = ( 1, 2 ); chain = \"urgent\"; }, { chain = \"routine\"; } );\n"
    "catch_all = ( \"person:zhao.min\" );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n";

/* 2026-11-23T10:15:09.123456+08:00 */
#define NOW ((struct instant){INT64_C(1795400109123456)})
#define AT "at=2026-11-23T10:15:09.123456+08:00"

struct world {
    struct instant now;
    struct clock clock;
    uint64_t seed;
    struct random_source random;
    char file[32];
    struct event_base *base;
    struct config *config;
    struct office *office;
    struct desk *desk;
    struct journal *journal;
    struct server *server;
    struct session *session;
    int fd;
    struct buffer heard;
};

static struct instant read_clock(void *arg)
{
    return ((struct world *)arg)->now;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    cr_assert_fail("fenced: %s", reason);
}

static bool reload(void *arg, const struct person *by, struct config_report *ret_report)
{
    struct world *w = arg;
    struct config *c = config_load(w->file, w->now, ret_report);

    cr_expect_str_eq(by->id, "root");
    if (!c)
        return false;
    desk_use_config(w->desk, c, by);
    config_unref(c);
    return true;
}

static void write_config(struct world *w, const char *text)
{
    FILE *f = fopen(w->file, "w");

    cr_assert(f);
    fputs(text, f);
    fclose(f);
}

/* Lets everything happen that can. */
static void settle(struct world *w)
{
    char bytes[4096];
    ssize_t n;

    for (int i = 0; i < 12; i++) {
        event_base_loop(w->base, EVLOOP_NONBLOCK);
        memory_journal_flush(w->journal);
    }
    while (w->fd >= 0 && (n = read(w->fd, bytes, sizeof(bytes))) > 0)
        buffer_append(&w->heard, bytes, (size_t)n);
}

static void be(struct world *w, const char *person)
{
    session_set_person(w->session,
                       rules_person(server_net(w->server)->config->rules, slice_of(person)));
}

static const char *say(struct world *w, const char *line)
{
    buffer_clear(&w->heard);
    cr_assert(write(w->fd, line, strlen(line)) == (ssize_t)strlen(line));
    cr_assert(write(w->fd, "\n", 1) == 1);
    settle(w);
    return w->heard.data ? w->heard.data : "";
}

static void connect_client(struct world *w)
{
    int fds[2];

    cr_assert(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    w->fd = fds[0];
    w->session = admit_anyone(server_net(w->server), fds[1], "test", -1);
    settle(w);
}

static struct world *world_new(bool open)
{
    struct world *w = calloc(1, sizeof(*w));
    struct config_report report;
    struct journal_listener listener;
    int fd;

    w->now = NOW;
    w->clock = (struct clock){read_clock, read_clock, w};
    w->seed = 1;
    w->random = random_seeded(&w->seed);
    strcpy(w->file, "/tmp/test-commands-XXXXXX");
    fd = mkstemp(w->file);
    cr_assert(fd >= 0);
    close(fd);
    write_config(w, config_text);
    w->config = config_load(w->file, w->now, &report);
    cr_assert(w->config, "%s", report.text.data);
    config_report_deinit(&report);
    w->base = event_base_new();
    w->office = office_new(w->config->rules, &w->random);
    w->desk = desk_new(
        &(struct desk_options){.clock = &w->clock, .office = w->office, .version = "test"});
    w->server = server_new(&(struct server_options){.base = w->base,
                                                    .desk = w->desk,
                                                    .config = w->config,
                                                    .version = "test",
                                                    .reload = reload,
                                                    .reload_arg = w});
    listener = desk_journal_listener(w->desk, on_fenced, w);
    w->journal = memory_journal_new(&listener);
    desk_set_journal(w->desk, w->journal);
    if (open)
        memory_journal_open(w->journal);
    connect_client(w);
    return w;
}

static void world_free(struct world *w)
{
    close(w->fd);
    server_free(w->server);
    desk_free(w->desk);
    journal_free(w->journal);
    office_free(w->office);
    config_unref(w->config);
    event_base_free(w->base);
    unlink(w->file);
    buffer_deinit(&w->heard);
    free(w);
}
