#include "paging/page.h"

#include <stdlib.h>

#include "base/mem.h"
#include "paging/means.h"

/* ---- a page comes, and goes ---- */

struct page *page_add(struct paging *p, uint64_t id, const char *via, const char *address)
{
    struct page *page;

    HASH_FIND(by_id, p->pages, &id, sizeof(id), page);
    if (page)
        return NULL;
    page = xcalloc(1, sizeof(*page));
    page->means = means_find(p, slice_of(via));
    page->place.id = id;
    page->place.number = outbox_number(&page->means->outbox, address);
    HASH_ADD(by_id, p->pages, place.id, sizeof(page->place.id), page);
    return page;
}

void page_forget(struct page *page)
{
    struct paging *p = page->means->paging;

    HASH_DELETE(by_id, p->pages, page);
    outbox_remove(&page->means->outbox, &page->place);
    heap_remove(&page->means->stuck, &page->stuck);
    free(page);
}

/* ---- what is asked of it ---- */

const struct callout *page_callout(const struct page *page)
{
    const char *reason;

    if (page->is_notice)
        return NULL;
    return office_page_wanted(desk_office(page->means->paging->desk), page->incident,
                              page->place.id, &reason);
}

/* ---- what becomes of it ---- */

static void count(struct paging *p, enum verb verb)
{
    if (verb == VERB_PAGE_SENT || verb == VERB_PAGE_BUNDLED)
        p->counts.sent++;
    else if (verb == VERB_PAGE_DEFERRED)
        p->counts.deferred++;
    else if (verb == VERB_PAGE_FAILED)
        p->counts.failed++;
    else if (verb == VERB_PAGE_DROPPED)
        p->counts.dropped++;
}

/* The verb for a notice that ended so. */
static enum verb notice_verb(enum verb verb)
{
    switch ((int)verb) {
    case VERB_PAGE_SENT:
        return VERB_NOTICE_SENT;
    case VERB_PAGE_DEFERRED:
        return VERB_NOTICE_DEFERRED;
    case VERB_PAGE_FAILED:
        return VERB_NOTICE_FAILED;
    default:
        return VERB_NOTICE_DROPPED;
    }
}

/* The field for the words that go with an outcome. */
static enum field_id words_field(enum verb verb)
{
    return verb == VERB_PAGE_SENT || verb == VERB_PAGE_BUNDLED ? FIELD_GATEWAY : FIELD_REASON;
}

void page_conclude(const struct page *page, enum verb verb, struct instant when, const char *words)
{
    struct paging *p = page->means->paging;
    struct field fields[OUTCOME_FIELDS];
    size_t n = 0;

    fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)page->place.id);
    if (page->carrier)
        fields[n++] = FIELD_NUMBER_OF(FIELD_OF, (int64_t)page->carrier->place.id);
    if (page->attempt > 0 && verb != VERB_PAGE_HELD)
        fields[n++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, page->attempt);
    if (instant_is_set(when))
        fields[n++] = FIELD_INSTANT_OF(verb == VERB_PAGE_HELD ? FIELD_UNTIL : FIELD_RETRY, when);
    if (words[0])
        fields[n++] = FIELD_TEXT_OF(words_field(verb), slice_of(words));
    if (verb == VERB_PAGE_SENT && page->truncated)
        fields[n++] = FIELD_NUMBER_OF(FIELD_TRUNCATED, 1);
    if (verb == VERB_PAGE_SENT && page->n_bundled)
        fields[n++] = FIELD_NUMBER_OF(FIELD_BUNDLED, page->n_bundled);
    if (verb == VERB_PAGE_HELD && page->stuck.place)
        fields[n++] = FIELD_NUMBER_OF(FIELD_DOWN, 1);
    count(p, verb);
    outcomes_say(&p->outcomes, page->is_notice ? notice_verb(verb) : verb, page->incident, fields,
                 n);
}

/* An outcome that still waits for a busy desk is not counted by the office yet. */
void page_begin_attempt(struct page *page, unsigned attempts_so_far, const struct hook_config *hook)
{
    page->attempt = (page->attempt > attempts_so_far ? page->attempt : attempts_so_far) + 1;
    page->retries = hook->retries;
    page->backoff = hook->backoff;
}
