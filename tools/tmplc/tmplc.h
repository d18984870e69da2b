/*
 * tmplc -- compiles page templates into C at build time.
 *
 * A function over memory: no files, no exit, so that the program (tools/tmplc.c), the tests and
 * the fuzz target share it.  Syntax and rules: docs/templates.md.
 */
#ifndef TOOLS_TMPLC_TMPLC_H
#define TOOLS_TMPLC_TMPLC_H

#include "core/buf.h"

enum {
	TMPLC_INPUT_MAX = 1 << 20,  /* bytes of one template */
	TMPLC_OUTPUT_MAX = 32 << 20 /* ceiling the caller gives to each output */
};

struct tmplc_source {
	struct str text;
	const char *name;   /* the template's path, for #line and messages */
	const char *header; /* file name of the generated header, as the generated C includes it */
};

/*
 * Appends the generated C to *c and its header to *h.  Each page becomes
 * `void NAME(struct buf *o, ARGS)`.
 * ERR_FORMAT  the template breaks a rule: one line "file:line:col: error: …" is appended to
 *             *errors; columns count characters from 1
 * ERR_LIMIT, ERR_NOMEM  an output reached its ceiling, or no memory
 * On failure *c and *h hold half of the output and must not be used.
 */
MUST_USE enum err tmplc_compile(
	const struct tmplc_source *in, struct buf *c, struct buf *h, struct buf *errors);

#endif
