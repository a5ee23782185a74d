/* What clients do to the real daemon's sockets: bytes that are no lines, a thousand commands at
 * once, cut connections, hundreds that say nothing, TLS, the Unix socket. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "daemon_help.h"

static struct station station;

Test(daemon_lines, broken_lines, .timeout = 100)
{
    static char longest[8193 + 1];
    static const struct {
        const char *name, *bytes;
        size_t n; /* 0: up to the NUL */
        const char *reply;
    } rows[] = {
        {"GBK", "REPORT \xc8\xcb\xc3\xf1\xc2\xb7 \xc6\xf8\xce\xb6\n", 0, "500 "},
        {"a byte that is never UTF-8", "NOTE 1 \xff\n", 0, "500 "},
        {"an overlong slash", "NOTE 1 \xc0\xaf\n", 0, "500 "},
        {"a lone surrogate", "NOTE 1 \xed\xa0\x80\n", 0, "500 "},
        {"NUL", "NOTE 1 a\0b\n", 11, "500 "},
        {"a control character", "NOTE 1 a\x1b[2J\n", 0, "500 "},
        {"an open quote", "REPORT place=\"12 Renmin smoke\n", 0, "500 "},
        {"an unknown key", "REPORT plaec=x smoke\n", 0, "501 "},
        {"a grade out of range", "REPORT grade=5 smoke\n", 0, "501 "},
        {"a date that does not exist", "REPORT occurred=\"2026-02-30 10:00\" smoke\n", 0, "501 "},
        {"an unknown command", "REPROT smoke\n", 0, "502 "},
        {"no such incident", "NOTE 77 x\n", 0, "554 "},
        {"too long by one", longest, 8193, "500 "},
        {"Chinese", "REPORT place=\"人民路\" 煤气味\r\n", 0, "250 logged "},
    };
    struct station *s = &station;
    struct line l;

    memset(longest, 'x', sizeof(longest) - 1);
    memcpy(longest, "LOG ", 4);
    longest[8192] = '\n';
    station_init(s, "broken", NULL);
    station_start(s);
    line_login(&l, s, "rita");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *reply;

        line_send(&l, rows[i].bytes, rows[i].n ? rows[i].n : strlen(rows[i].bytes));
        reply = line_reply(&l);
        cr_assert(reply && strncmp(reply, rows[i].reply, 4) == 0, "%s: %s", rows[i].name,
                  reply ? reply : "(closed)");
        line_expect(&l, "250 pong", "PING");
    }
    longest[8191] = '\n'; /* 8,192 with its end */
    line_send(&l, longest, 8192);
    cr_expect(strncmp(line_reply(&l), "250 logged ", 11) == 0);
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident"), 1);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

static void expect_read(struct line *l, const char *head, const char *what)
{
    const char *got = line_read(l);

    cr_assert(got && strncmp(got, head, strlen(head)) == 0, "%s: %s", what, got ? got : "(closed)");
}

/* Each piece is sent for itself, and answered before the next one is sent where an answer comes. */
Test(daemon_lines, terminals, .timeout = 100)
{
    static const struct {
        const char *name;
        struct {
            const char *bytes;
            size_t n;
            const char *answer; /* NULL: none, as yet */
        } pieces[5];
    } rows[] = {
        {"telnet",
         {{"\xff\xfd\x03\xff\xfb", 5, NULL},
          {"\x1fPING\r", 6,
           "\xff\xfc\x03\xff\xfe\x1f"
           "250 pong"},
          {"\nPING\r\n", 7, "250 pong"},
          {"QUIT\r\n", 6, "221 "}}},
        {"CR NUL", {{"PI", 2, NULL}, {"NG\r", 3, "250 pong"}, {"\0QUIT\r\0", 7, "221 "}}},
        {"CR", {{"PING\r", 5, "250 pong"}, {"PING\r", 5, "250 pong"}, {"QUIT\r", 5, "221 "}}},
        {"a byte order mark", {{"\xef\xbb\xbfPING\n", 8, "250 pong"}, {"QUIT\n", 5, "221 "}}},
        {"UTF-16", {{"\xff\xfeP\0I\0N\0G\0\r\0", 12, "500 "}}},
        {"HTTP", {{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27, "421 "}}},
        {"TLS", {{"\x16\x03\x01\x02\x00", 5, "421 "}}},
    };
    struct station *s = &station;
    struct line l;

    station_init(s, "terminals", NULL);
    station_start(s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_assert(line_open(&l, s->port));
        for (size_t k = 0; k < 5 && rows[i].pieces[k].bytes; k++) {
            line_send(&l, rows[i].pieces[k].bytes, rows[i].pieces[k].n);
            if (rows[i].pieces[k].answer)
                expect_read(&l, rows[i].pieces[k].answer, rows[i].name);
        }
        line_close(&l);
    }
    station_check_log(s);
    station_deinit(s);
}

