#include "desk/demo.h"

#include "desk/notice.h"
#include "desk/role.h"
#include "store/job.sql.h"
#include "store/setup.sql.h"

static const char meta_key[] = "demo", loading[] = "loading", ready[] = "ready";

enum { COST_KIB = 8192, ARENA_MAX = 64 * 1024 };

struct demo_job {
	struct arena a;
	enum demo_state state;
};

static enum err find(struct demo_job *j, struct tx *tx, struct error *err)
{
	struct meta_row meta;
	enum err e = sql_meta_by_key(
		tx, &(struct meta_by_key_in){ .key = str_cstr(meta_key) }, &j->a, &meta, err);
	j->state = e == ERR_NOT_FOUND			  ? DEMO_NONE
		   : e == OK && str_is(meta.value, ready) ? DEMO_READY
							  : DEMO_LOADING;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err find_fn(struct tx *tx, void *ctx, struct error *err)
{
	return find(ctx, tx, err);
}

static enum err mark(struct tx *tx, const char *value, const char *action, struct error *err)
{
	struct meta_set_in in = { .key = str_cstr(meta_key), .value = str_cstr(value) };
	struct actor who = actor_console();
	struct event_entry entry = { .action = str_cstr(action) };
	enum err e = sql_meta_set(tx, &in, NULL, err);
	return e != OK ? e : desk_log(tx, &who, PERM_NONE, &entry, err);
}

static enum err begin_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct demo_job *j = ctx;
	struct setup_state_row s;
	enum err e = find(j, tx, err);
	if (e == OK)
		e = sql_setup_state(tx, &j->a, &s, err);
	if (e == OK && (j->state != DEMO_NONE || s.agencies != 0 || s.people != 0))
		e = error_set(err, ERR_CONFLICT, NULL,
			"这里已经有数据，演示数据只能装进空的数据库；请换一个文件夹或者数据库");
	return e != OK ? e : mark(tx, loading, "demo.begin", err);
}

static enum err finish_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct demo_job *j = ctx;
	enum err e = find(j, tx, err);
	if (e == OK && j->state != DEMO_LOADING)
		e = error_set(err, ERR_CONFLICT, NULL, "没有正在装入的演示数据");
	/* Nobody is told today of what happened in years that nobody lived through. */
	struct job_forget_in told = { .kind = STR(NOTICE_TELL_JOB) }, mail = { .kind = STR(NOTICE_MAIL_JOB) };
	if (e == OK)
		e = sql_job_forget(tx, &told, NULL, err);
	if (e == OK)
		e = sql_job_forget(tx, &mail, NULL, err);
	return e != OK ? e : mark(tx, ready, "demo.finish", err);
}

static enum err write(const struct desk *d, store_fn *fn, struct error *err)
{
	struct demo_job j = { .state = DEMO_NONE };
	arena_init(&j.a, ARENA_MAX);
	enum err e = desk_write(d, fn, &j, err);
	arena_done(&j.a);
	return e;
}

enum err demo_find(const struct desk *d, enum demo_state *out, struct error *err)
{
	struct demo_job j = { .state = DEMO_NONE };
	arena_init(&j.a, ARENA_MAX);
	enum err e = store_read(d->store, find_fn, &j, err);
	if (e == OK)
		*out = j.state;
	arena_done(&j.a);
	return e;
}

enum err demo_begin(const struct desk *d, struct error *err)
{
	return write(d, begin_fn, err);
}

enum err demo_finish(const struct desk *d, struct error *err)
{
	return write(d, finish_fn, err);
}

void demo_rules(struct desk_rules *r)
{
	r->password.age_days = 0;
	r->second_factor_admins = false;
	r->cost = (struct password_cost){ COST_KIB, 1 };
}
