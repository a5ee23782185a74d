/*
 * Where the facts come from: the list of country codes that is the annex of ITU-T E.164 (the
 * Operational Bulletin), E.123 for how numbers are written, and the national numbering plans as the
 * countries have filed them with the ITU and as they were around the year 2025. They were written
 * down from knowledge of these, not taken from another library's data. Lengths are of numbers that
 * people have: subscribers at home and on the move. Where only a range is known, or the plan is
 * open, the range is generous: the table warns of an odd length, and refuses what cannot be a
 * number at all. The forms of before are those that are still found in address books and come from
 * gateways.
 */
#include "base/phone_plan.h"

#include <stdint.h>
#include <string.h>

#define ZERO_IS_PART NULL

/* The code, what is dialled in front within the country and to leave it, and the lengths. */
static const struct phone_plan plans[] = {
    /* North America and the Caribbean */
    {"1", "1", "011", "[2-9]xx[2-9]:10"},

    /* Africa, and islands */
    {"20", "0", "00", "1[0125]:10 :8-9"},         /* Egypt */
    {"211", "0", "00", ":9"},                     /* South Sudan */
    {"212", "0", "00", ":9"},                     /* Morocco */
    {"213", "0", "00", "[5-7]:9 :8-9"},           /* Algeria */
    {"216", "", "00", ":8"},                      /* Tunisia */
    {"218", "0", "00", "9:9 :8-9"},               /* Libya */
    {"220", "", "00", ":7"},                      /* Gambia */
    {"221", "", "00", ":9"},                      /* Senegal */
    {"222", "", "00", ":8"},                      /* Mauritania */
    {"223", "", "00", ":8"},                      /* Mali */
    {"224", "", "00", "6:9 :8-9"},                /* Guinea */
    {"225", ZERO_IS_PART, "00", ":10"},           /* Côte d'Ivoire, since 2021 */
    {"226", "", "00", ":8"},                      /* Burkina Faso */
    {"227", "", "00", ":8"},                      /* Niger */
    {"228", "", "00", ":8"},                      /* Togo */
    {"229", ZERO_IS_PART, "00", ":10"},           /* Benin, since 2024 */
    {"230", "", "00 020", "5:8 :7-8"},            /* Mauritius */
    {"231", "0", "00", "[578]:9 :7-9"},           /* Liberia */
    {"232", "0", "00", ":8"},                     /* Sierra Leone */
    {"233", "0", "00", ":9"},                     /* Ghana */
    {"234", "0", "009 00", "[789][01]:10 :7-10"}, /* Nigeria */
    {"235", "", "00", ":8"},                      /* Chad */
    {"236", "", "00", ":8"},                      /* Central African Republic */
    {"237", "", "00", ":9"},                      /* Cameroon, since 2014 */
    {"238", "", "00", ":7"},                      /* Cape Verde */
    {"239", "", "00", ":7"},                      /* São Tomé and Príncipe */
    {"240", "", "00", ":9"},                      /* Equatorial Guinea */
    {"241", "0", "00", ":8"},                     /* Gabon, since 2019 */
    {"242", ZERO_IS_PART, "00", ":9"},            /* Congo (Brazzaville) */
    {"243", "0", "00", "[89]:9 :7-9"},            /* Congo (Kinshasa) */
    {"244", "", "00", ":9"},                      /* Angola */
    {"245", "", "00", "9:9 :7-9"},                /* Guinea-Bissau */
    {"246", "", "00", ":7"},                      /* Diego Garcia */
    {"247", "", "00", ":4-6"},                    /* Ascension */
    {"248", "", "00", ":7"},                      /* Seychelles */
    {"249", "0", "00", ":9"},                     /* Sudan */
    {"250", "0", "00", ":9"},                     /* Rwanda */
    {"251", "0", "00", ":9"},                     /* Ethiopia */
    {"252", "0", "00", "[679]:8-9 :6-9"},         /* Somalia */
    {"253", "", "00", ":8"},                      /* Djibouti */
    {"254", "0", "000 00", "[17]:9 :7-9"},        /* Kenya */
    {"255", "0", "000 00", ":9"},                 /* Tanzania */
    {"256", "0", "000 00", ":9"},                 /* Uganda */
    {"257", "", "00", ":8"},                      /* Burundi */
    {"258", "", "00", "8[2-7]:9 :8-9"},           /* Mozambique */
    {"260", "0", "00", ":9"},                     /* Zambia */
    {"261", "0", "00", ":9"},                     /* Madagascar */
    {"262", "0", "00", ":9"},                     /* Réunion, Mayotte */
    {"263", "0", "00", "7[1378]:9 :5-10"},        /* Zimbabwe */
    {"264", "0", "00", "8[15]:9 :6-9"},           /* Namibia */
    {"265", "0", "00", "[89]:9 :7,9"},            /* Malawi */
    {"266", "", "00", ":8"},                      /* Lesotho */
    {"267", "", "00", "7:8 :7-8"},                /* Botswana */
    {"268", "", "00", ":8"},                      /* Eswatini */
    {"269", "", "00", ":7"},                      /* Comoros */
    {"27", "0", "00 09", ":9"},                   /* South Africa */
    {"290", "", "00", ":4-5"},                    /* Saint Helena */
    {"291", "0", "00", ":7"},                     /* Eritrea */
    {"297", "", "00", ":7"},                      /* Aruba */
    {"298", "", "00", ":6"},                      /* Faroe Islands */
    {"299", "", "00", ":6"},                      /* Greenland */

    /* Europe */
    {"30", "", "00", ":10"},                                /* Greece */
    {"31", "0", "00", "97:9-11 [1-7]:9 :7-11"},             /* Netherlands */
    {"32", "0", "00", "4[5-9]:9 :8-9"},                     /* Belgium */
    {"33", "0", "00", ":9"},                                /* France */
    {"34", "", "00", ":9"},                                 /* Spain */
    {"350", "", "00", ":8"},                                /* Gibraltar */
    {"351", "", "00", ":9"},                                /* Portugal */
    {"352", "", "00", "6[25-9]:9 :4-11"},                   /* Luxembourg */
    {"353", "0", "00", "8[35-9]:9 :7-10"},                  /* Ireland */
    {"354", "", "00", "3:7,9 :7"},                          /* Iceland */
    {"355", "0", "00", "6:9 :8"},                           /* Albania */
    {"356", "", "00", ":8"},                                /* Malta */
    {"357", "", "00", ":8"},                                /* Cyprus */
    {"358", "0", "00 990 994 999", "4:7-11 50:7-11 :5-12"}, /* Finland */
    {"359", "0", "00", "8[7-9]:9 98:9 :7-9"},               /* Bulgaria */
    {"36", "06", "00", "[2357]0:9 31:9 :8-9"},              /* Hungary */
    {"370", "0 8", "00", ":8"},                             /* Lithuania: 8 until 2025 */
    {"371", "", "00", ":8"},                                /* Latvia */
    {"372", "", "00", "5:7-8 8:7-8 :7-8"},                  /* Estonia */
    {"373", "0", "00", ":8"},                               /* Moldova */
    {"374", "0", "00", ":8"},                               /* Armenia */
    {"375", "80 8 0", "810 00", ":9"},                      /* Belarus */
    {"376", "", "00", "3:6 [16]:6,8-9 :6"},                 /* Andorra */
    {"377", "0", "00", "6:9 :8-9"},                         /* Monaco */
    {"378", ZERO_IS_PART, "00", "0:10 :6-10"},              /* San Marino */
    {"380", "0 80", "00", ":9"},                            /* Ukraine */
    {"381", "0", "00", "6:8-10 :6-10"},                     /* Serbia */
    {"382", "0", "00", ":8"},                               /* Montenegro */
    {"383", "0", "00", ":8"},                               /* Kosovo */
    {"385", "0", "00", "9:8-9 :8-9"},                       /* Croatia */
    {"386", "0", "00", ":8"},                               /* Slovenia */
    {"387", "0", "00", "6:8-9 :8"},                         /* Bosnia and Herzegovina */
    {"389", "0", "00", ":8"},                               /* North Macedonia */
    {"39", ZERO_IS_PART, "00", "3:9-10 0:6-11 [178]:3-11"}, /* Italy, Vatican */
    {"40", "0", "00", ":9"},                                /* Romania */
    {"41", "0", "00", ":9"},                                /* Switzerland */
    {"420", "", "00", ":9"},                                /* Czech Republic */
    {"421", "0", "00", ":9"},                               /* Slovakia */
    {"423", "0", "00", "6:7,9 :7"},                         /* Liechtenstein */
    {"43", "0", "00", "6[5-9]:10-13 :4-13"},                /* Austria */
    {"44", "0", "00", "[37]:10 :9-10"},                     /* United Kingdom */
    {"45", "", "00", ":8"},                                 /* Denmark */
    {"46", "0", "00", "7[02369]:9 :7-9"},                   /* Sweden */
    {"47", "", "00", "5[89]:12 :8"},                        /* Norway */
    {"48", "0", "00", ":9"},                                /* Poland */
    {"49", "0", "00", "15:11 1[67]:10-11 :5-11"},           /* Germany */

    /* Latin America */
    {"500", "", "00", ":5"},                                /* Falkland Islands */
    {"501", "", "00", ":7"},                                /* Belize */
    {"502", "", "00", ":8"},                                /* Guatemala */
    {"503", "", "00", ":8"},                                /* El Salvador */
    {"504", "", "00", ":8"},                                /* Honduras */
    {"505", "", "00", ":8"},                                /* Nicaragua */
    {"506", "", "00", "[89]00:10 :8"},                      /* Costa Rica */
    {"507", "", "00", "6:8 :7-8"},                          /* Panama */
    {"508", "0", "00", ":6,9"},                             /* Saint Pierre and Miquelon */
    {"509", "", "00", ":8"},                                /* Haiti */
    {"51", "0", "00", "9:9 :8-9"},                          /* Peru */
    {"52", "01 044 045", "00", ":10"},                      /* Mexico: no prefix since 2019 */
    {"53", "0", "119", "5:8 :6-8"},                         /* Cuba */
    {"54", "0", "00", "9:11 11:10 [236-8]:10"},             /* Argentina */
    {"55", "0 0xx", "00 00xx", "xx9:11 xx[2-5]:10 :10-11"}, /* Brazil, its carriers */
    {"56", "0", "00 1x0 1xx0", ":9"},                       /* Chile */
    {"57", "0 03", "00 00x", ":10"},                        /* Colombia, since 2021 */
    {"58", "0", "00", ":10"},                               /* Venezuela */
    {"590", "0", "00", ":9"},                               /* Guadeloupe */
    {"591", "0", "00 00xx", ":8"},                          /* Bolivia */
    {"592", "", "001", ":7"},                               /* Guyana */
    {"593", "0", "00", "9:9 :8"},                           /* Ecuador */
    {"594", "0", "00", ":9"},                               /* French Guiana */
    {"595", "0", "00", "9:9 :7-9"},                         /* Paraguay */
    {"596", "0", "00", ":9"},                               /* Martinique */
    {"597", "", "00", "[678]:7 :6-7"},                      /* Suriname */
    {"598", "0", "00", ":8"},                               /* Uruguay */
    {"599", "", "00", "9:8 :7"},                            /* Curaçao, Bonaire … */

    /* South-East Asia, Australia, the Pacific */
    {"60", "0", "00", "1[15]:10 1:9-10 :8-9"},         /* Malaysia */
    {"61", "0", "0011", "1[38]:6-10 :9"},              /* Australia */
    {"62", "0", "001 007 008 009 00", "8:9-12 :7-11"}, /* Indonesia */
    {"63", "0", "00", "9:10 :8-10"},                   /* Philippines */
    {"64", "0", "00", "2:8-10 :8-10"},                 /* New Zealand */
    {"65", "", "000 001 002 008 00", "1:8-11 :8"},     /* Singapore */
    {"66", "0", "001 00[4-9] 00", "[689]:9 :8"},       /* Thailand */
    {"670", "", "00", "7:8 :7"},                       /* Timor-Leste */
    {"672", "", "00", ":5-6"},                         /* Norfolk Island … */
    {"673", "", "00", ":7"},                           /* Brunei */
    {"674", "", "00", ":7"},                           /* Nauru */
    {"675", "", "00", "[78]:8 :7-8"},                  /* Papua New Guinea */
    {"676", "", "00", "[78]:7 :5-7"},                  /* Tonga */
    {"677", "", "00", "[78]:7 :5-7"},                  /* Solomon Islands */
    {"678", "", "00", "[57]:7 :5-7"},                  /* Vanuatu */
    {"679", "", "00", ":7"},                           /* Fiji */
    {"680", "", "00", ":7"},                           /* Palau */
    {"681", "", "00", ":6"},                           /* Wallis and Futuna */
    {"682", "", "00", ":5"},                           /* Cook Islands */
    {"683", "", "00", ":4,7"},                         /* Niue */
    {"685", "", "00", ":5-7"},                         /* Samoa */
    {"686", "", "00", ":5,8"},                         /* Kiribati */
    {"687", "", "00", ":6"},                           /* New Caledonia */
    {"688", "", "00", ":5-7"},                         /* Tuvalu */
    {"689", "", "00", ":6,8"},                         /* French Polynesia */
    {"690", "", "00", ":4-7"},                         /* Tokelau */
    {"691", "", "00", ":7"},                           /* Micronesia */
    {"692", "1", "00", ":7"},                          /* Marshall Islands */

    {"7", "8", "810", ":10"}, /* Russia, Kazakhstan */

    /* East Asia, and networks of no country */
    {"800", "", "00", ":8"},                                  /* international free */
    {"81", "0", "010 00[1-7]x010", "[25789]0:10 :9"},         /* Japan */
    {"82", "0", "001 002 00[3-7]xx 00", "10:10 2:8-9 :8-11"}, /* South Korea */
    {"84", "0", "00", "[35789]:9 2:10 :9-10"},                /* Vietnam, since 2018 */
    {"850", "0", "00", ":6-10"},                              /* North Korea */
    {"852", "", "001 00[0-9]x 00", ":8"},                     /* Hong Kong */
    {"853", "", "00 01", ":8"},                               /* Macao */
    {"855", "0", "001 007 008 00", ":8-9"},                   /* Cambodia */
    {"856", "0", "00", "20:10 30:9-10 :8"},                   /* Laos */
    {"86", "0 17909 17911 17951 12593", "00",
     "1[3-9]:11 10:10 2:10 [3-9]:10-11"}, /* China, its carriers */
    {"870", "", "00", ":9"},              /* Inmarsat */
    {"878", "", "00", ":12"},
    {"880", "0", "00", "1[3-9]:10 :6-10"}, /* Bangladesh */
    {"881", "", "00", ":8-12"},            /* satellites */
    {"882", "", "00", ":7-12"},
    {"883", "", "00", ":7-12"},
    {"886", "0", "002 00[5-9] 00", "9:9 :7-9"}, /* Taiwan */
    {"888", "", "00", ":11"},

    /* West and South Asia */
    {"90", "0", "00", ":10"},                /* Türkiye */
    {"91", "0", "00", ":10"},                /* India */
    {"92", "0", "00", "3:10 :8-10"},         /* Pakistan */
    {"93", "0", "00", ":9"},                 /* Afghanistan */
    {"94", "0", "00", ":9"},                 /* Sri Lanka */
    {"95", "0", "00", "9:7-10 :6-9"},        /* Myanmar */
    {"960", "", "00", ":7"},                 /* Maldives */
    {"961", "0", "00", "3:7 [78]:7-8 :7"},   /* Lebanon */
    {"962", "0", "00", "7:9 :8"},            /* Jordan */
    {"963", "0", "00", "9:9 :7-9"},          /* Syria */
    {"964", "0", "00", "7:10 :8-9"},         /* Iraq */
    {"965", "", "00", ":8"},                 /* Kuwait */
    {"966", "0", "00", ":9"},                /* Saudi Arabia */
    {"967", "0", "00", "7:7,9 :7-8"},        /* Yemen */
    {"968", "", "00", ":8"},                 /* Oman */
    {"970", "0", "00", "5:9 :8"},            /* Palestine */
    {"971", "0", "00", "5:9 :8"},            /* United Arab Emirates */
    {"972", "0", "00 01[2-9]", "[57]:9 :8"}, /* Israel */
    {"973", "", "00", ":8"},                 /* Bahrain */
    {"974", "", "00", ":8"},                 /* Qatar */
    {"975", "", "00", "[17][67]:8 :7"},      /* Bhutan */
    {"976", "0", "001 00", ":8,10"},         /* Mongolia */
    {"977", "0", "00", "9[678]:10 :8"},      /* Nepal */
    {"979", "", "00", ":9"},                 /* international premium */
    {"98", "0", "00", ":10"},                /* Iran */
    {"992", "8", "810 00", ":9"},            /* Tajikistan */
    {"993", "8", "810 00", ":8"},            /* Turkmenistan */
    {"994", "0", "00", ":9"},                /* Azerbaijan */
    {"995", "0", "00", ":9"},                /* Georgia */
    {"996", "0", "00", ":9"},                /* Kyrgyzstan */
    {"998", "8", "00 810", ":9"},            /* Uzbekistan */
};

