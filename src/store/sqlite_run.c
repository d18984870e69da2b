#include "store/sqlite.h"

#include "core/mem.h"

#include <limits.h>

enum { ROOM_STEP = 64 };

static enum err make_room(struct db *db, size_t index, struct error *err)
{
	if (index < db->n_prepared)
		return OK;
	size_t n = (index / ROOM_STEP + 1) * ROOM_STEP;
	sqlite3_stmt **p = mem_resize(db->prepared, n * sizeof *p);
	if (!p) {
		db->fault = DB_FAULT_FINAL;
		return error_nomem(err);
	}
	for (size_t i = db->n_prepared; i < n; i++)
		p[i] = NULL;
	db->prepared = p;
	db->n_prepared = n;
	return OK;
}

static enum err prepare(struct db *db, const struct stmt *s, sqlite3_stmt **out, struct error *err)
{
	enum err e = make_room(db, s->index, err);
	if (e)
		return e;
	if (!db->prepared[s->index]) {
		int rc = sqlite3_prepare_v3(db->h, s->text[STMT_SQLITE], -1,
			SQLITE_PREPARE_PERSISTENT, &db->prepared[s->index], NULL);
		if (rc)
			return sqlite_fail(db, rc, s->name, err);
	}
	*out = db->prepared[s->index];
	return OK;
}

void sqlite_forget(struct db *db)
{
	for (size_t i = 0; i < db->n_prepared; i++)
		sqlite3_finalize(db->prepared[i]);
	mem_free(db->prepared);
	db->prepared = NULL;
	db->n_prepared = 0;
}

static int bind(sqlite3_stmt *q, int i, const struct db_value *v)
{
	const char *p = v->s.p ? v->s.p : "";
	if (v->null)
		return sqlite3_bind_null(q, i);
	switch (v->type) {
	case STMT_I64:
		return sqlite3_bind_int64(q, i, v->i64);
	case STMT_STR:
		return sqlite3_bind_text64(q, i, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case STMT_BLOB:
		return sqlite3_bind_blob64(q, i, p, v->s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

/*
 * false: the column holds another type than declared.  sqlite3_value calls cost less than
 * sqlite3_column ones and want the connection to belong to one thread, as it does.  A text is taken
 * as bytes, too: for sqlite3_value_text SQLite would copy it to put a NUL behind.
 */
static bool column(sqlite3_stmt *q, int i, enum stmt_type want, struct db_value *v)
{
	sqlite3_value *c = sqlite3_column_value(q, i);
	int type = sqlite3_value_type(c);
	*v = (struct db_value){ .type = want, .null = type == SQLITE_NULL };
	if (v->null)
		return true;
	if (type != (want == STMT_I64 ? SQLITE_INTEGER : want == STMT_STR ? SQLITE_TEXT : SQLITE_BLOB))
		return false;
	if (want == STMT_I64) {
		v->i64 = sqlite3_value_int64(c);
		return true;
	}
	v->s.p = sqlite3_value_blob(c);
	v->s.n = (size_t)sqlite3_value_bytes(c);
	if (!v->s.p) /* an empty one */
		v->s = STR("");
	return true;
}

static enum err hand_row(struct db *db, const struct stmt *s, sqlite3_stmt *q, db_row_fn *fn,
	void *ctx, struct error *err)
{
	struct db_value v[STMT_FIELDS_MAX];
	int n = sqlite3_column_count(q);
	if (!fn)
		return OK;
	for (int i = 0; i < n && (size_t)i < s->n_out; i++)
		if (!column(q, i, s->out[i].type, &v[i])) {
			sqlite_refuse(db, DB_FAULT_FINAL, err,
				"数据库中的记录与程序不一致；请联系系统管理员");
			return error_detail(err, "%s: column %s has type %d", s->name,
				       s->out[i].name, sqlite3_column_type(q, i)),
			       ERR_STORE;
		}
	/* No memory for a text shows only here. */
	if (sqlite3_errcode(db->h) == SQLITE_NOMEM)
		return sqlite_fail(db, SQLITE_NOMEM, s->name, err);
	return fn(ctx, v, (size_t)n, err);
}

static enum err step_all(struct db *db, const struct stmt *s, sqlite3_stmt *q, db_row_fn *fn,
	void *ctx, struct error *err)
{
	int rc;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		enum err e = hand_row(db, s, q, fn, ctx, err);
		if (e)
			return e;
	}
	return rc == SQLITE_DONE ? OK : sqlite_fail(db, rc, s->name, err);
}

enum err sqlite_run(struct db *db, const struct stmt *s, const struct db_value *v, db_row_fn *fn,
	void *ctx, int64_t *changed, struct error *err)
{
	sqlite3_stmt *q = NULL;
	enum err e = prepare(db, s, &q, err);
	if (e)
		return e;
	int rc = SQLITE_OK;
	for (size_t i = 0; rc == SQLITE_OK && i < s->n_in; i++)
		rc = bind(q, (int)i + 1, &v[i]);
	e = rc ? sqlite_fail(db, rc, s->name, err) : step_all(db, s, q, fn, ctx, err);
	if (!e && changed)
		*changed = sqlite3_stmt_readonly(q) ? 0 : sqlite3_changes64(db->h);
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return e;
}

/* The declared type of a plain column; STRICT tables know no others. */
static bool type_fits(const char *declared, enum stmt_type want)
{
	if (!declared)
		return true;
	struct str d = str_cstr(declared);
	switch (want) {
	case STMT_I64:
		return str_is(d, "INTEGER") || str_is(d, "INT");
	case STMT_STR:
		return str_is(d, "TEXT");
	case STMT_BLOB:
		return str_is(d, "BLOB");
	}
	return false;
}

static enum err differs(struct db *db, const struct stmt *s, struct error *err, const char *what,
	const char *want, const char *have)
{
	db->fault = DB_FAULT_FINAL;
	error_set(
		err, ERR_BUG, NULL, "程序与数据库不一致（%s）；请使用与数据库相配的程序", s->name);
	return error_detail(err, "%s: %s: declared %s, the database has %s", s->name, what, want,
		       have ? have : "nothing"),
	       ERR_BUG;
}

enum err sqlite_check(struct db *db, const struct stmt *s, struct error *err)
{
	sqlite3_stmt *q = NULL;
	char want[16], have[16];
	enum err e = prepare(db, s, &q, err);
	if (e)
		return e;
	int n = sqlite3_column_count(q), n_in = sqlite3_bind_parameter_count(q);
	snprintf(want, sizeof want, "%zu", s->n_out);
	snprintf(have, sizeof have, "%d", n);
	/* A statement that declares no row may be one that returns some (LOCK's stand-in). */
	if (s->n_out && (size_t)n != s->n_out)
		return differs(db, s, err, "number of columns", want, have);
	snprintf(want, sizeof want, "%zu", s->n_in);
	snprintf(have, sizeof have, "%d", n_in);
	if ((size_t)n_in != s->n_in)
		return differs(db, s, err, "number of parameters", want, have);
	for (int i = 0; (size_t)i < s->n_out; i++) {
		const char *name = sqlite3_column_name(q, i);
		const char *type = sqlite3_column_decltype(q, i);
		if (!name)
			return sqlite_fail(db, SQLITE_NOMEM, s->name, err);
		if (!str_is(str_cstr(name), s->out[i].name))
			return differs(db, s, err, "name of a column", s->out[i].name, name);
		if (!type_fits(type, s->out[i].type))
			return differs(db, s, err, "type of a column", s->out[i].name, type);
	}
	return OK;
}
