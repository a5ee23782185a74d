#include "wire/net/pass.h"

#include <stdlib.h>

#include "wire/net/parts.h"

static const struct timeval at_once = {0};

void pass_mark(struct session *s)
{
    struct pass *p = &s->net->pass;

    if (s->dirty || s->dead)
        return;
    if (TAILQ_EMPTY(&p->dirty))
        event_active(p->flush, EV_TIMEOUT, 0);
    s->dirty = true;
    TAILQ_INSERT_TAIL(&p->dirty, s, by_dirty);
}

/* By a timer: an event made active would come again in this same pass, before the others. */
void pass_go_on_later(struct session *s)
{
    struct pass *p = &s->net->pass;

    if (s->resuming || s->dead)
        return;
    if (TAILQ_EMPTY(&p->resuming))
        evtimer_add(p->resume, &at_once);
    s->resuming = true;
    TAILQ_INSERT_TAIL(&p->resuming, s, by_resume);
    p->n_resuming++;
}

static void unlist_resuming(struct pass *p, struct session *s)
{
    s->resuming = false;
    TAILQ_REMOVE(&p->resuming, s, by_resume);
    p->n_resuming--;
}

void pass_bury(struct session *s)
{
    struct pass *p = &s->net->pass;

    if (s->dirty)
        TAILQ_REMOVE(&p->dirty, s, by_dirty);
    if (s->resuming)
        unlist_resuming(p, s);
    s->dirty = false;
    if (TAILQ_EMPTY(&p->dead))
        event_active(p->flush, EV_TIMEOUT, 0);
    TAILQ_INSERT_TAIL(&p->dead, s, by_age);
}

static void free_dead(struct pass *p)
{
    struct session *s;

    while ((s = TAILQ_FIRST(&p->dead))) {
        TAILQ_REMOVE(&p->dead, s, by_age);
        buffer_deinit(&s->in);
        free(s);
    }
}

static void on_flush(evutil_socket_t fd, short what, void *arg)
{
    struct pass *p = arg;
    struct session *s;

    (void)fd;
    (void)what;
    while ((s = TAILQ_FIRST(&p->dirty))) {
        TAILQ_REMOVE(&p->dirty, s, by_dirty);
        s->dirty = false;
        p->on_end(s);
    }
    free_dead(p);
}

static void on_resume(evutil_socket_t fd, short what, void *arg)
{
    struct pass *p = arg;
    struct session *s;

    (void)fd;
    (void)what;
    /* Those that come back in are at the end, and wait for the next pass. */
    for (size_t n = p->n_resuming; n > 0 && (s = TAILQ_FIRST(&p->resuming)); n--) {
        unlist_resuming(p, s);
        p->on_turn(s);
    }
    if (!TAILQ_EMPTY(&p->resuming))
        evtimer_add(p->resume, &at_once);
}

void pass_init(struct pass *p, struct event_base *base, void (*on_end)(struct session *s),
               void (*on_turn)(struct session *s))
{
    *p = (struct pass){.on_end = on_end, .on_turn = on_turn};
    TAILQ_INIT(&p->dirty);
    TAILQ_INIT(&p->resuming);
    TAILQ_INIT(&p->dead);
    p->flush = event_new(base, -1, 0, on_flush, p);
    p->resume = evtimer_new(base, on_resume, p);
    if (!p->flush || !p->resume)
        abort(); /* out of memory */
}

void pass_deinit(struct pass *p)
{
    free_dead(p);
    event_free(p->flush);
    event_free(p->resume);
}
