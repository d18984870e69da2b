#include "doc/grid.h"

#include "core/utf8.h"
#include "doc/grid_table.h"
#include "doc/grid_text.h"

#include <math.h>
#include <stdlib.h>

/*
 * Where page numbers and running heads stand: this part of the page height at its ends, at least
 * so many points (the margins do not shrink with a page that lies on its side).
 */
static const double HEAD_PART = 0.11, FOOT_PART = 0.13, HEAD_MIN = 92.0, FOOT_MIN = 108.0;
/* Running heads stand at the same height on every page (points). */
static const double HEAD_SHIFT = 4.0;
/*
 * A line ends its paragraph when it leaves more than this many characters of
 * room, besides what the next line starts with and could not be divided.
 */
static const double FULL_LINE_LACK = 1.3;
/* A line that starts this many characters after the left margin starts a paragraph. */
static const double INDENT_MIN = 1.2;
/* Lines of one paragraph: size may differ by this factor, the gap by this part of the height. */
static const double SIZE_RATIO = 1.3, LINE_GAP_MAX = 1.3;
/* On each side of a rule a word must have this part of a character to be cut there. */
static const double CUT_PART = 0.6;

/* Pages of one width (points) have the same margins. */
static const double SAME_WIDTH = 1.0;

enum {
	TEXT_BYTES_MAX = 8 << 20, /* one paragraph or cell */
	HEAD_LINES_MAX = 3	  /* running heads and page numbers at one end of a page */
};

/* A word and where it goes: table index and cell of its page, or no table (-1). */
struct placed {
	int table, cell;
	struct grid_word w;
};

/* One page after its words were placed. */
struct laid_page {
	struct grid_table *table;
	size_t n_tables;
	struct grid_line *line; /* outside tables */
	size_t n_lines;
	double width, height;
	double own_left, own_right; /* where its lines begin and end */
	double left, right;	    /* text margins */
};

/* What is being put out; the last paragraph or table may still go on. */
struct output {
	struct doc *doc;
	struct arena *scratch;
	struct buf text;       /* open paragraph */
	struct grid_line last; /* its last line */
	double left, right;    /* text margins of the page of `last` */
	int text_page;
	struct grid_table *table; /* open table */
};

/* The smallest table that encloses the point, or -1. */
static int find_table(const struct grid_table *t, size_t n, double x, double y)
{
	int best = -1;
	double area = 0;
	for (size_t i = 0; i < n; i++) {
		if (x < t[i].x[0] || x > t[i].x[t[i].cols] || y < t[i].y[0] ||
			y > t[i].y[t[i].rows])
			continue;
		double size = (t[i].x[t[i].cols] - t[i].x[0]) * (t[i].y[t[i].rows] - t[i].y[0]);
		if (best < 0 || size < area) {
			best = (int)i;
			area = size;
		}
	}
	return best;
}

static enum err push_placed(struct arena *a, struct placed **list, size_t *n, size_t *cap,
	struct placed x, struct error *err)
{
	struct placed *p = arena_grow(a, *list, *n, *n + 1, cap, sizeof **list);
	if (!p)
		return arena_check(a, err);
	*list = p;
	p[(*n)++] = x;
	return OK;
}

/*
 * Cuts the front of w off at x, between two characters: the words of two
 * narrow cells can come as one.  Widths are shared out by character (Chinese
 * ones count double).  False when x is not well inside the word.
 */
static bool cut_word(struct grid_word *w, double x, struct grid_word *front)
{
	int halves = grid_text_width(w->text);
	double unit = (w->x1 - w->x0) / (halves > 0 ? halves : 1), at_x = w->x0;
	if (halves < 2 || x < w->x0 + CUT_PART * unit || x > w->x1 - CUT_PART * unit)
		return false;
	size_t at = 0, cut = 0;
	while (at < w->text.n) {
		size_t before = at;
		int32_t c = utf8_next(w->text, &at);
		if (c < 0)
			break;
		double width = unit * grid_text_width(str_sub(w->text, before, at));
		if (at_x + width / 2 > x)
			break;
		at_x += width;
		cut = at;
	}
	if (cut == 0 || cut >= w->text.n)
		return false;
	*front = *w;
	front->text = str_sub(w->text, 0, cut);
	front->x1 = at_x;
	w->text = str_sub(w->text, cut, w->text.n);
	w->x0 = at_x;
	return true;
}

