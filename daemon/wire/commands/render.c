#include "wire/commands/render.h"

#include <string.h>

#include "base/utf8.h"
#include "rules/calendar.h"

#define NAME_BYTES 128 /* of an id, in replies */
#define HEAD_BYTES 200 /* of a text, in lists */

/* A set of fields: what is not to be shown. */
typedef bool field_set[FIELD_COUNT];

static const field_set hidden = {
    [FIELD_CONFIG] = true, [FIELD_COMMAND] = true, [FIELD_MARK] = true, [FIELD_TIMES] = true};

/* ---- parts ---- */

static void name_field(struct buffer *out, const char *name)
{
    if (out->len)
        buffer_append_char(out, ' ');
    buffer_append_string(out, name);
    buffer_append_char(out, '=');
}

void render_text_field(struct buffer *out, const char *name, struct slice value)
{
    name_field(out, name);
    field_format_text(value, out);
}

void render_number_field(struct buffer *out, const char *name, long long value)
{
    name_field(out, name);
    buffer_append_number(out, value);
}

void render_instant_field(struct buffer *out, const char *name, struct instant value)
{
    name_field(out, name);
    calendar_format(value, out);
}

static void incident_field(struct buffer *out, const char *name, struct incident_id id)
{
    name_field(out, name);
    incident_id_format(id, out);
}

static void render_drill(struct buffer *out)
{
    buffer_append_slice(out, SLICE(" drill=yes"));
}

/* Could the beginning of a text be read as a field, or as the end of the fields? */
static bool needs_dashes(struct slice text)
{
    size_t n = 0;

    while (n < text.len && ((text.data[n] >= 'a' && text.data[n] <= 'z') ||
                            (text.data[n] >= 'A' && text.data[n] <= 'Z') || text.data[n] == '_'))
        n++;
    if (n > 0 && n < text.len && text.data[n] == '=')
        return true;
    return slice_starts_with(text, SLICE("--"));
}

void render_text(struct buffer *out, struct slice text)
{
    if (text.len == 0)
        return;
    if (out->len)
        buffer_append_char(out, ' ');
    if (needs_dashes(text))
        buffer_append_slice(out, SLICE("-- "));
    buffer_append_slice(out, text);
}

/* The field of an entry that stands last, as its text; FIELD_COUNT when it has none. */
static enum field_id text_of(const struct entry *e)
{
    static const enum field_id texts[] = {FIELD_TEXT, FIELD_REASON, FIELD_OUTCOME};

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (entry_field(e, texts[i]))
            return texts[i];
    return FIELD_COUNT;
}

/* Without those of the set, those that are hidden anyway, and `text`. */
static void append_fields(const struct entry *e, const field_set without, enum field_id text,
                          struct buffer *out)
{
    for (size_t i = 0; i < e->n_fields; i++) {
        enum field_id id = e->fields[i].id;

        if (without[id] || hidden[id] || id == text)
            continue;
        name_field(out, field_table[e->fields[i].id].name);
        field_format_value(&e->fields[i], out);
    }
}

static void append_author(const struct entry *e, struct buffer *out)
{
    if (e->actor.len)
        render_text_field(out, "by", e->actor);
    if (e->post.len)
        render_text_field(out, "post", e->post);
}

static void append_fields_and_text(const struct entry *e, const field_set without,
                                   struct buffer *out)
{
    enum field_id text = text_of(e);

    append_fields(e, without, text, out);
    if (text != FIELD_COUNT && !without[text])
        render_text(out, entry_text(e, text));
}

/* ---- entries ---- */

void render_entry(const struct entry *e, struct buffer *out)
{
    buffer_append_number(out, (long long)e->seq);
    buffer_append_char(out, ' ');
    buffer_append_string(out, entry_kind_to_string(e->kind));
    render_instant_field(out, "at", e->at);
    if (e->incident.year)
        incident_field(out, "incident", e->incident);
    append_author(e, out);
    append_fields_and_text(e, hidden, out);
}

/* ---- what watchers are shown ---- */

