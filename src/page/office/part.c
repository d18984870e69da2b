#include "page/office/part.h"

#include "desk/action.h"

#include "core/utf8.h"
#include "law/rule.h"
#include "page/moment.h"
#include "store/blob.h"

#include <stdio.h>
#include <string.h>

struct date office_today(const struct http_exchange *x)
{
	return date_of_moment(x->started_ms / 1000);
}

struct str day_short(struct http_exchange *x, struct opt_i64 day)
{
	if (!day.has)
		return STR("");
	struct date_text t = date_text((struct date){ (int32_t)day.v });
	return page_fmt(x, "%s", t.z + 5);
}

struct str day_full(struct http_exchange *x, struct date d)
{
	return page_fmt(x, "%s", date_text(d).z);
}

struct str case_path(struct http_exchange *x, struct request_id id, const char *tail)
{
	return page_fmt(x, "/office/requests/%lld%s", (long long)id.v, tail);
}

struct str case_number(const struct request_row *r)
{
	return r->number.p ? r->number : r->receipt;
}

enum err case_load(struct http_exchange *x, struct request_view *v, struct error *err)
{
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e : request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, v, err);
}

/* --- words of the log --------------------------------------------------------------------------
 */

struct str action_text(struct str action)
{
	static const struct {
		const char *code, *text;
	} table[] = {
		{ "request.agency_asked", "向其他机关征求意见" },
		{ "request.archive", "归档" },
		{ "request.assign", "分派承办" },
		{ "request.close", "作其他处理，结束办理" },
		{ "request.consult_returned", "收到意见" },
		{ "request.consult_sent", "发出征求意见书" },
		{ "request.consult_remind", "催办征求意见" },
		{ "request.consult_returned", "收到征求意见的答复" },
		{ "request.consult_served", "征求意见书送达" },
		{ "request.consult_settle", "研究处理征求的意见" },
		{ "request.correct_event", "更正事件记录" },
		{ "request.correction_lapsed", "逾期未补正，不再处理" },
		{ "request.correction_notice", "告知补正" },
		{ "request.correction_received", "收到补正" },
		{ "request.delay", "确定延迟答复" },
		{ "request.excess", "要求说明理由" },
		{ "request.extend", "批准延长答复期限" },
		{ "request.extension_agree", "同意延长答复期限" },
		{ "request.extension_propose", "申请延长答复期限" },
		{ "request.extension_refuse", "不同意延长答复期限" },
		{ "request.fee_lapsed", "逾期未缴费，不再处理" },
		{ "request.fee_noticed", "收费通知送达" },
		{ "request.fee_paid", "缴清费用" },
		{ "request.file", "收到申请" },
		{ "request.file_add", "增加材料" },
		{ "request.file_read", "查看材料" },
		{ "request.lead", "作为公开线索" },
		{ "request.lead_drop", "撤下公开线索" },
		{ "request.note", "写入工作记录" },
		{ "request.note_answer", "协办部门答复" },
		{ "request.register", "确认收到并登记" },
		{ "request.remind", "催办" },
		{ "request.split", "拆分申请" },
		{ "request.transfer", "转办" },
		{ "request.withdraw", "申请人撤回" },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct str code = str_cstr(table[i].code);
		if (str_eq(action, code))
			return str_cstr(table[i].text);
	}
	const struct action *known = action_find(action);
	if (known)
		return str_cstr(known->name);
	return str_starts(action, STR("reveal.")) ? STR("查看完整信息") : action;
}

void office_paper(struct form_page *p)
{
	form_page_heading(p, "系统外纸质办理");
	form_page_textarea(p, "paper", STR(""),
		"例如：系统停用期间手工制发；能用文书办理的，请返回后从文书起草")
		->field.optional = false;
	form_page_file(p, "file", ".pdf,.jpg,.jpeg,.png",
		"纸质文书和送达凭证，PDF、JPG 或者 PNG，最大 20 MB");
}

/* --- forms about a case ------------------------------------------------------------------------
 */

/* What was typed, field by field, beside what the database holds for it, where it holds that. */
static void show_typed(
	struct http_exchange *x, struct form_page *p, const struct request_view *v)
{
	if (!p->report)
		return;
	for (size_t i = 0; i < p->fields->n && p->n_stale < FORM_PAGE_STALE; i++) {
		const struct form_field *f = &p->fields->field[i];
		struct str yours = p->report->state[i].raw;
		struct str theirs = STR("—");
		if (strcmp(f->name, "version") == 0 || f->type == FORM_TYPE_FILE || yours.n == 0)
			continue;
		if (strcmp(f->name, "part1") == 0)
			theirs = v->request.content;
		if (f->type == FORM_TYPE_ID && strcmp(f->name, "department") == 0) {
			theirs = v->request.department_name.p ? v->request.department_name
							      : STR("未分派");
			yours = STR("见下面选择的部门");
		} else if (f->type == FORM_TYPE_ID && strcmp(f->name, "handler") == 0) {
			theirs = v->request.handler_name.p ? v->request.handler_name
							   : STR("未指定");
			yours = STR("见下面选择的人");
		} else if (f->type == FORM_TYPE_CHOICE || f->type == FORM_TYPE_ID ||
			   f->type == FORM_TYPE_FLAG || f->type == FORM_TYPE_CHOICES) {
			continue;
		}
		form_page_stale(p, f->label, theirs, yours);
	}
	(void)x;
}

