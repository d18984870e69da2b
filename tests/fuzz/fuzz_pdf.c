#include "tests/fuzz/fuzz.h"

#include "doc/pdf_content.h"
#include "doc/pdf_words.h"
#include "doc/read.h"

#include <string.h>

enum { ARENA = 64 << 20, OPERATORS = 20000, RULES = 20000, PAGE = 800, SPLIT = 4 };

static void dump(const struct doc *d)
{
	struct buf b;
	buf_init(&b, ARENA);
	doc_dump(&b, d);
	buf_done(&b);
}

/*
 * A content stream without a file round it: libqpdf, which is not ours, would
 * refuse nearly every mutation before it came to our code.
 */
static void run_content(struct arena *a, struct str content, const struct pdf_words_page *words)
{
	struct pdf_budget budget = { OPERATORS, 0, RULES, false };
	struct grid_page page = { .width = PAGE, .height = PAGE };
	struct pdf_canvas canvas = { .arena = a, .scratch = a, .page = &page, .budget = &budget };
	struct error err;
	struct doc *d;
	if (words)
		page = words->grid;
	page.width = page.height = PAGE;
	if (!pdf_content_run(&canvas, content, (struct grid_matrix){ 1, 0, 0, -1, 0, PAGE }, 0))
		return;
	grid_turn_page(&page, canvas.direction[1] > canvas.direction[0]);
	struct grid_page twice[2] = { page, page };
	if (doc_new(a, DOC_FORMAT_PDF, &d, &err) == OK && grid_lay_out(d, twice, 2, &err) == OK)
		dump(d);
}

/* Four bytes of length (little endian), so much output of pdftotext, then a PDF or a content
 * stream. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < SPLIT)
		return 0;
	size_t n = data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16 | (size_t)data[3] << 24;
	struct str rest = { (const char *)data + SPLIT, size - SPLIT };
	struct str words = str_sub(rest, 0, n), pdf = str_sub(rest, words.n, rest.n);
	struct arena a;
	struct error err;
	arena_init(&a, ARENA);
	if (str_starts(pdf, STR("%PDF"))) {
		struct doc_aid aid = { .pdf_words = words };
		struct doc *d;
		if (doc_read_pdf(&a, pdf, &aid, &d, &err) == OK)
			dump(d);
	} else {
		struct pdf_words_page *page = NULL;
		size_t n_pages = 0;
		if (pdf_words_read(&a, words, &page, &n_pages, &err) != OK)
			n_pages = 0;
		run_content(&a, pdf, n_pages ? page : NULL);
	}
	arena_done(&a);
	return 0;
}
