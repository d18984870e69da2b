/*
 * Feeds arbitrary bytes to doc_read_odt: as they are when they look like an
 * archive, else as content.xml of a good one, because checksums would stop nearly
 * every change inside an archive.
 */
#include "tests/doc_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* An OpenDocument package whose main part is the given text. */
static struct str wrap(struct arena *a, const char *text)
{
	const struct fixture_part part[] = {
		{ "content.xml", text, NULL },
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
	fixture_dump(&a, doc_read_odt, bytes);
	arena_done(&a);
	return 0;
}
