#include "wire/net/login.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rules/roster.h"
#include "wire/net/admit.h"
#include "wire/net/login_worker.h"
#include "wire/net/parts.h"
#include "wire/net/reply.h"
#include "wire/net/session.h"

#define MAX_NAME 64 /* of a person, as it goes into the log */

/* Stands in for the hash of somebody who is not there, so that the time gives nothing away. Costs
 * what crypt(5) takes for yescrypt when nothing is asked for. */
#define NOBODYS_HASH "$y$j9T$Gp4hkxjLvEUn18Xm.PWvN/$58VQgAEN8Wyx0k4uTe39gFtDB.QiJ1LVsYg9yosPneA"

struct attempt {
    TAILQ_ENTRY(attempt) link; /* in `waiting` while it does not run */
    struct logins *logins;
    struct session *session;
    char *person;
    char *password;            /* NULL: by uid */
    bool known;                /* the hash is the person's own */
    struct login_check *check; /* NULL: it has not begun */
};

TAILQ_HEAD(attempt_list, attempt);

struct logins {
    struct net *net;
    struct login_worker *worker; /* made for the first password */
    struct attempt_list waiting;
    bool ticking;
};

struct logins *logins_new(struct net *n)
{
    struct logins *l = xcalloc(1, sizeof(*l));

    l->net = n;
    TAILQ_INIT(&l->waiting);
    return l;
}

void logins_free(struct logins *l)
{
    if (!l)
        return;
    login_worker_free(l->worker); /* the attempts went with their sessions */
    free(l);
}

static void free_attempt(struct attempt *a)
{
    if (a->password)
        explicit_bzero(a->password, strlen(a->password));
    free(a->password);
    free(a->person);
    free(a);
}

/* The session has ended. */
static void on_gone(void *arg)
{
    struct attempt *a = arg;

    if (a->check) {
        login_check_cancel(a->check);
        a->session->address->login_runs = false;
    } else {
        TAILQ_REMOVE(&a->logins->waiting, a, link);
    }
    free_attempt(a);
}

/* ---- the outcome ---- */

static bool journal_takes(struct logins *l)
{
    return journal_get_stats(desk_journal(l->net->desk)).state == JOURNAL_READY;
}

/* True: *ret_seq is its entry. */
static bool write_entry(struct attempt *a, enum verb verb, const struct person *actor,
                        uint64_t *ret_seq)
{
    const struct slice said = utf8_head(slice_of(a->person), MAX_NAME);
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_ROUTE, slice_of(session_peer(a->session))),
        FIELD_TEXT_OF(FIELD_PERSON, said),
    };
    const struct command command = {
        .verb = verb, .actor = actor, .fields = fields, .n_fields = actor ? 1 : 2};
    struct decision decision = {0};
    enum desk_answer answer;

    if (!journal_takes(a->logins))
        return false;
    answer = desk_submit(a->logins->net->desk, &command, &decision);
    if (answer == DESK_TAKEN && decision.n_entries > 0)
        *ret_seq = decision.entries[decision.n_entries - 1]->seq;
    else
        answer = DESK_AWAY;
    decision_deinit(&decision);
    return answer == DESK_TAKEN;
}

/* Ends the attempt. */
static void reply(struct attempt *a, bool logged, uint64_t seq, int code, struct slice words)
{
    struct session *s = a->session;
    struct logins *l = a->logins;

    free_attempt(a);
    if (logged)
        session_reply_durable(s, seq, code, words);
    else
        session_reply(s, code, "%.*s", SLICE_ARG(words));
    session_continue(s);
    logins_tick(l); /* another one from this address may have waited for it */
}

static void succeed(struct attempt *a, const struct person *person)
{
    const struct desk *desk = a->logins->net->desk;
    const struct post *post =
        office_post_of(desk_office(desk), person, clock_now(desk_clock(desk)));
    struct buffer words = BUFFER_INIT;
    uint64_t seq = 0;
    bool logged;

    address_forgive(a->session->address);
    session_set_person(a->session, person);
    admit_person(a->session);
    logged = write_entry(a, VERB_LOGIN, person, &seq);
    buffer_printf(&words, "hello %s, %s; post=%s", person->name ? person->name : person->id,
                  rank_to_string(person->rank), post ? post->id : "none");
    if (!logged)
        buffer_append_string(&words, " log=away this login is not in the duty log");
    log_info("%s: %s has logged in", session_peer(a->session), person->id);
    reply(a, logged, seq, 230, buffer_slice(&words));
    buffer_deinit(&words);
}

static void fail(struct attempt *a, const char *why)
{
    struct net *n = a->logins->net;
    struct address *address = a->session->address;
    uint64_t seq = 0;
    bool logged = write_entry(a, VERB_LOGIN_FAILED, NULL, &seq);

    address_punish(address, n->config->sessions.login_delay, net_now(n));
    log_info("%s: a login was refused", session_peer(a->session));
    reply(a, logged, seq, 535, slice_of(why));
}

/* ---- the check ---- */

static void on_checked(void *arg, bool matches)
{
    struct attempt *a = arg;
    /* The configuration may have been read again meanwhile. */
    const struct person *person = rules_person(a->logins->net->config->rules, slice_of(a->person));

    a->session->address->login_runs = false;
    if (matches && a->known && person)
        succeed(a, person);
    else
        fail(a, "login refused: wrong person or password");
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

static void begin(struct attempt *a)
{
    struct logins *l = a->logins;
    const struct rules *rules = l->net->config->rules;
    const struct person *person = rules_person(rules, slice_of(a->person));

    if (uid_matches(person, a->session->uid)) {
        succeed(a, person);
        return;
    }
    if (!a->password) {
        fail(a, a->session->uid < 0
                    ? "login refused: a password is needed: LOGIN person password"
                    : "login refused: the configuration does not give this person to your uid; "
                      "LOGIN person password");
        return;
    }
    if (!l->worker)
        l->worker = login_worker_new(l->net->base);
    a->known = person && person->password;
    a->check = login_check(l->worker, a->known ? person->password : hash_of_nobody(rules),
                           slice_of(a->password), on_checked, a);
    if (a->check)
        a->session->address->login_runs = true;
    else
        reply(a, false, 0, 452, SLICE("too many logins at once; try again"));
}

static bool may_begin(const struct attempt *a, struct instant now)
{
    const struct address *address = a->session->address;

    return !address->login_runs && !instant_before(now, address->next);
}

static struct attempt *first_that_may(struct logins *l, struct instant now)
{
    struct attempt *a;

    TAILQ_FOREACH(a, &l->waiting, link)
    {
        if (may_begin(a, now))
            return a;
    }
    return NULL;
}

/* One outcome may let another begin, or put it off; so each time from the start. */
void logins_tick(struct logins *l)
{
    struct instant now = net_now(l->net);
    struct attempt *a;

    if (l->ticking)
        return;
    l->ticking = true;
    while ((a = first_that_may(l, now))) {
        TAILQ_REMOVE(&l->waiting, a, link);
        begin(a);
    }
    l->ticking = false;
}

void session_login(struct session *s, struct slice person, const struct slice *password)
{
    struct attempt *a = xcalloc(1, sizeof(*a));

    a->logins = s->net->logins;
    a->session = s;
    a->person = slice_dup(person);
    a->password = password ? slice_dup(*password) : NULL;
    session_wait(s, on_gone, a);
    TAILQ_INSERT_TAIL(&a->logins->waiting, a, link);
    logins_tick(a->logins);
}
