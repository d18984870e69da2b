/*
 * stmtc -- compiles src/store/<noun>.sql to C, and migrations to a table.
 *
 * The language is described in src/store/stmt.h.  Everything here works on memory,
 * so that a fuzz target can call it; main.c does the files.  It follows SQL only as
 * far as it must: quotes, comments, casts, parameters, the final semicolon.  Whether
 * the SQL is right is told by the engine, at the start of the program and in tests.
 *
 * Errors are ERR_FORMAT with msg "file:line: error: …" (English: for programmers).
 * All results live in the arena.
 */
#ifndef TOOLS_STMTC_H
#define TOOLS_STMTC_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdbool.h>

enum {
	STMTC_FIELDS_MAX = 64,	  /* as STMT_FIELDS_MAX in store/stmt.h */
	STMTC_NAME_MAX = 63,	  /* bytes of a name */
	STMTC_TEXT_MAX = 1 << 20, /* bytes of a file */
	STMTC_OUT_MAX = 32 << 20, /* bytes written for one file */
	STMTC_ITEMS_MAX = 2000	  /* rows or statements of one file */
};

enum stmtc_type { STMTC_I64, STMTC_STR, STMTC_BLOB, STMTC_ID };
enum stmtc_shape { STMTC_NOTHING, STMTC_ONE, STMTC_ALL, STMTC_EACH };
enum { STMTC_SQLITE, STMTC_POSTGRES, STMTC_DIALECTS };

struct stmtc_field {
	struct str name, type_name; /* type_name: as written, without ? */
	enum stmtc_type type;
	bool nullable, used;
};

struct stmtc_fields {
	struct stmtc_field *at;
	size_t n;
};

struct stmtc_row {
	struct str name;
	struct stmtc_fields fields;
	bool used;
	int line;
};

struct stmtc_stmt {
	struct str name, row; /* row: empty when shape is STMTC_NOTHING */
	struct stmtc_fields in;
	enum stmtc_shape shape;
	struct str doc;			 /* the comment below the name, lines joined by \n */
	struct str text[STMTC_DIALECTS]; /* p NULL: not written yet */
	bool own[STMTC_DIALECTS];	 /* the text comes from a block of that dialect */
	int line;
};

struct stmtc_unit {
	const char *file; /* as given, for messages */
	struct str noun;  /* base name without .sql */
	struct stmtc_row *row;
	size_t n_row, cap_row;
	struct stmtc_stmt *stmt;
	size_t n_stmt, cap_stmt;
};

/* Reads one file's text. */
MUST_USE enum err stmtc_parse(struct arena *a, const char *file, struct str text,
	struct stmtc_unit *out, struct error *err);

/*
 * One migration's text for both engines: macros filled in, comments gone, sections
 * "-- [sqlite]", "-- [postgres]" and "-- [all]" sorted out.
 */
MUST_USE enum err stmtc_migration(struct arena *a, const char *file, struct str text, int number,
	struct str out[STMTC_DIALECTS], struct error *err);

/* "0012_base.sql" (with any folder before it) gives 12 and "base". */
MUST_USE enum err stmtc_migration_name(
	struct arena *a, const char *file, int *number, struct str *name, struct error *err);

/* Writers; the buffer's sticky error is the caller's to ask. */
void stmtc_write_header(struct buf *b, const struct stmtc_unit *u);
void stmtc_write_source(struct buf *b, const struct stmtc_unit *u, const char *list_header);
/* A statement's name in two files is refused. */
MUST_USE enum err stmtc_check_list(const struct stmtc_unit *u, size_t n, struct error *err);
void stmtc_write_list_header(
	struct buf *b, const char *symbol, const struct stmtc_unit *u, size_t n);
void stmtc_write_list_source(struct buf *b, const char *symbol, const char *list_header,
	const struct stmtc_unit *u, size_t n);
/* text as the inside of C string literals, with quotes, several lines. */
void stmtc_write_literal(struct buf *b, struct str text);

#endif
