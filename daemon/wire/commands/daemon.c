#include "wire/commands/daemon.h"

#include <string.h>

#include "health/heartbeat.h"
#include "paging/paging.h"
#include "rules/coverage.h"
#include "rules/shifts.h"
#include "wire/commands/own.h"
#include "wire/commands/reading.h"
#include "wire/commands/render.h"
#include "wire/commands/submit.h"
#include "wire/net/net.h"
#include "wire/net/session.h"

#define DIGEST_DIGITS 12 /* of a configuration's digest, in replies */

/* ---- STATUS ---- */

static void say(struct session *s, struct buffer *line)
{
    session_reply_more(s, 250, "%.*s", SLICE_ARG(buffer_slice(line)));
    buffer_clear(line);
}

static void span_field(struct buffer *out, const char *name, struct span span)
{
    buffer_printf(out, " %s=", name);
    span_format((struct span){span.us - span.us % 1000000}, out);
}

static void status_daemon(struct session *s, const struct command_env *env, struct buffer *line)
{
    const struct clock *clock = desk_clock(session_desk(s));

    buffer_append_string(line, "dutyd");
    render_text_field(line, "office", slice_of(env->config->rules->office_id));
    render_text_field(line, "version", slice_of(env->version));
    if (instant_is_set(env->started))
        span_field(line, "uptime", instant_since(clock_monotonic(clock), env->started));
    buffer_printf(line, " config=%.*s", DIGEST_DIGITS, env->config->rules->digest);
    buffer_printf(line, " sessions=%zu", net_count(env->net));
    say(s, line);
}

static void status_database(struct session *s, struct buffer *line)
{
    struct journal_stats stats = journal_get_stats(desk_journal(session_desk(s)));

    buffer_append_string(line, "database");
    render_text_field(line, "state", slice_of(journal_state_to_string(stats.state)));
    render_instant_field(line, "since", stats.since);
    render_number_field(line, "durable", (long long)stats.durable);
    render_number_field(line, "pending", (long long)stats.pending);
    render_number_field(line, "batches", (long long)stats.batches);
    render_number_field(line, "reconnects", (long long)stats.reconnects);
    if (*stats.detail)
        render_text_field(line, "detail", slice_of(stats.detail));
    say(s, line);
}

static void status_work(struct session *s, const struct command_env *env, struct buffer *line)
{
    struct office_counts counts = office_counts(desk_office(session_desk(s)));

    buffer_printf(line, "incidents open=%zu acked=%zu", counts.open, counts.acked);
    say(s, line);
    if (!env->paging)
        return;
    struct paging_stats stats = paging_get_stats(env->paging);
    buffer_printf(line, "paging waiting=%zu running=%zu sent=%llu deferred=%llu failed=%llu",
                  stats.waiting, stats.running, (unsigned long long)stats.sent,
                  (unsigned long long)stats.deferred, (unsigned long long)stats.failed);
    buffer_printf(line, " dropped=%llu", (unsigned long long)stats.dropped);
    say(s, line);
}

static void status_audit(struct session *s, const struct auditor *auditor, struct buffer *line)
{
    struct auditor_stats stats;

    if (!auditor)
        return;
    stats = auditor_get_stats(auditor);
    buffer_printf(line, "audit state=%s",
                  stats.held                    ? "held"
                  : auditor_is_content(auditor) ? "well"
                                                : "alarm");
    if (instant_is_set(stats.at))
        render_instant_field(line, "at", stats.at);
    buffer_printf(line, " looked=%zu wrong=%zu alarms=%llu took=", stats.looked, stats.found,
                  (unsigned long long)stats.alarms);
    span_format((struct span){stats.took.us - stats.took.us % 1000}, line);
    if (stats.held || stats.worst)
        render_text(line, slice_of(stats.held ? stats.held : stats.worst));
    say(s, line);
}

static void status_hooks(struct session *s, const struct paging *paging, struct buffer *line)
{
    struct paging_hook_stats stats;

    for (size_t n = 0; paging && paging_get_hook_stats(paging, n, &stats); n++) {
        buffer_append_string(line, "hook");
        render_text_field(line, "via", slice_of(stats.via));
        render_text_field(line, "state", stats.is_down ? SLICE("down") : SLICE("up"));
        if (stats.is_down)
            render_instant_field(line, "since", stats.since);
        buffer_printf(line, " waiting=%zu running=%zu held=%zu", stats.waiting, stats.running,
                      stats.held);
        say(s, line);
    }
}

static void status_heartbeat(struct session *s, const struct heartbeat *heartbeat,
                             struct buffer *line)
{
    struct heartbeat_stats stats;

