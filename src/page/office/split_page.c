/*
 * split_page -- one paper that asks for several things becomes several requests (一事一申请), and the
 * other way round, which is refused: several requests never become one.
 *
 * The form has as many boxes as it was asked for: a button sends it back with one more, with and
 * without scripts.  A box left empty counts for nothing.
 */
#include "page/office/part.h"

enum { ROWS_FIRST = 3, NUMBERS_MAX = 500, REASON_MAX = 1000 };

struct split_fields {
	int64_t version, rows;
	bool more;
	struct str part[REQUEST_PARTS_MAX];
};
#define PART(i, no)                                                                                \
	{                                                                                          \
		.name = "part" no, .label = "第 " no " 件", .type = FORM_TYPE_LINES,              \
		.offset = offsetof(struct split_fields, part) + (i) * sizeof(struct str),           \
		.min = 1, .max = REQUEST_CONTENT_MAX                                                \
	}
static const struct form_field fields[] = {
	PART(0, "1"), PART(1, "2"), PART(2, "3"), PART(3, "4"), PART(4, "5"), PART(5, "6"),
	PART(6, "7"), PART(7, "8"), PART(8, "9"), PART(9, "10"), PART(10, "11"), PART(11, "12"),
	PART(12, "13"), PART(13, "14"), PART(14, "15"), PART(15, "16"), PART(16, "17"),
	PART(17, "18"), PART(18, "19"), PART(19, "20"),
	FORM_INT(struct split_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_INT(struct split_fields, rows, "几件", 0, REQUEST_PARTS_MAX, 0),
	FORM_FLAG(struct split_fields, more, "再加一件", 0),
};
_Static_assert(sizeof fields / sizeof *fields == REQUEST_PARTS_MAX + 3, "a field for each part");
const struct http_fields split_form = HTTP_FIELDS(fields, struct split_fields);

/* How many boxes are shown: what was typed and asked for, one more when that is asked. */
static size_t rows_of(const struct http_exchange *x, const struct form_page *p)
{
	const struct split_fields *f = x->form;
	size_t n = ROWS_FIRST;
	if (!p->report)
		return n;
	if (f->rows > (int64_t)n)
		n = (size_t)f->rows;
	for (size_t i = n; i < REQUEST_PARTS_MAX; i++)
		if (p->report->state[i].given)
			n = i + 1;
	if (f->more && n < REQUEST_PARTS_MAX)
		n++;
	return n;
}

static enum err split_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &split_form, "拆分申请", why, &v, &p, err);
	if (e != OK)
		return e;
	size_t n = rows_of(x, &p);
	p.inset = STR(
		"一份申请写了几件不同的事，按能单独答复的最小单位拆开，各自登记、各自答复；"
		"申请人、材料和收到日期相同，期限各自计算。原文作为备注保留。"
		"只能在登记后、其他步骤之前拆分。空着的不计。");
	for (size_t i = 0; i < n; i++) {
		struct kit_textarea *t = form_page_textarea(&p, fields[i].name,
			i == 0 ? v.request.content : STR(""),
			i == 0 ? "留在本件，编号不变" : NULL);
		t->rows = i == 0 ? 6 : 4;
		t->field.optional = i > 1;
	}
	form_page_hidden(&p, "rows", page_fmt(x, "%zu", n));
	p.button[p.n_buttons++] = (struct kit_button){ .text = STR("拆分"), .once = true };
	if (n < REQUEST_PARTS_MAX)
		p.button[p.n_buttons++] = (struct kit_button){ .text = STR("再加一件"),
			.kind = KIT_SECONDARY, .name = STR("more"), .value = STR("1"),
			.draft = true };
	p.button[p.n_buttons++] = (struct kit_button){ .text = STR("返回，不做更改"),
		.kind = KIT_SECONDARY, .href = case_path(x, v.request.id, "") };
	return form_page_answer(x, &p, err);
}

enum err split_show(struct http_exchange *x, struct error *err)
{
	return split_page(x, OK, err);
}

static size_t given(const struct split_fields *f, struct str *content)
{
	size_t n = 0;
	for (size_t i = 0; i < REQUEST_PARTS_MAX; i++)
		if (f->part[i].n > 0)
			content[n++] = f->part[i];
	return n;
}

