#include <criterion/criterion.h>
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "wire/net/transport.h"

static void make_certificate(char certificate[static 32], char key[static 32])
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);
    FILE *f;

    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, pair);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"x", -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_sign(x, pair, EVP_sha256());
    strcpy(certificate, "/tmp/test-cert-XXXXXX");
    strcpy(key, "/tmp/test-key-XXXXXX");
    f = fdopen(mkstemp(certificate), "w");
    PEM_write_X509(f, x);
    fclose(f);
    f = fdopen(mkstemp(key), "w");
    PEM_write_PrivateKey(f, pair, NULL, NULL, 0, NULL, NULL);
    fclose(f);
    X509_free(x);
    EVP_PKEY_free(pair);
}

static SSL *make_client(SSL_CTX **ret_context, int fd)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *client = SSL_new(context);

    SSL_set_fd(client, fd);
    SSL_set_connect_state(client);
    *ret_context = context;
    return client;
}

/* The greeting is written before the handshake; a client that then reads slowly must be waited for
 * by writing, not by reading as in the handshake. */
Test(transport, wants_what_the_last_call_wanted)
{
    char certificate[32], key[32], bytes[16384] = "220 hello\n", heard[64] = "";
    struct ssl_ctx_st *context;
    SSL_CTX *client_context;
    SSL *client;
    struct transport t;
    int ends[2];
    ssize_t n = -EAGAIN;

    make_certificate(certificate, key);
    context = transport_context_new(certificate, key);
    cr_assert_not_null(context);
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    transport_init(&t, ends[0], context);
    client = make_client(&client_context, ends[1]);
    cr_expect_eq(transport_write(&t, bytes, 10), -EAGAIN);
    cr_expect_eq(t.write_wants, TRANSPORT_WANTS_READ);
    for (int i = 0; i < 20 && n < 0; i++) {
        SSL_do_handshake(client);
        n = transport_write(&t, bytes, 10);
    }
    cr_assert_eq(n, 10);
    cr_expect_eq(SSL_read(client, heard, sizeof(heard)), 10);
    cr_expect_str_eq(heard, "220 hello\n");
    for (int i = 0; i < 10000 && n > 0; i++)
        n = transport_write(&t, bytes, sizeof(bytes));
    cr_expect_eq(n, -EAGAIN);
    cr_expect_eq(t.write_wants, TRANSPORT_WANTS_WRITE);
    cr_expect_eq(SSL_write(client, "PING\n", 5), 5);
    cr_expect_eq(transport_read(&t, heard, sizeof(heard)), 5);
    cr_expect_eq(transport_read(&t, heard, sizeof(heard)), -EAGAIN);
    cr_expect_eq(t.read_wants, TRANSPORT_WANTS_READ);
    cr_expect_not(transport_has_more(&t));
    /* The last words and the end in one: the socket will not say again that there is an end. */
    cr_expect_eq(SSL_write(client, "QUIT\n", 5), 5);
    SSL_shutdown(client);
    cr_expect_eq(transport_read(&t, heard, sizeof(heard)), 5);
    cr_expect(transport_has_more(&t));
    cr_expect_eq(transport_read(&t, heard, sizeof(heard)), 0);
    transport_deinit(&t, bytes, sizeof(bytes));
    cr_expect_eq(t.fd, -1);
    SSL_free(client);
    SSL_CTX_free(client_context);
    transport_context_free(context);
    close(ends[1]);
    unlink(certificate);
    unlink(key);
}

Test(transport, refuses_files_that_are_none)
{
    log_set_level(LOG_LEVEL_CRIT);
    cr_expect_null(transport_context_new("/nonexistent", "/nonexistent"));
    cr_expect_null(transport_context_new("/dev/null", "/dev/null"));
}
