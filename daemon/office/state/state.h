#pragma once
/*
 * What an office consists of: its parts (office/parts.c). For the files of the machine only;
 * everyone else asks through office/office.h. Changed by office_apply alone, through the parts.
 */
#include <string.h>

#include "base/container.h"
#include "base/random.h"
#include "office/state/clock_steps.h"
#include "office/state/codes.h"
#include "office/state/config_in_force.h"
#include "office/state/explained.h"
#include "office/state/incidents.h"
#include "office/state/keys.h"
#include "office/state/log_notes.h"
#include "office/state/names.h"
#include "office/state/notices.h"
#include "office/state/numbers.h"
#include "office/state/part.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/seen.h"
#include "office/state/selftest.h"
#include "office/state/standing.h"
#include "office/state/superseded.h"
#include "office/state/told_gaps.h"
#include "office/state/told_shifts.h"

struct gateway_ids;
struct live;

struct office {
    const struct part *parts; /* PART_COUNT of them */
    struct rules *rules;
    const struct random_source *random;
    uint64_t last_seq;
    struct live *kept; /* live.h */
    struct agenda agendas[PART_COUNT];
    struct name *names;

    struct numbers numbers;
    struct clock_steps clock_steps;
    struct config_in_force config;
    struct key_use *keys, *oldest_key;
    struct code_use *codes;
    struct code_group *code_groups, *resting_codes;
    struct incidents incidents;
    struct superseded_pages superseded;
    struct gateway_ids *gateway_ids;
    struct notice *notices; /* by id */
    struct explained explained;
    struct told_gaps gaps;
    struct presence presence;
    struct reliefs reliefs;
    struct seen *seen;
    struct log_notes log_notes;
    struct standing_orders standing;
    struct told_shifts reminders;
    struct last_selftest selftest;
};
