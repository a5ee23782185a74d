#include "office/decide/received.h"

#include "office/decide/speaker.h"
#include "office/draft/tell.h"
#include "office/state/explained.h"

void received_entry(struct answering *a, const char *outcome, struct slice words, bool sends)
{
    const struct command *c = a->in->command;
    struct draft *d = &a->draft;
    struct buffer digest = BUFFER_INIT;
    struct field fields[8];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_ADDRESS, buffer_slice(&a->in->number));
    if (a->page.who)
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(a->page.who->id));
    fields[n++] = *command_field(c, FIELD_VIA);
    if (command_field(c, FIELD_OCCURRED))
        fields[n++] = *command_field(c, FIELD_OCCURRED);
    fields[n++] = FIELD_TEXT_OF(FIELD_OUTCOME, slice_of(outcome));
    if (words.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_REASON, words);
    if (sends) {
        explained_format_digest(words, &digest);
        fields[n++] = FIELD_TEXT_OF(FIELD_DIGEST, buffer_slice(&digest));
    }
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, command_text(c, FIELD_TEXT));
    d->author.speaks = true;
    draft_entry(d, ENTRY_RECEIVED, fields, n);
    if (a->page.who)
        draft_speak_as(d, a->page.who);
    d->author.speaks = true;
    buffer_deinit(&digest);
}

void received_note(struct answering *a)
{
    const struct command *c = a->in->command;
    struct field fields[2];
    struct slice text = a->said.text;
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, text.len ? text : command_text(c, FIELD_TEXT));
    n += decide_route(c, a->page.who, fields + n);
    draft_entry(&a->draft, ENTRY_NOTE, fields, n);
}

void received_send(struct answering *a, struct slice words)
{
    const struct incoming *in = a->in;
    unsigned means = owners_means(&in->owners, in->office->rules, a->page.who,
                                  command_text(in->command, FIELD_VIA));

    a->draft.author.speaks = false;
    draft_notice_by(&a->draft, a->page.who, means, words, instant_add(in->now, NOTICE_LIFE));
}

static void compose(const struct answering *a, struct explain x, struct buffer *out)
{
    x.office = a->in->office;
    x.now = a->in->now;
    x.open = &a->in->open;
    x.is_shared = a->in->owners.n > 1;
    if (!x.incident)
        x.incident = a->page.about;
    explain_compose(&x, out);
}

void received_confirm(struct answering *a, const struct open_pages *taken)
{
    struct buffer words = BUFFER_INIT;

    compose(a, (struct explain){.what = EXPLAIN_CONFIRM, .asked = taken}, &words);
    received_send(a, buffer_slice(&words));
    buffer_deinit(&words);
}

bool received_compose(struct answering *a, struct explain x, struct buffer *out)
{
    struct incoming *in = a->in;
    bool sends;

    compose(a, x, out);
    sends = explained_may(in->office, buffer_slice(&in->number), buffer_slice(out), in->now,
                          in->n_explained);
    in->n_explained += sends;
    return sends;
}

void received_explain(struct answering *a, struct explain x, bool noted)
{
    struct buffer words = BUFFER_INIT;
    bool sends = received_compose(a, x, &words);

    received_entry(a,
                   noted   ? "noted"
                   : sends ? "explained"
                           : "ignored",
                   buffer_slice(&words), sends);
    if (noted)
        received_note(a);
    if (sends)
        received_send(a, buffer_slice(&words));
    buffer_deinit(&words);
}
