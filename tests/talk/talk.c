/*
 * talk [-c DIRECTORY] FILE.talk...
 *
 * Plays conversations: what a client types, what it gets, what a hook is given, and how time
 * passes. The same files are the examples of the documentation. One line, one thing:
 *
 *     # words                  a comment
 *     config FILE              the office, beside the script or in DIRECTORY (first; else
 * office.conf); later in the script: what the file holds from now on, for the next RELOAD clock
 * 2026-11-23 10:15   local time at the start (before anything else) > LINE                   the
 * client types this; NAME> LINE: the client called NAME does NAME partly BYTES        it types
 * these, and no end of the line < PATTERN                the next line that it gets; * stands for
 * anything
 *     <.. PATTERN              some lines, the last of which is this; NAME<.. PATTERN
 *     page PATTERN             the next page that a hook is given: "via person address text"; a
 * hook that ends well calls it gw-ID
 *     same page PATTERN        the next one, and it has the id of this person's last one for it
 *     no page                  and no further one
 *     no line                  and the client gets nothing more
 *     NAME uid N               the client connects over the Unix socket, as the system user N
 *     closed                   the connection has been closed; NAME closed
 *     hang up                  the client goes without a word; NAME hang up
 *     advance 5m               time passes
 *     set clock 1h | -1h       the clock is set, no time passes
 *     hook VIA exit N | hang   how the hooks end from now on
 *     hooks end N              those that hang end so
 *     database away | back     it is not there: nothing can be written
 *     database stalls | goes on  it is there, and what is sent to it is not durable yet
 *     kill                     the daemon is killed, and started again
 *     timer loses N            a fault: it forgets when incident N is due
 *     timer stops | goes on    a fault: it does not come any more
 *     repeat N ... end repeat  what stands between, N times
 *
 * {name} in a pattern stands for anything up to the next space; from then on, in patterns and in >
 * lines, for what it was. In a > line, \xNN is a byte and \r a CR, and \\ a backslash. "{repeat N
 * C}" stands for N times C. Prints "N passed, M failed", counted in scripts; exit 1 if any failed.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "pattern.h"
#include "stage.h"

struct script {
    const char *file;
    const char *directory; /* of configurations; NULL: beside the script */
    FILE *in;
    size_t line;
    char *config;
    struct instant start;
    struct stage *stage;
    bool failed;
    struct names names;
    struct stage_page *taken; /* the newest first */
    long repeat_at;           /* in the file; 0: nothing is repeated */
    size_t repeat_line;
    long long repeats;
};

