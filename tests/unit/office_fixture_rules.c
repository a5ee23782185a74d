/* Rules in words. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "office_fixture.h"

#define MOST 64

const char *const fixture_standard[] = {
    "person li.wei officer sms:1:60s",
    "person chen.yu officer sms:1:60s",
    "person zhao.min leader sms:2:60s call:1:60s",
    "person director leader sms:1:60s call:1:60s",
    "person mayor leader call:1:60s",
    "person gateway service",
    "person mute officer",
    "post officer officer li.wei+chen.yu",
    "post leader leader zhao.min",
    "post empty officer mute",
    "chain urgent 0s=post:officer,post:leader 3m=person:director "
    "5m=person:director,person:mayor*3@5m",
    "chain routine 0s=post:officer 15m=post:leader",
    "route 12 - urgent leader 30m",
    "route - gas urgent officer 0s",
    "route - - routine officer 0s",
    "catch person:director",
    "drill_to post:officer",
    NULL,
};

void fixture_die(const char *what, const char *words)
{
    fprintf(stderr, "office_fixture: %s: %s\n", what, words);
    abort();
}

struct slice fixture_word(struct slice *rest)
{
    *rest = slice_trim(*rest);
    return slice_cut(rest, ' ');
}

struct span fixture_span(struct slice s)
{
    struct span span;

    if (!span_parse(s, &span))
        fixture_die("span", s.data);
    return span;
}

static enum rank rank_of(struct slice s)
{
    enum rank rank;

    if (!rank_from_slice(s, &rank))
        fixture_die("rank", s.data);
    return rank;
}

static unsigned number_of(struct slice s)
{
    long long n;

    if (!slice_to_number(s, 0, INT32_MAX, &n))
        fixture_die("number", s.data);
    return (unsigned)n;
}

static void add_person(struct rules *r, struct slice rest)
{
    struct person *p = &r->people[r->n_people++];

    p->id = slice_dup(fixture_word(&rest));
    p->name = xstrdup(p->id);
    p->rank = rank_of(fixture_word(&rest));
    p->contacts = xcalloc(8, sizeof(*p->contacts));
    while (slice_trim(rest).len) {
        struct contact *c = &p->contacts[p->n_contacts++];
        struct slice s = fixture_word(&rest);
        c->via = slice_dup(slice_cut(&s, ':'));
        c->to = xasprintf("+861380000%04zu", r->n_people);
        c->tries = number_of(slice_cut(&s, ':'));
        c->gap = fixture_span(s);
    }
}

/* "staff=2", "grace=10m", "rollcalls=3", "limit=5m", "standby" */
static void add_option(struct post *p, struct slice option)
{
    struct slice name = slice_cut(&option, '=');

    if (slice_equal_string(name, "staff"))
        p->staff = number_of(option);
    else if (slice_equal_string(name, "grace"))
        p->grace = fixture_span(option);
    else if (slice_equal_string(name, "rollcalls"))
        p->rollcalls = number_of(option);
    else if (slice_equal_string(name, "limit"))
        p->rollcall_limit = fixture_span(option);
    else if (slice_equal_string(name, "remind"))
        p->remind = fixture_span(option);
    else if (slice_equal_string(name, "standby"))
        p->standby = true;
    else
        fixture_die("option of a post", name.data);
}

static void add_post(struct rules *r, struct slice rest)
{
    struct post *p = &r->posts[r->n_posts++];
    struct rotation *rotation;
    struct slice people;

    p->id = slice_dup(fixture_word(&rest));
    p->title = xstrdup(p->id);
    p->rank = rank_of(fixture_word(&rest));
    p->staff = 1;
    p->rollcall_limit = SPAN_MINUTES(5);
    p->n_rotations = 1;
    p->rotations = rotation = xcalloc(1, sizeof(*rotation));
    *rotation = (struct rotation){.start = {2025, 1, 1},
                                  .whole_day = true,
                                  .from = 510,
                                  .to = 510,
                                  .every = 1,
                                  .unit = CYCLE_DAYS};
    rotation->turns = xcalloc(MOST, sizeof(*rotation->turns));
    people = fixture_word(&rest);
    while (people.len) {
        struct slice group = slice_cut(&people, '/');
        struct turn *t = &rotation->turns[rotation->n_turns++];
        t->people = xcalloc(MOST, sizeof(struct person *));
        while (group.len) {
            t->people[t->n_people] = rules_person(r, slice_cut(&group, '+'));
            if (!t->people[t->n_people++])
                fixture_die("post", p->id);
        }
    }
    while (slice_trim(rest).len)
        add_option(p, fixture_word(&rest));
}

