#pragma once
/*
 * Telnet's commands (RFC 854, 855), as far as a client that is telnet sends them: at the beginning
 * of a line. Everything that it offers or asks for is refused, so that it goes on sending whole
 * lines. Their first byte, 255, is in no UTF-8, so nothing else is taken for one. Pure.
 */
#include <stdbool.h>
#include <stddef.h>

#define TELNET_MOST 1024 /* bytes of one command; a longer one is none */

enum telnet_command {
    TELNET_NONE,      /* no command stands here */
    TELNET_PART,      /* the beginning of one */
    TELNET_NOTHING,   /* to be passed over */
    TELNET_REFUSE,    /* to be answered with the three bytes */
    TELNET_INTERRUPT, /* Ctrl-C, as telnet sends it */
    TELNET_END        /* Ctrl-D */
};

/* The command at the beginning of these bytes; *ret_len: how many it has. n > 0. */
enum telnet_command telnet_read(const char *bytes, size_t n, size_t *ret_len, char ret_answer[3]);
