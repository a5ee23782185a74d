#include "base/words.h"

#include <stdint.h>

#define LONGEST 64
#define FARTHEST 3

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool same(struct slice a, size_t i, struct slice b, size_t j)
{
    return fold(a.data[i]) == fold(b.data[j]);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The number of letters added, dropped or changed, or of neighbours swapped; both words have at
 * most LONGEST letters. */
static size_t distance(struct slice a, struct slice b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *spare = before;

        before = above;
        above = row;
        row = spare;
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t changed = above[j - 1] + !same(a, i - 1, b, j - 1);

            row[j] = least(changed, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[b.len];
}

const char *words_nearest(struct slice said, const char *const *words)
{
    const char *nearest = NULL;
    size_t nearest_off = SIZE_MAX;

    if (said.len > LONGEST)
        return NULL;
    for (; *words; words++) {
        struct slice word = slice_of(*words);
        size_t longer = word.len > said.len ? word.len : said.len;
        size_t off;

        if (word.len > LONGEST)
            continue;
        off = distance(said, word);
        if (off <= FARTHEST && off * 2 <= longer && off < nearest_off) {
            nearest = *words;
            nearest_off = off;
        }
    }
    return nearest;
}
