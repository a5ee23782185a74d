#include "wire/commands/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/load.h"
#include "wire/commands/who_reply.h"
#include "wire/net/session.h"

struct history {
    struct session *session;
    uint64_t ticket;
    struct instant at;
    char *post; /* NULL: all */
    struct rules *rules;
    uint64_t config_entry; /* 0: the log has none as old as that */
};

static void history_free(struct history *h)
{
    rules_unref(h->rules);
    free(h->post);
    free(h);
}

static void on_cancelled(void *arg)
{
    struct history *h = arg;

    journal_cancel(desk_journal(session_desk(h->session)), h->ticket);
    history_free(h);
}

/* The reply has been said. */
static void finish(struct history *h)
{
    struct session *s = h->session;

    history_free(h);
    session_continue(s);
}

static void refuse(struct history *h, const char *why)
{
    struct buffer at = BUFFER_INIT;

    calendar_format(h->at, &at);
    session_reply(h->session, 450, "%s; try again: at=%s", why, at.data);
    buffer_deinit(&at);
    finish(h);
}

static struct rules *rules_now(const struct history *h)
{
    return (struct rules *)office_rules(desk_office(session_desk(h->session)));
}

/* The office of then: its rules, and the entries by which people were at their posts. */
static void reply(struct history *h, enum journal_answer answer, struct entry *const *entries,
                  size_t n)
{
    struct office *then = office_new(h->rules, NULL);
    bool known = answer == JOURNAL_ANSWER_WHOLE;
    struct buffer tail = BUFFER_INIT;
    struct roster roster;

    for (size_t i = 0; known && i < n; i++)
        office_apply(then, entries[i]);
    roster = office_roster(then);
    if (h->config_entry)
        buffer_printf(&tail, " config=%llu", (unsigned long long)h->config_entry);
    else
        buffer_append_string(&tail, " config=none: the log has none as old as that, so the one in "
                                    "force now answers");
    if (!known)
        buffer_append_string(&tail, "; who had signed on, and reliefs: not known while the "
                                    "database is away");
    who_reply(h->session, &roster, known ? then : NULL, true, slice_of(h->post), h->at, tail.data);
    buffer_deinit(&tail);
    office_free(then);
    finish(h);
}

static void on_present(void *arg, enum journal_answer answer, struct entry *const *entries,
                       size_t n, size_t more)
{
    (void)more;
    reply(arg, answer, entries, n);
}

static void ask_present(struct history *h)
{
    const struct journal_query q = {.present_at = h->at, .oldest_first = true};

    h->ticket = journal_query(desk_journal(session_desk(h->session)), &q, on_present, h);
}

/* The rules of the entry; NULL, and the first fault, when they cannot be read. */
static struct rules *read_rules(const struct history *h, const struct entry *e, struct buffer *why)
{
    struct config_report report;
    struct config *config;
    struct rules *rules = NULL;
    struct slice text;

    if (slice_equal_string(entry_text(e, FIELD_DIGEST), rules_now(h)->digest))
        return rules_ref(rules_now(h));
    config = config_load_text(entry_text(e, FIELD_CONFIG), e->at, &report);
    text = buffer_slice(&report.text);
    if (config)
        rules = rules_ref(config->rules);
    else
        buffer_append_slice(why, slice_cut(&text, '\n'));
    config_unref(config);
    config_report_deinit(&report);
    return rules;
}

static void take_config(struct history *h, const struct entry *e)
{
    struct buffer why = BUFFER_INIT;

    h->config_entry = e->seq;
    h->rules = read_rules(h, e, &why);
    if (h->rules) {
        ask_present(h);
    } else {
        session_reply(h->session, 554, "the configuration of then, entry %llu, cannot be read: %s",
                      (unsigned long long)e->seq, why.data ? why.data : "");
        finish(h);
    }
    buffer_deinit(&why);
}

static void on_config(void *arg, enum journal_answer answer, struct entry *const *entries, size_t n,
                      size_t more)
{
    struct history *h = arg;

    (void)more;
    if (answer == JOURNAL_ANSWER_FAILED) {
        refuse(h, "the log cannot be read now");
    } else if (n > 0) { /* the newest: right also when it is from memory alone */
        take_config(h, entries[0]);
    } else if (answer == JOURNAL_ANSWER_PARTIAL) {
        refuse(h, "the database is away, and memory does not go back so far");
    } else {
        h->rules = rules_ref(rules_now(h));
        ask_present(h);
    }
}

void history_reply_who(struct session *s, struct instant at, struct slice post)
{
    struct history *h = xcalloc(1, sizeof(*h));
    const struct journal_query q = {
        .by_kind = true,
        .kinds = {[ENTRY_CONFIG] = true},
        .until = instant_add(at, SPAN_US(1)),
        .limit = 1,
    };

    h->session = s;
    h->at = at;
    h->post = post.data ? slice_dup(post) : NULL;
    session_wait(s, on_cancelled, h);
    h->ticket = journal_query(desk_journal(session_desk(s)), &q, on_config, h);
}
