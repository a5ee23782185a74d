#include "base/json.h"

/* What follows the backslash for each byte: 0 = none needed, 'u' = \u00xx. */
static const char escapes[256] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',           'n', 'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u', 'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\',
};

static void append_escape(struct buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15]};

    buffer_append(out, text, escapes[c] == 'u' ? 6 : 2);
}

void json_quote(struct buffer *out, struct slice value)
{
    size_t done = 0;

    buffer_reserve(out, value.len + 2);
    buffer_append_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.data[i];

        if (!escapes[c])
            continue;
        buffer_append(out, value.data + done, i - done);
        append_escape(out, c);
        done = i + 1;
    }
    if (done < value.len)
        buffer_append(out, value.data + done, value.len - done);
    buffer_append_char(out, '"');
}

void json_open(struct buffer *out)
{
    buffer_append_char(out, '{');
}

static void append_key(struct buffer *out, const char *key)
{
    /* A flat object's values end with a quote, a digit or a letter, so here a brace was just
     * opened. */
    if (out->data[out->len - 1] != '{')
        buffer_append_char(out, ',');
    json_quote(out, slice_of(key));
    buffer_append_char(out, ':');
}

void json_text(struct buffer *out, const char *key, struct slice value)
{
    append_key(out, key);
    json_quote(out, value);
}

void json_number(struct buffer *out, const char *key, long long value)
{
    append_key(out, key);
    buffer_append_number(out, value);
}

void json_bool(struct buffer *out, const char *key, bool value)
{
    append_key(out, key);
    buffer_append_string(out, value ? "true" : "false");
}

void json_unset(struct buffer *out, const char *key)
{
    append_key(out, key);
    buffer_append_string(out, "null");
}

void json_close(struct buffer *out)
{
    buffer_append_char(out, '}');
}
