#include "office/decide/reply_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MOST_MINUTES 90 /* who comes later than that has not said that he comes */
#define DAY_MINUTES (24 * 60)
#define MOST_TOKENS 400 /* an answer has fewer: what comes after is not understood */

struct phrase {
    bool is_known; /* it was looked for */
    size_t n;
    enum meaning meaning;
};

struct reading {
    const struct token *tokens;
    struct slice *texts;    /* of the tokens */
    struct phrase *phrases; /* that begin at them */
    size_t n;
    const struct reply_setting *setting;
    unsigned also;
    struct items *items;
    size_t cap;
};

/* ---- looking at tokens ---- */

static bool is_kind(const struct reading *r, size_t at, enum token_kind kind)
{
    return at < r->n && r->tokens[at].kind == kind;
}

static bool is_text(const struct reading *r, size_t at, const char *text)
{
    return at < r->n && slice_equal_string(r->tokens[at].text, text);
}

static bool is_joined(const struct reading *r, size_t at)
{
    return at < r->n && !r->tokens[at].spaced;
}

/* The longest phrase from there on. */
static size_t phrase_at(const struct reading *r, size_t at, enum meaning *ret_meaning)
{
    struct phrase *phrase = &r->phrases[at];

    if (!phrase->is_known) {
        phrase->is_known = true;
        phrase->n = answers_longest(r->setting->own, r->texts + at, r->n - at, &phrase->meaning);
    }
    *ret_meaning = phrase->meaning;
    return phrase->n;
}

static bool is_symbol(struct slice text)
{
    uint32_t c = text.len ? utf8_next(&text) : 0;

    return c >= 0x1f000 || (c >= 0x2190 && c < 0x2c00);
}

static bool names_sender(const struct reading *r, size_t at, size_t n)
{
    for (size_t k = at; k < at + n; k++)
        if (answers_name_sender(r->texts[k]))
            return true;
    return false;
}

/* ---- adding items ---- */

static struct item *add(struct reading *r, enum item_kind kind, size_t at, size_t n)
{
    struct items *items = r->items;

    items->list = xgrow(items->list, &r->cap, items->n + 1, sizeof(*items->list));
    items->list[items->n] = (struct item){
        .kind = kind, .from = r->tokens[at].from, .to = r->tokens[n ? at + n - 1 : at].to};
    return &items->list[items->n++];
}

static void add_word(struct reading *r, enum meaning meaning, size_t at, size_t n)
{
    struct item *item = add(r, ITEM_WORD, at, n);

    item->meaning = meaning;
    item->is_short = n == 1 && r->texts[at].len <= 2;
    item->is_symbol = is_symbol(r->texts[at]);
    item->has_self = meaning == MEANING_SELF || names_sender(r, at, n);
}

/* ---- numbers ---- */

static unsigned code_of(struct slice digits)
{
    long long code;

    return digits.len == 4 && slice_to_number(digits, 1000, 9999, &code) ? (unsigned)code : 0;
}

static bool is_code(const struct reading *r, unsigned code)
{
    return code && (code == r->also || r->setting->is_code(r->setting->context, code));
}

/* How many digits it begins with. */
static size_t digits_of(struct slice s)
{
    size_t n = 0;

    while (n < s.len && s.data[n] >= '0' && s.data[n] <= '9')
        n++;
    return n;
}

/* "4711", "4711,8904", "4711/8904", "4711,10": codes, and what is joined to one. False for a
 * number that holds none. */
static bool read_codes(struct reading *r, size_t at)
{
    struct slice rest = r->tokens[at].text, first = {rest.data, digits_of(rest)};
    size_t n_before = r->items->n;

    if (!is_code(r, code_of(first)))
        return false;
    while (rest.len) {
        struct slice digits = {rest.data, digits_of(rest)};
        unsigned code = code_of(digits);
        bool last = digits.len == rest.len;
        char sign = last ? ',' : rest.data[digits.len];

        if ((!is_code(r, code) && (!last || digits.len > 2)) || sign == '-' || sign == ':') {
            r->items->n = n_before;
            return false;
        }
        if (is_code(r, code))
            add(r, ITEM_CODE, at, 1)->code = code;
        else
            break; /* the last number is read by its own */
        rest = last ? (struct slice){0}
                    : (struct slice){rest.data + digits.len + 1, rest.len - digits.len - 1};
    }
    return true;
}

