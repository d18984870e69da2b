/*
 * The three tables where the document has grids.
 *
 * Rows are recognised one by one by their label, so that it does not matter
 * whether a table is whole, split over pages, doubled, or shares a sheet with
 * others.  Columns are taken from the column heads when these name them without
 * doubt, else the last seven (one, three, fifteen) value cells of the row count.
 */
#include "report/recog.h"

#include "core/utf8.h"

enum {
	COLS = DOC_TABLE_COLS_MAX,
	HEADS_MIN_T3 = 2,  /* two column heads in a row make it a head row */
	RESULTS_MIN_T4 = 3
};

/* What one cell says, found out once. */
struct words {
	struct str folded;
	bool value;  /* would do as a value */
	bool number; /* is one */
	int row, group, col, block, result; /* as recog_row and so on have it */
	enum recog_head head;
	enum recog_item item;
};

struct grid {
	struct recog *g;
	const struct doc_table *t;
	unsigned char *used;     /* per row, from recog.row_used */
	struct words *words;     /* per cell */
	bool empty_col[COLS];    /* nothing stands in this column anywhere */
	int t3_col[REPORT_COL_COUNT]; /* grid column of each head, -1 */
	bool t3_context;         /* a row of table three was met in this table */
	enum recog_head head[COLS]; /* of table two: head over each grid column */
	enum recog_head head_list[COLS];
	size_t n_heads;
	bool t2_table, t4_table;
	bool t4_words; /* blocks and results of table four stand somewhere in this table */
	int t4_head_from, t4_head_to; /* rows of heads of table four, -1 */
	bool t4_done;
};

/* The cells that start in this row, left to right; continued cells are left out. */
struct row_cells {
	const struct doc_cell *cell[COLS];
	int index[COLS];
	size_t n;
};

static void collect_row(const struct grid *k, int row, struct row_cells *out)
{
	out->n = 0;
	for (int c = 0; c < k->t->cols;) {
		int i = k->t->grid[row * k->t->cols + c];
		if (i < 0) {
			c++;
			continue;
		}
		const struct doc_cell *cell = &k->t->cell[i];
		if (cell->row == row && !(k->empty_col[cell->col] && cell->colspan == 1)) {
			out->cell[out->n] = cell;
			out->index[out->n++] = i;
		}
		c = cell->col + cell->colspan;
	}
}

/* Most cells hold numbers, which no label is. */
static struct words read_words(struct arena *a, struct str text)
{
	struct words w = { .row = -1, .col = -1, .block = -1, .result = -1 };
	w.folded = fold_text_arena(a, text);
	w.number = recog_is_number(w.folded);
	w.value = w.number || recog_is_value(w.folded);
	if (w.number || w.folded.n == 0)
		return w;
	w.row = recog_row(w.folded);
	w.group = recog_group(w.folded);
	w.col = recog_col(w.folded);
	w.block = recog_block(w.folded);
	w.result = recog_result(w.folded);
	w.head = recog_head(w.folded);
	w.item = recog_item(w.folded);
	return w;
}

/* Does the table have the bands of table two? */
static bool has_bands(struct arena *a, const struct doc_table *t)
{
	for (size_t i = 0; i < t->n_cells; i++)
		if (str_starts(fold_text_arena(a, t->cell[i].text), STR("第二十条")))
			return true;
	return false;
}

/* Stores a value; one that was read before and is another number is remembered for a note. */
static void store(struct grid *k, int cell, struct str text, const struct doc_where *where)
{
	struct recog *g = k->g;
	struct decimal old;
	if (report_number(g->report, cell, &old)) {
		struct report_value v = recog_value(g->arena, cell, text, where, g->fee_in_yuan);
		g->differs[cell] |= v.state == REPORT_NUMBER && !decimal_eq(v.number, old);
	}
	recog_store(g, cell, text, where);
}

/*
 * Does the table name so many results of requests that it must be table three?  A
 * table of the agency's own ("予以公开" by channel) names two or three.
 */
