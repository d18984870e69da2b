#include "tests/read_sample.h"

#include "doc/edge_table.h"
#include "doc/word97.h"

static const char notice[] =
	"format doc\nH1 示例市公安局2024年政府信息公开工作年度报告\nP [一、] 总体情况\n"
	"P [1.] 主动公开\nP [2.] 依申请公开\nP [二、] 收到和处理情况\nP [1.] 建议\n"
	"P 本年收到申请3件。\nP 答复三件，第1页\nT 4 x 4\n  0,0 2x1\t申请人\n  0,1 1x3\t数量\n"
	"  1,1\t自然人\n  1,2\t\n  1,3\t总计\n  2,0\t一、新收\n  2,1\t1\\n（件）\n  2,2\t\n"
	"  2,3\t1\n  3,0\t二、结转\n  3,1\t\n  3,2\t\n  3,3\t\nP 喆堃镕 “完” 😀\n"
	"W hidden.dropped 文档中有 1 处隐藏文字，未读取\n"
	"W deleted.dropped 文档中有 1 处修订删除的文字，未读取\n";

/* Offset of the 32-bit start sector in the directory entry of that name. */
static size_t entry_start(struct str s, struct str wide_name)
{
	return str_find(s, wide_name, 0) + 0x74;
}

static void put32(char *p, size_t at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[at + (size_t)i] = (char)(v >> (8 * i) & 0xFF);
}

/* Where a stream that is not split begins in the file. */
static size_t stream_at(struct str s, struct str wide_name)
{
	return ((size_t)le_u32(s, entry_start(s, wide_name)) + 1) * 512;
}

/* The table stream is small: it lives in the root's stream, in sectors of 64 bytes. */
static size_t table_at(struct str s, struct str wide_name)
{
	size_t root = ((size_t)le_u32(s, 0x30) + 1) * 512;
	return ((size_t)le_u32(s, root + 0x74) + 1) * 512 +
	       (size_t)le_u32(s, entry_start(s, wide_name)) * 64;
}

#define WIDE_MAIN STR("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0")
#define WIDE_TABLE STR("1\0T\0a\0b\0l\0e\0")

/* One change to the sample; 0 as a base means the file itself. */
static void broken_containers(struct str s)
{
	size_t fat = ((size_t)le_u32(s, 0x4C) + 1) * 512, main = stream_at(s, WIDE_MAIN);
	uint32_t dir = le_u32(s, 0x30), start = le_u32(s, entry_start(s, WIDE_MAIN));
	size_t clx = table_at(s, WIDE_TABLE) + le_u32(s, main + 0x1A2);
	const struct {
		const char *name;
		size_t at;
		uint32_t value;
		const char *word; /* of the refusal; NULL: a document or a refusal */
	} row[] = {
		{ "cyclic directory chain", fat + (size_t)dir * 4, dir, NULL },
		{ "cyclic chain of the main stream", fat + (size_t)start * 4, start, NULL },
		{ "directory behind the end", 0x30, 0x00FFFFF0, "损坏" },
		{ "main stream behind the end", entry_start(s, WIDE_MAIN), 0x0FFFFFF0, "损坏" },
		{ "stream of 4 GB", entry_start(s, WIDE_MAIN) + 4, 0xFFFFFFFF, NULL },
		{ "table of sectors behind the end", 0x4C, 0xFFFFFF00, "损坏" },
		{ "sector size 2^31", 0x1C, 0x001FFFFE, "损坏" },
		{ "endless list of tables", 0x44, le_u32(s, 0x4C), NULL },
		{ "no piece table", main + 0x1A2, 0xFFFFFFF0, "损坏" },
		{ "piece table of 4 GB", main + 0x1A6, 0xFFFFFFFF, NULL },
		{ "length inside the piece table", clx + 1, 0xFFFFFFFF, NULL },
		{ "first piece ends before it begins", clx + 9, 0, "损坏" },
		{ "piece of 4 billion characters", clx + 9, 0xFFFFFFFF, NULL },
		{ "text length of 4 GB", main + 0x4C, 0xFFFFFFFF, NULL },
		{ "paragraph table of 4 GB", main + 0x106, 0xFFFFFFFF, NULL },
		{ "list table of 4 GB", main + 0x2E2, 0x00000004, NULL },
		{ "password", main + 0x0A, 0x00000300, "密码" },
		{ "Word 95", main + 0, 0x0065A5EC, "Word 95" },
		{ "Word 6", main + 0, 0x0065A5DC, "Word 95" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, DOC_ARENA_MAX);
		char *p = arena_cstr(&a, s);
		put32(p, row[i].at, row[i].value);
		struct str bytes = { p, s.n };
		if (row[i].word)
			sample_refused(doc_read_doc, row[i].name, bytes, "format", row[i].word);
		else
			CHECK(sample_survives(doc_read_doc, bytes), "%s", row[i].name);
		arena_done(&a);
	}
}

/* Without paragraph properties the rows are found by their words. */
static void lost_properties(struct str s)
{
	struct arena a;
	arena_init(&a, DOC_ARENA_MAX);
	char *p = arena_cstr(&a, s);
	put32(p, stream_at(s, WIDE_MAIN) + 0x106, 0);
	struct str got = sample_dump(&a, doc_read_doc, (struct str){ p, s.n });
	CHECK(str_has(got, "一、新收\n") && str_has(got, "W tables.guessed") &&
			str_has(got, "P 本年收到申请3件。"),
		"text and cells without paragraph properties");
	arena_done(&a);
}