/* Puts a word into the cell under its middle, in pieces where it lies over several cells. */
static enum err place_in_table(struct arena *a, struct grid_table *t, int index, struct grid_word w,
	struct placed **list, size_t *n, size_t *cap, struct error *err)
{
	int row = grid_edge_index(t->y, t->rows, (w.y0 + w.y1) / 2);
	for (int k = 1; k < t->cols && row >= 0; k++) {
		struct grid_word front;
		int left = row * t->cols + k - 1;
		if (t->x[k] <= w.x0 || t->owner[left] == t->owner[left + 1])
			continue;
		if (t->x[k] >= w.x1 || !cut_word(&w, t->x[k], &front))
			continue;
		int col = grid_edge_index(t->x, t->cols, (front.x0 + front.x1) / 2);
		int at = row * t->cols + (col < 0 ? 0 : col);
		t->used[at] = 1;
		enum err e = push_placed(
			a, list, n, cap, (struct placed){ index, t->owner[at], front }, err);
		if (e)
			return e;
	}
	int col = grid_edge_index(t->x, t->cols, (w.x0 + w.x1) / 2);
	int at = (row < 0 ? 0 : row) * t->cols + (col < 0 ? 0 : col);
	t->used[at] = 1;
	return push_placed(a, list, n, cap, (struct placed){ index, t->owner[at], w }, err);
}

static int cmp_placed(const void *pa, const void *pb)
{
	const struct placed *a = pa, *b = pb;
	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* The lines of one cell of t joined with '\n'. */
static enum err fill_cell(struct arena *a, const struct grid_table *t, struct grid_cell *cell,
	struct grid_word *w, size_t n, struct error *err)
{
	struct grid_line *line;
	size_t n_lines;
	enum err e = grid_make_lines(a, w, n, false, &line, &n_lines, err);
	if (e)
		return e;
	struct buf b;
	buf_init(&b, TEXT_BYTES_MAX);
	for (size_t i = 0; i < n_lines; i++) {
		if (i)
			buf_char(&b, '\n');
		buf_str(&b, line[i].text);
	}
	cell->text = arena_str(a, buf_view(&b));
	double width = t->x[cell->col + cell->colspan] - t->x[cell->col];
	if (n_lines && width > 0)
		cell->fill = (line[n_lines - 1].x1 - line[n_lines - 1].x0) / width;
	e = buf_check(&b, err);
	buf_done(&b);
	return e ? e : arena_check(a, err);
}

/* Tables without a word are ornaments; the others lose their empty slivers. */
static enum err tidy_tables(struct arena *a, struct laid_page *out, struct error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < out->n_tables; i++) {
		struct grid_table *t = &out->table[i];
		bool any = false;
		for (size_t k = 0; k < t->n_cells && !any; k++)
			any = t->cell[k].text.n > 0;
		if (!any)
			continue;
		enum err e = grid_drop_slivers(a, t, err);
		if (e)
			return e;
		out->table[n++] = *t;
	}
	out->n_tables = n;
	return OK;
}

/* Finds the tables of a page and hands each word to its cell or to the lines outside. */
static enum err lay_page(struct arena *a, const struct grid_page *p, int number,
	struct laid_page *out, bool *too_many, struct error *err)
{
	enum err e = grid_find_tables(a, p, number, &out->table, &out->n_tables, too_many, err);
	struct placed *list = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < p->n_words && !e; i++) {
		struct grid_word w = p->word[i];
		int t = find_table(out->table, out->n_tables, (w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2);
		e = t < 0 ? push_placed(a, &list, &n, &cap, (struct placed){ -1, -1, w }, err)
			  : place_in_table(a, &out->table[t], t, w, &list, &n, &cap, err);
	}
	if (e || n == 0)
		return e ? e : tidy_tables(a, out, err);
	qsort(list, n, sizeof *list, cmp_placed);
	struct grid_word *word = arena_array(a, struct grid_word, n);
	if (!word)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++)
		word[i] = list[i].w;
	for (size_t i = 0, end; i < n && !e; i = end) {
		for (end = i + 1; end < n && cmp_placed(&list[i], &list[end]) == 0; end++)
			;
		if (list[i].table < 0)
			e = grid_make_lines(
				a, word + i, end - i, true, &out->line, &out->n_lines, err);
		else
			e = fill_cell(a, &out->table[list[i].table],
				&out->table[list[i].table].cell[list[i].cell], word + i, end - i,
				err);
	}
	for (size_t i = 0; i < out->n_lines; i++)
		out->line[i].page = number;
	return e ? e : tidy_tables(a, out, err);
}

static size_t skip_digits(struct str s, size_t at)
{
	while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
		at++;
	return at;
}

/* Equal but for digits: "第 3 页 某局" is the same on every page. */
static bool is_same_head(struct str a, struct str b)
{
	size_t i = skip_digits(a, 0), k = skip_digits(b, 0);
	while (i < a.n && k < b.n && a.p[i] == b.p[k]) {
		i = skip_digits(a, i + 1);
		k = skip_digits(b, k + 1);
	}
	return i == a.n && k == b.n;
}

