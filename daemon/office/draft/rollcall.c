#include "office/draft/rollcall.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/draft/missed.h"
#include "office/draft/muster.h"
#include "office/draft/page.h"
#include "office/draft/report.h"
#include "office/draft/tell.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/watch.h"
#include "rules/roster.h"

/* What kind of question it is. */
struct asking {
    enum incident_origin origin;
    const char *what, *how; /* in its text */
    struct span limit;
    struct instant slot; /* self-test: the time that it was planned for; else INSTANT_NONE */
};

/* ---- asking ---- */

/* A roll call is no test of the paging, nor the other way round. */
static bool is_being_asked(const struct office *o, const struct post *post, const struct person *p,
                           const struct asking *as)
{
    bool tests = instant_is_set(as->slot);

    for (const struct incident *i = o->incidents->live; i; i = i->next)
        if (incident_is_asking(i) && strcmp(i->asked, p->id) == 0 && i->duty &&
            strcmp(i->duty, post->id) == 0 && incident_is_testing(i) == tests)
            return true;
    return false;
}

/* Who has signed on; where nobody has, who is on the roster. Without those who are being asked. */
static size_t collect(const struct draft *d, const struct post *post, const struct asking *as,
                      const struct person *ret_people[ROSTER_MAX])
{
    const struct office *o = d->office;
    const struct watch *w = presence_watch(o, slice_of(post->id));
    const struct person *people[ROSTER_MAX];
    size_t n = 0, kept = 0;

    for (size_t i = 0; w && i < w->n_on && n < ROSTER_MAX; i++) {
        people[n] = rules_person(o->rules, slice_of(w->on[i].person));
        n += people[n] != NULL;
    }
    if (n == 0) {
        struct roster roster = office_roster(o);
        n = roster_at(&roster, post, d->now, people);
    }
    for (size_t i = 0; i < n; i++)
        if (!is_being_asked(o, post, people[i], as))
            ret_people[kept++] = people[i];
    return kept;
}

/* The paging is tested with the way on which answers come back, if the person has it. */
static unsigned first_means(const struct person *p, const struct asking *as)
{
    for (unsigned n = 0; instant_is_set(as->slot) && n < p->n_contacts; n++)
        if (slice_starts_with(slice_of(p->contacts[n].via), SLICE("sms")))
            return n;
    return 0;
}

static void ask(struct draft *d, const struct post *post, const struct person *p,
                const struct asking *as)
{
    bool waits = !instant_is_set(as->slot) || p->n_contacts > 0;
    struct field fields[DRAFT_REPORT_FIELDS];
    struct buffer text = BUFFER_INIT;
    unsigned code = draft_code(d);
    size_t n = 0;

    buffer_printf(&text, "%s at post %s: %s answers %s within ", as->what, post->id, p->id,
                  as->how);
    span_format(as->limit, &text);
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(p->id));
    if (code)
        fields[n++] = FIELD_NUMBER_OF(FIELD_CODE, code);
    /* The chain of command waits for the answer. */
    draft_report(d, as->origin, buffer_slice(&text), fields, n,
                 waits ? instant_add(d->now, as->limit) : d->now);
    draft_page_with_code(d, p, first_means(p, as), code);
    buffer_deinit(&text);
}

/* The entry, then an incident for each. */
static void ask_all(struct draft *d, const struct post *post, enum entry_kind kind,
                    const struct person *const *people, size_t n, const struct asking *as)
{
    struct buffer whom = BUFFER_INIT;

    for (size_t i = 0; i < n; i++)
        draft_list_person(&whom, people[i]->id);
    struct field fields[4];
    size_t k = 0;

    fields[k++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[k++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    if (instant_is_set(as->slot))
        fields[k++] = FIELD_INSTANT_OF(FIELD_SINCE, as->slot);
    if (n == 0)
        fields[k++] =
            FIELD_TEXT_OF(FIELD_REASON, SLICE("nobody is there who is not being asked already"));
    draft_entry(d, kind, fields, k);
    buffer_deinit(&whom);
    for (size_t i = 0; i < n; i++)
        ask(d, post, people[i], as);
}

bool rollcall_ask(struct draft *d, const struct post *post)
{
    const struct asking as = {ORIGIN_ROLLCALL, "roll call", "HERE and the code",
                              post->rollcall_limit, INSTANT_NONE};
    const struct person *people[ROSTER_MAX];
    size_t n = collect(d, post, &as, people);

    if (n == 0 && d->command)
        return false;
    ask_all(d, post, ENTRY_ROLLCALL, people, n, &as);
    return true;
}

void rollcall_test(struct draft *d, const struct post *post, struct span limit, struct instant slot)
{
    const struct asking as = {ORIGIN_SELFTEST, "TEST of the paging", "with the code by SMS", limit,
                              slot};
    const struct person *people[ROSTER_MAX];
    size_t n = collect(d, post, &as, people);

    ask_all(d, post, ENTRY_SELFTEST, people, n, &as);
    if (n == 0) {
        struct buffer text = BUFFER_INIT;

        buffer_append_string(&text, "the test of the paging at ");
        calendar_format_short(slot, d->now, &text);
        buffer_printf(&text, " reaches nobody at post %s", post->id);
        draft_tell_catch_all(d, buffer_slice(&text));
        buffer_deinit(&text);
    }
}

/* ---- the answer ---- */

/* Did it come in by a gateway? */
static bool has_route(const struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].id == FIELD_ROUTE)
            return true;
    return false;
}

