#include "paging/message_text.h"

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

void message_append_flat(struct buffer *out, struct slice s)
{
    size_t from = out->len;

    buffer_append_slice(out, s);
    for (; from < out->len; from++) {
        if ((unsigned char)out->data[from] < 0x20)
            out->data[from] = ' ';
    }
}
