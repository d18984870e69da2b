/*
 * docgen -- keeps the generated sections of a document as the tables say.
 *
 *   docgen FILE            exit status 1 and a line on stderr when a section is stale
 *   docgen --write FILE    writes them
 *
 * A section stands between the lines `<!-- begin NAME -->` and `<!-- end NAME -->`.
 */
#include "cmd/serve_config.h"

#include "core/file.h"

#include <stdio.h>
#include <string.h>

static void put_settings(struct buf *b)
{
	config_print_manual(b, &serve_config_table, CONFIG_MARKDOWN);
}

static const struct section {
	const char *name;
	void (*put)(struct buf *b);
} section[] = { { "settings", put_settings }, { "log events", log_print_events } };

/* Appends text with section s made anew; false when its marks are not there. */
static bool renew(struct buf *b, struct str text, const struct section *s)
{
	char begin[64], end[64];
	snprintf(begin, sizeof begin, "<!-- begin %s -->\n", s->name);
	snprintf(end, sizeof end, "<!-- end %s -->\n", s->name);
	size_t from = str_find(text, str_cstr(begin), 0);
	size_t to = str_find(text, str_cstr(end), from);
	if (to >= text.n)
		return false;
	buf_str(b, str_sub(text, 0, from + strlen(begin)));
	buf_char(b, '\n');
	s->put(b);
	buf_char(b, '\n');
	buf_str(b, str_sub(text, to, text.n));
	return !b->err;
}

static int run(struct arena *a, const char *path, bool write)
{
	enum { FILE_MAX = 4 * 1024 * 1024 };
	struct str text, now;
	struct error err;
	if (file_read(a, path, FILE_MAX, &text, &err)) {
		fprintf(stderr, "docgen: %s: %s\n", path, err.msg);
		return 2;
	}
	now = text;
	for (size_t i = 0; i < sizeof section / sizeof section[0]; i++) {
		struct buf b;
		buf_init(&b, FILE_MAX);
		bool ok = renew(&b, now, &section[i]);
		now = arena_str(a, buf_view(&b));
		buf_done(&b);
		if (!ok) {
			fprintf(stderr, "docgen: %s: no section \"%s\"\n", path, section[i].name);
			return 2;
		}
	}
	if (str_eq(text, now))
		return 0;
	if (!write) {
		fprintf(stderr, "docgen: %s is stale: run script/docs\n", path);
		return 1;
	}
	if (file_write(path, now, &err)) {
		fprintf(stderr, "docgen: %s: %s\n", path, err.msg);
		return 2;
	}
	return 0;
}

int main(int argc, char **argv)
{
	bool write = argc == 3 && strcmp(argv[1], "--write") == 0;
	if (argc != 2 && !write) {
		fprintf(stderr, "docgen [--write] FILE\n");
		return 2;
	}
	struct arena a;
	arena_init(&a, 64 * 1024 * 1024);
	int status = run(&a, argv[argc - 1], write);
	arena_done(&a);
	return status;
}
