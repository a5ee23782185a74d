#include "base/line_field.h"

#include <string.h>

#include "base/fold.h"
#include "base/phone_run.h"
#include "base/typed.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- values ---- */

/* Does another field begin here? */
static bool field_follows(const struct line_reader *r, struct slice s)
{
    size_t kept = r->line->scratch.len;
    struct line_name name;
    bool follows = line_name_at(r, s, &name) && name.known > LINE_KEY_NEAR && !name.label;

    r->line->scratch.len = kept;
    return follows;
}

/* Of ASCII or full width. */
static bool begins_with_digit(struct slice s)
{
    return s.len && (is_digit(s.data[0]) ||
                     (s.len >= 3 && memcmp(s.data, "\xef\xbc", 2) == 0 &&
                      (unsigned char)s.data[2] >= 0x90 && (unsigned char)s.data[2] <= 0x99));
}

/* Does the comma, colon or full stop at the beginning of s part the value before from what
 * follows? */
static bool parts(const struct line_reader *r, enum line_key kind, enum typed typed, struct slice s,
                  size_t len)
{
    struct slice after = typed_skip_unseen(line_behind(s, len));
    bool wide = typed_is_wide(s) && !slice_starts_with(s, SLICE("．")),
         one_word = kind == LINE_KEY_WORD || kind == LINE_KEY_NUMBER || kind == LINE_KEY_TIME;
    size_t next;
    enum typed follows = after.len ? typed_at(after, &next) : TYPED_SPACE;

    if (kind == LINE_KEY_TOKEN && !wide)
        return false;
    if (field_follows(r, after))
        return typed != TYPED_STOP || wide;
    if (follows == TYPED_SPACE || follows == TYPED_JOINING) {
        if (typed == TYPED_STOP)
            return wide || (one_word && kind != LINE_KEY_TIME) || kind == LINE_KEY_LIST ||
                   kind == LINE_KEY_PHONE;
        return s.data[0] != '|' && s.data[0] != '&';
    }
    if (!wide || begins_with_digit(after))
        return false;
    return typed == TYPED_COLON ? one_word : one_word || kind == LINE_KEY_PHONE;
}

/* A no-break space within a value that may have spaces: does it part? Where the value would go on
 * with words, nobody can say. */
static bool is_riddle(const struct line_reader *r, enum line_key kind, struct slice s)
{
    struct slice after = typed_skip(s);

    return kind == LINE_KEY_TEXT && after.len && !line_is_dashes(after) && !field_follows(r, after);
}

/* A value, and how much of the line it is. */
struct taken {
    struct slice value;
    size_t end; /* with its quotes */
    size_t len; /* with the sign that parts it from what follows */
};

/* A value that is not quoted. */
static enum line_error take_bare(const struct line_reader *r, enum line_key kind, struct slice s,
                                 struct taken *ret)
{
    size_t at = 0, len = 0;

    for (; at < s.len; at += len) {
        struct slice rest = line_behind(s, at);
        enum typed typed = typed_at(rest, &len);

        if (r->form->to_the_letter) {
            if (is_blank(s.data[at]))
                break;
        } else if (typed == TYPED_SPACE) {
            break;
        } else if (typed == TYPED_JOINING) {
            r->line->fault = rest;
            if (is_riddle(r, kind, rest))
                return LINE_BAD_SPACE;
            break;
        } else if ((typed == TYPED_COMMA || typed == TYPED_COLON || typed == TYPED_STOP) &&
                   parts(r, kind, typed, rest, len)) {
            *ret = (struct taken){{s.data, at}, at, at + len};
            return LINE_OK;
        }
    }
    *ret = (struct taken){{s.data, at}, at, at};
    return LINE_OK;
}

/* s begins with ", which is the closing quote too. The value is copied only if it contains an
 * escape. */
static enum line_error take_plainly_quoted(const struct line_reader *r, struct slice s,
                                           struct taken *ret)
{
    struct buffer *scratch = &r->line->scratch;
    struct slice inner = line_behind(s, 1), after;
    size_t start = scratch->len, n = 0;
    bool escaped = false;

