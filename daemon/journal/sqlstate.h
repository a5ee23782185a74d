#pragma once
/* What to do about a batch that the server has refused: by its SQLSTATE, of which the first two
 * characters are the class (PostgreSQL's documentation, appendix A). */

enum judgement {
    JUDGE_REFUSED_FOR_GOOD, /* it would be refused again */
    JUDGE_TRY_AGAIN,        /* nothing is wrong with what we sent */
    JUDGE_LOOK              /* such a row is there already: ours? */
};

/* "": the connection was lost before the server could say anything. */
enum judgement judge(const char *sqlstate);
