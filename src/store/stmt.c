#include "store/internal.h"

#include <stdalign.h>

enum { ROW_MAX = STMT_FIELDS_MAX * sizeof(struct opt_i64) };

/* A member of a generated struct as a value for the engine. */
static struct db_value load(const struct stmt_column *c, const void *from)
{
	const char *at = (const char *)from + c->offset;
	struct db_value v = { .type = c->type };
	if (c->type != STMT_I64) {
		memcpy(&v.s, at, sizeof v.s);
		v.null = c->nullable && !v.s.p;
	} else if (c->is_id) {
		memcpy(&v.i64, at, sizeof v.i64);
		v.null = c->nullable && v.i64 == 0;
	} else if (c->nullable) {
		struct opt_i64 o;
		memcpy(&o, at, sizeof o);
		v.null = !o.has;
		v.i64 = o.has ? o.v : 0;
	} else {
		memcpy(&v.i64, at, sizeof v.i64);
	}
	return v;
}

/* The reverse.  a: copies texts; NULL: they stay borrowed. */
static enum err keep(const struct stmt *s, const struct stmt_column *c, const struct db_value *v,
	struct arena *a, void *to, struct error *err)
{
	char *at = (char *)to + c->offset;
	if (v->null && !c->nullable) {
		error_set(err, ERR_STORE, NULL, "数据库中的记录不完整；请联系系统管理员");
		return error_detail(err, "%s: column %s is NULL", s->name, c->name), ERR_STORE;
	}
	if (c->type != STMT_I64) {
		struct str text = { NULL, 0 };
		if (!v->null && a) {
			char *copy = arena_alloc(a, v->s.n + 1);
			if (!copy)
				return arena_check(a, err);
			if (v->s.n)
				memcpy(copy, v->s.p, v->s.n);
			text = (struct str){ copy, v->s.n };
		} else if (!v->null) {
			text = (struct str){ v->s.p ? v->s.p : "", v->s.n };
		}
		memcpy(at, &text, sizeof text);
	} else if (c->nullable && !c->is_id) {
		struct opt_i64 o = { .has = !v->null, .v = v->null ? 0 : v->i64 };
		memcpy(at, &o, sizeof o);
	} else {
		int64_t n = v->null ? 0 : v->i64;
		memcpy(at, &n, sizeof n);
	}
	return OK;
}

static enum err keep_row(const struct stmt *s, const struct db_value *column, size_t n,
	struct arena *a, void *row, struct error *err)
{
	if (n != s->n_out) {
		error_set(err, ERR_BUG, NULL, "程序与数据库不一致；请联系系统管理员");
		return error_detail(err, "%s: %zu columns, declared %zu", s->name, n, s->n_out),
		       ERR_BUG;
	}
	for (size_t i = 0; i < n; i++) {
		enum err e = keep(s, &s->out[i], &column[i], a, row, err);
		if (e)
			return e;
	}
	return OK;
}

/* Runs s; *stopped tells that fn, not the engine, ended it. */
static enum err run(struct tx *tx, const struct stmt *s, const void *in, db_row_fn *fn, void *ctx,
	const bool *stopped, int64_t *changed, struct error *err)
{
	struct db_value v[STMT_FIELDS_MAX];
	if (tx->failed) {
		error_set(err, ERR_BUG, NULL, "程序错误：失败之后又使用了事务");
		return error_detail(err, "%s after a failed statement", s->name), ERR_BUG;
	}
	for (size_t i = 0; i < s->n_in; i++)
		v[i] = load(&s->in[i], in);
	enum err e = tx->store->backend->run(tx->db, s, v, fn, ctx, changed, err);
	if (e && !*stopped)
		tx->failed = true;
	return e;
}

enum err stmt_run(
	struct tx *tx, const struct stmt *s, const void *in, int64_t *n_changed, struct error *err)
{
	bool stopped = false;
	int64_t n = 0;
	if (tx->reading) {
		error_set(err, ERR_BUG, NULL, "程序错误，操作没有保存");
		return error_detail(err, "%s inside store_read", s->name), ERR_BUG;
	}
	enum err e = run(tx, s, in, NULL, NULL, &stopped, &n, err);
	if (!e && n_changed)
		*n_changed = n;
	return e;
}

struct one {
	const struct stmt *s;
	struct arena *a;
	alignas(max_align_t) char row[ROW_MAX];
	int n;
	bool stopped;
};

static enum err one_row(void *ctx, const struct db_value *column, size_t n, struct error *err)
{
	struct one *o = ctx;
	enum err e;
	if (o->n++ == 0) {
		e = keep_row(o->s, column, n, o->a, o->row, err);
	} else {
		error_set(err, ERR_BUG, NULL, "程序错误：只应有一条记录");
		e = (error_detail(err, "%s: more than one row", o->s->name), ERR_BUG);
	}
	o->stopped = e != OK;
	return e;
}

enum err stmt_one(struct tx *tx, const struct stmt *s, const void *in, struct arena *a, void *row,
	struct error *err)
{
	struct one o = { .s = s, .a = a };
	enum err e = run(tx, s, in, one_row, &o, &o.stopped, NULL, err);
	if (e)
		return e;
	if (o.n == 0) {
		error_set(err, ERR_NOT_FOUND, NULL, "没有找到，可能已被删除或移走");
		return error_detail(err, "%s: no row", s->name), ERR_NOT_FOUND;
	}
	memcpy(row, o.row, s->row_size);
	return OK;
}

struct all {
	const struct stmt *s;
	struct arena *a;
	char *rows;
	size_t n, cap;
	bool stopped;
};

static enum err all_row(void *ctx, const struct db_value *column, size_t n, struct error *err)
{
	struct all *l = ctx;
	enum err e;
	if (l->n == STORE_ROWS_MAX) {
		error_set(
			err, ERR_LIMIT, NULL, "结果太多（超过 %d 条），请缩小范围", STORE_ROWS_MAX);
		e = (error_detail(err, "%s", l->s->name), ERR_LIMIT);
	} else {
		char *rows = arena_grow(l->a, l->rows, l->n, l->n + 1, &l->cap, l->s->row_size);
		if (rows)
			l->rows = rows;
		e = !rows ? arena_check(l->a, err)
			  : keep_row(l->s, column, n, l->a, rows + l->n * l->s->row_size, err);
		l->n += e == OK;
	}
	l->stopped = e != OK;
	return e;
}

enum err stmt_all(struct tx *tx, const struct stmt *s, const void *in, struct arena *a, void **rows,
	size_t *n, struct error *err)
{
	struct all l = { .s = s, .a = a };
	enum err e = run(tx, s, in, all_row, &l, &l.stopped, NULL, err);
	if (!e) {
		*rows = l.rows;
		*n = l.n;
	}
	return e;
}

struct each {
	const struct stmt *s;
	stmt_row_fn *fn;
	void *ctx;
	bool stopped;
};

static enum err each_row(void *ctx, const struct db_value *column, size_t n, struct error *err)
{
	struct each *c = ctx;
	alignas(max_align_t) char row[ROW_MAX];
	enum err e = keep_row(c->s, column, n, NULL, row, err);
	if (!e)
		e = c->fn(c->ctx, row, err);
	c->stopped = e != OK;
	return e;
}

enum err stmt_each(struct tx *tx, const struct stmt *s, const void *in, stmt_row_fn *fn, void *ctx,
	struct error *err)
{
	struct each c = { .s = s, .fn = fn, .ctx = ctx };
	return run(tx, s, in, each_row, &c, &c.stopped, NULL, err);
}
