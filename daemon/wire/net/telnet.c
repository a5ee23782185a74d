#include "wire/net/telnet.h"

#include <stdint.h>
#include <string.h>

enum {
    END_OF_FILE = 236, /* RFC 1184 */
    SUSPEND,
    ABORT,
    END_OF_RECORD,
    SUB_END,
    NOP,
    DATA_MARK,
    BREAK,
    INTERRUPT,
    ABORT_OUTPUT,
    ARE_YOU_THERE,
    ERASE_CHARACTER,
    ERASE_LINE,
    GO_AHEAD,
    SUB_BEGIN,
    WILL,
    WONT,
    DO,
    DONT,
    IAC
};

/* The options that there are (IANA): text in another encoding has letters in their place. */
static bool is_option(uint8_t option)
{
    return option <= 49 || (option >= 138 && option <= 140) || option == 255;
}

/* IAC SB option … IAC SE */
static enum telnet_command read_sub(const uint8_t *bytes, size_t n, size_t *ret_len)
{
    if (n > 2 && !is_option(bytes[2]))
        return TELNET_NONE;
    for (size_t i = 3; i + 1 < n && i < TELNET_MOST; i++) {
        if (bytes[i] != IAC)
            continue;
        if (bytes[i + 1] == SUB_END) {
            *ret_len = i + 2;
            return TELNET_NOTHING;
        }
        i++;
    }
    return n < TELNET_MOST ? TELNET_PART : TELNET_NONE;
}

static enum telnet_command read_option(const uint8_t *bytes, size_t n, size_t *ret_len,
                                       char ret_answer[3])
{
    if (n < 3)
        return TELNET_PART;
    if (!is_option(bytes[2]))
        return TELNET_NONE;
    *ret_len = 3;
    if (bytes[1] == WONT || bytes[1] == DONT) /* as it is anyway */
        return TELNET_NOTHING;
    ret_answer[0] = (char)IAC;
    ret_answer[1] = (char)(bytes[1] == WILL ? DONT : WONT);
    ret_answer[2] = (char)bytes[2];
    return TELNET_REFUSE;
}

enum telnet_command telnet_read(const char *bytes, size_t n, size_t *ret_len, char ret_answer[3])
{
    const uint8_t *b = (const uint8_t *)bytes;

    if (b[0] != IAC)
        return TELNET_NONE;
    if (n < 2)
        return TELNET_PART;
    *ret_len = 2;
    if (b[1] < END_OF_FILE || b[1] == IAC)
        return TELNET_NONE;
    if (b[1] == SUB_BEGIN)
        return read_sub(b, n, ret_len);
    if (b[1] >= WILL)
        return read_option(b, n, ret_len, ret_answer);
    if (b[1] == END_OF_FILE)
        return TELNET_END;
    if (b[1] == INTERRUPT || b[1] == BREAK || b[1] == ABORT || b[1] == SUSPEND)
        return TELNET_INTERRUPT;
    return TELNET_NOTHING;
}
