#include "journal/query.h"

#include <stdlib.h>

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
        if (slice_equal_nocase((struct slice){text.data + i, word.len}, word))
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

struct entry **query_select(const struct journal_query *q, struct entry *const *entries, size_t n,
                            size_t *ret_n)
{
    struct entry **found = xmalloc((n > 0 ? n : 1) * sizeof(found[0]));
    size_t n_found = 0;

    for (size_t i = n; i-- > 0 && (q->limit == 0 || n_found < q->limit);) {
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
