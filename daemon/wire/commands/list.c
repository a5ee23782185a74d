#include "wire/commands/list.h"

#include <stdlib.h>

#include "base/fold.h"
#include "base/mem.h"
#include "base/words.h"
#include "wire/commands/own.h"
#include "wire/commands/reading.h"
#include "wire/commands/render.h"
#include "wire/commands/submit.h"
#include "wire/net/session.h"

#define LIST_DEFAULT 100

#define RANKS_LIST (RANKS_READ | RANK_BIT(RANK_SERVICE))

/* ---- LIST ---- */

/* What is listed; zeroed members do not restrict. */
struct listing {
    const struct person *person; /* who asks */
    struct instant now;
    struct incident_wish wish;
    long long grade;
    struct instant since, until;
    struct slice closed_as; /* with closed alone */
    long long limit;
};

static bool is_live(const struct incident *i, const struct listing *l)
{
    (void)i;
    (void)l;
    return true;
}

static bool is_unacked(const struct incident *i, const struct listing *l)
{
    (void)l;
    return i->state == INCIDENT_OPEN;
}

static bool is_overdue(const struct incident *i, const struct listing *l)
{
    return i->state == INCIDENT_OPEN &&
           (i->step > 1 || i->n_marks > 1 || instant_before(i->chain_due, l->now));
}

static bool is_mine(const struct incident *i, const struct listing *l)
{
    const struct callout *c;

    if (i->state == INCIDENT_ACKED && slice_equal_string(slice_of(i->acker), l->person->id))
        return true;
    c = incident_callout(i, slice_of(l->person->id));
    return c && callout_is_wanted(c);
}

/* closed comes from the journal. */
static const struct list_choice {
    const char *name;
    bool (*wants)(const struct incident *i, const struct listing *l);
} choices[] = {
    {"open", is_live}, {"unacked", is_unacked}, {"overdue", is_overdue},
    {"mine", is_mine}, {"closed", NULL},
};
#define N_CHOICES (sizeof(choices) / sizeof(*choices))

static const struct list_choice *read_choice(struct session *s, const struct request *r)
{
    const char *names[N_CHOICES + 1] = {0};
    const char *nearest;

    if (r->line->n_words == 0)
        return &choices[0];
    for (size_t i = 0; i < N_CHOICES; i++) {
        if (fold_equal(r->line->words[0], slice_of(choices[i].name)))
            return &choices[i];
        names[i] = choices[i].name;
    }
    nearest = words_nearest(r->line->words[0], names);
    session_reply(s, 501, "LIST knows open, unacked, overdue, mine and closed, not \"%.*s\"%s%s",
                  SLICE_ARG(r->line->words[0]), nearest ? "; the nearest is " : "",
                  nearest ? nearest : "");
    return NULL;
}

static bool read_closed_as(struct session *s, const struct request *r,
                           const struct list_choice *choice, struct listing *l)
{
    const struct line_field *as = line_find(r->line, field_table[FIELD_AS].name);
    enum closing closing;

    if (!as)
        return true;
    if (choice->wants)
        session_reply(s, 501, "as= goes with LIST closed: LIST closed as=false");
    else if (!closing_from_slice(as->value, &closing))
        session_reply(s, 501, "as is " CLOSING_NAMES ", not \"%.*s\"", SLICE_ARG(as->value));
    else
        l->closed_as = slice_of(closing_to_string(closing));
    return l->closed_as.len > 0;
}

static struct slice said(const struct request *r, const char *name)
{
    const struct line_field *f = line_find(r->line, name);

    return f ? f->value : (struct slice){0};
}

static bool check_phone(struct session *s, const struct incident_wish *wish)
{
    struct phone phone;

    phone_parse(wish->phone, wish->home, &phone);
    if (!wish->phone.len || phone.digits[0])
        return true;
    session_reply(s, 501, "phone is a telephone number, not \"%.*s\"", SLICE_ARG(wish->phone));
    return false;
}

static bool read_listing(struct session *s, const struct request *r, struct listing *l)
{
    l->person = session_person(s);
    l->now = r->now;
    l->limit = LIST_DEFAULT;
    l->wish = (struct incident_wish){
        .class = said(r, "class"),
        .place = said(r, "place"),
        .text = said(r, "text"),
        .phone = said(r, "phone"),
        .home = rules_home(office_rules(desk_office(session_desk(s)))),
    };
    return check_phone(s, &l->wish) && command_own_grade(s, r, &l->grade) &&
           command_own_range(s, r, &l->since, &l->until) &&
           command_own_number(s, r, "limit", 1, READING_MAX, &l->limit);
}

