/*
 * replay -- runs a fuzz target over the files of the folders named on the
 * command line, and over nothing at all.  A crash is the failure.
 */
#include "tests/fuzz/fuzz.h"

#include "core/file.h"
#include "core/paths.h"

#include <stdio.h>

enum { INPUT_MAX = 16 << 20, PATHS_MEMORY = 64 << 20 };

/* One line of TAP; the name is printed before the run, so that a crash has a culprit. */
static int replay(const char *path, size_t number)
{
	struct arena a;
	struct str bytes;
	struct error err;
	arena_init(&a, INPUT_MAX + (1 << 20));
	printf("# %s\n", path);
	fflush(stdout);
	enum err e = file_read(&a, path, INPUT_MAX, &bytes, &err);
	if (!e)
		LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.n);
	printf("%sok %zu - %s\n", e ? "not " : "", number, path);
	arena_done(&a);
	return e != OK;
}

int main(int argc, char **argv)
{
	struct arena a;
	struct path_list list = { NULL, 0, 0 };
	struct error err;
	int bad = 0;
	arena_init(&a, PATHS_MEMORY);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	printf("ok 1 - no bytes\n");
	for (int i = 1; i < argc; i++) {
		size_t before = list.n;
		if (paths_expand(&a, argv[i], true, &list, &err))
			return 1;
		/* A target need not have a folder of either kind. */
		if (list.n == before + 1 && strcmp(list.path[before], argv[i]) == 0)
			list.n--;
	}
	for (size_t i = 0; i < list.n; i++)
		bad += replay(list.path[i], i + 2);
	printf("1..%zu\n", list.n + 1);
	arena_done(&a);
	return bad != 0;
}
