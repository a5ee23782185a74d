#include "office/decide/presence.h"

#include "office/decide/allowed.h"
#include "office/decide/post.h"
#include "office/decide/speaker.h"
#include "office/draft/brief.h"
#include "office/draft/missed.h"
#include "office/draft/muster.h"
#include "office/draft/rollcall.h"
#include "office/state/presence.h"
#include "office/state/watch.h"

#define MOST_REMARKS 16000 /* bytes, of a handover */

static size_t add_standin(struct draft *d, const struct post *post, const struct person *p,
                          struct field *fields)
{
    const char *standin = muster_standin(d->office, post, p, d->now);

    if (standin)
        fields[0] = FIELD_TEXT_OF(FIELD_STANDIN, slice_of(standin));
    return standin != NULL;
}

/* ---- ON and OFF ---- */

void decide_on(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;
    const struct attendance *a;
    struct field fields[3];
    size_t n = 0;

    if (!decide_post(d, c, &post, &w) || !decide_may_hold(d, c->actor, post))
        return;
    a = watch_attendance(w, slice_of(c->actor->id));
    if (a) {
        struct buffer since = BUFFER_INIT;
        calendar_format_short(a->since, d->now, &since);
        draft_refuse(d, REFUSAL_STATE, "%s has signed on at %s already, at %s", c->actor->id,
                     post->id, since.data);
        buffer_deinit(&since);
        return;
    }
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(c->actor->id));
    n += add_standin(d, post, c->actor, fields + n);
    draft_entry(d, ENTRY_ON, fields, n);
}

/* Who goes: the actor, or somebody whom a leader signs off. */
static bool find_leaver(struct draft *d, const struct command *c, struct slice *ret_person)
{
    struct slice said = command_text(c, FIELD_PERSON);

    *ret_person = said.len ? said : slice_of(c->actor->id);
    if (!slice_equal_string(*ret_person, c->actor->id) && c->actor->rank < RANK_LEADER) {
        draft_refuse(d, REFUSAL_RANK, "only a leader signs others off; you are %s",
                     rank_to_string(c->actor->rank));
        return false;
    }
    return true;
}

/* The outgoing stay responsible until those who are to come have taken the post. */
static bool may_leave(struct draft *d, const struct post *post, const struct watch *w,
                      struct slice person)
{
    struct muster m = muster_of(d->office, post, w, d->now, d->now);

    if (m.on > m.needed)
        return true;
    draft_refuse(d, REFUSAL_STATE,
                 "%.*s cannot go: post %s needs %zu and %zu signed on; whoever comes says ON %s "
                 "first, or HANDOVER %s to=PERSON and they TAKE it",
                 SLICE_ARG(person), post->id, m.needed, m.on, post->id, post->id);
    return false;
}

void decide_off(struct draft *d, const struct command *c)
{
    struct slice id = command_text(c, FIELD_DUTY), person;
    const struct watch *w = presence_watch(d->office, id);
    const struct post *post = rules_post(d->office->rules, id);
    struct field fields[2];

    if (!post && (!w || w->n_on == 0)) {
        draft_refuse(d, REFUSAL_UNKNOWN, "there is no post %.*s", SLICE_ARG(id));
        return;
    }
    if (!c->actor) {
        draft_refuse(d, REFUSAL_VALUE, "say who");
        return;
    }
    if (!find_leaver(d, c, &person))
        return;
    if (!watch_attendance(w, person)) {
        draft_refuse(d, REFUSAL_STATE, "%.*s has not signed on at %.*s", SLICE_ARG(person),
                     SLICE_ARG(id));
        return;
    }
    /* A post that the configuration no longer has needs nobody. */
    if (post && !may_leave(d, post, w, person))
        return;
    fields[0] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(w->post));
    fields[1] = FIELD_TEXT_OF(FIELD_PERSON, person);
    draft_entry(d, ENTRY_OFF, fields, 2);
}

/* ---- HANDOVER, TAKE, REFUSE ---- */

