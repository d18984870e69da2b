/*
 * status_page -- the state of the system, and what is done about it.
 */
#include "page/admin/part.h"
#include "page/admin/status_view.h"
#include "page/admin_status_tmpl.h"
#include "page/moment.h"

#include <inttypes.h>

enum {
	HOUR_MS = 3600 * 1000,
	BACKUP_LATE_H = 36, /* a daily one was missed */
	DISK_LOW_PERCENT = 10,
	JOB_LATE_H = 2
};

static const char path_status[] = "/admin/status";

/* --- words ------------------------------------------------------------------------------------ */

/* "3.2 GB", in powers of 1000 as disks are sold. */
static struct str size_text(struct http_exchange *x, int64_t bytes)
{
	static const char *const unit[] = { "字节", "KB", "MB", "GB", "TB" };
	size_t i = 0;
	int64_t tenths = bytes * 10;
	for (; tenths >= 10000 && i + 1 < sizeof unit / sizeof *unit; i++)
		tenths /= 1000;
	return i == 0 ? page_fmt(x, "%" PRId64 " 字节", bytes)
		      : page_fmt(x, "%" PRId64 ".%d %s", tenths / 10, (int)(tenths % 10), unit[i]);
}

static struct str disk_text(struct http_exchange *x, const struct state_disk *d)
{
	if (!d->known)
		return STR("无法读取");
	return page_fmt(x, "可用 %.*s，共 %.*s", STR_ARG(size_text(x, d->free)),
		STR_ARG(size_text(x, d->size)));
}

static bool disk_is_low(const struct state_disk *d)
{
	return d->known && d->free < d->size / 100 * DISK_LOW_PERCENT;
}

static struct str count_text(struct http_exchange *x, int64_t n, const char *unit)
{
	return page_fmt(x, "%" PRId64 " %s", n, unit);
}

