/*
 * year_page -- a year as twelve months.
 */
#include "law/statutory.h"
#include "page/calendar/part.h"
#include "page/calendar_calendar_tmpl.h"
#include "page/moment.h"

static const struct kit_column local_columns[] = {
	{ .label = STR_INIT("日期"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("名称"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("登记机关"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("登记"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("理由"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("操作"), .card = KIT_CARD_LINE },
};
static const struct kit_table local_table = { .caption = STR_INIT("本地放假日的登记和更正"),
	.kind = KIT_GRID, .cards = true, .column = local_columns, .n = 6 };
static const struct kit_column import_columns[] = {
	{ .label = STR_INIT("导入时间"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("依据"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("导入人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("列出的日期"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
};
static const struct kit_table import_table = { .caption = STR_INIT("这一年的导入记录"),
	.kind = KIT_GRID, .cards = true, .column = import_columns, .n = 5 };

void calendar_crumbs(struct http_exchange *x, struct frame *f, const char *last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 2);
	if (!crumb)
		return;
	crumb[0] = (struct frame_crumb){ .label = STR("工作日历"), .href = STR("/admin/calendars") };
	crumb[1] = (struct frame_crumb){ .label = str_cstr(last) };
	f->crumbs = crumb;
	f->n_crumbs = 2;
}

/* --- months ----------------------------------------------------------------------------------- */

static struct calendar_cell cell_of(
	struct http_exchange *x, const struct calendar_book_year *y, struct date d, int day)
{
	static const struct {
		const char *classes, *mark;
	} look[] = {
		[DAY_WORKDAY] = { "is-work", "" },
		[DAY_WEEKEND] = { "is-rest", "" },
		[DAY_HOLIDAY] = { "is-holiday", "休" },
		[DAY_MAKEUP] = { "is-makeup", "班" },
		[DAY_LOCAL] = { "is-local", "地" },
	};
	enum day_kind kind = calendar_day_kind(y->calendar, d);
	const char *law = statutory_name(d);
	struct str words = calendar_day_words(x->arena, y->calendar, d);
	struct calendar_cell c = { .day = day, .classes = look[kind].classes,
		.mark = str_cstr(look[kind].mark), .today = d.day == y->today.day };
	if (law && kind == DAY_HOLIDAY)
		c.mark = STR("节");
	if (law)
		c.title = page_fmt(x, "%.*s，法定节假日%s", STR_ARG(words), law);
	else if (kind != DAY_WORKDAY && kind != DAY_WEEKEND)
		c.title = words;
	return c;
}

static void fill_month(struct http_exchange *x, const struct calendar_book_year *y, int month,
	struct calendar_month *m)
{
	struct date first = date_from_ymd(y->year, month, 1);
	struct date next = date_add_months(first, 1);
	int at = (int)date_weekday(first);
	*m = (struct calendar_month){ .month = month };
	m->workdays = calendar_count_workdays(
		y->calendar, date_add_days(first, -1), date_add_days(next, -1));
	for (struct date d = first; d.day < next.day; d.day++, at++)
		m->cell[at / 7][at % 7] = cell_of(x, y, d, date_diff(first, d) + 1);
	m->weeks = (at + 6) / 7;
}

/* --- what stands beside them ------------------------------------------------------------------ */

static void add_fact(struct calendar_year_page *v, const char *key, struct str value)
{
	v->fact[v->n_facts++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static struct str papers_text(struct http_exchange *x, const struct calendar_book_year *y)
{
	struct buf b;
	buf_init(&b, 8192);
	for (size_t i = 0; i < y->n_papers; i++) {
		if (i)
			buf_lit(&b, "；");
		buf_str(&b, y->paper[i]);
	}
	struct str s = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return s;
}

static void fill_facts(struct http_exchange *x, const struct calendar_book_year *y,
	struct calendar_year_page *v)
{
	add_fact(v, "工作日",
		page_fmt(x, "%d 天%s", y->workdays,
			y->makeups ? page_fmt(x, "（含调休上班 %d 天）", y->makeups).p : ""));
	add_fact(v, "休息日", page_fmt(x, "周末 %d 天，放假 %d 天", y->weekends, y->holidays));
	if (y->locals)
		add_fact(v, "本地放假", page_fmt(x, "%d 天", y->locals));
	struct str from = STR("还没有公布，暂按周一至周五计算");
	for (size_t i = 0; i < y->n_imports; i++)
		if (y->import[i].current)
			from = page_fmt(x, "导入：%.*s", STR_ARG(y->import[i].source));
	if (y->builtin)
		from = STR("随系统提供（国务院办公厅历年放假安排）");
	add_fact(v, "放假安排的来源", from);
	if (y->n_papers)
		add_fact(v, "通知网址", papers_text(x, y));
}

/* The own agency's entries, then what agencies above have entered. */
static enum err fill_locals(struct http_exchange *x, const struct calendar_book_year *y,
	struct calendar_year_page *v, struct error *err)
{
	v->local = arena_array(
		x->arena, struct calendar_local_words, y->n_entries + y->n_locals + 1);
	if (!v->local)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < y->n_entries + y->n_locals; i++) {
		bool own = i < y->n_entries, counts = !own;
		const struct local_day_row *r =
			own ? &y->entry[i] : &y->local[i - y->n_entries];
		if (!own && r->agency.v == WHO(x)->actor.agency.v)
			continue;
		for (size_t k = 0; own && k < y->n_locals; k++)
			counts = counts || y->local[k].id.v == r->id.v;
		struct date d = { (int32_t)r->day };
		v->local[v->n_locals++] = (struct calendar_local_words){
			.day = page_fmt(x, "%s %s", date_text(d).z, date_weekday_name(d)),
			.name = r->name, .agency = r->agency_name, .reason = r->reason,
			.at = moment_text(x->arena, r->created_at), .off = r->off != 0,
			.correct_href = own && counts && y->may_edit
						? page_fmt(x, "/admin/calendars/local/%s",
							  date_text(d).z)
						: STR("") };
	}
	return OK;
}

static enum err fill_imports(struct http_exchange *x, const struct calendar_book_year *y,
	struct calendar_year_page *v, struct error *err)
{
	v->import = arena_array(x->arena, struct calendar_import_words, y->n_imports);
	if (y->n_imports && !v->import)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < y->n_imports; i++)
		v->import[i] = (struct calendar_import_words){
			.at = moment_text(x->arena, y->import[i].at), .source = y->import[i].source,
			.by = y->import[i].login.n ? y->import[i].login : STR("服务器管理员"),
			.days = page_fmt(x, "%d 个", y->import[i].days),
			.current = y->import[i].current };
	v->n_imports = y->n_imports;
	return OK;
}

/* The year in the path; 0: none there. */
static enum err year_of(const struct http_exchange *x, int *year, struct error *err)
{
	int64_t n = 0;
	enum err e = x->param[0].n ? page_id(x, 0, &n, err) : OK;
	if (!e && n > 9999)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一年的日历");
	*year = (int)n;
	return e;
}

enum err calendar_year_show(struct http_exchange *x, struct error *err)
{
	struct calendar_year_page *v = arena_one(x->arena, struct calendar_year_page);
	struct calendar_book_year y;
	int year = 0;
	if (!v)
		return arena_check(x->arena, err);
	enum err e = year_of(x, &year, err);
	if (!e)
		e = calendar_book_view(APP(x)->desk, &WHO(x)->actor, year, x->arena, &y, err);
	if (e == ERR_INVALID)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一年的日历");
	if (!e)
		e = fill_locals(x, &y, v, err);
	if (!e)
		e = fill_imports(x, &y, v, err);
	if (e)
		return e;
	v->year = y.year;
	v->provisional = !y.arranged;
	v->may_edit = y.may_edit;
	v->locals = &local_table;
	v->imports = &import_table;
	fill_facts(x, &y, v);
	for (int m = 1; m <= 12; m++)
		fill_month(x, &y, m, &v->month[m - 1]);
	if (y.year > ARRANGEMENT_YEAR_MIN)
		v->previous = page_fmt(x, "/admin/calendars/%d", y.year - 1);
	if (y.year < ARRANGEMENT_YEAR_MAX)
		v->next = page_fmt(x, "/admin/calendars/%d", y.year + 1);
	struct kit_button button[] = {
		{ .text = STR("导入放假安排"), .href = STR("/admin/calendars/import") },
		{ .text = STR("登记本地放假日"), .kind = KIT_SECONDARY,
			.href = STR("/admin/calendars/local") },
	};
	struct str title = page_fmt(x, "%d 年工作日历%s", y.year, y.arranged ? "" : "（暂定）");
	v->title = (struct kit_title){ .title = title, .button = button, .n = y.may_edit ? 2 : 0,
		.note = STR("答复、补正、征求意见等期限都按这里的工作日计算") };
	page_frame(x, FRAME_OFFICE, title.p, &v->frame);
	struct buf *o = page_open(x, &v->frame);
	calendar_year(o, v);
	return page_close(x, 200, o, &v->frame, err);
}
