/* Where an incident comes from: by its report, whatever its class is set to later. */
#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s call:1:60s", "person b officer sms:1:60s",                         \
        "person boss leader sms:1:60s", "person gateway service"
#define CHAINS                                                                                     \
    "chain up 0s=post:officer 5m=person:boss", "route - - up officer 0s", "catch person:boss",     \
        "tell", NULL

static const char *const watched[] = {PEOPLE, "post officer officer a/b grace=10m",
                                      "post leader leader boss", CHAINS};
static const char *const tested[] = {PEOPLE, "post officer officer b/a",
                                     "selftest 10:01 officer 10m", CHAINS};
static const char *const called[] = {PEOPLE, "post officer officer b/a", CHAINS};

static const struct row {
    const char *name;
    const char *const *rules;
    enum incident_origin origin;
    const char *class;
    int gap_hours;
    const char *before[3], *after[10]; /* acts: up to the SET, and what must go on as it would */
} rows[] = {
    {"an absence",
     watched,
     ORIGIN_ABSENCE,
     "absence",
     0,
     {"b on duty=officer", "+23h"},
     {"b ack", "+5m", "a ack", "boss ack", "b off duty=officer", "a on duty=officer", "+1h",
      "a off duty=officer", "+24h"}},
    {"a gap",
     called,
     ORIGIN_GAP,
     "gap",
     24,
     {"+2m"},
     {"+5m", "boss ack", "+24h", "boss close outcome=x", "+24h", "boss reopen reason=x", "+24h"}},
    {"a roll call",
     called,
     ORIGIN_ROLLCALL,
     "rollcall",
     0,
     {"boss rollcall duty=officer", "+6m"},
     {"a decline reason=x", "+1m", "boss rollcall duty=officer", "+2m", "a here #1", "+1h",
      "boss reopen #1 reason=x", "+1m", "a here #1", "+1h"}},
    {"a test of the paging",
     tested,
     ORIGIN_SELFTEST,
     "selftest",
     0,
     {"+1m", "+12m"},
     {"failed boss", "+1m", "a here", "+1m", "boss reopen reason=x", "a note text=x", "a here",
      "+24h"}},
};

static struct fixture *begin(const struct row *row)
{
    struct fixture *f = fixture_new(row->rules);

    f->rules->gap_notice = SPAN_HOURS(row->gap_hours);
    if (row->gap_hours) /* nobody is there */
        f->rules->posts[0].staff = 3;
    for (size_t n = 0; n < 3 && row->before[n]; n++)
        fixture_act(f, row->before[n]);
    return f;
}

static bool is_same(const struct entry *a, const struct entry *b, enum field_id id)
{
    return slice_equal(entry_text(a, id), entry_text(b, id));
}

/* What was written since must be the same, apart from the class itself. */
static void expect_same(const struct row *row, const char *act, const struct fixture *set,
                        const struct fixture *control)
{
    cr_assert_eq(set->n_entries, control->n_entries, "%s: %s", row->name, act);
    for (size_t n = set->last; n < set->n_entries; n++) {
        const struct entry *a = set->entries[n], *b = control->entries[n];

        cr_expect(a->kind == b->kind && incident_id_equal(a->incident, b->incident) &&
                      is_same(a, b, FIELD_REASON) && is_same(a, b, FIELD_OUTCOME) &&
                      is_same(a, b, FIELD_PERSON) && is_same(a, b, FIELD_CHAIN),
                  "%s: %s: entry %zu: %.*s%.*s", row->name, act, n,
                  SLICE_ARG(entry_text(a, FIELD_REASON)), SLICE_ARG(entry_text(a, FIELD_OUTCOME)));
    }
}

static void play(const struct row *row, const char *word)
{
    struct fixture *set = begin(row), *control = begin(row);
    struct buffer act = BUFFER_INIT;

    buffer_printf(&act, "boss set class=%s", word);
    cr_assert(set->incident.year, "%s: nothing was reported", row->name);
    fixture_act(set, act.data);
    cr_assert_eq(set->decision.refusal, REFUSAL_NONE, "%s: %s", row->name,
                 set->decision.why.data ? set->decision.why.data : "");
    fixture_act(control, "boss set place=there");
    for (size_t n = 0; n < 10 && row->after[n]; n++) {
        const struct incident *i;
        struct buffer trace = BUFFER_INIT;

        buffer_append_string(&trace, fixture_act(control, row->after[n]));
        cr_expect_str_eq(fixture_act(set, row->after[n]), trace.data ? trace.data : "",
                         "%s: %s: %s", row->name, word, row->after[n]);
        expect_same(row, row->after[n], set, control);
        i = office_incident(set->office, (struct incident_id){2026, 1});
        cr_expect_eq(i->origin, row->origin, "%s", row->name);
        buffer_deinit(&trace);
    }
    struct selftest a = office_selftest(set->office), b = office_selftest(control->office);
    cr_expect(a.asked == b.asked && a.answered == b.answered && a.missed == b.missed &&
                  a.late == b.late && a.console == b.console,
              "%s", row->name);
    struct office *again = fixture_fold(set, set->n_entries);
    struct buffer why = BUFFER_INIT;
    cr_expect(office_equal(set->office, again, &why), "%s: %s", row->name, why.data);
    buffer_deinit(&why);
    office_free(again);
    buffer_deinit(&act);
    fixture_free(set);
    fixture_free(control);
}

Test(origin, outlives_another_class)
{
    static const char *const words[] = {"gas", "gap", "absence", "rollcall", "selftest"};

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++)
        for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
            play(&rows[n], words[k]);
}

/* Entries of existing logs have no field for it: what only the office writes says it. */
Test(origin, is_known_from_the_report)
{
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = begin(&rows[n]);
        size_t found = 0;

        for (size_t k = 0; k < f->n_entries; k++) {
            const struct entry *e = f->entries[k];

            if (e->kind != ENTRY_REPORT)
                continue;
            found++;
            cr_expect_eq(incident_origin_of(e), rows[n].origin, "%s", rows[n].name);
            cr_expect(slice_equal_string(entry_text(e, FIELD_CLASS), rows[n].class));
        }
        cr_expect_eq(found, 1, "%s: %zu", rows[n].name, found);
        fixture_free(f);
    }
}

Test(origin, is_not_what_a_caller_says)
{
    static const char *const words[] = {"gap", "absence", "rollcall", "selftest"};

    for (size_t n = 0; n < sizeof(words) / sizeof(*words); n++) {
        struct fixture *f = fixture_new(NULL);
        struct buffer act = BUFFER_INIT;

        buffer_printf(&act, "desk report class=%s channel=office text=x", words[n]);
        fixture_act(f, act.data);
        cr_expect_eq(office_incident(f->office, f->incident)->origin, ORIGIN_REPORTED, "%s",
                     words[n]);
        buffer_deinit(&act);
        fixture_free(f);
    }
}
