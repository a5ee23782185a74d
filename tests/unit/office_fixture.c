#include "office_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/state.h"

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
    NULL,
};

/* ---- rules in words ---- */

static void die(const char *what, const char *words)
{
    fprintf(stderr, "office_fixture: %s: %s\n", what, words);
    abort();
}

static struct slice word(struct slice *rest)
{
    *rest = slice_trim(*rest);
    return slice_cut(rest, ' ');
}

static struct span span_of(struct slice s)
{
    struct span span;

    if (!span_parse(s, &span))
        die("span", s.data);
    return span;
}

static enum rank rank_of(struct slice s)
{
    enum rank rank;

    if (!rank_from_slice(s, &rank))
        die("rank", s.data);
    return rank;
}

static unsigned number_of(struct slice s)
{
    long long n;

    if (!slice_to_number(s, 0, INT32_MAX, &n))
        die("number", s.data);
    return (unsigned)n;
}

static void add_person(struct rules *r, struct slice rest)
{
    struct person *p = &r->people[r->n_people++];

    p->id = slice_dup(word(&rest));
    p->name = xstrdup(p->id);
    p->rank = rank_of(word(&rest));
    p->contacts = xcalloc(8, sizeof(*p->contacts));
    while (slice_trim(rest).len) {
        struct contact *c = &p->contacts[p->n_contacts++];
        struct slice s = word(&rest);
        c->via = slice_dup(slice_cut(&s, ':'));
        c->to = xasprintf("+86%s", p->id);
        c->tries = number_of(slice_cut(&s, ':'));
        c->gap = span_of(s);
    }
}

static void add_post(struct rules *r, struct slice rest)
{
    struct post *p = &r->posts[r->n_posts++];
    struct rotation *rotation;

    p->id = slice_dup(word(&rest));
    p->title = xstrdup(p->id);
    p->rank = rank_of(word(&rest));
    p->staff = 1;
    p->n_rotations = 1;
    p->rotations = rotation = xcalloc(1, sizeof(*rotation));
    *rotation = (struct rotation){.start = {2025, 1, 1},
                                  .whole_day = true,
                                  .from = 510,
                                  .to = 510,
                                  .every = 1,
                                  .unit = CYCLE_DAYS};
    rotation->turns = xcalloc(MOST, sizeof(*rotation->turns));
    while (rest.len) {
        struct slice group = slice_cut(&rest, '/');
        struct turn *t = &rotation->turns[rotation->n_turns++];
        t->people = xcalloc(MOST, sizeof(struct person *));
        while (group.len) {
            t->people[t->n_people] = rules_person(r, slice_cut(&group, '+'));
            if (!t->people[t->n_people++])
                die("post", p->id);
        }
    }
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
        } else {
            t->kind = TARGET_RANK;
            t->rank = rank_of(s);
        }
        if (t->kind != TARGET_RANK && !t->post && !t->person)
            die("target", s.data);
    }
    return n;
}

static void add_chain(struct rules *r, struct slice rest)
{
    struct chain *c = &r->chains[r->n_chains++];

    c->id = slice_dup(word(&rest));
    c->steps = xcalloc(MOST, sizeof(*c->steps));
    while (slice_trim(rest).len) {
        struct step *step = &c->steps[c->n_steps++];
        struct slice s = word(&rest), targets;
        step->after = span_of(slice_cut(&s, '='));
        targets = slice_cut(&s, '*');
        step->targets = xcalloc(MOST, sizeof(*step->targets));
        step->n_targets = add_targets(r, targets, step->targets);
        if (s.len) {
            step->repeat = number_of(slice_cut(&s, '@'));
            step->every = span_of(s);
        }
    }
}

static void add_route(struct rules *r, struct slice rest)
{
    struct route *route = &r->routes[r->n_routes++];
    struct slice grades = word(&rest), class = word(&rest), chain = word(&rest);

    for (size_t n = 0; n < grades.len; n++)
        if (grades.data[n] != '-')
            route->grades |= 1U << (grades.data[n] - '0');
    route->class = slice_equal_string(class, "-") ? NULL : slice_dup(class);
    route->chain = rules_chain(r, chain);
    if (!route->chain)
        die("route", chain.data);
    route->ack_rank = rank_of(word(&rest));
    route->idle = span_of(word(&rest));
}

