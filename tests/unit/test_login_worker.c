#include <criterion/criterion.h>

#include "wire/net/login_worker.h"

/* "secret", cheap on purpose. */
#define SECRET_HASH                                                                                \
    "$6$rounds=1000$abcdefgh$nhYjN017qxiYztzyUpZtPnUQcnLy62KsunSLHNeLahp2EHPlAKmFFlrjEwSXGo2kgY5h" \
    "R2.peKEg2VGUqIJJu1"

struct outcome {
    int called;
    bool matches;
};

static void on_outcome(void *arg, bool matches)
{
    struct outcome *o = arg;

    o->called++;
    o->matches = matches;
}

Test(login_worker, checks_passwords)
{
    static const struct {
        const char *name, *hash, *password;
        bool expect;
    } rows[] = {
        {"right", SECRET_HASH, "secret", true}, {"wrong", SECRET_HASH, "secreT", false},
        {"empty", SECRET_HASH, "", false},      {"longer", SECRET_HASH, "secret ", false},
        {"no hash", "!", "secret", false},      {"locked", "*", "*", false},
        {"a failure token", "*0", "x", false},  {"empty hash", "", "", false},
    };
    struct event_base *base = event_base_new();
    struct login_worker *w = login_worker_new(base);
    struct outcome outcomes[8] = {0};

    for (size_t i = 0; i < 8; i++)
        cr_expect_eq(
            login_check(w, rows[i].hash, slice_of(rows[i].password), on_outcome, &outcomes[i]), 0);
    while (!outcomes[7].called)
        event_base_loop(base, EVLOOP_ONCE);
    for (size_t i = 0; i < 8; i++) {
        cr_expect_eq(outcomes[i].called, 1, "%s", rows[i].name);
        cr_expect_eq(outcomes[i].matches, rows[i].expect, "%s", rows[i].name);
    }
    login_worker_free(w);
    event_base_free(base);
}

Test(login_worker, ends_while_it_works)
{
    struct event_base *base = event_base_new();
    struct login_worker *w = login_worker_new(base);
    struct outcome outcome = {0};

    for (int i = 0; i < 5; i++)
        cr_expect_eq(login_check(w, SECRET_HASH, SLICE("x"), on_outcome, &outcome), 0);
    login_worker_free(w);
    cr_expect_eq(outcome.called, 0);
    event_base_free(base);
}
