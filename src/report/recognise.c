/* The recogniser: grids, then the stream for what is left, then the prose, then what is missing. */
#include "report/recog.h"

#include "core/utf8.h"

static const char *const table_name[] = { NULL, NULL, "表二（主动公开政府信息情况）",
	"表三（收到和处理政府信息公开申请情况）", "表四（行政复议、行政诉讼情况）" };

static bool has_table(const struct report *r, int table)
{
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		if (report_cell_table(i) == table && r->cell[i].state != REPORT_ABSENT)
			return true;
	return false;
}

/* The layout by its labels, not by the year (rules.md 2.9); both kinds of labels: hybrid. */
static void decide_layout(struct recog *g)
{
	struct report *r = g->report;
	bool new_rows = r->cell[report_cell_t3(REPORT_ROW_OTHER_NOT_CORRECTED, REPORT_COL_TOTAL)].state !=
		REPORT_ABSENT;
	if (g->heads_2019 || g->heads_2021)
		r->layout = g->heads_2019 > g->heads_2021 ? REPORT_LAYOUT_2019 : REPORT_LAYOUT_2021;
	else
		r->layout = g->misc_is_group && !new_rows ? REPORT_LAYOUT_2019 : REPORT_LAYOUT_2021;
	bool mixed_heads = g->heads_2019 > 0 && g->heads_2021 > 0;
	bool mixed_rows = r->layout == REPORT_LAYOUT_2019
		? new_rows
		: g->misc_is_group && !new_rows && g->heads_2021 > 0;
	r->hybrid = mixed_heads || mixed_rows;
}

static enum err note_missing_table(struct report *r, int table, struct error *err)
{
	int cell[REPORT_CELL_COUNT];
	size_t n = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		if (report_cell_table(i) == table && report_cell_in_layout(i, r->layout))
			cell[n++] = i;
	return report_add_note(r, "table.missing", cell, n, NULL,
		arena_fmt(r->arena, "文中没有找到%s", table_name[table]), err);
}

static enum err note_missing_cells(struct report *r, const int *cell, size_t n, const char *what,
	struct error *err)
{
	return report_add_note(r, "row.missing", cell, n, NULL,
		arena_fmt(r->arena, "没有读到%s", what), err);
}

/* Rows that are not there, table by table; a whole missing table is told once. */
static enum err note_missing(struct recog *g, struct error *err)
{
	struct report *r = g->report;
	enum err e = OK;
	for (int table = 2; !e && table <= 4; table++)
		if (!has_table(r, table))
			e = note_missing_table(r, table, err);
	for (int row = 0; !e && has_table(r, 3) && row < REPORT_ROW_COUNT; row++) {
		int cell[REPORT_COL_COUNT];
		for (int c = 0; c < REPORT_COL_COUNT; c++)
			cell[c] = report_cell_t3((enum report_row)row, (enum report_col)c);
		if (!report_cell_in_layout(cell[0], r->layout) ||
			r->cell[cell[REPORT_COL_TOTAL]].state != REPORT_ABSENT)
			continue;
		struct str what = arena_fmt(r->arena, "表三“%s%s”这一行",
			report_row_group((enum report_row)row), report_row_label((enum report_row)row));
		if (what.n)
			e = note_missing_cells(r, cell, REPORT_COL_COUNT, what.p, err);
	}
	for (int i = 0; !e && i < REPORT_CELL_COUNT; i++) {
		if (report_cell_table(i) == 3 || !has_table(r, report_cell_table(i)) ||
			!report_cell_in_layout(i, r->layout) || r->cell[i].state != REPORT_ABSENT)
			continue;
		e = note_missing_cells(r, &i, 1, report_cell_name(i).z, err);
	}
	return e;
}

static enum err note_odd_cells(struct report *r, struct error *err)
{
	enum err e = OK;
	for (int i = 0; !e && i < REPORT_CELL_COUNT; i++) {
		const struct report_value *v = &r->cell[i];
		struct str shown = utf8_prefix(v->raw, 40);
		if (v->state == REPORT_NA)
			e = report_add_note(r, "cell.na", &i, 1, &v->where,
				arena_fmt(r->arena, "%s填的是“%.*s”，按不适用处理",
					report_cell_name(i).z, STR_ARG(shown)),
				err);
		else if (v->state == REPORT_BAD)
			e = report_add_note(r, "cell.not_number", &i, 1, &v->where,
				arena_fmt(r->arena, "%s填的是“%.*s”，不是数字",
					report_cell_name(i).z, STR_ARG(shown)),
				err);
	}
	return e;
}

/* Tables printed twice with different numbers: the first was taken, a person must look. */
static enum err note_differing(struct recog *g, struct error *err)
{
	struct report *r = g->report;
	enum err e = OK;
	for (int table = 2; !e && table <= 4; table++) {
		int cell[REPORT_CELL_COUNT];
		size_t n = 0;
		for (int i = 0; i < REPORT_CELL_COUNT; i++)
			if (g->differs[i] && report_cell_table(i) == table)
				cell[n++] = i;
		if (n)
			e = report_add_note(r, "table.differs", cell, n, &r->cell[cell[0]].where,
				arena_fmt(r->arena,
					"%s在文中出现多次，有%zu格数字不同（如%s），已按先出现的读取",
					table_name[table], n, report_cell_name(cell[0]).z),
				err);
	}
	return e;
}

enum err recog_notes(struct recog *g, struct error *err)
{
	struct report *r = g->report;
	decide_layout(g);
	enum err e = OK;
	if (r->hybrid)
		e = report_add_note(r, "layout.hybrid", NULL, 0, NULL,
			STR("表格混用了2019年和2021年两种格式，已按各自的栏目名称读取"), err);
	for (size_t i = 0; !e && i < g->doc->n_warnings; i++)
		e = report_add_note(r, g->doc->warning[i].code, NULL, 0, NULL,
			g->doc->warning[i].message, err);
	e = e ? e : note_odd_cells(r, err);
	e = e ? e : note_differing(g, err);
	return e ? e : note_missing(g, err);
}

/* Why nothing could be read, in one sentence. */
static enum err refuse(const struct recog *g, struct error *err)
{
	const struct report *r = g->report;
	if (g->doc->n_blocks == 0)
		return error_set(err, ERR_FORMAT, NULL, "文件里没有文字，不能识别；如果是扫描件，请先做文字识别（OCR）");
	if (r->title.n || r->n_sections >= 3)
		return error_set(err, ERR_FORMAT, NULL,
			"没有读到三张统计表（可能是图片，或表格没有文字），请提供带文字表格的文件");
	return error_set(err, ERR_FORMAT, NULL, "不像政府信息公开工作年度报告：没有找到统计表，也没有找到各部分标题");
}

enum err report_recognise(struct arena *a, const struct doc *d, struct report **out,
	struct error *err)
{
	struct recog *g = arena_one(a, struct recog);
	if (!g)
		return arena_check(a, err);
	g->arena = a;
	g->doc = d;
	enum err e = report_new(a, &g->report, err);
	if (e)
		return e;
	g->report->format = d->format;
	e = recog_grids(g, err);
	e = e ? e : recog_streams(g, err);
	e = e ? e : recog_prose(g, err);
	if (e)
		return e;
	if (!has_table(g->report, 2) && !has_table(g->report, 3) && !has_table(g->report, 4))
		return refuse(g, err);
	e = recog_notes(g, err);
	if (!e)
		*out = g->report;
	return e;
}
