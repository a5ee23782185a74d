#include "journal/projection.h"

#include <stdlib.h>
#include <uthash.h>

#include "base/log.h"
#include "base/mem.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Of a new incident, as nearly all are when their batch is sealed: reported, and no more. Fewer
 * columns are less work for the server; what happened to it since comes by an update after it. */
static const enum column new_incident_columns[] = {
    COLUMN_TEXT,    /* id */
    COLUMN_TEXT,    /* state */
    COLUMN_NUMBER,  /* grade */
    COLUMN_TEXT,    /* class */
    COLUMN_TEXT,    /* place */
    COLUMN_TEXT,    /* text */
    COLUMN_FLAG,    /* drill */
    COLUMN_TEXT,    /* chain */
    COLUMN_NUMBER,  /* step */
    COLUMN_INSTANT, /* reported_at */
    COLUMN_TEXT,    /* reported_by */
    COLUMN_NUMBER,  /* last_entry */
    COLUMN_TEXT,    /* phone */
};

static const enum column incident_columns[] = {
    COLUMN_TEXT,    /* id */
    COLUMN_TEXT,    /* state */
    COLUMN_NUMBER,  /* grade */
    COLUMN_TEXT,    /* class */
    COLUMN_TEXT,    /* place */
    COLUMN_TEXT,    /* text */
    COLUMN_FLAG,    /* drill */
    COLUMN_TEXT,    /* chain */
    COLUMN_NUMBER,  /* step */
    COLUMN_INSTANT, /* reported_at */
    COLUMN_TEXT,    /* reported_by */
    COLUMN_INSTANT, /* acked_at */
    COLUMN_TEXT,    /* acked_by */
    COLUMN_INSTANT, /* closed_at */
    COLUMN_TEXT,    /* outcome */
    COLUMN_TEXT,    /* merged_into */
    COLUMN_NUMBER,  /* last_entry */
    COLUMN_TEXT,    /* closed_as */
    COLUMN_TEXT,    /* phone */
};

#define INCIDENT_ROWS                                                                              \
    "unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], "            \
    "$7::bool[], $8::text[], $9::bigint[], $10::timestamptz[], $11::text[], "                      \
    "$12::timestamptz[], $13::text[], $14::timestamptz[], $15::text[], $16::text[], "              \
    "$17::bigint[], $18::text[], $19::text[])"

#define INCIDENT_NAMES                                                                             \
    "id, state, grade, class, place, text, drill, chain, step, reported_at, reported_by, "         \
    "acked_at, acked_by, closed_at, outcome, merged_into, last_entry, closed_as, phone"

const char projection_insert_incidents[] =
    "insert into duty.incident (id, state, grade, class, place, text, drill, chain, step, "
    "reported_at, reported_by, last_entry, phone) "
    "select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], "
    "$6::text[], $7::bool[], $8::text[], $9::bigint[], $10::timestamptz[], $11::text[], "
    "$12::bigint[], $13::text[])";

/* The outcome is in the batch only when it was closed in it; a reopened one has none. */
const char projection_update_incidents[] =
    "update duty.incident i set state = u.state, grade = u.grade, class = u.class, "
    "place = u.place, text = u.text, drill = u.drill, chain = u.chain, step = u.step, "
    "acked_at = u.acked_at, acked_by = u.acked_by, closed_at = u.closed_at, "
    "outcome = case when u.closed_at is null then null else coalesce(u.outcome, i.outcome) end, "
    "merged_into = u.merged_into, last_entry = u.last_entry, closed_as = u.closed_as, "
    "phone = u.phone "
    "from " INCIDENT_ROWS " as u (" INCIDENT_NAMES ") where i.id = u.id";

static const enum column page_columns[] = {
    COLUMN_NUMBER,  /* id */
    COLUMN_TEXT,    /* incident */
    COLUMN_NUMBER,  /* step */
    COLUMN_TEXT,    /* person */
    COLUMN_TEXT,    /* via */
    COLUMN_TEXT,    /* address */
    COLUMN_NUMBER,  /* try */
    COLUMN_TEXT,    /* state */
    COLUMN_INSTANT, /* queued_at */
    COLUMN_INSTANT, /* finished_at */
    COLUMN_TEXT,    /* gateway */
    COLUMN_TEXT,    /* reason */
};

#define PAGE_ROWS                                                                                  \
    "unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], "          \
    "$7::bigint[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[])"

#define PAGE_NAMES                                                                                 \
    "id, incident, step, person, via, address, try, state, queued_at, finished_at, gateway, "      \
    "reason"

