/*
 * log_export -- out of the log: export, verification, the published head.
 */
#include "core/csv.h"
#include "core/json.h"
#include "core/seal.h"
#include "desk/log_part.h"
#include "desk/role.h"
#include "store/setup.sql.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

enum { BATCH = 1000, PIECE = 1 << 20, BATCH_ARENA = 64 << 20, HEAD_JSON_MAX = 4096 };

static const char published_key[] = "log.published";

/* --- CSV -------------------------------------------------------------------------------------- */

static void cell(struct buf *b, struct str s)
{
	buf_char(b, ',');
	csv_cell(b, s);
}

static void cell_int(struct buf *b, int64_t v)
{
	buf_char(b, ',');
	buf_int(b, v);
}

static void cell_hex(struct buf *b, struct str s)
{
	buf_char(b, ',');
	hex_encode(b, s);
}

/* "2026-11-21 12:03:07" in Asia/Shanghai. */
static void put_moment(struct buf *b, int64_t ms)
{
	int64_t s = ms / 1000;
	struct date d = date_of_moment(s);
	int64_t in_day = s - log_day_start(d) / 1000;
	buf_fmt(b, "%s %02d:%02d:%02d", date_text(d).z, (int)(in_day / 3600),
		(int)(in_day / 60 % 60), (int)(in_day % 60));
}

static void put_csv_head(struct buf *b)
{
	buf_lit(b, "\xef\xbb\xbf" "序号,时间,账号,角色,动作,动作代码,对象,对象代码,对象编号,结果,"
		"理由,网络地址,机关编号,人员编号,附注,变更前摘要,变更后摘要,链值\r\n");
}

static struct str role_text(struct str word)
{
	enum role r;
	return role_find(word, &r) ? str_cstr(role_name(r)) : word;
}

static void put_csv(struct buf *b, const struct log_line *l)
{
	const struct event_row *e = &l->event;
	const struct action *a = action_find(e->action);
	buf_int(b, e->seq.v);
	buf_char(b, ',');
	put_moment(b, e->at);
	cell(b, l->login);
	cell(b, role_text(e->role));
	cell(b, a ? str_cstr(a->name) : e->action);
	cell(b, e->action);
	cell(b, action_object_name(e->object_kind));
	cell(b, e->object_kind);
	cell_int(b, e->object);
	cell(b, e->refused ? STR("拒绝") : STR("成功"));
	cell(b, e->reason);
	cell(b, e->address);
	cell_int(b, e->agency.v);
	cell_int(b, e->actor.v);
	cell(b, e->detail);
	cell_hex(b, e->before);
	cell_hex(b, e->after);
	cell_hex(b, e->chain);
	buf_lit(b, "\r\n");
}

/* --- export ----------------------------------------------------------------------------------- */

struct export_job {
	const struct actor *who;
	const struct log_filter *f;
	enum log_format format;
	int fd;
	struct arena plan, batch;
	struct buf out;
	struct log_query q;
	int64_t last; /* number of the newest event to be exported */
	int64_t next, events, bytes;
	size_t got; /* events of the last batch */
};

static enum err flush(struct export_job *j, struct error *err)
{
	enum err e = buf_check(&j->out, err);
	size_t at = 0;
	while (!e && at < j->out.n) {
		ssize_t n = write(j->fd, j->out.p + at, j->out.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			e = error_set(err, ERR_IO, NULL,
				"不能写导出文件（磁盘可能已满），请联系系统管理员后重试");
			return error_detail(err, "write: %s", strerror(errno)), e;
		}
		at += (size_t)n;
	}
	j->bytes += (int64_t)j->out.n;
	buf_clear(&j->out);
	return e;
}

static enum err begin_export(struct tx *tx, void *ctx, struct error *err)
{
	struct export_job *j = ctx;
	struct event_head head;
	arena_reset(&j->plan);
	enum err e = log_plan(tx, &j->plan, j->who, j->f, &j->q, err);
	if (!e)
		e = event_head(tx, &head, err);
	if (e)
		return e;
	j->last = j->q.below.v - 1 < head.seq ? j->q.below.v - 1 : head.seq;
	j->next = j->q.from.v > 1 ? j->q.from.v : 1;
	return OK;
}

