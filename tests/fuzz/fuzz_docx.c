/*
 * Feeds arbitrary bytes to doc_read_docx: as they are when they look like an
 * archive, else as word/document.xml of a good one, because checksums would stop nearly
 * every change inside an archive.
 */
#include "tests/doc_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
static const char RELS[] =
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"a\" Type=\"" REL "/officeDocument\" Target=\"word/document.xml\"/>"
	"</Relationships>";

/* A Word package whose main part is the given text. */
static struct str wrap(struct arena *a, const char *text)
{
	const struct fixture_part part[] = {
		{ "_rels/.rels", RELS, NULL },
		{ "word/document.xml", text, NULL },
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
	fixture_dump(&a, doc_read_docx, bytes);
	arena_done(&a);
	return 0;
}
