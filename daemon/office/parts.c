#include "office/parts.h"

#include <stddef.h>

#include "office/draft/brief.h"
#include "office/due/gap.h"
#include "office/due/incident.h"
#include "office/due/presence.h"
#include "office/due/relief.h"
#include "office/due/remind.h"
#include "office/due/selftest.h"
#include "office/state/clock_steps.h"
#include "office/state/codes.h"
#include "office/state/config_in_force.h"
#include "office/state/explained.h"
#include "office/state/incident_apply.h"
#include "office/state/keys.h"
#include "office/state/log_notes.h"
#include "office/state/notices.h"
#include "office/state/numbers.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/seen.h"
#include "office/state/selftest.h"
#include "office/state/standing.h"
#include "office/state/state.h"
#include "office/state/told_gaps.h"
#include "office/state/told_shifts.h"

#define REMEMBERS(name_)                                                                           \
    .member = offsetof(struct office, name_), .size = sizeof(*((struct office *)0)->name_)

/* clang-format off */
const struct part part_table[PART_COUNT] = {
    [PART_NUMBERS] = {
        .name = "numbers", .version = 1, REMEMBERS(numbers),
        .apply = numbers_apply,
    },
    [PART_CLOCK] = {
        .name = "clock", .version = 1, REMEMBERS(clock_steps),
        .end = clock_steps_end,
        .apply = clock_steps_apply,
    },
    [PART_CONFIG] = {
        .name = "config", .version = 1, REMEMBERS(config),
        .begin = config_in_force_begin, .end = config_in_force_end,
        .apply = config_in_force_apply,
    },
    [PART_KEYS] = {
        .name = "keys", .version = 1,
        .end = keys_end,
        .apply = keys_apply,
        .forget = keys_forget,
    },
    [PART_CODES] = {
        .name = "codes", .version = 1,
        .end = codes_end,
        .apply = codes_apply,
        .forget = codes_forget,
    },
    [PART_INCIDENTS] = {
        .name = "incidents", .version = 1,
        .begin = incident_apply_begin, .end = incident_apply_end,
        .apply = incident_apply,
        .on_clock_step = incident_apply_clock_step,
        .on_held_up = incident_apply_held_up,
        .next_due = incident_next_due, .due = incident_due,
        .brief = brief_incidents,
    },
    [PART_NOTICES] = {
        .name = "notices", .version = 1,
        .end = notices_end,
        .apply = notices_apply,
        .on_clock_step = notices_on_clock_step,
    },
    [PART_EXPLAINED] = {
        .name = "explained", .version = 1, REMEMBERS(explained),
        .end = explained_end,
        .apply = explained_apply,
    },
    [PART_GAPS] = {
        .name = "gaps", .version = 1, REMEMBERS(gaps),
        .end = told_gaps_end,
        .apply = told_gaps_apply,
        .next_due = gap_next_due, .due = gap_due,
    },
    [PART_RELIEFS] = {
        .name = "reliefs", .version = 1, REMEMBERS(reliefs),
        .end = reliefs_end,
        .apply = reliefs_apply,
        .on_rules = reliefs_on_rules,
        .next_due = relief_next_due, .due = relief_due,
        .brief = brief_reliefs,
    },
    [PART_PRESENCE] = {
        .name = "presence", .version = 1, REMEMBERS(presence),
        .end = presence_end,
        .apply = presence_apply,
        .on_clock_step = presence_on_clock_step,
        .next_due = presence_next_due, .due = presence_due,
    },
    [PART_SEEN] = {
        .name = "seen", .version = 1,
        .end = seen_end,
        .apply = seen_apply,
    },
    [PART_STANDING] = {
        .name = "standing", .version = 1, REMEMBERS(standing),
        .end = standing_end,
        .apply = standing_apply,
        .brief = brief_standing,
    },
    [PART_LOG_NOTES] = {
        .name = "log-notes", .version = 1, REMEMBERS(log_notes),
        .end = log_notes_end,
        .apply = log_notes_apply,
        .brief = brief_log_notes,
    },
    [PART_REMINDERS] = {
        .name = "reminders", .version = 1, REMEMBERS(reminders),
        .end = told_shifts_end,
        .apply = told_shifts_apply,
        .next_due = remind_next_due, .due = remind_due,
    },
    [PART_SELFTEST] = {
        .name = "selftest", .version = 1, REMEMBERS(selftest),
        .end = selftest_end,
        .apply = selftest_apply,
        .on_clock_step = selftest_on_clock_step,
        .next_due = selftest_next_due, .due = selftest_due,
    },
};
/* clang-format on */