/* One batch in a transaction of its own: the log only grows, so they fit together. */
static enum err read_batch(struct tx *tx, void *ctx, struct error *err)
{
	struct export_job *j = ctx;
	struct event_row *row;
	size_t n;
	arena_reset(&j->batch);
	buf_clear(&j->out);
	struct event_export_in in = { .from = { j->next }, .to = { j->last }, .since = j->q.since,
		.until = j->q.until, .agency = j->q.agency, .object_kind = j->q.kind,
		.object = j->q.object, .actor = j->q.actor, .actions = j->q.actions,
		.refused = j->q.refused, .limit = BATCH };
	enum err e = sql_event_export(tx, &in, &j->batch, &row, &n, err);
	struct log_line *line = arena_array(&j->batch, struct log_line, n);
	if (!e && n && !line)
		return arena_check(&j->batch, err);
	for (size_t i = 0; !e && i < n; i++)
		line[i].event = row[i];
	if (!e && j->format == LOG_CSV)
		e = log_name_actors(tx, &j->batch, line, n, err);
	if (e)
		return e;
	for (size_t i = 0; i < n; i++)
		if (j->format == LOG_CSV)
			put_csv(&j->out, &line[i]);
		else
			event_write_line(&j->out, &line[i].event);
	j->got = n;
	if (n)
		j->next = row[n - 1].seq.v + 1;
	return OK;
}

struct note {
	const struct actor *who;
	struct event_entry entry;
	struct event_id *id;
};

/* Writes an event that is about the log itself. */
static enum err write_note(struct tx *tx, void *ctx, struct error *err)
{
	struct note *n = ctx;
	struct event_entry e = n->entry;
	struct event_head head;
	enum err r = desk_log(tx, n->who, PERM_LOG_READ, &e, err);
	if (!r && n->id)
		r = event_head(tx, &head, err);
	if (!r && n->id)
		n->id->v = head.seq;
	return r;
}

static enum err export_batches(const struct desk *d, struct export_job *j, struct error *err)
{
	enum err e = OK;
	if (j->format == LOG_CSV) {
		put_csv_head(&j->out);
		e = flush(j, err);
	}
	do {
		if (!e)
			e = store_read(d->store, read_batch, j, err);
		if (!e)
			e = flush(j, err);
		j->events += (int64_t)j->got;
	} while (!e && j->got == BATCH);
	return e;
}

enum err log_export(const struct desk *d, const struct actor *who, const struct log_filter *f,
	enum log_format format, struct str reason, int fd, struct log_exported *out,
	struct error *err)
{
	struct export_job j = { .who = who, .f = f, .format = format, .fd = fd };
	struct note note = { .who = who, .id = &out->event };
	char detail[128];
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (!e)
		e = log_check_reason(reason, &note.entry.reason, err);
	if (e)
		return e;
	arena_init(&j.plan, 1 << 20);
	arena_init(&j.batch, BATCH_ARENA);
	buf_init(&j.out, 64 * PIECE);
	e = store_read(d->store, begin_export, &j, err);
	if (!e)
		e = export_batches(d, &j, err);
	if (!e) {
		snprintf(detail, sizeof(detail), "format=%s events=%" PRId64 " last=%" PRId64,
			format == LOG_CSV ? "csv" : "jsonl", j.events, j.last);
		note.entry.action = STR("log.export");
		note.entry.object_kind = STR("log");
		note.entry.detail = str_cstr(detail);
		e = store_write(d->store, write_note, &note, err);
	}
	if (!e) {
		out->events = j.events;
		out->bytes = j.bytes;
	}
	buf_done(&j.out);
	arena_done(&j.batch);
	arena_done(&j.plan);
	return e;
}