static void push_page(const struct entry *e, struct buffer *out)
{
    static const field_set said = {
        [FIELD_PAGE] = true,    [FIELD_STEP] = true, [FIELD_PERSON] = true, [FIELD_VIA] = true,
        [FIELD_ADDRESS] = true, [FIELD_CODE] = true, [FIELD_MEANS] = true,  [FIELD_GAP] = true};
    int64_t step = entry_number(e, FIELD_STEP, -1);

    buffer_append_string(out, "page");
    incident_field(out, "incident", e->incident);
    render_number_field(out, "entry", (long long)e->seq);
    render_number_field(out, "page", entry_number(e, FIELD_PAGE, (int64_t)e->seq));
    if (step >= 0)
        render_number_field(out, "step", step);
    if (entry_field(e, FIELD_PERSON))
        render_text_field(out, "to", entry_text(e, FIELD_PERSON));
    if (entry_field(e, FIELD_VIA))
        render_text_field(out, "via", entry_text(e, FIELD_VIA));
    render_text_field(out, "state", slice_of(kind_table[e->kind].push));
    render_instant_field(out, "at", e->at);
    append_fields_and_text(e, said, out);
}

void render_push(const struct entry *e, struct buffer *out)
{
    static const field_set private = {
        [FIELD_CALLER] = true, [FIELD_PHONE] = true, [FIELD_OLD] = true};
    static const field_set private_received = {/* it may hold a code */
                                               [FIELD_ADDRESS] = true,
                                               [FIELD_TEXT] = true,
                                               [FIELD_REASON] = true,
                                               [FIELD_DIGEST] = true};
    size_t begin = out->len;

    if (kind_table[e->kind].push) {
        push_page(e, out);
    } else {
        buffer_append_string(out, entry_kind_to_string(e->kind));
        if (e->incident.year)
            incident_field(out, "incident", e->incident);
        render_number_field(out, "entry", (long long)e->seq);
        render_instant_field(out, "at", e->at);
        append_author(e, out);
        append_fields_and_text(e, e->kind == ENTRY_RECEIVED ? private_received : private, out);
    }
    for (size_t i = begin; i < out->len; i++)
        if (out->data[i] == '\n')
            out->data[i] = ' ';
}

/* ---- replies to commands that write ---- */

void render_reply(const struct entry *e, struct buffer *out)
{
    const struct kind_reply *form = &kind_table[e->kind].reply;

    if (e->kind == ENTRY_RECEIVED) /* what came of it is the word */
        buffer_append_slice(out, entry_text(e, FIELD_OUTCOME));
    else
        buffer_append_string(out, form->word ? form->word : "done");
    if (e->incident.year)
        incident_field(out, "incident", e->incident);
    render_number_field(out, "entry", (long long)e->seq);
    render_instant_field(out, "at", e->at);
    if (form->by) {
        struct slice by = entry_text(e, FIELD_PERSON);
        render_text_field(out, "by", utf8_head(by.len ? by : e->actor, NAME_BYTES));
    }
    for (const enum field_id *id = form->fields; form->word && *id != FIELD_COUNT; id++) {
        const struct field *f = entry_field(e, *id);
        struct field head;

        if (!f)
            continue;
        head = *f;
        if (field_is_text(*id))
            head.text = utf8_head(f->text, NAME_BYTES);
        name_field(out, field_table[*id].name);
        field_format_value(&head, out);
    }
    if (entry_number(e, FIELD_DRILL, 0))
        render_drill(out);
}

/* ---- incidents ---- */

/* The first line of a text, shortened. */
static void append_head(struct buffer *out, struct slice text)
{
    struct slice line = slice_cut(&text, '\n');
    struct slice head = utf8_head(line, HEAD_BYTES);

    render_text(out, head);
    if (head.len < line.len || text.len)
        buffer_append_slice(out, SLICE(" …"));
}

static void append_known(struct buffer *out, const struct incident *i, enum field_id id)
{
    struct field fact;

    if (!incident_fact(i, id, &fact))
        return;
    name_field(out, field_table[id].name);
    field_format_value(&fact, out);
}

