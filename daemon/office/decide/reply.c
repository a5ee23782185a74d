#include "office/decide/reply.h"

#include <string.h>

#include "base/utf8.h"

/* What may follow a word, for it to count. */
enum tail {
    TAIL_ANY,       /* a text may follow */
    TAIL_WITH_CODE, /* a text may follow if there is a code; else nothing */
    TAIL_NONE       /* nothing but a code: it is too short, or begins too much else */
};

static const struct word {
    const char *word; /* as folded */
    enum reply_kind kind;
    enum tail tail;
} words[] = {
    /* a longer one before what it begins with */
    {"okay", REPLY_ACK, TAIL_ANY},       {"ok", REPLY_ACK, TAIL_ANY},
    {"ack", REPLY_ACK, TAIL_ANY},        {"yes", REPLY_ACK, TAIL_WITH_CODE},
    {"y", REPLY_ACK, TAIL_WITH_CODE},    {"1", REPLY_ACK, TAIL_NONE},
    {"here", REPLY_ACK, TAIL_NONE},      {"收到", REPLY_ACK, TAIL_ANY},
    {"签收", REPLY_ACK, TAIL_ANY},       {"確認", REPLY_ACK, TAIL_ANY},
    {"确认", REPLY_ACK, TAIL_ANY},       {"明白", REPLY_ACK, TAIL_ANY},
    {"好的", REPLY_ACK, TAIL_ANY},       {"好", REPLY_ACK, TAIL_NONE},
    {"在岗", REPLY_ACK, TAIL_NONE},      {"在", REPLY_ACK, TAIL_NONE},
    {"到", REPLY_ACK, TAIL_NONE},        {"decline", REPLY_DECLINE, TAIL_ANY},
    {"no", REPLY_DECLINE, TAIL_NONE},    {"n", REPLY_DECLINE, TAIL_WITH_CODE},
    {"拒绝", REPLY_DECLINE, TAIL_ANY},   {"谢绝", REPLY_DECLINE, TAIL_ANY},
    {"不能来", REPLY_DECLINE, TAIL_ANY}, {"不能去", REPLY_DECLINE, TAIL_ANY},
    {"来不了", REPLY_DECLINE, TAIL_ANY}, {"去不了", REPLY_DECLINE, TAIL_ANY},
    {"不能", REPLY_DECLINE, TAIL_NONE},  {"不行", REPLY_DECLINE, TAIL_NONE},
    {"无法", REPLY_DECLINE, TAIL_NONE},  {"不", REPLY_DECLINE, TAIL_NONE},
    {"否", REPLY_DECLINE, TAIL_NONE},    {"escalate", REPLY_ESCALATE, TAIL_ANY},
    {"up", REPLY_ESCALATE, TAIL_NONE},   {"u", REPLY_ESCALATE, TAIL_WITH_CODE},
    {"上报", REPLY_ESCALATE, TAIL_ANY},  {"升级", REPLY_ESCALATE, TAIL_ANY},
};

/* What a text must not begin with, for a code or a word before it to be a yes. */
static const char *const contraries[] = {
    "no",   "not",    "never", "cannot", "can't", "cant", "can not", "don't",
    "dont", "do not", "won't", "unable", "but",   "不",   "没",      "無",
    "无",   "未",     "别",    "勿",     "去不",  "来不", "但",
};

/* ---- characters ---- */

/* As a small ASCII letter, digit or sign where it is one in another form. */
static uint32_t fold(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    if (c == 0x3000 || c == 0x00a0 || c == 0xfeff || (c >= 0x2000 && c <= 0x200f) || c == 0x202f ||
        c < ' ')
        return ' ';
    return c == 0x2019 ? '\'' : c;
}

