/*
 * Letters on paper: what stands in the docx and the pdf, in order, and where.  With
 * LETTER_OUT=FOLDER the files are also written there, to be looked at.
 */
#include "core/file.h"
#include "doc/letter.h"
#include "doc/read.h"
#include "tests/test.h"

#include <stdlib.h>

static struct error err;

static const struct str paragraph[] = {
	STR_INIT(
		"你（单位）于2026年9月17日通过互联网渠道提出的政府信息公开申请（编号2026-0012）收悉。你申请公开"
		"“2025年示例路口监控设备采购合同”。经审查，现答复如下："),
	STR_INIT("一、可以公开的部分"),
	STR_INIT(
		"根据《中华人民共和国政府信息公开条例》第三十六条第二项、第三十七条，现将合同正文提供给你，见附件。"),
	STR_INIT("（一）提供方式"),
	STR_INIT("按照你要求的形式，以电子文件提供。<b>&amp;"),
	STR_INIT("二、不予公开的部分"),
	STR_INIT(
		"合同第十二条涉及第三方商业秘密，第三方不同意公开，根据《条例》第十五条，决定不予公开。"),
	STR_INIT(
		"如对本答复中不予公开的部分不服，应当自知道之日起60日内先向示例市人民政府申请行政复议；对行政复议决定仍"
		"不服的，可以自收到复议决定书之日起15日内向示例区人民法院提起行政诉讼。"),
};
static const struct str attachment[] = { STR_INIT("采购合同（节录）"), STR_INIT("送达回证") };

static struct letter_doc full(void)
{
	return (struct letter_doc){ .org = STR("示例市公安局"),
		.number = STR("示公复〔2026〕12号"),
		.title = STR("示例市公安局\n政府信息部分公开告知书"),
		.addressee = STR("测试甲："),
		.paragraph = paragraph,
		.n = sizeof(paragraph) / sizeof(*paragraph),
		.attachment = attachment,
		.n_attachments = 2,
		.signer = STR("示例市公安局"),
		.has_date = true,
		.date = date_from_ymd(2026, 11, 3),
		.note = STR("（联系人：测试乙，电话：0000-8888 0000）"),
		.copy_to = STR("示例市人民政府办公室。"),
		.printed_by = STR("示例市公安局政务公开办公室") };
}

static void keep(const char *name, const struct buf *b)
{
	const char *folder = getenv("LETTER_OUT");
	char path[512];
	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (file_write(path, buf_view(b), &err))
		printf("# %s: %s\n", path, err.msg);
}

/* All text of a docx, read back by our own reader, one block a line. */
static struct str text_of(struct arena *a, const struct buf *b)
{
	struct doc *d = NULL;
	struct buf out;
	buf_init(&out, 1 << 20);
	if (doc_read(a, buf_view(b), NULL, &d, &err))
		printf("# %s\n", err.msg);
	for (size_t i = 0; d && i < d->n_blocks; i++) {
		const struct doc_table *t = d->block[i].table;
		buf_str(&out, d->block[i].text);
		buf_char(&out, '\n');
		for (size_t c = 0; t && c < t->n_cells; c++)
			buf_str(&out, t->cell[c].text);
	}
	struct str s = arena_str(a, buf_view(&out));
	buf_done(&out);
	return s;
}

static void check_order(struct str text, const char *what)
{
	static const char *const word[] = { "示例市公安局", "示公复〔2026〕12号", "部分公开告知书",
		"测试甲：", "收悉", "一、可以公开的部分", "（一）提供方式", "<b>&amp;",
		"二、不予公开", "行政复议", "附件：1. 采购合同", "2. 送达回证", "2026年11月3日",
		"联系人", "抄送：", "印发" };
	size_t at = 0;
	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		size_t next = str_find(text, str_cstr(word[i]), at);
		CHECK(next < text.n, "%s: %s in its place", what, word[i]);
		at = next < text.n ? next : at;
	}
}

