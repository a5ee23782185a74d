#include "config/key_types.h"

#include <string.h>

#include "base/mem.h"
#include "config/rate.h"
#include "rules/rules.h"

static bool is_ordinary(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.data[i] < ' ' || s.data[i] == 0x7f)
            return false;
    }
    return true;
}

static bool is_id(struct slice s)
{
    static const char others[] = "._-";

    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!letter && (i == 0 || !memchr(others, c, sizeof(others) - 1)))
            return false;
    }
    return s.len > 0;
}

static bool is_path(struct slice s)
{
    return s.len > 0 && s.data[0] == '/' && is_ordinary(s);
}

/* ---- what texts mean; *ret has the type given in the table of types ---- */

static bool parse_number(struct slice s, void *ret)
{
    long long number;

    if (!slice_to_number(s, 0, INT32_MAX, &number))
        return false;
    *(unsigned *)ret = (unsigned)number;
    return true;
}

static bool parse_choice(struct slice s, const char *no, const char *yes, bool *ret)
{
    if (!slice_equal_string(s, no) && !slice_equal_string(s, yes))
        return false;
    *ret = slice_equal_string(s, yes);
    return true;
}

static bool parse_bool(struct slice s, void *ret)
{
    return parse_choice(s, "false", "true", ret);
}

static bool parse_run(struct slice s, void *ret)
{
    return parse_choice(s, "process", "lines", ret);
}

static bool parse_count(struct slice s, void *ret)
{
    return parse_choice(s, "calendar", "active", ret);
}

static bool parse_span(struct slice s, void *ret)
{
    return span_parse(s, ret);
}

static bool parse_date(struct slice s, void *ret)
{
    return date_parse(s, ret);
}

static bool parse_time(struct slice s, void *ret)
{
    return minutes_parse(s, ret);
}

static bool parse_rank(struct slice s, void *ret)
{
    enum rank rank;

    if (!rank_from_slice(s, &rank))
        return false;
    *(unsigned *)ret = rank;
    return true;
}

static bool parse_days(struct slice s, void *ret)
{
    return days_parse(s, ret);
}

static bool parse_rates(struct slice s, void *ret)
{
    return rates_parse(s, ret);
}

static bool parse_mode(struct slice s, void *ret)
{
    unsigned mode = 0;

    if (s.len < 3 || s.len > 4 || (s.len == 4 && s.data[0] != '0'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '7')
            return false;
        mode = mode * 8 + (unsigned)(s.data[i] - '0');
    }
    *(unsigned *)ret = mode;
    return true;
}

static bool is_cycle(struct slice s)
{
    struct cycle cycle;

    return cycle_parse(s, &cycle);
}

bool when_parse(struct slice text, bool *ret_is_date)
{
    struct slice time = text, date = slice_cut(&time, ' ');
    struct date day;
    int minutes;

    if (!date_parse(date, &day) || (date.len < text.len && !minutes_parse(time, &minutes)))
        return false;
    *ret_is_date = date.len == text.len;
    return true;
}

static bool is_when(struct slice s)
{
    bool is_date;

    return when_parse(s, &is_date);
}

bool cycle_parse(struct slice text, struct cycle *ret_cycle)
{
    static const struct {
        const char *unit;
        unsigned times, most;
        bool months;
    } units[] = {{"d", 1, 366, false}, {"w", 7, 52, false}, {"month", 1, 120, true}};
    size_t digits = 0;

    while (digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9')
        digits++;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        struct slice unit = {text.data + digits, text.len - digits};
        long long n;

        if (!slice_equal_string(unit, units[i].unit) ||
            !slice_to_number((struct slice){text.data, digits}, 1, units[i].most, &n))
            continue;
        *ret_cycle = (struct cycle){(unsigned)n * units[i].times, units[i].months};
        return true;
    }
    return false;
}

/* What libconfig calls it, as bits of CONFIG_TYPE_…. */
#define OF(type) (1U << (type))
#define OF_NUMBER (OF(CONFIG_TYPE_INT) | OF(CONFIG_TYPE_INT64))
#define OF_LIST (OF(CONFIG_TYPE_LIST) | OF(CONFIG_TYPE_ARRAY))

