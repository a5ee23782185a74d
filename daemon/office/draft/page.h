#pragma once
/* Pages, with their codes. For the files of the machine only. */
#include "office/draft/draft.h"

/* A code that no live page has; 0 when all are taken. */
unsigned draft_code(struct draft *d);
/* Pages the person by contact `means`, try `try`; false when there is no such contact, and in a
 * drill for those outside. */
bool draft_page(struct draft *d, const struct person *p, unsigned means, unsigned try);
/* Pages the person by their first contact, as the holder of that post (an id; empty: of none). When
 * somebody else holds it the person is tried no more, unless this is the last page anyway. */
void draft_page_holder(struct draft *d, const struct person *p, struct slice post, bool last);
/* The first page of a roll call that is only being asked, with the code of its report; 0: none was
 * left. */
void draft_page_with_code(struct draft *d, const struct person *p, unsigned means, unsigned code);
/* Pages those of the recipients who are to be paged: after the entry that names them. */
void draft_page_recipients(struct draft *d, const struct recipients *recipients, bool again,
                           struct draft_cause cause);
