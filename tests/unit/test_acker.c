/* Who has an incident, and since when: in memory, and so in duty.incident, at every moment. */
#include <criterion/criterion.h>

#include "office/state/incident.h"
#include "office_fixture.h"

#define ROUTINE "desk report text=dog"
#define TAKEN ROUTINE, "+1m", "li.wei ack"
#define DRILL "desk report drill=1 text=dog", "+1m", "li.wei ack"

static const struct {
    const char *name;
    const char *acts[8];
    const char *acker; /* NULL: nobody */
} rows[] = {
    {"reported", {ROUTINE}, NULL},
    {"taken", {TAKEN}, "li.wei"},
    {"taken over", {TAKEN, "+1m", "chen.yu ack"}, "chen.yu"},
    {"a note, and figures", {TAKEN, "li.wei note text=x", "li.wei set deaths=1"}, "li.wei"},
    {"a first grade by SET", {TAKEN, "li.wei set grade=1"}, "li.wei"},
    {"less bad", {TAKEN, "li.wei set grade=3", "li.wei grade grade=4 reason=x"}, "li.wei"},
    {"worse", {TAKEN, "li.wei grade grade=1 reason=x"}, NULL},
    {"given back", {TAKEN, "li.wei decline"}, NULL},
    {"given back, and taken again", {TAKEN, "li.wei decline", "chen.yu ack"}, "chen.yu"},
    {"taken over, and given back", {TAKEN, "chen.yu ack", "chen.yu decline"}, NULL},
    {"escalated", {TAKEN, "li.wei escalate"}, NULL},
    {"forgotten", {"desk report grade=1 text=x", "zhao.min ack", "+31m"}, NULL},
    {"no drill", {DRILL, "li.wei set drill=0"}, NULL},
    {"a drill", {DRILL}, "li.wei"},
    {"closed", {TAKEN, "li.wei close outcome=x"}, "li.wei"},
    {"closed, which nobody had", {ROUTINE, "li.wei close outcome=x"}, NULL},
    {"given back, then closed", {TAKEN, "li.wei decline", "li.wei close outcome=x"}, NULL},
    {"closed, and worse",
     {TAKEN, "li.wei close outcome=x", "li.wei grade grade=1 reason=x"},
     "li.wei"},
    {"opened again", {TAKEN, "li.wei close outcome=x", "desk reopen reason=x"}, NULL},
    {"merged", {ROUTINE, TAKEN, "li.wei merge #2 into=#1"}, "li.wei"},
    {"merged, and opened again",
     {ROUTINE, TAKEN, "li.wei merge #2 into=#1", "desk reopen #2 reason=x"},
     NULL},
};

Test(acker, is_who_has_it_now)
{
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(NULL);
        const struct incident *i;

        for (size_t k = 0; rows[n].acts[k]; k++) {
            const char *said = fixture_act(f, rows[n].acts[k]);

            cr_expect(said[0] != '!', "%s: %s: %s", rows[n].name, rows[n].acts[k], said);
        }
        i = office_incident(f->office, f->incident);
        cr_expect(!i->acker == !rows[n].acker &&
                      (!i->acker || strcmp(i->acker, rows[n].acker) == 0),
                  "%s: %s", rows[n].name, i->acker ? i->acker : "nobody");
        cr_expect_eq(instant_is_set(i->acked), rows[n].acker != NULL, "%s", rows[n].name);
        cr_expect(rows[n].acker || (i->after.us == 0 && i->waited.us == 0), "%s", rows[n].name);
        fixture_free(f);
    }
}

/* `after` counts from the start of the chain in force, `waited` from the report; neither counts how
 * far the clock was set. */
Test(acker, says_how_long_it_took)
{
    static const struct {
        const char *name;
        const char *acts[8];
        int64_t after, waited; /* seconds */
    } waits[] = {
        {"at once", {ROUTINE, "li.wei ack"}, 0, 0},
        {"after a while", {ROUTINE, "+70s", "li.wei ack"}, 70, 70},
        {"re-graded",
         {ROUTINE, "+5m", "li.wei grade grade=2 reason=x", "+2m", "zhao.min ack"},
         120,
         420},
        {"re-graded twice",
         {ROUTINE, "+1m", "li.wei grade grade=2 reason=x", "+1m", "li.wei grade grade=1 reason=x",
          "+1m", "zhao.min ack"},
         60,
         180},
        {"less bad",
         {"desk report grade=3 text=x", "+1m", "li.wei grade grade=4 reason=x", "+1m",
          "li.wei ack"},
         120,
         120},
        {"given back",
         {ROUTINE, "+1m", "li.wei ack", "+1m", "li.wei decline", "+1m", "chen.yu ack"},
         180,
         180},
        {"taken over", {ROUTINE, "+1m", "li.wei ack", "+1m", "chen.yu ack"}, 120, 120},
        {"opened again",
         {ROUTINE, "+1m", "li.wei close outcome=x", "+1m", "desk reopen reason=x", "+1m",
          "li.wei ack"},
         60,
         180},
        {"the clock was set", {ROUTINE, "+1m", "clock 1h", "+1m", "li.wei ack"}, 120, 120},
        {"the clock was set back", {ROUTINE, "+1m", "clock -1h", "+1m", "li.wei ack"}, 120, 120},
        {"the clock was set since", {ROUTINE, "+1m", "li.wei ack", "clock 1h"}, 60, 60},
    };

    for (size_t n = 0; n < sizeof(waits) / sizeof(*waits); n++) {
        struct fixture *f = fixture_new(NULL);
        const struct entry *ack = NULL;
        const struct incident *i;

        for (size_t k = 0; waits[n].acts[k]; k++)
            fixture_act(f, waits[n].acts[k]);
        for (size_t k = 0; k < f->n_entries; k++)
            if (f->entries[k]->kind == ENTRY_ACK)
                ack = f->entries[k];
        cr_assert_not_null(ack, "%s", waits[n].name);
        i = office_incident(f->office, f->incident);
        cr_expect_eq(entry_number(ack, FIELD_AFTER, -1), SPAN_SECONDS(waits[n].after).us,
                     "%s: after", waits[n].name);
        cr_expect_eq(entry_number(ack, FIELD_WAITED, -1), SPAN_SECONDS(waits[n].waited).us,
                     "%s: waited", waits[n].name);
        cr_expect_eq(span_in_seconds(i->after).us, SPAN_SECONDS(waits[n].after).us, "%s: kept",
                     waits[n].name);
        cr_expect_eq(span_in_seconds(i->waited).us, SPAN_SECONDS(waits[n].waited).us, "%s: kept",
                     waits[n].name);
        fixture_free(f);
    }
}
