/*
 * csrf -- a POST comes from a page of ours, sent to this visitor.  Private to http/.
 *
 * The token of a form is the id of the request that showed it and HMAC-SM3(server secret, purpose,
 * that id and the session), for visitors without a session with a cookie of its own.  So no two
 * pages carry the same one, by which a form that is sent twice is known (http/replay.h).  Beside it
 * the browser's own words are heard: a foreign Origin or Sec-Fetch-Site is refused even with a right
 * token.
 */
#ifndef HTTP_CSRF_H
#define HTTP_CSRF_H

#include "http/exchange.h"

#define CSRF_FIELD "_csrf"
enum { CSRF_PAGE_BYTES = 16 }; /* of a token: the request that showed the form */

/* ERR_DENIED when the browser says that another site's page sent this. */
MUST_USE enum err csrf_check_origin(const struct http_exchange *x, struct error *err);
/* ERR_DENIED unless x->pairs carry the right token. */
MUST_USE enum err csrf_check_token(const struct http_exchange *x, struct error *err);

#endif
