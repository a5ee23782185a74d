#include "office/draft/fault.h"

#include "base/utf8.h"
#include "office/state/incident.h"

static struct slice name_of(const struct draft *d, struct slice id)
{
    const struct person *p = rules_person(d->office->rules, id);

    return p ? slice_of(person_name(p)) : id;
}

static struct slice title_of(const struct draft *d, struct slice id)
{
    const struct post *post = rules_post(d->office->rules, id);

    return post && post->title && post->title[0] ? slice_of(post->title) : id;
}

static void append_names(const struct draft *d, struct slice ids, bool han, struct buffer *out)
{
    bool more = false;

    while (ids.len) {
        struct slice id = slice_cut(&ids, ',');

        if (more)
            buffer_append_string(out, han ? "、" : ", ");
        buffer_append_slice(out, name_of(d, id));
        more = true;
    }
}

/* " (Duty officer)" */
static void append_title(struct slice title, bool han, struct buffer *out)
{
    buffer_append_string(out, han ? "（" : " (");
    buffer_append_slice(out, title);
    buffer_append_string(out, han ? "）" : ")");
}

void fault_missed(const struct draft *d, enum missed_how how, struct span waited,
                  struct buffer *out)
{
    static const struct {
        const char *words, *han; /* when, what was asked, within */
    } said[] = {
        [MISSED_NO_ANSWER] = {"no answer to the %s %s within %s", "%s%s，%s内未应答"},
        [MISSED_DECLINED] = {"declined the %s %s", "推辞%s%s"},
        [MISSED_NO_CONTACT] = {"no contact for the %s %s", "无联系方式，%s%s"},
        [MISSED_NOT_SENT] = {"no message of the %s %s got through", "%s%s的短信未送出"},
    };
    const struct incident *i = d->incident;
    struct slice who = name_of(d, slice_of(i->asked)), title = title_of(d, slice_of(i->duty));
    bool han = utf8_has_han(title), test = incident_is_test(i);
    struct buffer time = BUFFER_INIT, limit = BUFFER_INIT;
    const char *what =
        han ? (test ? "呼叫测试" : "查岗") : (test ? "test of the paging" : "roll call");

    calendar_format_short(i->reported, d->now, &time);
    span_format(waited, &limit);
    buffer_append_slice(out, who);
    buffer_append_string(out, han ? "：" : ": ");
    /* The last one is not said by all of them. */
    buffer_printf(out, han ? said[how].han : said[how].words, time.data, what, limit.data);
    append_title(title, han, out);
    buffer_deinit(&time);
    buffer_deinit(&limit);
}

void fault_absent(const struct draft *d, const struct post *post, const struct muster *m,
                  struct instant since, struct span grace, struct slice missing, struct slice stay,
                  struct buffer *out)
{
    struct slice title = title_of(d, slice_of(post->id));
    bool han = utf8_has_han(title);
    struct buffer time = BUFFER_INIT, limit = BUFFER_INIT;

    calendar_format_short(since, d->now, &time);
    span_format(grace, &limit);
    append_names(d, missing, han, out);
    buffer_printf(out,
                  han ? "：%s的班，%s内未签到" : ": not signed on for the shift of %s within %s",
                  time.data, limit.data);
    append_title(title, han, out);
    if (m->there)
        buffer_printf(out, han ? "；已到%zu/%zu" : "; %zu of %zu are there", m->there, m->needed);
    if (stay.len) {
        buffer_append_string(out, han ? "；未换班：" : "; not relieved: ");
        append_names(d, stay, han, out);
    }
    buffer_deinit(&time);
    buffer_deinit(&limit);
}

void fault_untaken(const struct draft *d, const struct post *post, const struct offer *offer,
                   struct buffer *out)
{
    struct slice title = title_of(d, slice_of(post->id));
    struct slice in = name_of(d, slice_of(offer->in)), from = name_of(d, slice_of(offer->out));
    bool han = utf8_has_han(title);
    struct buffer time = BUFFER_INIT, limit = BUFFER_INIT;

    calendar_format_short(offer->at, d->now, &time);
    span_format(instant_since(offer->due, offer->at), &limit);
    buffer_append_slice(out, in);
    buffer_printf(out, han ? "：%s交班，%s内未接（" : ": handover of %s not taken within %s (",
                  time.data, limit.data);
    buffer_append_slice(out, title);
    buffer_printf(out, han ? "）；%.*s留岗" : "); %.*s stays", SLICE_ARG(from));
    buffer_deinit(&time);
    buffer_deinit(&limit);
}
