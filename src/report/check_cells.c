/* CK5 and missing rows: what state the cells are in, said line by line. */
#include "report/check.h"

enum {
	LINE_CELLS_MAX = REPORT_COL_COUNT,
	LINES_MAX = 64,	     /* 8 lines of table two at most, 25 and 3 of tables three and four */
	SINGLE_LINES_MAX = 6 /* beyond that one finding for the whole table */
};

/* One printed line of a table: a row of table two or three, a block of table four. */
struct line {
	int first, n, table;
};

struct lines {
	struct line item[LINES_MAX];
	size_t n;
};

static bool line_is_absent(const struct report *r, const struct line *l)
{
	for (int k = 0; k < l->n; k++)
		if (r->cell[l->first + k].state != REPORT_ABSENT)
			return false;
	return true;
}

/*
 * Table two of one layout.  Of a hybrid only the lines that were printed count,
 * because nobody can say which of the two layouts a missing line belongs to.
 */
static void add_table_two(struct lines *out, const struct report *r, enum report_layout layout)
{
	static const struct line in_2021[] = { { REPORT_T2_REGULATION_MADE, 3, 2 },
		{ REPORT_T2_NORMATIVE_MADE, 3, 2 }, { REPORT_T2_LICENCE, 1, 2 },
		{ REPORT_T2_PENALTY, 1, 2 }, { REPORT_T2_COERCION, 1, 2 },
		{ REPORT_T2_FEE, 1, 2 } };
	static const struct line in_2019[] = { { REPORT_CELL_2019 + REPORT_2019_REGULATION_MADE, 3,
						       2 },
		{ REPORT_CELL_2019 + REPORT_2019_NORMATIVE_MADE, 3, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_LICENCE_PREVIOUS, 3, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_SERVICE_PREVIOUS, 3, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_PENALTY_PREVIOUS, 3, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_COERCION_PREVIOUS, 3, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_FEE_PREVIOUS, 2, 2 },
		{ REPORT_CELL_2019 + REPORT_2019_PROCUREMENT_ITEMS, 2, 2 } };
	bool new_layout = layout == REPORT_LAYOUT_2021;
	const struct line *l = new_layout ? in_2021 : in_2019;
	size_t n = new_layout ? sizeof in_2021 / sizeof in_2021[0]
			      : sizeof in_2019 / sizeof in_2019[0];
	for (size_t i = 0; i < n; i++)
		if (!r->hybrid || !line_is_absent(r, &l[i]))
			out->item[out->n++] = l[i];
}

static void list_lines(struct lines *out, const struct report *r)
{
	out->n = 0;
	add_table_two(out, r, r->layout);
	if (r->hybrid)
		add_table_two(out, r,
			r->layout == REPORT_LAYOUT_2021 ? REPORT_LAYOUT_2019 : REPORT_LAYOUT_2021);
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		if (identity_has_row(r, (enum report_row)row))
			out->item[out->n++] = (struct line){ report_cell_t3((enum report_row)row,
								     REPORT_COL_NATURAL),
				REPORT_COL_COUNT, 3 };
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++)
		out->item[out->n++] =
			(struct line){ report_cell_t4((enum report_block)b, REPORT_RESULT_UPHELD),
				REPORT_RESULT_COUNT, 4 };
}

/* 表三“（一）予以公开”一行, 表四“行政复议”, 表二规章. */
static void print_line(struct buf *b, const struct line *l)
{
	struct report_name name = report_cell_name(l->first);
	struct str s = str_cstr(name.z);
	if (l->table != 3) {
		/* The name of the column stands after the last quotation mark that opens. */
		size_t cut =
			l->table == 2 ? str_find(s, STR("“"), 0) : str_find(s, STR("”"), 0) + 3;
		buf_str(b, str_sub(s, 0, cut));
		return;
	}
	buf_str(b, str_sub(s, 0, str_find(s, STR("”"), 0) + strlen("”")));
	buf_cstr(b, "一行");
}

static const char *const table_name[] = { "", "", "表二", "表三", "表四" };

/* What is said of a cell state. */
struct state_rule {
	enum report_state state;
	const char *rule, *what, *hint;
};

static const struct state_rule state_rules[] = {
	{ REPORT_ABSENT, "row.missing", "没有读到",
		"请对照国办公开办函〔2021〕30号格式补上这一行；没有发生的填 0" },
	{ REPORT_BLANK, "cell.blank", "空白（按 0 计）", "没有发生的请填 0，不要留空" },
	{ REPORT_NA, "cell.na", "填的不是数字而是表示“没有”的符号（按 0 计）", "没有发生的请填 0" },
	{ REPORT_BAD, "cell.not_number", "不是数字", "请改为阿拉伯数字，不带文字和符号" },
};

/* Is the cell in this state, and not told by another rule (total.blank) already? */
static bool is_told_here(struct check *ck, int cell, enum report_state s)
{
	return ck->r->cell[cell].state == s && !ck->ids->blank_total[cell];
}