/*
 * Numbers as they were. A digit of `old` that is x or in brackets is carried over, in its turn, to
 * the x of `now`; all others are left out or put in.
 */
static const struct {
    const char *old, *now;
    bool compare; /* for comparing only: both may be right, or nobody knows which one is */
} changes[] = {
    {"521xxxxxxxxxx", "52xxxxxxxxxx", false},   /* Mexico, 2019: no 1 for mobiles */
    {"541115xxxxxxxx", "54911xxxxxxxx", false}, /* Argentina: 15 within the country, ... */
    {"54xxx15xxxxxxx", "549xxxxxxxxxx", false},
    {"54xxxx15xxxxxx", "549xxxxxxxxxx", false},
    {"549xxxxxxxxxx", "54xxxxxxxxxx", true},      /* ... and 9 from abroad, but not in all SMS */
    {"55xx[6-9]xxxxxxx", "55xx9xxxxxxxx", false}, /* Brazil, 2012 to 2016 */
    {"56[5-9]xxxxxxx", "569xxxxxxxx", false},     /* Chile */
    {"57[1-8]xxxxxxx", "5760xxxxxxxx", false},    /* Colombia, 2021: landlines */
    {"5995xxxxxx", "17215xxxxxx", false},         /* Sint Maarten, 2011 */
    {"225[04-9][0-3]xxxxxx", "22501xxxxxxxx", false}, /* Côte d'Ivoire, 2021, by operator */
    {"225[04-9][4-6]xxxxxx", "22505xxxxxxxx", false},
    {"225[04-9][7-9]xxxxxx", "22507xxxxxxxx", false},
    {"22521[23]xxxxxxx", "225xxxxxxxx", true}, /* its landlines */
    {"22525[23]xxxxxxx", "225xxxxxxxx", true},
    {"22527[23]xxxxxxx", "225xxxxxxxx", true},
    {"229xxxxxxxx", "22901xxxxxxxx", false},   /* Benin, 2024 */
    {"230[79]xxxxxx", "2305xxxxxxx", false},   /* Mauritius, 2013: mobiles */
    {"237[23]xxxxxxx", "2372xxxxxxxx", false}, /* Cameroon, 2014 */
    {"237[5-9]xxxxxxx", "2376xxxxxxxx", false},
    {"2411xxxxxx", "24111xxxxxx", false}, /* Gabon, 2019 */
    {"241[256]xxxxxx", "2416xxxxxxx", false},
    {"241[47]xxxxxx", "2417xxxxxxx", false},
    {"84120xxxxxxx", "8470xxxxxxx", false}, /* Vietnam, 2018 */
    {"84121xxxxxxx", "8479xxxxxxx", false},
    {"84122xxxxxxx", "8477xxxxxxx", false},
    {"84123xxxxxxx", "8483xxxxxxx", false},
    {"84124xxxxxxx", "8484xxxxxxx", false},
    {"84125xxxxxxx", "8485xxxxxxx", false},
    {"84126xxxxxxx", "8476xxxxxxx", false},
    {"84127xxxxxxx", "8481xxxxxxx", false},
    {"84128xxxxxxx", "8478xxxxxxx", false},
    {"84129xxxxxxx", "8482xxxxxxx", false},
    {"8416[2-9]xxxxxxx", "843xxxxxxxx", false},
    {"8418[68]xxxxxxx", "845xxxxxxxx", false},
    {"84199xxxxxxx", "8459xxxxxxx", false},
    {"3774[3-5]xxxxxx", "3834xxxxxxx", true},   /* Kosovo, 2017: by Monaco, ... */
    {"3864[39]xxxxxx", "3834xxxxxxx", true},    /* ... Slovenia, ... */
    {"381[23][89]xxxxxx", "383xxxxxxxx", true}, /* ... and Serbia */
    {"378[89]xxxxx", "3780549xxxxxx", false},   /* San Marino, ... */
    {"390549xxxxxx", "3780549xxxxxx", true},    /* ... which Italy reaches as its own */
};

