/* Random rules, and rules that somebody has edited. */
#include "sim.h"

static void add_line(struct sim *s, struct buffer *b)
{
    s->lines[s->n_lines++] = buffer_steal(b);
    s->lines[s->n_lines] = NULL;
}

static void say_person(struct sim *s, unsigned n)
{
    static const char *const ranks[] = {"officer", "officer", "supervisor", "leader"};
    static const char *const gaps[] = {"10s", "60s", "5m"};
    struct buffer b = BUFFER_INIT;
    unsigned contacts = below(s, 4);

    buffer_printf(&b, "person p%u %s", n, ranks[below(s, 4)]);
    for (unsigned k = 0; k < contacts; k++)
        buffer_printf(&b, " via%u:%u:%s", k, 1 + below(s, 3), gaps[below(s, 3)]);
    add_line(s, &b);
}

static void say_targets(struct sim *s, struct buffer *b)
{
    unsigned n = 1 + below(s, 3);

    if (once_in(s, 6)) {
        buffer_append_string(b, "nobody");
        return;
    }
    for (unsigned k = 0; k < n; k++) {
        if (k)
            buffer_append_char(b, ',');
        if (once_in(s, 3))
            buffer_printf(b, "post:post%u", below(s, 2));
        else if (once_in(s, 5))
            buffer_printf(b, "team:t%u", below(s, 2));
        else if (once_in(s, 8))
            buffer_append_string(b, "rank:leader");
        else
            buffer_printf(b, "person:p%u", below(s, PEOPLE - 2)); /* two may leave */
    }
}

static void say_step(struct sim *s, bool is_first, bool is_last, struct buffer *b)
{
    static const char *const spans[] = {"0s", "30s", "3m", "15m"};

    buffer_printf(b, " %s=", spans[is_first ? below(s, 2) : below(s, 4)]);
    say_targets(s, b);
    if (is_last && once_in(s, 2))
        buffer_printf(b, "*%u@%s", 1 + below(s, 4), spans[1 + below(s, 3)]);
}

static void say_limit(struct sim *s, struct buffer *b)
{
    static const char *const limits[] = {"20m", "1h", "7m"};

    if (once_in(s, 3))
        buffer_printf(b, " limit=%s", limits[below(s, 3)]);
}

static char *team_line(struct sim *s, unsigned id)
{
    struct buffer b = BUFFER_INIT;
    unsigned n = 1 + below(s, 3), first = below(s, 4);

    buffer_printf(&b, "team t%u p%u", id, first);
    for (unsigned k = 1; k < n; k++)
        buffer_printf(&b, ",p%u", first + k);
    return buffer_steal(&b);
}

static char *drill_line(struct sim *s)
{
    struct buffer b = BUFFER_INIT;

    buffer_printf(&b, "drill_to person:p%u", below(s, PEOPLE - 2));
    if (once_in(s, 2))
        buffer_printf(&b, ",team:t%u", below(s, 2));
    if (once_in(s, 2))
        buffer_printf(&b, ",post:post%u", below(s, 2));
    return buffer_steal(&b);
}

static void say_routes(struct sim *s, unsigned chains)
{
    static const char *const idle[] = {"0s", "10m", "2h"};
    static const char *const asks[] = {"1 -", "- gas", "- -", "- -", "- -"};
    static const char *const options[] = {"", "", "place=pier|码头",
                                          "from=17:30 to=08:30 days=mon-fri", "drill=yes"};

    for (unsigned n = 0; n < 6; n++) {
        struct buffer b = BUFFER_INIT;
        bool last = n == 5;
        if (!last && once_in(s, 3))
            continue;
        buffer_printf(&b, "route %s c%u %s %s %s", last ? "- -" : asks[n], below(s, chains),
                      n == 0 && once_in(s, 2) ? "leader" : "officer", idle[below(s, 3)],
                      last ? "" : options[n]);
        if (once_in(s, 4))
            buffer_append_string(&b, " second_person");
        if (once_in(s, 2))
            buffer_printf(&b, " inform=post:post%u,person:p%u", below(s, 2), below(s, PEOPLE - 2));
        add_line(s, &b);
    }
}

static void say_chain(struct sim *s, unsigned id)
{
    struct buffer b = BUFFER_INIT;
    unsigned n = 1 + below(s, 4);

    buffer_printf(&b, "chain c%u", id);
    say_limit(s, &b);
    for (unsigned k = 0; k < n; k++)
        say_step(s, k == 0, k + 1 == n, &b);
    add_line(s, &b);
}

void forget_rules(struct sim *s)
{
    while (s->n_lines)
        free(s->lines[--s->n_lines]);
}

struct rules *new_rules(struct sim *s)
{
    struct buffer b = BUFFER_INIT;

