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

/* Replies are not to wait for what starts processes, whichever was wired first. */
Test(desk, tells_the_last_ones_last)
{
    struct fixture *f = fixture_new(NULL);
    const struct clock clock = {read_time, read_time, f};
    struct desk *desk =
        desk_new(&(struct desk_options){.clock = &clock, .office = f->office, .version = "test"});
    struct journal_listener listener = desk_journal_listener(desk, on_fenced, NULL);
    struct journal *journal = memory_journal_new(&listener);
    struct buffer heard = BUFFER_INIT;
    struct witness witnesses[] = {
        {'a', &heard}, {'B', &heard}, {'c', &heard}, {'D', &heard}, {'e', &heard}};

    for (size_t k = 0; k < 5; k++)
        desk_listen(desk, &(struct desk_listener){.last = witnesses[k].name < 'a',
                                                  .on_durable = on_durable,
                                                  .arg = &witnesses[k]});
    desk_set_journal(desk, journal);
    memory_journal_open(journal);
    while (memory_journal_flush(journal))
        ;
    buffer_append_char(&heard, '\0');
    cr_expect_str_eq(heard.data, "aceBD");
    buffer_deinit(&heard);
    journal_free(journal);
    desk_free(desk);
    fixture_free(f);
}
