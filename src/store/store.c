#include "store/internal.h"

#include "core/mem.h"
#include "store/event.sql.h"
#include "store/store.sql.h"

#include <fcntl.h>
#include <unistd.h>

enum { BUSY_MS = 5000, READERS_MAX = 256, PING_MS = 1000, SCRATCH = 16 << 10 };

static int64_t system_ms(void *ctx)
{
	struct timespec t;
	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t store_now(const struct store *s)
{
	return s->config.clock_ms(s->config.clock_ctx);
}

int64_t store_ticks(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void store_sleep(int ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };
	nanosleep(&t, NULL);
}

/* A copy that lives as long as the store; NULL stays NULL. */
static bool copy_text(const char **z)
{
	if (!*z)
		return true;
	size_t n = strlen(*z) + 1;
	char *copy = mem_alloc(n);
	if (copy)
		memcpy(copy, *z, n);
	*z = copy;
	return copy != NULL;
}

static enum err fill_config(struct store *s, struct error *err)
{
	struct store_config *c = &s->config;
	const char *folder = c->folder, *database = c->database;
	c->folder = c->database = NULL;
	if (!folder && !database)
		return error_set(err, ERR_INVALID, NULL, "请指定数据目录或数据库连接参数");
	if (c->node < 0 || c->node > STORE_NODE_MAX)
		return error_set(
			err, ERR_INVALID, NULL, "节点编号应在 0 到 %d 之间", STORE_NODE_MAX);
	if (c->readers <= 0) {
		long n = sysconf(_SC_NPROCESSORS_ONLN);
		c->readers = n < 1 ? 2 : n > READERS_MAX - 1 ? READERS_MAX : (int)n + 1;
	}
	if (c->readers > READERS_MAX)
		c->readers = READERS_MAX;
	if (c->busy_ms <= 0)
		c->busy_ms = BUSY_MS;
	if (!c->clock_ms)
		c->clock_ms = system_ms;
	/* Set one by one: store_close frees what is there. */
	if (!copy_text(&folder))
		return error_nomem(err);
	c->folder = folder;
	if (!copy_text(&database))
		return error_nomem(err);
	c->database = database;
	return OK;
}

static const struct backend *choose(const struct store_config *c)
{
	return c->database ? &backend_postgres : &backend_sqlite;
}

/* Ids must grow over a restart even when the clock was set back in between. */
static enum err seed_ids(struct tx *tx, struct error *err)
{
	struct arena a;
	struct event_head_row head;
	arena_init(&a, SCRATCH);
	enum err e = sql_event_head_read(tx, &a, &head, err);
	if (!e)
		new_id_seed(&tx->store->last_id, head.at);
	arena_done(&a);
	return e;
}

static enum err look_at(struct store *s, struct db *db, struct error *err)
{
	int applied = 0;
	enum err e = migrate_check(s, db, &applied, err);
	if (e || applied == 0)
		return e;
	struct tx tx = { .store = s, .db = db, .now = store_now(s) };
	e = s->backend->begin(db, false, err);
	if (!e) {
		e = seed_ids(&tx, err);
		s->backend->rollback(db);
	}
	return e;
}

/* The first connection, which also finds out whether this is our database. */
static enum err open_first(struct store *s, struct error *err)
{
	struct db *db;
	enum err e = s->backend->open(&s->config, s->config.read_only, &db, err);
	if (e)
		return e;
	e = look_at(s, db, err);
	if (e || s->config.read_only) {
		s->backend->close(db);
		return e;
	}
	return s->config.filling ? fill_new(s, db, &s->fill, err)
				 : writer_new(s, db, &s->writer, err);
}

static enum err open_all(struct store *s, struct error *err)
{
	enum err e = fill_config(s, err);
	if (e)
		return e;
	s->backend = choose(&s->config);
	if (!s->backend->shared && !s->config.read_only)
		e = folder_lock(s->config.folder, &s->folder_lock, err);
	if (!e)
		e = pool_new(s, s->config.readers, &s->pool, err);
	return e ? e : open_first(s, err);
}

enum err store_open_program(const struct store_config *c, const struct store_program *p,
	struct store **out, struct error *err)
{
	struct store *s = mem_alloc(sizeof *s);
	if (!s)
		return error_nomem(err);
	*s = (struct store){ .config = *c, .program = p, .folder_lock = -1 };
	enum err e = open_all(s, err);
	if (e) {
		store_close(s);
		return e;
	}
	*out = s;
	return OK;
}

enum err store_open(const struct store_config *c, struct store **out, struct error *err)
{
	return store_open_program(c, &store_program, out, err);
}

/* What was written without waiting is on the disk. */
static void flush(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	syncfs(fd);
	close(fd);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	fill_free(s->fill);
	writer_free(s->writer);
	pool_free(s->pool);
	if (s->config.filling && s->config.folder)
		flush(s->config.folder);
	folder_unlock(s->folder_lock);
	mem_free((void *)s->config.folder);
	mem_free((void *)s->config.database);
	mem_free(s);
}

/* One attempt; *engine tells that the engine failed and may be asked why. */
static enum err read_once(
	struct store *s, struct db *db, store_fn *fn, void *ctx, bool *engine, struct error *err)
{
	struct tx tx = { .store = s, .db = db, .now = store_now(s), .reading = true };
	*engine = true;
	enum err e = s->backend->begin(db, false, err);
	if (e)
		return e;
	e = fn(&tx, ctx, err);
	if (!e && tx.failed) {
		e = error_set(err, ERR_BUG, NULL, "程序错误，读取没有完成");
		error_detail(err, "a failed statement was not reported");
	}
	if (!e)
		return s->backend->commit(db, err);
	*engine = tx.failed;
	s->backend->rollback(db);
	return e;
}

static enum err read_within(
	struct store *s, int wait_ms, store_fn *fn, void *ctx, struct error *err)
{
	struct db *db;
	bool engine;
	int64_t until = store_ticks() + wait_ms;
	enum err e = pool_take(s->pool, wait_ms, &db, err);
	if (!e) {
		for (int i = 0;; i++) {
			e = read_once(s, db, fn, ctx, &engine, err);
			if (!e || !engine || !store_again(s, db, until, i, &e, err))
				break;
		}
		pool_put(s->pool, db);
	}
	if (!e)
		store_mark_up(s);
	atomic_fetch_add(&s->reads, 1);
	if (e == ERR_STORE || e == ERR_IO)
		atomic_fetch_add(&s->failures, 1);
	return e;
}

enum err store_read(struct store *s, store_fn *fn, void *ctx, struct error *err)
{
	if (s->fill)
		return fill_read(s->fill, fn, ctx, err);
	return read_within(s, s->config.busy_ms, fn, ctx, err);
}

/* Runs the job on this engine and tells the caller. */
static enum err write_job(struct store *s, struct job *j, struct error *err)
{
	if (s->config.read_only)
		return error_set(err, ERR_DENIED, NULL, "数据库以只读方式打开，不能修改");
	if (s->writer && writer_is_self(s->writer)) {
		/* It would wait for itself for ever. */
		error_set(err, ERR_BUG, NULL, "程序错误，操作没有保存");
		return error_detail(err, "store_write inside a write"), ERR_BUG;
	}
	if (s->fill)
		j->result = fill_write(s->fill, j);
	else
		writer_run(s->writer, j);
	atomic_fetch_add(&s->writes, 1);
	if (j->result == ERR_STORE || j->result == ERR_IO)
		atomic_fetch_add(&s->failures, 1);
	if (j->result && err) {
		*err = j->error;
		err->code = j->result;
	}
	return j->result;
}

enum err store_write(struct store *s, store_fn *fn, void *ctx, struct error *err)
{
	struct job j = { .fn = fn, .ctx = ctx };
	return write_job(s, &j, err);
}

enum err store_flush(struct store *s, struct error *err)
{
	return s->fill ? fill_commit(s->fill, err) : OK;
}

static bool key_is_valid(struct str key)
{
	if (key.n < 1 || key.n > STORE_KEY_MAX)
		return false;
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			    c == '_' || c == '-'))
			return false;
	}
	return true;
}

