/*
 * ledger_import_read -- what the rows of a file mean, and what is wrong with them.
 */
#include "desk/ledger_import_part.h"

#include "core/utf8.h"
#include "store/decision.sql.h"

enum { HEAD_ROWS = 10, COLUMNS = ROWS_COLS_MAX + 1, SLOT_MONTH = 100, SLOT_DEPARTMENT, SLOT_CHANNEL };

struct reading {
	struct tx *tx;
	struct arena *a;
	struct agency_id agency;
	const struct rows *rows;
	struct ledger_import *im;
	struct date today;
	int slot[COLUMNS]; /* what a column holds: 1 + item or field, SLOT_*, 0 nothing */
	int head_row;
	struct department_row *department;
	size_t n_departments;
	struct channel_row *channel;
	size_t n_channels;
	struct tally_month_row *figure;
	size_t n_figures;
	size_t cap, cap_of, cap_changes;
};

/* --- errors -------------------------------------------------------------------------------------- */

static void say(struct reading *r, int row, int col, const char *text)
{
	struct ledger_import *im = r->im;
	if (im->n_errors >= LEDGER_IMPORT_ERRORS || !im->error)
		return;
	struct str name = r->rows->name;
	const char *cell = rows_place(row, col).z;
	im->error[im->n_errors++] = (struct ledger_import_error){
		.place = name.n ? arena_fmt(r->a, "%.*s 工作表“%.*s”%s", STR_ARG(im->file_name), STR_ARG(name), cell)
				: arena_fmt(r->a, "%.*s %s", STR_ARG(im->file_name), cell),
		.text = arena_str(r->a, str_cstr(text)) };
}

/* --- heads --------------------------------------------------------------------------------------- */

/* A head without its unit in brackets, in comparison form. */
static struct str plain_head(struct arena *a, struct str s)
{
	struct str f = fold_text_arena(a, s);
	size_t open = str_find(f, STR("("), 0);
	return open > 0 && open < f.n ? str_sub(f, 0, open) : f;
}

static bool same_head(struct arena *a, struct str head, const char *word)
{
	return str_eq(head, plain_head(a, str_cstr(word)));
}

static int figure_slot(struct arena *a, struct str text)
{
	static const struct {
		const char *word;
		int slot;
	} other[] = { { "月份", SLOT_MONTH }, { "月", SLOT_MONTH }, { "部门", SLOT_DEPARTMENT },
		{ "渠道", SLOT_CHANNEL }, { "账号", SLOT_CHANNEL }, { "发布条数", LEDGER_POSTS + 1 },
		{ "关注人数", LEDGER_FOLLOWERS + 1 }, { "收费", LEDGER_FEE + 1 },
		{ "许可", LEDGER_LICENCE + 1 }, { "处罚", LEDGER_PENALTY + 1 }, { "强制", LEDGER_COERCION + 1 } };
	struct str head = plain_head(a, text);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (same_head(a, head, other[i].word))
			return other[i].slot;
	for (int i = LEDGER_LICENCE; i <= LEDGER_RESPONSES; i++)
		if (same_head(a, head, ledger_item_name(i)))
			return i + 1;
	return 0;
}

static int decision_slot(struct arena *a, int item, struct str text)
{
	size_t n;
	const struct decision_field *f = decision_fields(item, &n);
	struct str head = fold_text_arena(a, text);
	if (same_head(a, head, "部门"))
		return SLOT_DEPARTMENT;
	for (size_t i = 0; i < n; i++)
		if (str_eq(head, fold_text_arena(a, str_cstr(f[i].code))) ||
			str_eq(head, fold_text_arena(a, str_cstr(f[i].name))))
			return (int)i + 1;
	return 0;
}

static int slot_of(struct reading *r, struct str text)
{
	return r->im->kind == LEDGER_IMPORT_FIGURES
		       ? figure_slot(r->a, text)
		       : decision_slot(r->a, ledger_import_item(r->im->kind), text);
}

