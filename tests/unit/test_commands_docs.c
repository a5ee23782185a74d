/* docs/protocol.md says what the table says: every verb, form, field, word and code, and no other
 * command. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "office/parts.h"
#include "wire/commands/codes.h"
#include "wire/commands/table.h"

#define DOCS "docs/protocol.md"
#define JOURNAL "docs/journal.md"

static struct buffer docs;

static void read_file(const char *name, struct buffer *ret)
{
    FILE *f = fopen(name, "r");
    char bytes[4096];
    size_t n;

    cr_assert(f, "%s cannot be opened: run from the top of the source tree", name);
    while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
        buffer_append(ret, bytes, n);
    fclose(f);
    cr_assert(ret->len > 0);
}

static void read_docs(void)
{
    read_file(DOCS, &docs);
}

static void drop_docs(void)
{
    buffer_deinit(&docs);
}

TestSuite(commands_docs, .init = read_docs, .fini = drop_docs);

/* From "### VERB" to the next heading. */
static struct slice section(const char *verb)
{
    char heading[64];
    const char *begin, *end;

    snprintf(heading, sizeof(heading), "\n### %s\n", verb);
    begin = strstr(docs.data, heading);
    if (!begin)
        return (struct slice){0};
    begin += strlen(heading);
    end = strstr(begin, "\n#");
    return (struct slice){begin, end ? (size_t)(end - begin) : strlen(begin)};
}

static bool has(struct slice text, const char *words)
{
    return text.len && memmem(text.data, text.len, words, strlen(words));
}

static void expect_field(struct slice text, const char *verb, const char *name)
{
    char quoted[64];

    snprintf(quoted, sizeof(quoted), "`%s`", name);
    cr_expect(has(text, quoted), "%s: its section does not name the field %s", verb, quoted);
}

static bool takes(const struct command_info *info, enum field_id id)
{
    for (const enum field_id *own = info->fields; own && *own != FIELD_COUNT; own++)
        if (*own == id)
            return true;
    return false;
}

Test(commands_docs, every_command_has_its_section)
{
    const struct command_info *report = command_find(&command_table, SLICE("REPORT"));
    const struct command_info *set = command_find(&command_table, SLICE("SET"));
    const struct command_info *info;

    for (size_t i = 0; (info = command_at(&command_table, i)); i++) {
        struct slice text = section(info->verb);

        cr_expect(text.len, "%s has no heading \"### %s\"", info->verb, info->verb);
        cr_expect(has(text, info->form), "%s: its section lacks the form: %s", info->verb,
                  info->form);
        cr_expect(has(text, info->example), "%s: its section lacks the example: %s", info->verb,
                  info->example);
        for (const enum field_id *id = info->fields; id && *id != FIELD_COUNT; id++)
            if (info != set || !takes(report, *id)) /* SET refers to REPORT */
                expect_field(text, info->verb, field_table[*id].name);
        for (const struct own_field *own = info->own; own && own->name; own++)
            expect_field(text, info->verb, own->name);
        if (info->flags & COMMAND_WRITES)
            expect_field(text, info->verb, "key");
    }
}

Test(commands_docs, every_command_names_its_ranks)
{
    const struct command_info *info;

    for (size_t i = 0; (info = command_at(&command_table, i)); i++) {
        char row[160];
        int n = snprintf(row, sizeof(row), "\n| %s |", info->verb);

        for (enum rank rank = 0; rank < RANK_COUNT; rank++)
            n += snprintf(row + n, sizeof(row) - (size_t)n, " %s |",
                          info->ranks & RANK_BIT(rank) ? "yes" : "-");
        cr_expect(strstr(docs.data, row), "the table of ranks lacks the row:%s", row);
    }
}

Test(commands_docs, no_other_command_is_described)
{
    const char *at = docs.data;

    while ((at = strstr(at, "\n### "))) {
        size_t n;

        at += strlen("\n### ");
        n = strcspn(at, "\n");
        cr_expect(command_find(&command_table, (struct slice){at, n}), "there is no command %.*s",
                  (int)n, at);
    }
}

Test(commands_docs, every_code_is_described)
{
    for (size_t i = 0; i < command_codes_len; i++) {
        char row[128];

        snprintf(row, sizeof(row), "\n| %d | %s", command_codes[i].code, command_codes[i].what);
        cr_expect(strstr(docs.data, row), "the table of codes lacks: %s", row);
    }
}

/* The paragraph that begins so, its line ends as spaces, in `ret`. */
static void find_paragraph(const struct buffer *text, const char *beginning, struct buffer *ret)
{
    const char *begin = strstr(text->data, beginning), *end;

    cr_assert(begin, "no paragraph begins with: %s", beginning);
    end = strstr(begin, "\n\n");
    buffer_append(ret, begin, end ? (size_t)(end - begin) : strlen(begin));
    for (size_t i = 0; i < ret->len; i++)
        if (strchr("\n,;()", ret->data[i]))
            ret->data[i] = ' ';
    buffer_append_char(ret, ' ');
}

Test(commands_docs, every_kind_of_entry_is_named)
{
    struct buffer text = BUFFER_INIT;

    find_paragraph(&docs, "`by` is the person who did it", &text);
    for (enum entry_kind kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
        char word[64];

        snprintf(word, sizeof(word), " %s ", entry_kind_to_string(kind));
        cr_expect(strstr(text.data, word), "%s does not name the kind%s", DOCS, word);
    }
    buffer_deinit(&text);
}

/* Those who read duty.live look its bits up there. */
Test(commands_docs, every_part_has_its_bit)
{
    struct buffer file = BUFFER_INIT, text = BUFFER_INIT;

    read_file(JOURNAL, &file);
    find_paragraph(&file, "`parts` is the sum of", &text);
    for (enum part_id k = 0; k < PART_COUNT; k++) {
        char bit[24];

        snprintf(bit, sizeof(bit), " %llu ", 1ULL << k);
        cr_expect(strstr(text.data, bit), "%s: the part %s has no%s", JOURNAL, part_table[k].name,
                  bit);
    }
    buffer_deinit(&file);
    buffer_deinit(&text);
}