    if (!heartbeat)
        return;
    stats = heartbeat_get_stats(heartbeat);
    if (!stats.is_configured)
        return;
    buffer_printf(line, "heartbeat state=%s",
                  stats.silent   ? "silent"
                  : stats.reason ? "failing"
                                 : "well");
    if (instant_is_set(stats.at))
        render_instant_field(line, "at", stats.at);
    buffer_printf(line, " taken=%llu failed=%llu", (unsigned long long)stats.taken,
                  (unsigned long long)stats.failed);
    if (stats.silent || stats.reason)
        render_text(line, slice_of(stats.silent ? stats.silent : stats.reason));
    say(s, line);
}

static const char *selftest_state(const struct selftest *t)
{
    if (!instant_is_set(t->at))
        return "none";
    if (t->asked == 0)
        return "nobody";
    if (t->missed > t->late)
        return "missed";
    return t->answered + t->missed < t->asked ? "asked" : "answered";
}

static void status_selftest(struct session *s, struct instant now, struct buffer *line)
{
    const struct office *office = desk_office(session_desk(s));
    struct selftest t = office_selftest(office);
    struct instant next = office_selftest_next(office, now);

    if (!instant_is_set(t.at) && instant_is_never(next))
        return;
    buffer_printf(line, "selftest state=%s", selftest_state(&t));
    if (instant_is_set(t.at))
        render_instant_field(line, "at", t.at);
    buffer_printf(line, " asked=%u answered=%u late=%u missed=%u console=%u", t.asked, t.answered,
                  t.late, t.missed, t.console);
    if (!instant_is_never(next))
        render_instant_field(line, "next", next);
    say(s, line);
}

static void status_roster(struct session *s, struct instant now, struct buffer *line)
{
    struct roster roster = office_roster(desk_office(session_desk(s)));
    const struct rules *rules = roster.rules;
    struct instant end = instant_add(now, SPAN_DAYS(COVERAGE_DAYS));
    size_t gaps = 0;

    for (size_t i = 0; i < rules->n_posts; i++) {
        struct gap gap;

        if (!roster_next_gap(&roster, &rules->posts[i], now, end, &gap))
            continue;
        gaps++;
        buffer_append_string(line, "gap");
        render_text_field(line, "post", slice_of(rules->posts[i].id));
        render_instant_field(line, "from", gap.from);
        say(s, line);
    }
    buffer_printf(line, "roster posts=%zu gaps=%zu days=%d", rules->n_posts, gaps, COVERAGE_DAYS);
    say(s, line);
}

static void run_status(struct session *s, const struct request *r)
{
    struct buffer line = BUFFER_INIT;

    status_daemon(s, r->env, &line);
    status_database(s, &line);
    status_work(s, r->env, &line);
    status_hooks(s, r->env->paging, &line);
    status_audit(s, r->env->auditor, &line);
    status_heartbeat(s, r->env->heartbeat, &line);
    status_selftest(s, r->now, &line);
    status_roster(s, r->now, &line);
    buffer_append_string(&line, "clock");
    render_instant_field(&line, "at", r->now);
    render_text_field(&line, "zone", slice_of(r->env->config->rules->zone));
    session_reply(s, 250, "%.*s", SLICE_ARG(buffer_slice(&line)));
    buffer_deinit(&line);
}

static const struct command_info status_command = {
    .verb = "STATUS",
    .form = "STATUS",
    .what = "the daemon's own health: database, incidents, paging, audit, heartbeat, roster gaps "
            "ahead, clock",
    .example = "STATUS",
    .ranks = RANKS_READ,
    .flags = COMMAND_EARLY | COMMAND_READS,
    .run = run_status,
};

/* ---- RELOAD and CHECK ---- */

static void say_lines(struct session *s, int code, struct slice text)
{
    while (text.len) {
        struct slice line = slice_cut(&text, '\n');
        session_reply_more(s, code, "%.*s", SLICE_ARG(line));
    }
}

static void run_reload(struct session *s, const struct request *r)
{
    struct config_report report = {0};
    struct buffer words = BUFFER_INIT;
    bool taken;

    if (journal_get_stats(desk_journal(session_desk(s))).state != JOURNAL_READY) {
        submit_reply_away(s, r->now);
        return;
    }
    taken = r->env->reload(r->env->reload_arg, session_person(s), &report);
    if (taken)
        session_hold(s, office_last_seq(desk_office(session_desk(s))));
    say_lines(s, taken ? 250 : 501, buffer_slice(&report.text));
    if (taken) {
        buffer_printf(&words, "reloaded config=%.*s warnings=%zu", DIGEST_DIGITS,
                      r->env->config->rules->digest, report.warnings);
        session_reply_durable(s, office_last_seq(desk_office(session_desk(s))), 250,
                              buffer_slice(&words));
    } else {
        session_reply(s, 501, "not reloaded, nothing changed: errors=%zu warnings=%zu",
                      report.errors, report.warnings);
    }
    buffer_deinit(&words);
    config_report_deinit(&report);
}