/* The number after the codes that are joined to it, or all of it. */
static struct slice last_number(struct slice text)
{
    for (size_t n = text.len; n > 0; n--)
        if (text.data[n - 1] < '0' || text.data[n - 1] > '9')
            return (struct slice){text.data + n, text.len - n};
    return text;
}

/* "10", "5-10", "5/10". */
static bool is_minutes(struct slice text)
{
    long long minutes;
    size_t n = digits_of(text);

    if (n < text.len && (text.data[n] == '-' || text.data[n] == '/') &&
        slice_to_number((struct slice){text.data, n}, 0, MOST_MINUTES, &minutes))
        text = (struct slice){text.data + n + 1, text.len - n - 1};
    return slice_to_number(text, 0, MOST_MINUTES, &minutes);
}

/* How many tokens say "minutes" at `at`; 0 for none. */
static size_t unit_at(const struct reading *r, size_t at)
{
    enum meaning meaning;
    size_t n;

    if (is_text(r, at, "'") && is_joined(r, at))
        return 1;
    n = at < r->n ? phrase_at(r, at, &meaning) : 0;
    return n && meaning == MEANING_MINUTES ? n : 0;
}

/* "10:30", "1030": in the minutes that come? */
static bool is_soon(const struct reading *r, long long hour, long long minute)
{
    long long ahead = hour * 60 + minute - r->setting->minute;

    if (r->setting->minute < 0 || hour > 23 || minute > 59)
        return false;
    return (ahead + DAY_MINUTES) % DAY_MINUTES <= MOST_MINUTES;
}

/* A time of day that is near: how many tokens it is; 0 for none. */
static size_t clock_at(const struct reading *r, size_t at, bool bare)
{
    struct slice text = at < r->n ? r->tokens[at].text : (struct slice){0}, minutes;
    long long hour, minute = 0;

    if (!is_kind(r, at, TOKEN_NUMBER))
        return 0;
    if (bare && is_code(r, code_of(text)))
        return 0;
    if (bare && text.len == 4 && slice_to_number((struct slice){text.data, 2}, 0, 23, &hour) &&
        slice_to_number((struct slice){text.data + 2, 2}, 0, 59, &minute))
        return is_soon(r, hour, minute);
    minutes = text;
    if (slice_to_number(slice_cut(&minutes, bare && !memchr(text.data, ':', text.len) ? '.' : ':'),
                        0, 23, &hour) &&
        slice_to_number(minutes, 0, 59, &minute))
        return is_soon(r, hour, minute);
    if (!slice_to_number(text, 0, 23, &hour) || !is_text(r, at + 1, "h"))
        return 0;
    if (is_kind(r, at + 2, TOKEN_NUMBER) && is_joined(r, at + 2))
        return slice_to_number(r->tokens[at + 2].text, 0, 59, &minute) && is_soon(r, hour, minute)
                   ? 3
                   : 0;
    return is_soon(r, hour, 0) ? 2 : 0;
}

/* A number that is no code, or what comes after the codes that are joined to it. */
static size_t read_plain_number(struct reading *r, size_t at, bool coded)
{
    struct slice number = coded ? last_number(r->tokens[at].text) : r->tokens[at].text;
    enum meaning meaning;
    size_t n = coded ? 0 : phrase_at(r, at, &meaning), unit = unit_at(r, at + 1);

    if (n) {
        add_word(r, meaning, at, n);
    } else if (unit && is_minutes(number)) {
        n = 1 + unit;
        add_word(r, MEANING_COMING, at, n);
    } else {
        n = clock_at(r, at, false);
        meaning = n ? MEANING_COMING : MEANING_NONE;
        n = n ? n : 1;
        add_word(r, meaning, at, n);
    }
    return n;
}

