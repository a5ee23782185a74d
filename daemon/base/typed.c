#include "base/typed.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

#define WIDE_FROM 0x3000
#define WIDE_TO 0xffef

/* ---- one character ---- */

static const struct {
    uint32_t c;
    enum typed typed;
    const char *name; /* as in the Unicode character database; of controls: what people call it */
} signs[] = {
    {0x0003, TYPED_OTHER, "Ctrl-C"},
    {0x0004, TYPED_OTHER, "Ctrl-D"},
    {0x0007, TYPED_OTHER, "BEL"},
    {0x0008, TYPED_OTHER, "BACKSPACE"},
    {0x0009, TYPED_SPACE, "TAB"},
    {0x000d, TYPED_OTHER, "CR"},
    {0x0015, TYPED_OTHER, "Ctrl-U"},
    {0x0016, TYPED_OTHER, "Ctrl-V"},
    {0x0017, TYPED_OTHER, "Ctrl-W"},
    {0x001a, TYPED_OTHER, "Ctrl-Z"},
    {0x001b, TYPED_OTHER, "ESC"},
    {' ', TYPED_SPACE, "SPACE"},
    {'"', TYPED_OTHER, "QUOTATION MARK"},
    {'&', TYPED_COMMA, "AMPERSAND"},
    {'\'', TYPED_OTHER, "APOSTROPHE"},
    {',', TYPED_COMMA, "COMMA"},
    {'.', TYPED_STOP, "FULL STOP"},
    {':', TYPED_COLON, "COLON"},
    {';', TYPED_COMMA, "SEMICOLON"},
    {'=', TYPED_EQUALS, "EQUALS SIGN"},
    {'|', TYPED_COMMA, "VERTICAL LINE"},
    {0x007f, TYPED_OTHER, "DELETE"},
    {0x00a0, TYPED_JOINING, "NO-BREAK SPACE"},
    {0x00ab, TYPED_OTHER, "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"},
    {0x00bb, TYPED_OTHER, "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"},
    {0x060c, TYPED_COMMA, "ARABIC COMMA"},
    {0x2007, TYPED_JOINING, "FIGURE SPACE"},
    {0x2018, TYPED_OTHER, "LEFT SINGLE QUOTATION MARK"},
    {0x2019, TYPED_OTHER, "RIGHT SINGLE QUOTATION MARK"},
    {0x201a, TYPED_OTHER, "SINGLE LOW-9 QUOTATION MARK"},
    {0x201c, TYPED_OTHER, "LEFT DOUBLE QUOTATION MARK"},
    {0x201d, TYPED_OTHER, "RIGHT DOUBLE QUOTATION MARK"},
    {0x201e, TYPED_OTHER, "DOUBLE LOW-9 QUOTATION MARK"},
    {0x201f, TYPED_OTHER, "DOUBLE HIGH-REVERSED-9 QUOTATION MARK"},
    {0x202f, TYPED_JOINING, "NARROW NO-BREAK SPACE"},
    {0x2033, TYPED_OTHER, "DOUBLE PRIME"},
    {0x2039, TYPED_OTHER, "SINGLE LEFT-POINTING ANGLE QUOTATION MARK"},
    {0x203a, TYPED_OTHER, "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK"},
    {0x207c, TYPED_EQUALS, "SUPERSCRIPT EQUALS SIGN"},
    {0x208c, TYPED_EQUALS, "SUBSCRIPT EQUALS SIGN"},
    {0x2190, TYPED_MATH, "LEFTWARDS ARROW"},
    {0x2192, TYPED_MATH, "RIGHTWARDS ARROW"},
    {0x21d2, TYPED_MATH, "RIGHTWARDS DOUBLE ARROW"},
    {0x2236, TYPED_COLON, "RATIO"},
    {0x2248, TYPED_MATH, "ALMOST EQUAL TO"},
    {0x2252, TYPED_MATH, "APPROXIMATELY EQUAL TO OR THE IMAGE OF"},
    {0x2254, TYPED_EQUALS, "COLON EQUALS"},
    {0x2260, TYPED_MATH, "NOT EQUAL TO"},
    {0x2261, TYPED_MATH, "IDENTICAL TO"},
    {0x2550, TYPED_EQUALS, "BOX DRAWINGS DOUBLE HORIZONTAL"},
    {0x3000, TYPED_SPACE, "IDEOGRAPHIC SPACE"},
    {0x3001, TYPED_COMMA, "IDEOGRAPHIC COMMA"},
    {0x3002, TYPED_STOP, "IDEOGRAPHIC FULL STOP"},
    {0x300c, TYPED_OTHER, "LEFT CORNER BRACKET"},
    {0x300d, TYPED_OTHER, "RIGHT CORNER BRACKET"},
    {0x300e, TYPED_OTHER, "LEFT WHITE CORNER BRACKET"},
    {0x300f, TYPED_OTHER, "RIGHT WHITE CORNER BRACKET"},
    {0x301d, TYPED_OTHER, "REVERSED DOUBLE PRIME QUOTATION MARK"},
    {0x301e, TYPED_OTHER, "DOUBLE PRIME QUOTATION MARK"},
    {0x301f, TYPED_OTHER, "LOW DOUBLE PRIME QUOTATION MARK"},
    {0x30a0, TYPED_EQUALS, "KATAKANA-HIRAGANA DOUBLE HYPHEN"},
    {0xa789, TYPED_COLON, "MODIFIER LETTER COLON"},
    {0xa78a, TYPED_EQUALS, "MODIFIER LETTER SHORT EQUALS SIGN"},
    {0xfe10, TYPED_COMMA, "PRESENTATION FORM FOR VERTICAL COMMA"},
    {0xfe13, TYPED_COLON, "PRESENTATION FORM FOR VERTICAL COLON"},
    {0xfe50, TYPED_COMMA, "SMALL COMMA"},
    {0xfe51, TYPED_COMMA, "SMALL IDEOGRAPHIC COMMA"},
    {0xfe54, TYPED_COMMA, "SMALL SEMICOLON"},
    {0xfe55, TYPED_COLON, "SMALL COLON"},
    {0xfe66, TYPED_EQUALS, "SMALL EQUALS SIGN"},
    {0xff02, TYPED_OTHER, "FULLWIDTH QUOTATION MARK"},
    {0xff06, TYPED_COMMA, "FULLWIDTH AMPERSAND"},
    {0xff07, TYPED_OTHER, "FULLWIDTH APOSTROPHE"},
    {0xff0c, TYPED_COMMA, "FULLWIDTH COMMA"},
    {0xff0e, TYPED_STOP, "FULLWIDTH FULL STOP"},
    {0xff1a, TYPED_COLON, "FULLWIDTH COLON"},
    {0xff1b, TYPED_COMMA, "FULLWIDTH SEMICOLON"},
    {0xff1d, TYPED_EQUALS, "FULLWIDTH EQUALS SIGN"},
    {0xff5c, TYPED_COMMA, "FULLWIDTH VERTICAL LINE"},
    {0xff61, TYPED_STOP, "HALFWIDTH IDEOGRAPHIC FULL STOP"},
    {0xff64, TYPED_COMMA, "HALFWIDTH IDEOGRAPHIC COMMA"},
};
#define N_SIGNS (sizeof(signs) / sizeof(*signs))

