/* The three tables as grids; see layout.h. */
#include "doc/layout.h"

#include "core/utf8.h"

#include <assert.h>

enum {
	T2_COLS = 4,
	T3_COLS = 10,
	T3_LABEL_COLS = 3,
	T3_HEAD_ROWS = 3,
	T4_COLS = REPORT_BLOCK_COUNT * REPORT_RESULT_COUNT,
	T4_HEAD_ROWS = 3,
	BAND_ROWS_MAX = 2,
	BAND_COLS_MAX = 3,
	RAW_CHARS_MAX = 60 /* longer texts in place of a number are cut: a row must fit on a page */
};

const struct layout_cell *layout_at(const struct layout_table *t, int row, int col)
{
	if (row < 0 || row >= t->rows || col < 0 || col >= t->cols || t->grid[row][col] < 0)
		return NULL;
	return &t->cell[t->grid[row][col]];
}

const struct layout_cell *layout_anchor(const struct layout_table *t, int row, int col)
{
	const struct layout_cell *c = layout_at(t, row, col);
	return c && c->row == row && c->col == col ? c : NULL;
}

int layout_cell_width(const struct layout_table *t, const struct layout_cell *c)
{
	int width = 0;
	for (int i = c->col; i < c->col + c->colspan; i++)
		width += t->width[i];
	return width;
}

/* Adds a cell over its positions; the table grows downwards as far as it reaches. */
static void put(struct arena *a, struct layout_table *t, struct layout_cell c)
{
	assert(c.row + c.rowspan <= LAYOUT_ROWS_MAX && c.col + c.colspan <= t->cols);
	struct layout_cell *p =
		arena_grow(a, t->cell, t->n_cells, t->n_cells + 1, &t->cap_cells, sizeof *p);
	if (!p)
		return;
	t->cell = p;
	t->cell[t->n_cells] = c;
	for (int i = c.row; i < c.row + c.rowspan; i++)
		for (int k = c.col; k < c.col + c.colspan; k++)
			t->grid[i][k] = (int)t->n_cells;
	t->n_cells++;
	if (t->rows < c.row + c.rowspan)
		t->rows = c.row + c.rowspan;
}

static void put_label(struct arena *a, struct layout_table *t, enum layout_role role,
	const char *text, int row, int col, int rowspan, int colspan)
{
	put(a, t,
		(struct layout_cell){ .text = str_cstr(text),
			.row = row,
			.col = col,
			.rowspan = rowspan,
			.colspan = colspan,
			.role = role });
}

/* The text that stood in place of a number, cut when it is very long. */
static struct str clean_raw(struct arena *a, struct str raw)
{
	struct str text = layout_clean(a, raw);
	struct str head = utf8_prefix(text, RAW_CHARS_MAX);
	return head.n < text.n ? arena_fmt(a, "%.*s…", STR_ARG(head)) : text;
}

/* A cell of the report; what is printed for each state is said in layout.h. */
static void put_value(struct arena *a, struct layout_table *t, const struct report *r, int cell,
	int row, int col, int colspan)
{
	const struct report_value *v = &r->cell[cell];
	struct layout_cell c = { .row = row,
		.col = col,
		.rowspan = 1,
		.colspan = colspan,
		.role = LAYOUT_VALUE,
		.cell = cell };
	switch (v->state) {
	case REPORT_NUMBER:
		c.is_number = true;
		c.number = v->number;
		c.is_signed = report_cell_is_signed(cell);
		c.text = arena_fmt(a, "%s%s", c.is_signed && decimal_sign(v->number) > 0 ? "+" : "",
			decimal_text(v->number).z);
		break;
	case REPORT_NA:
		c.text = clean_raw(a, v->raw);
		if (c.text.n == 0)
			c.text = STR("/");
		break;
	case REPORT_BAD:
		c.text = clean_raw(a, v->raw);
		break;
	case REPORT_ABSENT:
	case REPORT_BLANK:
		break;
	}
	put(a, t, c);
}

static bool is_present(const struct report *r, int cell)
{
	return r->cell[cell].state != REPORT_ABSENT;
}

/*
 * Table two is a pile of bands.  Both layouts are in one list in the order of
 * 条例 art 20; only bands with a cell in the report are printed, so a report
 * that mixes the layouts comes out as it was.
 */
struct band {
	const char *title;
	const char *head[BAND_COLS_MAX];
	int n_cols;
	struct {
		const char *label;
		int cell[BAND_COLS_MAX];
	} row[BAND_ROWS_MAX];
	int n_rows;
};

