#include "wire/commands/report.h"

#include "wire/commands/submit.h"

#define FACTS                                                                                      \
    FIELD_CLASS, FIELD_GRADE, FIELD_PLACE, FIELD_CALLER, FIELD_UNIT, FIELD_PHONE, FIELD_CHANNEL,   \
        FIELD_OCCURRED, FIELD_LEARNED, FIELD_DEATHS, FIELD_MISSING, FIELD_TRAPPED, FIELD_INJURED,  \
        FIELD_LOSS, FIELD_DRILL, FIELD_CONFIDENTIAL, FIELD_ADDRESSEE

static const enum field_id report_fields[] = {FACTS, FIELD_COUNT};
static const enum field_id set_fields[] = {FACTS, FIELD_TEXT, FIELD_COUNT};
static const enum field_id note_fields[] = {FIELD_CORRECTS, FIELD_COUNT};

static const char *const incident_word[] = {"the incident"};

#define RANKS_REPORT (RANKS_DUTY | RANK_BIT(RANK_SERVICE))

static void run_report(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_REPORT) && submit_text(&sub, FIELD_TEXT))
        submit_send(&sub);
}

static const struct command_info report_command = {
    .verb = "REPORT",
    .form = "REPORT [field…] text",
    .what = "opens an incident",
    .detail = "Only the text is required. The number comes back at once; the rest can follow with "
              "SET.\nThe first route of the configuration that fits class and grade says which "
              "chain of command is paged.\nIf you are whom that would page first, and of "
              "sufficient rank, you have it (acked= in the reply), and nobody is paged.",
    .example = "REPORT class=gas grade=2 place=\"12 Renmin Rd\" caller=Wang phone=13800000000 "
               "smell of gas, 3 trapped",
    .ranks = RANKS_REPORT,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .fields = report_fields,
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
    else if (submit_text(&sub, FIELD_REASON))
        submit_send(&sub);
}

static const struct command_info set_command = {
    .verb = "SET",
    .form = "SET n field… [reason]",
    .what = "corrects or completes what is known of an incident",
    .detail =
        "The old values stay in the log. Takes the fields of REPORT, at least one; a value "
        "that\nnobody knows after all is trapped=unknown. CORRECT does the same for its text.",
    .example = "SET 1 trapped=4 unit=\"Gas Works\"",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE | COMMAND_REASON,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .fields = set_fields,
    .run = run_set,
};

static void run_correct(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_SET) && submit_incident(&sub) &&
        submit_text(&sub, FIELD_TEXT))
        submit_send(&sub);
}

static const struct command_info correct_command = {
    .verb = "CORRECT",
    .form = "CORRECT n text",
    .what = "puts this text in the place of what was reported",
    .detail = "It is shown and sent from then on. The first wording stays in the log, and SHOW has "
              "it.",
    .example = "CORRECT 1 smell of gas, 4 trapped, at number 21, not 12",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_ONE | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .run = run_correct,
};

static void run_note(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_begin(&sub, s, r, VERB_NOTE) && submit_incident(&sub) &&
        submit_text(&sub, FIELD_TEXT))
        submit_send(&sub);
}

static const struct command_info note_command = {
    .verb = "NOTE",
    .form = "NOTE n [corrects=ENTRY] text",
    .what = "adds what came to be known later",
    .detail = "corrects=ENTRY marks it as a correction of an earlier entry, which stays.\n"
              "From an observer it is a remark: no sign that somebody is at work.",
    .example = "NOTE 1 gas shut off at the main, two of the trapped are out",
    .ranks = RANKS_REPORT | RANK_BIT(RANK_OBSERVER),
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = incident_word,
    .fields = note_fields,
    .run = run_note,
};

const struct command_info *const report_commands[] = {&report_command, &set_command,
                                                      &correct_command, &note_command, NULL};
