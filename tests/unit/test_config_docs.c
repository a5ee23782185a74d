/* docs/config.md has every key of the reader's table, in its section, with its type, default and
 * limits; and no other. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/keys.h"

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
