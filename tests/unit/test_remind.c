/* Who is told of a shift ahead, and of a roster that changes. */
#include <criterion/criterion.h>
#include <string.h>

#include "office_fixture.h"

/* On 2026-11-23 from 08:30 it is b's turn, then a's; for desk it is d's. */
#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c officer sms:1:60s",      \
        "person d officer sms:1:60s", "person mute officer", "person boss leader sms:1:60s"
#define CHAINS                                                                                     \
    "chain all 0s=post:officer", "route - - all officer 0s", "catch person:boss", "tell roster",   \
        NULL

static const char *const reminded[] = {PEOPLE, "post officer officer a/b remind=12h",
                                       "post desk officer c+a+mute/d remind=12h",
                                       "post leader leader boss", CHAINS};
static const char *const other[] = {PEOPLE, "post officer officer c/b remind=12h",
                                    "post desk officer c+a+mute/d remind=12h",
                                    "post leader leader boss", CHAINS};
static const char *const quiet[] = {PEOPLE, "post officer officer a/b", "post leader leader boss",
                                    CHAINS};

static void expect(bool holds, const char *name, const char *words)
{
    cr_expect(holds, "%s: %s", name, words);
}

static void say(struct fixture *f, const char *act, const char *expected)
{
    const struct talk talk[] = {{act, expected}, {NULL, NULL}};

    fixture_talk(f, act, talk, expect);
}

/* The texts of the last act's notices, each with its person. */
static void expect_texts(const struct fixture *f, const char *texts)
{
    struct buffer out = BUFFER_INIT;

    for (size_t i = f->last; i < f->n_entries; i++) {
        const struct entry *e = f->entries[i];
        if (e->kind == ENTRY_NOTICE)
            buffer_printf(&out, "%s%.*s: %.*s", out.len ? "\n" : "",
                          SLICE_ARG(entry_text(e, FIELD_PERSON)),
                          SLICE_ARG(entry_text(e, FIELD_TEXT)));
    }
    buffer_append_string(&out, "");
    cr_expect_str_eq(out.data ? out.data : "", texts);
    buffer_deinit(&out);
}

/* ---- reminders ---- */

Test(remind, each_shift_is_told_once)
{
    struct fixture *f = fixture_new(reminded);

    say(f, "+10h29m59s", "");
    say(f, "+1s", "@10h30m reminded:a notice:a/sms reminded:c,a notice:c/sms notice:a/sms");
    f->last = f->n_entries - 5;
    expect_texts(f, "a: Duty: officer 11-24 08:30 to 11-25 08:30; next 11-26 08:30\n"
                    "c: Duty: desk 11-24 08:30 to 11-25 08:30; next 11-26 08:30\n"
                    "a: Duty: desk 11-24 08:30 to 11-25 08:30; next 11-26 08:30");
    say(f, "+23h59m", "");
    say(f, "+1m", "@1d10h30m reminded:b notice:b/sms reminded:d notice:d/sms");
    fixture_free(f);
}

Test(remind, immunity_25_reloads_restarts_and_the_clock)
{
    struct fixture *f = fixture_new(reminded);

    say(f, "+11h", NULL);
    for (int i = 0; i < 100; i++) {
        struct decision d = {0};
        struct office *again;

        fixture_use(f, fixture_rules(reminded));
        say(f, "+1s", "");
        again = fixture_fold(f, f->n_entries);
        office_due(again, f->now, &d);
        cr_expect_eq(d.n_entries, 0, "told again after a start");
        decision_deinit(&d);
        office_free(again);
    }
    say(f, "clock -2h", "clock-step");
    say(f, "+4h", "");
    say(f, "clock 1h", "clock-step");
    say(f, "+1h", "");
    /* the one who comes instead has not heard of it; who does not come hears nothing more */
    fixture_use(f, fixture_rules(other));
    say(f, "+0s", "reminded:c notice:c/sms");
    /* switched on an hour before: told then, but nothing of what has begun */
    fixture_use(f, fixture_rules(quiet));
    say(f, "+1d", "");
    fixture_use(f, fixture_rules(reminded));
    say(f, "+0s", NULL);
    for (size_t i = f->last; i < f->n_entries; i++)
        cr_expect(f->entries[i]->kind != ENTRY_REMINDED ||
                  instant_before(f->now, entry_instant(f->entries[i], FIELD_SINCE, f->now)));
    fixture_free(f);
}

