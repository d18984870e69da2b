/*
 * entry_page -- a number set by hand, its evidence; the steps from draft to publication.
 */
#include "page/annual/part.h"
#include "page/blob_answer.h"
#include "page/office/part.h"

#include <inttypes.h>

/* --- a number set by hand ---------------------------------------------------------------------- */

struct enter_typed {
	struct str cell, value, reason;
	struct form_file file;
};
static const struct form_field enter_fields[] = {
	FORM_TEXT(struct enter_typed, cell, "格", 1, 48, FORM_REQUIRED),
	FORM_TEXT(struct enter_typed, value, "更正后的数字", 0, 20, 0),
	FORM_LINES(struct enter_typed, reason, "理由", 2, 500, FORM_REQUIRED,
		.missing = "请填写理由，它会写进报告"),
	FORM_FILE(struct enter_typed, file, "依据", OFFICE_FILE_BYTES_MAX, 0),
};
const struct http_fields annual_enter_form = HTTP_FIELDS(enter_fields, struct enter_typed);

struct enter_asked {
	struct str cell;
};
static const struct form_field asked_fields[] = {
	FORM_TEXT(struct enter_asked, cell, "格", 1, 48, FORM_REQUIRED),
};
const struct http_fields annual_enter_query = HTTP_FIELDS(asked_fields, struct enter_asked);

static struct str number_of(struct http_exchange *x, const struct report_value *v)
{
	return v->state == REPORT_NUMBER ? page_fmt(x, "%s", decimal_text(v->number).z) : STR("空");
}

static enum err enter_form(
	struct http_exchange *x, struct str code, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	struct annual_view v;
	int year = 0, cell = report_cell_by_code(code);
	enum err e = annual_path_year(x, &year, err);
	if (e == OK && (cell < 0 || cell >= REPORT_CELLS_2021))
		return error_set(err, ERR_NOT_FOUND, NULL, "报告里没有这一格，请从表中点选");
	if (e == OK)
		e = annual_view(APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, year, &v, err);
	if (e != OK)
		return e;
	bool erratum = v.figures.state != ANNUAL_DRAFT;
	const char *title = erratum ? "登记勘误" : "更正统计数字";
	e = form_page_init(x, &p, &annual_enter_form, title, err);
	if (e == OK && refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	if (e != OK)
		return e;
	const struct annual_cell *c = &v.figures.cell[cell];
	annual_crumbs(x, &p.frame, year, title);
	p.title.note = page_fmt(x, "%s", report_cell_name(cell).z);
	p.form.upload = true;
	p.inset = page_fmt(x, "现在是 %.*s；登记簿统计为 %s。%s", STR_ARG(number_of(x, &v.figures.report->cell[cell])),
		c->known ? decimal_text(c->counted).z : "空",
		erratum ? "报告已经公布，原数字保留在快照中，勘误连同理由一起公布。"
			: "更正后的数字在表中以 * 标出，更正和理由写入报告第六部分。合计随之重新相加。");
	form_page_hidden(&p, "cell", code);
	struct kit_input *value = form_page_input(
		&p, "value", STR(""), "不填：取消以前的更正，恢复为登记簿统计的数字");
	value->inputmode = STR("decimal");
	form_page_textarea(&p, "reason", STR(""), "例如：纸质登记簿另有一件，扫描件附后");
	form_page_file(&p, "file", ".pdf,.jpg,.jpeg,.png",
		erratum ? "PDF、JPG 或者 PNG，最大 20 MB；没有可以不传" : "证明材料，PDF、JPG 或者 PNG，最大 20 MB");
	form_page_submit(&p, erratum ? "登记勘误" : "保存更正",
		page_fmt(x, "/annual/%d?cell=%.*s#cell", year, STR_ARG(code)));
	return form_page_answer(x, &p, err);
}

enum err annual_enter_show(struct http_exchange *x, struct error *err)
{
	const struct enter_asked *t = x->form;
	return enter_form(x, t->cell, OK, NULL, err);
}

enum err annual_enter_post(struct http_exchange *x, struct error *err)
{
	const struct enter_typed *t = x->form;
	struct request_file_input file = { .size = 0 };
	struct error why = { .code = OK };
	size_t n = 0;
	int year = 0;
	enum err e = annual_path_year(x, &year, err);
	if (e != OK)
		return e;
	if (x->report->n_errors)
		return enter_form(x, t->cell, OK, NULL, err);
	e = office_upload(x, &t->file, FILE_OTHER, &file, &n, &why);
	struct annual_input in = { .year = year,
		.cell = report_cell_by_code(t->cell),
		.value = t->value,
		.reason = t->reason,
		.file_name = file.name,
		.file_type = file.type,
		.file = file.digest,
		.file_size = file.size };
	if (e == OK)
		e = annual_enter(APP(x)->desk, x->arena, &WHO(x)->actor, &in, &why);
	if (e != OK)
		return enter_form(x, t->cell, e, &why, err);
	return page_done(x, page_fmt(x, "/annual/%d?cell=%.*s#cell", year, STR_ARG(t->cell)), "annual.entered");
}

enum err annual_evidence_show(struct http_exchange *x, struct error *err)
{
	struct annual_entry_row row;
	int64_t id = 0;
	enum err e = page_id(x, 1, &id, err);
	if (e == OK)
		e = annual_evidence(APP(x)->desk, x->arena, &WHO(x)->actor, id, &row, err);
	return e != OK ? e : page_answer_blob(x, row.file_digest, row.file_name, NULL, err);
}

/* --- steps -------------------------------------------------------------------------------------- */

struct step_typed {
	int64_t version;
	struct str reason;
};
static const struct form_field step_fields[] = {
	FORM_INT(struct step_typed, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct step_typed, reason, "说明", 0, 500, 0),
};
const struct http_fields annual_step_form = HTTP_FIELDS(step_fields, struct step_typed);

static const struct {
	const char *word, *title, *text, *button, *hint;
	enum annual_step step;
	unsigned permission;
} steps[] = {
	{ "freeze", "冻结数据，送审",
		"冻结后，表格和正文取冻结时的快照，登记簿以后的变动不再改变报告。审核人或签发人退回后才能再改。",
		"冻结并送审", "给审核人的话，可以不填", STEP_FREEZE, PERM_ANNUAL_EDIT },
	{ "review", "审核通过", "通过后交签发人签发。请先核对三张表、检查结果和正文。", "审核通过", "可以不填",
		STEP_REVIEW, PERM_ANNUAL_REVIEW },
	{ "sign", "签发报告", "签发后即可公布。", "签发", "可以不填", STEP_SIGN, PERM_ANNUAL_SIGN },
	{ "publish", "公布报告", "公布后任何人都能在门户的“年度报告”栏目看到和下载，网址不再变动。公布后不能退回，有误只能登记勘误。",
		"公布", "可以不填", STEP_PUBLISH, PERM_ANNUAL_PUBLISH },
	{ "return", "退回起草", "退回后数据解除冻结，表格重新随登记簿变动；已经作出的审核和签发作废。", "退回起草",
		"请写明退回的理由", STEP_RETURN, PERM_ANNUAL_LOOK },
};

static int step_of(struct str word)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(word, steps[i].word))
			return (int)i;
	return -1;
}

