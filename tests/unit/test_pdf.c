#include "tests/test.h"

#include "core/mem.h"
#include "doc/read.h"
#include "tests/fixture_page.h"

enum { FILE_MAX = 1 << 20, OBJECTS_MAX = 16, REQUESTS_MAX = 5000 };

/* A PDF of these object bodies, numbered from 1; the first is the catalog. */
static struct str make_pdf(struct arena *a, const char *const *object)
{
	size_t at[OBJECTS_MAX];
	int n = 0;
	struct buf b;
	buf_init(&b, FILE_MAX);
	buf_lit(&b, "%PDF-1.4\n");
	for (; object[n]; n++) {
		at[n] = b.n;
		buf_fmt(&b, "%d 0 obj\n%s\nendobj\n", n + 1, object[n]);
	}
	size_t xref = b.n;
	buf_fmt(&b, "xref\n0 %d\n0000000000 65535 f \n", n + 1);
	for (int i = 0; i < n; i++)
		buf_fmt(&b, "%010zu 00000 n \n", at[i]);
	buf_fmt(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n + 1, xref);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static const char *stream(struct arena *a, const char *head, const char *content)
{
	return arena_fmt(
		a, "<<%s/Length %zu>>\nstream\n%s\nendstream", head, strlen(content), content)
		.p;
}

/* One page of 600 x 800 with this content; `page` adds keys to the page, `form` is object 5. */
static struct str one_page(struct arena *a, const char *page, const char *content, const char *form)
{
	const char *object[] = { "<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]"
		"/Resources<</XObject<</F#6d1 5 0 R>>>>>>",
		arena_fmt(a, "<</Type/Page/Parent 2 0 R/Contents 4 0 R%s>>", page).p,
		stream(a, "", content), form, NULL };
	return make_pdf(a, object);
}

/* The output of pdftotext for one page with these words. */
static struct str words(struct arena *a, const char *word)
{
	return arena_fmt(a,
		"<html><body>\n<doc>\n<page width=\"600.0\" "
		"height=\"800.0\">\n%s</page>\n</doc>\n</body></html>\n",
		word);
}

static enum err read_dump(
	struct arena *a, struct str pdf, struct str text, struct str *dump, struct error *err)
{
	struct doc_aid aid = { .pdf_words = text };
	struct doc *d = NULL;
	enum err e = doc_read_pdf(a, pdf, &aid, &d, err);
	if (e)
		return e;
	struct buf b;
	buf_init(&b, FILE_MAX);
	doc_dump(&b, d);
	*dump = arena_str(a, buf_view(&b));
	buf_done(&b);
	return OK;
}

#define TWO_WORDS                                                                                  \
	"<word xMin=\"110\" yMin=\"105\" xMax=\"120\" yMax=\"115\">甲</word>\n"                   \
	"<word xMin=\"170\" yMin=\"105\" xMax=\"185\" yMax=\"115\">1&amp;2&apos;</word>\n"
#define GRID "T 1 x 2\n  0,0\t甲\n  0,1\t1&2'\n"

/* A table of two cells, 100..220 x 100..120 from the upper left corner, drawn in many ways. */
static void drawn(struct arena *a)
{
	static const struct {
		const char *name, *page, *content, *form;
	} row[] = {
		{ "rectangles stroked", "", "100 680 60 20 re 160 680 60 20 re S", "null" },
		{ "lines, dashed", "",
			"[3 2] 0 d 100 700 m 220 700 l 220 680 l 100 680 l h 160 680 m 160 700 l S",
			"null" },
		{ "thin rectangles filled", "",
			"100 699.7 120 .6 re 100 680 120 .6 re f 100 680 .6 20 re f* 160 680 .6 20 "
			"re "
			"219 680 .6 20 re f",
			"null" },
		{ "frames filled even-odd", "",
			"100 680 60 20 re 101 681 58 18 re f* 160 680 60 20 re 161 681 58 18 re f*",
			"null" },
		{ "scaled by cm, strings and an image between", "",
			"q .1 0 0 .1 0 0 cm BT (a\\) 1 2 re S) Tj <00> Tj ET BI /W 1 /H 1 ID x "
			"EIx\x01 EI "
			"1000 6800 600 200 re 1600 6800 600 200 re S Q 0 0 9 9 re n",
			"null" },
		{ "in a form with a matrix", "", "q 2 0 0 2 0 0 cm /Fm1 Do Q",
			"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Matrix[.5 0 0 .5 5 "
			"10]/Length 46>>\nstream\n"
			"90 660 60 20 re 150 660 60 20 re S            \nendstream" },
		{ "MediaBox with another origin", "/MediaBox[10 20 610 820]",
			"110 700 60 20 re 170 700 60 20 re S", "null" },
		{ "rotated by 90", "/MediaBox[0 0 800 600]/Rotate 90",
			"100 100 20 60 re 100 160 20 60 re S", "null" },
		{ "rotated by 180", "/Rotate 180", "380 100 60 20 re 440 100 60 20 re S", "null" },
		{ "rotated by -90", "/MediaBox[0 0 800 600]/Rotate -90",
			"680 380 20 60 re 680 440 20 60 re S", "null" },
		{ "a form that draws itself", "", "/Fm1 Do 100 680 60 20 re 160 680 60 20 re S",
			"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 7>>\nstream\n/Fm1 "
			"Do\nendstream" },
		{ "curves and slanting lines besides", "",
			"0 0 m 9 9 9 9 99 300 c S 0 0 m 300 500 l S 100 680 60 20 re 160 680 60 20 "
			"re S",
			"null" },
		{ "unbalanced Q and rubbish", "",
			"Q Q ) > ] } /#zz 1e5 --3 99999999999999999999 m 100 680 60 20 re 160 680 "
			"60 20 re S",
			"null" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { 0 };
		struct str dump = { NULL, 0 };
		struct str pdf = one_page(a, row[i].page, row[i].content, row[i].form);
		enum err e = read_dump(a, pdf, words(a, TWO_WORDS), &dump, &err);
		bool ok = e == OK && str_is(dump, "format pdf\n" GRID);
		CHECK(ok, "%s", row[i].name);
		if (!ok)
			printf("# %s\n# %.*s\n", err.msg, STR_ARG(dump));
	}
}

static void refused(struct arena *a)
{
	static const char box[] = "100 680 60 20 re 160 680 60 20 re S";
	struct str pdf = one_page(a, "", box, "null"), good = words(a, TWO_WORDS);
	struct str locked = make_pdf(a, (const char *const[]){ "<</Type/Catalog>>", NULL });
	struct str cut = str_sub(good, 0, good.n - 40), none = { NULL, 0 };
	const struct {
		const char *name;
		struct str pdf, words;
		const char *says;
	} row[] = {
		{ "no text layer", pdf, words(a, ""), "没有文字层" },
		{ "no words given", pdf, none, "poppler-utils" },
		{ "not a PDF", STR("hello"), good, "已损坏" },
		{ "a cut file", str_sub(pdf, 0, 60), good, "已损坏" },
		{ "no pages", locked, good, "已损坏" },
		{ "words cut short", pdf, cut, "不完整" },
		{ "a box that is no number", pdf,
			words(a, "<word xMin=\"nan\" yMin=\"1\" xMax=\"2\" yMax=\"3\">x</word>"),
			"不完整" },
		{ "a word without its end", pdf,
			words(a, "<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"3\">x"), "不完整" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { 0 };
		struct str dump;
		enum err e = read_dump(a, row[i].pdf, row[i].words, &dump, &err);
		CHECK(e == ERR_FORMAT && str_has(str_cstr(err.msg), row[i].says), "%s: %s",
			row[i].name, err.msg);
	}
	struct error err = { 0 };
	struct doc *d = NULL;
	struct doc_aid aid = { .pdf_words = good, .pdf_encrypted = true };
	CHECK(doc_read_pdf(a, pdf, &aid, &d, &err) == ERR_FORMAT && !d &&
			str_has(str_cstr(err.msg), "已加密"),
		"encrypted: %s", err.msg);
}

static void warned(struct arena *a)
{
	static const char box[] = "100 680 60 20 re 160 680 60 20 re S";
	struct str pdf = one_page(a, "/CropBox[0 0 165 800]", box, "null"), dump = { NULL, 0 };
	struct error err = { 0 };
	CHECK(read_dump(a, pdf, words(a, TWO_WORDS), &dump, &err) == OK &&
			str_is(dump, "format pdf\nT 1 x 2\n  0,0\t甲\n  0,1\t\n"),
		"words outside the CropBox are not seen");
	struct str radical =
		words(a, "<word xMin=\"1\" yMin=\"1\" xMax=\"9\" yMax=\"9\">⼀⽆</word>");
	CHECK(read_dump(a, pdf, radical, &dump, &err) == OK && str_has(dump, "P ⼀⽆\nW radicals"),
		"radicals are told and left as found");
	struct str two = arena_fmt(a,
		"<doc><page width=\"6\" height=\"8\">%s</page>"
		"<page width=\"6\" height=\"8\"></page></doc>",
		TWO_WORDS);
	CHECK(read_dump(a, pdf, two, &dump, &err) == OK && str_has(dump, "W pdf.pages"),
		"another number of pages is told");
	struct str image = make_pdf(a,
		(const char *const[]){ "<</Type/Catalog/Pages 2 0 R>>",
			"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 600 800]"
			"/Resources<</XObject<</I 6 0 R>>>>>>",
			"<</Type/Page/Parent 2 0 R>>", "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
			"<</Length 5>>\nstream\n/I Do\nendstream",
			"<</Type/XObject/Subtype/Image/Width 1/Height 1/Length "
			"1>>\nstream\nx\nendstream",
			NULL });
	CHECK(read_dump(a, image, two, &dump, &err) == OK &&
			str_has(dump, "W pdf.scanned_page 第2页"),
		"a scanned page among others is told");
}

static void check_values(
	struct arena *a, struct str pdf, struct str text, struct str values, const char *name)
{
	struct doc_aid aid = { .pdf_words = text };
	struct doc *d = NULL;
	struct error err = { 0 };
	enum err e = doc_read_pdf(a, pdf, &aid, &d, &err);
	CHECK(e == OK && values.n && fixture_differences(a, d, values) == 0, "%s: every value %s",
		name, err.msg);
}

static void reports(struct arena *a)
{
	struct str pdf = fixture_file(a, "tests/doc/page/report.pdf");
	struct str text = fixture_file(a, "tests/doc/page/report.words");
	struct str values = fixture_file(a, "tests/doc/page/report.values");
	check_values(a, pdf, text, values, "the invented report");
	struct doc_aid aid = { .pdf_words = text };
	struct doc *d = NULL;
	struct error err;
	if (doc_read_pdf(a, pdf, &aid, &d, &err) == OK) {
		const struct doc_block *p = fixture_block(d, DOC_PARAGRAPH, 3);
		CHECK(p &&
				str_starts(p->text,
					STR("本年度示例市公安局主动公开政府信息1136条，受理")) &&
				str_ends(p->text, STR("行政诉讼案件。")) && p->where.page == 1,
			"a paragraph of several lines");
		const struct doc_block *t = fixture_block(d, DOC_TABLE, 0);
		const struct doc_cell *c = t ? doc_table_at(t->table, 17, 3) : NULL;
		CHECK(c && c->where.page == 1 && doc_table_at(t->table, 18, 3)->where.page == 2,
			"cells know their page");
		CHECK(str_is(d->title, "示例市公安局年度报告"), "the title of the file");
	}
	struct str live = fixture_words(a, "tests/doc/page/report.pdf");
	if (live.n)
		check_values(a, pdf, live, values, "with the pdftotext of this machine");
	else
		SKIP_CASE("with the pdftotext of this machine", "no pdftotext");
	static const char *const shared[] = { "pingdingshan-2024", "real-wps-2023" };
	for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
		const char *path = arena_fmt(a, "../shared/reports/samples/%s.pdf", shared[i]).p;
		struct str json = fixture_file(a, arena_fmt(a, "%s.expected.json", path).p);
		if (json.n && live.n)
			check_values(a, fixture_file(a, path), fixture_words(a, path),
				fixture_expected(a, json), shared[i]);
		else
			SKIP_CASE(shared[i], "no sample or no pdftotext");
	}
}

/* Whatever request for memory fails, reading ends with an error and nothing leaks. */
static void no_memory(struct arena *a)
{
	struct str bytes = fixture_file(a, "tests/doc/page/report.pdf");
	struct doc_aid aid = { .pdf_words = fixture_file(a, "tests/doc/page/report.words") };
	int wrong = 0;
	long n = 0;
	for (bool failed = true; failed && n < REQUESTS_MAX;) {
		struct arena own;
		struct doc *d = NULL;
		struct error err = { 0 };
		arena_init(&own, DOC_ARENA_MAX);
		mem_fail_at(++n);
		enum err e = doc_read_pdf(&own, bytes, &aid, &d, &err);
		failed = mem_requests() >= n;
		mem_fail_at(0);
		wrong += failed && e == OK;
		wrong += e != OK && (d != NULL || err.msg[0] == '\0');
		arena_done(&own);
	}
	CHECK(wrong == 0 && n > 1 && n < REQUESTS_MAX, "each of %ld requests for memory may fail",
		n - 1);
}

int main(void)
{
	struct arena a;
	arena_init(&a, DOC_ARENA_MAX);
	drawn(&a);
	refused(&a);
	warned(&a);
	reports(&a);
	no_memory(&a);
	arena_done(&a);
	return TEST_END();
}
