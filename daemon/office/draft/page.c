#include "office/draft/page.h"

#include <assert.h>

#include "base/mem.h"
#include "office/draft/eligible.h"
#include "office/state/callout.h"
#include "office/state/codes.h"
#include "office/state/incident.h"

#define FIRST_CODE 1000
#define N_CODES 9000

static bool is_code_free(const struct draft *d, unsigned code)
{
    for (size_t i = 0; i < d->pages.n_codes; i++)
        if (d->pages.codes[i] == code)
            return false;
    return office_code_is_free(d->office, code, d->now);
}

/* 4 digits that no live page has, and none had within a day; 0 when all are taken: such a page is
 * answered by its incident's number. */
unsigned draft_code(struct draft *d)
{
    unsigned offset = (unsigned)random_below(d->office->random, N_CODES);
    size_t given_out = HASH_CNT(by_code, d->office->codes) + d->pages.n_codes;

    for (unsigned n = 0; n < N_CODES && given_out < N_CODES; n++) {
        unsigned code = FIRST_CODE + (offset + n) % N_CODES;
        if (!is_code_free(d, code))
            continue;
        d->pages.codes = xgrow(d->pages.codes, &d->pages.cap_codes, d->pages.n_codes + 1,
                               sizeof(*d->pages.codes));
        d->pages.codes[d->pages.n_codes++] = code;
        return code;
    }
    return 0;
}

/* NULL: the incident has not called the person out yet. */
static const struct callout *callout_before(const struct draft *d, const struct person *p)
{
    return d->incident ? incident_callout(d->incident, slice_of(p->id)) : NULL;
}

/* The same person keeps the code for as long as the incident has it; once that was closed, its
 * codes may be another's. */
static unsigned code_for(struct draft *d, const struct callout *before)
{
    const char *person;

    if (before && before->code &&
        incident_id_equal(office_code(d->office, before->code, &person), d->id))
        return before->code;
    return draft_code(d);
}

static bool may_page(struct draft *d, const struct person *p, unsigned means)
{
    return means < p->n_contacts && eligible_person(d, p);
}

/* What of a page is not its person, means and try. */
struct page_terms {
    unsigned code;
    struct slice post; /* they are paged as its holder */
    bool last;
};

static void page_entry(struct draft *d, const struct person *p, unsigned means, unsigned try,
                       struct page_terms terms)
{
    const struct callout *before = callout_before(d, p);
    const struct contact *contact = &p->contacts[means];
    struct field fields[10];
    unsigned step = d->chain.step;
    size_t n = 0;

    /* Somebody is called out for what is nobody's, or has just been given back. */
    assert(!d->incident || d->incident->state == INCIDENT_OPEN || d->decision->n_entries > 0);
    assert(may_page(d, p, means) && try > 0);
    if (before && !before->earlier && !d->chain.anew && (means > 0 || try > 1)) {
        step = before->step;
        terms.post = slice_of(before->post);
        terms.last = before->last;
    }
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(p->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_VIA, slice_of(contact->via));
    fields[n++] = FIELD_TEXT_OF(FIELD_ADDRESS, slice_of(contact->to));
    fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, step);
    fields[n++] = FIELD_NUMBER_OF(FIELD_MEANS, means);
    fields[n++] = FIELD_NUMBER_OF(FIELD_TRY, try);
    fields[n++] = FIELD_NUMBER_OF(FIELD_GAP, contact->gap.us);
    if (terms.code)
        fields[n++] = FIELD_NUMBER_OF(FIELD_CODE, terms.code);
    if (terms.post.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, terms.post);
    if (terms.last)
        fields[n++] = FIELD_NUMBER_OF(FIELD_LAST, 1);
    d->pages.people =
        xgrow(d->pages.people, &d->pages.cap, d->pages.n + 1, sizeof(*d->pages.people));
    d->pages.people[d->pages.n++] = p;
    draft_entry(d, ENTRY_PAGE, fields, n);
}

bool draft_page(struct draft *d, const struct person *p, unsigned means, unsigned try)
{
    if (!may_page(d, p, means))
        return false;
    page_entry(d, p, means, try, (struct page_terms){.code = code_for(d, callout_before(d, p))});
    return true;
}

void draft_page_holder(struct draft *d, const struct person *p, struct slice post, bool last)
{
    if (may_page(d, p, 0))
        page_entry(d, p, 0, 1, (struct page_terms){code_for(d, callout_before(d, p)), post, last});
}

void draft_page_with_code(struct draft *d, const struct person *p, unsigned means, unsigned code)
{
    if (may_page(d, p, means))
        page_entry(d, p, means, 1, (struct page_terms){.code = code});
}

static struct slice post_of(const struct post *post)
{
    return slice_of(post ? post->id : NULL);
}

void draft_page_recipients(struct draft *d, const struct recipients *recipients, bool again,
                           struct draft_cause cause)
{
    for (size_t i = 0; i < recipients->n; i++)
        if (eligible_for_page(d, recipients->people[i], again, cause))
            draft_page_holder(d, recipients->people[i], post_of(recipients->posts[i]), false);
}
