#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "wire/commands/command.h"
#include "wire/commands/meaning.h"
#include "wire/commands/table.h"

Test(meaning, verbs)
{
    static const struct {
        const char *said, *verb; /* NULL: nothing of ours */
    } rows[] = {
        {"DELETE", "CLOSE n"},  {"delete", "CORRECT n"}, {"EDIT", "SET n"},
        {"Update", "SET n"},    {"GET", "SHOW n"},       {"ls", "LIST"},
        {"EXIT", "QUIT"},       {"bye", "QUIT"},         {"CREATE", "REPORT"},
        {"ADD", "NOTE n"},      {"accept", "ACK n"},     {"reject", "DECLINE n"},
        {"RESOLVE", "CLOSE n"}, {"resume", "REOPEN n"},  {"search", "FIND"},
        {"?", "HELP"},          {"USER", "LOGIN"},       {"EHLO", "LOGIN"},
        {"unack", "DECLINE n"}, {"open", "REOPEN n"},    {"5", "ACK n"},
        {"4711", "ACK code"},   {"４７１１", NULL},      {"帮助", "HELP"},
        {"签收", "ACK n"},      {"删除", "CLOSE n"},     {"退出", "QUIT"},
        {"LÖSCHEN", "CLOSE n"}, {"Hilfe", "HELP"},       {"aide", "HELP"},
        {"ayuda", "HELP"},      {"salir", "QUIT"},       {"fermer", "CLOSE n"},
        {"交班", "HANDOVER"},   {"xyzzy", NULL},         {"", NULL},
        {"delete all", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *meant = meaning_of_verb(slice_of(rows[i].said));

        if (rows[i].verb)
            cr_expect(meant && strstr(meant, rows[i].verb), "%s: %s", rows[i].said,
                      meant ? meant : "nothing");
        else
            cr_expect_null(meant, "%s: %s", rows[i].said, meant);
    }
}

/* A word of ours means itself; and what is named in capitals is one of ours. */
Test(meaning, speaks_of_our_commands)
{
    static const char *const said[] = {
        "delete", "edit",   "open",     "new",  "comment", "get",    "ls",   "journal",
        "grep",   "accept", "deny",     "end",  "resume",  "exit",   "hi",   "man",
        "raise",  "sms",    "duty",     "dup",  "level",   "health", "tail", "arrive",
        "leave",  "swap",   "transfer", "接班", "7"};
    const struct command_info *info;

    for (size_t i = 0; (info = command_at(&command_table, i)); i++)
        cr_expect_null(meaning_of_verb(slice_of(info->verb)), "%s", info->verb);
    for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
        const char *rest = meaning_of_verb(slice_of(said[i]));

        cr_assert(rest, "%s", said[i]);
        while (*rest) {
            size_t n = strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

            if (n > 1 && rest[n] != '=' && !islower((unsigned char)rest[n]) &&
                strncmp(rest, "ID", n) != 0)
                cr_expect(command_find(&command_table, (struct slice){rest, n}), "%s: %s", said[i],
                          rest);
            rest += n ? n : 1;
        }
    }
}

Test(meaning, fields)
{
    static const struct {
        const char *verb, *said, *field; /* NULL: none */
    } rows[] = {
        {"REPORT", "location", "place"},
        {"REPORT", "address", "place"},
        {"REPORT", "tel", "phone"},
        {"REPORT", "type", "class"},
        {"REPORT", "severity", "grade"},
        {"REPORT", "dead", "deaths"},
        {"REPORT", "wounded", "injured"},
        {"REPORT", "name", "caller"},
        {"REPORT", "when", "occurred"},
        {"REPORT", "plase", "place"},
        {"REPORT", "grad", "grade"},
        {"REPORT", "colour", NULL},
        {"SET", "description", "text"},
        {"REPORT", "description", NULL},
        {"LOG", "from", "since"},
        {"LOG", "to", "until"},
        {"LOG", "user", "by"},
        {"LIST", "priority", "grade"},
        {"NOTE", "location", NULL},
        {"ACK", "who", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const struct command_info *info = command_find(&command_table, slice_of(rows[i].verb));
        const char *field = command_nearest_field(info, slice_of(rows[i].said));

        cr_expect(field == rows[i].field ||
                      (field && rows[i].field && !strcmp(field, rows[i].field)),
                  "%s %s=: %s", rows[i].verb, rows[i].said, field ? field : "none");
    }
}
