#pragma once
/* What is written of a message that came in, and what is explained to its sender. For the files of
 * the machine only. */
#include "office/decide/incoming.h"

/* One answer of a message, while it is done. */
struct answering {
    struct incoming *in;
    struct draft draft; /* its own, about the incident if there is one */
    struct incoming_page page;
    struct answer said;
};

/* What was said is kept in the log, with what came of it: `outcome`, in a word; `words` are what
 * the sender is told, and `sends`: that they are sent. What the person does comes next. */
void received_entry(struct answering *a, const char *outcome, struct slice words, bool sends);
/* A note of the incident, in the sender's own words. */
void received_note(struct answering *a);
/* To the number that the message came from. */
void received_send(struct answering *a, struct slice words);

/* As far as the bounds allow. With `noted` the message is kept as a note of the incident besides.
 */
void received_explain(struct answering *a, struct explain x, bool noted);
/* Says that all these have been taken. There is no bound: an incident is taken once. */
void received_confirm(struct answering *a, const struct open_pages *taken);
/* Appends the words of it. True: it may be sent, and then counts. */
bool received_compose(struct answering *a, struct explain x, struct buffer *out);