/* Whether another page has the same words at the same height, as its first or last line. */
static bool is_repeated(const struct laid_page *page, size_t n, size_t self,
	const struct grid_line *line, bool foot)
{
	for (size_t i = 0; i < n; i++) {
		if (i == self || page[i].n_lines == 0)
			continue;
		const struct grid_line *o = &page[i].line[foot ? page[i].n_lines - 1 : 0];
		if (fabs(o->y0 - line->y0) <= HEAD_SHIFT && is_same_head(o->text, line->text))
			return true;
	}
	return false;
}

/* Whether nothing of a table stands beyond the line, i.e. it really is the outermost. */
static bool is_outermost(const struct laid_page *p, const struct grid_line *line, bool foot)
{
	for (size_t i = 0; i < p->n_tables; i++) {
		const struct grid_table *t = &p->table[i];
		if (foot ? t->y[t->rows] > line->y1 : t->y[0] < line->y0)
			return false;
	}
	return true;
}

/*
 * Takes page numbers and running heads off the page ends: a page number must be
 * the outermost line in its zone, a running head must stand on another page as
 * well.  `drop` has one flag per line of this page.  The running head of the
 * first page stays, it may be the only place of the title; what a browser prints
 * there (the time and the title of the page) goes.
 */
static void mark_page_ends(
	const struct laid_page *page, size_t n, size_t self, bool *drop_first, bool *drop_last)
{
	const struct laid_page *p = &page[self];
	*drop_first = *drop_last = false;
	if (p->n_lines == 0)
		return;
	const struct grid_line *first = &p->line[0], *last = &p->line[p->n_lines - 1];
	if (first->y1 < fmax(HEAD_PART * p->height, HEAD_MIN) && is_outermost(p, first, false))
		*drop_first = grid_is_page_number(first->text) ||
			      (self > 0 && is_repeated(page, n, self, first, false)) ||
			      grid_is_print_head(first->text);
	if (last->y0 > p->height - fmax(FOOT_PART * p->height, FOOT_MIN) && is_outermost(p, last, true))
		*drop_last = grid_is_page_number(last->text) ||
			     is_repeated(page, n, self, last, true);
}

/*
 * Line after line from the outside in.  All pages are asked before any line
 * goes, for they are compared with one another.
 */
static enum err drop_page_ends(struct arena *a, struct laid_page *page, size_t n, struct error *err)
{
	bool *drop = arena_array(a, bool, 2 * n);
	if (!drop)
		return arena_check(a, err);
	for (int round = 0; round < HEAD_LINES_MAX; round++) {
		for (size_t i = 0; i < n; i++)
			mark_page_ends(page, n, i, &drop[2 * i], &drop[2 * i + 1]);
		for (size_t i = 0; i < n; i++) {
			if (drop[2 * i + 1])
				page[i].n_lines--;
			if (drop[2 * i] && page[i].n_lines) {
				page[i].line++;
				page[i].n_lines--;
			}
		}
	}
	return OK;
}

/* The text margins of all pages of one width: a page of few lines shows none of its own. */
static void find_margins(struct laid_page *page, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		page[i].left = INFINITY;
		for (size_t k = 0; k < n; k++) {
			if (fabs(page[k].width - page[i].width) > SAME_WIDTH)
				continue;
			page[i].left = fmin(page[i].left, page[k].own_left);
			page[i].right = fmax(page[i].right, page[k].own_right);
		}
	}
}

static void find_own_margins(struct laid_page *p)
{
	p->own_left = INFINITY;
	for (size_t i = 0; i < p->n_lines; i++) {
		p->own_left = fmin(p->own_left, p->line[i].x0);
		p->own_right = fmax(p->own_right, p->line[i].x1);
	}
}

static enum err flush_text(struct output *o, struct error *err)
{
	struct doc_where where = { .page = o->text_page };
	enum err e = buf_check(&o->text, err);
	if (!e && o->text.n)
		e = doc_add_text(
			o->doc, 0, buf_view(&o->text), (struct str){ NULL, 0 }, &where, err);
	buf_clear(&o->text);
	return e;
}

static enum err flush_table(struct output *o, struct error *err)
{
	struct grid_table *t = o->table;
	o->table = NULL;
	if (!t)
		return OK;
	struct doc_table_builder *b;
	enum err e = doc_table_open(o->doc, &b, err);
	for (size_t i = 0; i < t->n_cells && !e; i++) {
		const struct grid_cell *c = &t->cell[i];
		struct doc_where where = { .page = c->page };
		e = doc_table_cell(b, c->row, c->col, c->rowspan, c->colspan, c->text, &where, err);
	}
	struct doc_where where = { .page = t->page };
	return e ? e : doc_table_close(b, &where, err);
}

