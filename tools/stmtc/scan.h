/*
 * scan -- cuts SQL into pieces, so that quotes and comments are left alone.
 */
#ifndef TOOLS_STMTC_SCAN_H
#define TOOLS_STMTC_SCAN_H

#include "core/error.h"
#include "core/str.h"

enum piece_kind {
	PIECE_END,
	PIECE_BLANK,   /* white space */
	PIECE_COMMENT, /* -- to the end of the line (without it), or a block */
	PIECE_QUOTED,  /* '…', "…", $tag$…$tag$ */
	PIECE_WORD,    /* letters, digits, _ and everything beyond ASCII */
	PIECE_PARAM,   /* :name; text is the name */
	PIECE_MACRO,   /* {NAME}; text is the name */
	PIECE_SEMI,
	PIECE_OTHER
};

struct piece {
	enum piece_kind kind;
	struct str text;
	int line; /* where it begins */
};

struct scan {
	const char *file;
	struct str text;
	size_t at;
	int line;
};

/* The next piece; ERR_FORMAT for a quote or comment that does not end. */
MUST_USE enum err scan_next(struct scan *s, struct piece *out, struct error *err);

/* Not too long, UTF-8, no control characters. */
MUST_USE enum err scan_check(const char *file, struct str text, size_t max, struct error *err);
/* {ID} and so on for one engine (STMTC_SQLITE …); NULL: there is no such macro. */
const char *scan_macro_text(struct str name, int dialect);
bool piece_is_line_comment(const struct piece *x);
struct str piece_comment(const struct piece *x); /* of a line comment: without -- and blanks */
bool scan_is_name(char c);			 /* a-z 0-9 _ */
struct str scan_base(const char *file);		 /* without the folders */

/* ERR_FORMAT with "file:line: error: …". */
PRINTF_LIKE(4, 5)
enum err scan_fail(struct error *err, const char *file, int line, const char *fmt, ...);

#endif
