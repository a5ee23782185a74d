#pragma once
/*
 * The rules of the office: its people, who holds which post when, and whom an unacknowledged report
 * goes to. Built and checked by config/ from the configuration file, and never changed afterwards.
 * References are counted, because entries decided under old rules may still be on their way when
 * new rules are read. Every pointer inside stays valid as long as a reference is held.
 */
#include "base/instant.h"
#include "base/phone.h"
#include "rules/answers.h"
#include "rules/calendar.h"
#include "rules/days.h"

/* In rising order of authority; a machine that speaks for others (an SMS gateway) has no authority
 * of its own. */
enum rank {
    RANK_SERVICE,
    RANK_OBSERVER,
    RANK_OFFICER,
    RANK_SUPERVISOR,
    RANK_LEADER,
    RANK_ADMIN,
    RANK_COUNT
};

const char *rank_to_string(enum rank rank);
bool rank_from_slice(struct slice s, enum rank *ret_rank);

/* One means of reaching a person: `tries` pages by hook `via` to address `to`, each `gap` after the
 * previous one was sent. */
struct contact {
    char *via;
    char *to;
    unsigned tries;  /* >= 1 */
    struct span gap; /* also the wait after the last try, before the next means */
};

/*
 * A stretch of duty. By dates it means all of the duties that begin on them; by times it means the
 * time between them, and cuts duties if necessary.
 */
struct period {
    bool by_day;
    int64_t first, last;     /* by_day: both included, as date_to_days */
    struct instant from, to; /* else: `to` not included */
};

/* Is a duty that began on `day` in it at that instant? */
bool period_covers(const struct period *p, int64_t day, struct instant at);
/* Has it ended by that instant? By dates: the day after the last is over, and so are the duties. */
bool period_is_over(const struct period *p, struct instant at);

struct person {
    char *id;
    char *name;
    enum rank rank;
    struct contact *contacts; /* in the order in which they are tried; may be none */
    size_t n_contacts;
    char **also; /* further numbers for replies only; pages never go there */
    size_t n_also;
    char *password;       /* crypt(5) hash, or NULL: cannot log in with a password */
    char *uid;            /* system user who may log in over the Unix socket, or NULL */
    struct period *leave; /* when the person is on no roster */
    size_t n_leave;
};

/* One turn of a rotation: the people who are on duty together. */
struct turn {
    const struct person **people;
    size_t n_people;
};

enum cycle_unit { CYCLE_DAYS, CYCLE_MONTHS };

/*
 * People in turn. The turn changes every `every` units, counted from local date `start`. The
 * rotation is on duty from one handover to the next (whole days), or from `from` to `to` of each
 * day (past midnight when to <= from). A duty begins each day; the date on which it begins decides
 * whose turn it is and whether the rotation is active. Turns of weeks and months, too, consist of a
 * duty for each day.
 */
struct rotation {
    char *name; /* or NULL */
    struct date start;
    bool whole_day;
    int from, to; /* minutes of the local day; whole_day: from = to = the handover */
    unsigned every;
    enum cycle_unit unit;
    unsigned days;     /* active only on these; or DAYS_EVERY */
    bool count_active; /* `every` counts active days; only with CYCLE_DAYS */
    bool instead;      /* while active, replaces those before it in its post */
    struct turn *turns;
    size_t n_turns;
};

struct post;

/* `in` takes the place of `out` in the post whenever `out` would hold it in that period. */
struct relief {
    const struct post *post;
    const struct person *out, *in;
    struct period period;
    char *reason; /* or NULL */
};

struct post {
    char *id;
    char *title;
    enum rank rank;     /* who may hold it */
    unsigned staff;     /* how many must hold it at every moment */
    bool standby;       /* on call, not on site: its time does not count for the limits */
    struct span grace;  /* for signing on after a shift's start; 0 = presence is not checked */
    unsigned rollcalls; /* at random times of each shift */
    struct span rollcall_limit; /* for the answer */
    struct span remind;         /* people get a notice this long before their shift; 0 = never */
    struct rotation *rotations;
    size_t n_rotations;
    struct relief *reliefs; /* applied in this order */
    size_t n_reliefs;
};

/* People who are paged together, on duty or not. */
struct team {
    char *id, *name;
    const struct person **people;
    size_t n_people; /* >= 1 */
};

enum target_kind { TARGET_POST, TARGET_PERSON, TARGET_RANK, TARGET_TEAM };

/* Whom a step notifies: whoever holds a post at that moment, a person, or everybody of a rank or a
 * team. */