static size_t read_number(struct reading *r, size_t at)
{
    bool coded = read_codes(r, at);
    size_t n;

    if (coded && is_code(r, code_of(last_number(r->tokens[at].text))))
        return 1;
    n = read_plain_number(r, at, coded);
    if (coded) /* the code is not said again */
        r->items->list[r->items->n - 1].from = r->tokens[at].to;
    return n;
}

/* ---- words ---- */

/* Numbers in words, "十五分钟": how many tokens, with the unit; 0 for no minutes. */
static size_t minutes_in_words(const struct reading *r, size_t at)
{
    size_t n = 0, unit;
    enum meaning meaning;

    while (n < 4 && at + n < r->n && phrase_at(r, at + n, &meaning) == 1 &&
           meaning == MEANING_NUMBER)
        n++;
    unit = n ? unit_at(r, at + n) : 0;
    return unit ? n + unit : 0;
}

static bool are_minutes(const struct reading *r, size_t at)
{
    return minutes_in_words(r, at) ||
           (is_kind(r, at, TOKEN_NUMBER) && unit_at(r, at + 1) && is_minutes(r->tokens[at].text));
}

/* What has a meaning before something only. */
static enum meaning meaning_before(const struct reading *r, enum meaning meaning, size_t next)
{
    if (is_text(r, next, ".")) /* "ca. 10" */
        next++;
    if (meaning == MEANING_ABOUT &&
        !(is_kind(r, next, TOKEN_NUMBER) || (next < r->n && minutes_in_words(r, next))))
        return MEANING_NONE;
    if (meaning == MEANING_ABOUT)
        return MEANING_FILLER; /* the number says the rest */
    if (meaning == MEANING_SELF && next < r->n && are_minutes(r, next))
        return MEANING_FILLER; /* "我10分钟到" */
    if (meaning == MEANING_MINUTES || meaning == MEANING_NUMBER || meaning == MEANING_AT)
        return MEANING_NONE;
    return meaning;
}

/* One word of a name, whole: not a single letter. */
static bool is_part(struct slice name, struct slice text)
{
    struct tokens parts;
    bool found = false;

    tokens_init(&parts, name);
    for (size_t n = 0; n < parts.n; n++)
        found = found || (parts.list[n].kind == TOKEN_WORD && text.len > 1 &&
                          slice_equal(parts.list[n].text, text));
    tokens_deinit(&parts);
    return found;
}

/* How many tokens are that name, Chinese: all of its characters. */
static size_t wide_name_at(const struct reading *r, size_t at, struct slice name)
{
    struct tokens parts;
    size_t n = 0, k;

    tokens_init(&parts, name);
    for (k = 0; k < parts.n && parts.list[k].kind == TOKEN_WIDE; k++)
        if (at + n < r->n && slice_equal(parts.list[k].text, r->texts[at + n]))
            n++;
        else
            break;
    n = n > 1 && (k == parts.n || parts.list[k].kind != TOKEN_WIDE) ? n : 0;
    tokens_deinit(&parts);
    return n;
}

static size_t name_at(const struct reading *r, size_t at, size_t *ret_name)
{
    for (size_t k = 0; k < r->setting->n_names; k++) {
        struct slice name = r->setting->names[k];
        size_t n =
            is_kind(r, at, TOKEN_WORD) ? is_part(name, r->texts[at]) : wide_name_at(r, at, name);

        if (n) {
            *ret_name = k + 1;
            return n;
        }
    }
    return 0;
}

/* "there in 5", "there in about 5 minutes": how many tokens follow. */
static size_t minutes_after(const struct reading *r, size_t at)
{
    enum meaning meaning;
    size_t about = at < r->n ? phrase_at(r, at, &meaning) : 0, next;

    if (about && meaning != MEANING_ABOUT)
        about = 0;
    next = at + about;
    if (next < r->n && minutes_in_words(r, next))
        return about + minutes_in_words(r, next);
    if (next < r->n && phrase_at(r, next, &meaning) && meaning == MEANING_COMING)
        return about + phrase_at(r, next, &meaning); /* "half an hour" */
    if (!is_kind(r, next, TOKEN_NUMBER) || !is_minutes(r->tokens[next].text))
        return 0;
    return about + 1 + unit_at(r, next + 1);
}

