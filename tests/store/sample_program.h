/*
 * sample_program -- the program's statements and migrations with those of the tests behind.
 */
#ifndef TESTS_STORE_SAMPLE_PROGRAM_H
#define TESTS_STORE_SAMPLE_PROGRAM_H

#include "store/migrate.h"

enum { SAMPLE_MIGRATIONS_MAX = 200 };

struct sample_program {
	struct store_program program;
	struct migration migration[SAMPLE_MIGRATIONS_MAX + 1];
	int n; /* migrations */
};

/* Fills *p, which must stay where it is as long as a store uses p->program. */
void sample_program_init(struct sample_program *p);

#endif