static bool names_results(const struct grid *k)
{
	enum { FEWEST = 4 };
	bool seen[REPORT_ROW_COUNT] = { false };
	int n = 0;
	for (size_t i = 0; i < k->t->n_cells; i++) {
		int row = k->words[i].row;
		if (row < 0 || row == REPORT_ROW_TOTAL || row == REPORT_ROW_OTHER_MISC || seen[row])
			continue;
		seen[row] = true;
		n++;
	}
	return n >= FEWEST;
}

static bool prepare(struct grid *k)
{
	struct arena *a = k->g->arena;
	k->words = arena_array(a, struct words, k->t->n_cells);
	if (!k->words)
		return false;
	for (int c = 0; c < k->t->cols; c++)
		k->empty_col[c] = true;
	size_t blocks = 0, results = 0;
	for (size_t i = 0; i < k->t->n_cells; i++) {
		const struct doc_cell *cell = &k->t->cell[i];
		const struct words *w = &k->words[i];
		k->words[i] = read_words(a, cell->text);
		if (w->folded.n)
			for (int c = cell->col; c < cell->col + cell->colspan; c++)
				k->empty_col[c] = false;
		/* Heads alone make table two only where no table has its bands, or behind it. */
		if (str_starts(w->folded, STR("第二十条")) ||
			(w->head && (!k->g->bands || k->g->t2_before)))
			k->t2_table = true;
		blocks += w->block >= 0;
		results += w->result >= 0;
	}
	k->t4_words = blocks >= 2 && results >= RESULTS_MIN_T4;
	k->t3_context = names_results(k);
	/* A column that is empty only because nobody filled it in has a head; this one has none. */
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		k->t3_col[c] = -1;
	k->t4_head_from = k->t4_head_to = -1;
	return !a->err;
}

/* --- table three --------------------------------------------------------- */

/* Takes the column heads of a head row; true when the row is one. */
static bool take_t3_heads(struct grid *k, const struct row_cells *rc)
{
	size_t n = 0, plain = 0;
	for (size_t i = 0; i < rc->n; i++) {
		int col = k->words[rc->index[i]].col;
		n += col >= 0 && col < REPORT_COL_OTHER;
		plain += k->words[rc->index[i]].value && k->words[rc->index[i]].folded.n > 0;
	}
	bool applicants = false;
	for (size_t i = 0; i < rc->n; i++)
		applicants |= str_has(k->words[rc->index[i]].folded, "申请人情况") ||
			str_has(k->words[rc->index[i]].folded, "法人或其他");
	if (plain > 0 || (n < HEADS_MIN_T3 && !(applicants && n + 1 >= HEADS_MIN_T3)))
		return false;
	for (size_t i = 0; i < rc->n; i++) {
		int col = k->words[rc->index[i]].col;
		if (col >= 0)
			k->t3_col[col] = rc->cell[i]->col;
	}
	k->t3_context = true;
	k->g->table_seen[3] = true;
	return true;
}

/* Do the heads name seven different columns, all of them cells of this row behind `after`? */
static bool heads_fit_row(const struct grid *k, int row, int after, const struct doc_cell **out)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		if (k->t3_col[c] < 0)
			return false;
		const struct doc_cell *cell = doc_table_at(k->t, row, k->t3_col[c]);
		if (!cell || cell->row != row || cell->col <= after || cell->colspan != 1)
			return false;
		for (int d = 0; d < c; d++)
			if (out[d] == cell)
				return false;
		out[c] = cell;
	}
	return true;
}

/* Label of a row of table three: the rightmost cell that names one.  -1 when none does. */
static int find_t3_label(const struct grid *k, const struct row_cells *rc, size_t *at)
{
	int row = -1, group_at = -1;
	for (size_t i = 0; i < rc->n; i++) {
		const struct words *w = &k->words[rc->index[i]];
		int hit = w->row, group = w->group;
		if (group == 6 && hit < 0)
			group_at = (int)i;
		if (hit < 0)
			continue;
		bool official = (hit == REPORT_ROW_RECEIVED || hit == REPORT_ROW_CARRIED_IN) &&
				str_has(w->folded, "政府信息公开申请数量");
		if (!official && !k->t3_context && !k->g->table_seen[3])
			continue;
		row = hit;
		*at = i;
	}
	if (row < 0 && group_at >= 0) {
		row = REPORT_ROW_OTHER_MISC;
		*at = (size_t)group_at;
	}
	return row;
}

