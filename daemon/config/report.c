#include "config/report.h"

void config_report_deinit(struct config_report *r)
{
    buffer_deinit(&r->text);
    r->errors = r->warnings = 0;
}