/* Who was quicker and what the case is now, beside what is being sent. */
static enum err show_both(struct http_exchange *x, struct form_page *p,
	const struct request_view *v, struct error *err)
{
	struct office_log_row *row;
	size_t n;
	enum err e =
		office_log(APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, 0, &row, &n, err);
	size_t last = 0;
	while (e == OK && last < n && row[last].letter.v) /* a letter is not the case */
		last++;
	if (e != OK || last >= n)
		return e;
	row += last;
	struct str who = row[0].actor_name.p ? row[0].actor_name : STR("系统");
	struct str at = moment_text(x->arena, row[0].at);
	p->error.text = page_fmt(x, "%.*s在 %.*s 修改过这件申请。您的内容已保留，请核对后再提交",
		STR_ARG(who), STR_ARG(at));
	form_page_stale(p, "最近一步", action_text(row[0].action), p->title.title);
	form_page_stale(p, "现在的环节",
		str_cstr(request_stage_name((enum request_stage)v->request.stage)), STR("—"));
	form_page_stale(p, "现在的到期日",
		v->request.due_on.has
			? day_full(x, (struct date){ (int32_t)v->request.due_on.v })
			: STR("没有期限在计算"),
		STR("—"));
	show_typed(x, p, v);
	return OK;
}

static struct str with_article(struct http_exchange *x, struct str text, const char *rule)
{
	const char *article = rule_article(rule);
	if (strcmp(article, rule) == 0)
		return page_fmt(x, "%.*s（规则 %s）", STR_ARG(text), rule);
	return page_fmt(x, "%.*s（依据：%s）", STR_ARG(text), article);
}

/* Law and persons' mistakes stay at the form; false: the error is not the person's. */
bool office_refused(
	struct http_exchange *x, struct form_page *p, enum err why, const struct error *refusal)
{
	if (why == ERR_DENIED) {
		p->status = 403;
		p->error =
			(struct kit_error){ .text = arena_str(x->arena, str_cstr(refusal->msg)) };
		p->errors = (struct kit_errors){ .error = &p->error, .n = 1 };
	} else if (!form_page_refused(p, why, refusal)) {
		return false;
	}
	if (refusal->rule && p->errors.n)
		p->error.text = with_article(x, p->error.text, refusal->rule);
	return true;
}

