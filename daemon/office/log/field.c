#include "office/log/field.h"

#include <string.h>

#include "base/fold.h"
#include "base/name_index.h"
#include "office/log/closing.h"
#include "office/log/value.h"
#include "rules/calendar.h"

#define WORD_BYTES 64
#define SHORT_BYTES 256
#define TEXT_BYTES 65536
#define MOST_PEOPLE 10000000 /* more than any one incident reaches */

#define TEXT_ROW(n, limit, w) .name = (n), .type = FIELD_TYPE_TEXT, .max = (limit), .what = (w)
#define NUMBER_ROW(n, lo, hi, w)                                                                   \
    .name = (n), .type = FIELD_TYPE_NUMBER, .min = (lo), .max = (hi), .what = (w)
#define NEWS(word_, han_) .is_news = true, .word = (word_), .han = (han_)
#define TEXT(n, limit, w)                                                                          \
    {                                                                                              \
        TEXT_ROW(n, limit, w)                                                                      \
    }
#define WORD(n, w)                                                                                 \
    {                                                                                              \
        .name = (n), .type = FIELD_TYPE_WORD, .max = WORD_BYTES, .what = (w)                       \
    }
#define PHONE(n, w)                                                                                \
    {                                                                                              \
        .name = (n), .type = FIELD_TYPE_PHONE, .max = WORD_BYTES, .what = (w)                      \
    }
#define NUMBER(n, lo, hi, w)                                                                       \
    {                                                                                              \
        NUMBER_ROW(n, lo, hi, w)                                                                   \
    }
#define PEOPLE(n, word_, han_, w)                                                                  \
    {                                                                                              \
        NUMBER_ROW(n, 0, MOST_PEOPLE, w), NEWS(word_, han_), .is_figure = true                     \
    }
#define FLAG(n, w)                                                                                 \
    {                                                                                              \
        .name = (n), .type = FIELD_TYPE_FLAG, .max = 1, .what = (w)                                \
    }
#define INSTANT(n, sense, w)                                                                       \
    {                                                                                              \
        .name = (n), .type = FIELD_TYPE_INSTANT, .time = (sense), .what = (w)                      \
    }
#define SPAN(n, w)                                                                                 \
    {                                                                                              \
        .name = (n), .type = FIELD_TYPE_SPAN, .what = (w)                                          \
    }

