#include "config/reader_people.h"

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "config/reader_numbers.h"

/* A complete hash of one of crypt's strong methods: not a plain password, not only a salt. */
static bool is_hash(const char *text)
{
    const char *last = strrchr(text, '$');

    return text[0] == '$' && last && strlen(last + 1) >= 31 &&
           crypt_checksalt(text) == CRYPT_SALT_OK;
}

static void check_via(struct reader *r, const config_setting_t *at, const char *via)
{
    const struct config *c = r->config;
    const char **names;
    const char *near;
    size_t n = 0;

    if (!via || config_hook(c, slice_of(via)))
        return;
    names = xcalloc(c->n_hooks + 1, sizeof(*names));
    for (size_t i = 0; i < c->n_hooks; i++) {
        if (c->hooks[i].via)
            names[n++] = c->hooks[i].via;
    }
    near = words_nearest(slice_of(via), names);
    reader_error(r, at, "no hook sends \"%s\"; %s%s%s", via,
                 near ? "did you mean \"" : "add { via = ...; command = ...; } to hooks",
                 near ? near : "", near ? "\"?" : "");
    free(names);
}

/* Reads the address in the form that its hook wants. */
static void take_address(struct reader *r, const config_setting_t *at, const char *text,
                         struct contact *c)
{
    free(c->to);
    c->to = reader_address(r, at, text, config_hook(r->config, slice_of(c->via)));
}

static void read_contact(struct reader *r, const config_setting_t *g, struct contact *c)
{
    const config_setting_t *to;

    if (!reader_take(r, g, SECTION_CONTACT, c))
        return;
    check_via(r, g, c->via);
    to = reader_member(g, SECTION_CONTACT, "to");
    if (to)
        take_address(r, to, config_setting_get_string(to), c);
}

static void read_contacts(struct reader *r, const config_setting_t *g, struct person *p)
{
    const char *sms = reader_text(g, SECTION_PERSON, "sms");
    const config_setting_t *list = reader_member(g, SECTION_PERSON, "contacts");

    if (sms && list)
        reader_error(r, list, "both \"sms\" and \"contacts\"; write the sms as another contact");
    if (list) {
        p->n_contacts = reader_count(list);
        p->contacts = xcalloc(p->n_contacts + 1, sizeof(*p->contacts));
        for (size_t i = 0; i < p->n_contacts; i++)
            read_contact(r, reader_item(list, i), &p->contacts[i]);
    } else if (sms) {
        p->n_contacts = 1;
        p->contacts = xcalloc(1, sizeof(*p->contacts));
        reader_take(r, NULL, SECTION_CONTACT, &p->contacts[0]);
        p->contacts[0].via = xstrdup("sms");
        check_via(r, config_setting_get_member(g, "sms"), "sms");
        take_address(r, config_setting_get_member(g, "sms"), sms, &p->contacts[0]);
    }
}

static void read_person(struct reader *r, const config_setting_t *g, struct person *p)
{
    bool is_group = reader_take(r, g, SECTION_PERSON, p);

    if (p->id && rules_person(r->rules, slice_of(p->id)))
        reader_error(r, g, "a second person \"%s\"; an id names one person", p->id);
    if (p->password && !r->past && !is_hash(p->password))
        reader_error(r, config_setting_get_member(g, "password"),
                     "\"password\" is not a strong crypt hash; make one with mkpasswd -m yescrypt");
    reader_name(&p->id, &p->name);
    if (is_group) {
        read_contacts(r, g, p);
        read_also(r, reader_member(g, SECTION_PERSON, "also"), p);
    }
}

static void check_uid(struct reader *r, size_t person, const config_setting_t *g)
{
    const struct person *people = r->rules->people;

    for (size_t i = 0; people[person].uid && i < person; i++) {
        if (people[i].uid && strcmp(people[i].uid, people[person].uid) == 0)
            reader_error(r, g, "uid \"%s\" belongs to %s already; a system user is one person",
                         people[i].uid, people[i].id);
    }
}

void read_people(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "people");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->people = xcalloc(n + 1, sizeof(*rules->people));
    r->person_lines = xcalloc(n + 1, sizeof(*r->person_lines));
    r->person_good = xcalloc(n + 1, sizeof(*r->person_good));
    r->wanted = xcalloc(n + 1, sizeof(*r->wanted));
    for (size_t i = 0; i < n; i++) {
        const config_setting_t *g = reader_item(list, i);
        size_t errors = r->n_errors;

        read_person(r, g, &rules->people[i]);
        r->person_good[i] = r->n_errors == errors;
        check_uid(r, i, g);
        r->person_lines[i] = config_setting_source_line(g);
        rules->n_people = i + 1;
    }
    if (!r->past)
        check_shared_numbers(r);
}

const struct person *reader_person(struct reader *r, const config_setting_t *at, const char *id)
{
    const struct rules *rules = r->rules;
    const struct person *p = id[0] ? rules_person(rules, slice_of(id)) : NULL;
    const char **ids;

    if (p)
        return p;
    ids = xcalloc(rules->n_people + 1, sizeof(*ids));
    for (size_t i = 0; i < rules->n_people; i++)
        ids[i] = rules->people[i].id;
    reader_unknown(r, at, "person", slice_of(id), ids, "add them to people");
    return NULL;
}

bool reader_is_sure(const struct reader *r, const struct person *person)
{
    return r->person_good[person - r->rules->people];
}

void reader_want(struct reader *r, const struct person *person)
{
    r->wanted[person - r->rules->people] = true;
}
