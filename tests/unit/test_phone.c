/* Telephone numbers in all the forms in which people write them and gateways show them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/phone_match.h"
#include "base/phone_plan.h"
#include "base/random.h"

#define N(rows) (sizeof(rows) / sizeof(*(rows)))

struct row {
    const char *text, *country, *number;
    enum phone_verdict verdict;
};

static void expect_read(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct row *row = &rows[i];
        const char *country = row->country ? row->country : "no country";
        struct phone_number p;

        phone_read(slice_of(row->text), (struct phone_home){.country = row->country}, &p);
        cr_expect_eq(p.verdict, row->verdict, "%s in %s: %d", row->text, country, p.verdict);
        cr_expect_str_eq(p.number, row->number, "%s in %s: %s", row->text, country, p.number);
    }
}

Test(phone, one_number_as_people_write_it)
{
    static const char *const forms[] = {
        "+8613800000002",
        "+86 138-0000-0002",
        "+86 (138) 0000 0002",
        "+86 (0)138 0000 0002",
        "(+86) 138 0000 0002",
        "+86.138.0000.0002",
        "008613800000002",
        "0086 13800000002",
        "+0086 138 0000 0002",
        "011 86 138 0000 0002",
        "8613800000002",
        "13800000002",
        "013800000002",
        "138.0000.0002",
        "138/00000002",
        "＋８６　１３８－００００－０００２",
        "（+86）138 0000 0002",
        "\xc2\xa0+86\xe2\x80\x91"
        "138\xe2\x80\x93"
        "0000\xe2\x88\x92"
        "0002",
        "\xe2\x80\xaa+8613800000002\xe2\x80\xac",
        "\xe2\x81\xa6+86\xc2\xad"
        "138\xe2\x80\x8b"
        "00000002\xe2\x81\xa9",
        "٠٠٨٦١٣٨٠٠٠٠٠٠٠٢",
        "tel:+86-138-0000-0002",
        "TEL:+8613800000002;type=cell",
        "tel:138-0000-0002;phone-context=+86",
        "sms:+8613800000002",
        "1795113800000002",
    };

    for (size_t i = 0; i < N(forms); i++) {
        const struct row row = {forms[i], "+86", "+8613800000002", PHONE_GOOD};
        expect_read(&row, 1);
    }
}

Test(phone, of_other_countries)
{
    static const struct row rows[] = {
        {"+1 (202) 555-0123", NULL, "+12025550123", PHONE_GOOD},
        {"1-202-555-0123", "+1", "+12025550123", PHONE_GOOD},
        {"202.555.0123", "+1", "+12025550123", PHONE_GOOD},
        {"011 44 7911 123456", "+1", "+447911123456", PHONE_GOOD},
        {"+44 (0)20 7946 0958", NULL, "+442079460958", PHONE_GOOD},
        {"07911 123456", "+44", "+447911123456", PHONE_GOOD},
        {"447911123456", "+44", "+447911123456", PHONE_GOOD},
        {"0171/1234567", "+49", "+491711234567", PHONE_GOOD},
        {"+49 (0)171 123 45 67", NULL, "+491711234567", PHONE_GOOD},
        {"491711234567", "+49", "+491711234567", PHONE_GOOD},
        {"06 12 34 56 78", "+33", "+33612345678", PHONE_GOOD},
        {"0033612345678", "+39", "+33612345678", PHONE_GOOD},
        {"+39 06 698 12345", NULL, "+390669812345", PHONE_GOOD},
        {"06 698 12345", "+39", "+390669812345", PHONE_GOOD},
        {"+39 (0)6 698 12345", NULL, "+390669812345", PHONE_GOOD},
        {"347 123 4567", "+39", "+393471234567", PHONE_GOOD},
        {"07 01 23 45 67", "+225", "+2250701234567", PHONE_GOOD},
        {"01 97 12 34 56", "+229", "+2290197123456", PHONE_GOOD},
        {"06 612 3456", "+242", "+242066123456", PHONE_GOOD},
        {"8 (916) 123-45-67", "+7", "+79161234567", PHONE_GOOD},
        {"79161234567", "+7", "+79161234567", PHONE_GOOD},
        {"+7 8 916 123 45 67", NULL, "+79161234567", PHONE_GOOD},
        {"8 10 86 138 0000 0002", "+7", "+8613800000002", PHONE_GOOD},
        {"06 30 123 4567", "+36", "+36301234567", PHONE_GOOD},
        {"+36 (06) 30 123 4567", NULL, "+36301234567", PHONE_GOOD},
        {"8 612 34567", "+370", "+37061234567", PHONE_GOOD},
        {"0 612 34567", "+370", "+37061234567", PHONE_GOOD},
        {"8 029 123-45-67", "+375", "+375291234567", PHONE_GOOD},
        {"044 55 1234 5678", "+52", "+525512345678", PHONE_GOOD},
        {"0 15 11 98765-4321", "+55", "+5511987654321", PHONE_GOOD},
        {"0412 345 678", "+61", "+61412345678", PHONE_GOOD},
        {"0011 86 138 0000 0002", "+61", "+8613800000002", PHONE_GOOD},
        {"090-1234-5678", "+81", "+819012345678", PHONE_GOOD},
        {"010 86 138 0000 0002", "+81", "+8613800000002", PHONE_GOOD},
        {"010-1234-5678", "+82", "+821012345678", PHONE_GOOD},
        {"9123 4567", "+852", "+85291234567", PHONE_GOOD},
        {"0912-345-678", "+886", "+886912345678", PHONE_GOOD},
        {"098765 43210", "+91", "+919876543210", PHONE_GOOD},
        {"0664 1234567", "+43", "+436641234567", PHONE_GOOD},
        {"436641234567", "+43", "+436641234567", PHONE_GOOD},
        {"040 123 4567", "+358", "+358401234567", PHONE_GOOD},
        {"010-6222 1111", "+86", "+861062221111", PHONE_GOOD},
        {"0755-8888 8888", "+86", "+8675588888888", PHONE_GOOD},
        {"+8816 1234 5678", NULL, "+881612345678", PHONE_GOOD}, /* a satellite's */
        {"+290 22222", NULL, "+29022222", PHONE_GOOD},
    };

    expect_read(rows, N(rows));
}

