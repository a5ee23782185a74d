#include "config/key_types.h"

#include <string.h>

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

static bool is_span(struct slice s)
{
    struct span span;

    return span_parse(s, &span);
}

static bool is_date(struct slice s)
{
    struct date date;

    return date_parse(s, &date);
}

static bool is_time(struct slice s)
{
    int minutes;

    return minutes_parse(s, &minutes);
}

static bool is_rank(struct slice s)
{
    enum rank rank;

    return rank_from_slice(s, &rank);
}

static bool is_cycle(struct slice s)
{
    struct cycle cycle;

    return cycle_parse(s, &cycle);
}

bool when_parse(struct slice text, bool *ret_is_date)
{
    struct slice time = text, date = slice_cut(&time, ' ');
    int minutes;

    if (!is_date(date) || (date.len < text.len && !minutes_parse(time, &minutes)))
        return false;
    *ret_is_date = date.len == text.len;
    return true;
}

static bool is_when(struct slice s)
{
    bool is_date;

    return when_parse(s, &is_date);
}

static bool is_days(struct slice s)
{
    unsigned days;

    return days_parse(s, &days);
}

static bool is_run(struct slice s)
{
    return slice_equal_string(s, "process") || slice_equal_string(s, "lines");
}

static bool is_rates(struct slice s)
{
    struct rates rates;

    return rates_parse(s, &rates);
}

static bool is_count(struct slice s)
{
    return slice_equal_string(s, "calendar") || slice_equal_string(s, "active");
}

static bool is_mode(struct slice s)
{
    if (s.len < 3 || s.len > 4 || (s.len == 4 && s.data[0] != '0'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '7')
            return false;
    }
    return true;
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
    bool (*is)(struct slice s); /* texts only */
    const char *right;
} types[KEY_TYPE_COUNT] = {
    [KEY_GROUP] = {"group", OF(CONFIG_TYPE_GROUP), NULL, "write { key = value; ... }"},
    [KEY_GROUPS] = {"list of groups", OF(CONFIG_TYPE_LIST), NULL,
                    "write ( { key = value; ... }, ... )"},
    [KEY_TEXT] = {"text", OF(CONFIG_TYPE_STRING), is_ordinary,
                  "write it in quotes, without control characters"},
    [KEY_ID] = {"id", OF(CONFIG_TYPE_STRING), is_id,
                "write letters, digits and . _ - in quotes, a letter or digit first"},
    [KEY_PATH] = {"path", OF(CONFIG_TYPE_STRING), is_path,
                  "write an absolute path in quotes, as in \"/run/dutyd/dutyd.sock\""},
    [KEY_NUMBER] = {"number", OF_NUMBER, NULL, "write a whole number without quotes"},
    [KEY_SPAN] = {"span", OF(CONFIG_TYPE_STRING), is_span,
                  "write a time span in quotes, as in \"90s\", \"5m\", \"1h30m\""},
    [KEY_DATE] = {"date", OF(CONFIG_TYPE_STRING), is_date,
                  "write a date that exists in quotes, as in \"2026-11-02\""},
    [KEY_TIME] = {"time", OF(CONFIG_TYPE_STRING), is_time,
                  "write a time from \"00:00\" to \"23:59\" in quotes"},
    [KEY_CYCLE] = {"cycle", OF(CONFIG_TYPE_STRING), is_cycle,
                   "write \"1d\" to \"366d\", \"1w\" to \"52w\", or \"1month\" to \"120month\""},
    [KEY_RANK] = {"rank", OF(CONFIG_TYPE_STRING), is_rank,
                  "write one of \"service\", \"observer\", \"officer\", \"supervisor\", "
                  "\"leader\", \"admin\""},
    [KEY_MODE] = {"mode", OF(CONFIG_TYPE_STRING), is_mode,
                  "write octal permissions in quotes, as in \"0660\""},
    [KEY_TEXTS] = {"list of texts", OF_LIST, NULL, "write ( \"...\", ... )"},
    [KEY_TURNS] = {"list of turns", OF_LIST, NULL,
                   "write ( \"li.wei\", ... ) or ( (\"li.wei\", \"chen.yu\"), ... )"},
    [KEY_TARGETS] = {"targets", OF_LIST | OF(CONFIG_TYPE_STRING), NULL,
                     "write ( \"post:officer\", \"person:director\", \"team:rescue\", "
                     "\"rank:leader\" )"},
    [KEY_BOOL] = {"switch", OF(CONFIG_TYPE_BOOL), NULL, "write true or false, without quotes"},
    [KEY_WHEN] = {"date or time", OF(CONFIG_TYPE_STRING), is_when,
                  "write \"2026-11-05\" for whole duties, or \"2026-11-05 17:30\""},
    [KEY_DATES] = {"list of dates", OF_LIST, NULL, "write ( \"2026-10-10\", ... )"},
    [KEY_DAYS] = {"set of days", OF(CONFIG_TYPE_STRING), is_days,
                  "write weekdays, holiday, workday or restday, joined by commas, as in "
                  "\"mon-fri\", \"sat,sun,holiday\""},
    [KEY_COUNT] = {"way to count", OF(CONFIG_TYPE_STRING), is_count,
                   "write \"calendar\" or \"active\""},
    [KEY_WORDS] = {"words", OF_LIST | OF(CONFIG_TYPE_STRING), NULL,
                   "write \"Harbour\", or ( \"Harbour\", \"码头\" )"},
    [KEY_RUN] = {"way to run", OF(CONFIG_TYPE_STRING), is_run, "write \"process\" or \"lines\""},
    [KEY_RATES] = {"set of rates", OF(CONFIG_TYPE_STRING), is_rates,
                   "write a count (1 to 1000) and a span (1s to 7d), as in \"3/1m\", or up to four "
                   "such joined by commas"},
    [KEY_GRADES] = {"grades", OF_LIST | OF_NUMBER, NULL, "write 1 to 4, or ( 1, 2 )"},
};

const char *key_type_name(enum key_type type)
{
    return types[type].name;
}

const char *key_type_right(enum key_type type)
{
    return types[type].right;
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
    if (type == CONFIG_TYPE_STRING && types[k->type].is &&
        !types[k->type].is(slice_of(config_setting_get_string(value)))) {
        buffer_printf(ret_why, "%s = \"%s\" is no %s; %s", k->name,
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
