#include "wire/net/transport.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

static SSL_CTX *refuse(SSL_CTX *context, const char *what, const char *file)
{
    char words[256] = "unknown reason";
    unsigned long code = ERR_peek_last_error();

    if (code)
        ERR_error_string_n(code, words, sizeof(words));
    ERR_clear_error();
    log_error("TLS: %s %s: %s", what, file, words);
    SSL_CTX_free(context);
    return NULL;
}

struct ssl_ctx_st *transport_context_new(const char *certificate, const char *key)
{
    SSL_CTX *context;

    ERR_clear_error();
    context = SSL_CTX_new(TLS_server_method());
    if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1)
        return refuse(context, "cannot make a context for", certificate);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    /* Tickets do for resumption; a cache in memory would grow with the clients. */
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
        return refuse(context, "cannot use the certificate", certificate);
    if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        return refuse(context, "cannot use the key", key);
    if (SSL_CTX_check_private_key(context) != 1)
        return refuse(context, "the key does not belong to the certificate", certificate);
    return context;
}

void transport_context_free(struct ssl_ctx_st *context)
{
    if (context)
        SSL_CTX_free(context);
}

void transport_init(struct transport *t, int fd, struct ssl_ctx_st *context)
{
    *t = (struct transport){
        .fd = fd, .read_wants = TRANSPORT_WANTS_READ, .write_wants = TRANSPORT_WANTS_WRITE};
    if (!context)
        return;
    t->tls = SSL_new(context);
    if (!t->tls || SSL_set_fd(t->tls, fd) != 1)
        abort(); /* out of memory */
    SSL_set_accept_state(t->tls);
}

/* A close with unread bytes in the socket makes a reset, which can overtake the last reply. */
void transport_deinit(struct transport *t, char *scratch, size_t scratch_len)
{
    ssize_t n;
    int rounds = 16;

    if (t->fd < 0)
        return;
    if (t->tls) {
        ERR_clear_error();
        if (SSL_is_init_finished(t->tls))
            SSL_shutdown(t->tls);
        SSL_free(t->tls);
        ERR_clear_error();
    }
    shutdown(t->fd, SHUT_WR);
    do {
        n = recv(t->fd, scratch, scratch_len, MSG_DONTWAIT);
    } while (n > 0 && --rounds > 0);
    close(t->fd);
    *t = (struct transport){.fd = -1};
}

/* What SSL_read or SSL_write meant with a result that is not above 0. */
static ssize_t tls_outcome(struct transport *t, int result, enum transport_want *wants)
{
    int saved = errno;

    switch (SSL_get_error(t->tls, result)) {
    case SSL_ERROR_WANT_READ:
        *wants = TRANSPORT_WANTS_READ;
        return -EAGAIN;
    case SSL_ERROR_WANT_WRITE:
        *wants = TRANSPORT_WANTS_WRITE;
        return -EAGAIN;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_SYSCALL:
        return saved ? -saved : -ECONNRESET;
    default:
        return -EPROTO;
    }
}

static ssize_t tls_read(struct transport *t, char *bytes, size_t n)
{
    size_t done = 0;

    t->read_wants = TRANSPORT_WANTS_READ; /* what a handshake wanted is over */
    while (done < n) {
        int got;

        ERR_clear_error();
        errno = 0;
        got = SSL_read(t->tls, bytes + done, (int)(n - done));
        if (got <= 0) {
            ssize_t outcome = tls_outcome(t, got, &t->read_wants);

            return done > 0 ? (ssize_t)done : outcome;
        }
        done += (size_t)got;
    }
    return (ssize_t)done;
}

ssize_t transport_read(struct transport *t, void *bytes, size_t n)
{
    ssize_t got;

    if (t->tls)
        return tls_read(t, bytes, n > INT_MAX ? INT_MAX : n);
    do {
        got = recv(t->fd, bytes, n, 0);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

ssize_t transport_write(struct transport *t, const void *bytes, size_t n)
{
    ssize_t sent;

    if (t->tls) {
        int put;
        ssize_t outcome;

        t->write_wants = TRANSPORT_WANTS_WRITE;
        ERR_clear_error();
        errno = 0;
        put = SSL_write(t->tls, bytes, n > INT_MAX ? INT_MAX : (int)n);
        if (put > 0)
            return put;
        outcome = tls_outcome(t, put, &t->write_wants);
        return outcome == 0 ? -EPIPE : outcome;
    }
    do {
        sent = send(t->fd, bytes, n, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

bool transport_has_more(const struct transport *t)
{
    return t->tls &&
           (SSL_pending(t->tls) > 0 || (SSL_get_shutdown(t->tls) & SSL_RECEIVED_SHUTDOWN));
}
