#pragma once
/* The result of reading a configuration. */
#include "base/buffer.h"

/* Everything that is wrong or doubtful, in the order of the file: "FILE:LINE: what is wrong; what
 * would be right\n". */
struct config_report {
    struct buffer text;
    size_t errors, warnings;
};

void config_report_deinit(struct config_report *r);
