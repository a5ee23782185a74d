#include "base/line.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

static const char *const error_words[] = {
    [LINE_OK] = "valid",
    [LINE_EMPTY] = "the line is empty",
    [LINE_BAD_UTF8] = "this is not UTF-8: switch the terminal to UTF-8 and send it again",
    [LINE_BAD_GBK] = "this is not UTF-8; it looks like GBK (Chinese): switch the terminal to UTF-8 "
                     "and send it again",
    [LINE_BAD_NUL] = "the line contains a NUL byte: send it again without it",
    [LINE_BAD_CONTROL] =
        "the line contains a control character (only TAB is allowed): send it again without it",
    [LINE_UNTERMINATED_QUOTE] = "a quoted value does not end: close it with \"",
    [LINE_BAD_ESCAPE] = "in a quoted value a backslash may only precede \\ and \": write \\\\ "
                        "for a backslash",
    [LINE_BAD_AFTER_QUOTE] =
        "a space is missing after a closing quote: write key=\"value\" and then a space",
    [LINE_TOO_MANY_FIELDS] = "too many fields (at most 32)",
    [LINE_FIELD_TWICE] = "the same field is given twice: send it again with one of them",
};

const char *line_error_to_string(enum line_error error)
{
    return error_words[error];
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct slice skip_spaces(struct slice s)
{
    while (s.len > 0 && is_space(s.data[0])) {
        s.data++;
        s.len--;
    }
    return s;
}

/* The part before the next space; *s is moved past it. */
static struct slice take_word(struct slice *s)
{
    struct slice word = {s->data, 0};

    while (word.len < s->len && !is_space(s->data[word.len]))
        word.len++;
    s->data += word.len;
    s->len -= word.len;
    return word;
}

/* Are there control characters: those of ASCII except TAB, DEL, and U+0080 to U+009F, which
 * terminals obey as well? s is valid UTF-8. */
static bool has_control(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
        if (c == 0xc2 && i + 1 < s.len && (unsigned char)s.data[i + 1] < 0xa0)
            return true;
    }
    return false;
}

enum line_error line_check(struct slice raw)
{
    if (skip_spaces(raw).len == 0)
        return LINE_EMPTY;
    if (!utf8_is_valid(raw))
        return utf8_looks_like_gbk(raw) ? LINE_BAD_GBK : LINE_BAD_UTF8;
    if (memchr(raw.data, '\0', raw.len))
        return LINE_BAD_NUL;
    return has_control(raw) ? LINE_BAD_CONTROL : LINE_OK;
}

struct slice line_verb(struct slice raw, struct slice *ret_rest)
{
    struct slice rest = skip_spaces(raw);
    struct slice verb = take_word(&rest);

    *ret_rest = rest;
    return verb;
}

/* The length of the key if s begins with key=, else 0. */
static size_t key_length(struct slice s)
{
    size_t n = 0;

    if (s.len == 0 || !is_letter(s.data[0]))
        return 0;
    while (n < s.len && (is_letter(s.data[n]) || s.data[n] == '_'))
        n++;
    return n < s.len && s.data[n] == '=' ? n : 0;
}

static bool is_dashes(struct slice s)
{
    return s.len >= 2 && s.data[0] == '-' && s.data[1] == '-' &&
           (s.len == 2 || is_space(s.data[2]));
}

/* s begins with a quote, and is moved past the closing one. The value is copied only if it contains
 * an escape. */
static enum line_error take_quoted(struct slice *s, struct buffer *scratch, struct slice *ret_value)
{
    struct slice inner = {s->data + 1, s->len - 1};
    size_t start = scratch->len, n = 0;
    bool escaped = false;

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
    *s = (struct slice){inner.data + n + 1, inner.len - n - 1};
    if (s->len > 0 && !is_space(s->data[0]))
        return LINE_BAD_AFTER_QUOTE;
    *ret_value = escaped ? (struct slice){scratch->data + start, scratch->len - start}
                         : (struct slice){inner.data, n};
    return LINE_OK;
}

static enum line_error take_field(struct slice *s, size_t key_len, struct line *l)
{
    struct slice name = {s->data, key_len}, value = {0};
    enum line_error error;

    if (l->n_fields == LINE_MAX_FIELDS)
        return LINE_TOO_MANY_FIELDS;
    for (size_t i = 0; i < l->n_fields; i++) {
        if (fold_equal(l->fields[i].name, name))
            return LINE_FIELD_TWICE;
    }
    *s = (struct slice){s->data + key_len + 1, s->len - key_len - 1};
    if (s->len > 0 && s->data[0] == '"') {
        error = take_quoted(s, &l->scratch, &value);
        if (error)
            return error;
    } else {
        value = take_word(s);
    }
    l->fields[l->n_fields++] = (struct line_field){name, value};
    return LINE_OK;
}

enum line_error line_rest(struct slice rest, size_t max_words, struct line *ret)
{
    size_t key_len;

    ret->n_words = ret->n_fields = 0;
    ret->text = (struct slice){0};
    ret->has_text = ret->text_follows = false;
    buffer_clear(&ret->scratch);
    /* Slices into the scratch must not move while it is filled. */
    if (memchr(rest.len ? rest.data : "", '\\', rest.len))
        buffer_reserve(&ret->scratch, rest.len);
    if (max_words > LINE_MAX_WORDS)
        max_words = LINE_MAX_WORDS;

    rest = skip_spaces(rest);
    while (ret->n_words < max_words && rest.len > 0 && !is_dashes(rest) && key_length(rest) == 0) {
        ret->words[ret->n_words++] = take_word(&rest);
        rest = skip_spaces(rest);
    }
    while ((key_len = key_length(rest)) > 0) {
        enum line_error error = take_field(&rest, key_len, ret);

        if (error)
            return error;
        rest = skip_spaces(rest);
    }
    if (is_dashes(rest))
        rest = skip_spaces((struct slice){rest.data + 2, rest.len - 2});
    ret->text = rest;
    ret->has_text = rest.len > 0;
    ret->text_follows = slice_equal(rest, SLICE("<<"));
    return LINE_OK;
}

void line_deinit(struct line *l)
{
    buffer_deinit(&l->scratch);
}

const struct line_field *line_find(const struct line *l, const char *name)
{
    for (size_t i = 0; i < l->n_fields; i++) {
        if (fold_equal(l->fields[i].name, slice_of(name)))
            return &l->fields[i];
    }
    return NULL;
}
