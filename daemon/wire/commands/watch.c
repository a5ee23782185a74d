#include "wire/commands/watch.h"

#include "base/fold.h"

static const char *const watch_words[] = {"on or off"};

static void run_watch(struct session *s, const struct request *r)
{
    bool on = session_is_watching(s);

    if (r->line->n_words) {
        if (fold_equal(r->line->words[0], SLICE("on"))) {
            on = true;
        } else if (fold_equal(r->line->words[0], SLICE("off"))) {
            on = false;
        } else {
            session_reply(s, 501, "WATCH is on or off, not \"%.*s\"", SLICE_ARG(r->line->words[0]));
            return;
        }
    }
    session_set_watching(s, on);
    session_reply(s, 250, "watch state=%s", on ? "on" : "off");
}

static const struct command_info watch_command = {
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

const struct command_info *const watch_commands[] = {&watch_command, NULL};
