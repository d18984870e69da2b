#include "stmtc.h"

static void upper(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i]);
}

void stmtc_write_literal(struct buf *b, struct str text)
{
	buf_char(b, '"');
	size_t column = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (column > 72 && (c == ' ' || column > 200)) {
			buf_lit(b, "\"\n\t\t\"");
			column = 0;
		}
		size_t before = b->n;
		/* Octal, so that no sign can end the literal; ? for the sake of trigraphs. */
		if (c == '"' || c == '\\' || c == '?')
			buf_fmt(b, "\\%c", c);
		else if (c < ' ' || c > 126)
			buf_fmt(b, "\\%03o", c);
		else
			buf_char(b, (char)c);
		column += b->n - before;
	}
	buf_char(b, '"');
}

static void write_member(struct buf *b, const struct stmtc_field *f)
{
	buf_char(b, '\t');
	if (f->type == STMTC_I64 && f->nullable)
		buf_lit(b, "struct opt_i64 ");
	else if (f->type == STMTC_I64)
		buf_lit(b, "int64_t ");
	else if (f->type == STMTC_ID) {
		buf_lit(b, "struct ");
		buf_str(b, f->type_name);
		buf_char(b, ' ');
	} else
		buf_lit(b, "struct str ");
	buf_str(b, f->name);
	buf_char(b, ';');
	if (f->type == STMTC_BLOB)
		buf_lit(b, " /* bytes */");
	if (f->nullable)
		buf_lit(b, " /* may be NULL */");
	buf_char(b, '\n');
}

static void write_struct(
	struct buf *b, struct str name, const char *end, const struct stmtc_fields *f)
{
	buf_lit(b, "struct ");
	buf_str(b, name);
	buf_cstr(b, end);
	buf_lit(b, " {\n");
	for (size_t i = 0; i < f->n; i++)
		write_member(b, &f->at[i]);
	buf_lit(b, "};\n");
}

/* The comment above a function; a star and slash inside cannot end it. */
static void write_doc(struct buf *b, struct str doc)
{
	struct str line;
	if (doc.n == 0)
		return;
	buf_lit(b, "/*\n");
	while (str_next_line(&doc, &line)) {
		buf_lit(b, " * ");
		for (size_t i = 0; i < line.n; i++) {
			buf_char(b, line.p[i]);
			if (line.p[i] == '*' && i + 1 < line.n && line.p[i + 1] == '/')
				buf_char(b, ' ');
			if (line.p[i] == '/' && i + 1 < line.n && line.p[i + 1] == '*')
				buf_char(b, ' ');
		}
		buf_char(b, '\n');
	}
	buf_lit(b, " */\n");
}

/* "enum err sql_x(struct tx *tx, …)" without what follows. */
static void write_prototype(struct buf *b, const struct stmtc_stmt *s)
{
	buf_fmt(b, "enum err sql_%.*s(struct tx *tx, ", STR_ARG(s->name));
	if (s->in.n)
		buf_fmt(b, "const struct %.*s_in *in,\n\t", STR_ARG(s->name));
	switch (s->shape) {
	case STMTC_NOTHING:
		buf_lit(b, "int64_t *n_changed, ");
		break;
	case STMTC_ONE:
		buf_fmt(b, "struct arena *a, struct %.*s_row *row, ", STR_ARG(s->row));
		break;
	case STMTC_ALL:
		buf_fmt(b, "struct arena *a, struct %.*s_row **rows, size_t *n, ", STR_ARG(s->row));
		break;
	case STMTC_EACH:
		buf_fmt(b, "%.*s_fn *fn, void *ctx, ", STR_ARG(s->name));
		break;
	}
	buf_lit(b, "struct error *err)");
}

