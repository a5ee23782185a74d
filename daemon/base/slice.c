#include "base/slice.h"

#include <string.h>

#include "base/mem.h"

struct slice slice_of(const char *string)
{
    return string ? (struct slice){string, strlen(string)} : (struct slice){0};
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool slice_equal_string(struct slice a, const char *string)
{
    return slice_equal(a, slice_of(string));
}

bool slice_starts_with(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && slice_equal((struct slice){s.data, prefix.len}, prefix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct slice slice_trim(struct slice s)
{
    while (s.len > 0 && is_blank(s.data[0])) {
        s.data++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.data[s.len - 1]))
        s.len--;
    return s;
}

struct slice slice_cut(struct slice *s, char separator)
{
    struct slice head = *s;
    const char *end;

    if (head.len == 0)
        return head;
    end = memchr(head.data, separator, head.len);
    if (!end) {
        *s = (struct slice){head.data + head.len, 0};
        return head;
    }
    head.len = (size_t)(end - head.data);
    *s = (struct slice){end + 1, s->len - head.len - 1};
    return head;
}

char *slice_dup(struct slice s)
{
    char *copy = xmalloc(s.len + 1);

    if (s.len > 0)
        memcpy(copy, s.data, s.len);
    copy[s.len] = '\0';
    return copy;
}

bool slice_to_number(struct slice s, long long min, long long max, long long *ret_number)
{
    bool negative = s.len > 0 && s.data[0] == '-';
    size_t i = negative ? 1 : 0;
    long long number = 0;

    if (i == s.len)
        return false;
    for (; i < s.len; i++) {
        int digit = s.data[i] - '0';

        if (digit < 0 || digit > 9)
            return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number))
            return false;
    }
    if (number < min || number > max)
        return false;
    *ret_number = number;
    return true;
}
