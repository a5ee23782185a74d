#pragma once
/*
 * Entries and incidents as lines of text. Everything a program wants stands as name=value, in the
 * grammar of commands; a text stands last and runs to the end, with "--" before it where its
 * beginning could be taken for a field.
 */
#include "journal/journal.h"

/* "8812 report at=… incident=2026-000123 by=li.wei post=officer class=gas … smell of gas". The
 * text may hold LF. */
void render_entry(const struct entry *e, struct buffer *out);
/* What watchers are shown, without the "* ": "page incident=2026-000123 entry=8815 step=1
 * to=zhao.min via=sms state=queued at=…". One line; without the caller's name and number. */
void render_push(const struct entry *e, struct buffer *out);
/* The words of the reply to the command whose first entry this is: "logged incident=2026-000123
 * entry=8812 at=… chain=urgent". Less than 1,000 bytes. */
void render_reply(const struct entry *e, struct buffer *out);
/* For LIST: "2026-000123 open grade=2 class=gas place=… at=… step=1 due=… smell of gas". */
void render_incident(const struct incident *i, struct buffer *out);
void render_incident_row(const struct journal_incident_row *row, struct buffer *out);
/* For SHOW: "2026-000123 state=open reported=… by=… …", without the facts. */
void render_state(const struct incident *i, struct buffer *out);
/* For SHOW: "callout person=zhao.min state=sent page=8815 step=1 via=sms try=1". */
void render_callout(const struct callout *c, struct buffer *out);

/* " name=value", for lines in the making. */
void render_text_field(struct buffer *out, const char *name, struct slice value);
void render_number_field(struct buffer *out, const char *name, long long value);
void render_instant_field(struct buffer *out, const char *name, struct instant value);
/* " text" after fields, with "--" where it is needed; nothing for an empty one. */
void render_text(struct buffer *out, struct slice text);
