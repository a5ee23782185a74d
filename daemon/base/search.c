#include "base/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "base/phone_match.h"
#include "base/phone_plan.h"
#include "base/phone_text.h"
#include "base/utf8.h"

#define NUMBER_LEAST 7  /* digits of a telephone number that is looked for as one */
#define NUMBER_WHOLE 10 /* digits in one piece that need no more after them */
#define NUMBER_MOST (PHONE_E164_DIGITS + 2) /* with what is dialled to leave the country */
#define IN_FRONT 6 /* digits that may stand before such a piece: "0086", "0755" */

/* ---- numbers in a text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

struct number_run {
    struct buffer digits;
    bool is_parted; /* something stands between them */
    bool has_gap;   /* since the last one */
};

static void end_run(struct number_run *run, struct buffer *out)
{
    if (run->is_parted && run->digits.len >= NUMBER_LEAST) {
        buffer_append_char(out, ' ');
        buffer_append_slice(out, buffer_slice(&run->digits));
    }
    buffer_clear(&run->digits);
    run->is_parted = run->has_gap = false;
}

void search_append_numbers(struct slice text, struct buffer *out)
{
    struct number_run run = {0};

    while (text.len) {
        uint32_t c = utf8_next(&text);
        char sign = c == '\n' ? PHONE_TEXT_OTHER : phone_text_sign(c);

        if (is_digit(sign)) {
            run.is_parted = run.is_parted || (run.has_gap && run.digits.len);
            run.has_gap = false;
            buffer_append_char(&run.digits, sign);
        } else if (sign && strchr(" -.()/", sign)) {
            run.has_gap = true;
        } else if (sign != PHONE_TEXT_NOTHING) {
            end_run(&run, out);
        }
    }
    end_run(&run, out);
    buffer_deinit(&run.digits);
}

void search_append(struct slice text, struct buffer *out)
{
    size_t from = out->len;
    struct buffer numbers = BUFFER_INIT;

    fold_text(text, out);
    search_append_numbers((struct slice){out->data + from, out->len - from}, &numbers);
    buffer_append_slice(out, buffer_slice(&numbers));
    buffer_deinit(&numbers);
}

/* ---- what is looked for ---- */

static struct search_term *add_term(struct search *s)
{
    s->terms = xrealloc(s->terms, (s->n + 1) * sizeof(*s->terms));
    s->terms[s->n] = (struct search_term){0};
    return &s->terms[s->n++];
}

static void add_word(struct search_term *term, struct slice word)
{
    term->words = xrealloc(term->words, (term->n_words + 1) * sizeof(*term->words));
    term->words[term->n_words++] = slice_dup(word);
}

/* How many bytes of what parts words stand here: spaces, and commas as Chinese input methods write
 * them without one. Not what parts the digits of a number. */
static size_t gap_length(struct slice whole, size_t at)
{
    static const char *const wide[] = {"、", "。"};
    struct slice rest = {whole.data + at, whole.len - at};

    if (rest.data[0] == ' ' || rest.data[0] == '\n')
        return 1;
    if (rest.data[0] == ',' || rest.data[0] == ';')
        return !(at && rest.len > 1 && is_digit(rest.data[-1]) && is_digit(rest.data[1]));
    for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
        if (slice_starts_with(rest, slice_of(wide[i])))
            return strlen(wide[i]);
    return 0;
}

static struct slice past(struct slice s, size_t n)
{
    return (struct slice){s.data + n, s.len - n};
}

struct slice search_next_word(struct slice *rest)
{
    struct slice piece = {0};
    size_t gap;

    while (rest->len && (gap = gap_length(*rest, 0)))
        *rest = past(*rest, gap);
    if (rest->len > 1 && rest->data[0] == '"' && memchr(rest->data + 1, '"', rest->len - 1)) {
        *rest = past(*rest, 1);
        piece = slice_trim(slice_cut(rest, '"'));
        return piece.len ? piece : search_next_word(rest);
    }
    piece.data = rest->data;
    while (piece.len < rest->len && !gap_length(*rest, piece.len))
        piece.len++;
    *rest = past(*rest, piece.len);
    return piece;
}

/* Can it be a number, or a part of one? */
static bool is_of_number(struct slice piece, size_t *ret_digits)
{
    *ret_digits = 0;
    while (piece.len) {
        char sign = phone_text_sign(utf8_next(&piece));

        if (is_digit(sign))
            ++*ret_digits;
        else if (sign != PHONE_TEXT_NOTHING && !strchr("+ -.()/", sign))
            return false;
    }
    return true;
}

/* The digits that all ways to write the number have: without the country's code and what is dialled
 * in front. */
static char *number_of(struct slice text, struct phone_home home)
{
    struct phone phone;

    phone_parse(text, home, &phone);
    if (phone.read.verdict <= PHONE_ODD)
        return xstrdup(phone.read.number + 1 + strlen(phone.read.code));
    return xstrdup(phone.digits);
}

/* From the piece on, as long as all of it may be one number; leaves in *rest what comes after it.
 */
static struct slice join_number(struct slice piece, struct slice *rest)
{
    struct slice number = piece, after = *rest, next;
    size_t digits, more;

    if (!is_of_number(piece, &digits) || !digits || digits > NUMBER_MOST)
        return (struct slice){0};
    if (digits >= NUMBER_WHOLE)
        return piece;
    while ((next = search_next_word(&after)).len && is_of_number(next, &more)) {
        if (digits + more > NUMBER_MOST || (more >= NUMBER_WHOLE && digits > IN_FRONT))
            break;
        digits += more;
        number.len = (size_t)(next.data + next.len - number.data);
        *rest = after;
    }
    return digits >= NUMBER_LEAST ? number : (struct slice){0};
}

static void add_number(struct search *s, struct slice text, struct phone_home home)
{
    struct search_term *term = add_term(s);
    struct slice word;

    term->number = number_of(text, home);
    if (!term->number[0]) {
        free(term->number);
        term->number = NULL;
    }
    while ((word = search_next_word(&text)).len)
        add_word(term, word);
}

void search_init(struct search *s, struct slice said, struct phone_home home)
{
    struct buffer folded = BUFFER_INIT;
    struct slice rest, piece;

    *s = (struct search){0};
    fold_text(said, &folded);
    rest = buffer_slice(&folded);
    while ((piece = search_next_word(&rest)).len) {
        struct slice after = rest, number = join_number(piece, &after);

        if (number.len) {
            add_number(s, number, home);
            rest = after;
        } else {
            add_word(add_term(s), piece);
        }
    }
    buffer_deinit(&folded);
}

void search_deinit(struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; k < s->terms[i].n_words; k++)
            free(s->terms[i].words[k]);
        free(s->terms[i].words);
        free(s->terms[i].number);
    }
    free(s->terms);
    *s = (struct search){0};
}

/* ---- where it is found ---- */

static bool has(struct slice text, const char *word)
{
    return text.len && memmem(text.data, text.len, word, strlen(word)) != NULL;
}

static bool has_term(struct slice text, const struct search_term *term)
{
    if (term->number && has(text, term->number))
        return true;
    for (size_t k = 0; k < term->n_words; k++)
        if (!has(text, term->words[k]))
            return false;
    return true;
}

bool search_finds(const struct search *s, struct slice searched)
{
    for (size_t i = 0; i < s->n; i++)
        if (!has_term(searched, &s->terms[i]))
            return false;
    return true;
}
