#include "wire/commands/submit.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "wire/commands/own.h"
#include "wire/commands/render.h"
#include "wire/net/session.h"

#define MAX_RECALLS 2    /* MERGE speaks of two incidents */
#define REPLY_BYTES 1024 /* render_reply stays far below */

static const int refusal_codes[] = {
    [REFUSAL_KEY] = 505,  [REFUSAL_VALUE] = 501,   [REFUSAL_STATE] = 503,
    [REFUSAL_RANK] = 550, [REFUSAL_UNKNOWN] = 554, [REFUSAL_RECALL] = 554,
};

/* ---- from the line to a command ---- */

static void add(struct submission *sub, struct field field)
{
    sub->fields[sub->command.n_fields++] = field;
}

void submit_add(struct submission *sub, enum field_id id, struct slice text)
{
    add(sub, FIELD_TEXT_OF(id, text));
}

void submit_time(struct submission *sub, enum field_id id, struct instant at)
{
    add(sub, FIELD_INSTANT_OF(id, at));
}

bool submit_value(struct submission *sub, enum field_id id, struct slice value)
{
    struct buffer why = BUFFER_INIT;
    struct time_frame frame = command_time_frame(sub->request);
    struct field field;
    bool good = field_parse(id, value, &frame, &field, &why);

    if (good)
        add(sub, field);
    else
        session_reply(sub->session, 501, "%.*s", SLICE_ARG(buffer_slice(&why)));
    buffer_deinit(&why);
    return good;
}

static bool find_field(const struct command_info *info, struct slice name, enum field_id *ret_id)
{
    if (!info->fields)
        return false;
    for (const enum field_id *id = info->fields; *id != FIELD_COUNT; id++) {
        if (fold_equal(name, slice_of(field_table[*id].name))) {
            *ret_id = *id;
            return true;
        }
    }
    return false;
}

bool submit_begin(struct submission *sub, struct session *s, const struct request *r,
                  enum verb verb)
{
    sub->session = s;
    sub->request = r;
    sub->command = (struct command){
        .verb = verb,
        .actor = session_person(s),
        .key = r->key,
        .digest = r->digest,
        .fields = sub->fields,
    };
    for (size_t i = 0; i < r->line->n_fields; i++) {
        enum field_id id;

        if (find_field(r->info, r->line->fields[i].name, &id) &&
            !submit_value(sub, id, r->line->fields[i].value))
            return false;
    }
    return true;
}

bool submit_incident(struct submission *sub)
{
    return command_parse_incident(sub->session, sub->request, sub->request->line->words[0],
                                  &sub->command.incident);
}

bool submit_text(struct submission *sub, enum field_id id)
{
    struct slice text = sub->request->line->text;

    return slice_trim(text).len == 0 || submit_value(sub, id, text);
}

bool submit_check_speaker(struct session *s, const struct request *r)
{
    bool names_person = line_find(r->line, "person") != NULL;
    bool is_service = session_person(s)->rank == RANK_SERVICE;

    if (names_person && !is_service)
        session_reply(s, 550, "person= is for the rank service; you answer for yourself");
    else if (!names_person && is_service)
        session_reply(s, 501, "person is missing: a service says whose answer it is, person=ID");
    else
        return true;
    return false;
}

/* ---- replies ---- */

void submit_reply_away(struct session *s, struct instant now)
{
    struct journal_stats stats = journal_get_stats(desk_journal(session_desk(s)));
    struct buffer since = BUFFER_INIT;

    calendar_format_short(stats.since, now, &since);
    if (stats.state == JOURNAL_OPENING)
        session_reply(s, 450,
                      "not stored, nothing changed: the duty log is not open yet: %s; try again",
                      stats.detail);
    else
        session_reply(s, 450, "not stored, nothing changed: the database %s since %s; try again",
                      stats.state == JOURNAL_STALLED ? "has not answered" : "is away", since.data);
    buffer_deinit(&since);
}

void submit_reply_missing(struct session *s, struct incident_id id, enum desk_recalled recalled)
{
    struct buffer name = BUFFER_INIT;

    incident_id_format(id, &name);
    if (recalled == DESK_RECALL_FAILED)
        session_reply(s, 450, "nothing changed: %s cannot be read from the database now; try again",
                      name.data);
    else
        session_reply(s, 554, "there is no incident %s", name.data);
    buffer_deinit(&name);
}

/* Where the kind says so, the entry's text first. */
static void reply_entry(struct session *s, const struct entry *e, uint64_t seq, bool again)
{
    char bytes[REPLY_BYTES];
    struct buffer words = {.data = bytes, .cap = sizeof(bytes)};
    struct slice text = {0};

    if (kind_table[e->kind].reply.with_text)
        text = entry_text(e, FIELD_TEXT);
    if (text.len)
        session_hold(s, seq);
    while (text.len) {
        struct slice line = slice_cut(&text, '\n');

        session_reply_more(s, 250, "%.*s", SLICE_ARG(line));
    }
    render_reply(e, &words);
    if (again)
        buffer_append_slice(&words, SLICE(" again=yes"));
    session_reply_durable(s, seq, 250, buffer_slice(&words));
}

/* ---- sent again: the first answer once more ---- */

/* What a session waits for. */
struct waiting {
    struct session *session;
    uint64_t ticket;
    uint64_t seq;
};

static void on_wait_cancelled(void *arg)
{
    struct waiting *w = arg;

    journal_cancel(desk_journal(session_desk(w->session)), w->ticket);
    free(w);
}

