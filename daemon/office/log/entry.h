#pragma once
/*
 * An entry of the duty log: what happened, when, by whom in which post. Made once by decide or due
 * (or read back from the journal), never changed, and the only thing that changes an office. One
 * block of memory holds all of it.
 */
#include "office/log/kinds.h"

/* "2026-000123": the local year of the report, and its number in that year. year 0: no incident. */
struct incident_id {
    uint16_t year;
    uint32_t number;
};

#define INCIDENT_NONE ((struct incident_id){0})

static inline bool incident_id_equal(struct incident_id a, struct incident_id b)
{
    return a.year == b.year && a.number == b.number;
}
/* In the order of the numbers. */
static inline uint64_t incident_id_key(struct incident_id id)
{
    return (uint64_t)id.year << 32 | id.number;
}
void incident_id_format(struct incident_id id, struct buffer *out);
/* "2026-000123", or "123" for this_year's. */
bool incident_id_parse(struct slice text, int this_year, struct incident_id *ret_id);

struct entry {
    uint64_t seq; /* its number in the duty log, from 1, without gaps */
    struct instant at;
    enum entry_kind kind;
    struct incident_id incident; /* subject; or INCIDENT_NONE */
    struct slice actor;          /* a person's id; empty: the office itself */
    struct slice post;           /* the post the actor held then; may be empty */
    struct slice key;            /* the client's own name for the command; may be empty */
    struct slice body;           /* the exact JSON that is hashed and kept */
    size_t n_fields;
    struct field fields[]; /* what the body says; texts point into this block */
};

/* What an entry is made of; everything is copied. */
struct entry_head {
    uint64_t seq;
    struct instant at;
    enum entry_kind kind;
    struct incident_id incident;
    struct slice actor, post, key;
};

/* Owned by the caller; free with free(). Encodes the body. */
struct entry *entry_new(const struct entry_head *head, const struct field *fields, size_t n_fields);
/* From the journal: decodes `body`. NULL when the body is no JSON object; unknown members are
 * passed over (a later version wrote them). */
struct entry *entry_decode(const struct entry_head *head, struct slice body);

/* What the entry was made of besides its body, which it must outlive. */
struct entry_head entry_head_of(const struct entry *e);

/* NULL when the entry does not have it. */
const struct field *entry_field(const struct entry *e, enum field_id id);
/* Empty when it does not have it. */
struct slice entry_text(const struct entry *e, enum field_id id);
/* `otherwise` when it does not have it. */
int64_t entry_number(const struct entry *e, enum field_id id, int64_t otherwise);
struct instant entry_instant(const struct entry *e, enum field_id id, struct instant otherwise);
