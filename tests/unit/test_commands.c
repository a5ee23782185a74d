/* The commands, spoken over a socket to a whole server. */
#include "commands_world.h"

/* One thing that is said, and what must stand in the reply. */
struct turn_row {
    const char *who; /* NULL: as before */
    const char *say;
    const char *want;
};

static void talk(struct world *w, const struct turn_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *heard;

        if (rows[i].who)
            be(w, rows[i].who);
        heard = say(w, rows[i].say);
        cr_expect(strstr(heard, rows[i].want), "%s:\nwanted %s\nheard  %s", rows[i].say,
                  rows[i].want, heard);
    }
}

#define TALK(w, rows) talk((w), (rows), sizeof(rows) / sizeof(*(rows)))

Test(commands, checks_before_any_handler)
{
    static const struct turn_row rows[] = {
        {NULL, "PING", "250 pong " AT "\n"},
        {NULL, "STATUS", "530 log in first: LOGIN person password\n"},
        {NULL, "REPROT x", "502 no such command: REPROT; REPORT is the nearest\n"},
        {NULL, "XYZZYXY", "502 no such command: XYZZYXY; HELP lists all\n"},
        {NULL, "HANDOVR leader", "502 no such command: HANDOVR"},
        {"inspector", "REPORT fire", "550 your rank, observer, does not allow REPORT"},
        {"inspector", "CLOSE 1 all quiet", "550 your rank, observer, does not allow CLOSE"},
        {"gateway", "CLOSE 1 x", "550 "},
        {"root", "REPORT fire", "550 "},
        {"li.wei", "RELOAD", "550 "},
        {"li.wei", "REPORT", "501 the text is missing; the form is: REPORT"},
        {"li.wei", "REPORT grad=2 fire", "501 REPORT has no field grad; grade is the nearest\n"},
        {"li.wei", "REPORT grade=7 fire", "501 grade is 1 to 4"},
        {"li.wei", "REPORT key=a!b fire", "501 key is 1 to 64 of"},
        {"li.wei", "REPORT key= fire", "501 key is 1 to 64 of"},
        {"li.wei", "NOTE", "501 the incident is missing; the form is: NOTE n"},
        {"li.wei", "NOTE abc x", "501 \"abc\" is no incident"},
        {"li.wei", "NOTE 99 x", "554 there is no incident 2026-000099\n"},
        {"li.wei", "SHOW 99", "554 there is no incident 2026-000099\n"},
        {"li.wei", "SHOW 2025-000099", "554 there is no incident 2025-000099\n"},
        {"li.wei", "PING now", "501 PING takes nothing more at \"now\""},
        {"li.wei", "LIST unaked", "501 LIST knows open"},
        {"li.wei", "LIST unaked", "the nearest is unacked\n"},
        {"li.wei", "LIST limit=0", "501 limit is a whole number from 1 to 1000"},
        {"li.wei", "LOG since=perhaps", "501 since is a time that exists"},
        {"li.wei", "LOG kind=reports", "the nearest is report\n"},
        {"li.wei", "LOG limit=3 rounds", "501 LOG either writes a text, or lists by fields"},
        {"li.wei", "LOG key=a", "501 key goes with a text"},
        {"li.wei", "WATCH maybe", "501 WATCH is on or off"},
        {"li.wei", "WHO post=oficer", "554 there is no post oficer; the nearest is officer\n"},
        {"li.wei", "ROSTER post=oficer", "554 there is no post oficer; the nearest is officer\n"},
        {"li.wei", "ROSTER person=li.wie",
         "554 there is no person li.wie; the nearest is li.wei\n"},
        {"li.wei", "ROSTER days=93", "501 days is a whole number from 1 to 92, not \"93\"\n"},
        {"li.wei", "ACK", "501 the incident is missing"},
        {"li.wei", "ACK 1 code=4711", "501 name the incident or give its code"},
        {"li.wei", "ACK 1 person=zhao.min", "550 person= is for the rank service"},
        {"gateway", "ACK code=4711", "501 person is missing"},
        {"gateway", "ACK code=4711 person=li.wei", "554 no page to you"},
        {"li.wei", "VERIFY since=999", "554 there is no entry 999"},
        {"li.wei", "HELP REPROT", "502 no such command: REPROT; REPORT is the nearest\n"},
    };
    struct world *w = world_new(true);

    TALK(w, rows);
    world_free(w);
}