Test(daemon_lines, thousand_pipelined, .timeout = 100)
{
    struct station *s = &station;
    struct buffer b = BUFFER_INIT;
    struct line l;
    int next = 1;

    station_init(s, "pipelined", NULL);
    station_start(s);
    line_login(&l, s, "rita");
    for (int i = 0; i < 250; i++)
        buffer_printf(&b, "REPORT smoke %d\nPING\nNOTE %d more\nSHOW %d\n", i, i + 1, i + 1);
    line_send(&l, b.data, b.len);
    for (int i = 0; i < 250; i++, next++) {
        char *expected = xasprintf("250 logged incident=2026-%06d ", next);

        cr_assert(strncmp(line_reply(&l), expected, strlen(expected)) == 0, "%s", expected);
        cr_assert(strncmp(line_reply(&l), "250 pong", 8) == 0);
        cr_assert(strncmp(line_reply(&l), "250 noted ", 10) == 0);
        free(expected);
        expected = xasprintf("250 2026-%06d ", next);
        cr_assert(strncmp(line_reply(&l), expected, strlen(expected)) == 0, "%s", expected);
        free(expected);
    }
    buffer_deinit(&b);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* Cut off within a text, after half a line, and with commands under way: what was whole counts. */
Test(daemon_lines, disconnects, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "cut", NULL);
    station_start(s);
    line_login(&l, s, "rita");
    line_expect(&l, "350 ", "REPORT <<");
    line_send(&l, "first line\nsecond li", 20);
    line_close(&l);
    line_login(&l, s, "rita");
    line_send(&l, "REPORT half a li", 16);
    line_close(&l);
    for (int i = 0; i < 50; i++) {
        line_login(&l, s, "bob");
        line_send(&l, "REPORT whole\nREPORT half", 24);
        line_close(&l);
    }
    station_wait_sql(s, "select count(*) from duty.incident", 50);
    line_login(&l, s, "rita");
    line_expect(&l, "350 ", "REPORT <<");
    line_send(&l, "first line\n..second\n.\n", 22);
    cr_expect(strncmp(line_reply(&l), "250 logged incident=2026-000051 ", 32) == 0);
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident where text not in "
                                "('whole', E'first line\\n.second')"),
                 0);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

Test(daemon_lines, three_hundred_say_nothing, .timeout = 100)
{
    static struct line idle[300];
    struct station *s = &station;
    struct line l;

    station_init(s, "idle", NULL);
    station_start(s);
    for (int i = 0; i < 300; i++)
        cr_assert(line_open(&idle[i], s->port));
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT smoke");
    station_wait_pages(s, "ann", 1);
    for (int i = 0; i < 300; i++) {
        line_expect(&idle[i], "530 ", "LIST");
        line_close(&idle[i]);
    }
    line_close(&l);
    station_deinit(s);
}

/* ---- other ways in ---- */

Test(daemon_lines, unix_socket_knows_the_user, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    char *path;

    station_init(s, "unix", NULL);
    station_start(s);
    path = station_path(s, "socket");
    cr_assert(line_open_unix(&l, path));
    line_expect(&l, "530 ", "REPORT smoke");
    line_expect(&l, "535 ", "LOGIN bob");
    line_expect(&l, "230 hello ann, officer; post=officer", "LOGIN ann");
    line_expect(&l, "250 ", "REPORT smoke");
    line_close(&l);
    cr_assert(line_open(&l, s->port));
    line_expect(&l, "535 ", "LOGIN ann");
    line_close(&l);
    free(path);
    station_deinit(s);
}