/* Takes the row as heads; twice the same head is an error of its own. */
static void take_head(struct reading *r, const struct rows_cell *c, size_t n)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < n; i++) {
		int slot = slot_of(r, c[i].text);
		for (size_t k = 0; k < i && slot; k++)
			if (r->slot[c[k].col] == slot)
				say(r, c[i].row, c[i].col, "这一列的标题重复，请删去一列");
		if (c[i].merged)
			say(r, c[i].row, c[i].col, "标题是合并单元格，请取消合并");
		r->slot[c[i].col] = slot;
		if (!slot)
			buf_fmt(&b, "%s%.*s", b.n ? "、" : "", STR_ARG(c[i].text));
	}
	r->head_row = c[0].row;
	r->im->ignored = arena_str(r->a, buf_view(&b));
	buf_done(&b);
}

/* The first row with a month and a figure, or with three fields of the standard. */
static bool is_head(struct reading *r, const struct rows_cell *c, size_t n)
{
	int known = 0;
	bool month = false;
	for (size_t i = 0; i < n; i++) {
		int slot = slot_of(r, c[i].text);
		month |= slot == SLOT_MONTH;
		known += slot > 0;
	}
	return r->im->kind == LEDGER_IMPORT_FIGURES ? month && known >= 2 : known >= 3;
}

/* --- values -------------------------------------------------------------------------------------- */

/* "3", "3月", "03", "2026-03", "2026年3月". */
static bool parse_month(struct str s, int year, int *month)
{
	int v[2] = { 0, 0 }, n = 0;
	bool in = false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			if (!in && n == 2)
				return false;
			n += !in;
			in = true;
			v[n - 1] = v[n - 1] * 10 + (s.p[i] - '0');
			if (v[n - 1] > 9999)
				return false;
		} else {
			in = false;
		}
	}
	*month = n == 2 ? v[1] : v[0];
	return n >= 1 && (n == 1 || v[0] == year) && *month >= 1 && *month <= 12;
}

static bool parse_amount(int item, struct str s, int64_t *out)
{
	struct decimal d, scaled;
	struct str t = s;
	char z[32];
	size_t n = 0;
	/* Thousands commas as spreadsheets write them. */
	for (size_t i = 0; i < s.n && n < sizeof z; i++)
		if (s.p[i] != ',')
			z[n++] = s.p[i];
	t = (struct str){ z, n };
	if (n == sizeof z || !decimal_parse(t, &d) || decimal_sign(d) < 0)
		return false;
	int shift = ledger_item_is_money(item) ? 2 : 0;
	if (d.scale > shift || !decimal_shift(d, shift, &scaled) || !decimal_is_int(scaled))
		return false;
	*out = scaled.coef;
	return *out <= (ledger_item_is_money(item) ? LEDGER_MONEY_MAX : LEDGER_COUNT_MAX);
}

static const struct rows_cell *cell_of(
	const struct reading *r, const struct rows_cell *c, size_t n, int slot)
{
	for (size_t i = 0; i < n; i++)
		if (r->slot[c[i].col] == slot)
			return &c[i];
	return NULL;
}

/* The department a row names, or that of the form. */
static bool find_department(struct reading *r, const struct rows_cell *c, size_t n, struct department_id *out)
{
	const struct rows_cell *cell = cell_of(r, c, n, SLOT_DEPARTMENT);
	*out = r->im->department;
	if (!cell || same_head(r->a, fold_text_arena(r->a, cell->text), "本级"))
		return true;
	struct str name = fold_text_arena(r->a, cell->text);
	for (size_t i = 0; i < r->n_departments; i++)
		if (str_eq(name, fold_text_arena(r->a, r->department[i].name))) {
			*out = r->department[i].id;
			return true;
		}
	say(r, cell->row, cell->col, "没有这个部门，请与系统里的部门名称一致");
	return false;
}

static bool find_channel(struct reading *r, const struct rows_cell *c, size_t n, struct channel_id *out)
{
	const struct rows_cell *cell = cell_of(r, c, n, SLOT_CHANNEL);
	*out = (struct channel_id){ 0 };
	if (!cell)
		return true;
	int found = 0;
	struct str name = fold_text_arena(r->a, cell->text);
	for (size_t i = 0; i < r->n_channels; i++)
		if (str_eq(name, fold_text_arena(r->a, r->channel[i].name))) {
			*out = r->channel[i].id;
			found++;
		}
	if (found != 1)
		say(r, cell->row, cell->col, found ? "有几个同名的渠道，请在系统里填写"
						   : "没有登记过这个渠道，请先登记");
	return found == 1;
}