const struct field_info field_table[FIELD_COUNT] = {
    [FIELD_CLASS] = WORD("class", "what kind of incident: gas, fire, traffic …"),
    [FIELD_GRADE] = {NUMBER_ROW("grade", 1, 4, "how bad: 1 (I, the worst) to 4 (IV)"),
                     NEWS("grade", "等级")},
    [FIELD_PLACE] = {TEXT_ROW("place", SHORT_BYTES, "where it is"), NEWS("place", "地点")},
    [FIELD_CALLER] = TEXT("caller", SHORT_BYTES, "who reports it"),
    [FIELD_UNIT] = TEXT("unit", SHORT_BYTES, "the caller's unit or organisation"),
    [FIELD_PHONE] = PHONE("phone", "where the caller can be called back"),
    [FIELD_CHANNEL] = WORD("channel", "how it came in: phone, sms, radio, fax …"),
    [FIELD_OCCURRED] = INSTANT("occurred", TIME_HAPPENED, "when it happened"),
    [FIELD_LEARNED] = INSTANT("learned", TIME_HAPPENED, "when the caller came to know of it"),
    [FIELD_DEATHS] = PEOPLE("deaths", "dead", "死", "people dead"),
    [FIELD_MISSING] = PEOPLE("missing", "missing", "失踪", "people missing"),
    [FIELD_TRAPPED] = PEOPLE("trapped", "trapped", "被困", "people trapped"),
    [FIELD_INJURED] = PEOPLE("injured", "injured", "伤", "people injured"),
    [FIELD_LOSS] = NUMBER("loss", 0, 1000000000000000, "direct loss, in whole units of money"),
    [FIELD_DRILL] = FLAG("drill", "an exercise, marked as such everywhere"),
    [FIELD_CONFIDENTIAL] = FLAG("confidential", "the caller's identity is not to be passed on"),
    [FIELD_ADDRESSEE] = TEXT("to", SHORT_BYTES, "whom the report is meant for"),
    [FIELD_TEXT] = {TEXT_ROW("text", TEXT_BYTES, "what was said"), NEWS("report", "内容")},
    [FIELD_OLD] = TEXT("old", TEXT_BYTES, "the values that were replaced"),
    [FIELD_CHAIN] = WORD("chain", "the chain of command in force from here on"),
    [FIELD_DUE] = INSTANT("due", TIME_NONE, "when the chain goes on by itself"),
    [FIELD_IDLE] = SPAN("idle", "how long an acknowledged incident may lie without an entry"),
    [FIELD_ACK_RANK] = WORD("ack_rank", "the least rank whose acknowledgement counts"),
    [FIELD_STEP] = NUMBER("step", 0, 1000, "step of the chain, from 1"),
    [FIELD_ROUND] = NUMBER("round", 0, 65535, "0 the first time, then 1, 2 … for repeats"),
    [FIELD_REASON] = TEXT("reason", TEXT_BYTES, "why"),
    [FIELD_WHOM] = TEXT("whom", TEXT_BYTES, "people, separated by commas"),
    [FIELD_PERSON] = WORD("person", "a person's id"),
    [FIELD_VIA] = WORD("via", "the means: the name of a hook"),
    [FIELD_ADDRESS] = TEXT("address", SHORT_BYTES, "number or address the page goes to"),
    [FIELD_MEANS] = NUMBER("means", 0, 254, "which of the person's contacts, from 0"),
    [FIELD_TRY] = NUMBER("try", 1, 255, "which try by this means, from 1"),
    [FIELD_GAP] = SPAN("gap", "how long an answer is waited for before the next try"),
    [FIELD_CODE] = NUMBER("code", 1000, 9999, "the 4 digits that answer a page"),
    [FIELD_PAGE] = NUMBER("page", 1, INT64_MAX, "id of a page"),
    [FIELD_GATEWAY] = TEXT("gateway", SHORT_BYTES, "the gateway's own id for the message"),
    [FIELD_RETRY] = INSTANT("retry", TIME_NONE, "when the page is handed over again"),
    [FIELD_ATTEMPT] = NUMBER("attempt", 0, 255, "which run of the hook, from 1"),
    [FIELD_TRUNCATED] = FLAG("truncated", "the text was cut to fit the message"),
    [FIELD_OTHER] = WORD("into", "the other incident"),
    [FIELD_CORRECTS] = NUMBER("corrects", 1, INT64_MAX, "the entry that this one corrects"),
    [FIELD_OUTCOME] = TEXT("outcome", TEXT_BYTES, "how it ended"),
    [FIELD_AS] = WORD("as", "how it ended, in a word: " CLOSING_NAMES),
    [FIELD_ROUTE] = TEXT("from", SHORT_BYTES, "where a client spoke from"),
    [FIELD_DIGEST] = WORD("digest", "SHA-256 of the configuration's text, hex"),
    [FIELD_CONFIG] = TEXT("config", INT64_MAX, "the configuration's text"),
    [FIELD_VERSION] = WORD("version", "the daemon's version"),
    [FIELD_BY] =
        NUMBER("by", INT64_MIN, INT64_MAX,
               "how far the clock stepped, or how long entries were held up, in microseconds"),
    [FIELD_COMMAND] = WORD("command", "short digest of the command, hex"),
    [FIELD_GAP_POST] = WORD("gap_post", "the post that too few will hold"),
    [FIELD_GAP_FROM] = INSTANT("gap_from", TIME_NONE, "when too few begin to hold it"),
    [FIELD_GAP_TO] =
        INSTANT("gap_until", TIME_NONE, "when enough hold it again; without it no end is in sight"),
    [FIELD_MARK] = WORD("mark", "digest of whom a step names, hex; or end"),
    [FIELD_DUTY] = WORD("duty", "the post that it is about"),
    [FIELD_OUT] = WORD("out", "who leaves the post"),
    [FIELD_IN] = WORD("in", "who comes in their place"),
    [FIELD_SINCE] = INSTANT("since", TIME_FROM, "from this time on"),
    [FIELD_UNTIL] = INSTANT("until", TIME_TO_COME, "up to this time"),
    [FIELD_STANDIN] = WORD("standin", "not on the roster: authorised or unauthorised"),
    [FIELD_OF] = NUMBER("of", 1, INT64_MAX, "the entry that this one answers, ends or begins with"),
    [FIELD_GRACE] = SPAN("grace", "how long after a shift's start a sign-on is waited for"),
    [FIELD_TIMES] = TEXT("times", TEXT_BYTES, "when the shift's roll calls will be"),
    [FIELD_AFTER] = SPAN("after", "how long the chain of command had run until then"),
    [FIELD_WAITED] = SPAN("waited", "how long ago it had been reported"),
    [FIELD_THING] = WORD("thing", "what an audit is about"),
    [FIELD_DOWN] = FLAG("down", "its hook is down, and the person has no other means"),
    [FIELD_BUNDLED] = NUMBER("bundled", 1, 1000, "other pages that were in the message"),
    [FIELD_ACKED] = WORD("acked", "who has taken it by typing it"),
    [FIELD_RANK] = WORD("rank", "the rank of who wrote a remark without doing duty"),
    [FIELD_HOW] = WORD("how", "taken by reporting, reopening or grading it"),
    [FIELD_TELL] =
        INSTANT("tell", TIME_NONE, "when those who were paged are notified of the change"),
    [FIELD_KNOWN] = NUMBER("known", 0, INT64_MAX, "the last entry that the message knew of"),
    [FIELD_ENTRIES] = NUMBER("entries", 0, INT64_MAX, "how many entries were live, or held up"),
    [FIELD_TALLY] = NUMBER("count", 1, INT64_MAX, "how many refused logins the entry sums up"),
    [FIELD_LAST] = FLAG("last", "whoever left is paged this once more: nobody else is there"),
};

