/* docs/config.md has every key of the reader's table, in its section, with its type, default and
 * limits; and no other. Its examples are good: pieces key by key, whole files as the daemon reads
 * them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/key_print.h"
#include "config/key_types.h"
#include "config_file.h"

static struct buffer read_docs(void)
{
    const char *root = getenv("DUTYD_SOURCE_ROOT");
    struct buffer path = BUFFER_INIT, text = BUFFER_INIT;
    FILE *f;
    size_t got;

    buffer_printf(&path, "%s/docs/config.md", root ? root : ".");
    f = fopen(path.data, "r");
    cr_assert(f, "%s", path.data);
    do {
        char *to = buffer_reserve(&text, 4096);

        got = fread(to, 1, 4096, f);
        text.len += got;
    } while (got > 0);
    fclose(f);
    buffer_deinit(&path);
    return text;
}

/* The section that a heading begins: ## `people`, ### `people.contacts`, ## The top. */
static int section_of(struct slice line)
{
    struct slice name = line;

    if (slice_equal(line, SLICE("## The top")))
        return SECTION_TOP;
    slice_cut(&name, '`');
    name = slice_cut(&name, '`');
    for (unsigned s = SECTION_OFFICE; s < SECTION_COUNT; s++) {
        if (slice_equal_string(name, section_path((enum section)s)))
            return (int)s;
    }
    return -1;
}

static const struct key *find(int section, struct slice name)
{
    for (size_t i = 0; section >= 0 && i < n_keys; i++) {
        if ((int)keys[i].section == section && slice_equal_string(name, keys[i].name))
            return &keys[i];
    }
    return NULL;
}

static void check_row(int section, struct slice line, bool *seen)
{
    struct slice rest = line, name;
    const struct key *k;
    struct buffer row = BUFFER_INIT;

    slice_cut(&rest, '`');
    name = slice_cut(&rest, '`');
    k = find(section, name);
    cr_expect(k, "the reader has no such key: %.*s", SLICE_ARG(line));
    if (!k)
        return;
    key_print_row(k, &row);
    cr_expect(slice_starts_with(line, buffer_slice(&row)), "docs: %.*s\nreader: %s",
              SLICE_ARG(line), row.data);
    cr_expect(!seen[k - keys], "twice: %.*s", SLICE_ARG(line));
    seen[k - keys] = true;
    buffer_deinit(&row);
}

Test(config_docs, table_and_docs_agree)
{
    struct buffer text = read_docs();
    struct slice rest = buffer_slice(&text);
    bool *seen = calloc(n_keys, sizeof(*seen));
    int section = -1;

    while (rest.len > 0) {
        struct slice line = slice_cut(&rest, '\n');

        if (slice_starts_with(line, SLICE("## ")) || slice_starts_with(line, SLICE("### ")))
            section = section_of(line);
        else if (slice_starts_with(line, SLICE("| `")))
            check_row(section, line, seen);
    }
    for (size_t i = 0; i < n_keys; i++)
        cr_expect(seen[i], "not in docs/config.md: %s %s", section_path(keys[i].section),
                  keys[i].name);
    free(seen);
    buffer_deinit(&text);
}

/* ---- examples ---- */

/* The section of what a key holds: "posts" at the top, "rotations" in a post. */
static int section_within(int section, const char *name)
{
    struct buffer path = BUFFER_INIT;
    int within = -1;

    buffer_printf(&path, "%s%s%s", section_path((enum section)section),
                  section == SECTION_TOP ? "" : ".", name);
    for (unsigned s = SECTION_OFFICE; s < SECTION_COUNT; s++) {
        if (strcmp(section_path((enum section)s), path.data) == 0)
            within = (int)s;
    }
    buffer_deinit(&path);
    return within;
}

static void check_value(int section, const config_setting_t *value, struct slice example);

/* Every key of a group is in the table, and has a value that fits. */
static void check_group(int section, const config_setting_t *group, struct slice example)
{
    for (int i = 0; i < config_setting_length(group); i++)
        check_value(section, config_setting_get_elem(group, (unsigned)i), example);
}

static void check_value(int section, const config_setting_t *value, struct slice example)
{
    const char *name = config_setting_name(value);
    const struct key *k = key_find((enum section)section, name);
    struct buffer why = BUFFER_INIT;

    cr_expect(k, "no key \"%s\" in: %.*s", name, SLICE_ARG(example));
    if (k && k->type == KEY_GROUP)
        check_group(section_within(section, name), value, example);
    else if (k && k->type == KEY_GROUPS)
        for (int i = 0; i < config_setting_length(value); i++)
            check_group(section_within(section, name), config_setting_get_elem(value, (unsigned)i),
                        example);
    else if (k)
        cr_expect(key_fits(k, value, &why), "%s: %s", name, why.data);
    buffer_deinit(&why);
}

/* A piece stands at the top of a file, or, when that has no such key, in a post. */
static void check_piece(struct buffer *piece)
{
    config_t c;
    const config_setting_t *root;
    const char *first;

    config_init(&c);
    cr_expect(config_read_string(&c, piece->data), "%s in: %s", config_error_text(&c), piece->data);
    root = config_root_setting(&c);
    if (config_setting_length(root) > 0) {
        first = config_setting_name(config_setting_get_elem(root, 0));
        check_group(key_find(SECTION_TOP, first) ? SECTION_TOP : SECTION_POST, root,
                    buffer_slice(piece));
    }
    config_destroy(&c);
    buffer_clear(piece);
}

/* Is it the first line of a piece: "    key = ..."? */
static bool begins_piece(struct slice line)
{
    size_t n = 4;

    if (!slice_starts_with(line, SLICE("    ")))
        return false;
    while (n < line.len && line.data[n] >= 'a' && line.data[n] <= 'z')
        n++;
    while (n < line.len && line.data[n] == ' ')
        n++;
    return n > 4 && n < line.len && line.data[n] == '=';
}

Test(config_docs, pieces_are_good)
{
    struct buffer text = read_docs(), piece = BUFFER_INIT;
    struct slice rest = buffer_slice(&text);
    size_t pieces = 0;

    while (rest.len > 0) {
        struct slice line = slice_cut(&rest, '\n');

        if (piece.len > 0 && !slice_starts_with(line, SLICE("    "))) {
            check_piece(&piece);
            pieces++;
        } else if (piece.len > 0 || begins_piece(line)) {
            buffer_append_slice(&piece, line);
            buffer_append_char(&piece, '\n');
        }
    }
    cr_expect_geq(pieces, 14);
    buffer_deinit(&piece);
    buffer_deinit(&text);
}

static void check_file(struct slice text)
{
    struct config_report report;
    struct config *c = config_of_text(text, CONFIG_NOON, &report);

    cr_expect(c && report.warnings == 0, "%s", report.text.data);
    config_unref(c);
    config_report_deinit(&report);
}

/* Blocks that begin with ```conf. */
Test(config_docs, whole_files_are_good)
{
    struct buffer text = read_docs();
    const char *at = text.data, *end;
    size_t files = 0;

    while ((at = strstr(at, "\n```conf\n"))) {
        at += strlen("\n```conf\n");
        end = strstr(at, "\n```\n");
        cr_assert(end, "a block does not end");
        check_file((struct slice){at, (size_t)(end - at) + 1});
        files++;
        at = end;
    }
    cr_expect_geq(files, 1);
    buffer_deinit(&text);
}
