#include "rules/print.h"

#include <string.h>

#include "base/utf8.h"
#include "rules/coverage.h"
#include "rules/ics.h"

#define LINE_COLUMNS 80
#define SPAN_COLUMNS 40 /* of "  Mon 11-23 08:30  to  Tue 11-24 08:30  " */
#define LABEL_MOST 20   /* a longer rotation name moves only its own line */

bool roster_format_from_slice(struct slice s, enum roster_format *ret_format)
{
    static const char *const names[] = {
        [ROSTER_TEXT] = "text", [ROSTER_CSV] = "csv", [ROSTER_ICS] = "ics"};

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (slice_equal_string(s, names[i])) {
            *ret_format = (enum roster_format)i;
            return true;
        }
    }
    return false;
}

/* ---- text ---- */

static void print_date_time(struct instant at, struct buffer *out)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(at, &text);
    buffer_printf(out, "%.10s %.5s", text.data, text.data + 11);
    buffer_deinit(&text);
}

static void print_span(struct instant from, struct instant to, struct buffer *out)
{
    buffer_append_string(out, "  ");
    coverage_print_time(from, out);
    buffer_append_string(out, "  to  ");
    coverage_print_time(to, out);
    buffer_append_string(out, "  ");
}

static void name_shift(const struct shift *s, struct buffer *out)
{
    const struct duty *d = &s->duty;

    if (d->on_leave)
        buffer_printf(out, "(%s: on leave)", d->person->name);
    else
        buffer_append_string(out, d->person->name);
    if (d->relief)
        buffer_printf(out, " for %s", d->rostered->name);
}

static void print_spaces(size_t n, struct buffer *out)
{
    for (; n > 0; n--)
        buffer_append_char(out, ' ');
}

static size_t label_columns(const struct shift *s)
{
    const char *name = s->duty.rotation->name;

    return name ? utf8_columns(slice_of(name)) + 3 : 0;
}

/* The column in which names begin: after the longest rotation name. */
static size_t names_column(const struct shift_list *list)
{
    size_t most = 0;

    for (size_t i = 0; i < list->n; i++) {
        size_t columns = label_columns(&list->shifts[i]);

        most = columns > most && columns <= LABEL_MOST ? columns : most;
    }
    return SPAN_COLUMNS + most;
}

/* Continues on the next line, indented by `indent` columns, at the end of the page. */
static void print_name(const struct shift *s, bool first, size_t indent, size_t *column,
                       struct buffer *out)
{
    struct buffer text = BUFFER_INIT;
    size_t columns;

    name_shift(s, &text);
    columns = utf8_columns(buffer_slice(&text));
    if (!first && *column + columns + 3 > LINE_COLUMNS) { /* with the commas */
        buffer_append_string(out, ",\n");
        print_spaces(indent, out);
        *column = indent;
    } else if (!first) {
        buffer_append_string(out, ", ");
        *column += 2;
    }
    buffer_append_slice(out, buffer_slice(&text));
    *column += columns;
    buffer_deinit(&text);
}

/* The times and the rotation's name; returns the column after them. */
static size_t print_start(const struct shift *s, size_t indent, struct buffer *out)
{
    size_t column = SPAN_COLUMNS + label_columns(s);

    print_span(s->from, s->to, out);
    if (s->duty.rotation->name)
        buffer_printf(out, "[%s] ", s->duty.rotation->name);
    print_spaces(column < indent ? indent - column : 0, out);
    return column < indent ? indent : column;
}

static void print_gaps(const struct roster *r, const struct post *post,
                       const struct roster_print *p, struct buffer *out)
{
    struct instant at = p->from;
    struct gap gap;

    while (instant_before(at, p->until) && roster_next_gap(r, post, at, p->until, &gap)) {
        at = gap.to;
        print_span(gap.from, instant_is_never(gap.to) ? p->until : gap.to, out);
        buffer_printf(out, "!! held by %zu of %u\n", gap.fewest, post->staff);
    }
}

/* Shifts of one rotation that begin and end together are one line. */
static bool is_together(const struct shift *a, const struct shift *b)
{
    return a->from.us == b->from.us && a->to.us == b->to.us && a->duty.rotation == b->duty.rotation;
}

static void print_post(const struct roster *r, const struct post *post,
                       const struct roster_print *p, const struct shift_list *list,
                       struct buffer *out)
{
    size_t indent = names_column(list), column = 0;
    int year = list->n > 0 ? calendar_date(list->shifts[0].from).year : 0;

    buffer_printf(out, "\n%s (%s), %u at a time\n", post->title, post->id, post->staff);
    for (size_t i = 0; i < list->n; i++) {
        const struct shift *s = &list->shifts[i];
        bool first = i == 0 || !is_together(s - 1, s);

        if (first && i > 0)
            buffer_append_char(out, '\n');
        if (first && calendar_date(s->from).year != year) {
            year = calendar_date(s->from).year;
            buffer_printf(out, "  -- %d --\n", year);
        }
        if (first)
            column = print_start(s, indent, out);
        print_name(s, first, indent, &column, out);
    }
    if (list->n > 0)
        buffer_append_char(out, '\n');
    if (!p->person)
        print_gaps(r, post, p, out);
}

