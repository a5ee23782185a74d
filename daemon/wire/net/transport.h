#pragma once
/*
 * The bytes of a connection, plain or under TLS, without blocking. TLS costs nothing until a
 * tls_context is made.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What must happen on the socket before the call that gave -EAGAIN is made again. */
enum transport_want { TRANSPORT_WANTS_READ, TRANSPORT_WANTS_WRITE };

struct transport {
    int fd;
    enum transport_want read_wants, write_wants;
    struct ssl_st *tls; /* NULL: plain */
};

struct ssl_ctx_st;

/* The certificate chain and key (PEM files) for a listener, TLS 1.2 or later; NULL when they cannot
 * be used, which has been logged. Free with transport_context_free (takes NULL); connections made
 * with it go on. */
struct ssl_ctx_st *transport_context_new(const char *certificate, const char *key);
void transport_context_free(struct ssl_ctx_st *context);

/* Consumes a connected non-blocking socket. context NULL: plain. */
void transport_init(struct transport *t, int fd, struct ssl_ctx_st *context);
/* Ends the sending side, throws away what has come meanwhile, and closes. */
void transport_deinit(struct transport *t, char *scratch, size_t scratch_len);
/* As read(2) and send(2): bytes, 0 at the end (read), or a negative errno; -EAGAIN: see the wants.
 */
ssize_t transport_read(struct transport *t, void *bytes, size_t n);
ssize_t transport_write(struct transport *t, const void *bytes, size_t n);
/* Bytes, or the end, were taken from the socket that transport_read has not handed out yet. */
bool transport_has_more(const struct transport *t);
