/* Number 23: the chain of command is edited while it runs. No step is lost, none done twice. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "fixture_talk.h"
#include "rules/mark.h"

#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c officer sms:1:60s",      \
        "person d officer sms:1:60s", "person n officer sms:1:60s", "person z leader sms:1:60s"
#define FIXED 6 /* lines of PEOPLE; the chain comes next */

/* An office with that chain; ret_lines[FIXED] is its line. */
static struct fixture *begin(const char *chain, const char *ret_lines[FIXED + 4])
{
    static const char *const lines[FIXED + 4] = {PEOPLE, NULL, "route - - x officer 0s",
                                                 "catch person:z"};

    memcpy(ret_lines, lines, sizeof(lines));
    ret_lines[FIXED] = chain;
    return fixture_new(ret_lines);
}

static void edit(struct fixture *f, const char **lines, const char *chain)
{
    lines[FIXED] = chain;
    fixture_use(f, fixture_rules(lines));
}

/* Who is paged from entry `from` on, in order. */
static void paged_since(const struct fixture *f, size_t from, struct buffer *out)
{
    buffer_clear(out);
    buffer_append_string(out, "");
    for (size_t n = from; n < f->n_entries; n++)
        if (f->entries[n]->kind == ENTRY_PAGE)
            buffer_append_slice(out, entry_text(f->entries[n], FIELD_PERSON));
}

static void expect_same_fold(const struct fixture *f, const char *name)
{
    struct office *again = fixture_fold(f, f->n_entries);
    struct buffer why = BUFFER_INIT;

    cr_expect(office_equal(f->office, again, &why), "%s: %s", name, why.data);
    buffer_deinit(&why);
    office_free(again);
}

/* `done` steps of the chain are done, it is edited, and then time passes. */
static void edited(const char *name, const char *before, const char *after, unsigned done,
                   const char *expected)
{
    const char *lines[FIXED + 4];
    struct fixture *f = begin(before, lines);
    struct buffer paged = BUFFER_INIT;

    fixture_act(f, "desk report text=x");
    for (unsigned n = 1; n < done; n++)
        fixture_act(f, "+1m");
    edit(f, lines, after);
    size_t from = f->n_entries;
    fixture_act(f, "+50m");
    paged_since(f, from, &paged);
    cr_expect_str_eq(paged.data, expected, "%s", name);
    expect_same_fold(f, name);
    buffer_deinit(&paged);
    fixture_free(f);
}

#define ABC "chain x 0s=person:a 1m=person:b 1m=person:c"