static size_t add_targets(const struct rules *r, struct slice words, struct target *targets)
{
    size_t n = 0;

    if (slice_equal_string(words, "nobody"))
        return 0;
    while (words.len) {
        struct slice s = slice_cut(&words, ','), kind = slice_cut(&s, ':');
        struct target *t = &targets[n++];
        if (slice_equal_string(kind, "post")) {
            t->kind = TARGET_POST;
            t->post = rules_post(r, s);
        } else if (slice_equal_string(kind, "person")) {
            t->kind = TARGET_PERSON;
            t->person = rules_person(r, s);
        } else if (slice_equal_string(kind, "team")) {
            t->kind = TARGET_TEAM;
            t->team = rules_team(r, s);
        } else {
            t->kind = TARGET_RANK;
            t->rank = rank_of(s);
        }
        if (t->kind != TARGET_RANK && !t->post && !t->person && !t->team)
            fixture_die("target", s.data);
    }
    return n;
}

static void add_team(struct rules *r, struct slice rest)
{
    struct team *t = &r->teams[r->n_teams++];
    struct slice people;

    t->id = slice_dup(fixture_word(&rest));
    t->name = xstrdup(t->id);
    t->people = xcalloc(MOST, sizeof(*t->people));
    people = fixture_word(&rest);
    while (people.len) {
        t->people[t->n_people] = rules_person(r, slice_cut(&people, ','));
        if (!t->people[t->n_people++])
            fixture_die("team", t->id);
    }
}

static void add_chain(struct rules *r, struct slice rest)
{
    struct chain *c = &r->chains[r->n_chains++];

    c->id = slice_dup(fixture_word(&rest));
    if (slice_starts_with(slice_trim(rest), SLICE("limit="))) {
        struct slice limit = fixture_word(&rest);
        slice_cut(&limit, '=');
        c->limit = fixture_span(limit);
    }
    c->steps = xcalloc(MOST, sizeof(*c->steps));
    while (slice_trim(rest).len) {
        struct step *step = &c->steps[c->n_steps++];
        struct slice s = fixture_word(&rest), targets;
        step->after = fixture_span(slice_cut(&s, '='));
        targets = slice_cut(&s, '*');
        step->targets = xcalloc(MOST, sizeof(*step->targets));
        step->n_targets = add_targets(r, targets, step->targets);
        if (s.len) {
            step->repeat = number_of(slice_cut(&s, '@'));
            step->every = fixture_span(s);
        }
    }
}

/* "place=Pier|码头", "from=17:30", "to=08:30", "days=mon-fri", "drill=yes", "second_person",
 * "inform=post:leader" */
static void add_route_option(const struct rules *r, struct route *route, struct slice option)
{
    struct slice name = slice_cut(&option, '=');

    if (slice_equal_string(name, "place")) {
        route->places = xcalloc(MOST, sizeof(*route->places));
        while (option.len)
            route->places[route->n_places++] = slice_dup(slice_cut(&option, '|'));
    } else if (slice_equal_string(name, "second_person")) {
        route->second_person = true;
    } else if (slice_equal_string(name, "inform")) {
        route->inform = xcalloc(MOST, sizeof(*route->inform));
        route->n_inform = add_targets(r, option, route->inform);
    } else if (slice_equal_string(name, "drill")) {
        route->drill = slice_equal_string(option, "yes") ? ROUTE_DRILLS : ROUTE_NO_DRILLS;
    } else if (slice_equal_string(name, "days")   ? !days_parse(option, &route->days)
               : slice_equal_string(name, "from") ? !minutes_parse(option, &route->from)
                                                  : !minutes_parse(option, &route->to)) {
        fixture_die("option of a route", name.data);
    } else {
        route->timed = route->timed || !slice_equal_string(name, "days");
    }
}