#define CELL_2019(x) (REPORT_CELL_2019 + REPORT_2019_##x)

static const struct band bands[] = {
	{ "第二十条第（一）项", { "本年制发件数", "本年废止件数", "现行有效件数" }, 3,
		{ { "规章", { REPORT_T2_REGULATION_MADE, REPORT_T2_REGULATION_REPEALED,
				    REPORT_T2_REGULATION_IN_FORCE } },
			{ "行政规范性文件",
				{ REPORT_T2_NORMATIVE_MADE, REPORT_T2_NORMATIVE_REPEALED,
					REPORT_T2_NORMATIVE_IN_FORCE } } },
		2 },
	{ "第二十条第（一）项", { "本年新制作数量", "本年新公开数量", "对外公开总数量" }, 3,
		{ { "规章", { CELL_2019(REGULATION_MADE), CELL_2019(REGULATION_PUBLISHED),
				    CELL_2019(REGULATION_PUBLIC_TOTAL) } },
			{ "规范性文件", { CELL_2019(NORMATIVE_MADE), CELL_2019(NORMATIVE_PUBLISHED),
						CELL_2019(NORMATIVE_PUBLIC_TOTAL) } } },
		2 },
	{ "第二十条第（五）项", { "本年处理决定数量" }, 1,
		{ { "行政许可", { REPORT_T2_LICENCE } } }, 1 },
	{ "第二十条第（五）项", { "上一年项目数量", "本年增/减", "处理决定数量" }, 3,
		{ { "行政许可", { CELL_2019(LICENCE_PREVIOUS), CELL_2019(LICENCE_CHANGE),
					CELL_2019(LICENCE_DECISIONS) } },
			{ "其他对外管理服务事项",
				{ CELL_2019(SERVICE_PREVIOUS), CELL_2019(SERVICE_CHANGE),
					CELL_2019(SERVICE_DECISIONS) } } },
		2 },
	{ "第二十条第（六）项", { "本年处理决定数量" }, 1,
		{ { "行政处罚", { REPORT_T2_PENALTY } }, { "行政强制", { REPORT_T2_COERCION } } },
		2 },
	{ "第二十条第（六）项", { "上一年项目数量", "本年增/减", "处理决定数量" }, 3,
		{ { "行政处罚", { CELL_2019(PENALTY_PREVIOUS), CELL_2019(PENALTY_CHANGE),
					CELL_2019(PENALTY_DECISIONS) } },
			{ "行政强制", { CELL_2019(COERCION_PREVIOUS), CELL_2019(COERCION_CHANGE),
					      CELL_2019(COERCION_DECISIONS) } } },
		2 },
	{ "第二十条第（八）项", { "本年收费金额（单位：万元）" }, 1,
		{ { "行政事业性收费", { REPORT_T2_FEE } } }, 1 },
	{ "第二十条第（八）项", { "上一年项目数量", "本年增/减" }, 2,
		{ { "行政事业性收费", { CELL_2019(FEE_PREVIOUS), CELL_2019(FEE_CHANGE) } } }, 1 },
	{ "第二十条第（九）项", { "采购项目数量", "采购总金额" }, 2,
		{ { "政府集中采购",
			{ CELL_2019(PROCUREMENT_ITEMS), CELL_2019(PROCUREMENT_AMOUNT) } } },
		1 },
};

static bool band_row_present(const struct report *r, const struct band *b, int row)
{
	for (int i = 0; i < b->n_cols; i++)
		if (is_present(r, b->row[row].cell[i]))
			return true;
	return false;
}

/* The last value column of a band takes the columns that are left over. */
static int band_colspan(const struct band *b, int col)
{
	return col + 1 < b->n_cols ? 1 : T2_COLS - 1 - col;
}

static void put_band(
	struct arena *a, struct layout_table *t, const struct report *r, const struct band *b)
{
	bool opened = false;
	for (int i = 0; i < b->n_rows; i++) {
		if (!band_row_present(r, b, i))
			continue;
		if (!opened) {
			put_label(a, t, LAYOUT_BAND, b->title, t->rows, 0, 1, T2_COLS);
			int row = t->rows;
			put_label(a, t, LAYOUT_COL_HEAD, "信息内容", row, 0, 1, 1);
			for (int k = 0; k < b->n_cols; k++)
				put_label(a, t, LAYOUT_COL_HEAD, b->head[k], row, k + 1, 1,
					band_colspan(b, k));
			opened = true;
		}
		int row = t->rows;
		put_label(a, t, LAYOUT_ROW_HEAD, b->row[i].label, row, 0, 1, 1);
		for (int k = 0; k < b->n_cols; k++)
			put_value(a, t, r, b->row[i].cell[k], row, k + 1, band_colspan(b, k));
	}
}

