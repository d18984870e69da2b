/* Feeds arbitrary bytes to doc_read_word_xml as Flat OPC, Word 2003 XML or flat ODF. */
#include "doc/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct doc *d = NULL;
	struct error err;
	arena_init(&a, DOC_ARENA_MAX);
	enum err e = doc_read_word_xml(&a, (struct str){ (const char *)data, n }, &d, &err);
	if (e == OK) {
		struct buf b;
		buf_init(&b, DOC_ARENA_MAX);
		doc_dump(&b, d);
		buf_done(&b);
	}
	arena_done(&a);
	return 0;
}
