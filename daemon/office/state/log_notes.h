#pragma once
/* Free entries of the log that a handover's brief may still speak of: the latest so many, for so
 * long. */
#include "base/instant.h"
#include "office/log/entry.h"

#define LOG_NOTES_MOST 1000
#define LOG_NOTES_LIFE SPAN_DAYS(7)

struct office;

struct log_note {
    uint64_t seq;
    struct instant at;
    const char *by;
    bool is_remark; /* by somebody who does no duty */
    char *text;
};

struct log_notes {
    struct log_note *notes; /* the oldest first */
    size_t n, cap;
};

void log_notes_apply(struct office *o, const struct entry *e);
void log_notes_end(struct office *o);
