#include "base/line_name.h"

#include <string.h>

#include "base/fold.h"
#include "base/typed.h"

/* ---- around ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_ascii(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80)
            return false;
    return true;
}

struct slice line_skip(const struct line_reader *r, struct slice s)
{
    size_t n = 0;

    if (!r->form->to_the_letter)
        return typed_skip(s);
    while (n < s.len && is_blank(s.data[n]))
        n++;
    return line_behind(s, n);
}

/* Also as input methods and keyboards write it. */
bool line_is_mark(struct slice s)
{
    static const char *const marks[] = {"<<", "＜＜", "《《", "《", "«", "≪"};

    s = typed_trim_end(s);
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (slice_equal_string(s, marks[i]))
            return true;
    return false;
}

bool line_is_dashes(struct slice s)
{
    size_t len;

    return s.len >= 2 && s.data[0] == '-' && s.data[1] == '-' &&
           (s.len == 2 || typed_at(line_behind(s, 2), &len) == TYPED_SPACE);
}

void line_reserve(struct line *l, struct slice text)
{
    buffer_reserve(&l->scratch, 3 * text.len + 1);
}

struct slice line_plain(const struct line_reader *r, struct slice s)
{
    size_t start = r->line->scratch.len;

    if (is_ascii(s))
        return s;
    fold_signs(s, &r->line->scratch);
    return (struct slice){r->line->scratch.data + start, r->line->scratch.len - start};
}

/* ---- names ---- */

/* A letter of a name, in ASCII; else 0. */
static char letter(struct slice s, size_t *ret_len)
{
    char c = s.data[0];

    *ret_len = 1;
    if ((unsigned char)c == 0xef && s.len >= 3) { /* U+FF21 to U+FF5A */
        unsigned char middle = (unsigned char)s.data[1], last = (unsigned char)s.data[2];

        *ret_len = 3;
        if (middle == 0xbc && last >= 0xa1)
            c = (char)(last - 0xa1 + 'A');
        else if (middle == 0xbd && last <= 0x9a)
            c = (char)(last - 0x81 + 'a');
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ? c : 0;
}

size_t line_name_length(struct slice s)
{
    size_t at = 0, end = 0, len;

    while (at < s.len) {
        char c = letter(line_behind(s, at), &len);

        if (c == '_' && at == 0)
            return 0;
        if (c)
            end = at + len;
        else if (!end || (unsigned char)s.data[at] < 0x80 ||
                 typed_at(line_behind(s, at), &len) != TYPED_UNSEEN)
            break;
        at += len;
    }
    return end;
}

static bool name_to_the_letter(struct slice s, size_t n, struct line_name *ret)
{
    if (n == s.len || s.data[n] != '=' || !is_ascii((struct slice){s.data, n}))
        return false;
    ret->name = (struct slice){s.data, n};
    ret->len = n + 1;
    return true;
}

/* What stands behind a name. */
struct name_sign {
    enum typed typed;
    struct slice after;
    bool spaced; /* a space stands before it */
};

/* False: nothing that could make a name of it. */
static bool read_sign(struct slice s, struct name_sign *ret)
{
    struct slice sign = typed_skip_unseen(s), after;
    enum typed typed;
    size_t len;

    *ret = (struct name_sign){0};
    if (sign.len == 0)
        return false;
    typed = typed_at(sign, &len);
    if (typed == TYPED_SPACE || typed == TYPED_JOINING) {
        ret->spaced = true;
        sign = typed_skip(sign);
        if (sign.len == 0)
            return false;
        typed = typed_at(sign, &len);
    }
    after = typed_skip_unseen(line_behind(sign, len));
    /* := and == */
    if (after.len && (typed == TYPED_COLON || typed == TYPED_EQUALS)) {
        size_t more;

        if (typed_at(after, &more) == TYPED_EQUALS) {
            typed = TYPED_EQUALS;
            after = line_behind(after, more);
        }
    }
    ret->typed = typed;
    ret->after = after;
    return typed == TYPED_EQUALS || (!ret->spaced && (typed == TYPED_COLON || typed == TYPED_MATH));
}

static bool name_as_typed(const struct line_reader *r, struct slice s, size_t n,
                          struct line_name *ret)
{
    const struct line_form *form = r->form;
    struct name_sign sign;
    bool known;

    if (!read_sign(line_behind(s, n), &sign))
        return false;
    ret->name = line_plain(r, (struct slice){s.data, n});
    ret->known = form->key ? form->key(form->arg, ret->name) : LINE_KEY_NONE;
    known = ret->known > LINE_KEY_NEAR;
    ret->len = (size_t)(sign.after.data - s.data);
    ret->colon = known && sign.typed == TYPED_COLON && !typed_ends(sign.after);
    ret->label = known && sign.typed == TYPED_COLON && !ret->colon;
    ret->wrong = known && sign.typed == TYPED_MATH;
    if (sign.typed == TYPED_EQUALS)
        return known || !sign.spaced;
    return known;
}

bool line_name_at(const struct line_reader *r, struct slice s, struct line_name *ret)
{
    size_t n = line_name_length(s), kept = r->line->scratch.len;

    *ret = (struct line_name){0};
    if (n == 0)
        return false;
    if (r->form->to_the_letter) {
        if (!r->form->key || !name_to_the_letter(s, n, ret))
            return false;
        ret->known = r->form->key(r->form->arg, ret->name);
        return true;
    }
    if (name_as_typed(r, s, n, ret))
        return true;
    r->line->scratch.len = kept;
    return false;
}
