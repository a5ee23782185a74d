#include "wire/commands/incident.h"

#include "wire/commands/own.h"
#include "wire/commands/submit.h"

static const char *const incident_word[] = {"the incident"};
static const char *const grade_words[] = {"the incident", "the grade"};
static const char *const merge_words[] = {"the incident", "the incident it belongs to"};

/* An incident and a text. */
static void run_with_text(struct session *s, const struct request *r, enum verb verb,
                          enum field_id id)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, verb) && submit_incident(&sub) && submit_text(&sub, id))
        submit_send(&sub);
}

static void run_grade(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_GRADE) && submit_incident(&sub) &&
        submit_value(&sub, FIELD_GRADE, r->line->words[1]) && submit_text(&sub, FIELD_REASON))
        submit_send(&sub);
}

static const struct command_info grade_command = {
    .verb = "GRADE",
    .form = "GRADE n 1..4 reason",
    .what = "gives an incident another grade, 1 being the worst",
    .detail = "A worse grade starts its chain of command and clocks again.",
    .example = "GRADE 1 1 the building is on fire",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 2,
    .max_words = 2,
    .words = grade_words,
    .run = run_grade,
};

static void run_close(struct session *s, const struct request *r)
{
    run_with_text(s, r, VERB_CLOSE, FIELD_OUTCOME);
}

static const enum field_id close_fields[] = {FIELD_AS, FIELD_COUNT};

static const struct command_info close_command = {
    .verb = "CLOSE",
    .form = "CLOSE n [as=done|false|duplicate|passed-on] outcome",
    .what = "ends an incident, and says how it ended",
    .detail =
        "Nobody is paged for it any more. REOPEN takes it up again.\n"
        "as=false (a false alarm) and as=duplicate need no outcome. MERGE says of which incident\n"
        "it is a duplicate.",
    .example = "CLOSE 1 gas shut off, nobody hurt",
    .ranks = RANKS_DUTY,
    .fields = close_fields,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_close,
};

static void run_reopen(struct session *s, const struct request *r)
{
    run_with_text(s, r, VERB_REOPEN, FIELD_REASON);
}

static const struct command_info reopen_command = {
    .verb = "REOPEN",
    .form = "REOPEN n reason",
    .what = "takes up a closed incident again",
    .detail = "Its chain of command starts again.",
    .example = "REOPEN 1 smell of gas again",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE | COMMAND_NEEDS_TEXT | COMMAND_ENDED,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_reopen,
};

static void run_merge(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_MERGE) && submit_incident(&sub) &&
        command_parse_incident(s, r, r->line->words[1], &sub.command.other) &&
        submit_text(&sub, FIELD_REASON))
        submit_send(&sub);
}

static const struct command_info merge_command = {
    .verb = "MERGE",
    .form = "MERGE n m [reason]",
    .what = "says that incident n is the same as m, which goes on for both",
    .detail = "Nobody is paged for n any more.",
    .example = "MERGE 2 1 the same fire, seen from the other side",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE,
    .min_words = 2,
    .max_words = 2,
    .words = merge_words,
    .run = run_merge,
};

const struct command_info *const incident_commands[] = {&grade_command, &close_command,
                                                        &reopen_command, &merge_command, NULL};
