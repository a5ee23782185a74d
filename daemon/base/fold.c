#include "base/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/utf8.h"

#define DOT_ABOVE 0x307
#define I_WITH_DOT 0x130
#define I_WITHOUT_DOT 0x131

/* ---- one character ---- */

static const char *const ascii[] = {
    " ", "!", "\"", "#",  "$", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/", "0", "1", "2",
    "3", "4", "5",  "6",  "7", "8", "9", ":", ";", "<", "=", ">", "?", "@", "A", "B", "C", "D", "E",
    "F", "G", "H",  "I",  "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X",
    "Y", "Z", "[",  "\\", "]", "^", "_", "`", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
    "l", "m", "n",  "o",  "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "{", "|", "}", "~",
};

static const struct {
    uint32_t first, last;
    const char *plain;
} signs[] = {
    {'`', '`', "'"},        {0x00ab, 0x00ab, "\""}, {0x00b4, 0x00b4, "'"},  {0x00bb, 0x00bb, "\""},
    {0x02b9, 0x02b9, "'"},  {0x02bb, 0x02bc, "'"},  {0x2010, 0x2015, "-"},  {0x2018, 0x201b, "'"},
    {0x201c, 0x201f, "\""}, {0x2024, 0x2024, "."},  {0x2025, 0x2025, ".."}, {0x2026, 0x2026, "..."},
    {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""}, {0x2035, 0x2035, "'"},  {0x2036, 0x2036, "\""},
    {0x2039, 0x203a, "'"},  {0x2043, 0x2043, "-"},  {0x2212, 0x2212, "-"},  {0x22ef, 0x22ef, "..."},
    {0x301d, 0x301f, "\""}, {0xfe58, 0xfe58, "-"},  {0xfe63, 0xfe63, "-"},  {0xff01, 0xff01, "!"},
};

/* What nothing is drawn for. The enclosing mark of keycap emojis goes with their selector. */
static bool is_invisible(uint32_t c)
{
    return c == 0x20e3 || (c >= 0xfff9 && c <= 0xfffb) ||
           utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

const char *fold_plain(uint32_t c)
{
    if (c < 0x80)
        return c == '`' ? "'" : NULL;
    if (c >= 0xff01 && c <= 0xff5e)
        return ascii[c - 0xff00];
    for (size_t n = 0; n < sizeof(signs) / sizeof(*signs); n++)
        if (c >= signs[n].first && c <= signs[n].last)
            return signs[n].plain;
    if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS)
        return " ";
    return is_invisible(c) ? "" : NULL;
}

uint32_t fold_accent(uint32_t c)
{
    utf8proc_int32_t parts[8];
    int last = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, sizeof(parts) / sizeof(*parts),
                                UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &last);

    return n == 1 ? (uint32_t)parts[0] : c;
}

