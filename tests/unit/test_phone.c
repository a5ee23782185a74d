/* Telephone numbers in all the forms in which they come. */
#include <criterion/criterion.h>

#include "base/phone.h"

static void expect_equal(const char *a, const char *b, const char *country, bool equal)
{
    struct phone x = phone_parse(slice_of(a), country), y = phone_parse(slice_of(b), country);

    cr_expect_eq(phone_equal(&x, &y), equal, "%s, %s in %s", a, b, country ? country : "none");
    cr_expect_eq(phone_equal(&y, &x), equal, "%s, %s in %s", b, a, country ? country : "none");
}

Test(phone, the_same_number)
{
    static const char *const forms[] = {
        "+8613800000002",
        "+86 138-0000-0002",
        "+86 (138) 0000 0002",
        "008613800000002",
        "0086 13800000002",
        "8613800000002",
        "13800000002",
        "013800000002",
        "138.0000.0002",
        "+８６１３８０００００００２",
        "\xc2\xa0+8613800000002",
        "138/00000002",
    };
    size_t n = sizeof(forms) / sizeof(*forms);

    for (size_t i = 0; i < n; i++)
        expect_equal(forms[0], forms[i], "+86", true);
}

Test(phone, other_numbers)
{
    static const struct {
        const char *a, *b, *country;
    } rows[] = {
        {"+8613800000002", "+8613800000003", "+86"},
        {"+8613800000002", "+13800000002", "+86"}, /* an American one */
        {"+8613800000002", "13800000002", NULL},   /* nobody said which country */
        {"+8613800000002", "+861380000000", "+86"},
        {"+8613800000002", "3800000002", "+86"},
        {"+8613800000002", "", "+86"},
        {"", "", "+86"},
        {"CMCC", "CMCC", "+86"},
        {"+", "+", "+86"},
        {"+86+13800000002", "+8613800000002", "+86"},
        {"+8613800000002x", "+8613800000002", "+86"},
        {"123456789012345678901", "123456789012345678901", "+86"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        expect_equal(rows[i].a, rows[i].b, rows[i].country, false);
    expect_equal("8613800000002", "+8613800000002", NULL, true);
    expect_equal("10086", "10086", "+86", true);
}

Test(phone, as_it_is_meant)
{
    static const struct {
        const char *text, *country, *meant;
    } rows[] = {
        {"+86 138-0000-0002", "+86", "+8613800000002"},
        {"008613800000002", "+86", "+8613800000002"},
        {"8613800000002", "+86", "+8613800000002"},
        {"13800000002", "+86", "+8613800000002"},
        {"01062221111", "+86", "+861062221111"},
        {"86123456", "+86", "+8686123456"},
        {"13800000002", NULL, "13800000002"},
        {"10086", "+86", "10086"},
        {"12520", "+1", "12520"},
        {"bank", "+86", ""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct buffer out = BUFFER_INIT;
        struct phone p = phone_parse(slice_of(rows[i].text), rows[i].country);

        buffer_append_string(&out, "");
        phone_format(&p, rows[i].country, &out);
        cr_expect_str_eq(out.data ? out.data : "", rows[i].meant, "%s", rows[i].text);
        buffer_deinit(&out);
    }
}

Test(phone, country)
{
    cr_expect(phone_is_country(SLICE("+86")) && phone_is_country(SLICE("+1")) &&
              phone_is_country(SLICE("+358")));
    cr_expect(!phone_is_country(SLICE("86")) && !phone_is_country(SLICE("+")) &&
              !phone_is_country(SLICE("+0")) && !phone_is_country(SLICE("+3580")) &&
              !phone_is_country(SLICE("+8a")) && !phone_is_country(SLICE("")));
}
