/*
 * grid_page -- the year of a department: months by items, to fill in, to sign; its entries.
 *
 * The inputs of the grid are named f-ITEM-CHANNEL-MONTH; which there are depends on the channels, so
 * they are no declared fields: they are looked up by name among what was sent, and what is not in the
 * grid is not read.
 */
#include "page/ledger/part.h"
#include "page/ledger_ledger_tmpl.h"
#include "page/moment.h"

enum { TYPED_MAX = 40 };

struct grid_fields {
	struct str source, reason;
	int64_t year;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct grid_fields, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
};
const struct http_fields ledger_year_form = HTTP_FIELDS(query_fields, struct grid_fields);
static const struct form_field fields[] = {
	FORM_INT(struct grid_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_TEXT(struct grid_fields, source, "数据来源", 0, 100, 0),
	FORM_LINES(struct grid_fields, reason, "更正理由", 0, LEDGER_REASON_MAX, 0),
};
const struct http_fields ledger_grid_form = HTTP_FIELDS(fields, struct grid_fields);

/* What the path names. */
struct grid_key {
	enum ledger_sheet sheet;
	struct department_id department;
	int year;
};

static enum err key_of(struct http_exchange *x, int64_t year, struct grid_key *k, struct error *err)
{
	*k = (struct grid_key){ .sheet = LEDGER_SHEETS, .year = ledger_year_of(x, year) };
	for (int s = 0; s < LEDGER_SHEETS; s++)
		if (str_is(x->param[0], ledger_sheet_word((enum ledger_sheet)s)))
			k->sheet = (enum ledger_sheet)s;
	if (k->sheet == LEDGER_SHEETS)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这张登记表，请从总览进入");
	return str_is(x->param[1], "0") ? OK : page_id(x, 1, &k->department.v, err);
}

static struct str key_path(struct http_exchange *x, const struct grid_key *k)
{
	return page_fmt(x, "/office/ledger/figures/%s/%lld?year=%d", ledger_sheet_word(k->sheet),
		(long long)k->department.v, k->year);
}

static struct str input_name(struct http_exchange *x, const struct ledger_grid_row *r, int month)
{
	return page_fmt(x, "f-%d-%lld-%d", r->item, (long long)r->channel.v, month + 1);
}

/* What was sent for an input; false when it was not. */
static bool typed(const struct http_exchange *x, struct str name, struct str *value)
{
	for (size_t i = 0; i < x->n_pairs; i++)
		if (str_eq(x->pairs[i].name, name)) {
			*value = str_trim(x->pairs[i].value);
			return true;
		}
	return false;
}

static bool parse(int item, struct str s, int64_t *amount)
{
	if (s.n > TYPED_MAX)
		return false;
	bool ok = ledger_item_is_money(item) ? ledger_parse_money(s, amount)
					     : ledger_parse_count(s, amount);
	return ok && *amount >= 0;
}

/* --- showing ----------------------------------------------------------------------------------- */

struct grid_show {
	struct grid_key key;
	struct ledger_grid grid;
	bool sent;
	struct error refusal; /* of the desk */
	size_t wrong;
};

static void fill_input(struct http_exchange *x, const struct grid_show *g,
	const struct ledger_grid_row *r, int m, struct ledger_input *in)
{
	in->name = input_name(x, r, m);
	in->open = r->month[m].open && role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE);
	if (r->month[m].filled) {
		struct decimal_text t = decimal_text(ledger_amount(r->item, r->month[m].amount));
		in->value = arena_str(x->arena, str_cstr(t.z));
	}
	int64_t ignored;
	struct str value;
	if (g->sent && in->open && typed(x, in->name, &value)) {
		in->value = value.n > TYPED_MAX ? str_sub(value, 0, 0) : value;
		in->wrong = value.n > 0 && !parse(r->item, value, &ignored);
	}
}

static void fill_sign(struct http_exchange *x, const struct grid_show *g, int m,
	struct ledger_sign_words *w)
{
	static const enum kit_tone tone[LEDGER_STATES] = { [LEDGER_MISSING] = KIT_RED,
		[LEDGER_UNSIGNED] = KIT_AMBER,
		[LEDGER_CHANGED] = KIT_VIOLET,
		[LEDGER_SIGNED] = KIT_GREEN };
	const struct ledger_month *month = &g->grid.month[m];
	*w = (struct ledger_sign_words){ .state = str_cstr(ledger_state_name(month->state)),
		.tone = tone[month->state] };
	if (month->signer.n)
		w->signer = page_fmt(x, "%.*s %.*s", STR_ARG(month->signer),
			STR_ARG(moment_text(x->arena, month->signed_at)));
	bool waits = month->state == LEDGER_UNSIGNED || month->state == LEDGER_CHANGED;
	if (waits && role_permits(WHO(x)->actor.roles, PERM_LEDGER_SIGN))
		w->sign_href = page_fmt(x, "/office/ledger/sign/%s/%lld/%d?year=%d",
			ledger_sheet_word(g->key.sheet), (long long)g->key.department.v, m + 1,
			g->key.year);
	if (month->filled)
		w->history_href = page_fmt(x,
			"/office/ledger/entries?year=%d&department=%lld&month=%d", g->key.year,
			(long long)g->key.department.v, m + 1);
}

