#pragma once
/*
 * One client's connection, from its greeting to its end: reads, sends, pauses.
 */
struct address;
struct net;
struct session;
struct ssl_ctx_st;

/* Ends session_wait, after the reply: the next line may be read. */
void session_continue(struct session *s);
/* Says what is owed, then closes. */
void session_close(struct session *s, int code, const char *words);

/* ---- for net/ itself ---- */

/* Consumes the socket. The address is entered already. */
struct session *session_new(struct net *n, int fd, const char *peer, long uid,
                            struct address *address, struct ssl_ctx_st *tls);
void session_destroy(struct session *s);
/* A last try to say why, then the end, whatever is still owed. */
void session_cut(struct session *s, const char *words);
/* Sends, reads on, closes: whatever its state asks for. At the end of each pass in which something
 * happened to it. */
void session_settle(struct session *s);
/* Its turn again: lines that are here already. */
void session_resume(struct session *s);
