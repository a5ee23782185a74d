#include "config/config.h"

#include <stdlib.h>

struct config *config_ref(struct config *c)
{
    c->references++;
    return c;
}

static void listen_deinit(struct listen_config *l)
{
    free(l->address);
    free(l->certificate);
    free(l->key);
}

static void free_command(char **command)
{
    for (char **word = command; word && *word; word++)
        free(*word);
    free(command);
}

static void hook_deinit(struct hook_config *h)
{
    free_command(h->command);
    free(h->via);
}

void config_unref(struct config *c)
{
    if (!c || --c->references > 0)
        return;
    for (size_t i = 0; i < c->n_listens; i++)
        listen_deinit(&c->listens[i]);
    for (size_t i = 0; i < c->n_hooks; i++)
        hook_deinit(&c->hooks[i]);
    free_command(c->heartbeat.command);
    free(c->listens);
    free(c->hooks);
    free(c->file);
    free(c->conninfo);
    rules_unref(c->rules);
    free(c);
}

const struct hook_config *config_hook(const struct config *c, struct slice via)
{
    for (size_t i = 0; i < c->n_hooks; i++) {
        if (c->hooks[i].via && slice_equal_string(via, c->hooks[i].via))
            return &c->hooks[i];
    }
    return NULL;
}

/* ---- what only a start changes ---- */

static bool same(const char *a, const char *b)
{
    return slice_equal(slice_of(a), slice_of(b));
}

static bool same_listens(const struct config *a, const struct config *b)
{
    if (a->n_listens != b->n_listens)
        return false;
    for (size_t i = 0; i < a->n_listens; i++) {
        const struct listen_config *x = &a->listens[i], *y = &b->listens[i];

        if (x->kind != y->kind || x->mode != y->mode || !same(x->address, y->address) ||
            !same(x->certificate, y->certificate) || !same(x->key, y->key))
            return false;
    }
    return true;
}

void config_fixed_changes(const struct config *old, const struct config *new, struct buffer *out)
{
    const struct {
        const char *name;
        bool same;
    } rows[] = {
        {"database",
         same(old->conninfo, new->conninfo) && old->commit_limit.us == new->commit_limit.us},
        {"listen", same_listens(old, new)},
        {"office.id", same(old->rules->office_id, new->rules->office_id)},
        {"office.timezone", same(old->rules->zone, new->rules->zone)},
    };
    size_t start = out->len;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!rows[i].same)
            buffer_printf(out, "%s%s", out->len > start ? ", " : "", rows[i].name);
    }
}