static void add_route(struct rules *r, struct slice rest)
{
    struct route *route = &r->routes[r->n_routes++];
    struct slice grades = fixture_word(&rest), class = fixture_word(&rest),
                 chain = fixture_word(&rest);

    for (size_t n = 0; n < grades.len; n++)
        if (grades.data[n] != '-')
            route->grades |= 1U << (grades.data[n] - '0');
    route->class = slice_equal_string(class, "-") ? NULL : slice_dup(class);
    route->chain = rules_chain(r, chain);
    if (!route->chain)
        fixture_die("route", chain.data);
    route->ack_rank = rank_of(fixture_word(&rest));
    route->idle = fixture_span(fixture_word(&rest));
    while (slice_trim(rest).len)
        add_route_option(r, route, fixture_word(&rest));
}

static void add_selftest(struct rules *r, struct slice rest)
{
    if (!minutes_parse(fixture_word(&rest), &r->selftest_at))
        fixture_die("time of", "selftest");
    r->selftest_post = slice_dup(fixture_word(&rest));
    r->selftest_limit = fixture_span(fixture_word(&rest));
}

static void add_line(struct rules *r, const char *line)
{
    struct slice rest = slice_of(line), what = fixture_word(&rest);

    if (slice_equal_string(what, "person"))
        add_person(r, rest);
    else if (slice_equal_string(what, "post"))
        add_post(r, rest);
    else if (slice_equal_string(what, "chain"))
        add_chain(r, rest);
    else if (slice_equal_string(what, "route"))
        add_route(r, rest);
    else if (slice_equal_string(what, "team"))
        add_team(r, rest);
    else if (slice_equal_string(what, "drill_to"))
        r->n_drill_to = add_targets(r, slice_trim(rest), r->drill_to);
    else if (slice_equal_string(what, "catch"))
        r->n_catch_all = add_targets(r, slice_trim(rest), r->catch_all);
    else if (slice_equal_string(what, "tell") && slice_equal_string(slice_trim(rest), "roster"))
        r->tell_roster = true;
    else if (slice_equal_string(what, "confirm"))
        r->answers.confirm = true;
    else if (slice_equal_string(what, "selftest"))
        add_selftest(r, rest);
    else if (slice_equal_string(what, "tell") && slice_equal_string(slice_trim(rest), "changes"))
        r->tell_changes = true;
    else if (slice_equal_string(what, "tell"))
        r->tell_taken = r->tell_closed = true;
    else
        fixture_die("rule", line);
}

struct rules *fixture_rules(const char *const *lines)
{
    struct rules *r = rules_new();

    r->office_id = xstrdup("test");
    r->country = xstrdup("+86");
    r->office_name = xstrdup("Test");
    r->zone = xstrdup("Asia/Shanghai");
    r->tell_changes_after = SPAN_SECONDS(30);
    r->people = xcalloc(MOST, sizeof(*r->people)); /* never moved: others point into them */
    r->posts = xcalloc(MOST, sizeof(*r->posts));
    r->chains = xcalloc(MOST, sizeof(*r->chains));
    r->routes = xcalloc(MOST, sizeof(*r->routes));
    r->catch_all = xcalloc(MOST, sizeof(*r->catch_all));
    r->drill_to = xcalloc(MOST, sizeof(*r->drill_to));
    r->teams = xcalloc(MOST, sizeof(*r->teams));
    for (; *lines; lines++)
        add_line(r, *lines);
    add_person(r, SLICE("desk service"));
    return r;
}