void stmtc_write_header(struct buf *b, const struct stmtc_unit *u)
{
	buf_fmt(b, "/* Made by tools/stmtc from %.*s.sql; change that file. */\n",
		STR_ARG(u->noun));
	buf_lit(b, "#ifndef STORE_");
	upper(b, u->noun);
	buf_lit(b, "_SQL_H\n#define STORE_");
	upper(b, u->noun);
	buf_lit(b, "_SQL_H\n\n#include \"store/ids.h\"\n#include \"store/stmt.h\"\n\n");
	for (size_t i = 0; i < u->n_row; i++) {
		write_struct(b, u->row[i].name, "_row", &u->row[i].fields);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < u->n_stmt; i++) {
		const struct stmtc_stmt *s = &u->stmt[i];
		if (s->in.n)
			write_struct(b, s->name, "_in", &s->in);
		if (s->shape == STMTC_EACH)
			buf_fmt(b,
				"typedef enum err %.*s_fn(void *ctx, const struct %.*s_row *row,\n"
				"\tstruct error *err);\n",
				STR_ARG(s->name), STR_ARG(s->row));
		write_doc(b, s->doc);
		buf_lit(b, "MUST_USE ");
		write_prototype(b, s);
		buf_lit(b, ";\n\n");
	}
	buf_lit(b, "#endif\n");
}

static void write_columns(
	struct buf *b, struct str name, const char *end, const struct stmtc_fields *f)
{
	static const char *const type[] = { "STMT_I64", "STMT_STR", "STMT_BLOB", "STMT_I64" };
	buf_fmt(b, "static const struct stmt_column %.*s%s_column[] = {\n", STR_ARG(name), end);
	for (size_t i = 0; i < f->n; i++)
		buf_fmt(b, "\t{ \"%.*s\", %s, %s, %s, offsetof(struct %.*s%s, %.*s) },\n",
			STR_ARG(f->at[i].name), type[f->at[i].type],
			f->at[i].nullable ? "true" : "false",
			f->at[i].type == STMTC_ID ? "true" : "false", STR_ARG(name), end,
			STR_ARG(f->at[i].name));
	buf_lit(b, "};\n\n");
}

static void write_stmt(struct buf *b, const struct stmtc_stmt *s, size_t n_out)
{
	if (s->in.n)
		write_columns(b, s->name, "_in", &s->in);
	buf_fmt(b, "const struct stmt stmt_%.*s = {\n\t.name = \"%.*s\",\n\t.text = {\n\t\t",
		STR_ARG(s->name), STR_ARG(s->name));
	for (int d = 0; d < STMTC_DIALECTS; d++) {
		stmtc_write_literal(b, s->text[d]);
		buf_lit(b, ",\n\t\t");
	}
	buf_lit(b, "},\n");
	if (s->in.n)
		buf_fmt(b, "\t.in = %.*s_in_column,\n\t.n_in = %zu,\n", STR_ARG(s->name), s->in.n);
	if (s->row.n)
		buf_fmt(b,
			"\t.out = %.*s_row_column,\n\t.n_out = %zu,\n"
			"\t.row_size = sizeof(struct %.*s_row),\n",
			STR_ARG(s->row), n_out, STR_ARG(s->row));
	buf_fmt(b, "\t.index = STMT_INDEX_%.*s,\n};\n\n", STR_ARG(s->name));
}

/* The function that is handed to stmt_each gives the row its type back. */
static void write_trampoline(struct buf *b, const struct stmtc_stmt *s)
{
	buf_fmt(b,
		"struct %.*s_call {\n\t%.*s_fn *fn;\n\tvoid *ctx;\n};\n\n"
		"static enum err %.*s_call_fn(void *ctx, const void *row, struct error *err)\n{\n"
		"\tconst struct %.*s_call *c = ctx;\n\treturn c->fn(c->ctx, row, err);\n}\n\n",
		STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name));
}

