/*
 * router -- finds the route of a request among the application's tables.  Private to http/.
 *
 * Made once at start, then only read.  A literal segment wins over a parameter, a parameter over
 * a rest.
 */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/route.h"

struct router;

/*
 * Compiles the tables of app.  ERR_BUG: a path that does not start with '/', more than
 * HTTP_PARAMS_MAX parameters, the same method and path twice, no handler, a POST that runs
 * without CSRF although it declares CSRF on GET, or an upload without its ceiling.
 */
MUST_USE enum err router_new(const struct http_app *app, struct router **out, struct error *err);
void router_free(struct router *r);

struct router_match {
	const struct http_route *route; /* NULL: none for this method */
	struct str param[HTTP_PARAMS_MAX];
	bool path_known;	   /* some method has it: 405 */
	bool allows[HTTP_METHODS]; /* methods of the path, for Allow */
};
/*
 * segment: decoded path segments.  A rest parameter (":rest*") gets the remaining segments joined
 * with '/', in the arena.
 */
void router_find(const struct router *r, enum http_method method, const struct str *segment,
	size_t n, struct arena *a, struct router_match *out);

#endif
