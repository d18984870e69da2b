#include "tests/test.h"

#include "doc/grid.h"
#include "tests/fixture_page.h"

#include <stdlib.h>

enum { MEMORY = 64 << 20 };

/* Pages of 600 x 800 points. */
static struct grid_page new_page(void)
{
	return (struct grid_page){ .width = 600, .height = 800 };
}

static void rule(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1)
{
	if (!grid_add_line(a, p, x0, y0, x1, y1, 0.5))
		abort();
}

/* A box of four rules. */
static void box(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1)
{
	rule(a, p, x0, y0, x1, y0);
	rule(a, p, x0, y1, x1, y1);
	rule(a, p, x0, y0, x0, y1);
	rule(a, p, x1, y0, x1, y1);
}

/* A word of characters 10 points wide (Latin ones 5) and 10 high, its upper left corner given. */
static void word(struct arena *a, struct grid_page *p, double x, double y, const char *z)
{
	struct str s = str_cstr(z);
	double width = 0;
	for (size_t i = 0; i < s.n; i++)
		width += (unsigned char)s.p[i] < 0x80 ? 5 : (s.p[i] & 0xC0) == 0xC0 ? 10 : 0;
	if (!grid_add_word(a, p, (struct grid_word){ x, y, x + width, y + 10, s }))
		abort();
}

/* The dump without its first line. */
static struct str lay_out(struct arena *a, struct grid_page *page, size_t n)
{
	struct doc *d;
	struct error err;
	struct buf b;
	if (doc_new(a, DOC_FORMAT_PDF, &d, &err) || grid_lay_out(d, page, n, &err))
		return (struct str){ NULL, 0 };
	buf_init(&b, 1 << 20);
	doc_dump(&b, d);
	struct str s = arena_str(a, buf_view(&b)), first;
	buf_done(&b);
	(void)str_next_line(&s, &first);
	return s;
}

static void check_dump(
	struct arena *a, struct grid_page *page, size_t n, const char *want, const char *name)
{
	struct str got = lay_out(a, page, n);
	bool ok = str_is(got, want);
	CHECK(ok, "%s", name);
	if (!ok)
		printf("# got:\n%.*s", STR_ARG(got));
}

/* 3 columns of 60 by rows of 20 from (100, y), `rows` of them. */
static void draw_table(struct arena *a, struct grid_page *p, double y, int rows)
{
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < 3; c++)
			box(a, p, 100 + 60 * c, y + 20 * r, 160 + 60 * c, y + 20 * (r + 1));
}

static void tables(struct arena *a)
{
	struct grid_page p = new_page();
	draw_table(a, &p, 100, 2);
	word(a, &p, 105, 105, "甲");
	word(a, &p, 225, 125, "9");
	check_dump(a, &p, 1, "T 2 x 3\n  0,0\t甲\n  0,1\t\n  0,2\t\n  1,0\t\n  1,1\t\n  1,2\t9\n",
		"six boxes, blank cells stay");

	p = new_page();
	box(a, &p, 100, 100, 280, 140);
	rule(a, &p, 160, 100, 160, 140);
	rule(a, &p, 160, 120, 280, 120);
	rule(a, &p, 220, 120, 220, 140);
	word(a, &p, 105, 115, "甲");
	word(a, &p, 200, 105, "乙");
	word(a, &p, 180, 125, "1");
	word(a, &p, 240, 125, "2");
	check_dump(a, &p, 1, "T 2 x 3\n  0,0 2x1\t甲\n  0,1 1x2\t乙\n  1,1\t1\n  1,2\t2\n",
		"missing inner rules are spans");

	p = new_page();
	draw_table(a, &p, 100, 1);
	rule(a, &p, 162, 100, 162, 120);
	rule(a, &p, 222.3, 100, 222.3, 120);
	rule(a, &p, 100, 102, 280, 102);
	word(a, &p, 105, 105, "甲");
	word(a, &p, 170, 105, "12");
	check_dump(a, &p, 1, "T 1 x 3\n  0,0\t甲\n  0,1\t12\n  0,2\t\n",
		"doubled rules give no column");

	p = new_page();
	for (int i = 0; i < 3; i++)
		box(a, &p, 100 + 64 * i, 100, 160 + 64 * i, 120);
	rule(a, &p, 100, 100, 288, 100);
	word(a, &p, 105, 105, "甲");
	check_dump(
		a, &p, 1, "T 1 x 3\n  0,0\t甲\n  0,1\t\n  0,2\t\n", "wide gaps between boxes go");
}