bool field_is_text(enum field_id id)
{
    return field_table[id].type == FIELD_TYPE_TEXT || field_table[id].type == FIELD_TYPE_WORD ||
           field_table[id].type == FIELD_TYPE_PHONE;
}

bool field_may_be_unknown(enum field_id id)
{
    return id < FIELD_TEXT && id != FIELD_GRADE && field_table[id].type != FIELD_TYPE_FLAG;
}

static const char *name_of(unsigned id)
{
    return field_table[id].name;
}

bool field_from_name(struct slice name, enum field_id *ret_id)
{
    static struct name_index index = {.name = name_of, .n = FIELD_COUNT};
    unsigned number;

    if (!name_index_find(&index, name, &number))
        return false;
    *ret_id = (enum field_id)number;
    return true;
}

static bool parse_text(const struct field_info *info, struct slice value, struct buffer *why)
{
    if (value.len > (unsigned long long)info->max) {
        buffer_printf(why, "%s takes at most %lld bytes, this has %zu", info->name, info->max,
                      value.len);
        return false;
    }
    if (info->type == FIELD_TYPE_WORD && value.len && memchr(value.data, ' ', value.len)) {
        buffer_printf(why, "%s is one word, without spaces", info->name);
        return false;
    }
    return true;
}

static void refuse_number(const struct field_info *info, struct slice value, struct buffer *why)
{
    if (info->max == INT64_MAX)
        buffer_printf(why, "%s is a whole number, not \"%.*s\"", info->name, SLICE_ARG(value));
    else
        buffer_printf(why, "%s is a whole number from %lld to %lld%s, not \"%.*s\"", info->name,
                      info->min, info->max, info->is_figure ? ", or unknown" : "",
                      SLICE_ARG(value));
}

static bool parse_number(const struct field_info *info, struct slice value, long long *ret_number,
                         struct buffer *why)
{
    bool good = info->is_figure ? value_parse_people(value, info->min, info->max, ret_number)
                                : value_parse_number(value, info->min, info->max, ret_number);

    if (!good)
        refuse_number(info, value, why);
    return good;
}

