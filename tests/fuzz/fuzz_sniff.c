#include "tests/fuzz/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	enum doc_kind k = doc_sniff((struct str){ (const char *)data, n });
	if (k > DOC_KIND_EMPTY || !doc_kind_name(k)[0])
		abort();
	return 0;
}
