/*
 * The library writes xlsx to a path only: an anonymous file in memory, so nothing touches the disk
 * under a name.  With constant_memory it keeps one row; strings stand in their cells.
 */
#include "doc/table_file.h"

#include "core/csv.h"
#include "core/utf8.h"
#include "doc/read_back.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	CELL_CHARS_MAX = 32767,	/* Excel's limit */
	FIXED_TIME = 946684800, /* 2000-01-01: a date must stand there; this one claims nothing */
	EXCEL_1970 = 25569,	/* 1970-01-01 as Excel counts days */
	WIDTH_MIN = 8
};

struct table_file {
	struct arena *arena;
	enum table_format format;
	size_t columns, col;
	int row; /* 0: heads */
	bool ended;
	struct buf csv;
	int fd;
	lxw_workbook *workbook;
	lxw_worksheet *sheet;
	lxw_format *text, *head, *day, *number[DECIMAL_SCALE_MAX + 1];
	lxw_error bad; /* the first that went wrong */
};

const char *table_format_word(enum table_format f)
{
	return f == TABLE_XLSX ? "xlsx" : "csv";
}

const char *table_format_type(enum table_format f)
{
	return f == TABLE_XLSX ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
			       : "text/csv; charset=utf-8";
}

static void keep(struct table_file *t, lxw_error e)
{
	if (!t->bad)
		t->bad = e;
}

