#include "store/backup_part.h"

#include "core/mem.h"
#include "store/blob.sql.h"
#include "store/copy.h"
#include "store/setup.sql.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef GONGKAI_VERSION
#error "GONGKAI_VERSION comes from the build"
#endif

enum { SCRATCH = 16 << 10 };

/* --- a copy of the database as one file ------------------------------------------------------- */

static enum err open_folder(const char *folder, bool read_only, const struct store *like,
	struct store **out, struct error *err)
{
	struct store_config c = { .folder = folder, .readers = 2, .read_only = read_only };
	return store_open_program(&c, like->program, out, err);
}

/* PostgreSQL: row by row out of one snapshot into a new SQLite file. */
static enum err copy_rows(struct store *s, const char *folder, struct error *err)
{
	struct store *to;
	int64_t rows;
	enum err e = open_folder(folder, false, s, &to, err);
	if (e)
		return e;
	e = store_migrate(to, NULL, err);
	if (!e)
		e = store_copy(s, to, &rows, err);
	store_close(to);
	return e;
}

static enum err copy_database(struct store *s, const char *folder, struct error *err)
{
	char path[PATH_MAX];
	struct db *db;
	enum err e = backup_path(path, err, "%s/" STORE_FILE, folder);
	if (e || !s->backend->copy_to)
		return e ? e : copy_rows(s, folder, err);
	e = pool_take(s->pool, s->config.busy_ms, &db, err);
	if (e)
		return e;
	e = s->backend->copy_to(db, path, err);
	pool_put(s->pool, db);
	if (!e && chmod(path, 0600) != 0)
		e = backup_cannot(path, err);
	return e;
}

/* --- what is in it ---------------------------------------------------------------------------- */

struct listing {
	struct backup_manifest *m;
	struct backup_blob *blob;
	size_t n, cap;
	struct sm3 h;
};

static enum err list_one(void *ctx, const struct blob_row *row, struct error *err)
{
	struct listing *l = ctx;
	char line[100];
	if (row->digest.n != SM3_SIZE || l->n == BACKUP_BLOBS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "附件太多或登记已损坏，不能备份");
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 256;
		struct backup_blob *p = mem_resize(l->blob, cap * sizeof *p);
		if (!p)
			return error_nomem(err);
		l->blob = p;
		l->cap = cap;
	}
	struct backup_blob *b = &l->blob[l->n++];
	memcpy(b->digest.b, row->digest.p, SM3_SIZE);
	b->size = row->size;
	int k = snprintf(
		line, sizeof line, "%s %lld\n", digest_hex(&b->digest).z, (long long)b->size);
	sm3_add(&l->h, line, (size_t)k);
	l->m->blobs++;
	l->m->blob_bytes += b->size;
	return OK;
}

