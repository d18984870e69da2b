/*
 * part -- frame, tabs, filters and numbers of the pages of the ledgers.
 */
#include "page/ledger/part.h"

#include "page/agency_select.h"
#include "page/ledger_ledger_tmpl.h"

enum { YEARS_BACK = 10 };

struct date ledger_day_of(const struct http_exchange *x)
{
	return date_of_moment(x->started_ms / 1000);
}

int ledger_year_of(const struct http_exchange *x, int64_t year)
{
	return year ? (int)year : date_year(ledger_day_of(x));
}

static const struct {
	const char *label, *href;
} tabs[] = { { "总览", "/office/ledger" }, { "规章和文件", "/office/ledger/norms" },
	{ "公开渠道", "/office/ledger/channels" }, { "邮寄费", "/office/ledger/money/postage" },
	{ "信息处理费", "/office/ledger/money/receipts" },
	{ "双公示", "/office/ledger/decisions" }, { "导入", "/office/ledger/batches" } };

void ledger_page_init(
	struct http_exchange *x, struct ledger_page *v, const char *title, const char *current)
{
	*v = (struct ledger_page){ .title = { .title = str_cstr(title) },
		.filter_action = x->path };
	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++)
		v->tab[v->n_tabs++] = (struct kit_link){ .text = str_cstr(tabs[i].label),
			.href = str_cstr(tabs[i].href),
			.current = strcmp(tabs[i].href, current) == 0 };
	page_frame(x, FRAME_OFFICE, title, &v->frame);
}

bool ledger_writes(const struct http_exchange *x, int64_t agency)
{
	return (!agency || agency == WHO(x)->actor.agency.v) &&
	       role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE);
}

enum err ledger_agency_filter(
	struct http_exchange *x, struct ledger_page *v, int64_t agency, struct error *err)
{
	const struct actor *who = &WHO(x)->actor;
	struct kit_select own;
	v->agency = agency == who->agency.v ? 0 : agency;
	if (!role_permits(who->roles, PERM_ANNUAL_SUPERVISE))
		return OK;
	enum err e = page_agency_select(
		x, (struct agency_id){ agency ? agency : who->agency.v }, &own, err);
	if (e != OK || own.n < 2)
		return e;
	ledger_filter(v, "agency", "机关", own.choice, own.n, own.value);
	if (v->agency)
		v->note = STR("下级机关的台账只能查看，由下级机关自己登记、更正和签认");
	return arena_check(x->arena, err);
}

/* Lists that can be looked at of an agency below. */
static bool shows_below(struct str href)
{
	static const char *const list[] = { "/office/ledger", "/office/ledger/norms",
		"/office/ledger/channels", "/office/ledger/money/postage",
		"/office/ledger/money/receipts", "/office/ledger/decisions", "/office/ledger/rows",
		"/office/ledger/entries", "/office/ledger/export" };
	struct str path = str_sub(href, 0, str_find(href, STR("?"), 0));
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_is(path, list[i]))
			return true;
	return false;
}

/* The same link about the agency of the page; none when there is no such list. */
static struct str keep_agency(struct http_exchange *x, const struct ledger_page *v, struct str href)
{
	if (!v->agency || href.n == 0)
		return href;
	if (!shows_below(href))
		return STR("");
	return page_fmt(x, "%.*s%sagency=%lld", STR_ARG(href), str_has(href, "?") ? "&" : "?",
		(long long)v->agency);
}

static void keep_agency_everywhere(struct http_exchange *x, struct ledger_page *v)
{
	size_t kept = 0;
	for (size_t i = 0; i < v->n_tabs; i++) {
		v->tab[kept] = v->tab[i];
		v->tab[kept].href = keep_agency(x, v, v->tab[i].href);
		kept += v->tab[kept].href.n > 0;
	}
	v->n_tabs = kept;
	for (size_t i = 0; i < v->n_sections; i++) {
		struct ledger_section *s = &v->section[i];
		for (size_t k = 0; k < s->rows * s->table->n; k++)
			s->text[k].href = keep_agency(x, v, s->text[k].href);
		s->paging.next = keep_agency(x, v, s->paging.next);
		s->empty.href = keep_agency(x, v, s->empty.href);
		if (!s->empty.href.n)
			s->empty.link = STR("");
	}
}

enum err ledger_page_answer(struct http_exchange *x, struct ledger_page *v, struct error *err)
{
	return ledger_page_answer_as(x, v, 200, err);
}