/* What is not durable yet has not happened for anybody. */
static bool is_wanted(const struct session *s, const struct incident *i,
                      const struct list_choice *choice, const struct listing *l)
{
    return i->first_seq <= desk_durable(session_desk(s)) &&
           (l->grade == 0 || l->grade == i->grade) &&
           (!instant_is_set(l->since) || !instant_before(i->reported, l->since)) &&
           (!instant_is_set(l->until) || instant_before(i->reported, l->until)) &&
           choice->wants(i, l);
}

static struct slice fact_text(const struct incident *i, enum field_id id)
{
    struct field fact;

    return incident_fact(i, id, &fact) ? fact.text : (struct slice){0};
}

static bool fits(const struct incident *i, const struct incident_filter *filter)
{
    const struct incident_facts facts = {slice_of(i->class), fact_text(i, FIELD_PLACE),
                                         fact_text(i, FIELD_TEXT), fact_text(i, FIELD_PHONE)};

    return incident_filter_fits(filter, &facts);
}

static void list_live(struct session *s, const struct list_choice *choice, const struct listing *l)
{
    const struct incident *first = office_first_live(desk_office(session_desk(s)));
    const struct incident **found = NULL;
    size_t n = 0, cap = 0, more;
    struct buffer line = BUFFER_INIT;
    struct incident_filter filter;

    incident_filter_init(&filter, &l->wish);
    for (const struct incident *i = first; i; i = i->next) {
        if (!is_wanted(s, i, choice, l) || !fits(i, &filter))
            continue;
        found = xgrow(found, &cap, n + 1, sizeof(*found));
        found[n++] = i;
    }
    incident_filter_deinit(&filter);
    more = n > (size_t)l->limit ? n - (size_t)l->limit : 0; /* the newest are said */
    for (size_t k = more; k < n; k++) {
        buffer_clear(&line);
        render_incident(found[k], &line);
        session_reply_more(s, 250, "%.*s", SLICE_ARG(buffer_slice(&line)));
    }
    free(found);
    buffer_clear(&line);
    reading_append_more(more, &line);
    buffer_append_string(&line, reading_state(s));
    session_reply(s, 250, "%zu incidents%.*s", n - more, SLICE_ARG(buffer_slice(&line)));
    buffer_deinit(&line);
}

static void on_incidents(void *arg, enum journal_answer answer,
                         const struct journal_incident_row *rows, size_t n, size_t more)
{
    struct session *s = reading_end(arg);
    struct buffer line = BUFFER_INIT;

    if (answer == JOURNAL_ANSWER_FAILED) {
        session_reply(s, 450, "the closed incidents cannot be read now; try again");
        session_continue(s);
        return;
    }
    for (size_t i = n; i-- > 0;) { /* the newest come first */
        buffer_clear(&line);
        render_incident_row(&rows[i], &line);
        session_reply_more(s, 250, "%.*s", SLICE_ARG(buffer_slice(&line)));
    }
    buffer_clear(&line);
    reading_append_more(more, &line);
    session_reply(s, 250, "%zu incidents%.*s%s", n, SLICE_ARG(buffer_slice(&line)),
                  reading_state(s));
    buffer_deinit(&line);
    session_continue(s);
}

static void list_closed(struct session *s, const struct listing *l)
{
    const struct journal_incident_query q = {
        .wish = l->wish,
        .grade = (unsigned)l->grade,
        .closed_as = l->closed_as,
        .since = l->since,
        .until = l->until,
        .limit = (size_t)l->limit,
    };
    struct reading *reading = reading_begin(s, INCIDENT_NONE);

    reading->ticket =
        journal_query_incidents(desk_journal(session_desk(s)), &q, on_incidents, reading);
}

static void run_list(struct session *s, const struct request *r)
{
    const struct list_choice *choice = read_choice(s, r);
    struct listing listing = {0};

    if (!choice || !read_listing(s, r, &listing) || !read_closed_as(s, r, choice, &listing))
        return;
    if (choice->wants)
        list_live(s, choice, &listing);
    else
        list_closed(s, &listing);
}

static const char *const list_words[] = {"which"};
static const struct own_field list_fields[] = {
    {"class", "incidents of this class", TIME_NONE},
    {"grade", "incidents of this grade", TIME_NONE},
    {"as", "with closed: those that ended so", TIME_NONE},
    {"place", "incidents with these words in their place", TIME_NONE},
    {"text", "incidents with all of these words in their text", TIME_NONE},
    {"phone", "incidents whose caller has this number, however it is written", TIME_NONE},
    {"since", "reported from this time on", TIME_SINCE},
    {"until", "reported before this time", TIME_UNTIL},
    {"limit", "the newest so many, 1 to 1000; 100 if not said", TIME_NONE},
    {0},
};

