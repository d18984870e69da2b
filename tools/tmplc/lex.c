#include "tools/tmplc/lex.h"

enum { BRACKETS_MAX = 64 };

static const struct str NOTHING = { NULL, 0 };
static const char TRIGRAPH[] = "?? may start a trigraph; write it apart";

bool fault_set(struct fault *fault, size_t at, const char *msg, struct str what)
{
	*fault = (struct fault){ at, msg, what };
	return false;
}

void lex_init(struct lexer *x, struct str text)
{
	*x = (struct lexer){ .text = text, .line = 1, .clean = true };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_identifier_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t lex_identifier(struct str s)
{
	size_t n = 0;
	while (n < s.n && (is_identifier_start(s.p[n]) || (n > 0 && is_digit(s.p[n]))))
		n++;
	return n;
}

/* The two bytes at `at` are a and b. */
static bool two(struct str s, size_t at, char a, char b)
{
	return at + 1 < s.n && s.p[at] == a && s.p[at + 1] == b;
}

/* End of the C string or character that starts at `at` (behind its quote); s.n when it has none. */
static size_t quoted_end(struct str s, size_t at)
{
	char quote = s.p[at];
	for (size_t i = at + 1; i < s.n && s.p[i] != '\n'; i++) {
		if (s.p[i] == quote)
			return i + 1;
		if (s.p[i] == '\\')
			i++;
		if (i < s.n && s.p[i] == '\n')
			break;
	}
	return s.n;
}

/* Why the C text may not have what stands at `at` (outside strings), or NULL. */
static const char *forbidden_at(struct str s, size_t at)
{
	switch (s.p[at]) {
	case '#':
		return "# does not belong in an expression";
	case '\\':
		return "\\ stands outside a string";
	case '@':
	case '`':
	case '$':
		return "this character does not belong in an expression";
	case '/':
		return two(s, at, '/', '/') || two(s, at, '/', '*')
			       ? "no comment in an expression; write {# #}"
			       : NULL;
	case '%':
		return two(s, at, '%', ':') || two(s, at, '%', '>') ? "no digraphs" : NULL;
	case '<':
		return two(s, at, '<', ':') || two(s, at, '<', '%') ? "no digraphs" : NULL;
	case ':':
		return two(s, at, ':', '>') ? "no digraphs" : NULL;
	default:
		return NULL;
	}
}

/* The brackets that are open at a place in C text. */
struct brackets {
	char open[BRACKETS_MAX]; /* the closing bracket each one waits for */
	size_t n;
};

/* Follows one bracket; NULL or why it is wrong. */
static const char *bracket_step(struct brackets *b, char c)
{
	if (c == '(' || c == '[' || c == '{') {
		if (b->n == BRACKETS_MAX)
			return "brackets are nested too deep";
		b->open[b->n++] = c == '(' ? ')' : c == '[' ? ']' : '}';
	} else if (c == ')' || c == ']' || c == '}') {
		if (b->n == 0 || b->open[b->n - 1] != c)
			return "a bracket is closed that was not opened";
		b->n--;
	}
	return NULL;
}

/*
 * The identifiers that would be a way around the escaping: the output itself, and making safe
 * markup out of any string.
 */
static const char *forbidden_word(struct str word, struct str before)
{
	if (str_is(word, "o"))
		return "o is the output; an expression must not touch it";
	if (str_is(word, "html") && str_is(before, "struct"))
		return "a template cannot make a struct html; let the handler pass one";
	return NULL;
}

/* A walk through the C text of one expression or directive. */
struct scan {
	struct str s;
	size_t at;
	bool expr;       /* {{ }}, else {% %} */
	bool signature;  /* a page's parameter list, where struct html may be named */
	struct str word; /* the identifier before */
	struct brackets open;
	struct fault *fault;
};

/* Steps over a string or character. */
static bool scan_quoted(struct scan *x)
{
	size_t stop = quoted_end(x->s, x->at);
	if (stop == x->s.n && (stop == x->at + 1 || x->s.p[stop - 1] != x->s.p[x->at]))
		return fault_set(x->fault, x->at, "the string does not end in its line", NOTHING);
	for (size_t i = x->at; i < stop; i++)
		if (two(x->s, i, '?', '?'))
			return fault_set(x->fault, i, TRIGRAPH, NOTHING);
	x->at = stop;
	return true;
}

/* Steps over an identifier. */
static bool scan_word(struct scan *x, size_t n)
{
	struct str word = { x->s.p + x->at, n };
	const char *why = x->signature ? NULL : forbidden_word(word, x->word);
	if (why)
		return fault_set(x->fault, x->at, why, NOTHING);
	x->word = word;
	x->at += n;
	return true;
}

/* Steps over a sign, or over a number as a whole: 0x1o holds no identifier. */
static bool scan_sign(struct scan *x)
{
	char c = x->s.p[x->at];
	const char *why = forbidden_at(x->s, x->at);
	if (!why)
		why = bracket_step(&x->open, c);
	if (!why && c == ';' && (x->expr || x->open.n > 0))
		why = "; ends an expression";
	if (why)
		return fault_set(x->fault, x->at, why, NOTHING);
	if (!is_blank(c))
		x->word = NOTHING;
	x->at++;
	while (is_digit(c) && x->at < x->s.n &&
		(is_digit(x->s.p[x->at]) || is_identifier_start(x->s.p[x->at])))
		x->at++;
	return true;
}

/*
 * From x->at to the closing mark ("}}" or "%}"), where it stops.  A closing "}}" is one outside
 * brackets, so that an expression may end in braces of its own.
 */
static bool scan_c(struct scan *x)
{
	size_t from = x->at;
	while (x->at < x->s.n) {
		if (x->expr ? x->open.n == 0 && two(x->s, x->at, '}', '}')
			    : two(x->s, x->at, '%', '}'))
			return x->open.n == 0 ||
			       fault_set(x->fault, x->at, "a bracket is not closed", NOTHING);
		/* No C has these two beside each other: the mark before was forgotten. */
		if (two(x->s, x->at, '{', '%') || two(x->s, x->at, '{', '#'))
			break;
		if (two(x->s, x->at, '?', '?'))
			return fault_set(x->fault, x->at, TRIGRAPH, NOTHING);
		size_t n = lex_identifier(str_sub(x->s, x->at, x->s.n));
		bool quoted = x->s.p[x->at] == '"' || x->s.p[x->at] == '\'';
		if (quoted ? !scan_quoted(x) : n ? !scan_word(x, n) : !scan_sign(x))
			return false;
	}
	/* Shown where it was opened. */
	return fault_set(
		x->fault, from - 2, x->expr ? "{{ is not closed" : "{% is not closed", NOTHING);
}

/* Kind of the token at `at`. */
static enum token_kind kind_at(struct str s, size_t at)
{
	if (at >= s.n)
		return TOKEN_END;
	if (two(s, at, '{', '{'))
		return TOKEN_EXPR;
	if (two(s, at, '{', '%'))
		return TOKEN_CODE;
	return two(s, at, '{', '#') ? TOKEN_NOTE : TOKEN_HTML;
}

/* Offset of the closing mark of the token that opens at `at`. */
static bool find_close(
	struct str s, size_t at, enum token_kind kind, struct fault *fault, size_t *end)
{
	if (kind == TOKEN_NOTE) {
		*end = str_find(s, STR("#}"), at + 2);
		return *end < s.n || fault_set(fault, at, "{# is not closed", NOTHING);
	}
	struct scan x = { .s = s, .at = at + 2, .expr = kind == TOKEN_EXPR, .fault = fault };
	x.signature = !x.expr && str_starts(str_trim(str_sub(s, at + 2, at + 64)), STR("page "));
	if (!scan_c(&x))
		return false;
	*end = x.at;
	return true;
}

/*
 * From the end of a directive: is there nothing but directives, notes and blanks in this line?
 * *end is how far was looked, so that a line is looked at once.
 */
static bool rest_is_code(struct str s, size_t at, size_t *end)
{
	for (;;) {
		struct fault ignored;
		size_t close;
		while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'))
			at++;
		*end = at;
		enum token_kind kind = kind_at(s, at);
		if (kind == TOKEN_END || (kind == TOKEN_HTML && s.p[at] == '\n'))
			return true;
		if (kind == TOKEN_HTML || kind == TOKEN_EXPR)
			return false;
		if (!find_close(s, at, kind, &ignored, &close))
			return false;
		at = close + 2;
	}
}

/* HTML up to the next mark. */
static void lex_html(struct lexer *x, struct token *t)
{
	size_t i = x->at;
	for (; i < x->text.n && kind_at(x->text, i) == TOKEN_HTML; i++) {
		if (x->text.p[i] == '\n') {
			x->line++;
			x->clean = true;
		} else if (!is_blank(x->text.p[i])) {
			x->clean = false;
		}
	}
	t->s = str_sub(x->text, x->at, i);
	x->at = i;
}

bool lex_next(struct lexer *x, struct token *t, struct fault *fault)
{
	enum token_kind kind = kind_at(x->text, x->at);
	*t = (struct token){ .kind = kind, .at = x->at, .line = x->line };
	if (kind == TOKEN_END)
		return true;
	if (kind == TOKEN_HTML) {
		lex_html(x, t);
		return true;
	}
	size_t end, from = x->at + 2;
	if (!find_close(x->text, x->at, kind, fault, &end))
		return false;
	while (from < end && is_blank(x->text.p[from]))
		t->line += x->text.p[from++] == '\n';
	size_t to = end;
	while (to > from && is_blank(x->text.p[to - 1]))
		to--;
	t->s = str_sub(x->text, from, to);
	t->at = kind == TOKEN_NOTE ? x->at : from;
	for (size_t i = x->at; i < end; i++)
		x->line += x->text.p[i] == '\n';
	if (kind == TOKEN_EXPR) {
		x->clean = false;
	} else if (x->clean) {
		if (end + 2 > x->span_end)
			x->span_alone = rest_is_code(x->text, end + 2, &x->span_end);
		t->alone = x->span_alone;
	}
	x->at = end + 2;
	return true;
}

size_t lex_find_outside(struct str s, char c)
{
	struct brackets open = { .n = 0 };
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\'') {
			i = quoted_end(s, i) - 1;
			continue;
		}
		if (open.n == 0 && s.p[i] == c)
			return i;
		if (bracket_step(&open, s.p[i]))
			return s.n;
	}
	return s.n;
}
