/* What people type where the grammar has other signs, and what it means. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/fold.h"
#include "base/line.h"
#include "base/line_fault.h"
#include "base/typed.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static enum line_key key_of(const void *arg, struct slice name)
{
    static const struct {
        const char *name;
        enum line_key key;
    } keys[] = {
        {"class", LINE_KEY_WORD},     {"grade", LINE_KEY_NUMBER}, {"trapped", LINE_KEY_NUMBER},
        {"place", LINE_KEY_TEXT},     {"caller", LINE_KEY_TEXT},  {"phone", LINE_KEY_PHONE},
        {"kind", LINE_KEY_LIST},      {"since", LINE_KEY_TIME},   {"occurred", LINE_KEY_TIME},
        {"code", LINE_KEY_NUMBER},    {"limit", LINE_KEY_LIST},   {"key", LINE_KEY_TOKEN},
        {"missing", LINE_KEY_NUMBER},
    };

    (void)arg;
    for (size_t i = 0; i < COUNT(keys); i++)
        if (fold_equal(name, slice_of(keys[i].name)))
            return keys[i].key;
    return fold_equal(name, SLICE("clas")) ? LINE_KEY_NEAR : LINE_KEY_NONE;
}

/* "verb|words|fields|text|strays" */
static void describe(const struct line *l, struct buffer *out)
{
    buffer_printf(out, "%.*s|", SLICE_ARG(l->verb));
    for (size_t i = 0; i < l->n_words; i++)
        buffer_printf(out, "%s%.*s", i ? "," : "", SLICE_ARG(l->words[i]));
    buffer_append_char(out, '|');
    for (size_t i = 0; i < l->n_fields; i++)
        buffer_printf(out, "%s%.*s=%.*s", i ? ";" : "", SLICE_ARG(l->fields[i].name),
                      SLICE_ARG(l->fields[i].value));
    buffer_printf(out, "|%.*s", SLICE_ARG(l->text));
    if (l->text_follows)
        buffer_append_string(out, "(follows)");
    for (size_t i = 0; i < l->n_strays; i++)
        buffer_printf(out, "|%.*s", SLICE_ARG(l->strays[i].whole));
}

struct row {
    const char *raw, *expect;
};

static void check(const struct row *rows, size_t n, const struct line_form *form)
{
    struct line l = {0};

    for (size_t i = 0; i < n; i++) {
        struct buffer got = BUFFER_INIT;
        struct slice rest, fault;
        enum line_error error = line_check(slice_of(rows[i].raw), &fault);

        if (!error) {
            line_verb(slice_of(rows[i].raw), &l, &rest);
            error = line_rest(rest, form, &l);
            fault = l.fault;
        }
        if (error)
            line_explain(error, fault, &got);
        else
            describe(&l, &got);
        if (error)
            cr_expect_not_null(strstr(got.data, rows[i].expect), "%s: %s, not %s", rows[i].raw,
                               got.data, rows[i].expect);
        else
            cr_expect_str_eq(got.data, rows[i].expect, "%s: %s, not %s", rows[i].raw, got.data,
                             rows[i].expect);
        buffer_deinit(&got);
    }
    line_deinit(&l);
}

static const struct line_form no_words = {.key = key_of, .home = {.country = "+86"}};
static const struct line_form one_word = {
    .max_words = 1, .key = key_of, .home = {.country = "+86"}};

