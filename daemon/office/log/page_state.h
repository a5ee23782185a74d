#pragma once
/*
 * What may become of a page: where it stands on its way to a gateway, and what the gateway reports
 * of it afterwards. Notices go the same way.
 */

enum page_state {
    PAGE_QUEUED,   /* waits for its hook, or for the hook's end */
    PAGE_DEFERRED, /* waits for another run of its hook */
    PAGE_HELD,     /* waits until its number may have another message */
    PAGE_SENT,     /* a gateway has it; nobody has answered */
    PAGE_FAILED,   /* by this means it cannot be done */
    PAGE_DROPPED   /* was no longer wanted */
};

/* None of these is an answer. */
enum page_report {
    REPORT_NONE,
    REPORT_SENT,      /* the network has it */
    REPORT_DELIVERED, /* the telephone has it */
    REPORT_FAILED     /* it will not get there */
};

const char *page_state_to_string(enum page_state state);
const char *page_report_to_string(enum page_report report);
