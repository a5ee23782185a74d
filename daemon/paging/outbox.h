#pragma once
/*
 * The pages that wait for the hook of one means. Pure: it is given the time, starts nothing and
 * owns no page. Every call costs O(log n), but for those that say otherwise.
 *
 * Who knows least goes first: pages of incidents nobody has heard of, then of those the person
 * has not heard of, then the same once their hook has said "again later" (or ten thousand second
 * tries would stand before a new report), then repeats, then notices. Within these drills go last,
 * the worse grade goes first, and among equals the lower id, that is the earlier decision.
 *
 * Pages to one address wait together, at its number. A number may be closed until an instant: then
 * its repeats and notices wait, and what is more urgent does not. A deferred page takes no part
 * until its instant has come.
 */
#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

#include "base/heap.h"
#include "office/log/entry.h"
#include "paging/quota.h"

enum outbox_rank {
    OUTBOX_NEW,    /* of an incident nobody has heard of */
    OUTBOX_FIRST,  /* of one the person has not heard of */
    OUTBOX_AGAIN,  /* either, when its hook was run before */
    OUTBOX_REPEAT, /* the person has heard of it; from here on they may be held */
    OUTBOX_NOTICE  /* asks for no answer */
};

struct outbox_number;

/* Embedded in whatever the owner knows about a page. Zeroed memory is a page at rest. */
struct outbox_page {
    uint64_t id;
    enum outbox_rank rank; /* set these before outbox_put */
    unsigned grade;        /* of its incident: 1 to 4; 0, not known, stands between 2 and 3 */
    bool drill;
    struct outbox_number *number;
    struct heap_node ready, deferred; /* in one of them at most */
};

/* One address. It stays as long as its outbox. */
struct outbox_number {
    char *address;
    struct quota quota;           /* the owner's; freed with the number */
    struct outbox_told {          /* the owner's; of what is real, and of drills: */
        const char *person;       /* who was sent the last bundle; NULL: it was not taken */
        struct instant until;     /* further repeats to them wait so long */
        struct incident_id worst; /* what it named first */
    } told[2];
    struct heap pages;           /* that are not deferred, by their order */
    struct instant opens;        /* INSTANT_NONE: open */
    struct heap_node turn, wake; /* by its first page; or, when that has to wait, by `opens` */
    UT_hash_handle by_address;
};

/* Zeroed memory is an empty outbox. */
struct outbox {
    struct outbox_number *numbers;
    struct heap turns, wakes, deferred;
    size_t len;
};

/* Pages that are still in it are let go, not freed. */
void outbox_deinit(struct outbox *o);
/* The number of that address; made if there is none. */
struct outbox_number *outbox_number(struct outbox *o, const char *address);
/* Closes the number until an instant; INSTANT_NONE opens it. */
void outbox_close(struct outbox *o, struct outbox_number *number, struct instant until);
/* Adds the page, or moves it: ready at once (INSTANT_NONE), or not before an instant. */
void outbox_put(struct outbox *o, struct outbox_page *page, struct instant not_before);
/* Takes the page out, if it is in. */
void outbox_remove(struct outbox *o, struct outbox_page *page);
/* Here is the next page, no longer in the outbox; or NULL, and *ret_ask is when to ask again
 * (INSTANT_NEVER: not before another page is put in). */
struct outbox_page *outbox_take(struct outbox *o, struct instant now, struct instant *ret_ask);
/* The number's next page, whether it is open or not; NULL: none that is not deferred. */
struct outbox_page *outbox_take_from(struct outbox *o, struct outbox_number *number);
/* No page is deferred any more. */
void outbox_hurry(struct outbox *o);
/* Calls f with each page that waits because its number is closed; f leaves the outbox as it is.
 * O(n) of the number's pages. */
void outbox_each_held(const struct outbox_number *number,
                      void (*f)(struct outbox_page *page, void *arg), void *arg);
/* When outbox_take has a page: INSTANT_NONE at once, INSTANT_NEVER when it is empty. */
struct instant outbox_next_due(const struct outbox *o);
size_t outbox_len(const struct outbox *o);
