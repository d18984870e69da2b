/*
 * postgres_stmt -- one prepared statement: bind, run, hand out rows; and the
 * check of its columns.  Values travel in PostgreSQL's binary form: integers big
 * end first, text and bytea as they are.
 */
#include "store/postgres.h"

#include "core/mem.h"

#include <endian.h>

/* pg_type.h: stable since the beginning of PostgreSQL. */
enum {
	TYPE_BOOL = 16,
	TYPE_BYTEA = 17,
	TYPE_NAME = 19,
	TYPE_INT8 = 20,
	TYPE_INT2 = 21,
	TYPE_INT4 = 23,
	TYPE_TEXT = 25,
	TYPE_UNKNOWN = 705,
	TYPE_BPCHAR = 1042,
	TYPE_VARCHAR = 1043
};

enum { NAME_MAX_BYTES = 24 };

static void name_of(const struct stmt *s, char name[NAME_MAX_BYTES])
{
	snprintf(name, NAME_MAX_BYTES, "s%zu", s->index);
}

/* Room to remember that statement `index` is prepared. */
static enum err remember(struct db *db, size_t index, struct error *err)
{
	if (index < db->n_prepared)
		return OK;
	size_t n = index + 64;
	bool *p = mem_resize(db->prepared, n * sizeof(*p));
	if (!p)
		return error_nomem(err);
	memset(p + db->n_prepared, 0, (n - db->n_prepared) * sizeof(*p));
	db->prepared = p;
	db->n_prepared = n;
	return OK;
}

static enum err prepare(struct db *db, const struct stmt *s, struct error *err)
{
	if (!db->c)
		return pg_fail(db, NULL, err);
	enum err e = remember(db, s->index, err);
	if (e != OK || db->prepared[s->index])
		return e;
	char name[NAME_MAX_BYTES];
	name_of(s, name);
	PGresult *r = PQprepare(db->c, name, s->text[STMT_POSTGRES], 0, NULL);
	if (PQresultStatus(r) == PGRES_COMMAND_OK)
		db->prepared[s->index] = true;
	else
		e = pg_fail(db, r, err);
	PQclear(r);
	return e;
}

/* A column's integer of any width; bool is 0 or 1. */
static bool integer_of(Oid type, const char *p, int64_t *out)
{
	uint16_t two;
	uint32_t four;
	uint64_t eight;
	switch (type) {
	case TYPE_BOOL:
		*out = *p != 0;
		return true;
	case TYPE_INT2:
		memcpy(&two, p, sizeof(two));
		*out = (int16_t)be16toh(two);
		return true;
	case TYPE_INT4:
		memcpy(&four, p, sizeof(four));
		*out = (int32_t)be32toh(four);
		return true;
	case TYPE_INT8:
		memcpy(&eight, p, sizeof(eight));
		*out = (int64_t)be64toh(eight);
		return true;
	default:
		return false;
	}
}

static bool type_fits(enum stmt_type want, Oid have)
{
	switch (want) {
	case STMT_I64:
		return have == TYPE_INT8 || have == TYPE_INT4 || have == TYPE_INT2 ||
		       have == TYPE_BOOL;
	case STMT_STR:
		return have == TYPE_TEXT || have == TYPE_VARCHAR || have == TYPE_BPCHAR ||
		       have == TYPE_NAME || have == TYPE_UNKNOWN;
	case STMT_BLOB:
		return have == TYPE_BYTEA;
	}
	return false;
}

static enum err wrong_column(struct db *db, const struct stmt *s, size_t i, struct error *err)
{
	db->fault = DB_FAULT_FINAL;
	enum err e = error_set(err, ERR_BUG, NULL, "程序与数据库不一致，请联系维护人员");
	error_detail(err, "statement %s, column %zu (%s) is not what was declared", s->name, i + 1,
		i < s->n_out ? s->out[i].name : "none");
	return e;
}

static enum err hand_row(struct db *db, const struct stmt *s, const PGresult *r, int row,
	db_row_fn *fn, void *ctx, struct error *err)
{
	struct db_value v[STMT_FIELDS_MAX];
	for (size_t i = 0; i < s->n_out; i++) {
		int col = (int)i;
		v[i] = (struct db_value){ .type = s->out[i].type,
			.null = PQgetisnull(r, row, col) };
		if (v[i].null)
			continue;
		v[i].s = (struct str){ PQgetvalue(r, row, col), (size_t)PQgetlength(r, row, col) };
		if (v[i].type == STMT_I64 && !integer_of(PQftype(r, col), v[i].s.p, &v[i].i64))
			return wrong_column(db, s, i, err);
	}
	return fn(ctx, v, s->n_out, err);
}

