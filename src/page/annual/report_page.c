/*
 * report_page -- the report of a year: three tables whose cells open what is behind them, findings,
 * entries, text, steps.
 */
#include "page/annual/part.h"
#include "page/annual_annual_tmpl.h"
#include "page/moment.h"

#include "desk/action.h"
#include "desk/ledger.h"
#include "desk/remedy.h"
#include "desk/request.h"

#include <inttypes.h>

struct cell_typed {
	int64_t agency;
	struct str cell;
	int64_t block, day, id;
	struct date since;
};
static const struct form_field cell_fields[] = {
	FORM_ID(struct cell_typed, agency, "机关", 0),
	FORM_TEXT(struct cell_typed, cell, "格", 0, 48, 0),
	FORM_INT(struct cell_typed, block, "位置", 0, 1000, 0),
	FORM_INT(struct cell_typed, day, "位置", 0, 10000000, 0),
	FORM_INT(struct cell_typed, id, "位置", 0, INT64_MAX, 0),
	FORM_DATE(struct cell_typed, since, "起始日期", 2008, 2099, 0),
};
const struct http_fields annual_cell_form = HTTP_FIELDS(cell_fields, struct cell_typed);

struct showing {
	struct http_exchange *x;
	const struct cell_typed *typed;
	struct annual_view view;
	int year, cell; /* -1: none chosen */
	struct agency_id agency;
	bool own;
	struct str base; /* "/annual/2024?cell=" */
};

static struct str day_of(struct http_exchange *x, struct opt_i64 d)
{
	return d.has ? page_fmt(x, "%s", date_text((struct date){ (int32_t)d.v }).z) : STR("");
}

static struct str cell_href(const struct showing *s, int cell)
{
	return page_fmt(s->x, "%.*s%s#cell", STR_ARG(s->base), report_cell_code(cell).z);
}

/* --- findings, entries ----------------------------------------------------------------------------- */

static struct annual_finding_words finding_words(const struct showing *s, const struct finding *f)
{
	static const char *const classes[] = { "is-todo", "is-warn", "is-bad" };
	return (struct annual_finding_words){ .classes = classes[f->severity], .message = f->message,
		.hint = f->hint,
		.href = f->n_cells && f->cell[0] < REPORT_CELLS_2021 ? cell_href(s, f->cell[0]) : STR("") };
}

static bool names(const struct finding *f, int cell)
{
	for (size_t i = 0; i < f->n_cells; i++)
		if (f->cell[i] == cell)
			return true;
	return false;
}

/* Findings on a cell, or all (-1). */
static enum err fill_findings(const struct showing *s, int cell, struct annual_finding_words **out,
	size_t *n, struct error *err)
{
	const struct findings *f = &s->view.findings;
	*out = arena_array(s->x->arena, struct annual_finding_words, f->n);
	if (f->n && !*out)
		return arena_check(s->x->arena, err);
	for (size_t i = 0; i < f->n; i++)
		if (cell < 0 || names(&f->item[i], cell))
			(*out)[(*n)++] = finding_words(s, &f->item[i]);
	return OK;
}

static enum err fill_entries(const struct showing *s, int cell, struct annual_entry_words **out, size_t *n,
	struct error *err)
{
	const struct annual_figures *f = &s->view.figures;
	struct http_exchange *x = s->x;
	*out = arena_array(x->arena, struct annual_entry_words, f->n_entries);
	if (f->n_entries && !*out)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < f->n_entries; i++) {
		const struct annual_entry_row *e = &f->entry[i];
		int at = report_cell_by_code(e->cell);
		if (at < 0 || (cell >= 0 && at != cell))
			continue;
		(*out)[(*n)++] = (struct annual_entry_words){ .cell = page_fmt(x, "%s", report_cell_name(at).z),
			.href = cell_href(s, at), .from = e->counted.n ? e->counted : STR("空"), .to = e->value,
			.reason = e->reason, .erratum = e->erratum != 0,
			.who = page_fmt(x, "%.*s　%.*s", STR_ARG(e->actor_name),
				STR_ARG(moment_text(x->arena, e->at))),
			.file = e->file_name,
			.file_href = e->file_size ? page_fmt(x, "/annual/%d/evidence/%" PRId64, s->year, e->id)
						  : STR("") };
	}
	return OK;
}