/* Formulas and joined cells are refused: what they mean elsewhere is not known here. */
static bool check_cells(struct reading *r, const struct rows_cell *c, size_t n)
{
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		if (!r->slot[c[i].col])
			continue;
		if (c[i].computed)
			say(r, c[i].row, c[i].col, "是公式，请复制后“选择性粘贴—数值”再导入");
		if (c[i].merged)
			say(r, c[i].row, c[i].col, "是合并单元格，请取消合并后逐格填写");
		ok &= !c[i].computed && !c[i].merged;
	}
	return ok;
}

/* --- figures ------------------------------------------------------------------------------------- */

static enum err add_change(struct reading *r, struct str what, struct str before, struct str after, struct error *err)
{
	struct ledger_import *im = r->im;
	struct ledger_import_change *p = arena_grow(r->a, im->change, im->n_changes, im->n_changes + 1,
		&r->cap_changes, sizeof *p);
	if (!p)
		return arena_check(r->a, err);
	im->change = p;
	p[im->n_changes++] = (struct ledger_import_change){ what, before, after };
	return OK;
}

static struct str amount_text(struct reading *r, int item, int64_t amount)
{
	return arena_str(r->a, str_cstr(decimal_text_grouped(ledger_amount(item, amount)).z));
}

static bool is_repeated(const struct reading *r, const struct ledger_figure *f)
{
	const struct ledger_import *im = r->im;
	for (size_t i = 0; i < im->n; i++)
		if (im->figure[i].item == f->item && im->figure[i].month == f->month &&
			im->figure[i].channel.v == f->channel.v &&
			im->figure[i].department.v == f->department.v)
			return true;
	return false;
}

static enum err add_figure(struct reading *r, const struct rows_cell *c, struct ledger_figure f, struct str where, struct error *err)
{
	struct ledger_import *im = r->im;
	if (is_repeated(r, &f)) {
		say(r, c->row, c->col, "同一部门、月份、项目在文件里出现了两次");
		return OK;
	}
	struct ledger_figure *p = arena_grow(r->a, im->figure, im->n, im->n + 1, &r->cap, sizeof *p);
	if (!p)
		return arena_check(r->a, err);
	im->figure = p;
	p[im->n++] = f;
	struct str before = STR("未填");
	for (size_t i = 0; i < r->n_figures; i++) {
		const struct tally_month_row *m = &r->figure[i];
		if (m->item != f.item || m->month != f.month || m->channel.v != f.channel.v ||
			(!f.channel.v && m->department.v != f.department.v))
			continue;
		if (m->amount == f.amount)
			return OK;
		before = amount_text(r, f.item, m->amount);
		im->corrects = true;
	}
	return add_change(r, arena_fmt(r->a, "%.*s %d 月%s", STR_ARG(where), f.month, ledger_item_name(f.item)),
		before, amount_text(r, f.item, f.amount), err);
}

static struct str department_name(const struct reading *r, struct department_id id)
{
	for (size_t i = 0; i < r->n_departments; i++)
		if (r->department[i].id.v == id.v)
			return r->department[i].name;
	return STR("本级");
}

static enum err read_figures(struct reading *r, const struct rows_cell *c, size_t n, struct error *err)
{
	struct ledger_figure f = { .month = 0 };
	const struct rows_cell *month = cell_of(r, c, n, SLOT_MONTH);
	const struct rows_cell *name = cell_of(r, c, n, SLOT_CHANNEL);
	bool ok = check_cells(r, c, n);
	if (!month || !parse_month(month->text, r->im->year, &f.month)) {
		say(r, c[0].row, month ? month->col : c[0].col, "月份应为本年的 1 到 12 月");
		return OK;
	}
	ok &= find_department(r, c, n, &f.department);
	ok &= find_channel(r, c, n, &f.channel);
	if (!ledger_has_begun(r->today, r->im->year, f.month)) {
		say(r, month->row, month->col, "这个月还没有开始");
		return OK;
	}
	enum err e = OK;
	for (size_t i = 0; e == OK && ok && i < n; i++) {
		int item = r->slot[c[i].col] - 1;
		if (!ledger_item_is_monthly(item))
			continue;
		bool of_channel = item == LEDGER_POSTS || item == LEDGER_FOLLOWERS;
		f.item = item;
		if (of_channel != (f.channel.v != 0))
			say(r, c[i].row, c[i].col, of_channel ? "发布条数和关注人数要有“渠道”一列" : "渠道的行里只能填发布条数和关注人数");
		else if (!parse_amount(item, c[i].text, &f.amount))
			say(r, c[i].row, c[i].col, ledger_item_is_money(item) ? "应为 0 或者更大的金额（元），最多两位小数" : "应为 0 或者更大的整数");
		else
			e = add_figure(r, &c[i], f, name ? name->text : department_name(r, f.department), err);
	}
	return e;
}

