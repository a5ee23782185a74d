#include "office/decide/allowed.h"

#include "office/draft/missed.h"
#include "office/state/incident.h"

bool decide_allowed(struct draft *d, enum entry_kind event, bool anew)
{
    const struct incident *i = d->incident;
    struct buffer id = BUFFER_INIT;

    if (incident_transition(i->state, event, anew))
        return true;
    incident_id_format(i->id, &id);
    if (i->state == INCIDENT_MERGED) {
        struct buffer parent = BUFFER_INIT;
        incident_id_format(i->parent, &parent);
        draft_refuse(d, REFUSAL_STATE, "%s is merged into %s: say it of that one", id.data,
                     parent.data);
        buffer_deinit(&parent);
    } else if (i->state == INCIDENT_CLOSED) {
        draft_refuse(d, REFUSAL_STATE, "%s is closed: REOPEN it first, with the reason", id.data);
    } else {
        draft_refuse(d, REFUSAL_STATE, "%s is %s: %s is not possible", id.data,
                     incident_state_to_string(i->state), entry_kind_to_string(event));
    }
    buffer_deinit(&id);
    return false;
}

bool decide_goes_on(struct draft *d)
{
    if (!incident_is_asking(d->incident))
        return true;
    draft_refuse(d, REFUSAL_STATE,
                 "it is a %s and waits for %s, who says HERE and the code; it goes up by "
                 "itself when they do not",
                 rollcall_name(d->incident), d->incident->asked);
    return false;
}
