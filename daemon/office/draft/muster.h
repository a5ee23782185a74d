#pragma once
/* Who is there, beside who should be. For the files of the machine only. */
#include "office/state/reliefs.h"
#include "office/state/state.h"
#include "office/state/watch.h"
#include "rules/roster.h"

/* Who comes on duty may sign on so long before. */
#define MUSTER_EARLY SPAN_HOURS(1)

/* Is the person on the roster of the post, now or within MUSTER_EARLY? */
bool muster_is_rostered(const struct office *o, const struct post *post, const struct person *p,
                        struct instant now);
/* NULL on the roster; else in what way the person stands in. */
const char *muster_standin(const struct office *o, const struct post *post, const struct person *p,
                           struct instant now);
/* Have enough of those who are on duty now signed on, counting stand-ins who did for this shift? A
 * post that nobody is to hold is held. `but` (or NULL) is not counted. */
struct muster {
    const struct person *rostered[ROSTER_MAX];
    size_t n_rostered;
    size_t needed, there; /* of them, and of stand-ins who came for this shift */
    size_t on;            /* have signed on, whoever they are */
};
/* Of the shift that began at `since`. */
struct muster muster_of(const struct office *o, const struct post *post, const struct watch *w,
                        struct instant since, struct instant now);
/* The next moment after `at` at which a shift begins or ends: other people come on duty, or the
 * turn is another one; INSTANT_NEVER. */
struct instant muster_next_shift(const struct office *o, const struct post *post,
                                 struct instant at);
/* When the person's shift at the post that is under way ends; `now` if there is none. */
struct instant muster_shift_end(const struct office *o, const struct post *post,
                                const struct person *p, struct instant now);
/* Is the person on the roster of the post now, and has not signed on? */
bool muster_is_absent(const struct office *o, const struct post *post, const struct person *p,
                      struct instant now);
/* Does the person hold the post now: have they signed on, or are they on its roster, and nobody has
 * signed on for their duty? Else they may have handed over, and gone. */
bool muster_holds(const struct office *o, const struct post *post, const struct person *p,
                  struct instant now);
/* Does the relief change anything from `now` on? */
bool muster_cover_fits(const struct office *o, const struct cover *c, struct instant now);
