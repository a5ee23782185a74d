#include "config/rate.h"

#include "base/buffer.h"

static bool rate_parse(struct slice text, struct rate *ret_rate)
{
    struct slice count = slice_cut(&text, '/');
    struct span per;
    long long n;

    if (!slice_to_number(slice_trim(count), 1, RATE_COUNT_MOST, &n) ||
        !span_parse(slice_trim(text), &per) || per.us < SPAN_SECONDS(1).us ||
        per.us > SPAN_DAYS(7).us)
        return false;
    *ret_rate = (struct rate){.count = (unsigned)n, .per = per};
    return true;
}

bool rates_parse(struct slice text, struct rates *ret_rates)
{
    struct rates rates = {0};

    if (text.len && text.data[text.len - 1] == ',')
        return false;
    do {
        if (rates.n == RATES_MOST || !rate_parse(slice_cut(&text, ','), &rates.of[rates.n]))
            return false;
        rates.n++;
    } while (text.len);
    *ret_rates = rates;
    return true;
}

void rate_format(const struct rate *r, struct buffer *out)
{
    buffer_append_number(out, r->count);
    buffer_append_char(out, '/');
    span_format(r->per, out);
}
