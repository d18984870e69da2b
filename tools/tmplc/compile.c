/*
 * The compiler proper: takes tokens, follows the HTML, checks the directives, writes C.
 */
#include "tools/tmplc/tmplc.h"

#include "core/utf8.h"
#include "tools/tmplc/emit.h"
#include "tools/tmplc/lex.h"
#include "tools/tmplc/place.h"

enum { BLOCKS_MAX = 32 };

/* One open {% if %} or {% for %}. */
struct block {
	bool loop, in_else;
	bool joined_set;
	struct place open;   /* where it began */
	struct place joined; /* where the branches so far ended */
	size_t at;
};

struct compiler {
	struct emit emit;
	struct place place;
	struct block block[BLOCKS_MAX];
	int depth;
	bool in_page;
	bool skip_blanks; /* a line of directives alone came before */
	size_t page_at;
	struct fault *fault;
};

static const struct str NOTHING = { NULL, 0 };

/* A directive's word and what follows it. */
struct directive {
	const struct token *t;
	struct str word, arg;
};

static bool refuse(struct compiler *k, const struct token *t, const char *msg)
{
	return fault_set(k->fault, t->at, msg, NOTHING);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* ---- literal HTML ---- */

/* Blanks may be folded here without a difference on the screen. */
static bool may_fold(const struct place *p)
{
	return (p->at == PLACE_TEXT && p->pre == 0) || p->at == PLACE_TAG_IN ||
	       p->at == PLACE_TAG_GAP || p->at == PLACE_TAG_NAME || p->at == PLACE_ATTR_NAME;
}

/*
 * A run of blanks as it is written: in text a run with a line break becomes the line break
 * alone, in a tag any run becomes one space.
 */
static struct str folded(const struct place *p, struct str run)
{
	if (p->at != PLACE_TEXT)
		return STR(" ");
	return memchr(run.p, '\n', run.n) ? STR("\n") : run;
}

/* Literal text outside a page may only be blank. */
static bool outside_html(struct compiler *k, const struct token *t)
{
	for (size_t i = 0; i < t->s.n; i++)
		if (!is_blank(t->s.p[i]))
			return fault_set(k->fault, t->at + i,
				"text stands outside {% page %}; write {# #} for a note", NOTHING);
	return true;
}

static bool follow_all(struct compiler *k, struct str s, size_t at)
{
	for (size_t i = 0; i < s.n; i++) {
		const char *why = place_follow(&k->place, s.p[i]);
		if (why)
			return fault_set(k->fault, at + i, why, NOTHING);
	}
	return true;
}

static bool do_html(struct compiler *k, const struct token *t)
{
	if (!k->in_page)
		return outside_html(k, t);
	int line = t->line;
	bool skip = k->skip_blanks && (k->place.at == PLACE_TEXT || k->place.at == PLACE_TAG_IN) &&
		    k->place.pre == 0;
	for (size_t i = 0; i < t->s.n;) {
		size_t end = i;
		while (end < t->s.n && is_blank(t->s.p[end]))
			end++;
		struct str part = str_sub(t->s, i, end > i ? end : i + 1);
		struct str out = part;
		if (end > i && may_fold(&k->place))
			out = skip ? NOTHING : folded(&k->place, part);
		skip = false;
		if (!follow_all(k, part, t->at + i))
			return false;
		emit_literal(&k->emit, line, out);
		for (size_t n = 0; n < part.n; n++)
			line += part.p[n] == '\n';
		i += part.n;
	}
	return true;
}

/*
 * The browser drops a line break right behind <pre> and <textarea>, so one is written before
 * anything that may begin with a line break of its own.
 */
static void guard_first_line(struct compiler *k, int line)
{
	if (k->place.fresh)
		emit_literal(&k->emit, line, STR("\n"));
	k->place.fresh = false;
}

/* ---- expressions ---- */

static bool do_expr(struct compiler *k, const struct token *t)
{
	const char *fn = NULL;
	if (!k->in_page)
		return refuse(k, t, "{{ }} stands outside {% page %}");
	if (t->s.n == 0)
		return refuse(k, t, "{{ }} is empty");
	const char *why = place_expr(&k->place, &fn);
	if (why)
		return refuse(k, t, why);
	if (lex_find_outside(t->s, ',') < t->s.n)
		return refuse(k, t, "one {{ }} holds one expression; no comma");
	guard_first_line(k, t->line);
	emit_value(&k->emit, t->line, fn, t->s);
	return true;
}

/* ---- directives ---- */

/*
 * Splits `name(args)`; false when it is not exactly that.  args may be empty.
 */
static bool split_call(struct str s, struct str *name, struct str *args)
{
	size_t n = lex_identifier(s);
	if (n == 0 || s.n < n + 2 || s.p[n] != '(' || s.p[s.n - 1] != ')')
		return false;
	*name = str_sub(s, 0, n);
	*args = str_trim(str_sub(s, n + 1, s.n - 1));
	/* The last bracket closes the first: nothing inside closes more than it opens. */
	return lex_find_outside(str_sub(s, n + 1, s.n), ')') == s.n - n - 2;
}

static bool do_include(struct compiler *k, const struct directive *d)
{
	struct str a = d->arg;
	bool quoted = a.n > 2 && a.p[0] == '"' && a.p[a.n - 1] == '"';
	bool angled = a.n > 2 && a.p[0] == '<' && a.p[a.n - 1] == '>';
	if (k->in_page)
		return refuse(k, d->t, "{% include %} belongs before {% page %}");
	for (size_t i = 1; i + 1 < a.n; i++)
		if (a.p[i] == '"' || a.p[i] == '<' || a.p[i] == '>' || a.p[i] == '\\' ||
			a.p[i] == '\n')
			quoted = angled = false;
	if (!quoted && !angled)
		return refuse(k, d->t, "write {% include \"file.h\" %}");
	emit_include(&k->emit, d->t->line, a);
	return true;
}

static bool do_page(struct compiler *k, const struct directive *d)
{
	struct str name, args;
	if (k->in_page)
		return refuse(k, d->t, "{% page %} inside a page");
	if (!split_call(d->arg, &name, &args) || lex_find_outside(args, ';') < args.n)
		return refuse(k, d->t, "write {% page name(const struct x_view *v) %}");
	if (args.n == 0)
		return refuse(k, d->t, "write (void) for a page without arguments");
	k->in_page = true;
	k->page_at = d->t->at;
	k->place = (struct place){ .at = PLACE_TEXT };
	emit_page(&k->emit, d->t->line, name, args);
	return true;
}

static bool do_endpage(struct compiler *k, const struct directive *d)
{
	if (k->depth > 0)
		return fault_set(
			k->fault, k->block[k->depth - 1].at, "{% end %} is missing", NOTHING);
	if (k->place.at != PLACE_TEXT)
		return refuse(k, d->t, "the page ends inside a tag, or inside title or textarea");
	if (d->arg.n)
		return refuse(k, d->t, "{% endpage %} stands alone");
	emit_page_end(&k->emit);
	k->in_page = false;
	return true;
}

/* A condition: one expression. */
static bool check_condition(struct compiler *k, const struct directive *d)
{
	if (d->arg.n == 0)
		return refuse(k, d->t, "the condition is missing");
	if (lex_find_outside(d->arg, ';') < d->arg.n ||
		lex_find_outside(d->arg, ',') < d->arg.n)
		return refuse(k, d->t, "a condition is one expression");
	return true;
}

/* Exactly two ; outside brackets. */
static bool check_loop(struct compiler *k, const struct directive *d)
{
	size_t one = lex_find_outside(d->arg, ';');
	struct str rest = str_sub(d->arg, one + 1, d->arg.n);
	size_t two = lex_find_outside(rest, ';');
	struct str last = str_sub(rest, two + 1, rest.n);
	if (one == d->arg.n || two == rest.n || lex_find_outside(last, ';') < last.n)
		return refuse(k, d->t, "write {% for start; condition; step %}");
	if (str_trim(str_sub(rest, 0, two)).n == 0)
		return refuse(k, d->t, "a loop needs a condition");
	return true;
}

static bool do_open(struct compiler *k, const struct directive *d, bool loop)
{
	if (loop ? !check_loop(k, d) : !check_condition(k, d))
		return false;
	if (k->depth == BLOCKS_MAX)
		return refuse(k, d->t, "blocks are nested too deep");
	k->block[k->depth++] = (struct block){ .loop = loop, .open = k->place, .at = d->t->at };
	emit_open(&k->emit, d->t->line, loop ? "for" : "if", d->arg);
	return true;
}

/* Joins the end of a branch to those before it. */
static bool end_branch(struct compiler *k, struct block *b, const struct token *t)
{
	if (!b->joined_set) {
		b->joined = k->place;
		b->joined_set = true;
		return true;
	}
	const char *why = place_join(&b->joined, &k->place);
	return !why || refuse(k, t, why);
}

static bool do_else(struct compiler *k, const struct directive *d, bool elif)
{
	if (k->depth == 0 || k->block[k->depth - 1].loop)
		return refuse(k, d->t, "there is no {% if %} to this");
	struct block *b = &k->block[k->depth - 1];
	if (b->in_else)
		return refuse(k, d->t, "{% else %} was the last branch");
	if (elif ? !check_condition(k, d) : d->arg.n > 0)
		return elif ? false
			    : refuse(k, d->t, "{% else %} has no condition; write {% elif %}");
	if (!end_branch(k, b, d->t))
		return false;
	k->place = b->open;
	b->in_else = !elif;
	emit_else(&k->emit, d->t->line, d->arg);
	return true;
}

static bool do_end(struct compiler *k, const struct directive *d)
{
	if (k->depth == 0)
		return refuse(k, d->t, "there is no {% if %} or {% for %} to this");
	if (d->arg.n)
		return refuse(k, d->t, "{% end %} stands alone");
	struct block *b = &k->block[--k->depth];
	if (!end_branch(k, b, d->t))
		return false;
	/* Without {% else %} the body may be left out. */
	const char *why = b->in_else ? NULL : place_join(&b->joined, &b->open);
	if (why && b->loop)
		return refuse(k, d->t, "the loop ends in a different place than it began");
	if (why)
		return refuse(k, d->t, "without {% else %} the block must end where it began");
	/* The next round starts where this one ended. */
	if (b->loop && !place_same(&b->joined, &b->open))
		return refuse(k, d->t, "in a loop the blank comes before the attribute");
	k->place = b->joined;
	emit_close(&k->emit);
	return true;
}

static bool do_call(struct compiler *k, const struct directive *d)
{
	struct str name, args;
	if (k->place.at != PLACE_TEXT)
		return refuse(k, d->t, "{% call %} is for text only");
	if (!split_call(d->arg, &name, &args) || lex_find_outside(args, ';') < args.n)
		return refuse(k, d->t, "write {% call name(arguments) %}");
	emit_call(&k->emit, d->t->line, name, args);
	return true;
}

static bool do_code(struct compiler *k, const struct token *t)
{
	size_t n = lex_identifier(t->s);
	struct directive d = { t, str_sub(t->s, 0, n), str_trim(str_sub(t->s, n, t->s.n)) };
	if (str_is(d.word, "include"))
		return do_include(k, &d);
	if (str_is(d.word, "page"))
		return do_page(k, &d);
	if (!k->in_page)
		return refuse(k, t, "this stands outside {% page %}");
	const char *why = place_cut(&k->place);
	if (why)
		return refuse(k, t, why);
	guard_first_line(k, t->line);
	if (str_is(d.word, "if"))
		return do_open(k, &d, false);
	if (str_is(d.word, "for"))
		return do_open(k, &d, true);
	if (str_is(d.word, "elif") || str_is(d.word, "else"))
		return do_else(k, &d, str_is(d.word, "elif"));
	if (str_is(d.word, "end"))
		return do_end(k, &d);
	if (str_is(d.word, "call"))
		return do_call(k, &d);
	if (str_is(d.word, "endpage"))
		return do_endpage(k, &d);
	return refuse(k, t, "known are include, page, endpage, if, elif, else, for, end and call");
}

static bool do_note(struct compiler *k, const struct token *t)
{
	const char *why = k->in_page ? place_cut(&k->place) : NULL;
	if (why)
		return refuse(k, t, why);
	if (k->in_page)
		guard_first_line(k, t->line);
	return true;
}

/* ---- the whole ---- */

/* UTF-8 without control characters apart from tab and line feed. */
static bool check_text(struct str s, struct fault *fault)
{
	if (s.n > TMPLC_INPUT_MAX)
		return fault_set(fault, 0, "the template is larger than 1 MiB", NOTHING);
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		int32_t cp = utf8_next(s, &i);
		if (cp == 0xFFFD && i - from == 1)
			return fault_set(fault, from, "this is not UTF-8", NOTHING);
		if (cp == '\r')
			return fault_set(fault, from, "lines end in LF, not CR LF", NOTHING);
		if ((cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) ||
			cp == 0xFEFF || cp == 0xFFFE || cp == 0xFFFF)
			return fault_set(fault, from, "a control character", NOTHING);
	}
	return true;
}

