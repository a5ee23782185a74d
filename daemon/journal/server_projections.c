#include "journal/server_projections.h"

#include <stdio.h>

static bool is_of_presence(const struct entry *e)
{
    return entry_field(e, FIELD_DUTY) && kind_table[e->kind].topic != TOPIC_PAGE;
}

static bool is_of_notice(const struct entry *e)
{
    return entry_kind_is_notice(e->kind);
}

static bool is_receipt(const struct entry *e)
{
    return entry_kind_is_receipt(e->kind);
}

static bool is_of_standing(const struct entry *e)
{
    return e->kind == ENTRY_STANDING;
}

static const struct {
    const char *statement;
    bool (*is_noted)(const struct entry *e);
} made[] = {
    {SERVER_PROJECTION_PRESENCE, is_of_presence},
    {SERVER_PROJECTION_NOTICES, is_of_notice},
    {SERVER_PROJECTION_RECEIPTS, is_receipt},
    {SERVER_PROJECTION_STANDING, is_of_standing},
};

bool server_projections_send(PGconn *pg, struct entry *const *entries, size_t n)
{
    char first[24], last[24];
    const char *values[] = {first, last};
    bool ok = true;

    snprintf(first, sizeof(first), "%llu", (unsigned long long)entries[0]->seq);
    snprintf(last, sizeof(last), "%llu", (unsigned long long)entries[n - 1]->seq);
    for (size_t k = 0; k < sizeof(made) / sizeof(*made); k++) {
        bool any = false;

        for (size_t i = 0; i < n && !any; i++)
            any = made[k].is_noted(entries[i]);
        if (any)
            ok = ok && PQsendQueryPrepared(pg, made[k].statement, 2, values, NULL, NULL, 1);
    }
    return ok;
}