/*
 * The first of exactly seven filled cells that stand side by side behind the label at `at`, rc->n
 * when there is no such run.  Words (a column of remarks) do not count.
 */
static size_t find_t3_run(const struct grid *k, const struct row_cells *rc, size_t at)
{
	size_t first = rc->n, last = 0;
	for (size_t i = at + 1; i < rc->n; i++) {
		if (k->words[rc->index[i]].folded.n == 0 || !k->words[rc->index[i]].value)
			continue;
		first = first == rc->n ? i : first;
		last = i;
	}
	return first < rc->n && last - first + 1 == REPORT_COL_COUNT ? first : rc->n;
}

/* Is each of the seven cells from `first` on one of those the heads name? */
static bool run_under_heads(const struct row_cells *rc, size_t first,
	const struct doc_cell *const *cell)
{
	size_t hits = 0;
	for (size_t i = first; i < first + REPORT_COL_COUNT; i++)
		for (int c = 0; c < REPORT_COL_COUNT; c++)
			hits += cell[c] == rc->cell[i];
	return hits == REPORT_COL_COUNT;
}

/*
 * The seven value cells of a row whose label is at `at`; false when there are not so many.  Heads
 * decide, but programs that lose merged cells shift rows away from them: seven filled cells side
 * by side that are not the ones under the heads are taken in the order of the layout.  Without
 * heads it is such a run, else the last seven.
 */
static bool find_t3_values(const struct grid *k, int r, const struct row_cells *rc, size_t at,
	const struct doc_cell **cell)
{
	bool by_heads = heads_fit_row(k, r, rc->cell[at]->col, cell);
	size_t run = find_t3_run(k, rc, at);
	if (by_heads && (run == rc->n || run_under_heads(rc, run, cell)))
		return true;
	if (rc->n - at - 1 < REPORT_COL_COUNT)
		return false;
	size_t first = run < rc->n ? run : rc->n - REPORT_COL_COUNT;
	for (size_t c = 0; c < REPORT_COL_COUNT; c++)
		cell[c] = rc->cell[first + c];
	return true;
}

static bool take_t3_row(struct grid *k, int r, const struct row_cells *rc)
{
	size_t at = 0;
	int row = find_t3_label(k, rc, &at);
	const struct doc_cell *cell[REPORT_COL_COUNT];
	if (row < 0 || !find_t3_values(k, r, rc, at, cell))
		return false;
	if (k->words[rc->index[at]].group == 6 && row == REPORT_ROW_OTHER_MISC)
		k->g->misc_is_group = true;
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		store(k, report_cell_t3((enum report_row)row, (enum report_col)c),
			cell[c]->text, &cell[c]->where);
	k->t3_context = true;
	return true;
}

/* --- table two ----------------------------------------------------------- */

static bool take_t2_heads(struct grid *k, const struct row_cells *rc)
{
	size_t n = 0;
	enum recog_head head[COLS];
	for (size_t i = 0; i < rc->n; i++) {
		head[i] = k->words[rc->index[i]].head;
		n += head[i] != RECOG_HEAD_NONE;
	}
	if (n == 0 || !k->t2_table)
		return false;
	memset(k->head, 0, sizeof k->head);
	k->n_heads = 0;
	for (size_t i = 0; i < rc->n; i++) {
		if (!head[i])
			continue;
		k->head[rc->cell[i]->col] = head[i];
		k->head_list[k->n_heads++] = head[i];
		if (head[i] <= RECOG_HEAD_FEE_AMOUNT)
			k->g->heads_2021++;
		else
			k->g->heads_2019++;
		struct str s = k->words[rc->index[i]].folded;
		if (head[i] == RECOG_HEAD_FEE_AMOUNT)
			k->g->fee_in_yuan = str_has(s, "元") && !str_has(s, "万元");
	}
	return true;
}

