#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "wire/net/listener.h"

static int accepted = -1;

static void on_client(void *arg, int fd, const struct sockaddr *peer, long uid,
                      struct ssl_ctx_st *tls)
{
    (void)arg;
    cr_expect_eq(peer->sa_family, AF_INET);
    cr_expect_eq(uid, -1);
    cr_expect_null(tls);
    accepted = fd;
}

/* Below the ephemeral ports (immunity 33). */
static struct listeners *listen_somewhere(struct event_base *base, struct sockaddr_in *ret_address)
{
    const struct listeners_options options = {
        .base = base, .clock = &clock_system, .on_client = on_client};
    char text[32];
    struct listen_config listen = {.kind = LISTEN_TCP, .address = text};
    const struct config config = {.listens = &listen, .n_listens = 1};
    struct listeners *l;

    for (int i = 0; i < 100; i++) {
        unsigned port = 15000 + (unsigned)random_below(&random_system, 17000);

        snprintf(text, sizeof(text), "127.0.0.1:%u", port);
        *ret_address = (struct sockaddr_in){.sin_family = AF_INET,
                                            .sin_port = htons((uint16_t)port),
                                            .sin_addr = {htonl(INADDR_LOOPBACK)}};
        if (listeners_open(&options, &config, &l) == 0)
            return l;
    }
    cr_assert_fail("no free port");
    return NULL;
}

static int option(int level, int name)
{
    socklen_t len = sizeof(int);
    int value = -1;

    getsockopt(accepted, level, name, &value, &len);
    return value;
}

/* Who has logged in may stay for days: a peer that is gone without a word is found by TCP, within
 * two minutes, idle or in the middle of a reply. */
Test(listener, finds_dead_peers)
{
    struct event_base *base = event_base_new();
    struct sockaddr_in address;
    struct listeners *l;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    log_set_level(LOG_LEVEL_CRIT);
    l = listen_somewhere(base, &address);
    cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    while (accepted < 0)
        event_base_loop(base, EVLOOP_ONCE);
    cr_expect_eq(option(SOL_SOCKET, SO_KEEPALIVE), 1);
    cr_expect_leq(option(IPPROTO_TCP, TCP_KEEPIDLE) +
                      option(IPPROTO_TCP, TCP_KEEPINTVL) * option(IPPROTO_TCP, TCP_KEEPCNT),
                  120);
    cr_expect_gt(option(IPPROTO_TCP, TCP_KEEPIDLE), 0);
    cr_expect_gt(option(IPPROTO_TCP, TCP_KEEPINTVL), 0);
    cr_expect_gt(option(IPPROTO_TCP, TCP_KEEPCNT), 0);
    cr_expect_eq(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 120000);
    cr_expect_eq(option(IPPROTO_TCP, TCP_NODELAY), 1);
    close(accepted);
    close(fd);
    listeners_free(l);
    event_base_free(base);
}
