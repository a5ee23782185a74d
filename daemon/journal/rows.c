#include "journal/rows.h"

#include <endian.h>
#include <string.h>

#include "base/log.h"

/* PostgreSQL counts time from 2000-01-01. */
#define EPOCH INT64_C(946684800000000)

int64_t row_number(const PGresult *result, int row, int column)
{
    const char *data = PQgetvalue(result, row, column);
    uint16_t n2;
    uint32_t n4;
    uint64_t n8;

    switch (PQgetlength(result, row, column)) {
    case sizeof(n2):
        memcpy(&n2, data, sizeof(n2));
        return (int16_t)be16toh(n2);
    case sizeof(n4):
        memcpy(&n4, data, sizeof(n4));
        return (int32_t)be32toh(n4);
    case sizeof(n8):
        memcpy(&n8, data, sizeof(n8));
        return (int64_t)be64toh(n8);
    default:
        return 0;
    }
}

struct slice row_text(const PGresult *result, int row, int column)
{
    return (struct slice){PQgetvalue(result, row, column),
                          (size_t)PQgetlength(result, row, column)};
}

struct instant row_instant(const PGresult *result, int row, int column)
{
    if (PQgetisnull(result, row, column))
        return INSTANT_NONE;
    return (struct instant){row_number(result, row, column) + EPOCH};
}

bool row_digest(const PGresult *result, int row, int column, struct digest *ret_digest)
{
    if (PQgetlength(result, row, column) != sizeof(ret_digest->bytes))
        return false;
    memcpy(ret_digest->bytes, PQgetvalue(result, row, column), sizeof(ret_digest->bytes));
    return true;
}

struct chain_link row_link(const PGresult *result, int row)
{
    return (struct chain_link){.seq = (uint64_t)row_number(result, row, 0),
                               .at = row_instant(result, row, 1),
                               .kind = row_text(result, row, 2),
                               .subject = row_text(result, row, 3),
                               .actor = row_text(result, row, 4),
                               .post = row_text(result, row, 5),
                               .key = row_text(result, row, 6),
                               .body = row_text(result, row, 7)};
}

struct entry *row_entry(const PGresult *result, int row)
{
    struct chain_link link = row_link(result, row);
    struct entry_head head = {
        .seq = link.seq, .at = link.at, .actor = link.actor, .post = link.post, .key = link.key};
    struct entry *e;

    if (!entry_kind_from_slice(link.kind, &head.kind)) {
        log_warning("entry %llu is of a kind that is not known here, \"%.*s\": passed over",
                    (unsigned long long)link.seq, SLICE_ARG(link.kind));
        return NULL;
    }
    if (link.subject.len > 0)
        (void)incident_id_parse(link.subject, 0, &head.incident);
    e = entry_decode(&head, link.body);
    if (!e)
        log_error("entry %llu cannot be read: passed over", (unsigned long long)link.seq);
    return e;
}
