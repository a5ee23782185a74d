#include <criterion/criterion.h>
#include <stdlib.h>

#include "rules/calendar.h"
#include "wire/commands/render.h"

#define AT "2026-11-23T10:15:09.123456+08:00"
#define NOW ((struct instant){INT64_C(1795400109123456)})
#define MAX_FIELDS 8

/* An entry of incident 2026-000001 (or of none), and how it reads. */
struct row {
    const char *name;
    enum entry_kind kind;
    bool no_incident;
    const char *actor, *post;
    struct field fields[MAX_FIELDS];
    size_t n;
    const char *want;
};

#define TEXT_FIELD(field_id, words)                                                                \
    {                                                                                              \
        .id = (field_id), .text = {(words), sizeof(words) - 1 }                                    \
    }
#define NUMBER_FIELD(field_id, n)                                                                  \
    {                                                                                              \
        .id = (field_id), .number = (n)                                                            \
    }

static struct entry *make(const struct row *row)
{
    const struct entry_head head = {
        .seq = 8812,
        .at = NOW,
        .kind = row->kind,
        .incident = row->no_incident ? INCIDENT_NONE : (struct incident_id){2026, 1},
        .actor = slice_of(row->actor),
        .post = slice_of(row->post),
    };

    return entry_new(&head, row->fields, row->n);
}

static void check(const struct row *rows, size_t n,
                  void (*render)(const struct entry *e, struct buffer *out))
{
    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t i = 0; i < n; i++) {
        struct entry *e = make(&rows[i]);
        struct buffer out = BUFFER_INIT;

        render(e, &out);
        cr_expect_str_eq(out.data, rows[i].want, "%s: %s", rows[i].name, out.data);
        buffer_deinit(&out);
        free(e);
    }
}

#define CHECK(rows, render) check((rows), sizeof(rows) / sizeof(*(rows)), (render))

Test(render, entries)
{
    static const struct row rows[] = {
        {"desk report",
         ENTRY_REPORT,
         false,
         "li.wei",
         "officer",
         {NUMBER_FIELD(FIELD_GRADE, 2), TEXT_FIELD(FIELD_PLACE, "12 \"A\" Rd"),
          TEXT_FIELD(FIELD_TEXT, "smell of gas")},
         3,
         "8812 report at=" AT " incident=2026-000001 by=li.wei post=officer grade=2 "
         "place=\"12 \\\"A\\\" Rd\" smell of gas"},
        {"a text that looks like a field",
         ENTRY_NOTE,
         false,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "grade=2 is wrong")},
         1,
         "8812 note at=" AT " incident=2026-000001 by=li.wei -- grade=2 is wrong"},
        {"a text that begins with dashes",
         ENTRY_LOG,
         true,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "-- so")},
         1,
         "8812 log at=" AT " by=li.wei -- -- so"},
        {"a reason stands last",
         ENTRY_GRADE,
         false,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_REASON, "fire"), NUMBER_FIELD(FIELD_GRADE, 1)},
         2,
         "8812 grade at=" AT " incident=2026-000001 by=li.wei grade=1 fire"},
        {"no text of a configuration",
         ENTRY_CONFIG,
         true,
         NULL,
         NULL,
         {TEXT_FIELD(FIELD_DIGEST, "ab12"), TEXT_FIELD(FIELD_CONFIG, "office = …")},
         2,
         "8812 config at=" AT " digest=ab12"},
        {"no digest of a keyed command",
         ENTRY_LOG,
         true,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "x"), TEXT_FIELD(FIELD_COMMAND, "00ff")},
         2,
         "8812 log at=" AT " by=li.wei x"},
    };

    CHECK(rows, render_entry);
}

