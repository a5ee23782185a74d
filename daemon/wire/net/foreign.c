#include "wire/net/foreign.h"

#define TLS_HANDSHAKE 0x16 /* RFC 8446, section 5.1 */
#define TLS_MAJOR 0x03

bool foreign_is_tls(const char *bytes, size_t n)
{
    return n >= 2 && bytes[0] == TLS_HANDSHAKE && bytes[1] == TLS_MAJOR;
}

/* "GET / HTTP/1.1": a method, a target, and the version at the end (RFC 9112, section 3). */
static bool is_http(struct slice line)
{
    struct slice rest = slice_trim(line), version = {0};
    size_t words = 0;

    while (rest.len) {
        version = slice_cut(&rest, ' ');
        words++;
    }
    return words == 3 && slice_starts_with(version, SLICE("HTTP/"));
}

const char *foreign_words(struct slice line)
{
    if (is_http(line))
        return "this is no web server: it speaks the line protocol of dutyd; try nc and HELP";
    if (slice_starts_with(line, SLICE("SSH-")))
        return "this is no ssh server: it speaks the line protocol of dutyd; try nc and HELP";
    return NULL;
}
