/*
 * words -- what somebody looks for, in an address that does not tell it.
 *
 * A search may be for an applicant's name, and addresses are kept: by the browser, by a proxy's log.
 * So the form is a POST, and the list it leads to has the words sealed in its address; filters and
 * paging stay there as everywhere, and going back works.
 */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "page/app.h"

enum {
	WORDS_MAX = 100,   /* characters of a search */
	WORDS_SEALED = 700 /* characters of its sealed form at most */
};

/* The words as a value of an address (letters, digits, - and _), in the arena.  Empty words: empty. */
MUST_USE enum err page_words_seal(
	struct http_exchange *x, struct str words, struct str *out, struct error *err);
/*
 * The words of such a value, in the arena.  What was not sealed here is no words: somebody has cut
 * or changed the address, and gets the list without a search.  Errors: keys, memory.
 */
MUST_USE enum err page_words_open(
	struct http_exchange *x, struct str sealed, struct str *out, struct error *err);

#endif