Test(typed, fields_behind_the_text)
{
    static const struct row rows[] = {
        {"REPORT smell of gas class=gas grade=2", "REPORT||class=gas;grade=2|smell of gas"},
        {"REPORT smell of gas, class=gas", "REPORT||class=gas|smell of gas"},
        {"FIND bridge limit=5", "FIND||limit=5|bridge"},
        {"FIND bridge limit=5  ", "FIND||limit=5|bridge"},
        {"REPORT class=gas smell grade=2", "REPORT||class=gas;grade=2|smell"},
        {"REPORT smell place=\"12 Renmin Rd\"", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT smell place=“12 Renmin Rd”", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT 煤气味，grade=2", "REPORT||grade=2|煤气味"},
        {"REPORT 煤气味，grade＝２，class＝gas。", "REPORT||grade=2;class=gas|煤气味"},
        {"REPORT 煤气味　grade＝2", "REPORT||grade=2|煤气味"},
        {"REPORT 煤气味grade=2", "REPORT||grade=2|煤气味"},
        {"REPORT 煤气味。class=gas", "REPORT||class=gas|煤气味。"},
        {"REPORT smell of gas class = gas", "REPORT||class=gas|smell of gas"},
        {"REPORT smell of gas class= gas", "REPORT||class=gas|smell of gas"},
        {"REPORT smell of gas CLASS=gas.", "REPORT||CLASS=gas|smell of gas"},
        {"REPORT smell phone=138 1234 5678 caller=Wang",
         "REPORT||phone=138 1234 5678;caller=Wang|smell"},
        {"REPORT smell key=c4f1-16", "REPORT||key=c4f1-16|smell"},
        {"REPORT << class=gas", "REPORT||class=gas|<<(follows)"},
        /* words follow: text, and it is said */
        {"REPORT smell class=gas smoke", "REPORT|||smell class=gas smoke|class=gas"},
        {"REPORT smell class=gas grade=2 smoke",
         "REPORT|||smell class=gas grade=2 smoke|class=gas|grade=2"},
        {"REPORT smell class=gas smoke grade=2", "REPORT||grade=2|smell class=gas smoke|class=gas"},
        {"REPORT grade=2 he says grade=1 was wrong",
         "REPORT||grade=2|he says grade=1 was wrong|grade=1"},
        {"REPORT smell place=12 Renmin Rd", "REPORT|||smell place=12 Renmin Rd|place=12"},
        {"REPORT smell place=\"12 Renmin", "REPORT|||smell place=\"12 Renmin|place=\"12"},
        {"REPORT smell (grade=2)", "REPORT|||smell (grade=2)|grade=2)"},
        {"REPORT smell clas=gas", "REPORT|||smell clas=gas|clas=gas"},
        {"REPORT smell grade:2", "REPORT|||smell grade:2|grade:2"},
        {"REPORT place: 12 Renmin Rd smell", "REPORT|||place: 12 Renmin Rd smell|place:"},
        /* what is no field at all */
        {"REPORT smell colour=red", "REPORT|||smell colour=red"},
        {"REPORT see http://maps/?q=1&limit=5", "REPORT|||see http://maps/?q=1&limit=5"},
        {"REPORT he said \"class=gas\"", "REPORT|||he said \"class=gas\""},
        {"REPORT the class is gas", "REPORT|||the class is gas"},
        {"REPORT 3 missing: two men and a child", "REPORT|||3 missing: two men and a child"},
        /* meant as text */
        {"REPORT -- smell class=gas", "REPORT|||smell class=gas"},
        {"REPORT -- smell class=gas smoke", "REPORT|||smell class=gas smoke"},
        {"REPORT smell -- class=gas", "REPORT|||smell -- class=gas"},
        {"REPORT class=gas -- grade=2", "REPORT||class=gas|grade=2"},
        /* twice */
        {"REPORT grade=2 smell grade=1", "twice"},
        {"REPORT smell grade=2 grade=1", "grade=1"},
    };

    check(rows, COUNT(rows), &no_words);
}