Test(phone, old_forms)
{
    static const struct row rows[] = {
        {"+52 1 55 1234 5678", NULL, "+525512345678", PHONE_OLD},
        {"1 55 1234 5678", "+52", "+525512345678", PHONE_OLD},
        {"+55 11 8765-4321", NULL, "+5511987654321", PHONE_OLD},
        {"011 15 1234-5678", "+54", "+5491112345678", PHONE_OLD},
        {"0351 15 123 4567", "+54", "+5493511234567", PHONE_OLD},
        {"+56 8765 4321", NULL, "+56987654321", PHONE_OLD},
        {"+57 1 234 5678", NULL, "+576012345678", PHONE_OLD},
        {"+225 07 12 34 56", NULL, "+2250707123456", PHONE_OLD},
        {"+225 45 12 34 56", NULL, "+2250545123456", PHONE_OLD},
        {"+225 01 12 34 56", NULL, "+2250101123456", PHONE_OLD},
        {"+229 97 12 34 56", NULL, "+2290197123456", PHONE_OLD},
        {"+237 7712 3456", NULL, "+237677123456", PHONE_OLD},
        {"+241 07 12 34 56", NULL, "+24177123456", PHONE_OLD},
        {"+84 164 123 4567", NULL, "+84341234567", PHONE_OLD},
        {"0120 123 4567", "+84", "+84701234567", PHONE_OLD},
        {"+599 5 123456", NULL, "+17215123456", PHONE_OLD},
    };

    expect_read(rows, N(rows));
}

