#include "hooks/coprocess.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

#define MOST_LINE 4096       /* bytes that are kept of a line, and of stderr */
#define MOST_NOISE 65536     /* bytes that meant nothing, after the last line that did */
#define BYTES_PER_PASS 65536 /* read from one pipe before others get their turn */
#define SHOWN_BYTES 200      /* of noise, in the log */
#define GRACE ((struct timeval){.tv_sec = 2}) /* before SIGKILL */
#define LAST_PASSES 4 /* what a process that has ended left in a pipe is no more */
#define LAST_GRACE_MS 100

static void on_kill(evutil_socket_t fd, short what, void *arg)
{
    const struct coprocess *p = arg;

    (void)fd;
    (void)what;
    kill(-p->child.pid, SIGKILL);
}

void coprocess_init(struct coprocess *p, struct event_base *base, const char *via,
                    const struct coprocess_listener *listener)
{
    *p = (struct coprocess){.base = base, .via = via, .listener = *listener};
    p->child = (struct child){.fds = {-1, -1, -1}};
    p->kill = evtimer_new(base, on_kill, p);
}

static void close_pipe(struct coprocess *p, enum child_pipe which)
{
    if (p->events[which])
        event_free(p->events[which]);
    p->events[which] = NULL;
    child_close(&p->child, which);
}

static void release(struct coprocess *p)
{
    for (int i = 0; i < CHILD_PIPES; i++)
        close_pipe(p, (enum child_pipe)i);
    event_del(p->kill);
    p->child.pid = 0;
    buffer_deinit(&p->input);
    buffer_deinit(&p->line);
    buffer_deinit(&p->errors);
    p->noise = 0;
    p->skipping = p->stopping = false;
}

void coprocess_deinit(struct coprocess *p)
{
    release(p);
    event_free(p->kill);
}

bool coprocess_runs(const struct coprocess *p)
{
    return p->child.pid != 0;
}

bool coprocess_takes_lines(const struct coprocess *p)
{
    return coprocess_runs(p) && !p->stopping;
}

/* ---- what it is sent ---- */

static void write_input(struct coprocess *p)
{
    ssize_t n = 0;

    while (p->input.len > 0 &&
           (n = write(p->child.fds[CHILD_STDIN], p->input.data, p->input.len)) > 0)
        buffer_drain(&p->input, (size_t)n);
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        coprocess_stop(p, 0, NULL); /* EPIPE; SIGPIPE is ignored by the daemon */
    else if (p->input.len > 0)
        event_add(p->events[CHILD_STDIN], NULL);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    write_input(arg);
}

void coprocess_send(struct coprocess *p, struct slice bytes)
{
    buffer_append_slice(&p->input, bytes);
    write_input(p);
}

/* ---- what it says ---- */

static void make_noise(struct coprocess *p, struct slice line)
{
    struct slice shown = utf8_head(line, SHOWN_BYTES);

    if (p->noise == 0)
        log_warning("the hook for via=%s said what answers no page: %.*s", p->via,
                    SLICE_ARG(utf8_is_valid(shown) ? shown : SLICE("no UTF-8")));
    p->noise += line.len + 1;
}

/* Of a line that is too long nothing is kept. */
static void take_part(struct coprocess *p, struct slice part, bool ends)
{
    if (!p->skipping && p->line.len + part.len <= MOST_LINE) {
        buffer_append_slice(&p->line, part);
        if (!ends)
            return;
        if (p->listener.on_line(p->listener.arg, buffer_slice(&p->line)))
            p->noise = 0;
        else
            make_noise(p, buffer_slice(&p->line));
    } else {
        make_noise(p, p->skipping ? part : SLICE("a line of more than 4096 bytes"));
        p->noise += p->line.len + part.len;
    }
    buffer_clear(&p->line);
    p->skipping = !ends;
}

static void take_output(struct coprocess *p, struct slice bytes)
{
    while (bytes.len > 0) {
        const char *end = memchr(bytes.data, '\n', bytes.len);
        struct slice part = {bytes.data, end ? (size_t)(end - bytes.data) : bytes.len};
        size_t taken = part.len + (end != NULL);

        take_part(p, part, end != NULL);
        bytes = (struct slice){bytes.data + taken, bytes.len - taken};
    }
}

