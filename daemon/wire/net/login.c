#include "wire/net/login.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "rules/roster.h"
#include "wire/net/admit.h"
#include "wire/net/guesses.h"
#include "wire/net/login_log.h"
#include "wire/net/login_worker.h"
#include "wire/net/parts.h"
#include "wire/net/reply.h"
#include "wire/net/session.h"

/* Stands in for the hash of somebody who is not there, so that the time gives nothing away. Costs
 * what crypt(5) takes for yescrypt when nothing is asked for. */
#define NOBODYS_HASH "$y$j9T$Gp4hkxjLvEUn18Xm.PWvN/$58VQgAEN8Wyx0k4uTe39gFtDB.QiJ1LVsYg9yosPneA"

enum attempt_state {
    ATTEMPT_WAITS,   /* in `waiting`: for its turn */
    ATTEMPT_RUNS,    /* its password is being checked */
    ATTEMPT_REFUSED, /* in `refused`: for the time of its answer */
};

struct attempt {
    TAILQ_ENTRY(attempt) link;
    enum attempt_state state;
    struct logins *logins;
    struct session *session; /* NULL: it ended while the check ran */
    struct guess_key key;
    char *peer;
    char *person;
    char *password;      /* NULL: by uid */
    char *hash;          /* the person's own that is checked; NULL: there is none */
    struct instant next; /* monotonic: it is not begun, or not answered, before */
    const char *why;     /* of a refused one */
};

TAILQ_HEAD(attempt_list, attempt);

struct logins {
    struct net *net;
    struct login_worker *worker; /* made for the first password */
    struct login_log *log;
    struct guesses guesses;
    struct attempt_list waiting; /* in the order in which they came */
    struct attempt_list refused;
    struct attempt *running; /* one at a time: of those that wait then, the best is next */
    struct event *timer;
    bool ticking;
};

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    logins_tick(arg);
}

struct logins *logins_new(struct net *n)
{
    struct logins *l = xcalloc(1, sizeof(*l));

    l->net = n;
    l->log = login_log_new(n->desk);
    guesses_init(&l->guesses);
    TAILQ_INIT(&l->waiting);
    TAILQ_INIT(&l->refused);
    l->timer = evtimer_new(n->base, on_timer, l);
    if (!l->timer)
        abort(); /* out of memory */
    return l;
}

static void free_attempt(struct attempt *a)
{
    if (a->password)
        explicit_bzero(a->password, strlen(a->password));
    free(a->password);
    free(a->person);
    free(a->peer);
    free(a->hash);
    free(a);
}

void logins_free(struct logins *l)
{
    if (!l)
        return;
    login_worker_free(l->worker);
    if (l->running) /* the others went with their sessions */
        free_attempt(l->running);
    event_free(l->timer);
    login_log_free(l->log);
    guesses_deinit(&l->guesses);
    free(l);
}

static struct attempt_list *list_of(struct attempt *a)
{
    return a->state == ATTEMPT_WAITS ? &a->logins->waiting : &a->logins->refused;
}

/* The session has ended. Whoever leaves while the password is checked has tried it all the same. */
static void on_gone(void *arg)
{
    struct attempt *a = arg;

    a->session = NULL;
    if (a->state == ATTEMPT_RUNS)
        return;
    TAILQ_REMOVE(list_of(a), a, link);
    free_attempt(a);
}

static struct instant now_of(const struct logins *l)
{
    return net_now(l->net);
}

/* ---- the outcome ---- */

/* Ends the attempt. `seq` 0: it is in no entry that would have to be durable first. */
static void reply(struct attempt *a, uint64_t seq, int code, struct slice words)
{
    struct session *s = a->session;

    free_attempt(a);
    if (seq)
        session_reply_durable(s, seq, code, words);
    else
        session_reply(s, code, "%.*s", SLICE_ARG(words));
    session_continue(s);
}

static void succeed(struct attempt *a, const struct person *person)
{
    struct logins *l = a->logins;
    const struct desk *desk = l->net->desk;
    const struct post *post =
        office_post_of(desk_office(desk), person, clock_now(desk_clock(desk)));
    struct buffer words = BUFFER_INIT;
    uint64_t seq = 0;

    guesses_forgive(&l->guesses, &a->key);
    session_set_person(a->session, person);
    admit_person(a->session);
    buffer_printf(&words, "hello %s, %s; post=%s", person_name(person),
                  rank_to_string(person->rank), post ? post->id : "none");
    if (!login_log_in(l->log, person, slice_of(a->peer), &seq))
        buffer_append_string(&words, " log=away this login is not in the duty log");
    log_info("%s: %s has logged in", a->peer, person->id);
    reply(a, seq, 230, buffer_slice(&words));
    buffer_deinit(&words);
}

