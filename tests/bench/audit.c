/*
 * How long the auditor takes to look at a million open incidents, in one go and in the pieces in
 * which the daemon does it. Prints JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/random.h"
#include "office/audit.h"

#define INCIDENTS 1000000
#define PIECE 2000 /* as in daemon/paging/auditor.c */

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Two people, one chain of two steps. */
static struct rules *make_rules(void)
{
    struct rules *r = rules_new();

    r->office_id = xstrdup("bench");
    r->zone = xstrdup("UTC");
    r->people = xcalloc(2, sizeof(*r->people));
    r->n_people = 2;
    for (size_t i = 0; i < 2; i++) {
        struct person *p = &r->people[i];

        p->id = xasprintf("person%zu", i);
        p->name = xstrdup(p->id);
        p->rank = RANK_OFFICER;
        p->contacts = xcalloc(1, sizeof(*p->contacts));
        p->n_contacts = 1;
        p->contacts[0] = (struct contact){xstrdup("sms"), xstrdup("+1"), 1, SPAN_MINUTES(1)};
    }
    r->chains = xcalloc(1, sizeof(*r->chains));
    r->n_chains = 1;
    r->chains[0].id = xstrdup("all");
    r->chains[0].steps = xcalloc(2, sizeof(struct step));
    r->chains[0].n_steps = 2;
    for (size_t i = 0; i < 2; i++) {
        struct step *s = &r->chains[0].steps[i];

        s->after = SPAN_MINUTES((int64_t)i * 10);
        s->targets = xcalloc(1, sizeof(*s->targets));
        s->n_targets = 1;
        s->targets[0] = (struct target){.kind = TARGET_PERSON, .person = &r->people[i]};
    }
    r->routes = xcalloc(1, sizeof(*r->routes));
    r->n_routes = 1;
    r->routes[0] = (struct route){.chain = &r->chains[0], .ack_rank = RANK_OFFICER};
    return r;
}

static void fill(struct office *o, struct instant now)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas, 3 trapped"));
    struct command c = {.verb = VERB_REPORT, .fields = &text, .n_fields = 1};
    struct decision d = {0};

    for (int n = 0; n < INCIDENTS; n++) {
        office_decide(o, &c, now, &d);
        for (size_t i = 0; i < d.n_entries; i++)
            office_apply(o, d.entries[i]);
    }
    decision_deinit(&d);
}

static void on_finding(void *arg, const struct audit_finding *f)
{
    (void)f;
    ++*(size_t *)arg;
}

static void on_well(void *arg, const struct incident *i)
{
    (void)i;
    ++*(size_t *)arg;
}

static enum audit_place place_of(void *arg, const struct incident *i, const struct callout *c)
{
    (void)arg;
    (void)i;
    (void)c;
    return AUDIT_PLACE_HELD;
}

int main(void)
{
    uint64_t seed = 1;
    struct random_source random = random_seeded(&seed);
    struct instant now = {INT64_C(1795400000000000)};
    struct rules *r = make_rules();
    struct office *o;
    size_t found = 0;
    struct audit_listener listener = {on_finding, on_well, &found};
    struct audit_terms terms = {.now = now, .slack = SPAN_SECONDS(30), .place_of = place_of};
    struct audit_walk walk = {0};
    double begin, whole, longest = 0;
    bool more = true;

    calendar_set_zone("UTC");
    o = office_new(r, &random);
    fill(o, now);
    begin = seconds();
    office_audit(o, &terms, &listener);
    whole = seconds() - begin;
    while (more) {
        begin = seconds();
        more = office_audit_some(o, &terms, &listener, &walk, PIECE);
        if (seconds() - begin > longest)
            longest = seconds() - begin;
    }
    printf("{\"incidents\": %zu, \"found\": %zu, \"whole_ms\": %.1f, \"longest_piece_ms\": %.2f}\n",
           walk.seen, found, whole * 1e3, longest * 1e3);
    office_free(o);
    rules_unref(r);
    return found != 0 || walk.seen != INCIDENTS;
}