Test(phone, odd_ones)
{
    static const struct row rows[] = {
        {"+86 1380000001", NULL, "+861380000001", PHONE_ODD},
        {"1380000001", "+86", "+861380000001", PHONE_ODD},
        {"861380000001", "+86", "+861380000001", PHONE_ODD},
        {"+86138000000011", NULL, "+86138000000011", PHONE_ODD},
        {"+1 202 555 012", NULL, "+1202555012", PHONE_ODD},
        {"+13800000005", NULL, "+13800000005", PHONE_ODD}, /* Chinese, without its country */
        {"+44 7911 12345", NULL, "+44791112345", PHONE_ODD},
        {"+7 916 123 456", NULL, "+7916123456", PHONE_ODD},
        {"+33 6 12 34 56 7", NULL, "+3361234567", PHONE_ODD},
        {"+39 6 698 12345", NULL, "+39669812345", PHONE_ODD}, /* without its 0 */
        {"+852 9123 456", NULL, "+8529123456", PHONE_ODD},
        {"+49 151 1234567", NULL, "+491511234567", PHONE_ODD},
        {"07911 12345", "+44", "+44791112345", PHONE_ODD},
        {"06 12 34 56 7", "+33", "+3361234567", PHONE_ODD},
        {"0151-1234567", "+49", "+491511234567", PHONE_ODD},
        {"0013800000001", "+86", "+13800000001", PHONE_ODD},
        {"11111111111", "+86", "+8611111111111", PHONE_ODD},
        {"15 1234 5678", "+54", "+541512345678", PHONE_ODD}, /* without its area */
        {"138 0000 0001 2", "+86", "+86138000000012", PHONE_ODD},
        {"110", "+86", "110", PHONE_SERVICE},
        {"12345", "+86", "12345", PHONE_SERVICE},
        {"66123", NULL, "66123", PHONE_SERVICE},
        {"112", NULL, "112", PHONE_SERVICE},
        {"999", "+44", "999", PHONE_SERVICE},
        {"911", "+1", "911", PHONE_SERVICE},
    };

    expect_read(rows, N(rows));
}

