#include "config/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "config/check.h"
#include "config/reader_answers.h"
#include "config/reader_chains.h"
#include "config/reader_daemon.h"
#include "config/reader_people.h"
#include "config/reader_periods.h"
#include "config/reader_posts.h"
#include "config/reader_routes.h"

static void on_source_fault(void *arg, unsigned line, const char *what)
{
    reader_error_line(arg, line, "%s", what);
}

static bool parse(struct reader *r, config_t *parsed)
{
    int line;

    if (config_read_string(parsed, r->source.text.data ? r->source.text.data : "") == CONFIG_TRUE)
        return true;
    line = config_error_line(parsed);
    reader_error_line(r, line > 0 ? (unsigned)line : 1,
                      "%s; look for a missing ; or a bracket or quote that is not closed, here or "
                      "above",
                      config_error_text(parsed));
    return false;
}

#define NO_SECRET "(left out)"

/* Removes every occurrence of the secret from the text; false if there was none. */
static bool leave_out(struct buffer *text, const char *secret)
{
    struct buffer out = BUFFER_INIT;
    struct slice rest = buffer_slice(text);
    size_t len = strlen(secret);
    const char *at;
    bool found = false;

    while ((at = memmem(rest.data, rest.len, secret, len))) {
        size_t before = (size_t)(at - rest.data);
        buffer_append(&out, rest.data, before);
        buffer_append_string(&out, NO_SECRET);
        rest = (struct slice){at + len, rest.len - before - len};
        found = true;
    }
    buffer_append_slice(&out, rest);
    buffer_deinit(text);
    *text = out;
    return found;
}

/* The text for the duty log, which many people may read: without password hashes. */
static void keep_text(struct reader *r)
{
    struct buffer *text = &r->source.text, hex = BUFFER_INIT;

    for (size_t i = 0; i < r->rules->n_people; i++)
        if (r->rules->people[i].password)
            leave_out(text, r->rules->people[i].password);

    struct digest digest = digest_of(buffer_slice(text));
    digest_format(&digest, &hex);
    memcpy(r->rules->digest, hex.data, sizeof(r->rules->digest));
    buffer_deinit(&hex);
    r->rules->text = buffer_steal(text);
}

/* A hash written in several pieces could not be left out of the log. */
static void check_secrets(struct reader *r)
{
    const struct buffer *text = &r->source.text;

    for (size_t i = 0; i < r->rules->n_people; i++) {
        const char *secret = r->rules->people[i].password;
        if (secret && !memmem(text->data, text->len, secret, strlen(secret)))
            reader_error_line(r, r->person_lines[i],
                              "%s: the password's hash must be written in one piece",
                              r->rules->people[i].id);
    }
}

static void read_all(struct reader *r)
{
    config_t parsed;

    config_init(&parsed);
    if (parse(r, &parsed)) {
        r->root = config_root_setting(&parsed);
        reader_take_top(r);
        read_daemon(r);
        read_people(r);
        read_posts(r);
        read_periods(r);
        read_chains(r);
        read_routes(r);
        read_answers(r);
        if (!r->past) {
            check_whole(r);
            check_secrets(r);
        }
    }
    config_destroy(&parsed);
}

static void reader_deinit(struct reader *r)
{
    source_deinit(&r->source);
    free(r->person_lines);
    free(r->person_good);
    free(r->post_lines);
    free(r->post_good);
    free(r->relief_lines);
    free(r->leave_lines);
    free(r->leaves);
    free(r->reliefs);
    free(r->steps);
    free(r->route_lines);
    free(r->wanted);
}

static void reader_init(struct reader *r, const char *file, struct instant now)
{
    *r = (struct reader){.now = now};
    r->config = xcalloc(1, sizeof(*r->config));
    r->config->references = 1;
    r->config->file = xstrdup(file);
    r->rules = r->config->rules = rules_new();
}

/* The configuration if it is valid, or NULL. */
static struct config *finish(struct reader *r, struct config_report *ret_report)
{
    struct config *c = r->config;

    *ret_report = (struct config_report){.text = BUFFER_INIT};
    reader_report(r, ret_report);
    if (ret_report->errors > 0) {
        config_unref(c);
        c = NULL;
    } else {
        keep_text(r);
    }
    reader_deinit(r);
    return c;
}

struct config *config_load(const char *file, struct instant now, struct config_report *ret_report)
{
    char *zone = xstrdup_or_null(calendar_zone());
    struct reader r;
    struct config *c;

    reader_init(&r, file, now);
    if (source_read(&r.source, file, on_source_fault, &r))
        read_all(&r);
    c = finish(&r, ret_report);
    if (!c)
        calendar_set_zone(zone);
    free(zone);
    return c;
}

struct config *config_load_text(struct slice text, struct instant now,
                                struct config_report *ret_report)
{
    struct reader r;

    reader_init(&r, "(duty log)", now);
    r.past = true;
    source_take(&r.source, "(duty log)", text);
    read_all(&r);
    return finish(&r, ret_report);
}