static void add_fact(struct status_facts *f, const char *key, struct str value)
{
	if (f->n < STATUS_FACTS)
		f->row[f->n++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static void add_warning(struct status_page *v, struct str text)
{
	if (v->n_warnings < sizeof v->warning / sizeof *v->warning)
		v->warning[v->n_warnings++] = text;
}

/* --- the page --------------------------------------------------------------------------------- */

struct status_query {
	int64_t job, mail; /* the lists begin below */
};
static const struct form_field query_fields[] = {
	FORM_ID(struct status_query, job, "任务起始", 0),
	FORM_ID(struct status_query, mail, "邮件起始", 0),
};
const struct http_fields system_query_form = HTTP_FIELDS(query_fields, struct status_query);

static const struct kit_column job_columns[] = {
	{ .label = STR_INIT("任务"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("等待"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("执行中"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("失败"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("等待最久的应于"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table job_table = { .caption = STR_INIT("各种后台任务的数量"),
	.kind = KIT_GRID,
	.cards = true,
	.column = job_columns,
	.n = 5 };

static const struct kit_column failure_columns[] = {
	{ .label = STR_INIT("任务"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("失败时间"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("试过次数"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("原因代码"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("处理"), .card = KIT_CARD_LINE },
};
static const struct kit_table failure_table = { .caption = STR_INIT("失败的任务一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = failure_columns,
	.n = 5 };

static const struct kit_column bounce_columns[] = {
	{ .label = STR_INIT("收件人"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("邮件服务器的答复"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("写信时间"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("退回时间"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("处理"), .card = KIT_CARD_LINE },
};
static const struct kit_table bounce_table = { .caption = STR_INIT("退回的邮件一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = bounce_columns,
	.n = 5 };

static void fill_system(struct http_exchange *x, const struct state *s, struct status_page *v)
{
	const struct store_stats *st = &s->store;
	add_fact(&v->system, "程序版本", APP(x)->config.version);
	add_fact(&v->system, "数据库",
		strcmp(st->engine, "postgres") == 0 ? STR("PostgreSQL") : STR("SQLite"));
	add_fact(&v->system, "启动以来读取", count_text(x, st->reads, "次"));
	add_fact(&v->system, "启动以来写入",
		page_fmt(x, "%" PRId64 " 次，合并为 %" PRId64 " 次提交", st->writes, st->groups));
	add_fact(&v->system, "正在等待写入", count_text(x, st->queue, "项"));
	add_fact(&v->system, "重试、重新连接、失败",
		page_fmt(x, "%" PRId64 " 次、%" PRId64 " 次、%" PRId64 " 次", st->retries,
			st->reconnects, st->failures));
	add_fact(&v->system, "数据文件夹所在的磁盘", disk_text(x, &s->data));
	if (disk_is_low(&s->data))
		add_warning(v,
			STR("数据文件夹所在的磁盘剩余空间不到十分之一，请清理或扩容，写满后将不能受理和办理。"));
	add_fact(&v->log, "记录总数", count_text(x, s->head.seq, "条"));
	add_fact(&v->log, "最后一条的时间",
		s->head.seq ? moment_text(x->arena, s->head.at) : STR("还没有记录"));
	add_fact(&v->log, "链值（SM3）",
		arena_str(x->arena, str_cstr(digest_hex(&s->head.chain).z)));
}

static void fill_backup_facts(struct http_exchange *x, const struct state *s, struct status_page *v)
{
	const struct state_backup *b = &s->backup;
	const struct state_place *place = &APP(x)->config.place;
	if (b->any) {
		add_fact(&v->backup, "上次备份", moment_text(x->arena, b->at_ms));
		if (b->bytes >= 0)
			add_fact(&v->backup, "大小", size_text(x, b->bytes));
		add_fact(&v->backup, "核对", STR("写完后已逐项读出核对，与数据库一致"));
		if (b->events >= 0)
			add_fact(&v->backup, "所含日志", count_text(x, b->events, "条"));
	}
	if (place->backup) {
		add_fact(&v->backup, "自动备份",
			page_fmt(x, "每天 %d 点（北京时间）", place->backup_hour));
		add_fact(&v->backup, "备份文件夹所在的磁盘", disk_text(x, &s->backup_disk));
	}
	if (place->backup && b->any && s->now_ms - b->at_ms > (int64_t)BACKUP_LATE_H * HOUR_MS)
		add_warning(v,
			page_fmt(x, "已超过 %d 小时没有做成备份，请看下面失败的任务和服务器日志。",
				BACKUP_LATE_H));
	if (disk_is_low(&s->backup_disk))
		add_warning(v, STR("备份文件夹所在的磁盘剩余空间不到十分之一，请清理或扩容。"));
}

static void fill_backup(struct http_exchange *x, const struct state *s, struct status_page *v)
{
	bool set = APP(x)->config.place.backup != NULL;
	fill_backup_facts(x, s, v);
	if (!set)
		v->no_backup = (struct kit_empty){
			.title = STR("没有设置自动备份"),
			.text = STR(
				"请在设置文件里写 backup_folder（最好在另一块盘上），然后重新启动服务。")
		};
	else if (!s->backup.any)
		v->no_backup = (struct kit_empty){ .title = STR("还没有备份过"),
			.text = STR("每天自动备份一次；也可以现在就点“立即备份”。") };
	if (set && s->backup.open)
		v->backup_note = STR("备份已在等待或进行中，请稍后刷新本页。");
	else if (set)
		v->backup_button = (struct kit_button){
			.text = STR("立即备份"), .kind = KIT_SECONDARY, .once = true
		};
	v->backup_form = (struct kit_form){ .action = STR("/admin/status/backup"),
		.csrf = http_csrf_token(x) };
}

static void fill_jobs(struct http_exchange *x, const struct state *s, struct status_page *v)
{
	v->n_jobs = s->n_jobs;
	v->job = arena_array(x->arena, struct status_job, s->n_jobs);
	for (size_t i = 0; v->job && i < s->n_jobs; i++) {
		const struct job_count *c = &s->job[i];
		v->job[i] = (struct status_job){ .name = state_job_name(c->kind),
			.waiting = page_fmt(x, "%" PRId64, c->waiting),
			.running = page_fmt(x, "%" PRId64, c->running),
			.failed = page_fmt(x, "%" PRId64, c->failed),
			.oldest = c->oldest_ms ? moment_text(x->arena, c->oldest_ms) : STR("无"),
			.any_failed = c->failed > 0 };
		if (c->oldest_ms && s->now_ms - c->oldest_ms > (int64_t)JOB_LATE_H * HOUR_MS)
			add_warning(v,
				page_fmt(x,
					"“%.*s”已等待超过 %d 小时，请检查相应的设置和服务器日志。",
					STR_ARG(v->job[i].name), JOB_LATE_H));
	}
	v->no_jobs = (struct kit_empty){ .title = STR("没有后台任务"),
		.text = STR("发送邮件、备份、清理等任务排队时会列在这里，做完就不再列出。") };
}

/* The lists keep each other's place. */
static struct str list_path(struct http_exchange *x, int64_t job, int64_t mail, const char *section)
{
	struct str j = job ? page_fmt(x, "job=%" PRId64, job) : STR("");
	struct str m = mail ? page_fmt(x, "mail=%" PRId64, mail) : STR("");
	return page_fmt(x, "%s%s%.*s%s%.*s#%s", path_status, j.n || m.n ? "?" : "", STR_ARG(j),
		j.n && m.n ? "&" : "", STR_ARG(m), section);
}

static void fill_failures(struct http_exchange *x, const struct state *s,
	const struct status_query *q, struct status_page *v)
{
	bool more = s->n_failures > STATE_PAGE;
	v->n_failures = more ? STATE_PAGE : s->n_failures;
	v->failure = arena_array(x->arena, struct status_failure, v->n_failures);
	for (size_t i = 0; v->failure && i < v->n_failures; i++) {
		const struct job_failure *f = &s->failure[i];
		struct str number = page_fmt(x, "%" PRId64, f->id.v);
		v->failure[i] = (struct status_failure){ .name = state_job_name(f->kind),
			.at = moment_text(x->arena, f->at_ms),
			.tries = page_fmt(x, "%d", f->tries),
			.reason = f->reason,
			.number = number,
			.again = page_fmt(x, "%s/jobs/%.*s/again", path_status, STR_ARG(number)),
			.discard =
				page_fmt(x, "%s/jobs/%.*s/discard", path_status, STR_ARG(number)) };
	}
	v->failure_paging = (struct kit_paging){ .total = s->n_failed, .unit = STR("项") };
	if (more && v->failure)
		v->failure_paging.next =
			list_path(x, s->failure[STATE_PAGE - 1].id.v, q->mail, "failures");
	if (q->job)
		v->failure_paging.previous = list_path(x, 0, q->mail, "failures");
	v->no_failures = (struct kit_empty){ .title = STR("没有失败的任务"),
		.text = STR("多次重试仍未做成的任务会列在这里，由您决定重新执行或放弃。") };
}

static struct str code_text(struct http_exchange *x, int code)
{
	return code ? page_fmt(x, "拒收，代码 %d", code) : STR("没有答复");
}

static void fill_mail(struct http_exchange *x, const struct state *s, const struct status_query *q,
	struct status_page *v)
{
	bool more = s->n_bounces > STATE_PAGE;
	if (!APP(x)->config.place.mail)
		add_fact(&v->mail, "邮件服务器",
			STR("没有设置；请在设置文件里写 smtp_url 和 mail_from，然后重新启动服务"));
	add_fact(&v->mail, "等待发送", count_text(x, s->mail.waiting, "封"));
	if (s->mail.oldest_ms)
		add_fact(&v->mail, "等待最久的写于", moment_text(x->arena, s->mail.oldest_ms));
	add_fact(&v->mail, "今天已发送", count_text(x, s->mail_today, "封"));
	add_fact(&v->mail, "退回", count_text(x, s->mail.bounced, "封"));
	v->n_bounces = more ? STATE_PAGE : s->n_bounces;
	v->bounce = arena_array(x->arena, struct status_bounce, v->n_bounces);
	for (size_t i = 0; v->bounce && i < v->n_bounces; i++) {
		const struct mail_bounce *b = &s->bounce[i];
		struct str number = page_fmt(x, "%" PRId64, b->id.v);
		v->bounce[i] = (struct status_bounce){
			.to = b->to.n ? b->to : STR("（密钥不符，无法显示）"),
			.code = code_text(x, b->code),
			.written = moment_text(x->arena, b->written_ms),
			.bounced = moment_text(x->arena, b->bounced_ms),
			.number = number,
			.resend = { .action = page_fmt(
					    x, "%s/mail/%.*s/resend", path_status, STR_ARG(number)),
				.csrf = http_csrf_token(x) }
		};
	}
	v->bounce_paging = (struct kit_paging){ .total = s->mail.bounced, .unit = STR("封") };
	if (more && v->bounce)
		v->bounce_paging.next =
			list_path(x, q->job, s->bounce[STATE_PAGE - 1].id.v, "bounces");
	if (q->mail)
		v->bounce_paging.previous = list_path(x, q->job, 0, "bounces");
	v->no_bounces = (struct kit_empty){ .title = STR("没有退回的邮件"),
		.text = STR("对方服务器拒收、或半天内一直发不出去的邮件会列在这里，可以重发。") };
}

enum err system_show(struct http_exchange *x, struct error *err)
{
	const struct status_query *q = x->form;
	struct state s;
	struct status_page v = {
		.jobs = &job_table, .failures = &failure_table, .bounces = &bounce_table
	};
	static const struct kit_button refresh[] = { { .text = STR_INIT("刷新"),
		.kind = KIT_SECONDARY,
		.href = STR_INIT("/admin/status") } };
	struct state_query sq = { { q->job }, { q->mail } };
	enum err e = state_load(
		APP(x)->desk, &WHO(x)->actor, &APP(x)->config.place, &sq, x->arena, &s, err);
	if (e)
		return e;
	fill_system(x, &s, &v);
	fill_backup(x, &s, &v);
	fill_jobs(x, &s, &v);
	fill_failures(x, &s, q, &v);
	fill_mail(x, &s, q, &v);
	v.title = (struct kit_title){ .title = STR("系统状态"),
		.note = page_fmt(x, "%.*s 的情况", STR_ARG(moment_text(x->arena, s.now_ms))),
		.button = refresh,
		.n = 1 };
	e = arena_check(x->arena, err);
	if (e)
		return e;
	page_frame(x, FRAME_OFFICE, "系统状态", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	admin_status(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- what is done about it -------------------------------------------------------------------- */

enum err system_backup_post(struct http_exchange *x, struct error *err)
{
	const struct app *app = APP(x);
	enum err e = state_backup_now(app->desk, &WHO(x)->actor, &app->config.place, err);
	if (e == ERR_CONFLICT)
		return page_done(x, STR("/admin/status"), "backup.waiting");
	return e ? e : page_done(x, STR("/admin/status"), "backup.asked");
}

enum err system_resend_post(struct http_exchange *x, struct error *err)
{
	struct mail_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (!e)
		e = mail_resend(APP(x)->desk, &WHO(x)->actor, id, err);
	return e ? e : page_done(x, STR("/admin/status"), "mail.resent");
}

static enum err job_page(struct http_exchange *x, bool discard, enum err why, struct error *err)
{
	struct status_job_page v = { .n_facts = 0 };
	struct job_failure f;
	struct error refusal = *err;
	struct job_id id;
	const char *title = discard ? "放弃任务" : "重新执行任务";
	enum err e = page_id(x, 0, &id.v, err);
	if (!e)
		e = state_failure_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &f, err);
	if (!e)
		e = form_page_init(x, &v.form, &reason_form, title, err);
	if (e)
		return e;
	if (why && !form_page_refused(&v.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	v.form.inset =
		discard ? STR("放弃后不再执行，不能撤销。放弃发送的邮件算作退回，可以在“退回的邮件”里重发。")
			: STR("任务从头再做一遍，马上开始。请先排除原因，否则还会失败。");
	v.fact[v.n_facts++] =
		(struct kit_row){ .key = STR("任务"), .value = state_job_name(f.kind) };
	v.fact[v.n_facts++] =
		(struct kit_row){ .key = STR("编号"), .value = page_fmt(x, "%" PRId64, id.v) };
	v.fact[v.n_facts++] =
		(struct kit_row){ .key = STR("失败时间"), .value = moment_text(x->arena, f.at_ms) };
	v.fact[v.n_facts++] =
		(struct kit_row){ .key = STR("试过次数"), .value = page_fmt(x, "%d", f.tries) };
	v.fact[v.n_facts++] = (struct kit_row){ .key = STR("原因代码"), .value = f.reason };
	two_crumbs(x, &v.form.frame, "系统状态", path_status, str_cstr(title));
	form_page_textarea(&v.form, "reason", STR(""), "记入操作日志，不要写个人信息");
	form_page_submit(&v.form, discard ? "确认放弃" : "确认重新执行", str_cstr(path_status));
	v.form.frame.errors =
		(int)((v.form.report ? v.form.report->n_errors : 0) + v.form.errors.n);
	struct buf *o = page_open(x, &v.form.frame);
	admin_status_job(o, &v);
	return page_close(x, v.form.status, o, &v.form.frame, err);
}

enum err system_again_show(struct http_exchange *x, struct error *err)
{
	return job_page(x, false, OK, err);
}

enum err system_discard_show(struct http_exchange *x, struct error *err)
{
	return job_page(x, true, OK, err);
}

static enum err job_post(struct http_exchange *x, bool discard, struct error *err)
{
	const struct reason_fields *f = x->form;
	struct job_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e)
		return e;
	if (x->report->n_errors > 0)
		return job_page(x, discard, OK, err);
	e = (discard ? state_job_discard : state_job_again)(
		APP(x)->desk, &WHO(x)->actor, id, f->reason, err);
	if (e)
		return job_page(x, discard, e, err);
	return page_done(x, STR("/admin/status"), discard ? "job.discarded" : "job.again");
}

enum err system_again_post(struct http_exchange *x, struct error *err)
{
	return job_post(x, false, err);
}

enum err system_discard_post(struct http_exchange *x, struct error *err)
{
	return job_post(x, true, err);
}
