#include "wire/net/login_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/desk.h"

#define MAX_NAME 64 /* of a person, as it goes into the log */

/* The refused logins from one address that are no entry yet. */
struct sum {
    UT_hash_handle hh;
    struct address_key key;
    struct instant ends; /* monotonic: of its minute */
    unsigned n;
    struct instant first, last; /* by the clock on the wall */
    char *names[LOGIN_LOG_NAMES];
    size_t n_names;
    bool more_names;
};

struct login_log {
    struct desk *desk;
    struct sum *sums;
    struct sum others; /* from addresses that found no room in the table */
    bool ending;
};

struct login_log *login_log_new(struct desk *desk)
{
    struct login_log *l = xcalloc(1, sizeof(*l));

    l->desk = desk;
    return l;
}

/* ---- entries ---- */

/* Also as far as it could be kept until the journal is back: logins are not worth its memory. */
static bool write_entry(struct login_log *l, const struct command *command, uint64_t *ret_seq)
{
    struct decision decision = {0};
    bool taken = journal_get_stats(desk_journal(l->desk)).state == JOURNAL_READY &&
                 desk_submit(l->desk, command, &decision) == DESK_TAKEN && decision.n_entries > 0;

    if (taken)
        *ret_seq = decision.entries[decision.n_entries - 1]->seq;
    decision_deinit(&decision);
    return taken;
}

bool login_log_in(struct login_log *l, const struct person *person, struct slice peer,
                  uint64_t *ret_seq)
{
    const struct field from = FIELD_TEXT_OF(FIELD_ROUTE, peer);
    const struct command command = {
        .verb = VERB_LOGIN, .actor = person, .fields = &from, .n_fields = 1};

    return write_entry(l, &command, ret_seq);
}

static bool write_one(struct login_log *l, struct slice peer, struct slice person)
{
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_ROUTE, peer),
        FIELD_TEXT_OF(FIELD_PERSON, utf8_head(person, MAX_NAME)),
    };
    const struct command command = {.verb = VERB_LOGIN_FAILED, .fields = fields, .n_fields = 2};
    uint64_t seq;

    log_info("%.*s: a login was refused", SLICE_ARG(peer));
    return write_entry(l, &command, &seq);
}

/* ---- sums ---- */

static void name_sum(const struct login_log *l, const struct sum *sum, struct buffer *out)
{
    if (sum == &l->others)
        buffer_append_string(out, "other addresses");
    else
        address_key_name(&sum->key, out);
}

/* As whom: the one name, or several with commas in between. */
static struct field names_of(const struct sum *sum, struct buffer *out)
{
    for (size_t i = 0; i < sum->n_names; i++)
        buffer_printf(out, "%s%s", i ? "," : "", sum->names[i]);
    if (sum->more_names)
        buffer_append_string(out, ",…");
    return FIELD_TEXT_OF(sum->n_names == 1 ? FIELD_PERSON : FIELD_WHOM, buffer_slice(out));
}

static void empty(struct sum *sum)
{
    for (size_t i = 0; i < sum->n_names; i++)
        free(sum->names[i]);
    sum->n_names = 0;
    sum->more_names = false;
    sum->n = 0;
}

static bool write_sum(struct login_log *l, struct sum *sum)
{
    struct buffer from = BUFFER_INIT, names = BUFFER_INIT;
    uint64_t seq;
    bool written;

    name_sum(l, sum, &from);
    {
        const struct field fields[] = {
            FIELD_TEXT_OF(FIELD_ROUTE, buffer_slice(&from)),
            names_of(sum, &names),
            FIELD_NUMBER_OF(FIELD_TALLY, sum->n),
            FIELD_INSTANT_OF(FIELD_SINCE, sum->first),
            FIELD_INSTANT_OF(FIELD_UNTIL, sum->last),
        };
        const struct command command = {.verb = VERB_LOGIN_FAILED,
                                        .fields = fields,
                                        .n_fields = sizeof(fields) / sizeof(*fields)};

        written = write_entry(l, &command, &seq);
    }
    if (written) {
        log_info("%s: %u logins were refused", from.data, sum->n);
        empty(sum);
    }
    buffer_deinit(&from);
    buffer_deinit(&names);
    return written;
}

