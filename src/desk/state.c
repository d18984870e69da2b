#include "desk/state.h"

#include "core/date.h"
#include "desk/log_part.h"
#include "desk/role.h"
#include "store/event.sql.h"

#include <stdlib.h>
#include <sys/statvfs.h>

enum { SCRATCH = 1 << 20, SHANGHAI_MS = 8 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };

static const struct {
	const char *kind, *name;
} job_name[] = {
	{ "backup", "备份" },
	{ "clean", "每日清理" },
	{ "keys", "更换密钥" },
	{ "mail", "发送邮件" },
	{ "request.recount", "重算办理期限" },
};

struct str state_job_name(struct str kind)
{
	for (size_t i = 0; i < sizeof job_name / sizeof *job_name; i++)
		if (str_is(kind, job_name[i].kind))
			return str_cstr(job_name[i].name);
	return kind;
}

/* --- looking ---------------------------------------------------------------------------------- */

static struct state_disk look_at_disk(const char *folder)
{
	struct statvfs v;
	if (!folder || statvfs(folder, &v) != 0)
		return (struct state_disk){ .known = false };
	return (struct state_disk){ true, (int64_t)(v.f_bavail * v.f_frsize),
		(int64_t)(v.f_blocks * v.f_frsize) };
}

/* N of "… name=N …"; -1 when it is not there. */
static int64_t number_of(struct arena *a, struct str detail, const char *name)
{
	struct str key = arena_fmt(a, "%s=", name);
	size_t at = key.n ? str_find(detail, key, 0) : detail.n;
	if (at >= detail.n)
		return -1;
	const char *z = arena_cstr(a, str_sub(detail, at + key.n, detail.n));
	return z ? strtoll(z, NULL, 10) : -1;
}

struct looking {
	const struct state_query *q;
	struct arena *a;
	struct state *out;
};

static enum err last_backup(struct tx *tx, struct looking *l, struct error *err)
{
	struct state_backup *b = &l->out->backup;
	/* Events of backups that were made name no object; those that were asked for name the job.
	 */
	struct event_list_object_in in = { .object_kind = STR("backup"), .limit = 1 };
	struct event_row *row;
	size_t n;
	enum err e = sql_event_list_object(tx, &in, l->a, &row, &n, err);
	if (e || n == 0)
		return e;
	b->any = true;
	b->at_ms = row->at;
	b->bytes = number_of(l->a, row->detail, "bytes");
	b->members = number_of(l->a, row->detail, "members");
	b->events = number_of(l->a, row->detail, "events");
	return OK;
}

static enum err look(struct tx *tx, void *ctx, struct error *err)
{
	struct looking *l = ctx;
	struct state *s = l->out;
	s->now_ms = tx_now(tx);
	s->backup = (struct state_backup){ .any = false };
	s->n_failed = 0;
	enum err e = event_head(tx, &s->head, err);
	if (!e)
		e = last_backup(tx, l, err);
	if (!e)
		e = job_counts(tx, l->a, &s->job, &s->n_jobs, err);
	if (!e)
		e = job_failures(tx, l->q->failures_below, STATE_PAGE + 1, l->a, &s->failure,
			&s->n_failures, err);
	for (size_t i = 0; !e && i < s->n_jobs; i++) {
		s->n_failed += s->job[i].failed;
		if (str_is(s->job[i].kind, "backup"))
			s->backup.open = s->job[i].waiting + s->job[i].running > 0;
	}
	return e;
}

enum err state_load(const struct desk *d, const struct actor *who, const struct state_place *place,
	const struct state_query *q, struct arena *a, struct state *out, struct error *err)
{
	struct state s = { .data = look_at_disk(place->data),
		.backup_disk = look_at_disk(place->backup) };
	struct looking l = { q, a, &s };
	enum err e = desk_allow(who, PERM_STATUS, err);
	if (!e)
		e = store_read(d->store, look, &l, err);
	if (!e)
		e = mail_counts(d, &s.mail, err);
	if (!e) {
		int64_t local = s.now_ms + SHANGHAI_MS;
		e = mail_sent_since(d, s.now_ms - local % DAY_MS, &s.mail_today, err);
	}
	if (!e)
		e = mail_bounces(
			d, a, q->bounces_below, STATE_PAGE + 1, &s.bounce, &s.n_bounces, err);
	if (e)
		return e;
	store_stats(d->store, &s.store);
	*out = s;
	return OK;
}