static void odd_tables(struct arena *a)
{
	struct grid_page p = new_page();
	draw_table(a, &p, 100, 1);
	word(a, &p, 145, 105, "12345678");
	check_dump(a, &p, 1, "T 1 x 3\n  0,0\t123\n  0,1\t45678\n  0,2\t\n",
		"a word over a rule is cut there");

	p = new_page();
	rule(a, &p, 100, 100, 280, 100);
	rule(a, &p, 100, 120, 280, 120);
	rule(a, &p, 160, 100, 160, 120);
	rule(a, &p, 220, 100, 220, 120);
	word(a, &p, 105, 105, "甲");
	word(a, &p, 225, 105, "3");
	check_dump(
		a, &p, 1, "T 1 x 3\n  0,0\t甲\n  0,1\t\n  0,2\t3\n", "a table open at its sides");

	p = new_page();
	for (double x = 100; x < 280; x += 4) {
		rule(a, &p, x, 100, x + 2, 100);
		rule(a, &p, x, 120, x + 2, 120);
	}
	rule(a, &p, 100, 100, 100, 120);
	rule(a, &p, 190, 100, 190, 120);
	rule(a, &p, 278, 100, 278, 120);
	word(a, &p, 105, 105, "甲");
	word(a, &p, 195, 105, "172");
	check_dump(a, &p, 1, "T 1 x 2\n  0,0\t甲\n  0,1\t172\n", "dashes drawn one by one");

	p = new_page();
	box(a, &p, 50, 50, 550, 750);
	word(a, &p, 105, 105, "框内文字");
	check_dump(a, &p, 1, "P 框内文字\n", "a frame round the page is no table");
}

static void shaded(struct arena *a)
{
	struct grid_page p = new_page();
	for (int i = 0; i < 6; i++)
		if (!grid_add_bar(a, &p, 100 + 60 * (i % 3), 100 + 20 * (i / 3), 160 + 60 * (i % 3),
			    120 + 20 * (i / 3)))
			abort();
	word(a, &p, 105, 105, "甲");
	word(a, &p, 225, 125, "9");
	check_dump(a, &p, 1, "T 2 x 3\n  0,0\t甲\n  0,1\t\n  0,2\t\n  1,0\t\n  1,1\t\n  1,2\t9\n",
		"shaded areas stand for rules where there are none");
	p = new_page();
	for (int i = 0; i < 3; i++)
		if (!grid_add_bar(a, &p, 100, 100 + 20 * i, 280, 120 + 20 * i))
			abort();
	word(a, &p, 105, 105, "第一行");
	word(a, &p, 105, 125, "第二行");
	check_dump(a, &p, 1, "P 第一行第二行\n", "lines on a shaded ground are no table");
}

/* Sideways text: the same page turned must read the same. */
static void turned(struct arena *a)
{
	struct grid_page p = new_page();
	/* The page of 600 x 800 seen turned clockwise is 800 x 600: (x, y) went to (800 - y, x). */
	p.width = 800;
	p.height = 600;
	rule(a, &p, 700, 100, 700, 220);
	rule(a, &p, 680, 100, 680, 220);
	rule(a, &p, 680, 100, 700, 100);
	rule(a, &p, 680, 160, 700, 160);
	rule(a, &p, 680, 220, 700, 220);
	if (!grid_add_word(a, &p, (struct grid_word){ 685, 105, 695, 115, STR("甲") }) ||
		!grid_add_word(a, &p, (struct grid_word){ 685, 165, 695, 180, STR("172") }))
		abort();
	grid_turn_page(&p, 1);
	CHECK(p.width == 600 && p.height == 800, "a turned page has its sides exchanged");
	check_dump(a, &p, 1, "T 1 x 2\n  0,0\t甲\n  0,1\t172\n", "a page of sideways text");
}

static void page_breaks(struct arena *a)
{
	struct grid_page p[2] = { new_page(), new_page() };
	draw_table(a, &p[0], 700, 2);
	word(a, &p[0], 105, 705, "项目");
	word(a, &p[0], 165, 705, "数量");
	word(a, &p[0], 105, 725, "许可");
	word(a, &p[0], 165, 725, "1");
	word(a, &p[0], 290, 770, "— 1 —");
	draw_table(a, &p[1], 60, 2);
	word(a, &p[1], 105, 65, "项目");
	word(a, &p[1], 165, 65, "数量");
	word(a, &p[1], 105, 85, "处罚");
	word(a, &p[1], 165, 85, "2");
	word(a, &p[1], 290, 770, "— 2 —");
	check_dump(a, p, 2,
		"T 3 x 3\n  0,0\t项目\n  0,1\t数量\n  0,2\t\n  1,0\t许可\n  1,1\t1\n  1,2\t\n"
		"  2,0\t处罚\n  2,1\t2\n  2,2\t\n",
		"a table goes on, its repeated header and the page numbers are dropped");

	p[0] = new_page();
	p[1] = new_page();
	rule(a, &p[0], 100, 740, 280, 740);
	rule(a, &p[1], 100, 80, 280, 80);
	for (int i = 0; i < 4; i++) {
		rule(a, &p[0], 100 + 60 * i, 740, 100 + 60 * i, 760);
		rule(a, &p[1], 100 + 60 * i, 60, 100 + 60 * i, 80);
	}
	word(a, &p[0], 105, 745, "逾期不补");
	word(a, &p[0], 165, 745, "7");
	word(a, &p[1], 105, 65, "正的");
	check_dump(a, p, 2, "T 1 x 3\n  0,0\t逾期不补\\n正的\n  0,1\t7\n  0,2\t\n",
		"a row cut by the page break is one row");

	word(a, &p[1], 165, 65, "8");
	check_dump(a, p, 2,
		"T 2 x 3\n  0,0\t逾期不补\n  0,1\t7\n  0,2\t\n  1,0\t正的\n  1,1\t8\n  1,2\t\n",
		"numbers in both halves: two rows");

	p[0] = new_page();
	p[1] = new_page();
	draw_table(a, &p[0], 700, 1);
	word(a, &p[0], 105, 705, "甲");
	word(a, &p[1], 105, 40, "乙段");
	draw_table(a, &p[1], 60, 1);
	word(a, &p[1], 105, 65, "丙");
	check_dump(a, p, 2,
		"T 1 x 3\n  0,0\t甲\n  0,1\t\n  0,2\t\nP 乙段\nT 1 x 3\n  0,0\t丙\n  0,1\t\n  "
		"0,2\t\n",
		"text between keeps tables apart");
}

