#include "office/decide/owners.h"

#include <string.h>

struct search {
    struct owners *owners;
    struct phone_home home;
    struct phone first; /* of those that fit best */
};

static enum phone_match match_number(const struct search *s, const char *number, struct phone *ret)
{
    *ret = (struct phone){0};
    if (!phone_may_be(&s->owners->phone, slice_of(number)))
        return PHONE_OTHER;
    phone_parse(slice_of(number), s->home, ret);
    return phone_compare(&s->owners->phone, ret);
}

static void add_person(struct owners *o, const struct person *person)
{
    if (o->n == OWNERS_MOST || (o->n && o->people[o->n - 1] == person))
        return;
    o->people[o->n++] = person;
}

static void try_number(struct search *s, const struct person *person, const char *number)
{
    struct owners *o = s->owners;
    struct phone phone;
    enum phone_match match = match_number(s, number, &phone);

    if (match == PHONE_OTHER || match < o->match)
        return;
    if (match > o->match) {
        o->match = match;
        s->first = phone;
        o->n = 0;
        o->either = o->or = NULL;
    } else if (o->people[0] != person && phone_compare(&phone, &s->first) != PHONE_SAME) {
        o->either = o->people[0];
        o->or = person;
    }
    add_person(o, person);
}

void owners_find(struct owners *owners, const struct rules *rules, struct slice from)
{
    struct search s = {.owners = owners, .home = rules_home(rules)};

    *owners = (struct owners){0};
    phone_parse(from, s.home, &owners->phone);
    if (!owners->phone.digits[0])
        return;
    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        if (p->rank == RANK_SERVICE)
            continue;
        for (size_t n = 0; n < p->n_contacts; n++)
            try_number(&s, p, p->contacts[n].to);
        for (size_t n = 0; n < p->n_also; n++)
            try_number(&s, p, p->also[n]);
    }
    if (owners->either)
        owners->n = 0;
}

void owners_format_number(const struct owners *owners, struct buffer *out)
{
    const struct phone *p = &owners->phone;

    if (owners->match == PHONE_NATIONAL)
        buffer_printf(out, "%s%s", p->plus ? "+" : "", p->digits);
    else
        phone_format(p, out);
}

unsigned owners_means(const struct owners *owners, const struct rules *rules,
                      const struct person *person, struct slice via)
{
    struct owners copy = *owners;
    const struct search s = {.owners = &copy, .home = rules_home(rules)};
    enum phone_match best = PHONE_OTHER;
    unsigned means = 0;

    for (unsigned n = (unsigned)person->n_contacts; n-- > 0;) {
        const struct contact *contact = &person->contacts[n];
        struct phone phone;
        enum phone_match match;

        if (!slice_equal_string(via, contact->via))
            continue;
        match = match_number(&s, contact->to, &phone);
        if (match >= best) {
            best = match;
            means = n;
        }
    }
    return means;
}
