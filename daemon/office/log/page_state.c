#include "office/log/page_state.h"

const char *page_state_to_string(enum page_state state)
{
    static const char *const names[] = {
        [PAGE_QUEUED] = "queued", [PAGE_DEFERRED] = "deferred", [PAGE_HELD] = "held",
        [PAGE_SENT] = "sent",     [PAGE_FAILED] = "failed",     [PAGE_DROPPED] = "dropped",
    };

    return names[state];
}

const char *page_report_to_string(enum page_report report)
{
    static const char *const names[] = {
        [REPORT_NONE] = "none",
        [REPORT_SENT] = "sent",
        [REPORT_DELIVERED] = "delivered",
        [REPORT_FAILED] = "failed",
    };

    return names[report];
}
