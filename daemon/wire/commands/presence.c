#include "wire/commands/presence.h"

#include "wire/commands/own.h"
#include "wire/commands/render.h"
#include "wire/commands/submit.h"

#define RANKS_LEAD RANK_BIT(RANK_LEADER)
#define RANKS_HERE (RANKS_DUTY | RANK_BIT(RANK_SERVICE))

static const char *const post_word[] = {"the post"};
static const char *const code_word[] = {"the code"};

/* A post in word 0, and perhaps a text. */
static bool begin(struct submission *sub, struct session *s, const struct request *r,
                  enum verb verb, enum field_id text)
{
    return submit_begin(sub, s, r, verb) && submit_value(sub, FIELD_DUTY, r->line->words[0]) &&
           (text == FIELD_COUNT || submit_text(sub, text));
}

static void run_on(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_ON, FIELD_COUNT))
        submit_send(&sub);
}

static const struct command_info on_command = {
    .verb = "ON",
    .form = "ON post",
    .what = "you are at the post from now on",
    .detail = "Up to an hour before your shift. Who is not on the roster stands in: the log says\n"
              "so, and that it is unauthorised unless a leader does it.",
    .example = "ON officer",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .run = run_on,
};

static void run_off(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_OFF, FIELD_COUNT))
        submit_send(&sub);
}

static const enum field_id off_fields[] = {FIELD_PERSON, FIELD_COUNT};

static const struct command_info off_command = {
    .verb = "OFF",
    .form = "OFF post [person=ID]",
    .what = "you leave the post",
    .detail =
        "Refused as long as too few would be left: the outgoing stay until they are relieved.\n"
        "person= is for leaders, when somebody forgot.",
    .example = "OFF officer",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .fields = off_fields,
    .run = run_off,
};

/* ---- handover ---- */

static void run_handover(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_HANDOVER, FIELD_TEXT))
        submit_send(&sub);
}

static const enum field_id handover_fields[] = {FIELD_ADDRESSEE, FIELD_COUNT};

static const struct command_info handover_command = {
    .verb = "HANDOVER",
    .form = "HANDOVER post to=ID [remarks]",
    .what = "you hand your place at the post over; that person says TAKE or REFUSE",
    .detail =
        "The brief is made by the daemon, shown, and kept in the entry, your remarks first: open\n"
        "incidents, unanswered pages, reliefs, standing orders, what was logged since.\n"
        "Until it is taken you stay responsible.",
    .example = "HANDOVER officer to=zhao.min keys are in the safe",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .fields = handover_fields,
    .run = run_handover,
};

static void run_take(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_TAKE, FIELD_COUNT))
        submit_send(&sub);
}

static const struct command_info take_over_command = {
    .verb = "TAKE",
    .form = "TAKE post",
    .what = "you take the post over from whoever hands it to you",
    .detail =
        "You are on and they are off with one entry, which both have signed. What they had taken\n"
        "is yours from then on, and the reply begins with the brief as of now.",
    .example = "TAKE officer",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .run = run_take,
};

static void run_refuse(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_REFUSE, FIELD_REASON))
        submit_send(&sub);
}

static const struct command_info refuse_command = {
    .verb = "REFUSE",
    .form = "REFUSE post reason",
    .what = "you do not take the post over, and why; the outgoing stays",
    .example = "REFUSE officer the radio is dead",
    .ranks = RANKS_DUTY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .run = run_refuse,
};

/* ---- relief ---- */

static void run_relieve(struct session *s, const struct request *r)
{
    struct instant from = INSTANT_NONE, until = INSTANT_NONE;
    struct submission sub;

    if (!command_own_time(s, r, "from", INSTANT_NONE, &from) ||
        !command_own_time(s, r, "until", from, &until) ||
        !begin(&sub, s, r, VERB_RELIEVE, FIELD_REASON))
        return;
    if (line_find(r->line, "from"))
        submit_time(&sub, FIELD_SINCE, from);
    if (line_find(r->line, "until"))
        submit_time(&sub, FIELD_UNTIL, until);
    submit_send(&sub);
}

static const enum field_id relieve_fields[] = {FIELD_OUT, FIELD_IN, FIELD_COUNT};
static const struct own_field relieve_own[] = {
    {"from", "when it begins; now if not said", TIME_FROM},
    {"until", "when it ends", TIME_TO_COME},
    {0},
};

static const struct command_info relieve_command = {
    .verb = "RELIEVE",
    .form = "RELIEVE post out=ID in=ID [from=] until= reason",
    .what = "one person does another's duty for a while, without an edit of the roster",
    .detail = "Holds wherever out= would hold the post in that time; paging and WHO follow it at\n"
              "once. Refused when out= is not on duty then, or in= is already.",
    .example = "RELIEVE officer out=li.wei in=chen.yu until=17:30 fell ill",
    .ranks = RANKS_LEAD,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_NEEDS_TEXT,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .fields = relieve_fields,
    .own = relieve_own,
    .run = run_relieve,
};

