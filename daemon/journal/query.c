#include "journal/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "base/search.h"

static struct slice copy_slice(struct slice s)
{
    return (struct slice){s.len > 0 ? slice_dup(s) : NULL, s.len};
}

struct journal_query query_copy(const struct journal_query *q)
{
    struct journal_query copy = *q;

    copy.actor = copy_slice(q->actor);
    copy.words = copy_slice(q->words);
    copy.home = phone_home_copy(q->home);
    return copy;
}

void query_deinit(struct journal_query *q)
{
    free((char *)q->actor.data);
    free((char *)q->words.data);
    phone_home_deinit(&q->home);
    *q = (struct journal_query){0};
}

/* ---- what is searched ---- */

/* As QUERY_PLAIN puts it together. */
static void append_raw(const struct entry *e, struct slice body, struct buffer *out)
{
    buffer_append_string(out, entry_kind_to_string(e->kind));
    if (e->incident.year != 0) {
        buffer_append_char(out, ' ');
        incident_id_format(e->incident, out);
    }
    if (e->actor.len) {
        buffer_append_char(out, ' ');
        buffer_append_slice(out, e->actor);
    }
    if (e->post.len) {
        buffer_append_char(out, ' ');
        buffer_append_slice(out, e->post);
    }
    buffer_append_char(out, ' ');
    buffer_append_slice(out, body);
}

/* A character of JSON behind its backslash; the control characters are as good as a space. */
static void append_escaped(struct slice *rest, struct buffer *out)
{
    char c = rest->data[0];
    size_t n = c == 'u' && rest->len >= 5 ? 5 : 1;

    buffer_append_char(out, c == 'n' ? '\n' : strchr("\"\\/", c) ? c : ' ');
    *rest = (struct slice){rest->data + n, rest->len - n};
}

/* The body without the escapes of JSON: as people wrote what it says. */
static void append_body(struct slice body, struct buffer *out)
{
    while (body.len) {
        struct slice plain = slice_cut(&body, '\\');

        buffer_append_slice(out, plain);
        if (body.len)
            append_escaped(&body, out);
    }
}

static void append_numbers(const struct entry *e, struct buffer *out)
{
    for (size_t i = 0; i < e->n_fields; i++)
        if (field_is_text(e->fields[i].id) && field_table[e->fields[i].id].type != FIELD_TYPE_WORD)
            search_append_numbers(e->fields[i].text, out);
}

void query_append_searched(const struct entry *e, struct buffer *out)
{
    struct buffer body = BUFFER_INIT, raw = BUFFER_INIT;

    append_body(e->body, &body);
    append_raw(e, buffer_slice(&body), &raw);
    fold_text(buffer_slice(&raw), out);
    append_numbers(e, out);
    buffer_deinit(&body);
    buffer_deinit(&raw);
}

static bool is_small_of(struct slice small, struct slice raw)
{
    if (small.len != raw.len)
        return false;
    for (size_t i = 0; i < raw.len; i++)
        if (small.data[i] !=
            (raw.data[i] >= 'A' && raw.data[i] <= 'Z' ? raw.data[i] + ('a' - 'A') : raw.data[i]))
            return false;
    return true;
}

static bool has_numbers(const struct entry *e)
{
    struct buffer numbers = BUFFER_INIT;
    bool has;

    append_numbers(e, &numbers);
    has = numbers.len > 0;
    buffer_deinit(&numbers);
    return has;
}

/* Most entries are, and are written in a hurry. */
static bool is_plain(const struct entry *e)
{
    return fold_is_plain(e->body) && !memchr(e->body.data, '\\', e->body.len) &&
           fold_is_plain(e->actor) && fold_is_plain(e->post) && !has_numbers(e);
}

bool query_append_folded(const struct entry *e, struct buffer *out)
{
    struct buffer raw = BUFFER_INIT, searched = BUFFER_INIT;
    bool differs;

    if (e->kind == ENTRY_CONFIG || is_plain(e))
        return false;
    query_append_searched(e, &searched);
    append_raw(e, e->body, &raw);
    differs = !is_small_of(buffer_slice(&searched), buffer_slice(&raw));
    if (differs)
        buffer_append_slice(out, buffer_slice(&searched));
    buffer_deinit(&raw);
    buffer_deinit(&searched);
    return differs;
}

