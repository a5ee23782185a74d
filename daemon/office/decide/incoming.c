#include "office/decide/incoming.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/decide/speaker.h"
#include "office/draft/take.h"
#include "office/state/callout.h"
#include "office/state/codes.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "rules/calendar.h"

/* ---- whose number ---- */

static void find_owners(struct incoming *in)
{
    struct slice said = command_text(in->command, FIELD_ADDRESS);

    owners_find(&in->owners, in->office->rules, said);
    if (in->owners.phone.digits[0])
        owners_format_number(&in->owners, &in->number);
    else
        buffer_append_slice(&in->number, slice_trim(said));
}

const struct person *incoming_owner(const struct incoming *in, const char *person)
{
    for (size_t n = 0; n < in->owners.n; n++)
        if (person && slice_equal_string(slice_of(person), in->owners.people[n]->id))
            return in->owners.people[n];
    return NULL;
}

/* ---- which pages wait ---- */

/* May this page have been seen, and does the office still wait for its answer? */
static bool is_waited_for(const struct incident *i, const struct code_use *use)
{
    const struct callout *c = incident_callout(i, slice_of(use->person));

    if (i->state != INCIDENT_OPEN)
        return false;
    if (incident_is_asking(i) && i->code == use->code)
        return true;
    return c && !c->declined && c->code == use->code && callout_may_be_seen(c);
}

static bool is_before(const struct open_page *a, const struct open_page *b)
{
    struct incident_id x = a->incident->id, y = b->incident->id;

    if (incident_id_equal(x, y))
        return a->code < b->code;
    return x.year != y.year ? x.year < y.year : x.number < y.number;
}

void incoming_add_page(struct open_pages *pages, struct open_page page)
{
    size_t at = pages->n;

    pages->list = xgrow(pages->list, &pages->cap, pages->n + 1, sizeof(*pages->list));
    pages->n++;
    for (; at > 0 && is_before(&page, &pages->list[at - 1]); at--)
        pages->list[at] = pages->list[at - 1];
    pages->list[at] = page;
}

static void find_open(struct incoming *in)
{
    const struct code_use *use, *next;

    HASH_ITER(by_code, in->office->codes, use, next)
    {
        const struct person *p =
            instant_is_never(code_use_free_at(use)) ? incoming_owner(in, use->person) : NULL;
        const struct incident *i = p ? incidents_find(in->office, use->incident) : NULL;

        if (!i)
            continue;
        if (is_waited_for(i, use)) {
            incoming_add_page(&in->open, (struct open_page){p, i, use->code});
        } else if (i->state == INCIDENT_ACKED &&
                   (!in->settled || instant_before(in->settled->acked, i->acked))) {
            in->settled = i;
            in->settled_for = p;
        }
    }
}

/* ---- what it says ---- */

/* Also one whose incident is over. */
static bool is_code(const void *context, unsigned code)
{
    const struct incoming *in = context;
    const struct code_use *use = office_code_use(in->office, code);

    return use && incoming_owner(in, use->person);
}

static int local_minute(struct instant now)
{
    struct buffer text = BUFFER_INIT;
    int minutes = -1;

    calendar_format(now, &text); /* "2026-11-23T10:15:…" */
    if (!minutes_parse((struct slice){text.data + 11, 5}, &minutes))
        minutes = -1;
    buffer_deinit(&text);
    return minutes;
}

static void read_reply(struct incoming *in)
{
    const struct field *when = command_field(in->command, FIELD_OCCURRED);
    struct slice names[OWNERS_MOST];
    const struct reply_setting setting = {
        .own = &in->office->rules->answers,
        .names = names,
        .n_names = in->owners.n,
        .minute = local_minute(when ? (struct instant){when->number} : in->now),
        .is_code = is_code,
        .context = in};

    for (size_t n = 0; n < in->owners.n; n++)
        names[n] = slice_of(in->owners.people[n]->name);
    reply_read(&in->reply, command_text(in->command, FIELD_TEXT), &setting);
}

void incoming_init(struct incoming *in, const struct office *o, const struct command *c,
                   struct instant now)
{
    *in = (struct incoming){.office = o, .command = c, .now = now};
    find_owners(in);
    if (!in->owners.n)
        return;
    find_open(in);
    read_reply(in);
}

void incoming_deinit(struct incoming *in)
{
    buffer_deinit(&in->number);
    reply_deinit(&in->reply);
    free(in->open.list);
}

/* ---- which page it answers ---- */

bool incoming_by_code(const struct incoming *in, unsigned code, struct incoming_page *ret)
{
    for (size_t n = 0; n < in->owners.n; n++) {
        const struct person *p = in->owners.people[n];
        struct incident_id id = decide_code_of(in->office, code, slice_of(p->id));

        if (!id.year)
            continue;
        *ret = (struct incoming_page){p, incidents_find(in->office, id), code};
        return ret->about != NULL;
    }
    return false;
}

/* A message that was on its way for long may have been written before this page was: then it
 * speaks of another. */
static bool is_about_an_earlier_one(const struct incoming *in, const struct open_page *page)
{
    const struct callout *c = incident_callout(page->incident, slice_of(page->person->id));
    const struct field *when = command_field(in->command, FIELD_OCCURRED);

    return when && when->number < (c ? c->first_queued : page->incident->reported).us;
}

/* Of several persons at one telephone who wait for the same incident it is the one that the message
 * names, else the first one who may take it. */
static bool is_rather(const struct incoming *in, const struct open_page *a,
                      const struct open_page *b)
{
    const struct person *named = in->reply.name ? in->owners.people[in->reply.name - 1] : NULL;
    bool a_may = take_bar(in->office, a->incident, a->person) == TAKE_FREE;
    bool b_may = take_bar(in->office, b->incident, b->person) == TAKE_FREE;

    if ((a->person == named) != (b->person == named))
        return a->person == named;
    return a_may && !b_may;
}

/* The page of the first incident from `at` on that speaks for it; *at is where the next begins. */
static const struct open_page *next_incident(const struct incoming *in, size_t *at)
{
    const struct open_page *list = in->open.list, *best = &list[*at];

    while (++*at < in->open.n && list[*at].incident == best->incident)
        if (is_rather(in, &list[*at], best))
            best = &list[*at];
    return best;
}

bool incoming_by_itself(const struct incoming *in, struct incoming_page *ret)
{
    const struct open_page *page;
    size_t at = 0;

    *ret = (struct incoming_page){.who = in->owners.people[0]};
    if (in->open.n == 0 && in->settled) {
        *ret = (struct incoming_page){in->settled_for, in->settled, 0};
        return true;
    }
    if (in->open.n == 0)
        return false;
    page = next_incident(in, &at);
    if (at < in->open.n || is_about_an_earlier_one(in, page))
        return false;
    *ret = (struct incoming_page){page->person, page->incident, page->code};
    return true;
}

/* Who says "all" means what they were told of. */
static bool is_told(const struct open_page *page)
{
    const struct callout *c = incident_callout(page->incident, slice_of(page->person->id));

    return !c || callout_is_told(c);
}

void incoming_all(const struct incoming *in, struct open_pages *pages)
{
    for (size_t at = 0; at < in->open.n;) {
        const struct open_page *page = next_incident(in, &at);

        if (is_told(page) && !is_about_an_earlier_one(in, page))
            incoming_add_page(pages, *page);
    }
}
