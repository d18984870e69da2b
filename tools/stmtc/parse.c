#include "stmtc.h"

#include "scan.h"

static const char *const dialect_name[STMTC_DIALECTS] = { "sqlite", "postgres" };

/* The head of a row or statement, its lines joined, and a place in it. */
struct head {
	struct str text;
	size_t at;
	int line;
};

struct parser {
	struct arena *a;
	const char *file;
	struct stmtc_unit *u;
	struct scan scan;
	struct error *err;
};

#define FAIL(p, line, ...) scan_fail((p)->err, (p)->file, (line), __VA_ARGS__)

/* Words of C that a member or a function cannot be called. */
static bool is_c_word(struct str s)
{
	static const char *const word[] = { "auto", "break", "case", "char", "const", "continue",
		"default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
		"inline", "int", "long", "register", "restrict", "return", "short", "signed",
		"sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void",
		"volatile", "while", "bool", "true", "false", "asm", "typeof", "linux", "unix" };
	for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
		if (str_is(s, word[i]))
			return true;
	return false;
}

static void head_skip(struct head *h)
{
	while (h->at < h->text.n && (h->text.p[h->at] == ' ' || h->text.p[h->at] == '\t'))
		h->at++;
}

static bool head_take(struct head *h, struct str token)
{
	head_skip(h);
	if (!str_starts(str_sub(h->text, h->at, h->text.n), token))
		return false;
	h->at += token.n;
	return true;
}

static struct str head_word(struct head *h)
{
	head_skip(h);
	size_t from = h->at;
	while (h->at < h->text.n && scan_is_name(h->text.p[h->at]))
		h->at++;
	return str_sub(h->text, from, h->at);
}

static enum err head_name(struct parser *p, struct head *h, const char *what, struct str *out)
{
	struct str s = head_word(h);
	if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return FAIL(p, h->line, "%s: a name of a-z, 0-9 and _ is expected here", what);
	if (s.n > STMTC_NAME_MAX)
		return FAIL(p, h->line, "%s: %.*s is too long", what, STR_ARG(s));
	if (is_c_word(s))
		return FAIL(p, h->line, "%s: %.*s is a word of C", what, STR_ARG(s));
	*out = s;
	return OK;
}

static enum err head_type(struct parser *p, struct head *h, struct stmtc_field *f)
{
	f->type_name = head_word(h);
	if (str_is(f->type_name, "i64"))
		f->type = STMTC_I64;
	else if (str_is(f->type_name, "str"))
		f->type = STMTC_STR;
	else if (str_is(f->type_name, "blob"))
		f->type = STMTC_BLOB;
	else if (f->type_name.n > 3 && f->type_name.n <= STMTC_NAME_MAX &&
		 f->type_name.p[0] >= 'a' && f->type_name.p[0] <= 'z' &&
		 str_ends(f->type_name, STR("_id")))
		f->type = STMTC_ID;
	else
		return FAIL(p, h->line,
			"%.*s: unknown type '%.*s' (i64, str, blob or something_id)",
			STR_ARG(f->name), STR_ARG(f->type_name));
	f->nullable = head_take(h, STR("?"));
	return OK;
}

/* "name type, name type)" after the opening parenthesis. */
static enum err head_fields(struct parser *p, struct head *h, struct stmtc_fields *out)
{
	struct stmtc_field field[STMTC_FIELDS_MAX];
	size_t n = 0;
	while (!head_take(h, STR(")"))) {
		if (n > 0 && !head_take(h, STR(",")))
			return FAIL(p, h->line, "',' or ')' is expected after %.*s",
				STR_ARG(field[n - 1].name));
		if (n == STMTC_FIELDS_MAX)
			return FAIL(p, h->line, "more than %d names", STMTC_FIELDS_MAX);
		struct stmtc_field f = { .used = false };
		enum err e = head_name(p, h, "in the list", &f.name);
		if (!e)
			e = head_type(p, h, &f);
		if (e)
			return e;
		for (size_t i = 0; i < n; i++)
			if (str_eq(field[i].name, f.name))
				return FAIL(p, h->line, "%.*s stands twice", STR_ARG(f.name));
		field[n++] = f;
	}
	out->at = arena_array(p->a, struct stmtc_field, n);
	if (!out->at)
		return arena_check(p->a, p->err);
	memcpy(out->at, field, n * sizeof field[0]);
	out->n = n;
	return OK;
}

static int open_parens(struct str s)
{
	int n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] == '(') - (s.p[i] == ')');
	return n;
}

/* Skips white space; looks at the next piece without taking it. */
static enum err look(struct parser *p, struct piece *out)
{
	for (;;) {
		struct scan before = p->scan;
		enum err e = scan_next(&p->scan, out, p->err);
		if (e)
			return e;
		if (out->kind != PIECE_BLANK) {
			p->scan = before;
			return OK;
		}
	}
}

