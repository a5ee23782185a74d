#include "room.h"

#include <criterion/criterion.h>

#include "base/log.h"

static struct instant room_now(void *arg)
{
    return ((struct room *)arg)->time;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    cr_assert_fail("fenced: %s", reason);
}

void room_open(struct room *r, struct config *config)
{
    struct journal_listener listener;

    log_set_level(LOG_LEVEL_WARNING);
    *r = (struct room){
        .base = event_base_new(), .time = {INT64_C(1795400000) * 1000000}, .config = config};
    r->clock = (struct clock){.now = room_now, .monotonic = room_now, .arg = r};
    r->random = random_seeded(&r->seed);
    calendar_set_zone("UTC");
    r->office = office_new(r->config->rules, &r->random);
    r->desk =
        desk_new(&(struct desk_options){.clock = &r->clock, .office = r->office, .version = "0"});
    listener = desk_journal_listener(r->desk, on_fenced, NULL);
    r->journal = memory_journal_new(&listener);
    desk_set_journal(r->desk, r->journal);
    r->server = server_new(&(struct server_options){
        .base = r->base, .desk = r->desk, .config = r->config, .version = "0"});
    memory_journal_open(r->journal);
    while (memory_journal_flush(r->journal))
        ;
}

void room_close(struct room *r)
{
    server_free(r->server);
    journal_free(r->journal);
    desk_free(r->desk);
    office_free(r->office);
    config_unref(r->config);
    event_base_free(r->base);
}
