/* Who is told when, in which order. */
#include <criterion/criterion.h>

#include "desk/desk.h"
#include "journal/memory.h"
#include "office_fixture.h"

static struct instant read_time(void *arg)
{
    return ((struct fixture *)arg)->now;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    cr_assert(false, "%s", reason);
}

struct witness {
    char name;
    struct buffer *heard;
};

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct witness *w = arg;

    (void)entries;
    (void)n;
    buffer_append_char(w->heard, w->name);
}

struct world {
    struct fixture *f;
    struct clock clock;
    struct desk *desk;
    struct journal *journal;
};

/* The listeners have to be there before it begins. */
static void world_init(struct world *w)
{
    struct journal_listener listener;

    w->f = fixture_new(NULL);
    w->clock = (struct clock){read_time, read_time, w->f};
    w->desk = desk_new(
        &(struct desk_options){.clock = &w->clock, .office = w->f->office, .version = "test"});
    listener = desk_journal_listener(w->desk, on_fenced, NULL);
    w->journal = memory_journal_new(&listener);
    desk_set_journal(w->desk, w->journal);
}

static void flush(struct world *w)
{
    while (memory_journal_flush(w->journal))
        ;
}

static void world_deinit(struct world *w)
{
    journal_free(w->journal);
    desk_free(w->desk);
    fixture_free(w->f);
}

/* Replies are not to wait for what starts processes, whichever was wired first. */
Test(desk, tells_the_last_ones_last)
{
    struct buffer heard = BUFFER_INIT;
    struct witness witnesses[] = {
        {'a', &heard}, {'B', &heard}, {'c', &heard}, {'D', &heard}, {'e', &heard}};
    struct world w;

    world_init(&w);
    for (size_t k = 0; k < 5; k++)
        desk_listen(w.desk, &(struct desk_listener){.last = witnesses[k].name < 'a',
                                                    .on_durable = on_durable,
                                                    .arg = &witnesses[k]});
    memory_journal_open(w.journal);
    flush(&w);
    buffer_append_char(&heard, '\0');
    cr_expect_str_eq(heard.data, "aceBD");
    buffer_deinit(&heard);
    world_deinit(&w);
}

static enum desk_answer report(struct world *w)
{
    const struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smoke"));
    const struct command c = {.verb = VERB_REPORT, .fields = &text, .n_fields = 1};
    struct decision decision = {0};
    enum desk_answer answer = desk_submit(w->desk, &c, &decision);

    decision_deinit(&decision);
    return answer;
}

/* What thousands of incidents have to write does not keep out the next report; and all of it gets
 * written. */
Test(desk, a_storm_leaves_room_for_reports)
{
    struct world w;
    unsigned turns = 0;

    world_init(&w);
    memory_journal_open(w.journal);
    for (int k = 0; k < 3000; k++)
        cr_assert_eq(report(&w), DESK_TAKEN);
    flush(&w);
    memory_journal_set_max_pending(w.journal, 2000);
    w.f->now = instant_add(w.f->now, SPAN_HOURS(1));
    do {
        desk_tick(w.desk);
        desk_tick(w.desk); /* no more, however often it is asked */
        cr_assert_leq(office_last_seq(w.f->office) - desk_durable(w.desk), 1500);
        cr_assert_eq(report(&w), DESK_TAKEN);
        memory_journal_flush(w.journal);
        turns++;
    } while (!instant_before(w.f->now, desk_next_due(w.desk)));
    cr_expect_gt(turns, 3);
    cr_expect(instant_before(w.f->now, office_next_due(w.f->office)), "nothing is left over");
    world_deinit(&w);
}