static void print_head(const struct rules *rules, const struct roster_print *p, struct buffer *out)
{
    buffer_printf(out, "%s\n", rules->office_name);
    print_date_time(p->from, out);
    buffer_append_string(out, " to ");
    print_date_time(p->until, out);
    buffer_printf(out, ", %s\nroster %.12s, printed ", rules->zone, rules->digest);
    print_date_time(p->now, out);
    buffer_append_char(out, '\n');
}

/* ---- csv ---- */

static void print_cell(const char *text, bool last, struct buffer *out)
{
    bool quoted = text && strpbrk(text, ",\"\r\n") != NULL;

    if (quoted)
        buffer_append_char(out, '"');
    for (const char *c = text ? text : ""; *c; c++) {
        if (*c == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, *c);
    }
    if (quoted)
        buffer_append_char(out, '"');
    buffer_append_string(out, last ? "\r\n" : ",");
}

static void print_time_cell(struct instant at, struct buffer *out)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(at, &text);
    buffer_printf(out, "%.19s%s,", text.data, text.data + 26); /* without fractions */
    buffer_deinit(&text);
}

static void print_row(const struct shift *s, struct buffer *out)
{
    const struct duty *d = &s->duty;

    print_cell(s->post->id, false, out);
    print_cell(s->post->title, false, out);
    print_cell(d->person->id, false, out);
    print_cell(d->person->name, false, out);
    print_time_cell(s->from, out);
    print_time_cell(s->to, out);
    print_cell(d->rotation->name, false, out);
    print_cell(d->relief ? d->rostered->id : NULL, false, out);
    print_cell(d->on_leave ? "on leave" : NULL, true, out);
}

static void print_gap_rows(const struct roster *r, const struct post *post,
                           const struct roster_print *p, struct buffer *out)
{
    struct instant at = p->from;
    struct gap gap;

    while (instant_before(at, p->until) && roster_next_gap(r, post, at, p->until, &gap)) {
        at = gap.to;
        print_cell(post->id, false, out);
        print_cell(post->title, false, out);
        buffer_append_string(out, ",,");
        print_time_cell(gap.from, out);
        print_time_cell(instant_is_never(gap.to) ? p->until : gap.to, out);
        buffer_printf(out, ",,held by %zu of %u\r\n", gap.fewest, post->staff);
    }
}

/* ---- all ---- */

static void keep_person(struct shift_list *list, const struct person *person)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++) {
        if (list->shifts[i].duty.person == person)
            list->shifts[n++] = list->shifts[i];
    }
    list->n = n;
}

/* How many of the person's shifts that begin at the same moment come before it, longest first: the
 * shorter ones are over, and out of the list, sooner. */
static unsigned count_twins(const struct shift_list *list, size_t index)
{
    const struct shift *s = &list->shifts[index];
    unsigned n = 0;
    size_t first = index;

    while (first > 0 && list->shifts[first - 1].from.us == s->from.us)
        first--;
    for (size_t i = first; i < list->n && list->shifts[i].from.us == s->from.us; i++) {
        const struct shift *o = &list->shifts[i];

        if (o->duty.person == s->duty.person && !o->duty.on_leave &&
            (o->to.us > s->to.us || (o->to.us == s->to.us && i < index)))
            n++;
    }
    return n;
}

static void print_section(const struct roster *r, const struct post *post,
                          const struct roster_print *p, struct buffer *out)
{
    struct shift_list list = {0};

    shifts_collect(r, post, p->from, p->until, &list);
    if (p->person)
        keep_person(&list, p->person);
    if (p->format == ROSTER_TEXT && (!p->person || list.n > 0))
        print_post(r, post, p, &list, out);
    for (size_t i = 0; i < list.n; i++) {
        if (p->format == ROSTER_CSV)
            print_row(&list.shifts[i], out);
        else if (p->format == ROSTER_ICS && !list.shifts[i].duty.on_leave)
            ics_print_shift(r->rules, &list.shifts[i], count_twins(&list, i), p->now, out);
    }
    if (p->format == ROSTER_CSV && !p->person)
        print_gap_rows(r, post, p, out);
    shift_list_deinit(&list);
}

void roster_print(const struct rules *rules, const struct roster_print *p, struct buffer *out)
{
    struct roster r = {.rules = rules};

    if (p->format == ROSTER_TEXT)
        print_head(rules, p, out);
    else if (p->format == ROSTER_CSV)
        buffer_append_string(out, "post,title,person,name,from,to,rotation,in place of,remark\r\n");
    else
        ics_print_begin(rules, out);
    for (size_t i = 0; i < rules->n_posts; i++) {
        if (!p->post || p->post == &rules->posts[i])
            print_section(&r, &rules->posts[i], p, out);
    }
    if (p->format == ROSTER_ICS)
        ics_print_end(out);
}
