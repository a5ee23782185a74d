#include "wire/net/login_worker.h"

#include <crypt.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/queue.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

#define IDLE_SECONDS 10
#define STACK_SIZE (256 * 1024)

struct login_check {
    TAILQ_ENTRY(login_check) link;
    char *hash, *password;
    struct crypt_data *room; /* made by the loop's thread, so that the other needs no heap */
    bool matches;
    void (*f)(void *arg, bool matches); /* the loop's alone */
    void *arg;
};

TAILQ_HEAD(check_list, login_check);

enum worker_state { WORKER_NONE, WORKER_RUNS, WORKER_ENDED /* to be joined */ };

struct login_worker {
    struct event *event;
    int eventfd;
    pthread_t thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t more;
    struct check_list waiting, done;
    enum worker_state state;
    bool stop;
};

static void wipe(char **secret)
{
    if (*secret)
        explicit_bzero(*secret, strlen(*secret));
    free(*secret);
    *secret = NULL;
}

static void free_check(struct login_check *c)
{
    wipe(&c->password);
    free(c->hash);
    explicit_bzero(c->room, sizeof(*c->room));
    free(c->room);
    free(c);
}

/* ---- on the thread ---- */

/* In a time that does not depend on where they differ. */
static bool equal(const char *a, const char *b)
{
    size_t len = strlen(a);
    unsigned char differ = 0;

    if (len != strlen(b))
        return false;
    for (size_t i = 0; i < len; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

static void run_check(struct login_check *c)
{
    const char *said = crypt_r(c->password, c->hash, c->room);

    c->matches = said && said[0] != '*' && equal(said, c->hash);
}

static void ring(struct login_worker *w)
{
    const uint64_t one = 1;
    ssize_t n;

    do {
        n = write(w->eventfd, &one, sizeof(one));
    } while (n < 0 && errno == EINTR);
}

/* The next one, or NULL: to end. The mutex is held. */
static struct login_check *next_check(struct login_worker *w)
{
    struct timespec limit;

    clock_gettime(CLOCK_MONOTONIC, &limit);
    limit.tv_sec += IDLE_SECONDS;
    while (TAILQ_EMPTY(&w->waiting) && !w->stop) {
        if (pthread_cond_timedwait(&w->more, &w->mutex, &limit) == ETIMEDOUT)
            break;
    }
    return w->stop ? NULL : TAILQ_FIRST(&w->waiting);
}

static void *work(void *arg)
{
    struct login_worker *w = arg;
    struct login_check *c;

    pthread_mutex_lock(&w->mutex);
    while ((c = next_check(w))) {
        TAILQ_REMOVE(&w->waiting, c, link);
        pthread_mutex_unlock(&w->mutex);
        run_check(c);
        pthread_mutex_lock(&w->mutex);
        TAILQ_INSERT_TAIL(&w->done, c, link);
        ring(w);
    }
    w->state = WORKER_ENDED;
    pthread_mutex_unlock(&w->mutex);
    ring(w);
    return NULL;
}

/* ---- on the loop ---- */

/* The mutex is held. */
static void join_ended(struct login_worker *w)
{
    if (w->state != WORKER_ENDED)
        return;
    w->state = WORKER_NONE;
    pthread_mutex_unlock(&w->mutex);
    pthread_join(w->thread, NULL);
    pthread_mutex_lock(&w->mutex);
}

/* All signals are for the loop's thread. The mutex is held. */
static int start_thread(struct login_worker *w)
{
    pthread_attr_t attributes;
    sigset_t all, old;
    int error;

    join_ended(w);
    if (w->state == WORKER_RUNS)
        return 0;
    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    error = pthread_create(&w->thread, &attributes, work, w);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    pthread_attr_destroy(&attributes);
    if (error)
        log_error("login: cannot start a thread: %s", strerror(error));
    else
        w->state = WORKER_RUNS;
    return -error;
}

static void on_ring(evutil_socket_t fd, short what, void *arg)
{
    struct login_worker *w = arg;
    struct check_list done = TAILQ_HEAD_INITIALIZER(done);
    struct login_check *c;
    uint64_t rings;

    (void)what;
    if (read(fd, &rings, sizeof(rings)) < 0 && errno != EAGAIN)
        log_error("login: eventfd: %s", strerror(errno));
    pthread_mutex_lock(&w->mutex);
    TAILQ_CONCAT(&done, &w->done, link);
    join_ended(w);
    pthread_mutex_unlock(&w->mutex);
    while ((c = TAILQ_FIRST(&done))) {
        TAILQ_REMOVE(&done, c, link);
        c->f(c->arg, c->matches);
        free_check(c);
    }
}

struct login_worker *login_worker_new(struct event_base *base)
{
    struct login_worker *w = xcalloc(1, sizeof(*w));
    pthread_condattr_t attributes;

    TAILQ_INIT(&w->waiting);
    TAILQ_INIT(&w->done);
    pthread_mutex_init(&w->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&w->more, &attributes);
    pthread_condattr_destroy(&attributes);
    w->eventfd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (w->eventfd < 0)
        abort();
    w->event = event_new(base, w->eventfd, EV_READ | EV_PERSIST, on_ring, w);
    if (!w->event || event_add(w->event, NULL) != 0)
        abort(); /* out of memory */
    return w;
}

static void free_checks(struct check_list *list)
{
    struct login_check *c;

    while ((c = TAILQ_FIRST(list))) {
        TAILQ_REMOVE(list, c, link);
        free_check(c);
    }
}

void login_worker_free(struct login_worker *w)
{
    bool exists;

    if (!w)
        return;
    pthread_mutex_lock(&w->mutex);
    w->stop = true;
    exists = w->state != WORKER_NONE;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->mutex);
    if (exists)
        pthread_join(w->thread, NULL);
    free_checks(&w->waiting);
    free_checks(&w->done);
    event_free(w->event);
    close(w->eventfd);
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}

int login_check(struct login_worker *w, const char *hash, struct slice password,
                void (*f)(void *arg, bool matches), void *arg)
{
    struct login_check *c;
    int error;

    c = xcalloc(1, sizeof(*c));
    *c = (struct login_check){.hash = xstrdup(hash),
                              .password = slice_dup(password),
                              .room = xcalloc(1, sizeof(*c->room)),
                              .f = f,
                              .arg = arg};
    pthread_mutex_lock(&w->mutex);
    error = start_thread(w);
    if (!error) {
        TAILQ_INSERT_TAIL(&w->waiting, c, link);
        pthread_cond_signal(&w->more);
    }
    pthread_mutex_unlock(&w->mutex);
    if (error)
        free_check(c);
    return error;
}