/* 0 at the end. */
static uint32_t peek(struct slice s)
{
    return s.len ? fold(utf8_next(&s)) : 0;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_gap(uint32_t c)
{
    static const uint32_t others[] = {0x3001, 0x3002, 0x3010, 0x3011, 0x2018, 0x201c,
                                      0x201d, 0x2026, 0x300c, 0x300d, 0x2014, 0x2013};

    if (c && c < 0x80)
        return !is_digit(c) && !is_letter(c);
    for (size_t n = 0; n < sizeof(others) / sizeof(*others); n++)
        if (others[n] == c)
            return true;
    return false;
}

static struct slice skip_gaps(struct slice s)
{
    while (s.len && is_gap(peek(s)))
        utf8_next(&s);
    return s;
}

/* ---- what a message consists of ---- */

/* Digits go on after such signs: a date, a time, an incident's number, a sum. */
static bool goes_on(struct slice rest)
{
    uint32_t c = peek(rest);

    if (c != '-' && c != '/' && c != ':' && c != '.' && c != ',')
        return false;
    utf8_next(&rest);
    return is_digit(peek(rest));
}

static bool cut_code(struct slice *s, unsigned *ret_code)
{
    struct slice rest = *s;
    unsigned code = 0, n = 0;

    for (; is_digit(peek(rest)) && n < 5; n++)
        code = code * 10 + (fold(utf8_next(&rest)) - '0');
    if (n != 4 || code < 1000 || goes_on(rest))
        return false;
    *ret_code = code;
    *s = rest;
    return true;
}

/* Does it begin with the word, whole? */
static bool starts_with(struct slice s, const char *word, struct slice *ret_rest)
{
    struct slice w = slice_of(word), code;
    unsigned ignored;
    uint32_t last = 0;

    while (w.len) {
        last = utf8_next(&w);
        if (!s.len || fold(utf8_next(&s)) != last)
            return false;
    }
    code = s;
    if (last < 0x80 && (is_letter(peek(s)) || is_digit(peek(s))) &&
        (is_digit(last) || !cut_code(&code, &ignored)))
        return false;
    if (peek(s) == 0x4e86) /* 了 */
        utf8_next(&s);
    *ret_rest = s;
    return true;
}

static const struct word *cut_word(struct slice *s, bool has_code)
{
    for (size_t n = 0; n < sizeof(words) / sizeof(*words); n++) {
        struct slice rest, behind;
        unsigned code;
        bool coded = has_code;

        if (!starts_with(*s, words[n].word, &rest))
            continue;
        behind = skip_gaps(rest);
        if (!coded && cut_code(&behind, &code)) {
            coded = true;
            behind = skip_gaps(behind);
        }
        if (behind.len &&
            (words[n].tail == TAIL_NONE || (words[n].tail == TAIL_WITH_CODE && !coded)))
            continue;
        *s = rest;
        return &words[n];
    }
    return NULL;
}

static bool is_contrary(struct slice text)
{
    struct slice rest;

    for (size_t n = 0; n < sizeof(contraries) / sizeof(*contraries); n++)
        if (starts_with(text, contraries[n], &rest))
            return true;
    return false;
}

/* A second word or code in the place of a text: another one means something else. */
static bool is_second(struct slice text, const struct reply *r, const struct word *first,
                      enum reply_kind *ret_kind)
{
    struct slice rest = text;
    const struct word *word = cut_word(&rest, true);
    unsigned code;

    if (word && first && !skip_gaps(rest).len) {
        *ret_kind = first->kind == word->kind ? word->kind : REPLY_UNCLEAR;
        return true;
    }
    rest = text;
    if (!cut_code(&rest, &code) || skip_gaps(rest).len)
        return false;
    *ret_kind = code == r->code ? r->kind : REPLY_UNCLEAR;
    return true;
}

static struct slice trim(struct slice s)
{
    while (s.len && (peek(s) == ' '))
        utf8_next(&s);
    while (s.len && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\n' ||
                     s.data[s.len - 1] == '\r' || s.data[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* "on my way 4711" */
static void find_code_at_end(struct reply *r)
{
    struct slice at = r->text, before = at;
    bool behind_gap = false;
    unsigned code;

    while (at.len) {
        struct slice rest = at;
        if (behind_gap && cut_code(&rest, &code) && !skip_gaps(rest).len) {
            r->code = code;
            r->code_at_end = true;
            r->text = trim((struct slice){before.data, (size_t)(at.data - before.data)});
            return;
        }
        behind_gap = is_gap(peek(at));
        utf8_next(&at);
    }
}

struct reply reply_parse(struct slice message, bool at_end)
{
    struct reply r = {.kind = REPLY_TEXT};
    struct slice rest = skip_gaps(message);
    const struct word *word = NULL;
    bool more = true;

    while (more) {
        more = !r.code && cut_code(&rest, &r.code);
        if (!more && !word)
            more = (word = cut_word(&rest, r.code != 0)) != NULL;
        if (more)
            rest = skip_gaps(rest);
    }
    r.text = word || r.code ? trim(rest) : trim(message);
    if (at_end && !r.code)
        find_code_at_end(&r);
    if (word)
        r.kind = word->kind;
    else if (r.code)
        r.kind = REPLY_ACK;
    if (r.kind != REPLY_TEXT && is_second(r.text, &r, word, &r.kind)) {
        if (r.kind != REPLY_UNCLEAR)
            r.text.len = 0;
    } else if (r.kind == REPLY_ACK && is_contrary(r.text)) {
        r.kind = REPLY_UNCLEAR;
    }
    return r;
}
