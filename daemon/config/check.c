#include "config/check.h"

#include "config/check_drills.h"
#include "config/check_duties.h"
#include "rules/coverage.h"
#include "rules/shifts.h"

#define FAR SPAN_DAYS(366)
#define LIST_IS_OUT 10 /* the month from which next year's holidays should be known */

static struct instant later(struct instant a, struct instant b)
{
    return instant_before(a, b) ? b : a;
}

/* ---- gaps ---- */

static void report_gap(struct reader *r, size_t post, const struct gap *gap)
{
    const struct post *p = &r->rules->posts[post];
    struct buffer text = BUFFER_INIT;

    buffer_append_string(&text, "from ");
    coverage_print_time(gap->from, &text);
    if (instant_is_never(gap->to)) {
        buffer_append_string(&text, ", with no end within a year");
    } else {
        buffer_append_string(&text, " to ");
        coverage_print_time(gap->to, &text);
    }
    (r->config->strict ? reader_error_line : reader_warn_line)(
        r, r->post_lines[post],
        "post \"%s\" is held by %zu of %u people %s; add people, or a rotation for that time, or "
        "lower staff",
        p->id, gap->fewest, p->staff, text.data);
    buffer_deinit(&text);
}

static void check_gaps(struct reader *r, size_t post, struct instant end)
{
    struct roster roster = {.rules = r->rules};
    struct instant at = r->now;
    struct gap gap;

    while (instant_before(at, end) &&
           roster_next_gap(&roster, &r->rules->posts[post], at, end, &gap)) {
        report_gap(r, post, &gap);
        at = gap.to;
    }
}

/* ---- reliefs ---- */

/* Does the post's relief number `index` put its person in somebody's place at that instant? */
static bool relief_fits(const struct roster *roster, const struct post *post, size_t index,
                        struct instant at)
{
    struct duty duties[ROSTER_MAX];
    size_t n = roster_duties(roster, post, at, duties);

    for (size_t i = 0; i < n; i++) {
        const struct person *person = duties[i].rostered;

        for (size_t k = 0; duties[i].relief && k <= index; k++) {
            const struct relief *relief = &post->reliefs[k];

            if (relief->out != person || !period_covers(&relief->period, duties[i].day, at))
                continue;
            if (k == index)
                return true;
            person = relief->in;
        }
    }
    return false;
}

static void check_relief(struct reader *r, const struct relief_ref *ref, unsigned line)
{
    struct roster roster = {.rules = r->rules};
    const struct relief *relief = &ref->post->reliefs[ref->index];
    const struct period *p = &relief->period;
    struct instant from = p->from, to = p->to, far = instant_add(r->now, FAR);

    if (p->by_day) { /* duties that begin on the last day end on the next at the latest */
        from = calendar_instant(date_from_days(p->first), 0);
        to = calendar_instant(date_from_days(p->last + 2), 0);
    }
    if (period_is_over(p, r->now) || instant_before(far, from))
        return;
    to = instant_min(to, far);
    for (struct instant at = later(from, r->now); instant_before(at, to);
         at = roster_next_change(&roster, ref->post, at)) {
        if (relief_fits(&roster, ref->post, ref->index, at))
            return;
    }
    reader_warn_line(r, line,
                     "this relief changes nothing: %s does not hold post \"%s\" then; correct its "
                     "dates, or take it out",
                     relief->out->id, ref->post->id);
}

/* ---- steps ---- */

/* Can a page to it be sent at that instant? *ret_until is lowered to when that may change. */
static bool is_reachable(const struct roster *roster, const struct target *t, struct instant at,
                         struct instant *ret_until)
{
    const struct person *people[ROSTER_MAX];
    const struct rules *rules = roster->rules;
    size_t n;

    switch (t->kind) {
    case TARGET_PERSON:
        return t->person->n_contacts > 0;
    case TARGET_RANK:
        for (size_t i = 0; i < rules->n_people; i++) {
            if (rules->people[i].rank == t->rank && rules->people[i].n_contacts > 0)
                return true;
        }
        return false;
    case TARGET_TEAM:
        for (size_t i = 0; i < t->team->n_people; i++) {
            if (t->team->people[i]->n_contacts > 0)
                return true;
        }
        return false;
    case TARGET_POST:
        n = roster_at(roster, t->post, at, people);
        *ret_until = instant_min(*ret_until, roster_next_change(roster, t->post, at));
        for (size_t i = 0; i < n; i++) {
            if (people[i]->n_contacts > 0)
                return true;
        }
        return false;
    }
    return false;
}

struct lapse {
    struct instant from, to; /* the first */
    size_t n;
};

static struct lapse find_lapses(const struct roster *roster, const struct step *step,
                                struct instant now, struct instant end)
{
    struct lapse lapse = {0};
    bool open = false;

