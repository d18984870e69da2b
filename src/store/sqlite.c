/*
 * The SQLite engine.  Settings and their measurements: study of the store, and
 * https://www.sqlite.org/pragma.html.  A struct db belongs to one thread at a time, so
 * SQLite's own mutexes are off (SQLITE_OPEN_NOMUTEX).
 */
#include "store/sqlite.h"

#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/*
 * synchronous=FULL: an answered write is on the disk.  The journal of 64 MiB is cut
 * back after a burst.  mmap and cache were measured (a larger map counts as memory of the process and
 * was no quicker); cell_size_check finds damage early.
 */
static const char settings[] = "PRAGMA synchronous=FULL;"
			       "PRAGMA foreign_keys=ON;"
			       "PRAGMA cache_size=-16384;"
			       "PRAGMA mmap_size=33554432;"
			       "PRAGMA trusted_schema=OFF;"
			       "PRAGMA cell_size_check=ON;"
			       "PRAGMA temp_store=MEMORY;"
			       "PRAGMA journal_size_limit=67108864;";

/* There are several that read, and the system keeps the pages of the file as well. */
static const char reading_settings[] = "PRAGMA cache_size=-8192;";
/* A place that is being filled: long transactions over all of it, nobody waits, nobody else reads. */
static const char filling_settings[] = "PRAGMA synchronous=OFF;"
				       "PRAGMA cache_size=-524288;"
				       "PRAGMA wal_autocheckpoint=16384;";

static enum err execute(struct db *db, const char *sql, struct error *err)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
	return rc ? sqlite_fail(db, rc, sql, err) : OK;
}

static enum err control(struct db *db, enum control which, struct error *err)
{
	static const char *const sql[CONTROLS] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT",
		"SAVEPOINT job", "RELEASE job", "ROLLBACK TO job" };
	sqlite3_stmt **q = &db->control[which];
	int rc = SQLITE_OK;
	if (!*q)
		rc = sqlite3_prepare_v3(db->h, sql[which], -1, SQLITE_PREPARE_PERSISTENT, q, NULL);
	if (!rc)
		rc = sqlite3_step(*q);
	enum err e = rc == SQLITE_DONE ? OK : sqlite_fail(db, rc, sql[which], err);
	sqlite3_reset(*q);
	return e;
}

static enum err query_int(struct db *db, const char *sql, int64_t *out, struct error *err)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db->h, sql, -1, &q, NULL);
	if (!rc)
		rc = sqlite3_step(q);
	enum err e = OK;
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(q, 0);
	else
		e = sqlite_fail(db, rc == SQLITE_DONE ? SQLITE_ERROR : rc, sql, err);
	sqlite3_finalize(q);
	return e;
}

/* A new file is marked as ours; a file of another program is refused before it is changed. */
static enum err check_mark(struct db *db, struct error *err)
{
	int64_t mark = 0, tables = 0;
	char sql[64];
	enum err e = query_int(db, "PRAGMA application_id", &mark, err);
	if (!e)
		e = query_int(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
	if (e || mark == SQLITE_OURS)
		return e;
	if (mark != 0 || tables != 0)
		return sqlite_refuse(db, DB_FAULT_FINAL, err,
			"%s 不是 gongkai 的数据库文件；请检查数据目录", db->path);
	if (db->read_only)
		return sqlite_refuse(
			db, DB_FAULT_FINAL, err, "%s 还是空的；请先启动一次服务", db->path);
	snprintf(sql, sizeof sql, "PRAGMA application_id=%d", SQLITE_OURS);
	return execute(db, sql, err);
}

static enum err set_wal(struct db *db, struct error *err)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db->h, "PRAGMA journal_mode=WAL", -1, &q, NULL);
	if (!rc)
		rc = sqlite3_step(q);
	enum err e = OK;
	if (rc != SQLITE_ROW)
		e = sqlite_fail(db, rc, "journal_mode", err);
	else if (!str_is(str_cstr((const char *)sqlite3_column_text(q, 0)), "wal"))
		e = sqlite_refuse(db, DB_FAULT_FINAL, err,
			"数据目录所在的文件系统不支持数据库所需的共享内存；"
			"请放在本机磁盘上，不要放在网络盘上");
	sqlite3_finalize(q);
	return e;
}

