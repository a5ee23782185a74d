#include "base/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

bool tokens_is_wide(uint32_t c)
{
    return c >= 0x2190;
}

/* ---- characters ---- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_break(uint32_t c)
{
    static const uint32_t others[] = {0xa1,   0xb7,   0x2022, 0x3001, 0x3002, 0x3008, 0x3009,
                                      0x300a, 0x300b, 0x300c, 0x300d, 0x300e, 0x300f, 0x3010,
                                      0x3011, 0xff61, 0xff64, 0x203c, 0x2116};

    if (c < 0x80)
        return c != 0 && strchr(",.;:!-()[]\"'*#~/", (int)c) != NULL;
    for (size_t n = 0; n < sizeof(others) / sizeof(*others); n++)
        if (others[n] == c)
            return true;
    return false;
}

static bool is_question(uint32_t c)
{
    return c == '?' || c == 0xbf || c == 0x61f || c == 0x37e || (c >= 0x2047 && c <= 0x2049) ||
           c == 0x2753 || c == 0x2754;
}

/* Tones of skin and signs of sex say nothing. */
static bool is_nothing(uint32_t c)
{
    return (c >= 0x1f3fb && c <= 0x1f3ff) || c == 0x2640 || c == 0x2642;
}

static uint32_t peek(struct slice s)
{
    return s.len ? utf8_next(&s) : 0;
}

static bool is_letter(uint32_t c)
{
    return c && !tokens_is_wide(c) && fold_is_letter(c);
}

/* ---- one token ---- */

static struct slice past(struct slice s, size_t n)
{
    return (struct slice){s.data + n, s.len - n};
}

/* Does an apostrophe, or the point of an abbreviation ("o.k."), go on with a letter? */
static bool joins(struct slice at, size_t letters)
{
    uint32_t c = peek(at);

    return (c == '\'' || (c == '.' && letters == 1)) && is_letter(peek(past(at, 1)));
}

static size_t word_length(struct slice s)
{
    struct slice rest = s;
    size_t letters = 0;

    while (rest.len && (is_letter(peek(rest)) || joins(rest, letters))) {
        utf8_next(&rest);
        letters++;
    }
    return s.len - rest.len;
}

static size_t number_length(struct slice s)
{
    size_t n = 0;

    while (n < s.len) {
        if (is_digit((unsigned char)s.data[n]))
            n++;
        else if (n + 1 < s.len && memchr("-/:.,", s.data[n], 5) &&
                 is_digit((unsigned char)s.data[n + 1]))
            n += 2;
        else
            break;
    }
    return n;
}

/* A letter said three times and more is said once: "yesss". */
static void squeeze(struct buffer *out, size_t run_start, unsigned run)
{
    if (run > 2) {
        struct slice first = {out->data + run_start, out->len - run_start};

        utf8_next(&first);
        out->len -= first.len;
    }
}

/* Without accents, and without the points of an abbreviation. */
static void append_word(struct buffer *out, struct slice word)
{
    size_t run_start = out->len;
    uint32_t last = 0;
    unsigned run = 0;

    while (word.len) {
        const char *at = word.data;
        uint32_t c = utf8_next(&word), letter = fold_accent(c);

        if (c == '.')
            continue;
        if (letter != last) {
            run_start = out->len;
            run = 0;
        }
        last = letter;
        run++;
        if (letter < 0x80)
            buffer_append_char(out, (char)letter);
        else
            buffer_append(out, at, (size_t)(word.data - at));
        squeeze(out, run_start, run);
    }
}

/* Fills in the token at the start of *rest, which is no space, and cuts it off. */
static void cut_token(struct slice *rest, struct token *token)
{
    struct slice s = *rest;
    uint32_t c = utf8_next(rest);
    size_t n = s.len - rest->len;

    if (c == '\n') {
        token->kind = TOKEN_LINE;
    } else if (is_digit(c)) {
        token->kind = TOKEN_NUMBER;
        n = number_length(s);
    } else if (is_letter(c)) {
        token->kind = TOKEN_WORD;
        n = word_length(s);
    } else if (is_question(c)) {
        token->kind = TOKEN_QUESTION;
    } else if (is_break(c)) {
        token->kind = TOKEN_BREAK;
    } else {
        token->kind = tokens_is_wide(c) ? TOKEN_WIDE : TOKEN_STRANGE;
    }
    token->text = (struct slice){s.data, n};
    *rest = past(s, n);
}

/* ---- a text ---- */

/* A hyphen between letters joins no more than a space does: "on-my-way". */
static bool is_hyphen(const struct tokens *t, struct slice rest, size_t at)
{
    const struct token *last = t->n ? &t->list[t->n - 1] : NULL;

    return rest.data[0] == '-' && last && last->kind == TOKEN_WORD && last->end == at &&
           is_letter(peek(past(rest, 1)));
}

static void add(struct tokens *t, size_t *cap, struct token token)
{
    if (token.kind == TOKEN_WORD) {
        size_t from = t->texts.len;

        append_word(&t->texts, token.text);
        token.text = (struct slice){t->texts.data + from, t->texts.len - from};
    }
    t->list = xgrow(t->list, cap, t->n + 1, sizeof(*t->list));
    t->list[t->n++] = token;
}

void tokens_init(struct tokens *t, struct slice text)
{
    struct slice whole, rest;
    size_t cap = 0;
    bool spaced = false;

    *t = (struct tokens){0};
    folded_init(&t->folded, text);
    rest = whole = buffer_slice(&t->folded.text);
    buffer_reserve(&t->texts, whole.len); /* so that it stays in its place */
    while (rest.len) {
        struct token token = {.spaced = spaced, .at = whole.len - rest.len};

        spaced = rest.data[0] == ' ';
        if (spaced || is_hyphen(t, rest, token.at) || is_nothing(peek(rest))) {
            utf8_next(&rest);
            continue;
        }
        cut_token(&rest, &token);
        token.end = whole.len - rest.len;
        token.from = t->folded.from[token.at];
        token.to = t->folded.from[token.end];
        add(t, &cap, token);
    }
}

void tokens_deinit(struct tokens *t)
{
    folded_deinit(&t->folded);
    buffer_deinit(&t->texts);
    free(t->list);
    *t = (struct tokens){0};
}
