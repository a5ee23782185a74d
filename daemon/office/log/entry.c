#include "office/log/entry.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "rules/calendar.h"

static const char *const kind_names[ENTRY_KIND_COUNT] = {
    [ENTRY_REPORT] = "report",
    [ENTRY_SET] = "set",
    [ENTRY_NOTE] = "note",
    [ENTRY_ACK] = "ack",
    [ENTRY_DECLINE] = "decline",
    [ENTRY_ESCALATE] = "escalate",
    [ENTRY_GRADE] = "grade",
    [ENTRY_CLOSE] = "close",
    [ENTRY_REOPEN] = "reopen",
    [ENTRY_MERGE] = "merge",
    [ENTRY_STEP] = "step",
    [ENTRY_IDLE] = "idle",
    [ENTRY_PAGE] = "page",
    [ENTRY_PAGE_SENT] = "page-sent",
    [ENTRY_PAGE_DEFERRED] = "page-deferred",
    [ENTRY_PAGE_FAILED] = "page-failed",
    [ENTRY_PAGE_DROPPED] = "page-dropped",
    [ENTRY_PAGE_BUNDLED] = "page-bundled",
    [ENTRY_PAGE_HELD] = "page-held",
    [ENTRY_LOG] = "log",
    [ENTRY_LOGIN] = "login",
    [ENTRY_LOGIN_FAILED] = "login-failed",
    [ENTRY_CONFIG] = "config",
    [ENTRY_START] = "start",
    [ENTRY_STOP] = "stop",
    [ENTRY_CLOCK_STEP] = "clock-step",
    [ENTRY_DATABASE_LOST] = "database-lost",
    [ENTRY_DATABASE_FOUND] = "database-found",
    [ENTRY_HOOK_DOWN] = "hook-down",
    [ENTRY_HOOK_UP] = "hook-up",
    [ENTRY_ON] = "on",
    [ENTRY_OFF] = "off",
    [ENTRY_HANDOVER] = "handover",
    [ENTRY_TAKE] = "take",
    [ENTRY_REFUSE] = "refuse",
    [ENTRY_RELIEVE] = "relieve",
    [ENTRY_RELIEF_VOID] = "relief-void",
    [ENTRY_WATCH] = "watch",
    [ENTRY_ABSENCE] = "absence",
    [ENTRY_STAYS] = "stays",
    [ENTRY_ROLLCALL] = "rollcall",
    [ENTRY_ROLLCALL_PLAN] = "rollcall-plan",
    [ENTRY_HERE] = "here",
    [ENTRY_STANDING] = "standing",
    [ENTRY_REMINDED] = "reminded",
    [ENTRY_NOTICE] = "notice",
    [ENTRY_NOTICE_SENT] = "notice-sent",
    [ENTRY_NOTICE_DEFERRED] = "notice-deferred",
    [ENTRY_NOTICE_FAILED] = "notice-failed",
    [ENTRY_NOTICE_DROPPED] = "notice-dropped",
    [ENTRY_RECEIVED] = "received",
    [ENTRY_PAGE_TRANSMITTED] = "page-transmitted",
    [ENTRY_PAGE_DELIVERED] = "page-delivered",
    [ENTRY_PAGE_UNDELIVERED] = "page-undelivered",
    [ENTRY_AUDIT] = "audit",
    [ENTRY_SELFTEST] = "selftest",
    [ENTRY_HEARTBEAT] = "heartbeat",
};

const char *entry_kind_to_string(enum entry_kind kind)
{
    return kind_names[kind];
}

bool entry_kind_from_slice(struct slice s, enum entry_kind *ret_kind)
{
    for (enum entry_kind k = 0; k < ENTRY_KIND_COUNT; k++) {
        if (slice_equal_nocase(s, slice_of(kind_names[k]))) {
            *ret_kind = k;
            return true;
        }
    }
    return false;
}

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

    switch (field_table[f->id].type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
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

static bool decode_field(enum field_id id, const json_t *value, struct field *ret_field)
{
    struct slice text = {json_string_value(value), json_string_length(value)};
    struct instant at;

    switch (field_table[id].type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
        if (!json_is_string(value))
            return false;
        *ret_field = FIELD_TEXT_OF(id, text);
        return true;
    case FIELD_TYPE_NUMBER:
    case FIELD_TYPE_SPAN:
        if (!json_is_integer(value))
            return false;
        *ret_field = FIELD_NUMBER_OF(id, json_integer_value(value));
        return true;
    case FIELD_TYPE_FLAG:
        if (!json_is_boolean(value))
            return false;
        *ret_field = FIELD_NUMBER_OF(id, json_is_true(value));
        return true;
    case FIELD_TYPE_INSTANT:
        if (!json_is_string(value) || !calendar_parse(text, INSTANT_NONE, &at))
            return false;
        *ret_field = FIELD_INSTANT_OF(id, at);
        return true;
    }
    return false;
}

struct entry *entry_decode(const struct entry_head *head, struct slice body)
{
    struct field fields[FIELD_COUNT];
    size_t n = 0;
    const char *name;
    json_t *value, *root = json_loadb(body.data, body.len, JSON_ALLOW_NUL, NULL);

    if (!json_is_object(root)) {
        json_decref(root);
        return NULL;
    }
    json_object_foreach(root, name, value)
    {
        enum field_id id;
        /* The log's own names, to the letter: what a client may write as it likes is one name here.
         */
        if (field_from_name(slice_of(name), &id) && strcmp(name, field_table[id].name) == 0 &&
            decode_field(id, value, &fields[n]))
            n++;
    }
    struct entry *e = entry_pack(head, fields, n, body);
    json_decref(root);
    return e;
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