bool fold_is_letter(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_digit(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

/* Digits stand in Unicode in tens, from 0 to 9. */
int fold_digit(uint32_t c)
{
    uint32_t first = c;

    if (!is_digit(c))
        return -1;
    while (is_digit(first - 1))
        first--;
    return (int)(c - first) % 10;
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* ---- a text ---- */

/* Where folded text goes to. */
struct sink {
    struct buffer *out;
    struct folded *map; /* or NULL */
    size_t cap;         /* of map->from */
    size_t at;          /* in the original, of what is put now */
};

static void put(struct sink *s, const char *bytes, size_t n)
{
    if (s->map)
        s->map->from = xgrow(s->map->from, &s->cap, s->out->len + n + 1, sizeof(*s->map->from));
    for (size_t k = 0; s->map && k < n; k++)
        s->map->from[s->out->len + k] = s->at;
    buffer_append(s->out, bytes, n);
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static void put_small(struct sink *s, char c)
{
    c = small(c);
    put(s, &c, 1);
}

/* True for what has a plain form of its own, whatever stands beside it. */
static bool put_plain(struct sink *s, uint32_t c)
{
    const char *plain = fold_plain(c);

    if (is_line_end(c)) {
        put(s, "\n", 1);
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        put(s, " ", 1);
    } else if (plain) {
        for (; *plain; plain++)
            put_small(s, *plain);
    } else if (c >= 0x80 && is_digit(c)) {
        put_small(s, (char)('0' + fold_digit(c)));
    } else {
        return false;
    }
    return true;
}

/* With what is seen of it, in plain forms. In Turkish and Azeri capitals and small letters pair as
 * nowhere else (I and ı, İ and i): all four are one letter here. */
static void append_plain(struct buffer *out, struct slice s)
{
    uint32_t last = 0;

    while (s.len) {
        const char *at = s.data, *plain;
        uint32_t c = utf8_next(&s);

        plain = fold_plain(c);
        if (c == I_WITH_DOT || c == I_WITHOUT_DOT)
            buffer_append_char(out, 'i');
        else if (plain)
            buffer_append_string(out, plain);
        else if (c != DOT_ABOVE || (last != 'i' && last != 'I'))
            buffer_append(out, at, (size_t)(s.data - at));
        last = c;
    }
}

/* Most characters outside ASCII, all of Chinese for one, are what they would become. */
static bool is_folded(uint32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);

    return c != I_WITHOUT_DOT && p->casefold_seqindex == UINT16_MAX &&
           p->decomp_seqindex == UINT16_MAX;
}

/* A letter with all that is joined to it. */
static void put_letter(struct sink *s, struct slice letter)
{
    struct buffer plain = BUFFER_INIT;
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n;
    struct slice rest;

    append_plain(&plain, letter);
    n = utf8proc_map((const utf8proc_uint8_t *)plain.data, (utf8proc_ssize_t)plain.len, &folded,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    /* Never less than 0 for what utf8_is_valid lets through. */
    rest = n >= 0 ? (struct slice){(const char *)folded, (size_t)n} : letter;
    while (rest.len) { /* small forms of some letters hold signs */
        const char *at = rest.data;

        if (!put_plain(s, utf8_next(&rest)))
            put(s, at, (size_t)(rest.data - at));
    }
    free(folded);
    buffer_deinit(&plain);
}

/* Cuts off one letter with all that is joined to it. */
static struct slice cut_letter(struct slice *rest)
{
    struct slice whole = *rest;
    utf8proc_int32_t state = 0;
    uint32_t last = utf8_next(rest);

    while (rest->len && (last >= 0x80 || (unsigned char)rest->data[0] >= 0x80)) {
        struct slice next = *rest;
        uint32_t c = utf8_next(&next);

        if (!is_invisible(c) &&
            (fold_plain(c) ||
             utf8proc_grapheme_break_stateful((utf8proc_int32_t)last, (utf8proc_int32_t)c, &state)))
            break;
        if (!is_invisible(c))
            last = c;
        *rest = next;
    }
    return (struct slice){whole.data, whole.len - rest->len};
}

/* No UTF-8, before it has been refused: nothing is known but the letters of ASCII. */
static void fold_bytes(struct sink *s, struct slice text)
{
    for (s->at = 0; s->at < text.len; s->at++)
        put_small(s, text.data[s->at]);
}

static void fold(struct sink *s, struct slice text)
{
    struct slice rest = text;

    if (!utf8_is_valid(text)) {
        fold_bytes(s, text);
        return;
    }
    while (rest.len) {
        struct slice letter, next = rest;
        uint32_t c = utf8_next(&next);

        s->at = text.len - rest.len;
        letter = cut_letter(&rest);
        if (rest.data == next.data && put_plain(s, c))
            continue;
        if (c < 0x80 && letter.len == 1)
            put_small(s, (char)c);
        else if (rest.data == next.data && is_folded(c))
            put(s, letter.data, letter.len);
        else
            put_letter(s, letter);
    }
    s->at = text.len;
}

void fold_text(struct slice text, struct buffer *out)
{
    struct sink s = {.out = out};

    fold(&s, text);
}

bool fold_is_plain(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < ' ' || text.data[i] > '~' || text.data[i] == '`')
            return false;
    return true;
}

static bool equal_plain(struct slice a, struct slice b)
{
    for (size_t i = 0; i < a.len; i++)
        if (small(a.data[i]) != small(b.data[i]))
            return false;
    return true;
}

bool fold_equal(struct slice a, struct slice b)
{
    struct buffer x = BUFFER_INIT, y = BUFFER_INIT;
    bool equal;

    if (fold_is_plain(a) && fold_is_plain(b))
        return a.len == b.len && equal_plain(a, b);
    fold_text(a, &x);
    fold_text(b, &y);
    equal = slice_equal(buffer_slice(&x), buffer_slice(&y));
    buffer_deinit(&x);
    buffer_deinit(&y);
    return equal;
}

void fold_signs(struct slice text, struct buffer *out)
{
    while (text.len) {
        const char *at = text.data, *plain;
        uint32_t c = utf8_next(&text);

        plain = c < 0x80 ? NULL : fold_plain(c);
        if (plain)
            buffer_append_string(out, plain);
        else if (c >= 0x80 && fold_digit(c) >= 0)
            buffer_append_char(out, (char)('0' + fold_digit(c)));
        else
            buffer_append(out, at, (size_t)(text.data - at));
    }
}

void folded_init(struct folded *f, struct slice text)
{
    struct sink s = {.out = &f->text, .map = f};

    *f = (struct folded){0};
    fold(&s, text);
    put(&s, "", 0);
    f->from[f->text.len] = text.len;
}

void folded_deinit(struct folded *f)
{
    buffer_deinit(&f->text);
    free(f->from);
    f->from = NULL;
}