static enum err list_all(struct tx *tx, void *ctx, struct error *err)
{
	struct listing *l = ctx;
	struct arena a;
	struct meta_row meta;
	l->n = 0;
	l->m->blobs = l->m->blob_bytes = 0;
	enum err e = sm3_start(&l->h, err);
	if (!e)
		e = event_head(tx, &l->m->head, err);
	if (!e)
		e = sql_blob_each(tx, list_one, l, err);
	if (!e)
		e = sm3_end(&l->h, &l->m->blobs_sm3, err);
	if (e)
		return e;
	arena_init(&a, SCRATCH);
	e = sql_meta_by_key(tx, &(struct meta_by_key_in){ STR("keyring.id") }, &a, &meta, err);
	if (!e && meta.value.n < sizeof l->m->keyring)
		memcpy(l->m->keyring, meta.value.p, meta.value.n);
	arena_done(&a);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err describe(struct store *s, const char *folder, struct listing *l, struct error *err)
{
	struct store *copy;
	struct backup_manifest *m = l->m;
	char path[PATH_MAX];
	for (const struct migration *g = s->program->migration; g->number; g++)
		m->schema = g->number;
	m->at = store_now(s);
	snprintf(m->engine, sizeof m->engine, "%s", s->backend->name);
	snprintf(m->program, sizeof m->program, "%s", GONGKAI_VERSION);
	enum err e = open_folder(folder, true, s, &copy, err);
	if (e)
		return e;
	e = store_read(copy, list_all, l, err);
	store_close(copy);
	if (!e)
		e = backup_path(path, err, "%s/" STORE_FILE, folder);
	return e ? e : backup_digest_file(path, &m->database_sm3, &m->database_size, err);
}

/* --- checking --------------------------------------------------------------------------------- */

enum err backup_check_database(struct store *s, const struct backup_manifest *m,
	struct backup_result *out, struct error *err)
{
	int64_t n = 0;
	enum err e = store_migrate(s, NULL, err);
	if (!e)
		e = store_check_file(s, err);
	if (!e)
		e = event_verify(s, &m->head, &n, err);
	if (!e && n != m->head.seq)
		e = error_set(err, ERR_FORMAT, NULL,
			"备份文件已损坏（日志的条数与清单不符），这份备份不能用");
	if (!e) {
		out->members = m->blobs + 2;
		out->events = n;
		out->head = m->head;
		memcpy(out->keyring, m->keyring, sizeof out->keyring);
	}
	return e;
}

/* The file at path, with `folder` for what has to be unpacked. */
static enum err check_in(const char *path, const char *folder,
	struct backup_progress_state *progress, struct backup_result *out, struct error *err)
{
	struct backup_manifest m;
	struct backup_result r = { .bytes = 0 };
	struct store *s;
	struct stat st;
	char database[PATH_MAX];
	struct store_config c = { .folder = folder, .readers = 1 };
	enum err e = backup_path(database, err, "%s/" STORE_FILE, folder);
	if (!e)
		e = backup_zip_read(path, database, NULL, NULL, progress, &m, err);
	if (e)
		return e;
	e = store_open(&c, &s, err);
	if (e)
		return e;
	e = backup_check_database(s, &m, &r, err);
	store_close(s);
	if (!e && stat(path, &st) == 0)
		r.bytes = st.st_size;
	if (!e)
		*out = r;
	return e;
}

enum err backup_check(const char *path, struct backup_result *out, struct error *err)
{
	char folder[PATH_MAX] = "";
	struct backup_progress_state progress = { .fn = NULL };
	const char *tmp = getenv("TMPDIR");
	enum err e = backup_folder_make(path, folder, err);
	/* A folder that may only be read: somewhere else then. */
	if (e == ERR_IO && access(path, R_OK) == 0) {
		char beside[PATH_MAX];
		e = backup_path(beside, err, "%s/gongkai-check", tmp && *tmp ? tmp : "/var/tmp");
		if (!e)
			e = backup_folder_make(beside, folder, err);
	}
	if (!e)
		e = check_in(path, folder, &progress, out, err);
	backup_folder_remove(folder);
	return e;
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum err write_in(struct store *s, const char *folder, const char *path,
	struct backup_progress_state *progress, struct listing *l, struct backup_result *out,
	struct error *err)
{
	char copy[PATH_MAX], database[PATH_MAX], file[PATH_MAX], check[PATH_MAX];
	enum err e = backup_path(copy, err, "%s/copy", folder);
	if (!e)
		e = backup_path(database, err, "%s/copy/" STORE_FILE, folder);
	if (!e)
		e = backup_path(file, err, "%s/backup.zip", folder);
	if (!e)
		e = backup_path(check, err, "%s/check", folder);
	if (!e)
		e = backup_make_dir(copy, err);
	if (!e)
		e = copy_database(s, copy, err);
	if (!e)
		e = describe(s, copy, l, err);
	if (e)
		return e;
	progress->total = 2 * (l->m->database_size + l->m->blob_bytes);
	e = backup_zip_write(file, l->m, database, s, l->blob, l->n, progress, err);
	/* Its room may be needed for the check. */
	backup_folder_remove(copy);
	if (!e)
		e = backup_make_dir(check, err);
	if (!e)
		e = check_in(file, check, progress, out, err);
	if (!e && rename(file, path) != 0)
		e = backup_cannot(path, err);
	return e;
}

/* The folder of path, for fsync. */
static enum err sync_parent(const char *path, struct error *err)
{
	char parent[PATH_MAX];
	enum err e = backup_path(parent, err, "%s", path);
	if (e)
		return e;
	char *slash = strrchr(parent, '/');
	if (!slash)
		return backup_sync_folder(".", err);
	slash[slash == parent] = '\0';
	return backup_sync_folder(parent, err);
}

enum err backup_write(struct store *s, const char *path, backup_progress *progress, void *ctx,
	struct backup_result *out, struct error *err)
{
	char folder[PATH_MAX] = "";
	struct backup_manifest m = { .schema = 0 };
	struct listing l = { .m = &m };
	struct backup_progress_state p = { .fn = progress, .ctx = ctx };
	enum err e = backup_folder_make(path, folder, err);
	if (!e)
		e = write_in(s, folder, path, &p, &l, out, err);
	backup_folder_remove(folder);
	sm3_done(&l.h);
	mem_free(l.blob);
	return e ? e : sync_parent(path, err);
}
