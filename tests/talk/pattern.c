#include "pattern.h"

#include <stdio.h>
#include <string.h>

/* At "{name}": its length with the braces, else 0. */
static size_t name_length(const char *at)
{
    size_t n = 1;

    if (*at != '{')
        return 0;
    while (at[n] >= 'a' && at[n] <= 'z')
        n++;
    return at[n] == '}' && n > 1 && n < 16 ? n + 1 : 0;
}

static const char *value_of(const struct names *names, const char *at, size_t len)
{
    for (size_t i = 0; i < names->n; i++)
        if (strlen(names->known[i].name) == len - 2 &&
            strncmp(names->known[i].name, at + 1, len - 2) == 0)
            return names->known[i].value;
    return NULL;
}

/* Takes from the text what the head of the pattern stands for; false when it does not fit. A new
 * name stands last in `known` until another place is tried. */
static bool take_one(struct names *names, const char **pattern, const char **text)
{
    size_t len = name_length(*pattern), n = 1;
    const char *value = len ? value_of(names, *pattern, len) : NULL;

    if (len) {
        n = value ? strlen(value) : strcspn(*text, " ");
        if (n == 0 || (value && strncmp(*text, value, n) != 0))
            return false;
        if (!value && names->n < NAMES_MAX) {
            snprintf(names->known[names->n].name, sizeof(names->known[0].name), "%.*s",
                     (int)len - 2, *pattern + 1);
            snprintf(names->known[names->n++].value, sizeof(names->known[0].value), "%.*s", (int)n,
                     *text);
        }
    } else if (**pattern != **text) {
        return false;
    }
    *pattern += len ? len : 1;
    *text += n;
    return true;
}

bool pattern_matches(struct names *names, const char *pattern, const char *text)
{
    const char *star = NULL, *resume = NULL;
    size_t known = names->n;

    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            resume = text;
            known = names->n;
        } else if (!take_one(names, &pattern, &text)) {
            if (!star)
                return false;
            names->n = known;
            pattern = star + 1;
            text = ++resume;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

void pattern_unescape(const struct names *names, struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int n;
        char c;
        size_t len = name_length(text.data + i);
        const char *value = len ? value_of(names, text.data + i, len) : NULL;
        struct slice rest = {text.data + i, text.len - i};
        if (rest.len > 3 && rest.data[0] == '\\' && rest.data[1] == 'x' && hex(rest.data[2]) >= 0 &&
            hex(rest.data[3]) >= 0) {
            buffer_append_char(out, (char)(hex(rest.data[2]) * 16 + hex(rest.data[3])));
            i += 3;
        } else if (rest.len > 1 && rest.data[0] == '\\' && rest.data[1] == 'r') {
            buffer_append_char(out, '\r');
            i++;
        } else if (rest.len > 1 && rest.data[0] == '\\' && rest.data[1] == '\\') {
            buffer_append_char(out, '\\');
            i++;
        } else if (slice_starts_with(rest, SLICE("{repeat ")) &&
                   sscanf(rest.data, "{repeat %d %c}", &n, &c) == 2) {
            while (n-- > 0)
                buffer_append_char(out, c);
            i += (size_t)(strchr(rest.data, '}') - rest.data);
        } else if (value) {
            buffer_append_string(out, value);
            i += len - 1;
        } else {
            buffer_append_char(out, text.data[i]);
        }
    }
}
