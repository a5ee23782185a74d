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
        {"three off", "HNDVR", "HANDOVER"},
        {"four off", "HNDV", NULL},
        {"half off", "NOXX", "NOTE"},
        {"more than half off", "NXXX", NULL},
        {"nothing like it", "XYZZY", NULL},
        {"one letter", "Q", NULL},
        {"empty", "", NULL},
        {"first of equals", "LIND", "FIND"},
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