enum err split_post(struct http_exchange *x, struct error *err)
{
	const struct split_fields *f = x->form;
	struct request_id id, part[REQUEST_PARTS_MAX];
	struct str content[REQUEST_PARTS_MAX];
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK && !f->more && f->part[0].n == 0)
		e = form_missing(x, "part1", "请填写第一件的内容", err);
	if (e == OK && !f->more && given(f, content) < 2)
		e = form_missing(x, "part2", "至少写出两件，每件一个框", err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0 || f->more)
		return split_page(x, OK, err);
	e = request_split(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, content,
		given(f, content), part, err);
	return e != OK ? split_page(x, e, err)
		       : page_done(x, case_path(x, id, "#parts"), "case.split");
}

/* --- several into one ----------------------------------------------------------------------------- */

static const struct form_choice by_choices[] = { { "applicant", "申请人要求合并" },
	{ "office", "机关内部提出合并" }, { NULL, NULL } };
struct merge_fields {
	int64_t version;
	int by;
	struct date on;
	struct str numbers, reason;
};
static const struct form_field merge_form_fields[] = {
	FORM_INT(struct merge_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct merge_fields, by, "谁提出", by_choices, FORM_REQUIRED,
		.missing = "请选择是谁提出合并"),
	FORM_TEXT(struct merge_fields, numbers, "要求与哪几件合并", 1, NUMBERS_MAX, FORM_REQUIRED,
		.missing = "请填写其他各件的登记编号"),
	FORM_DATE(struct merge_fields, on, "提出的日期", 2008, 2200, FORM_REQUIRED,
		.missing = "请填写提出的日期"),
	FORM_LINES(struct merge_fields, reason, "情况和答复", 1, REASON_MAX, FORM_REQUIRED,
		.missing = "请写明情况和怎样答复"),
};
const struct http_fields merge_form = HTTP_FIELDS(merge_form_fields, struct merge_fields);

/* The others of the same paper or alike, by number: what is most likely meant. */
static enum err likely(struct http_exchange *x, const struct request_view *v, struct str *out,
	struct error *err)
{
	struct request_similar *row;
	size_t n;
	struct str text = STR("");
	enum err e = request_similar(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &row, &n, NULL, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].same_applicant && text.n < NUMBERS_MAX / 2)
			text = page_fmt(x, "%.*s%s%.*s", STR_ARG(text), text.n ? "、" : "",
				STR_ARG(row[i].number));
	*out = text;
	return e;
}

static enum err merge_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct str numbers;
	struct kit_choice by[2];
	enum err e = case_form(x, &merge_form, "要求合并的，不予合并", why, &v, &p, err);
	if (e == OK)
		e = likely(x, &v, &numbers, err);
	if (e != OK)
		return e;
	p.inset = STR("几件申请不能合并成一件：每件申请单独登记、单独计算期限、单独答复，"
		      "统计时每件只计一行（" REQUEST_MERGE_RULE "）。"
		      "编号给出以后不收回，合并会使收到数与办理结果对不上。"
		      "提出合并的，在这里记录并说明；各件照常办理。");
	struct form_related related[] = { { .text = STR("并案答复不合并计数"),
		.href = case_path(x, v.request.id, "/letters"),
		.note = STR("内容相同的，可以同时答复：各件分别起草告知书，写相同的内容，"
			    "各有文号，各计一件") } };
	p.related_title = STR("可以怎样办理");
	p.related = related;
	p.n_related = 1;
	for (size_t i = 0; i < 2; i++)
		by[i] = (struct kit_choice){ .value = str_cstr(by_choices[i].value),
			.text = str_cstr(by_choices[i].label) };
	form_page_radios(&p, "by", by, 2, STR("applicant"), NULL);
	form_page_input(&p, "numbers", numbers, "登记编号，用顿号或者空格隔开；各件都会写入工作记录");
	form_page_input(&p, "on", day_full(x, office_today(x)), NULL)->field.classes =
		STR("govuk-input--width-10");
	form_page_textarea(&p, "reason", STR(""),
		"例如：电话告知申请人各件分别答复，答复书可以同时寄送")->rows = 4;
	form_page_submit(&p, "记录不予合并", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err merge_show(struct http_exchange *x, struct error *err)
{
	return merge_page(x, OK, err);
}

enum err merge_post(struct http_exchange *x, struct error *err)
{
	const struct merge_fields *f = x->form;
	struct request_merge m = { .by_applicant = f->by == 0, .on = f->on,
		.numbers = f->numbers, .reason = f->reason };
	enum err e = page_id(x, 0, &m.id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return merge_page(x, OK, err);
	e = request_merge_refuse(APP(x)->desk, x->arena, &WHO(x)->actor, &m, err);
	return e != OK ? merge_page(x, e, err)
		       : page_done(x, case_path(x, m.id, "#notes"), "case.merge_refused");
}
