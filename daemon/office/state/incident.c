#include "office/state/incident.h"

#include <string.h>

#include "base/mem.h"

static const char *const state_names[INCIDENT_STATE_COUNT] = {
    [INCIDENT_OPEN] = "open",
    [INCIDENT_ACKED] = "acked",
    [INCIDENT_CLOSED] = "closed",
    [INCIDENT_MERGED] = "merged",
};

const char *incident_state_to_string(enum incident_state state)
{
    return state_names[state];
}

const char *grade_to_roman(unsigned grade)
{
    static const char *const names[] = {"", "I", "II", "III", "IV"};

    return names[grade < sizeof(names) / sizeof(*names) ? grade : 0];
}

const char *drill_mark(bool is_gsm)
{
    return is_gsm ? "DRILL " : "DRILL 演练 ";
}

/* ---- where it comes from ---- */

static const char *const origin_classes[ORIGIN_COUNT] = {
    [ORIGIN_GAP] = "gap",
    [ORIGIN_ABSENCE] = "absence",
    [ORIGIN_ROLLCALL] = "rollcall",
    [ORIGIN_SELFTEST] = "selftest",
};

const char *incident_origin_class(enum incident_origin origin)
{
    return origin_classes[origin];
}

/* By fields that the office alone writes; a roll call and a test of the paging have the same. */
enum incident_origin incident_origin_of(const struct entry *report)
{
    if (report->actor.len)
        return ORIGIN_REPORTED;
    if (entry_field(report, FIELD_GAP_POST))
        return ORIGIN_GAP;
    if (entry_field(report, FIELD_PERSON))
        return slice_equal_string(entry_text(report, FIELD_CLASS), origin_classes[ORIGIN_SELFTEST])
                   ? ORIGIN_SELFTEST
                   : ORIGIN_ROLLCALL;
    return entry_field(report, FIELD_DUTY) ? ORIGIN_ABSENCE : ORIGIN_REPORTED;
}

/* ---- the life of an incident ---- */

#define OPEN INCIDENT_OPEN
#define ACKED INCIDENT_ACKED
#define CLOSED INCIDENT_CLOSED
#define MERGED INCIDENT_MERGED

static const struct transition transitions[] = {
    /* what happened      anew   from    to      why it is so */
    {ENTRY_SET, false, OPEN, OPEN, "more becomes known while the chain runs"},
    {ENTRY_SET, true, OPEN, OPEN, "what became known calls for another chain of command"},
    {ENTRY_SET, false, ACKED, ACKED, "more becomes known"},
    {ENTRY_SET, true, ACKED, OPEN, "it is no drill: whoever took it took an exercise"},
    {ENTRY_SET, false, CLOSED, CLOSED, "figures change for weeks after the end"},
    {ENTRY_NOTE, false, OPEN, OPEN, "a follow-up answers nothing: the chain runs on"},
    {ENTRY_NOTE, false, ACKED, ACKED, "a follow-up shows that someone is at work"},
    {ENTRY_NOTE, false, CLOSED, CLOSED, "final and verification reports come after the end"},
    {ENTRY_NOTE, false, MERGED, MERGED, "what belongs to this report may still be added to it"},
    {ENTRY_ACK, false, OPEN, ACKED, "a named person answers for it: paging stops"},
    {ENTRY_ACK, false, ACKED, ACKED, "another person takes it over"},
    {ENTRY_DECLINE, false, OPEN, OPEN, "this person cannot: the chain goes on at once"},
    {ENTRY_DECLINE, false, ACKED, OPEN, "who had taken it cannot go on: it is nobody's again"},
    {ENTRY_ESCALATE, false, OPEN, OPEN, "somebody will not wait for the clock"},
    {ENTRY_ESCALATE, false, ACKED, OPEN, "who has it needs someone higher"},
    {ENTRY_GRADE, false, OPEN, OPEN, "less bad, or equally handled"},
    {ENTRY_GRADE, true, OPEN, OPEN, "worse: the chain and its clocks start again"},
    {ENTRY_GRADE, false, ACKED, ACKED, "less bad: whoever has it keeps it"},
    {ENTRY_GRADE, true, ACKED, OPEN, "worse: whoever took it took something smaller"},
    {ENTRY_GRADE, false, CLOSED, CLOSED, "the final grade is often set after the end"},
    {ENTRY_CLOSE, false, OPEN, CLOSED, "it is over, though nobody took it"},
    {ENTRY_CLOSE, false, ACKED, CLOSED, "it is over"},
    {ENTRY_REOPEN, true, CLOSED, OPEN, "it was not over"},
    {ENTRY_REOPEN, true, MERGED, OPEN, "it was another incident after all"},
    {ENTRY_MERGE, false, OPEN, MERGED, "another incident speaks for it"},
    {ENTRY_MERGE, false, ACKED, MERGED, "another incident speaks for it"},
    {ENTRY_IDLE, true, ACKED, OPEN, "taken and then forgotten: it is nobody's again"},
    {ENTRY_PASSED, false, OPEN, OPEN, "other people hold a post that it was brought to"},
    {ENTRY_PASSED, false, ACKED, ACKED, "who has it has left the post, whoever has it then"},
    {ENTRY_ABSENCE, false, OPEN, OPEN, "who should be there is not: the chain runs on"},
    {ENTRY_ABSENCE, true, ACKED, OPEN,
     "another shift does not come: whoever took it took the one before"},
    {ENTRY_STEP, false, OPEN, OPEN, "the chain goes on"},
    {ENTRY_PAGE, false, OPEN, OPEN, "somebody is called out"},
};

