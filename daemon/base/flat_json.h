#pragma once
/*
 * Reads the JSON that base/json.h writes, and no other: one flat object without spaces, in which no
 * text has an escape. It allocates and copies nothing, which counts where a million are read at
 * once. Whatever it does not take, right or wrong, is jansson's work.
 */
#include "base/slice.h"

enum json_type {
    JSON_TYPE_TEXT,
    JSON_TYPE_NUMBER, /* a whole one */
    JSON_TYPE_FLAG,
    JSON_TYPE_OTHER, /* never found by flat_json_next */
};

struct json_value {
    enum json_type type;
    struct slice text;
    long long number; /* of a flag: 1 or 0 */
};

enum flat_json {
    FLAT_JSON_MEMBER,
    FLAT_JSON_END, /* the object ended with the member before */
    FLAT_JSON_NOT, /* it is not such an object */
};

struct flat_json_reader {
    struct slice rest; /* the whole text at first */
    bool is_inside;
};

/* The next member. What is returned points into the text, whose bytes beyond ASCII are passed on
 * unchecked. */
enum flat_json flat_json_next(struct flat_json_reader *r, struct slice *ret_name,
                              struct json_value *ret_value);
