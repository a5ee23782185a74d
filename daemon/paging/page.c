#include "paging/page.h"

#include <stdlib.h>

#include "base/mem.h"
#include "paging/means.h"

#define END_OF_RUN SPAN_MINUTES(1) /* after its time limit a hook has long been killed */

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

void page_resume(struct page *page, const struct callout *c)
{
    page->is_held = c->state == PAGE_HELD;
    page->is_stuck = c->stuck;
}

static void stop_following(struct page *page)
{
    if (page->leader)
        LIST_REMOVE(page, following);
    page->leader = NULL;
}

/* They look again at who goes first. */
static void release_followers(struct page *page)
{
    struct page *notice;

    while ((notice = LIST_FIRST(&page->followers))) {
        stop_following(notice);
        page_put(notice, INSTANT_NONE);
    }
}

void page_forget(struct page *page)
{
    struct paging *p = page->means->paging;

    release_followers(page);
    stop_following(page);
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

unsigned page_tries(const struct page *page)
{
    return page->attempt - page->excused;
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
    if (!page->is_notice && (verb == VERB_PAGE_SENT || verb == VERB_PAGE_BUNDLED))
        fields[n++] = FIELD_NUMBER_OF(FIELD_KNOWN, (int64_t)page->known);
    if (verb == VERB_PAGE_HELD && page->stuck.place)
        fields[n++] = FIELD_NUMBER_OF(FIELD_DOWN, 1);
    count(p, verb);
    outcomes_say(&p->outcomes, page->is_notice ? notice_verb(verb) : verb, page->incident, fields,
                 n);
}

void page_give_up(struct page *page, enum verb verb, const char *why)
{
    page->attempt = 0;
    page_conclude(page, verb, INSTANT_NONE, why);
    page_forget(page);
}

/* ---- it waits ---- */

void page_put(struct page *page, struct instant not_before)
{
    outbox_put(&page->means->outbox, &page->place, not_before);
}

void page_hold(struct page *page, struct instant until, const char *why)
{
    if (page->is_held)
        return;
    page->is_held = true;
    page_conclude(page, VERB_PAGE_HELD, paging_to_wall(page->means->paging, until), why);
}

/* It is back in line before the desk hears of it, which then asks when to wake us. */
void page_defer(struct page *page, struct span backoff, const char *why)
{
    struct paging *p = page->means->paging;

    if (page->place.rank < OUTBOX_AGAIN)
        page->place.rank = OUTBOX_AGAIN;
    page->is_held = false;
    release_followers(page);
    page_put(page, instant_add(paging_steady(p), backoff));
    page_conclude(page, VERB_PAGE_DEFERRED, instant_add(paging_wall(p), backoff), why);
}

/* They are tried in turn: one bad number must not keep the others waiting. */
void page_stick(struct page *page, struct instant next, const char *why)
{
    struct means *m = page->means;

    release_followers(page);
    heap_set(&m->stuck, &page->stuck, (struct instant){++m->n_stuck});
    page->excused = page->attempt;
    if (!page->is_stuck)
        page->is_held = false; /* for another reason until now */
    page->is_stuck = true;
    page_hold(page, next, why);
}

void page_follow(struct page *notice, struct page *leader, struct instant limit)
{
    stop_following(notice);
    notice->leader = leader;
    LIST_INSERT_HEAD(&leader->followers, notice, following);
    page_put(notice, limit);
}

void page_let_go(struct page *page)
{
    heap_remove(&page->means->stuck, &page->stuck);
    page->is_held = false;
    page_put(page, INSTANT_NONE);
}

/* ---- it is handed over ---- */

/* An outcome that still waits for a busy desk is not counted by the office yet. */
void page_begin_attempt(struct page *page, unsigned attempts_so_far, const struct hook_config *hook)
{
    page->attempt = (page->attempt > attempts_so_far ? page->attempt : attempts_so_far) + 1;
    page->known = office_last_seq(desk_office(page->means->paging->desk));
    page->retries = hook->retries;
    page->backoff = hook->backoff;
}

void page_begin_run(struct page *page, const struct hook_job *job,
                    void (*on_end)(void *page, const struct hook_outcome *outcome))
{
    struct paging *p = page->means->paging;

    page->limit = instant_add(instant_add(paging_steady(p), job->timeout), END_OF_RUN);
    page->means->running++;
    p->n_running++;
    page->run = p->runner.start(p->runner.arg, job, on_end, page);
}

void page_end_run(struct page *page)
{
    page->run = NULL;
    page->means->running--;
    page->means->paging->n_running--;
}

void page_join(struct page *page, struct page *carrier)
{
    page->carrier = carrier;
    page->next = carrier->bundled;
    carrier->bundled = page;
    carrier->n_bundled++;
}

struct page *page_take_joined(struct page *carrier)
{
    struct page *page = carrier->bundled;

    if (page) {
        carrier->bundled = page->next;
        carrier->n_bundled--;
        page->next = NULL;
    }
    return page;
}

void page_leave(struct page *page)
{
    page->carrier = NULL;
}
