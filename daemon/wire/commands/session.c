/* What concerns this connection alone. */
#include "wire/net/session.h"
#include "wire/commands/codes.h"
#include "wire/commands/command.h"
#include "wire/net/login.h"

static const char *const help_words[] = {"the verb"};
static const char *const watch_words[] = {"on or off"};

/* ---- HELP ---- */

static void help_all(struct session *s, const struct command_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        session_reply_more(s, 250, "%s: %s", t->rows[i]->form, t->rows[i]->what);
    session_reply(s, 250, "%zu commands; HELP verb says more of one, HELP codes lists the codes",
                  t->n);
}

static void help_codes(struct session *s)
{
    for (size_t i = 0; i < command_codes_len; i++)
        session_reply_more(s, 250, "%d %s", command_codes[i].code, command_codes[i].what);
    session_reply(s, 250, "%zu codes", command_codes_len);
}

static void help_ranks(struct session *s, const struct command_info *info)
{
    struct buffer ranks = BUFFER_INIT;

    for (enum rank rank = 0; rank < RANK_COUNT; rank++)
        if (info->ranks & RANK_BIT(rank))
            buffer_printf(&ranks, " %s", rank_to_string(rank));
    if (info->flags & COMMAND_OPEN)
        session_reply_more(s, 250, "for everybody");
    else
        session_reply_more(s, 250, "for the ranks:%s", ranks.data);
    buffer_deinit(&ranks);
}

static void help_fields(struct session *s, const struct command_info *info)
{
    if (info->fields)
        for (const enum field_id *id = info->fields; *id != FIELD_COUNT; id++)
            session_reply_more(s, 250, "field %s: %s", field_table[*id].name,
                               field_table[*id].what);
    if (info->own)
        for (const struct own_field *own = info->own; own->name; own++)
            session_reply_more(s, 250, "field %s: %s", own->name, own->what);
    if (info->flags & COMMAND_WRITES)
        session_reply_more(s, 250,
                           "field key: your name for this very command: sent again with "
                           "the same key it is not done twice");
}

static void help_one(struct session *s, const struct command_info *info)
{
    struct slice detail = slice_of(info->detail);

    session_reply_more(s, 250, "%s", info->form);
    session_reply_more(s, 250, "%s", info->what);
    while (detail.len) {
        struct slice line = slice_cut(&detail, '\n');
        session_reply_more(s, 250, "%.*s", SLICE_ARG(line));
    }
    help_fields(s, info);
    help_ranks(s, info);
    session_reply(s, 250, "example: %s", info->example);
}

static void run_help(struct session *s, const struct request *r)
{
    const struct command_info *info;

    if (r->line->n_words == 0) {
        help_all(s, r->table);
        return;
    }
    if (slice_equal_nocase(r->line->words[0], SLICE("codes"))) {
        help_codes(s);
        return;
    }
    info = command_find(r->table, r->line->words[0]);
    if (info)
        help_one(s, info);
    else
        command_reply_unknown(s, r->table, r->line->words[0]);
}

const struct command_info help_command = {
    .verb = "HELP",
    .form = "HELP [verb|codes]",
    .what = "every command with its form, or one with its fields and an example",
    .detail = "HELP codes lists what the reply codes mean.",
    .example = "HELP REPORT",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY,
    .max_words = 1,
    .words = help_words,
    .run = run_help,
};

/* ---- LOGIN ---- */

static void run_login(struct session *s, const struct request *r)
{
    session_login(s, r->line->words[0], r->line->has_text ? &r->line->text : NULL);
}

static const char *const login_words[] = {"the person"};

const struct command_info login_command = {
    .verb = "LOGIN",
    .form = "LOGIN person [password]",
    .what = "says who you are",
    .detail = "The password runs to the end of the line; put -- before one with a = in its first "
              "word.\nOn a Unix socket it can be left out where the configuration maps your uid.",
    .example = "LOGIN li.wei correct horse",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY | COMMAND_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = login_words,
    .run = run_login,
};

/* ---- PING, QUIT, WATCH ---- */

static void run_ping(struct session *s, const struct request *r)
{
    struct buffer now = BUFFER_INIT;

    calendar_format(r->now, &now);
    session_reply(s, 250, "pong at=%s", now.data);
    buffer_deinit(&now);
}

const struct command_info ping_command = {
    .verb = "PING",
    .form = "PING",
    .what = "an answer with the daemon's time",
    .example = "PING",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY,
    .run = run_ping,
};

static void run_quit(struct session *s, const struct request *r)
{
    (void)r;
    session_close(s, 221, "goodbye");
}

const struct command_info quit_command = {
    .verb = "QUIT",
    .form = "QUIT",
    .what = "ends the connection when all replies have been said",
    .example = "QUIT",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY,
    .run = run_quit,
};

static void run_watch(struct session *s, const struct request *r)
{
    bool on = session_is_watching(s);

    if (r->line->n_words) {
        if (slice_equal_nocase(r->line->words[0], SLICE("on"))) {
            on = true;
        } else if (slice_equal_nocase(r->line->words[0], SLICE("off"))) {
            on = false;
        } else {
            session_reply(s, 501, "WATCH is on or off, not \"%.*s\"", SLICE_ARG(r->line->words[0]));
            return;
        }
    }
    session_set_watching(s, on);
    session_reply(s, 250, "watch state=%s", on ? "on" : "off");
}

const struct command_info watch_command = {
    .verb = "WATCH",
    .form = "WATCH [on|off]",
    .what = "every new entry of the log as a line of its own, unasked",
    .detail = "The lines begin with \"* \" and never stand inside a reply.\n"
              "Without a word it says whether it is on.",
    .example = "WATCH on",
    .ranks = RANKS_READ,
    .max_words = 1,
    .words = watch_words,
    .run = run_watch,
};
