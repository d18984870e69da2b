/*
 * csrf -- a POST comes from a page of ours, sent to this visitor.  Private to http/.
 *
 * The token of a form is HMAC-SM3(server secret, purpose and session secret), for visitors without
 * a session that of a cookie of its own.  Beside it the browser's own words are heard: a foreign
 * Origin or Sec-Fetch-Site is refused even with a right token.
 */
#ifndef HTTP_CSRF_H
#define HTTP_CSRF_H

#include "http/exchange.h"

#define CSRF_FIELD "_csrf"

/* ERR_DENIED when the browser says that another site's page sent this. */
MUST_USE enum err csrf_check_origin(const struct http_exchange *x, struct error *err);
/* ERR_DENIED unless x->pairs carry the right token. */
MUST_USE enum err csrf_check_token(const struct http_exchange *x, struct error *err);

#endif
