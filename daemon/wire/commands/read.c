#include "wire/commands/read.h"

#include "base/fold.h"
#include "base/search.h"
#include "base/words.h"
#include "wire/commands/own.h"
#include "wire/commands/reading.h"
#include "wire/commands/submit.h"
#include "wire/net/session.h"

#define LOG_DEFAULT 50
#define FIND_MOST 32 /* words */

/* ---- LOG and FIND ---- */

static void on_log_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                           size_t n, size_t more)
{
    struct reading *reading = arg;
    struct session *s = reading_end(reading);
    struct buffer tail = BUFFER_INIT;

    if (answer == JOURNAL_ANSWER_FAILED) {
        session_reply(s, 450, "the log cannot be read now; try again");
    } else {
        for (size_t i = 0; i < n; i++)
            reading_reply_entry(s, entries[i]);
        reading_append_more(more, &tail);
        buffer_append_string(&tail, answer == JOURNAL_ANSWER_PARTIAL ? " entries=partial" : "");
        session_reply(s, 250, "%zu entries%.*s", n, SLICE_ARG(buffer_slice(&tail)));
        buffer_deinit(&tail);
    }
    session_continue(s);
}

/* The fields that LOG and FIND share. */
static bool read_range(struct session *s, const struct request *r, struct journal_query *q)
{
    long long limit = LOG_DEFAULT;

    if (!command_own_range(s, r, &q->since, &q->until) ||
        !command_own_number(s, r, "limit", 1, READING_MAX, &limit))
        return false;
    q->limit = (size_t)limit;
    q->oldest_first = true;
    q->counts_more = true;
    return true;
}

static void refuse_kind(struct session *s, struct slice said)
{
    const char *names[ENTRY_KIND_COUNT + 1] = {0};
    const char *nearest;

    for (enum entry_kind k = 0; k < ENTRY_KIND_COUNT; k++)
        names[k] = entry_kind_to_string(k);
    nearest = words_nearest(said, names);
    session_reply(s, 501, "no entry is of the kind \"%.*s\"; %s%s", SLICE_ARG(said),
                  nearest ? "the nearest is " : "there are report, set, note, ack, log and others",
                  nearest ? nearest : "");
}

static bool kind_from_said(struct slice said, enum entry_kind *ret_kind)
{
    for (enum entry_kind k = 0; k < ENTRY_KIND_COUNT; k++) {
        if (fold_equal(said, slice_of(entry_kind_to_string(k)))) {
            *ret_kind = k;
            return true;
        }
    }
    return false;
}

/* Several, with a comma of any kind between them. */
static bool read_kinds(struct session *s, const struct request *r, struct journal_query *q)
{
    const struct line_field *said = line_find(r->line, "kind");
    struct buffer folded = BUFFER_INIT;
    struct slice rest, word;
    enum entry_kind kind;
    bool good;

    if (!said)
        return true;
    q->by_kind = true;
    fold_text(said->value, &folded);
    rest = buffer_slice(&folded);
    do {
        word = search_next_word(&rest);
        good = kind_from_said(word, &kind);
        if (good)
            q->kinds[kind] = true;
        else
            refuse_kind(s, word);
    } while (good && slice_trim(rest).len);
    buffer_deinit(&folded);
    return good;
}

static bool read_query(struct session *s, const struct request *r, struct journal_query *q)
{
    const struct line_field *by = line_find(r->line, "by");
    const struct line_field *incident = line_find(r->line, "incident");

    if (by)
        q->actor = by->value;
    if (incident && !command_parse_incident(s, r, incident->value, &q->incident))
        return false;
    return read_kinds(s, r, q) && read_range(s, r, q);
}

static void ask(struct session *s, const struct journal_query *q)
{
    struct reading *reading = reading_begin(s, INCIDENT_NONE);

    reading->ticket = journal_query(desk_journal(session_desk(s)), q, on_log_entries, reading);
}

static void list_log(struct session *s, const struct request *r)
{
    struct journal_query q = {0};

    if (r->key.len)
        session_reply(s, 501, "key goes with a text to write; the text is missing");
    else if (read_query(s, r, &q))
        ask(s, &q);
}

static void write_log(struct session *s, const struct request *r)
{
    struct submission sub;

    if (r->line->n_fields > (r->key.len ? 1u : 0u))
        session_reply(s, 501,
                      "LOG either writes a text, or lists by fields; not both: leave out %.*s=",
                      SLICE_ARG(r->line->fields[0].name));
    else if (submit_begin(&sub, s, r, VERB_LOG) && submit_text(&sub, FIELD_TEXT))
        submit_send(&sub);
}

static void run_log(struct session *s, const struct request *r)
{
    if (slice_trim(r->line->text).len)
        write_log(s, r);
    else if (r->line->text_follows)
        session_reply(s, 501, "the text is missing; the form is: %s", r->info->form);
    else
        list_log(s, r);
}

static const struct own_field log_fields[] = {
    {"since", "entries from this time on", TIME_SINCE},
    {"until", "entries before this time", TIME_UNTIL},
    {"kind", "report, set, note, ack, page, page-sent, log, login …; also several: note,ack",
     TIME_NONE},
    {"by", "entries by this person", TIME_NONE},
    {"incident", "entries about this incident", TIME_NONE},
    {"limit", "the newest so many, 1 to 1000; 50 if not said", TIME_NONE},
    {0},
};

static const struct command_info log_command = {
    .verb = "LOG",
    .form = "LOG [text] | LOG [since=] [until=] [kind=] [by=] [incident=] [limit=]",
    .what = "the duty log, oldest first; with a text it writes a free entry into it",
    .detail = "Without a text it lists; with one it takes no field but key.",
    .example = "LOG 02:00 rounds done, all quiet",
    .ranks = RANKS_READ,
    .flags = COMMAND_WRITES | COMMAND_READS | COMMAND_TEXT,
    .own = log_fields,
    .run = run_log,
};

static void run_find(struct session *s, const struct request *r)
{
    struct journal_query q = {
        .words = slice_trim(r->line->text),
        .home = rules_home(office_rules(desk_office(session_desk(s)))),
    };
    struct search search;
    size_t terms;

    search_init(&search, q.words, q.home);
    terms = search.n;
    search_deinit(&search);
    if (terms == 0 || terms > FIND_MOST)
        session_reply(s, 501, "FIND takes 1 to %d words, this has %zu", FIND_MOST, terms);
    else if (read_range(s, r, &q))
        ask(s, &q);
}

static const struct own_field find_fields[] = {
    {"since", "entries from this time on", TIME_SINCE},
    {"until", "entries before this time", TIME_UNTIL},
    {"limit", "the newest so many, 1 to 1000; 50 if not said", TIME_NONE},
    {0},
};

static const struct command_info find_command = {
    .verb = "FIND",
    .form = "FIND [since=] [until=] [limit=] words",
    .what = "entries with all of these words in them, oldest first",
    .detail =
        "Looks in everything an entry says. Case does not matter, nor how letters with accents\n"
        "and telephone numbers are written. \"Words in quotes\" must stand together.",
    .example = "FIND gas renmin",
    .ranks = RANKS_READ,
    .flags = COMMAND_READS | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .own = find_fields,
    .run = run_find,
};

const struct command_info *const read_commands[] = {&log_command, &find_command, NULL};
