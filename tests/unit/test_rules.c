#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/route.h"

Test(rules, ranks_by_name)
{
    for (unsigned r = 0; r < RANK_COUNT; r++) {
        enum rank back = RANK_COUNT;

        cr_expect(rank_from_slice(slice_of(rank_to_string((enum rank)r)), &back) && back == r);
    }
    cr_expect(RANK_OFFICER < RANK_SUPERVISOR && RANK_SUPERVISOR < RANK_LEADER);

    enum rank rank = RANK_ADMIN;

    cr_expect(!rank_from_slice(SLICE("Leader"), &rank) && rank == RANK_ADMIN);
    cr_expect(!rank_from_slice(SLICE(""), &rank));
}

Test(rules, first_route_that_fits)
{
    struct route routes[] = {{.grades = 1U << 1 | 1U << 2},
                             {.grades = 1U << 3, .class = (char *)"gas"},
                             {.class = (char *)"fire"},
                             {0}};
    struct rules rules = {.routes = routes, .n_routes = 4};
    static const struct {
        unsigned grade;
        const char *class;
        size_t route;
    } rows[] = {{1, "", 0},    {2, "gas", 0}, {3, "gas", 1},  {3, "GAS", 1}, {4, "gas", 3},
                {0, "gas", 3}, {0, "", 3},    {0, "fire", 2}, {3, "", 3},    {9, "", 3}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(rules_route(&rules, &(struct occasion){.grade = rows[i].grade,
                                                            .class = slice_of(rows[i].class)}),
                     &routes[rows[i].route], "grade %u class %s", rows[i].grade, rows[i].class);
}

Test(rules, references)
{
    struct rules *r = rules_new();

    r->people = xcalloc(1, sizeof(*r->people));
    r->people[0].id = xstrdup("li.wei");
    r->people[0].name = xstrdup("Li Wei");
    r->n_people = 1;
    cr_expect_eq(rules_ref(r), r);
    rules_unref(r);
    cr_expect_eq(rules_person(r, SLICE("li.wei")), &r->people[0]);
    cr_expect(!rules_person(r, SLICE("li")));
    cr_expect(!rules_post(r, SLICE("li.wei")) && !rules_chain(r, SLICE("")));
    rules_unref(r); /* the sanitizer tells what was left */
    rules_unref(NULL);
}