/* Adds the finding about cells[0..n), all of one line (line given) or of one table. */
static void add_state(struct check *ck, const struct state_rule *rule, const struct line *l,
	int table, int *cell, size_t n)
{
	const struct report_value *first = &ck->r->cell[cell[0]];
	struct finding it = check_finding(rule->rule);
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	if (n == 1)
		buf_cstr(&b, report_cell_name(cell[0]).z);
	else if (l)
		print_line(&b, l);
	else
		buf_cstr(&b, table_name[table]);
	if (n > 1 && !(l && rule->state == REPORT_ABSENT && (int)n == l->n))
		buf_fmt(&b, "有 %zu 格", n);
	buf_cstr(&b, rule->what);
	if (first->raw.n && rule->state != REPORT_BLANK)
		buf_fmt(&b, "：“%.*s”", STR_ARG(first->raw));
	it.message = check_take(ck, &b);
	it.actual = first->raw;
	it.expected = rule->state == REPORT_ABSENT ? (struct str){ NULL, 0 } : STR("0 或正整数");
	if (report_cell_is_amount(cell[0]))
		it.expected = STR("数字");
	it.hint = str_cstr(rule->hint);
	it.cell = cell;
	it.n_cells = n;
	it.where = check_cell_where(ck, cell[0]);
	if (it.where.n == 0)
		it.where = check_note_where(ck->r, rule->rule, cell[0]);
	findings_add(ck->f, &it);
}

/* One finding per line; when many lines of a table are alike, one for the table. */
static void check_state(
	struct check *ck, const struct lines *lines, int table, const struct state_rule *rule)
{
	int cell[REPORT_CELL_COUNT];
	size_t n = 0, n_lines = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct line *l = &lines->item[i];
		size_t before = n;
		for (int k = 0; l->table == table && k < l->n; k++)
			if (is_told_here(ck, l->first + k, rule->state))
				cell[n++] = l->first + k;
		n_lines += n > before;
	}
	if (n_lines > SINGLE_LINES_MAX) {
		add_state(ck, rule, NULL, table, cell, n);
		return;
	}
	for (size_t i = 0; i < lines->n; i++) {
		const struct line *l = &lines->item[i];
		int own[LINE_CELLS_MAX];
		size_t m = 0;
		for (int k = 0; l->table == table && k < l->n; k++)
			if (is_told_here(ck, l->first + k, rule->state))
				own[m++] = l->first + k;
		if (m)
			add_state(ck, rule, l, table, own, m);
	}
}

/* True and told when no line of the table was read. */
static bool check_table_missing(struct check *ck, const struct lines *lines, int table)
{
	int cell[REPORT_CELL_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct line *l = &lines->item[i];
		if (l->table != table)
			continue;
		if (!line_is_absent(ck->r, l))
			return false;
		for (int k = 0; k < l->n; k++)
			cell[n++] = l->first + k;
	}
	if (n == 0 && !ck->r->hybrid)
		return false;
	struct finding it = check_finding("table.missing");
	it.cell = cell;
	it.n_cells = n;
	it.message = arena_fmt(ck->a, "没有读到%s，其中的数字一个也不能核对", table_name[table]);
	it.hint = STR("请确认报告里有这张表，并且是文字表格而不是图片");
	it.where = check_note_where(ck->r, "table.missing", -1);
	findings_add(ck->f, &it);
	return true;
}

static void check_number(struct check *ck, int cell)
{
	struct decimal v;
	if (!report_number(ck->r, cell, &v))
		return;
	bool whole = report_cell_is_amount(cell) || decimal_is_int(v);
	bool above = decimal_sign(v) >= 0 || report_cell_is_signed(cell);
	if (whole && above)
		return;
	struct str text = arena_fmt(ck->a, "%s", decimal_text(v).z);
	if (!whole) {
		struct finding it = check_finding("cell.not_integer");
		it.expected = STR("整数");
		it.actual = text;
		it.message = arena_fmt(
			ck->a, "%s是 %.*s，件数应为整数", report_cell_name(cell).z, STR_ARG(text));
		it.hint = STR("请核对是否多打了小数点，或把金额填进了件数栏");
		check_add_cell(ck, it, cell);
	}
	if (!above) {
		struct finding it = check_finding("cell.negative");
		it.expected = STR("0 或正数");
		it.actual = text;
		it.message = arena_fmt(
			ck->a, "%s是 %.*s，不能为负数", report_cell_name(cell).z, STR_ARG(text));
		it.hint = STR("请按本年实际发生数填写，增减变化不在这里填");
		check_add_cell(ck, it, cell);
	}
}

/* What the reader said of tables printed twice (recognise.c); it knows the cells and the place. */
static void check_tables_differ(struct check *ck)
{
	for (size_t i = 0; i < ck->r->n_notes; i++) {
		const struct report_note *note = &ck->r->note[i];
		if (strcmp(note->code, "table.differs") != 0)
			continue;
		struct finding it = check_finding("table.differs");
		it.cell = note->cell;
		it.n_cells = note->n_cells;
		it.message = note->message;
		it.hint = STR("请只保留本年度的一张表；附有上年数据的，请移到附件");
		it.where = note->where;
		findings_add(ck->f, &it);
	}
}

void check_cells(struct check *ck)
{
	struct lines lines;
	list_lines(&lines, ck->r);
	check_tables_differ(ck);
	for (int table = 2; table <= 4; table++) {
		if (check_table_missing(ck, &lines, table))
			continue;
		for (size_t k = 0; k < sizeof state_rules / sizeof state_rules[0]; k++)
			check_state(ck, &lines, table, &state_rules[k]);
	}
	for (size_t i = 0; i < lines.n; i++)
		for (int k = 0; k < lines.item[i].n; k++)
			check_number(ck, lines.item[i].first + k);
}
