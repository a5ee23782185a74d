#include "config/reader_routes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "config/reader_chains.h"

#define PLACE_BYTES 256 /* of a report's place */
#define IDLE_TYPED SPAN_MINUTES(30)

static unsigned read_grades(struct reader *r, const config_setting_t *s)
{
    bool list = s && config_setting_is_aggregate(s);
    unsigned grades = 0;

    for (size_t i = 0; i < (list ? reader_count(s) : s != NULL); i++) {
        const config_setting_t *one = list ? reader_item(s, i) : s;

        if (config_setting_type(one) != CONFIG_TYPE_INT || config_setting_get_int(one) < 1 ||
            config_setting_get_int(one) > 4)
            reader_error(r, one, "a grade is not a number from 1 to 4; write 1, 2, 3 or 4");
        else
            grades |= 1U << config_setting_get_int(one);
    }
    return grades;
}

static const struct chain *find_chain(struct reader *r, const config_setting_t *g)
{
    const config_setting_t *s = reader_member(g, SECTION_ROUTE, "chain");
    const struct rules *rules = r->rules;
    const struct chain *chain;
    const char **ids, *id;

    if (!s)
        return NULL;
    id = config_setting_get_string(s);
    chain = rules_chain(rules, slice_of(id));
    if (chain)
        return chain;
    ids = xcalloc(rules->n_chains + 1, sizeof(*ids));
    for (size_t i = 0; i < rules->n_chains; i++)
        ids[i] = rules->chains[i].id;
    reader_unknown(r, s, "chain", slice_of(id), ids, "add it to chains");
    return NULL;
}

/* One text, or a list of such. */
static void read_places(struct reader *r, const config_setting_t *s, struct route *route)
{
    bool list = s && config_setting_is_aggregate(s);
    size_t n = list ? reader_count(s) : s != NULL;

    route->places = xcalloc(n + 1, sizeof(*route->places));
    for (size_t i = 0; i < n; i++) {
        const config_setting_t *one = list ? reader_item(s, i) : s;
        struct slice words = slice_trim(slice_of(config_setting_get_string(one)));

        if (words.len == 0 || words.len > PLACE_BYTES)
            reader_error(r, one,
                         "a place is not a text of 1 to %d bytes; write words that are in it",
                         PLACE_BYTES);
        else
            route->places[route->n_places++] = slice_dup(words);
    }
}

static void check_times(struct reader *r, const config_setting_t *g, struct route *route)
{
    const config_setting_t *from = config_setting_get_member(g, "from");
    const config_setting_t *to = config_setting_get_member(g, "to");

    if (!from && !to)
        return;
    if (!from || !to) {
        reader_error(r, from ? from : to,
                     "a route has only one of \"from\" and \"to\"; write both");
        return;
    }
    route->timed = true;
    if (route->from == route->to && reader_member(g, SECTION_ROUTE, "from") &&
        reader_member(g, SECTION_ROUTE, "to"))
        reader_error(r, from, "\"from\" and \"to\" are the same; leave both out for the whole day");
}

static bool asks(const config_setting_t *g)
{
    static const char *const names[] = {"grade", "class", "place", "from", "to", "days", "drill"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (config_setting_get_member(g, names[i]))
            return true;
    return false;
}

static void read_route(struct reader *r, const config_setting_t *g, bool last, struct route *route)
{
    const config_setting_t *drill, *inform = reader_member(g, SECTION_ROUTE, "inform");

    if (!reader_take(r, g, SECTION_ROUTE, route))
        return;
    route->grades = read_grades(r, reader_member(g, SECTION_ROUTE, "grade"));
    read_places(r, reader_member(g, SECTION_ROUTE, "place"), route);
    check_times(r, g, route);
    drill = reader_member(g, SECTION_ROUTE, "drill");
    if (drill)
        route->drill = config_setting_get_bool(drill) ? ROUTE_DRILLS : ROUTE_NO_DRILLS;
    route->idle_typed = reader_member(g, SECTION_ROUTE, "idle") ? route->idle : IDLE_TYPED;
    route->chain = find_chain(r, g);
    if (!read_targets(r, inform, &route->inform, &route->n_inform))
        reader_warn_line(r, config_setting_source_line(inform),
                         "\"inform\" reaches nobody; name somebody with a contact");
    if (last && asks(g))
        reader_error(
            r, g,
            "the last route does not fit every report; add { chain = \"...\"; } without grade, "
            "class, place, from, to, days and drill after it");
    if (!last && !asks(g))
        reader_warn_line(
            r, config_setting_source_line(g),
            "this route fits every report, so those after it are never used; move it to the "
            "end");
}

void read_routes(struct reader *r)
{
    const config_setting_t *list = reader_top(r, "routes");
    struct rules *rules = r->rules;
    size_t n = reader_count(list);

    rules->routes = xcalloc(n + 1, sizeof(*rules->routes));
    r->route_lines = xcalloc(n + 1, sizeof(*r->route_lines));
    for (; rules->n_routes < n; rules->n_routes++) {
        const config_setting_t *g = reader_item(list, rules->n_routes);

        r->route_lines[rules->n_routes] = config_setting_source_line(g);
        read_route(r, g, rules->n_routes + 1 == n, &rules->routes[rules->n_routes]);
    }
}
