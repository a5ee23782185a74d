#pragma once
/* What the rules say to a command. For the files of the machine only; everyone else calls
 * office_decide. */
#include "office/draft/draft.h"

/* Drafts what is to be written, or refuses. */
typedef void decide_verb(struct draft *d, const struct command *c);