static const struct command_info list_command = {
    .verb = "LIST",
    .form = "LIST [open|unacked|overdue|mine|closed] [class=] [grade=] [place=] [text=] [phone=] "
            "[as=] [since=] [until=] [limit=]",
    .what = "incidents, a line each",
    .detail = "open: all that are not closed; this is what LIST alone means.\n"
              "unacked: nobody answers for it yet.\n"
              "overdue: unacked, and its chain of command is past the first step, or late.\n"
              "mine: you acknowledged it, or you are called out for it.\n"
              "closed: closed or merged, from the database.",
    .example = "LIST unacked",
    .ranks = RANKS_LIST,
    .flags = COMMAND_READS,
    .max_words = 1,
    .words = list_words,
    .own = list_fields,
    .run = run_list,
};

/* ---- SHOW ---- */

struct fact_line {
    struct buffer fields;
    struct slice text;
};

static void add_fact(const struct field *fact, void *arg)
{
    struct fact_line *line = arg;

    if (fact->id == FIELD_TEXT) {
        line->text = fact->text;
        return;
    }
    buffer_append_char(&line->fields, ' ');
    buffer_append_string(&line->fields, field_table[fact->id].name);
    buffer_append_char(&line->fields, '=');
    field_format_value(fact, &line->fields);
}

static void show_incident(struct session *s, const struct incident *i)
{
    struct buffer line = BUFFER_INIT;
    struct fact_line facts = {0};

    render_state(i, &line);
    session_reply_more(s, 250, "%.*s", SLICE_ARG(buffer_slice(&line)));
    incident_each_fact(i, add_fact, &facts);
    if (facts.fields.len)
        session_reply_more(s, 250, "facts%.*s", SLICE_ARG(buffer_slice(&facts.fields)));
    buffer_clear(&line);
    buffer_append_string(&line, "text ");
    buffer_append_slice(&line, facts.text);
    reading_reply_text(s, buffer_slice(&line));
    for (size_t c = 0; c < i->n_callouts; c++) {
        buffer_clear(&line);
        render_callout(&i->callouts[c], &line);
        session_reply_more(s, 250, "%.*s", SLICE_ARG(buffer_slice(&line)));
    }
    buffer_deinit(&facts.fields);
    buffer_deinit(&line);
}

static void on_shown_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                             size_t n, size_t more)
{
    struct reading *reading = arg;
    struct incident_id id = reading->incident;
    struct session *s = reading_end(reading);
    const struct incident *i = office_incident(desk_office(session_desk(s)), id);
    struct buffer name = BUFFER_INIT;

    (void)more;
    if (i)
        show_incident(s, i);
    for (size_t e = 0; e < n; e++)
        reading_reply_entry(s, entries[e]);
    incident_id_format(id, &name);
    session_reply(s, 250, "%s %zu entries%s", name.data, n,
                  answer == JOURNAL_ANSWER_WHOLE ? "" : " entries=partial");
    buffer_deinit(&name);
    session_continue(s);
}

static void ask_entries(struct session *s, struct incident_id id)
{
    const struct journal_query q = {.incident = id, .oldest_first = true};
    struct reading *reading = reading_begin(s, id);

    reading->ticket = journal_query(desk_journal(session_desk(s)), &q, on_shown_entries, reading);
}

static void on_show_recalled(void *arg, enum desk_recalled recalled)
{
    struct reading *reading = arg;
    struct incident_id id = reading->incident;
    struct session *s = reading_end(reading);

    if (recalled == DESK_RECALLED) {
        ask_entries(s, id);
        return;
    }
    submit_reply_missing(s, id, recalled);
    session_continue(s);
}

static bool is_durable(const struct session *s, const struct incident *i)
{
    return i->first_seq <= desk_durable(session_desk(s));
}

static void run_show(struct session *s, const struct request *r)
{
    struct desk *desk = session_desk(s);
    struct incident_id id, last = office_last_incident(desk_office(desk));
    const struct incident *i;
    struct reading *reading;

    if (!command_parse_incident(s, r, r->line->words[0], &id))
        return;
    i = office_incident(desk_office(desk), id);
    if (i && is_durable(s, i)) {
        ask_entries(s, id);
    } else if (i || id.year > last.year || (id.year == last.year && id.number > last.number)) {
        submit_reply_missing(s, id, DESK_RECALL_NONE);
    } else {
        reading = reading_begin(s, id);
        reading->recall = desk_recall(desk, id, on_show_recalled, reading);
    }
}

static const char *const incident_word[] = {"the incident"};

static const struct command_info show_command = {
    .verb = "SHOW",
    .form = "SHOW n",
    .what = "everything known of an incident, who was called out, and its entries in order",
    .example = "SHOW 1",
    .ranks = RANKS_LIST,
    .flags = COMMAND_READS,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_show,
};

const struct command_info *const list_commands[] = {&show_command, &list_command, NULL};
