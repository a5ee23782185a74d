#include "office/decide/standing.h"

#include <string.h>

#include "office/state/presence.h"
#include "office/state/standing.h"

#define MOST 100         /* in force at a time */
#define LONGEST_TEXT 400 /* it stands in each brief */

static bool may_order(struct draft *d, const struct command *c)
{
    if (!c->actor)
        draft_refuse(d, REFUSAL_VALUE, "say who");
    else if (c->actor->rank < RANK_LEADER)
        draft_refuse(d, REFUSAL_RANK, "a standing order is a leader's; %s is %s", c->actor->id,
                     rank_to_string(c->actor->rank));
    else if (command_text(c, FIELD_TEXT).len == 0)
        draft_refuse(d, REFUSAL_VALUE, "the text is missing: what is ordered, or why it ends");
    else
        return true;
    return false;
}

static void end_order(struct draft *d, const struct command *c, const struct field *of)
{
    const struct standing *s = standing_find(d->office, (uint64_t)of->number, d->now);

    if (!s)
        draft_refuse(d, REFUSAL_UNKNOWN,
                     "entry %lld is no standing order in force: STANDING lists them",
                     (long long)of->number);
    else if (command_field(c, FIELD_UNTIL))
        draft_refuse(d, REFUSAL_VALUE, "until goes with a new one, not with ends");
    else
        draft_entry(d, ENTRY_STANDING, c->fields, c->n_fields);
}

static size_t count_in_force(const struct draft *d)
{
    const struct standing_orders *s = d->office->standing;
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += instant_before(d->now, s->orders[i].until);
    return n;
}

void decide_standing(struct draft *d, const struct command *c)
{
    const struct field *of = command_field(c, FIELD_OF), *until = command_field(c, FIELD_UNTIL);

    if (!may_order(d, c))
        return;
    if (of)
        end_order(d, c, of);
    else if (until && !instant_before(d->now, (struct instant){until->number}))
        draft_refuse(d, REFUSAL_VALUE, "that is over: until is a time to come");
    else if (command_text(c, FIELD_TEXT).len > LONGEST_TEXT)
        draft_refuse(d, REFUSAL_VALUE, "a standing order takes at most %d bytes, this has %zu",
                     LONGEST_TEXT, command_text(c, FIELD_TEXT).len);
    else if (memchr(command_text(c, FIELD_TEXT).data, '\n', command_text(c, FIELD_TEXT).len))
        draft_refuse(d, REFUSAL_VALUE, "a standing order is one line");
    else if (count_in_force(d) >= MOST)
        draft_refuse(d, REFUSAL_STATE, "%d are in force: end one first, ends=ENTRY", MOST);
    else
        draft_entry(d, ENTRY_STANDING, c->fields, c->n_fields);
}
