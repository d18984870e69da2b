/*
 * tmplc -- compiles a page template into C.
 *
 *   tmplc IN.tmpl OUT.c OUT.h [--depfile]
 *
 * Syntax and rules: docs/templates.md.  Both outputs are written whole or not at all, by
 * renaming; on an error neither is touched.  --depfile also writes OUT.c.d for make and ninja.
 * Exit status: 0, 1 the template or the disk is at fault, 2 wrong use.
 */
#include "core/file.h"
#include "tools/tmplc/tmplc.h"

#include <stdio.h>

enum { MEMORY = 4 << 20, ERRORS_MAX = 4096 };

struct job {
	const char *in, *c, *h;
	bool depfile;
};

static bool parse_args(int argc, char **argv, struct job *job)
{
	const char *file[3];
	int n = 0;
	*job = (struct job){ NULL, NULL, NULL, false };
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--depfile") == 0)
			job->depfile = true;
		else if (n == 3 || argv[i][0] == '-')
			return false;
		else
			file[n++] = argv[i];
	}
	if (n != 3)
		return false;
	job->in = file[0];
	job->c = file[1];
	job->h = file[2];
	return true;
}

/* "OUT.c OUT.h: IN", blanks and the like escaped. */
static enum err write_depfile(struct arena *a, const struct job *job, struct error *err)
{
	const char *part[3] = { job->c, job->h, job->in };
	struct buf b;
	buf_init(&b, MEMORY);
	for (int i = 0; i < 3; i++) {
		for (const char *p = part[i]; *p; p++) {
			if (*p == ' ' || *p == '#' || *p == '\\')
				buf_char(&b, '\\');
			if (*p == '$')
				buf_char(&b, '$');
			buf_char(&b, *p);
		}
		buf_cstr(&b, i == 0 ? " " : i == 1 ? ": " : "\n");
	}
	struct str path = arena_fmt(a, "%s.d", job->c);
	enum err e = buf_check(&b, err);
	if (!e)
		e = arena_check(a, err);
	if (!e)
		e = file_write(path.p, buf_view(&b), err);
	buf_done(&b);
	return e;
}

/* Says what went wrong; always 1. */
static int complain(const struct job *job, const struct error *err)
{
	fprintf(stderr, "%s:1:1: error: %s%s%s\n", job->in, err->msg, err->detail[0] ? ": " : "",
		err->detail);
	return 1;
}

/* Compiles text; the outputs are written only when all went well. */
static int compile(struct arena *a, const struct job *job, struct str text)
{
	const char *slash = strrchr(job->h, '/');
	struct tmplc_source in = { text, job->in, slash ? slash + 1 : job->h };
	struct buf c, h, errors;
	struct error err;
	int status = 0;
	buf_init(&c, TMPLC_OUTPUT_MAX);
	buf_init(&h, TMPLC_OUTPUT_MAX);
	buf_init(&errors, ERRORS_MAX);
	enum err e = tmplc_compile(&in, &c, &h, &errors);
	if (e == ERR_FORMAT) {
		fprintf(stderr, "%.*s", STR_ARG(buf_view(&errors)));
		status = 1;
	} else if (e) {
		fprintf(stderr, "%s:1:1: error: the output is too large, or no memory\n", job->in);
		status = 1;
	} else if (file_write(job->h, buf_view(&h), &err) ||
		   file_write(job->c, buf_view(&c), &err) ||
		   (job->depfile && write_depfile(a, job, &err))) {
		status = complain(job, &err);
	}
	buf_done(&c);
	buf_done(&h);
	buf_done(&errors);
	return status;
}

int main(int argc, char **argv)
{
	struct job job;
	struct arena a;
	struct str text;
	struct error err;
	if (!parse_args(argc, argv, &job)) {
		fprintf(stderr, "usage: tmplc IN.tmpl OUT.c OUT.h [--depfile]\n");
		return 2;
	}
	arena_init(&a, MEMORY);
	int status = file_read(&a, job.in, TMPLC_INPUT_MAX, &text, &err) ? complain(&job, &err)
									 : compile(&a, &job, text);
	arena_done(&a);
	return status;
}