const char projection_insert_pages[] =
    "insert into duty.page (" PAGE_NAMES ") select * from " PAGE_ROWS;

const char projection_update_pages[] =
    "update duty.page p set state = u.state, finished_at = u.finished_at, "
    "gateway = coalesce(u.gateway, p.gateway), reason = u.reason "
    "from " PAGE_ROWS " as u (" PAGE_NAMES ") where p.id = u.id "
    "and not (p.state = 'sent' and u.state = 'dropped')";

/* An incident that the batch touches. */
struct incident_touch {
    struct incident_id id;
    uint64_t key;            /* the id as one number: a struct's padding is no good as a key */
    const struct entry *end; /* the last CLOSE or MERGE of it in the batch */
    UT_hash_handle by_id;
};

/* A page that the batch queues, finishes, or both. */
struct page_touch {
    uint64_t id;
    const struct entry *queued, *outcome;
    UT_hash_handle by_id;
};

void projection_init(struct projection *p)
{
    *p = (struct projection){0};
    batch_init(&p->new_incidents, new_incident_columns, COUNT(new_incident_columns));
    batch_init(&p->incidents, incident_columns, COUNT(incident_columns));
    batch_init(&p->new_pages, page_columns, COUNT(page_columns));
    batch_init(&p->pages, page_columns, COUNT(page_columns));
}

void projection_deinit(struct projection *p)
{
    batch_deinit(&p->new_incidents);
    batch_deinit(&p->incidents);
    batch_deinit(&p->new_pages);
    batch_deinit(&p->pages);
    free(p->incident_touches);
    free(p->page_touches);
    *p = (struct projection){0};
}

static struct slice fact_text(const struct incident *i, enum field_id id)
{
    struct field f;

    return incident_fact(i, id, &f) ? f.text : (struct slice){0};
}

static void put_id(struct batch *b, struct incident_id id)
{
    struct buffer text = BUFFER_INIT;

    if (id.year != 0)
        incident_id_format(id, &text);
    batch_put_text(b, buffer_slice(&text));
    buffer_deinit(&text);
}

static void put_optional_number(struct batch *b, int64_t number)
{
    if (number != 0)
        batch_put_number(b, number);
    else
        batch_put_null(b);
}

static void put_report(struct batch *b, const struct incident *i)
{
    put_id(b, i->id);
    batch_put_text(b, slice_of(incident_state_to_string(i->state)));
    put_optional_number(b, i->grade);
    batch_put_text(b, slice_of(i->class));
    batch_put_text(b, fact_text(i, FIELD_PLACE));
    batch_put_text(b, fact_text(i, FIELD_TEXT));
    batch_put_flag(b, i->drill);
    batch_put_text(b, slice_of(i->chain));
    batch_put_number(b, i->step);
    batch_put_instant(b, i->reported);
    batch_put_text(b, slice_of(i->reporter));
}

static void put_new_incident(struct batch *b, const struct incident *i)
{
    put_report(b, i);
    batch_put_number(b, (int64_t)i->last_seq);
    batch_put_text(b, fact_text(i, FIELD_PHONE));
}

static void put_incident(struct batch *b, const struct incident *i, const struct entry *end)
{
    put_report(b, i);
    batch_put_instant(b, i->acked);
    batch_put_text(b, slice_of(i->acker));
    batch_put_instant(b, i->closed);
    batch_put_text(b, end ? entry_text(end, FIELD_OUTCOME) : (struct slice){0});
    put_id(b, i->parent);
    batch_put_number(b, (int64_t)i->last_seq);
    batch_put_text(b, slice_of(closing_to_string(i->closing)));
    batch_put_text(b, fact_text(i, FIELD_PHONE));
}

/* Does it have anything that put_new_incident leaves out? */
static bool has_more_than_report(const struct incident *i, const struct entry *end)
{
    return end || i->acker || instant_is_set(i->closed) || i->parent.year != 0;
}

/* Room for every touch beforehand: the hash table points into the array. */
static size_t collect_incidents(struct projection *p, const struct office *office,
                                struct entry *const *entries, size_t n)
{
    struct incident_touch *table = NULL, *touch;
    size_t used = 0;

    p->incident_touches =
        xgrow(p->incident_touches, &p->cap_incidents, n, sizeof(p->incident_touches[0]));
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = entries[i];
        uint64_t key = (uint64_t)e->incident.year << 32 | e->incident.number;

