#include "wire/server.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/commands/render.h"
#include "wire/commands/table.h"
#include "wire/net/net.h"

struct server {
    struct net *net;
    struct command_env env;
    struct config *config; /* a reference of its own */
    struct buffer pushed;  /* an entry as watchers see it */
};

/* ---- what net/ asks ---- */

static enum line_key line_key(const void *command, struct slice name)
{
    return command_key(command, name);
}

static struct verb_form find_verb(void *arg, struct slice verb)
{
    const struct rules *rules = ((const struct server *)arg)->env.config->rules;
    const struct command_info *info = command_find(&command_table, verb);
    bool reads, writes;

    if (!info)
        return (struct verb_form){0};
    reads = info->flags & COMMAND_READS;
    writes = info->flags & COMMAND_WRITES;
    return (struct verb_form){
        .command = info,
        .line = {.max_words = info->max_words,
                 .to_the_letter = info->flags & COMMAND_TO_THE_LETTER,
                 .key = command_has_fields(info) ? line_key : NULL,
                 .arg = info,
                 .home = {.country = rules->country, .trunk = rules->trunk}},
        .takes_text = info->flags & (COMMAND_TEXT | COMMAND_NEEDS_TEXT),
        .reads = reads && !writes,
        .reads_text_less = reads && writes,
    };
}

static bool accepts_text(void *arg, struct session *s, const void *command, const struct line *line)
{
    (void)arg;
    return command_accepts_text(s, command, line);
}

static void run_line(void *arg, struct session *s, const void *command, const struct line *line)
{
    const struct server *server = arg;

    command_dispatch(s, command, &server->env, line);
}

/* ---- what the desk says ---- */

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct server *s = arg;

    if (n == 0)
        return;
    net_release(s->net, entries[n - 1]->seq);
    for (size_t i = 0; i < n && net_has_watchers(s->net); i++) {
        buffer_clear(&s->pushed);
        render_push(entries[i], &s->pushed);
        if (s->pushed.len > 0)
            net_push(s->net, buffer_slice(&s->pushed));
    }
}

static void on_state(void *arg, enum journal_state state)
{
    const struct server *s = arg;
    struct buffer words = BUFFER_INIT;

    buffer_printf(&words, "database state=%s", journal_state_to_string(state));
    net_push(s->net, buffer_slice(&words));
    buffer_deinit(&words);
}

static void on_config(void *arg, struct config *config)
{
    struct server *s = arg;
    struct config *old = s->config;

    s->config = config_ref(config);
    s->env.config = s->config;
    net_set_config(s->net, config);
    config_unref(old);
}

/* ---- its life ---- */

struct server *server_new(const struct server_options *options)
{
    struct server *s = xcalloc(1, sizeof(*s));
    const struct desk_listener listener = {
        .on_durable = on_durable, .on_state = on_state, .on_config = on_config, .arg = s};

    s->config = config_ref(options->config);
    s->net = net_new(&(struct net_options){
        .base = options->base,
        .desk = options->desk,
        .config = options->config,
        .version = options->version,
        .handler =
            {.find_verb = find_verb, .accepts_text = accepts_text, .run_line = run_line, .arg = s},
    });
    s->env = (struct command_env){
        .net = s->net,
        .config = s->config,
        .paging = options->paging,
        .auditor = options->auditor,
        .heartbeat = options->heartbeat,
        .version = options->version,
        .started = options->started,
        .reload = options->reload,
        .reload_arg = options->reload_arg,
    };
    desk_listen(options->desk, &listener);
    return s;
}

void server_free(struct server *s)
{
    if (!s)
        return;
    net_free(s->net);
    buffer_deinit(&s->pushed);
    config_unref(s->config);
    free(s);
}

int server_open(struct server *s)
{
    return net_open(s->net);
}

void server_drain(struct server *s)
{
    net_drain(s->net);
}

void server_cut(struct server *s)
{
    net_cut(s->net);
}

size_t server_count(const struct server *s)
{
    return net_count(s->net);
}

struct net *server_net(const struct server *s)
{
    return s->net;
}