/* A value belongs to the head over its column, else to the head of the same rank. */
static void store_item(struct grid *k, enum recog_item item, const struct doc_cell *cell,
	size_t rank, size_t n)
{
	enum recog_head head = k->head[cell->col];
	if (recog_item_cell(item, head) < 0 || n != k->n_heads)
		head = rank < k->n_heads ? k->head_list[rank] : RECOG_HEAD_NONE;
	int code = recog_item_cell(item, head);
	if (code >= 0)
		store(k, code, cell->text, &cell->where);
}

static bool take_t2_row(struct grid *k, const struct row_cells *rc)
{
	size_t at = 0;
	enum recog_item item = RECOG_ITEM_NONE;
	for (; at < rc->n && !item; at++)
		item = k->words[rc->index[at]].item;
	if (!item || !k->t2_table || at >= rc->n)
		return false;
	size_t n = rc->n - at;
	if (k->n_heads == 0) { /* a continuation page without heads: the layout's own order */
		enum report_layout layout = k->g->heads_2019 > k->g->heads_2021 ? REPORT_LAYOUT_2019
										: REPORT_LAYOUT_2021;
		size_t count;
		const enum recog_head *heads = recog_item_heads(item, layout, &count);
		for (size_t i = 0; i < count && i < n; i++)
			store(k, recog_item_cell(item, heads[i]), rc->cell[at + i]->text,
				&rc->cell[at + i]->where);
		return true;
	}
	/* One head and several cells: the number may stand in any of them. */
	if (k->n_heads == 1 && n > 1)
		for (size_t i = at; i < rc->n; i++)
			if (k->words[rc->index[i]].folded.n && !k->words[rc->index[at]].folded.n) {
				store_item(k, item, rc->cell[i], 0, n);
				return true;
			}
	for (size_t i = 0; i < n; i++)
		store_item(k, item, rc->cell[at + i], i, n);
	return true;
}

/* --- table four ---------------------------------------------------------- */

static bool take_t4_heads(struct grid *k, int r, const struct row_cells *rc)
{
	size_t results = 0, blocks = 0, numbers = 0;
	for (size_t i = 0; i < rc->n; i++) {
		const struct words *w = &k->words[rc->index[i]];
		results += w->result >= 0;
		blocks += w->block >= 0 || str_is(w->folded, "行政诉讼");
		numbers += w->number;
	}
	if (numbers || (results < RESULTS_MIN_T4 && blocks < 2))
		return false;
	if (k->t4_head_from < 0)
		k->t4_head_from = r;
	k->t4_head_to = r;
	k->t4_table = true;
	k->g->table_seen[4] = true;
	return true;
}

/* Block and result from all heads above a column; -1 when they do not tell both. */
static int t4_cell_by_heads(const struct grid *k, int col)
{
	int block = -1, result = -1;
	for (int r = k->t4_head_from; r <= k->t4_head_to; r++) {
		const struct doc_cell *cell = doc_table_at(k->t, r, col);
		if (!cell)
			continue;
		const struct words *w = &k->words[cell - k->t->cell];
		if (w->block >= 0)
			block = w->block;
		if (w->result >= 0)
			result = w->result;
	}
	if (block < 0 || result < 0)
		return -1;
	return report_cell_t4((enum report_block)block, (enum report_result)result);
}

static bool take_t4_row(struct grid *k, const struct row_cells *rc)
{
	enum { WANT = REPORT_BLOCK_COUNT * REPORT_RESULT_COUNT };
	size_t values = 0, numbers = 0;
	if (!k->t4_table || k->t4_done)
		return false;
	for (size_t i = 0; i < rc->n; i++) {
		values += k->words[rc->index[i]].value;
		numbers += k->words[rc->index[i]].number;
	}
	if (values < WANT && numbers < WANT / 3)
		return false;
	bool taken[WANT] = { false };
	size_t named = 0;
	for (size_t i = 0; i < rc->n; i++) {
		int cell = t4_cell_by_heads(k, rc->cell[i]->col);
		if (cell >= 0 && !taken[cell - REPORT_CELL_T4]) {
			taken[cell - REPORT_CELL_T4] = true;
			named++;
		}
	}
	if (named < WANT && rc->n < WANT)
		return false;
	size_t first = rc->n - WANT;
	for (size_t i = 0; i < rc->n; i++) {
		int cell = named == WANT ? t4_cell_by_heads(k, rc->cell[i]->col)
			: i >= first     ? REPORT_CELL_T4 + (int)(i - first)
					 : -1;
		if (cell >= 0)
			store(k, cell, rc->cell[i]->text, &rc->cell[i]->where);
	}
	k->t4_done = true;
	return true;
}

