/*
 * one -- reads and checks one report in this very process, N times.
 *
 *   one N FILE [WORDS]      WORDS: output of pdftotext -bbox for a PDF file
 *
 * For instruction counts (callgrind) and profiles, where the jail's processes
 * would be in the way.  Never for files one does not trust.
 */
#include "core/file.h"
#include "doc/read.h"
#include "report/finding.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS_MAX = 100000 };

static enum err read_and_check(
	struct arena *a, struct str bytes, const struct doc_aid *aid, struct error *err)
{
	struct doc *d;
	struct report *r;
	struct findings f;
	enum err e;
	findings_init(&f, a);
	if (doc_sniff(bytes) == DOC_KIND_JSON) {
		e = report_read_json(a, bytes, &r, err);
	} else {
		e = doc_read(a, bytes, aid, &d, err);
		e = e ? e : report_recognise(a, d, &r, err);
	}
	return e ? e : report_check(r, NULL, &f, err);
}

int main(int argc, char **argv)
{
	struct arena files, a;
	struct str bytes;
	struct doc_aid aid = { .pdf_encrypted = false };
	struct error err = { .code = OK };
	long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	if (rounds < 1 || rounds > ROUNDS_MAX)
		return 2;
	arena_init(&files, 2 * (size_t)DOC_FILE_MAX);
	arena_init(&a, DOC_ARENA_MAX);
	enum err e = file_read(&files, argv[2], DOC_FILE_MAX, &bytes, &err);
	if (!e && argc > 3)
		e = file_read(&files, argv[3], DOC_FILE_MAX, &aid.pdf_words, &err);
	for (long i = 0; !e && i < rounds; i++) {
		e = read_and_check(&a, bytes, argc > 3 ? &aid : NULL, &err);
		arena_reset(&a);
	}
	if (e)
		fprintf(stderr, "%s: %s\n", argv[2], err.msg);
	arena_done(&a);
	arena_done(&files);
	return e != OK;
}