struct target {
    enum target_kind kind;
    const struct post *post;     /* TARGET_POST */
    const struct person *person; /* TARGET_PERSON */
    enum rank rank;              /* TARGET_RANK */
    const struct team *team;     /* TARGET_TEAM */
};

struct step {
    struct span after; /* since the previous step; for the first, since the report */
    struct target *targets;
    size_t n_targets;
    unsigned repeat; /* how many more times the step is done; only the last step's is used; with the
                        chain's limit, 0 means as often as time allows */
    struct span every; /* between repeats */
};

/* Between repeats of the last step, if it has no `every`. */
#define CHAIN_EVERY SPAN_MINUTES(5)

struct chain {
    char *id;
    struct step *steps;
    size_t n_steps;    /* >= 1 */
    struct span limit; /* the last step is repeated no longer than this since the chain was started;
                          0 = only `repeat` says how often */
};

enum route_drill { ROUTE_ALL, ROUTE_DRILLS, ROUTE_NO_DRILLS };

/* Fits if all its conditions hold. */
struct route {
    unsigned grades; /* bit 1 << grade, 1..4; 0 = any, and reports without a grade */
    char *class;     /* or NULL = any */
    char **places;   /* the place contains one of these (place_has); empty: any place, or none */
    size_t n_places;
    bool timed;    /* only between these times: */
    int from, to;  /* minutes of the local day; past midnight when to <= from */
    unsigned days; /* only on these (timed: begun on these); or DAYS_EVERY */
    enum route_drill drill;
    const struct chain *chain;
    enum rank ack_rank;     /* the lowest rank whose acknowledgement stops the paging */
    struct span idle;       /* acknowledged and idle this long: paged again; 0 = never */
    struct span idle_typed; /* the same, when it is acknowledged by having been reported */
    bool second_person;     /* who reports it cannot take it */
    struct target *inform;  /* who gets a notice of it, whoever takes it */
    size_t n_inform;
};

struct rules {
    unsigned references;
    char *office_id, *office_name, *zone;
    char *country; /* the code left out in the country's own numbers: "+86"; or NULL */
    char *trunk;   /* what is dialled in front of them: "0", ""; NULL: as phone_plan.c has it */
    struct person *people;
    size_t n_people;
    struct post *posts;
    size_t n_posts;
    struct chain *chains;
    size_t n_chains;
    struct route *routes;
    size_t n_routes; /* >= 1; the last one fits every report */
    struct target *catch_all;
    size_t n_catch_all;
    struct target *drill_to; /* whom a drill may page at all */
    size_t n_drill_to;       /* 0: only the person who reported it */
    struct team *teams;
    size_t n_teams;
    struct special_days special;              /* holidays and make-up workdays */
    struct span limit_continuous, limit_rest; /* of one person's duty; 0 = none */
    int selftest_at;     /* minutes of the local day; -1: no test of the paging */
    char *selftest_post; /* id */
    struct span selftest_limit;
    struct span gap_notice;         /* a gap is reported this long before it begins; 0 = never */
    bool tell_roster;               /* notice to people whose shifts change within days */
    bool tell_taken;                /* notice to those paged when somebody takes it */
    bool tell_closed;               /* notice to those paged when it is over */
    bool tell_changes;              /* notice to those paged when place, grade or figures change */
    struct span tell_changes_after; /* what changes within this goes in one */
    struct answers answers;         /* what is said by SMS */
    int64_t *mark_days;             /* by rules_prepare: where periods by date ... */
    size_t n_mark_days;
    struct instant *marks; /* ... and those by time begin or end, in order */
    size_t n_marks;
    char *text;      /* the configuration as it was read, for the journal */
    char digest[65]; /* hex SHA-256 of text */
};

/* An empty set with one reference, for config/ to fill. All strings and arrays in it come from
 * base/mem.h and are freed with it. */
struct rules *rules_new(void);
/* Call it once, when leave, reliefs and special days are complete; rules without any need no call.
 */
void rules_prepare(struct rules *r);
struct rules *rules_ref(struct rules *r);
/* Accepts NULL. Frees with the last reference. */
void rules_unref(struct rules *r);

/* Where telephone numbers without a country's code are of. Borrowed. */
struct phone_home rules_home(const struct rules *r);
const struct person *rules_person(const struct rules *r, struct slice id);
/* As people know them: the name, or the id of one who has none. */
const char *person_name(const struct person *p);
const struct post *rules_post(const struct rules *r, struct slice id);
const struct chain *rules_chain(const struct rules *r, struct slice id);
const struct team *rules_team(const struct rules *r, struct slice id);
