#include "base/line.h"

#include <string.h>

#include "base/fold.h"
#include "base/line_field.h"
#include "base/typed.h"
#include "base/utf8.h"

/* So much that begins like a field and is none: then all that follows is text. Each may have been
 * read to the end of the line. */
#define MOST_MISREAD 8

/* ---- bytes ---- */

/* The first control character, or nothing: those of ASCII except TAB, DEL, and U+0080 to U+009F,
 * which terminals obey as well. s is valid UTF-8. */
static struct slice find_control(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return line_behind(s, i);
        if (c == 0xc2 && i + 1 < s.len && (unsigned char)s.data[i + 1] < 0xa0)
            return line_behind(s, i);
    }
    return (struct slice){0};
}

/* Two bytes for each character, one of them 0 where it is Latin. */
static bool looks_like_utf16(struct slice s)
{
    size_t nuls = 0;

    if (slice_starts_with(s, SLICE("\xff\xfe")) || slice_starts_with(s, SLICE("\xfe\xff")))
        return true;
    for (size_t i = 0; i < s.len; i++)
        nuls += s.data[i] == '\0';
    return nuls >= 2 && nuls * 3 >= s.len;
}

enum line_error line_check(struct slice raw, struct slice *ret_fault)
{
    struct slice control;

    *ret_fault = raw;
    if (slice_trim(raw).len == 0)
        return LINE_EMPTY;
    if (looks_like_utf16(raw))
        return LINE_BAD_UTF16;
    if (!utf8_is_valid(raw))
        return utf8_looks_like_gbk(raw) ? LINE_BAD_GBK : LINE_BAD_UTF8;
    if (memchr(raw.data, '\0', raw.len))
        return LINE_BAD_NUL;
    control = find_control(raw);
    if (control.len) {
        *ret_fault = control;
        return LINE_BAD_CONTROL;
    }
    return typed_skip(raw).len ? LINE_OK : LINE_EMPTY;
}

/* ---- the verb ---- */

static bool is_letters(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.data[i] >= 'a' && s.data[i] <= 'z') || (s.data[i] >= 'A' && s.data[i] <= 'Z')))
            return false;
    return s.len > 0;
}

/* A verb has letters from A to Z: a Chinese one begins the text, space or not. */
static bool ends_verb(struct slice verb, enum typed typed, struct slice s)
{
    if (typed == TYPED_SPACE || typed == TYPED_JOINING)
        return true;
    if (!is_letters(verb))
        return false;
    if (typed == TYPED_COLON || typed == TYPED_COMMA)
        return true;
    return typed_is_wide(s) && !fold_plain(utf8_next(&s));
}

void line_verb(struct slice raw, struct line *ret, struct slice *ret_rest)
{
    struct slice rest = typed_skip(raw);
    struct buffer *verb = &ret->verb_scratch;

    buffer_clear(verb);
    while (rest.len) {
        size_t len;
        enum typed typed = typed_at(rest, &len);

        if (ends_verb(buffer_slice(verb), typed, rest)) {
            if (typed == TYPED_COLON || typed == TYPED_COMMA)
                rest = line_behind(rest, len);
            break;
        }
        fold_signs((struct slice){rest.data, len}, verb);
        rest = line_behind(rest, len);
    }
    ret->verb = buffer_slice(verb);
    *ret_rest = rest;
}

/* ---- fields ---- */

static enum line_error add_field(struct line *l, const struct line_field *field)
{
    l->fault = field->whole;
    if (l->n_fields == LINE_MAX_FIELDS)
        return LINE_TOO_MANY_FIELDS;
    for (size_t i = 0; i < l->n_fields; i++)
        if (fold_equal(l->fields[i].name, field->name))
            return LINE_FIELD_TWICE;
    l->fields[l->n_fields++] = *field;
    return LINE_OK;
}

/* Past the spaces behind a field, and a comma behind them. */
static struct slice skip_behind_field(const struct line_reader *r, struct slice s)
{
    size_t len;