static void fail(struct script *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fail(struct script *s, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s:%zu: ", s->file, s->line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    s->failed = true;
}

static struct stage *stage_of(struct script *s)
{
    if (!s->stage && !s->failed) {
        s->stage = stage_new(s->config, s->start);
        if (!s->stage)
            fail(s, "the configuration %s is not good", s->config);
    }
    return s->stage;
}

static bool cut_word(struct slice *rest, const char *word)
{
    struct slice head = *rest, w = slice_of(word);

    if (!slice_starts_with(head, w) || (head.len > w.len && head.data[w.len] != ' '))
        return false;
    head.data += w.len;
    head.len -= w.len;
    *rest = slice_trim(head);
    return true;
}

/* ---- what a line may say ---- */

static void do_config(struct script *s, const char *client, struct slice rest)
{
    char *copy = xstrdup(s->file);

    (void)client;
    free(s->config);
    s->config = xasprintf("%s/%.*s", s->directory ? s->directory : dirname(copy), SLICE_ARG(rest));
    if (s->stage)
        stage_set_config(s->stage, s->config);
    free(copy);
}

static void do_clock(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    if (s->stage || !calendar_parse(rest, &s->start))
        fail(s, "clock YYYY-MM-DD HH:MM, before anything else");
}

static void do_say(struct script *s, const char *client, struct slice rest)
{
    struct buffer line = BUFFER_INIT;

    pattern_unescape(&s->names, rest, &line);
    buffer_append_char(&line, '\n');
    stage_say(stage_of(s), client, line.data, line.len);
    buffer_deinit(&line);
}

static void do_partly(struct script *s, const char *client, struct slice rest)
{
    struct buffer bytes = BUFFER_INIT;

    pattern_unescape(&s->names, rest, &bytes);
    stage_say(stage_of(s), client, bytes.data, bytes.len);
    buffer_deinit(&bytes);
}

static void do_hear(struct script *s, const char *client, struct slice rest)
{
    char *pattern = slice_dup(rest), *line = stage_hear(stage_of(s), client);

    if (!line)
        fail(s, "expected: %s\n  but nothing came", pattern);
    else if (!pattern_matches(&s->names, pattern, line))
        fail(s, "expected: %s\n  but got:  %s", pattern, line);
    free(pattern);
    free(line);
}

static void do_hear_until(struct script *s, const char *client, struct slice rest)
{
    char *pattern = slice_dup(rest), *line = stage_hear(stage_of(s), client);

    while (line && !pattern_matches(&s->names, pattern, line)) {
        free(line);
        line = stage_hear(s->stage, client);
    }
    if (!line)
        fail(s, "expected at last: %s\n  but it did not come", pattern);
    free(pattern);
    free(line);
}

/* The last page that this person was given for this incident; NULL. */
static const struct stage_page *find_taken(const struct script *s, const struct stage_page *p)
{
    for (const struct stage_page *t = s->taken; t; t = t->next)
        if (strcmp(t->person, p->person) == 0 && strcmp(t->incident, p->incident) == 0)
            return t;
    return NULL;
}

static void take_page(struct script *s, struct slice rest, bool same)
{
    char *pattern = slice_dup(rest), *got;
    struct stage_page *p = stage_take_page(stage_of(s));
    const struct stage_page *before = p ? find_taken(s, p) : NULL;

    if (!p) {
        fail(s, "expected page: %s\n  but no hook was started", pattern);
        free(pattern);
        return;
    }
    got = xasprintf("%s %s %s %s", p->via, p->person, p->to, p->text);
    if (!pattern_matches(&s->names, pattern, got))
        fail(s, "expected page: %s\n  but got:       %s", pattern, got);
    else if (same != (before && before->id == p->id))
        fail(s, "it is%s the page %llu: %s", same ? " not" : " again", (unsigned long long)p->id,
             got);
    p->next = s->taken;
    s->taken = p;
    free(pattern);
    free(got);
}

static void do_page(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    take_page(s, rest, false);
}

static void do_same(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    if (cut_word(&rest, "page"))
        take_page(s, rest, true);
    else
        fail(s, "same page PATTERN");
}

static void do_uid(struct script *s, const char *client, struct slice rest)
{
    long long uid;

    if (slice_to_number(rest, 0, 65535, &uid))
        stage_connect(stage_of(s), client, (long)uid);
    else
        fail(s, "NAME uid N");
}

static void do_repeat(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    s->repeat_at = ftell(s->in);
    s->repeat_line = s->line;
    if (!slice_to_number(rest, 1, 100000, &s->repeats))
        fail(s, "repeat N");
}

static void do_end(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    if (!slice_equal(rest, SLICE("repeat")) || !s->repeat_at) {
        fail(s, "end repeat, after repeat N");
        return;
    }
    if (--s->repeats == 0) {
        s->repeat_at = 0;
        return;
    }
    fseek(s->in, s->repeat_at, SEEK_SET);
    s->line = s->repeat_line;
}

static void do_no(struct script *s, const char *client, struct slice rest)
{
    stage_settle(stage_of(s));
    if (slice_equal(rest, SLICE("page"))) {
        struct stage_page *p = stage_take_page(s->stage);
        if (!p)
            return;
        fail(s, "expected no page, but %s is paged: %s", p->person, p->text);
        stage_page_free(p);
    } else if (slice_equal(rest, SLICE("line"))) {
        char *line;
        stage_say(s->stage, client, "PING\n", 5);
        line = stage_hear(s->stage, client);
        if (!line || strncmp(line, "250 pong", 8) != 0)
            fail(s, "expected nothing more, but got: %s", line ? line : "the end");
        free(line);
    } else {
        fail(s, "no page, or no line");
    }
}

static void do_closed(struct script *s, const char *client, struct slice rest)
{
    (void)rest;
    if (!stage_is_closed(stage_of(s), client))
        fail(s, "expected the connection to be closed");
}

static void do_hang(struct script *s, const char *client, struct slice rest)
{
    (void)rest;
    stage_hang_up(stage_of(s), client);
}

static void do_advance(struct script *s, const char *client, struct slice rest)
{
    struct span by;

    (void)client;
    if (span_parse(rest, &by))
        stage_advance(stage_of(s), by);
    else
        fail(s, "advance 5m");
}

static void do_set(struct script *s, const char *client, struct slice rest)
{
    struct span by;
    bool back;

    (void)client;
    if (!cut_word(&rest, "clock")) {
        fail(s, "set clock 1h, or -1h");
        return;
    }
    back = rest.len && rest.data[0] == '-';
    if (back) {
        rest.data++;
        rest.len--;
    }
    if (span_parse(rest, &by))
        stage_set_clock(stage_of(s), (struct span){back ? -by.us : by.us});
    else
        fail(s, "set clock 1h, or -1h");
}

static void do_hook(struct script *s, const char *client, struct slice rest)
{
    char *via = slice_dup(slice_cut(&rest, ' '));
    long long code;

    (void)client;
    if (slice_equal(rest, SLICE("hang")))
        stage_set_hook(stage_of(s), via, -1);
    else if (cut_word(&rest, "exit") && slice_to_number(rest, 0, 255, &code))
        stage_set_hook(stage_of(s), via, (int)code);
    else
        fail(s, "hook VIA exit N, or hook VIA hang");
    free(via);
}

static void do_hooks(struct script *s, const char *client, struct slice rest)
{
    long long code;

    (void)client;
    if (cut_word(&rest, "end") && slice_to_number(rest, 0, 255, &code))
        stage_end_hooks(stage_of(s), (int)code);
    else
        fail(s, "hooks end N");
}

static void do_database(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    if (slice_equal(rest, SLICE("away")) || slice_equal(rest, SLICE("back")))
        stage_set_away(stage_of(s), slice_equal(rest, SLICE("away")));
    else if (slice_equal(rest, SLICE("stalls")) || slice_equal(rest, SLICE("goes on")))
        stage_set_stalled(stage_of(s), slice_equal(rest, SLICE("stalls")));
    else
        fail(s, "database away, back, stalls, or goes on");
}

static void do_kill(struct script *s, const char *client, struct slice rest)
{
    (void)client;
    (void)rest;
    stage_restart(stage_of(s));
}

static void do_timer(struct script *s, const char *client, struct slice rest)
{
    struct incident_id id;

    (void)client;
    if (slice_equal(rest, SLICE("stops")) || slice_equal(rest, SLICE("goes on")))
        stage_stop_timer(stage_of(s), slice_equal(rest, SLICE("stops")));
    else if (cut_word(&rest, "loses") &&
             incident_id_parse(rest, calendar_date(stage_now(stage_of(s))).year, &id))
        stage_lose_wake(stage_of(s), id);
    else
        fail(s, "timer loses N, stops, or goes on");
}

static const struct {
    const char *word;
    void (*run)(struct script *s, const char *client, struct slice rest);
} things[] = {
    {"config", do_config},   {"clock", do_clock},       {">", do_say},
    {"<", do_hear},          {"page", do_page},         {"no", do_no},
    {"hang", do_hang},       {"closed", do_closed},     {"set", do_set},
    {"advance", do_advance}, {"hook", do_hook},         {"hooks", do_hooks},
    {"kill", do_kill},       {"database", do_database}, {"same", do_same},
    {"uid", do_uid},         {"repeat", do_repeat},     {"<..", do_hear_until},
    {"partly", do_partly},   {"end", do_end},           {"timer", do_timer},
};

static void do_line(struct script *s, struct slice line)
{
    char client[32] = "client";
    size_t name = 0;

    if (line.len == 0 || line.data[0] == '#')
        return;
    while (name < line.len && name < sizeof(client) - 1 && line.data[name] >= 'A' &&
           line.data[name] <= 'Z')
        name++;
    if (name) {
        memcpy(client, line.data, name);
        client[name] = '\0';
        line.data += name;
        line.len -= name;
        while (line.len && line.data[0] == ' ') {
            line.data++;
            line.len--;
        }
    }
    for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++) {
        struct slice rest = line;
        if (slice_starts_with(line, SLICE("> ")) && things[i].run == do_say) {
            rest =
                (struct slice){line.data + 2, line.len - 2}; /* spaces at the ends are said too */
        } else if (!cut_word(&rest, things[i].word)) {
            continue;
        }
        if (things[i].run == do_config || things[i].run == do_clock || stage_of(s))
            things[i].run(s, client, rest);
        return;
    }
    fail(s, "what is this? %.*s", SLICE_ARG(line));
}

