#include "paging/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "paging/message.h"

/* Consumes the value. */
static void add(struct page_values *v, const char *name, char *value)
{
    v->owned[v->n] = value;
    v->values[v->n++] = (struct hook_value){name, value};
}

static char *compose(const struct incident *i, const struct callout *c, bool *ret_truncated)
{
    struct buffer text = BUFFER_INIT;

    message_compose(i, c, c->n_pages, &text, ret_truncated);
    return buffer_steal(&text);
}

static char *format_id(struct incident_id id)
{
    struct buffer text = BUFFER_INIT;

    incident_id_format(id, &text);
    return buffer_steal(&text);
}

static char *format_page(uint64_t id)
{
    return xasprintf("%llu", (unsigned long long)id);
}

static char *format_grade(const struct incident *i)
{
    return i->grade ? xasprintf("%u", i->grade) : xstrdup("");
}

void page_values_init(struct page_values *v, const struct rules *rules, const struct incident *i,
                      const struct callout *c, unsigned attempt)
{
    const struct person *person = rules_person(rules, slice_of(c->person));
    struct field place = {0};

    *v = (struct page_values){0};
    incident_fact(i, FIELD_PLACE, &place);
    add(v, "DUTY_KIND", xstrdup("page"));
    add(v, "DUTY_PAGE", format_page(c->page));
    add(v, "DUTY_PAGES", format_page(c->page));
    add(v, "DUTY_TO", xstrdup(c->address));
    add(v, "DUTY_PERSON", xstrdup(c->person));
    add(v, "DUTY_NAME", xstrdup(person && person->name ? person->name : ""));
    add(v, "DUTY_TEXT", compose(i, c, &v->truncated));
    add(v, "DUTY_INCIDENT", format_id(i->id));
    add(v, "DUTY_GRADE", format_grade(i));
    add(v, "DUTY_CLASS", xstrdup(i->class ? i->class : ""));
    add(v, "DUTY_PLACE", slice_dup(place.text));
    add(v, "DUTY_STEP", xasprintf("%u", c->step));
    add(v, "DUTY_TRY", xasprintf("%u", c->try));
    add(v, "DUTY_ATTEMPT", xasprintf("%u", attempt));
    add(v, "DUTY_VIA", xstrdup(c->via));
    add(v, "DUTY_CODE", c->code ? xasprintf("%04u", c->code) : xstrdup(""));
    add(v, "DUTY_DRILL", xstrdup(i->drill ? "yes" : "no"));
    add(v, "DUTY_OFFICE", xstrdup(rules->office_id ? rules->office_id : ""));
}

static char *fit_notice(const struct notice *n, bool *ret_truncated)
{
    struct buffer text = BUFFER_INIT;

    message_fit(slice_of(n->text), &text, ret_truncated);
    return buffer_steal(&text);
}

void notice_values_init(struct page_values *v, const struct rules *rules, const struct notice *n,
                        unsigned attempt)
{
    static const char *const empty[] = {"DUTY_GRADE", "DUTY_CLASS", "DUTY_PLACE", "DUTY_STEP",
                                        "DUTY_CODE"};
    const struct person *person = rules_person(rules, slice_of(n->person));

    *v = (struct page_values){0};
    add(v, "DUTY_KIND", xstrdup("notice"));
    add(v, "DUTY_PAGE", format_page(n->id));
    add(v, "DUTY_PAGES", format_page(n->id));
    add(v, "DUTY_TO", xstrdup(n->address));
    add(v, "DUTY_PERSON", xstrdup(n->person));
    add(v, "DUTY_NAME", xstrdup(person && person->name ? person->name : ""));
    add(v, "DUTY_TEXT", fit_notice(n, &v->truncated));
    add(v, "DUTY_INCIDENT", n->about.year ? format_id(n->about) : xstrdup(""));
    for (size_t k = 0; k < sizeof(empty) / sizeof(*empty); k++)
        add(v, empty[k], xstrdup(""));
    add(v, "DUTY_TRY", xstrdup("1"));
    add(v, "DUTY_ATTEMPT", xasprintf("%u", attempt));
    add(v, "DUTY_VIA", xstrdup(n->via));
    add(v, "DUTY_DRILL", xstrdup(n->drill ? "yes" : "no"));
    add(v, "DUTY_OFFICE", xstrdup(rules->office_id ? rules->office_id : ""));
}

/* Consumes the value. */
static void set(struct page_values *v, const char *name, char *value)
{
    size_t k = 0;

    while (strcmp(v->values[k].name, name) != 0)
        k++;
    free(v->owned[k]);
    v->values[k].value = v->owned[k] = value;
}

void page_values_set_bundle(struct page_values *v, const struct page_set *s)
{
    struct field place = {0};

    set(v, "DUTY_PAGE", format_page(s->id));
    set(v, "DUTY_PAGES", s->pages);
    set(v, "DUTY_TEXT", s->text);
    v->truncated = false;
    if (!s->worst)
        return;
    incident_fact(s->worst, FIELD_PLACE, &place);
    set(v, "DUTY_INCIDENT", format_id(s->worst->id));
    set(v, "DUTY_GRADE", format_grade(s->worst));
    set(v, "DUTY_CLASS", xstrdup(s->worst->class ? s->worst->class : ""));
    set(v, "DUTY_PLACE", slice_dup(place.text));
    set(v, "DUTY_CODE", xstrdup(""));
}

void page_values_deinit(struct page_values *v)
{
    for (size_t k = 0; k < v->n; k++)
        free(v->owned[k]);
    v->n = 0;
}