        /* A notice changes nothing of its incident, which may have been let go long before. */
        if (e->incident.year == 0 || entry_kind_is_notice(e->kind))
            continue;
        /* So may that of a late receipt. */
        if (entry_kind_is_receipt(e->kind) && !office_incident(office, e->incident))
            continue;
        HASH_FIND(by_id, table, &key, sizeof(key), touch);
        if (!touch) {
            touch = &p->incident_touches[used++];
            *touch = (struct incident_touch){.id = e->incident, .key = key};
            HASH_ADD(by_id, table, key, sizeof(touch->key), touch);
        }
        if (e->kind == ENTRY_CLOSE || e->kind == ENTRY_MERGE)
            touch->end = e;
    }
    HASH_CLEAR(by_id, table);
    return used;
}

static void fill_incidents(struct projection *p, const struct office *office,
                           struct entry *const *entries, size_t n)
{
    size_t used = collect_incidents(p, office, entries, n);

    for (size_t i = 0; i < used; i++) {
        const struct incident_touch *touch = &p->incident_touches[i];
        const struct incident *incident = office_incident(office, touch->id);
        bool is_new;

        if (!incident) {
            log_error("incident %u-%06u was let go before its entries were durable: its row in "
                      "duty.incident is out of date",
                      touch->id.year, touch->id.number);
            continue;
        }
        is_new = incident->first_seq >= entries[0]->seq;
        if (is_new)
            put_new_incident(&p->new_incidents, incident);
        if (!is_new || has_more_than_report(incident, touch->end))
            put_incident(&p->incidents, incident, touch->end);
    }
}

/* What went out stays sent when there is no further try after it. */
static bool is_no_further_try(const struct entry *before, const struct entry *e)
{
    return e->kind == ENTRY_PAGE_DROPPED && before && kind_table[before->kind].state == PAGE_SENT;
}

static void put_outcome(struct batch *b, const struct entry *outcome, const struct entry *queued)
{
    bool finished = outcome && entry_kind_is_page_outcome(outcome->kind);

    batch_put_text(
        b, slice_of(page_state_to_string(outcome ? kind_table[outcome->kind].state : PAGE_QUEUED)));
    batch_put_instant(b, queued ? queued->at : INSTANT_NONE);
    batch_put_instant(b, finished ? outcome->at : INSTANT_NONE);
    batch_put_text(b, outcome ? entry_text(outcome, FIELD_GATEWAY) : (struct slice){0});
    batch_put_text(b, outcome ? entry_text(outcome, FIELD_REASON) : (struct slice){0});
}

static void put_page(struct projection *p, const struct page_touch *touch)
{
    const struct entry *queued = touch->queued;
    struct batch *b = queued ? &p->new_pages : &p->pages;

    batch_put_number(b, (int64_t)touch->id);
    if (queued) {
        put_id(b, queued->incident);
        batch_put_number(b, entry_number(queued, FIELD_STEP, 0));
        batch_put_text(b, entry_text(queued, FIELD_PERSON));
        batch_put_text(b, entry_text(queued, FIELD_VIA));
        batch_put_text(b, entry_text(queued, FIELD_ADDRESS));
        put_optional_number(b, entry_number(queued, FIELD_TRY, 0));
    } else {
        for (int i = 0; i < 6; i++)
            batch_put_null(b); /* an update changes none of these */
    }
    put_outcome(b, touch->outcome, queued);
}

static void fill_pages(struct projection *p, struct entry *const *entries, size_t n)
{
    struct page_touch *table = NULL, *touch;
    size_t used = 0;

    p->page_touches = xgrow(p->page_touches, &p->cap_pages, n, sizeof(p->page_touches[0]));
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = entries[i];
        uint64_t id = e->kind == ENTRY_PAGE ? e->seq : (uint64_t)entry_number(e, FIELD_PAGE, 0);

        if (e->kind != ENTRY_PAGE && !entry_kind_is_page_result(e->kind))
            continue;
        HASH_FIND(by_id, table, &id, sizeof(id), touch);
        if (!touch) {
            touch = &p->page_touches[used++];
            *touch = (struct page_touch){.id = id};
            HASH_ADD(by_id, table, id, sizeof(touch->id), touch);
        }
        if (e->kind == ENTRY_PAGE)
            touch->queued = e;
        else if (!is_no_further_try(touch->outcome, e))
            touch->outcome = e;
    }
    HASH_CLEAR(by_id, table);
    for (size_t i = 0; i < used; i++)
        put_page(p, &p->page_touches[i]);
}

void projection_fill(struct projection *p, const struct office *office,
                     struct entry *const *entries, size_t n)
{
    batch_clear(&p->new_incidents);
    batch_clear(&p->incidents);
    batch_clear(&p->new_pages);
    batch_clear(&p->pages);
    fill_incidents(p, office, entries, n);
    fill_pages(p, entries, n);
}
