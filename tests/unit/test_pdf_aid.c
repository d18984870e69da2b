#include "tests/test.h"

#include "core/file.h"
#include "doc/pdf_aid.h"

#include <stdlib.h>
#include <unistd.h>

enum { ARENA = 64 << 20 };

/*
 * A page that says "Shili 123" (in a base font: nothing is embedded).  Written
 * by hand; without a cross-reference table, which pdftotext rebuilds.
 */
static const char plain_pdf[] =
	"%PDF-1.4\n"
	"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
	"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
	"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R"
	"/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
	"4 0 obj <</Length 40>> stream\nBT /F 12 Tf 20 50 Td (Shili 123) Tj ET  \nendstream "
	"endobj\n"
	"5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
	"trailer <</Root 1 0 R/Size 6>>\n%%EOF\n";

/* The same, with an encryption dictionary for a password nobody knows. */
static const char locked_pdf[] =
	"%PDF-1.4\n"
	"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
	"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
	"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>> endobj\n"
	"6 0 obj <</Filter/Standard/V 1/R 2/P -4"
	"/O<0101010101010101010101010101010101010101010101010101010101010101>"
	"/U<0202020202020202020202020202020202020202020202020202020202020202>>> endobj\n"
	"trailer <</Root 1 0 R/Size 7/Encrypt 6 0 R/ID[<00><00>]>>\n%%EOF\n";

static void own_files(struct arena *a)
{
	static const struct {
		const char *name;
		struct str pdf;
		bool encrypted;
		const char *word; /* NULL: no words at all */
	} row[] = {
		{ "one page", { plain_pdf, sizeof plain_pdf - 1 }, false, ">Shili</word>" },
		{ "needs a password", { locked_pdf, sizeof locked_pdf - 1 }, true, NULL },
		{ "no PDF", STR_INIT("hello"), false, NULL },
		{ "nothing", { NULL, 0 }, false, NULL },
	};
	const struct pdf_aid_source source = { NULL, NULL };
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str packed = { NULL, 0 };
		struct error err = { .code = OK };
		enum err e = pdf_aid_make(a, row[i].pdf, &source, &packed, &err);
		struct doc_aid aid = pdf_aid_unpack(packed);
		CHECK(e == OK && aid.pdf_encrypted == row[i].encrypted &&
				(row[i].word ? str_has(aid.pdf_words, row[i].word)
					     : aid.pdf_words.n == 0),
			"%s: %s %s", row[i].name, err_name(e), err.msg);
	}
	struct doc_aid none = pdf_aid_unpack((struct str){ NULL, 0 });
	CHECK(none.pdf_words.n == 0 && !none.pdf_encrypted, "no bytes give an empty aid");
}

static void real_files(struct arena *a)
{
	static const struct {
		const char *file, *word; /* NULL: a scan, no words */
	} row[] = { { "pingdingshan-2024.pdf", "政府信息" }, { "real-wps-2023.pdf", "<word " },
		{ "bad-scanned.pdf", NULL } };
	const struct pdf_aid_source source = { NULL, NULL };
	const char *root = getenv("GONGKAI_ROOT");
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str path = arena_fmt(
			a, "%s/../shared/reports/samples/%s", root ? root : ".", row[i].file);
		struct str pdf, packed = { NULL, 0 };
		struct error err = { .code = OK };
		if (file_read(a, path.p, DOC_FILE_MAX, &pdf, &err)) {
			SKIP_CASE(row[i].file, "sample not here");
			continue;
		}
		enum err e = pdf_aid_make(a, pdf, &source, &packed, &err);
		struct doc_aid aid = pdf_aid_unpack(packed);
		CHECK(e == OK && str_has(aid.pdf_words, row[i].word ? row[i].word : "<page ") &&
				(row[i].word || !str_has(aid.pdf_words, "<word ")),
			"%s: %s %zu bytes", row[i].file, err_name(e), aid.pdf_words.n);
	}
}

static void bad_programs(struct arena *a)
{
	struct pdf_aid_source source = { "gongkai-no-such-program", NULL };
	struct str packed = STR("untouched");
	struct error err = { .code = OK };
	enum err e = pdf_aid_make(a, STR("x"), &source, &packed, &err);
	CHECK(e == ERR_NOT_FOUND && strstr(err.msg, "poppler-utils") && str_is(packed, "untouched"),
		"missing program: %s", err.msg);
	const char *standin = getenv("STANDIN");
	char folder[] = "/tmp/gongkai-aid-XXXXXX";
	if (!standin || !mkdtemp(folder) || chdir(folder) != 0 || symlink(standin, "x-yes") != 0 ||
		symlink(standin, "x-password") != 0 || symlink(standin, "x-early") != 0)
		exit(1);
	source.program = "./x-yes";
	CHECK(pdf_aid_make(a, STR("x"), &source, &packed, &err) == ERR_LIMIT, "endless output: %s",
		err.msg);
	source.program = "./x-password";
	e = pdf_aid_make(a, STR("x"), &source, &packed, &err);
	CHECK(e == OK && pdf_aid_unpack(packed).pdf_encrypted, "password");
	source.program = "./x-early";
	e = pdf_aid_make(a, STR("x"), &source, &packed, &err);
	CHECK(e == OK && !pdf_aid_unpack(packed).pdf_encrypted, "another exit status");
	unlink("x-yes");
	unlink("x-password");
	unlink("x-early");
	CHECK(chdir("/") == 0 && rmdir(folder) == 0, "cleared away");
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	struct arena a;
	arena_init(&a, ARENA);
	own_files(&a);
	real_files(&a);
	bad_programs(&a);
	arena_done(&a);
	return TEST_END();
}
