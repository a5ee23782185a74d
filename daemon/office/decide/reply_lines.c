#include "office/decide/reply_lines.h"

#include <string.h>

/* Words that stand first, with a colon after them. */
static const char *const forwarded[] = {
    "fwd",      "fw",     "wg",      "tr",      "rv",      "from",  "von",    "de", "sent",
    "gesendet", "envoye", "enviado", "subject", "betreff", "objet", "asunto", NULL};
static const char *const replied[] = {"re", "aw", "antw", "sv", "rif", NULL};
static const char *const opens[] = {"on", "am", "le", "el", NULL};
static const char *const wrote[] = {"wrote", "schrieb", "ecrit", "escribio", NULL};

struct line {
    const struct token *tokens;
    size_t n;
};

static bool is(const struct line *line, size_t at, const char *text)
{
    return at < line->n && slice_equal_string(line->tokens[at].text, text);
}

static bool is_one_of(const struct line *line, size_t at, const char *const *texts)
{
    for (; *texts; texts++)
        if (is(line, at, *texts))
            return true;
    return false;
}

/* Characters one after another, from `at` on. */
static bool is_run(const struct line *line, size_t at, const char *const *texts)
{
    for (; *texts; texts++, at++)
        if (!is(line, at, *texts))
            return false;
    return true;
}

static bool has(const struct line *line, const char *text)
{
    for (size_t n = 0; n < line->n; n++)
        if (is(line, n, text))
            return true;
    return false;
}

static bool has_number(const struct line *line)
{
    for (size_t n = 0; n < line->n; n++)
        if (line->tokens[n].kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* Past brackets, quotes and "Re:". */
static size_t first_word(const struct line *line)
{
    size_t at = 0;

    while (at < line->n && line->tokens[at].kind == TOKEN_BREAK && !is(line, at, "-"))
        at++;
    if (is_one_of(line, at, replied) && is(line, at + 1, ":"))
        at += 2;
    while (at < line->n && line->tokens[at].kind == TOKEN_BREAK && !is(line, at, "-"))
        at++;
    return at;
}

/* Is this line, and all below it, another's? */
static bool starts_foreign(const struct line *line)
{
    static const char *const chinese[][4] = {
        {"转", "发"}, {"轉", "發"}, {"转", "寄"}, {"发", "件", "人"}, {"發", "件", "人"}};
    size_t at = first_word(line);

    if (is_one_of(line, at, forwarded) && is(line, at + 1, ":"))
        return true;
    if (is(line, at, "forwarded") && is(line, at + 1, "message"))
        return true;
    for (size_t n = 0; n < sizeof(chinese) / sizeof(*chinese); n++)
        if (is_run(line, at, chinese[n]))
            return true;
    return (is(line, 0, "-") && is(line, 1, "-")) || (is(line, 0, "_") && is(line, 1, "_"));
}

/* "On 3 November Ann wrote:" */
static bool is_introduction(const struct line *line)
{
    if (!line->n || !is(line, line->n - 1, ":"))
        return false;
    for (size_t n = 0; n < line->n; n++)
        if (is_one_of(line, n, wrote) ||
            ((is(line, n, "写") || is(line, n, "寫")) && is(line, n + 1, "道")))
            return true;
    return false;
}

static bool is_code_like(const struct line *line, size_t at)
{
    return at < line->n && line->tokens[at].kind == TOKEN_NUMBER && line->tokens[at].text.len == 4;
}

/* The form of a page, "4711 DRILL II gas 12 Renmin Rd: smell of gas [2026-000123]", and of several
 * in one. An I may be the sender, and a question mark a question: these need more signs of it. */
static bool is_page(const struct line *line)
{
    static const char *const grades[] = {"ii", "iii", "iv", NULL}, *const weak[] = {"i", "?", NULL};
    size_t at = first_word(line);
    bool ends =
        line->n > 2 && is(line, line->n - 1, "]") && is(line, line->n - 3, "[") &&
        memchr(line->tokens[line->n - 2].text.data, '-', line->tokens[line->n - 2].text.len);

    if (ends || (has(line, "open") && has(line, "worst")))
        return true;
    if (!is_code_like(line, at))
        return false;
    at++;
    if (is(line, at, "drill"))
        at++;
    if (is(line, at, "演") && is(line, at + 1, "练"))
        at += 2;
    return is_one_of(line, at, grades) || (is_one_of(line, at, weak) && has(line, ":"));
}

static bool is_quoted(const struct line *line)
{
    return is(line, 0, ">") || is(line, 0, "|") || is_page(line);
}

/* Without "Re:". */
static struct line without_prefix(struct line line)
{
    size_t at = first_word(&line);

    if (at > 1 && is(&line, at - 1, ":") && is_one_of(&line, at - 2, replied))
        return (struct line){line.tokens + at, line.n - at};
    return line;
}

static void put(const struct line *line, struct token *to, size_t *n)
{
    if (line->n)
        memcpy(to + *n, line->tokens, line->n * sizeof(*to));
    *n += line->n;
}

/* The line with its end. */
static struct line cut_line(const struct tokens *t, size_t *at)
{
    struct line line = {t->list + *at, 0};

    while (*at < t->n && t->list[*at].kind != TOKEN_LINE) {
        ++*at;
        line.n++;
    }
    return line;
}

void reply_lines_part(const struct tokens *t, struct token *own, size_t *ret_n_own,
                      struct token *quoted, size_t *ret_n_quoted)
{
    size_t at = 0, before = 0;
    bool foreign = false, may_introduce = false;

    *ret_n_own = *ret_n_quoted = 0;
    while (at < t->n) {
        struct line line = cut_line(t, &at);
        bool introduces = is_introduction(&line), is_own = !is_quoted(&line);

        if (introduces && may_introduce) /* over two lines */
            *ret_n_own = before;
        foreign = foreign || introduces || starts_foreign(&line);
        may_introduce = is_one_of(&line, 0, opens) && has_number(&line);
        before = *ret_n_own;
        if (at < t->n) { /* its end goes with it */
            at++;
            line.n++;
        }
        if (is_own)
            line = without_prefix(line);
        if (foreign || !is_own)
            put(&line, quoted, ret_n_quoted);
        else
            put(&line, own, ret_n_own);
    }
}