/* --- the head --------------------------------------------------------------------------------- */

struct head_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct event_head head;
	struct str json, reason;
	bool found;
};

static enum err seal_head(struct head_job *j, struct error *err)
{
	unsigned generation = keyring_newest(j->d->keys);
	struct digest_text chain = digest_hex(&j->head.chain);
	struct digest seal;
	struct str data = arena_fmt(j->a, "%" PRId64 " %" PRId64 " %s", j->head.seq, j->head.at,
		chain.z);
	enum err e = arena_check(j->a, err);
	if (!e)
		e = log_seal(j->d->keys, generation, data, &seal, err);
	if (e)
		return e;
	j->json = arena_fmt(j->a,
		"{\"product\":\"gongkai\",\"seq\":%" PRId64 ",\"at\":%" PRId64
		",\"chain\":\"%s\",\"generation\":%u,\"seal\":\"%s\"}\n",
		j->head.seq, j->head.at, chain.z, generation, digest_hex(&seal).z);
	return arena_check(j->a, err);
}

static enum err read_head(struct tx *tx, void *ctx, struct error *err)
{
	struct head_job *j = ctx;
	enum err e = log_need_whole(tx, j->a, j->who, err);
	if (!e)
		e = event_head(tx, &j->head, err);
	return e ? e : seal_head(j, err);
}

enum err log_head_json(const struct desk *d, const struct actor *who, struct arena *a,
	struct event_head *head, struct str *json, struct error *err)
{
	struct head_job j = { .d = d, .who = who, .a = a };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (!e)
		e = store_read(d->store, read_head, &j, err);
	if (e)
		return e;
	*head = j.head;
	*json = j.json;
	return OK;
}

static enum err publish(struct tx *tx, void *ctx, struct error *err)
{
	struct head_job *j = ctx;
	enum err e = read_head(tx, j, err);
	if (!e)
		e = sql_meta_set(tx,
			&(struct meta_set_in){ str_cstr(published_key), j->json }, NULL, err);
	if (e)
		return e;
	struct event_entry entry = { .action = STR("log.publish"), .object_kind = STR("log"),
		.reason = j->reason, .after = j->json,
		.detail = arena_fmt(j->a, "seq=%" PRId64, j->head.seq) };
	e = arena_check(j->a, err);
	return e ? e : desk_log(tx, j->who, PERM_LOG_READ, &entry, err);
}

enum err log_publish(const struct desk *d, const struct actor *who, struct arena *a,
	struct str reason, struct error *err)
{
	struct head_job j = { .d = d, .who = who, .a = a };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (!e)
		e = log_check_reason(reason, &j.reason, err);
	return e ? e : desk_write(d, publish, &j, err);
}

static enum err read_published(struct tx *tx, void *ctx, struct error *err)
{
	struct head_job *j = ctx;
	struct meta_row row;
	enum err e = sql_meta_by_key(
		tx, &(struct meta_by_key_in){ str_cstr(published_key) }, j->a, &row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, NULL, "还没有公布过日志末尾");
	if (!e)
		j->json = row.value;
	return e;
}

enum err log_published(const struct desk *d, struct arena *a, struct str *json, struct error *err)
{
	struct head_job j = { .a = a };
	enum err e = store_read(d->store, read_published, &j, err);
	if (!e)
		*json = j.json;
	return e;
}

/* --- verification ----------------------------------------------------------------------------- */

static int64_t monotonic_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The head published last, when there is one that can be read. */
static enum err expected_head(const struct desk *d, struct arena *a, struct event_head *out,
	bool *any, struct error *err)
{
	struct str json;
	json_t *v;
	*any = false;
	enum err e = log_published(d, a, &json, err);
	if (e)
		return e == ERR_NOT_FOUND ? OK : e;
	if (json_read(a, json, HEAD_JSON_MAX, &v, err))
		return OK;
	out->seq = json_integer_value(json_object_get(v, "seq"));
	out->at = json_integer_value(json_object_get(v, "at"));
	*any = digest_parse(json_member_str(v, "chain"), &out->chain);
	return OK;
}

