#pragma once
/*
 * Writes one flat JSON object, with exactly the bytes that will be hashed and kept: keys in the
 * order given, no spaces, UTF-8 as it is, only `"`, `\` and control characters escaped. JSON is
 * read by jansson (but see base/flat_json.h); this writer exists because the journal hashes the
 * exact text, and because it is on the path of every report.
 */
#include "base/buffer.h"

void json_open(struct buffer *out);
void json_text(struct buffer *out, const char *key, struct slice value);
void json_number(struct buffer *out, const char *key, long long value);
void json_bool(struct buffer *out, const char *key, bool value);
void json_unset(struct buffer *out, const char *key);
void json_close(struct buffer *out);
/* One quoted and escaped string on its own. */
void json_quote(struct buffer *out, struct slice value);