    for (struct instant at = now, next; instant_before(at, end); at = next) {
        bool reached = false;

        next = end;
        for (size_t i = 0; i < step->n_targets; i++)
            reached = is_reachable(roster, &step->targets[i], at, &next) || reached;
        if (!reached && !open && lapse.n++ == 0)
            lapse.from = at;
        if (!reached && lapse.n == 1)
            lapse.to = next;
        open = !reached;
    }
    return lapse;
}

static bool has_post(const struct step *step)
{
    for (size_t i = 0; i < step->n_targets; i++) {
        if (step->targets[i].kind == TARGET_POST)
            return true;
    }
    return false;
}

static void check_step(struct reader *r, const struct chain *chain, const struct step *step,
                       const struct step_ref *ref, struct instant end)
{
    struct roster roster = {.rules = r->rules};
    struct lapse lapse = has_post(step) && !ref->reported ? find_lapses(&roster, step, r->now, end)
                                                          : (struct lapse){0};
    struct buffer text = BUFFER_INIT;

    if (lapse.n == 0)
        return;
    coverage_print_time(lapse.from, &text);
    buffer_append_string(&text, " to ");
    coverage_print_time(lapse.to, &text);
    if (lapse.n > 1)
        coverage_print_more(lapse.n - 1, &text);
    reader_warn_line(r, ref->line,
                     "this step of chain \"%s\" reaches nobody from %s, so catch_all is paged "
                     "instead; fill the post, or name somebody else as well",
                     chain->id, text.data);
    buffer_deinit(&text);
}

static void check_steps(struct reader *r, struct instant end)
{
    const struct step_ref *ref = r->steps;

    for (size_t i = 0; i < r->rules->n_chains; i++) {
        const struct chain *chain = &r->rules->chains[i];

        for (size_t j = 0; j < chain->n_steps; j++)
            check_step(r, chain, &chain->steps[j], ref++, end);
    }
}

/* ---- holidays ---- */

static bool has_holidays(const struct special_days *special, int year)
{
    for (size_t i = 0; i < special->n; i++) {
        if (special->days[i].holiday && date_from_days(special->days[i].day).year == year)
            return true;
    }
    return false;
}

/* The post's first rotation that depends on the list of holidays, or NULL. */
static const struct rotation *find_asking(const struct post *post)
{
    for (size_t i = 0; i < post->n_rotations; i++) {
        if (days_need_list(post->rotations[i].days))
            return &post->rotations[i];
    }
    return NULL;
}

/* The first post or, if there is none, the first route that depends on the list. */
static void report_no_holidays(struct reader *r, int year)
{
    const struct rules *rules = r->rules;

    for (size_t i = 0; i < rules->n_posts; i++) {
        if (!find_asking(&rules->posts[i]))
            continue;
        reader_warn_line(r, r->post_lines[i],
                         "post \"%s\" depends on holidays or workdays, and holidays has none in "
                         "%d; add that year's",
                         rules->posts[i].id, year);
        return;
    }
    for (size_t i = 0; i < rules->n_routes; i++) {
        if (!days_need_list(rules->routes[i].days))
            continue;
        reader_warn_line(r, r->route_lines[i],
                         "this route depends on holidays or workdays, and holidays has none in %d; "
                         "add that year's",
                         year);
        return;
    }
}

static void check_holidays(struct reader *r)
{
    struct date today = calendar_date(r->now);

    for (int year = today.year; year <= today.year + (today.month >= LIST_IS_OUT); year++)
        if (!has_holidays(&r->rules->special, year))
            report_no_holidays(r, year);
}

void check_whole(struct reader *r)
{
    const struct rules *rules = r->rules;
    int64_t today = date_to_days(calendar_date(r->now));
    struct instant end = calendar_instant(date_from_days(today + COVERAGE_DAYS), 0);
    bool good = rules->zone != NULL;

    for (size_t i = 0; i < rules->n_people; i++)
        good = good && r->person_good[i];
    for (size_t i = 0; rules->zone && i < rules->n_posts; i++) {
        good = good && r->post_good[i];
        if (r->post_good[i])
            check_gaps(r, i, end);
    }
    for (size_t i = 0; good && i < r->n_reliefs; i++)
        check_relief(r, &r->reliefs[i], r->relief_lines[i]);
    if (good) {
        check_steps(r, end);
        check_drills(r);
        check_duties(r, end);
        check_holidays(r);
    }
    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        if (r->wanted[i] && r->person_good[i] && p->n_contacts == 0)
            reader_warn_line(r, r->person_lines[i],
                             "%s is on a roster or in a chain but cannot be reached; add sms or "
                             "contacts",
                             p->id);
    }
}
