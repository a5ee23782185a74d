#include "office/log/entry.h"

#include <jansson.h>
#include <string.h>

#include "base/flat_json.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rules/calendar.h"

void incident_id_format(struct incident_id id, struct buffer *out)
{
    char digits[16];
    size_t n = sizeof(digits);
    uint32_t number = id.number;

    do {
        digits[--n] = (char)('0' + number % 10);
        number /= 10;
    } while (number || n > sizeof(digits) - 6);
    buffer_append_number(out, id.year);
    buffer_append_char(out, '-');
    buffer_append(out, digits + n, sizeof(digits) - n);
}

bool incident_id_parse(struct slice text, int this_year, struct incident_id *ret_id)
{
    long long year = this_year, number;
    struct slice rest = text;

    if (text.len && memchr(text.data, '-', text.len)) {
        struct slice head = slice_cut(&rest, '-');
        if (head.len != 4 || !slice_to_number(head, 1970, 9999, &year))
            return false;
    }
    if (!slice_to_number(rest, 1, UINT32_MAX, &number))
        return false;
    *ret_id = (struct incident_id){.year = (uint16_t)year, .number = (uint32_t)number};
    return true;
}

/* ---- one block of memory: the entry, its fields, then all its bytes ---- */

struct packer {
    char *next;
};

static struct slice pack(struct packer *p, struct slice s)
{
    struct slice packed = {p->next, s.len};

    if (s.len)
        memcpy(p->next, s.data, s.len);
    p->next[s.len] = '\0';
    p->next += s.len + 1;
    return packed;
}

static struct entry *entry_pack(const struct entry_head *head, const struct field *fields,
                                size_t n_fields, struct slice body)
{
    size_t bytes = head->actor.len + head->post.len + head->key.len + body.len + 4;

    for (size_t i = 0; i < n_fields; i++)
        bytes += field_is_text(fields[i].id) ? fields[i].text.len + 1 : 0;

    struct entry *e = xmalloc(sizeof(*e) + n_fields * sizeof(*fields) + bytes);
    struct packer p = {(char *)(e->fields + n_fields)};

    e->seq = head->seq;
    e->at = head->at;
    e->kind = head->kind;
    e->incident = head->incident;
    e->actor = pack(&p, head->actor);
    e->post = pack(&p, head->post);
    e->key = pack(&p, head->key);
    e->body = pack(&p, body);
    e->n_fields = n_fields;
    for (size_t i = 0; i < n_fields; i++) {
        e->fields[i] = fields[i];
        if (field_is_text(fields[i].id))
            e->fields[i].text = pack(&p, fields[i].text);
    }
    return e;
}

/* ---- writing the body ---- */

static void encode_field(const struct field *f, struct buffer *out)
{
    const char *name = field_table[f->id].name;

    if (f->is_unknown) {
        json_unset(out, name);
        return;
    }
    switch (field_table[f->id].type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
    case FIELD_TYPE_PHONE:
        json_text(out, name, f->text);
        break;
    case FIELD_TYPE_NUMBER:
    case FIELD_TYPE_SPAN:
        json_number(out, name, f->number);
        break;
    case FIELD_TYPE_FLAG:
        json_bool(out, name, f->number != 0);
        break;
    case FIELD_TYPE_INSTANT: {
        char bytes[64];
        struct buffer time = {.data = bytes, .cap = sizeof(bytes)};
        instant_format_utc((struct instant){f->number}, &time);
        json_text(out, name, buffer_slice(&time));
        break;
    }
    }
}

struct entry *entry_new(const struct entry_head *head, const struct field *fields, size_t n_fields)
{
    struct buffer body = BUFFER_INIT;

    json_open(&body);
    for (size_t i = 0; i < n_fields; i++)
        encode_field(&fields[i], &body);
    json_close(&body);

    struct entry *e = entry_pack(head, fields, n_fields, buffer_slice(&body));
    buffer_deinit(&body);
    return e;
}

/* ---- reading it back ---- */

