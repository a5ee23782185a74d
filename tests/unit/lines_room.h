#pragma once
/* Hooks in lines mode, for their tests: a directory, a loop of events, scripts, and what came of
 * each page. */
#include <sys/types.h>

#include "hooks/hooks.h"
#include "hooks/lines.h"

#define LONG SPAN_SECONDS(50)
#define SHORT SPAN_MS(300)

extern struct event_base *lines_base;
extern struct hook_lines *lines_hooks;
extern struct hook_runner lines_runner;
extern bool lines_mode; /* of the jobs; true */

struct lines_result {
    unsigned times;
    enum hook_verdict verdict;
    char *words; /* the gateway's id, or the reason */
};

void lines_set_up(void);
void lines_tear_down(void);

/* In the directory, which is the scripts' working directory; to be freed. */
char *lines_path(const char *name);
void lines_touch(const char *name);
/* Writes a script; its path, to be freed. Its number goes into the file `lives`, $life is which of
 * them it is; `page` reads a line and sets $page, `answer PAGE [STATE]` answers, `serve` goes on
 * so. */
char *lines_script(const char *name, const char *body);
/* The numbers of the processes there have been; how many. */
size_t lines_lives(pid_t *pids, size_t max);
size_t lines_count_lives(void);

/* The run; the result is zeroed, and filled when it has ended. */
void *lines_start(const char *path, unsigned page, struct span limit, struct lines_result *r);
void lines_run_until(const struct lines_result *r);
void lines_run_until_exists(const char *name);
/* Runs until the result is there, compares it, and frees its words. */
void lines_expect(struct lines_result *r, enum hook_verdict verdict, const char *words,
                  const char *name);
bool lines_is_gone(pid_t pid);
/* The test's own limit ends this. */
void lines_wait_until_gone(pid_t pid);
