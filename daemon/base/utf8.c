#include "base/utf8.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* How many bytes at p are ASCII, checked eight at a time. */
static size_t ascii_run(const unsigned char *p, size_t len)
{
    size_t n = 0;

    for (; len - n >= 8; n += 8) {
        uint64_t eight;

        memcpy(&eight, p + n, 8);
        if (eight & HIGH_BITS)
            break;
    }
    while (n < len && p[n] < 0x80)
        n++;
    return n;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* Bytes of the valid non-ASCII character at p; 0 if there is none. The second byte's range excludes
 * overlong forms, surrogates and everything above U+10FFFF (RFC 3629, section 4). */
static size_t wide_length(const unsigned char *p, size_t len)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t need;

    if (p[0] >= 0xc2 && p[0] <= 0xdf)
        need = 2;
    else if ((p[0] & 0xf0) == 0xe0)
        need = 3;
    else if (p[0] >= 0xf0 && p[0] <= 0xf4)
        need = 4;
    else
        return 0;
    if (len < need)
        return 0;
    if (p[0] == 0xe0)
        low = 0xa0;
    else if (p[0] == 0xed)
        high = 0x9f;
    else if (p[0] == 0xf0)
        low = 0x90;
    else if (p[0] == 0xf4)
        high = 0x8f;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < need; i++) {
        if (!is_tail(p[i]))
            return 0;
    }
    return need;
}

bool utf8_is_valid(struct slice s)
{
    const unsigned char *p = (const unsigned char *)s.data;
    size_t i = 0;

    while (i < s.len) {
        size_t n = p[i] < 0x80 ? ascii_run(p + i, s.len - i) : wide_length(p + i, s.len - i);

        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

bool utf8_looks_like_gbk(struct slice s)
{
    const unsigned char *p = (const unsigned char *)s.data;

    if (utf8_is_valid(s))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (p[i] < 0x80)
            continue;
        if (p[i] == 0x80 || p[i] == 0xff || i + 1 == s.len)
            return false;
        i++;
        if (p[i] < 0x40 || p[i] == 0x7f || p[i] == 0xff)
            return false;
    }
    return true;
}

uint32_t utf8_next(struct slice *s)
{
    const unsigned char *p = (const unsigned char *)s->data;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);

    for (size_t i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3fu);
    *s = (struct slice){s->data + n, s->len - n};
    return c;
}

size_t utf8_utf16_units(struct slice s)
{
    size_t units = 0;

    while (s.len > 0)
        units += utf8_next(&s) > 0xffff ? 2 : 1;
    return units;
}

/* GSM 03.38 beyond ASCII, each one septet. */
static const uint16_t gsm7_wide[] = {
    0x00a1, 0x00a3, 0x00a4, 0x00a5, 0x00a7, 0x00bf, 0x00c4, 0x00c5, 0x00c6, 0x00c7,
    0x00c9, 0x00d1, 0x00d6, 0x00d8, 0x00dc, 0x00df, 0x00e0, 0x00e4, 0x00e5, 0x00e6,
    0x00e8, 0x00e9, 0x00ec, 0x00f1, 0x00f2, 0x00f6, 0x00f8, 0x00f9, 0x00fc, 0x0393,
    0x0394, 0x0398, 0x039b, 0x039e, 0x03a0, 0x03a3, 0x03a6, 0x03a8, 0x03a9,
};

/* Septets of one character; 0 if it is not in the alphabet. */
static int gsm7_cost(uint32_t c)
{
    if (c == 0x20ac || (c < 0x80 && c != 0 && strchr("\f^{}\\[~]|", (int)c)))
        return 2;
    if (c < 0x80)
        return (c >= 0x20 && c != '`' && c != 0x7f) || c == '\n' || c == '\r';
    for (size_t i = 0; i < sizeof(gsm7_wide) / sizeof(gsm7_wide[0]); i++) {
        if (gsm7_wide[i] == c)
            return 1;
    }
    return 0;
}

long utf8_gsm7_septets(struct slice s)
{
    long septets = 0;

    while (s.len > 0) {
        int cost = gsm7_cost(utf8_next(&s));

        if (cost == 0)
            return -1;
        septets += cost;
    }
    return septets;
}

struct slice utf8_head(struct slice s, size_t n)
{
    if (n >= s.len)
        return s;
    while (n > 0 && is_tail((unsigned char)s.data[n]))
        n--;
    return (struct slice){s.data, n};
}

bool utf8_has_han(struct slice s)
{
    while (s.len > 0) {
        uint32_t c = utf8_next(&s);

        if ((c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
            (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3fffd))
            return true;
    }
    return false;
}

size_t utf8_columns(struct slice s)
{
    static const struct {
        uint32_t first, last;
        unsigned columns;
    } ranges[] = {
        {0x0300, 0x036f, 0},   {0x1100, 0x115f, 2},   {0x200b, 0x200f, 0},   {0x20d0, 0x20ff, 0},
        {0x2e80, 0x303e, 2},   {0x3041, 0x4dbf, 2},   {0x4e00, 0xa4cf, 2},   {0xa960, 0xa97f, 2},
        {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},   {0xfe30, 0xfe6f, 2},
        {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2},
        {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
    };
    size_t n = 0;

    while (s.len > 0) {
        uint32_t c = utf8_next(&s);
        unsigned columns = 1;

        for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
            if (c >= ranges[i].first && c <= ranges[i].last)
                columns = ranges[i].columns;
        }
        n += columns;
    }
    return n;
}