static void add_error(struct ledger_grid_page *v, struct str text, struct str href)
{
	v->error[v->errors.n++] = (struct kit_error){ .text = text, .href = href };
}

static void fill_lines(struct http_exchange *x, const struct grid_show *g, struct ledger_grid_page *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct ledger_grid_row *r = &g->grid.row[i];
		struct ledger_grid_line *l = &v->line[i];
		int64_t total = 0;
		l->label = r->label;
		for (int m = 0; m < 12; m++) {
			fill_input(x, g, r, m, &l->month[m]);
			total += r->month[m].filled ? r->month[m].amount : 0;
			if (l->month[m].wrong)
				add_error(v,
					page_fmt(x, "%.*s %d 月：请填 0 或者更大的%s", STR_ARG(r->label),
						m + 1,
						ledger_item_is_money(r->item) ? "金额，最多两位小数"
									      : "整数"),
					page_fmt(x, "#%.*s", STR_ARG(l->month[m].name)));
		}
		l->total = r->item == LEDGER_FOLLOWERS ? STR("—") : ledger_number(x, r->item, total);
	}
}

static void fill_texts(struct http_exchange *x, const struct grid_show *g, struct ledger_grid_page *v)
{
	const struct grid_fields *f = g->sent ? x->form : NULL;
	v->title = (struct kit_title){ .title = page_fmt(x, "%.*s %d 年", STR_ARG(g->grid.department),
					       g->key.year),
		.note = page_fmt(x, "%s。没有发生的月份填 0；金额以元为单位",
			ledger_sheet_name(g->key.sheet)) };
	v->source = (struct kit_input){ .field = { .name = STR("source"),
						.label = STR("数据来源"),
						.optional = true,
						.hint = STR("例如：行政审批系统 7 月统计表") },
		.value = f ? f->source : STR("") };
	v->reason = (struct kit_textarea){ .field = { .name = STR("reason"),
						   .label = STR("更正理由"),
						   .hint = STR("改动已经登记过的数字时填写；原来的登记保留") },
		.value = f ? f->reason : STR(""),
		.rows = 2 };
	v->year = page_fmt(x, "%d", g->key.year);
	if (g->sent) {
		kit_take_state(page_state(x, "source"), &v->source.field, &v->source.value);
		kit_take_state(page_state(x, "reason"), &v->reason.field, &v->reason.value);
	}
	if (g->refusal.code && g->refusal.field && strcmp(g->refusal.field, "reason") == 0)
		v->reason.field.error = arena_str(x->arena, str_cstr(g->refusal.msg));
	v->empty = (struct kit_empty){ .title = STR("这个部门没有开通的公开渠道"),
		.text = STR("先登记网站栏目、账号、LED屏等，再填每月发布条数。"),
		.link = STR("登记公开渠道"),
		.href = STR("/office/ledger/channels/new") };
}

static enum err grid_page(struct http_exchange *x, struct grid_show *g, struct error *err)
{
	struct ledger_grid_page v = { .n = g->grid.n,
		.may_write = role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE),
		.back = page_fmt(x, "/office/ledger?year=%d&sheet=%s", g->key.year,
			ledger_sheet_word(g->key.sheet)) };
	v.line = arena_array(x->arena, struct ledger_grid_line, v.n + 1);
	v.error = arena_array(x->arena, struct kit_error, v.n * 12 + 3);
	if (!v.line || !v.error)
		return arena_check(x->arena, err);
	v.errors.error = v.error;
	fill_lines(x, g, &v);
	fill_texts(x, g, &v);
	if (!g->refusal.code && v.source.field.error.n)
		add_error(&v, v.source.field.error, STR("#source"));
	if (!g->refusal.code && v.reason.field.error.n)
		add_error(&v, v.reason.field.error, STR("#reason"));
	if (g->refusal.code)
		add_error(&v, arena_str(x->arena, str_cstr(g->refusal.msg)),
			v.reason.field.error.n ? STR("#reason") : STR(""));
	for (int m = 0; m < 12; m++)
		fill_sign(x, g, m, &v.sign[m]);
	v.form = (struct kit_form){ .action = key_path(x, &g->key),
		.csrf = http_csrf_token(x),
		.unsaved = KIT_WARN };
	page_frame(x, FRAME_OFFICE, "每月数字", &v.frame);
	v.frame.errors = (int)v.errors.n;
	ledger_crumbs(x, &v.frame, v.title.title);
	struct buf *o = page_open(x, &v.frame);
	ledger_grid_of(o, &v);
	return page_close(x, v.errors.n ? 422 : 200, o, &v.frame, err);
}

