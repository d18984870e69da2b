/*
 * The container, read: outside bytes.  Before libzip parses the directory its size is looked up
 * in the file's end; after that every name, size and method must be one that backup_zip.c writes,
 * in its order, so there are no paths to leave a folder and no two members of one name.
 */
#include "store/backup_part.h"

#include "core/mem.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <zip.h>

enum {
	END_SIZE = 22, /* APPNOTE 4.3.16, without a comment */
	END_LOCATOR_SIZE = 20,
	END64_SIZE = 56,
	NAME_SIZE = 80,
	FIRST_BLOB = 2,	 /* after the manifest and the database */
	SPARE = 64 << 20 /* bytes left free on the disk */
};

struct reading {
	zip_t *z;
	struct backup_manifest m;
	struct store *sink;
	struct backup_progress_state *progress;
	struct sm3 list;
	char *piece;
};

static enum err not_ours(struct error *err)
{
	return error_set(err, ERR_FORMAT, NULL, "这不是 gongkai 的备份文件，或没有下载、复制完整");
}

static enum err damaged(const char *name, struct error *err)
{
	return error_set(
		err, ERR_FORMAT, NULL, "备份文件已损坏（%s 与清单不符），这份备份不能用", name);
}

static uint32_t u32(const unsigned char *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return le32toh(v);
}

