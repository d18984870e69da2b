/*
 * emit -- writes the generated C and its header.
 *
 * Literal bytes are collected and written as buf_lit calls when code follows.  #line rows make
 * the compiler name the template; nothing depends on time, place or address, so the same
 * template gives the same bytes.
 */
#ifndef TOOLS_TMPLC_EMIT_H
#define TOOLS_TMPLC_EMIT_H

#include "core/buf.h"

struct emit {
	struct buf *c, *h;
	const char *name; /* of the template, for #line */
	struct buf lit;   /* literal bytes that are not written yet */
	int lit_line;     /* line of the first of them */
	int depth;        /* of the generated blocks, for indentation */
	bool wrote;       /* the page has used its output */
};

/* Writes the heads of both files; emit_end writes their ends and frees. */
void emit_begin(struct emit *e, struct buf *c, struct buf *h, const char *name, const char *header,
	size_t literal_max);
void emit_end(struct emit *e);

void emit_include(struct emit *e, int line, struct str file);
/* args: what stands between the parentheses, "void" for nothing. */
void emit_page(struct emit *e, int line, struct str name, struct str args);
void emit_page_end(struct emit *e);
void emit_literal(struct emit *e, int line, struct str bytes);
/* fn(o, expr); */
void emit_value(struct emit *e, int line, const char *fn, struct str expr);
/* name(o, args); args may be empty. */
void emit_call(struct emit *e, int line, struct str name, struct str args);
/* `word (expr) {`; word is "if" or "for". */
void emit_open(struct emit *e, int line, const char *word, struct str expr);
/* `} else if (expr) {`, or `} else {` when expr is empty. */
void emit_else(struct emit *e, int line, struct str expr);
void emit_close(struct emit *e);

#endif
