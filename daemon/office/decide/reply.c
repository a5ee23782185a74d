#include "office/decide/reply.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/decide/reply_lines.h"

/* A run of items. */
struct part {
    const struct item *items;
    size_t n;
};

/* What one code was answered. */
struct found {
    unsigned code;
    struct verdict verdict;
    struct part part;
};

struct findings {
    struct found list[REPLY_MOST];
    size_t n;
    bool doubtful; /* none of it counts */
};

/* ---- parts ---- */

static struct part part_of(const struct item *items, size_t n)
{
    return (struct part){items, n};
}

/* How many different codes; *ret_code is the last. */
static size_t count_codes(struct part p, unsigned *ret_code)
{
    size_t n = 0;

    for (size_t k = 0; k < p.n; k++) {
        bool again = false;

        if (p.items[k].kind != ITEM_CODE)
            continue;
        for (size_t j = 0; j < k; j++)
            again = again || p.items[j].code == p.items[k].code;
        n += !again;
        *ret_code = p.items[k].code;
    }
    return n;
}

/* Nothing that counts: breaks, greetings, "and". */
static bool is_empty(struct part p)
{
    for (size_t k = 0; k < p.n; k++) {
        const struct item *item = &p.items[k];

        if (item->kind == ITEM_CODE || item->kind == ITEM_QUESTION)
            return false;
        if (item->kind == ITEM_WORD && item->meaning != MEANING_GREETING &&
            item->meaning != MEANING_FILLER && item->meaning != MEANING_AND)
            return false;
    }
    return true;
}

/* ---- one answer for all of a part ---- */

static void add_found(struct findings *f, unsigned code, struct verdict verdict, struct part part)
{
    for (size_t k = 0; k < f->n; k++)
        if (f->list[k].code == code) {
            f->doubtful = f->doubtful || f->list[k].verdict.kind != verdict.kind;
            return;
        }
    if (f->n < REPLY_MOST)
        f->list[f->n++] = (struct found){code, verdict, part};
    else
        f->doubtful = true;
    f->doubtful = f->doubtful || verdict.kind == ANSWER_UNCLEAR;
}

static void add_all(struct findings *f, struct verdict verdict, struct part part)
{
    for (size_t k = 0; k < part.n; k++)
        if (part.items[k].kind == ITEM_CODE)
            add_found(f, part.items[k].code, verdict, part);
}

/* The codes alone, or a yes to them all; a no to them all only where it says so. */
static bool is_common(struct verdict verdict)
{
    return verdict.kind == ANSWER_YES ||
           ((verdict.kind == ANSWER_NO || verdict.kind == ANSWER_UP) &&
            (verdict.is_all || verdict.is_both));
}

/* ---- an answer for each code ---- */

/* Cuts off the next part: up to a line's end, or up to any break. */
static struct part cut_part(struct part *rest, bool by_lines)
{
    struct part part = part_of(rest->items, 0);

    while (part.n < rest->n && rest->items[part.n].kind != ITEM_LINE &&
           (by_lines || rest->items[part.n].kind != ITEM_BREAK))
        part.n++;
    *rest = part_of(rest->items + part.n, rest->n - part.n);
    if (rest->n)
        *rest = part_of(rest->items + 1, rest->n - 1);
    return part;
}

/* "4711 ok, 8904 n": each clause has a code and a word. */
static bool by_clauses(struct findings *f, struct part p)
{
    struct findings own = *f;

    while (p.n) {
        struct part clause = cut_part(&p, false);
        struct verdict verdict;
        unsigned code;

        if (is_empty(clause))
            continue;
        verdict = verdict_of(clause.items, clause.n);
        if (count_codes(clause, &code) != 1 || !verdict.has_word)
            return false;
        add_found(&own, code, verdict, clause);
    }
    *f = own;
    return true;
}

