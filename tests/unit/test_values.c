/* What a hook is told: a notice has the names that a page has. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "office_fixture.h"
#include "paging/values.h"

static const char *const rules[] = {"person a officer sms:1:60s",
                                    "person b officer sms:1:60s",
                                    "person gateway service",
                                    "chain x 0s=person:a,person:b",
                                    "route - - x officer 0s",
                                    "catch person:a",
                                    "drill_to person:a",
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

/* Of a report, or a drill. */
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

/* What is said of the worst comes in place of what was said of the page, and there is no one code.
 */
Test(values, of_a_bundle)
{
    struct fixture *f = fixture_new(rules);
    const struct incident *carrier, *worst;
    struct page_values page;
    struct page_set set = {.id = PAGE_IDS + 7};
    static const struct {
        const char *name, *single, *many;
    } rows[] = {{"DUTY_PAGE", "281474976710663", "281474976710663"},
                {"DUTY_PAGES", "3 9", "3 9"},
                {"DUTY_TEXT", "words", "words"},
                {"DUTY_KIND", "page", "page"},
                {"DUTY_PERSON", "a", "a"},
                {"DUTY_ATTEMPT", "3", "3"},
                {"DUTY_INCIDENT", "2026-000001", "2026-000002"},
                {"DUTY_GRADE", "", "2"},
                {"DUTY_CLASS", "", "gas"},
                {"DUTY_PLACE", "", "Pier"}};

    fixture_act(f, "desk report text=gas");
    carrier = office_incident(f->office, f->incident);
    fixture_act(f, "desk report grade=2 class=gas place=Pier text=gas");
    worst = office_incident(f->office, f->incident);
    for (int many = 0; many < 2; many++) {
        page_values_init(&page, f->rules, carrier, &carrier->callouts[0], 3);
        set.text = xstrdup("words");
        set.pages = xstrdup("3 9");
        set.worst = many ? worst : NULL;
        page_values_set_bundle(&page, &set);
        for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
            cr_expect_str_eq(value_of(&page, rows[k].name), many ? rows[k].many : rows[k].single,
                             "%s", rows[k].name);
        cr_expect_eq(value_of(&page, "DUTY_CODE")[0] == '\0', many);
        cr_expect_eq(page.n, PAGE_VALUES);
        page_values_deinit(&page);
    }
    fixture_free(f);
}

Test(values, of_a_page_and_of_a_notice)
{
    look("desk report text=gas", "no");
    look("desk report drill=yes text=gas", "yes");
}
