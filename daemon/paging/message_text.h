#pragma once
/* What the messages are put together with. */
#include "base/buffer.h"

/* What one part of an SMS holds: septets, or UTF-16 units. */
size_t message_part(bool gsm);
size_t message_cost(struct slice s, bool gsm);
/* The longest head of s that costs at most `room`. */
struct slice message_head(struct slice s, bool gsm, size_t room);
/* Appends s, or as much of it as costs at most `room` with a mark that there was more: "…", where
 * all is GSM 7-bit "...", which does not force it into the other alphabet. True: it was cut. */
bool message_append_cut(struct buffer *out, struct slice s, bool gsm, size_t room);
/* "I" to "IV", "?". */
const char *message_grade(unsigned grade);
/* Appends s without what cannot be seen, and with a space for each character that ends or shifts
 * lines; with `gsm` in plain forms, as far as fold_plain has them. */
void message_append_flat(struct buffer *out, struct slice s, bool gsm);
/* The same without the spaces at both ends. */
void message_append_trimmed(struct buffer *out, struct slice s, bool gsm);
