#include "base/phone_text.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

#define WHOLE_NUMBER 5   /* digits, where two numbers stand in one text */
#define LOCAL_NUMBER 7   /* beside a slash, which also stands behind an area's code */
#define ONLY_A_VARIANT 2 /* behind a slash: "6222111/2" is 6222111 and 6222112 */
#define FEW_DIGITS 3     /* beside letters: words that happen to hold a digit */

/* ---- characters ---- */

/* What people write in numbers only, besides what every text folds to: dots and bars between the
 * digits, words for an extension, letters that look Latin. */
char phone_text_sign(uint32_t c)
{
    static const struct {
        uint32_t c;
        char plain;
    } here[] = {{0xb7, '-'},   {0x2022, '-'}, {0x30fb, '-'}, {0x30fc, '-'}, {0x3001, ','},
                {0x3002, '.'}, {0x60c, ','},  {0x61b, ';'},  {0xfe62, '+'}, {0x6216, ','},
                {0x548c, ','}, {0x8f6c, '#'}, {0x8f49, '#'}, {0x5206, '#'}, {0x41e, 'O'},
                {0x43e, 'o'},  {0x39f, 'O'},  {0x3bf, 'o'}};
    const char *folded;

    if (c < 0x80)
        return c < ' ' ? ' ' : (char)c;
    for (size_t i = 0; i < sizeof(here) / sizeof(*here); i++)
        if (c == here[i].c)
            return here[i].plain;
    if (fold_digit(c) >= 0)
        return (char)('0' + fold_digit(c));
    folded = fold_plain(c);
    if (!folded)
        return PHONE_TEXT_OTHER;
    return folded[0] && folded[1] ? PHONE_TEXT_OTHER : folded[0];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The digit that the letter is taken for, or PHONE_TEXT_NOTHING. */
static char digit_like(char c)
{
    static const char letters[] = "OoQlIiSsBZz", digits[] = "00011155822";
    const char *at = c ? strchr(letters, c) : NULL;

    return at ? digits[at - letters] : PHONE_TEXT_NOTHING;
}

/* ---- a text ---- */

struct scan {
    struct phone_text *out;
    size_t part;      /* digits since the last sign that parts numbers */
    size_t whole;     /* parts that are a number each */
    size_t true_ones; /* digits that are no letters */
    char last;        /* of those signs: ',' '/' or 0 */
    bool tail;        /* something short stands behind such a sign: an extension, or a variant */
    size_t letters_in;
};

static void add_digit(struct scan *s, char digit)
{
    struct phone_text *out = s->out;

    if (out->n_digits < PHONE_TEXT_DIGITS) {
        out->digits[out->n_digits] = digit;
        out->digits[out->n_digits + 1] = '\0';
    }
    out->n_digits++;
    s->part++;
}

/* The first thing that is found wrong counts, but letters that look like digits count least. */
static void add_fault(struct scan *s, enum phone_text_kind kind, struct slice sign)
{
    struct phone_text *out = s->out;

    if (out->kind != PHONE_TEXT_GOOD &&
        !(out->kind == PHONE_TEXT_LETTER_IN && kind != PHONE_TEXT_LETTER_IN))
        return;
    sign = utf8_head(sign, PHONE_TEXT_SIGN);
    out->kind = kind;
    memcpy(out->sign, sign.data, sign.len);
    out->sign[sign.len] = '\0';
}

static void end_part(struct scan *s, char sign)
{
    size_t least = s->last == '/' || sign == '/' ? LOCAL_NUMBER : WHOLE_NUMBER;

    if (s->part >= least)
        s->whole++;
    else if (s->part && s->whole && s->last)
        s->tail = s->last == ',' || s->part <= ONLY_A_VARIANT;
    if (s->part && sign && s->tail == false)
        s->last = sign;
    s->part = 0;
}

/* A run of letters. */
static void read_word(struct scan *s, struct slice word)
{
    static const char *const between[] = {"or", "and", "und", "oder", "et", "ou", "y", "e"};
    static const char *const extension[] = {"x",  "ext",   "extn",  "extension", "durchwahl",
                                            "dw", "poste", "anexo", "int"};
    bool alike = true;

    for (size_t i = 0; i < sizeof(extension) / sizeof(*extension); i++)
        if (s->part >= WHOLE_NUMBER && fold_equal(word, slice_of(extension[i]))) {
            add_fault(s, PHONE_TEXT_EXTENSION, word);
            return;
        }
    for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++)
        if (s->part >= WHOLE_NUMBER && fold_equal(word, slice_of(between[i]))) {
            end_part(s, ',');
            return;
        }
    for (size_t i = 0; i < word.len; i++)
        alike = alike && digit_like(word.data[i]);
    s->letters_in += word.len;
    if (!alike) {
        add_fault(s, PHONE_TEXT_SIGN_IN, word);
        return;
    }
    add_fault(s, PHONE_TEXT_LETTER_IN, (struct slice){word.data, 1});
    for (size_t i = 0; i < word.len; i++)
        add_digit(s, digit_like(word.data[i]));
}