static enum err set_up(struct db *db, struct error *err)
{
	static const struct {
		int option, on;
	} option[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_timeout(db->h, db->busy_ms);
	for (size_t i = 0; i < sizeof option / sizeof option[0]; i++)
		sqlite3_db_config(db->h, option[i].option, option[i].on, (int *)NULL);
	enum err e = check_mark(db, err);
	if (!e && !db->read_only)
		e = set_wal(db, err);
	if (!e)
		e = execute(db, settings, err);
	if (!e && db->read_only)
		e = execute(db, reading_settings, err);
	return !e && db->filling ? execute(db, filling_settings, err) : e;
}

static void shut(struct db *db)
{
	sqlite_forget(db);
	for (int i = 0; i < CONTROLS; i++) {
		sqlite3_finalize(db->control[i]);
		db->control[i] = NULL;
	}
	sqlite3_close(db->h);
	db->h = NULL;
}

static enum err attach(struct db *db, struct error *err)
{
	int rc = sqlite3_open_v2(db->path, &db->h,
		SQLITE_OPEN_NOMUTEX |
			(db->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE),
		NULL);
	enum err e = rc ? sqlite_fail(db, rc, db->path, err) : set_up(db, err);
	if (e)
		shut(db);
	db->was_open = db->was_open || !e;
	return e;
}

/* The file holds personal data: it is made for the owner alone, and SQLite's -wal follows it. */
static enum err create(struct db *db, struct error *err)
{
	int fd = open(db->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		db->fault = DB_FAULT_FINAL;
		return error_set(err, ERR_IO, NULL,
			"数据库文件 %s 不可用：%s；请检查数据目录是否存在、是否可写", db->path,
			error_why(errno));
	}
	close(fd);
	return OK;
}

static void sqlite_close(struct db *db)
{
	if (!db)
		return;
	shut(db);
	mem_free(db->path);
	mem_free(db);
}

static enum err sqlite_open(
	const struct store_config *c, bool read_only, struct db **out, struct error *err)
{
	struct db *db = mem_alloc(sizeof *db);
	if (!db)
		return error_nomem(err);
	*db = (struct db){
		.read_only = read_only, .filling = c->filling, .busy_ms = c->busy_ms
	};
	size_t n = strlen(c->folder) + sizeof STORE_FILE + 1;
	db->path = mem_alloc(n);
	enum err e = OK;
	if (!db->path)
		e = error_nomem(err);
	else
		snprintf(db->path, n, "%s/" STORE_FILE, c->folder);
	if (!e && !read_only)
		e = create(db, err);
	if (!e)
		e = attach(db, err);
	if (e) {
		sqlite_close(db);
		return e;
	}
	*out = db;
	return OK;
}

/* Never creates: a vanished file must not come back empty. */
static enum err sqlite_reconnect(struct db *db, struct error *err)
{
	shut(db);
	if (access(db->path, F_OK) != 0)
		return sqlite_refuse(db, DB_FAULT_FINAL, err,
			"数据库文件 %s 不见了；请检查数据目录和磁盘，恢复后会自动继续", db->path);
	enum err e = attach(db, err);
	if (e)
		db->fault = DB_FAULT_FINAL;
	return e;
}

static enum err sqlite_begin(struct db *db, bool write, struct error *err)
{
	db->fault = DB_FAULT_NONE;
	enum err e = sqlite_check_place(db, err);
	return e ? e : control(db, write ? CONTROL_BEGIN_WRITE : CONTROL_BEGIN, err);
}

static void sqlite_rollback(struct db *db)
{
	/* After some errors SQLite has rolled back by itself. */
	if (db->h && !sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

static enum err sqlite_commit(struct db *db, struct error *err)
{
	bool wrote = sqlite3_txn_state(db->h, NULL) == SQLITE_TXN_WRITE;
	enum err e = control(db, CONTROL_COMMIT, err);
	if (e) {
		sqlite_rollback(db);
		return e;
	}
	/* A file that vanished under the transaction must not be answered with "saved". */
	e = wrote ? sqlite_check_place(db, err) : OK;
	if (e)
		db->fault = DB_FAULT_FINAL;
	return e;
}

static enum err sqlite_savepoint(struct db *db, struct error *err)
{
	return control(db, CONTROL_SAVEPOINT, err);
}

static enum err sqlite_release(struct db *db, struct error *err)
{
	return control(db, CONTROL_RELEASE, err);
}

static enum err sqlite_rollback_to(struct db *db, struct error *err)
{
	return control(db, CONTROL_ROLLBACK_TO, err);
}

static enum err sqlite_script(struct db *db, const char *sql, struct error *err)
{
	return execute(db, sql, err);
}

/* Nothing to do: the data folder is locked for the whole process (folder_lock.c). */
static enum err sqlite_lock(struct db *db, struct error *err)
{
	(void)db;
	(void)err;
	return OK;
}

static void sqlite_unlock(struct db *db)
{
	(void)db;
}

static enum db_fault sqlite_fault(const struct db *db)
{
	return db->fault;
}

static enum err sqlite_ping(struct db *db, struct error *err)
{
	int64_t one;
	enum err e = sqlite_check_place(db, err);
	return e ? e : query_int(db, "SELECT 1 FROM sqlite_schema LIMIT 1", &one, err);
}

static enum err sqlite_copy_to(struct db *db, const char *path, struct error *err)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db->h, "VACUUM INTO ?1", -1, &q, NULL);
	if (!rc)
		rc = sqlite3_bind_text(q, 1, path, -1, SQLITE_STATIC);
	if (!rc)
		rc = sqlite3_step(q);
	enum err e = OK;
	if (rc == SQLITE_FULL)
		e = error_set(err, ERR_IO, NULL, "磁盘已满，没有写成 %s；请腾出空间或换一个位置",
			path);
	else if (rc != SQLITE_DONE)
		e = sqlite_fail(db, rc, "VACUUM INTO", err);
	sqlite3_finalize(q);
	return e;
}

/* PRAGMA that answers nothing, or one line "ok", when all is well. */
static enum err check_by(struct db *db, const char *sql, struct error *err)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db->h, sql, -1, &q, NULL);
	if (!rc)
		rc = sqlite3_step(q);
	enum err e = OK;
	const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(q, 0) : NULL;
	if (said && strcmp(said, "ok") != 0) {
		e = error_set(err, ERR_FORMAT, NULL,
			"数据库文件已损坏；请停止服务，保留现场，用备份恢复");
		error_detail(err, "%s: %.150s", sql, said);
	} else if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		e = sqlite_fail(db, rc, sql, err);
	}
	sqlite3_finalize(q);
	return e;
}

static enum err sqlite_check_file(struct db *db, struct error *err)
{
	enum err e = check_by(db, "PRAGMA integrity_check(1)", err);
	return e ? e : check_by(db, "PRAGMA foreign_key_check", err);
}

const struct backend backend_sqlite = {
	.name = "sqlite",
	.dialect = STMT_SQLITE,
	.open = sqlite_open,
	.close = sqlite_close,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.savepoint = sqlite_savepoint,
	.release = sqlite_release,
	.rollback_to = sqlite_rollback_to,
	.run = sqlite_run,
	.check = sqlite_check,
	.script = sqlite_script,
	.lock = sqlite_lock,
	.unlock = sqlite_unlock,
	.fault = sqlite_fault,
	.reconnect = sqlite_reconnect,
	.ping = sqlite_ping,
	.copy_to = sqlite_copy_to,
	.check_file = sqlite_check_file,
};