static void text(struct arena *a)
{
	struct grid_page p[3] = { new_page(), new_page(), new_page() };
	word(a, &p[0], 120, 100, "一二三四五六七八九十");
	word(a, &p[0], 100, 118, "一二三四五六七八九十一二");
	word(a, &p[0], 100, 136, "三四2024");
	word(a, &p[0], 145, 136, "年");
	word(a, &p[0], 120, 154, "另一段");
	check_dump(a, p, 1, "P 一二三四五六七八九十一二三四五六七八九十一二三四2024年\nP 另一段\n",
		"lines become paragraphs by margin and indentation");

	p[0] = new_page();
	word(a, &p[0], 100, 100, "见www.example.gov.cn/a");
	word(a, &p[0], 100, 118, "b.html公开信息共计24");
	word(a, &p[0], 100, 136, "5条一二三四五六七八。");
	word(a, &p[0], 100, 154, "二、一二三四五六七八。");
	word(a, &p[0], 100, 172, "（二）一二三四五六七。");
	word(a, &p[0], 100, 190, "12.一二三四五六七八九。");
	check_dump(a, p, 1,
		"P 见www.example.gov.cn/ab.html公开信息共计245条一二三四五六七八。\n"
		"P 二、一二三四五六七八。\nP （二）一二三四五六七。\nP 12.一二三四五六七八九。\n",
		"addresses and numbers go on over lines, numbered paragraphs do not");

	p[0] = (struct grid_page){ .width = 800, .height = 600 };
	word(a, &p[0], 100, 20, "2025/1/9");
	word(a, &p[0], 145, 20, "10:16");
	word(a, &p[0], 400, 20, "示例市公安局年报");
	word(a, &p[0], 100, 200, "示例市公安局年报");
	word(a, &p[0], 390, 495, "—1—");
	check_dump(a, p, 1, "P 示例市公安局年报\n",
		"the head of a printed page and the number on a page on its side are dropped");

	p[0] = new_page();
	word(a, &p[0], 100, 100, "Open");
	word(a, &p[0], 123, 100, "Government");
	word(a, &p[0], 100, 130, "许可");
	word(a, &p[0], 200, 130, "12");
	word(a, &p[0], 300, 130, "34");
	check_dump(a, p, 1, "P Open Government\nP 许可\\t12\\t34\n", "blanks and tabs");

	for (int i = 0; i < 3; i++) {
		p[i] = new_page();
		word(a, &p[i], 100, 30, "示例市公安局年报");
		word(a, &p[i], 100, 200, i == 0 ? "第一" : i == 1 ? "第二" : "第三");
		word(a, &p[i], 100, 770, "内部资料");
		word(a, &p[i], 300, 790, i == 0 ? "1" : i == 1 ? "第2页" : "3/3");
	}
	check_dump(a, p, 3, "P 示例市公安局年报\nP 第一\nP 第二\nP 第三\n",
		"running heads and page numbers are dropped");

	p[0] = new_page();
	check_dump(a, p, 1, "", "an empty page");
}

/* A sheet of squared paper is no table, and costs no time. */
static void limits(struct arena *a)
{
	struct grid_page p = new_page();
	for (int i = 0; i < GRID_PAGE_LINES_MAX + 1; i++)
		rule(a, &p, 10 + (i % 7) * 50, i * 2, 50 + (i % 7) * 50, i * 2);
	word(a, &p, 105, 105, "甲");
	struct str got = lay_out(a, &p, 1);
	CHECK(str_starts(got, STR("P 甲\nW grid.too_many_lines")), "too many lines are told");
	p = new_page();
	CHECK(grid_add_line(a, &p, 0.0 / 0.0, 0, 1, 0, 1) && p.n_rules == 0,
		"no number is no line");
	CHECK(grid_add_word(a, &p, (struct grid_word){ 5, 5, 1, 9, STR("x") }) && p.n_words == 0,
		"a box inside out is no word");
}

int main(void)
{
	struct arena a;
	arena_init(&a, MEMORY);
	tables(&a);
	odd_tables(&a);
	shaded(&a);
	turned(&a);
	page_breaks(&a);
	text(&a);
	limits(&a);
	arena_done(&a);
	return TEST_END();
}
