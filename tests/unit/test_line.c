#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/line.h"
#include "base/line_fault.h"

/* A slice as an initializer. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static enum line_key key_of(const void *arg, struct slice name)
{
    static const struct {
        const char *name;
        enum line_key key;
    } keys[] = {
        {"class", LINE_KEY_WORD},  {"grade", LINE_KEY_NUMBER}, {"trapped", LINE_KEY_NUMBER},
        {"place", LINE_KEY_TEXT},  {"caller", LINE_KEY_TEXT},  {"phone", LINE_KEY_PHONE},
        {"kind", LINE_KEY_LIST},   {"since", LINE_KEY_LIST},   {"occurred", LINE_KEY_WORD},
        {"code", LINE_KEY_NUMBER}, {"limit", LINE_KEY_LIST},   {"key", LINE_KEY_TOKEN},
        {"clas", LINE_KEY_NEAR},
    };

    (void)arg;
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (fold_equal(name, slice_of(keys[i].name)))
            return keys[i].key;
    return LINE_KEY_NONE;
}

static struct line_form form_of(size_t max_words)
{
    return (struct line_form){.max_words = max_words, .key = key_of, .home = {.country = "+86"}};
}

/* What line_verb and line_rest made of a line, written as "verb|words|fields|text". */
static void describe(const struct line *l, struct buffer *out)
{
    buffer_append_slice(out, l->verb);
    buffer_append_char(out, '|');
    for (size_t i = 0; i < l->n_words; i++)
        buffer_printf(out, "%s%.*s", i ? "," : "", SLICE_ARG(l->words[i]));
    buffer_append_char(out, '|');
    for (size_t i = 0; i < l->n_fields; i++)
        buffer_printf(out, "%s%.*s=%.*s", i ? ";" : "", SLICE_ARG(l->fields[i].name),
                      SLICE_ARG(l->fields[i].value));
    buffer_append_char(out, '|');
    buffer_append_slice(out, l->text);
    if (l->text_follows)
        buffer_append_string(out, "(follows)");
    for (size_t i = 0; i < l->n_strays; i++)
        buffer_printf(out, "|%.*s?", SLICE_ARG(l->strays[i].whole));
}

Test(line, reads_the_grammar)
{
    static const struct {
        const char *name, *raw;
        size_t max_words;
        enum line_error error;
        const char *expect;
    } rows[] = {
        {"verb alone", "PING", 0, LINE_OK, "PING|||"},
        {"spaces around", "  ping \t ", 0, LINE_OK, "ping|||"},
        {"text", "REPORT smell of gas", 0, LINE_OK, "REPORT|||smell of gas"},
        {"text is verbatim", "NOTE 7  a  b\tc=d  ", 1, LINE_OK, "NOTE|7||a  b\tc=d  "},
        {"fields then text", "REPORT class=gas grade=2 smell", 0, LINE_OK,
         "REPORT||class=gas;grade=2|smell"},
        {"example",
         "REPORT class=gas grade=2 place=\"12 Renmin Rd\" caller=\"Wang\" phone=13800000000 smell "
         "of gas, 3 trapped",
         0, LINE_OK,
         "REPORT||class=gas;grade=2;place=12 Renmin Rd;caller=Wang;phone=13800000000|smell of gas, "
         "3 trapped"},
        {"what is no field of it is text at the end too", "REPORT smell colour=red", 0, LINE_OK,
         "REPORT|||smell colour=red"},
        {"dashes end fields", "REPORT class=gas -- a=b c", 0, LINE_OK, "REPORT||class=gas|a=b c"},
        {"dashes alone", "REPORT --", 0, LINE_OK, "REPORT|||"},
        {"dashes once", "REPORT -- -- x", 0, LINE_OK, "REPORT|||-- x"},
        {"dashes glued are text", "REPORT --x", 0, LINE_OK, "REPORT|||--x"},
        {"dashes are no word", "ACK -- 7", 1, LINE_OK, "ACK|||7"},
        {"words at most", "A 1 2 3", 2, LINE_OK, "A|1,2||3"},
        {"words more than a line has", "A 1 2 3 4 5", 9, LINE_OK, "A|1,2,3,4||5"},
        {"a field is no word", "ACK code=4711 coming", 1, LINE_OK, "ACK||code=4711|coming"},
        {"digits in a key: a word", "ACK k2=4711", 1, LINE_OK, "ACK|k2=4711||"},
        {"digits in a key: text", "REPORT k2=4711", 0, LINE_OK, "REPORT|||k2=4711"},
        {"underscore first: text", "REPORT _a=1", 0, LINE_OK, "REPORT|||_a=1"},
        {"underscore inside", "REPORT a_b=1", 0, LINE_OK, "REPORT||a_b=1|"},
        {"upper case key", "REPORT CLASS=gas", 0, LINE_OK, "REPORT||CLASS=gas|"},
        {"equals first: text", "REPORT =x", 0, LINE_OK, "REPORT|||=x"},
        {"empty value", "SET 7 place= grade=1", 1, LINE_OK, "SET|7|place=;grade=1|"},
        {"empty value at the end", "SET 7 place=", 1, LINE_OK, "SET|7|place=|"},
        {"empty quotes", "SET 7 place=\"\"", 1, LINE_OK, "SET|7|place=|"},
        {"value with equals", "SET 7 place=a=b", 1, LINE_OK, "SET|7|place=a=b|"},
        {"quote in a bare value", "SET 7 place=a\"b", 1, LINE_OK, "SET|7|place=a\"b|"},
        {"backslash in a bare value", "SET 7 place=a\\b", 1, LINE_OK, "SET|7|place=a\\b|"},
        {"escapes", "SET 7 place=\"a\\\"b\\\\c\" x=\"\\\\\"", 1, LINE_OK,
         "SET|7|place=a\"b\\c;x=\\|"},
        {"tab between", "SET\t7\tplace=a\tgrade=1", 1, LINE_OK, "SET|7|place=a;grade=1|"},
        {"tab in quotes", "SET 7 place=\"a\tb\"", 1, LINE_OK, "SET|7|place=a\tb|"},
        {"text follows", "REPORT class=gas <<", 0, LINE_OK, "REPORT||class=gas|<<(follows)"},
        {"text follows a word", "NOTE 7 <<", 1, LINE_OK, "NOTE|7||<<(follows)"},
        {"not exactly", "REPORT << x", 0, LINE_OK, "REPORT|||<< x"},
        {"not exactly, space", "REPORT << ", 0, LINE_OK, "REPORT|||<< (follows)"},
        {"wide", "REPORT place=\"人民路\" 煤气", 0, LINE_OK, "REPORT||place=人民路|煤气"},
        {"no end of quote", "SET 7 place=\"a", 1, LINE_UNTERMINATED_QUOTE, NULL},
        {"quote alone", "SET 7 place=\"", 1, LINE_UNTERMINATED_QUOTE, NULL},
        {"escape at the end", "SET 7 place=\"a\\", 1, LINE_UNTERMINATED_QUOTE, NULL},
        {"escaped quote only", "SET 7 place=\"a\\\"", 1, LINE_UNTERMINATED_QUOTE, NULL},
        {"unknown escape", "SET 7 place=\"a\\n\"", 1, LINE_BAD_ESCAPE, NULL},
        {"glued to a quote", "SET 7 place=\"a\"b", 1, LINE_BAD_AFTER_QUOTE, NULL},
        {"twice", "SET 7 a=1 b=2 A=3", 1, LINE_FIELD_TWICE, NULL},
        {"quotes in text are text", "NOTE 7 he said \"no", 1, LINE_OK, "NOTE|7||he said \"no"},
    };
    struct line l = {0};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer got = BUFFER_INIT;
        struct line_form form = form_of(rows[i].max_words);
        struct slice rest, fault;
        enum line_error error;

        line_verb(slice_of(rows[i].raw), &l, &rest);
        error = line_rest(rest, &form, &l);
        cr_expect_eq(line_check(slice_of(rows[i].raw), &fault), LINE_OK, "%s", rows[i].name);
        cr_expect_eq(error, rows[i].error, "%s: %d", rows[i].name, (int)error);
        if (rows[i].expect) {
            describe(&l, &got);
            cr_expect_str_eq(got.data, rows[i].expect, "%s: %s", rows[i].name, got.data);
            cr_expect_eq(l.has_text, l.text.len > 0, "%s", rows[i].name);
        }
        buffer_deinit(&got);
    }
    line_deinit(&l);
}

