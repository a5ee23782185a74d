#include "hooks/answer.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "hooks/child.h"

static const struct {
    const char *state;
    enum hook_verdict verdict;
    const char *text; /* the member with the words */
} states[] = {
    {"sent", HOOK_TAKEN, "gateway"},
    {"retry", HOOK_AGAIN, "reason"},
    {"failed", HOOK_FAILED, "reason"},
};

/* A number as it was handed over (a text), or as a number. */
static bool read_page(const json_t *page, char ret[ANSWER_PAGE_SIZE])
{
    const char *text = json_string_value(page);

    if (json_is_integer(page) && json_integer_value(page) > 0) {
        snprintf(ret, ANSWER_PAGE_SIZE, "%lld", (long long)json_integer_value(page));
        return true;
    }
    if (!text || !text[0] || strlen(text) >= ANSWER_PAGE_SIZE ||
        strspn(text, "0123456789") != strlen(text))
        return false;
    strcpy(ret, text);
    return true;
}

static bool read_object(const json_t *object, struct answer *ret)
{
    const char *state = json_string_value(json_object_get(object, "state"));
    struct answer a = {.text = BUFFER_INIT};

    if (!state || !read_page(json_object_get(object, "page"), a.page))
        return false;
    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
        const json_t *words = json_object_get(object, states[i].text);
        struct buffer said = BUFFER_INIT;

        if (strcmp(state, states[i].state) != 0)
            continue;
        if (json_is_string(words))
            buffer_append(&said, json_string_value(words), json_string_length(words));
        a.verdict = states[i].verdict;
        buffer_append_slice(&a.text, child_first_line(&said));
        buffer_deinit(&said);
        *ret = a;
        return true;
    }
    return false;
}

bool answer_parse(struct slice line, struct answer *ret)
{
    json_t *object = json_loadb(line.data ? line.data : "", line.len, JSON_REJECT_DUPLICATES, NULL);
    bool good = object && read_object(object, ret);

    json_decref(object);
    return good;
}

void answer_deinit(struct answer *a)
{
    buffer_deinit(&a->text);
}