Test(typed, signs_that_mean_another)
{
    static const struct row rows[] = {
        {"REPORT class＝gas grade＝2 煤气味", "REPORT||class=gas;grade=2|煤气味"},
        {"ＲＥＰＯＲＴ　ｃｌａｓｓ＝ｇａｓ　ｇｒａｄｅ＝２　煤气味",
         "REPORT||class=gas;grade=2|煤气味"},
        {"REPORT class=gas，grade=1", "REPORT||class=gas;grade=1|"},
        {"REPORT class=gas,grade=1 smell", "REPORT||class=gas;grade=1|smell"},
        {"REPORT class=gas, grade=1, smell", "REPORT||class=gas;grade=1|smell"},
        {"REPORT class=gas；grade=1；煤气味", "REPORT||class=gas;grade=1|煤气味"},
        {"REPORT class=gas、grade=1，煤气味", "REPORT||class=gas;grade=1|煤气味"},
        {"REPORT class=gas&grade=1 smell", "REPORT||class=gas;grade=1|smell"},
        {"REPORT class=gas ，grade=1 smell", "REPORT||class=gas;grade=1|smell"},
        {"REPORT grade=2：煤气味", "REPORT||grade=2|煤气味"},
        {"REPORT grade=2. smell", "REPORT||grade=2|smell"},
        {"REPORT class：gas grade：2 煤气味", "REPORT||class=gas;grade=2|煤气味"},
        {"REPORT class:gas grade:2 smell", "REPORT||class=gas;grade=2|smell"},
        {"REPORT class:=gas grade==2 smell", "REPORT||class=gas;grade=2|smell"},
        {"REPORT class﹦gas smell", "REPORT||class=gas|smell"},
        {"REPORT place=人民路，12号 煤气味", "REPORT||place=人民路，12号|煤气味"},
        {"REPORT place=人民路12号，class=gas 煤气味", "REPORT||place=人民路12号;class=gas|煤气味"},
        {"REPORT place=人民路12号， 煤气味", "REPORT||place=人民路12号|煤气味"},
        {"REPORT class= gas smell", "REPORT||class=gas|smell"},
        {"REPORT place = 解放路 追尾", "REPORT||place=解放路|追尾"},
        {"REPORT place =解放路 追尾", "REPORT||place=解放路|追尾"},
        {"REPORT place= \"12 Renmin Rd\" smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place ＝ “12 Renmin Rd” smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT\u00a0class=gas\u00a0grade=2\u00a0smell", "REPORT||class=gas;grade=2|smell"},
        {"REPORT place=Renmin\u00a0class=gas smell", "REPORT||place=Renmin;class=gas|smell"},
        {"REPORT place=12\u00a0Renmin\u00a0Rd smell", "U+00A0 NO-BREAK SPACE"},
        {"REPORT place=12\u202fRenmin smell", "U+202F NARROW NO-BREAK SPACE"},
        {"REPORT place=\"12\u00a0Renmin\u00a0Rd\" smell",
         "REPORT||place=12\u00a0Renmin\u00a0Rd|smell"},
        {"REPORT　class=gas　煤气味", "REPORT||class=gas|煤气味"},
        {"REPORT　place=人民路12号　煤气味　三人被困", "REPORT||place=人民路12号|煤气味　三人被困"},
        {"\ufeffREPORT smell", "REPORT|||smell"},
        {"\u200bREPORT \u200bclass=\u200bgas\u200b gr\u00adade=2 smell",
         "REPORT||class=gas;grade=2|smell"},
        {"\u202aREPORT\u202c class\u2060=gas smell", "REPORT||class=gas|smell"},
        {"REPORT smell\u200b of gas", "REPORT|||smell\u200b of gas"},
        {"REPORT：煤气味", "REPORT|||煤气味"},
        {"REPORT: smell", "REPORT|||smell"},
        {"REPORT，煤气味", "REPORT|||煤气味"},
        {"REPORT煤气味", "REPORT|||煤气味"},
        {"REPORT class→gas smell", "→ (U+2192 RIGHTWARDS ARROW)"},
        {"REPORT class≈gas smell", "≈ (U+2248 ALMOST EQUAL TO)"},
        {"REPORT occurred=23：50 smell", "REPORT||occurred=23:50|smell"},
        {"REPORT occurred=2026-11-22 23:50 smell", "REPORT||occurred=2026-11-22 23:50|smell"},
        {"LOG since=2026-11-22　２３：５０", "LOG||since=2026-11-22 23:50|"},
        {"REPORT occurred=yesterday 23:50 smell", "REPORT||occurred=yesterday 23:50|smell"},
        {"REPORT occurred=昨天 23：50 煤气味", "REPORT||occurred=昨天 23:50|煤气味"},
        {"REPORT occurred=23.11. 07:40 Brand", "REPORT||occurred=23.11. 07:40|Brand"},
        {"REPORT occurred=7:40 pm, smell", "REPORT||occurred=7:40 pm|smell"},
        {"REPORT occurred=20m ago smell", "REPORT||occurred=20m ago|smell"},
        {"REPORT occurred=7:40 2:1 odds", "REPORT||occurred=7:40|2:1 odds"},
        {"REPORT occurred=昨晚11点，煤气味", "REPORT||occurred=昨晚11点|煤气味"},
        {"REPORT occurred=2026-11-22 3 trapped", "REPORT||occurred=2026-11-22|3 trapped"},
        {"LOG kind=report，note", "LOG||kind=report,note|"},
        {"REPORT ＜＜", "REPORT|||＜＜(follows)"},
        {"REPORT 《", "REPORT|||《(follows)"},
        {"SET trapped= grade=2", "SET||trapped=;grade=2|"},
        {"SET trapped=", "SET||trapped=|"},
        {"SET trapped= the first count was wrong", "SET||trapped=|the first count was wrong"},
        {"REPORT class= <<", "REPORT||class=|<<(follows)"},
        {"REPORT grade= II smell", "REPORT||grade=II|smell"},
        {"REPORT caller’s car burns", "REPORT|||caller’s car burns"},
        {"REPORT x＝1 smell", "REPORT||x=1|smell"},
        {"REPORT 地点=人民路", "REPORT|||地点=人民路"},
    };

    check(rows, COUNT(rows), &no_words);
}

