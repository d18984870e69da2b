#include "doc/layout.h"

#include "core/utf8.h"

enum { REPORT_PARTS = 6 };

/*
 * What is not printed: what XML 1.0 forbids, control characters, and the marks that reorder text
 * (they could make a reader see another number than the one that is there).
 */
static bool is_dropped(int32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x00AD || cp == 0x061C ||
	       cp == 0x200B || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
	       (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
	       (cp >= 0xE0000 && cp <= 0xE0FFF);
}

struct str layout_clean(struct arena *a, struct str s)
{
	struct buf b;
	size_t at = 0;
	buf_init(&b, s.n + 1);
	for (int32_t cp; (cp = utf8_next(s, &at)) >= 0;) {
		if (cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029)
			cp = ' ';
		if (!is_dropped(cp))
			utf8_put(&b, cp);
	}
	struct str out = { NULL, 0 };
	if (b.err)
		a->err = a->err ? a->err : b.err;
	else
		out = arena_str(a, str_trim(buf_view(&b)));
	buf_done(&b);
	return out;
}

int layout_text_width(struct str s)
{
	int width = 0;
	size_t at = 0;
	for (int32_t cp; (cp = utf8_next(s, &at)) >= 0;)
		width += cp < 0x80 ? 500 : 1000;
	return width;
}

/* ASCII is reckoned wider here than in layout_text_width: stand-in fonts have wide digits. */
int layout_number_size(const struct layout_cell *c, int size, int width)
{
	int64_t room = (width - 2 * LAYOUT_CELL_PAD) * (int64_t)LAYOUT_TENTH_MPT;
	int64_t text = (int64_t)c->text.n * LAYOUT_DIGIT_WIDTH;
	if (!c->is_number || text == 0 || text * size / 1000 <= room)
		return size;
	return (int)(room * 1000 / text);
}

int layout_balanced_width(struct str text, int size, int width)
{
	int64_t em = (int64_t)size / LAYOUT_TENTH_MPT;
	int64_t fit = em ? width / em : 0;
	int64_t chars = (layout_text_width(text) + 999) / 1000;
	if (fit <= 0 || chars <= fit)
		return width;
	int64_t lines = (chars + fit - 1) / fit;
	/* A fifth of a character more, so that rounding never drops one. */
	int64_t want = (chars + lines - 1) / lines * em + em / 5;
	return want < width ? (int)want : width;
}

/*
 * Where a title that does not fit on one line is broken: after the agency, when
 * the rest fits on a line (GB/T 9704-2012 7.3.1: lines of a title end where the sense does).
 */
static size_t title_break(struct str title, struct str agency)
{
	int64_t em = LAYOUT_TITLE_SIZE / LAYOUT_TENTH_MPT;
	int64_t room = LAYOUT_WIDTH * 1000 / em;
	struct str rest = str_sub(title, agency.n, title.n);
	if (layout_text_width(title) <= room || agency.n == 0 || rest.n == 0 ||
		!str_starts(title, agency) || layout_text_width(rest) > room)
		return 0;
	return agency.n;
}

/* Appends an item; empty text is dropped unless it is a table. */
static enum err add_item(struct layout *l, enum layout_kind kind, struct str text,
	struct layout_table *t, struct error *err)
{
	if (!t && text.n == 0)
		return arena_check(l->arena, err);
	struct layout_item *p = arena_grow(l->arena, l->item, l->n, l->n + 1, &l->cap, sizeof *p);
	if (!p)
		return arena_check(l->arena, err);
	l->item = p;
	l->item[l->n++] = (struct layout_item){ .kind = kind, .text = text, .table = t };
	return OK;
}

enum err layout_add(struct layout *l, enum layout_kind kind, struct str text, struct error *err)
{
	struct str clean = layout_clean(l->arena, text);
	/* A gap has no text; add_item would drop it. */
	return add_item(l, kind, kind == LAYOUT_GAP ? STR(" ") : clean, NULL, err);
}

enum err layout_add_table(struct layout *l, struct layout_table *t, struct error *err)
{
	return add_item(l, LAYOUT_TABLE, (struct str){ 0 }, t, err);
}

static enum err add_paragraphs(
	struct layout *l, const struct report_paragraph *p, size_t n, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < n; i++) {
		struct str rest = p[i].text, line;
		while (!e && str_next_line(&rest, &line))
			e = add_item(l, LAYOUT_PARAGRAPH, layout_clean(l->arena, line), NULL, err);
	}
	return e;
}