/* What has a meaning before a time only. */
static size_t read_before_time(struct reading *r, enum meaning meaning, size_t at, size_t n)
{
    size_t time = meaning == MEANING_AT ? clock_at(r, at + n, true) : minutes_after(r, at + n);

    add_word(r, time ? MEANING_COMING : MEANING_NONE, at, n + time);
    return n + time;
}

static size_t read_word(struct reading *r, size_t at)
{
    enum meaning meaning;
    size_t n = minutes_in_words(r, at), name;

    if (n) {
        add_word(r, MEANING_COMING, at, n);
        return n;
    }
    n = phrase_at(r, at, &meaning);
    if (n && (meaning == MEANING_AT || meaning == MEANING_IN))
        return read_before_time(r, meaning, at, n);
    if (n) {
        add_word(r, meaning_before(r, meaning, at + n), at, n);
        return n;
    }
    n = name_at(r, at, &name);
    add_word(r, n ? MEANING_FILLER : MEANING_NONE, at, n ? n : 1);
    if (n)
        r->items->list[r->items->n - 1].name = name;
    return n ? n : 1;
}

/* ":(" and the like. How many tokens; 0 for none. */
static size_t sad_face(const struct reading *r, size_t at)
{
    size_t n = 1;

    if (!is_text(r, at, ":") && !is_text(r, at, ";"))
        return 0;
    if (is_text(r, at + n, "-") && is_joined(r, at + n))
        n++;
    if (is_joined(r, at + n) && (is_text(r, at + n, "(") || is_text(r, at + n, "/")))
        return n + 1;
    return 0;
}

static size_t read_sign(struct reading *r, size_t at)
{
    size_t n = sad_face(r, at);

    if (n)
        add_word(r, MEANING_NONE, at, n);
    else
        add(r, ITEM_BREAK, at, 1);
    return n ? n : 1;
}

static size_t read_one(struct reading *r, size_t at)
{
    /* Where nothing is spaced, a space parts like a comma. */
    if (at && is_kind(r, at, TOKEN_WIDE) && is_kind(r, at - 1, TOKEN_WIDE) && !is_joined(r, at))
        add(r, ITEM_BREAK, at, 0)->to = r->tokens[at].from;
    switch (r->tokens[at].kind) {
    case TOKEN_LINE:
        add(r, ITEM_LINE, at, 1);
        return 1;
    case TOKEN_QUESTION:
        add(r, ITEM_QUESTION, at, 1);
        return 1;
    case TOKEN_BREAK:
        return read_sign(r, at);
    case TOKEN_NUMBER:
        return read_number(r, at);
    case TOKEN_WORD:
    case TOKEN_WIDE:
    case TOKEN_STRANGE:
        return read_word(r, at);
    }
    return 1;
}

void items_init(struct items *items, const struct token *tokens, size_t n,
                const struct reply_setting *setting, unsigned also)
{
    struct reading r = {.tokens = tokens,
                        .n = n < MOST_TOKENS ? n : MOST_TOKENS,
                        .setting = setting,
                        .also = also,
                        .items = items};

    *items = (struct items){0};
    r.texts = xcalloc(r.n + 1, sizeof(*r.texts));
    r.phrases = xcalloc(r.n + 1, sizeof(*r.phrases));
    for (size_t k = 0; k < r.n; k++)
        r.texts[k] = tokens[k].text;
    for (size_t at = 0; at < r.n;)
        at += read_one(&r, at);
    if (n > r.n)
        add(&r, ITEM_WORD, r.n, n - r.n);
    free(r.texts);
    free(r.phrases);
}

void items_deinit(struct items *items)
{
    free(items->list);
    *items = (struct items){0};
}

unsigned items_first_number(const struct token *tokens, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (tokens[k].kind == TOKEN_NUMBER && code_of(tokens[k].text))
            return code_of(tokens[k].text);
    return 0;
}