Test(typed, words)
{
    static const struct row rows[] = {
        {"ACK １ on my way", "ACK|1||on my way"},
        {"ACK　1　来了", "ACK|1||来了"},
        {"ACK 1，来了", "ACK|1||来了"},
        {"ACK 1, on my way", "ACK|1||on my way"},
        {"NOTE 1：煤气已关", "NOTE|1||煤气已关"},
        {"NOTE 1: gas is off", "NOTE|1||gas is off"},
        {"ACK \u200e2026-000001\u200e", "ACK|2026-000001||"},
        {"ACK ٤٧١١", "ACK|4711||"},
        {"ACK code = 4711 coming", "ACK||code=4711|coming"},
        {"ACK code：4711", "ACK||code=4711|"},
        {"ACK code=４７１１，来了", "ACK||code=4711|来了"},
        {"LIST open，class=gas", "LIST|open|class=gas|"},
    };

    check(rows, COUNT(rows), &one_word);
}

Test(typed, quotes)
{
    static const struct row rows[] = {
        {"REPORT place=“12 Renmin Rd” smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=”12 Renmin Rd“ smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=“12 Renmin Rd“ smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=„Am Markt 3“ Brand", "REPORT||place=Am Markt 3|Brand"},
        {"REPORT place=„Am Markt 3” Brand", "REPORT||place=Am Markt 3|Brand"},
        {"REPORT place=«\u00a012 rue du Bac\u00a0» feu", "REPORT||place=12 rue du Bac|feu"},
        {"REPORT place=»Am Markt 3« Brand", "REPORT||place=Am Markt 3|Brand"},
        {"REPORT place=‹Am Markt› Brand", "REPORT||place=Am Markt|Brand"},
        {"REPORT place=「人民路 12号」 煤气味", "REPORT||place=人民路 12号|煤气味"},
        {"REPORT place=『人民路 12号』煤气味", "REPORT||place=人民路 12号|煤气味"},
        {"REPORT place=“人民路 12号”煤气味", "REPORT||place=人民路 12号|煤气味"},
        {"REPORT place=“人民路 12号”，class=gas", "REPORT||place=人民路 12号;class=gas|"},
        {"REPORT place=＂12 Renmin Rd＂ smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=‘12 Renmin Rd’ smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place='12 Renmin Rd' smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place='Wang's house' smell", "REPORT||place=Wang's house|smell"},
        {"REPORT place='s-Gravenhage brand", "REPORT||place='s-Gravenhage|brand"},
        {"REPORT place=\"12 Renmin Rd” smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=“12 Renmin Rd\" smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT place=\"12 Renmin Rd\", smell", "REPORT||place=12 Renmin Rd|smell"},
        {"REPORT class=“gas” smell", "REPORT||class=gas|smell"},
        {"REPORT place=“12 Renmin Rd smell", "“ (U+201C LEFT DOUBLE QUOTATION MARK)"},
        {"REPORT place=«12 rue du Bac feu", "« (U+00AB LEFT-POINTING DOUBLE ANGLE"},
        {"REPORT place=“12 Renmin”smell", "“ (U+201C LEFT DOUBLE QUOTATION MARK)"},
        {"REPORT place=\"12 Renmin Rd smell", "does not end"},
        {"REPORT place=\"he said “hi” there", "does not end"},
    };

    check(rows, COUNT(rows), &no_words);
}

