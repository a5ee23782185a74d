#include "cli/hash_password.h"

#include <crypt.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/exit_codes.h"

static bool read_password(char *line, size_t size)
{
    struct termios before, quiet;
    bool is_terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    bool got;

    if (is_terminal) {
        fprintf(stderr, "Password: ");
        quiet = before;
        quiet.c_lflag &= (tcflag_t)~ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    got = fgets(line, (int)size, stdin) != NULL;
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    line[got ? strcspn(line, "\r\n") : 0] = '\0';
    return got && line[0];
}

int cli_hash_password(void)
{
    char password[512], salt[CRYPT_GENSALT_OUTPUT_SIZE];
    struct crypt_data *data = calloc(1, sizeof(*data));
    const char *hash = NULL;

    if (!read_password(password, sizeof(password))) {
        fprintf(stderr, "dutyd: no password on standard input\n");
    } else if (data && crypt_gensalt_rn("$y$", 0, NULL, 0, salt, sizeof(salt))) {
        hash = crypt_r(password, salt, data);
        if (!hash || hash[0] == '*')
            fprintf(stderr, "dutyd: the password could not be hashed: %s\n", strerror(errno));
        else
            puts(hash);
    }
    explicit_bzero(password, sizeof(password));
    bool good = hash && hash[0] != '*';
    free(data);
    return good ? EXIT_OK : EXIT_WRONG;
}
