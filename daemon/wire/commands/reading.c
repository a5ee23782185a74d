#include "wire/commands/reading.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/commands/render.h"

static void on_cancelled(void *arg)
{
    struct reading *reading = arg;

    if (reading->recall)
        desk_recall_cancel(reading->recall);
    else
        journal_cancel(desk_journal(session_desk(reading->session)), reading->ticket);
    free(reading);
}

struct reading *reading_begin(struct session *s, struct incident_id incident)
{
    struct reading *reading = xcalloc(1, sizeof(*reading));

    reading->session = s;
    reading->incident = incident;
    session_wait(s, on_cancelled, reading);
    return reading;
}

struct session *reading_end(struct reading *reading)
{
    struct session *s = reading->session;

    free(reading);
    return s;
}

void reading_reply_text(struct session *s, struct slice text)
{
    struct slice line = slice_cut(&text, '\n');

    session_reply_more(s, 250, "%.*s", SLICE_ARG(line));
    while (text.len) {
        line = slice_cut(&text, '\n');
        session_reply_more(s, 250, "+ %.*s", SLICE_ARG(line));
    }
}

void reading_reply_entry(struct session *s, const struct entry *e)
{
    struct buffer text = BUFFER_INIT;

    render_entry(e, &text);
    reading_reply_text(s, buffer_slice(&text));
    buffer_deinit(&text);
}

void reading_append_more(size_t more, struct buffer *out)
{
    if (more > JOURNAL_MORE_MOST)
        buffer_printf(out, " more=%d+", JOURNAL_MORE_MOST);
    else if (more)
        buffer_printf(out, " more=%zu", more);
}

const char *reading_state(const struct session *s)
{
    struct journal_stats stats = journal_get_stats(desk_journal(session_desk(s)));

    return stats.state == JOURNAL_READY     ? ""
           : stats.state == JOURNAL_STALLED ? " database=stalled"
                                            : " database=away";
}
