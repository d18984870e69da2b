/*
 * The container, written by libzip.  Members are given as sources that libzip asks for bytes when
 * it writes, one after the other: of each blob a few dozen bytes are kept, never its content.
 * Blobs are stored as they are (most are compressed already), the database is deflated.
 */
#include "store/backup_part.h"

#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

/* The whole writing; sources point to it. */
struct writing {
	struct store *store;
	struct backup_progress_state *progress;
	struct error *err;
	enum err failed; /* by a source: what libzip calls an error of reading */
	time_t at;
};

struct blob_source {
	struct writing *w;
	const struct backup_blob *blob;
	struct blob_reader *reader;
	int64_t offset;
	zip_error_t error;
};

static enum err zip_refused(zip_t *z, struct error *err)
{
	const zip_error_t *ze = zip_get_error(z);
	errno = zip_error_system_type(ze) == ZIP_ET_SYS ? zip_error_code_system(ze) : EIO;
	return backup_cannot("备份文件", err);
}

static zip_int64_t source_open(struct blob_source *s)
{
	int64_t size;
	s->offset = 0;
	s->w->failed = blob_open(s->w->store, &s->blob->digest, &s->reader, &size, s->w->err);
	if (!s->w->failed && size != s->blob->size) {
		blob_close(s->reader);
		s->reader = NULL;
		s->w->failed = error_set(s->w->err, ERR_FORMAT, NULL,
			"附件 %s 的大小与登记的不符；请先用 gongkai verify 检查",
			digest_hex(&s->blob->digest).z);
	}
	return s->w->failed ? -1 : 0;
}

static zip_int64_t source_read(struct blob_source *s, void *data, zip_uint64_t n)
{
	size_t got = 0;
	enum err e = blob_read(s->reader, s->offset, data, (size_t)n, &got, s->w->err);
	if (!e && got == 0 && s->offset != s->blob->size)
		e = error_set(s->w->err, ERR_FORMAT, NULL,
			"附件 %s 读不完整；请先用 gongkai verify 检查",
			digest_hex(&s->blob->digest).z);
	if (!e)
		e = backup_step(s->w->progress, (int64_t)got, s->w->err);
	s->w->failed = e;
	s->offset += (int64_t)got;
	return e ? -1 : (zip_int64_t)got;
}

static zip_int64_t source(void *ctx, void *data, zip_uint64_t n, zip_source_cmd_t cmd)
{
	struct blob_source *s = ctx;
	zip_int64_t r = 0;
	switch (cmd) {
	case ZIP_SOURCE_OPEN:
		r = source_open(s);
		break;
	case ZIP_SOURCE_READ:
		r = source_read(s, data, n);
		break;
	case ZIP_SOURCE_CLOSE:
		blob_close(s->reader);
		s->reader = NULL;
		return 0;
	case ZIP_SOURCE_STAT: {
		zip_stat_t *st = data;
		zip_stat_init(st);
		st->size = (zip_uint64_t)s->blob->size;
		st->mtime = s->w->at;
		st->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
		return sizeof *st;
	}
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&s->error, data, n);
	case ZIP_SOURCE_FREE:
		blob_close(s->reader);
		mem_free(s);
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
			ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
			ZIP_SOURCE_SUPPORTS, -1);
	default:
		zip_error_set(&s->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
	if (r < 0)
		zip_error_set(&s->error, ZIP_ER_READ, EIO);
	return r;
}

static enum err add(
	zip_t *z, const char *name, zip_source_t *src, bool deflate, time_t at, struct error *err)
{
	if (!src)
		return error_nomem(err);
	zip_int64_t i = zip_file_add(z, name, src, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(src);
		return zip_refused(z, err);
	}
	if (zip_set_file_compression(
		    z, (zip_uint64_t)i, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, deflate ? 3 : 0) ||
		zip_file_set_mtime(z, (zip_uint64_t)i, at, 0) ||
		zip_file_set_external_attributes(z, (zip_uint64_t)i, 0, ZIP_OPSYS_UNIX,
			(zip_uint32_t)(S_IFREG | 0600) << 16))
		return zip_refused(z, err);
	return OK;
}

static enum err add_blob(
	zip_t *z, struct writing *w, const struct backup_blob *b, struct error *err)
{
	char name[100];
	struct digest_text t = digest_hex(&b->digest);
	struct blob_source *s = mem_alloc(sizeof *s);
	if (!s)
		return error_nomem(err);
	*s = (struct blob_source){ .w = w, .blob = b };
	zip_error_init(&s->error);
	zip_source_t *src = zip_source_function(z, source, s);
	if (!src)
		mem_free(s);
	snprintf(name, sizeof name, "blobs/%.2s/%s", t.z, t.z);
	return add(z, name, src, false, w->at, err);
}

/* Bytes that libzip has written stand behind its close: flushed here. */
static enum err flush(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return backup_cannot(path, err);
	enum err e = fchmod(fd, 0600) != 0 || fsync(fd) != 0 ? backup_cannot(path, err) : OK;
	close(fd);
	return e;
}

static enum err fill(zip_t *z, struct writing *w, struct str manifest, const char *database,
	const struct backup_blob *blob, size_t n, struct error *err)
{
	enum err e = add(z, BACKUP_MANIFEST_NAME, zip_source_buffer(z, manifest.p, manifest.n, 0),
		false, w->at, err);
	if (!e)
		e = add(z, STORE_FILE, zip_source_file(z, database, 0, -1), true, w->at, err);
	for (size_t i = 0; !e && i < n; i++)
		e = add_blob(z, w, &blob[i], err);
	return e;
}

enum err backup_zip_write(const char *path, const struct backup_manifest *m, const char *database,
	struct store *s, const struct backup_blob *blob, size_t n,
	struct backup_progress_state *progress, struct error *err)
{
	int why = 0;
	struct buf b;
	struct writing w = {
		.store = s, .progress = progress, .err = err, .at = (time_t)(m->at / 1000)
	};
	buf_init(&b, BACKUP_MANIFEST_MAX);
	backup_manifest_write(&b, m);
	enum err e = buf_check(&b, err);
	zip_t *z = e ? NULL : zip_open(path, ZIP_CREATE | ZIP_EXCL, &why);
	if (!e && !z)
		e = backup_cannot(path, err);
	if (!e)
		e = fill(z, &w, buf_view(&b), database, blob, n, err);
	if (!e && zip_close(z) != 0)
		e = w.failed ? w.failed : zip_refused(z, err);
	else if (!e)
		z = NULL;
	if (z)
		zip_discard(z);
	buf_done(&b);
	if (!e)
		e = backup_step(progress, m->database_size, err);
	return e ? e : flush(path, err);
}
