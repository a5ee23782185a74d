#pragma once
/* The configuration that was in force last: each other one that comes into force is an entry. */
#include "office/log/entry.h"

struct office;

struct config_in_force {
    char *digest; /* "": none was ever written */
    uint64_t seq;
};

void config_in_force_begin(struct office *o);
void config_in_force_end(struct office *o);
void config_in_force_apply(struct office *o, const struct entry *e);