/* A form: names and contents as the rows of a ruled table, one to write in is as good as another. */
static void check_form(struct arena *a, bool pdf_too)
{
	static char longer[3 * 1500 + 1];
	static const char sign[] = "长";
	for (size_t i = 0; i < 1500; i++)
		memcpy(longer + 3 * i, sign, 3);
	const struct str row[] = { STR("案件编号：2026-0001"), STR("送达方式："), STR("检索情况："),
		STR("2026年9月21日，在档案系统中检索：没有。"), STR("备注：见《通知》：一式两份"),
		{ longer, sizeof(longer) - 1 } };
	struct letter_doc l = { .title = STR("送达回证"),
		.paragraph = row,
		.n = sizeof(row) / sizeof(*row),
		.ruled = true };
	struct buf docx, pdf;
	struct doc *d = NULL;
	buf_init(&docx, 8 << 20);
	buf_init(&pdf, 8 << 20);
	CHECK(letter_write_docx(&docx, &l, &err) == OK && doc_read(a, buf_view(&docx), NULL, &d, &err) == OK,
		"a form: %s", err.msg);
	keep("ruled.docx", &docx);
	const struct doc_table *t = NULL;
	for (size_t i = 0; d && i < d->n_blocks; i++)
		if (d->block[i].table)
			t = d->block[i].table;
	CHECK(t && t->cols == 2 && t->rows == 7, "rows: %d", t ? t->rows : -1);
	if (!t)
		return;
	CHECK(str_is(doc_table_at(t, 0, 0)->text, "案件编号") &&
			str_is(doc_table_at(t, 0, 1)->text, "2026-0001"),
		"name and content");
	CHECK(str_is(doc_table_at(t, 1, 0)->text, "送达方式") && doc_table_at(t, 1, 1)->text.n == 0,
		"room to write");
	CHECK(str_is(doc_table_at(t, 2, 0)->text, "检索情况") &&
			str_is(doc_table_at(t, 2, 1)->text, "2026年9月21日，在档案系统中检索：没有。"),
		"what has no name of its own belongs to the one before");
	/* 1500 signs behind the 11 of the remark: pieces of 400 signs. */
	CHECK(str_is(doc_table_at(t, 3, 0)->text, "备注") && doc_table_at(t, 4, 0)->text.n == 0 &&
			doc_table_at(t, 4, 1)->text.n == 1200,
		"what is long goes on in the next row: %zu", doc_table_at(t, 4, 1)->text.n);
	if (pdf_too) {
		CHECK(letter_write_pdf(&pdf, &l, &err) == OK, "pdf: %s", err.msg);
		keep("ruled.pdf", &pdf);
	}
	buf_done(&docx);
	buf_done(&pdf);
}

int main(void)
{
	struct arena a;
	struct buf docx, again, pdf;
	arena_init(&a, 64 << 20);
	buf_init(&docx, 8 << 20);
	buf_init(&again, 8 << 20);
	buf_init(&pdf, 8 << 20);
	struct letter_doc l = full();
	CHECK(letter_write_docx(&docx, &l, &err) == OK, "docx: %s", err.msg);
	CHECK(letter_write_docx(&again, &l, &err) == OK &&
			str_eq(buf_view(&docx), buf_view(&again)),
		"the same letter, the same bytes");
	check_order(text_of(&a, &docx), "docx");
	keep("letter.docx", &docx);
	enum err e = letter_write_pdf(&pdf, &l, &err);
	if (e == ERR_NOT_FOUND) {
		SKIP_CASE("pdf", "no Chinese font");
	} else {
		CHECK(e == OK && str_starts(buf_view(&pdf), STR("%PDF-")), "pdf: %s", err.msg);
		keep("letter.pdf", &pdf);
	}
	l.draft = true;
	buf_clear(&docx);
	CHECK(letter_write_docx(&docx, &l, &err) == OK, "a draft: %s", err.msg);
	struct str draft = text_of(&a, &docx);
	CHECK(str_has(draft, "草稿") && !str_has(draft, "12号") && !str_has(draft, "11月3日"),
		"says so, and has neither number nor date");
	l = full();
	l.org = (struct str){ 0 };
	l.copy_to = l.printed_by = l.note = (struct str){ 0 };
	l.n_attachments = 0;
	buf_clear(&pdf);
	if (e == OK) {
		CHECK(letter_write_pdf(&pdf, &l, &err) == OK,
			"an internal form without a red head: %s", err.msg);
		keep("form.pdf", &pdf);
	}
	check_form(&a, e == OK);
	l.n = LETTER_PARAGRAPHS_MAX + 1;
	CHECK(letter_write_docx(&docx, &l, &err) == ERR_LIMIT, "too long: %s", err.msg);
	buf_done(&docx);
	buf_done(&again);
	buf_done(&pdf);
	arena_done(&a);
	return TEST_END();
}
