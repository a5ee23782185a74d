#include "rules/ics.h"

#include "base/digest.h"

#define FOLD 75 /* the most bytes of a line, without its end */
#define UID_DIGITS 32

/* A content line, folded between characters. */
static void put_line(struct slice line, struct buffer *out)
{
    size_t width = 0;

    for (size_t i = 0; i < line.len;) {
        size_t n = 1;

        while (i + n < line.len && ((unsigned char)line.data[i + n] & 0xc0) == 0x80)
            n++;
        if (width + n > FOLD) {
            buffer_append_string(out, "\r\n ");
            width = 1;
        }
        buffer_append(out, line.data + i, n);
        width += n;
        i += n;
    }
    buffer_append_string(out, "\r\n");
}

static void append_text(const char *text, struct buffer *out)
{
    for (; *text; text++) {
        if (*text == '\\' || *text == ';' || *text == ',')
            buffer_append_char(out, '\\');
        if (*text == '\n')
            buffer_append_string(out, "\\n");
        else
            buffer_append_char(out, *text);
    }
}

static void put_text(const char *name, const char *text, struct buffer *out)
{
    struct buffer line = BUFFER_INIT;

    buffer_append_string(&line, name);
    append_text(text, &line);
    put_line(buffer_slice(&line), out);
    buffer_deinit(&line);
}

static void put_time(const char *name, struct instant at, struct buffer *out)
{
    struct buffer utc = BUFFER_INIT;

    instant_format_utc(at, &utc); /* "2026-11-23T02:15:09.123456Z" */
    buffer_printf(out, "%s%.4s%.2s%.5s%.2s%.2sZ\r\n", name, utc.data, utc.data + 5, utc.data + 8,
                  utc.data + 14, utc.data + 17);
    buffer_deinit(&utc);
}

static void put_uid(const struct rules *rules, const struct shift *s, unsigned twin,
                    struct buffer *out)
{
    struct buffer text = BUFFER_INIT, hex = BUFFER_INIT, line = BUFFER_INIT;
    struct digest digest;

    buffer_printf(&text, "%s\n%s\n%s\n%lld", rules->office_id, s->post->id, s->duty.person->id,
                  (long long)s->from.us);
    if (twin > 0)
        buffer_printf(&text, "\n%u", twin);
    digest = digest_of(buffer_slice(&text));
    digest_format(&digest, &hex);
    buffer_printf(&line, "UID:%.*s@%s", UID_DIGITS, hex.data, rules->office_id);
    put_line(buffer_slice(&line), out);
    buffer_deinit(&text);
    buffer_deinit(&hex);
    buffer_deinit(&line);
}

void ics_print_begin(const struct rules *rules, struct buffer *out)
{
    buffer_append_string(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dutyd//duty "
                              "roster//EN\r\nCALSCALE:GREGORIAN\r\n");
    put_text("X-WR-CALNAME:", rules->office_name, out);
    put_text("X-WR-TIMEZONE:", rules->zone, out);
}

void ics_print_shift(const struct rules *rules, const struct shift *s, unsigned twin,
                     struct instant now, struct buffer *out)
{
    const struct duty *d = &s->duty;
    struct buffer summary = BUFFER_INIT, more = BUFFER_INIT;

    buffer_printf(&summary, "%s: %s", s->post->title, d->person->name);
    buffer_append_string(out, "BEGIN:VEVENT\r\n");
    put_uid(rules, s, twin, out);
    put_time("DTSTAMP:", now, out);
    put_time("DTSTART:", s->from, out);
    put_time("DTEND:", s->to, out);
    put_text("SUMMARY:", summary.data, out);
    put_text("LOCATION:", rules->office_name, out);
    if (d->relief) {
        buffer_printf(&more, "in place of %s", d->rostered->name);
        if (d->relief->reason)
            buffer_printf(&more, ": %s", d->relief->reason);
        put_text("DESCRIPTION:", more.data, out);
    }
    buffer_append_string(out, "TRANSP:OPAQUE\r\nEND:VEVENT\r\n");
    buffer_deinit(&summary);
    buffer_deinit(&more);
}

void ics_print_end(struct buffer *out)
{
    buffer_append_string(out, "END:VCALENDAR\r\n");
}