static enum err check(struct table_file *t, struct error *err)
{
	enum err e = arena_check(t->arena, err);
	if (e != OK)
		return e;
	if (t->format == TABLE_CSV)
		return buf_check(&t->csv, err);
	if (t->bad == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return error_nomem(err);
	if (!t->bad)
		return OK;
	error_set(err, ERR_IO, NULL, "生成 Excel 文件失败，请检查临时目录是否有空间后再试");
	return error_detail(err, "%s", lxw_strerror(t->bad));
}

static lxw_format *add_format(struct table_file *t, const char *number, bool head)
{
	lxw_format *f = workbook_add_format(t->workbook);
	if (!f) {
		keep(t, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	format_set_font_name(f, "宋体");
	format_set_font_size(f, 10);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_num_format(f, number);
	if (head) {
		format_set_bold(f);
		format_set_border(f, LXW_BORDER_THIN);
	}
	return f;
}

static enum err open_book(
	struct table_file *t, const char *name, const struct table_column *column, struct error *err)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties p = { .created = FIXED_TIME };
	t->fd = memfd_create("xlsx", MFD_CLOEXEC);
	if (t->fd < 0)
		return error_set(err, ERR_IO, NULL, "无法创建临时文件，请检查内存是否充足");
	struct str path = arena_fmt(t->arena, "/proc/self/fd/%d", t->fd);
	t->workbook = path.p ? workbook_new_opt(path.p, &options) : NULL;
	if (!t->workbook)
		return error_nomem(err);
	keep(t, workbook_set_properties(t->workbook, &p));
	t->sheet = workbook_add_worksheet(t->workbook, name);
	t->text = add_format(t, "@", false);
	t->head = add_format(t, "@", true);
	t->day = add_format(t, "yyyy-mm-dd", false);
	if (!t->sheet)
		return error_nomem(err);
	for (size_t i = 0; i < t->columns; i++) {
		int wide = (int)utf8_length(str_cstr(column[i].head)) * 2 + 2;
		wide = column[i].width ? column[i].width : wide < WIDTH_MIN ? WIDTH_MIN : wide;
		keep(t, worksheet_set_column(t->sheet, (lxw_col_t)i, (lxw_col_t)i, wide, NULL));
	}
	worksheet_freeze_panes(t->sheet, 1, 0);
	worksheet_repeat_rows(t->sheet, 0, 0);
	worksheet_set_landscape(t->sheet);
	worksheet_set_paper(t->sheet, 9); /* A4 */
	worksheet_fit_to_pages(t->sheet, 1, 0);
	worksheet_set_footer(t->sheet, "&C&P / &N");
	return check(t, err);
}

enum err table_file_open(struct arena *a, enum table_format f, const char *name,
	const struct table_column *column, size_t n, struct table_file **out, struct error *err)
{
	struct table_file *t = arena_one(a, struct table_file);
	assert(n > 0 && n <= TABLE_COLUMNS_MAX);
	if (!t)
		return arena_check(a, err);
	*t = (struct table_file){ .arena = a, .format = f, .columns = n, .fd = -1 };
	buf_init(&t->csv, TABLE_CSV_BYTES);
	enum err e = OK;
	if (f == TABLE_XLSX)
		e = open_book(t, name, column, err);
	else
		buf_lit(&t->csv, "\xef\xbb\xbf");
	for (size_t i = 0; e == OK && i < n; i++)
		table_text(t, str_cstr(column[i].head));
	if (e == OK)
		e = table_row_end(t, err);
	if (e != OK)
		table_file_drop(t);
	else
		*out = t;
	return e;
}

static void csv_text(struct table_file *t, struct str s)
{
	if (t->col)
		buf_char(&t->csv, ',');
	csv_cell(&t->csv, s);
}

void table_text(struct table_file *t, struct str s)
{
	assert(t->col < t->columns);
	if (t->format == TABLE_CSV) {
		csv_text(t, s);
	} else if (s.n) {
		struct arena scratch;
		arena_init(&scratch, 4 * CELL_CHARS_MAX + 4096);
		char *z = arena_cstr(&scratch, utf8_prefix(s, CELL_CHARS_MAX));
		keep(t, z ? worksheet_write_string(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, z,
				    t->row ? t->text : t->head)
			  : LXW_ERROR_MEMORY_MALLOC_FAILED);
		arena_done(&scratch);
	}
	t->col++;
}

/* libxlsxwriter prints doubles with 16 digits: is it the very number? */
static bool survives_double(struct decimal d)
{
	char z[64];
	struct decimal back;
	snprintf(z, sizeof z, "%.16G", decimal_double(d));
	return decimal_parse(str_cstr(z), &back) && decimal_eq(d, back);
}

static lxw_format *number_format(struct table_file *t, int scale)
{
	char z[32];
	if (!t->number[scale]) {
		snprintf(z, sizeof z, "0%s%.*s", scale ? "." : "", scale, "000000000000000000");
		t->number[scale] = add_format(t, z, false);
	}
	return t->number[scale];
}

void table_number(struct table_file *t, struct decimal d)
{
	struct decimal_text z = decimal_text(d);
	assert(t->col < t->columns);
	if (t->format == TABLE_CSV) {
		if (t->col)
			buf_char(&t->csv, ',');
		buf_cstr(&t->csv, z.z); /* a minus is a number here, not a formula */
		t->col++;
	} else if (!survives_double(d)) {
		table_text(t, str_cstr(z.z));
	} else {
		keep(t, worksheet_write_number(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col++,
				decimal_double(d), number_format(t, d.scale)));
	}
}

void table_count(struct table_file *t, int64_t n)
{
	table_number(t, decimal_int(n));
}

void table_day(struct table_file *t, struct date d, bool has)
{
	struct date_text z = has ? date_text(d) : (struct date_text){ "" };
	if (!has || t->format == TABLE_CSV)
		table_text(t, str_cstr(z.z));
	else
		keep(t, worksheet_write_number(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col++,
				(double)d.day + EXCEL_1970, t->day));
}

enum err table_row_end(struct table_file *t, struct error *err)
{
	assert(t->col == t->columns);
	t->col = 0;
	t->row++;
	if (t->format == TABLE_CSV) {
		buf_lit(&t->csv, "\r\n");
		if (t->csv.n > TABLE_CSV_BYTES - (1 << 20))
			return error_set(err, ERR_LIMIT, NULL, "要导出的太多，请先缩小筛选范围再导出");
	} else if (t->row > TABLE_XLSX_ROWS + 1) {
		return error_set(err, ERR_LIMIT, NULL,
			"Excel 文件最多 %d 行，请改选 CSV 格式，或者先缩小筛选范围", TABLE_XLSX_ROWS);
	}
	return check(t, err);
}

enum err table_file_close(struct table_file *t, struct buf *b, struct error *err)
{
	enum err e = check(t, err);
	if (t->format == TABLE_CSV) {
		buf_str(b, buf_view(&t->csv));
		e = e != OK ? e : buf_check(b, err);
	} else {
		worksheet_autofilter(t->sheet, 0, 0, (lxw_row_t)(t->row > 1 ? t->row - 1 : 1),
			(lxw_col_t)(t->columns - 1));
		keep(t, workbook_close(t->workbook));
		t->workbook = NULL;
		e = check(t, err);
		e = e != OK ? e : xlsx_read_back(t->fd, b, err);
	}
	table_file_drop(t);
	return e;
}

void table_file_drop(struct table_file *t)
{
	if (!t || t->ended)
		return;
	t->ended = true;
	buf_done(&t->csv);
	if (t->workbook)
		(void)workbook_close(t->workbook); /* frees it */
	t->workbook = NULL;
	if (t->fd >= 0)
		close(t->fd);
}
