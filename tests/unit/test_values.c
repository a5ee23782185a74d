/* What a hook is told: a notice has the names that a page has. */
#include <criterion/criterion.h>
#include <string.h>

#include "office_fixture.h"
#include "paging/values.h"

static const char *const rules[] = {"person a officer sms:1:60s",
                                    "person b officer sms:1:60s",
                                    "person gateway service",
                                    "chain x 0s=person:a,person:b",
                                    "route - - x officer 0s",
                                    "catch person:a",
                                    "tell",
                                    NULL};

static const char *value_of(const struct page_values *v, const char *name)
{
    for (size_t n = 0; n < v->n; n++)
        if (strcmp(v->values[n].name, name) == 0)
            return v->values[n].value;
    return NULL;
}

static void keep(const struct notice *n, void *arg)
{
    *(const struct notice **)arg = n;
}

static void expect_all(const struct page_values *v, const char *kind, const char *drill)
{
    cr_expect_eq(v->n, PAGE_VALUES, "%s has %zu values", kind, v->n);
    cr_expect_str_eq(value_of(v, "DUTY_KIND"), kind);
    cr_expect_str_eq(value_of(v, "DUTY_DRILL"), drill, "%s", kind);
    cr_expect_str_eq(value_of(v, "DUTY_INCIDENT"), "2026-000001", "%s", kind);
    cr_expect_str_eq(value_of(v, "DUTY_VIA"), "sms", "%s", kind);
    cr_expect_str_eq(value_of(v, "DUTY_ATTEMPT"), "3", "%s", kind);
    cr_expect_str_eq(value_of(v, "DUTY_OFFICE"), "test", "%s", kind);
}

/* The reporter is paged, whom alone a drill pages here. */
static void look(const char *report, const char *drill)
{
    struct fixture *f = fixture_new(rules);
    const struct notice *notice = NULL;
    struct page_values page, told;
    const struct incident *i;

    fixture_act(f, report);
    fixture_act(f, "sent a");
    fixture_act(f, "b ack");
    i = office_incident(f->office, f->incident);
    page_values_init(&page, f->rules, i, &i->callouts[0], 3);
    expect_all(&page, "page", drill);
    cr_expect_str_eq(value_of(&page, "DUTY_PERSON"), "a");
    office_each_notice(f->office, keep, &notice);
    cr_assert(notice, "%s: nobody is told", report);
    notice_values_init(&told, f->rules, notice, 3);
    expect_all(&told, "notice", drill);
    cr_expect_str_eq(value_of(&told, "DUTY_PERSON"), "a");
    cr_expect_str_eq(value_of(&told, "DUTY_CODE"), "");
    for (size_t n = 0; n < page.n; n++)
        cr_expect(value_of(&told, page.values[n].name), "%s", page.values[n].name);
    page_values_deinit(&page);
    page_values_deinit(&told);
    fixture_free(f);
}

Test(values, of_a_page_and_of_a_notice)
{
    look("a report text=gas", "no");
    look("a report drill=yes text=gas", "yes");
}