Test(typed, telephone_numbers_in_groups)
{
    static const struct row rows[] = {
        {"REPORT phone=138 1234 5678 place=人民路12号 煤气味",
         "REPORT||phone=138 1234 5678;place=人民路12号|煤气味"},
        {"REPORT phone=138 1234 5678 smell of gas", "REPORT||phone=138 1234 5678|smell of gas"},
        {"REPORT phone=138 1234 5678 3 trapped", "REPORT||phone=138 1234 5678|3 trapped"},
        {"REPORT phone=138 1234 5678, 3 trapped", "REPORT||phone=138 1234 5678|3 trapped"},
        {"REPORT phone=13812345678 3 trapped", "REPORT||phone=13812345678|3 trapped"},
        {"REPORT phone=13812345678 12 trapped", "REPORT||phone=13812345678|12 trapped"},
        {"REPORT phone=+86 138 1234 5678 smell", "REPORT||phone=+86 138 1234 5678|smell"},
        {"REPORT phone=0086 138 1234 5678 smell", "REPORT||phone=0086 138 1234 5678|smell"},
        {"REPORT phone=(010) 6555 1234 smell", "REPORT||phone=(010) 6555 1234|smell"},
        {"REPORT phone=010 6555 1234 12 people", "REPORT||phone=010 6555 1234|12 people"},
        {"REPORT phone=138-1234-5678 smell", "REPORT||phone=138-1234-5678|smell"},
        {"REPORT phone=１３８　１２３４　５６７８　煤气味", "REPORT||phone=138 1234 5678|煤气味"},
        {"REPORT phone=138\u00a01234\u00a05678 smell", "REPORT||phone=138 1234 5678|smell"},
        {"REPORT phone=+1 212 555 2368 smell", "REPORT||phone=+1 212 555 2368|smell"},
        {"REPORT phone=+33 6 12 34 56 78 feu", "REPORT||phone=+33 6 12 34 56 78|feu"},
        {"REPORT phone=+33 6 12 34 56 78 2 blessés", "REPORT||phone=+33 6 12 34 56 78|2 blessés"},
        {"REPORT phone=+34 612 345 678 fuego", "REPORT||phone=+34 612 345 678|fuego"},
        {"REPORT phone=+49 (0)89 1234567 Brand", "REPORT||phone=+49 (0)89 1234567|Brand"},
        {"REPORT phone=6555 1234 smell", "REPORT||phone=6555 1234|smell"},
        {"REPORT phone=110 3 trapped", "REPORT||phone=110|3 trapped"},
        {"REPORT phone=110 smell", "REPORT||phone=110|smell"},
        {"REPORT phone=110 2000 people", "where does the telephone number end"},
        {"REPORT phone=unknown 3 trapped", "REPORT||phone=unknown|3 trapped"},
        {"REPORT phone=138 1234 5678 12号楼", "REPORT||phone=138 1234 5678|12号楼"},
        {"SET phone=6555 12 34", "SET||phone=6555 12 34|"},
        {"SET phone=138 1234 5678", "SET||phone=138 1234 5678|"},
        {"REPORT phone= 138 1234 5678 smell", "REPORT||phone=138 1234 5678|smell"},
        {"REPORT phone=\"138 1234\" 5678 smell", "REPORT||phone=138 1234|5678 smell"},
    };

    check(rows, COUNT(rows), &no_words);
}

