#include <criterion/criterion.h>

#include "office/state/incident.h"
#include "office/state/news.h"

/* What becomes of an incident in each state: O open, A acked, C closed, M merged, - not possible.
 * For open, acked, closed, merged. */
static const struct {
    enum entry_kind kind;
    const char *plain, *anew;
} expected[] = {
    {ENTRY_SET, "OAC-", "OO--"},      {ENTRY_NOTE, "OACM", "----"},
    {ENTRY_ACK, "AA--", "----"},      {ENTRY_DECLINE, "OO--", "----"},
    {ENTRY_ESCALATE, "OO--", "----"}, {ENTRY_GRADE, "OAC-", "OO--"},
    {ENTRY_CLOSE, "CC--", "----"},    {ENTRY_REOPEN, "----", "--OO"},
    {ENTRY_MERGE, "MM--", "----"},    {ENTRY_IDLE, "----", "-O--"},
    {ENTRY_STEP, "O---", "----"},     {ENTRY_PAGE, "O---", "----"},
    {ENTRY_ABSENCE, "O---", "-O--"},  {ENTRY_PASSED, "OA--", "----"},
};

Test(incident, every_transition)
{
    for (enum entry_kind kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
        const char *rows[2] = {"----", "----"};
        for (size_t n = 0; n < sizeof(expected) / sizeof(*expected); n++) {
            if (expected[n].kind == kind) {
                rows[0] = expected[n].plain;
                rows[1] = expected[n].anew;
            }
        }
        for (unsigned anew = 0; anew < 2; anew++) {
            for (enum incident_state from = 0; from < INCIDENT_STATE_COUNT; from++) {
                const struct transition *t = incident_transition(from, kind, anew);
                char to = t ? "OACM"[t->to] : '-';
                cr_expect_eq(to, rows[anew][from], "%s%s in state %s: %c",
                             entry_kind_to_string(kind), anew ? " anew" : "",
                             incident_state_to_string(from), to);
                cr_expect(!t || (t->from == from && t->event == kind && t->why[0]));
            }
        }
    }
}

static void collect(const struct field *fact, void *arg)
{
    struct buffer *out = arg;

    buffer_printf(out, "%s=", field_table[fact->id].name);
    field_format_value(fact, out);
    buffer_append_char(out, ' ');
}

static void expect_facts(const struct incident *i, const char *facts)
{
    struct buffer out = BUFFER_INIT;

    incident_each_fact(i, collect, &out);
    buffer_append_string(&out, "");
    cr_expect_str_eq(out.data ? out.data : "", facts);
    buffer_deinit(&out);
}

Test(incident, facts)
{
    struct incident *i = incident_new((struct incident_id){2026, 1});
    struct field field;

    expect_facts(i, "");
    cr_expect(!incident_fact(i, FIELD_PLACE, &field));
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_TEXT, SLICE("gas")));
    incident_set_fact(i, &FIELD_NUMBER_OF(FIELD_INJURED, 2));
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_CLASS, SLICE("fire")));
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_PLACE, SLICE("x")));
    expect_facts(i, "class=fire place=x injured=2 text=gas ");
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_PLACE, SLICE("somewhere far longer")));
    incident_set_fact(i, &FIELD_NUMBER_OF(FIELD_INJURED, 0));
    expect_facts(i, "class=fire place=\"somewhere far longer\" injured=0 text=gas ");
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_CLASS, SLICE("")));
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_TEXT, SLICE("")));
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_CALLER, SLICE("")));
    expect_facts(i, "place=\"somewhere far longer\" injured=0 ");
    cr_expect(incident_fact(i, FIELD_INJURED, &field) && field.number == 0);
    cr_expect(incident_fact(i, FIELD_PLACE, &field) && field.id == FIELD_PLACE);
    incident_set_fact(i, &FIELD_TEXT_OF(FIELD_PLACE, SLICE("")));
    cr_expect(!incident_fact(i, FIELD_PLACE, &field));
    expect_facts(i, "injured=0 ");
    incident_free(i);
    incident_free(NULL);
}

Test(incident, callouts)
{
    static const char *const people[] = {"a", "b", "c", "d", "e"};
    struct incident *i = incident_new((struct incident_id){2026, 1});

    cr_expect(instant_is_never(incident_wake(i)));
    for (size_t n = 0; n < 5; n++) {
        struct callout *c = incident_add_callout(i, people[n]);
        cr_expect(instant_is_never(c->due), "%s", people[n]);
        c->page = n + 10;
    }
    cr_expect_eq(i->n_callouts, 5);
    cr_expect_eq(incident_add_callout(i, people[2])->page, 12);
    cr_expect_eq(i->n_callouts, 5);
    cr_expect_eq(incident_callout(i, SLICE("d"))->page, 13);
    cr_expect_null(incident_callout(i, SLICE("f")));
    cr_expect_str_eq(incident_callout_by_page(i, 14)->person, "e");
    cr_expect_null(incident_callout_by_page(i, 15));
    incident_callout(i, SLICE("c"))->due = (struct instant){30};
    incident_callout(i, SLICE("e"))->due = (struct instant){20};
    cr_expect_eq(incident_wake(i).us, 20);
    i->chain_due = (struct instant){10};
    cr_expect_eq(incident_wake(i).us, 10);
    incident_free(i);
}