static void add_line(struct rules *r, const char *line)
{
    struct slice rest = slice_of(line), what = word(&rest);

    if (slice_equal_string(what, "person"))
        add_person(r, rest);
    else if (slice_equal_string(what, "post"))
        add_post(r, rest);
    else if (slice_equal_string(what, "chain"))
        add_chain(r, rest);
    else if (slice_equal_string(what, "route"))
        add_route(r, rest);
    else if (slice_equal_string(what, "catch"))
        r->n_catch_all = add_targets(r, slice_trim(rest), r->catch_all);
    else
        die("rule", line);
}

struct rules *fixture_rules(const char *const *lines)
{
    struct rules *r = rules_new();

    r->office_id = xstrdup("test");
    r->office_name = xstrdup("Test");
    r->zone = xstrdup("Asia/Shanghai");
    r->people = xcalloc(MOST, sizeof(*r->people)); /* never moved: others point into them */
    r->posts = xcalloc(MOST, sizeof(*r->posts));
    r->chains = xcalloc(MOST, sizeof(*r->chains));
    r->routes = xcalloc(MOST, sizeof(*r->routes));
    r->catch_all = xcalloc(MOST, sizeof(*r->catch_all));
    for (; *lines; lines++)
        add_line(r, *lines);
    return r;
}

/* ---- the office ---- */

struct fixture *fixture_new(const char *const *lines)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    calendar_set_zone("Asia/Shanghai");
    f->rules = fixture_rules(lines ? lines : fixture_standard);
    f->seed = 4711;
    f->random = random_seeded(&f->seed);
    f->office = office_new(f->rules, &f->random);
    f->start = f->now = calendar_instant((struct date){2026, 11, 23}, 600);
    return f;
}

void fixture_free(struct fixture *f)
{
    office_free(f->office);
    rules_unref(f->rules);
    decision_deinit(&f->decision);
    for (size_t n = 0; n < f->n_entries; n++)
        free(f->entries[n]);
    free(f->entries);
    free(f->batches);
    buffer_deinit(&f->trace);
    free(f);
}

void fixture_use(struct fixture *f, struct rules *rules)
{
    office_set_rules(f->office, rules);
    rules_unref(f->rules);
    f->rules = rules;
}

static void take_entries(struct fixture *f)
{
    struct decision *d = &f->decision;

    for (size_t n = 0; n < d->n_entries; n++) {
        f->entries = xgrow(f->entries, &f->cap_entries, f->n_entries + 1, sizeof(*f->entries));
        f->entries[f->n_entries++] = d->entries[n];
        office_apply(f->office, d->entries[n]);
        if (d->entries[n]->kind == ENTRY_REPORT)
            f->incident = d->entries[n]->incident;
    }
    if (d->n_entries) {
        f->batches = xgrow(f->batches, &f->cap_batches, f->n_batches + 1, sizeof(*f->batches));
        f->batches[f->n_batches++] = f->n_entries;
    }
    d->n_entries = 0;
}

enum refusal fixture_command(struct fixture *f, const struct command *c)
{
    f->last = f->n_entries;
    office_decide(f->office, c, f->now, &f->decision);
    take_entries(f);
    return f->decision.refusal;
}

bool fixture_tick(struct fixture *f)
{
    size_t before = f->n_entries;

    office_due(f->office, f->now, &f->decision);
    take_entries(f);
    return f->n_entries > before;
}

/* ---- acts in words ---- */

static const struct {
    const char *word;
    enum verb verb;
} verbs[] = {
    {"report", VERB_REPORT},
    {"set", VERB_SET},
    {"note", VERB_NOTE},
    {"ack", VERB_ACK},
    {"decline", VERB_DECLINE},
    {"escalate", VERB_ESCALATE},
    {"grade", VERB_GRADE},
    {"close", VERB_CLOSE},
    {"reopen", VERB_REOPEN},
    {"merge", VERB_MERGE},
    {"log", VERB_LOG},
    {"sent", VERB_PAGE_SENT},
    {"failed", VERB_PAGE_FAILED},
    {"dropped", VERB_PAGE_DROPPED},
    {"start", VERB_START},
    {"deferred", VERB_PAGE_DEFERRED},
    {"clock", VERB_CLOCK_STEP},
    {"found", VERB_DATABASE_FOUND},
};

