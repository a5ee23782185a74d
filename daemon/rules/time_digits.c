#include "rules/time_digits.h"

#include "base/fold.h"
#include "base/utf8.h"

#define NO_NUMERAL (-1)
#define TEN 10

/* Chinese numerals. */
static int numeral(uint32_t c)
{
    static const struct {
        uint32_t c;
        int value;
    } numerals[] = {
        {0x3007, 0}, {0x96f6, 0}, {0x4e00, 1}, {0x4e8c, 2}, {0x4e24, 2}, {0x5169, 2}, {0x4e09, 3},
        {0x56db, 4}, {0x4e94, 5}, {0x516d, 6}, {0x4e03, 7}, {0x516b, 8}, {0x4e5d, 9}, {0x5341, TEN},
    };

    for (size_t i = 0; i < sizeof(numerals) / sizeof(*numerals); i++)
        if (numerals[i].c == c)
            return numerals[i].value;
    return NO_NUMERAL;
}

static int numeral_at(struct slice s)
{
    return s.len ? numeral(utf8_next(&s)) : NO_NUMERAL;
}

/* "十一" is 11, "二十" 20, "四十五" 45; without a ten they are digits: "二〇二六", "零五". */
static void put_numerals(struct slice *s, struct buffer *out)
{
    int value, before = NO_NUMERAL;

    while ((value = numeral_at(*s)) != NO_NUMERAL) {
        utf8_next(s);
        if (value == TEN) {
            int units = numeral_at(*s);

            if (before == NO_NUMERAL)
                buffer_append_char(out, '1');
            if (units == NO_NUMERAL || units == TEN)
                buffer_append_char(out, '0');
        } else {
            buffer_append_char(out, (char)('0' + value));
        }
        before = value;
    }
}

static void put_character(uint32_t c, struct slice bytes, struct buffer *out)
{
    uint32_t plain = fold_accent(c);

    if (plain == ' ' && (!out->len || out->data[out->len - 1] == ' '))
        return;
    if (plain < 0x80)
        buffer_append_char(out, (char)plain);
    else
        buffer_append_slice(out, bytes);
}

void time_digits_plain(struct slice text, struct buffer *out)
{
    struct buffer folded = BUFFER_INIT;
    struct slice rest;

    fold_text(text, &folded);
    rest = buffer_slice(&folded);
    while (rest.len) {
        struct slice before = rest;
        uint32_t c;

        if (numeral_at(rest) != NO_NUMERAL) {
            put_numerals(&rest, out);
            continue;
        }
        c = utf8_next(&rest);
        put_character(c, (struct slice){before.data, before.len - rest.len}, out);
    }
    buffer_deinit(&folded);
}
