#pragma once
/*
 * What net/ is handed at the start: whoever knows what a line means. net/ itself knows no command;
 * it cuts lines, collects the text after <<, and keeps replies in order.
 */
#include "base/line.h"

struct session;

/* What has to be known of a verb before its line can be run. */
struct verb_form {
    const void *command; /* the handler's own, handed back to it; NULL: there is no such verb */
    struct line_form line;
    bool takes_text; /* << asks for a text */
    /* It waits for all earlier replies of its session, so that a client sees its own writes: */
    bool reads;           /* always */
    bool reads_text_less; /* only without a text, since with one it writes */
};

struct net_handler {
    struct verb_form (*find_verb)(void *arg, struct slice verb);
    /* The line ends with <<. True: ask for the text, and run the line when it is here; false: the
     * reply has been given. Only for verbs that take a text. */
    bool (*accepts_text)(void *arg, struct session *s, const void *command,
                         const struct line *line);
    /* A line came in, with its text. It has to be replied to in one of the ways that reply.h
     * lists. */
    void (*run_line)(void *arg, struct session *s, const void *command, const struct line *line);
    void *arg;
};
