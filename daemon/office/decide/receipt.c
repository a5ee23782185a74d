#include "office/decide/receipt.h"

#include "office/state/live_pages.h"

#include "office/decide/page.h"
#include "office/state/gateway_ids.h"
#include "office/state/incidents.h"

static bool has_page(const struct incident *i, uint64_t page)
{
    return i->first_seq <= page && page <= i->last_seq && incident_callout_by_page(i, page);
}

/* By its number, for a gateway that speaks of a page before its hook has given its id. */
static const struct incident *find_by_page(const struct office *o, uint64_t page)
{
    const struct incident *lists[] = {o->incidents->live, o->incidents->ended};

    for (size_t n = 0; n < 2; n++)
        for (const struct incident *i = lists[n]; i; i = i->next)
            if (has_page(i, page))
                return i;
    return NULL;
}

static bool find_page(struct draft *d, const struct command *c, struct gateway_page *ret_page)
{
    const struct field *page = command_field(c, FIELD_PAGE);
    struct slice gateway = command_text(c, FIELD_GATEWAY), via = command_text(c, FIELD_VIA);
    const struct incident *i;

    if (page && (uint64_t)page->number >= PAGE_IDS)
        page = NULL;
    if (gateway_ids_find(d->office, via, gateway, ret_page) &&
        (!page || ret_page->page == (uint64_t)page->number))
        return true;
    i = page ? find_by_page(d->office, (uint64_t)page->number) : NULL;
    if (i) {
        *ret_page = (struct gateway_page){.incident = i->id, .page = (uint64_t)page->number};
        return true;
    }
    draft_refuse(d, REFUSAL_UNKNOWN, "%.*s has given no page of an incident in memory the id %.*s",
                 SLICE_ARG(via), SLICE_ARG(gateway));
    return false;
}

static void receipt_entry(struct draft *d, const struct command *c, enum entry_kind kind,
                          uint64_t page, const struct callout *callout)
{
    static const enum field_id told[] = {FIELD_VIA, FIELD_GATEWAY, FIELD_REASON};
    struct field fields[8];
    size_t n = 0;

    fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)page);
    for (size_t k = 0; k < sizeof(told) / sizeof(*told); k++)
        if (command_text(c, told[k]).len)
            fields[n++] = *command_field(c, told[k]);
    if (callout) {
        fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, callout->step);
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(callout->person));
    }
    if (c->actor)
        fields[n++] = FIELD_TEXT_OF(FIELD_ROUTE, slice_of(c->actor->id));
    d->author = (struct draft_author){0}; /* nobody is at work on the incident for that */
    draft_entry(d, kind, fields, n);
}

/* What it means for one page. */
static void report_page(struct draft *d, const struct command *c, uint64_t page,
                        const struct callout *callout)
{
    static const enum entry_kind kinds[] = {
        [VERB_RECEIPT_SENT] = ENTRY_PAGE_TRANSMITTED,
        [VERB_RECEIPT_DELIVERED] = ENTRY_PAGE_DELIVERED,
        [VERB_RECEIPT_FAILED] = ENTRY_PAGE_UNDELIVERED,
    };

    receipt_entry(d, c, kinds[c->verb], page, callout);
    if (c->verb == VERB_RECEIPT_FAILED && callout && callout->report != REPORT_DELIVERED)
        decide_page_is_lost(d, callout);
}

struct bundle_report {
    struct draft *d;
    const struct command *c;
};

/* Each is about another incident, and a draft of its own; but no two may give out the same code. */
static void report_bundled(const struct incident *i, const struct callout *callout, void *arg)
{
    const struct bundle_report *r = arg;
    struct draft *d = r->d, one = draft_begin(d->office, NULL, i, d->now, d->decision);

    draft_hand_codes(d, &one);
    report_page(&one, r->c, callout->page, callout);
    draft_hand_codes(&one, d);
    draft_end(&one);
}

void decide_receipt(struct draft *d, const struct command *c)
{
    struct bundle_report bundle = {d, c};
    const struct callout *callout = NULL;
    const struct incident *i;
    struct gateway_page page;

    if (!find_page(d, c, &page))
        return;
    d->id = page.incident;
    i = incidents_find(d->office, page.incident);
    if (i) {
        draft_turn_to(d, i);
        callout = incident_callout_by_page(i, page.page);
    }
    report_page(d, c, page.page, callout);
    if (page.carries)
        office_each_bundled(d->office, page.page, report_bundled, &bundle);
}
