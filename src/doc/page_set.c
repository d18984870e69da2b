/* Paragraphs and pages; see page.h. */
#include "doc/page.h"

#define MM(tenths) ((tenths) / 10.0)
#define POINT (25.4 / 72)

/* GB/T 9704-2012 5.2.3: 22 lines of 28 characters fill the 225 x 156 mm of text. */
static const double text_size = MM(LAYOUT_WIDTH) / 28;
static const double line_pitch = MM(LAYOUT_HEIGHT) / 22;
static const double title_size = 22 * POINT;
static const double title_pitch = 32 * POINT;
static const double number_size = 14 * POINT; /* 7.5: page number in 四号, 7 mm below the text */
static const double number_drop = 7;
/* Distance of the baseline from the middle of a line, as a part of the font size. */
static const double baseline = 0.36;
/* Extra space between characters up to which a line is stretched to the margin. */
static const double stretch_max = 0.12;

static const double left = MM(LAYOUT_MARGIN_LEFT);
static const double top = MM(LAYOUT_MARGIN_TOP);
static const double bottom = MM(LAYOUT_PAGE_HEIGHT - LAYOUT_MARGIN_BOTTOM);
static const double width = MM(LAYOUT_WIDTH);

enum { PAGES_MAX = 5000 };

enum err page_turn(struct page_setter *s, struct error *err)
{
	struct page_list *l = &s->list;
	if (l->n >= PAGES_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "报告正文过长，超过 %d 页，请删减后再试", PAGES_MAX);
	struct page *p = arena_grow(s->arena, l->page, l->n, l->n + 1, &l->cap, sizeof *p);
	if (!p)
		return arena_check(s->arena, err);
	l->page = p;
	l->page[l->n++] = (struct page){ 0 };
	s->y = top;
	return OK;
}

double page_room(const struct page_setter *s)
{
	return bottom - s->y;
}

void page_add_run(struct page_setter *s, const struct page_run *run)
{
	struct page *p = &s->list.page[s->list.n - 1];
	if (run->text.n == 0)
		return;
	struct page_run *r =
		arena_grow(s->arena, p->run, p->n_runs, p->n_runs + 1, &p->cap_runs, sizeof *r);
	if (!r)
		return;
	p->run = r;
	p->run[p->n_runs++] = *run;
}

void page_add_rule(struct page_setter *s, double x1, double y1, double x2, double y2)
{
	page_add_rule_of(s, &(struct page_rule){ x1, y1, x2, y2, 0, false });
}

void page_add_rule_of(struct page_setter *s, const struct page_rule *rule)
{
	struct page *p = &s->list.page[s->list.n - 1];
	struct page_rule *r =
		arena_grow(s->arena, p->rule, p->n_rules, p->n_rules + 1, &p->cap_rules, sizeof *r);
	if (!r)
		return;
	p->rule = r;
	p->rule[p->n_rules++] = *rule;
}

/* How a kind of item is set. */
struct manner {
	enum page_font font;
	double size, pitch;
	double indent;	  /* first line, characters */
	double align;	  /* 0 left and stretched, 0.5 centred, 1 right */
	double end_space; /* free at the right of right-aligned lines, characters */
	double after;	  /* lines */
	bool red;
};

static struct manner manner_of(enum layout_kind kind)
{
	struct manner m = { .font = PAGE_FONT_TEXT, .size = text_size, .pitch = line_pitch };
	switch (kind) {
	case LAYOUT_TITLE:
		m.font = PAGE_FONT_TITLE;
		m.size = title_size;
		m.pitch = title_pitch;
		m.align = 0.5;
		m.after = 1;
		break;
	case LAYOUT_HEADING:
		m.font = PAGE_FONT_HEADING;
		m.indent = 2;
		break;
	case LAYOUT_SIGNATURE:
	case LAYOUT_DATE:
		m.align = 1;
		m.end_space = 2;
		break;
	case LAYOUT_PARAGRAPH:
	case LAYOUT_TABLE:
	case LAYOUT_SUBHEADING:
		m.indent = 2;
		break;
	case LAYOUT_ATTACHMENT:
		m.indent = 5; /* two, and the three of 附件： */
		break;
	case LAYOUT_ADDRESSEE:
	case LAYOUT_GAP:
		break;
	case LAYOUT_ORG:
		m.font = PAGE_FONT_TITLE;
		m.align = 0.5;
		m.red = true;
		break;
	case LAYOUT_NUMBER:
		m.align = 0.5;
		break;
	case LAYOUT_SEAL_ORG:
	case LAYOUT_SEAL_DATE:
		m.align = 1;
		m.end_space = 4; /* GB/T 9704-2012 7.3.5.1 */
		break;
	case LAYOUT_COPY:
	case LAYOUT_PRINTED:
		m.size = number_size;
		m.indent = 1;
		break;
	}
	return m;
}

static void set_line(struct page_setter *s, struct str text, const struct page_span *span,
	const struct manner *m, double indent, bool last)
{
	double room = width - indent - m->end_space * m->size;
	struct page_run run = { .text = str_sub(text, span->from, span->to),
		.x = left + indent + (room - span->width) * m->align,
		.y = s->y + m->pitch / 2 + m->size * baseline,
		.size = m->size,
		.font = m->font,
		.red = m->red };
	double extra = span->chars > 1 ? (room - span->width) / (span->chars - 1) : 0;
	if (m->align == 0 && !last && extra > 0 && extra <= stretch_max * m->size)
		run.spacing = extra;
	page_add_run(s, &run);
	s->y += m->pitch;
}

