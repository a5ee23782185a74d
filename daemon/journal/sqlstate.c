#include "journal/sqlstate.h"

#include <string.h>

enum judgement judge(const char *sqlstate)
{
    static const struct {
        char class[3];
        enum judgement judgement;
    } table[] = {
        {"08", JUDGE_TRY_AGAIN}, /* connection */
        {"23", JUDGE_LOOK},      /* constraint */
        {"25", JUDGE_TRY_AGAIN}, /* transaction state: the server has become a standby */
        {"40", JUDGE_TRY_AGAIN}, /* rolled back */
        {"53", JUDGE_TRY_AGAIN}, /* disk full, out of memory */
        {"55", JUDGE_TRY_AGAIN}, /* object in use */
        {"57", JUDGE_TRY_AGAIN}, /* shutdown, terminated by hand */
        {"58", JUDGE_TRY_AGAIN}, /* input and output */
        {"XX", JUDGE_TRY_AGAIN}, /* internal */
    };

    if (sqlstate[0] == '\0')
        return JUDGE_TRY_AGAIN; /* libpq's own words: the connection */
    if (strncmp(sqlstate, "23", 2) == 0 && strcmp(sqlstate, "23505") != 0)
        return JUDGE_REFUSED_FOR_GOOD;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strncmp(sqlstate, table[i].class, 2) == 0)
            return table[i].judgement;
    }
    return JUDGE_REFUSED_FOR_GOOD;
}
