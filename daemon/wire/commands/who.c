#include "wire/commands/who.h"

#include "wire/commands/history.h"
#include "wire/commands/own.h"
#include "wire/commands/who_reply.h"

static void run_who(struct session *s, const struct request *r)
{
    const struct office *office = desk_office(session_desk(s));
    struct roster roster = office_roster(office);
    const struct line_field *post = line_find(r->line, "post");
    struct slice name = post ? post->value : (struct slice){0};
    struct instant at = r->now;

    if (!command_own_time(s, r, "at", INSTANT_NONE, &at))
        return;
    if (instant_before(at, r->now))
        history_reply_who(s, at, name);
    else
        who_reply(s, &roster, at.us == r->now.us ? office : NULL, false, name, at, "");
}

static const struct own_field who_fields[] = {
    {"at", "the time asked for; now if not said", TIME_EITHER},
    {"post", "this post only", TIME_NONE},
    {0},
};

static const struct command_info who_command = {
    .verb = "WHO",
    .form = "WHO [at=] [post=]",
    .what = "who holds each post, now or at any time past or to come",
    .detail = "A line for each person; a post, or a place in it, that nobody holds is vacant.\n"
              "on= and seen= say who has signed on, and their last entry; rostered=no who is\n"
              "there and not on the roster; for= in whose place somebody stands.\n"
              "For the past the configuration that was in force then answers, from the log.",
    .example = "WHO post=officer",
    .ranks = RANKS_READ,
    .flags = COMMAND_READS,
    .own = who_fields,
    .run = run_who,
};

const struct command_info *const who_commands[] = {&who_command, NULL};
