#include "wire/commands/table.h"

#include "wire/commands/answer.h"
#include "wire/commands/check.h"
#include "wire/commands/daemon.h"
#include "wire/commands/hint.h"
#include "wire/commands/incident.h"
#include "wire/commands/list.h"
#include "wire/commands/presence.h"
#include "wire/commands/read.h"
#include "wire/commands/report.h"
#include "wire/commands/roster.h"
#include "wire/commands/session.h"
#include "wire/commands/sms.h"
#include "wire/commands/watch.h"
#include "wire/commands/who.h"

static const struct command_info *const *const files[] = {
    session_commands,
    report_commands,
    answer_commands,
    incident_commands,
    list_commands,
    read_commands,
    who_commands,
    roster_commands,
    presence_commands,
    sms_commands,
    watch_commands,
    daemon_commands,
    NULL,
};
const struct command_table command_table = {files};

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
    hint_prepare(s, info, line);
    r.now = clock_now(desk_clock(session_desk(s)));
    info->run(s, &r);
}
