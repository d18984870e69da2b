#include "doc/read.h"

#include "core/utf8.h"
#include "doc/grid.h"
#include "doc/pdf_file.h"
#include "doc/pdf_words.h"

/* Radicals used as characters (U+2E80-2FD5) come from some producers' fonts. */
static bool has_radical(struct str s)
{
	/* All of them are E2 BA..BF xx in UTF-8. */
	for (size_t i = 0; i + 2 < s.n; i++)
		if ((unsigned char)s.p[i] == 0xE2 && (unsigned char)s.p[i + 1] >= 0xBA)
			return true;
	return false;
}

/* Moves the words of a page over, those outside the part that is shown left out. */
static enum err take_words(struct arena *a, const struct grid_page *from, const double visible[4],
	struct grid_page *to, bool *radical, struct error *err)
{
	for (size_t i = 0; i < from->n_words; i++) {
		struct grid_word w = from->word[i];
		double x = (w.x0 + w.x1) / 2, y = (w.y0 + w.y1) / 2;
		if (x < visible[0] || x > visible[2] || y < visible[1] || y > visible[3])
			continue;
		*radical = *radical || has_radical(w.text);
		if (!grid_add_word(a, to, w))
			return arena_check(a, err);
	}
	return OK;
}

/* Scanned pages among others: the clerk must know that something was not read. */
static void warn_scanned(struct doc *d, size_t count, size_t first)
{
	if (count == 1)
		doc_warn(d, "pdf.scanned_page",
			"第%zu页没有文字层（可能是扫描图片），该页内容未读取", first);
	else if (count > 1)
		doc_warn(d, "pdf.scanned_page",
			"共有%zu页没有文字层（可能是扫描图片，第一处为第%zu页），这些页内容未读取",
			count, first);
}

static void warn_file(struct doc *d, const struct pdf_file *f, size_t n_words_pages, bool radical)
{
	if (pdf_file_is_repaired(f))
		doc_warn(d, "pdf.repaired",
			"PDF 文件结构有损坏，已尽量修复后读取，请核对内容是否完整");
	if (pdf_file_is_partial(f))
		doc_warn(d, "pdf.partial", "PDF 中部分图形未能读取，表格可能识别不全，请核对");
	if (n_words_pages != pdf_file_pages(f))
		doc_warn(d, "pdf.pages",
			"PDF 文件结构有损坏，页数为%zu页，取得文字的为%zu页，请核对",
			pdf_file_pages(f), n_words_pages);
	if (radical)
		doc_warn(d, "radicals", "PDF 中含有用部首代替的汉字（如“⼀”），比对时已按汉字处理");
}

/* Rules and words of all pages into `page`; then the layout. */
static enum err read_pages(struct arena *a, struct pdf_file *f, const struct pdf_words_page *words,
	size_t n_words_pages, struct doc *d, struct error *err)
{
	size_t n = pdf_file_pages(f), scanned = 0, first_scanned = 0, n_words = 0;
	struct grid_page *page = arena_array(a, struct grid_page, n);
	bool radical = false;
	if (!page)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++) {
		struct pdf_page_about about;
		enum err e = pdf_file_read_page(f, i, &page[i], &about, err);
		if (!e && i < n_words_pages)
			e = take_words(a, &words[i].grid, about.visible, &page[i], &radical, err);
		if (e)
			return e;
		grid_turn_page(&page[i], about.turns);
		n_words += page[i].n_words;
		if (page[i].n_words == 0 && about.has_image && scanned++ == 0)
			first_scanned = i + 1;
	}
	if (n_words == 0)
		return error_set(err, ERR_FORMAT, NULL,
			"PDF 没有文字层，需要先做文字识别（OCR），或改用 Word "
			"等可以复制文字的文件");
	warn_scanned(d, scanned, first_scanned);
	warn_file(d, f, n_words_pages, radical);
	return grid_lay_out(d, page, n, err);
}

/*
 * The words come from aid, the rules from the file itself; grid.h puts them
 * together.  The order of the checks decides which message the clerk sees:
 * encrypted, damaged, no words obtained, scanned.
 */
enum err doc_read_pdf(struct arena *a, struct str bytes, const struct doc_aid *aid,
	struct doc **out, struct error *err)
{
	if (bytes.n > DOC_FILE_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "文件超过 %d MB，请拆分后再处理", DOC_FILE_MAX >> 20);
	struct pdf_file *f;
	struct pdf_words_page *words;
	size_t n_words_pages;
	struct doc *d;
	if (aid && aid->pdf_encrypted)
		return error_set(err, ERR_FORMAT, NULL,
			"PDF 文件已加密，需要密码才能打开，请另存为不加密的文件后再试");
	enum err e = pdf_file_open(a, bytes, &f, err);
	if (e)
		return e;
	if (!aid || aid->pdf_words.n == 0)
		return error_set(err, ERR_FORMAT, NULL,
			"没有取得 PDF 的文字，请确认已安装 poppler-utils 和 poppler-data 后再试");
	e = pdf_words_read(a, aid->pdf_words, &words, &n_words_pages, err);
	if (!e)
		e = doc_new(a, DOC_FORMAT_PDF, &d, err);
	if (e)
		return e;
	d->title = pdf_file_title(f, a);
	e = read_pages(a, f, words, n_words_pages, d, err);
	if (!e)
		*out = d;
	return e;
}