    forget_rules(s);
    for (unsigned n = 0; n < PEOPLE - below(s, 3); n++)
        say_person(s, n);
    buffer_append_string(&b, "person gateway service");
    add_line(s, &b);
    buffer_append_string(&b, "person guest observer");
    add_line(s, &b);
    for (unsigned n = 0; n < 2; n++) {
        buffer_printf(&b, "post post%u officer p%u+p%u/p%u", n, below(s, 7), below(s, 7),
                      below(s, 7));
        if (once_in(s, 2))
            buffer_printf(&b, " grace=%um", 1 + below(s, 30));
        if (once_in(s, 3))
            buffer_printf(&b, " remind=%uh", 1 + below(s, 30));
        if (once_in(s, 3))
            buffer_printf(&b, " rollcalls=%u limit=%um", 1 + below(s, 4), 1 + below(s, 9));
        add_line(s, &b);
    }
    if (once_in(s, 2)) {
        buffer_printf(&b, "selftest %02u:%02u post%u %um", below(s, 24), below(s, 60), below(s, 2),
                      1 + below(s, 20));
        add_line(s, &b);
    }
    for (unsigned n = 0; n < 2; n++)
        s->lines[s->n_lines++] = team_line(s, n);
    unsigned chains = 1 + below(s, 3);
    for (unsigned n = 0; n < chains; n++)
        say_chain(s, n);
    say_routes(s, chains);
    buffer_printf(&b, "catch person:p%u", below(s, 7));
    add_line(s, &b);
    if (once_in(s, 2)) {
        buffer_append_string(&b, "tell");
        add_line(s, &b);
    }
    if (!once_in(s, 3)) {
        buffer_append_string(&b, "tell changes");
        add_line(s, &b);
    }
    if (once_in(s, 2)) {
        buffer_append_string(&b, "confirm");
        add_line(s, &b);
    }
    if (!once_in(s, 3))
        s->lines[s->n_lines++] = drill_line(s);
    s->lines[s->n_lines] = NULL;
    return fixture_rules((const char *const *)s->lines);
}

struct rules *same_rules(struct sim *s)
{
    return fixture_rules((const char *const *)s->lines);
}

/* ---- edits ---- */

#define MOST_STEPS 12

static void swap(struct slice *a, struct slice *b)
{
    struct slice kept = *a;

    *a = *b;
    *b = kept;
}

/* One edit; `new` is a step that may be used for it. Returns how many steps there are then. */
static size_t edit_steps(struct sim *s, struct slice *steps, size_t n, struct slice new)
{
    unsigned dice = below(s, 5);
    size_t at = below(s, (unsigned)n);

    if (dice <= 1 && n < MOST_STEPS) {
        memmove(&steps[at + 1], &steps[at], (n - at) * sizeof(*steps));
        steps[at] = new;
        if (once_in(s, 3)) /* after the last one */
            swap(&steps[at], &steps[n]);
        return n + 1;
    }
    if (dice == 2 && n > 1) {
        memmove(&steps[at], &steps[at + 1], (n - at - 1) * sizeof(*steps));
        return n - 1;
    }
    if (dice == 3)
        swap(&steps[at], &steps[below(s, (unsigned)n)]);
    else
        steps[at] = new;
    return n;
}

/* The line of a chain with some edits. */
static void edit_chain(struct sim *s, char **line)
{
    struct slice rest = slice_of(*line), steps[MOST_STEPS + 1], id;
    struct buffer b = BUFFER_INIT, new = BUFFER_INIT;
    size_t n = 0;

    fixture_word(&rest);
    id = fixture_word(&rest);
    if (slice_starts_with(slice_trim(rest), SLICE("limit=")))
        fixture_word(&rest);
    while (n < MOST_STEPS && slice_trim(rest).len)
        steps[n++] = fixture_word(&rest);
    say_step(s, false, true, &new);
    n = edit_steps(s, steps, n, slice_trim(buffer_slice(&new)));
    n = edit_steps(s, steps, n, steps[below(s, (unsigned)n)]); /* also steps that are equal */
    buffer_printf(&b, "chain %.*s", SLICE_ARG(id));
    say_limit(s, &b);
    for (size_t k = 0; k < n; k++)
        buffer_printf(&b, " %.*s", SLICE_ARG(steps[k]));
    free(*line);
    *line = buffer_steal(&b);
    buffer_deinit(&new);
}

/* People come into teams and leave them, and drills reach others. */
static void edit_people(struct sim *s, char **line)
{
    char *new = strncmp(*line, "team ", 5) == 0 ? team_line(s, (*line)[6] == '1') : drill_line(s);

    free(*line);
    *line = new;
}

struct rules *edited_rules(struct sim *s)
{
    for (size_t n = 0; n < s->n_lines; n++) {
        if (strncmp(s->lines[n], "chain ", 6) == 0 && !once_in(s, 3))
            edit_chain(s, &s->lines[n]);
        else if (strncmp(s->lines[n], "team ", 5) == 0 || strncmp(s->lines[n], "drill_to ", 9) == 0)
            if (once_in(s, 3))
                edit_people(s, &s->lines[n]);
    }
    return same_rules(s);
}
