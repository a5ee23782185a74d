#include "office/state/numbers.h"

#include "office/state/state.h"

struct incident_id numbers_next(const struct office *o, struct instant now)
{
    int year = calendar_date(now).year;
    struct incident_id last = o->last_incident;

    /* Never back to an earlier year, whatever the clock says: its numbers are given out. */
    if (year <= last.year)
        return (struct incident_id){last.year, last.number + 1};
    return (struct incident_id){(uint16_t)year, 1};
}