/* --- the chosen cell --------------------------------------------------------------------------------- */

static const struct kit_column case_columns[] = {
	{ .label = STR_INIT("编号"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("申请内容"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("申请人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("类别"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("收到"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("办结"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("结果"), .card = KIT_CARD_CORNER },
};
static const struct kit_table case_table = { .caption = STR_INIT("这一格的案件"), .kind = KIT_GRID,
	.cards = true, .column = case_columns, .n = 7 };
static const struct kit_column change_columns[] = {
	{ .label = STR_INIT("时间"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("变动"), .card = KIT_CARD_CORNER, .number = true },
	{ .label = STR_INIT("申请"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("原因"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("经手人"), .card = KIT_CARD_NAMED },
};
static const struct kit_table change_table = { .caption = STR_INIT("数值变动记录，新的在前"),
	.kind = KIT_GRID, .cards = true, .column = change_columns, .n = 5 };

static struct str case_href(const struct showing *s, struct request_id id)
{
	return s->own ? page_fmt(s->x, "/office/requests/%" PRId64, id.v) : STR("");
}

static enum err fill_cases(const struct showing *s, struct annual_drill *d, struct error *err)
{
	struct http_exchange *x = s->x;
	struct annual_cases c;
	struct annual_cursor after = { (int)s->typed->block, s->typed->day, s->typed->id };
	enum err e = annual_cases(APP(x)->desk, x->arena, &WHO(x)->actor, s->agency, s->year, s->cell, after,
		&c, err);
	if (e != OK)
		return e;
	d->row = arena_array(x->arena, struct annual_case_words, c.n);
	if (c.n && !d->row)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < c.n; i++) {
		const struct annual_case_row *r = &c.row[i];
		d->row[i] = (struct annual_case_words){ .number = r->number, .href = case_href(s, r->id),
			.subject = r->subject, .who = r->masked_name,
			.class = str_cstr(applicant_class_name((enum applicant_class)r->class)),
			.received = day_of(x, r->received_on), .closed = day_of(x, r->closed_on),
			.outcome = r->outcome >= 0 ? str_cstr(outcome_find((enum outcome)r->outcome)->name)
						   : STR("未办结") };
	}
	d->n = c.n;
	struct str here = page_fmt(x, "%.*s%s", STR_ARG(s->base), report_cell_code(s->cell).z);
	if (c.more)
		d->next = page_fmt(x, "%.*s&block=%d&day=%" PRId64 "&id=%" PRId64 "#cell", STR_ARG(here),
			c.next.block, c.next.day, c.next.id);
	if (after.id)
		d->first = page_fmt(x, "%.*s#cell", STR_ARG(here));
	return OK;
}

/* The cases of the register of remedies behind a cell of table four. */
static enum err fill_remedies(const struct showing *s, struct annual_drill *d, struct error *err)
{
	struct http_exchange *x = s->x;
	int at = s->cell - REPORT_CELL_T4;
	struct remedy_year_case_row *r;
	struct remedy_id after = { s->typed->id };
	bool more = false;
	size_t n = 0;
	enum err e = remedy_year_list(APP(x)->desk, x->arena, &WHO(x)->actor, s->agency, s->year,
		at / REPORT_RESULT_COUNT, at % REPORT_RESULT_COUNT, after, ANNUAL_CASES_PAGE, &r, &n, &more, err);
	if (e != OK)
		return e;
	d->row = arena_array(x->arena, struct annual_case_words, n);
	if (n && !d->row)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++)
		d->row[i] = (struct annual_case_words){ .number = r[i].number,
			.href = s->own ? page_fmt(x, "/office/remedies/%" PRId64, r[i].id.v) : STR(""),
			.subject = r[i].subject, .who = r[i].masked_name,
			.class = str_cstr(remedy_block_name((enum remedy_block)r[i].block)),
			.received = day_of(x, (struct opt_i64){ true, r[i].opened_on }),
			.closed = day_of(x, r[i].closed_on),
			.outcome = str_cstr(remedy_column_name((enum remedy_column)r[i].counted)) };
	d->n = n;
	if (more)
		d->next = page_fmt(x, "%.*s%.*s&id=%" PRId64 "#cell", STR_ARG(s->base), STR_ARG(d->code),
			r[n - 1].id.v);
	return OK;
}

/* The rows of the ledgers behind a cell of table two. */
static enum err fill_ledger(const struct showing *s, struct annual_drill *d, struct error *err)
{
	struct http_exchange *x = s->x;
	struct ledger_rows rows;
	struct ledger_place after = { s->typed->day, s->typed->id };
	if (!role_permits(WHO(x)->actor.roles, PERM_LEDGER_LOOK))
		return OK;
	enum err e = ledger_rows(APP(x)->desk, &WHO(x)->actor, s->agency, s->year,
		(struct ledger_source){ s->cell, LEDGER_ANY }, after, x->arena, &rows, err);
	if (e != OK)
		return e;
	d->line = arena_array(x->arena, struct str, rows.n);
	if (rows.n && !d->line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < rows.n; i++)
		d->line[d->n_lines++] = ledger_row_words(x->arena, s->cell, &rows.row[i]);
	if (rows.more)
		d->next = page_fmt(x, "%.*s%.*s&day=%" PRId64 "&id=%" PRId64 "#cell", STR_ARG(s->base),
			STR_ARG(d->code), rows.next.day, rows.next.id);
	return OK;
}

static enum err fill_changes(const struct showing *s, struct annual_drill *d, struct error *err)
{
	struct http_exchange *x = s->x;
	struct annual_move_row *m;
	size_t n;
	struct date since = s->typed->since;
	if (since.day == form_date_absent().day)
		since = date_from_ymd(s->year, 12, 31);
	/* While the year is not over: what the last month changed. */
	struct date month_ago = date_add_days(date_of_moment(x->started_ms / 1000), -30);
	if (s->typed->since.day == form_date_absent().day && since.day > month_ago.day)
		since = month_ago;
	enum err e = annual_changes(APP(x)->desk, x->arena, &WHO(x)->actor, s->agency, s->year, s->cell, since,
		&m, &n, err);
	if (e != OK)
		return e;
	d->change = arena_array(x->arena, struct annual_change_words, n);
	if (n && !d->change)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++) {
		const struct action *a = action_find(m[i].action);
		d->change[i] = (struct annual_change_words){
			.at = m[i].at ? moment_text(x->arena, m[i].at) : STR("启用统计时"),
			.number = m[i].number, .href = case_href(s, m[i].request),
			.delta = page_fmt(x, "%+" PRId64, m[i].delta),
			.action = a ? str_cstr(a->name) : STR("未记载"),
			.actor = m[i].actor_name.n ? m[i].actor_name : STR("未记载") };
	}
	d->n_changes = n;
	d->since = (struct kit_input){ .field = { .name = STR("since"), .label = STR("从这一天起的变动"),
					      .hint = STR("例如 2025-01-01"),
					      .classes = STR("govuk-input--width-10") },
		.value = page_fmt(x, "%s", date_text(since).z) };
	kit_take_state(page_state(x, "since"), &d->since.field, &d->since.value);
	return OK;
}

static enum err fill_drill(const struct showing *s, struct annual_drill *d, struct error *err)
{
	struct http_exchange *x = s->x;
	const struct annual_figures *f = &s->view.figures;
	const struct report_value *v = &f->report->cell[s->cell];
	struct str number = v->state == REPORT_NUMBER ? page_fmt(x, "%s", decimal_text_grouped(v->number).z)
						      : STR("空");
	const char *unit = report_cell_is_amount(s->cell) ? " 万元" : v->state == REPORT_NUMBER ? " 件" : "";
	d->title = page_fmt(x, "%s：%.*s%s", report_cell_name(s->cell).z, STR_ARG(number), unit);
	d->rule = str_cstr(annual_rule(s->cell));
	d->source = str_cstr(annual_rule_source(s->cell));
	d->cases = &case_table;
	d->changes = &change_table;
	d->code = page_fmt(x, "%s", report_cell_code(s->cell).z);
	d->action = annual_path(x, s->year, "");
	d->agency = s->own ? STR("") : page_fmt(x, "%" PRId64, s->agency.v);
	const struct annual_cell *c = &f->cell[s->cell];
	if (c->known && v->state == REPORT_NUMBER && !decimal_eq(c->counted, v->number))
		d->list_note = page_fmt(x, "%s登记簿现在统计为 %s，见下面的名单。",
			c->locked ? "本格取上年报告冻结的结转数，不再变动。"
			: f->frozen ? "报告冻结后不再变动。" : "本格经过更正。",
			decimal_text_grouped(c->counted).z);
	else if (c->locked)
		d->list_note = STR("本格取上年报告冻结的结转数，与登记簿一致。");
	if (c->source)
		d->source_note = page_fmt(x, "上年报告公布的结转数是 %.*s，%s 登记勘误更正为 %.*s（%.*s），本年的上年结转随之更正。",
			STR_ARG(c->source->counted), date_text(date_of_moment(c->source->at / 1000)).z,
			STR_ARG(c->source->value), STR_ARG(c->source->reason));
	bool may = s->own && role_permits(WHO(x)->actor.roles, PERM_ANNUAL_EDIT);
	bool sum = report_cell_is_t3(s->cell) &&
		   (report_cell_col(s->cell) == REPORT_COL_TOTAL || report_cell_row(s->cell) == REPORT_ROW_TOTAL);
	if (may && !sum && (f->state == ANNUAL_DRAFT || f->state == ANNUAL_PUBLISHED)) {
		d->enter_href = page_fmt(x, "/annual/%d/entry?cell=%.*s", s->year, STR_ARG(d->code));
		d->enter_text = f->state == ANNUAL_DRAFT ? STR("更正这一格") : STR("登记勘误");
	}
	enum err e = fill_findings(s, s->cell, &d->finding, &d->n_findings, err);
	if (e == OK)
		e = fill_entries(s, s->cell, &d->entry, &d->n_entries, err);
	if (e == OK && report_cell_is_t3(s->cell))
		e = fill_cases(s, d, err);
	if (e == OK && report_cell_is_t3(s->cell))
		e = fill_changes(s, d, err);
	if (e == OK && report_cell_table(s->cell) == 4)
		e = fill_remedies(s, d, err);
	if (e == OK && report_cell_table(s->cell) == 2)
		e = fill_ledger(s, d, err);
	d->listed = report_cell_table(s->cell) != 2;
	d->counted = report_cell_is_t3(s->cell);
	return e;
}

/* --- the rest of the page ------------------------------------------------------------------------------ */

static void fill_counts(const struct showing *s, struct annual_report_page *v)
{
	struct http_exchange *x = s->x;
	const struct report *r = s->view.figures.report;
	int known = 0;
	size_t bad = findings_count(&s->view.findings, SEVERITY_ERROR);
	size_t warn = findings_count(&s->view.findings, SEVERITY_WARNING);
	size_t n = s->view.figures.n_entries;
	for (int c = 0; c < REPORT_CELLS_2021; c++)
		known += r->cell[c].state == REPORT_NUMBER;
	v->count[0] = (struct annual_count_words){ STR("表格单元"), page_fmt(x, "%d／200", known),
		STR("表三 175 格由申请生成"), STR("#t3"), "" };
	v->count[1] = (struct annual_count_words){ STR("错误"), page_fmt(x, "%zu", bad),
		bad ? STR("送审前必须改正") : STR("勾稽检查通过"), STR("#findings"), bad ? "is-red" : "is-green" };
	v->count[2] = (struct annual_count_words){ STR("提醒"), page_fmt(x, "%zu", warn),
		STR("可说明后保留"), STR("#findings"), warn ? "is-amber" : "" };
	v->count[3] = (struct annual_count_words){ STR("更正和勘误"), page_fmt(x, "%zu", n),
		n ? STR("已在表中标 *") : STR("全部数字由系统统计"), STR("#entries"), n ? "is-amber" : "" };
	v->count[4] = (struct annual_count_words){ STR("正文"), s->view.text_ready ? STR("已写") : STR("未写完"),
		STR("一、五、六部分"), STR("#text"), s->view.text_ready ? "is-green" : "" };
}

static struct str change_words(struct http_exchange *x, int64_t before, int64_t now)
{
	if (before == 0)
		return now == 0 ? STR("持平") : page_fmt(x, "%+" PRId64 " 件", now);
	int64_t permille = ((now - before) * 2000 + (now >= before ? before : -before)) / (2 * before);
	return page_fmt(x, "%s%" PRId64 ".%d%%", permille > 0 ? "+" : permille < 0 ? "-" : "",
		(permille < 0 ? -permille : permille) / 10, (int)((permille < 0 ? -permille : permille) % 10));
}

static void fill_compare(const struct showing *s, struct annual_report_page *v)
{
	static const struct {
		const char *name, *field, *before;
	} line[] = {
		{ "新收申请", "t3.received.total", "" },
		{ "予以公开", "t3.open.total", "" },
		{ "本机关不掌握", "t3.unable.not_held.total", "" },
		{ "办结总计", "t3.total.total", "" },
		{ "结转下年", "t3.carried_out.total", "" },
		{ "行政复议", "t4.review.total", "" },
	};
	const struct annual_figures *f = &s->view.figures;
	struct http_exchange *x = s->x;
	for (size_t i = 0; f->previous && i < sizeof line / sizeof *line; i++) {
		struct decimal a = { 0 }, b = { 0 };
		int cell = report_cell_by_code(str_cstr(line[i].field));
		if (!report_number_or_zero(f->previous, cell, &a) || !report_number_or_zero(f->report, cell, &b))
			continue;
		v->compare[v->n_compare++] = (struct annual_compare_words){ str_cstr(line[i].name),
			page_fmt(x, "%s", decimal_text_grouped(a).z), page_fmt(x, "%s", decimal_text_grouped(b).z),
			change_words(x, a.coef, b.coef) };
	}
	v->compare_before = page_fmt(x, "%d", s->year - 1);
	v->compare_now = page_fmt(x, "%d", s->year);
}

static enum err fill_steps(const struct showing *s, struct annual_report_page *v, struct error *err)
{
	struct http_exchange *x = s->x;
	v->step = arena_array(x->arena, struct annual_step_words, s->view.n_steps);
	if (s->view.n_steps && !v->step)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < s->view.n_steps; i++) {
		const struct annual_step_row *r = &s->view.step[i];
		v->step[v->n_steps++] = (struct annual_step_words){ moment_text(x->arena, r->at),
			str_cstr(annual_step_name((enum annual_step)r->kind)),
			r->actor_name.n ? r->actor_name : STR("命令行"), r->text };
	}
	const struct annual_report_row *row = &s->view.figures.row;
	if (row->digest.n)
		v->digest = hex_arena(x->arena, row->digest);
	if (row->corrected.n) {
		v->corrected = hex_arena(x->arena, row->corrected);
		v->corrected_at = moment_text(x->arena, row->corrected_at.v);
	}
	if (row->frozen_at.has)
		v->frozen = moment_text(x->arena, row->frozen_at.v);
	return OK;
}

static void add_step(const struct showing *s, struct annual_report_page *v, unsigned permission,
	const char *text, const char *tail, enum kit_button_kind kind)
{
	if (s->own && role_permits(WHO(s->x)->actor.roles, permission) && v->title.n < 4)
		v->button[v->title.n++] = (struct kit_button){ .text = str_cstr(text), .kind = kind,
			.href = annual_path(s->x, s->year, tail) };
}

static void fill_buttons(const struct showing *s, struct annual_report_page *v)
{
	switch (s->view.figures.state) {
	case ANNUAL_DRAFT:
		add_step(s, v, PERM_ANNUAL_EDIT, "冻结前检查", "/before", KIT_PRIMARY);
		break;
	case ANNUAL_REVIEW:
		add_step(s, v, PERM_ANNUAL_REVIEW, "审核通过", "/step/review", KIT_PRIMARY);
		add_step(s, v, PERM_ANNUAL_REVIEW, "退回起草", "/step/return", KIT_SECONDARY);
		break;
	case ANNUAL_SIGNING:
		add_step(s, v, PERM_ANNUAL_SIGN, "签发", "/step/sign", KIT_PRIMARY);
		add_step(s, v, PERM_ANNUAL_SIGN, "退回起草", "/step/return", KIT_SECONDARY);
		break;
	case ANNUAL_READY:
		add_step(s, v, PERM_ANNUAL_PUBLISH, "公布", "/step/publish", KIT_PRIMARY);
		add_step(s, v, PERM_ANNUAL_SIGN, "退回起草", "/step/return", KIT_SECONDARY);
		break;
	case ANNUAL_PUBLISHED:
	case ANNUAL_STATES:
		break;
	}
	v->title.button = v->button;
}

static enum err fill_downloads(const struct showing *s, struct annual_report_page *v, struct error *err)
{
	static const struct {
		const char *format, *name;
	} f[] = { { "docx", "Word" }, { "pdf", "PDF" }, { "ofd", "OFD" }, { "xlsx", "Excel" },
		{ "html", "网页" }, { "json", "JSON" } };
	struct http_exchange *x = s->x;
	v->download = arena_array(x->arena, struct kit_link, sizeof f / sizeof *f);
	if (!v->download)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < sizeof f / sizeof *f; i++)
		v->download[v->n_downloads++] = (struct kit_link){ .text = str_cstr(f[i].name),
			.href = page_fmt(x, "/annual/%d/file/%s%s", s->year, f[i].format,
				s->own ? "" : page_fmt(x, "?agency=%" PRId64, s->agency.v).p) };
	return OK;
}

static void fill_tabs(const struct showing *s, struct annual_report_page *v)
{
	struct http_exchange *x = s->x;
	const char *who = s->own ? "" : page_fmt(x, "?agency=%" PRId64, s->agency.v).p;
	v->tab[v->n_tabs++] = (struct kit_link){ STR("报告"), page_fmt(x, "/annual/%d%s", s->year, who), true };
	if (s->own && app_has_page(APP(x), STR("/annual/:year/text")))
		v->tab[v->n_tabs++] = (struct kit_link){ STR("正文"), annual_path(x, s->year, "/text"), false };
	v->tab[v->n_tabs++] =
		(struct kit_link){ STR("全年情况"), page_fmt(x, "/annual/%d/charts%s", s->year, who), false };
}

static void fill_title(const struct showing *s, struct annual_report_page *v)
{
	struct http_exchange *x = s->x;
	const struct annual_view *a = &s->view;
	const char *left = a->figures.state == ANNUAL_PUBLISHED ? ""
			   : a->days_left >= 0 ? page_fmt(x, "，还有 %d 个工作日", a->days_left).p
					       : page_fmt(x, "，已过 %d 个工作日", -a->days_left).p;
	v->title.title = a->figures.report->title;
	v->title.note = page_fmt(x, "%s　统计期 %d-01-01 至 %d-12-31　应于 %s 前公布%s",
		annual_state_name(a->figures.state), s->year, s->year, date_text(a->due).z, left);
	if (a->figures.row.imported)
		v->state_note = STR("这份报告从往年公布的文件导入，数字以文件为准。");
	else if (a->figures.frozen)
		v->state_note = STR("数据已冻结：表格和正文取自冻结时的快照。此后登记簿的变动不再改变报告，差异以勘误登记。");
}

static enum err fill_all(const struct showing *s, struct annual_report_page *v, struct error *err)
{
	static const int order[] = { 3, 2, 4 };
	const struct annual_figures *f = &s->view.figures;
	enum err e = OK;
	for (size_t i = 0; e == OK && i < 3; i++) {
		struct annual_table *t = &v->table[v->n_tables];
		e = annual_fill_table(s->x, f->report, f, &s->view.findings, order[i], s->base, s->cell, t, err);
		v->n_tables += e == OK && t->n > 0;
	}
	if (e == OK && s->cell >= 0)
		e = fill_drill(s, &v->drill, err);
	if (e == OK)
		e = fill_findings(s, -1, &v->finding, &v->n_findings, err);
	if (e == OK)
		e = annual_fill_side(s->x, f->report, f->previous, v, err);
	if (e == OK)
		e = fill_entries(s, -1, &v->entry, &v->n_entries, err);
	if (e == OK)
		e = annual_fill_text(s->x, f->report, &v->text, err);
	if (e == OK)
		e = fill_steps(s, v, err);
	if (e == OK)
		e = fill_downloads(s, v, err);
	if (e != OK)
		return e;
	fill_title(s, v);
	fill_counts(s, v);
	fill_compare(s, v);
	fill_buttons(s, v);
	fill_tabs(s, v);
	return OK;
}

enum err annual_report_show(struct http_exchange *x, struct error *err)
{
	const struct cell_typed *t = x->form;
	struct showing *s = arena_one(x->arena, struct showing);
	struct annual_report_page *v = arena_one(x->arena, struct annual_report_page);
	if (!s || !v)
		return arena_check(x->arena, err);
	*s = (struct showing){ .x = x, .typed = t, .agency = WHO(x)->actor.agency, .cell = -1 };
	enum err e = annual_path_year(x, &s->year, err);
	if (e != OK)
		return e;
	if (t->agency)
		s->agency = (struct agency_id){ t->agency };
	s->own = s->agency.v == WHO(x)->actor.agency.v;
	s->base = s->own ? page_fmt(x, "/annual/%d?cell=", s->year)
			 : page_fmt(x, "/annual/%d?agency=%" PRId64 "&cell=", s->year, s->agency.v);
	if (t->cell.n)
		s->cell = report_cell_by_code(t->cell);
	if (s->cell >= REPORT_CELLS_2021)
		s->cell = -1;
	e = annual_view(APP(x)->desk, x->arena, &WHO(x)->actor, s->agency, s->year, &s->view, err);
	if (e == ERR_INVALID)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一年的报告，请从年度报告列表选择");
	if (e == OK)
		e = fill_all(s, v, err);
	if (e != OK)
		return e;
	page_frame(x, FRAME_OFFICE, page_fmt(x, "%d年度报告", s->year).p, &v->frame);
	annual_crumbs(x, &v->frame, s->year, NULL);
	struct buf *o = page_open(x, &v->frame);
	annual_report_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

enum err annual_file_show(struct http_exchange *x, struct error *err)
{
	const struct annual_agency_typed *t = x->form;
	struct report *r;
	int year = 0;
	struct agency_id agency = { t->agency ? t->agency : WHO(x)->actor.agency.v };
	enum err e = annual_path_year(x, &year, err);
	if (e == OK)
		e = annual_report(APP(x)->desk, x->arena, &WHO(x)->actor, agency, year, &r, err);
	return e != OK ? e : annual_send(x, r, x->param[1], r->title, err);
}