static void on_first_entry(void *arg, enum journal_answer answer, struct entry *const *entries,
                           size_t n, size_t more)
{
    struct waiting *w = arg;
    struct session *s = w->session;

    (void)more;
    if (answer != JOURNAL_ANSWER_FAILED && n == 1 && entries[0]->seq == w->seq)
        reply_entry(s, entries[0], w->seq, true);
    else
        session_reply(s, 450,
                      "nothing changed: this was done before as entry %llu, which cannot be read "
                      "now; try again",
                      (unsigned long long)w->seq);
    free(w);
    session_continue(s);
}

/* True when the answer comes later, and the session waits for it. */
static bool answer_again(struct session *s, uint64_t seq)
{
    struct desk *desk = session_desk(s);
    const struct entry *pending = desk_pending_entry(desk, seq);

    if (pending) {
        reply_entry(s, pending, seq, true);
        return false;
    }
    struct waiting *w = xcalloc(1, sizeof(*w));
    *w = (struct waiting){.session = s, .seq = seq};
    session_wait(s, on_wait_cancelled, w);
    w->ticket =
        journal_query(desk_journal(desk), &(struct journal_query){.seq = seq}, on_first_entry, w);
    return true;
}

/* ---- an incident that is not in memory ---- */

/* A command with everything it borrows, for the time until its incident has been read. */
struct kept {
    struct session *session;
    struct desk_recall *recall;
    struct instant now;
    unsigned recalls;
    struct command command;
    struct field fields[SUBMIT_MAX_FIELDS];
    char bytes[];
};

static struct slice keep_bytes(char **next, struct slice s)
{
    struct slice kept = {*next, s.len};

    if (s.len)
        memcpy(*next, s.data, s.len);
    *next += s.len;
    return kept;
}

static struct kept *keep(const struct command *c, struct session *s, struct instant now,
                         unsigned recalls)
{
    size_t bytes = c->key.len;
    struct kept *kept;
    char *next;

    for (size_t i = 0; i < c->n_fields; i++)
        bytes += field_is_text(c->fields[i].id) ? c->fields[i].text.len : 0;
    kept = xcalloc(1, sizeof(*kept) + bytes);
    next = kept->bytes;
    kept->session = s;
    kept->now = now;
    kept->recalls = recalls;
    kept->command = *c;
    kept->command.key = keep_bytes(&next, c->key);
    kept->command.fields = kept->fields;
    for (size_t i = 0; i < c->n_fields; i++) {
        kept->fields[i] = c->fields[i];
        if (field_is_text(c->fields[i].id))
            kept->fields[i].text = keep_bytes(&next, c->fields[i].text);
    }
    return kept;
}

static bool submit(struct session *s, const struct command *c, struct instant now,
                   unsigned recalls);

/* Which of the two that a MERGE speaks of is not in memory? */
static struct incident_id missing_incident(const struct desk *d, const struct command *c)
{
    if (c->other.year && office_incident(desk_office(d), c->incident))
        return c->other;
    return c->incident;
}

static void on_recall_cancelled(void *arg)
{
    struct kept *kept = arg;

    desk_recall_cancel(kept->recall);
    free(kept);
}

/* True when the session waits again. */
static bool submit_kept(struct kept *kept, enum desk_recalled recalled)
{
    struct session *s = kept->session;

    if (!kept->command.actor)
        session_reply(s, 530, "log in first: LOGIN person password");
    else if (recalled == DESK_RECALLED)
        return submit(s, &kept->command, kept->now, kept->recalls);
    else
        submit_reply_missing(s, missing_incident(session_desk(s), &kept->command), recalled);
    return false;
}

static void on_recalled(void *arg, enum desk_recalled recalled)
{
    struct kept *kept = arg;
    struct session *s = kept->session;
    bool waits;

    kept->command.actor = session_person(s); /* the rules may have changed */
    waits = submit_kept(kept, recalled);
    free(kept);
    if (!waits)
        session_continue(s);
}

static void recall(struct session *s, const struct command *c, struct instant now, unsigned recalls)
{
    struct desk *desk = session_desk(s);
    struct kept *kept = keep(c, s, now, recalls + 1);

    session_wait(s, on_recall_cancelled, kept);
    kept->recall = desk_recall(desk, missing_incident(desk, c), on_recalled, kept);
}

/* ---- to the desk ---- */

/* True when the session waits. */
static bool refuse(struct session *s, const struct command *c, struct instant now,
                   const struct decision *d, unsigned recalls)
{
    if (d->refusal == REFUSAL_AGAIN)
        return answer_again(s, d->again);
    if (d->refusal == REFUSAL_RECALL && recalls < MAX_RECALLS) {
        recall(s, c, now, recalls);
        return true;
    }
    session_reply(s, refusal_codes[d->refusal], "%.*s", SLICE_ARG(buffer_slice(&d->why)));
    return false;
}

static bool submit(struct session *s, const struct command *c, struct instant now, unsigned recalls)
{
    struct decision d = {0};
    bool waits = false;

    switch (desk_submit(session_desk(s), c, &d)) {
    case DESK_TAKEN:
        reply_entry(s, d.entries[0], d.entries[d.n_entries - 1]->seq, false);
        break;
    case DESK_REFUSED:
        waits = refuse(s, c, now, &d, recalls);
        break;
    case DESK_AWAY:
        submit_reply_away(s, now);
        break;
    case DESK_BUSY:
        session_reply(s, 452, "too busy, nothing changed: try again");
        break;
    }
    decision_deinit(&d);
    return waits;
}

void submit_send(struct submission *sub)
{
    submit(sub->session, &sub->command, sub->request->now, 0);
}
