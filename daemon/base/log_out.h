#pragma once
/*
 * Where the daemon's log goes: stderr, without ever waiting for whoever reads it. A line that
 * cannot be written at once is kept, and written by a thread that lives as long as something is
 * kept; what does not fit any more is lost, counted, and said when there is room again.
 */
#include "base/buffer.h"
#include "base/instant.h"

#define LOG_OUT_KEPT ((size_t)256 * 1024) /* bytes */

/* Appends a whole line that says how many were lost. Any thread may be asked. */
typedef void (*log_out_say_lost)(size_t lost, struct buffer *out);

/* A whole line with its end. Does not block, and does not fail. */
void log_out_write(struct slice line, log_out_say_lost say_lost);
/* At the end of the program: waits until all is written, but no longer than that. */
void log_out_flush(struct span limit);
