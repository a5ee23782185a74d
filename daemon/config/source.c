#include "config/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"

/* One file while it is being read; `above` includes it. */
struct reading {
    struct source *source;
    const char *file;
    const struct reading *above;
    dev_t device;
    ino_t inode;
    unsigned line; /* of the file */
    unsigned depth;
    bool *bad;
    on_source_error on_error;
    void *arg;
};

static void fail(const struct reading *at, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail(const struct reading *at, const char *format, ...)
{
    struct buffer what = BUFFER_INIT;
    unsigned line = at->source->line;
    va_list args;

    va_start(args, format);
    buffer_vprintf(&what, format, args);
    va_end(args);
    *at->bad = true;
    at->on_error(at->arg, line > 0 ? line : 1, what.data);
    buffer_deinit(&what);
}

static void put_piece(struct source *s, const char *file, unsigned line)
{
    s->pieces = xgrow(s->pieces, &s->cap_pieces, s->n_pieces + 1, sizeof(*s->pieces));
    s->pieces[s->n_pieces++] =
        (struct source_piece){.first = s->line + 1, .file = xstrdup(file), .line = line};
}

static void put_line(struct source *s, struct slice line)
{
    buffer_append_slice(&s->text, line);
    buffer_append_char(&s->text, '\n');
    s->line++;
}

/* "# FILE"; what follows is counted from the file's line. */
static void put_marker(struct reading *r, unsigned line)
{
    put_piece(r->source, r->file, line);
    buffer_append_string(&r->source->text, "# ");
    put_line(r->source, slice_of(r->file));
    put_piece(r->source, r->file, line);
}

/* ---- one file's bytes ---- */

static bool read_bytes(struct reading *r, int fd, struct buffer *ret_bytes)
{
    size_t room = SOURCE_MAX_BYTES -
                  (r->source->text.len < SOURCE_MAX_BYTES ? r->source->text.len : SOURCE_MAX_BYTES);
    ssize_t got;

    do {
        char *to = buffer_reserve(ret_bytes, 65536);

        got = read(fd, to, 65536);
        if (got > 0)
            ret_bytes->len += (size_t)got;
        ret_bytes->data[ret_bytes->len] = '\0';
    } while ((got > 0 && ret_bytes->len <= room) || (got < 0 && errno == EINTR));
    if (got < 0) {
        fail(r, "cannot read \"%s\": %s", r->file, strerror(errno));
        return false;
    }
    if (ret_bytes->len > room) {
        fail(r, "\"%s\" is too large; a configuration is at most 4 MiB, all files together",
             r->file);
        return false;
    }
    return true;
}

static bool open_file(struct reading *r, struct buffer *ret_bytes)
{
    struct stat st;
    int fd = open(r->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool good = false;

    if (fd < 0 || fstat(fd, &st) < 0) {
        fail(r, "cannot read \"%s\": %s; give the name of a file that the daemon may read", r->file,
             strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        fail(r, "\"%s\" is not a regular file; give the name of a file", r->file);
    } else {
        r->device = st.st_dev;
        r->inode = st.st_ino;
        good = true;
    }
    for (const struct reading *a = r->above; good && a; a = a->above) {
        if (a->device == r->device && a->inode == r->inode) {
            fail(r, "\"%s\" includes itself; take one @include of the circle out", r->file);
            good = false;
        }
    }
    good = good && read_bytes(r, fd, ret_bytes);
    if (fd >= 0)
        close(fd);
    return good;
}

static bool check_bytes(struct reading *r, struct slice bytes)
{
    bool good = true;

    for (unsigned line = 1; bytes.len > 0; line++) {
        struct slice text = slice_cut(&bytes, '\n');
        const char *wrong = NULL;

        if (text.len > 0 && memchr(text.data, '\0', text.len))
            wrong = "a NUL byte; is this a text file?";
        else if (!utf8_is_valid(text))
            wrong = utf8_looks_like_gbk(text) ? "not UTF-8 but apparently GBK; save the file as "
                                                "UTF-8"
                                              : "not UTF-8; save the file as UTF-8";
        if (!wrong)
            continue;
        put_piece(r->source, r->file, line);
        put_line(r->source, SLICE(""));
        fail(r, "%s", wrong);
        good = false;
        if (memchr(text.data, '\0', text.len))
            break; /* not a text at all: the other lines would give the same error */
    }
    return good;
}

/* ---- lines and includes ---- */

/* The state of libconfig's own scanner: an @include counts only outside texts and comments. */
enum place { PLACE_OPEN, PLACE_TEXT, PLACE_COMMENT };

/* libconfig would silently take a longer number modulo 2^32. */
#define MAX_DIGITS 9

static bool is_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Moves past one character, or two that belong together. */
static enum place scan_character(enum place place, struct slice *line)
{
    char c = line->data[0], next = line->len > 1 ? line->data[1] : '\0';
    size_t n = 1;

    if (place == PLACE_OPEN && (c == '#' || (c == '/' && next == '/'))) {
        n = line->len;
    } else if (place == PLACE_OPEN && c == '/' && next == '*') {
        place = PLACE_COMMENT;
        n = 2;
    } else if (place == PLACE_OPEN && c == '"') {
        place = PLACE_TEXT;
    } else if (place == PLACE_TEXT && c == '\\') {
        n = line->len > 1 ? 2 : 1;
    } else if (place == PLACE_TEXT && c == '"') {
        place = PLACE_OPEN;
    } else if (place == PLACE_COMMENT && c == '*' && next == '/') {
        place = PLACE_OPEN;
        n = 2;
    }
    *line = (struct slice){line->data + n, line->len - n};
    return place;
}

/* Characters of a Chinese input method, and those of the syntax that they stand for. */
static const struct {
    const char *wide, *right;
} twins[] = {{"“", "\""}, {"”", "\""}, {"＂", "\""}, {"；", ";"}, {"，", ","},      {"、", ","},
             {"（", "("}, {"）", ")"}, {"｛", "{"},  {"｝", "}"}, {"＝", "="},      {"＃", "#"},
             {"：", ":"}, {"［", "("}, {"］", ")"},  {"【", "("}, {"　", "a space"}};

/* A non-ASCII character outside texts and comments, where none is allowed. */
static void refuse_wide(struct reading *r, struct slice line)
{
    struct slice rest = line;
    int len;

    utf8_next(&rest);
    len = (int)(rest.data - line.data);
    for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
        if (slice_starts_with(line, slice_of(twins[i].wide))) {
            fail(r, "%.*s is a full-width character; write %s", len, line.data, twins[i].right);
            return;
        }
    }
    fail(r, "\"%.*s\" outside of quotes; write texts in \" and \", and ids in ASCII", len,
         line.data);
}

/* Groups nested deeper than in any configuration count as one. */
static void count_keys(struct reading *r, char c)
{
    struct source *s = r->source;
    unsigned most = sizeof(s->keys) / sizeof(s->keys[0]) - 1;
    unsigned *keys = &s->keys[s->depth < most ? s->depth : most];

    if (c == '{') {
        s->depth++;
        if (s->depth < most)
            s->keys[s->depth] = 0;
    } else if (c == '}' && s->depth > 0) {
        s->depth--;
    } else if ((c == '=' || c == ':') && ++*keys == SOURCE_MAX_KEYS + 1) {
        fail(r,
             "more than %d keys in one group; write many of a kind as a list, "
             "( { ... }, { ... } )",
             SOURCE_MAX_KEYS);
    }
}

static enum place scan_line(struct reading *r, enum place place, struct slice line)
{
    size_t digits = 0;
    bool wide = false;

    while (line.len > 0) {
        digits = place == PLACE_OPEN && is_digit(line.data[0]) ? digits + 1 : 0;
        if (digits == MAX_DIGITS + 1)
            fail(r,
                 "a number is too large; no number here has more than %d digits, and telephone "
                 "numbers are written in quotes",
                 MAX_DIGITS);
        if (place == PLACE_OPEN && !wide && (unsigned char)line.data[0] >= 0x80) {
            refuse_wide(r, line);
            wide = true; /* once per line is enough */
        }
        if (place == PLACE_OPEN)
            count_keys(r, line.data[0]);
        place = scan_character(place, &line);
    }
    if (place == PLACE_TEXT) {
        fail(r, "a text runs past the end of its line; close it with \"");
        place = PLACE_OPEN;
    }
    return place;
}

/* The name in `@include "name"`, and what follows it on the line. */
static bool include_name(struct slice line, struct slice *ret_name, struct slice *ret_rest)
{
    struct slice s = slice_trim(line), name;

    s = (struct slice){s.data + strlen("@include"), s.len - strlen("@include")};
    s = slice_trim(s);
    if (s.len == 0 || s.data[0] != '"')
        return false;
    s = (struct slice){s.data + 1, s.len - 1};
    if (s.len == 0 || !memchr(s.data, '"', s.len))
        return false;
    name = slice_cut(&s, '"');
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.data[i] < ' ' || name.data[i] == '\\')
            return false;
    }
    *ret_name = name;
    *ret_rest = s;
    return name.len > 0;
}