Test(chain_edit, immunity_23_by_hand)
{
    static const struct {
        const char *name, *after;
        unsigned done;
        const char *expected;
    } rows[] = {
        {"the same", ABC, 1, "bcz"},
        {"one more after", ABC " 1m=person:n", 2, "cnz"},
        {"one more after, all done", ABC " 1m=person:n", 3, "nz"},
        {"one more before what is next", "chain x 0s=person:a 1m=person:n 1m=person:b 1m=person:c",
         1, "nbcz"},
        {"what is next is gone", "chain x 0s=person:a 1m=person:c", 1, "cz"},
        {"what is done is gone", "chain x 0s=person:b 1m=person:c", 1, "bcz"},
        {"two done, one of them gone", "chain x 0s=person:b 1m=person:c", 2, "cz"},
        {"turned round", "chain x 0s=person:c 1m=person:b 1m=person:a", 1, "cbz"},
        {"one more in front of what is done",
         "chain x 0s=person:n 1m=person:a 1m=person:b 1m=person:c", 2, "ncz"},
        {"other times alone", "chain x 5m=person:a 9s=person:b 2m=person:c", 2, "cz"},
        {"all that was done is gone", "chain x 0s=person:n 1m=person:c", 2, "ncz"},
        {"one more person in a step that was done: whom it adds",
         "chain x 0s=person:n,person:a 1m=person:b 1m=person:c", 2, "ncz"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++)
        edited(rows[n].name, ABC, rows[n].after, rows[n].done, rows[n].expected);
}

/* ---- every edit at every stage ---- */

static void say_chain(const char *people, struct buffer *out)
{
    buffer_clear(out);
    buffer_append_string(out, "chain x");
    for (size_t n = 0; people[n]; n++)
        buffer_printf(out, " %s=person:%c", n ? "1m" : "0s", people[n]);
}

/* What is left of `after` when the first `done` of `before` are done, then the catch-all. */
static void say_expected(const char *before, const char *after, size_t done, struct buffer *out)
{
    buffer_clear(out);
    for (size_t n = 0; after[n]; n++)
        if (!memchr(before, after[n], done))
            buffer_append_char(out, after[n]);
    buffer_append_char(out, 'z');
}

static void try_edit(const char *before, const char *after)
{
    struct buffer old = BUFFER_INIT, new = BUFFER_INIT, expected = BUFFER_INIT;
    char name[60];

    say_chain(before, &old);
    say_chain(after, &new);
    for (size_t done = 1; done <= strlen(before); done++) {
        say_expected(before, after, done, &expected);
        snprintf(name, sizeof(name), "%s to %s when %zu are done", before, after, done);
        edited(name, old.data, new.data, (unsigned)done, expected.data);
    }
    buffer_deinit(&old);
    buffer_deinit(&new);
    buffer_deinit(&expected);
}

Test(chain_edit, immunity_23_every_edit_at_every_stage)
{
    static const char before[] = "abcd";
    const size_t len = sizeof(before) - 1;

    for (size_t at = 0; at <= len; at++) {
        char after[24];
        snprintf(after, sizeof(after), "%.*sn%s", (int)at, before, before + at);
        try_edit(before, after); /* inserted */
        if (at == len)
            break;
        snprintf(after, sizeof(after), "%.*s%s", (int)at, before, before + at + 1);
        try_edit(before, after); /* deleted */
        snprintf(after, sizeof(after), "%.*sn%s", (int)at, before, before + at + 1);
        try_edit(before, after); /* replaced */
        for (size_t other = at + 1; other < len; other++) {
            snprintf(after, sizeof(after), "%s", before);
            after[at] = before[other];
            after[other] = before[at];
            try_edit(before, after); /* two change places */
        }
    }
}

/* ---- times, repeats, the end ---- */

/* Two conversations, and another chain between them. */
static void talk(const char *name, const char *before, const struct talk *first, const char *after,
                 const struct talk *then)
{
    const char *lines[FIXED + 4];
    struct fixture *f = begin(before, lines);

    fixture_talk(f, name, first, talk_expect);
    cr_expect(!fixture_tick(f));
    struct instant due = office_next_due(f->office);
    edit(f, lines, after);
    cr_expect(!fixture_tick(f)); /* who holds a post is looked at again */
    cr_expect_eq(office_next_due(f->office).us, due.us, "%s: the edit alone moved a time", name);
    fixture_talk(f, name, then, talk_expect);
    fixture_free(f);
}

#define REPORT                                                                                     \
    {                                                                                              \
        "desk report text=x", NULL                                                                 \
    }
#define ROWS(...)                                                                                  \
    (const struct talk[])                                                                          \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

Test(chain_edit, times)
{
    talk("what is in front comes when the chain was to go on, the rest counts from there",
         "chain x 0s=person:a 10m=person:b", ROWS(REPORT, {"+4m", ""}),
         "chain x 3m=person:n 0s=person:a 7m=person:b",
         ROWS({"+359s", ""}, {"+1s", "@10m step1:n page:n/sms/1"}, {"+419s", ""},
              {"+1s", "@17m step3:b page:b/sms/1"}));
    talk("what was next is gone: the one after it comes at its time",
         "chain x 0s=person:a 10m=person:b 30m=person:c", ROWS(REPORT),
         "chain x 0s=person:a 30m=person:c", ROWS({"+10m", "@10m step2:c page:c/sms/1"}));
    talk("by hand, at once", "chain x 0s=person:a 10m=person:b", ROWS(REPORT),
         "chain x 0s=person:n 10m=person:a 10m=person:b",
         ROWS({"a escalate", "escalate step1:n page:n/sms/1"}, {"+599s", ""},
              {"+1s", "@10m step3:b page:b/sms/1"}));
    talk("a page that fails goes on to what is new", "chain x 0s=person:a 10m=person:b",
         ROWS(REPORT, {"+10m", NULL}), "chain x 0s=person:a 10m=person:b 10m=person:n",
         ROWS({"failed b", "page-failed:b step3:n page:n/sms/1 page:z/sms/1"},
              {"failed a", "page-failed:a"}));
}

Test(chain_edit, repeats)
{
    talk("go on", "chain x 0s=person:a 1m=person:b*3@2m",
         ROWS(REPORT, {"sent a", NULL}, {"+1m", NULL}, {"sent b", NULL},
              {"+2m", "@3m step2.1:b page:b/sms/1"}),
         "chain x 0s=person:b 1m=person:a 1m=person:b*3@2m",
         ROWS({"sent b", NULL}, {"+2m", "@5m step3:"}, {"+2m", "@7m step3.1:b page:b/sms/1"}));
    talk("keep their number", "chain x 0s=person:a 1m=person:b*3@2m",
         ROWS(REPORT, {"sent a", NULL}, {"+1m", NULL}, {"sent b", NULL}, {"+2m", NULL},
              {"sent b", NULL}),
         "chain x 0s=person:b*3@2m",
         ROWS({"+2m", "@5m step1.2:b page:b/sms/1"}, {"sent b", NULL},
              {"+2m", "@7m step1.3:b page:b/sms/1"}, {"sent b", NULL},
              {"+2m", "@9m step2:z page:z/sms/1"}));
    talk("of a step that is the last one now", "chain x 0s=person:a 1m=person:b",
         ROWS(REPORT, {"sent a", NULL}, {"+1m", NULL}, {"sent b", NULL}),
         "chain x 0s=person:b 1m=person:a*2@2m",
         ROWS({"+5m", "@6m step2.1:a page:a/sms/1"}, {"sent a", NULL},
              {"+2m", "@8m step2.2:a page:a/sms/1"}, {"+2m", "@10m step3:z page:z/sms/1"}));
}

Test(chain_edit, after_the_end)
{
    talk("a new step is done at the next reminder, then its repeats", "chain x 0s=person:a",
         ROWS(REPORT, {"+5m", "@5m step2:z page:z/sms/1"}), "chain x 0s=person:a 1m=person:n*1@2m",
         ROWS({"+1h", "@1h5m step2:n page:n/sms/1"}, {"sent n", NULL},
              {"+2m", "@1h7m step2.1:n page:n/sms/1"}, {"sent z", NULL},
              {"+2m", "@1h9m step3:z page:z/sms/1"}, {"+1h", "@2h9m step3.1:"}));
    talk("fewer steps: the reminders go on", "chain x 0s=person:a 1m=person:b",
         ROWS(REPORT, {"+6m", NULL}, {"+1h", "@1h6m step3.1:"}), "chain x 0s=person:b*3@5m",
         ROWS({"+1h", "@2h6m step2.2:"}));
    talk("a new step that reaches nobody", "chain x 0s=person:a", ROWS(REPORT, {"+5m", NULL}),
         "chain x 0s=person:a 1m=nobody*2@5m", ROWS({"+1h", "@1h5m step2: step2.1: step3:"}));
    talk("again: all of it", "chain x 0s=person:a 1m=person:b", ROWS(REPORT, {"+1m", NULL}),
         "chain x 0s=person:b 1m=person:a",
         ROWS({"a grade grade=2 reason=x", "grade>x step1:b page:b/sms/1"},
              {"+1m", "@2m step2:a page:a/sms/1"}));
}

/* A chain that is gone and comes back has not forgotten where it was. */
Test(chain_edit, gone_and_back)
{
    static const char *const gone[] = {PEOPLE, "chain y 0s=person:z", "route - - y officer 0s",
                                       "catch person:z", NULL};
    const char *lines[FIXED + 4];
    struct fixture *f = begin(ABC, lines);

    fixture_act(f, "desk report text=x");
    fixture_act(f, "+1m");
    fixture_use(f, fixture_rules(gone));
    cr_expect_str_eq(fixture_act(f, "+1m"), "@2m step2:z page:z/sms/1");
    edit(f, lines, ABC);
    cr_expect_str_eq(fixture_act(f, "+1h"), "@1h2m step3:c page:c/sms/1");
    expect_same_fold(f, "back");
    fixture_free(f);
}

/* Back and forth between two chains: once each, however often. */
Test(chain_edit, back_and_forth)
{
    const char *lines[FIXED + 4];
    struct fixture *f = begin(ABC, lines);
    struct buffer paged = BUFFER_INIT;

    fixture_act(f, "desk report text=x");
    for (unsigned n = 0; n < 20; n++) {
        edit(f, lines, n % 2 ? ABC : "chain x 0s=person:n 1m=person:d 1m=person:b");
        fixture_act(f, "+1m");
    }
    paged_since(f, 0, &paged);
    cr_expect_str_eq(paged.data, "anbdcz");
    buffer_deinit(&paged);
    fixture_free(f);
}

/* The entries as a version wrote them that knew no marks, and an office from them. */
static void take_marks_away(struct fixture *f)
{
    for (size_t k = 0; k < f->n_entries; k++) {
        struct entry *e = f->entries[k];
        struct entry_head head = {.seq = e->seq,
                                  .at = e->at,
                                  .kind = e->kind,
                                  .incident = e->incident,
                                  .actor = e->actor};
        struct field fields[FIELD_COUNT];
        size_t n = 0;
        for (size_t i = 0; i < e->n_fields; i++)
            if (e->fields[i].id != FIELD_MARK)
                fields[n++] = e->fields[i];
        f->entries[k] = entry_new(&head, fields, n);
        free(e);
    }
    office_free(f->office);
    f->office = fixture_fold(f, f->n_entries);
}

/* Then the place in the chain counts. */
Test(chain_edit, entries_without_marks)
{
    static const struct {
        const char *name, *before, *sent, *after, *then, *expected;
    } rows[] = {
        {"goes on", "+1m", "sent b", ABC, "+1m", "@2m step3:c page:c/sms/1"},
        {"one more after, all done", "+2m", "sent c", ABC " 1m=person:n", "+5m",
         "@7m step4:n page:n/sms/1"},
        {"the first repeat", "+2m", "sent c", ABC "*2@5m", "+5m", "@7m step3.1:c page:c/sms/1"},
        {"the end", "+2m", "sent c", ABC, "+5m", "@7m step4:z page:z/sms/1"},
        {"after the end", "+30m", "sent z", ABC, "+40m", "@1h7m step4.1:z page:z/sms/1"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        const char *lines[FIXED + 4];
        struct fixture *f = begin(ABC, lines);
        fixture_act(f, "desk report text=x");
        fixture_act(f, rows[n].before);
        fixture_act(f, rows[n].sent);
        take_marks_away(f);
        edit(f, lines, rows[n].after);
        cr_expect_str_eq(fixture_act(f, rows[n].then), rows[n].expected, "%s", rows[n].name);
        expect_same_fold(f, rows[n].name);
        fixture_free(f);
    }
}

/* ---- marks ---- */

Test(chain_edit, marks)
{
    static const struct {
        const char *name, *chain;
        size_t a, b;
        bool same;
    } rows[] = {
        {"others", "chain x 0s=person:a 1m=person:b", 0, 1, false},
        {"the same again is another step", "chain x 0s=person:a 1m=person:a", 0, 1, false},
        {"three times", "chain x 0s=person:a 1m=person:a 1m=person:a", 1, 2, false},
        {"nobody, twice", "chain x 0s=nobody 1m=nobody", 0, 1, false},
        {"in another chain, in another order", "chain x 5m=person:b,person:a", 0, 0, true},
        {"a person or a rank", "chain x 0s=rank:leader,person:a", 0, 0, false},
    };
    uint64_t both[1];
    const char *lines[FIXED + 4];
    struct fixture *f = begin("chain x 0s=person:a,person:b", lines);

    mark_chain(&f->rules->chains[0], both);
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        uint64_t marks[3] = {0}, again;
        struct buffer text = BUFFER_INIT;
        edit(f, lines, rows[n].chain);
        mark_chain(&f->rules->chains[0], marks);
        again = rows[n].a == rows[n].b ? both[0] : marks[rows[n].b];
        cr_expect_eq(marks[rows[n].a] == again, rows[n].same, "%s", rows[n].name);
        mark_format(marks[0], &text);
        cr_expect_eq(mark_parse(buffer_slice(&text)), marks[0], "%s", rows[n].name);
        buffer_deinit(&text);
    }
    fixture_free(f);
    cr_expect_eq(mark_parse(SLICE("end")), MARK_END);
    cr_expect_eq(mark_parse(SLICE("")), MARK_NONE);
    cr_expect_eq(mark_parse(SLICE("0123456789abcdeg")), MARK_NONE);
    cr_expect_eq(mark_parse(SLICE("0123456789abcdef0")), MARK_NONE);
}

/* Equal steps: as many are done as there are, whichever of them is taken out. */
Test(chain_edit, equal_steps)
{
    talk("one of two is gone", "chain x 0s=person:a 1m=person:b 1m=person:a 1m=person:c",
         ROWS(REPORT, {"+1m", NULL}), "chain x 0s=person:b 1m=person:a 1m=person:c",
         ROWS({"+1m", "@2m step3:c page:c/sms/1"}));
    talk("one more of it", "chain x 0s=person:a 1m=person:b", ROWS(REPORT, {"sent a", NULL}),
         "chain x 0s=person:a 1m=person:a 1m=person:b",
         ROWS({"+1m", "@1m step2:"}, {"+1m", "@2m step3:b page:b/sms/1"}));
}

/* However often it is edited, what is kept stays small, and the latest stay known. */
Test(chain_edit, very_many_marks)
{
    struct incident *i = incident_new((struct incident_id){2026, 1});

    for (uint64_t mark = 2; mark < 2000; mark++) {
        incident_add_mark(i, mark);
        incident_add_mark(i, mark);
    }
    cr_expect_eq(i->n_marks, 256);
    cr_expect(incident_has_mark(i, 1999) && incident_has_mark(i, 1999 - 255));
    cr_expect(!incident_has_mark(i, 1999 - 256));
    incident_add_mark(i, 1800);
    cr_expect_eq(i->marks[255], UINT64_C(1800));
    cr_expect_eq(i->n_marks, 256);
    incident_clear_marks(i);
    cr_expect(!incident_has_mark(i, 1999));
    incident_free(i);
}
