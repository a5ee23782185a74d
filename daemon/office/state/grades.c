#include "office/state/grades.h"

unsigned office_badness(unsigned grade)
{
    static const unsigned order[OFFICE_GRADES] = {2, 0, 1, 3, 4};

    return order[grade < OFFICE_GRADES ? grade : 0];
}