    s = line_skip(r, s);
    while (!r->form->to_the_letter && s.len && typed_at(s, &len) == TYPED_COMMA &&
           s.data[0] != '&' && s.data[0] != '|')
        s = typed_skip(line_behind(s, len));
    return s;
}

static enum line_error take_fields(const struct line_reader *r, struct slice *rest)
{
    struct line_name name;

    while (line_name_at(r, *rest, &name) && !name.label) {
        struct line_field field;
        enum line_error error = line_take_field(r, &name, rest, &field);

        if (!error)
            error = add_field(r->line, &field);
        if (error)
            return error;
        *rest = skip_behind_field(r, *rest);
    }
    return LINE_OK;
}

/* ---- fields behind the text ---- */

/* Fields that the command has, side by side; at the very end of the text they are its fields. */
struct tail {
    struct line_field fields[LINE_MAX_FIELDS + 1];
    size_t n;
    const char *start;
    unsigned misread; /* what began like a field, and was none */
};

static void add_stray(struct line *l, struct slice name, struct slice whole)
{
    if (l->n_strays < LINE_MAX_STRAYS)
        l->strays[l->n_strays++] = (struct line_stray){name, whole};
}

/* Words follow, so they are text. */
static void drop_tail(struct line *l, struct tail *tail)
{
    for (size_t i = 0; i < tail->n; i++)
        add_stray(l, tail->fields[i].name, tail->fields[i].whole);
    tail->n = 0;
}

/* Where, within a text, can a field begin? */
enum start { START_NONE, START_FIELD, START_BRACKET /* it is part of a sentence */ };

static enum start start_behind(struct slice sign, enum typed typed, struct slice next)
{
    bool wide = typed_is_wide(sign);
    char c = sign.data[0];

    if (typed == TYPED_SPACE || typed == TYPED_JOINING)
        return START_FIELD;
    if (typed == TYPED_COMMA) /* & and | are of an address in the web */
        return c == '&' || c == '|' ? START_NONE : START_FIELD;
    if (typed == TYPED_STOP || typed == TYPED_COLON)
        return wide ? START_FIELD : START_NONE;
    if (c == '(' || c == '[' || c == '{')
        return START_BRACKET;
    if (wide && fold_is_letter(utf8_next(&sign)) && next.len && !typed_is_wide(next))
        return START_FIELD;
    return START_NONE;
}

static enum start next_start(struct slice *s)
{
    enum start start = START_NONE;

    while (s->len && start == START_NONE) {
        struct slice sign = *s;
        size_t len;
        enum typed typed = typed_at(sign, &len);

        *s = line_behind(sign, len);
        start = start_behind(sign, typed, *s);
    }
    if (start == START_FIELD)
        *s = typed_skip(*s);
    return start;
}

/* Reads a field that begins here. False: it is a word of the text. */
static bool take_tail_field(const struct line_reader *r, struct slice *s, enum start start,
                            struct tail *tail)
{
    struct line *l = r->line;
    struct slice word = *s, fault = l->fault;
    size_t kept = l->scratch.len, named;
    struct line_field field;
    struct line_name name;

    if (!line_name_at(r, *s, &name))
        return false;
    if (name.known == LINE_KEY_NONE || name.label || tail->misread == MOST_MISREAD) {
        l->scratch.len = kept;
        return false;
    }
    named = l->scratch.len;
    if (start == START_FIELD && name.known > LINE_KEY_NEAR && !name.colon &&
        tail->n <= LINE_MAX_FIELDS && line_take_field(r, &name, s, &field) == LINE_OK) {
        if (tail->n == 0)
            tail->start = word.data;
        field.at_end = true;
        tail->fields[tail->n++] = field;
        return true;
    }
    l->fault = fault;
    l->scratch.len = named;
    tail->misread++;
    drop_tail(l, tail);
    while (word.len && next_start(&word) == START_NONE)
        ;
    add_stray(l, name.name, typed_trim_end((struct slice){s->data, (size_t)(word.data - s->data)}));
    return false;
}

