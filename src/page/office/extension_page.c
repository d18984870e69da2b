/*
 * extension_page -- longer time to reply: one person proposes, the head of the office decides.
 */
#include "page/office/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 };

/* --- proposing ---------------------------------------------------------------------------------
 */

struct extension_fields {
	int64_t version, days;
	struct str reason;
};
static const struct form_field extension_form_fields[] = {
	FORM_INT(struct extension_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_INT(struct extension_fields, days, "延长的工作日数", 1, 20, FORM_REQUIRED,
		.missing = "请填写延长的工作日数，1 至 20", .rule = "R-033-2"),
	FORM_LINES(struct extension_fields, reason, "延长的理由", 2, 450, FORM_REQUIRED,
		.missing = "请写明为什么不能在期限内答复"),
};
const struct http_fields extension_form =
	HTTP_FIELDS(extension_form_fields, struct extension_fields);

static enum err propose_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &extension_form, "申请延长答复期限", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = STR(
		"需要延长答复期限的，应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限"
		"最长不得超过 20 个工作日（条例第三十三条第二款）。提出后由负责人决定。");
	form_page_input(&p, "days", STR("20"), "最多 20 个工作日，只能延长一次");
	form_page_textarea(&p, "reason", STR(""), "例如：需要检索的档案数量大；不写个人信息");
	form_page_submit(&p, "提交负责人", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err extension_show(struct http_exchange *x, struct error *err)
{
	return propose_page(x, OK, err);
}

enum err extension_post(struct http_exchange *x, struct error *err)
{
	const struct extension_fields *f = x->form;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return propose_page(x, OK, err);
	e = office_extension_propose(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, (int)f->days, f->reason, err);
	return e != OK ? propose_page(x, e, err)
		       : page_done(x, case_path(x, id, ""), "extension.proposed");
}

/* --- deciding ----------------------------------------------------------------------------------
 */

static const struct form_choice decide_choices[] = { { "agree", "同意" }, { "refuse", "不同意" },
	{ NULL, NULL } };
struct approve_fields {
	int64_t version, days;
	int decision;
	struct date on;
	struct str reason, paper;
	struct form_file file;
};
static const struct form_field approve_form_fields[] = {
	FORM_INT(struct approve_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct approve_fields, decision, "决定", decide_choices, FORM_REQUIRED,
		.missing = "请选择同意还是不同意"),
	FORM_INT(struct approve_fields, days, "延长的工作日数", 1, 20, 0, .rule = "R-033-2"),
	FORM_DATE(struct approve_fields, on, "纸质告知申请人的日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct approve_fields, paper, "为什么在系统外办理", 0, 500, 0),
	FORM_FILE(struct approve_fields, file, "凭证的扫描件", OFFICE_FILE_BYTES_MAX, 0),
	FORM_LINES(struct approve_fields, reason, "意见", 0, 450, 0),
};
const struct http_fields approve_form = HTTP_FIELDS(approve_form_fields, struct approve_fields);

static const struct request_note_row *find_note(
	struct http_exchange *x, const struct request_view *v, struct error *err)
{
	int64_t id = 0;
	if (page_id(x, 1, &id, err) != OK)
		return NULL;
	for (size_t i = 0; i < v->n_notes; i++)
		if (v->note[i].id == id && v->note[i].kind == NOTE_EXTENSION)
			return &v->note[i];
	(void)error_set(err, ERR_NOT_FOUND, NULL, "没有这项延期申请，请回到申请页面查看");
	return NULL;
}

/* The digits of "申请延长 15 个工作日"; the most the law allows when there are none. */
static struct str days_of(struct str text)
{
	size_t from = 0, to;
	while (from < text.n && (text.p[from] < '0' || text.p[from] > '9'))
		from++;
	for (to = from; to < text.n && text.p[to] >= '0' && text.p[to] <= '9';)
		to++;
	return to > from && to - from <= 2 ? str_sub(text, from, to) : STR("20");
}

static enum err approve_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("agree"), .text = STR_INIT("同意") },
		{ .value = STR_INIT("refuse"), .text = STR_INIT("不同意") },
	};
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &approve_form, "决定是否延长答复期限", why, &v, &p, err);
	if (e != OK)
		return e;
	const struct request_note_row *note = find_note(x, &v, err);
	if (!note)
		return ERR_NOT_FOUND;
	p.inset = page_fmt(x, "%.*s提出：%.*s", STR_ARG(note->actor_name), STR_ARG(note->text));
	form_page_radios(&p, "decision", choice, 2, STR(""), NULL);
	form_page_input(&p, "days", days_of(note->text), "最多 20 个工作日；不同意的不用填");
	form_page_textarea(&p, "reason", STR(""), "不同意的，写明理由");
	form_page_text(&p, STR("同意后，由承办人起草延期答复告知书，须在答复期限届满以前送达；送达时期限延长。"
			       "已经在系统外用纸质文书告知申请人的，填写下面三项。"));
	office_paper(&p);
	p.control[p.n - 2].textarea.field.optional = true;
	struct kit_input *on = form_page_input(&p, "on", STR(""),
		"须在答复期限届满以前告知，例如 2026-01-08");
	on->field.classes = STR("govuk-input--width-10");
	form_page_submit(&p, "作出决定", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err approve_show(struct http_exchange *x, struct error *err)
{
	return approve_page(x, OK, err);
}

enum err approve_post(struct http_exchange *x, struct error *err)
{
	const struct approve_fields *f = x->form;
	struct office_extension in = { .version = f->version,
		.agree = f->decision == 0,
		.days = (int)f->days,
		.told = f->paper.n > 0 || f->on.day != form_date_absent().day,
		.on = f->on,
		.paper = f->paper,
		.reason = f->reason };
	struct request_file_input file;
	size_t n = 0;
	enum err e = page_id(x, 0, &in.id.v, err);
	if (e == OK)
		e = page_id(x, 1, &in.note, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return approve_page(x, OK, err);
	e = office_upload(x, &f->file, FILE_PROOF, &file, &n, err);
	if (e != OK)
		return approve_page(x, e, err);
	in.file = n ? &file : NULL;
	in.told = in.told || n > 0;
	if (in.told && f->on.day == form_date_absent().day) {
		e = form_missing(x, "on", "请填写纸质告知申请人的日期，例如 2026-01-08", err);
		return e != OK ? e : approve_page(x, OK, err);
	}
	e = office_extension_decide(APP(x)->desk, x->arena, &WHO(x)->actor, &in, err);
	return e != OK ? approve_page(x, e, err)
		       : page_done(x, case_path(x, in.id, "#clock"), "extension.decided");
}
