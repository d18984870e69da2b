#include "tests/store/sample_program.h"

#include "store/test_list.h"

#include <stdlib.h>

extern const struct migration test_migrations[];

void sample_program_init(struct sample_program *p)
{
	*p = (struct sample_program){ .n = 0 };
	for (const struct migration *m = store_program.migration; m->number; m++)
		p->migration[p->n++] = *m;
	for (const struct migration *m = test_migrations; m->number; m++) {
		if (p->n == SAMPLE_MIGRATIONS_MAX)
			abort();
		p->migration[p->n] = *m;
		p->migration[p->n].number = p->n + 1;
		p->n++;
	}
	p->program = (struct store_program){ test_stmt_list, p->migration };
}