enum err store_write_once(struct store *s, struct str key, store_fn *fn, void *ctx, struct arena *a,
	struct str *result, bool *replayed, struct error *err)
{
	struct job j = { .fn = fn, .ctx = ctx, .key = key };
	if (!key_is_valid(key))
		return error_set(
			err, ERR_INVALID, NULL, "表单的防重复标识不对，请重新打开页面再提交");
	enum err e = write_job(s, &j, err);
	if (e)
		return e;
	struct str copy = arena_str(a, (struct str){ j.kept, j.kept_n });
	e = arena_check(a, err);
	if (!e) {
		*result = copy;
		*replayed = j.replayed;
	}
	return e;
}

enum err tx_result(struct tx *tx, struct str result, struct error *err)
{
	if (!tx->job || tx->job->key.n == 0 || result.n > STORE_RESULT_MAX) {
		error_set(err, ERR_BUG, NULL, "程序错误，操作没有保存");
		return error_detail(err, "tx_result: %zu bytes, or no key", result.n), ERR_BUG;
	}
	if (result.n)
		memcpy(tx->job->kept, result.p, result.n);
	tx->job->kept_n = result.n;
	return OK;
}

int64_t tx_now(const struct tx *tx)
{
	return tx->now;
}

int64_t tx_new_id(struct tx *tx)
{
	return new_id_next(&tx->store->last_id, tx->now, tx->store->config.node);
}

int64_t tx_first_id(const struct tx *tx, int64_t at_ms)
{
	(void)tx;
	return new_id_first(at_ms);
}

struct store *tx_store(struct tx *tx)
{
	return tx->store;
}

static enum err ping(struct tx *tx, void *ctx, struct error *err)
{
	struct arena a;
	struct store_one_row row;
	(void)ctx;
	arena_init(&a, SCRATCH);
	enum err e = sql_store_ping(tx, &a, &row, err);
	arena_done(&a);
	return e;
}

enum err store_ping(struct store *s, struct error *err)
{
	return read_within(s, PING_MS, ping, NULL, err);
}

enum err store_check_file(struct store *s, struct error *err)
{
	struct db *db;
	if (!s->backend->check_file)
		return OK;
	enum err e = pool_take(s->pool, s->config.busy_ms, &db, err);
	if (e)
		return e;
	e = s->backend->check_file(db, err);
	pool_put(s->pool, db);
	return e;
}

void store_stats(struct store *s, struct store_stats *out)
{
	*out = (struct store_stats){
		.engine = s->backend->name,
		.reads = atomic_load(&s->reads),
		.writes = atomic_load(&s->writes),
		.groups = atomic_load(&s->groups),
		.retries = atomic_load(&s->retries),
		.reconnects = atomic_load(&s->reconnects),
		.failures = atomic_load(&s->failures),
		.queue = s->writer ? writer_queue(s->writer) : 0,
	};
}