/* "4711 ok 8904 n", or "ok 4711 n 8904": a word after each code, or before each. */
static bool by_sides(struct findings *f, struct part p, bool after)
{
    struct findings own = *f;
    size_t start = 0;

    while (p.n && is_empty(part_of(p.items, 1)))
        p = part_of(p.items + 1, p.n - 1);
    while (p.n && is_empty(part_of(p.items + p.n - 1, 1)))
        p.n--;
    if (!p.n || (p.items[after ? 0 : p.n - 1].kind != ITEM_CODE))
        return false;
    for (size_t k = 1; k <= p.n; k++) {
        bool ends =
            after ? k == p.n || p.items[k].kind == ITEM_CODE : p.items[k - 1].kind == ITEM_CODE;
        struct part part = part_of(p.items + start, k - start);
        struct verdict verdict;
        unsigned code;

        if (!ends)
            continue;
        verdict = verdict_of(part.items, part.n);
        if (count_codes(part, &code) != 1 || !verdict.has_word)
            return false;
        add_found(&own, code, verdict, part);
        start = k;
    }
    *f = own;
    return true;
}

/* What is said without the end of a line in between, or of one code. */
static void read_one(struct findings *f, struct part p)
{
    struct verdict verdict = verdict_of(p.items, p.n);
    unsigned code = REPLY_NO_CODE;
    size_t codes = count_codes(p, &code);

    if (codes == 0) {
        code = verdict.is_both ? REPLY_BOTH : verdict.is_all ? REPLY_ALL : REPLY_NO_CODE;
        add_found(f, code, verdict, p);
    } else if (codes == 1 || is_common(verdict)) {
        add_all(f, verdict, p);
    } else if (!by_clauses(f, p) && !by_sides(f, p, true) && !by_sides(f, p, false)) {
        add_all(f, (struct verdict){.kind = ANSWER_UNCLEAR}, p);
    }
}

/* A line each: "4711 ok", "8904 n". */
static bool by_lines(struct findings *f, struct part p)
{
    struct findings own = *f;
    unsigned code;
    size_t lines = 0;

    while (p.n) {
        struct part line = cut_part(&p, true);

        if (is_empty(line))
            continue;
        if (count_codes(line, &code) == 0)
            return false;
        read_one(&own, line);
        lines++;
    }
    if (lines < 2)
        return false;
    *f = own;
    return true;
}

static void read_all(struct findings *f, struct part p)
{
    unsigned code;

    if (count_codes(p, &code) < 2 || is_common(verdict_of(p.items, p.n)) || !by_lines(f, p))
        read_one(f, p);
}

/* ---- what else is said ---- */

static bool is_plain_answer(const struct item *item)
{
    static const enum meaning plain[] = {MEANING_YES, MEANING_HEARD, MEANING_ALONE, MEANING_NO,
                                         MEANING_NOT, MEANING_UP,    MEANING_ALL,   MEANING_BOTH};

    for (size_t n = 0; n < sizeof(plain) / sizeof(*plain); n++)
        if (item->kind == ITEM_WORD && item->meaning == plain[n])
            return true;
    return false;
}

/* How many items at one end are codes, what parts them, and the own words of an `answer`. */
static size_t count_bare(struct part p, bool at_end, bool answer)
{
    size_t bare = 0;

    for (size_t k = 0; k < p.n; k++) {
        const struct item *item = &p.items[at_end ? p.n - 1 - k : k];
        bool own = item->kind == ITEM_CODE || (answer && !at_end && is_plain_answer(item));

        if (own || item->kind == ITEM_LINE || (bare && item->kind == ITEM_BREAK))
            bare = k + 1;
        else if (item->kind != ITEM_BREAK)
            break;
    }
    return bare;
}

static struct part strip(struct part p, bool answer)
{
    size_t bare = count_bare(p, false, answer);

    p = part_of(p.items + bare, p.n - bare);
    p.n -= count_bare(p, true, answer);
    return p;
}

/* As typed, but for the codes. */
static void append_text(struct buffer *out, struct slice message, struct part p)
{
    bool gap = false;

    for (size_t k = 0; k < p.n; k++) {
        const struct item *item = &p.items[k];
        size_t from = k && !gap ? p.items[k - 1].to : item->from;

        if (item->kind == ITEM_CODE) {
            gap = true;
            continue;
        }
        if (gap)
            buffer_append_char(out, ' ');
        gap = false;
        buffer_append(out, message.data + from, item->to - from);
    }
}