/* Keys of its own, as an administrator makes them. */
static void make_certificate(struct station *s)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);
    char *key_path = station_path(s, "key.pem"), *path = station_path(s, "cert.pem");
    FILE *f;

    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600L);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"brook", -1, -1, 0);
    X509_set_issuer_name(x, name);
    cr_assert_gt(X509_sign(x, key, EVP_sha256()), 0);
    f = fopen(path, "w");
    cr_assert(f && PEM_write_X509(f, x));
    fclose(f);
    f = fopen(key_path, "w");
    cr_assert(f && PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL));
    fclose(f);
    X509_free(x);
    EVP_PKEY_free(key);
    free(key_path);
    free(path);
}

static const char *say(SSL *ssl, const char *text, char *reply, size_t size)
{
    int n;

    if (text)
        cr_assert_gt(SSL_write(ssl, text, (int)strlen(text)), 0);
    n = SSL_read(ssl, reply, (int)size - 1);
    reply[n > 0 ? n : 0] = '\0';
    return reply;
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static SSL *connect_tls(SSL_CTX *context, uint16_t port)
{
    SSL *ssl = SSL_new(context);

    SSL_set_fd(ssl, connect_to(port));
    cr_assert_eq(SSL_connect(ssl), 1);
    return ssl;
}

/* Somebody who does not speak TLS: the connection ends, with an alert at most. */
static void speak_plainly(uint16_t port)
{
    int fd = connect_to(port);
    char said[256];
    ssize_t n;

    cr_assert_eq(send(fd, "LOGIN ann duty\n", 15, MSG_NOSIGNAL), 15);
    while ((n = recv(fd, said, sizeof(said), 0)) > 0)
        cr_expect_eq(said[0], 21, "%.*s", (int)n, said);
    close(fd);
}

static void disconnect_tls(SSL *ssl)
{
    int fd = SSL_get_fd(ssl);

    SSL_free(ssl);
    close(fd);
}

Test(daemon_lines, tls, .timeout = 100)
{
    struct station *s = &station, other;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    char reply[4096], *text, *path, *with_tls;
    SSL *ssl;

    station_init(s, "tls", NULL);
    station_init(&other, "tls_port", NULL); /* for a second free port */
    make_certificate(s);
    path = station_path(s, "cert.pem");
    cr_assert_eq(SSL_CTX_load_verify_locations(context, path, NULL), 1);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    text = station_read(s, "dutyd.conf");
    with_tls = xasprintf("%.*s{ tls = \"127.0.0.1:%u\"; certificate = \"@DIR@/cert.pem\"; key = "
                         "\"@DIR@/key.pem\"; }, %s",
                         (int)(strstr(text, "{ tcp") - text), text, (unsigned)other.port,
                         strstr(text, "{ tcp"));
    station_write_script(s, "dutyd.conf", with_tls);
    station_start(s);
    ssl = connect_tls(context, other.port);
    cr_expect(strncmp(say(ssl, NULL, reply, sizeof(reply)), "220 brook ", 10) == 0, "%s", reply);
    say(ssl, "LOGIN ann " PASSWORD "\n", reply, sizeof(reply));
    cr_expect(strncmp(reply, "230 ", 4) == 0, "%s", reply);
    say(ssl, "REPORT place=\"人民路\" smoke\n", reply, sizeof(reply));
    cr_expect(strncmp(reply, "250 logged ", 11) == 0, "%s", reply);
    speak_plainly(other.port);
    say(ssl, "PING\n", reply, sizeof(reply));
    cr_expect(strncmp(reply, "250 pong", 8) == 0, "%s", reply);
    disconnect_tls(ssl);
    free(text);
    free(path);
    free(with_tls);
    SSL_CTX_free(context);
    station_deinit(&other);
    station_deinit(s);
}
