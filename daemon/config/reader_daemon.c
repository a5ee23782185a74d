#include "config/reader_daemon.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/phone.h"
#include "config/reader_numbers.h"

static void check_office(struct reader *r)
{
    const config_setting_t *g = reader_top(r, "office");
    struct rules *rules = r->rules;

    if (rules->country && !r->past && !phone_is_country(slice_of(rules->country)))
        reader_error(r, config_setting_get_member(g, "country"),
                     "\"%s\" is not a country code; write a plus and 1 to 3 digits, as in \"+86\"",
                     rules->country);
    if (rules->trunk && rules->trunk[strspn(rules->trunk, "0123456789 ")] && !r->past)
        reader_error(r, config_setting_get_member(g, "trunk"),
                     "\"%s\" cannot be dialled; write digits, as in \"0\", or \"\"", rules->trunk);
    else if (rules->trunk && !rules->country && !r->past)
        reader_error(r, config_setting_get_member(g, "trunk"),
                     "\"trunk\" needs a country; write \"country\" too");
    if (!rules->office_name)
        rules->office_name = xstrdup_or_null(rules->office_id);
    /* The zone is set here already, since coverage is counted in it; config_load restores the old
     * one if anything is wrong. The past is read in the present zone. */
    if (!rules->zone || r->past || calendar_set_zone(rules->zone))
        return;
    reader_error(r, config_setting_get_member(g, "timezone"),
                 "the system has no zone \"%s\"; write one as in \"Asia/Shanghai\", and see "
                 "that tzdata is installed",
                 rules->zone);
    free(rules->zone);
    rules->zone = NULL;
}

/* ---- listen ---- */

static bool is_address(const char *address)
{
    struct slice s = slice_of(address), host;
    unsigned char binary[sizeof(struct in6_addr)];
    const char *colon = strrchr(address, ':');
    long long port;
    char *text;
    int family = AF_INET;
    bool good;

    if (!colon || !slice_to_number(slice_of(colon + 1), 0, 65535, &port))
        return false;
    host = (struct slice){address, s.len - strlen(colon)};
    if (host.len > 2 && host.data[0] == '[' && host.data[host.len - 1] == ']') {
        host = (struct slice){host.data + 1, host.len - 2};
        family = AF_INET6;
    }
    text = slice_dup(host);
    good = inet_pton(family, text, binary) == 1;
    free(text);
    return good;
}

static void check_readable(struct reader *r, const config_setting_t *g, const char *name)
{
    const char *path = reader_text(g, SECTION_LISTEN, name);

    if (path && !r->past && access(path, R_OK) < 0)
        reader_error(r, config_setting_get_member(g, name),
                     "cannot read \"%s\": %s; give a PEM file that the daemon may read", path,
                     strerror(errno));
}

/* Which keys go with which kind of listener. */
static void check_companions(struct reader *r, const config_setting_t *g, enum listen_kind kind)
{
    static const struct {
        const char *name;
        enum listen_kind kind;
        bool needed;
    } rows[] = {
        {"mode", LISTEN_UNIX, false}, {"certificate", LISTEN_TLS, true}, {"key", LISTEN_TLS, true}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const config_setting_t *member = config_setting_get_member(g, rows[i].name);

        if (member && kind != rows[i].kind)
            reader_error(r, member, "\"%s\" goes with \"%s\" only; take it out", rows[i].name,
                         rows[i].kind == LISTEN_TLS ? "tls" : "unix");
        if (!member && rows[i].needed && kind == rows[i].kind)
            reader_error(r, g, "\"tls\" needs a \"%s\"; give the path of a PEM file", rows[i].name);
    }
}

