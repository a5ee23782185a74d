#include "cli/roster.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/words.h"
#include "cli/exit_codes.h"
#include "config/load.h"
#include "rules/print.h"

static int refuse(const char *what, const char *given, const char *right)
{
    fprintf(stderr, "dutyd: %s %s; %s\n", what, given, right);
    return EXIT_USAGE;
}

static int refuse_name(const char *what, const char *given, const char **known)
{
    const char *near = words_nearest(slice_of(given), known);

    fprintf(stderr, "dutyd: there is no %s %s%s%s\n", what, given, near ? "; the nearest is " : "",
            near ? near : "");
    free(known);
    return EXIT_USAGE;
}

static int find_post(const struct rules *rules, const char *id, const struct post **ret_post)
{
    const char **known;

    if (!id || (*ret_post = rules_post(rules, slice_of(id))))
        return EXIT_OK;
    known = xcalloc(rules->n_posts + 1, sizeof(*known));
    for (size_t i = 0; i < rules->n_posts; i++)
        known[i] = rules->posts[i].id;
    return refuse_name("post", id, known);
}

static int find_person(const struct rules *rules, const char *id, const struct person **ret_person)
{
    const char **known;

    if (!id || (*ret_person = rules_person(rules, slice_of(id))))
        return EXIT_OK;
    known = xcalloc(rules->n_people + 1, sizeof(*known));
    for (size_t i = 0; i < rules->n_people; i++)
        known[i] = rules->people[i].id;
    return refuse_name("person", id, known);
}

static int print(const struct rules *rules, const struct roster_options *o, struct roster_print *p)
{
    struct buffer text = BUFFER_INIT;
    int wrong = find_post(rules, o->post, &p->post);

    if (wrong == EXIT_OK)
        wrong = find_person(rules, o->person, &p->person);
    if (wrong != EXIT_OK)
        return wrong;
    roster_print(rules, p, &text);
    fwrite(text.data, 1, text.len, stdout);
    buffer_deinit(&text);
    return EXIT_OK;
}

int cli_print_roster(const char *file, const struct roster_options *o)
{
    struct roster_print p = {.now = clock_now(&clock_system)};
    struct config_report report;
    struct config *c;
    long long days = ROSTER_DAYS;
    int code = EXIT_WRONG;

    if (o->days && !slice_to_number(slice_of(o->days), 1, ROSTER_DAYS_MAX, &days))
        return refuse("--days", o->days, "write a whole number from 1 to 3660");
    if (o->format && !roster_format_from_slice(slice_of(o->format), &p.format))
        return refuse("--format", o->format, "write text, csv or ics");
    c = config_load(file, p.now, &report);
    fputs(report.text.len ? report.text.data : "", stderr);
    if (c) {
        int64_t today = date_to_days(calendar_date(p.now));

        p.from = calendar_instant(date_from_days(today), 0);
        p.until = calendar_instant(date_from_days(today + days), 0);
        code = print(c->rules, o, &p);
    }
    config_report_deinit(&report);
    config_unref(c);
    return code;
}