static bool find_verb(struct slice s, enum verb *ret_verb)
{
    for (size_t n = 0; n < sizeof(verbs) / sizeof(*verbs); n++) {
        if (slice_equal_string(s, verbs[n].word)) {
            *ret_verb = verbs[n].verb;
            return true;
        }
    }
    return false;
}

static void trace_entry(struct buffer *out, const struct entry *e)
{
    struct slice chain = entry_text(e, FIELD_CHAIN), person = entry_text(e, FIELD_PERSON);

    if (out->len)
        buffer_append_char(out, ' ');
    buffer_append_string(out, entry_kind_to_string(e->kind));
    if (e->kind == ENTRY_STEP) {
        buffer_append_number(out, entry_number(e, FIELD_STEP, 0));
        if (entry_number(e, FIELD_ROUND, 0))
            buffer_printf(out, ".%lld", (long long)entry_number(e, FIELD_ROUND, 0));
        buffer_printf(out, ":%.*s", SLICE_ARG(entry_text(e, FIELD_WHOM)));
        return;
    }
    if (chain.len)
        buffer_printf(out, ">%.*s", SLICE_ARG(chain));
    if (e->kind == ENTRY_PAGE)
        buffer_printf(out, ":%.*s/%.*s/%lld", SLICE_ARG(person),
                      SLICE_ARG(entry_text(e, FIELD_VIA)),
                      (long long)entry_number(e, FIELD_TRY, 0));
    else if (e->kind == ENTRY_ACK || e->kind == ENTRY_DECLINE)
        buffer_printf(out, ":%.*s", SLICE_ARG(e->actor));
    else if (person.len)
        buffer_printf(out, ":%.*s", SLICE_ARG(person));
}

static void trace_new(struct fixture *f, size_t from)
{
    for (size_t n = from; n < f->n_entries; n++)
        trace_entry(&f->trace, f->entries[n]);
}

static void trace_refusal(struct fixture *f)
{
    static const char *const words[] = {
        [REFUSAL_NONE] = "",
        [REFUSAL_AGAIN] = "!again",
        [REFUSAL_KEY] = "!key",
        [REFUSAL_VALUE] = "!value",
        [REFUSAL_STATE] = "!state",
        [REFUSAL_RANK] = "!rank",
        [REFUSAL_UNKNOWN] = "!unknown",
        [REFUSAL_RECALL] = "!recall",
    };

    buffer_append_string(&f->trace, words[f->decision.refusal]);
}

static void pass_time(struct fixture *f, struct span by)
{
    struct instant until = instant_add(f->now, by), shown = f->now;

    f->last = f->n_entries;
    for (int guard = 0; guard < 100000; guard++) {
        struct instant due = office_next_due(f->office);
        size_t before = f->n_entries;
        if (instant_before(until, due))
            break;
        if (instant_before(f->now, due))
            f->now = due;
        if (!fixture_tick(f))
            die("due", "next_due says now, and nothing is due");
        if (f->now.us != shown.us) {
            buffer_append_string(&f->trace, f->trace.len ? " @" : "@");
            span_format(SPAN_US(f->now.us - f->start.us - f->stepped.us), &f->trace);
            shown = f->now;
        }
        trace_new(f, before);
    }
    f->now = until;
}

static void tell(struct fixture *f, const struct command *c)
{
    fixture_command(f, c);
    trace_refusal(f);
    trace_new(f, f->last);
}

