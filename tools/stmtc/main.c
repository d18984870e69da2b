/*
 *   stmtc NOUN.sql OUT.c OUT.h LIST_HEADER             the statements of one noun
 *   stmtc --list SYMBOL OUT.c OUT.h NOUN.sql …         the list of all statements
 *   stmtc --migrations SYMBOL OUT.c 0001_name.sql …    the migrations as a table
 *
 * LIST_HEADER is the file name of the OUT.h of --list, included as "store/…".
 */
#include "stmtc.h"

#include "core/file.h"

#include <stdio.h>

enum { ARENA_MAX = 256 << 20, FILES_MAX = 1000 };

static enum err read_unit(
	struct arena *a, const char *path, struct stmtc_unit *u, struct error *err)
{
	struct str text;
	enum err e = file_read(a, path, STMTC_TEXT_MAX, &text, err);
	return e ? e : stmtc_parse(a, path, text, u, err);
}

static enum err save(const char *path, struct buf *b, struct error *err)
{
	enum err e = buf_check(b, err);
	if (!e)
		e = file_write(path, buf_view(b), err);
	buf_clear(b);
	return e;
}

/* "a/b.h" gives "b.h": how the generated files name it. */
static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static enum err one(struct arena *a, char **arg, struct buf *b, struct error *err)
{
	struct stmtc_unit u;
	enum err e = read_unit(a, arg[0], &u, err);
	if (e)
		return e;
	stmtc_write_source(b, &u, arg[3]);
	e = save(arg[1], b, err);
	if (e)
		return e;
	stmtc_write_header(b, &u);
	return save(arg[2], b, err);
}

static enum err list(struct arena *a, int n, char **arg, struct buf *b, struct error *err)
{
	static struct stmtc_unit u[FILES_MAX];
	const char *symbol = arg[0];
	enum err e = OK;
	size_t n_unit = 0;
	for (int i = 3; !e && i < n && n_unit < FILES_MAX; i++)
		e = read_unit(a, arg[i], &u[n_unit++], err);
	if (!e)
		e = stmtc_check_list(u, n_unit, err);
	if (e)
		return e;
	stmtc_write_list_source(b, symbol, base(arg[2]), u, n_unit);
	e = save(arg[1], b, err);
	if (e)
		return e;
	stmtc_write_list_header(b, symbol, u, n_unit);
	return save(arg[2], b, err);
}

static enum err migrations(struct arena *a, int n, char **arg, struct buf *b, struct error *err)
{
	enum err e = OK;
	buf_fmt(b, "/* Made by tools/stmtc. */\n#include \"store/migrate.h\"\n\n");
	buf_fmt(b, "const struct migration %s[] = {\n", arg[0]);
	for (int i = 2; i < n; i++) {
		int number;
		struct str name, text, out[STMTC_DIALECTS];
		e = stmtc_migration_name(a, arg[i], &number, &name, err);
		if (!e && number != i - 1)
			e = error_set(err, ERR_FORMAT, NULL,
				"%s:1: error: number %d is expected here", arg[i], i - 1);
		if (!e)
			e = file_read(a, arg[i], STMTC_TEXT_MAX, &text, err);
		if (!e)
			e = stmtc_migration(a, arg[i], text, number, out, err);
		if (e)
			return e;
		buf_fmt(b, "\t{ %d, \"%.*s\", {\n\t\t", number, STR_ARG(name));
		for (int d = 0; d < STMTC_DIALECTS; d++) {
			stmtc_write_literal(b, out[d]);
			buf_lit(b, ",\n\t\t");
		}
		buf_lit(b, "} },\n");
	}
	buf_lit(b, "\t{ 0, NULL, { NULL, NULL } }\n};\n");
	return save(arg[1], b, err);
}

int main(int argc, char **argv)
{
	struct arena a;
	struct buf b;
	struct error err;
	enum err e;
	arena_init(&a, ARENA_MAX);
	buf_init(&b, STMTC_OUT_MAX);
	if (argc >= 6 && strcmp(argv[1], "--list") == 0)
		e = list(&a, argc - 2, argv + 2, &b, &err);
	else if (argc >= 5 && strcmp(argv[1], "--migrations") == 0)
		e = migrations(&a, argc - 2, argv + 2, &b, &err);
	else if (argc == 5)
		e = one(&a, argv + 1, &b, &err);
	else
		e = error_set(&err, ERR_INVALID, NULL,
			"usage: stmtc NOUN.sql OUT.c OUT.h LIST_HEADER\n"
			"       stmtc --list SYMBOL OUT.c OUT.h NOUN.sql …\n"
			"       stmtc --migrations SYMBOL OUT.c 0001_name.sql …");
	if (e)
		fprintf(stderr, "%s\n", err.msg);
	buf_done(&b);
	arena_done(&a);
	return e ? 1 : 0;
}