static enum err check_scope(struct tx *tx, void *ctx, struct error *err)
{
	struct head_job *j = ctx;
	return log_need_whole(tx, j->a, j->who, err);
}

static enum err note_check(const struct desk *d, const struct actor *who,
	const struct log_check *c, struct error *err)
{
	char detail[128];
	snprintf(detail, sizeof(detail), "result=%s events=%" PRId64 " ms=%" PRId64,
		c->holds ? "holds" : "broken", c->events, c->ms);
	struct note note = { .who = who, .entry = { .action = STR("log.verify"),
					       .object_kind = STR("log"),
					       .detail = str_cstr(detail) } };
	return store_write(d->store, write_note, &note, err);
}

enum err log_verify(const struct desk *d, const struct actor *who, struct log_check *out,
	struct error *err)
{
	struct log_check c = { .problem = { .code = OK } };
	struct event_head expected;
	struct arena a;
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (e)
		return e;
	arena_init(&a, 1 << 20);
	struct head_job j = { .who = who, .a = &a };
	e = store_read(d->store, check_scope, &j, err);
	if (!e)
		e = expected_head(d, &a, &expected, &c.against, err);
	arena_done(&a);
	if (e)
		return e;
	int64_t began = monotonic_ms();
	e = event_verify(d->store, c.against ? &expected : NULL, &c.events, &c.problem);
	c.ms = monotonic_ms() - began;
	c.holds = e == OK;
	if (e && e != ERR_FORMAT) {
		if (err)
			*err = c.problem;
		return e;
	}
	e = note_check(d, who, &c, err);
	if (!e)
		*out = c;
	return e;
}

/* The number behind "name=" in a detail that this file wrote. */
static int64_t number_in(struct str detail, const char *name)
{
	size_t at = str_find(detail, str_cstr(name), 0);
	int64_t v = 0;
	for (at += strlen(name); at < detail.n && detail.p[at] >= '0' && detail.p[at] <= '9'; at++)
		if (v < INT64_MAX / 10 - 1)
			v = v * 10 + (detail.p[at] - '0');
	return v;
}

struct checks_job {
	const struct actor *who;
	struct arena *a;
	struct log_check_past *past;
	size_t n;
};

static enum err read_checks(struct tx *tx, void *ctx, struct error *err)
{
	struct checks_job *j = ctx;
	struct event_row *row;
	size_t n;
	struct event_page_action_in in = { .action = STR("log.verify"), .below = { INT64_MAX },
		.since = INT64_MIN, .until = INT64_MAX, .limit = LOG_CHECKS };
	enum err e = log_need_whole(tx, j->a, j->who, err);
	if (!e)
		e = sql_event_page_action(tx, &in, j->a, &row, &n, err);
	if (e)
		return e;
	struct log_check_past *past = arena_array(j->a, struct log_check_past, n);
	struct log_line *line = arena_array(j->a, struct log_line, n);
	if (n && (!past || !line))
		return arena_check(j->a, err);
	for (size_t i = 0; i < n; i++)
		line[i].event = row[i];
	e = log_name_actors(tx, j->a, line, n, err);
	for (size_t i = 0; !e && i < n; i++)
		past[i] = (struct log_check_past){ .line = line[i],
			.events = number_in(row[i].detail, "events="),
			.ms = number_in(row[i].detail, "ms="),
			.holds = str_has(row[i].detail, "result=holds") };
	j->past = past;
	j->n = n;
	return e;
}

enum err log_view_checks(const struct desk *d, const struct actor *who, struct arena *a,
	struct log_check_past **out, size_t *n, struct error *err)
{
	struct checks_job j = { .who = who, .a = a };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (!e)
		e = store_read(d->store, read_checks, &j, err);
	if (e)
		return e;
	*out = j.past;
	*n = j.n;
	return OK;
}
