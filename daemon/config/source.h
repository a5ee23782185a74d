#pragma once
/*
 * The text of a configuration: the main file with every `@include "file"` replaced by that file,
 * read once, so that what is parsed is exactly what is hashed and kept. It knows the file and line
 * from which each line came. The name of an included file is relative to the directory of the
 * including file.
 */
#include "base/buffer.h"

#define SOURCE_MAX_BYTES (4 << 20) /* all files together */
#define SOURCE_MAX_DEPTH 10
#define SOURCE_MAX_FILES 64
#define SOURCE_MAX_KEYS 1000 /* of one group; libconfig compares each with all before it */

struct source {
    struct buffer text; /* each piece of a file comes after a line "# FILE" */
    unsigned line;      /* lines in text so far */
    size_t n_files;
    unsigned keys[16]; /* so far, of the open group and of those around it */
    unsigned depth;
    struct source_piece {
        unsigned first; /* line of text at which it begins */
        char *file;
        unsigned line; /* of the file */
    } * pieces;
    size_t n_pieces, cap_pieces;
};

/* Called with each fault, and its line of the text. */
typedef void (*on_source_error)(void *arg, unsigned line, const char *what);

/* False if anything was wrong; every fault has been reported. *s is initialised by the call. */
bool source_read(struct source *s, const char *file, on_source_error on_error, void *arg);
/* The text of a configuration that is already in memory, as a source of one piece; `name` is used
 * instead of a file name. */
void source_take(struct source *s, const char *name, struct slice text);
void source_deinit(struct source *s);
/* The file and line of a line of the text (from 1). The source owns the name. */
const char *source_place(const struct source *s, unsigned line, unsigned *ret_line);