static bool is_head(const struct piece *x)
{
	return piece_is_line_comment(x) && (str_starts(piece_comment(x), STR("name:")) ||
						   str_starts(piece_comment(x), STR("row:")));
}

/* Takes a head and, while its parenthesis is open, the comment lines below it. */
static enum err take_head(struct parser *p, struct head *out)
{
	struct piece x;
	enum err e = scan_next(&p->scan, &x, p->err);
	*out = (struct head){ .line = x.line };
	struct buf b;
	buf_init(&b, STMTC_TEXT_MAX);
	while (!e) {
		buf_str(&b, piece_comment(&x));
		buf_char(&b, ' ');
		if (open_parens(buf_view(&b)) <= 0)
			break;
		e = look(p, &x);
		if (e || !piece_is_line_comment(&x) || is_head(&x)) {
			e = e ? e : FAIL(p, out->line, "'(' is not closed");
			break;
		}
		e = scan_next(&p->scan, &x, p->err);
	}
	if (!e)
		e = buf_check(&b, p->err);
	if (!e) {
		out->text = arena_str(p->a, buf_view(&b));
		e = arena_check(p->a, p->err);
	}
	buf_done(&b);
	return e;
}

static struct stmtc_row *find_row(struct stmtc_unit *u, struct str name)
{
	for (size_t i = 0; i < u->n_row; i++)
		if (str_eq(u->row[i].name, name))
			return &u->row[i];
	return NULL;
}

static struct stmtc_stmt *find_stmt(struct stmtc_unit *u, struct str name)
{
	for (size_t i = 0; i < u->n_stmt; i++)
		if (str_eq(u->stmt[i].name, name))
			return &u->stmt[i];
	return NULL;
}

static enum err head_end(struct parser *p, struct head *h)
{
	head_skip(h);
	if (h->at < h->text.n)
		return FAIL(p, h->line, "not understood: '%.*s'",
			STR_ARG(str_sub(h->text, h->at, h->at + 40)));
	return OK;
}

static enum err parse_row(struct parser *p, struct head *h)
{
	struct stmtc_unit *u = p->u;
	struct stmtc_row row = { .line = h->line };
	enum err e = head_name(p, h, "row", &row.name);
	if (!e && !head_take(h, STR("(")))
		e = FAIL(p, h->line, "row %.*s: '(' is expected", STR_ARG(row.name));
	if (!e)
		e = head_fields(p, h, &row.fields);
	if (!e)
		e = head_end(p, h);
	if (e)
		return e;
	if (row.fields.n == 0)
		return FAIL(p, h->line, "row %.*s has no column", STR_ARG(row.name));
	if (find_row(u, row.name))
		return FAIL(p, h->line, "row %.*s is declared twice", STR_ARG(row.name));
	if (u->n_row == STMTC_ITEMS_MAX)
		return FAIL(p, h->line, "too many rows");
	struct stmtc_row *all =
		arena_grow(p->a, u->row, u->n_row, u->n_row + 1, &u->cap_row, sizeof row);
	if (!all)
		return arena_check(p->a, p->err);
	u->row = all;
	u->row[u->n_row++] = row;
	return OK;
}

/* "(in) -> row* [dialect]" behind the name; *given: the parenthesis or the arrow was there. */
static enum err head_signature(
	struct parser *p, struct head *h, struct stmtc_stmt *s, bool *given, int *dialect)
{
	enum err e = OK;
	*given = false;
	*dialect = -1;
	if (head_take(h, STR("("))) {
		*given = true;
		e = head_fields(p, h, &s->in);
	}
	if (!e && head_take(h, STR("->"))) {
		*given = true;
		e = head_name(p, h, "after ->", &s->row);
		s->shape = head_take(h, STR("...")) ? STMTC_EACH
			   : head_take(h, STR("*")) ? STMTC_ALL
						    : STMTC_ONE;
	}
	if (!e && head_take(h, STR("["))) {
		struct str d = head_word(h);
		for (int i = 0; i < STMTC_DIALECTS; i++)
			if (str_is(d, dialect_name[i]))
				*dialect = i;
		if (*dialect < 0 || !head_take(h, STR("]")))
			e = FAIL(p, h->line, "[sqlite] or [postgres] is expected");
	}
	return e ? e : head_end(p, h);
}

static bool fields_eq(const struct stmtc_fields *a, const struct stmtc_fields *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->at[i].name, b->at[i].name) ||
			!str_eq(a->at[i].type_name, b->at[i].type_name) ||
			a->at[i].nullable != b->at[i].nullable)
			return false;
	return true;
}

