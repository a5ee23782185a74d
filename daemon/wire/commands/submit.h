#pragma once
/*
 * The path of every command that writes: line -> command -> desk -> reply. A handler begins a
 * submission, adds what is its own, and sends it; the reply comes by itself: at once for a refusal,
 * when the entries are durable otherwise, and after the journal has been asked where an incident
 * is not in memory or where the command was done before.
 *
 * The reply's words come from the first entry alone (render_reply), so that a command that is sent
 * again gets the same answer, whenever that is.
 */
#include "wire/commands/command.h"

#define SUBMIT_MAX_FIELDS (LINE_MAX_FIELDS + 4)

struct submission {
    struct session *session;
    const struct request *request;
    struct command command;
    struct field fields[SUBMIT_MAX_FIELDS];
};

/* Takes actor and key from the session and the request, and reads those fields of the line that
 * stand in the command's `fields`. False: 501 has been replied. All slices are borrowed from the
 * request. */
bool submit_begin(struct submission *sub, struct session *s, const struct request *r,
                  enum verb verb);
/* The incident that word 0 names. False: 501 has been replied. */
bool submit_incident(struct submission *sub);
/* The text, if there is one, as this field. False: 501 has been replied. */
bool submit_text(struct submission *sub, enum field_id id);
/* One value of type `id` in words of a client. False: 501 has been replied. */
bool submit_value(struct submission *sub, enum field_id id, struct slice value);
/* A time that has been read. */
void submit_time(struct submission *sub, enum field_id id, struct instant at);
/* One text more. */
void submit_add(struct submission *sub, enum field_id id, struct slice text);
/* A service has no authority of its own: it says whose answer it passes on, person=ID. Nobody else
 * may. False: replied. */
bool submit_check_speaker(struct session *s, const struct request *r);
/* Gives it to the desk; a reply will come. The submission is done with when this returns. */
void submit_send(struct submission *sub);

/* 450: the journal cannot take or give what was asked for. */
void submit_reply_away(struct session *s, struct instant now);
/* An incident that could not be recalled: 554, or 450 where the journal could not be read. */
void submit_reply_missing(struct session *s, struct incident_id id, enum desk_recalled recalled);
