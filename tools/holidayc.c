/*
 * holidayc -- turns data/holidays/YEAR.json into the C table behind
 * arrangement_builtin.  Run by the build: holidayc OUT.c YEAR.json…
 *
 * It reads with the program's own parser, so a damaged data file stops the
 * build with the sentence a clerk would see on import.
 */
#include "core/buf.h"
#include "core/file.h"
#include "law/arrangement.h"

#include <stdio.h>

enum { YEARS_MAX = ARRANGEMENT_YEAR_MAX - ARRANGEMENT_YEAR_MIN + 1, OUT_MAX = 8 << 20 };

static void put_year(struct buf *b, const struct arrangement *y)
{
	buf_fmt(b, "static const struct arranged_day year_%d[] = {\n", y->year);
	for (size_t i = 0; i < y->n; i++) {
		buf_fmt(b, "\t{ { %d }, %s, STR_INIT(\"", y->day[i].date.day,
			y->day[i].off ? "true" : "false");
		/* Octal, so that no name can end the literal or start an escape. */
		for (size_t k = 0; k < y->day[i].name.n; k++)
			buf_fmt(b, "\\%03o", (unsigned char)y->day[i].name.p[k]);
		buf_fmt(b, "\") }, /* %s */\n", date_text(y->day[i].date).z);
	}
	buf_lit(b, "};\n\n");
}

static enum err add_file(
	struct arena *a, const char *path, struct arrangement *y, struct error *err)
{
	struct str text;
	enum err e = file_read(a, path, ARRANGEMENT_BYTES_MAX, &text, err);
	return e ? e : arrangement_parse(a, text, y, err);
}

/* The files must come in ascending order of years, each year once. */
static enum err generate(struct arena *a, int n, char **path, struct buf *b, struct error *err)
{
	static struct arrangement year[YEARS_MAX];
	if (n > YEARS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "年份太多");
	buf_lit(b, "/* Made by tools/holidayc from data/holidays. */\n"
		   "#include \"law/arrangement.h\"\n\n");
	for (int i = 0; i < n; i++) {
		enum err e = add_file(a, path[i], &year[i], err);
		if (e) {
			fprintf(stderr, "%s: %s\n", path[i], err->msg);
			return e;
		}
		if (i > 0 && year[i].year <= year[i - 1].year)
			return error_set(err, ERR_INVALID, NULL, "年份没有按先后排列");
		put_year(b, &year[i]);
	}
	buf_lit(b, "static const struct arrangement years[] = {\n");
	for (int i = 0; i < n; i++)
		buf_fmt(b, "\t{ %d, year_%d, %zu },\n", year[i].year, year[i].year, year[i].n);
	buf_lit(b, "};\n\nconst struct arrangement *arrangement_builtin(size_t *n)\n{\n"
		   "\t*n = sizeof years / sizeof years[0];\n\treturn years;\n}\n");
	return buf_check(b, err);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: holidayc OUT.c YEAR.json...\n");
		return 2;
	}
	struct arena a;
	struct buf b;
	struct error err = { .code = OK };
	arena_init(&a, OUT_MAX);
	buf_init(&b, OUT_MAX);
	enum err e = generate(&a, argc - 2, argv + 2, &b, &err);
	if (!e)
		e = file_write(argv[1], buf_view(&b), &err);
	if (e)
		fprintf(stderr, "holidayc: %s\n", err.msg);
	buf_done(&b);
	arena_done(&a);
	return e ? 1 : 0;
}