/* Before a day of 23 hours it is told 12 hours ahead all the same, and the times are those of the
 * wall. */
Test(remind, when_the_clocks_change)
{
    struct fixture *f = fixture_new(reminded);

    calendar_set_zone("Europe/Berlin");
    f->now = f->start = calendar_instant((struct date){2026, 3, 28}, 600);
    fixture_act(f, "+9h29m");
    cr_expect_eq(f->n_entries, 0);
    fixture_act(f, "+1m");
    cr_expect_eq(f->n_entries, 5); /* two posts: three of four people have a telephone */
    for (size_t i = 0; i < f->n_entries; i++) {
        const struct entry *e = f->entries[i];
        if (e->kind == ENTRY_REMINDED)
            cr_expect_eq(instant_since(entry_instant(e, FIELD_SINCE, e->at), e->at).us,
                         SPAN_HOURS(12).us);
        if (e->kind == ENTRY_NOTICE)
            cr_expect(strstr(entry_text(e, FIELD_TEXT).data, "03-29 08:30 to 03-30 08:30"));
    }
    calendar_set_zone("Asia/Shanghai");
    fixture_free(f);
}

/* ---- changes ---- */

Test(remind, a_relief_is_told_to_both)
{
    struct fixture *f = fixture_new(quiet);

    say(f,
        "boss relieve duty=officer out=a in=c since=2026-11-24T12:00:00+08:00 "
        "until=2026-11-24T14:00:00+08:00 reason=x",
        "relieve notice:a/sms notice:c/sms");
    expect_texts(f, "a: Roster: now officer 11-24 08:30 to 12:00, officer 11-24 14:00 to 11-25 "
                    "08:30; no longer officer 11-24 08:30 to 11-25 08:30\n"
                    "c: Roster: now officer 11-24 12:00 to 14:00");
    /* far ahead it is nobody's business yet */
    say(f,
        "boss relieve duty=officer out=a in=c since=2026-12-24T08:30:00+08:00 "
        "until=2026-12-25T12:00:00+08:00 reason=x",
        "relieve");
    fixture_free(f);
}

static size_t config(struct fixture *f, const char *const *lines)
{
    struct rules *rules = fixture_rules(lines);
    size_t n;

    fixture_command(f, &(struct command){.verb = VERB_CONFIG, .rules = rules});
    n = f->n_entries - f->last;
    fixture_use(f, rules);
    return n;
}

Test(remind, a_new_roster_is_told_to_whom_it_touches)
{
    static const char *const moved[] = {PEOPLE, "post officer officer c/b",
                                        "post leader leader boss", CHAINS};
    static const char *const silent[] = {PEOPLE,
                                         "post officer officer b/a",
                                         "post leader leader boss",
                                         "chain all 0s=post:officer",
                                         "route - - all officer 0s",
                                         "catch person:boss",
                                         NULL};
    struct fixture *f = fixture_new(quiet);

    cr_expect_eq(config(f, moved), 3);
    expect_texts(f, "a: Roster: no longer officer 11-24 08:30 to 11-25 08:30, officer 11-26 08:30 "
                    "to 11-27 08:30 and 2 more\n"
                    "c: Roster: now officer 11-24 08:30 to 11-25 08:30, officer 11-26 08:30 to "
                    "11-27 08:30 and 2 more");
    cr_expect_eq(config(f, moved), 1, "the same again");
    cr_expect_eq(config(f, silent), 1, "off is off");
    fixture_free(f);
}