/* N_SIGNS for one that has no row; they are in order. */
static size_t find(uint32_t c)
{
    size_t low = 0, high = N_SIGNS;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (signs[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < N_SIGNS && signs[low].c == c ? low : N_SIGNS;
}

static enum typed typed_of(uint32_t c)
{
    const char *plain;
    size_t n;

    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
        return TYPED_OTHER;
    n = find(c);
    if (n < N_SIGNS)
        return signs[n].typed;
    plain = c < 0x80 ? NULL : fold_plain(c);
    if (!plain)
        return TYPED_OTHER;
    return *plain == '\0' ? TYPED_UNSEEN : *plain == ' ' ? TYPED_SPACE : TYPED_OTHER;
}

enum typed typed_at(struct slice s, size_t *ret_len)
{
    struct slice rest = s;
    uint32_t c = utf8_next(&rest);

    *ret_len = s.len - rest.len;
    return typed_of(c);
}

bool typed_is_wide(struct slice s)
{
    uint32_t c = utf8_next(&s);

    return c >= WIDE_FROM && c <= WIDE_TO;
}

void typed_name(struct slice s, struct buffer *out)
{
    struct slice rest = s;
    uint32_t c = utf8_next(&rest);
    size_t n = find(c);

    if (c > ' ' && c != 0x7f && (c < 0x80 || c > 0x9f) && typed_of(c) != TYPED_UNSEEN)
        buffer_printf(out, "%.*s (", (int)(s.len - rest.len), s.data);
    else
        buffer_append_char(out, '(');
    buffer_printf(out, "U+%04X%s%s)", (unsigned)c, n < N_SIGNS ? " " : "",
                  n < N_SIGNS ? signs[n].name : "");
}

/* ---- around words ---- */

static struct slice skip(struct slice s, bool spaces)
{
    while (s.len) {
        size_t len;
        enum typed t = typed_at(s, &len);

        if (t != TYPED_UNSEEN && !(spaces && (t == TYPED_SPACE || t == TYPED_JOINING)))
            break;
        s = (struct slice){s.data + len, s.len - len};
    }
    return s;
}

struct slice typed_skip(struct slice s)
{
    return skip(s, true);
}

struct slice typed_skip_unseen(struct slice s)
{
    return skip(s, false);
}

struct slice typed_trim_end(struct slice s)
{
    for (;;) {
        size_t start = s.len, len;
        enum typed last;

        if (start == 0)
            return s;
        do
            start--;
        while (start && ((unsigned char)s.data[start] & 0xc0) == 0x80);
        last = typed_at((struct slice){s.data + start, s.len - start}, &len);
        if (last != TYPED_SPACE && last != TYPED_JOINING && last != TYPED_UNSEEN)
            return s;
        s.len = start;
    }
}

/* ---- quotes ---- */

static const struct {
    const char *opening, *closing;
    bool apostrophe; /* also within a word, and without an end it is one */
} families[] = {
    {"“”„‟〝〞〟＂″", "”“„‟〞〟〝＂″\"", false},
    {"\"", "”“„‟〞〟〝＂″", false},
    {"«", "»", false},
    {"»", "«", false},
    {"‹", "›", false},
    {"›", "‹", false},
    {"「", "」", false},
    {"『", "』", false},
    {"‘‚‛＇’", "’‘‛＇'", true},
    {"'", "'’", true},
};
#define N_FAMILIES (sizeof(families) / sizeof(*families))

static bool is_one_of(struct slice s, const char *set)
{
    struct slice rest = slice_of(set);
    uint32_t c = utf8_next(&s);

    while (rest.len)
        if (utf8_next(&rest) == c)
            return true;
    return false;
}

/* `other`: what closes is not the same sign as what opened, so it is no beginning either. */
static bool ends_here(struct slice s, bool other)
{
    size_t len;

    enum typed typed;

    s = typed_skip_unseen(s);
    if (s.len == 0)
        return true;
    typed = typed_at(s, &len);
    if (typed == TYPED_SPACE || typed == TYPED_JOINING || typed == TYPED_COMMA)
        return true;
    if (typed == TYPED_STOP)
        return len > 1 || s.len == len || s.data[len] == ' ';
    return other && typed_is_wide(s);
}

static enum typed_quoted read_quoted(struct slice s, size_t family, struct slice *ret_inner,
                                     size_t *ret_len)
{
    enum typed_quoted found = TYPED_OPEN;
    size_t at, len;

    typed_at(s, &at);
    *ret_inner = typed_skip((struct slice){s.data + at, s.len - at});
    for (; at < s.len; at += len) {
        struct slice rest = {s.data + at, s.len - at};

        typed_at(rest, &len);
        if (!is_one_of(rest, families[family].closing))
            continue;
        if (ends_here((struct slice){rest.data + len, rest.len - len},
                      memcmp(rest.data, s.data, len) != 0)) {
            const char *from = ret_inner->data < rest.data ? ret_inner->data : rest.data;

            *ret_inner = typed_trim_end((struct slice){from, (size_t)(rest.data - from)});
            *ret_len = at + len;
            return TYPED_QUOTED;
        }
        found = TYPED_GLUED;
    }
    return families[family].apostrophe ? TYPED_UNQUOTED : found;
}

bool typed_ends(struct slice s)
{
    return ends_here(s, false);
}

enum typed_quoted typed_quoted(struct slice s, struct slice *ret_inner, size_t *ret_len)
{
    if (s.len == 0)
        return TYPED_UNQUOTED;
    for (size_t n = 0; n < N_FAMILIES; n++)
        if (is_one_of(s, families[n].opening))
            return read_quoted(s, n, ret_inner, ret_len);
    return TYPED_UNQUOTED;
}
