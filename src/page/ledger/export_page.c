/*
 * export_page -- a list of the ledgers as a file, after a reason that goes into the log.
 */
#include "desk/decision.h"
#include "page/export.h"
#include "page/ledger/part.h"
#include "page/moment.h"

static const struct form_choice list_choices[] = { { "entries", "每月数字：登记和更正记录" },
	{ "norms", "规章和行政规范性文件" }, { "channels", "公开渠道" }, { "postage", "邮寄费" },
	{ "receipts", "信息处理费票据" }, { "licences", "行政许可决定（双公示）" },
	{ "penalties", "行政处罚决定（双公示）" }, { NULL, NULL } };

struct export_fields {
	int list;
	int64_t agency, year, format;
	struct str reason;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct export_fields, list, "登记簿", list_choices, FORM_REQUIRED),
	FORM_INT(struct export_fields, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct export_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	EXPORT_FORMAT_FIELD(struct export_fields),
	FORM_TEXT(struct export_fields, reason, "导出理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明导出理由，它会记入操作日志"),
};
const struct http_fields ledger_export_form = HTTP_FIELDS(fields, struct export_fields);
static const struct form_field query[] = {
	FORM_CHOICE(struct export_fields, list, "登记簿", list_choices, 0),
	FORM_INT(struct export_fields, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct export_fields, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
};
const struct http_fields ledger_export_query = HTTP_FIELDS(query, struct export_fields);

struct kit_button ledger_export_button(
	struct http_exchange *x, const struct ledger_page *v, const char *list, int year)
{
	return (struct kit_button){ .text = STR("导出"), .kind = KIT_SECONDARY,
		.href = page_fmt(x, "/office/ledger/export?list=%s&year=%d%s", list, year,
			v->agency ? page_fmt(x, "&agency=%lld", (long long)v->agency).p : "") };
}

/* --- the lists ---------------------------------------------------------------------------------- */

struct writing {
	struct http_exchange *x;
	struct table_file *t;
	struct agency_id agency;
	int item, year; /* item: of decisions and money */
	struct str reason;
	struct arena page; /* of one page of rows */
};

static const struct table_column entry_columns[] = { { "月份", 0 }, { "部门", 20 }, { "渠道", 20 },
	{ "项目", 22 }, { "增减", 14 }, { "来源", 20 }, { "更正理由", 30 }, { "填报人", 10 }, { "时间", 18 } };

static enum err entry_row(void *ctx, const struct tally_entry_row *r, struct error *err)
{
	struct writing *w = ctx;
	table_count(w->t, r->month);
	table_text(w->t, r->department_name.n ? r->department_name : STR("本级"));
	table_text(w->t, r->channel_name);
	table_text(w->t, str_cstr(ledger_item_name((int)r->item)));
	table_number(w->t, ledger_amount((int)r->item, r->amount));
	table_text(w->t, r->source);
	table_text(w->t, r->reason);
	table_text(w->t, r->actor_name);
	table_text(w->t, moment_text(&w->page, r->at));
	arena_reset(&w->page);
	return table_row_end(w->t, err);
}

static enum err write_entries(struct writing *w, struct error *err)
{
	return ledger_export(
		APP(w->x)->desk, &WHO(w->x)->actor, w->agency, w->year, w->reason, entry_row, w, err);
}

static const struct table_column norm_columns[] = { { "类别", 18 }, { "名称", 50 }, { "文号", 22 },
	{ "制发日期", 12 }, { "施行日期", 12 }, { "修改日期", 12 }, { "修改依据", 24 }, { "废止日期", 12 },
	{ "废止依据", 24 }, { "有效期至", 12 }, { "年末效力", 12 } };

static enum err norm_row(struct writing *w, const struct norm_row *r, struct error *err)
{
	table_text(w->t, str_cstr(norm_kind_name((enum norm_kind)r->kind)));
	table_text(w->t, r->title);
	table_text(w->t, r->number);
	export_day(w->t, (struct opt_i64){ true, r->made_on });
	export_day(w->t, (struct opt_i64){ true, r->in_force_on });
	export_day(w->t, r->amended_on);
	table_text(w->t, r->amended_by);
	export_day(w->t, r->repealed_on);
	table_text(w->t, r->repealed_by);
	export_day(w->t, r->expires_on);
	table_text(w->t, str_cstr(norm_validity_name(
				 norm_row_validity(r, date_from_ymd(w->year, 12, 31)))));
	return table_row_end(w->t, err);
}

static enum err write_norms(struct writing *w, struct error *err)
{
	struct norm_filter f = { .agency = w->agency, .kind = -1, .validity = -1,
		.on = date_from_ymd(w->year, 12, 31) };
	struct norm_page p = { .more = true };
	enum err e = OK;
	while (e == OK && p.more) {
		arena_reset(&w->page);
		e = norm_list(APP(w->x)->desk, &WHO(w->x)->actor, &f, &w->page, &p, err);
		for (size_t i = 0; e == OK && i < p.n; i++) {
			e = norm_row(w, &p.row[i], err);
			f.before = (struct ledger_place){ p.row[i].made_on, p.row[i].id.v };
		}
	}
	return e;
}

static const struct table_column channel_columns[] = { { "名称", 24 }, { "平台", 14 }, { "主办单位", 24 },
	{ "部门", 18 }, { "责任人", 12 }, { "位置或者网址", 30 }, { "状态", 10 }, { "批准文号", 20 },
	{ "批准日期", 12 }, { "开通日期", 12 }, { "关停日期", 12 }, { "关停公告", 30 },
	{ "全年发布（条）", 0 }, { "关注（人）", 0 } };

static enum err channel_row(struct writing *w, const struct channel_item *i, struct error *err)
{
	const struct channel_row *r = &i->row;
	table_text(w->t, r->name);
	table_text(w->t, str_cstr(channel_platform_name((int)r->platform)));
	table_text(w->t, r->owner);
	table_text(w->t, r->department_name.n ? r->department_name : STR("本级"));
	table_text(w->t, r->responsible);
	table_text(w->t, r->place);
	table_text(w->t, str_cstr(channel_state_name((enum channel_state)r->state)));
	table_text(w->t, r->approval);
	export_day(w->t, r->approved_on);
	export_day(w->t, r->opened_on);
	export_day(w->t, r->closed_on);
	table_text(w->t, r->closing_notice);
	table_count(w->t, i->posts);
	if (i->followers >= 0)
		table_count(w->t, i->followers);
	else
		table_text(w->t, STR(""));
	return table_row_end(w->t, err);
}

static enum err write_channels(struct writing *w, struct error *err)
{
	struct channel_filter f = { .agency = w->agency, .state = -1, .year = w->year };
	struct channel_page p = { .more = true };
	enum err e = OK;
	while (e == OK && p.more) {
		arena_reset(&w->page);
		e = channel_list(APP(w->x)->desk, &WHO(w->x)->actor, &f, &w->page, &p, err);
		for (size_t i = 0; e == OK && i < p.n; i++) {
			e = channel_row(w, &p.item[i], err);
			f.after = p.item[i].row.id;
		}
	}
	return e;
}

static const struct table_column money_columns[] = { { "日期", 12 }, { "金额（元）", 14 }, { "号码", 24 },
	{ "申请编号", 20 }, { "说明", 40 }, { "状态", 12 }, { "登记人", 10 }, { "时间", 18 } };

static enum err money_row(struct writing *w, const struct money_row *r, struct error *err)
{
	export_day(w->t, (struct opt_i64){ true, r->on_day });
	table_number(w->t, ledger_amount((int)r->item, r->amount));
	table_text(w->t, r->ref);
	table_text(w->t, r->request_number);
	table_text(w->t, r->note);
	table_text(w->t, r->live ? STR("") : r->corrects.v ? STR("冲销记录") : STR("已冲销"));
	table_text(w->t, r->actor_name);
	table_text(w->t, moment_text(&w->page, r->at));
	return table_row_end(w->t, err);
}

static enum err write_money(struct writing *w, struct error *err)
{
	struct ledger_place after = { 0 };
	struct money_page p = { .more = true };
	enum err e = OK;
	while (e == OK && p.more) {
		arena_reset(&w->page);
		e = money_list(APP(w->x)->desk, &WHO(w->x)->actor, w->agency, w->item, w->year, after,
			&w->page, &p, err);
		for (size_t i = 0; e == OK && i < p.n; i++) {
			e = money_row(w, &p.row[i], err);
			after = (struct ledger_place){ p.row[i].on_day, p.row[i].id.v };
		}
	}
	return e;
}

static const struct table_column decision_columns[] = { { "文书号", 28 }, { "部门", 18 }, { "相对人", 30 },
	{ "统一社会信用代码", 22 }, { "类别", 16 }, { "内容", 50 }, { "决定日期", 12 }, { "应公示日期", 12 },
	{ "公示日期", 12 }, { "公示截止期", 12 } };

static enum err decision_row(struct writing *w, const struct decision_row *r, struct error *err)
{
	table_text(w->t, r->number);
	table_text(w->t, r->department_name.n ? r->department_name : STR("本级"));
	table_text(w->t, r->party);
	table_text(w->t, r->credit_code);
	table_text(w->t, r->category);
	table_text(w->t, r->content);
	export_day(w->t, (struct opt_i64){ true, r->decided_on });
	export_day(w->t, (struct opt_i64){ true, r->publish_due });
	export_day(w->t, r->published_on);
	export_day(w->t, r->publish_end);
	return table_row_end(w->t, err);
}

static enum err write_decisions(struct writing *w, struct error *err)
{
	struct decision_filter f = { .agency = w->agency, .item = w->item, .year = w->year };
	struct decision_page p = { .more = true };
	enum err e = OK;
	while (e == OK && p.more) {
		arena_reset(&w->page);
		e = decision_list(APP(w->x)->desk, &WHO(w->x)->actor, &f, &w->page, &p, err);
		for (size_t i = 0; e == OK && i < p.n; i++) {
			int year, month, day;
			date_split((struct date){ (int32_t)p.row[i].decided_on }, &year, &month, &day);
			f.after = (struct ledger_place){ month, p.row[i].id.v };
			e = decision_row(w, &p.row[i], err);
		}
	}
	return e;
}

#define COLUMNS(c) c, sizeof c / sizeof *c
/* In the order of list_choices. */
static const struct {
	const char *name; /* of the file and its sheet */
	const struct table_column *column;
	size_t columns;
	enum err (*write)(struct writing *w, struct error *err);
	int item;
} list[] = {
	{ "每月数字", COLUMNS(entry_columns), write_entries, 0 },
	{ "规章和文件", COLUMNS(norm_columns), write_norms, 0 },
	{ "公开渠道", COLUMNS(channel_columns), write_channels, 0 },
	{ "邮寄费", COLUMNS(money_columns), write_money, LEDGER_POSTAGE },
	{ "信息处理费", COLUMNS(money_columns), write_money, LEDGER_RECEIPTS },
	{ "行政许可决定", COLUMNS(decision_columns), write_decisions, LEDGER_LICENCE },
	{ "行政处罚决定", COLUMNS(decision_columns), write_decisions, LEDGER_PENALTY },
};

/* --- page and file ------------------------------------------------------------------------------- */

static enum err export_form_page(struct http_exchange *x, int year, enum err why, struct error *err)
{
	const struct export_fields *f = x->form;
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &ledger_export_form, "导出台账", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("导出台账"));
	p.inset = page_fmt(x, "导出 %d 年的一种登记簿（规章和文件、公开渠道为全部登记）。自然人的姓名已遮盖，证件号码不导出。"
			      "导出人、时间和理由记入操作日志。", year);
	form_page_hidden(&p, "year", page_fmt(x, "%d", year));
	if (f->agency)
		form_page_hidden(&p, "agency", page_fmt(x, "%lld", (long long)f->agency));
	size_t n = 0;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, sizeof list / sizeof *list);
	for (; c && list_choices[n].value; n++)
		c[n] = (struct kit_choice){ .value = str_cstr(list_choices[n].value),
			.text = str_cstr(list_choices[n].label) };
	form_page_select(&p, "list", c, n, str_cstr(list_choices[f->list < 0 ? 0 : f->list].value), NULL);
	export_format_control(&p);
	form_page_input(&p, "reason", STR(""), "例如：编写年度报告");
	form_page_submit(&p, "导出", STR("/office/ledger"));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err ledger_export_show(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	return export_form_page(x, ledger_year_of(x, f->year), OK, err);
}

enum err ledger_export_post(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	int year = ledger_year_of(x, f->year), k = f->list;
	if (x->report->n_errors > 0)
		return export_form_page(x, year, OK, err);
	struct writing w = { .x = x, .agency = { f->agency }, .item = list[k].item, .year = year,
		.reason = f->reason };
	enum table_format format = (enum table_format)f->format;
	enum err e = table_file_open(
		x->arena, format, list[k].name, list[k].column, list[k].columns, &w.t, err);
	if (e != OK)
		return e;
	arena_init(&w.page, 16 << 20);
	if (list[k].write != write_entries) /* which writes the event itself */
		e = ledger_export_begin(APP(x)->desk, &WHO(x)->actor, w.agency, list_choices[k].value,
			year, f->reason, err);
	if (e == OK)
		e = list[k].write(&w, err);
	arena_done(&w.page);
	if (e == OK)
		return export_answer(x, w.t, format, page_fmt(x, "%s-%d", list[k].name, year), err);
	table_file_drop(w.t);
	return e == ERR_LIMIT ? e : export_form_page(x, year, e, err);
}