/* How long the answer to the n-th refused one is kept back. The first is most likely mistyped. */
static struct span delay_of(struct span first, unsigned n)
{
    struct span delay = first;

    if (n <= 1)
        return SPAN_US(0);
    for (unsigned i = 2; i < n && delay.us < LOGIN_LONGEST_DELAY.us; i++)
        delay.us *= 2;
    return delay.us < LOGIN_LONGEST_DELAY.us ? delay : LOGIN_LONGEST_DELAY;
}

/* Only the answer waits, and with it the session: what others try is looked at meanwhile. Those
 * that the session itself tried count as well, as whomever. */
static void refuse(struct attempt *a, const char *why)
{
    struct logins *l = a->logins;
    unsigned n = guesses_of(&l->guesses, &a->key, now_of(l));

    login_log_refused(l->log, &a->key.address, slice_of(a->peer), slice_of(a->person));
    log_debug("%s: a login was refused", a->peer);
    if (!a->session) {
        free_attempt(a);
        return;
    }
    if (++a->session->refused > n)
        n = a->session->refused;
    a->state = ATTEMPT_REFUSED;
    a->why = why;
    a->next = instant_add(now_of(l), delay_of(l->net->config->sessions.login_delay, n));
    TAILQ_INSERT_TAIL(&l->refused, a, link);
}

static bool answer_next(struct logins *l)
{
    struct attempt *a;

    TAILQ_FOREACH(a, &l->refused, link)
    {
        if (!l->net->draining && instant_before(now_of(l), a->next))
            continue;
        TAILQ_REMOVE(&l->refused, a, link);
        reply(a, 0, 535, slice_of(a->why));
        return true;
    }
    return false;
}

/* ---- the check ---- */

static void on_checked(void *arg, bool matches)
{
    struct attempt *a = arg;
    struct logins *l = a->logins;
    /* The configuration may have been read again meanwhile. */
    const struct person *person = rules_person(l->net->config->rules, slice_of(a->person));
    bool right =
        matches && a->hash && person && person->password && strcmp(person->password, a->hash) == 0;

    l->running = NULL;
    if (right && a->session) {
        succeed(a, person);
    } else if (right) {
        free_attempt(a);
    } else {
        guesses_add(&l->guesses, &a->key, now_of(l));
        refuse(a, "login refused: wrong person or password");
    }
    logins_tick(l);
}

static bool uid_matches(const struct person *person, long uid)
{
    const struct passwd *user;
    long long number;

    if (!person || !person->uid || uid < 0)
        return false;
    if (slice_to_number(slice_of(person->uid), 0, UINT32_MAX - 1, &number))
        return number == uid;
    user = getpwnam(person->uid);
    return user && (long)user->pw_uid == uid;
}

/* A hash that takes as long as the real ones. */
static const char *hash_of_nobody(const struct rules *rules)
{
    for (size_t i = 0; i < rules->n_people; i++) {
        if (rules->people[i].password)
            return rules->people[i].password;
    }
    return NOBODYS_HASH;
}

/* Needs no check; true: it is decided. */
static bool decide_by_uid(struct attempt *a)
{
    const struct rules *rules = a->logins->net->config->rules;
    const struct person *person = rules_person(rules, slice_of(a->person));

    if (uid_matches(person, a->session->uid))
        succeed(a, person);
    else if (a->password)
        return false;
    else
        refuse(a, a->session->uid < 0
                      ? "login refused: a password is needed: LOGIN person password"
                      : "login refused: the configuration does not give this person to your uid; "
                        "LOGIN person password");
    return true;
}

static void begin(struct attempt *a)
{
    struct logins *l = a->logins;
    const struct rules *rules = l->net->config->rules;
    const struct person *person = rules_person(rules, slice_of(a->person));

    TAILQ_REMOVE(&l->waiting, a, link);
    if (!l->worker)
        l->worker = login_worker_new(l->net->base);
    a->hash = person ? xstrdup_or_null(person->password) : NULL;
    a->state = ATTEMPT_RUNS;
    if (login_check(l->worker, a->hash ? a->hash : hash_of_nobody(rules), slice_of(a->password),
                    on_checked, a) < 0)
        reply(a, 0, 452, SLICE("passwords cannot be checked now; try again"));
    else
        l->running = a;
}

/* ---- whose turn it is ---- */

/* 1, 2 to 3, 4 to 7, 8 and more: they are enough to tell whoever mistypes from whoever guesses. */
static unsigned in_steps(unsigned n)
{
    unsigned steps = 0;

    for (; n > 0 && steps < 4; n /= 2)
        steps++;
    return steps;
}

