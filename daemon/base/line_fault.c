#include "base/line_fault.h"

#include <string.h>

#include "base/typed.h"
#include "base/utf8.h"

#define SHOWN 60 /* bytes of the line */

static const char *const error_words[] = {
    [LINE_OK] = "valid",
    [LINE_EMPTY] = "the line is empty",
    [LINE_BAD_UTF8] = "this is not UTF-8: switch the terminal to UTF-8 and send it again",
    [LINE_BAD_GBK] = "this is not UTF-8; it looks like GBK (Chinese): switch the terminal to UTF-8 "
                     "and send it again",
    [LINE_BAD_UTF16] = "this is not UTF-8; it looks like UTF-16: save it, or switch the terminal, "
                       "as UTF-8 and send it again",
    [LINE_BAD_NUL] = "the line contains a NUL byte: send it again without it",
    [LINE_BAD_CONTROL] = "the line contains a control character (only TAB is allowed), ",
    [LINE_UNTERMINATED_QUOTE] = "a quoted value does not end: close it with ",
    [LINE_BAD_ESCAPE] = "in a quoted value a backslash may only precede \\ and \": write \\\\ "
                        "for a backslash",
    [LINE_BAD_AFTER_QUOTE] =
        "a space is missing after a closing quote: write key=\"value\" and then a space",
    [LINE_BAD_SPACE] = "is this part of the value, or does the text begin there? A value with "
                       "spaces needs quotes, key=\"value\": ",
    [LINE_BAD_EQUALS] = "for a field write key=value with =, or put -- before a text: here is ",
    [LINE_BAD_PHONE] = "where does the telephone number end? Put it in quotes, "
                       "phone=\"13800000000\": ",
    [LINE_TOO_MANY_FIELDS] = "too many fields (at most 32)",
    [LINE_FIELD_TWICE] = "the same field is given twice: send it again with one of them, or with "
                         "-- before a text that has one in it: ",
};

static const struct {
    char sign;
    const char *words;
} control_words[] = {
    {'\x1b', "arrow and function keys do not edit a line here (rlwrap nc does that): type it "
             "again"},
    {'\b', "the terminal did not delete anything (see stty erase): type it again"},
    {'\x7f', "the terminal did not delete anything (see stty erase): type it again"},
    {'\r', "a line ends with LF or CR LF: send it again without it"},
    {'\x03', "the line was dropped; QUIT ends the connection"},
    {'\x04', "the line was dropped; QUIT ends the connection"},
    {'\x1a', "the line was dropped; QUIT ends the connection"},
};

static const char *words_for(char sign)
{
    for (size_t i = 0; i < sizeof(control_words) / sizeof(*control_words); i++)
        if (control_words[i].sign == sign)
            return control_words[i].words;
    return "send it again without it";
}

static void append_shown(struct slice s, struct buffer *out)
{
    struct slice shown = utf8_head(s, SHOWN);

    buffer_append_slice(out, shown);
    if (shown.len < s.len)
        buffer_append_string(out, "…");
}

/* The usual quote is closed by the same sign; of the others both are named. */
static void append_quote(struct slice fault, struct buffer *out)
{
    buffer_append_char(out, '"');
    if (fault.len && fault.data[0] != '"') {
        buffer_append_string(out, ", or as it began, with ");
        typed_name(fault, out);
    }
}

void line_explain(enum line_error error, struct slice fault, struct buffer *out)
{
    buffer_append_string(out, error_words[error]);
    if (error == LINE_BAD_CONTROL) {
        typed_name(fault, out);
        buffer_printf(out, ": %s", words_for(fault.data[0]));
    } else if (error == LINE_UNTERMINATED_QUOTE) {
        append_quote(fault, out);
    } else if (error == LINE_BAD_AFTER_QUOTE && fault.data[0] != '"') {
        buffer_append_string(out, "; it begins with ");
        typed_name(fault, out);
    } else if (error == LINE_BAD_SPACE || error == LINE_BAD_EQUALS) {
        typed_name(fault, out);
    } else if (error == LINE_BAD_PHONE || error == LINE_FIELD_TWICE) {
        append_shown(fault, out);
    }
}