static const struct {
    const char *name;
    unsigned of;
    const char *right;
    enum member_type member;
    bool (*is)(struct slice s);               /* texts that are kept as written ... */
    bool (*parse)(struct slice s, void *ret); /* ... and those that mean a value */
} types[KEY_TYPE_COUNT] = {
    [KEY_GROUP] = {"group", OF(CONFIG_TYPE_GROUP), .right = "write { key = value; ... }"},
    [KEY_GROUPS] = {"list of groups", OF(CONFIG_TYPE_LIST),
                    .right = "write ( { key = value; ... }, ... )"},
    [KEY_TEXT] = {"text", OF(CONFIG_TYPE_STRING),
                  .right = "write it in quotes, without control characters", .is = is_ordinary,
                  .member = MEMBER_TEXT},
    [KEY_ID] = {"id", OF(CONFIG_TYPE_STRING),
                .right = "write letters, digits and . _ - in quotes, a letter or digit first",
                .is = is_id, .member = MEMBER_TEXT},
    [KEY_PATH] = {"path", OF(CONFIG_TYPE_STRING),
                  .right = "write an absolute path in quotes, as in \"/run/dutyd/dutyd.sock\"",
                  .is = is_path, .member = MEMBER_TEXT},
    [KEY_NUMBER] = {"number", OF_NUMBER, .right = "write a whole number without quotes",
                    .member = MEMBER_UNSIGNED, .parse = parse_number},
    [KEY_SPAN] = {"span", OF(CONFIG_TYPE_STRING),
                  .right = "write a time span in quotes, as in \"90s\", \"5m\", \"1h30m\"",
                  .member = MEMBER_SPAN, .parse = parse_span},
    [KEY_DATE] = {"date", OF(CONFIG_TYPE_STRING),
                  .right = "write a date that exists in quotes, as in \"2026-11-02\"",
                  .member = MEMBER_DATE, .parse = parse_date},
    [KEY_TIME] = {"time", OF(CONFIG_TYPE_STRING),
                  .right = "write a time from \"00:00\" to \"23:59\" in quotes",
                  .member = MEMBER_INT, .parse = parse_time},
    [KEY_CYCLE] = {"cycle", OF(CONFIG_TYPE_STRING),
                   .right =
                       "write \"1d\" to \"366d\", \"1w\" to \"52w\", or \"1month\" to \"120month\"",
                   .is = is_cycle},
    [KEY_RANK] = {"rank", OF(CONFIG_TYPE_STRING),
                  .right = "write one of \"service\", \"observer\", \"officer\", \"supervisor\", "
                           "\"leader\", \"admin\"",
                  .member = MEMBER_UNSIGNED, .parse = parse_rank},
    [KEY_MODE] = {"mode", OF(CONFIG_TYPE_STRING),
                  .right = "write octal permissions in quotes, as in \"0660\"",
                  .member = MEMBER_UNSIGNED, .parse = parse_mode},
    [KEY_TEXTS] = {"list of texts", OF_LIST, .right = "write ( \"...\", ... )"},
    [KEY_TURNS] = {"list of turns", OF_LIST,
                   .right = "write ( \"li.wei\", ... ) or ( (\"li.wei\", \"chen.yu\"), ... )"},
    [KEY_TARGETS] = {"targets", OF_LIST | OF(CONFIG_TYPE_STRING),
                     .right = "write ( \"post:officer\", \"person:director\", \"team:rescue\", "
                              "\"rank:leader\" )"},
    [KEY_BOOL] = {"switch", OF(CONFIG_TYPE_BOOL), .right = "write true or false, without quotes",
                  .member = MEMBER_BOOL, .parse = parse_bool},
    [KEY_WHEN] = {"date or time", OF(CONFIG_TYPE_STRING),
                  .right = "write \"2026-11-05\" for whole duties, or \"2026-11-05 17:30\"",
                  .is = is_when},
    [KEY_DATES] = {"list of dates", OF_LIST, .right = "write ( \"2026-10-10\", ... )"},
    [KEY_DAYS] = {"set of days", OF(CONFIG_TYPE_STRING),
                  .right = "write weekdays, holiday, workday or restday, joined by commas, as in "
                           "\"mon-fri\", \"sat,sun,holiday\"",
                  .member = MEMBER_UNSIGNED, .parse = parse_days},
    [KEY_COUNT] = {"way to count", OF(CONFIG_TYPE_STRING),
                   .right = "write \"calendar\" or \"active\"", .member = MEMBER_BOOL,
                   .parse = parse_count},
    [KEY_WORDS] = {"words", OF_LIST | OF(CONFIG_TYPE_STRING),
                   .right = "write \"Harbour\", or ( \"Harbour\", \"码头\" )"},
    [KEY_RUN] = {"way to run", OF(CONFIG_TYPE_STRING), .right = "write \"process\" or \"lines\"",
                 .member = MEMBER_BOOL, .parse = parse_run},
    [KEY_RATES] =
        {"set of rates", OF(CONFIG_TYPE_STRING),
         .right = "write a count (1 to 1000) and a span (1s to 7d), as in \"3/1m\", or up to four "
                  "such joined by commas",
         .member = MEMBER_RATES, .parse = parse_rates},
    [KEY_GRADES] = {"grades", OF_LIST | OF_NUMBER, .right = "write 1 to 4, or ( 1, 2 )"},
};

