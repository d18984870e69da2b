/*
 * html -- writes values into HTML, escaped for the place they stand in.
 *
 * Generated template code calls these four; by hand they are hardly ever needed.  Name the place,
 * not the encoding:
 *
 *      html_text     text between tags; the only one that takes struct html
 *      html_attr     a quoted attribute, and the text of title and textarea
 *      html_url      a whole URL, at the start of href, src, action …
 *      html_urlpart  a part of a URL behind a literal beginning
 *
 * _Generic picks by type: struct str, C strings, integers, dates.  bool, double and any other
 * struct do not compile.  An enum prints as its number.
 *
 * Whatever the value holds, control characters (all but tab and line feed, U+0080..009F too),
 * U+FFFE and U+FFFF never reach the page: U+FFFD stands for each.  CR LF and CR become a line
 * feed, as in the browser.  Errors stick in the buf.
 */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "core/buf.h"
#include "core/date.h"
#include "core/decimal.h"

/*
 * Markup that is already safe.  Only html_sanitize.c and templates make one; a search for
 * "struct html" elsewhere is where a review for injected scripts starts.
 */
struct html {
	struct str s;
};

void html_put_str(struct buf *o, struct str s);
void html_put_cstr(struct buf *o, const char *z); /* NULL is empty */
void html_put_int(struct buf *o, long v);
void html_put_uint(struct buf *o, unsigned long v);
void html_put_llong(struct buf *o, long long v);
void html_put_ullong(struct buf *o, unsigned long long v);
void html_put_date(struct buf *o, struct date d); /* 2024-02-06 */
void html_put_date_text(struct buf *o, struct date_text t);
void html_put_date_words(struct buf *o, struct date_words t);
void html_put_decimal_text(struct buf *o, struct decimal_text t);
void html_put_markup(struct buf *o, struct html h); /* unchanged */

/*
 * A URL a value may lead to: it starts with one / (not // and not /\), with # or ?, or with
 * http://, https:// or mailto:, and holds no control character.  Anything else, the empty
 * string too, becomes about:invalid#blocked.  Blanks, quotes, < > ` \ and ^ { | } are
 * percent-encoded.
 */
void html_url_str(struct buf *o, struct str s);
void html_url_cstr(struct buf *o, const char *z);

/*
 * Percent-encodes everything but letters, digits and - . _ ~ (RFC 3986, 2.3).  An empty value, "."
 * and ".." cannot be told from a path's own: let a path hold ids, and words stand behind ?.
 */
void html_urlpart_str(struct buf *o, struct str s);
void html_urlpart_cstr(struct buf *o, const char *z);

/* clang-format off */
#define HTML_NUMBERS \
	int: html_put_int, long: html_put_int, long long: html_put_llong, \
	unsigned: html_put_uint, unsigned long: html_put_uint, \
	unsigned long long: html_put_ullong, struct date: html_put_date, \
	struct date_text: html_put_date_text
#define HTML_PLAIN \
	struct str: html_put_str, char *: html_put_cstr, const char *: html_put_cstr, \
	struct date_words: html_put_date_words, struct decimal_text: html_put_decimal_text, \
	HTML_NUMBERS

#define html_text(o, x) _Generic((x), struct html: html_put_markup, HTML_PLAIN)((o), (x))
#define html_attr(o, x) _Generic((x), HTML_PLAIN)((o), (x))
#define html_url(o, x) _Generic((x), struct str: html_url_str, \
	char *: html_url_cstr, const char *: html_url_cstr)((o), (x))
#define html_urlpart(o, x) _Generic((x), struct str: html_urlpart_str, \
	char *: html_urlpart_cstr, const char *: html_urlpart_cstr, HTML_NUMBERS)((o), (x))
/* clang-format on */

#endif
