/*
 * postgres -- the backend on PostgreSQL, through libpq.
 *
 * Several hosts in one connection string; libpq takes the first that accepts
 * writes (target_session_attrs=read-write).  Parameters and results travel in
 * binary; every statement is prepared once per connection, on first use.
 * Statements whose rows somebody wants run in single-row mode, so that an export
 * of a million rows does not stand in memory.
 *
 * READ COMMITTED is enough for writes, because the store lets them pass one at a
 * time (store_lock_writes); reads see one moment (REPEATABLE READ READ ONLY).
 */
#include "store/postgres.h"

#include "core/arena.h"
#include "core/mem.h"

#include <poll.h>

enum {
	CONNECT_SECONDS = 2,
	TCP_TIMEOUT_MS = 3000, /* study/store.md 5: a dead host is noticed after this */
	PING_MS = 1000
};

/* Any two numbers of our own: pg_advisory_lock of the one who migrates. */
#define MIGRATION_LOCK "7238914, 1"

/* What the server wants to say beside its answers; nobody reads it. */
static void ignore_notice(void *ctx, const PGresult *result)
{
	(void)ctx;
	(void)result;
}

/*
 * Defaults stand before "dbname": a connection string given there may replace
 * them (libpq: later keywords win, an expanded dbname counts as later).
 */
static enum err connect_db(struct db *db, struct error *err)
{
	char connect_timeout[16], tcp_timeout[16];
	snprintf(connect_timeout, sizeof(connect_timeout), "%d", CONNECT_SECONDS);
	snprintf(tcp_timeout, sizeof(tcp_timeout), "%d", TCP_TIMEOUT_MS);
	const char *const key[] = { "connect_timeout", "tcp_user_timeout", "application_name",
		"target_session_attrs", "keepalives_idle", "dbname", "client_encoding", NULL };
	const char *const value[] = { connect_timeout, tcp_timeout, "gongkai", "read-write", "30",
		db->config->database, "UTF8", NULL };
	db->c = PQconnectdbParams(key, value, 1);
	if (!db->c)
		return error_nomem(err);
	if (PQstatus(db->c) != CONNECTION_OK)
		return pg_fail(db, NULL, err);
	PQsetNoticeReceiver(db->c, ignore_notice, NULL);
	char settings[256];
	snprintf(settings, sizeof(settings),
		"SET lock_timeout = %d; SET idle_in_transaction_session_timeout = 120000; "
		"SET TimeZone = 'UTC'; SET standard_conforming_strings = on; SET jit = off%s",
		db->config->busy_ms > 0 ? db->config->busy_ms : 5000,
		db->config->filling ? "; SET synchronous_commit = off" : "");
	return pg_command(db, settings, err);
}

static void disconnect(struct db *db)
{
	if (db->c)
		PQfinish(db->c);
	db->c = NULL;
	mem_free(db->prepared);
	db->prepared = NULL;
	db->n_prepared = 0;
}

static void pg_close(struct db *db)
{
	if (!db)
		return;
	disconnect(db);
	mem_free(db);
}

static enum err pg_open(
	const struct store_config *c, bool read_only, struct db **out, struct error *err)
{
	(void)read_only; /* each read transaction says so itself */
	struct db *db = mem_alloc(sizeof(*db));
	if (!db)
		return error_nomem(err);
	*db = (struct db){ .config = c };
	enum err e = connect_db(db, err);
	if (e == OK && PQserverVersion(db->c) < 120000) {
		e = error_set(
			err, ERR_STORE, NULL, "数据库版本太旧：需要 PostgreSQL 12 或更新的版本");
		error_detail(err, "server version %d", PQserverVersion(db->c));
	}
	if (e != OK) {
		pg_close(db);
		return e;
	}
	*out = db;
	return OK;
}

static enum err pg_reconnect(struct db *db, struct error *err)
{
	disconnect(db);
	return connect_db(db, err);
}

static enum err pg_begin(struct db *db, bool write, struct error *err)
{
	return pg_command(db,
		write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
		      : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		err);
}

/* COMMIT of a transaction that had failed answers ROLLBACK: nothing was kept. */
static enum err pg_commit(struct db *db, struct error *err)
{
	PGresult *r = db->c ? PQexec(db->c, "COMMIT") : NULL;
	enum err e = OK;
	if (!r || PQresultStatus(r) != PGRES_COMMAND_OK) {
		e = pg_fail(db, r, err);
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		db->fault = DB_FAULT_FINAL;
		e = error_set(err, ERR_STORE, NULL, "没有保存成功，请再试一次");
		error_detail(err, "COMMIT of a failed transaction");
	}
	PQclear(r);
	return e;
}

static void pg_rollback(struct db *db)
{
	if (db->c && PQstatus(db->c) == CONNECTION_OK)
		PQclear(PQexec(db->c, "ROLLBACK"));
}

static enum err pg_savepoint(struct db *db, struct error *err)
{
	return pg_command(db, "SAVEPOINT job", err);
}

static enum err pg_release(struct db *db, struct error *err)
{
	return pg_command(db, "RELEASE SAVEPOINT job", err);
}

static enum err pg_rollback_to(struct db *db, struct error *err)
{
	return pg_command(db, "ROLLBACK TO SAVEPOINT job", err);
}

static enum err pg_script(struct db *db, const char *sql, struct error *err)
{
	return pg_command(db, sql, err);
}

static enum err pg_lock(struct db *db, struct error *err)
{
	return pg_command(db, "SELECT pg_advisory_lock(" MIGRATION_LOCK ")", err);
}

static void pg_unlock(struct db *db)
{
	if (db->c && PQstatus(db->c) == CONNECTION_OK)
		PQclear(PQexec(db->c, "SELECT pg_advisory_unlock(" MIGRATION_LOCK ")"));
}

static enum db_fault pg_fault(const struct db *db)
{
	return db->fault;
}

/* Waits until libpq has the whole answer; false after ms milliseconds. */
static bool answer_within(PGconn *c, int ms)
{
	while (PQisBusy(c)) {
		struct pollfd p = { .fd = PQsocket(c), .events = POLLIN };
		if (poll(&p, 1, ms) <= 0 || !PQconsumeInput(c))
			return false;
	}
	return true;
}

/*
 * A server that does not answer in time is as good as gone: the connection is
 * given up, so that no later answer is taken for another question's.
 */
static enum err pg_ping(struct db *db, struct error *err)
{
	if (!db->c || PQsendQuery(db->c, "SELECT 1") != 1)
		return pg_fail(db, NULL, err);
	if (!answer_within(db->c, PING_MS)) {
		disconnect(db);
		return pg_fail(db, NULL, err);
	}
	enum err e = OK;
	for (PGresult *r; (r = PQgetResult(db->c)); PQclear(r))
		if (e == OK && PQresultStatus(r) != PGRES_TUPLES_OK)
			e = pg_fail(db, r, err);
	return e;
}

const struct backend backend_postgres = { .name = "postgres",
	.dialect = STMT_POSTGRES,
	.shared = true,
	.open = pg_open,
	.close = pg_close,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.savepoint = pg_savepoint,
	.release = pg_release,
	.rollback_to = pg_rollback_to,
	.run = pg_run,
	.check = pg_check,
	.script = pg_script,
	.lock = pg_lock,
	.unlock = pg_unlock,
	.fault = pg_fault,
	.reconnect = pg_reconnect,
	.ping = pg_ping };
