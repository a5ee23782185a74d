#include "office/state/numbers.h"

#include "office/state/live.h"
#include "office/state/state.h"
#include "rules/calendar.h"

struct incident_id numbers_next(const struct office *o, struct instant now)
{
    int year = calendar_date(now).year;
    struct incident_id last = o->numbers->last;

    /* Never back to an earlier year, whatever the clock says: its numbers are given out. */
    if (year <= last.year)
        return (struct incident_id){last.year, last.number + 1};
    return (struct incident_id){(uint16_t)year, 1};
}

void numbers_apply(struct office *o, const struct entry *e)
{
    if (e->kind != ENTRY_REPORT)
        return;
    live_drop(o, PART_NUMBERS, o->numbers->seq);
    live_keep(o, PART_NUMBERS, e->seq);
    *o->numbers = (struct numbers){e->incident, e->seq};
}
