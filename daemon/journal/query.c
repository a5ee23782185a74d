#include "journal/query.h"

#include <stdlib.h>

#include "base/fold.h"
#include "base/json.h"
#include "base/mem.h"

static struct slice copy_slice(struct slice s)
{
    return (struct slice){s.len > 0 ? slice_dup(s) : NULL, s.len};
}

struct journal_query query_copy(const struct journal_query *q)
{
    struct journal_query copy = *q;

    copy.actor = copy_slice(q->actor);
    copy.words = copy_slice(q->words);
    return copy;
}

void query_deinit(struct journal_query *q)
{
    free((char *)q->actor.data);
    free((char *)q->words.data);
    *q = (struct journal_query){0};
}

struct slice query_next_word(struct slice *words)
{
    *words = slice_trim(*words);
    return slice_cut(words, ' ');
}

void query_escape_word(struct slice word, struct buffer *out)
{
    struct buffer quoted = BUFFER_INIT;

    json_quote(&quoted, word);
    buffer_append(out, quoted.data + 1, quoted.len - 2);
    buffer_deinit(&quoted);
}

static bool contains(struct slice text, struct slice word)
{
    for (size_t i = 0; i + word.len <= text.len; i++) {
        if (fold_equal((struct slice){text.data + i, word.len}, word))
            return true;
    }
    return false;
}

/* What the database searches too (reader.c). */
static void append_searched(const struct entry *e, struct buffer *out)
{
    buffer_append_string(out, entry_kind_to_string(e->kind));
    buffer_append_char(out, ' ');
    if (e->incident.year != 0)
        incident_id_format(e->incident, out);
    buffer_append_char(out, ' ');
    buffer_append_slice(out, e->actor);
    buffer_append_char(out, ' ');
    buffer_append_slice(out, e->post);
    buffer_append_char(out, ' ');
    buffer_append_slice(out, e->body);
}

static bool has_words(const struct entry *e, struct slice words)
{
    struct buffer text = BUFFER_INIT, escaped = BUFFER_INIT;
    bool all = slice_trim(words).len == 0 || e->kind != ENTRY_CONFIG; /* nobody means its text */

    append_searched(e, &text);
    for (;;) {
        struct slice word = query_next_word(&words);

        if (word.len == 0)
            break;
        buffer_clear(&escaped);
        query_escape_word(word, &escaped);
        all = all && contains(buffer_slice(&text), buffer_slice(&escaped));
    }
    buffer_deinit(&text);
    buffer_deinit(&escaped);
    return all;
}

bool query_matches(const struct journal_query *q, const struct entry *e)
{
    if (q->incident.year != 0 && !incident_id_equal(q->incident, e->incident))
        return false;
    if (q->seq != 0 && q->seq != e->seq)
        return false;
    if (q->by_kind && q->kind != e->kind)
        return false;
    if (q->actor.len > 0 && !slice_equal(q->actor, e->actor))
        return false;
    if (instant_is_set(q->since) && instant_before(e->at, q->since))
        return false;
    if (instant_is_set(q->until) && !instant_before(e->at, q->until))
        return false;
    return has_words(e, q->words);
}

/* ---- who was at a post ---- */

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
    for (size_t i = 0; i < n_found / 2; i++) { /* the newest first, as from all others */
        struct entry *e = found[i];

        found[i] = found[n_found - 1 - i];
        found[n_found - 1 - i] = e;
    }
    return n_found;
}

struct entry **query_select(const struct journal_query *q, struct entry *const *entries, size_t n,
                            size_t *ret_n)
{
    struct entry **found = xmalloc((n > 0 ? n : 1) * sizeof(found[0]));
    size_t n_found = 0;

    if (instant_is_set(q->present_at))
        n_found = select_present(q->present_at, entries, n, found);
    for (size_t i = instant_is_set(q->present_at) ? 0 : n;
         i-- > 0 && (q->limit == 0 || n_found < q->limit);) {
        if (query_matches(q, entries[i]))
            found[n_found++] = entries[i];
    }
    for (size_t i = 0; q->oldest_first && i < n_found / 2; i++) {
        struct entry *e = found[i];

        found[i] = found[n_found - 1 - i];
        found[n_found - 1 - i] = e;
    }
    *ret_n = n_found;
    return found;
}
