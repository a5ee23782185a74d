#include "wire/commands/answer.h"

#include "wire/commands/submit.h"

static const enum field_id answer_fields[] = {FIELD_CODE, FIELD_PERSON, FIELD_COUNT};
static const char *const incident_word[] = {"the incident"};

#define RANKS_ANSWER (RANKS_DUTY | RANK_BIT(RANK_SERVICE))

static bool add_target(struct session *s, const struct request *r, struct submission *sub)
{
    bool has_code = line_find(r->line, "code") != NULL;

    if (has_code && r->line->n_words) {
        session_reply(s, 501, "name the incident or give its code, not both; the form is: %s",
                      r->info->form);
        return false;
    }
    if (!has_code && r->line->n_words == 0) {
        session_reply(s, 501, "the incident is missing; the form is: %s", r->info->form);
        return false;
    }
    return has_code || submit_incident(sub);
}

static void run_answer(struct session *s, const struct request *r, enum verb verb, enum field_id id)
{
    struct submission sub;

    if (!submit_check_speaker(s, r) || !submit_begin(&sub, s, r, verb) || !add_target(s, r, &sub) ||
        !submit_text(&sub, id))
        return;
    if (session_person(s)->rank != RANK_SERVICE) /* else it is the service that it came by */
        submit_add(&sub, FIELD_ROUTE, slice_of(session_peer(s)));
    submit_send(&sub);
}

static void run_ack(struct session *s, const struct request *r)
{
    run_answer(s, r, VERB_ACK, FIELD_TEXT);
}

static const struct command_info ack_command = {
    .verb = "ACK",
    .form = "ACK n|code=4711 [person=ID] [text]",
    .what = "you take the incident: paging stops",
    .detail = "code= is the 4 digits of a page, instead of the number.\n"
              "person= is for services only, which pass on an answer by SMS.\n"
              "Where the route asks for a higher rank than yours it is refused: NOTE what you do.",
    .example = "ACK 1 on my way, 10 minutes",
    .ranks = RANKS_ANSWER,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE,
    .max_words = 1,
    .words = incident_word,
    .fields = answer_fields,
    .run = run_ack,
};

static void run_decline(struct session *s, const struct request *r)
{
    run_answer(s, r, VERB_DECLINE, FIELD_REASON);
}

static const struct command_info decline_command = {
    .verb = "DECLINE",
    .form = "DECLINE n|code=4711 [person=ID] [reason]",
    .what = "you cannot take the incident: the chain of command goes on at once",
    .detail = "code= and person= as with ACK.",
    .example = "DECLINE 2 at another incident",
    .ranks = RANKS_ANSWER,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE,
    .max_words = 1,
    .words = incident_word,
    .fields = answer_fields,
    .run = run_decline,
};

static void run_escalate(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_ESCALATE) && submit_incident(&sub) &&
        submit_text(&sub, FIELD_REASON))
        submit_send(&sub);
}

static const struct command_info escalate_command = {
    .verb = "ESCALATE",
    .form = "ESCALATE n [reason]",
    .what = "the next step of the chain of command, now",
    .example = "ESCALATE 2 nobody answers",
    .ranks = RANKS_ANSWER,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_escalate,
};

const struct command_info *const answer_commands[] = {&ack_command, &decline_command,
                                                      &escalate_command, NULL};