static struct str findings_words(struct http_exchange *x, const struct findings *f)
{
	return page_fmt(x, "检查结果：错误 %zu 项，提醒 %zu 项。", findings_count(f, SEVERITY_ERROR),
		findings_count(f, SEVERITY_WARNING));
}

static struct str sums_words(struct http_exchange *x, const struct annual_figures *f)
{
	struct str n[4];
	static const char *const code[] = { "t3.received.total", "t3.carried_in.total", "t3.total.total",
		"t3.carried_out.total" };
	for (size_t i = 0; i < 4; i++)
		n[i] = number_of(x, &f->report->cell[report_cell_by_code(str_cstr(code[i]))]);
	return page_fmt(x, "本年新收 %.*s 件，上年结转 %.*s 件，办结 %.*s 件，结转下年 %.*s 件。", STR_ARG(n[0]),
		STR_ARG(n[1]), STR_ARG(n[2]), STR_ARG(n[3]));
}

static enum err step_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	struct annual_view v;
	int year = 0, i = step_of(x->param[1]);
	enum err e = annual_path_year(x, &year, err);
	if (e == OK && i < 0)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一步，请从报告页面重新选择");
	if (e == OK)
		e = desk_allow(&WHO(x)->actor, steps[i].permission, err);
	if (e == OK)
		e = annual_view(APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, year, &v, err);
	if (e == OK)
		e = form_page_init(x, &p, &annual_step_form, steps[i].title, err);
	if (e == OK && refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	if (e != OK)
		return e;
	annual_crumbs(x, &p.frame, year, steps[i].title);
	p.title.note = v.figures.report->title;
	p.inset = str_cstr(steps[i].text);
	if (!v.text_ready && steps[i].step != STEP_RETURN)
		p.warning = STR("正文还没有写完：第一、五、六部分要有文字。");
	form_page_text(&p, sums_words(x, &v.figures));
	form_page_text(&p, findings_words(x, &v.findings));
	form_page_hidden(&p, "version", page_fmt(x, "%" PRId64, v.figures.row.version));
	form_page_textarea(&p, "reason", STR(""), steps[i].hint);
	form_page_submit(&p, steps[i].button, annual_path(x, year, ""));
	return form_page_answer(x, &p, err);
}

enum err annual_step_show(struct http_exchange *x, struct error *err)
{
	return step_form(x, OK, NULL, err);
}

enum err annual_step_post(struct http_exchange *x, struct error *err)
{
	const struct step_typed *t = x->form;
	struct error why = { .code = OK };
	int year = 0, i = step_of(x->param[1]);
	enum err e = annual_path_year(x, &year, err);
	if (e != OK)
		return e;
	if (x->report->n_errors || i < 0)
		return step_form(x, OK, NULL, err);
	e = annual_take_step(
		APP(x)->desk, x->arena, &WHO(x)->actor, year, t->version, steps[i].step, t->reason, &why);
	if (e != OK)
		return step_form(x, e, &why, err);
	return page_done(
		x, annual_path(x, year, ""), steps[i].step == STEP_RETURN ? "annual.returned" : "annual.step");
}
