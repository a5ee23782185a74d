#include "base/flat_json.h"

#include <limits.h>

static bool cut_char(struct slice *s, char c)
{
    if (s->len == 0 || s->data[0] != c)
        return false;
    *s = (struct slice){s->data + 1, s->len - 1};
    return true;
}

static bool cut_word(struct slice *s, struct slice word)
{
    if (!slice_starts_with(*s, word))
        return false;
    *s = (struct slice){s->data + word.len, s->len - word.len};
    return true;
}

static bool cut_text(struct slice *s, struct slice *ret_text)
{
    const char *text = s->data + 1;
    size_t n = 0;

    if (s->len == 0 || s->data[0] != '"')
        return false;
    while (n < s->len - 1 && text[n] != '"') {
        if (text[n] == '\\' || (unsigned char)text[n] < ' ')
            return false;
        n++;
    }
    if (n == s->len - 1)
        return false;
    *ret_text = (struct slice){text, n};
    *s = (struct slice){text + n + 1, s->len - n - 2};
    return true;
}

/* A number that is not whole is refused later: what follows is neither a comma nor a brace. */
static bool cut_number(struct slice *s, long long *ret_number)
{
    size_t n = s->len > 0 && s->data[0] == '-' ? 1 : 0, first = n;

    while (n < s->len && s->data[n] >= '0' && s->data[n] <= '9')
        n++;
    if (n - first > 1 && s->data[first] == '0')
        return false;
    if (!slice_to_number((struct slice){s->data, n}, LLONG_MIN, LLONG_MAX, ret_number))
        return false;
    *s = (struct slice){s->data + n, s->len - n};
    return true;
}

static bool cut_value(struct slice *s, struct json_value *ret_value)
{
    *ret_value = (struct json_value){.type = JSON_TYPE_TEXT};
    if (cut_text(s, &ret_value->text))
        return true;
    ret_value->type = JSON_TYPE_NUMBER;
    if (cut_number(s, &ret_value->number))
        return true;
    if (cut_word(s, SLICE("null"))) {
        ret_value->type = JSON_TYPE_NULL;
        return true;
    }
    ret_value->type = JSON_TYPE_FLAG;
    ret_value->number = cut_word(s, SLICE("true"));
    return ret_value->number || cut_word(s, SLICE("false"));
}

enum flat_json flat_json_next(struct flat_json_reader *r, struct slice *ret_name,
                              struct json_value *ret_value)
{
    bool is_first = !r->is_inside;

    if (is_first && !cut_char(&r->rest, '{'))
        return FLAT_JSON_NOT;
    r->is_inside = true;
    if (cut_char(&r->rest, '}'))
        return r->rest.len == 0 ? FLAT_JSON_END : FLAT_JSON_NOT;
    if (!is_first && !cut_char(&r->rest, ','))
        return FLAT_JSON_NOT;
    if (!cut_text(&r->rest, ret_name) || !cut_char(&r->rest, ':') ||
        !cut_value(&r->rest, ret_value))
        return FLAT_JSON_NOT;
    return FLAT_JSON_MEMBER;
}