static enum err load(struct http_exchange *x, struct grid_show *g, struct error *err)
{
	return ledger_grid(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, g->key.department,
		g->key.sheet, g->key.year, x->arena, &g->grid, err);
}

enum err ledger_grid_show(struct http_exchange *x, struct error *err)
{
	const struct grid_fields *f = x->form;
	struct grid_show g = { .sent = false };
	enum err e = key_of(x, f->year, &g.key, err);
	if (e == OK)
		e = load(x, &g, err);
	return e != OK ? e : grid_page(x, &g, err);
}

/* --- saving ------------------------------------------------------------------------------------ */

/* What was typed and is different from what stands; wrong ones are counted. */
static size_t collect(struct http_exchange *x, struct grid_show *g, struct ledger_figure *out)
{
	size_t n = 0;
	for (size_t i = 0; i < g->grid.n; i++)
		for (int m = 0; m < 12; m++) {
			const struct ledger_grid_row *r = &g->grid.row[i];
			struct str value;
			int64_t amount;
			if (!r->month[m].open || !typed(x, input_name(x, r, m), &value) ||
				value.n == 0)
				continue;
			if (!parse(r->item, value, &amount)) {
				g->wrong++;
				continue;
			}
			if (r->month[m].filled && r->month[m].amount == amount)
				continue;
			out[n++] = (struct ledger_figure){ .department = g->key.department,
				.channel = r->channel,
				.item = r->item,
				.month = m + 1,
				.amount = amount };
		}
	return n;
}

enum err ledger_grid_post(struct http_exchange *x, struct error *err)
{
	const struct grid_fields *f = x->form;
	struct grid_show g = { .sent = true };
	enum err e = key_of(x, f->year, &g.key, err);
	if (e == OK)
		e = load(x, &g, err);
	if (e != OK)
		return e;
	struct ledger_figure *figure = arena_array(x->arena, struct ledger_figure, g.grid.n * 12 + 1);
	if (!figure)
		return arena_check(x->arena, err);
	size_t n = collect(x, &g, figure), written = 0;
	if (g.wrong || x->report->n_errors)
		return grid_page(x, &g, err);
	e = ledger_figures_set(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, g.key.year,
		figure, n, f->source, f->reason, &written, err);
	if (e == ERR_INVALID) {
		g.refusal = *err;
		return grid_page(x, &g, err);
	}
	return e != OK ? e
		       : page_done(x, key_path(x, &g.key),
				 written ? "ledger.saved" : "ledger.same");
}

/* --- signing ----------------------------------------------------------------------------------- */

