#pragma once
/*
 * From bytes to lines: cuts them, collects the text after <<, keeps what cannot run yet, and hands
 * the rest to the handler.
 */
#include <stddef.h>

struct session;

/* Runs the lines in what has come; keeps what is left. */
void intake_take(struct session *s, const char *bytes, size_t n);
/* Goes on with what was kept. */
void intake_go_on(struct session *s);
void intake_free_text(struct session *s);
/* The client sends nothing more: says so if a line or a text had not come to its end. */
void intake_cut_off(struct session *s);