static void set_clock(struct fixture *f, struct slice by)
{
    bool back = by.len && by.data[0] == '-';
    struct span span;
    struct field field;

    if (back)
        by = (struct slice){by.data + 1, by.len - 1};
    span = span_of(by);
    if (back)
        span.us = -span.us;
    f->now.us += span.us;
    f->stepped.us += span.us;
    field = FIELD_NUMBER_OF(FIELD_BY, span.us);
    tell(f, &(struct command){.verb = VERB_CLOCK_STEP, .fields = &field, .n_fields = 1});
}

static void tell_outcome(struct fixture *f, enum verb verb, struct slice person, struct slice wait)
{
    const struct incident *i = office_incident(f->office, f->incident);
    const struct callout *c = i ? incident_callout(i, person) : NULL;
    struct field fields[3];
    size_t n = 0;

    if (!c)
        die("no page for", person.data);
    fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)c->page);
    fields[n++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, c->attempt + 1);
    if (wait.len)
        fields[n++] = FIELD_INSTANT_OF(FIELD_RETRY, instant_add(f->now, span_of(wait)));
    tell(f,
         &(struct command){.verb = verb, .incident = f->incident, .fields = fields, .n_fields = n});
}

static void add_field(struct fixture *f, struct slice said, struct command *c,
                      struct field fields[FIELD_COUNT])
{
    struct slice all = said, name = slice_cut(&said, '=');
    struct buffer why = BUFFER_INIT;
    enum field_id id;

    if (slice_equal_string(name, "key")) {
        c->key = said;
    } else if (slice_equal_string(name, "into")) {
        incident_id_parse((struct slice){said.data + 1, said.len - 1}, 2026, &c->other);
    } else if (!field_from_name(name, &id) ||
               !field_parse(id, said, f->now, &fields[c->n_fields++], &why)) {
        die(why.data ? why.data : "field", all.data);
    }
    buffer_deinit(&why);
}

static void tell_words(struct fixture *f, struct slice actor, struct slice rest)
{
    struct field fields[FIELD_COUNT];
    struct command c = {.fields = fields, .incident = f->incident};
    struct slice verb = word(&rest);

    if (!find_verb(verb, &c.verb))
        die("verb", verb.data);
    c.actor = rules_person(f->rules, actor);
    if (!c.actor && !slice_equal_string(actor, "-"))
        die("person", actor.data);
    if (c.verb == VERB_REPORT || c.verb == VERB_LOG)
        c.incident = INCIDENT_NONE;
    while (slice_trim(rest).len) {
        struct slice s = word(&rest);
        if (s.data[0] == '#')
            incident_id_parse((struct slice){s.data + 1, s.len - 1}, 2026, &c.incident);
        else
            add_field(f, s, &c, fields);
    }
    for (size_t n = 0; c.key.len && n < c.n_fields; n++) /* stands for the wire's digest */
        for (size_t k = 0; k < c.fields[n].text.len; k++)
            c.digest = c.digest * 31 + (unsigned char)c.fields[n].text.data[k];
    tell(f, &c);
}

const char *fixture_act(struct fixture *f, const char *act)
{
    struct slice rest = slice_of(act), first = word(&rest);
    enum verb verb;

    buffer_clear(&f->trace);
    buffer_append_string(&f->trace, "");
    if (first.data[0] == '+')
        pass_time(f, span_of((struct slice){first.data + 1, first.len - 1}));
    else if (slice_equal_string(first, "clock"))
        set_clock(f, rest);
    else if (find_verb(first, &verb)) {
        struct slice person = word(&rest);
        tell_outcome(f, verb, person, slice_trim(rest));
    } else {
        tell_words(f, first, rest);
    }
    return f->trace.data ? f->trace.data : "";
}

/* ---- fold and compare ---- */

void fixture_apply_decoded(struct office *o, const struct entry *e)
{
    struct entry_head head = {.seq = e->seq,
                              .at = e->at,
                              .kind = e->kind,
                              .incident = e->incident,
                              .actor = e->actor,
                              .post = e->post,
                              .key = e->key};
    struct entry *again = entry_decode(&head, e->body);

    if (!again)
        die("body cannot be read", e->body.data);
    office_apply(o, again);
    free(again);
}

struct office *fixture_fold(const struct fixture *f, size_t n)
{
    struct office *o = office_new(f->rules, &f->random);

