#pragma once
/* The roster, to hang on the wall, to read with a spreadsheet, or to subscribe to with a telephone.
 */
#include "rules/shifts.h"

enum roster_format { ROSTER_TEXT, ROSTER_CSV, ROSTER_ICS };

struct roster_print {
    enum roster_format format;
    struct instant from, until;
    const struct post *post;     /* only this one, or NULL */
    const struct person *person; /* only this one's shifts, or NULL */
    struct instant now;          /* when it is printed */
};

bool roster_format_from_slice(struct slice s, enum roster_format *ret_format);

/*
 * Every shift under way in [from, until), in full, and the gaps (in text, and in csv as rows
 * without a person).
 *
 * text: for people, a section for each post. csv: RFC 4180, one row for each shift, times with
 * offset. ics: RFC 5545, one event for each shift in UTC, whose UID depends on office, post, person
 * and start only, so that a telephone that subscribes knows it again.
 */
void roster_print(const struct rules *rules, const struct roster_print *p, struct buffer *out);
