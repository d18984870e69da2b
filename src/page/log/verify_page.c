/*
 * verify_page -- checking the whole log, exporting it, publishing its head.
 */
#include "page/log/part.h"
#include "page/log_log_tmpl.h"

#include <inttypes.h>
#include <unistd.h>

/* --- verification and head -------------------------------------------------------------------- */

static const struct kit_column columns[] = {
	{ .label = STR_INIT("时间"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("结果"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("核验条数"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("用时"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("核验人"), .card = KIT_CARD_NAMED },
};
static const struct kit_table table = { .caption = STR_INIT("最近的核验一览"), .kind = KIT_GRID,
	.cards = true, .column = columns, .n = 5 };

static enum err fill_checks(struct http_exchange *x, struct log_verify_page *v, struct error *err)
{
	struct log_check_past *past;
	size_t n;
	enum err e = log_view_checks(APP(x)->desk, &WHO(x)->actor, x->arena, &past, &n, err);
	if (e)
		return e;
	v->check = arena_array(x->arena, struct log_check_words, n);
	if (n && !v->check)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++) {
		const struct event_row *row = &past[i].line.event;
		v->check[i] = (struct log_check_words){ .at = log_moment(x, row->at),
			.href = page_fmt(x, "/admin/log/%" PRId64, row->seq.v),
			.person = past[i].line.name.n ? past[i].line.name : STR("服务器管理员"),
			.events = page_fmt(x, "%" PRId64, past[i].events),
			.took = page_fmt(x, "%" PRId64 ".%03d 秒", past[i].ms / 1000,
				(int)(past[i].ms % 1000)),
			.holds = past[i].holds };
	}
	v->n = n;
	v->failed = n > 0 && !past[0].holds;
	return OK;
}

static enum err fill_head(struct http_exchange *x, struct log_verify_page *v, struct error *err)
{
	struct event_head head;
	struct str json;
	struct error none;
	enum err e = log_head_json(APP(x)->desk, &WHO(x)->actor, x->arena, &head, &json, err);
	if (e)
		return e;
	v->head[0] = (struct kit_row){ .key = STR("记录总数"),
		.value = page_fmt(x, "%" PRId64 " 条", head.seq) };
	v->head[1] = (struct kit_row){ .key = STR("最后一条的时间"),
		.value = head.seq ? log_moment(x, head.at) : STR("还没有记录") };
	v->head[2] = (struct kit_row){ .key = STR("链值（SM3）"),
		.value = arena_str(x->arena, str_cstr(digest_hex(&head.chain).z)) };
	v->n_head = 3;
	e = log_published(APP(x)->desk, x->arena, &v->published, &none);
	if (e && e != ERR_NOT_FOUND) {
		*err = none;
		return e;
	}
	return OK;
}

enum err log_verify_show(struct http_exchange *x, struct error *err)
{
	struct log_verify_page v = { .table = &table };
	enum err e = fill_head(x, &v, err);
	if (!e)
		e = fill_checks(x, &v, err);
	if (e)
		return e;
	page_frame(x, FRAME_OFFICE, "核验日志", &v.frame);
	log_crumbs(x, &v.frame, "核验日志");
	v.title = (struct kit_title){ .title = STR("核验日志"),
		.note = STR("从第一条起重新计算每一条的链值，查出被改动、删除或插入的记录") };
	v.form = (struct kit_form){ .action = STR("/admin/log/verify"),
		.csrf = http_csrf_token(x) };
	v.start = (struct kit_button){ .text = STR("开始核验"), .once = true };
	v.empty = (struct kit_empty){ .title = STR("还没有核验过"),
		.text = STR("请点击“开始核验”。一百万条约需几秒钟，核验本身也记入日志。") };
	struct buf *o = page_open(x, &v.frame);
	log_verify_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

enum err log_verify_post(struct http_exchange *x, struct error *err)
{
	struct log_check c;
	enum err e = log_verify(APP(x)->desk, &WHO(x)->actor, &c, err);
	return e ? e : page_done(x, STR("/admin/log/verify"), c.holds ? "log.holds" : "log.broken");
}

static void answer_json(struct http_exchange *x, struct str json)
{
	struct buf b;
	buf_init(&b, 8192);
	buf_str(&b, json);
	http_answer_bytes(x, 200, "application/json; charset=utf-8", &b);
}

enum err log_head_file(struct http_exchange *x, struct error *err)
{
	struct event_head head;
	struct str json;
	enum err e = log_head_json(APP(x)->desk, &WHO(x)->actor, x->arena, &head, &json, err);
	if (e)
		return e;
	http_download_name(x, page_fmt(x, "日志末尾-%" PRId64 ".json", head.seq));
	answer_json(x, json);
	return OK;
}

enum err log_public_head(struct http_exchange *x, struct error *err)
{
	struct str json;
	enum err e = log_published(APP(x)->desk, x->arena, &json, err);
	if (!e)
		answer_json(x, json);
	return e;
}

/* --- publishing ------------------------------------------------------------------------------- */

struct reason_typed {
	struct str reason;
};
static const struct form_field reason_fields[] = {
	FORM_LINES(struct reason_typed, reason, "理由", 1, 200, FORM_REQUIRED),
};
const struct http_fields log_reason_form = HTTP_FIELDS(reason_fields, struct reason_typed);

static enum err publish_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	enum err e = form_page_init(x, &p, &log_reason_form, "公布日志末尾", err);
	if (e)
		return e;
	if (refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	log_crumbs(x, &p.frame, "公布日志末尾");
	p.inset = STR("日志末尾（条数、时间和链值，带有系统密钥的封印）将在 /log/head.json 向所有人公开，"
		      "不含任何人员和业务信息。以后核验时，日志必须与公布的末尾相符，"
		      "因此能够发现整个日志被重写。");
	form_page_textarea(&p, "reason", STR(""), "例如：月度公布");
	form_page_submit(&p, "公布", STR("/admin/log/verify"));
	return form_page_answer(x, &p, err);
}

enum err log_publish_show(struct http_exchange *x, struct error *err)
{
	return publish_form(x, OK, NULL, err);
}

enum err log_publish_post(struct http_exchange *x, struct error *err)
{
	const struct reason_typed *t = x->form;
	struct error why = { .code = OK };
	if (x->report->n_errors)
		return publish_form(x, OK, NULL, err);
	enum err e = log_publish(APP(x)->desk, &WHO(x)->actor, x->arena, t->reason, &why);
	if (e)
		return publish_form(x, e, &why, err);
	return page_done(x, STR("/admin/log/verify"), "log.published");
}

/* --- export ----------------------------------------------------------------------------------- */

struct export_typed {
	struct date from, to;
	struct str login, group, kind;
	int64_t object;
	bool refused;
	int format;
	struct str reason;
};
static const struct form_choice formats[] = { { "csv", "CSV 表格，用电子表格软件打开" },
	{ "jsonl", "JSON 行，供其他程序核验和统计" }, { NULL, NULL } };
static const struct form_field export_fields[] = {
	LOG_QUERY_FIELDS(struct export_typed),
	FORM_CHOICE(struct export_typed, format, "文件格式", formats, FORM_REQUIRED),
	FORM_LINES(struct export_typed, reason, "理由", 1, 200, FORM_REQUIRED),
};
const struct http_fields log_export_form = HTTP_FIELDS(export_fields, struct export_typed);

static struct str date_or_none(struct http_exchange *x, struct date d)
{
	return d.day == form_date_absent().day ? STR("") : page_fmt(x, "%s", date_text(d).z);
}

/* f: the filter that the list stood at; the form shows it again and lets it be changed. */
static enum err export_form(struct http_exchange *x, const struct log_typed *f, enum err refused,
	const struct error *why, struct error *err)
{
	static const struct kit_choice format[] = {
		{ .value = STR_INIT("csv"), .text = STR_INIT("CSV 表格"),
			.hint = STR_INIT("用电子表格软件打开") },
		{ .value = STR_INIT("jsonl"), .text = STR_INIT("JSON 行"),
			.hint = STR_INIT("供其他程序核验和统计") },
	};
	struct form_page p;
	size_t n;
	enum err e = form_page_init(x, &p, &log_export_form, "导出日志", err);
	if (e)
		return e;
	if (refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	log_crumbs(x, &p.frame, "导出日志");
	p.title.note = STR("导出本身记入日志；文件含人员账号和网络地址，请妥善保管");
	form_page_heading(&p, "范围");
	form_page_input(&p, "from", date_or_none(x, f->from), "例如 2026-11-01；不填为从头开始");
	form_page_input(&p, "to", date_or_none(x, f->to), "包括这一天；不填为到最后");
	form_page_input(&p, "login", f->login, NULL);
	struct kit_choice *group = log_group_choices(x, &n);
	form_page_select(&p, "group", group, n, f->group, NULL);
	struct kit_choice *kind = log_kind_choices(x, &n);
	form_page_select(&p, "kind", kind, n, f->kind, NULL);
	form_page_input(&p, "object",
		f->object ? page_fmt(x, "%" PRId64, f->object) : STR(""), NULL);
	form_page_flag(&p, "refused", f->refused, NULL);
	form_page_heading(&p, "文件");
	form_page_radios(&p, "format", format, 2, STR("csv"), NULL);
	form_page_textarea(&p, "reason", STR(""), "例如：第四季度审计");
	form_page_submit(&p, "导出", STR("/admin/log"));
	for (size_t i = 0; i < p.n_buttons; i++)
		p.button[i].once = true;
	return form_page_answer(x, &p, err);
}

enum err log_export_show(struct http_exchange *x, struct error *err)
{
	struct log_typed f = *(const struct log_typed *)x->form;
	return export_form(x, &f, OK, NULL, err);
}

static int64_t read_file(void *ctx, int64_t at, char *p, size_t n)
{
	return pread(fileno(ctx), p, n, at);
}

static void close_file(void *ctx)
{
	fclose(ctx);
}

static struct log_typed filter_typed(const struct export_typed *t)
{
	return (struct log_typed){ .from = t->from, .to = t->to, .login = t->login,
		.group = t->group, .kind = t->kind, .object = t->object, .refused = t->refused };
}

/* The file is written outside memory first: nothing is sent before the export is in the log. */
enum err log_export_post(struct http_exchange *x, struct error *err)
{
	const struct export_typed *t = x->form;
	struct log_typed typed = filter_typed(t);
	struct log_filter filter = log_filter_of(&typed);
	struct log_exported done;
	struct error why = { .code = OK };
	if (x->report->n_errors)
		return export_form(x, &typed, OK, NULL, err);
	FILE *f = tmpfile();
	if (!f)
		return error_set(err, ERR_IO, NULL, "不能建立临时文件（磁盘可能已满），请联系系统管理员");
	enum log_format format = t->format == 0 ? LOG_CSV : LOG_JSON_LINES;
	enum err e = log_export(APP(x)->desk, &WHO(x)->actor, &filter, format, t->reason, fileno(f),
		&done, &why);
	if (e) {
		fclose(f);
		return export_form(x, &typed, e, &why, err);
	}
	http_download_name(x, page_fmt(x, "日志-%s-%" PRId64 "条.%s",
				      date_text(date_of_moment(x->started_ms / 1000)).z, done.events,
				      format == LOG_CSV ? "csv" : "jsonl"));
	struct http_source s = { done.bytes, read_file, close_file, f };
	http_answer_source(x, format == LOG_CSV ? "text/csv; charset=utf-8"
						: "application/x-ndjson; charset=utf-8", &s);
	return OK;
}