struct sign_fields {
	int64_t year, upto;
};
static const struct form_field sign_fields[] = {
	FORM_INT(struct sign_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_INT(struct sign_fields, upto, "版本", 0, INT64_MAX, 0),
};
const struct http_fields ledger_sign_form = HTTP_FIELDS(sign_fields, struct sign_fields);

static enum err month_of(struct http_exchange *x, int *month, struct error *err)
{
	int64_t m;
	enum err e = page_id(x, 2, &m, err);
	if (e == OK && m > 12)
		return error_set(err, ERR_NOT_FOUND, NULL, "月份应为 1 到 12");
	if (e == OK)
		*month = (int)m;
	return e;
}

static enum err sign_page(struct http_exchange *x, enum err why, struct error *err)
{
	const struct sign_fields *f = x->form;
	struct grid_show g = { .sent = false };
	struct form_page p;
	struct error refusal = *err;
	int month = 1;
	enum err e = key_of(x, f->year, &g.key, err);
	if (e == OK)
		e = month_of(x, &month, err);
	if (e == OK)
		e = load(x, &g, err);
	if (e == OK)
		e = form_page_init(x, &p, &ledger_sign_form, "签认每月数字", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("签认"));
	p.title.note = page_fmt(x, "%.*s %d 年 %d 月", STR_ARG(g.grid.department), g.key.year, month);
	p.inset = STR("请核对下面的数字。签认后再有改动，需要重新签认。");
	for (size_t i = 0; i < g.grid.n; i++)
		form_page_text(&p, page_fmt(x, "%.*s：%.*s", STR_ARG(g.grid.row[i].label),
			STR_ARG(g.grid.row[i].month[month - 1].filled
					? ledger_number(x, g.grid.row[i].item,
						  g.grid.row[i].month[month - 1].amount)
					: STR("未填"))));
	form_page_hidden(&p, "year", page_fmt(x, "%d", g.key.year));
	form_page_hidden(&p, "upto", page_fmt(x, "%lld", (long long)g.grid.month[month - 1].last));
	p.form.unsaved = KIT_FORGET;
	form_page_submit(&p, "数字无误，签认", key_path(x, &g.key));
	return form_page_answer(x, &p, err);
}

enum err ledger_sign_show(struct http_exchange *x, struct error *err)
{
	return sign_page(x, OK, err);
}

enum err ledger_sign_post(struct http_exchange *x, struct error *err)
{
	const struct sign_fields *f = x->form;
	struct grid_key k;
	int month = 1;
	enum err e = key_of(x, f->year, &k, err);
	if (e == OK)
		e = month_of(x, &month, err);
	if (e != OK)
		return e;
	e = ledger_sign(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, k.department, k.sheet,
		k.year, month, f->upto, err);
	if (e != OK)
		return sign_page(x, e, err);
	return page_done(x, key_path(x, &k), "ledger.signed");
}

/* --- entries ------------------------------------------------------------------------------------ */

struct history_query {
	int64_t year, department, month, below;
};
static const struct form_field history_fields[] = {
	FORM_INT(struct history_query, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
	FORM_INT(struct history_query, department, "部门", 0, INT64_MAX, 0),
	FORM_INT(struct history_query, month, "月份", 0, 12, 0),
	FORM_INT(struct history_query, below, "起始", 0, INT64_MAX, 0),
};
const struct http_fields ledger_history_form = HTTP_FIELDS(history_fields, struct history_query);

static const struct kit_column history_columns[] = {
	{ .label = STR_INIT("时间"), .nowrap = true, .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("部门"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("项目"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("增减"), .number = true, .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("填报人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("来源"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("更正理由"), .card = KIT_CARD_NAMED },
};
static const struct kit_table history_table = { .caption = STR_INIT("登记和更正，新的在前"),
	.kind = KIT_GRID, .cards = true, .column = history_columns, .n = 7 };

enum err ledger_history_show(struct http_exchange *x, struct error *err)
{
	const struct history_query *q = x->form;
	int year = ledger_year_of(x, q->year);
	struct ledger_history h;
	struct ledger_page v;
	enum err e = ledger_history(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, year,
		(struct department_id){ q->department }, -1, (int)q->month, q->below, x->arena, &h,
		err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "登记和更正记录", "/office/ledger");
	ledger_crumbs(x, &v.frame, STR("登记和更正记录"));
	v.title.note = page_fmt(x, "%d 年。登记过的不改，更正是再记一笔差额", year);
	struct ledger_section *s = ledger_section_add(x, &v, "entries", "记录", &history_table, h.n);
	for (size_t i = 0; s && i < h.n; i++) {
		const struct tally_entry_row *r = &h.row[i];
		struct ledger_text *t = ledger_row(s, i);
		t[0].text = moment_text(x->arena, r->at);
		t[1].text = r->department_name.n ? r->department_name : STR("本级");
		t[2].text = page_fmt(x, "%d 月%s", (int)r->month, ledger_item_name((int)r->item));
		t[2].sub = r->channel_name;
		t[3].text = page_fmt(x, "%s%.*s", r->amount > 0 ? "+" : "",
			STR_ARG(ledger_number(x, (int)r->item, r->amount)));
		if (r->fills < 0)
			t[3].sub = STR("恢复为未填");
		t[4].text = r->actor_name.n ? r->actor_name : STR("系统");
		t[5].text = r->source;
		t[6].text = r->reason;
	}
	if (s && h.more)
		s->paging.next = page_fmt(x,
			"/office/ledger/entries?year=%d&department=%lld&month=%d&below=%lld", year,
			(long long)q->department, (int)q->month, (long long)h.row[h.n - 1].id);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("还没有登记"),
			.text = STR("从总览进入部门，填写每月数字。"),
			.link = STR("回到总览"),
			.href = STR("/office/ledger") };
	return ledger_page_answer(x, &v, err);
}
