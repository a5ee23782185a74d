#include <criterion/criterion.h>
#include <string.h>

#include "base/words.h"

static const char *const commands[] = {"ACK",    "FIND", "HANDOVER", "LIST", "NOTE",
                                       "REPORT", "QUIT", "WATCH",    NULL};

Test(words, nearest)
{
    static const struct {
        const char *name, *said, *word; /* NULL = none */
    } rows[] = {
        {"the word", "REPORT", "REPORT"},
        {"case", "report", "REPORT"},
        {"letter dropped", "REPRT", "REPORT"},
        {"letter added", "REPPORT", "REPORT"},
        {"letter changed", "RAPORT", "REPORT"},
        {"neighbours swapped", "akc", "ACK"},
        {"two off", "HNDOVR", "HANDOVER"},
        {"three off", "HNDVR", NULL},
        {"three off a long word", "HANDVOEERR", "HANDOVER"},
        {"half off", "NOXX", NULL},
        {"the key beside", "TEPORT", "REPORT"},
        {"another letter at the beginning", "LEPORT", NULL},
        {"a longer one", "NOTES", "NOTE"},
        {"the beginning", "HAND", "HANDOVER"},
        {"the beginning, of three letters", "WAT", "WATCH"},
        {"two letters", "WA", NULL},
        {"nothing like it", "XYZZY", NULL},
        {"one letter", "Q", NULL},
        {"empty", "", NULL},
        {"another word", "MIND", NULL},
        {"longer than any word",
         "REPORTREPORTREPORTREPORTREPORTREPORTREPORTREPORTREPORTREPORTREPORT", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *word = words_nearest(slice_of(rows[i].said), commands);

        cr_expect(word == rows[i].word || (word && rows[i].word && !strcmp(word, rows[i].word)),
                  "%s: %s", rows[i].name, word ? word : "none");
    }
}

Test(words, longest_said)
{
    char said[65];

    memset(said, 'A', sizeof(said));
    cr_expect_null(words_nearest((struct slice){said, 64}, commands));
    cr_expect_null(words_nearest((struct slice){said, 65}, commands));
}

Test(words, none_known)
{
    static const char *const none[] = {NULL};

    cr_expect_null(words_nearest(SLICE("ACK"), none));
}

/* Words that people bring along from elsewhere are not slips of those there are here. */
Test(words, no_word_rather_than_a_wrong_one)
{
    static const char *const verbs[] = {
        "HELP",  "LOGIN",  "PING",    "QUIT",     "REPORT",   "SET",    "CORRECT", "NOTE",
        "ACK",   "GRADE",  "DECLINE", "CLOSE",    "ESCALATE", "REOPEN", "MERGE",   "SHOW",
        "LIST",  "LOG",    "FIND",    "WHO",      "ROSTER",   "ON",     "OFF",     "HANDOVER",
        "TAKE",  "REFUSE", "RELIEVE", "STANDING", "ROLLCALL", "HERE",   "RECEIVE", "RECEIPT",
        "WATCH", "STATUS", "RELOAD",  "CHECK",    "VERIFY",   NULL};
    static const char *const others[] = {
        "DELETE", "EDIT",   "GET",    "ADD",     "PUT",    "EXIT",    "LOGOUT", "NEW",  "UPDATE",
        "REMOVE", "RESUME", "REVISE", "RESOLVE", "REJECT", "RELEASE", "RECALL", "MAKE", "ASK",
        "WHY",    "BACK",   "TRACK",  "SELECT",  "SEND",   "STOP",    "START",  "TEST", "CANCEL",
        "UNACK",  "REPLY",  "NO",     "GO",      "DO",     "RE",      "LO",     "STA",  "OPENING",
        "ASSIGN", "ACCEPT", "FINISH", "CHANGE",  "SIT",    "SEE",     "HOLD",   "FIRE", "REPEAT"};
    static const struct {
        const char *said, *meant;
    } slips[] = {
        {"REPROT", "REPORT"},    {"REPRT", "REPORT"},     {"RPEORT", "REPORT"},
        {"CLSOE", "CLOSE"},      {"CLOE", "CLOSE"},       {"ESCLATE", "ESCALATE"},
        {"ESC", "ESCALATE"},     {"HANDOVR", "HANDOVER"}, {"AKC", "ACK"},
        {"ACKK", "ACK"},         {"NOET", "NOTE"},        {"LSIT", "LIST"},
        {"LITS", "LIST"},        {"SHWO", "SHOW"},        {"FNID", "FIND"},
        {"DECLIEN", "DECLINE"},  {"DEC", "DECLINE"},      {"MEREG", "MERGE"},
        {"STATSU", "STATUS"},    {"ROSTR", "ROSTER"},     {"REOEPN", "REOPEN"},
        {"LOGI", "LOGIN"},       {"CORECT", "CORRECT"},   {"QIUT", "QUIT"},
        {"ROLCALL", "ROLLCALL"}, {"HRE", "HERE"},         {"WHOO", "WHO"},
        {"SETT", "SET"},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        const char *word = words_nearest(slice_of(others[i]), verbs);

        cr_expect_null(word, "%s: %s", others[i], word);
    }
    for (size_t i = 0; i < sizeof(slips) / sizeof(*slips); i++) {
        const char *word = words_nearest(slice_of(slips[i].said), verbs);

        cr_expect(word && strcmp(word, slips[i].meant) == 0, "%s: %s", slips[i].said,
                  word ? word : "none");
    }
}