/* --- decisions ----------------------------------------------------------------------------------- */

/* Dates as spreadsheets write them: 2026/3/1, 2026.3.1, 2026年3月1日, or a day number of Excel. */
static struct str tidy_date(struct arena *a, struct str s)
{
	int v[3] = { 0, 0, 0 }, n = 0;
	bool in = false;
	struct decimal number;
	enum { EXCEL_EPOCH = 25569, EXCEL_FIRST = 20000, EXCEL_LAST = 80000 }; /* of 1970-01-01 */
	if (decimal_parse(s, &number) && decimal_is_int(number) && number.coef > EXCEL_FIRST && number.coef < EXCEL_LAST)
		return arena_str(a, str_cstr(date_text((struct date){ (int32_t)number.coef - EXCEL_EPOCH }).z));
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (digit && !in && n == 3)
			return s;
		n += digit && !in;
		in = digit;
		if (digit && v[n - 1] < 100000)
			v[n - 1] = v[n - 1] * 10 + (s.p[i] - '0');
	}
	return n == 3 && date_is_valid(v[0], v[1], v[2]) ? arena_fmt(a, "%04d-%02d-%02d", v[0], v[1], v[2]) : s;
}

/* The number stands in the register or earlier in the file: where. */
static enum err find_duplicate(struct reading *r, struct str number, struct str *where, struct error *err)
{
	int item = ledger_import_item(r->im->kind);
	for (size_t i = 0; i < r->im->n; i++)
		if (str_eq(decision_number(item, &r->im->decision[i]), number)) {
			*where = arena_fmt(r->a, "文书号 %.*s 在文件里出现了两次", STR_ARG(number));
			return OK;
		}
	struct decision_by_number_in in = { r->agency, item, number };
	struct decision_row row;
	enum err e = sql_decision_by_number(r->tx, &in, r->a, &row, err);
	if (e == ERR_NOT_FOUND)
		return OK;
	if (e == OK)
		*where = arena_fmt(r->a, "文书号 %.*s 已经登记过：%.*s，%s 作出", STR_ARG(number),
			STR_ARG(row.department_name.n ? row.department_name : STR("本级")),
			date_text((struct date){ (int32_t)row.decided_on }).z);
	return e;
}

static enum err add_decision(struct reading *r, const struct decision_facts *f, struct department_id of, struct error *err)
{
	struct ledger_import *im = r->im;
	struct decision_facts *p = arena_grow(r->a, im->decision, im->n, im->n + 1, &r->cap, sizeof *p);
	struct department_id *q = arena_grow(r->a, im->of, im->n, im->n + 1, &r->cap_of, sizeof *q);
	if (!p || !q)
		return arena_check(r->a, err);
	im->decision = p;
	im->of = q;
	q[im->n] = of;
	p[im->n++] = *f;
	bool person = str_has(f->value[1], "自然人");
	struct str party = person ? mask_name(r->a, f->value[0]) : f->value[0];
	return add_change(r, decision_number(ledger_import_item(im->kind), f), STR("新登记"), party, err);
}