Test(typed, telephone_numbers_of_no_country)
{
    static const struct row rows[] = {
        {"REPORT phone=138 1234 5678 smell", "REPORT||phone=138 1234 5678|smell"},
        {"REPORT phone=13812345678 3 trapped", "REPORT||phone=13812345678|3 trapped"},
        {"REPORT phone=138 1234 5678 3 trapped", "REPORT||phone=138 1234 5678|3 trapped"},
        {"REPORT phone=030 12 34 56 78 Brand", "REPORT||phone=030 12 34 56 78|Brand"},
        {"REPORT phone=+86 138 1234 5678 smell", "REPORT||phone=+86 138 1234 5678|smell"},
    };
    static const struct line_form form = {.key = key_of};

    check(rows, COUNT(rows), &form);
}

Test(typed, to_the_letter)
{
    static const struct line_form login = {.max_words = 1, .to_the_letter = true};
    static const struct line_form receive = {.to_the_letter = true, .key = key_of};
    static const struct row secrets[] = {
        {"LOGIN he.lan duty class=gas", "LOGIN|he.lan||duty class=gas"},
        {"LOGIN he.lan class=gas", "LOGIN|he.lan||class=gas"},
        {"LOGIN he.lan -- -x", "LOGIN|he.lan||-x"},
        {"LOGIN he.lan  “duty”，\u200b ", "LOGIN|he.lan||“duty”，\u200b "},
        {"LOGIN he.lan \u00a0duty", "LOGIN|he.lan||\u00a0duty"},
        {"LOGIN　he.lan　duty", "LOGIN|he.lan||duty"},
        {"\ufeffLOGIN he.lan duty", "LOGIN|he.lan||duty"},
        {"ｌｏｇｉｎ ｈｅ．ｌａｎ ｄｕｔｙ", "login|he.lan||ｄｕｔｙ"},
    };
    static const struct row messages[] = {
        {"RECEIVE caller=1 -- 4711 ok class=gas", "RECEIVE||caller=1|4711 ok class=gas"},
        {"RECEIVE caller=1 4711 ok class=gas", "RECEIVE||caller=1|4711 ok class=gas"},
        {"RECEIVE caller=1 class：gas", "RECEIVE||caller=1|class：gas"},
        {"RECEIVE caller=1 phone=138 1234 5678", "RECEIVE||caller=1;phone=138|1234 5678"},
        {"RECEIVE caller=1， 4711", "RECEIVE||caller=1，|4711"},
    };

    check(secrets, COUNT(secrets), &login);
    check(messages, COUNT(messages), &receive);
}

/* Every refusal says what is in the way. */
Test(typed, what_is_wrong)
{
    static const struct {
        struct slice raw;
        const char *expect;
    } rows[] = {
        {{"LOG \x1b[A", 6}, "ESC"},
        {{"LOG a\b", 6}, "(U+0008 BACKSPACE)"},
        {{"LOG a\x7f", 6}, "(U+007F DELETE)"},
        {{"LOG a\x03", 6}, "Ctrl-C"},
        {{"LOG a\x04", 6}, "QUIT"},
        {{"LOG a\rb", 7}, "(U+000D CR)"},
        {{"LOG a\x07", 6}, "(U+0007 BEL)"},
        {{"LOG a\x01", 6}, "(U+0001)"},
        {{"LOG \xc2\x9b", 6}, "(U+009B)"},
        {{"\xff\xfeL\0O\0G\0", 8}, "UTF-16"},
        {{"\xfe\xff\0L\0O\0G", 8}, "UTF-16"},
        {{"L\0O\0G\0 \0x\0", 10}, "UTF-16"},
        {{"LOG a\0b", 7}, "NUL"},
        {{"LOG \303\272\306\370", 8}, "GBK"},
        {{"LOG \xff", 5}, "UTF-8"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buffer words = BUFFER_INIT;
        struct slice fault;

        line_explain(line_check(rows[i].raw, &fault), fault, &words);
        cr_expect_not_null(strstr(words.data, rows[i].expect), "%s: %s", rows[i].expect,
                           words.data);
        buffer_deinit(&words);
    }
    for (int e = LINE_OK; e <= LINE_FIELD_TWICE; e++) {
        struct buffer words = BUFFER_INIT;

        line_explain((enum line_error)e, SLICE("x"), &words);
        cr_expect_gt(words.len, 4, "%d", e);
        buffer_deinit(&words);
    }
}