static void build_table2(struct arena *a, struct layout_table *t, const struct report *r)
{
	static const int width[T2_COLS] = { 480, 360, 360, 360 };
	memcpy(t->width, width, sizeof width);
	t->caption = STR("表二 主动公开政府信息情况");
	t->cols = T2_COLS;
	for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++)
		put_band(a, t, r, &bands[i]);
}

static bool t3_row_present(const struct report *r, int row)
{
	for (int col = 0; col < REPORT_COL_COUNT; col++)
		if (is_present(r, report_cell_t3((enum report_row)row, (enum report_col)col)))
			return true;
	return false;
}

static void put_t3_head(struct arena *a, struct layout_table *t)
{
	put_label(a, t, LAYOUT_REMARK,
		"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 0, 0,
		T3_HEAD_ROWS, T3_LABEL_COLS);
	put_label(a, t, LAYOUT_COL_HEAD, "申请人情况", 0, T3_LABEL_COLS, 1, REPORT_COL_COUNT);
	int first = T3_LABEL_COLS + REPORT_COL_COMMERCIAL, last = T3_LABEL_COLS + REPORT_COL_OTHER;
	put_label(a, t, LAYOUT_COL_HEAD, report_col_label(REPORT_COL_NATURAL), 1, T3_LABEL_COLS, 2,
		1);
	put_label(a, t, LAYOUT_COL_HEAD, "法人或其他组织", 1, first, 1, last - first + 1);
	put_label(a, t, LAYOUT_COL_HEAD, report_col_label(REPORT_COL_TOTAL), 1,
		T3_LABEL_COLS + REPORT_COL_TOTAL, 2, 1);
	for (int col = REPORT_COL_COMMERCIAL; col <= REPORT_COL_OTHER; col++)
		put_label(a, t, LAYOUT_COL_HEAD, report_col_label((enum report_col)col), 2,
			T3_LABEL_COLS + col, 1, 1);
}

/*
 * Layout 2019 has （六）其他处理 as one row.  A report of that layout that nevertheless has one of
 * the two sub-rows (a mixture) is printed with sub-rows.
 */
static bool is_single_other(const struct report *r, int row)
{
	return r->layout == REPORT_LAYOUT_2019 && row == REPORT_ROW_OTHER_MISC &&
	       !t3_row_present(r, REPORT_ROW_OTHER_NOT_CORRECTED) &&
	       !t3_row_present(r, REPORT_ROW_OTHER_FEE_UNPAID);
}

/* How many printed rows from `row` on carry the same group as it. */
static int group_rows(const struct report *r, int row)
{
	const char *group = report_row_group((enum report_row)row);
	int n = 0;
	for (int i = row;
		i < REPORT_ROW_COUNT && !strcmp(report_row_group((enum report_row)i), group); i++)
		n += t3_row_present(r, i);
	return n;
}

static bool is_result(int row)
{
	return row >= REPORT_LEAF_FIRST && row <= REPORT_ROW_TOTAL;
}

/* The labels left of a row: 三、本年度办理结果, the group when it begins here, the row's own. */
static void put_t3_labels(struct arena *a, struct layout_table *t, const struct report *r, int row,
	int at, bool first_result, const char *last_group)
{
	const char *label = report_row_label((enum report_row)row);
	const char *group = report_row_group((enum report_row)row);
	if (!is_result(row)) {
		put_label(a, t, LAYOUT_ROW_HEAD, label, at, 0, 1, T3_LABEL_COLS);
		return;
	}
	if (first_result) {
		int n = 0;
		for (int i = REPORT_LEAF_FIRST; i <= REPORT_ROW_TOTAL; i++)
			n += t3_row_present(r, i);
		put_label(a, t, LAYOUT_ROW_GROUP, "三、本年度办理结果", at, 0, n, 1);
	}
	if (is_single_other(r, row)) {
		put_label(a, t, LAYOUT_ROW_HEAD, group, at, 1, 1, 2);
	} else if (group[0] == '\0') {
		put_label(a, t, LAYOUT_ROW_HEAD, label, at, 1, 1, 2);
	} else {
		if (strcmp(group, last_group) != 0)
			put_label(a, t, LAYOUT_ROW_GROUP, group, at, 1, group_rows(r, row), 1);
		put_label(a, t, LAYOUT_ROW_HEAD, label, at, 2, 1, 1);
	}
}

