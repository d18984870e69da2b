/*
 * request_words -- finding requests by the words of their subject and content.
 *
 * The index holds a word for the agency, so that a search never walks through another one's
 * requests; it cannot be typed, since the tokeniser parts Chinese signs from digits.  What the index
 * finds is read and looked at once more: its words may stand apart.
 */
#include "desk/request_part.h"

#include "core/words.h"
#include "store/words.sql.h"

#include <inttypes.h>

enum {
	WORDS_BYTES = 256 * 1024, /* of a request: content has at most REQUEST_CONTENT_MAX signs */
	QUERY_BYTES = 4096,
	CATCH_UP_ROWS = 200, /* in one transaction */
	READ_ROWS = 100,     /* candidates read at a time */
	SCRATCH_MAX = 8 << 20
};

/* --- writing -----------------------------------------------------------------------------------
 */

static void agency_word(struct buf *b, const char *kind, struct agency_id agency)
{
	buf_fmt(b, "%s%" PRId64, kind, agency.v);
}

/* What request_similar sees before it reads a content. */
static enum err put_sketch(
	struct tx *tx, struct request_id id, struct str content, struct error *err)
{
	struct arena scratch;
	struct request_sketch k;
	arena_init(&scratch, SCRATCH_MAX);
	request_sketch_make(&k, request_pairs_of(&scratch, content));
	enum err e = arena_check(&scratch, err);
	struct request_sketch_put_in in = { id, (int64_t)k.n, request_sketch_bits(&k) };
	if (e == OK)
		e = sql_request_sketch_put(tx, &in, NULL, err);
	arena_done(&scratch);
	return e != OK ? e : sql_request_worded(tx, &(struct request_worded_in){ id }, NULL, err);
}

enum err request_words_put(struct tx *tx, struct request_id id, struct agency_id agency,
	struct str subject, struct str content, struct error *err)
{
	struct buf b;
	buf_init(&b, WORDS_BYTES);
	agency_word(&b, "机", agency);
	if (!str_starts(content, subject))
		words_of(&b, subject);
	words_of(&b, content);
	enum err e = buf_check(&b, err);
	if (e == OK)
		e = sql_request_find_take(tx, &(struct request_find_take_in){ id }, NULL, err);
	if (e == OK)
		e = sql_request_words_put(
			tx, &(struct request_words_put_in){ id, buf_view(&b) }, NULL, err);
	buf_done(&b);
	if (e == OK)
		e = sql_request_find_put(tx, &(struct request_find_put_in){ id }, NULL, err);
	return e != OK ? e : put_sketch(tx, id, content, err);
}

struct catch_up_job {
	struct arena scratch;
	size_t n;
};

static enum err catch_up_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct catch_up_job *j = ctx;
	struct request_unworded_row *row;
	arena_reset(&j->scratch);
	enum err e = sql_request_unworded(tx, &(struct request_unworded_in){ CATCH_UP_ROWS },
		&j->scratch, &row, &j->n, err);
	for (size_t i = 0; e == OK && i < j->n; i++)
		e = row[i].worded ? put_sketch(tx, row[i].id, row[i].content, err)
				  : request_words_put(tx, row[i].id, row[i].agency,
					    row[i].subject, row[i].content, err);
	return e;
}

enum err request_words_catch_up(
	const struct desk *d, bool (*go_on)(void *), void *ctx, size_t *n, struct error *err)
{
	struct catch_up_job j = { .n = 0 };
	size_t all = 0;
	enum err e;
	arena_init(&j.scratch, SCRATCH_MAX);
	do {
		e = store_write(d->store, catch_up_fn, &j, err);
		all += e == OK ? j.n : 0;
	} while (e == OK && j.n == CATCH_UP_ROWS && (!go_on || go_on(ctx)));
	arena_done(&j.scratch);
	if (e == OK && n)
		*n = all;
	return e;
}

/* --- finding -----------------------------------------------------------------------------------
 */

enum err request_words_query(struct arena *a, const char *kind, struct agency_id agency,
	struct str q, struct str *out, struct error *err)
{
	struct buf words, all;
	buf_init(&words, QUERY_BYTES);
	buf_init(&all, QUERY_BYTES);
	words_query(&words, q);
	if (words.n) {
		agency_word(&all, kind, agency);
		buf_char(&all, ' ');
		buf_str(&all, buf_view(&words));
	}
	enum err e = buf_check(&words, err);
	if (e == OK)
		e = buf_check(&all, err);
	if (e == OK)
		*out = arena_str(a, buf_view(&all));
	buf_done(&words);
	buf_done(&all);
	return e != OK ? e : arena_check(a, err);
}

/* One page of candidates; those that hold the phrases go into the result. */
static enum err take_page(const struct request_search *s, struct tx *tx, struct arena *scratch,
	struct request_find_in *in, struct request_id *id, size_t *n, bool *last, struct error *err)
{
	struct request_hit_row *row;
	size_t rows;
	arena_reset(scratch);
	enum err e = sql_request_find(tx, in, scratch, &row, &rows, err);
	for (size_t i = 0; e == OK && i < rows && *n < s->max; i++) {
		in->before = row[i].id.v;
		if (words_hold(scratch, row[i].subject, s->q) ||
			words_hold(scratch, row[i].content, s->q))
			id[(*n)++] = row[i].id;
		e = arena_check(scratch, err);
	}
	*last = e == OK && rows < READ_ROWS;
	return e;
}

enum err request_words_find(struct tx *tx, struct arena *a, const struct request_search *s,
	struct request_id *id, size_t *n, bool *more, struct error *err)
{
	struct arena scratch;
	struct request_find_in in = { .before = s->before ? s->before : INT64_MAX,
		.limit = READ_ROWS };
	bool last = false;
	size_t read = 0;
	*n = 0;
	*more = false;
	enum err e = request_words_query(a, "机", s->agency, s->q, &in.words, err);
	if (e != OK || in.words.n == 0)
		return e;
	arena_init(&scratch, SCRATCH_MAX);
	for (; e == OK && !last && *n < s->max && read < REQUEST_SEARCH_READ; read += READ_ROWS)
		e = take_page(s, tx, &scratch, &in, id, n, &last, err);
	arena_done(&scratch);
	*more = !last;
	return e;
}
