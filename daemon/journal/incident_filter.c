#include "journal/incident_filter.h"

#include <stdlib.h>

#include "base/fold.h"
#include "base/mem.h"

static struct slice copy_slice(struct slice s)
{
    return (struct slice){s.len > 0 ? slice_dup(s) : NULL, s.len};
}

struct incident_wish incident_wish_copy(const struct incident_wish *w)
{
    return (struct incident_wish){.class = copy_slice(w->class),
                                  .place = copy_slice(w->place),
                                  .text = copy_slice(w->text),
                                  .phone = copy_slice(w->phone),
                                  .home = phone_home_copy(w->home)};
}

void incident_wish_deinit(struct incident_wish *w)
{
    free((char *)w->class.data);
    free((char *)w->place.data);
    free((char *)w->text.data);
    free((char *)w->phone.data);
    phone_home_deinit(&w->home);
    *w = (struct incident_wish){0};
}

void incident_filter_init(struct incident_filter *f, const struct incident_wish *w)
{
    f->wish = w;
    search_init(&f->place, w->place, w->home);
    search_init(&f->text, w->text, w->home);
    phone_parse(w->phone, w->home, &f->phone);
}

void incident_filter_deinit(struct incident_filter *f)
{
    search_deinit(&f->place);
    search_deinit(&f->text);
}

static bool finds(const struct search *s, struct slice text)
{
    struct buffer searched = BUFFER_INIT;
    bool found;

    if (s->n == 0)
        return true;
    search_append(text, &searched);
    found = search_finds(s, buffer_slice(&searched));
    buffer_deinit(&searched);
    return found;
}

static bool has_phone(const struct incident_filter *f, struct slice text)
{
    struct phone phone;

    if (!f->wish->phone.len)
        return true;
    phone_parse(text, f->wish->home, &phone);
    return phone_compare(&phone, &f->phone) != PHONE_OTHER;
}

bool incident_filter_fits(const struct incident_filter *f, const struct incident_facts *facts)
{
    return (!f->wish->class.len || fold_equal(f->wish->class, facts->class)) &&
           has_phone(f, facts->phone) && finds(&f->place, facts->place) &&
           finds(&f->text, facts->text);
}
