/*
 * lex -- cuts a template into HTML, {{ expressions }}, {% directives %} and {# notes #}.
 *
 * Knows C well enough to find the end of an expression and to refuse what could leave it:
 * strings, brackets that pair up, no comments, no `;` outside `for`, no preprocessor.
 */
#ifndef TOOLS_TMPLC_LEX_H
#define TOOLS_TMPLC_LEX_H

#include "core/str.h"

enum token_kind { TOKEN_END, TOKEN_HTML, TOKEN_EXPR, TOKEN_CODE, TOKEN_NOTE };

struct token {
	enum token_kind kind;
	struct str s; /* HTML: all of it; else what stands inside, without blanks at the ends */
	size_t at;    /* offset of s in the template; of a note, where its mark begins */
	int line;     /* line of s, from 1 */
	bool alone;   /* a directive or note that shares its lines with others of the kind only */
};

/* What is wrong, and where (byte offset).  msg is NULL when nothing is. */
struct fault {
	size_t at;
	const char *msg;
	struct str what; /* shown behind the message; may be empty */
};

struct lexer {
	struct str text;
	size_t at;
	int line;
	bool clean;      /* nothing but blanks and directives since the line began */
	size_t span_end; /* how far span_alone is known */
	bool span_alone;
};

void lex_init(struct lexer *x, struct str text);
/* The next token; TOKEN_END at the end.  false with *fault filled. */
bool lex_next(struct lexer *x, struct token *t, struct fault *fault);
/* Always false, after filling *fault: for `return fault_set(…)`. */
bool fault_set(struct fault *fault, size_t at, const char *msg, struct str what);

/*
 * Offset of the first byte c outside brackets, strings and characters of C text that passed
 * lex_next; s.n when there is none.
 */
size_t lex_find_outside(struct str s, char c);
/* Length of the C identifier at the start of s, 0 when there is none. */
size_t lex_identifier(struct str s);

#endif