    for (size_t k = 0; k < n; k++)
        fixture_apply_decoded(o, f->entries[k]);
    return o;
}

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

#define SAME(what)                                                                                 \
    do {                                                                                           \
        if (a->what != b->what) {                                                                  \
            buffer_printf(why, "%s: %lld, %lld; ", #what, (long long)a->what, (long long)b->what); \
            same = false;                                                                          \
        }                                                                                          \
    } while (0)
#define SAME_TEXT(what)                                                                            \
    do {                                                                                           \
        if (!text_equal(a->what, b->what)) {                                                       \
            buffer_printf(why, "%s: %s, %s; ", #what, a->what ? a->what : "NULL",                  \
                          b->what ? b->what : "NULL");                                             \
            same = false;                                                                          \
        }                                                                                          \
    } while (0)

static bool callout_equal(const struct callout *a, const struct callout *b, struct buffer *why)
{
    bool same = true;

    SAME_TEXT(person);
    SAME_TEXT(via);
    SAME_TEXT(address);
    SAME(page);
    SAME(first_page);
    SAME(queued.us);
    SAME(due.us);
    SAME(retry.us);
    SAME(gap.us);
    SAME(code);
    SAME(step);
    SAME(means);
    SAME(try);
    SAME(attempt);
    SAME(state);
    SAME(declined);
    SAME(earlier);
    return same;
}

static bool facts_equal(const struct incident *a, const struct incident *b, struct buffer *why)
{
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        struct field x, y;
        bool has_x = incident_fact(a, id, &x), has_y = incident_fact(b, id, &y);
        if (has_x != has_y || (has_x && !field_equal(&x, &y))) {
            buffer_printf(why, "fact %s; ", field_table[id].name);
            return false;
        }
    }
    return true;
}

static bool incident_equal(const struct incident *a, const struct incident *b, struct buffer *why)
{
    bool same = facts_equal(a, b, why);

    SAME(id.year);
    SAME(id.number);
    SAME(state);
    SAME(grade);
    SAME(drill);
    SAME(step);
    SAME(round);
    SAME(ack_rank);
    SAME_TEXT(chain);
    SAME_TEXT(class);
    SAME_TEXT(reporter);
    SAME_TEXT(acker);
    SAME(reported.us);
    SAME(acked.us);
    SAME(closed.us);
    SAME(chain_due.us);
    SAME(last_entry.us);
    SAME(idle.us);
    SAME(first_seq);
    SAME(last_seq);
    SAME(parent.year);
    SAME(parent.number);
    SAME(n_callouts);
    same = same && !a->wake.place == !b->wake.place;
    if (a->wake.place)
        SAME(wake.at.us);
    for (size_t n = 0; same && n < a->n_callouts; n++)
        same = callout_equal(&a->callouts[n], &b->callouts[n], why);
    if (!same)
        buffer_printf(why, "in incident %u", a->id.number);
    return same;
}

static bool list_equal(const struct incident *a, const struct incident *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!incident_id_equal(a->id, b->id))
            return false;
    return a == b;
}

static bool keys_equal(const struct office *a, const struct office *b)
{
    const struct key_use *x = a->oldest_key, *y = b->oldest_key;

    for (; x && y; x = x->next, y = y->next)
        if (memcmp(&x->id, &y->id, sizeof(x->id)) != 0 || x->digest != y->digest ||
            x->seq != y->seq || x->at.us != y->at.us)
            return false;
    return x == y;
}

static bool codes_equal(const struct office *a, const struct office *b)
{
    const struct code_use *c, *other;

    if (HASH_CNT(by_code, a->codes) != HASH_CNT(by_code, b->codes))
        return false;
    for (c = a->codes; c; c = c->by_code.next) {
        HASH_FIND(by_code, b->codes, &c->code, sizeof(c->code), other);
        if (!other || !incident_id_equal(c->incident, other->incident) ||
            !text_equal(c->person, other->person) || c->free_at.us != other->free_at.us)
            return false;
    }
    return true;
}