void render_incident(const struct incident *i, struct buffer *out)
{
    struct field text;

    incident_id_format(i->id, out);
    buffer_append_char(out, ' ');
    buffer_append_string(out, incident_state_to_string(i->state));
    append_known(out, i, FIELD_GRADE);
    append_known(out, i, FIELD_CLASS);
    append_known(out, i, FIELD_PLACE);
    if (i->drill)
        render_drill(out);
    render_instant_field(out, "at", i->reported);
    if (i->state == INCIDENT_ACKED)
        render_text_field(out, "by", slice_of(i->acker));
    if (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) {
        render_number_field(out, "step", i->step);
        if (!instant_is_never(i->chain_due))
            render_instant_field(out, "due", i->chain_due);
    }
    if (incident_fact(i, FIELD_TEXT, &text))
        append_head(out, text.text);
}

void render_incident_row(const struct journal_incident_row *row, struct buffer *out)
{
    incident_id_format(row->id, out);
    buffer_append_char(out, ' ');
    buffer_append_slice(out, row->state);
    if (row->grade)
        render_number_field(out, "grade", row->grade);
    if (row->class.len)
        render_text_field(out, "class", row->class);
    if (row->place.len)
        render_text_field(out, "place", row->place);
    if (row->drill)
        render_drill(out);
    render_instant_field(out, "at", row->reported);
    if (instant_is_set(row->closed))
        render_instant_field(out, "closed", row->closed);
    if (row->closed_as.len)
        render_text_field(out, field_table[FIELD_AS].name, row->closed_as);
    if (row->outcome.len)
        render_text_field(out, "outcome", utf8_head(row->outcome, HEAD_BYTES));
    append_head(out, row->text);
}

/* In whole seconds. */
static void append_seconds(struct buffer *out, enum field_id id, struct span span)
{
    name_field(out, field_table[id].name);
    span_format(span_in_seconds(span), out);
}

void render_state(const struct incident *i, struct buffer *out)
{
    incident_id_format(i->id, out);
    render_text_field(out, "state", slice_of(incident_state_to_string(i->state)));
    if (i->drill)
        render_drill(out);
    render_instant_field(out, "reported", i->reported);
    if (i->reporter && *i->reporter)
        render_text_field(out, "by", slice_of(i->reporter));
    if (i->acker) {
        render_text_field(out, "acker", slice_of(i->acker));
        render_instant_field(out, "acked", i->acked);
        append_seconds(out, FIELD_AFTER, i->after);
        append_seconds(out, FIELD_WAITED, i->waited);
        if (i->how)
            render_text_field(out, "how", slice_of(i->how));
    }
    if (i->state == INCIDENT_CLOSED)
        render_instant_field(out, "closed", i->closed);
    if (closing_to_string(i->closing))
        render_text_field(out, field_table[FIELD_AS].name, slice_of(closing_to_string(i->closing)));
    if (i->state == INCIDENT_MERGED)
        incident_field(out, "into", i->parent);
    if (i->chain && *i->chain)
        render_text_field(out, "chain", slice_of(i->chain));
    render_number_field(out, "step", i->step);
    if ((i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) &&
        !instant_is_never(i->chain_due))
        render_instant_field(out, "due", i->chain_due);
    render_instant_field(out, "last", i->last_entry);
}

void render_callout(const struct callout *c, struct buffer *out)
{
    buffer_append_slice(out, SLICE("callout"));
    render_text_field(out, "person", slice_of(c->person));
    render_text_field(out, "state", slice_of(page_state_to_string(c->state)));
    render_number_field(out, "page", (long long)c->page);
    render_number_field(out, "step", c->step);
    render_text_field(out, "via", slice_of(c->via));
    render_number_field(out, "try", c->try);
    render_instant_field(out, "queued", c->queued);
    if (c->report != REPORT_NONE)
        render_text_field(out, "report", slice_of(page_report_to_string(c->report)));
    if (c->declined)
        buffer_append_slice(out, SLICE(" declined=yes"));
}
