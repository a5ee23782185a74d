#include "wire/commands/check.h"

#include "base/digest.h"
#include "base/fold.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "journal/journal.h"
#include "office/log/value.h"
#include "wire/commands/numbers.h"

#define KEY_MAX 64
/* For "%.*s": the beginning of what was said. */
#define SHOWN_ARG(s) SLICE_ARG(utf8_head(s, 80))

/* Each true, or it has replied. */

static bool check_ready(struct session *s, const struct command_info *info)
{
    struct journal *journal;

    if ((info->flags & COMMAND_EARLY) || desk_is_ready(session_desk(s)))
        return true;
    journal = desk_journal(session_desk(s));
    session_reply(s, 450,
                  "nothing done, nothing changed: the duty log is not open yet: %s; try again",
                  journal ? journal_get_stats(journal).detail : "starting");
    return false;
}

static bool check_rank(struct session *s, const struct command_info *info)
{
    const struct person *person = session_person(s);
    struct buffer ranks = BUFFER_INIT;

    if (info->flags & COMMAND_OPEN)
        return true;
    if (!person) {
        session_reply(s, 530, "log in first: LOGIN person password");
        return false;
    }
    if (info->ranks & RANK_BIT(person->rank))
        return true;
    for (enum rank rank = 0; rank < RANK_COUNT; rank++)
        if (info->ranks & RANK_BIT(rank))
            buffer_printf(&ranks, "%s%s", ranks.len ? ", " : "", rank_to_string(rank));
    session_reply(s, 550, "your rank, %s, does not allow %s; it is for: %s",
                  rank_to_string(person->rank), info->verb, ranks.data);
    buffer_deinit(&ranks);
    return false;
}

static bool check_words(struct session *s, const struct command_info *info, const struct line *line)
{
    if (line->n_words >= info->min_words)
        return true;
    session_reply(s, 501, "%s is missing; the form is: %s", info->words[line->n_words], info->form);
    return false;
}

static void reply_unknown_field(struct session *s, const struct command_info *info,
                                struct slice name)
{
    const char *nearest = command_nearest_field(info, name);

    if (nearest)
        session_reply(s, 501, "%s has no field %.*s; %s is the nearest", info->verb,
                      SLICE_ARG(name), nearest);
    else if (info->flags & COMMAND_TEXT)
        session_reply(s, 501,
                      "%s has no field %.*s; HELP %s lists its fields; if this begins the text, "
                      "put -- before it",
                      info->verb, SLICE_ARG(name), info->verb);
    else
        session_reply(s, 501, "%s has no field %.*s; the form is: %s", info->verb, SLICE_ARG(name),
                      info->form);
}

static bool check_fields(struct session *s, const struct command_info *info,
                         const struct line *line)
{
    for (size_t i = 0; i < line->n_fields; i++) {
        if (command_key(info, line->fields[i].name) <= LINE_KEY_NEAR) {
            reply_unknown_field(s, info, line->fields[i].name);
            return false;
        }
    }
    return true;
}

/* That a time is meant, however far from now. */
static bool check_sure(struct session *s, const struct command_info *info, const struct line *line)
{
    const struct line_field *sure = command_takes_time(info) ? line_find(line, "sure") : NULL;
    bool flag;

    if (!sure || value_parse_flag(sure->value, &flag))
        return true;
    session_reply(s, 501, "sure is yes or no, not \"%.*s\"", SLICE_ARG(sure->value));
    return false;
}

static bool key_is_valid(struct slice key)
{
    if (key.len == 0 || key.len > KEY_MAX)
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '_' || c == ':' || c == '-'))
            return false;
    }
    return true;
}

static bool check_key(struct session *s, const struct command_info *info, const struct line *line,
                      struct slice *ret_key)
{
    const struct line_field *key =
        (info->flags & COMMAND_WRITES) && line->n_fields ? line_find(line, "key") : NULL;

    if (!key)
        return true;
    if (!key_is_valid(key->value)) {
        session_reply(s, 501, "key is 1 to %d of A-Z a-z 0-9 . _ : and -", KEY_MAX);
        return false;
    }
    *ret_key = key->value;
    return true;
}

