#include "tests/test.h"

#include "core/mem.h"
#include "doc/read.h"
#include "doc/zip_write.h"
#include "tests/fixture_page.h"

enum { FILE_MAX = 1 << 20, REQUESTS_MAX = 5000 };

#define ROOT(path)                                                                                  \
	"<OFD xmlns=\"http://www.ofdspec.org\"><DocBody><DocInfo><Title> 标题 </Title></DocInfo>" \
	"<DocRoot>" path "</DocRoot></DocBody></OFD>"
#define DOCUMENT(base)                                                                             \
	"<o:Document xmlns:o=\"http://www.ofdspec.org/2016\"><o:CommonData><o:PageArea>"           \
	"<o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea>"                                  \
	"<o:TemplatePage ID=\"7\" BaseLoc=\"T/t.xml\"/></o:CommonData>"                            \
	"<o:Pages><o:Page ID=\"1\" BaseLoc=\"" base "\"/></o:Pages></o:Document>"
#define PAGE(objects)                                                                              \
	"<o:Page xmlns:o=\"http://www.ofdspec.org/2016\"><o:Template "                             \
	"TemplateID=\"7\"/><o:Content>"                                                            \
	"<o:Layer>" objects "</o:Layer></o:Content></o:Page>"
#define TEXT(boundary, code)                                                                       \
	"<o:TextObject Boundary=\"" boundary "\" Size=\"4\">" code "</o:TextObject>"
#define PATH(boundary, data)                                                                       \
	"<o:PathObject Boundary=\"" boundary "\"><o:AbbreviatedData>" data                         \
	"</o:AbbreviatedData></o:PathObject>"
/* Two cells, 20..60..100 mm by 30..40 mm. */
#define BOXES                                                                                      \
	PATH("20 30 80 10", "M 0 0 L 80 0 L 80 10 L 0 10 C M 40 0 L 40 10")                        \
	TEXT("22 33 30 6", "<o:TextCode X=\"0\" Y=\"4\">甲</o:TextCode>")

struct parts {
	const char *root, *document, *path, *page, *template;
};

static struct str make_ofd(struct arena *a, const struct parts *p)
{
	struct zip_part part[4] = { { "OFD.xml", str_cstr(p->root) },
		{ "Doc_0/Document.xml", str_cstr(p->document) }, { p->path, str_cstr(p->page) },
		{ "Doc_0/T/t.xml", str_cstr(p->template ? p->template : "<Page/>") } };
	struct buf b;
	struct error err;
	buf_init(&b, FILE_MAX);
	struct str s = { NULL, 0 };
	if (zip_write(&b, part, 4, &err) == OK)
		s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static enum err read_dump(struct arena *a, struct str bytes, struct str *dump, struct error *err)
{
	struct doc *d = NULL;
	enum err e = doc_read_ofd(a, bytes, &d, err);
	if (e)
		return e;
	struct buf b;
	buf_init(&b, FILE_MAX);
	doc_dump(&b, d);
	*dump = arena_str(a, buf_view(&b));
	buf_done(&b);
	return OK;
}

static const struct {
	const char *name;
	struct parts p;
	const char *want;
} readable[] = {
	{ "lines and text",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml", PAGE(BOXES),
			NULL },
		"T 1 x 2\n  0,0\t甲\n  0,1\t\n" },
	{ "absolute paths",
		{ ROOT("/Doc_0/Document.xml"), DOCUMENT("/Doc_0/P/c.xml"), "Doc_0/P/c.xml",
			PAGE(BOXES), NULL },
		"T 1 x 2\n  0,0\t甲\n  0,1\t\n" },
	{ "a path from the root where a relative one belongs, and wrong case",
		{ ROOT("doc_0/document.xml"), DOCUMENT("Doc_0/./P/x/../C.xml"), "Doc_0/P/c.xml",
			PAGE(BOXES), NULL },
		"T 1 x 2\n  0,0\t甲\n  0,1\t\n" },
	{ "runs in DeltaX, a step to the next cell",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
			PAGE(BOXES TEXT("22 33 70 6", "<o:TextCode X=\"10\" Y=\"4\" DeltaX=\"g 2 2 "
						      "26 2\">12345</o:TextCode>")),
			NULL },
		"T 1 x 2\n  0,0\t甲123\n  0,1\t45\n" },
	{ "DeltaY writes downward, CTM scales",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
			PAGE("<o:TextObject Boundary=\"20 20 9 90\" Size=\"1\" CTM=\"4 0 0 "
			     "4 0 0\">"
			     "<o:TextCode X=\"0\" Y=\"1\" DeltaX=\"0 0\" DeltaY=\"g 2 "
			     "1.5E0\">一二三</o:TextCode>"
			     "</o:TextObject>"),
			NULL },
		"P 一二三\n" },
	{ "a template page is drawn as well",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
			PAGE(TEXT("22 50 30 6", "<o:TextCode X=\"0\" Y=\"4\">正文</o:TextCode>")),
			PAGE(TEXT(
				"22 100 30 6", "<o:TextCode X=\"0\" Y=\"4\">模板</o:TextCode>")) },
		"P 正文\nP 模板\n" },
	{ "hidden objects are not read",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
			PAGE("<o:TextObject Visible=\"false\" Boundary=\"9 9 9 9\" "
			     "Size=\"4\"><o:TextCode X=\"0\" "
			     "Y=\"4\">暗</o:TextCode></o:TextObject>" TEXT(
				     "22 50 30 6", "<o:TextCode X=\"0\" Y=\"4\">明</o:TextCode>")),
			NULL },
		"P 明\n" },
	{ "broken numbers and operators do no harm",
		{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
			PAGE(PATH("1 2", "M x y L 1 C Z 99") BOXES TEXT("1 1",
				"<o:TextCode X=\"60\" Y=\"37\" DeltaX=\"g "
				"99999999999 g\">7</o:TextCode>")),
			NULL },
		"T 1 x 2\n  0,0\t甲\n  0,1\t7\n" },
};

