#include "config/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "config/key_types.h"

/* ---- faults ---- */

static void add_fault(struct reader *r, unsigned line, bool warning, const char *format,
                      va_list args)
{
    struct buffer text = BUFFER_INIT;

    buffer_vprintf(&text, format, args);
    r->faults = xgrow(r->faults, &r->cap_faults, r->n_faults + 1, sizeof(*r->faults));
    r->faults[r->n_faults] = (struct fault){.line = line,
                                            .number = (unsigned)r->n_faults,
                                            .warning = warning,
                                            .text = buffer_steal(&text)};
    r->n_faults++;
    r->n_errors += !warning;
}

void reader_error(struct reader *r, const config_setting_t *at, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_fault(r, config_setting_source_line(at), false, format, args);
    va_end(args);
}

void reader_error_line(struct reader *r, unsigned line, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_fault(r, line, false, format, args);
    va_end(args);
}

void reader_warn_line(struct reader *r, unsigned line, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_fault(r, line, true, format, args);
    va_end(args);
}

static int compare_faults(const void *a, const void *b)
{
    const struct fault *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

void reader_unknown(struct reader *r, const config_setting_t *at, const char *noun,
                    struct slice said, const char **ids, const char *otherwise)
{
    const char *near = words_nearest(said, ids);

    if (near)
        reader_error(r, at, "there is no %s \"%.*s\"; did you mean \"%s\"?", noun, SLICE_ARG(said),
                     near);
    else
        reader_error(r, at, "there is no %s \"%.*s\"; %s", noun, SLICE_ARG(said), otherwise);
    free(ids);
}

void reader_report(struct reader *r, struct config_report *ret_report)
{
    if (r->n_faults > 0)
        qsort(r->faults, r->n_faults, sizeof(*r->faults), compare_faults);
    for (size_t i = 0; i < r->n_faults; i++) {
        const struct fault *f = &r->faults[i];
        unsigned line;
        const char *file = source_place(&r->source, f->line, &line);

        buffer_printf(&ret_report->text, "%s:%u: %s%s\n", file, line, f->warning ? "warning: " : "",
                      f->text);
        ret_report->warnings += f->warning;
        ret_report->errors += !f->warning;
        free(r->faults[i].text);
    }
    free(r->faults);
    r->faults = NULL;
    r->n_faults = r->cap_faults = 0;
}

/* ---- groups ---- */

static void check_member(struct reader *r, const config_setting_t *member, enum section section)
{
    const char *name = config_setting_name(member);
    const struct key *k = key_find(section, name);
    struct buffer why = BUFFER_INIT;

    if (r->past && (!k || k->need == KEY_LATER)) {
        ; /* another version may know it */
    } else if (!k) {
        const char *near = key_nearest(section, name);

        reader_error(r, member, "unknown key \"%s\" in %s; %s%s%s", name, section_noun(section),
                     near ? "did you mean \"" : "see config.md for the keys", near ? near : "",
                     near ? "\"?" : "");
    } else if (k->need == KEY_LATER) {
        reader_error(r, member, "\"%s\" is not supported by this version yet; take it out", name);
    } else if (!key_fits(k, member, &why)) {
        reader_error(r, member, "%s", why.data);
    }
    buffer_deinit(&why);
}

/* False if it is not a group at all. */
static bool check_group(struct reader *r, const config_setting_t *group, enum section section)
{
    if (!config_setting_is_group(group)) {
        reader_error(r, group, "%s is not a group; write { key = value; ... }",
                     section_noun(section));
        return false;
    }
    for (int i = 0; i < config_setting_length(group); i++)
        check_member(r, config_setting_get_elem(group, (unsigned)i), section);
    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];

        if (k->section != section || k->need != KEY_REQUIRED ||
            config_setting_get_member(group, k->name))
            continue;
        if (section == SECTION_TOP)
            reader_error_line(r, 1, "\"%s\" is missing; %s. %s", k->name, key_type_right(k->type),
                              k->what);
        else
            reader_error(r, group, "%s has no \"%s\"; %s. %s", section_noun(section), k->name,
                         key_type_right(k->type), k->what);
    }
    return true;
}

const config_setting_t *reader_member(const config_setting_t *group, enum section section,
                                      const char *name)
{
    const config_setting_t *member =
        config_setting_is_group(group) ? config_setting_get_member(group, name) : NULL;
    struct buffer why = BUFFER_INIT;
    bool fits;

    if (!member)
        return NULL;
    fits = key_fits(key_find(section, name), member, &why);
    buffer_deinit(&why);
    return fits ? member : NULL;
}

const char *reader_text(const config_setting_t *group, enum section section, const char *name)
{
    const config_setting_t *member = reader_member(group, section, name);

    return member ? config_setting_get_string(member) : key_find(section, name)->preset;
}

/* ---- values that have a member ---- */

static void *member_of(struct reader *r, const struct key *k, void *item)
{
    void *const places[] = {[IN_CONFIG] = r->config, [IN_RULES] = r->rules, [IN_ITEM] = item};

    return (char *)places[k->member.place] + k->member.offset;
}

bool reader_take(struct reader *r, const config_setting_t *group, enum section section, void *item)
{
    bool is_group = group && check_group(r, group, section);

    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];

        if (k->section == section && k->member.place != IN_NOTHING)
            key_store(k, is_group ? reader_member(group, section, k->name) : NULL,
                      member_of(r, k, item));
    }
    return is_group;
}

void reader_name(char **id, char **name)
{
    if (!*id)
        *id = xstrdup("");
    if (!*name)
        *name = xstrdup(*id);
}

void reader_take_top(struct reader *r)
{
    reader_take(r, r->root, SECTION_TOP, NULL);
    for (size_t i = 0; i < n_keys; i++) {
        const struct key *k = &keys[i];

        if (k->section == SECTION_TOP && k->type == KEY_GROUP && k->need != KEY_LATER)
            reader_take(r, reader_top(r, k->name), (enum section)section_find(k->name), NULL);
    }
}

/* ---- lists ---- */

const config_setting_t *reader_top(const struct reader *r, const char *name)
{
    return reader_member(r->root, SECTION_TOP, name);
}

size_t reader_count(const config_setting_t *list)
{
    return list ? (size_t)config_setting_length(list) : 0;
}

const config_setting_t *reader_item(const config_setting_t *list, size_t i)
{
    return config_setting_get_elem(list, (unsigned)i);
}
