#include "store/blob_part.h"

#include "core/mem.h"
#include "store/blob.sql.h"

#include <sys/stat.h>
#include <unistd.h>

enum { SCRATCH = 16 << 10 };

static bool in_folder(const struct store *s)
{
	return s->config.folder != NULL;
}

enum err blob_begin(struct store *s, int64_t max, struct blob_writer **out, struct error *err)
{
	if (s->config.read_only)
		return error_set(err, ERR_DENIED, NULL, "数据库以只读方式打开，不能修改");
	struct blob_writer *w = mem_alloc(sizeof *w);
	if (!w)
		return error_nomem(err);
	*w = (struct blob_writer){ .store = s, .max = max, .fd = -1 };
	buf_init(&w->chunk, BLOB_CHUNK);
	enum err e = sm3_start(&w->sm3, err);
	if (!e)
		e = in_folder(s) ? blob_folder_begin(w, err) : blob_database_begin(w, err);
	if (e)
		blob_abandon(w);
	else
		*out = w;
	return e;
}

enum err blob_add(struct blob_writer *w, const void *p, size_t n, struct error *err)
{
	if (n > INT64_MAX || (int64_t)n > w->max - w->size)
		return error_set(err, ERR_LIMIT, NULL, "文件太大，超过了允许的 %lld 字节",
			(long long)w->max);
	sm3_add(&w->sm3, p, n);
	w->size += (int64_t)n;
	return in_folder(w->store) ? blob_folder_add(w, p, n, err)
				   : blob_database_add(w, p, n, err);
}

static void writer_done(struct blob_writer *w)
{
	sm3_done(&w->sm3);
	buf_done(&w->chunk);
	mem_free(w);
}

enum err blob_end(struct blob_writer *w, struct digest *digest, int64_t *size, struct error *err)
{
	struct digest d;
	enum err e = sm3_end(&w->sm3, &d, err);
	if (!e)
		e = in_folder(w->store) ? blob_folder_end(w, &d, err)
					: blob_database_end(w, &d, err);
	if (e) {
		blob_abandon(w);
		return e;
	}
	*digest = d;
	*size = w->size;
	writer_done(w);
	return OK;
}

void blob_abandon(struct blob_writer *w)
{
	if (!w)
		return;
	blob_folder_abandon(w);
	blob_database_abandon(w);
	writer_done(w);
}

static enum err gone(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, NULL, "附件的内容不在了，请重新上传");
}

static enum err is_there(struct tx *tx, const struct digest *d, int64_t size, struct error *err)
{
	struct store *s = tx_store(tx);
	if (in_folder(s)) {
		char path[PATH_MAX];
		struct stat st;
		if (!blob_path(s, d, path) || stat(path, &st) != 0 || st.st_size != size)
			return gone(err);
		return OK;
	}
	struct arena a;
	struct blob_content_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_blob_content_find(tx,
		&(struct blob_content_find_in){ { (const char *)d->b, sizeof d->b } }, &a, &row,
		err);
	arena_done(&a);
	return e == ERR_NOT_FOUND || (!e && row.size != size) ? gone(err) : e;
}

enum err blob_use(struct tx *tx, const struct digest *digest, int64_t size, struct error *err)
{
	struct blob_insert_in in = { { (const char *)digest->b, sizeof digest->b }, size,
		tx_now(tx) };
	enum err e = is_there(tx, digest, size, err);
	return e ? e : sql_blob_insert(tx, &in, NULL, err);
}

struct find {
	const struct digest *digest;
	int64_t size;
};

static enum err find_row(struct tx *tx, void *ctx, struct error *err)
{
	struct find *f = ctx;
	struct arena a;
	struct blob_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_blob_by_digest(tx,
		&(struct blob_by_digest_in){ { (const char *)f->digest->b, sizeof f->digest->b } },
		&a, &row, err);
	if (!e)
		f->size = row.size;
	arena_done(&a);
	return e == ERR_NOT_FOUND ? error_set(err, e, NULL, "没有这个附件") : e;
}

/* Opens the bytes of content that a row says to be `size` long. */
static enum err open_bytes(
	struct blob_reader *r, const struct digest *d, int64_t size, struct error *err)
{
	enum err e =
		in_folder(r->store) ? blob_folder_open(r, d, err) : blob_database_open(r, d, err);
	if (!e && r->size != size) {
		e = error_set(err, ERR_FORMAT, NULL, "附件已损坏（大小不符）；请用备份恢复");
		error_detail(err, "blob %s: %lld bytes, row says %lld", digest_hex(d).z,
			(long long)r->size, (long long)size);
	}
	return e;
}

enum err blob_open(struct store *s, const struct digest *digest, struct blob_reader **out,
	int64_t *size, struct error *err)
{
	struct find f = { .digest = digest };
	enum err e = store_read(s, find_row, &f, err);
	if (e)
		return e;
	struct blob_reader *r = mem_alloc(sizeof *r);
	if (!r)
		return error_nomem(err);
	*r = (struct blob_reader){ .store = s, .fd = -1, .held = -1 };
	buf_init(&r->chunk, BLOB_CHUNK);
	e = open_bytes(r, digest, f.size, err);
	if (e) {
		blob_close(r);
		return e;
	}
	*out = r;
	*size = r->size;
	return OK;
}

enum err blob_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err)
{
	if (at < 0 || at >= r->size || n == 0) {
		*got = 0;
		return OK;
	}
	if ((int64_t)n > r->size - at)
		n = (size_t)(r->size - at);
	return r->fd >= 0 ? blob_folder_read(r, at, p, n, got, err)
			  : blob_database_read(r, at, p, n, got, err);
}

void blob_close(struct blob_reader *r)
{
	if (!r)
		return;
	if (r->fd >= 0)
		close(r->fd);
	buf_done(&r->chunk);
	mem_free(r);
}

enum err blob_clean(struct store *s, int64_t before_ms, int64_t *removed, struct error *err)
{
	int64_t n = 0;
	if (s->config.read_only)
		return error_set(err, ERR_DENIED, NULL, "数据库以只读方式打开，不能修改");
	enum err e = in_folder(s) ? blob_folder_clean(s, before_ms, &n, err) : OK;
	if (!e)
		e = blob_database_clean(s, before_ms, &n, err);
	if (!e && removed)
		*removed = n;
	return e;
}
