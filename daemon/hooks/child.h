#pragma once
/*
 * A process that the daemon starts for a hook: in a process group of its own, with a pipe at stdin,
 * stdout and stderr each, every other descriptor closed, no signal blocked or ignored.
 */
#include <sys/types.h>

#include "base/buffer.h"
#include "hooks/job.h"

enum child_pipe { CHILD_STDIN, CHILD_STDOUT, CHILD_STDERR, CHILD_PIPES };

/* Our ends of the pipes do not block and are not handed down; -1: closed. */
struct child {
    pid_t pid;
    int fds[CHILD_PIPES];
};

/* A copy of texts ended by NULL, in an array ended by NULL; child_free_texts frees it. */
char **child_copy_texts(const char *const *texts);
/* The values, PATH, TZ, LANG=C.UTF-8 and the daemon's own variables that begin with DUTYD_HOOK_. */
char **child_environment(const struct hook_value *values, size_t n);
void child_free_texts(char **texts); /* takes NULL */

/* The values as one line of JSON: {"page":"4711","to":"+1555",…} LF. Appends to `out`. */
void child_input(const struct hook_value *values, size_t n, struct buffer *out);

/* 0, or errno: then nothing is left of it. *ret_child is initialised by the call either way. */
int child_start(struct child *ret_child, char *const *command, char *const *environment);
/* Closes our end, if it is open. */
void child_close(struct child *c, enum child_pipe which);

/* The first line of what a child has said, to be kept: at most 200 bytes, valid UTF-8 without
 * control characters, else empty. Changes the bytes in place; good as long as they are. */
struct slice child_first_line(struct buffer *said);
/* How it ended, as waitpid says: "exit 1", "killed by signal 11". Appends. */
void child_say_status(int status, struct buffer *out);
/* ": " and the line, if there is one, to follow what is said of its end. Appends. */
void child_say_line(struct slice line, struct buffer *out);