void decide_handover(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;
    const struct person *to;
    const struct offer *other;
    struct buffer brief = BUFFER_INIT;
    struct field fields[6];
    size_t n = 0;

    if (!decide_post(d, c, &post, &w))
        return;
    if (!watch_attendance(w, slice_of(c->actor->id))) {
        draft_refuse(d, REFUSAL_STATE, "%s has not signed on at %s: ON %s comes first",
                     c->actor->id, post->id, post->id);
        return;
    }
    to = decide_person(d, command_text(c, FIELD_ADDRESSEE), "to");
    if (!to || !decide_may_hold(d, to, post))
        return;
    other = watch_offer_to(w, slice_of(to->id));
    if (to == c->actor || to->rank == RANK_SERVICE) {
        draft_refuse(d, REFUSAL_VALUE, "a handover goes to another person, to=ID");
        return;
    }
    if (other && !slice_equal_string(slice_of(c->actor->id), other->out)) {
        draft_refuse(d, REFUSAL_STATE, "%s hands over to %s already: they TAKE that first",
                     other->out, to->id);
        return;
    }
    if (command_text(c, FIELD_TEXT).len > MOST_REMARKS) {
        draft_refuse(d, REFUSAL_VALUE, "remarks take at most %d bytes, these are %zu: LOG the rest",
                     MOST_REMARKS, command_text(c, FIELD_TEXT).len);
        return;
    }
    brief_write(d->office, &(struct brief){w, d->now}, command_text(c, FIELD_TEXT), &brief);
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_OUT, slice_of(c->actor->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_IN, slice_of(to->id));
    if (post->grace.us)
        fields[n++] = FIELD_INSTANT_OF(FIELD_DUE, instant_add(d->now, post->grace));
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&brief));
    draft_entry(d, ENTRY_HANDOVER, fields, n);
    buffer_deinit(&brief);
}

static const struct offer *find_offer(struct draft *d, const struct command *c,
                                      const struct post *post, const struct watch *w)
{
    const struct offer *offer = watch_offer_to(w, slice_of(c->actor->id));

    if (!offer)
        draft_refuse(d, REFUSAL_STATE,
                     "nobody hands %s over to %s: who is there says HANDOVER %s to=%s; if nobody "
                     "is, say ON %s",
                     post->id, c->actor->id, post->id, c->actor->id, post->id);
    return offer;
}

void decide_take(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;
    const struct offer *offer;
    struct buffer brief = BUFFER_INIT;
    struct field fields[8];
    const struct person *out;
    bool is_there;
    size_t n = 0;

    if (!decide_post(d, c, &post, &w) || !decide_may_hold(d, c->actor, post))
        return;
    offer = find_offer(d, c, post, w);
    is_there = watch_attendance(w, slice_of(c->actor->id)) != NULL;
    if (!offer || (is_there && !may_leave(d, post, w, slice_of(offer->out))))
        return;
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_OUT, slice_of(offer->out));
    fields[n++] = FIELD_TEXT_OF(FIELD_IN, slice_of(c->actor->id));
    fields[n++] = FIELD_NUMBER_OF(FIELD_OF, (int64_t)offer->seq);
    out = rules_person(d->office->rules, slice_of(offer->out));
    fields[n++] = FIELD_INSTANT_OF(FIELD_UNTIL,
                                   out ? muster_shift_end(d->office, post, out, d->now) : d->now);
    if (!is_there) {
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(c->actor->id));
        n += add_standin(d, post, c->actor, fields + n);
    }
    brief_write(d->office, &(struct brief){w, d->now}, (struct slice){0}, &brief);
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&brief));
    draft_entry(d, ENTRY_TAKE, fields, n);
    buffer_deinit(&brief);
}

void decide_refuse(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;
    const struct offer *offer;
    struct field fields[5];
    size_t n = 0;

    if (!decide_post(d, c, &post, &w))
        return;
    offer = find_offer(d, c, post, w);
    if (!offer)
        return;
    if (command_text(c, FIELD_REASON).len == 0) {
        draft_refuse(d, REFUSAL_VALUE, "REFUSE needs the reason: REFUSE %s the radio is dead",
                     post->id);
        return;
    }
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_OUT, slice_of(offer->out));
    fields[n++] = FIELD_TEXT_OF(FIELD_IN, slice_of(c->actor->id));
    fields[n++] = FIELD_NUMBER_OF(FIELD_OF, (int64_t)offer->seq);
    fields[n++] = *command_field(c, FIELD_REASON);
    draft_entry(d, ENTRY_REFUSE, fields, n);
}

/* ---- ROLLCALL and HERE ---- */

void decide_rollcall(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;

    if (!decide_post(d, c, &post, &w))
        return;
    if (c->actor->rank < RANK_LEADER)
        draft_refuse(d, REFUSAL_RANK, "a roll call is held by a leader; %s is %s", c->actor->id,
                     rank_to_string(c->actor->rank));
    else if (!rollcall_ask(d, post))
        draft_refuse(d, REFUSAL_STATE, "nobody is at %s who is not being asked already", post->id);
}

void decide_here(struct draft *d, const struct command *c)
{
    const struct person *p;
    struct field fields[2];
    size_t n;

    if (!decide_speaker(d, c, &p))
        return;
    if (!d->incident->asked) {
        draft_refuse(d, REFUSAL_STATE, "that is no roll call: say ACK");
        return;
    }
    if (!slice_equal_string(slice_of(p->id), d->incident->asked)) {
        draft_refuse(d, REFUSAL_RANK, "this %s asks %s", rollcall_name(d->incident),
                     d->incident->asked);
        return;
    }
    if (!decide_allowed(d, ENTRY_CLOSE, false))
        return;
    n = decide_route(c, p, fields);
    rollcall_answer(d, p, fields, n);
}
