#include "paging/message_text.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "office/state/incident.h"

/* One part of an SMS, without a header that would join it to others. */
#define PART_SEPTETS 160
#define PART_UNITS 70

size_t message_part(bool gsm)
{
    return gsm ? PART_SEPTETS : PART_UNITS;
}

const char *message_grade(unsigned grade)
{
    const char *roman = grade_to_roman(grade);

    return roman[0] ? roman : "?";
}

size_t message_cost(struct slice s, bool gsm)
{
    return gsm ? (size_t)utf8_gsm7_septets(s) : utf8_utf16_units(s);
}

struct slice message_head(struct slice s, bool gsm, size_t room)
{
    struct slice rest = s;

    while (rest.len > 0) {
        struct slice before = rest, one;
        size_t price;

        utf8_next(&rest);
        one = (struct slice){before.data, before.len - rest.len};
        price = message_cost(one, gsm);
        if (price > room)
            return (struct slice){s.data, s.len - before.len};
        room -= price;
    }
    return s;
}

bool message_append_cut(struct buffer *out, struct slice s, bool gsm, size_t room)
{
    const struct slice mark = gsm ? SLICE("...") : SLICE("…");
    size_t price = message_cost(mark, gsm);
    struct slice head = message_head(s, gsm, room);

    if (head.len == s.len) {
        buffer_append_slice(out, s);
        return false;
    }
    if (price < room)
        head = message_head(s, gsm, room - price);
    while (head.len > 0 && head.data[head.len - 1] == ' ')
        head.len--;
    buffer_append_slice(out, head);
    if (price < room)
        buffer_append_slice(out, mark);
    return true;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

void message_append_flat(struct buffer *out, struct slice s, bool gsm)
{
    while (s.len) {
        const char *at = s.data;
        uint32_t c = utf8_next(&s);
        const char *plain = fold_plain(c);

        if (is_control(c))
            buffer_append_char(out, ' ');
        else if (plain && (gsm || !plain[0]))
            buffer_append_string(out, plain);
        else
            buffer_append(out, at, (size_t)(s.data - at));
    }
}

void message_append_trimmed(struct buffer *out, struct slice s, bool gsm)
{
    struct buffer flat = BUFFER_INIT;

    message_append_flat(&flat, s, gsm);
    buffer_append_slice(out, slice_trim(buffer_slice(&flat)));
    buffer_deinit(&flat);
}
