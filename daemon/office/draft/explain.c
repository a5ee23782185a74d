#include "office/draft/explain.h"

#include <assert.h>

#include "base/utf8.h"
#include "office/state/incident.h"

#define NAME_UNITS 20      /* of a person's name */
#define SHORT_NAME_UNITS 8 /* where several are named */
#define MOST_UNITS 70      /* of one SMS */
#define MORE_UNITS 4       /* " +12" */

static void append_codes(const struct open_pages *pages, struct buffer *out)
{
    for (size_t n = 0; n < pages->n && n < EXPLAIN_CODES; n++)
        buffer_printf(out, "%s%04u", n ? " " : "", pages->list[n].code);
    if (pages->n > EXPLAIN_CODES)
        buffer_printf(out, " +%zu", pages->n - EXPLAIN_CODES);
}

/* What could be answered instead. */
static void append_instead(const struct explain *x, struct buffer *out)
{
    if (!x->open->n) {
        buffer_append_string(out, " 无待复/nothing open for you");
        return;
    }
    buffer_append_string(out, " 待复/open: ");
    append_codes(x->open, out);
}

static void append_id(const struct explain *x, struct buffer *out)
{
    incident_id_format(x->incident ? x->incident->id : x->id, out);
}

static struct slice head_of_units(struct slice text, size_t units)
{
    size_t n = text.len;
    struct slice head = text;

    while (utf8_utf16_units(head) > units)
        head = utf8_head(text, --n);
    return head;
}

static void no_such_code(const struct explain *x, struct buffer *out)
{
    buffer_printf(out, "%04u 无效/no such code.", x->code);
    append_instead(x, out);
}

static void over(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    if (x->incident && x->incident->state == INCIDENT_MERGED) {
        buffer_append_string(out, " 已并入/merged into ");
        incident_id_format(x->incident->parent, out);
        buffer_append_char(out, '.');
    } else {
        buffer_append_string(out, " 已结束/is over.");
    }
    if (x->open->n)
        append_instead(x, out);
}

/* "4711 Ann #12, 8904 Bob #13": as many as there is room for. */
static void append_named(const struct open_pages *pages, struct buffer *out)
{
    for (size_t n = 0; n < pages->n; n++) {
        const struct open_page *page = &pages->list[n];
        struct slice name =
            slice_trim(head_of_units(slice_of(page->person->name), SHORT_NAME_UNITS));
        size_t before = out->len;

        buffer_printf(out, "%s%04u %.*s #%u", n ? ", " : "", page->code, SLICE_ARG(name),
                      (unsigned)page->incident->id.number);
        if (utf8_utf16_units(buffer_slice(out)) + (n + 1 < pages->n ? MORE_UNITS : 0) <= MOST_UNITS)
            continue;
        out->len = before;
        buffer_printf(out, " +%zu", pages->n - n);
        return;
    }
}

static void which(const struct explain *x, struct buffer *out)
{
    buffer_append_string(out, "请加代码/which one? ");
    if (x->is_shared)
        append_named(x->open, out);
    else
        append_codes(x->open, out);
}

static void none_open(const struct explain *x, struct buffer *out)
{
    (void)x;
    buffer_append_string(out, "无待复呼叫/nothing is open for you");
}

static void taken(const struct explain *x, struct buffer *out)
{
    const struct person *acker = rules_person(x->office->rules, slice_of(x->incident->acker));
    struct slice name = slice_of(acker ? acker->name : x->incident->acker);

    append_id(x, out);
    buffer_printf(out, " 已由/taken by %.*s ", SLICE_ARG(head_of_units(name, NAME_UNITS)));
    calendar_format_short(x->incident->acked, x->now, out);
}

static void yours(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    buffer_append_string(out, " 您已签收/you have it since ");
    calendar_format_short(x->incident->acked, x->now, out);
}

static void declined(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    buffer_append_string(out, " 您已推辞/you declined it. 已转他人/it went on");
}

static void escalated(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    buffer_append_string(out, " 您已上报/you escalated it just now");
}

static void rank(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    buffer_printf(out, " 已记录/noted. 须上级签收/a %s must take it",
                  rank_to_string(x->incident->ack_rank));
}

static void second(const struct explain *x, struct buffer *out)
{
    append_id(x, out);
    buffer_append_string(out, " 已记录/noted. 须他人签收/a second person must take it");
}

static void refused(const struct explain *x, struct buffer *out)
{
    buffer_append_slice(out, x->words);
}

static void how(const struct explain *x, struct buffer *out)
{
    unsigned code = x->asked->list[0].code;

    if (x->asked->n > 1) {
        append_codes(x->asked, out);
        buffer_printf(out, " 未签收/not taken. 每个/each: %04u ok/n", code);
    } else if (code) {
        buffer_printf(
            out, "%04u 未签收/not taken yet. %04u ok=签收/you take it, %04u n=不能/you cannot.",
            code, code, code);
    } else {
        buffer_append_string(out, "未签收/not taken yet. ok=签收/you take it, n=不能/you cannot.");
    }
}

static void confirm(const struct explain *x, struct buffer *out)
{
    const struct open_page *page = &x->asked->list[0];

    if (page->incident->drill)
        buffer_append_string(out, drill_mark(false));
    if (x->asked->n > 1) {
        append_codes(x->asked, out);
        buffer_append_string(out, " 您已签收/you have them");
        return;
    }
    incident_id_format(page->incident->id, out);
    buffer_append_string(out, " 您已签收/you have it.");
    if (page->code)
        buffer_printf(out, " %04u n=退回/gives it back", page->code);
}

void explain_compose(const struct explain *x, struct buffer *out)
{
    static void (*const composers[])(const struct explain *, struct buffer *) = {
        [EXPLAIN_NO_SUCH_CODE] = no_such_code,
        [EXPLAIN_OVER] = over,
        [EXPLAIN_WHICH] = which,
        [EXPLAIN_NONE_OPEN] = none_open,
        [EXPLAIN_TAKEN] = taken,
        [EXPLAIN_YOURS] = yours,
        [EXPLAIN_DECLINED] = declined,
        [EXPLAIN_RANK] = rank,
        [EXPLAIN_SECOND] = second,
        [EXPLAIN_HOW] = how,
        [EXPLAIN_REFUSED] = refused,
        [EXPLAIN_ESCALATED] = escalated,
        [EXPLAIN_CONFIRM] = confirm,
    };

    assert(x->open && x->office);
    composers[x->what](x, out);
    assert(out->len > 0);
}
