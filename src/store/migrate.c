#include "store/internal.h"

#include "store/store.sql.h"

#include "core/crypto.h"

enum { SCRATCH = 1 << 20 };

/* Of the text for the engine in use: an engine's own section may be put right alone. */
static enum err checksum(const struct store *s, const struct migration *m, struct digest_text *out,
	struct error *err)
{
	struct digest d;
	enum err e = sm3_of(str_cstr(m->text[s->backend->dialect]), &d, err);
	if (!e)
		*out = digest_hex(&d);
	return e;
}

static enum err check_version(const struct store *s, const struct store_version_row *row,
	const struct migration *m, struct error *err)
{
	struct digest_text sum;
	if (m->number == 0)
		return error_set(err, ERR_CONFLICT, NULL,
			"数据库由更新的程序写成（第 %lld 版 %.*s），本程序只认识到第 %d 版；"
			"请使用新版本的程序",
			(long long)row->number, STR_ARG(row->name),
			m == s->program->migration ? 0 : m[-1].number);
	enum err e = checksum(s, m, &sum, err);
	if (e)
		return e;
	if (row->number != m->number || !str_is(row->checksum, sum.z)) {
		error_set(err, ERR_CONFLICT, NULL,
			"数据库的第 %lld 步升级（%.*s）与本程序的不同；请确认程序来自同一发行渠道",
			(long long)row->number, STR_ARG(row->name));
		return error_detail(err, "checksum %.*s, ours %s", STR_ARG(row->checksum), sum.z),
		       ERR_CONFLICT;
	}
	return OK;
}

static enum err check_versions(struct tx *tx, struct arena *a, int *applied, struct error *err)
{
	struct store *s = tx->store;
	struct store_version_row *row;
	size_t n;
	const struct migration *m = s->program->migration;
	enum err e = sql_store_versions(tx, a, &row, &n, err);
	for (size_t i = 0; !e && i < n; i++)
		e = check_version(s, &row[i], &m[i], err);
	if (!e)
		*applied = (int)n;
	return e;
}

/* Inside an open transaction. */
static enum err check_inside(struct tx *tx, int *applied, struct error *err)
{
	struct arena a;
	struct store_tables_row t;
	arena_init(&a, SCRATCH);
	enum err e = sql_store_tables(tx, &a, &t, err);
	if (!e && t.ours > 0)
		e = check_versions(tx, &a, applied, err);
	else if (!e && t.others > 0)
		e = error_set(err, ERR_STORE, NULL,
			"这不是 gongkai 的数据库（其中已有别的表）；请检查数据目录或连接参数");
	else if (!e)
		*applied = 0;
	arena_done(&a);
	return e;
}

enum err migrate_check(struct store *s, struct db *db, int *applied, struct error *err)
{
	struct tx tx = { .store = s, .db = db, .now = store_now(s) };
	int n = 0;
	enum err e = s->backend->begin(db, false, err);
	if (e)
		return e;
	e = check_inside(&tx, &n, err);
	if (e)
		s->backend->rollback(db);
	else
		e = s->backend->commit(db, err);
	if (!e)
		*applied = n;
	return e;
}

static enum err apply(struct store *s, struct db *db, const struct migration *m, struct error *err)
{
	const struct backend *b = s->backend;
	struct tx tx = { .store = s, .db = db, .now = store_now(s) };
	struct digest_text sum;
	enum err e = checksum(s, m, &sum, err);
	if (!e)
		e = b->begin(db, true, err);
	if (e)
		return e;
	e = b->script(db, m->text[b->dialect], err);
	if (!e) {
		struct store_version_add_in in = { m->number, str_cstr(m->name), str_cstr(sum.z),
			tx.now };
		e = sql_store_version_add(&tx, &in, NULL, err);
	}
	if (e) {
		b->rollback(db);
		return e;
	}
	return b->commit(db, err);
}

/* Prepares every statement, so that a moved column stops the start and not a user. */
static enum err check_statements(struct store *s, struct db *db, struct error *err)
{
	const struct backend *b = s->backend;
	enum err e = b->begin(db, false, err);
	if (e)
		return e;
	for (const struct stmt *const *p = s->program->stmt; !e && *p; p++)
		e = b->check(db, *p, err);
	b->rollback(db);
	return e;
}

static enum err migrate_locked(struct store *s, struct db *db, int *applied, struct error *err)
{
	const struct migration *m = s->program->migration;
	int have = 0, done = 0;
	enum err e = migrate_check(s, db, &have, err);
	for (m += have; !e && m->number; m++, done++)
		e = apply(s, db, m, err);
	if (!e)
		e = check_statements(s, db, err);
	if (!e)
		*applied = done;
	return e;
}

enum err store_migrate(struct store *s, int *applied, struct error *err)
{
	const struct backend *b = s->backend;
	struct db *db;
	int n = 0;
	if (s->config.read_only)
		return error_set(err, ERR_DENIED, NULL, "数据库以只读方式打开，不能升级");
	enum err e = b->open(&s->config, false, &db, err);
	if (e)
		return e;
	e = b->lock(db, err);
	if (!e) {
		e = migrate_locked(s, db, &n, err);
		b->unlock(db);
	}
	b->close(db);
	if (!e && applied)
		*applied = n;
	return e;
}
