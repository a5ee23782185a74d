#include "config/keys.h"

#include <stddef.h>
#include <string.h>

#include "base/words.h"
#include "config/config.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define DAY (1440 * MINUTE)
#define NO_LIMITS 0, 0

#define REQUIRED KEY_REQUIRED, NULL
#define OPTIONAL(preset) KEY_OPTIONAL, preset
#define LATER KEY_LATER, NULL

/* A member of a type that is not listed does not compile. */
#define TYPE_OF(member)                                                                            \
    _Generic((member),                                                                             \
        char *: MEMBER_TEXT,                                                                       \
        bool: MEMBER_BOOL,                                                                         \
        int: MEMBER_INT,                                                                           \
        unsigned: MEMBER_UNSIGNED,                                                                 \
        struct span: MEMBER_SPAN,                                                                  \
        struct date: MEMBER_DATE,                                                                  \
        struct rates: MEMBER_RATES)
#define MEMBER(place, of, name)                                                                    \
    {                                                                                              \
        place, TYPE_OF(((struct of *)NULL)->name), offsetof(struct of, name)                       \
    }
#define CONFIG(name) MEMBER(IN_CONFIG, config, name)
#define RULES(name) MEMBER(IN_RULES, rules, name)
#define ITEM(of, name) MEMBER(IN_ITEM, of, name)
#define NO_MEMBER                                                                                  \
    {                                                                                              \
        IN_NOTHING, MEMBER_NONE, 0                                                                 \
    }