/* The end is kept. */
static void take_errors(struct coprocess *p, struct slice bytes)
{
    buffer_append_slice(&p->errors, bytes);
    if (p->errors.len > MOST_LINE)
        buffer_drain(&p->errors, p->errors.len - MOST_LINE);
}

static void read_pipe(struct coprocess *p, enum child_pipe which)
{
    char bytes[16384];
    size_t total = 0;
    ssize_t n = 0;

    while (total < BYTES_PER_PASS && (n = read(p->child.fds[which], bytes, sizeof(bytes))) > 0) {
        struct slice said = {bytes, (size_t)n};

        if (which == CHILD_STDOUT)
            take_output(p, said);
        else
            take_errors(p, said);
        total += (size_t)n;
    }
    if (p->noise > MOST_NOISE)
        coprocess_stop(p, SIGTERM, "floods its stdout");
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close_pipe(p, which);
        if (which == CHILD_STDOUT)
            coprocess_stop(p, 0, NULL); /* nearly always it is just ending */
    }
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    struct coprocess *p = arg;

    (void)what;
    read_pipe(p, fd == p->child.fds[CHILD_STDOUT] ? CHILD_STDOUT : CHILD_STDERR);
}

/* ---- its life ---- */

int coprocess_start(struct coprocess *p, char *const *command)
{
    static const struct {
        short what;
        event_callback_fn f;
    } handled[CHILD_PIPES] = {
        [CHILD_STDIN] = {EV_WRITE, on_writable},
        [CHILD_STDOUT] = {EV_READ | EV_PERSIST, on_readable},
        [CHILD_STDERR] = {EV_READ | EV_PERSIST, on_readable},
    };
    char **environment = child_environment(NULL, 0);
    int error = child_start(&p->child, command, environment);

    child_free_texts(environment);
    if (error)
        return error;
    for (int i = 0; i < CHILD_PIPES; i++) {
        p->events[i] = event_new(p->base, p->child.fds[i], handled[i].what, handled[i].f, p);
        if (i != CHILD_STDIN)
            event_add(p->events[i], NULL);
    }
    return 0;
}

void coprocess_stop(struct coprocess *p, int number, const char *why)
{
    const struct timeval grace = GRACE;

    if (!coprocess_takes_lines(p))
        return;
    p->stopping = true;
    if (why)
        log_warning("the hook for via=%s %s: it is ended", p->via, why);
    close_pipe(p, CHILD_STDIN);
    if (number)
        kill(-p->child.pid, number);
    evtimer_add(p->kill, &grace);
}

/* The last line on stderr. */
static struct slice last_words(struct coprocess *p)
{
    size_t from = p->errors.len;

    while (from > 0 && p->errors.data[from - 1] == '\n')
        p->errors.len = --from;
    while (from > 0 && p->errors.data[from - 1] != '\n')
        from--;
    buffer_drain(&p->errors, from);
    return child_first_line(&p->errors);
}

static bool has_ended(const struct coprocess *p)
{
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)p->child.pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid != 0;
}

/* As in hook.c: the group is killed while its leader is still a zombie. */
void coprocess_reap(struct coprocess *p)
{
    struct buffer reason = BUFFER_INIT;
    int status;

    if (!has_ended(p))
        return;
    for (int i = CHILD_STDOUT; i < CHILD_PIPES; i++) {
        for (int n = 0; n < LAST_PASSES && p->child.fds[i] >= 0; n++)
            read_pipe(p, (enum child_pipe)i);
    }
    kill(-p->child.pid, SIGKILL);
    waitpid(p->child.pid, &status, 0);
    child_say_status(status, &reason);
    child_say_line(last_words(p), &reason);
    release(p);
    p->listener.on_end(p->listener.arg, status, buffer_slice(&reason));
    buffer_deinit(&reason);
}

void coprocess_end_at_once(struct coprocess *p)
{
    close_pipe(p, CHILD_STDIN);
    kill(-p->child.pid, SIGTERM);
    for (int ms = 0; ms < LAST_GRACE_MS && !has_ended(p); ms++)
        usleep(1000);
    kill(-p->child.pid, SIGKILL);
    waitpid(p->child.pid, NULL, WNOHANG);
}