#define RANKS_RELOAD RANK_BIT(RANK_ADMIN)

static const struct command_info reload_command = {
    .verb = "RELOAD",
    .form = "RELOAD",
    .what = "reads the configuration again, all of it or nothing",
    .detail = "Errors and warnings come back with file and line. It can be said again without "
              "harm, and takes no key.",
    .example = "RELOAD",
    .ranks = RANKS_RELOAD,
    .run = run_reload,
};

static void say_coverage(struct session *s, const struct request *r, const struct config *c)
{
    struct buffer text = BUFFER_INIT;

    config_fixed_changes(r->env->config, c, &text);
    if (text.len)
        session_reply_more(s, 250, "takes effect at a restart only: %.*s",
                           SLICE_ARG(buffer_slice(&text)));
    buffer_clear(&text);
    coverage_print(c->rules, r->now, COVERAGE_DAYS, &text);
    say_lines(s, 250, buffer_slice(&text));
    buffer_deinit(&text);
}

static void run_check(struct session *s, const struct request *r)
{
    struct config_report report;
    struct config *c = config_load(r->env->config->file, r->now, &report);

    say_lines(s, c ? 250 : 501, buffer_slice(&report.text));
    if (c) {
        say_coverage(s, r, c);
        calendar_set_zone(r->env->config->rules->zone); /* reading has set the one in the file */
        session_reply(s, 250, "good config=%.*s warnings=%zu", DIGEST_DIGITS, c->rules->digest,
                      report.warnings);
    } else {
        session_reply(s, 501, "not good: errors=%zu warnings=%zu", report.errors, report.warnings);
    }
    config_unref(c);
    config_report_deinit(&report);
}

static const struct command_info check_command = {
    .verb = "CHECK",
    .form = "CHECK",
    .what = "checks the configuration file without putting it in force",
    .detail = "Errors and warnings come back with file and line; then who holds each post over "
              "the next 30 days.",
    .example = "CHECK",
    .ranks = RANKS_DUTY | RANK_BIT(RANK_ADMIN),
    .flags = COMMAND_EARLY,
    .run = run_check,
};

/* ---- VERIFY ---- */

static void reply_verdict(struct session *s, const struct journal_verdict *verdict)
{
    struct buffer hash = BUFFER_INIT;

    digest_format(&verdict->last_hash, &hash);
    if (verdict->answer != JOURNAL_ANSWER_WHOLE)
        session_reply(s, 450, "not verified: the database cannot be read now; try again");
    else if (verdict->bad)
        session_reply(s, 503, "entry %llu does not agree: %s", (unsigned long long)verdict->bad,
                      verdict->why ? verdict->why : "its hash is another");
    else
        session_reply(s, 250, "verified first=%llu last=%llu hash=%s",
                      (unsigned long long)verdict->first, (unsigned long long)verdict->last,
                      hash.data);
    buffer_deinit(&hash);
}

static void on_verdict(void *arg, const struct journal_verdict *verdict)
{
    struct session *s = reading_end(arg);

    reply_verdict(s, verdict);
    session_continue(s);
}

static void run_verify(struct session *s, const struct request *r)
{
    long long first = 1;
    struct reading *reading;

    if (!command_own_number(s, r, "since", 1, INT64_MAX, &first))
        return;
    if ((uint64_t)first > desk_durable(session_desk(s))) {
        session_reply(s, 554, "there is no entry %lld; the last one is %llu", first,
                      (unsigned long long)desk_durable(session_desk(s)));
        return;
    }
    reading = reading_begin(s, INCIDENT_NONE);
    reading->ticket =
        journal_verify(desk_journal(session_desk(s)), (uint64_t)first, on_verdict, reading);
}

static const struct own_field verify_fields[] = {
    {"since", "the number of the entry to begin with; 1 if not said", TIME_NONE},
    {0},
};

static const struct command_info verify_command = {
    .verb = "VERIFY",
    .form = "VERIFY [since=ENTRY]",
    .what = "recomputes the hash chain of the log, and says its last hash",
    .detail = "Write the hash down elsewhere: whoever has it can tell later that nothing before "
              "it was changed.",
    .example = "VERIFY",
    .ranks = RANKS_READ,
    .flags = COMMAND_READS,
    .own = verify_fields,
    .run = run_verify,
};

const struct command_info *const daemon_commands[] = {&status_command, &reload_command,
                                                      &check_command, &verify_command, NULL};
