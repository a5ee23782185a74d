#include "office/log/closing.h"

#include "base/fold.h"

static const struct {
    const char *name, *words;
    bool needs_text;
    const char *others[6]; /* that mean the same */
} closings[CLOSING_COUNT] = {
    [CLOSING_UNSAID] = {NULL, "closed", true, {NULL}},
    [CLOSING_DONE] = {"done", "closed", true, {"resolved", "办结", "处置完毕"}},
    [CLOSING_FALSE] = {"false",
                       "closed as a false alarm",
                       false,
                       {"false-alarm", "false_alarm", "误报", "虚警"}},
    [CLOSING_DUPLICATE] = {"duplicate",
                           "closed as a duplicate",
                           false,
                           {"dup", "重复", "重复报警"}},
    [CLOSING_PASSED_ON] = {"passed-on",
                           "passed on",
                           true,
                           {"passed_on", "passed", "转办", "移交", "已移交"}},
};

const char *closing_to_string(enum closing closing)
{
    return closings[closing].name;
}

bool closing_from_slice(struct slice s, enum closing *ret_closing)
{
    for (enum closing c = CLOSING_DONE; c < CLOSING_COUNT; c++) {
        bool found = fold_equal(s, slice_of(closings[c].name));

        for (const char *const *other = closings[c].others; *other; other++)
            found = found || fold_equal(s, slice_of(*other));
        if (found) {
            *ret_closing = c;
            return true;
        }
    }
    return false;
}

const char *closing_words(enum closing closing)
{
    return closings[closing].words;
}

bool closing_needs_text(enum closing closing)
{
    return closings[closing].needs_text;
}
