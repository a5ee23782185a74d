#pragma once
/* In the order of how bad they are: 0 the worst. A grade that is not known stands between II and
 * III. */
#define OFFICE_GRADES 5
unsigned office_badness(unsigned grade);
