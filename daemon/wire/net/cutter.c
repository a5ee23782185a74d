#include "wire/net/cutter.h"

#include <string.h>

size_t cutter_skip(struct cutter *c, const char *bytes, size_t n)
{
    if (!c->after_cr || n == 0)
        return 0;
    c->after_cr = false;
    if (c->ends == CUTTER_UNKNOWN)
        c->ends = bytes[0] == '\n' ? CUTTER_LF : CUTTER_CR;
    return bytes[0] == '\n' || bytes[0] == '\0';
}

static bool cut_at_lf(struct cutter c, const char *bytes, const char *lf, struct cutter_line *ret)
{
    size_t len = (size_t)(lf - bytes);

    if (c.ends == CUTTER_UNKNOWN)
        c.ends = CUTTER_LF;
    *ret = (struct cutter_line){.done = len + 1, .after = c};
    while (len && bytes[len - 1] == '\r')
        len--;
    ret->len = len;
    return true;
}

static bool cut_at_cr(struct cutter c, const char *bytes, size_t n, const char *cr,
                      struct cutter_line *ret)
{
    size_t len = (size_t)(cr - bytes);

    *ret = (struct cutter_line){.len = len, .done = len + 1, .after = c};
    if (len + 1 == n) {
        ret->after.after_cr = true;
        return true;
    }
    ret->after.ends = CUTTER_CR;
    ret->done += cr[1] == '\n' || cr[1] == '\0';
    return true;
}

bool cutter_cut(struct cutter c, const char *bytes, size_t n, struct cutter_line *ret)
{
    const char *lf = memchr(bytes, '\n', n), *cr = NULL;

    if (c.ends != CUTTER_LF)
        cr = memchr(bytes, '\r', lf ? (size_t)(lf - bytes) : n);
    if (!cr || (c.ends == CUTTER_UNKNOWN && lf && cr[1] != '\0'))
        return lf && cut_at_lf(c, bytes, lf, ret);
    return cut_at_cr(c, bytes, n, cr, ret);
}
