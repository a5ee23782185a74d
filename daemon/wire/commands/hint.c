#include "wire/commands/hint.h"

#include "base/fold.h"
#include "base/utf8.h"

#define SHOWN 60 /* bytes of a field */

static void append_cut(struct slice s, struct buffer *out)
{
    struct slice shown = utf8_head(s, SHOWN);

    buffer_append_slice(out, shown);
    if (shown.len < s.len)
        buffer_append_string(out, "…");
}

/* "class=gas and grade=2 stand in the text" */
static void append_strays(const struct line *line, struct buffer *out)
{
    for (size_t i = 0; i < line->n_strays; i++) {
        if (i)
            buffer_append_string(out, i + 1 < line->n_strays ? ", " : " and ");
        append_cut(line->strays[i].whole, out);
    }
    buffer_append_string(out, line->n_strays > 1 ? " stand in the text" : " stands in the text");
}

static void append_nearest(const struct command_info *info, const struct line *line,
                           struct buffer *out)
{
    for (size_t i = 0; i < line->n_strays; i++)
        if (command_key(info, line->strays[i].name) == LINE_KEY_NEAR)
            buffer_printf(out, "; %s is the field nearest to %.*s",
                          command_nearest_field(info, line->strays[i].name),
                          SLICE_ARG(line->strays[i].name));
}

static void say_strays(const struct command_info *info, const struct line *line, struct buffer *out)
{
    struct buffer words = BUFFER_INIT;

    append_strays(line, &words);
    append_nearest(info, line, &words);
    buffer_append_string(out, " hint=");
    field_format_text(buffer_slice(&words), out);
    buffer_deinit(&words);
}

/* What a sentence may well end with, and nobody would miss: the key of the command, and whether it
 * is a drill. */
static bool is_easily_missed(const struct line_field *field)
{
    return fold_equal(field->name, SLICE("key")) ||
           fold_equal(field->name, slice_of(field_table[FIELD_DRILL].name));
}

static void say_missed(const struct line_field *field, struct buffer *out)
{
    struct buffer words = BUFFER_INIT;

    append_cut(field->whole, &words);
    buffer_append_string(&words, " at the end is read as a field");
    buffer_append_string(out, " hint=");
    field_format_text(buffer_slice(&words), out);
    buffer_deinit(&words);
}

static void say_taken(const struct line_field *field, struct buffer *out)
{
    buffer_append_string(out, "; ");
    append_cut(field->whole, out);
    buffer_append_string(out, " at the end is read as a field: if it is text, put -- before the "
                              "text");
}

void hint_prepare(struct session *s, const struct command_info *info, const struct line *line)
{
    const struct line_field *last = line->n_fields ? &line->fields[line->n_fields - 1] : NULL;
    struct buffer done = BUFFER_INIT, refused = BUFFER_INIT;

    if (!(info->flags & COMMAND_TEXT))
        return;
    if (line->n_strays)
        say_strays(info, line, &done);
    else if (last && last->at_end && is_easily_missed(last))
        say_missed(last, &done);
    if (last && last->at_end)
        say_taken(last, &refused);
    if (done.len || refused.len)
        session_reply_adds(s, buffer_slice(&done), buffer_slice(&refused));
    buffer_deinit(&done);
    buffer_deinit(&refused);
}
