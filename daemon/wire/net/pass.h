#pragma once
/*
 * One pass of the event loop: which sessions have something to do at its end, which go on with the
 * next one, and which have ended and can be freed.
 */
struct event_base;
struct pass;
struct session;

/* on_end is called at the end of each pass for every session that was marked in it; on_turn in the
 * next pass for those that were to go on later. */
void pass_init(struct pass *p, struct event_base *base, void (*on_end)(struct session *s),
               void (*on_turn)(struct session *s));
/* Frees those that have ended. No session may be left that has not. */
void pass_deinit(struct pass *p);

void pass_mark(struct session *s);
void pass_go_on_later(struct session *s);
/* It has ended, and is in no other list any more: it is freed when the pass ends. */
void pass_bury(struct session *s);
