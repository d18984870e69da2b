/*
 * JSON -> format -> read gives the same cells (contract: report convert).  The
 * expected cells are those of the JSON file; writer and reader only share the
 * report in between.
 */
#include "tests/test.h"

#include "core/file.h"
#include "doc/read.h"
#include "doc/write.h"

#include <stdlib.h>
#include <unistd.h>

enum { MEMORY_MAX = 512 << 20 };

static const char *root(void)
{
	return getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".";
}

/* Word boxes of a PDF, as cmd/ would get them; empty when pdftotext is not here. */
static struct str pdf_words(struct arena *a, struct str pdf)
{
	char path[64], command[160], chunk[4096];
	struct error err;
	struct buf b;
	buf_init(&b, MEMORY_MAX);
	snprintf(path, sizeof path, "/tmp/gongkai-trip-%d.pdf", (int)getpid());
	snprintf(command, sizeof command, "pdftotext -bbox %s - 2>/dev/null", path);
	FILE *f = file_write(path, pdf, &err) == OK ? popen(command, "r") : NULL;
	for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
		buf_add(&b, chunk, n);
	if (f)
		pclose(f);
	unlink(path);
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

static enum err read_pdf(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct doc_aid aid = { .pdf_words = pdf_words(a, bytes) };
	return doc_read_pdf(a, bytes, &aid, out, err);
}

static const struct {
	const char *name;
	enum doc_write_format format;
	enum err (*read)(struct arena *a, struct str bytes, struct doc **out, struct error *err);
	bool whole; /* title, agency and parts come back too */
} trips[] = {
	{ "text", DOC_WRITE_TEXT, doc_read_text, true },
	{ "html", DOC_WRITE_HTML, doc_read_html, true },
	{ "docx", DOC_WRITE_DOCX, doc_read_docx, true },
	{ "xlsx", DOC_WRITE_XLSX, doc_read_xlsx, true },
	{ "pdf", DOC_WRITE_PDF, read_pdf, false },
};

/* In JSON blank, not applicable and no number are all null; absent is left out. */
static bool is_same(const struct report_value *x, const struct report_value *y)
{
	if (x->state == REPORT_NUMBER || y->state == REPORT_NUMBER)
		return x->state == y->state && decimal_eq(x->number, y->number);
	return (x->state == REPORT_ABSENT) == (y->state == REPORT_ABSENT);
}

static void compare(const char *name, const struct report *r, const struct report *back, bool whole)
{
	int bad = 0, first = -1;
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		bool same = is_same(&r->cell[i], &back->cell[i]);
		bad += !same;
		first = !same && first < 0 ? i : first;
	}
	CHECK(bad == 0, "%s: %d cells differ%s%s", name, bad, bad ? ", first " : "",
		bad ? report_cell_code(first).z : "");
	CHECK(r->layout == back->layout, "%s: same layout", name);
	if (!whole)
		return;
	int parts = r->n_sections != back->n_sections;
	for (size_t i = 0; !parts && i < r->n_sections; i++)
		parts += r->section[i].no != back->section[i].no;
	CHECK(r->year == back->year && str_eq(r->agency, back->agency), "%s: same agency and year",
		name);
	CHECK(parts == 0, "%s: same parts in the same order", name);
}

/* whole: the report has a title and parts that any reader can be expected to find. */
static void trip(const char *path, bool whole)
{
	char full[1024];
	struct arena a;
	struct error err;
	struct str json;
	struct report *r;
	arena_init(&a, MEMORY_MAX);
	snprintf(full, sizeof full, "%s/%s", root(), path);
	if (file_read(&a, full, 1 << 20, &json, &err)) {
		SKIP_CASE("a published report", "../shared is not here");
		arena_done(&a);
		return;
	}
	CHECK(report_read_json(&a, json, &r, &err) == OK, "%s is a report", path);
	for (size_t i = 0; i < sizeof trips / sizeof trips[0]; i++) {
		char name[256];
		struct buf b;
		struct doc *d;
		struct report *back;
		snprintf(name, sizeof name, "%s through %s", strrchr(path, '/') + 1, trips[i].name);
		buf_init(&b, MEMORY_MAX);
		enum err e = doc_write(&b, r, trips[i].format, &err);
		e = e ? e : trips[i].read(&a, buf_view(&b), &d, &err);
		e = e ? e : report_recognise(&a, d, &back, &err);
		CHECK(e == OK, "%s is read%s%s", name, e ? ": " : "", e ? err.msg : "");
		if (!e)
			compare(name, r, back, whole && trips[i].whole);
		buf_done(&b);
	}
	arena_done(&a);
}

int main(void)
{
	static const char *const published[] = { "binhai-2024", "dazu-2024", "donghu-2024",
		"pingdingshan-2024", "zibo-gaoxin-2024", "samples/layout-2019.html" };
	trip("tests/doc/fixtures/writer-states.json", true);
	trip("tests/doc/fixtures/writer-2019.json", true);
	/* Its agency has 47 characters, which the plain text reader need not take for a title. */
	trip("tests/doc/fixtures/writer-long.json", false);
	for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
		char path[128];
		snprintf(path, sizeof path, "../shared/reports/%s.expected.json", published[i]);
		trip(path, false);
	}
	return TEST_END();
}