static bool decode_field(enum field_id id, const struct json_value *value, struct field *ret_field)
{
    struct instant at;

    if (value->type == JSON_TYPE_NULL) {
        *ret_field = FIELD_UNKNOWN_OF(id);
        return field_may_be_unknown(id);
    }
    switch (field_table[id].type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
    case FIELD_TYPE_PHONE:
        if (value->type != JSON_TYPE_TEXT)
            return false;
        *ret_field = FIELD_TEXT_OF(id, value->text);
        return true;
    case FIELD_TYPE_NUMBER:
    case FIELD_TYPE_SPAN:
        if (value->type != JSON_TYPE_NUMBER)
            return false;
        *ret_field = FIELD_NUMBER_OF(id, value->number);
        return true;
    case FIELD_TYPE_FLAG:
        if (value->type != JSON_TYPE_FLAG)
            return false;
        *ret_field = FIELD_NUMBER_OF(id, value->number);
        return true;
    case FIELD_TYPE_INSTANT:
        if (value->type != JSON_TYPE_TEXT || !calendar_parse(value->text, &at))
            return false;
        *ret_field = FIELD_INSTANT_OF(id, at);
        return true;
    }
    return false;
}

/* The log's own names, to the letter: what a client may write as it likes is one name here. */
static bool is_name_of_field(struct slice name, enum field_id *ret_id)
{
    return field_from_name(name, ret_id) && slice_equal_string(name, field_table[*ret_id].name);
}

/* What entry_new has written, mostly. A name that comes twice is left to jansson. */
static bool decode_flat(struct slice body, struct field *fields, size_t *ret_n)
{
    struct flat_json_reader r = {.rest = body};
    bool has[FIELD_COUNT] = {false};
    struct json_value value;
    struct slice name;
    enum flat_json what;
    size_t n = 0;

    if (!utf8_is_valid(body))
        return false;
    while ((what = flat_json_next(&r, &name, &value)) == FLAT_JSON_MEMBER) {
        enum field_id id;

        if (!is_name_of_field(name, &id))
            continue;
        if (has[id])
            return false;
        has[id] = true;
        if (decode_field(id, &value, &fields[n]))
            n++;
    }
    *ret_n = n;
    return what == FLAT_JSON_END;
}

static struct json_value value_of(const json_t *value)
{
    if (json_is_string(value))
        return (struct json_value){.type = JSON_TYPE_TEXT,
                                   .text = {json_string_value(value), json_string_length(value)}};
    if (json_is_integer(value))
        return (struct json_value){.type = JSON_TYPE_NUMBER, .number = json_integer_value(value)};
    if (json_is_boolean(value))
        return (struct json_value){.type = JSON_TYPE_FLAG, .number = json_is_true(value)};
    if (json_is_null(value))
        return (struct json_value){.type = JSON_TYPE_NULL};
    return (struct json_value){.type = JSON_TYPE_OTHER};
}

static struct entry *decode_any(const struct entry_head *head, struct slice body)
{
    struct field fields[FIELD_COUNT];
    size_t n = 0;
    const char *name;
    json_t *member, *root = json_loadb(body.data, body.len, JSON_ALLOW_NUL, NULL);

    if (!json_is_object(root)) {
        json_decref(root);
        return NULL;
    }
    json_object_foreach(root, name, member)
    {
        struct json_value value = value_of(member);
        enum field_id id;

        if (is_name_of_field(slice_of(name), &id) && decode_field(id, &value, &fields[n]))
            n++;
    }
    struct entry *e = entry_pack(head, fields, n, body);
    json_decref(root);
    return e;
}

struct entry *entry_decode(const struct entry_head *head, struct slice body)
{
    struct field fields[FIELD_COUNT];
    size_t n;

    if (decode_flat(body, fields, &n))
        return entry_pack(head, fields, n, body);
    return decode_any(head, body);
}

struct entry_head entry_head_of(const struct entry *e)
{
    return (struct entry_head){.seq = e->seq,
                               .at = e->at,
                               .kind = e->kind,
                               .incident = e->incident,
                               .actor = e->actor,
                               .post = e->post,
                               .key = e->key};
}

const struct field *entry_field(const struct entry *e, enum field_id id)
{
    for (size_t i = 0; i < e->n_fields; i++)
        if (e->fields[i].id == id)
            return &e->fields[i];
    return NULL;
}

struct slice entry_text(const struct entry *e, enum field_id id)
{
    const struct field *f = entry_field(e, id);

    return f ? f->text : (struct slice){0};
}

int64_t entry_number(const struct entry *e, enum field_id id, int64_t otherwise)
{
    const struct field *f = entry_field(e, id);

    return f ? f->number : otherwise;
}

struct instant entry_instant(const struct entry *e, enum field_id id, struct instant otherwise)
{
    return (struct instant){entry_number(e, id, otherwise.us)};
}
