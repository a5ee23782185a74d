#include "office/draft/brief_section.h"

#include "base/utf8.h"

#define SECTION_BYTES 1800 /* of the lines of each kind; what is left out is counted */
#define HEAD_BYTES 100

void brief_section_head(struct slice text, struct buffer *out)
{
    struct slice line = slice_cut(&text, '\n'), head = utf8_head(line, HEAD_BYTES);

    buffer_append_slice(out, head);
    if (head.len < line.len || text.len)
        buffer_append_string(out, " …");
}

struct buffer *brief_section_line(struct brief_section *s)
{
    if (s->shown < s->n++)
        return NULL;
    buffer_clear(&s->line);
    buffer_append_string(&s->line, "\n  ");
    return &s->line;
}

void brief_section_end_line(struct brief_section *s)
{
    size_t most = s->bytes ? s->bytes : SECTION_BYTES;

    if (s->lines.len + s->line.len > most)
        return;
    s->shown++;
    buffer_append_slice(&s->lines, buffer_slice(&s->line));
}

void brief_section_put(struct brief_section *s, const char *title, struct buffer *out)
{
    buffer_printf(out, "%s%s: %zu", out->len ? "\n" : "", title, s->n);
    buffer_append_slice(out, buffer_slice(&s->lines));
    if (s->n > s->shown)
        buffer_printf(out, "\n  and %zu more", s->n - s->shown);
    buffer_deinit(&s->lines);
    buffer_deinit(&s->line);
}
