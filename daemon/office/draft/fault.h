#pragma once
/*
 * What people have not done, in words: a roll call, a sign-on, a handover. It becomes the text of
 * the incident, so it is what a leader gets by SMS: whom it is about comes first, by name, then
 * what and when, then the post by its title. In Chinese where the office writes so.
 */
#include "office/draft/draft.h"
#include "office/draft/muster.h"
#include "office/state/watch.h"

enum missed_how {
    MISSED_NO_ANSWER,
    MISSED_DECLINED,
    MISSED_NO_CONTACT, /* there is nothing to send it to */
    MISSED_NOT_SENT,   /* no message of it got through */
};

/* The draft's incident, a roll call or a test of the paging, after that time; the next two append
 * the same for a shift and a handover. */
void fault_missed(const struct draft *d, enum missed_how how, struct span waited,
                  struct buffer *out);
/* Too few have signed on for the shift that began at `since`. `missing` and `stay`, whom nobody has
 * relieved, are ids, separated by commas. */
void fault_absent(const struct draft *d, const struct post *post, const struct muster *m,
                  struct instant since, struct span grace, struct slice missing, struct slice stay,
                  struct buffer *out);
/* A handover that was not taken. */
void fault_untaken(const struct draft *d, const struct post *post, const struct offer *offer,
                   struct buffer *out);