Test(render, pushes)
{
    static const struct row rows[] = {
        {"a page",
         ENTRY_PAGE,
         false,
         NULL,
         NULL,
         {TEXT_FIELD(FIELD_PERSON, "zhao.min"), TEXT_FIELD(FIELD_VIA, "sms"),
          TEXT_FIELD(FIELD_ADDRESS, "+86138"), NUMBER_FIELD(FIELD_STEP, 1),
          NUMBER_FIELD(FIELD_TRY, 1), NUMBER_FIELD(FIELD_CODE, 4711)},
         6,
         "page incident=2026-000001 entry=8812 page=8812 step=1 to=zhao.min via=sms state=queued "
         "at=" AT " try=1"},
        {"a failed page",
         ENTRY_PAGE_FAILED,
         false,
         NULL,
         NULL,
         {NUMBER_FIELD(FIELD_PAGE, 8800), TEXT_FIELD(FIELD_REASON, "exit 3")},
         2,
         "page incident=2026-000001 entry=8812 page=8800 state=failed at=" AT " exit 3"},
        {"a report, without its caller",
         ENTRY_REPORT,
         false,
         "li.wei",
         "officer",
         {TEXT_FIELD(FIELD_CALLER, "Wang"), TEXT_FIELD(FIELD_PHONE, "138"),
          TEXT_FIELD(FIELD_TEXT, "two\nlines")},
         3,
         "report incident=2026-000001 entry=8812 at=" AT " by=li.wei post=officer two lines"},
        {"what replaced a caller",
         ENTRY_SET,
         false,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_CALLER, "Li"), TEXT_FIELD(FIELD_OLD, "caller=Wang")},
         2,
         "set incident=2026-000001 entry=8812 at=" AT " by=li.wei"},
    };

    CHECK(rows, render_push);
}

Test(render, replies)
{
    static const struct row rows[] = {
        {"report",
         ENTRY_REPORT,
         false,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "x"), TEXT_FIELD(FIELD_CHAIN, "urgent")},
         2,
         "logged incident=2026-000001 entry=8812 at=" AT " chain=urgent"},
        {"ack",
         ENTRY_ACK,
         false,
         "zhao.min",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "x")},
         1,
         "acked incident=2026-000001 entry=8812 at=" AT " by=zhao.min"},
        {"decline",
         ENTRY_DECLINE,
         false,
         "zhao.min",
         NULL,
         {TEXT_FIELD(FIELD_REASON, "x")},
         1,
         "declined incident=2026-000001 entry=8812 at=" AT " by=zhao.min"},
        {"grade",
         ENTRY_GRADE,
         false,
         "li.wei",
         NULL,
         {NUMBER_FIELD(FIELD_GRADE, 1), TEXT_FIELD(FIELD_CHAIN, "urgent")},
         2,
         "graded incident=2026-000001 entry=8812 at=" AT " grade=1 chain=urgent"},
        {"merge",
         ENTRY_MERGE,
         false,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_OTHER, "2026-000002")},
         1,
         "merged incident=2026-000001 entry=8812 at=" AT " into=2026-000002"},
        {"log",
         ENTRY_LOG,
         true,
         "li.wei",
         NULL,
         {TEXT_FIELD(FIELD_TEXT, "x")},
         1,
         "logged entry=8812 at=" AT},
    };

    CHECK(rows, render_reply);
}

/* Its caller gives it 1,024 bytes that cannot grow. */
Test(render, a_reply_stays_short_whatever_the_names)
{
    static char name[4096];
    struct field fields[] = {FIELD_TEXT_OF(FIELD_CHAIN, ((struct slice){name, sizeof(name)})),
                             FIELD_NUMBER_OF(FIELD_GRADE, 1)};
    struct entry_head head = {.seq = UINT64_MAX / 2, .at = NOW, .incident = {9999, UINT32_MAX}};

    memset(name, '"', sizeof(name));
    head.actor = (struct slice){name, sizeof(name)};
    for (enum entry_kind kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
        struct buffer out = BUFFER_INIT;
        struct entry *e;

        head.kind = kind;
        e = entry_new(&head, fields, 2);
        render_reply(e, &out);
        cr_expect_lt(out.len, 1000u, "%s: %zu", entry_kind_to_string(kind), out.len);
        buffer_deinit(&out);
        free(e);
    }
}

Test(render, closed_incidents)
{
    const struct journal_incident_row row = {
        .id = {2026, 7},
        .state = SLICE("closed"),
        .class = SLICE("gas"),
        .place = SLICE("12 Renmin Rd"),
        .text = SLICE("smell of gas\nsecond line"),
        .outcome = SLICE("shut off"),
        .grade = 2,
        .reported = NOW,
        .closed = NOW,
    };
    struct buffer out = BUFFER_INIT;

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    render_incident_row(&row, &out);
    cr_expect_str_eq(out.data, "2026-000007 closed grade=2 class=gas place=\"12 Renmin Rd\" at=" AT
                               " closed=" AT " outcome=\"shut off\" smell of gas …");
    buffer_deinit(&out);
}
