#include "office/state/numbers.h"

#include "office/state/incidents.h"
#include "office/state/live.h"
#include "office/state/state.h"
#include "rules/calendar.h"

/* Never back to an earlier year, whatever the clock says: its numbers are given out. */
static int year_of_numbers(const struct office *o, struct instant now)
{
    int year = calendar_date(now).year;

    return year < o->numbers->last.year ? o->numbers->last.year : year;
}

struct incident_id numbers_next(const struct office *o, struct instant now)
{
    struct incident_id last = o->numbers->last;
    int year = year_of_numbers(o, now);

    return (struct incident_id){(uint16_t)year, year == last.year ? last.number + 1 : 1};
}

static bool is_open(const struct office *o, struct incident_id id)
{
    const struct incident *i = incidents_find(o, id);

    return i && (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED);
}

static bool is_given(const struct office *o, struct incident_id id)
{
    return incident_id_key(id) <= incident_id_key(o->numbers->last);
}

bool numbers_mean(const struct office *o, struct number_said said, struct instant now,
                  struct incident_id *ret_id, struct incident_id *ret_other)
{
    struct date today = calendar_date(now);
    int year = year_of_numbers(o, now);
    struct incident_id this = {(uint16_t)year, said.number};
    struct incident_id last = {(uint16_t)(year - 1), said.number};
    bool is_new_year = year > today.year || today.month == 1;

    *ret_id = this;
    *ret_other = last;
    if (said.has_ended) {
        if (is_new_year && !is_open(o, last) && (is_open(o, this) || !is_given(o, this)))
            *ret_id = last;
        return true;
    }
    if (!is_open(o, last))
        return true;
    if (is_open(o, this))
        return false;
    if (is_new_year || !is_given(o, this))
        *ret_id = last;
    return true;
}

void numbers_apply(struct office *o, const struct entry *e)
{
    if (e->kind != ENTRY_REPORT)
        return;
    live_drop(o, PART_NUMBERS, o->numbers->seq);
    live_keep(o, PART_NUMBERS, e->seq);
    *o->numbers = (struct numbers){e->incident, e->seq};
}
