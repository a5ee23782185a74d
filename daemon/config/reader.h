#pragma once
/*
 * Shared by the parts of the reader: where the values go, and the collected faults. Every part
 * reads as much as it can, so that all faults are reported at once; a faulty value is read as its
 * default.
 */
#include <libconfig.h>

#include "config/config.h"
#include "config/keys.h"
#include "config/report.h"
#include "config/source.h"

struct fault {
    unsigned line; /* of the source's text */
    unsigned number;
    bool warning;
    char *text;
};

struct reader {
    struct source source;
    struct fault *faults;
    size_t n_faults, cap_faults, n_errors;
    const config_setting_t *root;
    struct config *config;
    struct rules *rules; /* the config's */
    struct instant now;
    bool past; /* from the duty log: files, hooks and secrets may be gone */
    unsigned *person_lines, *post_lines; /* parallel to rules->people and rules->posts */
    bool *person_good;                   /* read without an error: rank and contacts are known */
    bool *post_good;                     /* read without an error: its coverage can be checked */
    unsigned *relief_lines, *leave_lines;
    struct leave_ref {
        const struct person *person;
        size_t index; /* of its leave */
    } * leaves;       /* parallel to leave_lines: in the order of the file */
    struct relief_ref {
        const struct post *post;
        size_t index; /* of its reliefs */
    } * reliefs;      /* parallel to relief_lines */
    size_t n_leaves, n_reliefs;
    struct step_ref {
        unsigned line;
        bool reported; /* that it never reaches anybody */
    } * steps;         /* of all chains, chain by chain */
    size_t n_steps;
    unsigned *route_lines; /* parallel to rules->routes */
    bool *wanted;          /* people that a roster or a chain counts on */
};

void reader_error(struct reader *r, const config_setting_t *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void reader_error_line(struct reader *r, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void reader_warn_line(struct reader *r, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Reports that there is no such `noun`, and which of the ids was probably meant, or else what to
 * do. Frees the array of ids (ended by NULL), not the ids. */
void reader_unknown(struct reader *r, const config_setting_t *at, const char *noun,
                    struct slice said, const char **ids, const char *otherwise);
/* The faults in the order of the files, as lines; frees them. */
void reader_report(struct reader *r, struct config_report *ret_report);

/*
 * Checks a group's keys against the table (unknown, missing, of a wrong type, out of limits), and
 * writes every value that has a member to the config, the rules or, for an element of a list, to
 * `item`. A missing or invalid value is written as its default. False if it is not a group, or is
 * NULL.
 */
bool reader_take(struct reader *r, const config_setting_t *group, enum section section, void *item);
/* The same for the top of the file, and for all plain groups in it. */
void reader_take_top(struct reader *r);

/* Elements of lists without an id get "". A name that is not given is the id. */
void reader_name(char **id, char **name);

/* ---- for values that the table gives no place ---- */

/* The member if it exists and is valid, or NULL. */
const config_setting_t *reader_member(const config_setting_t *group, enum section section,
                                      const char *name);
/* Its text, the table's default, or NULL. */
const char *reader_text(const config_setting_t *group, enum section section, const char *name);

/* The setting of that name at the top, or NULL; the number of its elements, 0 for NULL. */
const config_setting_t *reader_top(const struct reader *r, const char *name);
size_t reader_count(const config_setting_t *list);
const config_setting_t *reader_item(const config_setting_t *list, size_t i);
