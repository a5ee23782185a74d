#include "wire/commands/numbers.h"

#include <string.h>

#include "base/fold.h"
#include "base/typed.h"

#define MOST_DIGITS 6 /* more is a telephone number */

static bool is_joining_word(struct slice s)
{
    static const char *const words[] = {"and", "und", "et", "y", "和", "与", "及", NULL};

    for (const char *const *word = words; *word; word++)
        if (slice_equal_string(s, *word))
            return true;
    return false;
}

/* The length of what parts the numbers of a list, at the beginning of s; 0: nothing. */
static size_t sign_len(struct slice s)
{
    size_t len;
    enum typed typed = typed_at(s, &len);

    if (typed == TYPED_SPACE || typed == TYPED_JOINING || typed == TYPED_COMMA ||
        strchr(",;/&+#-", s.data[0]))
        return len;
    return 0;
}

/* Takes the signs in front of it, then a run of anything but signs. */
static struct slice cut_piece(struct slice *s)
{
    struct slice piece;
    size_t n = 0, len;

    while (s->len && (len = sign_len(*s)))
        *s = (struct slice){s->data + len, s->len - len};
    piece.data = s->data;
    while (n < s->len && !sign_len((struct slice){s->data + n, s->len - n})) {
        typed_at((struct slice){s->data + n, s->len - n}, &len);
        n += len;
    }
    piece.len = n;
    *s = (struct slice){s->data + n, s->len - n};
    return piece;
}

static bool is_number(struct slice s)
{
    long long number;

    return s.len <= MOST_DIGITS && slice_to_number(s, 0, 999999, &number);
}

size_t numbers_count(struct slice text)
{
    struct buffer folded = BUFFER_INIT;
    struct slice rest, piece;
    bool only = true;
    size_t n = 0;

    fold_text(text, &folded);
    rest = buffer_slice(&folded);
    while (only && (piece = cut_piece(&rest)).len) {
        n += is_number(piece);
        only = is_number(piece) || is_joining_word(piece);
    }
    buffer_deinit(&folded);
    return only ? n : 0;
}
