#pragma once
/* Conversations with an office (office_fixture.h), told to Criterion. */
#include <criterion/criterion.h>

#include "office_fixture.h"

static inline void talk_expect(bool holds, const char *name, const char *words)
{
    cr_expect(holds, "%s: %s", name, words);
}

/* With an office of its own; rules NULL: the standard ones. */
static inline void talk_play(const char *name, const char *const *rules, const struct talk *rows)
{
    struct fixture *f = fixture_new(rules);

    fixture_talk(f, name, rows, talk_expect);
    fixture_free(f);
}

/* The rows, by the standard rules or by others. */
#define TALK(name, ...) TALK_BY(name, NULL, __VA_ARGS__)
#define TALK_BY(name, rules, ...) talk_play(name, rules, (const struct talk[]){__VA_ARGS__, {0}})