bool office_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = true;

    SAME(last_seq);
    SAME(last_incident.year);
    SAME(last_incident.number);
    SAME(counts.open);
    SAME(counts.acked);
    SAME(counts.closed);
    if (office_next_due(a).us != office_next_due(b).us ||
        HASH_CNT(by_id, a->incidents) != HASH_CNT(by_id, b->incidents)) {
        buffer_append_string(why, "next due or number of incidents; ");
        same = false;
    }
    for (const struct incident *i = a->incidents; i && same; i = i->by_id.next) {
        const struct incident *other = office_find(b, i->id);
        same = other && incident_equal(i, other, why);
    }
    if (!list_equal(a->live, b->live) || !list_equal(a->ended, b->ended)) {
        buffer_append_string(why, "lists; ");
        same = false;
    }
    if (!keys_equal(a, b) || !codes_equal(a, b)) {
        buffer_append_string(why, "keys or codes; ");
        same = false;
    }
    return same;
}

/* ---- what must hold ---- */

static bool is_waiting_page(const struct callout *c)
{
    return c->state == PAGE_QUEUED || c->state == PAGE_DEFERRED;
}

static const char *incident_breaks(const struct fixture *f, const struct incident *i)
{
    for (size_t n = 0; n < i->n_callouts; n++) {
        const struct callout *c = &i->callouts[n];
        struct incident_id owner;
        const char *person = "";
        for (size_t k = 0; k < n; k++)
            if (text_equal(c->person, i->callouts[k].person))
                return "a person is called out twice";
        if (is_waiting_page(c) && !instant_is_never(c->due))
            return "a page waits and its next try is due already";
        if (i->state != INCIDENT_OPEN && !instant_is_never(c->due))
            return "a try is due though nobody is to be paged";
        if (!c->code || (i->state != INCIDENT_OPEN && i->state != INCIDENT_ACKED))
            continue;
        owner = office_code(f->office, c->code, &person);
        if (!incident_id_equal(owner, i->id) || !text_equal(person, c->person))
            return "a live reply code leads elsewhere";
    }
    if (i->state == INCIDENT_OPEN && instant_is_never(i->chain_due))
        return "open, and nothing will ever happen"; /* never forgotten, without exception */
    if (i->state == INCIDENT_ACKED && i->idle.us && instant_is_never(i->chain_due))
        return "acknowledged, and its idle time does not run";
    if ((i->state == INCIDENT_CLOSED || i->state == INCIDENT_MERGED) &&
        !instant_is_never(incident_wake(i)))
        return "over, and something is due";
    if (incident_wake(i).us != (i->wake.place ? i->wake.at.us : INT64_MAX))
        return "will be woken at another time than is due";
    return NULL;
}

bool fixture_holds(const struct fixture *f, struct buffer *why)
{
    const struct incident *i;
    const char *breaks = NULL;

    for (size_t n = 0; n < f->n_entries && !breaks; n++)
        if (f->entries[n]->seq != n + 1)
            breaks = "the numbers of the entries have a gap";
    for (i = f->office->incidents; i && !breaks; i = i->by_id.next)
        breaks = incident_breaks(f, i);
    if (breaks)
        buffer_append_string(why, breaks);
    return !breaks;
}

void fixture_talk(struct fixture *f, const char *name, const struct talk *talk,
                  void (*expect)(bool holds, const char *name, const char *words))
{
    for (; talk->act; talk++) {
        const char *trace = fixture_act(f, talk->act);
        struct buffer why = BUFFER_INIT;
        struct office *again;

        if (talk->expected && strcmp(trace, talk->expected) != 0) {
            buffer_printf(&why, "\"%s\"\n  wrote    \"%s\"\n  expected \"%s\"\n  %s", talk->act,
                          trace, talk->expected, f->decision.why.data ? f->decision.why.data : "");
            expect(false, name, why.data);
            buffer_clear(&why);
        }
        expect(fixture_holds(f, &why), name, why.data ? why.data : "");
        buffer_clear(&why);
        again = fixture_fold(f, f->n_entries);
        expect(office_equal(f->office, again, &why), name, why.data ? why.data : "");
        office_free(again);
        buffer_deinit(&why);
    }
}
