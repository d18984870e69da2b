/*
 * Blobs in the database: rows of BLOB_CHUNK bytes, written as they come, each in a
 * transaction of its own, so that a large upload never holds up the other writers.
 */
#include "store/blob_part.h"

#include "store/blob.sql.h"

enum { SCRATCH = BLOB_CHUNK + (16 << 10), SWEEP = 20 };

enum err blob_database_begin(struct blob_writer *w, struct error *err)
{
	(void)w;
	(void)err;
	return OK;
}

struct put {
	struct blob_writer *w;
	int64_t content;
};

static enum err put_chunk(struct tx *tx, void *ctx, struct error *err)
{
	struct put *p = ctx;
	enum err e = OK;
	p->content = p->w->content;
	if (p->content == 0) {
		p->content = tx_new_id(tx);
		e = sql_blob_content_insert(
			tx, &(struct blob_content_insert_in){ p->content, tx_now(tx) }, NULL, err);
	}
	struct blob_chunk_insert_in in = { p->content, p->w->chunks, buf_view(&p->w->chunk) };
	if (!e && in.bytes.n)
		e = sql_blob_chunk_insert(tx, &in, NULL, err);
	return e;
}

/* Writes what is gathered; with nothing it makes the content's row alone. */
static enum err flush(struct blob_writer *w, struct error *err)
{
	struct put p = { .w = w };
	enum err e = store_write(w->store, put_chunk, &p, err);
	if (e)
		return e;
	w->content = p.content;
	w->chunks += w->chunk.n > 0;
	buf_clear(&w->chunk);
	return OK;
}

enum err blob_database_add(struct blob_writer *w, const void *p, size_t n, struct error *err)
{
	const char *at = p;
	while (n > 0) {
		size_t k = BLOB_CHUNK - w->chunk.n;
		if (k > n)
			k = n;
		buf_add(&w->chunk, at, k);
		enum err e = buf_check(&w->chunk, err);
		if (!e && w->chunk.n == BLOB_CHUNK)
			e = flush(w, err);
		if (e)
			return e;
		at += k;
		n -= k;
	}
	return OK;
}

struct finish {
	struct blob_writer *w;
	struct str digest;
};

static enum err drop(struct tx *tx, int64_t content, struct error *err)
{
	enum err e =
		sql_blob_chunk_delete(tx, &(struct blob_chunk_delete_in){ content }, NULL, err);
	return e ? e
		 : sql_blob_content_delete(
			   tx, &(struct blob_content_delete_in){ content }, NULL, err);
}

/* The same content may be there already: then that one stays. */
static enum err finish(struct tx *tx, void *ctx, struct error *err)
{
	struct finish *f = ctx;
	struct arena a;
	struct blob_content_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_blob_content_find(
		tx, &(struct blob_content_find_in){ f->digest }, &a, &row, err);
	arena_done(&a);
	if (e == ERR_NOT_FOUND)
		return sql_blob_content_finish(tx,
			&(struct blob_content_finish_in){
				f->w->content, f->digest, f->w->size, tx_now(tx) },
			NULL, err);
	if (!e)
		e = sql_blob_content_touch(
			tx, &(struct blob_content_touch_in){ row.id, tx_now(tx) }, NULL, err);
	return e ? e : drop(tx, f->w->content, err);
}

enum err blob_database_end(struct blob_writer *w, const struct digest *d, struct error *err)
{
	struct finish f = { w, { (const char *)d->b, sizeof d->b } };
	enum err e = w->chunk.n || !w->content ? flush(w, err) : OK;
	return e ? e : store_write(w->store, finish, &f, err);
}

static enum err drop_upload(struct tx *tx, void *ctx, struct error *err)
{
	return drop(tx, ((struct blob_writer *)ctx)->content, err);
}

/* What cannot be removed now is removed by blob_clean. */
void blob_database_abandon(struct blob_writer *w)
{
	struct error ignored;
	if (w->content)
		(void)!store_write(w->store, drop_upload, w, &ignored);
}

struct get {
	struct blob_reader *r;
	struct str digest;
	int64_t number;
};

static enum err find_content(struct tx *tx, void *ctx, struct error *err)
{
	struct get *g = ctx;
	struct arena a;
	struct blob_content_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_blob_content_find(
		tx, &(struct blob_content_find_in){ g->digest }, &a, &row, err);
	if (!e) {
		g->r->content = row.id;
		g->r->size = row.size;
	}
	arena_done(&a);
	return e;
}

enum err blob_database_open(struct blob_reader *r, const struct digest *d, struct error *err)
{
	struct get g = { .r = r, .digest = { (const char *)d->b, sizeof d->b } };
	enum err e = store_read(r->store, find_content, &g, err);
	if (e != ERR_NOT_FOUND)
		return e;
	error_set(err, ERR_FORMAT, NULL, "附件的内容不见了；请用备份恢复");
	return error_detail(err, "blob %s: no content", digest_hex(d).z), ERR_FORMAT;
}

static enum err get_chunk(struct tx *tx, void *ctx, struct error *err)
{
	struct get *g = ctx;
	struct arena a;
	struct blob_chunk_row row;
	arena_init(&a, 2 * SCRATCH);
	buf_clear(&g->r->chunk);
	enum err e = sql_blob_chunk_find(
		tx, &(struct blob_chunk_find_in){ g->r->content, g->number }, &a, &row, err);
	if (!e) {
		buf_str(&g->r->chunk, row.bytes);
		e = buf_check(&g->r->chunk, err);
	}
	arena_done(&a);
	return e;
}

enum err blob_database_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err)
{
	struct get g = { .r = r, .number = at / BLOB_CHUNK };
	size_t from = (size_t)(at % BLOB_CHUNK);
	if (r->held != g.number) {
		r->held = -1;
		enum err e = store_read(r->store, get_chunk, &g, err);
		if (e == ERR_NOT_FOUND) {
			*got = 0; /* the caller sees too few bytes */
			return OK;
		}
		if (e)
			return e;
		r->held = g.number;
	}
	if (from >= r->chunk.n) {
		*got = 0;
		return OK;
	}
	*got = n < r->chunk.n - from ? n : r->chunk.n - from;
	memcpy(p, r->chunk.p + from, *got);
	return OK;
}

struct sweep {
	int64_t before_ms, removed;
};

static enum err sweep(struct tx *tx, void *ctx, struct error *err)
{
	struct sweep *w = ctx;
	struct arena a;
	struct blob_content_row *row;
	size_t n = 0;
	arena_init(&a, 1 << 20);
	enum err e = sql_blob_content_unused(
		tx, &(struct blob_content_unused_in){ w->before_ms, SWEEP }, &a, &row, &n, err);
	for (size_t i = 0; !e && i < n; i++)
		e = drop(tx, row[i].id, err);
	w->removed = (int64_t)n;
	arena_done(&a);
	return e;
}

enum err blob_database_clean(
	struct store *s, int64_t before_ms, int64_t *removed, struct error *err)
{
	struct sweep w = { .before_ms = before_ms, .removed = SWEEP };
	enum err e = OK;
	while (!e && w.removed == SWEEP) {
		e = store_write(s, sweep, &w, err);
		*removed += e ? 0 : w.removed;
	}
	return e;
}
