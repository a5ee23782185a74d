#pragma once
/*
 * An office in a test: rules written in a few words, a clock moved by hand, every entry kept, so
 * that the whole can be folded again and compared. For tests and the simulation only.
 *
 * Rules, one line each, NULL at the end:
 *     person ID RANK [VIA:TRIES:GAP …]        "person zhao.min leader sms:2:60s call:1:60s"
 *     post ID RANK PEOPLE[/PEOPLE …]          turns of a day from 08:30; people joined by "+"; then
 *                                             staff=1 grace=0s rollcalls=0 limit=5m
 *     team ID PERSON,PERSON …
 *     chain ID [limit=SPAN] STEP …            a step is AFTER=TARGET,TARGET[*REPEAT@EVERY]
 *     route GRADES CLASS CHAIN RANK IDLE      "-" for any grade, any class; "route 12 gas …"; then
 *                                             place=A|B from=17:30 to=08:30 days=mon-fri drill=yes
 *                                             second_person inform=TARGET,TARGET
 *     catch TARGET …, drill_to TARGET …
 *     selftest HH:MM POST LIMIT               "selftest 08:00 officer 10m"
 * There is always "person desk service" as well: what it reports is taken by nobody.
 * The country is +86, and all contacts of the first person are +8613800000001, and so on.
 *     tell                                    who was paged hears how it went on
 * A target is post:ID, person:ID, rank:RANK, team:ID, or "nobody" for none.
 */
#include "office/office.h"

struct rules *fixture_rules(const char *const *lines);
/* The office of the configuration's documentation: officer (li.wei, chen.yu), leader (zhao.min),
 * director, mayor; chains urgent and routine. */
extern const char *const fixture_standard[];

struct fixture {
    struct rules *rules;
    struct office *office;
    uint64_t seed;
    struct random_source random;
    struct instant start, now;
    struct span stepped; /* by the wall clock since the start, all together */
    struct decision decision;
    struct entry **entries; /* all of them, in order; the fixture's own */
    size_t n_entries, cap_entries;
    size_t last;     /* index of the first entry of the last act */
    size_t *batches; /* number of entries after each decision that wrote any */
    size_t n_batches, cap_batches;
    struct incident_id incident; /* of the last report */
    struct buffer trace;
};

/* NULL: the standard rules. At 2026-11-23 10:00 in Asia/Shanghai. */
struct fixture *fixture_new(const char *const *lines);
void fixture_free(struct fixture *f);
/* New rules from here on; consumes the reference. */
void fixture_use(struct fixture *f, struct rules *rules);

/* Decides and applies; the entries are kept. Returns the refusal. */
enum refusal fixture_command(struct fixture *f, const struct command *c);
/* One office_due at f->now, applied; false when nothing was due. */
bool fixture_tick(struct fixture *f);
/*
 * One act, in words, and what was written for it as a line of words (good until the next act):
 *     "PERSON VERB [#NUMBER] [into=#NUMBER] [key=K] [FIELD=VALUE …]"    "-" for the office itself
 *     "sent PERSON", "failed PERSON", "dropped PERSON", "deferred PERSON SPAN",
 *     "held PERSON [down]": their latest page
 *     "told PERSON", "untold PERSON": the hook sent their oldest notice, or failed
 *     "told-sent PERSON", "told-delivered PERSON", "told-failed PERSON": what a gateway reports of
 * it "sms PERSON|NUMBER TEXT": a message from the person's number; CODE is their code for the last
 * report
 *     "+SPAN": time passes; "clock [-]SPAN": the wall clock is set
 * "report>urgent step1:li.wei page:li.wei/sms/1": the chain that starts; whom a step names; person,
 * means, try; "passed:b>a" from whom to whom, "!" if they are paged once more. "@3m" = time since
 * the start, before what comes then. A refusal is "!state" …; the words are in f->decision.why. A
 * number is of this year; without one the last report's is meant.
 */
const char *fixture_act(struct fixture *f, const char *act);

/* Applies what the entry says once it has been written as JSON and read back. */
void fixture_apply_decoded(struct office *o, const struct entry *e);
/* A new office from what the first n entries say once they have been written as JSON and read. */
struct office *fixture_fold(const struct fixture *f, size_t n);
/* The same in every field? If not, *why says which (appended to). */
bool office_equal(const struct office *a, const struct office *b, struct buffer *why);
/* The same but for incidents that have ended and are not needed, of which memory keeps some? */
bool office_live_equal(const struct office *a, const struct office *b, struct buffer *why);
/* What is live, as the journal keeps it as of a checkpoint. Zeroed: as of none; free the rows. */
struct live_copy {
    struct live_row *rows; /* in order */
    size_t n, cap;
    uint64_t checkpoint; /* the last entry then */
};
void fixture_copy_live(const struct fixture *f, struct live_copy *copy);
/* A new office as at a start: from that copy, then from the entries since. */
struct office *fixture_start(const struct fixture *f, const struct live_copy *copy);
/* ... from a copy of this moment. */
struct office *fixture_fold_live(const struct fixture *f);
/* What must hold at every moment; *why says what does not. */
bool fixture_holds(const struct fixture *f, struct buffer *why);

/* The words of the fixture: cuts off the next one; reads a span; ends the program, saying why. */
struct slice fixture_word(struct slice *rest);
struct span fixture_span(struct slice s);
_Noreturn void fixture_die(const char *what, const char *words);

struct talk {
    const char *act, *expected;
};
/* Does the acts up to an empty row; after each of them compares what was written with what was
 * expected (NULL: anything), and the office with its own fold. Reports to Criterion through
 * `expect`. */
void fixture_talk(struct fixture *f, const char *name, const struct talk *talk,
                  void (*expect)(bool holds, const char *name, const char *words));
