#pragma once
/*
 * What an office consists of: its parts (office/parts.c). For the files of the machine only;
 * everyone else asks through office/office.h. Changed by office_apply alone, through the parts.
 */
#include "base/random.h"
#include "office/state/part.h"
#include "rules/rules.h"

struct office {
    const struct part *parts; /* PART_COUNT of them */
    struct rules *rules;
    const struct random_source *random;
    uint64_t last_seq;
    struct live *kept; /* what is live: live.h */
    struct agenda agendas[PART_COUNT];
    struct name *names;

    /* What each part remembers: the header of its name. */
    struct numbers *numbers;
    struct clock_steps *clock_steps;
    struct config_in_force *config;
    struct key_use *keys, *oldest_key;
    struct code_use *codes;
    struct code_group *code_groups, *resting_codes;
    struct incidents *incidents;
    struct superseded_pages *superseded;
    struct gateway_ids *gateway_ids;
    struct notice *notices;
    struct explained *explained;
    struct told_gaps *gaps;
    struct reliefs *reliefs;
    struct presence *presence;
    struct seen *seen;
    struct log_notes *log_notes;
    struct standing_orders *standing;
    struct told_shifts *reminders;
    struct last_selftest *selftest;
};
