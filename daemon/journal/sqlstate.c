#include "journal/sqlstate.h"

#include <string.h>

enum sqlstate_meaning sqlstate_judge(const char *sqlstate)
{
    static const struct {
        char class[3];
        enum sqlstate_meaning judgement;
    } table[] = {
        {"08", SQLSTATE_TRY_AGAIN}, /* connection */
        {"23", SQLSTATE_LOOK},      /* constraint */
        {"25", SQLSTATE_TRY_AGAIN}, /* transaction state: the server has become a standby */
        {"40", SQLSTATE_TRY_AGAIN}, /* rolled back */
        {"53", SQLSTATE_TRY_AGAIN}, /* disk full, out of memory */
        {"55", SQLSTATE_TRY_AGAIN}, /* object in use */
        {"57", SQLSTATE_TRY_AGAIN}, /* shutdown, terminated by hand */
        {"58", SQLSTATE_TRY_AGAIN}, /* input and output */
        {"XX", SQLSTATE_TRY_AGAIN}, /* internal */
    };

    if (sqlstate[0] == '\0')
        return SQLSTATE_TRY_AGAIN; /* libpq's own words: the connection */
    if (strncmp(sqlstate, "23", 2) == 0 && strcmp(sqlstate, "23505") != 0)
        return SQLSTATE_REFUSED_FOR_GOOD;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strncmp(sqlstate, table[i].class, 2) == 0)
            return table[i].judgement;
    }
    return SQLSTATE_REFUSED_FOR_GOOD;
}
