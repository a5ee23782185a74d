#include "office/decide/post.h"

#include "office/state/presence.h"

bool decide_post(struct draft *d, const struct command *c, const struct post **ret_post,
                 const struct watch **ret_watch)
{
    struct slice id = command_text(c, FIELD_DUTY);
    const struct post *post = rules_post(d->office->rules, id);

    *ret_watch = presence_watch(d->office, id);
    *ret_post = post;
    if (!post)
        draft_refuse(d, REFUSAL_UNKNOWN, "there is no post %.*s", SLICE_ARG(id));
    else if (!c->actor)
        draft_refuse(d, REFUSAL_VALUE, "say who");
    return post && c->actor;
}

const struct person *decide_person(struct draft *d, struct slice id, const char *field)
{
    const struct person *p = rules_person(d->office->rules, id);

    if (!id.len)
        draft_refuse(d, REFUSAL_VALUE, "%s is missing: say who, %s=ID", field, field);
    else if (!p)
        draft_refuse(d, REFUSAL_UNKNOWN, "there is no person %.*s", SLICE_ARG(id));
    return p;
}

bool decide_may_hold(struct draft *d, const struct person *p, const struct post *post)
{
    if (p->rank >= post->rank)
        return true;
    draft_refuse(d, REFUSAL_RANK, "post %s asks for a %s; %s is %s", post->id,
                 rank_to_string(post->rank), p->id, rank_to_string(p->rank));
    return false;
}