/* ---- heads and forms ---- */

/* Does the digit fit what stands at *pattern (a digit, x, or a set in brackets)? Moves past it. */
static bool takes(const char **pattern, char digit, bool *ret_any)
{
    const char *at = *pattern;
    bool fits = false;

    *ret_any = *at == 'x' || *at == '[';
    if (*at != '[') {
        *pattern = at + 1;
        return digit >= '0' && digit <= '9' && (*at == 'x' || *at == digit);
    }
    for (at++; *at != ']'; at++) {
        if (at[1] == '-') {
            fits = fits || (digit >= at[0] && digit <= at[2]);
            at += 2;
        } else {
            fits = fits || digit == *at;
        }
    }
    *pattern = at + 1;
    return fits;
}

/* Does the text begin as the pattern says, which ends at one of `ends`? Moves to that end. */
static bool begins(const char **pattern, const char *ends, const char *text, size_t *ret_len)
{
    bool fits = true, any;
    size_t n = 0;

    while (!strchr(ends, **pattern)) {
        fits = fits && takes(pattern, text[n], &any);
        if (fits)
            n++;
        else
            *pattern += strcspn(*pattern, ends);
    }
    *ret_len = n;
    return fits;
}

bool phone_plan_next_head(const char **list, const char *text, size_t *ret_len)
{
    if (!*list)
        return false;
    *list += strspn(*list, " ");
    if (!**list)
        return false;
    if (!begins(list, " ", text, ret_len))
        *ret_len = 0;
    return true;
}