static char *beside(const char *file, struct slice name)
{
    const char *slash = strrchr(file, '/');

    if (name.data[0] == '/' || !slash)
        return slice_dup(name);
    return xasprintf("%.*s/%.*s", (int)(slash - file), file, SLICE_ARG(name));
}

static void read_file(struct reading *r);

/* Returns the rest of the line. */
static struct slice include(struct reading *r, struct slice line)
{
    struct slice name, rest;
    struct reading below = *r;
    char *file;

    buffer_append_string(&r->source->text, "# ");
    put_line(r->source, line);
    if (!include_name(line, &name, &rest)) {
        fail(r, "an @include without a file; write @include \"roster.conf\"");
        return (struct slice){0};
    }
    if (r->depth + 1 >= SOURCE_MAX_DEPTH || r->source->n_files >= SOURCE_MAX_FILES) {
        fail(r, "too many files; at most %d inside each other and %d in all", SOURCE_MAX_DEPTH,
             SOURCE_MAX_FILES);
        return (struct slice){0};
    }
    file = beside(r->file, name);
    below.file = file;
    below.above = r;
    below.depth++;
    read_file(&below);
    put_marker(r, r->line);
    free(file);
    return rest;
}

static bool is_include(struct slice line)
{
    return slice_starts_with(slice_trim(line), SLICE("@include"));
}

