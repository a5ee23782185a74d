#include "wire/commands/table.h"

#include "wire/commands/check.h"

/* Every command, in the order of HELP: X(name) stands for name_command, which its file defines. */
/* clang-format off */
#define COMMANDS(X) \
    X(help) \
    X(login) \
    X(ping) \
    X(quit) \
    X(report) \
    X(set) \
    X(note) \
    X(ack) \
    X(decline) \
    X(escalate) \
    X(grade) \
    X(close) \
    X(reopen) \
    X(merge) \
    X(show) \
    X(list) \
    X(log) \
    X(find) \
    X(who) \
    X(roster) \
    X(on) \
    X(off) \
    X(handover) \
    X(take_over) \
    X(refuse) \
    X(relieve) \
    X(rollcall) \
    X(here) \
    X(standing) \
    X(receive) \
    X(receipt) \
    X(watch) \
    X(status) \
    X(reload) \
    X(check) \
    X(verify)
/* clang-format on */

#define DECLARE(name) extern const struct command_info name##_command;
#define ROW(name) &name##_command,

COMMANDS(DECLARE)
static const struct command_info *const rows[] = {COMMANDS(ROW)};
const struct command_table command_table = {rows, sizeof(rows) / sizeof(*rows)};

bool command_accepts_text(struct session *s, const struct command_info *info,
                          const struct line *line)
{
    struct slice key = {0};

    return check_line(s, info, line, &key);
}

void command_dispatch(struct session *s, const struct command_info *info,
                      const struct command_env *env, const struct line *line)
{
    struct request r = {.info = info, .table = &command_table, .env = env, .line = line};

    if (!info) {
        command_reply_unknown(s, &command_table, line->verb);
        return;
    }
    if (!check_line(s, info, line, &r.key))
        return;
    if ((info->flags & COMMAND_NEEDS_TEXT) && slice_trim(line->text).len == 0) {
        session_reply(s, 501, "the text is missing; the form is: %s", info->form);
        return;
    }
    if (r.key.len)
        r.digest = check_digest(session_person(s), info, line);
    r.now = clock_now(desk_clock(session_desk(s)));
    info->run(s, &r);
}