const struct key keys[] = {
    {SECTION_TOP, "office", KEY_GROUP, REQUIRED, NO_LIMITS, NO_MEMBER, "Which office this is."},
    {SECTION_TOP, "database", KEY_GROUP, REQUIRED, NO_LIMITS, NO_MEMBER,
     "Where the journal is kept."},
    {SECTION_TOP, "listen", KEY_GROUPS, REQUIRED, 1, 32, NO_MEMBER, "Where clients connect."},
    {SECTION_TOP, "sessions", KEY_GROUP, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "Limits for connections."},
    {SECTION_TOP, "hooks", KEY_GROUPS, OPTIONAL(NULL), 0, 32, NO_MEMBER,
     "The programs that send pages."},
    {SECTION_TOP, "people", KEY_GROUPS, REQUIRED, 1, 4096, NO_MEMBER,
     "Everybody who may log in or be paged."},
    {SECTION_TOP, "posts", KEY_GROUPS, REQUIRED, 1, 256, NO_MEMBER,
     "The posts, and who holds each when."},
    {SECTION_TOP, "chains", KEY_GROUPS, REQUIRED, 1, 256, NO_MEMBER,
     "Who is paged, and in which order."},
    {SECTION_TOP, "routes", KEY_GROUPS, REQUIRED, 1, 256, NO_MEMBER,
     "Which chain a report takes. The first route that fits decides; the last must fit every "
     "report."},
    {SECTION_TOP, "catch_all", KEY_TARGETS, REQUIRED, 1, 32, NO_MEMBER,
     "Paged when a step, or a whole chain, reaches nobody."},
    {SECTION_TOP, "spool", KEY_GROUP, LATER, NO_LIMITS, NO_MEMBER,
     "Keeps reports while the database is away."},
    {SECTION_TOP, "strict", KEY_BOOL, OPTIONAL("true"), NO_LIMITS, CONFIG(strict),
     "Whether a gap within the next 30 days is an error; with `false` it is a warning."},
    {SECTION_TOP, "gap_notice", KEY_SPAN, OPTIONAL("24h"), 0, 28 * DAY, RULES(gap_notice),
     "How long before a gap begins it is reported, once; 0: never."},
    {SECTION_TOP, "tell_roster", KEY_BOOL, OPTIONAL("false"), NO_LIMITS, RULES(tell_roster),
     "Sends a notice to people whose shifts within the next 7 days change, by a new configuration "
     "or `RELIEVE`."},
    {SECTION_TOP, "tell_taken", KEY_BOOL, OPTIONAL("true"), NO_LIMITS, RULES(tell_taken),
     "Sends a notice to everybody paged for an incident when somebody takes it."},
    {SECTION_TOP, "tell_closed", KEY_BOOL, OPTIONAL("true"), NO_LIMITS, RULES(tell_closed),
     "Sends a notice to everybody paged for an incident when it is over."},
    {SECTION_TOP, "tell_changes", KEY_BOOL, OPTIONAL("true"), NO_LIMITS, RULES(tell_changes),
     "Sends a notice to whoever was paged for an incident, or has taken it, and may be on the way, "
     "when its place, grade, text or figures of people change."},
    {SECTION_TOP, "tell_changes_after", KEY_SPAN, OPTIONAL("30s"), 0, 60 * MINUTE,
     RULES(tell_changes_after),
     "What changes within this time after a first change goes with it, in one notice."},
    {SECTION_TOP, "selftest", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, RULES(selftest_at),
     "When, each day, those on duty are sent a test SMS that they have to answer."},
    {SECTION_TOP, "selftest_post", KEY_ID, OPTIONAL(NULL), 1, 64, RULES(selftest_post),
     "The post that is tested; if not given, the first one of rank officer, or else the first."},
    {SECTION_TOP, "selftest_limit", KEY_SPAN, OPTIONAL("10m"), 10 * SECOND, DAY / 12,
     RULES(selftest_limit), "A test not answered within this time is missed."},
    {SECTION_TOP, "answers", KEY_GROUP, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "The words people use to answer by SMS."},
    {SECTION_TOP, "heartbeat", KEY_GROUP, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "A program run at intervals to let somebody outside know that all is well."},
    {SECTION_TOP, "audit_slack", KEY_SPAN, OPTIONAL("30s"), SECOND, 60 * MINUTE,
     CONFIG(audit_slack), "How late something may be before the auditor raises an alarm."},
    {SECTION_TOP, "bundle", KEY_NUMBER, OPTIONAL("3"), 0, 100, CONFIG(bundle),
     "A person with more live pages than this gets one message for all that wait; 0: always one "
     "message a page. Drills are counted separately."},
    {SECTION_TOP, "holidays", KEY_GROUPS, OPTIONAL(NULL), 0, 256, NO_MEMBER,
     "Days that count as holidays."},
    {SECTION_TOP, "workdays", KEY_DATES, OPTIONAL(NULL), 0, 256, NO_MEMBER,
     "Make-up days: worked, whatever day of the week."},
    {SECTION_TOP, "leave", KEY_GROUPS, OPTIONAL(NULL), 0, 4096, NO_MEMBER,
     "People who are off all rosters for a while."},
    {SECTION_TOP, "relief", KEY_GROUPS, OPTIONAL(NULL), 0, 4096, NO_MEMBER,
     "One person in another's place for a while."},
    {SECTION_TOP, "limits", KEY_GROUP, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "The longest duty and the shortest rest; beyond them, warnings."},
    {SECTION_TOP, "teams", KEY_GROUPS, OPTIONAL(NULL), 0, 256, NO_MEMBER,
     "People who are paged together."},
    {SECTION_TOP, "drill_to", KEY_TARGETS, OPTIONAL(NULL), 1, 32, NO_MEMBER,
     "The only people whom a drill may page; if not given, only the person who reported it."},

    {SECTION_OFFICE, "id", KEY_ID, REQUIRED, 1, 64, RULES(office_id),
     "Names the office in the journal and in pages. Takes effect only at a start."},
    {SECTION_OFFICE, "name", KEY_TEXT, OPTIONAL(NULL), 1, 200, RULES(office_name),
     "For people; the id if not given."},
    {SECTION_OFFICE, "timezone", KEY_TEXT, REQUIRED, 1, 64, RULES(zone),
     "A zone of the system's database, such as `Asia/Shanghai`. Takes effect only at a start."},
    {SECTION_OFFICE, "country", KEY_TEXT, OPTIONAL(NULL), 2, 4, RULES(country),
     "The country code of telephone numbers written without one: `+86`."},

    {SECTION_OFFICE, "trunk", KEY_TEXT, OPTIONAL(NULL), 0, 16, RULES(trunk),
     "What is dialled before them within the country: `0`, or `\"\"` for nothing; if not given, as "
     "is usual in the country."},

    {SECTION_DATABASE, "conninfo", KEY_TEXT, REQUIRED, 1, 4096, CONFIG(conninfo),
     "A libpq connection string. Takes effect only at a start."},
    {SECTION_DATABASE, "commit_limit", KEY_SPAN, OPTIONAL("3s"), SECOND / 10, MINUTE,
     CONFIG(commit_limit),
     "A commit that takes longer has stalled: until it is done, reports are refused with 450. "
     "Takes "
     "effect only at a start."},

    {SECTION_LISTEN, "tcp", KEY_TEXT, OPTIONAL(NULL), 1, 64, NO_MEMBER,
     "Address and port for plain text: `127.0.0.1:2424`, `[::1]:2424`."},
    {SECTION_LISTEN, "tls", KEY_TEXT, OPTIONAL(NULL), 1, 64, NO_MEMBER,
     "Address and port for TLS from the first byte."},
    {SECTION_LISTEN, "unix", KEY_PATH, OPTIONAL(NULL), 2, 107, NO_MEMBER,
     "The path of a Unix socket."},
    {SECTION_LISTEN, "mode", KEY_MODE, OPTIONAL("0660"), NO_LIMITS, ITEM(listen_config, mode),
     "Permissions of the Unix socket."},
    {SECTION_LISTEN, "certificate", KEY_PATH, OPTIONAL(NULL), 2, 4095,
     ITEM(listen_config, certificate),
     "PEM file with the certificate and its chain; `tls` needs it."},
    {SECTION_LISTEN, "key", KEY_PATH, OPTIONAL(NULL), 2, 4095, ITEM(listen_config, key),
     "PEM file with the private key; `tls` needs it."},

    {SECTION_SESSIONS, "connections", KEY_NUMBER, OPTIONAL("1024"), 1, 100000,
     CONFIG(sessions.connections),
     "The most at a time; one more ends the one that has been silent longest, or else gets 421."},
    {SECTION_SESSIONS, "per_address", KEY_NUMBER, OPTIONAL("0"), 0, 100000,
     CONFIG(sessions.per_address),
     "The most from one address (of IPv6: a /64); 0: no separate limit."},
    {SECTION_SESSIONS, "per_person", KEY_NUMBER, OPTIONAL("8"), 0, 100000,
     CONFIG(sessions.per_person),
     "The most that one person leaves open; a further login ends the one that has been silent "
     "longest. 0: no separate limit."},
    {SECTION_SESSIONS, "idle", KEY_SPAN, OPTIONAL("10m"), SECOND, 7 * DAY, CONFIG(sessions.idle),
     "A session without a login that sends no whole command for this long is ended with 421."},
    {SECTION_SESSIONS, "login_delay", KEY_SPAN, OPTIONAL("1s"), 0, MINUTE,
     CONFIG(sessions.login_delay),
     "The delay of the answer to a second wrong password of a person from an address; doubled "
     "each time, up to 1 minute."},

    {SECTION_HOOK, "via", KEY_ID, REQUIRED, 1, 64, ITEM(hook_config, via),
     "The name that contacts use."},
    {SECTION_HOOK, "command", KEY_TEXTS, REQUIRED, 1, 64, NO_MEMBER,
     "The program, by its absolute path, and its fixed arguments. No shell."},
    {SECTION_HOOK, "timeout", KEY_SPAN, OPTIONAL("30s"), SECOND / 10, 10 * MINUTE,
     ITEM(hook_config, timeout), "A run that takes longer is killed, and has failed."},
    {SECTION_HOOK, "parallel", KEY_NUMBER, OPTIONAL("8"), 1, 256, ITEM(hook_config, parallel),
     "The most runs at a time."},
    {SECTION_HOOK, "retries", KEY_NUMBER, OPTIONAL("5"), 1, 100, ITEM(hook_config, retries),
     "The most runs for one page while the hook exits with 75 (try again)."},
    {SECTION_HOOK, "backoff", KEY_SPAN, OPTIONAL("5s"), SECOND / 10, 10 * MINUTE,
     ITEM(hook_config, backoff), "The wait after the first 75, then doubled."},
    {SECTION_HOOK, "mode", KEY_RUN, OPTIONAL("process"), NO_LIMITS, ITEM(hook_config, lines),
     "`process`: one for each page. `lines`: one for all pages, a line each; see docs/hooks.md."},
    {SECTION_HOOK, "telephone", KEY_BOOL, OPTIONAL(NULL), NO_LIMITS, ITEM(hook_config, telephone),
     "Whether its addresses are telephone numbers; if not given, those of `sms…`, `call…` and a "
     "program `sms-…` are."},
    {SECTION_HOOK, "per_number", KEY_RATES, OPTIONAL(NULL), NO_LIMITS,
     ITEM(hook_config, per_number),
     "The most messages to one address, as in `3/1m,10/1h`; first pages never wait for it."},
    {SECTION_HOOK, "breaker", KEY_NUMBER, OPTIONAL("5"), 0, 100, ITEM(hook_config, breaker),
     "After this many failed runs in a row the hook is down, and the next means takes over; 0: "
     "never."},
    {SECTION_HOOK, "probe", KEY_SPAN, OPTIONAL("30s"), SECOND, 60 * MINUTE,
     ITEM(hook_config, probe), "How often a hook that is down is tried with one page."},

    {SECTION_PERSON, "id", KEY_ID, REQUIRED, 1, 64, ITEM(person, id),
     "The name for logins, rosters and the log."},
    {SECTION_PERSON, "name", KEY_TEXT, OPTIONAL(NULL), 1, 200, ITEM(person, name),
     "For people; the id if not given."},
    {SECTION_PERSON, "rank", KEY_RANK, REQUIRED, NO_LIMITS, ITEM(person, rank),
     "What the person may do."},
    {SECTION_PERSON, "sms", KEY_TEXT, OPTIONAL(NULL), 1, 200, NO_MEMBER,
     "Short for one contact: `via = \"sms\"; tries = 1; gap = \"60s\"`."},
    {SECTION_PERSON, "contacts", KEY_GROUPS, OPTIONAL(NULL), 1, 16, NO_MEMBER,
     "The means of reaching the person, in the order in which they are tried."},
    {SECTION_PERSON, "also", KEY_TEXTS, OPTIONAL(NULL), 1, 16, NO_MEMBER,
     "Further telephone numbers from which the person may reply; no page goes there."},
    {SECTION_PERSON, "password", KEY_TEXT, OPTIONAL(NULL), 1, 512, ITEM(person, password),
     "A crypt(5) hash, in one piece. Without it there is no login by password. It is left out of "
     "the text that the journal keeps."},
    {SECTION_PERSON, "uid", KEY_TEXT, OPTIONAL(NULL), 1, 64, ITEM(person, uid),
     "The system user who is this person on the Unix socket, without a password."},

    {SECTION_CONTACT, "via", KEY_ID, REQUIRED, 1, 64, ITEM(contact, via), "The hook that sends."},
    {SECTION_CONTACT, "to", KEY_TEXT, REQUIRED, 1, 200, ITEM(contact, to),
     "The address: a telephone number, or as the hook takes it."},
    {SECTION_CONTACT, "tries", KEY_NUMBER, OPTIONAL("1"), 1, 20, ITEM(contact, tries),
     "How many pages go by this means."},
    {SECTION_CONTACT, "gap", KEY_SPAN, OPTIONAL("60s"), SECOND, DAY, ITEM(contact, gap),
     "The wait after each page; after the last one, before the next means."},

    {SECTION_POST, "id", KEY_ID, REQUIRED, 1, 64, ITEM(post, id), "The name for `post:ID`."},
    {SECTION_POST, "title", KEY_TEXT, OPTIONAL(NULL), 1, 200, ITEM(post, title),
     "For people; the id if not given."},
    {SECTION_POST, "rank", KEY_RANK, OPTIONAL("officer"), NO_LIMITS, ITEM(post, rank),
     "The lowest rank that may hold it."},
    {SECTION_POST, "staff", KEY_NUMBER, OPTIONAL("1"), 0, 64, ITEM(post, staff),
     "How many people must hold it at every moment."},
    {SECTION_POST, "standby", KEY_BOOL, OPTIONAL("false"), NO_LIMITS, ITEM(post, standby),
     "On call, not on site: its time does not count for `limits`."},
    {SECTION_POST, "grace", KEY_SPAN, OPTIONAL("0s"), 0, DAY / 2, ITEM(post, grace),
     "How soon after a shift begins people must have signed on (`ON`), or they are absent; 0: "
     "presence is not checked."},
    {SECTION_POST, "rollcalls", KEY_NUMBER, OPTIONAL("0"), 0, 24, ITEM(post, rollcalls),
     "Roll calls at random times in each shift."},
    {SECTION_POST, "rollcall_limit", KEY_SPAN, OPTIONAL("5m"), 10 * SECOND, DAY / 12,
     ITEM(post, rollcall_limit), "A roll call not answered within this time is missed."},
    {SECTION_POST, "remind", KEY_SPAN, OPTIONAL("0s"), 0, 7 * DAY, ITEM(post, remind),
     "How long before a shift its person gets one message: begin, end, next shift; 0: never."},
    {SECTION_POST, "rotations", KEY_GROUPS, REQUIRED, 1, 64, NO_MEMBER,
     "Who holds it when; they add up."},

    {SECTION_ROTATION, "name", KEY_TEXT, OPTIONAL(NULL), 1, 64, ITEM(rotation, name),
     "For people."},
    {SECTION_ROTATION, "start", KEY_DATE, REQUIRED, NO_LIMITS, ITEM(rotation, start),
     "The local date of the first turn's first duty; the rotation is not in effect before it."},
    {SECTION_ROTATION, "every", KEY_CYCLE, OPTIONAL("1d"), NO_LIMITS, NO_MEMBER,
     "How long a turn is."},
    {SECTION_ROTATION, "handover", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "On duty around the clock, from this local time to the same time on the next day."},
    {SECTION_ROTATION, "from", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, ITEM(rotation, from),
     "On duty from this local time of each day; needs `to`."},
    {SECTION_ROTATION, "to", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, ITEM(rotation, to),
     "To this local time; of the next day when it is not later than `from`."},
    {SECTION_ROTATION, "people", KEY_TURNS, REQUIRED, 1, 1000, NO_MEMBER,
     "The turns, each one person or a group in parentheses."},
    {SECTION_ROTATION, "days", KEY_DAYS, OPTIONAL(NULL), NO_LIMITS, ITEM(rotation, days),
     "Active only on days of these kinds; every day if not given."},
    {SECTION_ROTATION, "count", KEY_COUNT, OPTIONAL("calendar"), NO_LIMITS,
     ITEM(rotation, count_active),
     "With `active`, `every` counts only the days on which the rotation is active."},
    {SECTION_ROTATION, "instead", KEY_BOOL, OPTIONAL("false"), NO_LIMITS, ITEM(rotation, instead),
     "While on duty, it replaces the rotations before it in the list."},

    {SECTION_CHAIN, "id", KEY_ID, REQUIRED, 1, 64, ITEM(chain, id), "The name that routes use."},
    {SECTION_CHAIN, "limit", KEY_SPAN, OPTIONAL("0s"), 0, 7 * DAY, ITEM(chain, limit),
     "The last step is repeated until this long after the chain's start; 0: see `repeat`."},
    {SECTION_CHAIN, "steps", KEY_GROUPS, REQUIRED, 1, 64, NO_MEMBER, "The steps, in order."},

    {SECTION_STEP, "after", KEY_SPAN, OPTIONAL("0s"), 0, 7 * DAY, ITEM(step, after),
     "The wait after the previous step; for the first, after the report."},
    {SECTION_STEP, "notify", KEY_TARGETS, REQUIRED, 1, 32, NO_MEMBER, "Whom the step pages."},
    {SECTION_STEP, "repeat", KEY_NUMBER, OPTIONAL("0"), 0, 1000, ITEM(step, repeat),
     "How many more times the step is done; only in the last step."},
    {SECTION_STEP, "every", KEY_SPAN, OPTIONAL(NULL), SECOND, 7 * DAY, ITEM(step, every),
     "The wait between repeats; `repeat` needs it."},

    {SECTION_TEAM, "id", KEY_ID, REQUIRED, 1, 64, ITEM(team, id), "The name for `team:ID`."},
    {SECTION_TEAM, "name", KEY_TEXT, OPTIONAL(NULL), 1, 200, ITEM(team, name),
     "For people; the id if not given."},
    {SECTION_TEAM, "people", KEY_TEXTS, REQUIRED, 1, 256, NO_MEMBER,
     "The members, on duty or not."},

    {SECTION_ROUTE, "grade", KEY_GRADES, OPTIONAL(NULL), 1, 4, NO_MEMBER,
     "Fits reports of these grades; if not given, any report, graded or not."},
    {SECTION_ROUTE, "class", KEY_TEXT, OPTIONAL(NULL), 1, 64, ITEM(route, class),
     "Fits reports of this class."},
    {SECTION_ROUTE, "chain", KEY_ID, REQUIRED, 1, 64, NO_MEMBER, "The id of the chain."},
    {SECTION_ROUTE, "ack_rank", KEY_RANK, OPTIONAL("officer"), NO_LIMITS, ITEM(route, ack_rank),
     "The lowest rank whose acknowledgement stops the paging."},
    {SECTION_ROUTE, "second_person", KEY_BOOL, OPTIONAL("false"), NO_LIMITS,
     ITEM(route, second_person), "Whoever reports it cannot take it: somebody else has to."},
    {SECTION_ROUTE, "inform", KEY_TARGETS, OPTIONAL(NULL), 1, 32, NO_MEMBER,
     "Who gets a notice of each report at once, whoever takes it, and again when it gets worse."},
    {SECTION_ROUTE, "idle", KEY_SPAN, OPTIONAL(NULL), 0, 7 * DAY, ITEM(route, idle),
     "How long an acknowledged incident may lie idle before it is paged again; 0: for ever. If not "
     "given, 30 minutes where whoever reported it has it, else for ever."},
    {SECTION_ROUTE, "place", KEY_WORDS, OPTIONAL(NULL), 1, 64, NO_MEMBER,
     "Fits reports whose place contains any of these words."},
    {SECTION_ROUTE, "from", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, ITEM(route, from),
     "Fits from this local time of each day; needs `to`."},
    {SECTION_ROUTE, "to", KEY_TIME, OPTIONAL(NULL), NO_LIMITS, ITEM(route, to),
     "To this local time; of the next day when it is not later than `from`."},
    {SECTION_ROUTE, "days", KEY_DAYS, OPTIONAL(NULL), NO_LIMITS, ITEM(route, days),
     "Fits only on days of these kinds; with `from`, when the time range began on one."},
    {SECTION_ROUTE, "drill", KEY_BOOL, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "`true` fits only drills, `false` only real incidents; both if not given."},

    {SECTION_HOLIDAY, "from", KEY_DATE, REQUIRED, NO_LIMITS, NO_MEMBER, "The first day."},
    {SECTION_HOLIDAY, "to", KEY_DATE, OPTIONAL(NULL), NO_LIMITS, NO_MEMBER,
     "The last day, inclusive; the first if not given."},
    {SECTION_HOLIDAY, "name", KEY_TEXT, OPTIONAL(NULL), 1, 200, NO_MEMBER, "For people."},

    {SECTION_LEAVE, "person", KEY_ID, REQUIRED, 1, 64, NO_MEMBER, "Who is away."},
    {SECTION_LEAVE, "from", KEY_WHEN, REQUIRED, NO_LIMITS, NO_MEMBER, "The first day, or a time."},
    {SECTION_LEAVE, "to", KEY_WHEN, REQUIRED, NO_LIMITS, NO_MEMBER,
     "The last day, included; or, where `from` is a time, a time."},
    {SECTION_LEAVE, "reason", KEY_TEXT, OPTIONAL(NULL), 1, 200, NO_MEMBER, "For people."},

    {SECTION_RELIEF, "post", KEY_ID, REQUIRED, 1, 64, NO_MEMBER, "The post."},
    {SECTION_RELIEF, "out", KEY_ID, REQUIRED, 1, 64, NO_MEMBER,
     "The person whose duty it is by the rotations."},
    {SECTION_RELIEF, "in", KEY_ID, REQUIRED, 1, 64, NO_MEMBER, "The person who does it."},
    {SECTION_RELIEF, "from", KEY_WHEN, REQUIRED, NO_LIMITS, NO_MEMBER, "The first day, or a time."},
    {SECTION_RELIEF, "to", KEY_WHEN, REQUIRED, NO_LIMITS, NO_MEMBER,
     "The last day, included; or, where `from` is a time, a time."},
    {SECTION_RELIEF, "reason", KEY_TEXT, OPTIONAL(NULL), 1, 200, NO_MEMBER, "For people."},

    {SECTION_LIMITS, "continuous", KEY_SPAN, OPTIONAL("0s"), 0, 28 * DAY, RULES(limit_continuous),
     "The longest duty without a break; 0: no limit."},
    {SECTION_LIMITS, "rest", KEY_SPAN, OPTIONAL("0s"), 0, 28 * DAY, RULES(limit_rest),
     "The shortest break between two duties; 0: no limit."},

    {SECTION_HEARTBEAT, "command", KEY_TEXTS, REQUIRED, 1, 64, NO_MEMBER,
     "The program, by its absolute path, and its fixed arguments. No shell."},
    {SECTION_HEARTBEAT, "every", KEY_SPAN, OPTIONAL("1m"), SECOND, 60 * MINUTE,
     CONFIG(heartbeat.every), "How often it runs, while all is well."},
    {SECTION_HEARTBEAT, "timeout", KEY_SPAN, OPTIONAL("10s"), SECOND / 10, 10 * MINUTE,
     CONFIG(heartbeat.timeout), "A run that takes longer is killed, and has failed."},

    {SECTION_ANSWERS, "confirm", KEY_BOOL, OPTIONAL("true"), NO_LIMITS, RULES(answers.confirm),
     "Sends a notice to whoever takes an incident by SMS, so that they know."},
    {SECTION_ANSWERS, "yes", KEY_WORDS, OPTIONAL(NULL), 1, 256, NO_MEMBER,
     "More words that take an incident."},
    {SECTION_ANSWERS, "no", KEY_WORDS, OPTIONAL(NULL), 1, 256, NO_MEMBER,
     "More words that decline it."},
    {SECTION_ANSWERS, "harmless", KEY_WORDS, OPTIONAL(NULL), 1, 256, NO_MEMBER,
     "More words that change nothing: a yes beside them is still a yes."},
};

