#include "rules/mark.h"

#include "base/digest.h"

static uint64_t digest_of_target(const struct target *t, struct buffer *scratch)
{
    struct digest digest;

    buffer_clear(scratch);
    switch (t->kind) {
    case TARGET_POST:
        buffer_printf(scratch, "post:%s", t->post->id);
        break;
    case TARGET_PERSON:
        buffer_printf(scratch, "person:%s", t->person->id);
        break;
    case TARGET_RANK:
        buffer_printf(scratch, "rank:%s", rank_to_string(t->rank));
        break;
    case TARGET_TEAM:
        buffer_printf(scratch, "team:%s", t->team->id);
        break;
    }
    digest = digest_of(buffer_slice(scratch));
    return digest_short(&digest);
}

/* A sum, so that the order of the targets does not matter. */
static uint64_t digest_of_targets(const struct step *step, struct buffer *scratch)
{
    uint64_t sum = 0;

    for (size_t t = 0; t < step->n_targets; t++)
        sum += digest_of_target(&step->targets[t], scratch);
    return sum;
}

static bool is_taken(uint64_t mark, const uint64_t *marks, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (marks[k] == mark)
            return true;
    return mark == MARK_NONE || mark == MARK_END;
}

void mark_chain(const struct chain *chain, uint64_t *ret_marks)
{
    struct buffer scratch = BUFFER_INIT;

    for (size_t n = 0; n < chain->n_steps; n++) {
        uint64_t targets = digest_of_targets(&chain->steps[n], &scratch);
        unsigned occurrence = 0;
        do {
            struct digest digest;
            buffer_clear(&scratch);
            buffer_printf(&scratch, "%016llx %u", (unsigned long long)targets, occurrence++);
            digest = digest_of(buffer_slice(&scratch));
            ret_marks[n] = digest_short(&digest);
        } while (is_taken(ret_marks[n], ret_marks, n));
    }
    buffer_deinit(&scratch);
}

void mark_format(uint64_t mark, struct buffer *out)
{
    if (mark == MARK_END)
        buffer_append_string(out, "end");
    else
        digest_short_format(mark, out);
}

uint64_t mark_parse(struct slice text)
{
    uint64_t mark = MARK_NONE;

    if (slice_equal_string(text, "end"))
        return MARK_END;
    digest_short_parse(text, &mark);
    return mark;
}
