/*
 * entry_page -- a number set by hand, and its evidence.
 */
#include "page/annual/part.h"
#include "page/blob_answer.h"
#include "page/office/part.h"

#include <inttypes.h>

/* --- a number set by hand ---------------------------------------------------------------------- */

struct enter_typed {
	struct str cell, value, reason;
	struct str cell_1, also_1, cell_2, also_2, cell_3, also_3, cell_4, also_4;
	struct form_file file;
};
static const struct form_field enter_fields[] = {
	FORM_TEXT(struct enter_typed, cell, "格", 1, 48, FORM_REQUIRED),
	FORM_TEXT(struct enter_typed, value, "更正后的数字", 0, 20, 0),
	FORM_LINES(struct enter_typed, reason, "理由", 2, 500, FORM_REQUIRED,
		.missing = "请填写理由，它会写进报告"),
	FORM_TEXT(struct enter_typed, cell_1, "第 2 格", 0, 48, 0),
	FORM_TEXT(struct enter_typed, also_1, "第 2 格更正后的数字", 0, 20, 0),
	FORM_TEXT(struct enter_typed, cell_2, "第 3 格", 0, 48, 0),
	FORM_TEXT(struct enter_typed, also_2, "第 3 格更正后的数字", 0, 20, 0),
	FORM_TEXT(struct enter_typed, cell_3, "第 4 格", 0, 48, 0),
	FORM_TEXT(struct enter_typed, also_3, "第 4 格更正后的数字", 0, 20, 0),
	FORM_TEXT(struct enter_typed, cell_4, "第 5 格", 0, 48, 0),
	FORM_TEXT(struct enter_typed, also_4, "第 5 格更正后的数字", 0, 20, 0),
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

static const char *const also_cell[ANNUAL_ALSO_MAX] = { "cell_1", "cell_2", "cell_3", "cell_4" };
static const char *const also_value[ANNUAL_ALSO_MAX] = { "also_1", "also_2", "also_3", "also_4" };

static bool is_offered(int cell)
{
	return !report_cell_is_t3(cell) ||
	       (report_cell_col(cell) != REPORT_COL_TOTAL && report_cell_row(cell) != REPORT_ROW_TOTAL);
}

/* The cells of the same table that may change with this one, those of its own column first. */
static enum err also_choices(struct http_exchange *x, const struct report *r, int cell, struct kit_choice **out,
	size_t *n, struct error *err)
{
	bool t3 = report_cell_is_t3(cell);
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, REPORT_CELLS_2021 + 1);
	if (!c)
		return arena_check(x->arena, err);
	c[(*n)++] = (struct kit_choice){ .value = STR(""), .text = STR("不改其他格") };
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < REPORT_CELLS_2021; i++) {
			bool same = !t3 || (report_cell_is_t3(i) && report_cell_col(i) == report_cell_col(cell));
			if (i == cell || report_cell_table(i) != report_cell_table(cell) || !is_offered(i) ||
				same != (pass == 0))
				continue;
			c[(*n)++] = (struct kit_choice){ .value = page_fmt(x, "%s", report_cell_code(i).z),
				.text = page_fmt(x, "%s（现为 %.*s）", report_cell_name(i).z,
					STR_ARG(annual_number_words(x, &r->cell[i]))) };
		}
	*out = c;
	return arena_check(x->arena, err);
}

/* An erratum may need more than one cell, or the sums no longer hold. */
static enum err also_parts(struct http_exchange *x, struct form_page *p, const struct report *r, int cell,
	struct error *err)
{
	struct kit_choice *c = NULL;
	size_t n = 0;
	enum err e = also_choices(x, r, cell, &c, &n, err);
	if (e != OK)
		return e;
	form_page_heading(p, "同时更正的其他格");
	form_page_text(p, STR("一件申请漏登，新收和办结（或者结转）都要加一；改换申请人类别，两列都要改。合计不用填，随之重新相加。"
			      "几格作为一次勘误一起检查，表格不平不能登记。"));
	for (size_t i = 0; i < ANNUAL_ALSO_MAX; i++) {
		form_page_select(p, also_cell[i], c, n, STR(""), NULL);
		form_page_input(p, also_value[i], STR(""), NULL)->inputmode = STR("decimal");
	}
	return OK;
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
	p.inset = page_fmt(x, "现在是 %.*s；登记簿统计为 %s。%s", STR_ARG(annual_number_words(x, &v.figures.report->cell[cell])),
		c->known ? decimal_text(c->counted).z : "空",
		erratum ? "报告已经公布，原数字保留在快照中，勘误连同日期和理由一起公布，下一年度的上年结转随之更正。"
			: "更正后的数字在表中以 * 标出，更正和理由写入报告第六部分。合计随之重新相加。");
	form_page_hidden(&p, "cell", code);
	struct kit_input *value = form_page_input(
		&p, "value", STR(""), "不填：取消以前的更正，恢复为登记簿统计的数字");
	value->inputmode = STR("decimal");
	if (erratum)
		e = also_parts(x, &p, v.figures.report, cell, err);
	if (e != OK)
		return e;
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
		.file_size = file.size,
		.also = { { report_cell_by_code(t->cell_1), t->also_1 }, { report_cell_by_code(t->cell_2), t->also_2 },
			{ report_cell_by_code(t->cell_3), t->also_3 }, { report_cell_by_code(t->cell_4), t->also_4 } },
		.n_also = ANNUAL_ALSO_MAX };
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