static void read_file(struct reading *r)
{
    struct buffer bytes = BUFFER_INIT;
    struct slice rest;
    enum place place = PLACE_OPEN;

    r->source->n_files++;
    if (!open_file(r, &bytes) || !check_bytes(r, buffer_slice(&bytes))) {
        buffer_deinit(&bytes);
        return;
    }
    put_marker(r, 1);
    rest = buffer_slice(&bytes);
    if (slice_starts_with(rest, SLICE("\xef\xbb\xbf"))) /* some editors begin a file with it */
        rest = (struct slice){rest.data + 3, rest.len - 3};
    for (r->line = 1; rest.len > 0; r->line++) {
        struct slice line = slice_cut(&rest, '\n');

        if (place == PLACE_OPEN && is_include(line))
            line = include(r, line);
        put_line(r->source, line);
        place = scan_line(r, place, line);
    }
    if (place != PLACE_OPEN)
        fail(r, "the file ends inside a comment; end it with */");
    buffer_deinit(&bytes);
}

bool source_read(struct source *s, const char *file, on_source_error on_error, void *arg)
{
    bool bad = false;
    struct reading r = {
        .source = s, .file = file, .bad = &bad, .on_error = on_error, .arg = arg, .line = 1};

    *s = (struct source){0};
    put_piece(s, file, 1);
    read_file(&r);
    return !bad;
}

void source_take(struct source *s, const char *name, struct slice text)
{
    *s = (struct source){0};
    put_piece(s, name, 1);
    buffer_append_slice(&s->text, text);
}

void source_deinit(struct source *s)
{
    for (size_t i = 0; i < s->n_pieces; i++)
        free(s->pieces[i].file);
    free(s->pieces);
    buffer_deinit(&s->text);
    *s = (struct source){0};
}

const char *source_place(const struct source *s, unsigned line, unsigned *ret_line)
{
    const struct source_piece *p = &s->pieces[0];

    for (size_t i = 1; i < s->n_pieces && s->pieces[i].first <= line; i++)
        p = &s->pieces[i];
    *ret_line = p->line + (line > p->first ? line - p->first : 0);
    return p->file;
}