static void read(struct arena *a)
{
	static const char head[] = "format ofd\ntitle 标题\n";
	for (size_t i = 0; i < sizeof readable / sizeof readable[0]; i++) {
		struct error err = { 0 };
		struct str dump = { NULL, 0 };
		enum err e = read_dump(a, make_ofd(a, &readable[i].p), &dump, &err);
		bool ok = e == OK && str_starts(dump, str_cstr(head)) &&
			  str_is(str_sub(dump, sizeof head - 1, dump.n), readable[i].want);
		CHECK(ok, "%s", readable[i].name);
		if (!ok)
			printf("# %s\n# %.*s\n", err.msg, STR_ARG(dump));
	}
}

static void refused(struct arena *a)
{
	static const struct {
		const char *name;
		struct parts p;
		const char *says;
	} row[] = {
		{ "no text",
			{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
				PAGE("<o:ImageObject Boundary=\"0 0 9 9\"/>"), NULL },
			"OCR" },
		{ "no document", { ROOT("Doc_1/Document.xml"), DOCUMENT(""), "x", "", NULL },
			"Document.xml" },
		{ "no page", { ROOT("Doc_0/Document.xml"), "<Document/>", "x", "", NULL }, "页面" },
		{ "broken XML",
			{ ROOT("Doc_0/Document.xml"), DOCUMENT("P/c.xml"), "Doc_0/P/c.xml",
				"<Page><Content>", NULL },
			"" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { 0 };
		struct str dump;
		enum err e = read_dump(a, make_ofd(a, &row[i].p), &dump, &err);
		CHECK(e == ERR_FORMAT && str_has(str_cstr(err.msg), row[i].says), "%s: %s",
			row[i].name, err.msg);
	}
	struct error err = { 0 };
	struct str dump;
	CHECK(read_dump(a, STR("PK"), &dump, &err) == ERR_FORMAT, "no zip: %s", err.msg);
}

static void report(struct arena *a)
{
	struct doc *d = NULL;
	struct error err = { 0 };
	struct str values = fixture_file(a, "tests/doc/page/report.values");
	enum err e = doc_read_ofd(a, fixture_file(a, "tests/doc/page/report.ofd"), &d, &err);
	CHECK(e == OK && values.n && fixture_differences(a, d, values) == 0,
		"the invented report: every value %s", err.msg);
	CHECK(e == OK && str_is(d->title, "示例市公安局年度报告"), "its title");
	const struct doc_block *p = e == OK ? fixture_block(d, DOC_PARAGRAPH, 4) : NULL;
	CHECK(p && str_starts(p->text, STR("本年度示例市公安局主动公开政府信息1136条")) &&
			str_ends(p->text, STR("行政诉讼案件。")),
		"a paragraph of several lines");
}

/* Whatever request for memory fails, reading ends with that error and nothing leaks. */
static void no_memory(struct arena *a)
{
	struct str bytes = fixture_file(a, "tests/doc/page/report.ofd");
	int wrong = 0;
	long n = 0;
	for (bool failed = true; failed && n < REQUESTS_MAX;) {
		struct arena own;
		struct doc *d = NULL;
		struct error err = { 0 };
		arena_init(&own, DOC_ARENA_MAX);
		mem_fail_at(++n);
		enum err e = doc_read_ofd(&own, bytes, &d, &err);
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
	read(&a);
	refused(&a);
	report(&a);
	no_memory(&a);
	arena_done(&a);
	return TEST_END();
}