/* Tables 2..upto that are due and have not been printed yet. */
static enum err add_tables(struct layout *l, struct layout_table **due, int upto, struct error *err)
{
	enum err e = OK;
	for (int no = 2; !e && no <= upto; no++) {
		if (due[no])
			e = add_item(l, LAYOUT_TABLE, (struct str){ NULL, 0 }, due[no], err);
		due[no] = NULL;
	}
	return e;
}

/*
 * The parts in the order of the report: heading, paragraphs, and after those of
 * parts two, three and four their table.  A table whose part is not in the report
 * is printed all the same, before the next part, without a heading nobody wrote.
 */
static enum err add_sections(
	struct layout *l, const struct report *r, struct layout_table **due, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < r->n_sections; i++) {
		const struct report_section *s = &r->section[i];
		bool has_table = s->no >= 2 && s->no <= 4;
		e = add_tables(l, due, s->no - 1 < 4 ? s->no - 1 : 4, err);
		struct str heading = layout_clean(l->arena, s->heading);
		if (heading.n == 0)
			heading = str_cstr(report_section_heading(s->no));
		e = e ? e : add_item(l, LAYOUT_HEADING, heading, NULL, err);
		e = e ? e : add_paragraphs(l, s->paragraph, s->n_paragraphs, err);
		if (!e && has_table)
			e = add_tables(l, due, s->no, err);
	}
	return e ? e : add_tables(l, due, 4, err);
}

static struct str make_title(struct arena *a, const struct report *r, struct str agency)
{
	struct str title = layout_clean(a, r->title);
	if (title.n)
		return title;
	if (r->year)
		return arena_fmt(a, "%.*s%d年政府信息公开工作年度报告", STR_ARG(agency), r->year);
	return arena_fmt(a, "%.*s政府信息公开工作年度报告", STR_ARG(agency));
}

enum err layout_build(
	struct arena *a, const struct report *r, struct layout **out, struct error *err)
{
	struct layout *l = arena_one(a, struct layout);
	struct layout_table *due[REPORT_PARTS] = { NULL };
	if (!l)
		return arena_check(a, err);
	l->arena = a;
	l->agency = layout_clean(a, r->agency);
	l->title = make_title(a, r, l->agency);
	enum err e = OK;
	for (int no = 2; !e && no <= 4; no++)
		e = layout_table_build(a, r, no, &due[no], err);
	e = e ? e : add_item(l, LAYOUT_TITLE, l->title, NULL, err);
	if (!e && l->n)
		l->item[0].break_at = title_break(l->title, l->agency);
	e = e ? e : add_paragraphs(l, r->lead, r->n_lead, err);
	e = e ? e : add_sections(l, r, due, err);
	e = e ? e : add_item(l, LAYOUT_SIGNATURE, layout_clean(a, r->signature), NULL, err);
	if (!e && r->has_closing_date)
		e = add_item(l, LAYOUT_DATE, arena_str(a, str_cstr(date_words(r->closing_date).z)),
			NULL, err);
	e = e ? e : arena_check(a, err);
	if (!e)
		*out = l;
	return e;
}

bool layout_before_signature(const struct layout *l, size_t i)
{
	size_t next = i + 1;
	if (l->item[i].kind != LAYOUT_PARAGRAPH && l->item[i].kind != LAYOUT_ATTACHMENT)
		return false;
	while (next < l->n && l->item[next].kind == LAYOUT_GAP)
		next++;
	return next < l->n && (l->item[next].kind == LAYOUT_SEAL_ORG || l->item[next].kind == LAYOUT_SIGNATURE);
}

bool layout_is_letter(const struct layout *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i].kind == LAYOUT_ORG)
			return true;
	return false;
}

int layout_table_size(const struct layout_table *t)
{
	return t->no == LAYOUT_FORM ? LAYOUT_FORM_SIZE : LAYOUT_TABLE_SIZE;
}

int layout_row_height(const struct layout_table *t, int row)
{
	if (t->no == LAYOUT_FORM)
		return t->least[row];
	return t->no == 2 ? LAYOUT_T2_ROW_HEIGHT : LAYOUT_ROW_HEIGHT;
}

bool layout_is_flush(const struct layout_table *t, const struct layout_cell *c)
{
	return c->role == LAYOUT_REMARK || (t->no == 3 && c->role == LAYOUT_ROW_HEAD) ||
	       (t->no == LAYOUT_FORM && c->role == LAYOUT_VALUE);
}