Test(commands, an_incident_from_report_to_merge)
{
    static const struct turn_row rows[] = {
        /* entries 1 and 2 are start and config */
        {"gateway", "REPORT class=gas grade=2 place=\"12 Renmin Rd\" smell of gas, 3 trapped",
         "250 logged incident=2026-000001 entry=3 " AT " chain=urgent\n"},
        {"li.wei", "SET 1", "501 a field is missing"},
        {NULL, "SET 1 trapped=4", "250 set incident=2026-000001 entry=6 " AT "\n"},
        {NULL, "NOTE 2026-000001 -- a=b", "250 noted incident=2026-000001 entry=7 " AT "\n"},
        {NULL, "NOTE 1 corrects=7 a is c", " corrects=7\n"},
        {NULL, "LIST", "250-2026-000001 open grade=2 class=gas place=\"12 Renmin Rd\" " AT},
        {NULL, "LIST", "smell of gas, 3 trapped\n250 1 incidents\n"},
        {NULL, "LIST class=fire", "250 0 incidents\n"},
        {NULL, "LIST mine", "250 1 incidents\n"},
        {"zhao.min", "LIST mine", "250 0 incidents\n"},
        {NULL, "LIST overdue", "250 0 incidents\n"},
        {"li.wei", "ESCALATE 1 nobody answers",
         "250 escalated incident=2026-000001 entry=9 " AT "\n"},
        {"zhao.min", "LIST overdue", "250 1 incidents\n"},
        {NULL, "ACK 1 on my way", "250 acked incident=2026-000001"},
        {NULL, "SHOW 1",
         "250-2026-000001 state=acked reported=2026-11-23T10:15:09.123456+08:00 "
         "by=gateway acker=zhao.min"},
        {NULL, "SHOW 1",
         "250-facts class=gas grade=2 place=\"12 Renmin Rd\" trapped=4\n250-text smell of "
         "gas, 3 trapped\n"},
        {NULL, "SHOW 1", "250-callout person=li.wei state=queued page=5 step=1 via=sms try=1"},
        {NULL, "SHOW 1", "250-7 note " AT " incident=2026-000001 by=li.wei post=officer -- a=b\n"},
        {NULL, "SHOW 1", "250 2026-000001 10 entries\n"},
        {NULL, "LIST unacked", "250 0 incidents\n"},
        {NULL, "GRADE 1 1", "501 the text is missing; the form is: GRADE"},
        {NULL, "GRADE 1 5 worse", "501 grade is 1 to 4"},
        {NULL, "GRADE 1 3 not so bad", " grade=3\n"},
        {NULL, "CLOSE 1", "501 CLOSE needs the outcome"},
        {NULL, "CLOSE 1 shut off", "250 closed incident=2026-000001"},
        {NULL, "NOTE 1 late", "250 noted"},
        {NULL, "LIST closed", "250-2026-000001 closed grade=3 class=gas"},
        {NULL, "ACK 1", "503 2026-000001 is closed"},
        {NULL, "REOPEN 1 again", " chain=routine\n"},
        {NULL, "REPORT the same smell", "250 logged incident=2026-000002"},
        {NULL, "MERGE 2 1", " into=2026-000001\n"},
        {NULL, "MERGE 2 77", "554 there is no incident 2026-000077\n"},
    };
    struct world *w = world_new(true);

    TALK(w, rows);
    world_free(w);
}

