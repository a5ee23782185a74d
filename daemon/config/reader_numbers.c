#include "config/reader_numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/phone.h"

bool numbers_are_for(const struct hook_config *hook)
{
    struct slice via = slice_of(hook->via);
    const char *program = hook->command ? hook->command[0] : NULL;
    const char *slash = program ? strrchr(program, '/') : NULL;

    return slice_starts_with(via, SLICE("sms")) || slice_starts_with(via, SLICE("call")) ||
           (slash && slice_starts_with(slice_of(slash + 1), SLICE("sms-")));
}

static void report(struct reader *r, const config_setting_t *at, const char *key, const char *text,
                   const struct phone_number *number)
{
    unsigned line = config_setting_source_line(at);
    struct buffer words = BUFFER_INIT;

    phone_explain(number, slice_of(text), &words);
    if (phone_is_wrong(number->verdict))
        reader_error_line(r, line, "%s = %s", key, words.data);
    else
        reader_warn_line(r, line, "%s = %s", key, words.data);
    buffer_deinit(&words);
}

/* In E.164. `knows_short`: a short number is accepted without a warning. */
static char *read_number(struct reader *r, const config_setting_t *at, const char *key,
                         const char *text, bool knows_short)
{
    struct phone_home home = rules_home(r->rules);
    struct phone_number number;

    phone_read(slice_of(text), home, &number);
    if (r->past || number.verdict == PHONE_GOOD ||
        (number.verdict == PHONE_SERVICE && knows_short) ||
        (number.verdict == PHONE_NO_COUNTRY && home.country)) /* which is reported as wrong */
        ;
    else
        report(r, at, key, text, &number);
    return xstrdup(phone_is_wrong(number.verdict) ? text : number.number);
}

/* Not declared as a number, but clearly one. */
static bool is_number(struct reader *r, const char *text)
{
    struct phone_home home = rules_home(r->rules);
    struct phone_number number;

    if (text[0] != '+' && !slice_starts_with(slice_of(text), SLICE("＋")))
        return false;
    phone_read(slice_of(text), home, &number);
    return !phone_is_wrong(number.verdict);
}

char *reader_address(struct reader *r, const config_setting_t *at, const char *text,
                     const struct hook_config *hook)
{
    if (hook && (hook->telephone || is_number(r, text)))
        return read_number(r, at, config_setting_name(at), text, false);
    return xstrdup(text);
}

void read_also(struct reader *r, const config_setting_t *list, struct person *p)
{
    size_t n = reader_count(list);

    p->also = xcalloc(n + 1, sizeof(*p->also));
    for (size_t i = 0; i < n; i++) {
        const config_setting_t *s = reader_item(list, i);
        const char *text = config_setting_get_string(s);

        if (text)
            p->also[p->n_also++] = read_number(r, s, "also", text, true);
        else
            reader_error(r, s, "a number is not a text; write it in quotes");
    }
}

/* ---- shared numbers ---- */

struct owned {
    const char *number;
    size_t person;
};

static int compare_owned(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    int order = strcmp(x->number, y->number);

    if (order)
        return order;
    return x->person < y->person ? -1 : x->person > y->person;
}

static size_t collect(const struct rules *rules, struct owned **ret_all)
{
    struct owned *all = NULL;
    size_t n = 0, cap = 0;

    for (size_t i = 0; i < rules->n_people; i++) {
        const struct person *p = &rules->people[i];

        for (size_t k = 0; k < p->n_contacts + p->n_also; k++) {
            const char *number = k < p->n_contacts ? p->contacts[k].to : p->also[k - p->n_contacts];

            if (!number || number[0] != '+')
                continue;
            all = xgrow(all, &cap, n + 1, sizeof(*all));
            all[n++] = (struct owned){number, i};
        }
    }
    *ret_all = all;
    return n;
}

void check_shared_numbers(struct reader *r)
{
    const struct person *people = r->rules->people;
    struct owned *all;
    size_t n = collect(r->rules, &all), first = 0;

    if (n)
        qsort(all, n, sizeof(*all), compare_owned);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(all[i].number, all[first].number) != 0)
            first = i;
        else if (all[i].person != all[first].person && all[i].person != all[i - 1].person)
            reader_warn_line(
                r, r->person_lines[all[i].person],
                "%s and %s have the same number, %s; if they do not share a telephone, "
                "correct one",
                people[all[first].person].id, people[all[i].person].id, all[i].number);
    }
    free(all);
}
