/*
 * Does the chain of a log hold?  Beside a running server or without one.
 *
 *   log_verify FOLDER-or-postgres://…      prints the number of events; 1 when it does not hold
 */
#include "store/event.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct store_config c = { .read_only = true };
	struct store *s = NULL;
	struct error err = { .code = OK };
	int64_t checked = 0;
	if (argc != 2)
		return 2;
	if (str_starts(str_cstr(argv[1]), STR("postgres")))
		c.database = argv[1];
	else
		c.folder = argv[1];
	enum err e = store_open(&c, &s, &err);
	if (!e)
		e = event_verify(s, NULL, &checked, &err);
	store_close(s);
	if (e)
		fprintf(stderr, "%s: %s\n", err.msg, err.detail);
	else
		printf("%lld\n", (long long)checked);
	return e != OK;
}