static void write_function(struct buf *b, const struct stmtc_stmt *s)
{
	const char *in = s->in.n ? "in" : "NULL";
	if (s->shape == STMTC_EACH)
		write_trampoline(b, s);
	write_prototype(b, s);
	buf_lit(b, "\n{\n");
	switch (s->shape) {
	case STMTC_NOTHING:
		buf_fmt(b, "\treturn stmt_run(tx, &stmt_%.*s, %s, n_changed, err);\n",
			STR_ARG(s->name), in);
		break;
	case STMTC_ONE:
		buf_fmt(b, "\treturn stmt_one(tx, &stmt_%.*s, %s, a, row, err);\n",
			STR_ARG(s->name), in);
		break;
	case STMTC_ALL:
		buf_fmt(b,
			"\tvoid *all;\n"
			"\tenum err e = stmt_all(tx, &stmt_%.*s, %s, a, &all, n, err);\n"
			"\tif (!e)\n\t\t*rows = all;\n\treturn e;\n",
			STR_ARG(s->name), in);
		break;
	case STMTC_EACH:
		buf_fmt(b,
			"\tstruct %.*s_call c = { fn, ctx };\n"
			"\treturn stmt_each(tx, &stmt_%.*s, %s, %.*s_call_fn, &c, err);\n",
			STR_ARG(s->name), STR_ARG(s->name), in, STR_ARG(s->name));
		break;
	}
	buf_lit(b, "}\n\n");
}

void stmtc_write_source(struct buf *b, const struct stmtc_unit *u, const char *list_header)
{
	buf_fmt(b,
		"/* Made by tools/stmtc from %.*s.sql; change that file. */\n"
		"#include \"store/%.*s.sql.h\"\n#include \"store/%s\"\n\n#include <stddef.h>\n\n",
		STR_ARG(u->noun), STR_ARG(u->noun), list_header);
	for (size_t i = 0; i < u->n_row; i++)
		write_columns(b, u->row[i].name, "_row", &u->row[i].fields);
	for (size_t i = 0; i < u->n_stmt; i++) {
		size_t n_out = 0;
		for (size_t k = 0; k < u->n_row; k++)
			if (str_eq(u->row[k].name, u->stmt[i].row))
				n_out = u->row[k].fields.n;
		write_stmt(b, &u->stmt[i], n_out);
		write_function(b, &u->stmt[i]);
	}
}

enum err stmtc_check_list(const struct stmtc_unit *u, size_t n, struct error *err)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < u[i].n_stmt; k++)
			for (size_t j = 0; j < i; j++)
				for (size_t m = 0; m < u[j].n_stmt; m++)
					if (str_eq(u[i].stmt[k].name, u[j].stmt[m].name))
						return error_set(err, ERR_FORMAT, NULL,
							"%s:%d: error: %.*s is also in %s:%d",
							u[i].file, u[i].stmt[k].line,
							STR_ARG(u[i].stmt[k].name), u[j].file,
							u[j].stmt[m].line);
	return OK;
}

void stmtc_write_list_header(
	struct buf *b, const char *symbol, const struct stmtc_unit *u, size_t n)
{
	buf_lit(b, "/* Made by tools/stmtc: every statement and its place in the list. */\n");
	buf_fmt(b, "#ifndef STORE_LIST_%s_H\n#define STORE_LIST_%s_H\n\n", symbol, symbol);
	buf_lit(b, "#include \"store/stmt.h\"\n\nenum {\n");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < u[i].n_stmt; k++)
			buf_fmt(b, "\tSTMT_INDEX_%.*s,\n", STR_ARG(u[i].stmt[k].name));
	buf_lit(b, "\tSTMT_INDEX_END\n};\n\n");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < u[i].n_stmt; k++)
			buf_fmt(b, "extern const struct stmt stmt_%.*s;\n",
				STR_ARG(u[i].stmt[k].name));
	buf_fmt(b, "\n/* Ends with NULL. */\nextern const struct stmt *const %s[];\n\n#endif\n",
		symbol);
}

void stmtc_write_list_source(struct buf *b, const char *symbol, const char *list_header,
	const struct stmtc_unit *u, size_t n)
{
	buf_fmt(b, "/* Made by tools/stmtc. */\n#include \"store/%s\"\n\n", list_header);
	buf_fmt(b, "const struct stmt *const %s[] = {\n", symbol);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < u[i].n_stmt; k++)
			buf_fmt(b, "\t&stmt_%.*s,\n", STR_ARG(u[i].stmt[k].name));
	buf_lit(b, "\tNULL\n};\n");
}
