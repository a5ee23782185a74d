/* What a leader reads of who did not answer, or come: who, when, within what limit, in one SMS. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "office/state/incident.h"
#include "office_fixture.h"
#include "paging/message.h"

static const char *const office[] = {
    "person li officer sms:1:60s",
    "person chen officer sms:1:60s",
    "person mute officer",
    "person zhao leader sms:1:60s",
    "post officer officer li+chen/chen+mute staff=2 grace=10m limit=5m",
    "post leader leader zhao",
    "selftest 12:00 officer 10m",
    "chain up 0s=post:leader",
    "route - - up officer 0s",
    "catch person:zhao",
    NULL};

#define LI "Li Wei"
#define HAN_LI "李伟 Li Wei"

static const struct {
    const char *name, *li, *title;
    const char *acts[8];
    const char *text;
} rows[] = {
    {"a roll call",
     LI,
     "Duty officer",
     {"li on duty=officer", "zhao rollcall duty=officer", "+5m"},
     "Li Wei: no answer to the 10:00 roll call within 5m (Duty officer)"},
    {"of somebody without a name, at a post without a title",
     "",
     "",
     {"li on duty=officer", "zhao rollcall duty=officer", "+5m"},
     "li: no answer to the 10:00 roll call within 5m (officer)"},
    {"in German",
     "Jürgen Müller",
     "Diensthabender",
     {"li on duty=officer", "zhao rollcall duty=officer", "+5m"},
     "Jürgen Müller: no answer to the 10:00 roll call within 5m (Diensthabender)"},
    {"in Chinese",
     HAN_LI,
     "值班员",
     {"li on duty=officer", "zhao rollcall duty=officer", "+5m"},
     "李伟 Li Wei：10:00查岗，5m内未应答（值班员）"},
    {"in both",
     HAN_LI,
     "值班员 duty officer",
     {"li on duty=officer", "zhao rollcall duty=officer", "+5m"},
     "李伟 Li Wei：10:00查岗，5m内未应答（值班员 duty officer）"},
    {"declined, which is an answer",
     LI,
     "Duty officer",
     {"li on duty=officer", "zhao rollcall duty=officer", "+1m", "li decline"},
     "Li Wei: declined the 10:00 roll call (Duty officer)"},
    {"declined, in Chinese",
     HAN_LI,
     "值班员",
     {"li on duty=officer", "zhao rollcall duty=officer", "+1m", "li decline"},
     "李伟 Li Wei：推辞10:00查岗（值班员）"},
    {"the clock was set meanwhile",
     LI,
     "Duty officer",
     {"li on duty=officer", "zhao rollcall duty=officer", "clock 1h", "+5m"},
     "Li Wei: no answer to the 10:00 roll call within 5m (Duty officer)"},
    {"a test",
     LI,
     "Duty officer",
     {"li on duty=officer", "+2h", "+10m"},
     "Li Wei: no answer to the 12:00 test of the paging within 10m (Duty officer)"},
    {"a test, in Chinese",
     HAN_LI,
     "值班员",
     {"li on duty=officer", "+2h", "+10m"},
     "李伟 Li Wei：12:00呼叫测试，10m内未应答（值班员）"},
    {"a test, and the gateway is dead",
     LI,
     "Duty officer",
     {"li on duty=officer", "+2h", "failed li"},
     "Li Wei: no message of the 12:00 test of the paging got through (Duty officer)"},
    {"a shift that does not come",
     LI,
     "Duty officer",
     {"mute on duty=officer", "+22h40m"},
     "Li Wei, chen: not signed on for the shift of 08:30 within 10m (Duty officer); not relieved: "
     "mute"},
    {"half a shift",
     LI,
     "Duty officer",
     {"chen on duty=officer", "+22h40m"},
     "Li Wei: not signed on for the shift of 08:30 within 10m (Duty officer); 1 of 2 are there"},
    {"a shift, in Chinese",
     HAN_LI,
     "值班员",
     {"chen on duty=officer", "+22h40m"},
     "李伟 Li Wei：08:30的班，10m内未签到（值班员）；已到1/2"},
    {"the next one, after it was acknowledged",
     LI,
     "Duty officer",
     {"mute on duty=officer", "+22h40m", "zhao ack", "+24h"},
     "chen: not signed on for the shift of 08:30 within 10m (Duty officer); 1 of 2 are there"},
    {"a handover",
     LI,
     "Duty officer",
     {"li on duty=officer", "li handover duty=officer to=chen text=x", "+10m"},
     "chen: handover of 10:00 not taken within 10m (Duty officer); Li Wei stays"},
    {"a handover, in Chinese",
     HAN_LI,
     "值班员",
     {"li on duty=officer", "li handover duty=officer to=chen text=x", "+10m"},
     "chen：10:00交班，10m内未接（值班员）；李伟 Li Wei留岗"},
};

static void expect_fits(const struct incident *i, const char *name, const char *text)
{
    struct callout c = {.person = "zhao", .code = 4711};
    struct buffer sms = BUFFER_INIT;
    bool cut;

    message_compose(i, &c, 1, &sms, &cut);
    cr_expect(!cut && strstr(sms.data, text), "%s: %s", name, sms.data);
    buffer_deinit(&sms);
}

static void use_names(struct fixture *f, const char *li, const char *title)
{
    struct person *p = &f->rules->people[0];
    struct post *post = &f->rules->posts[0];

    free(p->name);
    free(post->title);
    p->name = xstrdup(li);
    post->title = xstrdup(title);
}

/* The absence, beside tests of the paging that have come since; else the last report. */
static const struct incident *about_of(const struct fixture *f)
{
    const struct incident *found = office_incident(f->office, f->incident);

    for (const struct incident *i = office_first_live(f->office); i; i = i->next)
        if (i->origin == ORIGIN_ABSENCE)
            found = i;
    return found;
}

Test(fault, says_who_and_when)
{
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(office);
        const struct incident *i;
        struct field text = {0};

        use_names(f, rows[n].li, rows[n].title);
        for (size_t k = 0; rows[n].acts[k]; k++)
            fixture_act(f, rows[n].acts[k]);
        i = about_of(f);
        cr_assert(i && incident_fact(i, FIELD_TEXT, &text), "%s", rows[n].name);
        cr_expect(slice_equal_string(text.text, rows[n].text), "%s: %.*s", rows[n].name,
                  SLICE_ARG(text.text));
        expect_fits(i, rows[n].name, rows[n].text);
        fixture_free(f);
    }
}