const char *key_type_name(enum key_type type)
{
    return types[type].name;
}

const char *key_type_right(enum key_type type)
{
    return types[type].right;
}

enum member_type key_type_member(enum key_type type)
{
    return types[type].member;
}

static const char *given_name(const config_setting_t *s)
{
    switch (config_setting_type(s)) {
    case CONFIG_TYPE_GROUP:
        return "a group { }";
    case CONFIG_TYPE_LIST:
        return "a list ( )";
    case CONFIG_TYPE_ARRAY:
        return "an array [ ]";
    case CONFIG_TYPE_STRING:
        return "text";
    case CONFIG_TYPE_BOOL:
        return "true or false";
    case CONFIG_TYPE_FLOAT:
        return "a number with a fraction";
    default:
        return "a number";
    }
}

static int64_t measure(const struct key *k, const config_setting_t *s)
{
    struct span span = {0};

    switch (config_setting_type(s)) {
    case CONFIG_TYPE_STRING:
        if (k->type == KEY_SPAN && span_parse(slice_of(config_setting_get_string(s)), &span))
            return span.us;
        return k->type == KEY_TARGETS || k->type == KEY_WORDS
                   ? 1
                   : (int64_t)strlen(config_setting_get_string(s));
    case CONFIG_TYPE_INT:
        return config_setting_get_int(s);
    case CONFIG_TYPE_INT64:
        return config_setting_get_int64(s);
    default:
        return config_setting_length(s);
    }
}

/* Is the text valid for its type? */
static bool is_of_type(enum key_type type, struct slice text)
{
    union {
        bool flag;
        int minutes;
        unsigned number;
        struct span span;
        struct date date;
        struct rates rates;
    } value;

    if (types[type].parse)
        return types[type].parse(text, &value);
    return !types[type].is || types[type].is(text);
}

bool key_fits(const struct key *k, const config_setting_t *value, struct buffer *ret_why)
{
    int type = config_setting_type(value);
    int64_t size;

    if (type < 0 || type > CONFIG_TYPE_LIST || !(types[k->type].of & OF(type))) {
        buffer_printf(ret_why, "\"%s\" is %s; %s", k->name, given_name(value),
                      types[k->type].right);
        return false;
    }
    size = measure(k, value);
    if (type == CONFIG_TYPE_STRING &&
        !is_of_type(k->type, slice_of(config_setting_get_string(value)))) {
        buffer_printf(ret_why, "%s = \"%s\" is not a valid %s; %s", k->name,
                      k->type == KEY_TEXT ? "..." : config_setting_get_string(value),
                      types[k->type].name, types[k->type].right);
        return false;
    }
    if ((k->min != 0 || k->max != 0) && (size < k->min || size > k->max)) {
        buffer_printf(ret_why, "\"%s\" is out of its limits; ", k->name);
        key_print_limits(k, ret_why);
        buffer_append_string(ret_why,
                             type == CONFIG_TYPE_LIST ? " things are possible" : " is possible");
        return false;
    }
    return true;
}

void key_store(const struct key *k, const config_setting_t *value, void *member)
{
    const char *text = value ? config_setting_get_string(value) : k->preset;

    if (value && k->type == KEY_NUMBER)
        *(unsigned *)member = (unsigned)config_setting_get_int(value);
    else if (value && k->type == KEY_BOOL)
        *(bool *)member = config_setting_get_bool(value);
    else if (text && types[k->type].parse)
        types[k->type].parse(slice_of(text), member);
    else if (text)
        *(char **)member = xstrdup(text);
}
