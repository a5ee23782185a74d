/* Whose number a message came from, where several people's may fit. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "office/decide/owners.h"

#define N(rows) (sizeof(rows) / sizeof(*(rows)))

/* "ann=NUMBER,NUMBER bob=NUMBER": by sms, then by call; behind a / what is under `also`. A person
 * called gw… is a service. */
static struct rules *rules_of(const char *people, const char *country)
{
    struct slice rest = slice_of(people);
    struct rules *r = rules_new();

    r->country = xstrdup_or_null(country);
    r->people = xcalloc(16, sizeof(*r->people));
    while (rest.len) {
        struct slice one = slice_cut(&rest, ' '), id = slice_cut(&one, '=');
        struct slice numbers = slice_cut(&one, '/');
        struct person *p = &r->people[r->n_people++];

        p->id = slice_dup(id);
        p->rank = slice_starts_with(id, SLICE("gw")) ? RANK_SERVICE : RANK_OFFICER;
        p->contacts = xcalloc(4, sizeof(*p->contacts));
        p->also = xcalloc(4, sizeof(*p->also));
        while (numbers.len) {
            p->contacts[p->n_contacts].via = xstrdup(p->n_contacts ? "call" : "sms");
            p->contacts[p->n_contacts++].to = slice_dup(slice_cut(&numbers, ','));
        }
        while (one.len)
            p->also[p->n_also++] = slice_dup(slice_cut(&one, ','));
    }
    return r;
}

Test(owners, found)
{
    static const struct {
        const char *people, *country, *from, *owners;
    } rows[] = {
        {"ann=+8613800000001 bob=+8613800000002", "+86", "13800000002", "bob"},
        {"ann=+8613800000001 bob=+8613800000002", "+86", "13800000003", ""},
        {"ann=+8613800000001 bob=+8613800000001", "+86", "13800000001", "ann bob"},
        {"ann=+8613800000001/+8613800000009", "+86", "008613800000009", "ann"},
        {"ann=/66123 bob=+8613800066123", "+86", "66123", "ann"},
        {"ann=+8613800000001,+8613800000001/+8613800000001", "+86", "13800000001", "ann"},
        {"gw=+8613800000001 ann=+8613800000002", "+86", "13800000001", ""},
        /* nobody says which country: whose it is alone, or a telephone that they share */
        {"ann=+8613800000001 bob=+8613800000002", NULL, "13800000002", "bob"},
        {"ann=+12025550123 bob=+522025550123", NULL, "2025550123", ""},
        {"ann=+12025550123 bob=+522025550123", "+86", "2025550123", ""},
        {"ann=+12025550123 bob=+522025550123", "+1", "2025550123", "ann"},
        {"ann=+12025550123 bob=+522025550123", "+52", "2025550123", "bob"},
        {"ann=+12025550123 bob=+12025550123", NULL, "2025550123", "ann bob"},
        {"ann=+12025550123,+522025550123", NULL, "2025550123", "ann"},
        {"ann=+12025550123 bob=+522025550123 cy=+12025550123", NULL, "2025550123", ""},
        {"ann=+12025550123 gw=+522025550123", NULL, "2025550123", "ann"},
        {"ann=+447911123456 bob=+497911123456", NULL, "07911123456", ""},
        {"ann=+447911123456 bob=+497911123456", NULL, "447911123456", "ann"},
        /* just this number before another form of it, whoever comes first */
        {"ann=+390347123456 bob=+39347123456", NULL, "+39347123456", "bob"},
        {"bob=+39347123456 ann=+390347123456", NULL, "+39347123456", "bob"},
        {"ann=+390347123456 bob=+39347123456", NULL, "+390347123456", "ann"},
        {"ann=+5491112345678 bob=+541112345678", NULL, "+541112345678", "bob"},
        {"ann=+5491112345678 bob=+541112345678", NULL, "+5491112345678", "ann"},
        {"ann=+5491112345678", NULL, "+541112345678", "ann"},
        /* another form before what only lacks the country */
        {"ann=+2250701234567 bob=+2330701234567", "+225", "701234567", "ann"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct rules *r = rules_of(rows[i].people, rows[i].country);
        struct buffer ids = BUFFER_INIT;
        struct owners o;

        owners_find(&o, r, slice_of(rows[i].from));
        for (size_t n = 0; n < o.n; n++)
            buffer_printf(&ids, "%s%s", n ? " " : "", o.people[n]->id);
        cr_expect(slice_equal_string(buffer_slice(&ids), rows[i].owners), "%s in %s: %.*s",
                  rows[i].from, rows[i].people, SLICE_ARG(buffer_slice(&ids)));
        cr_expect(!o.either == !o.or &&(!o.either || o.n == 0), "%s", rows[i].people);
        buffer_deinit(&ids);
        rules_unref(r);
    }
}

Test(owners, no_more_than_a_few_share_one)
{
    struct rules *r = rules_of("a=+8613800000001 b=+8613800000001 c=+8613800000001 "
                               "d=+8613800000001 e=+8613800000001 f=+8613800000001 "
                               "g=+8613800000001 h=+8613800000001 i=+8613800000001",
                               "+86");
    struct owners o;

    owners_find(&o, r, SLICE("+8613800000001"));
    cr_expect_eq(o.n, OWNERS_MOST);
    rules_unref(r);
}

Test(owners, where_the_answer_goes)
{
    static const struct {
        const char *people, *from, *via;
        unsigned means;
    } rows[] = {
        {"ann=+8613800000001,+8613800000002", "13800000002", "call", 1},
        {"ann=+8613800000001,+8613800000002", "13800000002", "sms", 0},
        {"ann=+8613800000001,+8613800000002,+8613800000003", "13800000003", "call", 2},
        {"ann=+8613800000001,+8613800000002,+8613800000003", "13800000001", "call", 1},
        {"ann=+8613800000001,+8613800000002/+8613800000009", "13800000009", "call", 1},
        {"ann=+8613800000001/+8613800000009", "13800000009", "radio", 0},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct rules *r = rules_of(rows[i].people, "+86");
        struct owners o;

        owners_find(&o, r, slice_of(rows[i].from));
        cr_assert_eq(o.n, 1, "%s", rows[i].people);
        cr_expect_eq(owners_means(&o, r, o.people[0], slice_of(rows[i].via)), rows[i].means,
                     "%s by %s", rows[i].from, rows[i].via);
        rules_unref(r);
    }
}
