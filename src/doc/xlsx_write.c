/*
 * Excel through libxlsxwriter: the text on one sheet, each table on its own.
 * The library only writes to a path; that path is an anonymous file in memory,
 * so nothing touches the disk under a name.
 */
#include "doc/layout.h"
#include "doc/write.h"

#include "core/utf8.h"
#include "doc/read_back.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	CELL_CHARS_MAX = 1000,	   /* more would not fit into the highest row Excel can show */
	TEXT_COLUMN_WIDTH = 100,   /* width units: digits of the default font, some 1.85 mm */
	UNITS_PER_HAN_TENTHS = 23, /* tenths of a unit a Chinese character takes at 12 points */
	TENTHS_PER_WIDTH = 17,	   /* a column width unit is about 1.7 mm */
	TABLE_POINTS = 10,
	ROW_HEIGHT_MAX = 409, /* points, Excel's limit */
	TEXT_SCALE = 75,      /* percent, so that the text column fits on A4 */
	PAPER_A4 = 9,
	FIXED_TIME = 946684800 /* 2000-01-01: a date must stand there; this one claims nothing */
};

enum style {
	STYLE_TITLE,
	STYLE_HEADING,
	STYLE_TEXT,
	STYLE_END,
	STYLE_HEAD,
	STYLE_LEAF,
	STYLE_VALUE,
	STYLES
};

struct book {
	struct arena *arena;
	lxw_workbook *workbook;
	lxw_format *style[STYLES];
	lxw_format *decimal[DECIMAL_SCALE_MAX + 1]; /* value cells by number of decimals */
	lxw_format *change;			    /* signed */
	lxw_error bad;				    /* the first that went wrong */
};

static void keep(struct book *k, lxw_error e)
{
	if (!k->bad)
		k->bad = e;
}