Test(commands, reading_the_log)
{
    static const struct turn_row rows[] = {
        {"li.wei", "LOG rounds done", "250 logged entry=3 " AT "\n"},
        {NULL, "LOG", "250-3 log " AT " by=li.wei post=officer rounds done\n250 3 entries\n"},
        {NULL, "LOG limit=1", "250-3 log"},
        {NULL, "LOG kind=start", "250-1 start " AT " version=test\n250 1 entries\n"},
        {NULL, "LOG by=li.wei", "250 1 entries\n"},
        {NULL, "LOG until=10:00", "250 0 entries\n"},
        {NULL, "LOG incident=1", "250 0 entries\n"},
        {NULL, "FIND Rounds", "rounds done\n250 1 entries\n"},
        {NULL, "FIND limit=5 nothing", "250 0 entries\n"},
        {NULL, "LOG <<", "350 "},
        {NULL, "first\n\n..second\n.", "250 logged entry=4 "},
        {NULL, "LOG", "post=officer first\n250-+ \n250-+ .second\n250 4 entries\n"},
        {NULL, "VERIFY", "250 verified first=1 last=4 hash="},
        {NULL, "WHO", "250-officer person=li.wei name=\"Li Wei\"\n250-leader person=zhao.min"},
        {NULL, "WHO post=leader", "250 1 posts " AT "\n"},
        {NULL, "ROSTER days=2 post=leader",
         "250-shift post=leader person=zhao.min name=\"Zhao Min\" "
         "from=2026-11-23T08:30:00.000000+08:00 until=2026-11-24T08:30:00.000000+08:00\n"},
        {NULL, "ROSTER days=2 post=leader",
         "250 2 shifts gaps=0 from=2026-11-23T10:15:09.123456+08:00 "
         "until=2026-11-25T00:00:00.000000+08:00\n"},
        {NULL, "ROSTER from=2025-12-31 days=2 person=li.wei", "250 1 shifts gaps=0 from="},
        {NULL, "ROSTER from=2025-12-31 days=1 post=officer",
         "250-gap post=officer places=1 from=2025-12-31T00:00:00.000000+08:00 "
         "until=2026-01-01T08:30:00.000000+08:00\n250 0 shifts gaps=1 "},
        {NULL, "WHO post=leader at=\"2025-01-01 00:00\"", "250-leader vacant places=1 until="},
        {NULL, "STATUS", "250-dutyd office=riverton version=test"},
        {NULL, "STATUS", "250-database state=ready"},
        {NULL, "STATUS", "250-roster posts=2 gaps=0 days=30\n250 clock " AT " zone=Asia/Shanghai"},
        {NULL, "WATCH", "250 watch state=off\n"},
        {NULL, "QUIT", "221 goodbye\n"},
    };
    struct world *w = world_new(true);

    TALK(w, rows);
    world_free(w);
}

Test(commands, a_key_makes_a_command_happen_once)
{
    static const struct turn_row rows[] = {
        {"li.wei", "REPORT key=k1 fire", "250 logged incident=2026-000001 entry=3"},
        {NULL, "REPORT key=k1 fire",
         "250 logged incident=2026-000001 entry=3 " AT " chain=routine acked=li.wei again=yes\n"},
        {NULL, "report KEY=k1 -- fire", " again=yes\n"},
        {NULL, "REPORT key=k1 flood", "505 "},
        {NULL, "NOTE key=k1 1 fire", "501"},
        {NULL, "NOTE 1 key=k1 fire", "505 "},
        {"zhao.min", "REPORT key=k1 fire", "505 "},
        {NULL, "LIST", "250 1 incidents\n"},
    };
    struct world *w = world_new(true);

    TALK(w, rows);
    /* Both in one breath: the first is not durable when the second comes. */
    be(w, "li.wei");
    const char *heard = say(w, "NOTE 1 key=k2 x\nNOTE 1 key=k2 x");
    cr_expect(strstr(heard, "250 noted incident=2026-000001 entry=5 " AT "\n250 noted "
                            "incident=2026-000001 entry=5 " AT " again=yes\n"),
              "%s", heard);
    world_free(w);
}