/*
 * Whether `line` goes on where the open paragraph stopped: the last line ran to
 * the right margin, this one starts at the left margin, both have one size and
 * the usual distance.  Lines with a TAB are rows of a table and stay alone.  After
 * the end of a sentence a numbered line (二、…) is a heading or paragraph of its own,
 * also where no line is indented.
 */
static bool continues_text(const struct output *o, const struct grid_line *line, double left)
{
	const struct grid_line *last = &o->last;
	if (o->text.n == 0 || last->has_tab || line->has_tab || line->em <= 0 || last->em <= 0)
		return false;
	if (grid_ends_sentence(last->text) && grid_starts_numbered(line->text))
		return false;
	double h0 = last->y1 - last->y0, h1 = line->y1 - line->y0;
	if (h0 > SIZE_RATIO * h1 || h1 > SIZE_RATIO * h0)
		return false;
	if (line->page == last->page && line->y0 - last->y1 > LINE_GAP_MAX * h0)
		return false;
	if (line->page > last->page + 1)
		return false;
	double room = FULL_LINE_LACK + grid_first_group(line->text) / 2.0;
	return last->x1 >= o->right - room * last->em && line->x0 <= left + INDENT_MIN * line->em;
}

static enum err put_line(struct output *o, const struct grid_line *line, double left, double right,
	struct error *err)
{
	enum err e = flush_table(o, err);
	if (e)
		return e;
	if (continues_text(o, line, left)) {
		grid_append_wrapped(&o->text, line->text);
	} else {
		e = flush_text(o, err);
		buf_str(&o->text, line->text);
		o->text_page = line->page;
	}
	o->last = *line;
	o->left = left;
	o->right = right;
	return e;
}

static enum err put_table(struct output *o, struct grid_table *t, struct error *err)
{
	enum err e = flush_text(o, err);
	bool joined = false;
	if (!e && o->table && o->table->last_page + 1 == t->page)
		e = grid_join_tables(o->scratch, o->table, t, &joined, err);
	if (e || joined)
		return e;
	e = flush_table(o, err);
	o->table = t;
	return e;
}

/* Lines and tables of a page from top to bottom. */
static enum err put_page(struct output *o, struct laid_page *p, struct error *err)
{
	size_t t = 0;
	enum err e = OK;
	for (size_t i = 0; i <= p->n_lines && !e; i++) {
		while (t < p->n_tables && !e &&
			(i == p->n_lines ||
				p->table[t].y[0] <= (p->line[i].y0 + p->line[i].y1) / 2))
			e = put_table(o, &p->table[t++], err);
		if (i < p->n_lines && !e)
			e = put_line(o, &p->line[i], p->left, p->right, err);
	}
	return e;
}

static enum err lay_out_pages(
	struct output *o, const struct grid_page *page, size_t n, struct error *err)
{
	struct laid_page *laid = arena_array(o->scratch, struct laid_page, n);
	if (!laid)
		return arena_check(o->scratch, err);
	enum err e = OK;
	for (size_t i = 0; i < n && !e; i++) {
		bool too_many;
		laid[i].width = page[i].width;
		laid[i].height = page[i].height;
		e = lay_page(o->scratch, &page[i], (int)i + 1, &laid[i], &too_many, err);
		if (!e && too_many)
			doc_warn(o->doc, "grid.too_many_lines",
				"第%d页的线条过多，未按表格识别，请核对该页的表格", (int)i + 1);
	}
	if (!e)
		e = drop_page_ends(o->scratch, laid, n, err);
	for (size_t i = 0; i < n; i++)
		find_own_margins(&laid[i]);
	find_margins(laid, n);
	for (size_t i = 0; i < n && !e; i++)
		e = put_page(o, &laid[i], err);
	if (!e)
		e = flush_text(o, err);
	return e ? e : flush_table(o, err);
}

enum err grid_lay_out(
	struct doc *d, const struct grid_page *page, size_t n_pages, struct error *err)
{
	if (n_pages == 0)
		return OK;
	struct arena scratch;
	arena_init(&scratch, GRID_SCRATCH_MAX);
	struct output o = { .doc = d, .scratch = &scratch };
	buf_init(&o.text, TEXT_BYTES_MAX);
	enum err e = lay_out_pages(&o, page, n_pages, err);
	buf_done(&o.text);
	arena_done(&scratch);
	return e;
}