static uint64_t u64(const unsigned char *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

/* How large the directory claims to be; false: no end of a zip as we write it. */
static bool directory_size(int fd, int64_t size, uint64_t *out)
{
	unsigned char end[END_SIZE], more[END64_SIZE];
	if (size < END_SIZE || pread(fd, end, END_SIZE, size - END_SIZE) != END_SIZE ||
		memcmp(end, "PK\5\6", 4) != 0)
		return false;
	*out = u32(end + 12);
	if (*out != UINT32_MAX && u32(end + 16) != UINT32_MAX &&
		!(end[10] == 0xff && end[11] == 0xff))
		return true;
	if (size < END_SIZE + END_LOCATOR_SIZE ||
		pread(fd, more, END_LOCATOR_SIZE, size - END_SIZE - END_LOCATOR_SIZE) !=
			END_LOCATOR_SIZE ||
		memcmp(more, "PK\6\7", 4) != 0 || u64(more + 8) > (uint64_t)size)
		return false;
	if (pread(fd, more, END64_SIZE, (off_t)u64(more + 8)) != END64_SIZE ||
		memcmp(more, "PK\6\6", 4) != 0)
		return false;
	*out = u64(more + 40);
	return true;
}

static enum err check_end(const char *path, int64_t *size, struct error *err)
{
	struct stat st;
	uint64_t directory;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return backup_cannot(path, err);
	enum err e = OK;
	if (fstat(fd, &st) != 0)
		e = backup_cannot(path, err);
	else if (!S_ISREG(st.st_mode) || !directory_size(fd, st.st_size, &directory) ||
		 directory > (uint64_t)st.st_size)
		e = not_ours(err);
	else if (directory > BACKUP_DIRECTORY_MAX)
		e = error_set(err, ERR_LIMIT, NULL, "备份文件的目录太大，不是本程序写成的");
	else
		*size = st.st_size;
	close(fd);
	return e;
}

/* The member's name and sizes, which must be plain: not encrypted, stored or deflated. */
static enum err look(zip_t *z, zip_uint64_t i, zip_stat_t *st, struct error *err)
{
	const zip_uint64_t need =
		ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
	if (zip_stat_index(z, i, 0, st) != 0 || (st->valid & need) != need)
		return not_ours(err);
	if (((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE) ||
		(st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE))
		return not_ours(err);
	if (st->size > (zip_uint64_t)BACKUP_DATABASE_MAX ||
		st->size / BACKUP_RATIO_MAX > st->comp_size)
		return error_set(err, ERR_LIMIT, NULL, "备份文件中有大得不合理的内容，拒绝读取");
	return OK;
}

typedef enum err piece_fn(void *ctx, const void *p, size_t n, struct error *err);

/* Hands a member's bytes on; more than it claims, or fewer, is damage. */
static enum err read_member(struct reading *r, zip_uint64_t i, const zip_stat_t *st, piece_fn *fn,
	void *ctx, struct error *err)
{
	zip_file_t *f = zip_fopen_index(r->z, i, 0);
	zip_uint64_t n = 0;
	zip_int64_t k = 0;
	enum err e = OK;
	if (!f)
		return damaged(st->name, err);
	while (!e && (k = zip_fread(f, r->piece, BACKUP_PIECE)) > 0) {
		n += (zip_uint64_t)k;
		e = n > st->size ? damaged(st->name, err) : fn(ctx, r->piece, (size_t)k, err);
		if (!e)
			e = backup_step(r->progress, k, err);
	}
	if (!e && (k < 0 || n != st->size))
		e = damaged(st->name, err);
	zip_fclose(f);
	return e;
}

static enum err to_buf(void *ctx, const void *p, size_t n, struct error *err)
{
	buf_add(ctx, p, n);
	return buf_check(ctx, err);
}

static enum err read_manifest(struct reading *r, struct error *err)
{
	zip_stat_t st;
	struct buf b;
	enum err e = look(r->z, 0, &st, err);
	if (e)
		return e;
	if (strcmp(st.name, BACKUP_MANIFEST_NAME) != 0 || st.size > BACKUP_MANIFEST_MAX)
		return not_ours(err);
	buf_init(&b, BACKUP_MANIFEST_MAX);
	int64_t done = r->progress->done;
	e = read_member(r, 0, &st, to_buf, &b, err);
	r->progress->done = done; /* the total is of what the manifest names */
	if (!e)
		e = backup_manifest_parse(buf_view(&b), &r->m, err);
	buf_done(&b);
	return e;
}

/* --- the database ----------------------------------------------------------------------------- */

struct unpack {
	const char *path;
	int fd;
	struct sm3 h;
};

static enum err to_file(void *ctx, const void *p, size_t n, struct error *err)
{
	struct unpack *u = ctx;
	const char *at = p;
	sm3_add(&u->h, p, n);
	while (n > 0) {
		ssize_t k = write(u->fd, at, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return backup_cannot(u->path, err);
		at += k;
		n -= (size_t)k;
	}
	return OK;
}

static enum err has_room(int fd, uint64_t size, struct error *err)
{
	struct statvfs v;
	if (fstatvfs(fd, &v) == 0 && (uint64_t)v.f_bavail * v.f_frsize < size + SPARE)
		return error_set(err, ERR_IO, NULL,
			"磁盘空间不够：需要 %llu MB，请腾出空间或换一个位置",
			(unsigned long long)((size + SPARE) >> 20));
	return OK;
}

static enum err unpack_database(struct reading *r, const char *path, struct error *err)
{
	zip_stat_t st;
	struct digest d;
	struct unpack u = { .path = path, .fd = -1 };
	enum err e = look(r->z, 1, &st, err);
	if (!e && strcmp(st.name, STORE_FILE) != 0)
		e = not_ours(err);
	if (!e && st.size != (zip_uint64_t)r->m.database_size)
		e = damaged(STORE_FILE, err);
	if (!e)
		e = sm3_start(&u.h, err);
	if (!e) {
		u.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
		e = u.fd < 0 ? backup_cannot(path, err) : has_room(u.fd, st.size, err);
	}
	if (!e)
		e = read_member(r, 1, &st, to_file, &u, err);
	if (!e)
		e = sm3_end(&u.h, &d, err);
	if (!e && !digest_eq(&d, &r->m.database_sm3))
		e = damaged(STORE_FILE, err);
	if (!e && fsync(u.fd) != 0)
		e = backup_cannot(path, err);
	if (u.fd >= 0)
		close(u.fd);
	sm3_done(&u.h);
	return e;
}

/* --- blobs ------------------------------------------------------------------------------------ */

struct one_blob {
	struct sm3 h;
	struct blob_writer *w;
};

static enum err to_blob(void *ctx, const void *p, size_t n, struct error *err)
{
	struct one_blob *b = ctx;
	sm3_add(&b->h, p, n);
	return b->w ? blob_add(b->w, p, n, err) : OK;
}

/* "blobs/ab/ab…" in lower case, above the one before. */
static bool blob_name(const char *name, const struct digest *last, bool first, struct digest *out)
{
	char want[NAME_SIZE];
	if (strlen(name) != sizeof "blobs/ab/" - 1 + 2 * SM3_SIZE ||
		!digest_parse(str_cstr(name + sizeof "blobs/ab/" - 1), out))
		return false;
	struct digest_text t = digest_hex(out);
	snprintf(want, sizeof want, "blobs/%.2s/%s", t.z, t.z);
	return strcmp(name, want) == 0 && (first || memcmp(out->b, last->b, SM3_SIZE) > 0);
}

static enum err read_blob(struct reading *r, zip_uint64_t i, const zip_stat_t *st,
	const struct digest *want, struct error *err)
{
	struct one_blob b = { .w = NULL };
	struct digest d, put;
	int64_t size;
	enum err e = sm3_start(&b.h, err);
	if (!e && r->sink)
		e = blob_begin(r->sink, (int64_t)st->size, &b.w, err);
	if (!e)
		e = read_member(r, i, st, to_blob, &b, err);
	if (!e)
		e = sm3_end(&b.h, &d, err);
	if (!e && !digest_eq(&d, want))
		e = damaged(st->name, err);
	if (!e && b.w) {
		e = blob_end(b.w, &put, &size, err);
		b.w = NULL;
	}
	blob_abandon(b.w);
	sm3_done(&b.h);
	return e;
}

static enum err read_blobs(struct reading *r, struct error *err)
{
	zip_int64_t n = zip_get_num_entries(r->z, 0);
	struct digest last = { { 0 } }, d, all;
	int64_t bytes = 0;
	enum err e = n - FIRST_BLOB != r->m.blobs ? damaged("附件的数目", err)
						  : sm3_start(&r->list, err);
	for (zip_int64_t i = FIRST_BLOB; !e && i < n; i++) {
		zip_stat_t st;
		char line[100];
		e = look(r->z, (zip_uint64_t)i, &st, err);
		if (!e && !blob_name(st.name, &last, i == FIRST_BLOB, &d))
			e = not_ours(err);
		if (!e)
			e = read_blob(r, (zip_uint64_t)i, &st, &d, err);
		if (e)
			break;
		last = d;
		bytes += (int64_t)st.size;
		int k = snprintf(
			line, sizeof line, "%s %lld\n", digest_hex(&d).z, (long long)st.size);
		sm3_add(&r->list, line, (size_t)k);
	}
	if (!e)
		e = sm3_end(&r->list, &all, err);
	if (!e && (bytes != r->m.blob_bytes || !digest_eq(&all, &r->m.blobs_sm3)))
		e = damaged("附件的清单", err);
	return e;
}

static enum err read_all(
	struct reading *r, const char *database, backup_ready *ready, void *ctx, struct error *err)
{
	zip_int64_t n = zip_get_num_entries(r->z, 0);
	if (n < FIRST_BLOB || n > FIRST_BLOB + BACKUP_BLOBS_MAX)
		return not_ours(err);
	enum err e = read_manifest(r, err);
	if (!e)
		e = unpack_database(r, database, err);
	if (!e && ready)
		e = ready(ctx, &r->m, &r->sink, err);
	return e ? e : read_blobs(r, err);
}

enum err backup_zip_read(const char *path, const char *database, backup_ready *ready, void *ctx,
	struct backup_progress_state *progress, struct backup_manifest *m, struct error *err)
{
	struct reading r = { .progress = progress };
	int64_t size;
	int why = 0;
	enum err e = check_end(path, &size, err);
	if (e)
		return e;
	r.piece = mem_alloc(BACKUP_PIECE);
	if (!r.piece)
		return error_nomem(err);
	r.z = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &why);
	e = r.z ? read_all(&r, database, ready, ctx, err) : not_ours(err);
	if (r.z)
		zip_discard(r.z);
	sm3_done(&r.list);
	mem_free(r.piece);
	if (!e)
		*m = r.m;
	return e;
}
