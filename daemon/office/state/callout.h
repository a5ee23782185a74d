#pragma once
/* A callout, and what its flags mean taken together: nobody else combines them. */
#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "office/log/page_state.h"

/* Ids from here on are of no page: a message for several pages has one of its own
 * (paging/bundle.c). Below twice as much, so that programs that take all numbers for doubles still
 * print all 15 digits of it. */
#define PAGE_IDS (UINT64_C(1) << 48)

/*
 * One person who is called out for an incident, and the page that is (or was last) on its way to
 * them. A person has at most one page at a time for one incident, however many posts and steps name
 * them.
 */
struct callout {
    const char *person, *via, *address; /* the office's own copies (office_intern) */
    const char *post;                   /* interned: they were paged as its holder; or NULL */
    uint64_t page;                      /* id of the latest page */
    uint64_t carrier;      /* the page whose message had this one's code too; 0: its own message */
    struct instant queued; /* when the latest page was decided */
    struct instant first_queued; /* when the first one was */
    struct instant
        due; /* when the next try is due; never while the page waits, or when there is none */
    struct instant retry;     /* PAGE_DEFERRED: not before */
    struct instant escalated; /* by this person; INSTANT_NONE: never */
    struct instant sent;      /* when a gateway took the last page by these means to this address */
    struct span gap;
    uint16_t code;
    uint8_t step;    /* of the chain, that brought them in; 0 = catch-all, idle */
    uint8_t means;   /* 0-based contact */
    uint8_t try;     /* 1-based */
    uint8_t attempt; /* runs of the hook for this page so far */
    enum page_state state : 8;
    enum page_report report : 8; /* of the latest page */
    bool declined;               /* since the chain was started */
    bool reached;                /* a gateway took a page of this incident for them */
    bool stuck; /* PAGE_HELD: its hook is down, and there is no other means: nobody is reached */
    bool told;  /* since the chain was started a gateway has taken a page for them */
    uint16_t n_pages;    /* for this incident so far, also those of earlier runs of the chain */
    bool given_back : 1; /* somebody took the incident since, and gave it back: to be paged again */
    bool
        earlier : 1; /* the chain was started again since: no page of this one is wanted any more */
    bool refused : 1; /* declined, and neither paged nor willing since; also of an earlier chain */
    bool left : 1;    /* they do not hold `post` any more, and others do: nothing more is sent */
    bool last : 1;    /* ... and nobody does: the page is the last one */
};

/* Has the page no outcome yet? */
static inline bool callout_is_waiting(const struct callout *c)
{
    return c->state == PAGE_QUEUED || c->state == PAGE_DEFERRED || c->state == PAGE_HELD;
}

/* Has the person left the post that they were paged for, and has nothing more to come? */
static inline bool callout_has_left(const struct callout *c)
{
    return c->left || (c->last && !callout_is_waiting(c));
}

/* May the page still be answered: is it on its way, or was it sent? */
static inline bool callout_is_open(const struct callout *c)
{
    return callout_is_waiting(c) || c->state == PAGE_SENT;
}

/* Is it of the chain as it runs now, and of one who has not declined? */
static inline bool callout_is_wanted(const struct callout *c)
{
    return !c->earlier && !c->declined;
}

/* Does its page reach nobody, for now at least? */
static inline bool callout_is_lost(const struct callout *c)
{
    return c->state == PAGE_FAILED || c->stuck;
}

/* Is there an answer that can be counted on? Who has left may still give one. */
static inline bool callout_may_answer(const struct callout *c)
{
    return callout_is_wanted(c) && callout_is_open(c) && !c->stuck && !c->left;
}

/* May its person have seen the page? */
static inline bool callout_may_be_seen(const struct callout *c)
{
    return c->state != PAGE_FAILED && c->state != PAGE_DROPPED;
}

/* Has a page reached the person since the chain was started? */
static inline bool callout_is_told(const struct callout *c)
{
    return c->told && !c->earlier;
}

/* May the person be on the way, or still come: has a page reached them, and have they not said that
 * they cannot? */
static inline bool callout_may_come(const struct callout *c)
{
    return c->reached && !c->refused;
}

/* Is a page about to be handed over, or with its hook? Its text has, or will have, what is known by
 * then. */
static inline bool callout_is_under_way(const struct callout *c)
{
    return c->state == PAGE_QUEUED;
}

/* Is the next page the first one of it that the person will know of? */
static inline bool callout_begins(const struct callout *c)
{
    return c->page == 0 || c->earlier || c->given_back;
}