    r->line->fault = s;
    for (; n < inner.len && inner.data[n] != '"'; n++) {
        char c = inner.data[n];

        if (c == '\\') {
            if (!escaped)
                buffer_append(scratch, inner.data, n);
            escaped = true;
            if (++n == inner.len)
                return LINE_UNTERMINATED_QUOTE;
            c = inner.data[n];
            if (c != '\\' && c != '"')
                return LINE_BAD_ESCAPE;
        }
        if (escaped)
            buffer_append_char(scratch, c);
    }
    if (n == inner.len)
        return LINE_UNTERMINATED_QUOTE;
    after = line_behind(inner, n + 1);
    if (after.len && (r->form->to_the_letter ? !is_blank(after.data[0]) : !typed_ends(after)))
        return LINE_BAD_AFTER_QUOTE;
    ret->end = ret->len = n + 2;
    ret->value = escaped ? (struct slice){scratch->data + start, scratch->len - start}
                         : (struct slice){inner.data, n};
    return LINE_OK;
}

/* Is it a quote within that value that has ended it? */
static bool opens_within(struct slice value)
{
    return memmem(value.data, value.len, "“", 3) || memmem(value.data, value.len, "„", 3);
}

/* In other quotes than ". */
static enum line_error take_typed_quotes(struct slice s, struct taken *ret, bool *ret_quoted)
{
    *ret_quoted = true;
    switch (typed_quoted(s, &ret->value, &ret->end)) {
    case TYPED_QUOTED:
        ret->len = ret->end;
        return LINE_OK;
    case TYPED_OPEN:
        return LINE_UNTERMINATED_QUOTE;
    case TYPED_GLUED:
        return LINE_BAD_AFTER_QUOTE;
    case TYPED_UNQUOTED:
        break;
    }
    *ret_quoted = false;
    return LINE_OK;
}

static enum line_error take_quoted(const struct line_reader *r, struct slice s, struct taken *ret,
                                   bool *ret_quoted)
{
    size_t kept = r->line->scratch.len;
    enum line_error error;

    r->line->fault = s;
    *ret_quoted = s.data[0] == '"';
    if (*ret_quoted) {
        error = take_plainly_quoted(r, s, ret);
        if (error != LINE_UNTERMINATED_QUOTE || r->form->to_the_letter)
            return error;
        r->line->scratch.len = kept;
    } else if (r->form->to_the_letter) {
        return LINE_OK;
    }
    error = take_typed_quotes(s, ret, ret_quoted);
    if (s.data[0] == '"' && (error || !*ret_quoted || opens_within(ret->value)))
        return LINE_UNTERMINATED_QUOTE;
    return error;
}

/* ---- values in groups ---- */

/* Is there text behind the groups, which the last of them could belong to? */
static bool text_follows(const struct line_reader *r, struct slice s)
{
    s = typed_skip(s);
    return s.len && !line_is_dashes(s) && !field_follows(r, s);
}

static enum line_error add_groups(const struct line_reader *r, struct slice s, struct taken *ret)
{
    size_t ends[PHONE_RUN_GROUPS], n = phone_run_split(s, ends);
    bool sure;

    if (n < 2)
        return LINE_OK;
    n = phone_run_take(s, ends, n, r->form->home, text_follows(r, line_behind(s, ends[n - 1])),
                       &sure);
    if (!sure) {
        r->line->fault = (struct slice){s.data, ends[n - 1]};
        return LINE_BAD_PHONE;
    }
    if (n > 1)
        *ret = (struct taken){{s.data, ends[n - 1]}, ends[n - 1], ends[n - 1]};
    return LINE_OK;
}

/* "10:15", "9:05:30" */
static bool is_time(struct slice s)
{
    bool colon = false;

    for (size_t i = 0; i < s.len; i++) {
        colon = colon || s.data[i] == ':';
        if (!is_digit(s.data[i]) && s.data[i] != ':')
            return false;
    }
    return colon && s.len >= 4 && s.len <= 8 && is_digit(s.data[0]);
}

static bool has_digit(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.data[i]))
            return true;
    return false;
}

