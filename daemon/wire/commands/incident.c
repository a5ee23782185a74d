/* What is told of incidents, and what becomes of them. */
#include "wire/commands/own.h"
#include "wire/commands/submit.h"

static const enum field_id facts[] = {
    FIELD_CLASS,        FIELD_GRADE,     FIELD_PLACE,    FIELD_CALLER,  FIELD_UNIT,
    FIELD_PHONE,        FIELD_CHANNEL,   FIELD_OCCURRED, FIELD_LEARNED, FIELD_DEATHS,
    FIELD_MISSING,      FIELD_TRAPPED,   FIELD_INJURED,  FIELD_LOSS,    FIELD_DRILL,
    FIELD_CONFIDENTIAL, FIELD_ADDRESSEE, FIELD_COUNT,
};
static const enum field_id note_fields[] = {FIELD_CORRECTS, FIELD_COUNT};

static const char *const incident_word[] = {"the incident"};
static const char *const grade_words[] = {"the incident", "the grade"};
static const char *const merge_words[] = {"the incident", "the incident it belongs to"};

#define RANKS_REPORT (RANKS_DUTY | RANK_BIT(RANK_SERVICE))

static void run_report(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_REPORT) && submit_text(&sub, FIELD_TEXT))
        submit_send(&sub);
}

const struct command_info report_command = {
    .verb = "REPORT",
    .form = "REPORT [field…] text",
    .what = "opens an incident",
    .detail = "Only the text is required. The number comes back at once; the rest can follow with "
              "SET.\nThe first route of the configuration that fits class and grade says which "
              "chain of command is paged.",
    .example = "REPORT class=gas grade=2 place=\"12 Renmin Rd\" caller=Wang phone=13800000000 "
               "smell of gas, 3 trapped",
    .ranks = RANKS_REPORT,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .fields = facts,
    .run = run_report,
};

static void run_set(struct session *s, const struct request *r)
{
    struct submission sub;

    if (!submit_begin(&sub, s, r, VERB_SET) || !submit_incident(&sub))
        return;
    if (sub.command.n_fields == 0)
        session_reply(s, 501, "a field is missing: say what to set; the form is: %s",
                      r->info->form);
    else
        submit_send(&sub);
}

const struct command_info set_command = {
    .verb = "SET",
    .form = "SET n field…",
    .what = "corrects or completes what is known of an incident",
    .detail = "The old values stay in the log. Takes the fields of REPORT, at least one.",
    .example = "SET 1 trapped=4 unit=\"Gas Works\"",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .fields = facts,
    .run = run_set,
};

/* An incident and a text. */
static void run_told(struct session *s, const struct request *r, enum verb verb, enum field_id id)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, verb) && submit_incident(&sub) && submit_text(&sub, id))
        submit_send(&sub);
}

static void run_note(struct session *s, const struct request *r)
{
    run_told(s, r, VERB_NOTE, FIELD_TEXT);
}

const struct command_info note_command = {
    .verb = "NOTE",
    .form = "NOTE n [corrects=ENTRY] text",
    .what = "adds what came to be known later",
    .detail = "corrects=ENTRY marks it as a correction of an earlier entry, which stays.",
    .example = "NOTE 1 gas shut off at the main, two of the trapped are out",
    .ranks = RANKS_REPORT,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .fields = note_fields,
    .run = run_note,
};

static void run_grade(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_GRADE) && submit_incident(&sub) &&
        submit_value(&sub, FIELD_GRADE, r->line->words[1]) && submit_text(&sub, FIELD_REASON))
        submit_send(&sub);
}

const struct command_info grade_command = {
    .verb = "GRADE",
    .form = "GRADE n 1..4 reason",
    .what = "grades an incident anew, 1 being the worst",
    .detail = "A worse grade starts its chain of command and clocks anew.",
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
    run_told(s, r, VERB_CLOSE, FIELD_OUTCOME);
}

const struct command_info close_command = {
    .verb = "CLOSE",
    .form = "CLOSE n outcome",
    .what = "ends an incident, and says how it ended",
    .detail = "Nobody is paged for it any more. REOPEN takes it up again.",
    .example = "CLOSE 1 gas shut off, nobody hurt",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_close,
};

static void run_reopen(struct session *s, const struct request *r)
{
    run_told(s, r, VERB_REOPEN, FIELD_REASON);
}

const struct command_info reopen_command = {
    .verb = "REOPEN",
    .form = "REOPEN n reason",
    .what = "takes up a closed incident again",
    .detail = "Its chain of command starts anew.",
    .example = "REOPEN 1 smell of gas again",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_reopen,
};

static void run_merge(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_MERGE) && submit_incident(&sub) &&
        command_parse_incident(s, r, r->line->words[1], &sub.command.other))
        submit_send(&sub);
}

const struct command_info merge_command = {
    .verb = "MERGE",
    .form = "MERGE n m",
    .what = "says that incident n is the same as m, which goes on for both",
    .detail = "Nobody is paged for n any more.",
    .example = "MERGE 2 1",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES,
    .min_words = 2,
    .max_words = 2,
    .words = merge_words,
    .run = run_merge,
};
