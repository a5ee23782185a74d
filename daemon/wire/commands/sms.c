#include "wire/commands/sms.h"

#include "base/fold.h"
#include "wire/commands/own.h"
#include "wire/commands/submit.h"

#define RANKS_GATEWAY RANK_BIT(RANK_SERVICE)
#define USUAL_VIA SLICE("sms")

/* A field that must be there, and not be empty. False: 501 has been replied. */
static bool need(struct session *s, const struct request *r, const char *name, const char *what,
                 struct slice *ret_value)
{
    const struct line_field *f = line_find(r->line, name);

    if (f && slice_trim(f->value).len) {
        *ret_value = f->value;
        return true;
    }
    session_reply(s, 501, "%s is missing: %s; the form is: %s", name, what, r->info->form);
    return false;
}

static void add_via(struct submission *sub)
{
    if (!command_field(&sub->command, FIELD_VIA))
        submit_add(sub, FIELD_VIA, USUAL_VIA);
}

/* ---- RECEIVE ---- */

static void run_receive(struct session *s, const struct request *r)
{
    struct submission sub;
    struct instant occurred = INSTANT_NONE;
    struct slice from;

    if (!need(s, r, "from", "the number that it came from", &from) ||
        !command_own_time(s, r, "occurred", INSTANT_NONE, &occurred) ||
        !submit_begin(&sub, s, r, VERB_RECEIVE) || !submit_value(&sub, FIELD_ADDRESS, from) ||
        !submit_text(&sub, FIELD_TEXT))
        return;
    if (line_find(r->line, "occurred"))
        submit_time(&sub, FIELD_OCCURRED, occurred);
    add_via(&sub);
    submit_send(&sub);
}

static const enum field_id receive_fields[] = {FIELD_VIA, FIELD_COUNT};
static const struct own_field receive_own[] = {
    {"from", "the number that it came from", TIME_NONE},
    {"occurred", "when the gateway had it, as 2026-11-23T10:15:09+08:00", TIME_GATEWAY},
    {0},
};

static const struct command_info receive_command = {
    .verb = "RECEIVE",
    .form = "RECEIVE from=NUMBER [via=sms] [occurred=TIME] [--] text",
    .what = "a message that came in: an answer to a page, or whatever it says",
    .detail = "Whose number it is, the office knows by the contacts of its people. 4711, ok 4711,\n"
              "or ok alone where one page waits, acknowledges; 4711 n declines, 4711 u escalates;\n"
              "all ok takes all. What is not clear takes nothing, and the sender is asked.\n"
              "occurred= is when the gateway had it: an ok alone takes no page that is younger.\n"
              "Put -- before a text that was not written here, or send it with <<.",
    .example = "RECEIVE from=+8613800000002 via=sms -- 4711 on my way",
    .ranks = RANKS_GATEWAY,
    .flags = COMMAND_WRITES | COMMAND_TEXT | COMMAND_TO_THE_LETTER,
    .fields = receive_fields,
    .own = receive_own,
    .run = run_receive,
};

/* ---- RECEIPT ---- */

static const struct {
    const char *word;
    enum verb verb;
} states[] = {
    {"sent", VERB_RECEIPT_SENT},
    {"delivered", VERB_RECEIPT_DELIVERED},
    {"failed", VERB_RECEIPT_FAILED},
};

static bool read_state(struct session *s, struct slice word, enum verb *ret_verb)
{
    for (size_t n = 0; n < sizeof(states) / sizeof(*states); n++) {
        if (fold_equal(word, slice_of(states[n].word))) {
            *ret_verb = states[n].verb;
            return true;
        }
    }
    session_reply(s, 501, "state is sent, delivered or failed, not \"%.*s\"", SLICE_ARG(word));
    return false;
}

static void run_receipt(struct session *s, const struct request *r)
{
    struct submission sub;
    struct slice id, state;
    enum verb verb;

    if (!need(s, r, "id", "what the gateway calls the message", &id) ||
        !need(s, r, "state", "sent, delivered or failed", &state) || !read_state(s, state, &verb) ||
        !submit_begin(&sub, s, r, verb) || !submit_value(&sub, FIELD_GATEWAY, id))
        return;
    add_via(&sub);
    submit_send(&sub);
}

static const enum field_id receipt_fields[] = {FIELD_VIA, FIELD_PAGE, FIELD_REASON, FIELD_COUNT};
static const struct own_field receipt_own[] = {
    {"id", "what the gateway calls the message: the line its hook said", TIME_NONE},
    {"state", "sent, delivered or failed", TIME_NONE},
    {0},
};

static const struct command_info receipt_command = {
    .verb = "RECEIPT",
    .form = "RECEIPT id=GATEWAYID state=sent|delivered|failed [via=sms] [page=ID] [reason=]",
    .what = "what became of a page that a gateway took",
    .detail = "failed calls out the next means or person at once. delivered is no answer.\n"
              "page= is for a gateway that reports before its hook has given the id.",
    .example = "RECEIPT id=msg-17 state=delivered",
    .ranks = RANKS_GATEWAY,
    .flags = COMMAND_WRITES,
    .fields = receipt_fields,
    .own = receipt_own,
    .run = run_receipt,
};

const struct command_info *const sms_commands[] = {&receive_command, &receipt_command, NULL};
