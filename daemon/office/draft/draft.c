#include "office/draft/draft.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "office/state/holders.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"

void draft_speak_as(struct draft *d, const struct person *p)
{
    const struct post *post = office_post_of(d->office, p, d->now);

    d->author.actor = slice_of(p->id);
    d->author.post = slice_of(post ? post->id : NULL);
}

void draft_is_typed(struct draft *d)
{
    d->typist = d->drill.is ? NULL : rules_person(d->office->rules, d->author.actor);
}

struct draft draft_begin(const struct office *o, const struct command *c, const struct incident *i,
                         struct instant now, struct decision *decision)
{
    struct draft d = {.office = o, .now = now, .decision = decision, .command = c, .incident = i};

    assert(instant_is_set(now) && !instant_is_never(now));
    if (c && c->actor)
        draft_speak_as(&d, c->actor);
    if (i)
        draft_turn_to(&d, i);
    return d;
}

void draft_turn_to(struct draft *d, const struct incident *i)
{
    d->incident = i;
    d->id = i->id;
    d->unheld = i->duty && !i->asked ? rules_post(d->office->rules, slice_of(i->duty)) : NULL;
    d->chain.id = i->chain;
    d->chain.step = i->step;
    d->chain.round = i->round;
    d->chain.start = i->chain_start;
    d->typist = NULL;
    d->drill.is = i->drill;
    d->drill.reporter = slice_of(i->reporter);
    recipients_deinit(&d->drill.inside);
    d->drill.knows_inside = false;
}

void draft_end(struct draft *d)
{
    free(d->pages.people);
    free(d->chain.marks);
    free(d->chain.done);
    free(d->pages.codes);
    recipients_deinit(&d->drill.inside);
}

bool draft_has_paged(const struct draft *d, struct slice person)
{
    for (size_t i = 0; i < d->pages.n; i++)
        if (slice_equal_string(person, d->pages.people[i]->id))
            return true;
    return false;
}

void draft_hand_codes(struct draft *from, struct draft *to)
{
    struct draft_pages *a = &from->pages, *b = &to->pages;

    free(b->codes);
    b->codes = a->codes;
    b->n_codes = a->n_codes;
    b->cap_codes = a->cap_codes;
    a->codes = NULL;
    a->n_codes = a->cap_codes = 0;
}

/* Also where the draft adds a line to another incident. */
static bool is_drill(const struct draft *d)
{
    const struct incident *i = d->incident || !d->id.year ? NULL : incidents_find(d->office, d->id);

    return d->drill.is || (i && i->drill);
}

static bool has_drill(const struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].id == FIELD_DRILL)
            return true;
    return false;
}

void draft_entry(struct draft *d, enum entry_kind kind, const struct field *fields, size_t n)
{
    struct decision *to = d->decision;
    bool is_keyed = to->n_entries == 0 && d->command && d->command->key.len;
    struct field all[FIELD_COUNT];
    struct buffer hex = BUFFER_INIT;
    struct entry_head head = {
        .seq = d->office->last_seq + to->n_entries + 1,
        .at = d->now,
        .kind = kind,
        .incident = d->id,
    };

    assert(to->refusal == REFUSAL_NONE && !to->lent);
    assert(kind_table[kind].topic != TOPIC_INCIDENT || d->id.year);
    assert(n + 2 <= FIELD_COUNT);                 /* room for what is added here */
    if (to->n_entries == 0 || d->author.speaks) { /* what follows from that is the office's own */
        head.actor = d->author.actor;
        head.post = d->author.post;
        d->author.speaks = false;
    }
    if (n)
        memcpy(all, fields, n * sizeof(*fields));
    if (d->id.year && is_drill(d) && !has_drill(fields, n))
        all[n++] = FIELD_NUMBER_OF(FIELD_DRILL, 1);
    if (is_keyed) {
        head.key = d->command->key;
        digest_short_format(d->command->digest, &hex);
        all[n++] = FIELD_TEXT_OF(FIELD_COMMAND, buffer_slice(&hex));
    }
    to->entries = xgrow(to->entries, &to->cap_entries, to->n_entries + 1, sizeof(struct entry *));
    to->entries[to->n_entries++] = entry_new(&head, all, n);
    buffer_deinit(&hex);
}

void draft_refuse(struct draft *d, enum refusal refusal, const char *format, ...)
{
    va_list args;

    assert(refusal != REFUSAL_NONE && refusal != REFUSAL_AGAIN);
    d->decision->refusal = refusal;
    buffer_clear(&d->decision->why);
    va_start(args, format);
    buffer_vprintf(&d->decision->why, format, args);
    va_end(args);
}

void draft_list_person(struct buffer *list, const char *id)
{
    buffer_append_string(list, list->len ? "," : "");
    buffer_append_string(list, id);
}