Test(commands, a_code_is_good_for_the_person_it_was_sent_to)
{
    struct world *w = world_new(true);
    const struct callout *c;
    char line[80];

    be(w, "gateway");
    say(w, "REPORT grade=1 fire");
    c = incident_callout(office_incident(w->office, (struct incident_id){2026, 1}),
                         SLICE("li.wei"));
    cr_assert(c);
    snprintf(line, sizeof(line), "ACK code=%u person=zhao.min", c->code);
    cr_expect(strstr(say(w, line), "554 no page to you"), "%s", w->heard.data);
    snprintf(line, sizeof(line), "ack CODE=%u person=li.wei key=s1 coming", c->code);
    cr_expect(strstr(say(w, line), "250 acked incident=2026-000001"), "%s", w->heard.data);
    cr_expect(strstr(w->heard.data, " by=li.wei\n"), "%s", w->heard.data);
    cr_expect(strstr(say(w, line), " by=li.wei again=yes\n"), "%s", w->heard.data);
    world_free(w);
}

Test(commands, while_the_database_is_away)
{
    static const struct turn_row rows[] = {
        {"li.wei", "REPORT fire", "450 not stored, nothing changed: the database is away since"},
        {NULL, "LOG x", "450 "},
        {NULL, "LIST", "250 1 incidents database=away\n"},
        {NULL, "SHOW 1", " entries=partial\n"},
        {NULL, "LOG", " entries=partial\n"},
        {NULL, "STATUS", "250-database state=away"},
        {NULL, "VERIFY", "450 not verified"},
        {"root", "RELOAD", "450 "},
    };
    struct world *w = world_new(true);

    be(w, "li.wei");
    say(w, "REPORT smoke");
    memory_journal_set_away(w->journal, true);
    TALK(w, rows);
    memory_journal_set_away(w->journal, false);
    be(w, "li.wei");
    cr_expect(strstr(say(w, "REPORT fire"), "250 logged"), "%s", w->heard.data);
    world_free(w);
}

Test(commands, before_the_log_is_open)
{
    static const struct turn_row rows[] = {
        {NULL, "PING", "250 pong"},
        {"li.wei", "REPORT fire", "450 nothing done"},
        {NULL, "LIST", "450 nothing done"},
        {NULL, "STATUS", "250-database state=opening"},
    };
    struct world *w = world_new(false);

    TALK(w, rows);
    world_free(w);
}

Test(commands, too_busy)
{
    struct world *w = world_new(true);
    const char *heard;

    be(w, "li.wei");
    memory_journal_set_max_pending(w->journal, 1);
    heard = say(w, "REPORT a\nREPORT b");
    cr_expect(strstr(heard, "250 logged"), "%s", heard);
    cr_expect(strstr(heard, "452 too busy, nothing changed: try again\n"), "%s", heard);
    world_free(w);
}

Test(commands, reload_and_check)
{
    struct world *w = world_new(true);

    be(w, "root");
    cr_expect(strstr(say(w, "CHECK"), "250 good config="), "%s", w->heard.data);
    cr_expect(strstr(say(w, "RELOAD"), "250 reloaded config="), "%s", w->heard.data);
    write_config(w, "office = { id = \"riverton\" };\nnonsense = 1;\n");
    cr_expect(strstr(say(w, "CHECK"), "501-"), "%s", w->heard.data);
    cr_expect(strstr(w->heard.data, "501 not good: errors="), "%s", w->heard.data);
    cr_expect(strstr(say(w, "RELOAD"), "501 not reloaded, nothing changed: errors="), "%s",
              w->heard.data);
    cr_expect(strstr(say(w, "WHO"), "zhao.min"), "%s", w->heard.data);
    world_free(w);
}

/* Paging says what became of those that wait, so that memory may let the incident go. */
static void drop_pages(struct world *w, uint32_t number)
{
    const struct incident *i = office_incident(w->office, (struct incident_id){2026, number});

    for (size_t n = 0; n < i->n_callouts; n++) {
        struct field fields[] = {FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)i->callouts[n].page),
                                 FIELD_TEXT_OF(FIELD_REASON, SLICE("closed"))};
        struct command c = {
            .verb = VERB_PAGE_DROPPED, .incident = i->id, .fields = fields, .n_fields = 2};
        struct decision d = {0};

        desk_submit(w->desk, &c, &d);
        decision_deinit(&d);
    }
    memory_journal_flush(w->journal);
}