Test(line, checks_bytes)
{
    static const struct {
        const char *name;
        struct slice raw;
        enum line_error expect;
    } rows[] = {
        {"nothing", BYTES(""), LINE_EMPTY},
        {"spaces", BYTES(" \t "), LINE_EMPTY},
        {"plain", BYTES("PING"), LINE_OK},
        {"tab", BYTES("A\tB"), LINE_OK},
        {"wide", BYTES("煤气"), LINE_OK},
        {"NUL", BYTES("A\0B"), LINE_BAD_NUL},
        {"CR inside", BYTES("A\rB"), LINE_BAD_CONTROL},
        {"escape", BYTES("A\033[2J"), LINE_BAD_CONTROL},
        {"DEL", BYTES("A\177"), LINE_BAD_CONTROL},
        {"C1", BYTES("A\302\233"), LINE_BAD_CONTROL},
        {"no-break space", BYTES("A\302\240"), LINE_OK},
        {"GBK", BYTES("REPORT \303\272\306\370\320\271\302\251"), LINE_BAD_GBK},
        {"half a character", BYTES("A\344"), LINE_BAD_UTF8},
        {"overlong", BYTES("\300\200\200"), LINE_BAD_UTF8},
        {"surrogate", BYTES("\355\240\200"), LINE_BAD_UTF8},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct slice fault;
        enum line_error got = line_check(rows[i].raw, &fault);

        cr_expect_eq(got, rows[i].expect, "%s: %d", rows[i].name, (int)got);
    }
}

Test(line, bounds_the_fields)
{
    struct buffer raw = BUFFER_INIT;
    struct line_form form = form_of(0);
    struct line l = {0};

    for (int i = 0; i < LINE_MAX_FIELDS; i++)
        buffer_printf(&raw, " f%c%c=%d", 'a' + i / 26, 'a' + i % 26, i);
    cr_expect_eq(line_rest(buffer_slice(&raw), &form, &l), LINE_OK);
    cr_expect_eq(l.n_fields, (size_t)LINE_MAX_FIELDS);
    cr_expect(slice_equal(line_find(&l, "FAB")->value, SLICE("1")));
    cr_expect_null(line_find(&l, "fzz"));
    buffer_append_string(&raw, " more=1");
    cr_expect_eq(line_rest(buffer_slice(&raw), &form, &l), LINE_TOO_MANY_FIELDS);
    line_deinit(&l);
    buffer_deinit(&raw);
}
