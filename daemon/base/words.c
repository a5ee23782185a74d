#include "base/words.h"

#include "base/fold.h"

#define LONGEST 64
#define FARTHEST 3

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
            size_t changed = above[j - 1] + (a.data[i - 1] != b.data[j - 1]);

            row[j] = least(changed, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[b.len];
}

/* LONGEST + 1 and more where they are too far apart to be meant. */
static size_t folded_distance(struct slice said, const char *word)
{
    struct buffer folded = BUFFER_INIT;
    size_t off = LONGEST + 1, longer;

    fold_text(slice_of(word), &folded);
    longer = folded.len > said.len ? folded.len : said.len;
    if (longer <= LONGEST)
        off = distance(said, buffer_slice(&folded));
    buffer_deinit(&folded);
    return off <= FARTHEST && off * 2 <= longer ? off : LONGEST + 1;
}

const char *words_nearest(struct slice said, const char *const *words)
{
    struct buffer folded = BUFFER_INIT;
    const char *nearest = NULL;
    size_t nearest_off = LONGEST + 1;

    fold_text(said, &folded);
    for (; *words; words++) {
        size_t off = folded_distance(buffer_slice(&folded), *words);

        if (off < nearest_off) {
            nearest = *words;
            nearest_off = off;
        }
    }
    buffer_deinit(&folded);
    return nearest;
}
