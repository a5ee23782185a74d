#pragma once
/*
 * Reads only the JSON that base/json.h writes: one flat object without spaces, in which no string
 * has an escape. It allocates and copies nothing, which matters when a million are read at once.
 * Everything else, right or wrong, is left to jansson.
 */
#include "base/slice.h"

enum json_type {
    JSON_TYPE_TEXT,
    JSON_TYPE_NUMBER, /* a whole one */
    JSON_TYPE_FLAG,
    JSON_TYPE_NULL,
    JSON_TYPE_OTHER, /* never found by flat_json_next */
};

struct json_value {
    enum json_type type;
    struct slice text;
    long long number; /* of a flag: 1 or 0 */
};

enum flat_json {
    FLAT_JSON_MEMBER,
    FLAT_JSON_END, /* the object has ended */
    FLAT_JSON_NOT, /* not such an object */
};

struct flat_json_reader {
    struct slice rest; /* at first the whole text */
    bool is_inside;
};

/* The next member. The result points into the text, whose bytes beyond ASCII are not checked. */
enum flat_json flat_json_next(struct flat_json_reader *r, struct slice *ret_name,
                              struct json_value *ret_value);
