#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "hooks/child.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LINE_BYTES 200
#define OWN_PREFIX "DUTYD_HOOK_"
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

char **child_copy_texts(const char *const *texts)
{
    size_t n = 0;
    char **all;

    while (texts[n])
        n++;
    all = xcalloc(n + 1, sizeof(*all));
    for (size_t i = 0; i < n; i++)
        all[i] = xstrdup(texts[i]);
    return all;
}

char **child_environment(const struct hook_value *values, size_t n_values)
{
    const char *path = getenv("PATH"), *zone = getenv("TZ");
    char **all = NULL;
    size_t n = 0, cap = 0;

    all = xgrow(all, &cap, n_values + 4, sizeof(char *));
    for (size_t i = 0; i < n_values; i++)
        all[n++] = xasprintf("%s=%s", values[i].name, values[i].value);
    all[n++] = xasprintf("PATH=%s", path ? path : DEFAULT_PATH);
    all[n++] = xstrdup("LANG=C.UTF-8");
    if (zone)
        all[n++] = xasprintf("TZ=%s", zone);
    for (char **e = environ; e && *e; e++) {
        if (!slice_starts_with(slice_of(*e), SLICE(OWN_PREFIX)))
            continue;
        all = xgrow(all, &cap, n + 2, sizeof(char *));
        all[n++] = xstrdup(*e);
    }
    all[n] = NULL;
    return all;
}

void child_free_texts(char **texts)
{
    for (char **e = texts; e && *e; e++)
        free(*e);
    free(texts);
}

void child_input(const struct hook_value *values, size_t n_values, struct buffer *out)
{
    json_open(out);
    for (size_t i = 0; i < n_values; i++) {
        const char *name = values[i].name;
        char key[64];
        size_t n = 0;

        if (strncmp(name, "DUTY_", 5) == 0)
            name += 5;
        for (; name[n] && n < sizeof(key) - 1; n++)
            key[n] = (char)tolower((unsigned char)name[n]);
        key[n] = '\0';
        json_text(out, key, slice_of(values[i].value));
    }
    json_close(out);
    buffer_append_char(out, '\n');
}

void child_close(struct child *c, enum child_pipe which)
{
    if (c->fds[which] >= 0)
        close(c->fds[which]);
    c->fds[which] = -1;
}

/* The child's ends are put in ret_theirs, or nothing is left open. 0 or errno. */
static int open_pipes(struct child *c, int ret_theirs[CHILD_PIPES])
{
    int theirs[CHILD_PIPES] = {-1, -1, -1}, error = 0;

    for (int i = 0; i < CHILD_PIPES && !error; i++) {
        int ends[2], ours = i == CHILD_STDIN ? 1 : 0;

        if (pipe2(ends, O_CLOEXEC) < 0) {
            error = errno;
            break;
        }
        c->fds[i] = ends[ours];
        theirs[i] = ends[!ours];
        if (fcntl(c->fds[i], F_SETFL, O_NONBLOCK) < 0)
            error = errno;
    }
    for (int i = 0; i < CHILD_PIPES; i++) {
        if (error && theirs[i] >= 0)
            close(theirs[i]);
        if (error)
            child_close(c, (enum child_pipe)i);
        else
            ret_theirs[i] = theirs[i];
    }
    return error;
}

static int spawn(char *const *command, char *const *environment, const int theirs[CHILD_PIPES],
                 pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int error;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    error = 0;
    for (int i = 0; i < CHILD_PIPES && !error; i++)
        error = posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, CHILD_PIPES);
    if (!error)
        error = posix_spawn(ret_pid, command[0], &actions, &attributes, command, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int child_start(struct child *c, char *const *command, char *const *environment)
{
    int theirs[CHILD_PIPES], error;
    pid_t pid;

    *c = (struct child){.fds = {-1, -1, -1}};
    error = open_pipes(c, theirs);
    if (error)
        return error;
    error = spawn(command, environment, theirs, &pid);
    for (int i = 0; i < CHILD_PIPES; i++) {
        close(theirs[i]);
        if (error)
            child_close(c, (enum child_pipe)i);
    }
    if (!error)
        c->pid = pid;
    return error;
}

struct slice child_first_line(struct buffer *said)
{
    struct slice rest = buffer_slice(said), line = slice_cut(&rest, '\n');
    char *bytes = said->data;

    for (size_t i = 0; i < line.len; i++) {
        if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
            bytes[i] = ' ';
    }
    line = utf8_head(slice_trim(line), LINE_BYTES);
    return utf8_is_valid(line) ? line : (struct slice){0};
}

void child_say_status(int status, struct buffer *out)
{
    if (WIFSIGNALED(status))
        buffer_printf(out, "killed by signal %d", WTERMSIG(status));
    else
        buffer_printf(out, "exit %d", WEXITSTATUS(status));
}

void child_say_line(struct slice line, struct buffer *out)
{
    if (line.len == 0)
        return;
    buffer_append_string(out, ": ");
    buffer_append_slice(out, line);
}