Test(commands, a_forgotten_incident_is_recalled)
{
    struct world *w = world_new(true);

    be(w, "li.wei");
    say(w, "REPORT one");
    say(w, "CLOSE 1 done");
    say(w, "REPORT two");
    say(w, "CLOSE 2 done");
    say(w, "REPORT three");
    drop_pages(w, 1);
    drop_pages(w, 2);
    office_forget(w->office, 0, office_last_seq(w->office), w->now);
    cr_assert_null(office_incident(w->office, (struct incident_id){2026, 1}));
    cr_expect(strstr(say(w, "SHOW 1"), "state=closed"), "%s", w->heard.data);
    office_forget(w->office, 0, office_last_seq(w->office), w->now);
    cr_expect(strstr(say(w, "NOTE 1 late news"), "250 noted incident=2026-000001"), "%s",
              w->heard.data);
    office_forget(w->office, 0, office_last_seq(w->office), w->now);
    cr_expect(strstr(say(w, "MERGE 2 1"), "503 "), "%s", w->heard.data);
    office_forget(w->office, 0, office_last_seq(w->office), w->now);
    memory_journal_set_away(w->journal, true);
    cr_expect(strstr(say(w, "SHOW 1"), "450 nothing changed: 2026-000001 cannot be read"), "%s",
              w->heard.data);
    world_free(w);
}

Test(commands, a_client_that_leaves_while_it_waits)
{
    struct world *w = world_new(true);

    be(w, "li.wei");
    cr_assert(write(w->fd, "LOG\n", 4) == 4);
    event_base_loop(w->base, EVLOOP_NONBLOCK);
    close(w->fd);
    w->fd = -1;
    settle(w);
    server_free(w->server);
    w->server = NULL;
    settle(w);
    world_free(w);
}

Test(commands, help_knows_every_command)
{
    const struct command_info *info;
    struct world *w = world_new(true);
    char line[64];

    say(w, "HELP");
    for (size_t i = 0; (info = command_at(&command_table, i)); i++)
        cr_expect(strstr(w->heard.data, info->form), "%s", info->form);
    for (size_t i = 0; (info = command_at(&command_table, i)); i++) {
        snprintf(line, sizeof(line), "HELP %s", info->verb);
        say(w, line);
        cr_expect(strstr(w->heard.data, info->form), "%s", line);
        cr_expect(strstr(w->heard.data, "250 example: "), "%s", line);
    }
    world_free(w);
}

static bool is(const struct command_info *info, const char *verb)
{
    return strcmp(info->verb, verb) == 0;
}

/* For OFF, HANDOVER, TAKE and REFUSE: a leader stands in, and hands over. */
static void prepare_presence(struct world *w, const struct command_info *info)
{
    be(w, "zhao.min");
    say(w, "ON officer");
    say(w, "HANDOVER officer to=li.wei");
    be(w, "li.wei");
    if (is(info, "OFF") || is(info, "HANDOVER"))
        say(w, "ON officer");
}

/* The examples of HELP work, in an office where incidents 1 and 2 are open. */
Test(commands, every_example_works)
{
    const struct command_info *info;

    for (size_t i = 0; (info = command_at(&command_table, i)); i++) {
        struct world *w = world_new(true);
        bool admin = info->ranks && !(info->ranks & RANK_BIT(RANK_OFFICER));
        bool leads = admin && (info->ranks & RANK_BIT(RANK_LEADER));
        const char *heard;

        if (is(info, "LOGIN") || is(info, "HERE") ||
            is(info, "RECEIPT")) { /* a password; a code; a page that was sent */
            world_free(w);
            continue;
        }
        be(w, "gateway");
        say(w, "REPORT grade=3 smell of gas in Renmin Rd");
        say(w, "REPORT grade=3 smell of gas");
        be(w, "li.wei");
        if (is(info, "REOPEN"))
            say(w, "CLOSE 1 nothing found");
        prepare_presence(w, info);
        if (info->ranks == RANK_BIT(RANK_SERVICE))
            be(w, "gateway");
        else if (leads)
            be(w, "zhao.min");
        else if (admin)
            be(w, "root");
        heard = say(w, info->example);
        cr_expect(heard[0] == '2' && strlen(heard) > 4, "%s:\n%s", info->example, heard);
        world_free(w);
    }
}