enum err ledger_page_answer_as(
	struct http_exchange *x, struct ledger_page *v, int status, struct error *err)
{
	enum err e = arena_check(x->arena, err);
	if (e != OK)
		return e;
	if (v->agency)
		keep_agency_everywhere(x, v);
	for (size_t i = 0; i < v->n_sections; i++)
		v->frame.charts |= v->section[i].chart != NULL;
	struct buf *o = page_open(x, &v->frame);
	ledger_sections(o, v);
	return page_close(x, status, o, &v->frame, err);
}

void ledger_crumbs(struct http_exchange *x, struct frame *f, struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 2);
	if (!crumb)
		return;
	crumb[0] = (struct frame_crumb){ .label = STR("年度台账"), .href = STR("/office/ledger") };
	crumb[1] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = 2;
}

void ledger_filter(struct ledger_page *v, const char *name, const char *label,
	const struct kit_choice *choice, size_t n, struct str value)
{
	if (v->n_filters == LEDGER_VIEW_FILTERS || !choice)
		return;
	v->filter[v->n_filters++] = (struct kit_select){ .field = { .name = str_cstr(name),
								 .label = str_cstr(label) },
		.choice = choice,
		.n = n,
		.value = value };
}

void ledger_year_filter(struct http_exchange *x, struct ledger_page *v, int year)
{
	int now = date_year(ledger_day_of(x));
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, YEARS_BACK + 1);
	size_t n = 0;
	for (int y = now; c && y > now - YEARS_BACK; y--)
		c[n++] = (struct kit_choice){ .value = page_fmt(x, "%d", y),
			.text = page_fmt(x, "%d 年", y) };
	if (c && year <= now - YEARS_BACK)
		c[n++] = (struct kit_choice){ .value = page_fmt(x, "%d", year),
			.text = page_fmt(x, "%d 年", year) };
	ledger_filter(v, "year", "年份", c, n, page_fmt(x, "%d", year));
}

struct ledger_section *ledger_section_add(struct http_exchange *x, struct ledger_page *v,
	const char *id, const char *title, const struct kit_table *table, size_t rows)
{
	if (v->n_sections == LEDGER_VIEW_SECTIONS)
		return NULL;
	struct ledger_text *text = arena_array(x->arena, struct ledger_text, rows * table->n + 1);
	if (!text)
		return NULL;
	struct ledger_section *s = &v->section[v->n_sections++];
	*s = (struct ledger_section){ .id = str_cstr(id),
		.title = str_cstr(title),
		.table = table,
		.text = text,
		.rows = rows };
	return s;
}

struct ledger_text *ledger_row(struct ledger_section *s, size_t r)
{
	return &s->text[r * s->table->n];
}

enum err ledger_department_choices(struct http_exchange *x, struct kit_choice **out, size_t *n,
	struct error *err)
{
	struct department_row *row;
	size_t rows;
	enum err e = ledger_departments(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 },
		x->arena, &row, &rows, err);
	if (e != OK)
		return e;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, rows + 1);
	if (!c)
		return arena_check(x->arena, err);
	c[0] = (struct kit_choice){ .text = STR("本级（不分部门）") };
	for (size_t i = 0; i < rows; i++)
		c[i + 1] = (struct kit_choice){ .value = page_fmt(x, "%lld",
							(long long)row[i].id.v),
			.text = row[i].name };
	*out = c;
	*n = rows + 1;
	return OK;
}

struct str ledger_decimal(struct http_exchange *x, struct decimal d)
{
	struct decimal_text t = decimal_text_grouped(d);
	return arena_str(x->arena, str_cstr(t.z));
}

struct str ledger_number(struct http_exchange *x, int item, int64_t amount)
{
	return ledger_decimal(x, ledger_amount(item, amount));
}

struct str ledger_day_text(struct http_exchange *x, struct opt_i64 day)
{
	if (!day.has)
		return STR("");
	struct date_text t = date_text((struct date){ (int32_t)day.v });
	return arena_str(x->arena, str_cstr(t.z));
}

struct date ledger_form_day(struct date d)
{
	return d.day == form_date_absent().day ? norm_no_day() : d;
}

bool ledger_parse_money(struct str s, int64_t *fen)
{
	struct decimal d, scaled;
	if (!decimal_parse(s, &d) || d.scale > 2 || !decimal_shift(d, 2, &scaled) ||
		!decimal_is_int(scaled))
		return false;
	*fen = scaled.coef;
	return true;
}

bool ledger_parse_count(struct str s, int64_t *n)
{
	struct decimal d;
	if (!decimal_parse(s, &d) || !decimal_is_int(d))
		return false;
	*n = d.coef;
	return true;
}