/* ---- plans ---- */

const struct phone_plan *phone_plan_of(const char *digits)
{
    for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++)
        if (strncmp(digits, plans[i].code, strlen(plans[i].code)) == 0)
            return &plans[i];
    return NULL;
}

static unsigned read_length(const char **at)
{
    unsigned n = 0;

    while (**at >= '0' && **at <= '9')
        n = n * 10 + (unsigned)(*(*at)++ - '0');
    return n;
}

/* "9", "8-10", "7,9". */
static unsigned read_lengths(const char **at)
{
    unsigned bits = 0;

    do {
        unsigned first = read_length(at), last = first;

        if (**at == '-') {
            ++*at;
            last = read_length(at);
        }
        for (unsigned n = first; n <= last; n++)
            bits |= 1U << n;
    } while (**at == ',' && ++*at);
    return bits;
}

unsigned phone_plan_lengths(const struct phone_plan *plan, const char *national)
{
    const char *at = plan->lengths;

    if (national[0] == '0' && plan->trunks)
        return 0;
    while (*at) {
        size_t len;
        bool fits = begins(&at, ":", national, &len);
        unsigned bits;

        at++;
        bits = read_lengths(&at);
        if (fits)
            return bits;
        at += strspn(at, " ");
    }
    return 0;
}