/* Before the fields behind it, without the spaces and the comma that part them from it. */
static struct slice text_before(struct slice text, const char *end)
{
    static const char *const commas[] = {",", ";", "，", "；", "、"};

    text = typed_trim_end((struct slice){text.data, (size_t)(end - text.data)});
    for (size_t i = 0; i < sizeof(commas) / sizeof(*commas); i++) {
        struct slice comma = slice_of(commas[i]);

        if (text.len >= comma.len &&
            memcmp(text.data + text.len - comma.len, comma.data, comma.len) == 0)
            return typed_trim_end((struct slice){text.data, text.len - comma.len});
    }
    return text;
}

/* Is there nothing that could be taken for a field? Most texts are so. */
static bool is_plain_text(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '=' || text.data[i] == ':' || (unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static enum line_error take_tail(const struct line_reader *r, struct slice *text)
{
    struct slice s = *text;
    struct tail tail = {.n = 0};
    enum start start = START_FIELD;
    struct line_name label;

    if (is_plain_text(s))
        return LINE_OK;
    if (line_name_at(r, s, &label) && label.label)
        add_stray(r->line, label.name, (struct slice){s.data, label.len});
    while (s.len && !line_is_dashes(s)) {
        if (take_tail_field(r, &s, start, &tail)) {
            s = skip_behind_field(r, s);
            start = START_FIELD;
        } else {
            drop_tail(r->line, &tail);
            start = next_start(&s);
        }
    }
    if (s.len)
        drop_tail(r->line, &tail);
    for (size_t i = 0; i < tail.n; i++) {
        enum line_error error = add_field(r->line, &tail.fields[i]);

        if (error)
            return error;
    }
    if (tail.n)
        *text = text_before(*text, tail.start);
    return LINE_OK;
}

/* ---- all of it ---- */

/* Past the one space that parts a secret from the words before it; more are part of it, unless they
 * are plain ones. */
static struct slice skip_to_secret(const struct line_reader *r, struct slice rest)
{
    size_t len;

    if (rest.len && typed_at(rest, &len) == TYPED_SPACE)
        rest = line_behind(rest, len);
    return line_skip(r, rest);
}

static struct slice take_words(const struct line_reader *r, struct slice rest)
{
    struct line *l = r->line;
    size_t max = r->form->max_words < LINE_MAX_WORDS ? r->form->max_words : LINE_MAX_WORDS;
    struct slice next = typed_skip(rest);
    struct line_name name;

    while (l->n_words < max && next.len && !line_is_dashes(next) &&
           (!line_name_at(r, next, &name) || name.label)) {
        rest = next;
        l->words[l->n_words++] = line_take_word(r, &rest);
        next = typed_skip(rest);
    }
    return r->form->to_the_letter && l->n_words ? skip_to_secret(r, rest) : next;
}

enum line_error line_rest(struct slice rest, const struct line_form *form, struct line *ret)
{
    const struct line_reader reader = {form, ret};
    enum line_error error;

    ret->n_words = ret->n_fields = ret->n_strays = 0;
    ret->text = ret->fault = (struct slice){0};
    ret->has_text = ret->text_follows = ret->dashed = false;
    buffer_clear(&ret->scratch);
    line_reserve(ret, rest);

    rest = take_words(&reader, rest);
    error = take_fields(&reader, &rest);
    if (error)
        return error;
    ret->dashed = line_is_dashes(rest);
    if (ret->dashed) {
        rest = line_skip(&reader, line_behind(rest, 2));
    } else if (!form->to_the_letter) {
        error = take_tail(&reader, &rest);
        if (error)
            return error;
    }
    ret->text = rest;
    ret->has_text = rest.len > 0;
    ret->text_follows = line_is_mark(rest);
    return LINE_OK;
}

void line_deinit(struct line *l)
{
    buffer_deinit(&l->verb_scratch);
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