static lxw_format *add_format(
	struct book *k, const char *font, double size, uint8_t align, bool bordered)
{
	lxw_format *f = workbook_add_format(k->workbook);
	if (!f) {
		keep(k, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	format_set_font_name(f, font);
	format_set_font_size(f, size);
	format_set_align(f, align);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(f);
	if (bordered)
		format_set_border(f, LXW_BORDER_THIN);
	return f;
}

/* A number format with as many decimals as the value has: "0", "0.000000". */
static lxw_format *number_format(struct book *k, const struct layout_cell *c)
{
	lxw_format **slot = c->is_signed ? &k->change : &k->decimal[c->number.scale];
	if (!*slot)
		*slot = add_format(k, "宋体", TABLE_POINTS, LXW_ALIGN_CENTER, true);
	if (!*slot)
		return NULL;
	if (c->is_signed)
		format_set_num_format(*slot, "+0;-0;0");
	else if (c->number.scale == 0)
		format_set_num_format(*slot, "0");
	else
		format_set_num_format(
			*slot, arena_fmt(k->arena, "0.%.*s", c->number.scale, "000000000000").p);
	return *slot;
}

/*
 * libxlsxwriter prints doubles with 16 digits.  Does that give the very number
 * back?  If not it must be written as text: no digit is ever changed.
 */
static bool survives_double(struct decimal d)
{
	char z[64];
	struct decimal back;
	snprintf(z, sizeof z, "%.16G", decimal_double(d));
	return decimal_parse(str_cstr(z), &back) && decimal_eq(d, back);
}

/* Shows a number on (row, col); false when it has to be text. */
static bool write_number(struct book *k, lxw_worksheet *w, const struct layout_cell *c)
{
	if (!c->is_number || (c->is_signed && c->number.scale) || !survives_double(c->number))
		return false;
	keep(k, worksheet_write_number(w, (lxw_row_t)c->row, (lxw_col_t)c->col,
			decimal_double(c->number), number_format(k, c)));
	return true;
}

static void write_cell(
	struct book *k, lxw_worksheet *w, const struct layout_table *t, const struct layout_cell *c)
{
	lxw_row_t row = (lxw_row_t)c->row;
	lxw_col_t col = (lxw_col_t)c->col;
	bool leaf = c->role == LAYOUT_REMARK || (t->no == 3 && c->role == LAYOUT_ROW_HEAD);
	lxw_format *f = k->style[leaf			   ? STYLE_LEAF
				 : c->role == LAYOUT_VALUE ? STYLE_VALUE
							   : STYLE_HEAD];
	char *text = arena_cstr(k->arena, c->text);
	if (!text)
		return;
	if (c->rowspan > 1 || c->colspan > 1) {
		keep(k, worksheet_merge_range(w, row, col, (lxw_row_t)(c->row + c->rowspan - 1),
				(lxw_col_t)(c->col + c->colspan - 1), text, f));
		write_number(k, w, c);
	} else if (!write_number(k, w, c)) {
		keep(k, text[0] ? worksheet_write_string(w, row, col, text, f)
				: worksheet_write_blank(w, row, col, f));
	}
}

static void set_page(lxw_worksheet *w)
{
	worksheet_set_paper(w, PAPER_A4);
	worksheet_set_footer(w, "&C— &P —");
}

/* Lines that text takes in `units` of column width at this font size. */
static int line_count(struct str text, double units, double points)
{
	double per_line = units * 10 / (UNITS_PER_HAN_TENTHS * points / 12);
	double lines = layout_text_width(text) / 1000.0 / (per_line > 1 ? per_line : 1);
	return (int)lines + 1;
}

/* Rows do not grow by themselves in every program, so their height is written down. */
static void set_height(struct book *k, lxw_worksheet *w, int row, int lines, double points)
{
	double height = 4 + lines * points * 1.35;
	keep(k, worksheet_set_row(w, (lxw_row_t)row,
			height < ROW_HEIGHT_MAX ? height : ROW_HEIGHT_MAX, NULL));
}

/* A column is as wide as in print, or as its longest number needs. */
static double column_units(const struct layout_table *t, int col)
{
	double units = (double)t->width[col] / TENTHS_PER_WIDTH;
	for (size_t i = 0; i < t->n_cells; i++) {
		const struct layout_cell *c = &t->cell[i];
		if (c->is_number && c->col == col && c->colspan == 1 &&
			(double)c->text.n + 2 > units)
			units = (double)c->text.n + 2;
	}
	return units;
}

static void size_table(struct book *k, lxw_worksheet *w, const struct layout_table *t)
{
	double units[LAYOUT_COLS_MAX];
	for (int i = 0; i < t->cols; i++) {
		units[i] = column_units(t, i);
		keep(k, worksheet_set_column(w, (lxw_col_t)i, (lxw_col_t)i, units[i], NULL));
	}
	for (int row = 0; row < t->rows; row++) {
		int lines = 1;
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_anchor(t, row, col);
			double wide = 0;
			for (int i = 0; c && i < c->colspan; i++)
				wide += units[col + i];
			int n = c && c->rowspan == 1 ? line_count(c->text, wide, TABLE_POINTS) : 1;
			lines = n > lines ? n : lines;
		}
		set_height(k, w, row, lines, TABLE_POINTS);
	}
}

static void write_table(struct book *k, const struct layout_table *t)
{
	const char *name = t->no == 2 ? "表二" : t->no == 3 ? "表三" : "表四";
	lxw_worksheet *w = workbook_add_worksheet(k->workbook, name);
	if (!w) {
		keep(k, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	size_table(k, w, t);
	for (size_t i = 0; i < t->n_cells; i++)
		write_cell(k, w, t, &t->cell[i]);
	if (t->head_rows)
		worksheet_repeat_rows(w, 0, (lxw_row_t)t->head_rows - 1);
	worksheet_fit_to_pages(w, 1, 0);
	set_page(w);
}

/* One paragraph per row in column A; one that is longer than a row can show goes on in the next. */
static void write_text(struct book *k, const struct layout *l)
{
	static const struct {
		enum style style;
		double points;
	} look[] = {
		[LAYOUT_TITLE] = { STYLE_TITLE, 18 },
		[LAYOUT_HEADING] = { STYLE_HEADING, 14 },
		[LAYOUT_PARAGRAPH] = { STYLE_TEXT, 12 },
		[LAYOUT_SIGNATURE] = { STYLE_END, 12 },
		[LAYOUT_DATE] = { STYLE_END, 12 },
	};
	lxw_worksheet *w = workbook_add_worksheet(k->workbook, "正文");
	int row = 0;
	if (!w) {
		keep(k, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	keep(k, worksheet_set_column(w, 0, 0, TEXT_COLUMN_WIDTH, NULL));
	for (size_t i = 0; i < l->n; i++) {
		const struct layout_item *it = &l->item[i];
		struct str rest = it->text;
		while (it->kind != LAYOUT_TABLE && rest.n) {
			struct str head = utf8_prefix(rest, CELL_CHARS_MAX);
			char *text = arena_cstr(k->arena, head);
			if (!text)
				return;
			set_height(k, w, row,
				line_count(head, TEXT_COLUMN_WIDTH, look[it->kind].points),
				look[it->kind].points);
			keep(k, worksheet_write_string(w, (lxw_row_t)row++, 0, text,
					k->style[look[it->kind].style]));
			rest = str_sub(rest, head.n, rest.n);
		}
	}
	worksheet_set_print_scale(w, TEXT_SCALE);
	set_page(w);
}

static void add_styles(struct book *k)
{
	k->style[STYLE_TITLE] = add_format(k, "方正小标宋简体", 18, LXW_ALIGN_CENTER, false);
	k->style[STYLE_HEADING] = add_format(k, "黑体", 14, LXW_ALIGN_LEFT, false);
	k->style[STYLE_TEXT] = add_format(k, "仿宋_GB2312", 12, LXW_ALIGN_LEFT, false);
	k->style[STYLE_END] = add_format(k, "仿宋_GB2312", 12, LXW_ALIGN_RIGHT, false);
	k->style[STYLE_HEAD] = add_format(k, "宋体", TABLE_POINTS, LXW_ALIGN_CENTER, true);
	k->style[STYLE_LEAF] = add_format(k, "宋体", TABLE_POINTS, LXW_ALIGN_LEFT, true);
	k->style[STYLE_VALUE] = add_format(k, "宋体", TABLE_POINTS, LXW_ALIGN_CENTER, true);
	/* A value that is text (too long for a double, "/") is text, whatever it looks like. */
	if (k->style[STYLE_VALUE])
		format_set_num_format(k->style[STYLE_VALUE], "@");
}

/* Fills and closes the workbook; closing frees it, also on failure. */
static enum err fill(struct book *k, const struct layout *l, struct error *err)
{
	lxw_doc_properties p = { .title = arena_cstr(k->arena, l->title),
		.author = arena_cstr(k->arena, l->agency),
		.created = FIXED_TIME };
	keep(k, workbook_set_properties(k->workbook, &p));
	add_styles(k);
	if (!k->bad)
		write_text(k, l);
	for (size_t i = 0; !k->bad && i < l->n; i++)
		if (l->item[i].kind == LAYOUT_TABLE)
			write_table(k, l->item[i].table);
	keep(k, workbook_close(k->workbook));
	enum err e = arena_check(k->arena, err);
	if (e)
		return e;
	if (k->bad == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return error_nomem(err);
	if (k->bad) {
		error_set(err, ERR_IO, NULL, "生成 Excel 文件失败，请检查临时目录是否有空间后再试");
		return error_detail(err, "%s", lxw_strerror(k->bad));
	}
	return OK;
}

enum err doc_write_xlsx(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	struct book k = { .arena = &a };
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERR_IO, NULL, "无法创建临时文件，请检查内存是否充足");
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	enum err e = layout_build(&a, r, &l, err);
	if (!e) {
		struct str path = arena_fmt(&a, "/proc/self/fd/%d", fd);
		k.workbook = path.p ? workbook_new(path.p) : NULL;
		e = k.workbook ? fill(&k, l, err) : error_nomem(err);
	}
	e = e ? e : xlsx_read_back(fd, b, err);
	close(fd);
	arena_done(&a);
	return e;
}
