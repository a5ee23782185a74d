#include <criterion/criterion.h>
#include <string.h>

#include "office/log/closing.h"

Test(closing, is_read_as_people_write_it)
{
    static const struct {
        const char *word;
        enum closing closing; /* CLOSING_UNSAID: it is no such word */
    } rows[] = {
        {"done", CLOSING_DONE},
        {"Done", CLOSING_DONE},
        {"resolved", CLOSING_DONE},
        {"办结", CLOSING_DONE},
        {"false", CLOSING_FALSE},
        {"FALSE", CLOSING_FALSE},
        {"false-alarm", CLOSING_FALSE},
        {"False_Alarm", CLOSING_FALSE},
        {"误报", CLOSING_FALSE},
        {"ｆａｌｓｅ", CLOSING_FALSE},
        {"duplicate", CLOSING_DUPLICATE},
        {"dup", CLOSING_DUPLICATE},
        {"重复", CLOSING_DUPLICATE},
        {"passed-on", CLOSING_PASSED_ON},
        {"passed_on", CLOSING_PASSED_ON},
        {"移交", CLOSING_PASSED_ON},
        {"", CLOSING_UNSAID},
        {"no", CLOSING_UNSAID},
        {"true", CLOSING_UNSAID},
        {"falsely", CLOSING_UNSAID},
        {"closed", CLOSING_UNSAID},
        {"fals", CLOSING_UNSAID},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        enum closing closing = CLOSING_UNSAID;
        bool found = closing_from_slice(slice_of(rows[n].word), &closing);

        cr_expect_eq(found, rows[n].closing != CLOSING_UNSAID, "%s", rows[n].word);
        cr_expect_eq(closing, rows[n].closing, "%s", rows[n].word);
    }
}

/* What is written is what is read again; the list of names has them all. */
Test(closing, has_a_name)
{
    cr_expect_null(closing_to_string(CLOSING_UNSAID));
    for (enum closing c = CLOSING_DONE; c < CLOSING_COUNT; c++) {
        enum closing again = CLOSING_UNSAID;

        cr_expect(closing_from_slice(slice_of(closing_to_string(c)), &again) && again == c);
        cr_expect(strstr(CLOSING_NAMES, closing_to_string(c)) != NULL, "%s", closing_to_string(c));
        cr_expect(closing_words(c)[0] != '\0');
    }
}
