#include "scan.h"

#include "stmtc.h"

#include "core/utf8.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

enum err scan_fail(struct error *err, const char *file, int line, const char *fmt, ...)
{
	char what[256];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return error_set(err, ERR_FORMAT, NULL, "%s:%d: error: %s", file, line, what);
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char peek(const struct scan *s, size_t k)
{
	return s->at + k < s->text.n ? s->text.p[s->at + k] : '\0';
}

/* Ends the piece that began at `from`. */
static void cut(struct scan *s, size_t from, size_t end, struct piece *out)
{
	out->text = str_sub(s->text, from, end);
	for (size_t i = s->at; i < end; i++)
		s->line += s->text.p[i] == '\n';
	s->at = end;
}

static enum err scan_quoted(struct scan *s, struct piece *out, struct error *err)
{
	char q = peek(s, 0);
	size_t i = s->at + 1;
	while (i < s->text.n && s->text.p[i] != q)
		i++;
	if (i == s->text.n)
		return scan_fail(err, s->file, s->line, "this quote does not end: %c", q);
	out->kind = PIECE_QUOTED; /* a doubled quote is simply two pieces */
	cut(s, s->at, i + 1, out);
	return OK;
}

/* $$ … $$ or $tag$ … $tag$; anything else behind $ is an ordinary sign. */
static enum err scan_dollar(struct scan *s, struct piece *out, struct error *err)
{
	size_t i = 1;
	while (is_word(peek(s, i)))
		i++;
	if (peek(s, i) != '$') {
		out->kind = PIECE_OTHER;
		cut(s, s->at, s->at + 1, out);
		return OK;
	}
	struct str tag = str_sub(s->text, s->at, s->at + i + 1);
	size_t end = str_find(s->text, tag, s->at + tag.n);
	if (end >= s->text.n)
		return scan_fail(err, s->file, s->line, "%.*s does not end", STR_ARG(tag));
	out->kind = PIECE_QUOTED;
	cut(s, s->at, end + tag.n, out);
	return OK;
}

static enum err scan_comment(struct scan *s, struct piece *out, struct error *err)
{
	bool block = peek(s, 0) == '/';
	size_t end = str_find(s->text, block ? STR("*/") : STR("\n"), s->at + 2);
	if (block && end >= s->text.n)
		return scan_fail(err, s->file, s->line, "this comment does not end");
	out->kind = PIECE_COMMENT;
	cut(s, s->at, block ? end + 2 : end, out);
	return OK;
}

static enum err scan_macro(struct scan *s, struct piece *out, struct error *err)
{
	size_t i = 1;
	while (is_word(peek(s, i)))
		i++;
	if (i == 1 || peek(s, i) != '}')
		return scan_fail(err, s->file, s->line, "{ begins a macro: {ID} {INT} {TEXT} …");
	out->kind = PIECE_MACRO;
	cut(s, s->at + 1, s->at + i, out);
	s->at++;
	return OK;
}

/* A run of one class, or one sign. */
static void scan_run(struct scan *s, struct piece *out)
{
	size_t i = s->at;
	char c = peek(s, 0);
	if (is_blank(c)) {
		out->kind = PIECE_BLANK;
		while (i < s->text.n && is_blank(s->text.p[i]))
			i++;
	} else if (is_word(c)) {
		out->kind = PIECE_WORD;
		while (i < s->text.n && is_word(s->text.p[i]))
			i++;
	} else {
		out->kind = c == ';' ? PIECE_SEMI : PIECE_OTHER;
		i += (c == ':' || c == '@') && peek(s, 1) == c ? 2 : 1; /* a cast, a text search */
	}
	cut(s, s->at, i, out);
}

enum err scan_next(struct scan *s, struct piece *out, struct error *err)
{
	*out = (struct piece){ .kind = PIECE_END, .line = s->line };
	if (s->at >= s->text.n)
		return OK;
	char c = peek(s, 0), d = peek(s, 1);
	if (c == '\'' || c == '"')
		return scan_quoted(s, out, err);
	if (c == '$')
		return scan_dollar(s, out, err);
	if ((c == '-' && d == '-') || (c == '/' && d == '*'))
		return scan_comment(s, out, err);
	if (c == '{')
		return scan_macro(s, out, err);
	if (c == ':' && is_word(d)) {
		size_t i = 1;
		while (is_word(peek(s, i)))
			i++;
		out->kind = PIECE_PARAM;
		cut(s, s->at + 1, s->at + i, out);
		return OK;
	}
	scan_run(s, out);
	return OK;
}

bool scan_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

struct str scan_base(const char *file)
{
	struct str s = str_cstr(file);
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/')
			return str_sub(s, i, s.n);
	return s;
}

bool piece_is_line_comment(const struct piece *x)
{
	return x->kind == PIECE_COMMENT && x->text.p[0] == '-';
}

struct str piece_comment(const struct piece *x)
{
	return str_trim(str_sub(x->text, 2, x->text.n));
}

const char *scan_macro_text(struct str name, int dialect)
{
	static const struct {
		const char *name, *text[STMTC_DIALECTS];
	} macro[] = {
		{ "ID", { "INTEGER", "bigint" } },
		{ "INT", { "INTEGER", "bigint" } },
		{ "TEXT", { "TEXT", "text" } },
		{ "BLOB", { "BLOB", "bytea" } },
		{ "STRICT", { "STRICT", "" } },
		{ "SKIP", { "", "FOR UPDATE SKIP LOCKED" } },
	};
	for (size_t i = 0; i < sizeof macro / sizeof macro[0]; i++)
		if (str_is(name, macro[i].name))
			return macro[i].text[dialect];
	return NULL;
}

enum err scan_check(const char *file, struct str text, size_t max, struct error *err)
{
	if (text.n > max)
		return scan_fail(err, file, 1, "the file is too large");
	int line = 1;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 127)
			return scan_fail(err, file, line, "control character");
		line += c == '\n';
	}
	if (!utf8_is_valid(text))
		return scan_fail(err, file, 1, "not UTF-8");
	return OK;
}
