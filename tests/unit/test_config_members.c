/*
 * Where the table of keys says that values go: to members of the right type, each of its own, and
 * the defaults of a file that says nothing are all there.
 */
#include <string.h>

#include "config/key_types.h"
#include "config_file.h"

TestSuite(config_members, .init = config_file_set_up, .fini = config_file_tear_down);

Test(config_members, are_of_the_type_that_their_values_have)
{
    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];

        if (k->member.place != IN_NOTHING)
            cr_expect_eq(k->member.type, key_type_member(k->type), "%s: %s is no member for a %s",
                         section_noun(k->section), k->name, key_type_name(k->type));
    }
}

static bool is_same_member(const struct key *a, const struct key *b)
{
    return a->member.place != IN_NOTHING && a->member.place == b->member.place &&
           a->member.offset == b->member.offset &&
           (a->member.place != IN_ITEM || a->section == b->section);
}

Test(config_members, have_one_key_each)
{
    for (size_t i = 0; i < n_keys; i++)
        for (size_t j = 0; j < i; j++)
            cr_expect(!is_same_member(&keys[i], &keys[j]), "%s: %s and %s go to one member",
                      section_noun(keys[i].section), keys[i].name, keys[j].name);
}

/* Every plain group has its section, and every section a key that leads to it. */
Test(config_members, groups_have_sections)
{
    for (size_t i = 0; i < n_keys; i++)
        if (keys[i].section == SECTION_TOP && keys[i].need != KEY_LATER &&
            (keys[i].type == KEY_GROUP || keys[i].type == KEY_GROUPS))
            cr_expect(section_find(keys[i].name) > 0, "%s", keys[i].name);
    cr_expect_eq(section_find("people.contacts"), SECTION_CONTACT);
    cr_expect_eq(section_find("spool"), -1);
}

static size_t size_of(enum member_type type)
{
    static const size_t sizes[] = {
        [MEMBER_BOOL] = sizeof(bool),          [MEMBER_INT] = sizeof(int),
        [MEMBER_UNSIGNED] = sizeof(unsigned),  [MEMBER_SPAN] = sizeof(struct span),
        [MEMBER_RATES] = sizeof(struct rates),
    };

    return sizes[type];
}

/* Keys of the top and of plain groups; `sessions`, `limits` and `heartbeat` are not in the file. */
Test(config_members, have_their_defaults)
{
    static const char text[] =
        "office = { id = \"x\"; timezone = \"Asia/Shanghai\"; };\n"
        "database = { conninfo = \"dbname=x\"; };\n"
        "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
        "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n"
        "people = ( { id = \"li\"; rank = \"officer\"; sms = \"+4912345\"; } );\n"
        "posts = ( { id = \"p\"; rotations = ( { start = \"2026-11-02\"; handover = \"08:30\";\n"
        "  people = ( \"li\" ); } ); } );\n"
        "chains = ( { id = \"c\"; steps = ( { notify = \"post:p\"; } ); } );\n"
        "routes = ( { chain = \"c\"; } );\n"
        "catch_all = ( \"person:li\" );\n";
    struct config_report report;
    struct config *c = config_of_text(slice_of(text), CONFIG_NOON, &report);
    size_t n = 0;

    cr_assert(c, "%s", report.text.data);
    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];
        const char *of = k->member.place == IN_CONFIG ? (char *)c : (char *)c->rules;
        char expected[sizeof(struct rates)] = {0};

        if ((k->member.place != IN_CONFIG && k->member.place != IN_RULES) || !k->preset)
            continue;
        key_store(k, NULL, expected);
        cr_expect_arr_eq(of + k->member.offset, expected, size_of(k->member.type), "%s: %s",
                         section_noun(k->section), k->name);
        n++;
    }
    cr_expect_geq(n, 15);
    cr_expect_eq(c->rules->people[0].contacts[0].tries, 1);
    cr_expect_eq(c->rules->people[0].contacts[0].gap.us, SPAN_SECONDS(60).us);
    cr_expect_eq(c->rules->selftest_at, -1);
    cr_expect_str_eq(c->rules->office_name, "x");
    config_unref(c);
    config_report_deinit(&report);
}
