#include "tests/fuzz/fuzz.h"

#include "tools/tmplc/tmplc.h"

#include <assert.h>

enum { ERRORS_MAX = 4096 };

/* Compiles, or says why in one line; twice the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tmplc_source in = { { (const char *)data, size }, "x.tmpl", "x_tmpl.h" };
	struct buf c[2], h[2], errors[2];
	enum err e[2];
	for (int i = 0; i < 2; i++) {
		buf_init(&c[i], TMPLC_OUTPUT_MAX);
		buf_init(&h[i], TMPLC_OUTPUT_MAX);
		buf_init(&errors[i], ERRORS_MAX);
		e[i] = tmplc_compile(&in, &c[i], &h[i], &errors[i]);
	}
	assert(e[0] == e[1] && str_eq(buf_view(&errors[0]), buf_view(&errors[1])));
	if (e[0] == ERR_FORMAT) {
		assert(!errors[0].err && str_starts(buf_view(&errors[0]), STR("x.tmpl:")));
		assert(str_find(buf_view(&errors[0]), STR("\n"), 0) + 1 == errors[0].n);
	} else {
		assert(errors[0].n == 0 && str_eq(buf_view(&c[0]), buf_view(&c[1])) &&
			str_eq(buf_view(&h[0]), buf_view(&h[1])));
	}
	for (int i = 0; i < 2; i++) {
		buf_done(&c[i]);
		buf_done(&h[i]);
		buf_done(&errors[i]);
	}
	return 0;
}
