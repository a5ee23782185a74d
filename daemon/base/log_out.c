#include "base/log_out.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define STACK_SIZE (64 * 1024)

static struct {
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t done;   /* nothing is kept any more */
    struct buffer kept;
    size_t lost; /* lines, since the last that said so */
    bool runs;   /* the thread, which alone writes meanwhile */
    log_out_say_lost say_lost;
} out = {.mutex = PTHREAD_MUTEX_INITIALIZER, .done = PTHREAD_COND_INITIALIZER};

/* How much of it is out: all, if it takes that without blocking. A pipe that can be written to
 * takes PIPE_BUF bytes; of a socket that is not known. */
static size_t write_at_once(struct slice s)
{
    struct pollfd can = {.fd = STDERR_FILENO, .events = POLLOUT};
    ssize_t n = send(STDERR_FILENO, s.data, s.len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n >= 0)
        return (size_t)n;
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    if (errno != ENOTSOCK)
        return s.len; /* nobody reads it, and nobody will */
    if (s.len > PIPE_BUF || poll(&can, 1, 0) != 1 || !(can.revents & (POLLOUT | POLLERR)))
        return 0;
    n = write(STDERR_FILENO, s.data, s.len);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : s.len;
    return (size_t)n;
}

static void write_all(struct slice s)
{
    while (s.len > 0) {
        ssize_t n = write(STDERR_FILENO, s.data, s.len);
        struct pollfd can = {.fd = STDERR_FILENO, .events = POLLOUT};

        if (n < 0 && errno == EAGAIN)
            poll(&can, 1, -1);
        else if (n < 0 && errno != EINTR)
            return;
        if (n > 0)
            s = (struct slice){s.data + n, s.len - (size_t)n};
    }
}

/* What is to be written next; false: nothing, and the thread ends. */
static bool take_kept(struct buffer *ret)
{
    bool any;

    pthread_mutex_lock(&out.mutex);
    *ret = out.kept;
    out.kept = BUFFER_INIT;
    if (out.lost > 0)
        out.say_lost(out.lost, ret);
    out.lost = 0;
    any = ret->len > 0;
    if (!any) {
        out.runs = false;
        pthread_cond_broadcast(&out.done);
    }
    pthread_mutex_unlock(&out.mutex);
    return any;
}

static void *write_kept(void *arg)
{
    struct buffer kept;

    (void)arg;
    while (take_kept(&kept)) {
        write_all(buffer_slice(&kept));
        buffer_deinit(&kept);
    }
    buffer_deinit(&kept);
    return NULL;
}

static bool start_thread(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    bool ok;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    ok = pthread_create(&thread, &attributes, write_kept, NULL) == 0;
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

void log_out_write(struct slice line, log_out_say_lost say_lost)
{
    size_t n = 0;

    pthread_mutex_lock(&out.mutex);
    out.say_lost = say_lost;
    if (!out.runs && out.kept.len == 0)
        n = write_at_once(line);
    line = (struct slice){line.data + n, line.len - n};
    if (line.len > 0 && out.kept.len + line.len > LOG_OUT_KEPT)
        out.lost++;
    else
        buffer_append_slice(&out.kept, line);
    if (!out.runs && out.kept.len > 0)
        out.runs = start_thread(); /* else with the next line */
    pthread_mutex_unlock(&out.mutex);
}

void log_out_flush(struct span limit)
{
    struct timespec until;
    int error = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += limit.us / 1000000;
    pthread_mutex_lock(&out.mutex);
    while (out.runs && error == 0)
        error = pthread_cond_timedwait(&out.done, &out.mutex, &until);
    pthread_mutex_unlock(&out.mutex);
}
