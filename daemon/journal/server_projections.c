#include "journal/server_projections.h"

#include <stdio.h>

static bool is_of_presence(const struct entry *e)
{
    return entry_field(e, FIELD_DUTY) != NULL;
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
} noted[] = {
    {NOTED_PRESENCE, is_of_presence},
    {NOTED_NOTICES, is_of_notice},
    {NOTED_RECEIPTS, is_receipt},
    {NOTED_STANDING, is_of_standing},
};

bool noted_send(PGconn *pg, struct entry *const *entries, size_t n)
{
    char first[24], last[24];
    const char *values[] = {first, last};
    bool ok = true;

    snprintf(first, sizeof(first), "%llu", (unsigned long long)entries[0]->seq);
    snprintf(last, sizeof(last), "%llu", (unsigned long long)entries[n - 1]->seq);
    for (size_t k = 0; k < sizeof(noted) / sizeof(*noted); k++) {
        bool any = false;

        for (size_t i = 0; i < n && !any; i++)
            any = noted[k].is_noted(entries[i]);
        if (any)
            ok = ok && PQsendQueryPrepared(pg, noted[k].statement, 2, values, NULL, NULL, 1);
    }
    return ok;
}