static enum err read_decision(struct reading *r, const struct rows_cell *c, size_t n, struct error *err)
{
	int item = ledger_import_item(r->im->kind);
	struct decision_facts f = { 0 };
	struct department_id of;
	struct error bad = { .code = OK };
	size_t fields;
	const struct decision_field *field = decision_fields(item, &fields);
	bool ok = check_cells(r, c, n) && find_department(r, c, n, &of);
	for (size_t i = 0; i < n; i++) {
		int k = r->slot[c[i].col] - 1;
		if (k < 0 || k >= (int)fields)
			continue;
		f.value[k] = field[k].flags & DECISION_DATE ? tidy_date(r->a, c[i].text) : c[i].text;
	}
	if (!ok)
		return OK;
	int wrong = decision_check(item, &f, r->today, &bad);
	if (wrong >= 0) {
		const struct rows_cell *cell = cell_of(r, c, n, wrong + 1);
		say(r, c[0].row, cell ? cell->col : c[0].col, bad.msg);
		return OK;
	}
	struct str where = STR("");
	enum err e = find_duplicate(r, decision_number(item, &f), &where, err);
	if (e == OK && where.n) {
		say(r, c[0].row, c[0].col, arena_cstr(r->a, where));
		return OK;
	}
	return e != OK ? e : add_decision(r, &f, of, err);
}

/* --- the file ------------------------------------------------------------------------------------ */

static enum err load_lists(struct reading *r, struct error *err)
{
	struct department_list_in departments = { r->agency };
	struct tally_months_in figures = { r->agency, r->im->year, LEDGER_LICENCE, LEDGER_RESPONSES };
	enum err e = ledger_department(r->tx, r->agency, r->im->department, r->a, NULL, err);
	if (e == OK)
		e = sql_department_list(r->tx, &departments, r->a, &r->department, &r->n_departments, err);
	if (e == OK)
		e = ledger_channels(r->tx, r->agency, r->a, &r->channel, &r->n_channels, err);
	if (e == OK && r->im->kind == LEDGER_IMPORT_FIGURES)
		e = sql_tally_months(r->tx, &figures, r->a, &r->figure, &r->n_figures, err);
	return e;
}

static enum err read_all(struct reading *r, struct error *err)
{
	size_t at = 0, n;
	const struct rows_cell *c;
	enum err e = OK;
	while (e == OK && (c = rows_next(r->rows, &at, &n))) {
		if (!r->head_row) {
			if (is_head(r, c, n))
				take_head(r, c, n);
			else if (c->row > HEAD_ROWS)
				break;
			continue;
		}
		if (r->im->n >= LEDGER_IMPORT_ROWS)
			return field_error(err, "file", "一次最多导入 %d 条，请分成几个文件", LEDGER_IMPORT_ROWS);
		e = r->im->kind == LEDGER_IMPORT_FIGURES ? read_figures(r, c, n, err) : read_decision(r, c, n, err);
		/* After so many errors the rest tells nothing new. */
		if (r->im->n_errors >= LEDGER_IMPORT_ERRORS)
			break;
	}
	if (e == OK && !r->head_row)
		return field_error(err, "file",
			r->im->kind == LEDGER_IMPORT_FIGURES
				? "文件前 %d 行里没有标题行，标题要有“月份”和至少一个项目，例如“行政许可”"
				: "文件前 %d 行里没有标题行，标题用双公示标准的字段代码或者字段名称",
			HEAD_ROWS);
	return e;
}

enum err ledger_import_check(struct tx *tx, struct arena *a,
	struct agency_id agency, const struct rows *rows, struct ledger_import *im, struct error *err)
{
	struct reading r = { .tx = tx, .a = a, .agency = agency, .rows = rows, .im = im, .today = ledger_today(tx) };
	im->figure = NULL;
	im->decision = NULL;
	im->of = NULL;
	im->change = NULL;
	im->n = im->n_errors = im->n_changes = 0;
	im->corrects = false;
	im->ignored = STR("");
	im->error = arena_array(a, struct ledger_import_error, LEDGER_IMPORT_ERRORS);
	if (!im->error)
		return arena_check(a, err);
	enum err e = im->kind == LEDGER_IMPORT_FIGURES ? ledger_check_year(r.today, im->year, err) : OK;
	if (e == OK)
		e = load_lists(&r, err);
	if (e == OK)
		e = read_all(&r, err);
	return e != OK ? e : arena_check(a, err);
}