static void put_text(struct reply *r, size_t k, struct slice message, struct part part)
{
    enum answer_kind kind = r->answers[k].kind;
    struct buffer text = BUFFER_INIT;

    append_text(&text, message, strip(part, kind != ANSWER_UNCLEAR));
    if (!text.len && kind == ANSWER_UNCLEAR && !part.n)
        buffer_append_slice(&text, slice_trim(message));
    r->answers[k].text = buffer_slice(&text);
    r->texts[k] = buffer_steal(&text);
}

static void put_answers(struct reply *r, const struct findings *f, struct part whole,
                        struct slice message)
{
    for (r->n = 0; r->n < f->n; r->n++) {
        const struct found *found = &f->list[r->n];
        bool unclear = f->doubtful;

        r->answers[r->n] = (struct answer){.kind = unclear ? ANSWER_UNCLEAR : found->verdict.kind,
                                           .code = found->code,
                                           .is_sure = found->verdict.is_sure};
        put_text(r, r->n, message, unclear ? whole : found->part);
    }
}

/* ---- all of it ---- */

static bool has_codes(const struct items *items)
{
    unsigned code;

    return count_codes(part_of(items->list, items->n), &code) > 0;
}

/* "9999 ok": a code that is none of theirs. But a number somewhere in a text is a number. */
static bool means_a_code(const struct items *items)
{
    struct part whole = part_of(items->list, items->n);
    struct part rest = whole;

    while (rest.n && rest.items[0].kind != ITEM_CODE && is_empty(part_of(rest.items, 1)))
        rest = part_of(rest.items + 1, rest.n - 1);
    if (rest.n && rest.items[0].kind == ITEM_CODE)
        return true;
    return has_codes(items) && verdict_of(whole.items, whole.n).kind != ANSWER_UNCLEAR;
}

static size_t one_name(const struct items *items)
{
    size_t name = 0;

    for (size_t k = 0; k < items->n; k++) {
        if (items->list[k].name && name && items->list[k].name != name)
            return 0;
        if (items->list[k].name)
            name = items->list[k].name;
    }
    return name;
}

/* The items of what is the sender's own; where they hold no code, a number that was meant for one
 * is in wrong_code. */
static void read_own(struct reply *r, struct items *items, const struct token *own, size_t n,
                     const struct reply_setting *setting)
{
    unsigned number = items_first_number(own, n);
    struct items guess;

    items_init(items, own, n, setting, 0);
    if (has_codes(items) || !number)
        return;
    items_init(&guess, own, n, setting, number);
    if (means_a_code(&guess))
        r->wrong_code = number;
    items_deinit(&guess);
}

/* What is quoted says which page is meant where the answer does not, if it is one. */
static void take_quoted_code(struct findings *f, const struct token *quoted, size_t n,
                             const struct reply_setting *setting)
{
    unsigned code;
    struct items items;

    if (f->n != 1 || f->list[0].code != REPLY_NO_CODE)
        return;
    items_init(&items, quoted, n, setting, 0);
    if (count_codes(part_of(items.list, items.n), &code) == 1)
        f->list[0].code = code;
    items_deinit(&items);
}

void reply_read(struct reply *r, struct slice message, const struct reply_setting *setting)
{
    struct tokens tokens;
    struct token *own, *quoted;
    size_t n_own, n_quoted;
    struct items items;
    struct findings f = {0};

    *r = (struct reply){0};
    tokens_init(&tokens, message);
    own = xcalloc(tokens.n + 1, sizeof(*own));
    quoted = xcalloc(tokens.n + 1, sizeof(*quoted));
    reply_lines_part(&tokens, own, &n_own, quoted, &n_quoted);
    read_own(r, &items, own, n_own, setting);
    read_all(&f, part_of(items.list, items.n));
    take_quoted_code(&f, quoted, n_quoted, setting);
    r->name = one_name(&items);
    put_answers(r, &f, part_of(items.list, items.n), message);
    items_deinit(&items);
    free(own);
    free(quoted);
    tokens_deinit(&tokens);
}

void reply_deinit(struct reply *r)
{
    for (size_t k = 0; k < r->n; k++)
        free(r->texts[k]);
    r->n = 0;
}