const size_t n_keys = sizeof(keys) / sizeof(keys[0]);

static const struct {
    const char *path, *noun;
} sections[SECTION_COUNT] = {
    [SECTION_TOP] = {"", "the file"},
    [SECTION_OFFICE] = {"office", "office"},
    [SECTION_DATABASE] = {"database", "database"},
    [SECTION_LISTEN] = {"listen", "listen"},
    [SECTION_SESSIONS] = {"sessions", "sessions"},
    [SECTION_PERSON] = {"people", "a person"},
    [SECTION_CONTACT] = {"people.contacts", "a contact"},
    [SECTION_POST] = {"posts", "a post"},
    [SECTION_ROTATION] = {"posts.rotations", "a rotation"},
    [SECTION_CHAIN] = {"chains", "a chain"},
    [SECTION_STEP] = {"chains.steps", "a step"},
    [SECTION_ROUTE] = {"routes", "a route"},
    [SECTION_HOOK] = {"hooks", "a hook"},
    [SECTION_HOLIDAY] = {"holidays", "a holiday"},
    [SECTION_LEAVE] = {"leave", "a leave"},
    [SECTION_RELIEF] = {"relief", "a relief"},
    [SECTION_LIMITS] = {"limits", "limits"},
    [SECTION_TEAM] = {"teams", "a team"},
    [SECTION_HEARTBEAT] = {"heartbeat", "heartbeat"},
    [SECTION_ANSWERS] = {"answers", "answers"},
};

