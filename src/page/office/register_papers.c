#include "core/seal.h"
#include "page/office/register_part.h"

#include <inttypes.h>

enum { PLAIN_MAX = 2048 };

static struct str place_of(struct http_exchange *x)
{
	return page_fmt(x, "register.papers/%" PRId64, WHO(x)->actor.person.v);
}

enum err papers_seal(struct http_exchange *x, const struct request_file_input *file, size_t n,
	struct str *out, struct error *err)
{
	struct buf b;
	struct str sealed;
	*out = (struct str){ 0 };
	if (n == 0)
		return OK;
	buf_init(&b, PLAIN_MAX);
	for (size_t i = 0; i < n && i < KEPT_FILES_MAX; i++)
		buf_fmt(&b, "%d %s %" PRId64 " %.*s\n%.*s\n", (int)file[i].kind,
			digest_hex(&file[i].digest).z, file[i].size, STR_ARG(file[i].type),
			STR_ARG(file[i].name));
	enum err e = buf_check(&b, err);
	if (e == OK)
		e = seal(APP(x)->desk->keys, x->arena, buf_view(&b), place_of(x), &sealed, err);
	buf_done(&b);
	if (e == OK)
		*out = base64url_arena(x->arena, sealed);
	return e != OK ? e : arena_check(x->arena, err);
}

static int64_t number_of(struct str s)
{
	int64_t v = 0;
	for (size_t i = 0; i < s.n; i++)
		v = v * 10 + (s.p[i] - '0');
	return v;
}

/* The next word before a blank. */
static struct str word(struct str *rest)
{
	size_t end = str_find(*rest, STR(" "), 0);
	struct str w = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end + 1, rest->n);
	return w;
}

static enum err read_paper(struct http_exchange *x, struct str line, struct str name,
	struct request_file_input *out, struct error *err)
{
	struct str bytes;
	out->kind = (enum request_file_kind)number_of(word(&line));
	enum err e = hex_decode(x->arena, word(&line), &bytes, err);
	if (e == OK)
		memcpy(&out->digest, bytes.p, sizeof(out->digest));
	out->size = number_of(word(&line));
	out->type = line;
	out->name = name;
	return e;
}

enum err papers_open(struct http_exchange *x, struct str text, struct request_file_input *file,
	size_t *n, struct error *err)
{
	struct str sealed, plain, line, name;
	struct error ignored;
	enum err e = OK;
	*n = 0;
	if (text.n == 0 || base64url_decode(x->arena, text, &sealed, &ignored) != OK ||
		seal_open(APP(x)->desk->keys, x->arena, sealed, place_of(x), &plain, &ignored) != OK)
		return OK;
	while (e == OK && *n < KEPT_FILES_MAX && str_next_line(&plain, &line) &&
		str_next_line(&plain, &name)) {
		e = read_paper(x, line, name, &file[*n], err);
		*n += e == OK;
	}
	return e;
}