Test(phone, wrong_ones)
{
    static const struct row rows[] = {
        {"+86138OOOOOOO1", NULL, "+8613800000001", PHONE_LETTER},
        {"l3800000001", "+86", "+8613800000001", PHONE_LETTER},
        {"+86 I38 0000 0001", NULL, "+8613800000001", PHONE_LETTER},
        {"+86138ООООООО1", NULL, "+8613800000001", PHONE_LETTER}, /* Cyrillic */
        {"+4479l1 123456", NULL, "+447911123456", PHONE_LETTER},
        {"O7911 123456", "+44", "+447911123456", PHONE_LETTER},
        {"+1 202 55S 0123", NULL, "+12025550123", PHONE_LETTER},
        {"+1 202 555 O123", NULL, "+12025550123", PHONE_LETTER},
        {"B613800000001", "+86", "+8613800000001", PHONE_LETTER},
        {"+8613800000Z01", NULL, "+8613800000201", PHONE_LETTER},
        {"duty phone", "+86", "", PHONE_WORDS},
        {"duty phone 1", "+86", "", PHONE_WORDS},
        {"值班手机", "+86", "", PHONE_WORDS},
        {"none", NULL, "", PHONE_WORDS},
        {"-", NULL, "", PHONE_WORDS},
        {"+", NULL, "", PHONE_WORDS},
        {"", "+86", "", PHONE_WORDS},
        {" ", "+86", "", PHONE_WORDS},
        {"li.wei@example.org", "+86", "", PHONE_WORDS},
        {"+86...", "+86", "", PHONE_SHORT},
        {"tbd", NULL, "", PHONE_WORDS},
        {"Wang 13800000001", "+86", "", PHONE_SIGN},
        {"13800000001 (home)", "+86", "", PHONE_SIGN},
        {"手机13800000001", "+86", "", PHONE_SIGN},
        {"1-800-FLOWERS", "+1", "", PHONE_SIGN},
        {"*67 202 555 0123", "+1", "", PHONE_SIGN},
        {"13800000001@139.com", "+86", "", PHONE_SIGN},
        {"+86138xxxx0001", NULL, "", PHONE_SIGN},
        {"138****0001", "+86", "", PHONE_SIGN},
        {"13800000001?", "+86", "", PHONE_SIGN},
        {"86+13800000001", "+86", "", PHONE_SIGN},
        {"13800000001, 13800000002", "+86", "", PHONE_TWO},
        {"13800000001/13800000002", "+86", "", PHONE_TWO},
        {"13800000001；13800000002", "+86", "", PHONE_TWO},
        {"13800000001、13800000002", "+86", "", PHONE_TWO},
        {"13800000001 or 13800000002", "+86", "", PHONE_TWO},
        {"13800000001 oder 13800000002", "+86", "", PHONE_TWO},
        {"13800000001或13800000002", "+86", "", PHONE_TWO},
        {"+8613800000001 +8613800000002", "+86", "", PHONE_TWO},
        {"62221111/62223333", "+86", "", PHONE_TWO},
        {"01062221111/2", "+86", "", PHONE_TWO},
        {"13800000001 | 13800000002", "+86", "", PHONE_TWO},
        {"13800000001 13800000002", "+86", "", PHONE_LONG},
        {"010-62221111 ext. 123", "+86", "", PHONE_EXTENSION},
        {"010-62221111 x123", "+86", "", PHONE_EXTENSION},
        {"010-62221111转123", "+86", "", PHONE_EXTENSION},
        {"010-62221111分机123", "+86", "", PHONE_EXTENSION},
        {"010-62221111,123", "+86", "", PHONE_EXTENSION},
        {"010-62221111#123", "+86", "", PHONE_EXTENSION},
        {"tel:+86-10-6222-1111;ext=123", "+86", "", PHONE_EXTENSION},
        {"+861", NULL, "", PHONE_SHORT},
        {"+86138", NULL, "", PHONE_SHORT},
        {"1", "+86", "", PHONE_SHORT},
        {"12", "+86", "", PHONE_SHORT},
        {"+1", "+86", "", PHONE_SHORT},
        {"+110", "+86", "", PHONE_SHORT},
        {"6222111", "+86", "", PHONE_SHORT}, /* without its area */
        {"62221111", "+86", "", PHONE_SHORT},
        {"+44 7911", NULL, "", PHONE_SHORT},
        {"+86 138 0000", NULL, "", PHONE_SHORT},
        {"+8613800000000000", NULL, "", PHONE_LONG},
        {"1380000000112", "+86", "", PHONE_LONG},
        {"+1 202 555 0123 456", NULL, "", PHONE_LONG},
        {"123456789012345678901234567890123456789012345", "+86", "", PHONE_LONG},
        {"+999 123 4567", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+0 138 0000 0001", "+86", "", PHONE_NO_SUCH_COUNTRY},
        {"+210 123 4567", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+89161234567", "+7", "", PHONE_NO_SUCH_COUNTRY},
        {"+013800000001", "+86", "", PHONE_NO_SUCH_COUNTRY},
        {"+384 12345678", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+425 12345678", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+694 1234567", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+857 12345678", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+991 12345678", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"+999999", NULL, "", PHONE_NO_SUCH_COUNTRY},
        {"00000000000", "+86", "", PHONE_NO_SUCH_NUMBER},
        {"+86 00 138 0000 0001", NULL, "", PHONE_NO_SUCH_NUMBER},
        {"8613800000001", NULL, "+8613800000001", PHONE_NO_COUNTRY},
        {"2025550123", NULL, "", PHONE_NO_COUNTRY},
        {"011 15 1234 5678", NULL, "", PHONE_NO_COUNTRY},
        {"13800000001", NULL, "", PHONE_NO_COUNTRY},
        {"07911 123456", NULL, "", PHONE_NO_COUNTRY},
        {"447911123456", "+86", "+447911123456", PHONE_FOREIGN},
        {"1 202 555 0123", "+86", "+12025550123", PHONE_FOREIGN},
        {"12345678901", "+86", "+12345678901", PHONE_FOREIGN},
    };

    expect_read(rows, N(rows));
}

Test(phone, the_office_knows_its_trunk)
{
    static const struct {
        const char *text, *country, *trunk, *number;
    } rows[] = {
        {"9 44 12 34 56", "+253", "9", "+25344123456"}, /* as the table does not have it */
        {"+253 9 44 12 34 56", "+253", "9", "+25344123456"},
        {"44 12 34 56", "+253", "9", "+25344123456"},
        {"00 712 3456", "+960", "00", "+9607123456"},
        {"01 612 34567", "+370", "0 01", "+37061234567"},
        {"0171 123456", "+49", "", "+490171123456"}, /* as if Germany kept it */
        {"+49 0171 123456", "+49", "", "+490171123456"},
        {"+44 07911 123456", "+49", "", "+447911123456"}, /* of others it says nothing */
        {"8 612 34567", "+370", "8", "+37061234567"},
        {"0171 1234567", "+49", NULL, "+491711234567"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct phone_number p;

        phone_read(slice_of(rows[i].text), (struct phone_home){rows[i].country, rows[i].trunk}, &p);
        cr_expect_str_eq(p.number, rows[i].number, "%s: %s", rows[i].text, p.number);
    }
}

/* Numbers of all countries, as they are in E.164, stay as they are. */
Test(phone, what_is_right_stays)
{
    static const char *const numbers[] = {
        "+12025550123",   "+201001234567",  "+212612345678", "+21620123456",   "+221701234567",
        "+2250701234567", "+2290197123456", "+233201234567", "+2348031234567", "+237671234567",
        "+242066123456",  "+243812345678",  "+251911234567", "+254712345678",  "+255712345678",
        "+256712345678",  "+27821234567",   "+306912345678", "+31612345678",   "+32470123456",
        "+33612345678",   "+34612345678",   "+351912345678", "+352621123456",  "+353851234567",
        "+3546111234",    "+35796123456",   "+358401234567", "+359881234567",  "+36201234567",
        "+37061234567",   "+37120123456",   "+37251234567",  "+37360123456",   "+375291234567",
        "+380501234567",  "+381601234567",  "+385911234567", "+38631123456",   "+393471234567",
        "+40712345678",   "+41781234567",   "+420601234567", "+421901234567",  "+436641234567",
        "+447911123456",  "+4520123456",    "+46701234567",  "+4740612345",    "+48512345678",
        "+4915123456789", "+491711234567",  "+525512345678", "+5491112345678", "+5511987654321",
        "+56987654321",   "+573211234567",  "+584121234567", "+59170123456",   "+593991234567",
        "+51912345678",   "+60123456789",   "+61412345678",  "+6281234567890", "+639051234567",
        "+64211234567",   "+6581234567",    "+66812345678",  "+79161234567",   "+819012345678",
        "+821012345678",  "+84912345678",   "+85291234567",  "+85366123456",   "+85591234567",
        "+8613800000001", "+8801812345678", "+886912345678", "+905321234567",  "+919876543210",
        "+923012345678",  "+93701234567",   "+94711234567",  "+9592123456",    "+96171123456",
        "+962790123456",  "+9647912345678", "+96550012345",  "+966512345678",  "+96892123456",
        "+971501234567",  "+972502345678",  "+97336001234",  "+97433123456",   "+97688123456",
        "+9779841234567", "+989123456789",  "+992917123456", "+99366123456",   "+994401234567",
        "+995555123456",  "+996700123456",  "+998912345678",
    };

    for (size_t i = 0; i < N(numbers); i++) {
        static const char *const homes[] = {NULL, "+86", "+1", "+49", "+39"};
        for (size_t h = 0; h < N(homes); h++) {
            const struct row row = {numbers[i], homes[h], numbers[i], PHONE_GOOD};
            expect_read(&row, 1);
        }
    }
}

Test(phone, in_words)
{
    static const struct {
        const char *text, *country, *says;
    } rows[] = {
        {"+86 138-0000-0002", "+86", ""},
        {"+86138OOOOOOO1", NULL,
         "\"+86138OOOOOOO1\" has the letter \"O\" where a digit belongs; did you mean "
         "\"+8613800000001\"?"},
        {"duty phone", NULL,
         "\"duty phone\" is no telephone number; write + and digits, as in \"+8613800000001\""},
        {"+861380000001", NULL,
         "\"+861380000001\" is an odd number: 10 digits behind +86, where such a number has 11; "
         "see that it is right"},
        {"+6111122", NULL,
         "\"+6111122\" is too short for a telephone number: 5 digits behind +61, where such a "
         "number has 9; write all of it"},
        {"+13800000005", NULL,
         "\"+13800000005\" is an odd number: 10 digits behind +1, where numbers have 10 and none "
         "is known that begins so; see that it is right"},
        {"+5215512345678", NULL,
         "\"+5215512345678\" is an old form of the number, which is +525512345678 today"},
        {"8613800000001", NULL,
         "\"8613800000001\" does not say its country; did you mean \"+8613800000001\"? (Or say "
         "\"country\" in office, for all numbers without one.)"},
        {"13800000001 Li", "+86",
         "\"13800000001 Li\" has \"Li\" in it; write the telephone number alone, as in "
         "\"+8613800000001\""},
        {"447911123456", "+86",
         "\"447911123456\" is no number of the office's country; did you mean \"+447911123456\"?"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct buffer out = BUFFER_INIT;
        struct phone_number p;

        phone_read(slice_of(rows[i].text), (struct phone_home){.country = rows[i].country}, &p);
        phone_explain(&p, slice_of(rows[i].text), &out);
        cr_expect(slice_equal_string(buffer_slice(&out), rows[i].says), "%s", out.data);
        buffer_deinit(&out);
    }
}

/* ---- whose it is ---- */

static void expect_match(const char *a, const char *b, const char *country, enum phone_match match)
{
    struct phone_home home = {.country = country};
    struct phone x, y;

    phone_parse(slice_of(a), home, &x);
    phone_parse(slice_of(b), home, &y);
    cr_expect_eq(phone_compare(&x, &y), match, "%s, %s in %s: %d", a, b, country ? country : "none",
                 phone_compare(&x, &y));
    cr_expect_eq(phone_compare(&y, &x), match, "%s, %s in %s: %d", b, a, country ? country : "none",
                 phone_compare(&y, &x));
    if (match != PHONE_OTHER) {
        cr_expect(phone_may_be(&x, slice_of(b)), "%s, %s", a, b);
        cr_expect(phone_may_be(&y, slice_of(a)), "%s, %s", b, a);
    }
}

Test(phone, whose_it_is)
{
    static const struct {
        const char *a, *b, *country;
        enum phone_match match;
    } rows[] = {
        {"+8613800000002", "13800000002", "+86", PHONE_SAME},
        {"+8613800000002", "8613800000002", "+86", PHONE_SAME},
        {"+8613800000002", "013800000002", "+86", PHONE_SAME},
        {"+8613800000002", "+86 0138 0000 0002", "+86", PHONE_SAME},
        {"+8613800000002", "0086 138 0000 0002", NULL, PHONE_SAME},
        {"10086", "10086", "+86", PHONE_SAME},
        {"66123", "66123", NULL, PHONE_SAME},
        /* nobody said which country */
        {"+8613800000002", "13800000002", NULL, PHONE_NATIONAL},
        {"+8613800000002", "8613800000002", NULL, PHONE_NATIONAL},
        {"+447911123456", "07911123456", NULL, PHONE_NATIONAL},
        {"+447911123456", "07911123456", "+86", PHONE_NATIONAL},
        {"+447911123456", "447911123456", "+86", PHONE_NATIONAL},
        {"+447911123456", "+07911123456", "+86", PHONE_NATIONAL},
        {"+12025550123", "2025550123", "+86", PHONE_NATIONAL},
        {"+12025550123", "12025550123", "+86", PHONE_NATIONAL},
        {"+33612345678", "0612345678", "+49", PHONE_NATIONAL},
        {"+819012345678", "09012345678", NULL, PHONE_NATIONAL},
        /* what is dialled in front */
        {"+79161234567", "89161234567", "+7", PHONE_SAME},
        {"+79161234567", "89161234567", NULL, PHONE_NATIONAL},
        {"+79161234567", "89161234567", "+86", PHONE_NATIONAL},
        {"+79161234567", "+89161234567", "+86", PHONE_NATIONAL},
        {"+79161234567", "9161234567", "+86", PHONE_NATIONAL},
        {"+36301234567", "06301234567", "+36", PHONE_SAME},
        {"+36301234567", "06301234567", NULL, PHONE_NATIONAL},
        {"+36301234567", "06301234567", "+86", PHONE_NATIONAL},
        {"+37061234567", "861234567", NULL, PHONE_NATIONAL},
        {"+375291234567", "80291234567", "+86", PHONE_NATIONAL},
        {"+380671234567", "80671234567", "+86", PHONE_NATIONAL},
        {"+525512345678", "0445512345678", NULL, PHONE_NATIONAL},
        {"+5511987654321", "01511987654321", NULL, PHONE_NATIONAL},
        /* old forms */
        {"+525512345678", "+5215512345678", "+86", PHONE_SAME},
        {"+525512345678", "5215512345678", "+52", PHONE_SAME},
        {"+525512345678", "5215512345678", NULL, PHONE_NATIONAL},
        {"+5511987654321", "+551187654321", NULL, PHONE_SAME},
        {"+5491112345678", "+541112345678", NULL, PHONE_FORM},
        {"+5491112345678", "1112345678", "+54", PHONE_FORM},
        {"+5491112345678", "01115 12345678", NULL, PHONE_NATIONAL},
        {"+2250707123456", "+22507123456", NULL, PHONE_SAME},
        {"+2250707123456", "07123456", NULL, PHONE_NATIONAL},
        {"+2252722441234", "+22522441234", NULL, PHONE_FORM},
        {"+2290197123456", "+22997123456", NULL, PHONE_SAME},
        {"+2290197123456", "97123456", "+86", PHONE_NATIONAL},
        {"+84341234567", "01641234567", "+84", PHONE_SAME},
        {"+38349123456", "+38649123456", NULL, PHONE_FORM},
        {"+38344123456", "+37744123456", NULL, PHONE_FORM},
        {"+3780549886377", "+390549886377", NULL, PHONE_FORM},
        /* the 0 that is kept */
        {"+2250707123456", "+225707123456", NULL, PHONE_FORM},
        {"+2250707123456", "225707123456", NULL, PHONE_NATIONAL},
        {"+2250707123456", "0707123456", NULL, PHONE_NATIONAL},
        {"+2290197123456", "+229197123456", NULL, PHONE_FORM},
        {"+242066123456", "+24266123456", NULL, PHONE_FORM},
        {"+242066123456", "66123456", NULL, PHONE_NATIONAL},
        {"+390669812345", "+39669812345", NULL, PHONE_FORM},
        {"+390669812345", "669812345", "+39", PHONE_FORM},
        {"+447911123456", "+4407911123456", NULL, PHONE_SAME},
    };

    for (size_t i = 0; i < N(rows); i++)
        expect_match(rows[i].a, rows[i].b, rows[i].country, rows[i].match);
}

Test(phone, whose_it_is_not)
{
    static const struct {
        const char *a, *b, *country;
    } rows[] = {
        {"+8613800000002", "+8613800000003", "+86"},
        {"+8613800000002", "+13800000002", "+86"}, /* an American one */
        {"+8613800000002", "+861380000000", "+86"},
        {"+8613800000002", "3800000002", "+86"},
        {"+8613800000002", "00000002", "+86"}, /* no more than its end */
        {"+8613800000002", "0002", "+86"},
        {"+8613800000002", "+4413800000002", NULL},
        {"+8613800000002", "", "+86"},
        {"", "", "+86"},
        {"CMCC", "CMCC", "+86"},
        {"+", "+", "+86"},
        {"+86+13800000002", "+8613800000002", "+86"},
        {"+8613800000002x", "+8613800000002", "+86"},
        {"+8613800000002 +8613800000003", "+8613800000002", "+86"},
        {"1234567890123456789012345", "1234567890123456789012345", "+86"},
        {"+79161234567", "+19161234567", NULL},
        {"+12025550123", "+442025550123", NULL},
        {"+390669812345", "+3969812345", NULL},
        {"+00860", "+8613800000002", "+86"},
        {"+0011138000002", "13800000002", NULL},
        {"110", "+86110", "+86"},
        {"12345", "+8612345", "+86"},
        {"anonymous", "13800000002", "+86"},
        {"+525512345678", "+5225512345678", NULL},
    };

    for (size_t i = 0; i < N(rows); i++)
        expect_match(rows[i].a, rows[i].b, rows[i].country, PHONE_OTHER);
}

/* Pieces of numbers at random: nothing breaks, and each is the same as itself. */
Test(phone, whatever_is_sent)
{
    static const char *const pieces[] = {"+",   "0",    "1",
                                         "2",   "3",    "45",
                                         "67",  "89",   "00",
                                         "86",  "52",   "011",
                                         " ",   "-",    "(",
                                         ")",   "/",    ",",
                                         "O",   "l",    "x",
                                         "or",  "tel:", ";ext=",
                                         "＋",  "０",   "转",
                                         "229", "5415", "\u00a0",
                                         "#",   "8",    ";phone-context=+86",
                                         "abc", "810",  "01"};
    static const char *const homes[] = {NULL, "+86", "+1", "+7", "+39", "+229", "+54", "+999"};
    uint64_t seed = 36;
    struct random_source random = random_seeded(&seed);
    struct phone last = {0};

    for (size_t i = 0; i < 30000; i++) {
        struct phone_home home = {.country = homes[random_below(&random, N(homes))],
                                  .trunk = random_below(&random, 4) ? NULL : "0 01"};
        struct buffer text = BUFFER_INIT, out = BUFFER_INIT;
        struct phone_number number;
        struct phone phone;

        for (uint64_t n = random_below(&random, i % 50 ? 18 : 80); n > 0; n--)
            buffer_append_string(&text, pieces[random_below(&random, N(pieces))]);
        phone_read(buffer_slice(&text), home, &number);
        phone_explain(&number, buffer_slice(&text), &out);
        cr_expect(number.verdict == PHONE_GOOD || out.len > 0, "%s", text.data);
        phone_parse(buffer_slice(&text), home, &phone);
        cr_expect(!phone.digits[0] || phone_compare(&phone, &phone) == PHONE_SAME, "%s", text.data);
        cr_expect_eq(phone_compare(&phone, &last), phone_compare(&last, &phone), "%s", text.data);
        last = phone;
        buffer_deinit(&text);
        buffer_deinit(&out);
    }
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
        {"+5215512345678", "+86", "+525512345678"},
        {"447911123456", "+86", "+447911123456"},
        {"13800000002", NULL, "13800000002"},
        {"8613800000002", NULL, "8613800000002"},
        {"10086", "+86", "10086"},
        {"12520", "+1", "12520"},
        {"106900001234567890", "+86", "106900001234567890"},
        {"+999123456", "+86", "+999123456"},
        {"bank", "+86", ""},
    };

    for (size_t i = 0; i < N(rows); i++) {
        struct buffer out = BUFFER_INIT;
        struct phone p;

        phone_parse(slice_of(rows[i].text), (struct phone_home){.country = rows[i].country}, &p);
        phone_format(&p, &out);
        cr_expect(slice_equal_string(buffer_slice(&out), rows[i].meant), "%s: %s", rows[i].text,
                  out.data);
        buffer_deinit(&out);
    }
}

Test(phone, country)
{
    static const char *const there_is[] = {"+86", "+1", "+358", "+7", "+39", "+225", "+852", "+44"},
                             *const there_is_none[] = {"86",  "+",   "+0",   "+3580",
                                                       "+8a", "",    "+999", "+12",
                                                       "+2",  "+38", "+861", "0086"};

    for (size_t i = 0; i < N(there_is); i++)
        cr_expect(phone_is_country(slice_of(there_is[i])), "%s", there_is[i]);
    for (size_t i = 0; i < N(there_is_none); i++)
        cr_expect_not(phone_is_country(slice_of(there_is_none[i])), "%s", there_is_none[i]);
}

/* No code is the head of another, and none is missing that the ITU has assigned. */
Test(phone, the_table)
{
    static const char *const unassigned[] = {
        "210", "214", "215", "217", "219", "259", "28",  "292", "293", "294", "295", "296", "384",
        "388", "422", "424", "425", "426", "427", "428", "429", "671", "684", "693", "694", "695",
        "696", "697", "698", "699", "801", "802", "803", "804", "805", "806", "807", "808", "809",
        "83",  "851", "854", "857", "858", "859", "871", "872", "873", "874", "875", "876", "877",
        "879", "884", "885", "887", "889", "89",  "969", "978", "990", "991", "997", "999"};
    size_t n = 0;

    for (int code = 100; code < 1000; code++) {
        char digits[8];
        bool none = false;

        sprintf(digits, "%d", code);
        for (size_t i = 0; i < N(unassigned); i++)
            none |= strncmp(digits, unassigned[i], strlen(unassigned[i])) == 0;
        none |= strcmp(digits, "379") == 0; /* the Vatican uses +39 */
        cr_expect_eq(phone_plan_of(digits) == NULL, none, "+%d", code);
        n += !none;
        if (phone_plan_of(digits))
            cr_expect_neq(phone_plan_all_lengths(phone_plan_of(digits)), 0, "+%d", code);
    }
    cr_expect_gt(n, 700);
}
