/*
 * list_page -- the years of an agency.
 */
#include "page/annual/part.h"
#include "page/annual_annual_tmpl.h"
#include "page/part.h"

#include <inttypes.h>

static const struct form_field agency_fields[] = {
	FORM_ID(struct annual_agency_typed, agency, "机关", 0),
};
const struct http_fields annual_agency_form = HTTP_FIELDS(agency_fields, struct annual_agency_typed);

enum err annual_path_year(const struct http_exchange *x, int *year, struct error *err)
{
	int64_t n = 0;
	enum err e = page_id(x, 0, &n, err);
	if (e != OK || n < 1900 || n > 9999)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一年的报告，请从年度报告列表选择");
	*year = (int)n;
	return OK;
}

struct str annual_path(struct http_exchange *x, int year, const char *tail)
{
	return page_fmt(x, "/annual/%d%s", year, tail);
}

void annual_crumbs(struct http_exchange *x, struct frame *f, int year, const char *last)
{
	struct frame_crumb *c = arena_array(x->arena, struct frame_crumb, 3);
	if (!c)
		return;
	f->crumbs = c;
	c[f->n_crumbs++] = (struct frame_crumb){ STR("年度报告"), STR("/annual") };
	if (year)
		c[f->n_crumbs++] = (struct frame_crumb){ page_fmt(x, "%d年度", year),
			last ? annual_path(x, year, "") : STR("") };
	if (last)
		c[f->n_crumbs++] = (struct frame_crumb){ .label = str_cstr(last) };
}

struct kit_status_words annual_state_words(int64_t state)
{
	static const enum kit_tone tone[ANNUAL_STATES] = { KIT_BLUE, KIT_AMBER, KIT_AMBER, KIT_AMBER,
		KIT_GREEN };
	if (state < 0 || state >= ANNUAL_STATES)
		return (struct kit_status_words){ KIT_PLAIN, STR("未开始") };
	return (struct kit_status_words){ tone[state], str_cstr(annual_state_name((enum annual_state)state)) };
}

struct str annual_day_words(struct http_exchange *x, struct opt_i64 day)
{
	return day.has ? page_fmt(x, "%s", date_text((struct date){ (int32_t)day.v }).z) : STR("");
}

/* --- years ------------------------------------------------------------------------------------- */

static const struct kit_column columns[] = {
	{ .label = STR_INIT("年度"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("新收"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("办结"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("年末未办结"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("公布日期"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("各年度报告"), .kind = KIT_GRID, .cards = true,
	.column = columns, .n = 6 };

static enum err fill_years(struct http_exchange *x, struct annual_list_page *v, struct error *err)
{
	struct annual_year *y;
	size_t n;
	enum err e = annual_years(
		APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, &y, &n, err);
	if (e != OK)
		return e;
	v->line = arena_array(x->arena, struct annual_year_words, n);
	if (n && !v->line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++) {
		struct annual_year_words *l = &v->line[i];
		*l = (struct annual_year_words){ .year = page_fmt(x, "%d年度", y[i].year),
			.href = annual_path(x, y[i].year, ""),
			.received = page_fmt(x, "%" PRId64, y[i].received),
			.closed = page_fmt(x, "%" PRId64, y[i].closed),
			.open = page_fmt(x, "%" PRId64, y[i].open),
			.published = annual_day_words(x, y[i].row.published_on),
			.state = annual_state_words(y[i].row.id.v ? y[i].row.state : ANNUAL_DRAFT) };
		if (y[i].row.imported)
			l->state.text = STR("已公布（导入）");
		if (y[i].row.state == ANNUAL_PUBLISHED)
			l->public_href = page_fmt(x, "/reports/%" PRId64, y[i].row.id.v);
	}
	v->n = n;
	return OK;
}

/* Until when last year's report must be out, while it is not. */
static enum err fill_due(struct http_exchange *x, struct annual_list_page *v, struct error *err)
{
	struct annual_view a;
	int year = date_year(date_of_moment(x->started_ms / 1000)) - 1;
	enum err e = annual_view(
		APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, year, &a, err);
	if (e != OK || a.figures.state == ANNUAL_PUBLISHED)
		return e;
	const char *z = date_text(a.due).z;
	if (a.days_left >= 0)
		v->due = page_fmt(x, "%d年度报告应在 %s 前公布（1月31日，遇休息日提前到最后一个工作日），还有 %d 个工作日。",
			year, z, a.days_left);
	else
		v->due = page_fmt(x, "%d年度报告应在 %s 前公布，已过 %d 个工作日。", year, z, -a.days_left);
	return OK;
}

enum err annual_list_show(struct http_exchange *x, struct error *err)
{
	struct annual_list_page *v = arena_one(x->arena, struct annual_list_page);
	uint64_t roles = WHO(x)->actor.roles;
	if (!v)
		return arena_check(x->arena, err);
	v->table = &table;
	enum err e = fill_years(x, v, err);
	if (e == OK)
		e = fill_due(x, v, err);
	if (e != OK)
		return e;
	if (role_permits(roles, PERM_ANNUAL_EDIT))
		v->button[v->title.n++] = (struct kit_button){ .text = STR("导入往年报告"), .kind = KIT_SECONDARY,
			.href = STR("/annual/import") };
	if (role_permits(roles, PERM_ANNUAL_SUPERVISE))
		v->button[v->title.n++] = (struct kit_button){ .text = STR("下级机关的报告"), .kind = KIT_SECONDARY,
			.href = STR("/annual/below") };
	v->title.title = STR("政府信息公开工作年度报告");
	v->title.note = STR("数字随办理自动生成，每一格都能打开背后的申请");
	v->title.button = v->button;
	v->may_recount = role_permits(roles, PERM_ANNUAL_EDIT);
	v->recount = (struct kit_form){ .action = STR("/annual/recount"), .csrf = http_csrf_token(x) };
	v->recount_button = (struct kit_button){ .text = STR("重新清点，核对计数"), .kind = KIT_SECONDARY, .once = true };
	page_frame(x, FRAME_OFFICE, "年度报告", &v->frame);
	struct buf *o = page_open(x, &v->frame);
	annual_list_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

enum err annual_recount_post(struct http_exchange *x, struct error *err)
{
	size_t n = 0;
	enum err e = annual_recount(APP(x)->desk, x->arena, &WHO(x)->actor, &n, err);
	return e != OK ? e : page_done(x, STR("/annual"), n ? "annual.recounted" : "annual.agrees");
}
