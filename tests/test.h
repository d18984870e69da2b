/*
 * test -- the whole test framework: CHECK prints a TAP line and goes on.
 *
 * A test binary is one table or a few; `meson test` reads the TAP.  Run one by
 * hand with `build/tests/unit/test_x`; a failed CHECK prints file and line.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <stdio.h>
#include <stdlib.h>

static int test_n, test_bad;

/* Has ALLOC_FAIL struck (tests/alloc_fail.c)?  What fails from then on ends the program, quietly. */
extern int test_fault_done(void) __attribute__((weak));

#define CHECK(cond, ...)                                                                           \
	do {                                                                                       \
		int ok_ = (cond) ? 1 : 0;                                                          \
		test_n++;                                                                          \
		test_bad += !ok_;                                                                  \
		printf("%sok %d - ", ok_ ? "" : "not ", test_n);                                   \
		printf(__VA_ARGS__);                                                               \
		putchar('\n');                                                                     \
		if (!ok_)                                                                          \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);                        \
		if (!ok_ && test_fault_done && test_fault_done())                                  \
			exit(77);                                                                  \
	} while (0)

/* For a case that needs what is not here; counts as skipped, says why. */
#define SKIP_CASE(name, why) (test_n++, printf("ok %d - %s # SKIP %s\n", test_n, name, why))

#define TEST_END() (printf("1..%d\n", test_n), test_bad != 0)

#endif