#undef OPEN
#undef ACKED
#undef CLOSED
#undef MERGED

const struct transition *incident_transition(enum incident_state from, enum entry_kind event,
                                             bool anew)
{
    for (size_t i = 0; i < sizeof(transitions) / sizeof(*transitions); i++) {
        const struct transition *t = &transitions[i];
        if (t->from == from && t->event == event && t->anew == anew)
            return t;
    }
    return NULL;
}

bool incident_opens_again(enum entry_kind event)
{
    for (size_t i = 0; i < sizeof(transitions) / sizeof(*transitions); i++) {
        const struct transition *t = &transitions[i];

        if (t->event == event && t->from >= INCIDENT_CLOSED && t->to < INCIDENT_CLOSED)
            return true;
    }
    return false;
}

struct incident *incident_new(struct incident_id id)
{
    struct incident *i = xcalloc(1, sizeof(*i));

    i->id = id;
    i->chain = i->class = "";
    i->chain_due = INSTANT_NEVER;
    return i;
}

void incident_free(struct incident *i)
{
    if (!i)
        return;
    free(i->facts);
    free(i->callouts);
    free(i->marks);
    free(i->entries);
    free(i);
}

/* ---- facts: a run of records, each an id, a length and that many bytes, in the order of the ids
 * ---- */

struct facts {
    uint32_t len;
    char bytes[];
};

#define RECORD_HEAD 5

static enum field_id record_id(const char *record)
{
    return (enum field_id)(unsigned char)record[0];
}

static uint32_t record_len(const char *record)
{
    uint32_t len;

    memcpy(&len, record + 1, sizeof(len));
    return len;
}

static void record_read(const char *record, struct field *ret_field)
{
    enum field_id id = record_id(record);
    struct slice value = {record + RECORD_HEAD, record_len(record)};
    int64_t number;

    if (field_is_text(id)) {
        *ret_field = FIELD_TEXT_OF(id, value);
        return;
    }
    memcpy(&number, value.data, sizeof(number));
    *ret_field = FIELD_NUMBER_OF(id, number);
}

/* The record of the id, or where it would be; *ret_after is what follows it. */
static size_t facts_find(const struct facts *facts, enum field_id id, size_t *ret_after)
{
    size_t at = 0;

    while (facts && at < facts->len && record_id(facts->bytes + at) < id)
        at += RECORD_HEAD + record_len(facts->bytes + at);
    *ret_after = at;
    if (facts && at < facts->len && record_id(facts->bytes + at) == id)
        *ret_after = at + RECORD_HEAD + record_len(facts->bytes + at);
    return at;
}