static void read_listen(struct reader *r, const config_setting_t *g, struct listen_config *l)
{
    static const char *const kinds[] = {
        [LISTEN_TCP] = "tcp", [LISTEN_TLS] = "tls", [LISTEN_UNIX] = "unix"};
    const config_setting_t *given = NULL;
    unsigned n = 0;

    if (!reader_take(r, g, SECTION_LISTEN, l))
        return;
    for (unsigned kind = LISTEN_TCP; kind <= LISTEN_UNIX; kind++) {
        const config_setting_t *member = config_setting_get_member(g, kinds[kind]);

        if (!member)
            continue;
        n++;
        given = member;
        l->kind = (enum listen_kind)kind;
    }
    if (n != 1) {
        reader_error(r, g, "listen has %s of tcp, tls, unix; give one in each { }",
                     n == 0 ? "none" : "more than one");
        return;
    }
    l->address = xstrdup_or_null(reader_text(g, SECTION_LISTEN, kinds[l->kind]));
    if (l->address && l->kind != LISTEN_UNIX && !is_address(l->address))
        reader_error(
            r, given,
            "\"%s\" is not a valid address; write a number and a port, as in \"127.0.0.1:2424\" or "
            "\"[::1]:2424\"",
            l->address);
    check_companions(r, g, l->kind);
    check_readable(r, g, "certificate");
    check_readable(r, g, "key");
}

static void read_listens(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "listen");
    struct config *c = r->config;

    c->n_listens = reader_count(list);
    c->listens = xcalloc(c->n_listens + 1, sizeof(*c->listens));
    for (size_t i = 0; i < c->n_listens; i++) {
        const config_setting_t *g = reader_item(list, i);
        struct listen_config *l = &c->listens[i];

        read_listen(r, g, l);
        for (size_t j = 0; j < i && l->address; j++) {
            if (c->listens[j].address && strcmp(c->listens[j].address, l->address) == 0)
                reader_error(r, g, "\"%s\" is given twice; take one out", l->address);
        }
    }
}

/* ---- hooks ---- */

static void check_command(struct reader *r, const config_setting_t *at, const char *path)
{
    struct stat st;

    if (r->past)
        return;
    if (path[0] != '/')
        reader_error(r, at, "command \"%s\" is not absolute; write its whole path, from /", path);
    else if (stat(path, &st) < 0)
        reader_error(r, at, "command \"%s\": %s; give a program that exists", path,
                     strerror(errno));
    else if (!S_ISREG(st.st_mode) || access(path, X_OK) < 0)
        reader_error(r, at, "command \"%s\" cannot be run; make it a file with chmod +x", path);
}

/* argv, ended by NULL. */
static char **read_command(struct reader *r, const config_setting_t *list)
{
    size_t n = reader_count(list), kept = 0;

    char **command = xcalloc(n + 1, sizeof(*command));

    for (size_t i = 0; i < n; i++) {
        const config_setting_t *s = reader_item(list, i);
        const char *word = config_setting_get_string(s);

        if (!word) {
            reader_error(r, s, "a part of a command is not a text; write it in quotes");
            continue;
        }
        if (i == 0)
            check_command(r, s, word);
        command[kept++] = xstrdup(word);
    }
    return command;
}

static void read_hook(struct reader *r, const config_setting_t *g, struct hook_config *h)
{
    h->command = read_command(r, reader_member(g, SECTION_HOOK, "command"));
    if (!reader_member(g, SECTION_HOOK, "telephone"))
        h->telephone = numbers_are_for(h);
}

static void read_hooks(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "hooks");
    struct config *c = r->config;

    c->n_hooks = reader_count(list);
    c->hooks = xcalloc(c->n_hooks + 1, sizeof(*c->hooks));
    for (size_t i = 0; i < c->n_hooks; i++) {
        const config_setting_t *g = reader_item(list, i);

        if (reader_take(r, g, SECTION_HOOK, &c->hooks[i]))
            read_hook(r, g, &c->hooks[i]);
        if (c->hooks[i].via && config_hook(c, slice_of(c->hooks[i].via)) != &c->hooks[i])
            reader_error(r, g, "a second hook \"%s\"; one hook for each via", c->hooks[i].via);
    }
}

static void read_heartbeat(struct reader *r)
{
    const config_setting_t *g = reader_top(r, "heartbeat");

    if (g)
        r->config->heartbeat.command =
            read_command(r, reader_member(g, SECTION_HEARTBEAT, "command"));
}

void read_daemon(struct reader *r)
{
    check_office(r);
    read_listens(r);
    read_hooks(r);
    read_heartbeat(r);
}