/* What stands behind a time, and belongs to it. */
static bool ends_time(struct slice word)
{
    static const char *const words[] = {"am", "pm", "a.m.", "p.m.", "ago", "Uhr"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (fold_equal(word, slice_of(words[i])))
            return true;
    return false;
}

/* A day, and behind a space the time of day; or such a time, and a word that belongs to it. */
static void add_time(const struct line_reader *r, struct slice s, struct taken *t)
{
    struct slice gap = line_behind(s, t->len), next = typed_skip(gap), clock;
    size_t kept = r->line->scratch.len;
    struct taken time;

    if (t->value.len == 0 || t->end != t->len || next.len == gap.len || next.len == 0)
        return;
    if (take_bare(r, LINE_KEY_TIME, next, &time))
        return;
    clock = line_plain(r, time.value);
    if ((is_time(clock) && !memchr(t->value.data, ':', t->value.len)) ||
        (ends_time(clock) && has_digit(t->value))) {
        size_t from = (size_t)(next.data - s.data), start = r->line->scratch.len;

        buffer_append_slice(&r->line->scratch, t->value);
        buffer_append_char(&r->line->scratch, ' ');
        buffer_append_slice(&r->line->scratch, clock);
        t->value = (struct slice){r->line->scratch.data + start, r->line->scratch.len - start};
        t->end = from + time.end;
        t->len = from + time.len;
    } else {
        r->line->scratch.len = kept;
    }
}

/* ---- a field ---- */

/* Only of I, V, X: a grade in Roman numerals. */
static bool is_roman(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!memchr("IVXivx", word.data[i], 6))
            return false;
    return true;
}

/* "class= gas": is what stands behind the space the value? Else the value is empty. */
static bool is_value(const struct line_reader *r, enum line_key kind, struct slice s)
{
    struct slice word = s;
    size_t len, n = 0;

    if (s.len == 0 || kind <= LINE_KEY_NEAR || kind == LINE_KEY_TOKEN || line_is_dashes(s) ||
        field_follows(r, s) || line_is_mark(s) || typed_at(s, &len) == TYPED_COMMA)
        return false;
    while (n < word.len && !is_blank(word.data[n]))
        n++;
    word.len = n;
    return kind != LINE_KEY_NUMBER || len > 1 || line_name_length(s) == 0 || is_roman(word);
}

/* Past the comma behind a quoted value. */
static void skip_comma(struct slice s, struct taken *t)
{
    size_t len;
    enum typed typed = t->len < s.len ? typed_at(line_behind(s, t->len), &len) : TYPED_OTHER;

    if (typed == TYPED_COMMA || typed == TYPED_STOP)
        t->len += len;
}

static enum line_error take_value(const struct line_reader *r, enum line_key kind, struct slice s,
                                  struct taken *ret)
{
    enum line_error error;
    bool quoted;

    *ret = (struct taken){{s.data, 0}, 0, 0};
    if (s.len == 0)
        return LINE_OK;
    error = take_quoted(r, s, ret, &quoted);
    if (!error && !quoted)
        error = take_bare(r, kind, s, ret);
    if (error || r->form->to_the_letter)
        return error;
    if (quoted)
        skip_comma(s, ret);
    else if (kind == LINE_KEY_PHONE)
        error = add_groups(r, s, ret);
    if (error || kind <= LINE_KEY_TEXT)
        return error;
    ret->value = line_plain(r, ret->value);
    if (!quoted && kind == LINE_KEY_TIME)
        add_time(r, s, ret);
    return LINE_OK;
}

enum line_error line_take_field(const struct line_reader *r, const struct line_name *name,
                                struct slice *s, struct line_field *ret)
{
    struct slice from = line_behind(*s, name->len), next;
    enum line_error error;
    struct taken taken;

    if (name->wrong) {
        r->line->fault = typed_skip_unseen(line_behind(*s, line_name_length(*s)));
        return LINE_BAD_EQUALS;
    }
    if (!r->form->to_the_letter) {
        next = typed_skip(from);
        if (next.len < from.len && is_value(r, name->known, next))
            from = next;
    }
    error = take_value(r, name->known, from, &taken);
    if (error)
        return error;
    *ret = (struct line_field){
        .name = name->name,
        .value = taken.value,
        .whole = {s->data, (size_t)(from.data + taken.end - s->data)},
    };
    *s = line_behind(from, taken.len);
    return LINE_OK;
}

struct slice line_take_word(const struct line_reader *r, struct slice *s)
{
    struct line_form form = *r->form;
    const struct line_reader as_typed = {&form, r->line};
    struct taken taken;

    form.to_the_letter = false;
    take_bare(&as_typed, LINE_KEY_WORD, *s, &taken); /* never an error for a word */
    if (taken.end == 0)
        taken.value.len = taken.len; /* a comma alone */
    *s = line_behind(*s, taken.len);
    return line_plain(r, taken.value);
}