unsigned phone_plan_all_lengths(const struct phone_plan *plan)
{
    const char *at = plan->lengths;
    unsigned bits = 0;

    while ((at = strchr(at, ':'))) {
        at++;
        bits |= read_lengths(&at);
    }
    return bits;
}

/* ---- forms of before ---- */

/* Rewrites digits that are of the form `old`, as a whole. */
static bool rewrite(char *digits, const char *old, const char *now)
{
    char carried[PHONE_E164_DIGITS + 1];
    size_t n = 0;
    bool any;

    for (const char *d = digits; *old || *d; d++) {
        if (!*old || !*d || !takes(&old, *d, &any))
            return false;
        if (any)
            carried[n++] = *d;
    }
    n = 0;
    for (; *now; now++)
        *digits++ = *now == 'x' ? carried[n++] : *now;
    *digits = '\0';
    return true;
}

static bool renew(char *digits, bool compare)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
        if (changes[i].compare == compare && rewrite(digits, changes[i].old, changes[i].now))
            return true;
    return false;
}

bool phone_plan_renew(char *digits)
{
    return renew(digits, false);
}

void phone_plan_key(const char *digits, char *ret_key)
{
    const struct phone_plan *plan;
    size_t code, zeros;

    strcpy(ret_key, digits);
    renew(ret_key, false);
    renew(ret_key, true);
    plan = phone_plan_of(ret_key);
    if (!plan)
        return;
    code = strlen(plan->code);
    zeros = strspn(ret_key + code, "0");
    memmove(ret_key + code, ret_key + code + zeros, strlen(ret_key + code + zeros) + 1);
}