/* --- doing ------------------------------------------------------------------------------------ */

static enum err ask_backup(struct tx *tx, void *ctx, struct error *err)
{
	const struct actor *who = ctx;
	struct arena a;
	struct job_count *c;
	struct job_id id = { 0 };
	size_t n = 0;
	bool open = false;
	arena_init(&a, SCRATCH);
	enum err e = job_counts(tx, &a, &c, &n, err);
	for (size_t i = 0; !e && i < n; i++)
		if (str_is(c[i].kind, "backup"))
			open = c[i].waiting + c[i].running > 0;
	arena_done(&a);
	if (!e && open)
		e = error_set(err, ERR_CONFLICT, NULL, "备份已在等待或进行中，请稍后查看");
	struct job_entry job = { .kind = STR("backup"), .key = STR("now") };
	if (!e)
		e = job_add(tx, &job, &id, err);
	struct event_entry entry = {
		.action = STR("backup.ask"), .object_kind = STR("backup"), .object = id.v
	};
	return e ? e : desk_log(tx, who, PERM_STATUS, &entry, err);
}

enum err state_backup_now(const struct desk *d, const struct actor *who,
	const struct state_place *place, struct error *err)
{
	struct actor copy = *who;
	enum err e = desk_allow(who, PERM_STATUS, err);
	if (!e && !place->backup)
		e = error_set(err, ERR_INVALID, NULL,
			"没有设置备份文件夹；请在设置文件里写 backup_folder，然后重新启动服务");
	return e ? e : desk_write(d, ask_backup, &copy, err);
}

struct doing {
	const struct actor *who;
	struct job_id id;
	struct str reason;
	bool discard;
	struct arena *a;
	struct job_failure *failure;
};

static enum err load_failure(struct tx *tx, void *ctx, struct error *err)
{
	struct doing *g = ctx;
	return job_failure_load(tx, g->id, g->a, g->failure, err);
}

enum err state_failure_load(const struct desk *d, const struct actor *who, struct job_id id,
	struct arena *a, struct job_failure *out, struct error *err)
{
	struct job_failure f;
	struct doing g = { .id = id, .a = a, .failure = &f };
	enum err e = desk_allow(who, PERM_STATUS, err);
	if (!e)
		e = store_read(d->store, load_failure, &g, err);
	if (!e)
		*out = f;
	return e;
}

static enum err do_with_job(struct tx *tx, void *ctx, struct error *err)
{
	const struct doing *g = ctx;
	struct arena a;
	struct job_failure f;
	arena_init(&a, SCRATCH);
	enum err e = job_failure_load(tx, g->id, &a, &f, err);
	if (!e)
		e = g->discard ? job_discard(tx, g->id, err) : job_start_again(tx, g->id, err);
	if (!e && g->discard && str_is(f.kind, "mail"))
		e = mail_give_up(tx, f.payload, err);
	if (!e) {
		struct event_entry entry = { .object_kind = STR("job"),
			.object = g->id.v,
			.reason = g->reason,
			.detail = arena_fmt(&a, "kind=%.*s", STR_ARG(f.kind)) };
		entry.action = g->discard ? STR("job.discard") : STR("job.again");
		e = desk_log(tx, g->who, PERM_STATUS, &entry, err);
	}
	arena_done(&a);
	return e;
}

static enum err act(const struct desk *d, const struct actor *who, struct job_id id,
	struct str typed, bool discard, struct error *err)
{
	struct doing g = { .who = who, .id = id, .discard = discard };
	enum err e = desk_allow(who, PERM_STATUS, err);
	if (!e)
		e = log_check_reason(typed, &g.reason, err);
	return e ? e : desk_write(d, do_with_job, &g, err);
}

enum err state_job_again(const struct desk *d, const struct actor *who, struct job_id id,
	struct str reason, struct error *err)
{
	return act(d, who, id, reason, false, err);
}

enum err state_job_discard(const struct desk *d, const struct actor *who, struct job_id id,
	struct str reason, struct error *err)
{
	return act(d, who, id, reason, true, err);
}
