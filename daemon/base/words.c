#include "base/words.h"

#include <string.h>

#include "base/fold.h"

#define LONGEST 64
#define BEGINNING 3 /* letters of which a word can be known */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool are_neighbours(char a, char b)
{
    static const char *const keys = "qwertyuiop asdfghjkl zxcvbnm 1234567890";
    const char *key = a && a != ' ' ? strchr(keys, a) : NULL;

    return key && b != ' ' && (key[1] == b || (key > keys && key[-1] == b));
}

/* What it counts that b stands where a was meant. */
static size_t change(char a, char b, bool at_beginning)
{
    if (a == b)
        return 0;
    return (are_neighbours(a, b) ? 1u : 2u) + at_beginning;
}

/* What words.h says of slips; both words have at most LONGEST letters. */
static size_t distance(struct slice a, struct slice b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b.len; j++)
        row[j] = j + (j > 0);
    for (size_t i = 1; i <= a.len; i++) {
        size_t *spare = before;

        before = above;
        above = row;
        row = spare;
        row[0] = i + 1;
        for (size_t j = 1; j <= b.len; j++) {
            size_t changed = above[j - 1] + change(a.data[i - 1], b.data[j - 1], i == 1 && j == 1);

            row[j] = least(changed, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[b.len];
}

static size_t most(size_t shorter)
{
    return shorter <= 2 ? 0 : shorter == 3 ? 1 : shorter <= 7 ? 2 : 3;
}

/* LONGEST where they are too far apart to be meant. */
static size_t slips(struct slice said, struct slice word)
{
    size_t off;

    if (said.len > LONGEST || word.len > LONGEST)
        return LONGEST;
    off = distance(said, word);
    return off <= most(least(said.len, word.len)) ? off : LONGEST;
}

static bool begins(struct slice word, struct slice said)
{
    return said.len >= BEGINNING && said.len < word.len && slice_starts_with(word, said);
}

/* The best so far, of slips and of beginnings. */
struct best {
    const char *slip, *beginning;
    size_t off;
    bool many_slips, many_beginnings;
};

static void look_at(struct best *s, struct slice said, const char *word)
{
    struct buffer folded = BUFFER_INIT;
    size_t off;

    fold_text(slice_of(word), &folded);
    off = slips(said, buffer_slice(&folded));
    if (off < LONGEST && off <= s->off) {
        s->many_slips = s->slip && off == s->off;
        s->slip = word;
        s->off = off;
    }
    if (begins(buffer_slice(&folded), said)) {
        s->many_beginnings = s->beginning != NULL;
        s->beginning = word;
    }
    buffer_deinit(&folded);
}

const char *words_nearest(struct slice said, const char *const *words)
{
    struct buffer folded = BUFFER_INIT;
    struct best s = {.off = LONGEST};

    fold_text(said, &folded);
    for (; *words; words++)
        look_at(&s, buffer_slice(&folded), *words);
    buffer_deinit(&folded);
    if (s.beginning && !s.many_beginnings)
        return s.beginning;
    return s.many_slips ? NULL : s.slip;
}
