#include "doc/draft.h"

#include "core/utf8.h"

enum { CELL_TEXT_MAX = 16 << 20 };

static enum err emit_table(struct doc *d, const struct draft_table *t, struct error *err);

/* True for text with letters or Chinese characters: no mere value. */
static bool has_letters(struct str s)
{
	for (size_t at = 0;;) {
		int32_t c = utf8_next(s, &at);
		if (c < 0)
			return false;
		if (utf8_is_han(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			return true;
	}
}

/*
 * Text of a cell's content: paragraphs and rows of inner tables on lines, cells
 * of inner tables behind tabs.  Automatic numbers stand in front of words, as
 * people see them, and alone in an empty paragraph (a 序号 column); never in
 * front of a value, which they would falsify.  Recurses at most as deep as
 * tables nest, which the XML depth limit bounds.
 */
static void flatten(struct buf *b, const struct draft_list *list)
{
	size_t start = b->n;
	for (const struct draft_item *i = list->first; i; i = i->next) {
		if (b->n > start)
			buf_char(b, '\n');
		if (!i->table) {
			if (str_trim(i->text).n == 0 || has_letters(i->text))
				buf_str(b, i->numbering);
			buf_str(b, i->text);
			continue;
		}
		for (size_t k = 0; k < i->table->n; k++) {
			const struct draft_cell *c = &i->table->cell[k];
			if (k > 0)
				buf_char(b, c->row > c[-1].row ? '\n' : '\t');
			flatten(b, &c->content);
		}
	}
}

/* Writes the content of a layout cell as blocks; the same bound on recursion. */
static enum err emit_blocks(struct doc *d, const struct draft_list *list, struct error *err)
{
	enum err e = OK;
	for (const struct draft_item *i = list->first; i && !e; i = i->next) {
		if (i->table)
			e = emit_table(d, i->table, err);
		else if (str_trim(i->text).n)
			e = doc_add_text(d, i->level, i->text, i->numbering, NULL, err);
	}
	return e;
}

/* Writes all cells through the document's builder. */
static enum err emit_cells(
	struct doc *d, const struct draft_table *t, struct buf *text, struct error *err)
{
	struct doc_table_builder *b;
	enum err e = doc_table_open(d, &b, err);
	for (size_t i = 0; i < t->n && !e; i++) {
		const struct draft_cell *c = &t->cell[i];
		buf_clear(text);
		flatten(text, &c->content);
		e = buf_check(text, err);
		if (!e)
			e = doc_table_cell(b, c->row, c->col, c->rowspan, c->colspan,
				buf_view(text), NULL, err);
	}
	return e ? e : doc_table_close(b, NULL, err);
}

static enum err emit_table(struct doc *d, const struct draft_table *t, struct error *err)
{
	if (t->n == 0)
		return OK;
	if (t->n == 1)
		return emit_blocks(d, &t->cell[0].content, err);
	struct buf text;
	buf_init(&text, CELL_TEXT_MAX);
	enum err e = emit_cells(d, t, &text, err);
	buf_done(&text);
	return e;
}

static enum err append(const struct draft_sink *s, struct draft_item item, struct error *err)
{
	struct draft_item *p = arena_one(s->scratch, struct draft_item);
	if (!p)
		return arena_check(s->scratch, err);
	*p = item;
	if (s->cell->last)
		s->cell->last->next = p;
	else
		s->cell->first = p;
	s->cell->last = p;
	return OK;
}

enum err draft_add_text(const struct draft_sink *s, int level, struct str text,
	struct str numbering, struct error *err)
{
	bool blank = str_trim(text).n == 0;
	if (!s->cell)
		return blank ? OK : doc_add_text(s->doc, level, text, numbering, NULL, err);
	if (blank && numbering.n == 0)
		return OK;
	struct draft_item item = { .level = level, .text = arena_str(s->scratch, text) };
	if (numbering.n)
		item.numbering = arena_str(s->scratch, numbering);
	enum err e = arena_check(s->scratch, err);
	return e ? e : append(s, item, err);
}

enum err draft_add_table(const struct draft_sink *s, struct draft_table *t, struct error *err)
{
	if (!s->cell)
		return emit_table(s->doc, t, err);
	return t->n ? append(s, (struct draft_item){ .table = t }, err) : OK;
}

enum err draft_add_cell(struct draft_table *t, struct arena *scratch, const struct draft_cell *cell,
	struct error *err)
{
	struct draft_cell *p = arena_grow(scratch, t->cell, t->n, t->n + 1, &t->cap, sizeof *p);
	if (!p)
		return arena_check(scratch, err);
	t->cell = p;
	t->cell[t->n++] = *cell;
	return OK;
}