static bool check_text(struct session *s, const struct command_info *info, const struct line *line)
{
    if ((line->has_text || line->text_follows) && !(info->flags & COMMAND_TEXT)) {
        session_reply(s, 501, "%s takes nothing more at \"%.*s\"; the form is: %s", info->verb,
                      SHOWN_ARG(line->text), info->form);
        return false;
    }
    return true;
}

/* "ACK 1 5": one command answers for one incident. */
static bool check_one(struct session *s, const struct command_info *info, const struct line *line)
{
    struct slice first = line->n_words ? line->words[0] : SLICE("1");

    if (!(info->flags & COMMAND_ONE) || line->dashed || line->text_follows ||
        numbers_count(line->text) == 0)
        return true;
    session_reply(s, 501,
                  "%s is about one incident: send a line for each; if \"%.*s\" is what you want to "
                  "say, write %s %.*s -- %.*s",
                  info->verb, SHOWN_ARG(line->text), info->verb, SHOWN_ARG(first),
                  SHOWN_ARG(line->text));
    return false;
}

/* Does the text follow the value with nothing but spaces between, and might belong to it? */
static bool may_go_on(const struct command_info *info, const struct line *line,
                      const struct line_field *last)
{
    const char *end = last->value.data + last->value.len;

    if (last->at_end || line->dashed || line->text_follows ||
        command_key(info, last->name) != LINE_KEY_TEXT)
        return false;
    if (last->whole.data + last->whole.len != end || end > line->text.data) /* quoted */
        return false;
    return typed_skip((struct slice){end, line->text.len + (size_t)(line->text.data - end)}).data ==
           line->text.data;
}

/* "SET 1 place=12 Renmin Rd": no reason, but a value without its quotes. */
static bool check_reason(struct session *s, const struct command_info *info,
                         const struct line *line)
{
    const struct line_field *last = NULL;

    for (size_t i = 0; i < line->n_fields && !line->fields[i].at_end; i++)
        last = &line->fields[i];
    if (!(info->flags & COMMAND_REASON) || !line->has_text || !last || !may_go_on(info, line, last))
        return true;
    session_reply(s, 501,
                  "%.*s is \"%.*s\" here: with the rest, write %.*s=\"%.*s %.*s\"; if that is the "
                  "reason, put -- before it",
                  SLICE_ARG(last->name), SHOWN_ARG(last->value), SLICE_ARG(last->name),
                  SHOWN_ARG(last->value), SHOWN_ARG(line->text));
    return false;
}

bool check_line(struct session *s, const struct command_info *info, const struct line *line,
                struct slice *ret_key)
{
    return check_rank(s, info) && check_ready(s, info) && check_words(s, info, line) &&
           check_fields(s, info, line) && check_sure(s, info, line) &&
           check_key(s, info, line, ret_key) && check_text(s, info, line) &&
           check_one(s, info, line) && check_reason(s, info, line);
}

static void append_counted(struct buffer *b, struct slice part)
{
    buffer_append_number(b, (long long)part.len);
    buffer_append_char(b, ':');
    buffer_append_slice(b, part);
}

/* Lengths before the parts and counts before the lists: no two commands have the same form. Who
 * gave it is part of it, so that nobody gets the answer to somebody else's command. */
uint64_t check_digest(const struct person *person, const struct command_info *info,
                      const struct line *line)
{
    struct buffer b = BUFFER_INIT;
    struct digest digest;

    append_counted(&b, slice_of(person ? person->id : NULL));
    append_counted(&b, slice_of(info->verb));
    buffer_append_number(&b, (long long)line->n_words);
    for (size_t i = 0; i < line->n_words; i++)
        append_counted(&b, line->words[i]);
    for (size_t i = 0; i < line->n_fields; i++) {
        if (fold_equal(line->fields[i].name, SLICE("key")))
            continue;
        buffer_append_char(&b, 'f');
        for (size_t j = 0; j < line->fields[i].name.len; j++) {
            char c = line->fields[i].name.data[j];
            buffer_append_char(&b, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
        }
        append_counted(&b, line->fields[i].value);
    }
    buffer_append_char(&b, 't');
    append_counted(&b, line->text);
    digest = digest_of(buffer_slice(&b));
    buffer_deinit(&b);
    return digest_short(&digest);
}
