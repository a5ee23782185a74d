#pragma once

/* dutyd --rebuild: makes the tables again from the log alone. The exit code. */
int cli_rebuild(const char *config_file);