static void note_name(struct sum *sum, struct slice person)
{
    const struct slice said = utf8_head(person, MAX_NAME);

    for (size_t i = 0; i < sum->n_names; i++) {
        if (slice_equal_string(said, sum->names[i]))
            return;
    }
    if (sum->n_names == LOGIN_LOG_NAMES)
        sum->more_names = true;
    else
        sum->names[sum->n_names++] = slice_dup(said);
}

static void add(struct sum *sum, struct slice person, struct instant at)
{
    if (sum->n++ == 0)
        sum->first = at;
    sum->last = at;
    note_name(sum, person);
}

static struct instant next_end(const struct login_log *l)
{
    return instant_add(clock_monotonic(desk_clock(l->desk)), LOGIN_LOG_EACH);
}

/* Of an address whose minute has just begun. NULL: there is no room. */
static struct sum *begin(struct login_log *l, const struct address_key *key)
{
    struct sum *sum;

    if (HASH_COUNT(l->sums) >= LOGIN_LOG_ADDRESSES)
        return NULL;
    sum = xcalloc(1, sizeof(*sum));
    sum->key = *key;
    sum->ends = next_end(l);
    HASH_ADD(hh, l->sums, key, sizeof(sum->key), sum);
    return sum;
}

void login_log_refused(struct login_log *l, const struct address_key *address, struct slice peer,
                       struct slice person)
{
    const struct instant at = clock_now(desk_clock(l->desk));
    struct sum *sum;

    HASH_FIND(hh, l->sums, address, sizeof(*address), sum);
    if (!sum && (sum = begin(l, address))) {
        if (write_one(l, peer, person))
            return;
    } else if (!sum) {
        sum = &l->others;
        if (sum->n == 0)
            sum->ends = next_end(l);
    }
    add(sum, person, at);
    if (l->ending)
        write_sum(l, sum);
}

static void drop(struct login_log *l, struct sum *sum)
{
    HASH_DEL(l->sums, sum);
    empty(sum);
    free(sum);
}

void login_log_tick(struct login_log *l)
{
    const struct instant now = clock_monotonic(desk_clock(l->desk));
    struct sum *sum, *next;

    HASH_ITER(hh, l->sums, sum, next)
    {
        if (instant_before(now, sum->ends))
            continue;
        if (sum->n == 0)
            drop(l, sum);
        else if (write_sum(l, sum))
            sum->ends = next_end(l);
    }
    if (l->others.n > 0 && !instant_before(now, l->others.ends))
        write_sum(l, &l->others);
}

void login_log_end(struct login_log *l)
{
    struct sum *sum, *next;

    l->ending = true;
    HASH_ITER(hh, l->sums, sum, next)
    {
        if (sum->n > 0)
            write_sum(l, sum);
    }
    if (l->others.n > 0)
        write_sum(l, &l->others);
}

static void say_lost(const struct login_log *l, const struct sum *sum)
{
    struct buffer from = BUFFER_INIT, names = BUFFER_INIT;
    struct field as;

    if (sum->n == 0)
        return;
    name_sum(l, sum, &from);
    as = names_of(sum, &names);
    log_warning("%s: %u refused logins as %.*s are not in the duty log: the database took no entry",
                from.data, sum->n, SLICE_ARG(as.text));
    buffer_deinit(&from);
    buffer_deinit(&names);
}

void login_log_free(struct login_log *l)
{
    struct sum *sum, *next;

    if (!l)
        return;
    HASH_ITER(hh, l->sums, sum, next)
    {
        say_lost(l, sum);
        drop(l, sum);
    }
    say_lost(l, &l->others);
    empty(&l->others);
    free(l);
}