enum err case_form(struct http_exchange *x, const struct http_fields *fields, const char *title,
	enum err why, struct request_view *v, struct form_page *p, struct error *err)
{
	struct error refusal = *err;
	enum err e = case_load(x, v, err);
	if (e == OK)
		e = form_page_init(x, p, fields, title, err);
	if (e != OK)
		return e;
	if (why != OK && !office_refused(x, p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (why == ERR_CONFLICT && !refusal.field && !refusal.rule)
		e = show_both(x, p, v, err);
	const struct request_row *r = &v->request;
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 3);
	if (e != OK || !crumb)
		return e != OK ? e : arena_check(x->arena, err);
	p->title.note = page_fmt(x, "%.*s　%.*s　%.*s", STR_ARG(case_number(r)),
		STR_ARG(r->subject), STR_ARG(r->masked_name));
	crumb[0] = (struct frame_crumb){ .label = STR("依申请公开"), .href = STR("/office") };
	crumb[1] = (struct frame_crumb){ .label = case_number(r), .href = case_path(x, r->id, "") };
	crumb[2] = (struct frame_crumb){ .label = str_cstr(title) };
	p->frame.crumbs = crumb;
	p->frame.n_crumbs = 3;
	form_page_hidden(p, "version", page_fmt(x, "%lld", (long long)r->version));
	return OK;
}

enum err form_missing(
	struct http_exchange *x, const char *field, const char *message, struct error *err)
{
	struct form_report *r = arena_one(x->arena, struct form_report);
	if (!r)
		return arena_check(x->arena, err);
	*r = *x->report;
	const struct http_fields *f = x->route->fields;
	enum err e = form_report_add(r, f->field, field, x->arena, message, err);
	x->report = r;
	return e;
}

struct str event_reason(const struct request_view *v, const struct request_event_row *e)
{
	/* Entries are in the order of writing, so that a corrected one stands before its
	 * correction. */
	for (size_t i = v->n_history; i-- > 0 && e->corrects.has;)
		if (v->history[i].id == e->corrects.v)
			e = &v->history[i];
	return e->reason;
}

struct similar_line similar_line(struct http_exchange *x, const struct request_similar *s)
{
	return (struct similar_line){ .number = s->number,
		.href = case_path(x, s->id, ""),
		.subject = s->subject,
		.who = s->masked_name,
		.stage = str_cstr(request_stage_name(s->stage)),
		.arrived = day_full(x, s->arrived),
		.likeness = page_fmt(x, "%d%%%s", s->percent, s->repeated ? "，重复" : ""),
		.same_applicant = s->same_applicant,
		.repeated = s->repeated };
}

/* --- uploads -----------------------------------------------------------------------------------
 */

/* By content: what the browser calls a file is not to be trusted. */
static const char *scan_type(const unsigned char *p, size_t n)
{
	if (n >= 5 && memcmp(p, "%PDF-", 5) == 0)
		return "application/pdf";
	if (n >= 3 && memcmp(p, "\xff\xd8\xff", 3) == 0)
		return "image/jpeg";
	if (n >= 8 && memcmp(p, "\x89PNG\r\n\x1a\n", 8) == 0)
		return "image/png";
	return NULL;
}

static enum err copy_to_blob(FILE *f, struct blob_writer *w, const char **type, struct error *err)
{
	unsigned char part[16 * 1024];
	enum err e = OK;
	*type = NULL;
	for (bool first = true; e == OK; first = false) {
		size_t n = fread(part, 1, sizeof part, f);
		if (n == 0)
			break;
		if (first && !(*type = scan_type(part, n)))
			e = error_set(err, ERR_INVALID, NULL,
				"只能上传 PDF、JPG 或 PNG 格式的扫描件，请换一个文件");
		else
			e = blob_add(w, part, n, err);
	}
	if (e == OK && ferror(f))
		e = error_set(err, ERR_IO, NULL, "上传的文件没有读完整，请再传一次");
	return e;
}

enum err office_upload(struct http_exchange *x, const struct form_file *file,
	enum request_file_kind kind, struct request_file_input *out, size_t *n, struct error *err)
{
	if (file->name.n == 0 || file->size == 0)
		return OK;
	struct blob_writer *w;
	const char *type = NULL;
	FILE *f = fopen(arena_cstr(x->arena, file->path), "rb");
	if (!f)
		return error_set(err, ERR_IO, NULL, "上传的文件没有保存成功，请再传一次");
	enum err e = blob_begin(APP(x)->desk->store, OFFICE_FILE_BYTES_MAX, &w, err);
	if (e == OK) {
		e = copy_to_blob(f, w, &type, err);
		if (e != OK)
			blob_abandon(w);
		else
			e = blob_end(w, &out->digest, &out->size, err);
	}
	fclose(f);
	if (e == ERR_INVALID && err)
		err->field = "file";
	if (e != OK)
		return e;
	out->kind = kind;
	out->name = file->name;
	out->type = str_cstr(type);
	++*n;
	return OK;
}

/* --- choices -----------------------------------------------------------------------------------
 */

enum err assign_choices(struct http_exchange *x, struct assign_choices *out, struct error *err)
{
	struct office_choices c;
	enum err e = office_choices(APP(x)->desk, x->arena, &WHO(x)->actor, &c, err);
	if (e != OK)
		return e;
	struct kit_choice *dep = arena_array(x->arena, struct kit_choice, c.n_departments + 1);
	struct kit_choice *who = arena_array(x->arena, struct kit_choice, c.n_handlers + 1);
	if (!dep || !who)
		return arena_check(x->arena, err);
	dep[0] = (struct kit_choice){ .text = STR("请选择") };
	who[0] = (struct kit_choice){ .text = STR("由部门自行安排") };
	for (size_t i = 0; i < c.n_departments; i++)
		dep[i + 1] = (struct kit_choice){ .text = c.department[i].name,
			.value = page_fmt(x, "%lld", (long long)c.department[i].id.v) };
	for (size_t i = 0; i < c.n_handlers; i++) {
		const struct office_person_row *p = &c.handler[i];
		who[i + 1] = (struct kit_choice){
			.text = p->department_name.p ? page_fmt(x, "%.*s（%.*s）", STR_ARG(p->name),
							       STR_ARG(p->department_name))
						     : p->name,
			.value = page_fmt(x, "%lld", (long long)p->id.v)
		};
	}
	*out = (struct assign_choices){ dep, who, c.n_departments + 1, c.n_handlers + 1 };
	return OK;
}