static void read_sign(struct scan *s, char c, struct slice sign)
{
    if (is_digit(c)) {
        add_digit(s, c);
        s->true_ones++;
    } else if (c == '+' && s->out->n_digits == 0 && !s->out->plus) {
        s->out->plus = true;
    } else if (c == '+' && s->part >= WHOLE_NUMBER) {
        end_part(s, ',');
    } else if (c == '#' && s->part >= WHOLE_NUMBER) {
        add_fault(s, PHONE_TEXT_EXTENSION, sign);
    } else if (strchr(",;&|", c) || c == '/') {
        end_part(s, c == '/' ? '/' : ',');
    } else if (!strchr(" -.()", c)) {
        add_fault(s, PHONE_TEXT_SIGN_IN, sign);
    }
}

static void scan(struct scan *s, struct slice text)
{
    while (text.len) {
        struct slice at = text, word;
        char c = phone_text_sign(utf8_next(&text));

        at.len -= text.len;
        if (c == PHONE_TEXT_NOTHING)
            continue;
        if (!is_letter(c)) {
            read_sign(s, c, at);
            continue;
        }
        if (at.len > 1) { /* a letter of full width, or one that only looks Latin */
            read_word(s, (struct slice){&c, 1});
            continue;
        }
        word = at;
        while (text.len && is_letter(text.data[0])) {
            utf8_next(&text);
            word.len++;
        }
        read_word(s, word);
    }
    end_part(s, PHONE_TEXT_NOTHING);
}

static void judge(struct scan *s)
{
    struct phone_text *out = s->out;
    bool none = s->true_ones == 0 || (s->letters_in && s->true_ones < FEW_DIGITS);

    if (none)
        out->kind = PHONE_TEXT_WORDS;
    else if (s->whole > 1 || (s->tail && s->last == '/'))
        out->kind = PHONE_TEXT_TWO;
    else if (s->tail)
        out->kind = PHONE_TEXT_EXTENSION;
}

/* ---- tel: ---- */

static bool cut_head(struct slice *text, const char *head)
{
    struct slice first = utf8_head(*text, strlen(head));

    if (!fold_equal(first, slice_of(head)))
        return false;
    *text = (struct slice){first.data + first.len, text->len - first.len};
    return true;
}

/* Parameters behind the number: a context stands before a local number. */
static void read_parameters(struct scan *s, struct slice parameters, struct slice number)
{
    struct slice ext = {0}, context = {0};

    while (parameters.len) {
        struct slice p = slice_cut(&parameters, ';');

        if (cut_head(&p, "ext="))
            ext = p;
        else if (cut_head(&p, "phone-context=+"))
            context = p;
    }
    if (context.len && !memchr(number.data, '+', number.len)) {
        s->out->plus = true;
        scan(s, context);
        s->whole = 0;
    }
    scan(s, number);
    if (ext.len)
        add_fault(s, PHONE_TEXT_EXTENSION, SLICE("ext"));
}

void phone_text_read(struct slice text, struct phone_text *ret)
{
    struct scan s = {.out = ret};

    *ret = (struct phone_text){0};
    text = slice_trim(text);
    if (cut_head(&text, "tel:") || cut_head(&text, "sms:") || cut_head(&text, "callto:")) {
        struct slice number = slice_cut(&text, ';');

        read_parameters(&s, text, number);
    } else {
        scan(&s, text);
    }
    judge(&s);
}