static void sprms(void)
{
	/* in-table, then a variable one of 2 bytes, then a cut one */
	struct str rest = STR("\x16\x24\x01\x2B\xD6\x02\x01\x03\x40\x26");
	struct word97_sprm s;
	CHECK(word97_next_sprm(&rest, &s) && s.code == 0x2416 && s.operand.n == 1, "fixed operand");
	CHECK(word97_next_sprm(&rest, &s) && s.code == 0xD62B && s.operand.n == 2 &&
			s.operand.p[1] == 3,
		"variable operand");
	CHECK(!word97_next_sprm(&rest, &s), "a cut property ends the list");

	/* sprmPHugePapx: the list stands in the stream Data at offset 3 */
	struct word97_file f = { .data = STR("???\x06\x00\x16\x24\x01\x17\x24\x01") };
	struct word97_run run = { .style = 2, .sprms = STR("\x46\x66\x03\x00\x00\x00") };
	struct word97_paragraph p;
	word97_read_paragraph(&f, &run, &p);
	CHECK(p.level == 2 && p.in_table && p.row_end, "properties in the stream Data");
	run.sprms = STR("\x46\x66\xF0\xFF\xFF\xFF");
	word97_read_paragraph(&f, &run, &p);
	CHECK(!p.in_table, "an offset behind the stream is no property");
	run = (struct word97_run){ .sprms = STR("\x40\x26\x01") };
	word97_read_paragraph(&f, &run, &p);
	CHECK(p.level == 2, "outline level 1 is heading 2");
	run.sprms = STR("\x40\x26\x09");
	word97_read_paragraph(&f, &run, &p);
	CHECK(p.level == 0, "outline level 9 is text");
}

/*
 * sprmTDefTable of three cells with edges 0, 100, 200, 300 and these cell flags,
 * worked out from [MS-DOC] 2.9.321.
 */
static void measures(void)
{
	static const struct {
		const char *name;
		unsigned char flag[3];
		bool left[3], above[3], starts[3];
	} row[] = {
		{ "none", { 0, 0, 0 }, { 0 }, { 0 }, { 0 } },
		{ "first is 1", { 1, 2, 2 }, { 0, 1, 1 }, { 0 }, { 0 } },
		{ "first is 2", { 2, 1, 1 }, { 0, 1, 1 }, { 0 }, { 0 } },
		{ "two merges", { 1, 2, 1 }, { 0, 1, 0 }, { 0 }, { 0 } },
		{ "down: first", { 0x60, 0, 0 }, { 0 }, { 0 }, { 1 } },
		{ "down: more", { 0x20, 0, 0x20 }, { 0 }, { 1, 0, 1 }, { 0 } },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		char def[1 + 8 + 60] = { 3, 0, 0, 100, 0, (char)200, 0, 0x2C, 1 };
		struct edge_cell cell[3] = { { 0 } };
		bool same = true;
		for (int k = 0; k < 3; k++)
			def[9 + k * 20] = (char)row[i].flag[k];
		struct word97_paragraph p = { .cells = { def, sizeof def } };
		int n = word97_measure_row(&p, cell, 3);
		for (int k = 0; k < 3; k++)
			same = same && cell[k].left == k * 100 && cell[k].right == k * 100 + 100 &&
			       cell[k].joins_left == row[i].left[k] &&
			       cell[k].joins_above == row[i].above[k] &&
			       cell[k].starts_column == row[i].starts[k];
		CHECK(n == 3 && same, "row measures: %s", row[i].name);
	}
	struct edge_cell cell[3] = { { 0 } };
	struct word97_paragraph p = { .cells = STR("\x03\0\0") };
	CHECK(word97_measure_row(&p, cell, 3) == 0, "a cut row definition is none");
}

int main(void)
{
	struct arena a;
	struct str s, numbers;
	arena_init(&a, DOC_ARENA_MAX);
	bool here = sample_load(&a, "notice.doc", false, &s);
	CHECK(here, "fixture notice.doc");
	if (here) {
		sample_expect(
			doc_read_doc, "headings, lists, hidden, deleted, field, merges", s, notice);
		broken_containers(s);
		lost_properties(s);
		sample_damage(doc_read_doc, "notice.doc", s, 97);
		sample_starve(doc_read_doc, "notice.doc", s);
	}
	here = sample_load(&a, "styles.doc", false, &s);
	CHECK(here, "fixture styles.doc");
	if (here) {
		struct str got = sample_dump(&a, doc_read_doc, s);
		CHECK(str_has(got, "H1 [一、] 示例市公安局") && str_has(got, "P [二、] 总体情况") &&
				str_has(got, "H1 [四、] 自定\nH2 二级\n"),
			"headings and numbers that come from styles and their bases");
		sample_damage(doc_read_doc, "styles.doc", s, 97);
	}
	here = sample_load(&a, "report-2019.doc", false, &s) &&
	       sample_load(&a, "report-2019.t3.txt", false, &numbers);
	CHECK(here, "fixture report-2019.doc");
	if (here) {
		sample_report(doc_read_doc, "report-2019.doc", s, numbers);
		sample_damage(doc_read_doc, "report-2019.doc", s, 997);
	}
	sample_shared_report(doc_read_doc, "donghu-2024.doc");
	sprms();
	measures();
	sample_refused(doc_read_doc, "an empty file", (struct str){ NULL, 0 }, "format", "损坏");
	sample_refused(doc_read_doc, "only the mark", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		"format", "损坏");
	arena_done(&a);
	return TEST_END();
}
