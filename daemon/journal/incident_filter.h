#pragma once
/* Which incidents somebody asks for by what was said of them: the same for those in memory and
 * those that only the database still has. */
#include "base/phone_match.h"
#include "base/search.h"

/* As it was typed; empty members do not restrict. */
struct incident_wish {
    struct slice class;       /* this one */
    struct slice place, text; /* what base/search.h looks for */
    struct slice phone;       /* the caller's, in any form */
    struct phone_home home;   /* of numbers */
};

/* A copy with strings of its own. */
struct incident_wish incident_wish_copy(const struct incident_wish *w);
void incident_wish_deinit(struct incident_wish *w);

/* What is known of an incident. */
struct incident_facts {
    struct slice class, place, text, phone;
};

struct incident_filter {
    const struct incident_wish *wish;
    struct search place, text;
    struct phone phone;
};

/* The wish is borrowed. */
void incident_filter_init(struct incident_filter *f, const struct incident_wish *w);
void incident_filter_deinit(struct incident_filter *f);
bool incident_filter_fits(const struct incident_filter *f, const struct incident_facts *facts);
