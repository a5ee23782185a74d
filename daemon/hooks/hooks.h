#pragma once
/* All hooks: each run in the mode that its job asks for, hook.h or lines.h. */
#include "hooks/hook.h"

struct hooks *hooks_new(struct event_base *base);
/* Ends what runs. Runs that were not cancelled are lost track of. Takes NULL. */
void hooks_free(struct hooks *h);
struct hook_runner hooks_runner(struct hooks *h);
