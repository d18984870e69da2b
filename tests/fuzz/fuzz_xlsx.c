/*
 * Feeds arbitrary bytes to doc_read_xlsx: as they are when they look like an
 * archive, else as xl/s.xml of a good one, because checksums would stop nearly
 * every change inside an archive.
 */
#include "tests/doc_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONSHIPS                                                                              \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"" REL "/" kind "\" Target=\"" target "\"/>"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
static const char RELS[] =
	RELATIONSHIPS RELATION("a", "officeDocument", "xl/workbook.xml") "</Relationships>";
static const char BOOK[] = "<workbook " MAIN " xmlns:r=\"" REL
			   "\"><sheets><sheet name=\"a\" r:id=\"s\"/></sheets></workbook>";
static const char BOOK_RELS[] = RELATIONSHIPS RELATION("s", "worksheet", "s.xml")
	RELATION("t", "sharedStrings", "t.xml") "</Relationships>";
static const char STRINGS[] = "<sst " MAIN "><si><t>a</t></si><si><t>b</t></si></sst>";

/* A spreadsheet package whose main part is the given text. */
static struct str wrap(struct arena *a, const char *text)
{
	const struct fixture_part part[] = {
		{ "_rels/.rels", RELS, NULL },
		{ "xl/workbook.xml", BOOK, NULL },
		{ "xl/_rels/workbook.xml.rels", BOOK_RELS, NULL },
		{ "xl/t.xml", STRINGS, NULL },
		{ "xl/s.xml", text, NULL },
		{ NULL, NULL, NULL },
	};
	return fixture_zip(a, part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct str bytes = { (const char *)data, n };
	arena_init(&a, DOC_ARENA_MAX);
	if (!str_starts(bytes, STR("PK")))
		bytes = wrap(&a, arena_str(&a, bytes).p);
	fixture_dump(&a, doc_read_xlsx, bytes);
	arena_done(&a);
	return 0;
}