/* ---- standing orders ---- */

/* What is not durable yet has not happened for anybody. */
static bool is_shown(const struct session *s, const struct standing *order, struct instant now)
{
    return instant_before(now, order->until) && order->seq <= desk_durable(session_desk(s));
}

static void list_standing(struct session *s, const struct request *r)
{
    size_t n, shown = 0;
    const struct standing *all = office_standing(desk_office(session_desk(s)), &n);
    struct buffer words = BUFFER_INIT;

    for (size_t i = 0; i < n; i++) {
        if (!is_shown(s, &all[i], r->now))
            continue;
        buffer_clear(&words);
        buffer_printf(&words, "%llu", (unsigned long long)all[i].seq);
        render_instant_field(&words, "at", all[i].at);
        render_text_field(&words, "by", slice_of(all[i].by));
        if (!instant_is_never(all[i].until))
            render_instant_field(&words, "until", all[i].until);
        session_reply_more(s, 250, "%s %s", words.data, all[i].text);
        shown++;
    }
    session_reply(s, 250, "%zu standing orders", shown);
    buffer_deinit(&words);
}

static void run_standing(struct session *s, const struct request *r)
{
    const struct line_field *ends = line_find(r->line, "ends");
    struct submission sub;

    if (!slice_trim(r->line->text).len && !r->line->text_follows && !r->line->n_fields)
        list_standing(s, r);
    else if (!(RANKS_LEAD & RANK_BIT(session_person(s)->rank)))
        session_reply(s, 550, "your rank, %s, does not allow to order, only to read",
                      rank_to_string(session_person(s)->rank));
    else if (submit_begin(&sub, s, r, VERB_STANDING) && submit_text(&sub, FIELD_TEXT) &&
             (!ends || submit_value(&sub, FIELD_OF, ends->value)))
        submit_send(&sub);
}

static const enum field_id standing_fields[] = {FIELD_UNTIL, FIELD_COUNT};
static const struct own_field standing_own[] = {
    {"ends", "the entry of the order that ends; the text says why", TIME_NONE},
    {0},
};

static const struct command_info standing_command = {
    .verb = "STANDING",
    .form = "STANDING | STANDING [until=] text | STANDING ends=ENTRY text",
    .what = "an order for all shifts to come, until it is over or ended",
    .detail = "It stands in the brief of each handover. Without a text it lists those in force.\n"
              "Orders are a leader's: STANDING until=2026-12-24 no fireworks near the depot",
    .example = "STANDING",
    .ranks = RANKS_READ,
    .flags = COMMAND_WRITES | COMMAND_READS | COMMAND_TEXT,
    .fields = standing_fields,
    .own = standing_own,
    .run = run_standing,
};

/* ---- roll calls ---- */

static void run_rollcall(struct session *s, const struct request *r)
{
    struct submission sub;

    if (begin(&sub, s, r, VERB_ROLLCALL, FIELD_COUNT))
        submit_send(&sub);
}

static const struct command_info rollcall_command = {
    .verb = "ROLLCALL",
    .form = "ROLLCALL post",
    .what = "asks everybody at the post to answer within the limit of the configuration",
    .detail = "Each is an incident of class rollcall, with a code; HERE and the code ends it.",
    .example = "ROLLCALL officer",
    .ranks = RANKS_LEAD,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = post_word,
    .run = run_rollcall,
};

static void run_here(struct session *s, const struct request *r)
{
    struct submission sub;

    if (submit_check_speaker(s, r) && submit_begin(&sub, s, r, VERB_HERE) &&
        submit_value(&sub, FIELD_CODE, r->line->words[0]))
        submit_send(&sub);
}

static const enum field_id here_fields[] = {FIELD_PERSON, FIELD_COUNT};

static const struct command_info here_command = {
    .verb = "HERE",
    .form = "HERE code [person=ID]",
    .what = "answers a roll call",
    .detail = "person= is for services only, which pass on an answer by SMS.",
    .example = "HERE 4711",
    .ranks = RANKS_HERE,
    .flags = COMMAND_WRITES,
    .min_words = 1,
    .max_words = 1,
    .words = code_word,
    .fields = here_fields,
    .run = run_here,
};

const struct command_info *const presence_commands[] = {
    &on_command,      &off_command,      &handover_command, &take_over_command, &refuse_command,
    &relieve_command, &rollcall_command, &here_command,     &standing_command,  NULL};