void rollcall_answer(struct draft *d, const struct person *p, const struct field *more,
                     size_t n_more)
{
    const struct incident *i = d->incident;
    struct buffer verdict = BUFFER_INIT;
    struct field fields[8];
    size_t n = 0;

    assert(i->asked && slice_equal_string(slice_of(p->id), i->asked) && n_more <= 5);
    buffer_append_string(&verdict, i->missed ? "answered late, after " : "answered after ");
    span_format(rollcall_waited(d), &verdict);
    if (incident_is_test(i) && !has_route(more, n_more))
        buffer_append_string(&verdict, ", but not by SMS: the way back was not tested");
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(i->duty));
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(p->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_OUTCOME, buffer_slice(&verdict));
    for (size_t k = 0; k < n_more; k++)
        fields[n++] = more[k];
    draft_entry(d, ENTRY_HERE, fields, n);
    fields[0] = FIELD_TEXT_OF(FIELD_OUTCOME, buffer_slice(&verdict));
    draft_entry(d, ENTRY_CLOSE, fields, 1);
    draft_tell_over(d, i, p, "closed");
    buffer_deinit(&verdict);
}

/* ---- random times ---- */

static int compare_times(const void *a, const void *b)
{
    const struct instant *x = a, *y = b;

    return (x->us > y->us) - (x->us < y->us);
}

/*
 * Between `from` and `to`, in whole seconds: what is written down is what is meant. `apart`: one is
 * over before the next begins. Drawn with these waits taken out of the time, and put back between
 * them: so each second is as likely as any other.
 */
static void draw(struct draft *d, unsigned n, struct instant from, struct instant to,
                 struct span apart, struct buffer *out)
{
    struct instant *times = xcalloc(n + 1, sizeof(*times));
    int64_t seconds = instant_since(to, from).us / 1000000, wait = (apart.us + 999999) / 1000000;

    while (n > 0 && seconds - (n - 1) * wait < 1)
        n--;
    for (unsigned i = 0; i < n; i++) {
        uint64_t room = (uint64_t)(seconds - (n - 1) * wait);
        int64_t offset = (int64_t)random_below(d->office->random, room);
        times[i] = instant_add(from, SPAN_SECONDS(offset));
    }
    qsort(times, n, sizeof(*times), compare_times);
    for (unsigned i = 0; i < n; i++) {
        buffer_append_string(out, i ? "," : "");
        instant_format_utc(instant_add(times[i], SPAN_SECONDS(i * wait)), out);
    }
    free(times);
}

static void plan_entry(struct draft *d, const char *post, struct instant until, struct slice times)
{
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(post)),
        FIELD_INSTANT_OF(FIELD_UNTIL, until),
        FIELD_TEXT_OF(FIELD_TIMES, times),
    };

    draft_entry(d, ENTRY_ROLLCALL_PLAN, fields, 3);
}

void rollcall_cancel(struct draft *d, const struct watch *w)
{
    plan_entry(d, w->post, d->now, (struct slice){0});
}

void rollcall_plan(struct draft *d, const struct post *post, const struct watch *w)
{
    struct instant next = muster_next_shift(d->office, post, d->now), from, to;
    struct instant end = instant_min(next, instant_add(d->now, ROLLCALL_AHEAD));
    struct muster m = muster_of(d->office, post, w, d->now, d->now);
    struct buffer times = BUFFER_INIT;

    from = instant_add(d->now, post->grace);
    to = instant_add(end, SPAN_US(-post->rollcall_limit.us));
    if (m.n_rostered + m.on > 0)
        draw(d, post->rollcalls, from, to, post->rollcall_limit, &times);
    plan_entry(d, post->id, end, buffer_slice(&times));
    buffer_deinit(&times);
}