static bool compile_tokens(struct compiler *k, struct lexer *x)
{
	for (;;) {
		struct token t;
		bool ok = lex_next(x, &t, k->fault);
		if (!ok)
			return false;
		switch (t.kind) {
		case TOKEN_END:
			return !k->in_page ||
			       fault_set(k->fault, k->page_at, "{% endpage %} is missing", NOTHING);
		case TOKEN_HTML:
			ok = do_html(k, &t);
			break;
		case TOKEN_EXPR:
			ok = do_expr(k, &t);
			break;
		case TOKEN_CODE:
			ok = do_code(k, &t);
			break;
		case TOKEN_NOTE:
			ok = do_note(k, &t);
			break;
		}
		if (!ok)
			return false;
		k->skip_blanks = t.alone;
	}
}

/* "file:line:col: error: …"; columns count characters. */
static void report(struct buf *errors, const struct tmplc_source *in, const struct fault *f)
{
	int line = 1;
	size_t start = 0, end = f->at < in->text.n ? f->at : in->text.n;
	for (size_t i = 0; i < end; i++)
		if (in->text.p[i] == '\n') {
			line++;
			start = i + 1;
		}
	size_t col = utf8_length(str_sub(in->text, start, end)) + 1;
	buf_fmt(errors, "%s:%d:%zu: error: %s", in->name, line, col, f->msg);
	if (f->what.n)
		buf_fmt(errors, ": %.*s", STR_ARG(f->what));
	buf_char(errors, '\n');
}

enum err tmplc_compile(
	const struct tmplc_source *in, struct buf *c, struct buf *h, struct buf *errors)
{
	struct fault fault = { 0, NULL, NOTHING };
	struct compiler k = { .fault = &fault };
	struct lexer x;
	if (!check_text(in->text, &fault)) {
		report(errors, in, &fault);
		return ERR_FORMAT;
	}
	lex_init(&x, in->text);
	emit_begin(&k.emit, c, h, in->name, in->header, in->text.n + 64);
	bool ok = compile_tokens(&k, &x);
	enum err lost = k.emit.lit.err;
	emit_end(&k.emit);
	if (!ok) {
		report(errors, in, &fault);
		return ERR_FORMAT;
	}
	return lost ? lost : c->err ? c->err : h->err;
}
