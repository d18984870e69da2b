/* Lists as files: what is written is read back, text is never a formula, no digit is lost. */
#include "doc/rows.h"
#include "doc/table_file.h"
#include "tests/test.h"

static struct error err;
static struct arena a;

static const struct table_column column[] = { { "名称", 30 }, { "数量", 0 }, { "金额", 0 }, { "日期", 0 } };
static const char *const bad[] = { "=1+1", "+86", "-x", "@SUM(A1)", "\t=1", "逗号,和\"引号\"" };

static void write_all(enum table_format f, struct buf *b)
{
	struct table_file *t;
	CHECK(table_file_open(&a, f, "台账", column, 4, &t, &err) == OK, "open: %s", err.msg);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		table_text(t, str_cstr(bad[i]));
		table_count(t, -(int64_t)i);
		table_number(t, (struct decimal){ 34909558, 4 });
		table_day(t, date_from_ymd(2024, 2, 29), i != 1);
		CHECK(table_row_end(t, &err) == OK, "row: %s", err.msg);
	}
	table_text(t, STR("大数"));
	table_count(t, 123456789012345678);
	table_number(t, decimal_int(0));
	table_day(t, date_from_ymd(2024, 2, 29), false);
	CHECK(table_row_end(t, &err) == OK, "row: %s", err.msg);
	CHECK(table_file_close(t, b, &err) == OK, "close: %s", err.msg);
	table_file_drop(t);
}

static struct str at(const struct rows *r, int row, int col)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->cell[i].row == row && r->cell[i].col == col)
			return r->cell[i].text;
	return STR("");
}

static void check_csv(void)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	write_all(TABLE_CSV, &b);
	struct str s = buf_view(&b);
	CHECK(str_is(str_sub(s, 0, 32), "\xef\xbb\xbf名称,数量,金额,日期\r\n"), "heads: %.*s", STR_ARG(str_sub(s, 0, 40)));
	CHECK(str_has(s, "\"'=1+1\",0,3490.9558,2024-02-29\r\n"), "a formula is text");
	CHECK(str_has(s, "\"'+86\",-1,3490.9558,\r\n"), "a number with a minus is a number; a missing day is empty");
	CHECK(str_has(s, "\"逗号,和\"\"引号\"\"\",-5,"), "quotes");
	CHECK(str_has(s, "大数,123456789012345678,0,\r\n"), "all digits");
	buf_done(&b);
}

static void check_xlsx(void)
{
	struct buf b, again;
	struct rows r;
	buf_init(&b, 1 << 20);
	buf_init(&again, 1 << 20);
	write_all(TABLE_XLSX, &b);
	write_all(TABLE_XLSX, &again);
	CHECK(b.n == again.n && memcmp(b.p, again.p, b.n) == 0, "the same list gives the same bytes");
	CHECK(rows_read(&a, buf_view(&b), &r, &err) == OK, "read back: %s", err.msg);
	CHECK(str_is(r.name, "台账") && r.rows == 8, "a sheet of 8 rows: %d", r.rows);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(str_eq(at(&r, (int)i + 2, 1), str_trim(str_cstr(bad[i]))), "row %zu: %.*s", i, STR_ARG(at(&r, (int)i + 2, 1)));
	for (size_t i = 0; i < r.n; i++)
		CHECK(!r.cell[i].computed, "no cell is a formula");
	CHECK(str_is(at(&r, 2, 3), "3490.9558") && str_is(at(&r, 4, 2), "-2"), "numbers");
	/* 1899-12-30 and 45351 days is 2024-02-29: a day stands as a number with the format of a day. */
	CHECK(str_is(at(&r, 2, 4), "45351"), "a day: %.*s", STR_ARG(at(&r, 2, 4)));
	CHECK(str_is(at(&r, 8, 2), "123456789012345678"), "more digits than a double holds: %.*s", STR_ARG(at(&r, 8, 2)));
	buf_done(&b);
	buf_done(&again);
}

static void check_full(void)
{
	struct table_file *t;
	static const struct table_column one[] = { { "号", 0 } };
	enum err e = table_file_open(&a, TABLE_XLSX, "长", one, 1, &t, &err);
	int n = 0;
	for (; e == OK && n <= TABLE_XLSX_ROWS; n++) {
		table_count(t, n);
		e = table_row_end(t, &err);
	}
	CHECK(e == ERR_LIMIT && n == TABLE_XLSX_ROWS + 1 && str_has(str_cstr(err.msg), "CSV"), "row %d is too many: %s", n, err.msg);
	table_file_drop(t);
}

int main(void)
{
	arena_init(&a, 64 << 20);
	check_csv();
	check_xlsx();
	check_full();
	arena_done(&a);
	return TEST_END();
}
