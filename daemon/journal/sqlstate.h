#pragma once
/* What to do about a batch that the server has refused: by its SQLSTATE, of which the first two
 * characters are the class (PostgreSQL's documentation, appendix A). */

enum sqlstate_meaning {
    SQLSTATE_REFUSED_FOR_GOOD, /* it would be refused again */
    SQLSTATE_TRY_AGAIN,        /* nothing is wrong with what we sent */
    SQLSTATE_LOOK              /* such a row is there already: ours? */
};

/* "": the connection was lost before the server could say anything. */
enum sqlstate_meaning sqlstate_judge(const char *sqlstate);