/* The lower, the sooner. It is looked up each time: of a crowd that came together all but the
 * first few have been found out when it is their turn. */
static unsigned rank_of(const struct attempt *a)
{
    const struct guesses *g = &a->logins->guesses;
    const struct instant now = now_of(a->logins);
    const bool known = a->session->person || a->session->uid >= 0;

    return 2 * (in_steps(guesses_from(g, &a->key.address, now)) +
                in_steps(guesses_of(g, &a->key, now)) + in_steps(a->session->refused)) +
           !known;
}

static struct attempt *find_next(struct logins *l)
{
    const struct instant now = now_of(l);
    struct attempt *a, *found = NULL;
    unsigned best = UINT_MAX;

    TAILQ_FOREACH(a, &l->waiting, link)
    {
        unsigned rank = instant_before(now, a->next) ? UINT_MAX : rank_of(a);

        if (rank < best) {
            best = rank;
            found = a;
        }
    }
    return found;
}

static bool is_from(const struct attempt *a, const struct address_key *from)
{
    return !from || memcmp(&a->key.address, from, sizeof(*from)) == 0;
}

/* from NULL: wherever they come from. */
static size_t count_waiting(const struct logins *l, const struct address_key *from)
{
    const struct attempt *a;
    size_t n = 0;

    TAILQ_FOREACH(a, &l->waiting, link) n += is_from(a, from);
    return n;
}

/* The one whose turn would come last; there is one. */
static struct attempt *find_last(struct logins *l, const struct address_key *from)
{
    struct attempt *a, *found = NULL;
    unsigned worst = 0;

    TAILQ_FOREACH(a, &l->waiting, link)
    {
        unsigned rank = is_from(a, from) ? rank_of(a) : 0;

        if (is_from(a, from) && rank >= worst) {
            worst = rank;
            found = a;
        }
    }
    return found;
}

static void turn_away(struct attempt *a, struct slice words)
{
    TAILQ_REMOVE(&a->logins->waiting, a, link);
    log_debug("%s: a login was turned away", a->peer);
    reply(a, 0, 452, words);
}

/* Into the queue, which has an end. */
static void join_queue(struct attempt *a)
{
    struct logins *l = a->logins;
    const struct address_key *from = &a->key.address;

    a->state = ATTEMPT_WAITS;
    a->next = guesses_turn(&l->guesses, &a->key, l->net->config->sessions.login_delay, now_of(l));
    TAILQ_INSERT_TAIL(&l->waiting, a, link);
    if (instant_is_never(a->next))
        turn_away(a, SLICE("too many wrong logins of this person from your address; try again"));
    else if (count_waiting(l, from) > LOGIN_MAX_FROM)
        turn_away(find_last(l, from),
                  SLICE("too many logins from your address at once; try again"));
    else if (count_waiting(l, NULL) > LOGIN_MAX_WAITING)
        turn_away(find_last(l, NULL), SLICE("too many logins at once; try again"));
}

static void set_timer(struct logins *l)
{
    struct instant next = INSTANT_NEVER;
    struct timeval in;
    struct attempt *a;

    TAILQ_FOREACH(a, &l->refused, link) next = instant_min(next, a->next);
    if (!l->running)
        TAILQ_FOREACH(a, &l->waiting, link) next = instant_min(next, a->next);
    if (instant_is_never(next))
        return;
    in = span_to_timeval(instant_since(next, now_of(l)));
    event_add(l->timer, &in);
}

void logins_tick(struct logins *l)
{
    struct attempt *a;

    if (l->ticking)
        return;
    l->ticking = true;
    while (answer_next(l))
        ;
    while (!l->running && (a = find_next(l)))
        begin(a);
    login_log_tick(l->log);
    set_timer(l);
    l->ticking = false;
}

bool logins_are_checking(const struct logins *l)
{
    return l->running != NULL;
}

void logins_drain(struct logins *l)
{
    struct attempt *a;

    while ((a = TAILQ_FIRST(&l->waiting)))
        turn_away(a, SLICE("the daemon is shutting down"));
    logins_tick(l);
    login_log_end(l->log);
}

void session_login(struct session *s, struct slice person, const struct slice *password)
{
    struct attempt *a = xcalloc(1, sizeof(*a));

    a->logins = s->net->logins;
    a->session = s;
    a->key = guess_key_of(&s->address->key, person);
    a->peer = xstrdup(session_peer(s));
    a->person = slice_dup(person);
    a->password = password ? slice_dup(*password) : NULL;
    session_wait(s, on_gone, a);
    if (!decide_by_uid(a))
        join_queue(a);
    logins_tick(s->net->logins);
}