/* The lines of comment below a head: what it is for. */
static enum err take_doc(struct parser *p, struct str *doc)
{
	struct piece x;
	enum err e;
	struct buf b;
	buf_init(&b, STMTC_TEXT_MAX);
	while (!(e = look(p, &x)) && piece_is_line_comment(&x) && !is_head(&x)) {
		e = scan_next(&p->scan, &x, p->err);
		if (e)
			break;
		if (b.n > 0)
			buf_char(&b, '\n');
		buf_str(&b, piece_comment(&x));
	}
	if (!e)
		e = buf_check(&b, p->err);
	if (!e) {
		*doc = arena_str(p->a, buf_view(&b));
		e = arena_check(p->a, p->err);
	}
	buf_done(&b);
	return e;
}

static enum err put_param(struct parser *p, struct buf *b, struct stmtc_fields *in,
	const struct piece *x, int dialect)
{
	static const char *const cast[] = { "bigint", "text", "bytea", "bigint" };
	for (size_t i = 0; i < in->n; i++) {
		if (!str_eq(in->at[i].name, x->text))
			continue;
		in->at[i].used = true;
		if (dialect == STMTC_SQLITE)
			buf_fmt(b, "?%zu", i + 1);
		else
			buf_fmt(b, "$%zu::%s", i + 1, cast[in->at[i].type]);
		return OK;
	}
	return FAIL(p, x->line, ":%.*s is not declared", STR_ARG(x->text));
}

/* One piece of a statement; before: what stood directly before it. */
static enum err put_piece(struct parser *p, struct buf *b, struct stmtc_stmt *s,
	const struct piece *x, enum piece_kind before, int dialect)
{
	switch (x->kind) {
	case PIECE_BLANK:
	case PIECE_COMMENT:
		if (is_head(x))
			return FAIL(p, x->line, "the statement above has no ';'");
		if (b->n > 0 && b->p[b->n - 1] != ' ')
			buf_char(b, ' ');
		return OK;
	case PIECE_PARAM:
		return put_param(p, b, &s->in, x, dialect);
	case PIECE_MACRO:
		if (!scan_macro_text(x->text, dialect))
			return FAIL(p, x->line, "unknown macro {%.*s}", STR_ARG(x->text));
		buf_cstr(b, scan_macro_text(x->text, dialect));
		return OK;
	case PIECE_QUOTED:
		if (before == PIECE_WORD && x->text.p[0] == '\'')
			return FAIL(p, x->line, "E'', X'' and the like differ between engines");
		break;
	case PIECE_OTHER:
		if (str_is(x->text, "@@") && dialect == STMTC_POSTGRES)
			break;
		if (x->text.p[0] == '?' || x->text.p[0] == '$' || x->text.p[0] == '@')
			return FAIL(p, x->line, "parameters are written :name");
		break;
	case PIECE_END:
		return FAIL(p, s->line, "%.*s has no ';' at its end", STR_ARG(s->name));
	case PIECE_WORD:
	case PIECE_SEMI:
		break;
	}
	buf_str(b, x->text);
	return OK;
}

/* The SQL up to its semicolon, for one engine. */
static enum err take_text(struct parser *p, struct stmtc_stmt *s, int line, int dialect)
{
	struct piece x;
	enum err e;
	enum piece_kind before = PIECE_BLANK;
	struct buf b;
	for (size_t i = 0; i < s->in.n; i++)
		s->in.at[i].used = false;
	buf_init(&b, STMTC_OUT_MAX);
	while (!(e = scan_next(&p->scan, &x, p->err)) && x.kind != PIECE_SEMI) {
		e = put_piece(p, &b, s, &x, before, dialect);
		if (e)
			break;
		before = x.kind;
	}
	struct str text = str_trim(buf_view(&b));
	if (!e)
		e = buf_check(&b, p->err);
	if (!e && text.n == 0)
		e = FAIL(p, line, "%.*s has no SQL", STR_ARG(s->name));
	for (size_t i = 0; !e && i < s->in.n; i++)
		if (!s->in.at[i].used)
			e = FAIL(p, line, "%.*s: parameter %.*s is declared and not used",
				STR_ARG(s->name), STR_ARG(s->in.at[i].name));
	if (!e) {
		s->text[dialect] = arena_str(p->a, text);
		e = arena_check(p->a, p->err);
	}
	buf_done(&b);
	return e;
}