void incident_set_fact(struct incident *i, const struct field *fact)
{
    struct slice value = fact->text;
    size_t after, at = facts_find(i->facts, fact->id, &after);
    size_t old_len = i->facts ? i->facts->len : 0;
    size_t new_record;

    if (!field_is_text(fact->id))
        value = (struct slice){(const char *)&fact->number, sizeof(fact->number)};
    new_record = value.len && !fact->is_unknown ? RECORD_HEAD + value.len : 0;

    size_t len = old_len - (after - at) + new_record;
    struct facts *facts = xmalloc(sizeof(*facts) + len);

    facts->len = (uint32_t)len;
    if (at)
        memcpy(facts->bytes, i->facts->bytes, at);
    if (new_record) {
        uint32_t value_len = (uint32_t)value.len;
        facts->bytes[at] = (char)fact->id;
        memcpy(facts->bytes + at + 1, &value_len, sizeof(value_len));
        memcpy(facts->bytes + at + RECORD_HEAD, value.data, value.len);
    }
    if (old_len > after)
        memcpy(facts->bytes + at + new_record, i->facts->bytes + after, old_len - after);
    free(i->facts);
    i->facts = facts;
}

bool incident_fact(const struct incident *i, enum field_id id, struct field *ret_field)
{
    size_t after, at = facts_find(i->facts, id, &after);

    if (after == at)
        return false;
    record_read(i->facts->bytes + at, ret_field);
    return true;
}

void incident_each_fact(const struct incident *i, void (*f)(const struct field *fact, void *arg),
                        void *arg)
{
    size_t at = 0;

    while (i->facts && at < i->facts->len) {
        struct field fact;
        record_read(i->facts->bytes + at, &fact);
        f(&fact, arg);
        at += RECORD_HEAD + record_len(i->facts->bytes + at);
    }
}

struct occasion incident_occasion(const struct incident *i, struct instant at)
{
    struct field place = {0};

    incident_fact(i, FIELD_PLACE, &place);
    return (struct occasion){.grade = i->grade,
                             .class = slice_of(i->class),
                             .place = place.text,
                             .drill = i->drill,
                             .at = at};
}

/* ---- callouts ---- */

struct callout *incident_callout(const struct incident *i, struct slice person)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (slice_equal_string(person, i->callouts[n].person))
            return &i->callouts[n];
    return NULL;
}

struct callout *incident_callout_by_page(const struct incident *i, uint64_t page)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (i->callouts[n].page == page)
            return &i->callouts[n];
    return NULL;
}

bool incident_is_told(const struct incident *i)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (callout_is_told(&i->callouts[n]))
            return true;
    return false;
}

struct callout *incident_add_callout(struct incident *i, const char *person)
{
    struct callout *c = incident_callout(i, slice_of(person));

    if (c)
        return c;
    if (i->n_callouts == i->cap_callouts) {
        i->cap_callouts = (uint16_t)(i->n_callouts + 2);
        i->callouts = xrealloc(i->callouts, i->cap_callouts * sizeof(*i->callouts));
    }
    c = &i->callouts[i->n_callouts++];
    *c = (struct callout){.person = person, .due = INSTANT_NEVER};
    return c;
}

/* ---- marks ---- */

#define MOST_MARKS 256 /* a chain has at most 64 steps: the others are of steps edited away */

static size_t find_mark(const struct incident *i, uint64_t mark)
{
    size_t n = 0;

    while (n < i->n_marks && i->marks[n] != mark)
        n++;
    return n;
}

bool incident_has_mark(const struct incident *i, uint64_t mark)
{
    return find_mark(i, mark) < i->n_marks;
}

void incident_add_mark(struct incident *i, uint64_t mark)
{
    size_t at = find_mark(i, mark);

    if (at == MOST_MARKS)
        at = 0;
    if (at < i->n_marks) {
        memmove(&i->marks[at], &i->marks[at + 1], (i->n_marks - at - 1u) * sizeof(*i->marks));
        i->n_marks--;
    }
    if (i->n_marks == i->cap_marks) { /* three fill the smallest block of memory there is */
        i->cap_marks = (uint16_t)(i->n_marks + 3);
        i->marks = xrealloc(i->marks, i->cap_marks * sizeof(*i->marks));
    }
    i->marks[i->n_marks++] = mark;
}

void incident_clear_marks(struct incident *i)
{
    free(i->marks);
    i->marks = NULL;
    i->n_marks = i->cap_marks = 0;
    i->unmarked = 0;
    i->ended = false;
}