static bool parse_grade(const struct field_info *info, struct slice value, long long *ret_number,
                        struct buffer *why)
{
    if (value_parse_grade(value, ret_number))
        return true;
    buffer_printf(why, "%s is 1 to 4, or I (the worst) to IV, not \"%.*s\"", info->name,
                  SLICE_ARG(value));
    return false;
}

static bool parse_flag(const struct field_info *info, struct slice value, long long *ret_number,
                       struct buffer *why)
{
    bool flag;

    if (value_parse_flag(value, &flag)) {
        *ret_number = flag;
        return true;
    }
    buffer_printf(why, "%s is yes or no, not \"%.*s\"", info->name, SLICE_ARG(value));
    return false;
}

static bool parse_instant(const struct field_info *info, struct slice value,
                          const struct time_frame *frame, long long *ret_number, struct buffer *why)
{
    struct instant at;

    if (!typed_time_read(value, info->time, frame, info->name, &at, why))
        return false;
    *ret_number = at.us;
    return true;
}

static bool parse_span(const struct field_info *info, struct slice value, long long *ret_number,
                       struct buffer *why)
{
    struct span span;

    if (span_parse(value, &span)) {
        *ret_number = span.us;
        return true;
    }
    buffer_printf(why, "%s is a span like 90s, 5m, 2h, 1d or 1h30m, not \"%.*s\"", info->name,
                  SLICE_ARG(value));
    return false;
}

bool field_parse(enum field_id id, struct slice value, const struct time_frame *frame,
                 struct field *ret_field, struct buffer *why)
{
    const struct field_info *info = &field_table[id];
    long long number = 0;
    bool good = false;

    if (field_may_be_unknown(id) && value_is_unknown(value)) {
        *ret_field = FIELD_UNKNOWN_OF(id);
        return true;
    }
    switch (info->type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
    case FIELD_TYPE_PHONE:
        good = parse_text(info, value, why);
        break;
    case FIELD_TYPE_NUMBER:
        good = id == FIELD_GRADE ? parse_grade(info, value, &number, why)
                                 : parse_number(info, value, &number, why);
        break;
    case FIELD_TYPE_FLAG:
        good = parse_flag(info, value, &number, why);
        break;
    case FIELD_TYPE_INSTANT:
        good = parse_instant(info, value, frame, &number, why);
        break;
    case FIELD_TYPE_SPAN:
        good = parse_span(info, value, &number, why);
        break;
    }
    if (!good)
        return false;
    *ret_field = field_is_text(id) ? FIELD_TEXT_OF(id, value) : FIELD_NUMBER_OF(id, number);
    return true;
}

static bool is_bare(struct slice text)
{
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c <= ' ' || c == '"' || c == '\\' || c == 0x7f)
            return false;
    }
    return true;
}

void field_format_text(struct slice text, struct buffer *out)
{
    if (is_bare(text)) {
        buffer_append_slice(out, text);
        return;
    }
    buffer_append_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '"' || c == '\\')
            buffer_append_char(out, '\\');
        buffer_append_char(out, (unsigned char)c < ' ' || c == 0x7f ? ' ' : c);
    }
    buffer_append_char(out, '"');
}

void field_format_value(const struct field *f, struct buffer *out)
{
    if (f->is_unknown) {
        buffer_append_string(out, "unknown");
        return;
    }
    switch (field_table[f->id].type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_WORD:
    case FIELD_TYPE_PHONE:
        field_format_text(f->text, out);
        break;
    case FIELD_TYPE_NUMBER:
        buffer_append_number(out, f->number);
        break;
    case FIELD_TYPE_FLAG:
        buffer_append_string(out, f->number ? "yes" : "no");
        break;
    case FIELD_TYPE_INSTANT:
        calendar_format((struct instant){f->number}, out);
        break;
    case FIELD_TYPE_SPAN:
        span_format((struct span){f->number}, out);
        break;
    }
}

bool field_equal(const struct field *a, const struct field *b)
{
    if (a->id != b->id || a->is_unknown != b->is_unknown)
        return false;
    return field_is_text(a->id) ? slice_equal(a->text, b->text) : a->number == b->number;
}