/* Finds or makes the statement that this head belongs to. */
static enum err place_stmt(struct parser *p, const struct stmtc_stmt *s, bool given, int dialect,
	struct stmtc_stmt **out)
{
	struct stmtc_unit *u = p->u;
	struct stmtc_stmt *old = find_stmt(u, s->name);
	if (old) {
		if (given && (!fields_eq(&old->in, &s->in) || old->shape != s->shape ||
				     !str_eq(old->row, s->row)))
			return FAIL(p, s->line, "%.*s was declared differently in line %d",
				STR_ARG(s->name), old->line);
		if (dialect < 0 ? old->text[0].p && old->text[1].p : old->own[dialect])
			return FAIL(p, s->line, "%.*s stands here again, first in line %d",
				STR_ARG(s->name), old->line);
		*out = old;
		return OK;
	}
	if (u->n_stmt == STMTC_ITEMS_MAX)
		return FAIL(p, s->line, "too many statements");
	struct stmtc_stmt *all =
		arena_grow(p->a, u->stmt, u->n_stmt, u->n_stmt + 1, &u->cap_stmt, sizeof *s);
	if (!all)
		return arena_check(p->a, p->err);
	u->stmt = all;
	u->stmt[u->n_stmt] = *s;
	*out = &u->stmt[u->n_stmt++];
	return OK;
}

static enum err parse_stmt(struct parser *p, struct head *h)
{
	struct stmtc_stmt s = { .line = h->line }, *place = NULL;
	struct str doc;
	bool given;
	int dialect;
	enum err e = head_name(p, h, "name", &s.name);
	if (!e)
		e = head_signature(p, h, &s, &given, &dialect);
	if (!e)
		e = place_stmt(p, &s, given, dialect, &place);
	if (!e)
		e = take_doc(p, &doc);
	if (e)
		return e;
	if (place->doc.n == 0)
		place->doc = doc;
	struct scan body = p->scan;
	for (int d = 0; !e && d < STMTC_DIALECTS; d++) {
		/* The common text is read for an engine with a text of its own too, as a check. */
		if (dialect >= 0 && d != dialect)
			continue;
		struct str own = place->text[d];
		p->scan = body;
		e = take_text(p, place, h->line, d);
		if (dialect >= 0)
			place->own[d] = true;
		else if (place->own[d])
			place->text[d] = own;
	}
	return e;
}

/* What can be told only at the end of the file. */
static enum err check_unit(struct parser *p)
{
	struct stmtc_unit *u = p->u;
	for (size_t i = 0; i < u->n_stmt; i++) {
		const struct stmtc_stmt *s = &u->stmt[i];
		struct stmtc_row *row = s->row.n ? find_row(u, s->row) : NULL;
		if (s->row.n && !row)
			return FAIL(p, s->line, "row %.*s is not declared in this file",
				STR_ARG(s->row));
		if (row)
			row->used = true;
		for (int d = 0; d < STMTC_DIALECTS; d++)
			if (!s->text[d].p)
				return FAIL(p, s->line, "%.*s has no text for %s", STR_ARG(s->name),
					dialect_name[d]);
	}
	for (size_t i = 0; i < u->n_row; i++)
		if (!u->row[i].used)
			return FAIL(p, u->row[i].line, "row %.*s is used by no statement",
				STR_ARG(u->row[i].name));
	return OK;
}

/* src/store/person.sql gives person. */
static enum err unit_noun(struct parser *p)
{
	struct str s = scan_base(p->file);
	struct head h = { .text = s, .line = 1 };
	enum err e = head_name(p, &h, "file name", &p->u->noun);
	if (!e && !str_is(str_sub(s, h.at, s.n), ".sql"))
		e = FAIL(p, 1, "the file must be called noun.sql");
	return e;
}

enum err stmtc_parse(struct arena *a, const char *file, struct str text, struct stmtc_unit *out,
	struct error *err)
{
	struct stmtc_unit u = { .file = file };
	struct parser p = { a, file, &u, { .file = file, .text = text, .line = 1 }, err };
	struct piece x = { .kind = PIECE_BLANK };
	enum err e = scan_check(file, text, STMTC_TEXT_MAX, err);
	if (!e)
		e = unit_noun(&p);
	while (!e && !(e = look(&p, &x)) && x.kind != PIECE_END) {
		if (is_head(&x)) {
			struct head h;
			e = take_head(&p, &h);
			if (e)
				break;
			bool row = head_take(&h, STR("row:"));
			if (!row)
				head_take(&h, STR("name:"));
			e = row ? parse_row(&p, &h) : parse_stmt(&p, &h);
		} else if (x.kind == PIECE_COMMENT) {
			e = scan_next(&p.scan, &x, err);
		} else {
			e = FAIL(&p, x.line, "SQL without '-- name:' above it, or behind a ';'");
		}
	}
	if (!e)
		e = check_unit(&p);
	if (!e)
		*out = u;
	return e;
}
