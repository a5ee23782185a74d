#include "office/decide/speaker.h"
#include "office/state/codes.h"

/* A service (an SMS gateway) speaks for a person; then that person is the author, and the gateway
 * is how it came in. */
bool decide_speaker(struct draft *d, const struct command *c, const struct person **ret_person)
{
    struct slice said = command_text(c, FIELD_PERSON);
    const struct person *p = c->actor;

    if (said.len) {
        p = rules_person(d->office->rules, said);
        if (!p) {
            draft_refuse(d, REFUSAL_UNKNOWN, "there is no person %.*s", SLICE_ARG(said));
            return false;
        }
    }
    if (c->actor && c->actor->rank != RANK_SERVICE && said.len &&
        !slice_equal_string(said, c->actor->id)) {
        draft_refuse(d, REFUSAL_RANK, "only a service speaks for others; you are %s", c->actor->id);
        return false;
    }
    if (!p || p->rank == RANK_SERVICE) {
        draft_refuse(d, REFUSAL_VALUE, "say for whom: person=ID");
        return false;
    }
    if (p != c->actor)
        draft_speak_as(d, p);
    *ret_person = p;
    return true;
}

size_t decide_route(const struct command *c, const struct person *p, struct field *ret_fields)
{
    const struct field *from = command_field(c, FIELD_ROUTE);

    if (p == c->actor || !c->actor) {
        if (from)
            ret_fields[0] = *from;
        return from != NULL;
    }
    ret_fields[0] = FIELD_TEXT_OF(FIELD_ROUTE, slice_of(c->actor->id));
    return 1;
}

struct incident_id decide_code_of(const struct office *o, unsigned code, struct slice person)
{
    const char *owner = NULL;
    struct incident_id id = office_code(o, code, &owner);

    return id.year && slice_equal_string(person, owner) ? id : INCIDENT_NONE;
}

struct incident_id decide_target(struct draft *d, const struct command *c)
{
    const struct field *code = command_field(c, FIELD_CODE);
    struct slice speaker = command_text(c, FIELD_PERSON);
    struct incident_id id;

    if (c->incident.year || !code)
        return c->incident;
    if (!speaker.len && c->actor)
        speaker = slice_of(c->actor->id);
    id = decide_code_of(d->office, (unsigned)code->number, speaker);
    if (!id.year)
        draft_refuse(d, REFUSAL_UNKNOWN,
                     "no page to you that waits for an answer has the code %lld",
                     (long long)code->number);
    return id;
}
