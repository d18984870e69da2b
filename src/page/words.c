/*
 * words -- what somebody looks for, sealed for an address.
 */
#include "page/words.h"
#include "core/crypto.h"
#include "core/seal.h"

#define PLACE STR("words")

enum err page_words_seal(
	struct http_exchange *x, struct str words, struct str *out, struct error *err)
{
	struct str sealed;
	*out = STR("");
	if (words.n == 0)
		return OK;
	enum err e = seal(APP(x)->desk->keys, x->arena, words, PLACE, &sealed, err);
	if (e != OK)
		return e;
	*out = base64url_arena(x->arena, sealed);
	return arena_check(x->arena, err);
}

enum err page_words_open(
	struct http_exchange *x, struct str sealed, struct str *out, struct error *err)
{
	struct str bytes;
	*out = STR("");
	if (sealed.n == 0)
		return OK;
	enum err e = base64url_decode(x->arena, sealed, &bytes, err);
	if (e == OK)
		e = seal_open(APP(x)->desk->keys, x->arena, bytes, PLACE, out, err);
	return e == ERR_FORMAT || e == ERR_NOT_FOUND ? OK : e;
}
