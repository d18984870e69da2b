/*
 * First pass over a page: which tables carry data and which only arrange the
 * page, and which element is the article.
 */
#include "doc/html_dom.h"

enum {
	HTML_FULL_ROW = 4,	/* so many texts side by side are data, not layout */
	HTML_FULL_ROWS_MAX = 2, /* a layout table may have so many of them (a bar of links) */
	LAYOUT_ROWS_MAX = 3,	/* a table without nested tables is layout only when it is small */
	LAYOUT_COLS_MAX = 2,
	LAYOUT_PARAGRAPHS = 5 /* and one of its cells holds so many paragraphs, or a heading */
};

/*
 * Names content systems of government sites give the element of the article
 * (id or class).  Compared without case, as whole words.
 */
static const struct str article_name[] = {
	STR_INIT("UCAPCONTENT"),
	STR_INIT("zoom"),
	STR_INIT("TRS_Editor"),
	STR_INIT("TRS_UEDITOR"),
	STR_INIT("Custom_UnionStyle"),
	STR_INIT("article-content"),
	STR_INIT("article_content"),
	STR_INIT("articleContent"),
	STR_INIT("article-body"),
	STR_INIT("pages_content"),
	STR_INIT("pages-content"),
	STR_INIT("main-content"),
	STR_INIT("main_content"),
	STR_INIT("mainContent"),
	STR_INIT("detail-content"),
	STR_INIT("detail_content"),
	STR_INIT("news_content"),
	STR_INIT("xxgk_content"),
	STR_INIT("ContentBody"),
};

struct measure {
	struct arena *arena;
	struct html_table_stats *table; /* innermost open table */
	int tables;			/* data tables finished so far */
	xmlNode *article;		/* smallest candidate that holds the most data tables */
	int article_tables;
	struct candidate *candidate; /* open elements with an article's name */
};

struct candidate {
	struct candidate *outer;
	xmlNode *node;
	int tables_before;
};

/* Whether one blank-separated word of `list` is an article's name. */
static bool names_article(struct str list)
{
	for (size_t i = 0; i < list.n;) {
		size_t end = i;
		while (end < list.n && list.p[end] != ' ' && list.p[end] != '\t' &&
			list.p[end] != '\n')
			end++;
		struct str word = str_sub(list, i, end);
		for (size_t k = 0; k < sizeof article_name / sizeof article_name[0]; k++)
			if (html_same_word(word, article_name[k]))
				return true;
		i = end + 1;
	}
	return false;
}

static void end_cell(struct html_table_stats *t)
{
	if (!t->in_cell)
		return;
	t->in_cell = false;
	if (t->cell_table)
		t->nested++;
	else if (t->cell_text)
		t->row_texts++;
	if (t->paragraphs < t->cell_paragraphs)
		t->paragraphs = t->cell_paragraphs;
}

static void end_row(struct html_table_stats *t)
{
	end_cell(t);
	if (t->row_texts >= HTML_FULL_ROW)
		t->full_rows++;
	if (t->widest < t->row_cells)
		t->widest = t->row_cells;
	t->row_texts = t->row_cells = 0;
}

/*
 * A table is layout when it is one cell; when cells hold tables and hardly any
 * row is full of texts; or when it is tiny and holds running text.  Everything
 * else is data: a data table wrongly dissolved loses its grid, a layout table
 * wrongly kept only looks odd.
 */
static bool is_layout(const struct html_table_stats *t)
{
	if (t->rows <= 1 && t->widest <= 1)
		return true;
	if (t->nested > 0)
		return t->full_rows <= HTML_FULL_ROWS_MAX;
	return t->rows <= LAYOUT_ROWS_MAX && t->widest <= LAYOUT_COLS_MAX &&
	       (t->heading || t->paragraphs >= LAYOUT_PARAGRAPHS);
}

/*
 * Opens a table, row or cell in the statistics, counts blocks, and notes an
 * element that calls itself the article.
 */
static enum err enter(struct measure *m, xmlNode *n, enum html_class class, struct error *err)
{
	struct html_table_stats *t = m->table;
	if (class == HTML_TABLE) {
		struct html_table_stats *s = arena_one(m->arena, struct html_table_stats);
		if (!s)
			return arena_check(m->arena, err);
		if (t)
			t->cell_table = true;
		s->outer = t;
		m->table = s;
		n->_private = s;
	} else if (t && class == HTML_ROW) {
		end_row(t);
		t->rows++;
	} else if (t && class == HTML_CELL) {
		end_cell(t);
		t->row_cells++;
		t->in_cell = true;
		t->cell_text = t->cell_table = false;
		t->cell_paragraphs = 0;
	} else if (t && class == HTML_BLOCK) {
		t->cell_paragraphs++;
		t->heading = t->heading || html_heading_level(n) > 0;
	}
	if (n->type == XML_ELEMENT_NODE && n->properties &&
		(html_is(n, "article") || names_article(html_attr(n, "id")) ||
			names_article(html_attr(n, "class")))) {
		struct candidate *c = arena_one(m->arena, struct candidate);
		if (!c)
			return arena_check(m->arena, err);
		*c = (struct candidate){ m->candidate, n, m->tables };
		m->candidate = c;
	}
	return OK;
}

/*
 * Closes them again; a finished table is judged, a finished article compared
 * with the best one so far.
 */
static void leave(struct measure *m, xmlNode *n, enum html_class class)
{
	struct html_table_stats *t = m->table;
	if (t && n->_private == t) {
		end_row(t);
		t->is_layout = is_layout(t);
		m->tables += !t->is_layout;
		m->table = t->outer;
	} else if (t && class == HTML_ROW) {
		end_row(t);
	} else if (t && class == HTML_CELL) {
		end_cell(t);
	}
	struct candidate *c = m->candidate;
	if (c && c->node == n) {
		/* Inner candidates are left first, so "more than" keeps the smallest. */
		if (m->tables - c->tables_before > m->article_tables) {
			m->article = n;
			m->article_tables = m->tables - c->tables_before;
		}
		m->candidate = c->outer;
	}
}

/* Invisible and unread parts are passed over here as they are when reading. */
enum err html_measure(struct arena *a, xmlNode *root, xmlNode **article, struct error *err)
{
	struct measure m = { .arena = a };
	struct html_walk w;
	html_walk_start(&w, root);
	while (html_walk_next(&w)) {
		enum html_class class = html_classify(w.at);
		if (w.entering && (class == HTML_DROPPED || html_is_hidden(w.at))) {
			w.skip = true;
		} else if (w.entering) {
			enum err e = enter(&m, w.at, class, err);
			if (e)
				return e;
			if (m.table && w.at->type == XML_TEXT_NODE && w.at->content &&
				str_trim(str_cstr((const char *)w.at->content)).n)
				m.table->cell_text = true;
		} else {
			leave(&m, w.at, class);
		}
	}
	/* A page whose data tables are spread over several such elements is read whole. */
	*article = m.article_tables == m.tables ? m.article : NULL;
	return OK;
}