/*
 * GB/T 9704-2012 7.3.5: no page has the signature alone.  How many of the last lines of a text go to
 * the next page because the signature behind it goes there: 0 when it fits, else two, or all.
 */
static size_t lines_to_carry(const struct page_setter *s, size_t n, double pitch)
{
	enum { SIGNATURE_LINES = 4, CARRIED = 2 }; /* a gap, and room for the seal */
	double need = (double)n * pitch;
	if (need > page_room(s) || need + SIGNATURE_LINES * line_pitch <= page_room(s))
		return 0;
	return n > CARRIED + 1 ? CARRIED : n;
}

/* Sets text line by line, turning the page when it is full.  ends: the signature follows. */
static enum err set_text(struct page_setter *s, struct str text, const struct manner *m, bool ends,
	struct error *err)
{
	struct page_spans lines;
	double indent = m->indent * m->size;
	double room = width - m->end_space * m->size;
	enum err e = page_break_lines(s, text, m->font, m->size, room, indent, &lines, err);
	size_t carry = !e && ends ? lines_to_carry(s, lines.n, m->pitch) : 0;
	for (size_t i = 0; !e && i < lines.n; i++) {
		bool carried = carry && i + carry == lines.n && s->y > top;
		if (carried || page_room(s) < m->pitch - 1e-6)
			e = page_turn(s, err);
		if (!e)
			set_line(s, text, &lines.span[i], m, i == 0 ? indent : 0, i + 1 == lines.n);
	}
	return e;
}

static enum err set_title(struct page_setter *s, const struct layout_item *it,
	const struct manner *m, struct error *err)
{
	enum err e = OK;
	if (it->break_at)
		e = set_text(s, str_sub(it->text, 0, it->break_at), m, false, err);
	e = e ? e : set_text(s, str_sub(it->text, it->break_at, it->text.n), m, false, err);
	s->y += m->after * line_pitch;
	return e;
}

/*
 * A heading stays with what follows: a table when both fit on a page, else its
 * first rows; the first line of a text.
 */
static enum err keep_heading(struct page_setter *s, const struct layout *l, size_t i,
	const struct manner *m, struct error *err)
{
	struct page_spans lines;
	struct page_table *t;
	enum err e = page_break_lines(
		s, l->item[i].text, m->font, m->size, width, m->indent * m->size, &lines, err);
	if (e)
		return e;
	double need = (double)lines.n * m->pitch;
	if (i + 1 < l->n && l->item[i + 1].kind == LAYOUT_TABLE) {
		e = page_table_measure(s, l->item[i + 1].table, &t, err);
		if (e)
			return e;
		double all = page_table_height(t, 0, page_table_rows(t));
		need += need + all <= bottom - top ? all : page_table_least(t);
	} else if (i + 1 < l->n) {
		need += m->pitch;
	}
	return need > page_room(s) && s->y > top ? page_turn(s, err) : OK;
}

static enum err set_table(
	struct page_setter *s, const struct layout_table *table, struct error *err)
{
	struct page_table *t;
	enum err e = page_table_measure(s, table, &t, err);
	if (e)
		return e;
	double all = page_table_height(t, 0, page_table_rows(t));
	/* A form follows its title and is broken between rows; a table of a report stands whole. */
	bool whole = table->no != LAYOUT_FORM && all <= bottom - top;
	if (all > page_room(s) && s->y > top && (whole || page_table_least(t) > page_room(s)))
		e = page_turn(s, err);
	e = e ? e : page_table_set(s, t, err);
	s->y += line_pitch / 3;
	return e;
}

/* 7.5: of a letter at the outer edge, one character free: odd pages right, even pages left. */
static double number_place(size_t page, double w, bool letter)
{
	if (!letter)
		return left + (width - w) / 2;
	return page % 2 ? left + width - number_size - w : left + number_size;
}

static void add_numbers(struct page_setter *s, bool letter)
{
	size_t n = s->list.n;
	for (size_t i = 0; i < n; i++) {
		struct str text = arena_fmt(s->arena, "— %zu —", i + 1);
		double w = page_text_width(s, text, PAGE_FONT_TABLE, number_size);
		s->list.n = i + 1;
		page_add_run(s, &(struct page_run){ .text = text,
					.x = number_place(i + 1, w, letter),
					.y = bottom + number_drop + number_size,
					.size = number_size,
					.font = PAGE_FONT_TABLE });
	}
	s->list.n = n;
}

enum err page_set(struct arena *a, const struct layout *l, const struct page_metrics *m,
	struct page_list *out, struct error *err)
{
	struct page_setter s = { .arena = a, .metrics = m };
	enum err e = page_turn(&s, err);
	for (size_t i = 0; !e && i < l->n; i++) {
		size_t used = 0;
		e = page_letter_set(&s, l, i, &used, err);
		if (e)
			break;
		if (used) {
			i += used - 1;
			continue;
		}
		const struct layout_item *it = &l->item[i];
		struct manner how = manner_of(it->kind);
		if (it->kind == LAYOUT_HEADING || it->kind == LAYOUT_SUBHEADING)
			e = keep_heading(&s, l, i, &how, err);
		if (e)
			break;
		if (it->kind == LAYOUT_TABLE)
			e = set_table(&s, it->table, err);
		else if (it->kind == LAYOUT_TITLE)
			e = set_title(&s, it, &how, err);
		else
			e = set_text(&s, it->text, &how, layout_before_signature(l, i), err);
	}
	if (!e)
		add_numbers(&s, layout_is_letter(l));
	e = e ? e : arena_check(a, err);
	if (!e)
		*out = s.list;
	return e;
}