static bool has_words(const struct entry *e, const struct search *search)
{
    struct buffer text = BUFFER_INIT;
    bool found;

    if (search->n == 0)
        return true;
    if (e->kind == ENTRY_CONFIG)
        return false; /* nobody means its text */
    query_append_searched(e, &text);
    found = search_finds(search, buffer_slice(&text));
    buffer_deinit(&text);
    return found;
}

static bool matches(const struct journal_query *q, const struct search *search,
                    const struct entry *e)
{
    if (q->incident.year != 0 && !incident_id_equal(q->incident, e->incident))
        return false;
    if (q->seq != 0 && q->seq != e->seq)
        return false;
    if (q->by_kind && !q->kinds[e->kind])
        return false;
    if (q->actor.len > 0 && !slice_equal(q->actor, e->actor))
        return false;
    if (instant_is_set(q->since) && instant_before(e->at, q->since))
        return false;
    if (instant_is_set(q->until) && !instant_before(e->at, q->until))
        return false;
    return has_words(e, search);
}

/* ---- who was at a post ---- */

static void turn_round(struct entry **found, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct entry *e = found[i];

        found[i] = found[n - 1 - i];
        found[n - 1 - i] = e;
    }
}

static bool is_end_of(const struct entry *on, const struct entry *e)
{
    enum field_id who = e->kind == ENTRY_OFF ? FIELD_PERSON : FIELD_OUT;

    if (e->kind == ENTRY_RELIEF_VOID)
        return on->seq == (uint64_t)entry_number(e, FIELD_OF, 0);
    return (e->kind == ENTRY_OFF || e->kind == ENTRY_TAKE) && on->kind != ENTRY_RELIEVE &&
           slice_equal(entry_text(on, FIELD_DUTY), entry_text(e, FIELD_DUTY)) &&
           slice_equal(entry_text(on, FIELD_PERSON), entry_text(e, who));
}

static bool is_begin_at(const struct entry *e, struct instant at)
{
    if (e->kind == ENTRY_RELIEVE)
        return instant_before(at, entry_instant(e, FIELD_UNTIL, e->at)); /* or is to come */
    return (e->kind == ENTRY_ON || e->kind == ENTRY_TAKE) && entry_text(e, FIELD_PERSON).len > 0;
}

/* As the database does it (read.c). */
static size_t select_present(struct instant at, struct entry *const *entries, size_t n,
                             struct entry **found)
{
    size_t n_found = 0;

    for (size_t i = 0; i < n; i++) {
        size_t kept = 0;

        if (instant_before(at, entries[i]->at))
            continue;
        for (size_t k = 0; k < n_found; k++)
            if (!is_end_of(found[k], entries[i]))
                found[kept++] = found[k];
        n_found = kept;
        if (is_begin_at(entries[i], at))
            found[n_found++] = entries[i];
    }
    turn_round(found, n_found); /* the newest first, as from all others */
    return n_found;
}

/* The newest first. */
static size_t select_matching(const struct journal_query *q, struct entry *const *entries, size_t n,
                              struct entry **found, size_t *ret_more)
{
    size_t n_found = 0;
    struct search search;

    search_init(&search, q->words, q->home);
    while (n-- > 0) {
        bool full = q->limit > 0 && n_found == q->limit;

        if (full && (!q->counts_more || *ret_more > JOURNAL_MORE_MOST))
            break;
        if (!matches(q, &search, entries[n]))
            continue;
        if (full)
            ++*ret_more;
        else
            found[n_found++] = entries[n];
    }
    search_deinit(&search);
    return n_found;
}

struct entry **query_select(const struct journal_query *q, struct entry *const *entries, size_t n,
                            size_t *ret_n, size_t *ret_more)
{
    struct entry **found = xmalloc((n > 0 ? n : 1) * sizeof(found[0]));

    *ret_more = 0;
    *ret_n = instant_is_set(q->present_at) ? select_present(q->present_at, entries, n, found)
                                           : select_matching(q, entries, n, found, ret_more);
    if (q->oldest_first)
        turn_round(found, *ret_n);
    return found;
}