/*
 * Table four turned on its side (phone pages): each value finds its block and
 * result among the labels to its left and above.
 */
static void take_t4_sideways(struct grid *k)
{
	enum { ROWS_MAX = 200, COLS_MAX = 64 }; /* the search is rows x cells; real ones are small */
	if (k->t->rows > ROWS_MAX || k->t->cols > COLS_MAX)
		return;
	for (size_t i = 0; i < k->t->n_cells; i++) {
		const struct doc_cell *cell = &k->t->cell[i];
		if (!k->words[i].value || k->words[i].folded.n == 0)
			continue;
		int block = -1, result = -1;
		for (int c = cell->col - 1; c >= 0; c--) {
			const struct doc_cell *left = doc_table_at(k->t, cell->row, c);
			if (!left)
				continue;
			const struct words *w = &k->words[left - k->t->cell];
			block = block < 0 ? w->block : block;
			result = result < 0 ? w->result : result;
		}
		for (int r = cell->row - 1; r >= 0; r--) {
			const struct doc_cell *up = doc_table_at(k->t, r, cell->col);
			if (!up)
				continue;
			const struct words *w = &k->words[up - k->t->cell];
			block = block < 0 ? w->block : block;
			result = result < 0 ? w->result : result;
		}
		if (block < 0 || result < 0)
			continue;
		store(k, report_cell_t4((enum report_block)block, (enum report_result)result),
			cell->text, &cell->where);
		k->used[cell->row] = 1;
	}
}

/* --- all ----------------------------------------------------------------- */

static void take_table(struct grid *k)
{
	for (int r = 0; r < k->t->rows; r++) {
		struct row_cells rc;
		collect_row(k, r, &rc);
		if (rc.n == 0)
			continue;
		if (take_t3_heads(k, &rc) || take_t4_heads(k, r, &rc) || take_t3_row(k, r, &rc) ||
			take_t2_row(k, &rc) || take_t2_heads(k, &rc) || take_t4_row(k, &rc))
			k->used[r] = 1;
	}
	if ((k->t4_table || k->t4_words) && !k->t4_done)
		take_t4_sideways(k);
}

enum err recog_grids(struct recog *g, struct error *err)
{
	struct grid *k = arena_one(g->arena, struct grid);
	g->row_used = arena_array(g->arena, unsigned char *, g->doc->n_blocks + 1);
	g->block_used = arena_array(g->arena, unsigned char, g->doc->n_blocks + 1);
	if (!k || !g->row_used || !g->block_used)
		return arena_check(g->arena, err);
	for (size_t i = 0; i < g->doc->n_blocks && !g->bands; i++)
		g->bands = g->doc->block[i].kind == DOC_TABLE &&
			   has_bands(g->arena, g->doc->block[i].table);
	for (size_t i = 0; i < g->doc->n_blocks; i++) {
		const struct doc_block *b = &g->doc->block[i];
		if (b->kind != DOC_TABLE)
			continue;
		*k = (struct grid){ .g = g, .t = b->table };
		k->used = arena_array(g->arena, unsigned char, (size_t)b->table->rows);
		if (!k->used || !prepare(k))
			return arena_check(g->arena, err);
		g->row_used[i] = k->used;
		take_table(k);
		g->t2_before = k->t2_table;
	}
	return arena_check(g->arena, err);
}

struct str recog_row_text(struct arena *a, const struct doc_table *t, int row)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int c = 0; c < t->cols;) {
		const struct doc_cell *cell = doc_table_at(t, row, c);
		if (!cell) {
			c++;
			continue;
		}
		if (cell->row == row && cell->text.n) {
			if (b.n)
				buf_char(&b, '\t');
			buf_str(&b, cell->text);
		}
		c = cell->col + cell->colspan;
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}