const char *section_path(enum section section)
{
    return sections[section].path;
}

const char *section_noun(enum section section)
{
    return sections[section].noun;
}

int section_find(const char *path)
{
    for (unsigned s = 0; s < SECTION_COUNT; s++) {
        if (strcmp(sections[s].path, path) == 0)
            return (int)s;
    }
    return -1;
}

const struct key *key_find(enum section section, const char *name)
{
    for (size_t i = 0; i < n_keys; i++) {
        if (keys[i].section == section && strcmp(keys[i].name, name) == 0)
            return &keys[i];
    }
    return NULL;
}

const char *key_nearest(enum section section, const char *name)
{
    const char *names[sizeof(keys) / sizeof(keys[0]) + 1];
    size_t n = 0;

    for (size_t i = 0; i < n_keys; i++) {
        if (keys[i].section == section && keys[i].need != KEY_LATER)
            names[n++] = keys[i].name;
    }
    names[n] = NULL;
    return words_nearest(slice_of(name), names);
}

void key_print_limits(const struct key *k, struct buffer *out)
{
    if (k->min == 0 && k->max == 0)
        return;
    if (k->type == KEY_SPAN) {
        span_format(SPAN_US(k->min), out);
        buffer_append_string(out, " to ");
        span_format(SPAN_US(k->max), out);
        return;
    }
    buffer_printf(out, "%lld to %lld", (long long)k->min, (long long)k->max);
    if (k->type == KEY_TEXT || k->type == KEY_ID || k->type == KEY_PATH)
        buffer_append_string(out, " bytes");
}