static bool play(const char *file, const char *directory)
{
    struct script s = {.file = file, .directory = directory};
    struct stage_page *taken;
    FILE *in = fopen(file, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    if (!in) {
        perror(file);
        return false;
    }
    s.in = in;
    calendar_set_zone("Asia/Shanghai");
    do_config(&s, "", SLICE("office.conf"));
    do_clock(&s, "", SLICE("2026-11-23 10:15"));
    while (!s.failed && (len = getline(&line, &size, in)) >= 0) {
        s.line++;
        while (len && line[len - 1] == '\n')
            len--;
        do_line(&s, (struct slice){line, (size_t)len});
    }
    if (s.stage)
        stage_free(s.stage);
    while ((taken = s.taken)) {
        s.taken = taken->next;
        stage_page_free(taken);
    }
    free(s.config);
    free(line);
    fclose(in);
    return !s.failed;
}

int main(int argc, char **argv)
{
    size_t passed = 0, failed = 0;
    const char *directory = argc > 2 && strcmp(argv[1], "-c") == 0 ? argv[2] : NULL;

    log_set_level(LOG_LEVEL_CRIT);
    for (int i = directory ? 3 : 1; i < argc; i++) {
        if (play(argv[i], directory))
            passed++;
        else
            failed++;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed ? 1 : 0;
}