static void build_table3(struct arena *a, struct layout_table *t, const struct report *r)
{
	static const int width[T3_COLS] = { 110, 150, 455, 120, 120, 120, 120, 120, 120, 125 };
	memcpy(t->width, width, sizeof width);
	t->caption = STR("表三 收到和处理政府信息公开申请情况");
	t->cols = T3_COLS;
	t->head_rows = T3_HEAD_ROWS;
	put_t3_head(a, t);
	int at = T3_HEAD_ROWS;
	bool first_result = true;
	const char *last_group = "";
	for (int row = 0; row < REPORT_ROW_COUNT; row++) {
		if (!t3_row_present(r, row))
			continue;
		put_t3_labels(a, t, r, row, at, first_result, last_group);
		for (int col = 0; col < REPORT_COL_COUNT; col++)
			put_value(a, t, r,
				report_cell_t3((enum report_row)row, (enum report_col)col), at,
				T3_LABEL_COLS + col, 1);
		first_result = first_result && !is_result(row);
		last_group = report_row_group((enum report_row)row);
		at++;
	}
}

static void build_table4(struct arena *a, struct layout_table *t, const struct report *r)
{
	t->caption = STR("表四 政府信息公开行政复议、行政诉讼情况");
	t->cols = T4_COLS;
	t->head_rows = T4_HEAD_ROWS;
	for (int i = 0; i < T4_COLS; i++)
		t->width[i] = LAYOUT_WIDTH / T4_COLS;
	put_label(a, t, LAYOUT_COL_HEAD, report_block_label(REPORT_BLOCK_REVIEW), 0, 0, 1,
		REPORT_RESULT_COUNT);
	put_label(a, t, LAYOUT_COL_HEAD, "行政诉讼", 0, REPORT_RESULT_COUNT, 1,
		2 * REPORT_RESULT_COUNT);
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++) {
		bool review = b == REPORT_BLOCK_REVIEW;
		if (!review)
			put_label(a, t, LAYOUT_COL_HEAD, report_block_label((enum report_block)b),
				1, b * REPORT_RESULT_COUNT, 1, REPORT_RESULT_COUNT);
		for (int i = 0; i < REPORT_RESULT_COUNT; i++)
			put_label(a, t, LAYOUT_COL_HEAD, report_result_label((enum report_result)i),
				review ? 1 : 2, b * REPORT_RESULT_COUNT + i, review ? 2 : 1, 1);
	}
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++)
		for (int i = 0; i < REPORT_RESULT_COUNT; i++)
			put_value(a, t, r,
				report_cell_t4((enum report_block)b, (enum report_result)i),
				T4_HEAD_ROWS, b * REPORT_RESULT_COUNT + i, 1);
}

/* Cells were added by row of the report; readers of the list want them by grid row, then column. */
static enum err sort_cells(struct arena *a, struct layout_table *t, struct error *err)
{
	struct layout_cell *sorted = arena_array(a, struct layout_cell, t->n_cells);
	size_t n = 0;
	if (!sorted)
		return arena_check(a, err);
	for (int row = 0; row < t->rows; row++) {
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_at(t, row, col);
			if (!c || c->row != row || c->col != col)
				continue;
			sorted[n] = *c;
			n++;
		}
	}
	assert(n == t->n_cells);
	t->cell = sorted;
	for (size_t i = 0; i < n; i++)
		for (int row = sorted[i].row; row < sorted[i].row + sorted[i].rowspan; row++)
			for (int k = 0; k < sorted[i].colspan; k++)
				t->grid[row][sorted[i].col + k] = (int)i;
	return arena_check(a, err);
}

enum err layout_table_build(struct arena *a, const struct report *r, int no,
	struct layout_table **out, struct error *err)
{
	bool any = false;
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		any = any || (report_cell_table(i) == no && is_present(r, i));
	if (!any) {
		*out = NULL;
		return OK;
	}
	struct layout_table *t = arena_one(a, struct layout_table);
	if (!t)
		return arena_check(a, err);
	memset(t->grid, -1, sizeof t->grid);
	t->no = no;
	if (no == 2)
		build_table2(a, t, r);
	else if (no == 3)
		build_table3(a, t, r);
	else
		build_table4(a, t, r);
	enum err e = arena_check(a, err);
	e = e ? e : sort_cells(a, t, err);
	if (!e)
		*out = t;
	return e;
}