/* Sends the parameters; the answer comes by PQgetResult. */
static enum err send_query(
	struct db *db, const struct stmt *s, const struct db_value *v, struct error *err)
{
	const char *value[STMT_FIELDS_MAX];
	int length[STMT_FIELDS_MAX], format[STMT_FIELDS_MAX];
	uint64_t number[STMT_FIELDS_MAX];
	for (size_t i = 0; i < s->n_in; i++) {
		format[i] = 1;
		if (v[i].null) {
			value[i] = NULL;
			length[i] = 0;
		} else if (v[i].type == STMT_I64) {
			number[i] = htobe64((uint64_t)v[i].i64);
			value[i] = (const char *)&number[i];
			length[i] = (int)sizeof(number[i]);
		} else {
			value[i] = v[i].s.p ? v[i].s.p : "";
			length[i] = (int)v[i].s.n;
		}
	}
	char name[NAME_MAX_BYTES];
	name_of(s, name);
	if (PQsendQueryPrepared(db->c, name, (int)s->n_in, value, length, format, 1) != 1)
		return pg_fail(db, NULL, err);
	return OK;
}

/* Ends a statement whose remaining rows nobody wants. */
static void cancel(struct db *db)
{
	char why[256];
	PGcancel *c = PQgetCancel(db->c);
	if (c)
		PQcancel(c, why, (int)sizeof(why));
	PQfreeCancel(c);
}

enum err pg_run(struct db *db, const struct stmt *s, const struct db_value *v, db_row_fn *fn,
	void *ctx, int64_t *changed, struct error *err)
{
	/* One statement at a time on a connection: a row's function must not start another. */
	if (db->running || s->n_in > STMT_FIELDS_MAX || s->n_out > STMT_FIELDS_MAX)
		return error_set(err, ERR_BUG, NULL, "程序出错，请联系维护人员");
	enum err e = prepare(db, s, err);
	if (e == OK)
		e = send_query(db, s, v, err);
	if (e != OK)
		return e;
	if (fn)
		PQsetSingleRowMode(db->c);
	db->running = true;
	bool cancelled = false;
	for (PGresult *r; (r = PQgetResult(db->c)); PQclear(r)) {
		ExecStatusType status = PQresultStatus(r);
		bool rows = status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK;
		if (e != OK)
			continue; /* the rest of an answer that is no longer wanted */
		if (!rows && status != PGRES_COMMAND_OK) {
			e = pg_fail(db, r, err);
			continue;
		}
		for (int i = 0; fn && e == OK && i < PQntuples(r); i++)
			e = hand_row(db, s, r, i, fn, ctx, err);
		if (e != OK && !cancelled) {
			cancelled = true;
			cancel(db);
		}
		if (changed && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)) {
			int64_t n = 0;
			for (const char *p = PQcmdTuples(r); *p >= '0' && *p <= '9'; p++)
				n = n * 10 + (*p - '0');
			*changed = n;
		}
	}
	db->running = false;
	if (e == OK && PQstatus(db->c) != CONNECTION_OK)
		e = pg_fail(db, NULL, err);
	return e;
}

enum err pg_check(struct db *db, const struct stmt *s, struct error *err)
{
	enum err e = prepare(db, s, err);
	if (e != OK) {
		error_detail(err, "statement %s cannot be prepared: %.150s", s->name,
			db->c ? PQerrorMessage(db->c) : "not connected");
		return e;
	}
	char name[NAME_MAX_BYTES];
	name_of(s, name);
	PGresult *r = PQdescribePrepared(db->c, name);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		e = pg_fail(db, r, err);
	} else if (s->n_out > 0 && PQnfields(r) != (int)s->n_out) {
		e = wrong_column(db, s, s->n_out, err);
	} else {
		for (size_t i = 0; e == OK && i < s->n_out; i++)
			if (strcmp(PQfname(r, (int)i), s->out[i].name) != 0 ||
				!type_fits(s->out[i].type, PQftype(r, (int)i)))
				e = wrong_column(db, s, i, err);
	}
	PQclear(r);
	return e;
}
