#include "office/log/value.h"

#include "base/fold.h"
#include "base/utf8.h"

#define LONGEST 64 /* bytes: no word for a value is longer */

/* What was said, folded, without the spaces around it. */
struct said {
    struct buffer text;
    struct slice rest;
};

static void said_init(struct said *s, struct slice text)
{
    s->text = (struct buffer){0};
    fold_text(text, &s->text);
    s->rest = slice_trim(buffer_slice(&s->text));
}

static void said_deinit(struct said *s)
{
    buffer_deinit(&s->text);
}

static bool ends_with(struct slice s, struct slice end)
{
    return s.len > end.len && slice_equal((struct slice){s.data + s.len - end.len, end.len}, end);
}

/* Takes one of the words away, with the spaces between; a word alone is left. */
static void cut_end(struct slice *s, const char *const *words)
{
    for (; *words; words++) {
        struct slice word = slice_of(*words);

        if (ends_with(*s, word)) {
            *s = slice_trim((struct slice){s->data, s->len - word.len});
            return;
        }
    }
}

static void cut_start(struct slice *s, const char *const *words)
{
    for (; *words; words++) {
        struct slice word = slice_of(*words);

        if (s->len > word.len && slice_starts_with(*s, word)) {
            *s = slice_trim((struct slice){s->data + word.len, s->len - word.len});
            return;
        }
    }
}

static bool is_one_of(struct slice s, const char *const *words)
{
    for (; *words; words++)
        if (slice_equal_string(s, *words))
            return true;
    return false;
}

/* ---- not known ---- */

bool value_is_unknown(struct slice text)
{
    static const char *const words[] = {"",
                                        "?",
                                        "??",
                                        "???",
                                        "-",
                                        "unknown",
                                        "not known",
                                        "n/a",
                                        "n/k",
                                        "null",
                                        "不明",
                                        "不详",
                                        "不詳",
                                        "未知",
                                        "不清",
                                        "不清楚",
                                        "不知道",
                                        "待查",
                                        "待核实",
                                        "待核實",
                                        "unbekannt",
                                        "unklar",
                                        "inconnu",
                                        "inconnue",
                                        "inconnus",
                                        "desconocido",
                                        "desconocida",
                                        "desconocidos",
                                        "se desconoce",
                                        NULL};
    struct said s;
    bool is;

    if (text.len > LONGEST)
        return false;
    said_init(&s, text);
    is = is_one_of(s.rest, words);
    said_deinit(&s);
    return is;
}

/* ---- grades ---- */

bool value_parse_grade(struct slice text, long long *ret_grade)
{
    static const char *const starts[] = {"grade",  "level", "class", "stufe", "grad",
                                         "niveau", "nivel", "grado", "第",    NULL};
    static const char *const ends[] = {"级", "級", NULL};
    static const char *const names[][8] = {
        {"1", "i", "ⅰ", "一", "特别重大", "特別重大", NULL},
        {"2", "ii", "ⅱ", "二", "重大", NULL},
        {"3", "iii", "ⅲ", "三", "较大", "較大", NULL},
        {"4", "iv", "ⅳ", "四", "一般", NULL},
    };
    bool found = false;
    struct said s;

    said_init(&s, text);
    cut_start(&s.rest, starts);
    cut_end(&s.rest, ends);
    for (size_t i = 0; !found && i < sizeof(names) / sizeof(*names); i++) {
        found = is_one_of(s.rest, names[i]);
        if (found)
            *ret_grade = (long long)i + 1;
    }
    said_deinit(&s);
    return found;
}

/* ---- numbers ---- */

bool value_parse_number(struct slice text, long long min, long long max, long long *ret_number)
{
    struct said s;
    bool good;

    said_init(&s, text);
    good = slice_to_number(s.rest, min, max, ret_number);
    said_deinit(&s);
    return good;
}

/* The digit or unit (10, 100, 1000) that a character is in Chinese; -1. */
static int han_value(uint32_t c)
{
    static const struct {
        uint32_t c;
        int value;
    } rows[] = {
        {0x3007, 0}, {0x96f6, 0},  {0x4e00, 1},   {0x4e8c, 2},    {0x4e24, 2}, {0x5169, 2},
        {0x4e09, 3}, {0x56db, 4},  {0x4e94, 5},   {0x516d, 6},    {0x4e03, 7}, {0x516b, 8},
        {0x4e5d, 9}, {0x5341, 10}, {0x767e, 100}, {0x5343, 1000},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (rows[i].c == c)
            return rows[i].value;
    return -1;
}

/* 十二, 二十, 一百零五. Digits without units (二三) may be "two or three" and are none; so is
 * 一百五, which is 150 where it is said, and would be read as 105. */
static bool parse_han(struct slice s, long long *ret_number)
{
    long long sum = 0, last_unit = 10000;
    bool was_zero = false;
    int digit = -1;

    while (s.len) {
        int value = han_value(utf8_next(&s));

        if (value < 0)
            return false;
        if (value < 10) {
            if (digit > 0 || (digit == 0 && sum == 0))
                return false;
            if (value == 0 && sum)
                was_zero = true;
            else
                digit = value;
            continue;
        }
        if (value >= last_unit || digit == 0 || (digit < 0 && (value != 10 || sum)))
            return false;
        sum += (digit < 0 ? 1 : digit) * (long long)value;
        last_unit = value;
        was_zero = false;
        digit = -1;
    }
    if (digit > 0 && sum && last_unit > 10 && !was_zero)
        return false;
    *ret_number = sum + (digit > 0 ? digit : 0);
    return true;
}

bool value_parse_people(struct slice text, long long min, long long max, long long *ret_number)
{
    static const char *const ends[] = {
        "个人",  "個人", "人",       "名",       "位",        "persons", "person",   "people",
        "pers.", "pers", "personen", "personne", "personnes", "persona", "personas", NULL};
    long long number;
    struct said s;
    bool good;

    said_init(&s, text);
    cut_end(&s.rest, ends);
    good = slice_to_number(s.rest, min, max, &number) ||
           (s.rest.len && parse_han(s.rest, &number) && number >= min && number <= max);
    if (good)
        *ret_number = number;
    said_deinit(&s);
    return good;
}

/* ---- flags ---- */

bool value_parse_flag(struct slice text, bool *ret_flag)
{
    static const char *const yes[] = {"yes", "y",  "true", "1",   "on", "是", "是的", "对",
                                      "對",  "ja", "j",    "oui", "sí", "si", NULL};
    static const char *const no[] = {"no",   "n",  "false", "0",   "off", "否",
                                     "不是", "不", "nein",  "non", NULL};
    struct said s;
    bool is_yes, is_no;

    said_init(&s, text);
    is_yes = is_one_of(s.rest, yes);
    is_no = is_one_of(s.rest, no);
    said_deinit(&s);
    if (is_yes || is_no)
        *ret_flag = is_yes;
    return is_yes || is_no;
}
