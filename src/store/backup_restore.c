/*
 * Restoring.  Into a folder: everything is unpacked and verified in a folder inside the new
 * data folder, then renamed into place, the database last.  Into PostgreSQL: the database of the
 * backup is opened beside, then all rows go over in one transaction.
 */
#include "store/backup_part.h"

#include "store/copy.h"
#include "store/setup.sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct restoring {
	const struct store_config *to;
	char folder[PATH_MAX];	/* working folder with the unpacked database */
	struct store *unpacked; /* on `folder` */
	struct store *target;	/* PostgreSQL: where it goes; else NULL */
	struct backup_result result;
};

static enum err not_empty(const char *where, struct error *err)
{
	return error_set(err, ERR_CONFLICT, NULL,
		"%s 里已有数据；请换一个空的位置，或先把原来的移走", where);
}

/* Only our own lock may be there. */
static enum err folder_is_empty(const char *path, struct error *err)
{
	enum err e = OK;
	struct dirent *entry;
	DIR *d = opendir(path);
	if (!d)
		return backup_cannot(path, err);
	while (!e && (entry = readdir(d)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			strcmp(entry->d_name, "gongkai.lock") != 0 &&
			strcmp(entry->d_name, "lost+found") != 0)
			e = not_empty(path, err);
	closedir(d);
	return e;
}

static enum err look_empty(struct tx *tx, void *ctx, struct error *err)
{
	struct arena a;
	struct setup_state_row row;
	struct event_head head;
	(void)ctx;
	arena_init(&a, 1 << 16);
	enum err e = sql_setup_state(tx, &a, &row, err);
	arena_done(&a);
	if (!e)
		e = event_head(tx, &head, err);
	if (!e && (row.agencies || row.people || head.seq))
		e = not_empty("数据库", err);
	return e;
}

/* The database is unpacked: open it, check it, and say where blobs go. */
static enum err ready(
	void *ctx, const struct backup_manifest *m, struct store **sink, struct error *err)
{
	struct restoring *r = ctx;
	struct store_config c = { .folder = r->folder, .readers = 2 };
	enum err e = store_open(&c, &r->unpacked, err);
	if (!e)
		e = backup_check_database(r->unpacked, m, &r->result, err);
	if (!e)
		*sink = r->target ? r->target : r->unpacked;
	return e;
}

static enum err unpack(
	struct restoring *r, const char *path, struct backup_manifest *m, struct error *err)
{
	char database[PATH_MAX];
	struct stat st;
	struct backup_progress_state progress = { .fn = NULL };
	enum err e = backup_path(database, err, "%s/" STORE_FILE, r->folder);
	if (!e)
		e = backup_zip_read(path, database, ready, r, &progress, m, err);
	if (!e && stat(path, &st) == 0)
		r->result.bytes = st.st_size;
	return e;
}

static enum err move(const struct restoring *r, const char *name, struct error *err)
{
	char from[PATH_MAX], to[PATH_MAX];
	enum err e = backup_path(from, err, "%s/%s", r->folder, name);
	if (!e)
		e = backup_path(to, err, "%s/%s", r->to->folder, name);
	if (!e && rename(from, to) != 0 && errno != ENOENT)
		e = backup_cannot(to, err);
	return e;
}

static enum err into_folder(struct restoring *r, const char *path, struct error *err)
{
	struct backup_manifest m;
	char beside[PATH_MAX];
	enum err e = folder_is_empty(r->to->folder, err);
	if (!e)
		e = backup_path(beside, err, "%s/restore", r->to->folder);
	if (!e)
		e = backup_folder_make(beside, r->folder, err);
	if (!e)
		e = unpack(r, path, &m, err);
	if (!e)
		e = blob_verify(r->unpacked, NULL, err);
	/* Closed before it moves: SQLite then leaves nothing beside the file. */
	store_close(r->unpacked);
	r->unpacked = NULL;
	if (!e)
		e = move(r, "blobs", err);
	if (!e)
		e = move(r, STORE_FILE, err);
	return e ? e : backup_sync_folder(r->to->folder, err);
}

static enum err restore_folder(struct restoring *r, const char *path, struct error *err)
{
	int lock = -1;
	bool made = mkdir(r->to->folder, 0700) == 0;
	if (!made && errno != EEXIST)
		return backup_cannot(r->to->folder, err);
	enum err e = folder_lock(r->to->folder, &lock, err);
	if (!e)
		e = into_folder(r, path, err);
	backup_folder_remove(r->folder);
	if (lock >= 0 && e) {
		char name[PATH_MAX];
		struct error ignored;
		if (!backup_path(name, &ignored, "%s/gongkai.lock", r->to->folder) && made)
			unlink(name);
	}
	folder_unlock(lock);
	if (e && made)
		rmdir(r->to->folder);
	return e;
}

static enum err into_database(struct restoring *r, const char *path, struct error *err)
{
	struct backup_manifest m;
	char beside[PATH_MAX];
	int64_t rows;
	const char *tmp = getenv("TMPDIR");
	enum err e = store_open(r->to, &r->target, err);
	if (!e)
		e = store_migrate(r->target, NULL, err);
	if (!e)
		e = store_read(r->target, look_empty, NULL, err);
	if (!e)
		e = backup_path(beside, err, "%s/gongkai-restore", tmp && *tmp ? tmp : "/var/tmp");
	if (!e)
		e = backup_folder_make(beside, r->folder, err);
	if (!e)
		e = unpack(r, path, &m, err);
	if (!e)
		e = store_copy(r->unpacked, r->target, &rows, err);
	if (!e)
		e = event_verify(r->target, &m.head, NULL, err);
	return e ? e : blob_verify(r->target, NULL, err);
}

enum err backup_restore(const char *path, const struct store_config *to, struct backup_result *out,
	struct error *err)
{
	struct restoring r = { .to = to };
	enum err e = to->database ? into_database(&r, path, err) : restore_folder(&r, path, err);
	store_close(r.unpacked);
	store_close(r.target);
	backup_folder_remove(to->database ? r.folder : "");
	if (!e)
		*out = r.result;
	return e;
}
