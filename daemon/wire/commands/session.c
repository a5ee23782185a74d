#include "wire/commands/session.h"

#include "base/fold.h"
#include "wire/commands/codes.h"
#include "wire/net/login.h"
#include "wire/net/session.h"

static const char *const help_words[] = {"the verb"};

/* ---- HELP ---- */

static void help_all(struct session *s, const struct command_table *t)
{
    const struct command_info *info;
    size_t n = 0;

    while ((info = command_at(t, n))) {
        session_reply_more(s, 250, "%s: %s", info->form, info->what);
        n++;
    }
    session_reply(s, 250, "%zu commands; HELP verb says more of one, HELP codes lists the codes",
                  n);
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
    if (command_takes_time(info))
        session_reply_more(s, 250, "field sure: yes: a time far from now is right as it stands");
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
    if (fold_equal(r->line->words[0], SLICE("codes"))) {
        help_codes(s);
        return;
    }
    info = command_find(r->table, r->line->words[0]);
    if (info)
        help_one(s, info);
    else
        command_reply_unknown(s, r->table, r->line->words[0]);
}

static const struct command_info help_command = {
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

static const struct command_info login_command = {
    .verb = "LOGIN",
    .form = "LOGIN person [password]",
    .what = "says who you are",
    .detail = "The password runs to the end of the line.\nOn a Unix socket it can be left out "
              "where the configuration maps your uid.",
    .example = "LOGIN li.wei correct horse",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY | COMMAND_TEXT | COMMAND_TO_THE_LETTER,
    .min_words = 1,
    .max_words = 1,
    .words = login_words,
    .run = run_login,
};

/* ---- PING and QUIT ---- */

static void run_ping(struct session *s, const struct request *r)
{
    struct buffer now = BUFFER_INIT;

    calendar_format(r->now, &now);
    session_reply(s, 250, "pong at=%s", now.data);
    buffer_deinit(&now);
}

static const struct command_info ping_command = {
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

static const struct command_info quit_command = {
    .verb = "QUIT",
    .form = "QUIT",
    .what = "ends the connection when all replies have been said",
    .example = "QUIT",
    .ranks = RANKS_ALL,
    .flags = COMMAND_OPEN | COMMAND_EARLY,
    .run = run_quit,
};

const struct command_info *const session_commands[] = {&help_command, &login_command, &ping_command,
                                                       &quit_command, NULL};
