/*
 * page -- a layout set on A4 pages: runs of text and ruled lines at places.
 *
 * The common half of the PDF and the OFD writer.  It knows page and line breaking, nothing of
 * fonts or files: how wide a character is, it asks.  Lengths are millimetres from the upper left
 * corner of the paper; y of a run is its baseline.  Everything lives in the arena.
 *
 * A table stands whole on one page when it fits on one; otherwise it is broken between rows and
 * its header rows are repeated.  The form of a letter begins where it stands.  Each edge between cells is ruled once.
 */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include "doc/layout.h"

#include <stdint.h>

enum page_font { PAGE_FONT_TITLE, PAGE_FONT_HEADING, PAGE_FONT_TEXT, PAGE_FONT_TABLE, PAGE_FONTS };

struct page_run {
	struct str text; /* one line */
	double x, y;
	double size;    /* font size, mm */
	double spacing; /* added after each character, mm */
	enum page_font font;
	bool red;
};

struct page_rule {
	double x1, y1, x2, y2; /* horizontal or vertical */
	double width;          /* mm; 0: the writer's usual one */
	bool red;
};

struct page {
	struct page_run *run;
	size_t n_runs, cap_runs;
	struct page_rule *rule;
	size_t n_rules, cap_rules;
};

struct page_list {
	struct page *page;
	size_t n, cap;
};

/* Advance width of a character as a part of the font size; ctx is the writer's. */
struct page_metrics {
	double (*advance)(void *ctx, enum page_font font, int32_t cp);
	void *ctx;
};

MUST_USE enum err page_set(struct arena *a, const struct layout *l, const struct page_metrics *m,
	struct page_list *out, struct error *err);

/* For the files of page_*.c: */

struct page_setter {
	struct arena *arena;
	const struct page_metrics *metrics;
	struct page_list list;
	double y; /* where the next thing begins on the last page */
};

/* A line of a broken text: bytes [from, to) and their width in mm. */
struct page_span {
	size_t from, to;
	double width;
	int chars;
};
struct page_spans {
	struct page_span *span;
	size_t n, cap;
};

/*
 * Breaks text into lines of at most `width` mm, the first one `indent` shorter.
 * No line begins with closing or ends with opening punctuation (GB/T 15834-2011 5.1.10),
 * words and numbers stay whole unless they are wider than a line.
 */
MUST_USE enum err page_break_lines(struct page_setter *s, struct str text, enum page_font font,
	double size, double width, double indent, struct page_spans *out, struct error *err);
double page_text_width(const struct page_setter *s, struct str text, enum page_font font,
	double size);

void page_add_run(struct page_setter *s, const struct page_run *run);
void page_add_rule(struct page_setter *s, double x1, double y1, double x2, double y2);
void page_add_rule_of(struct page_setter *s, const struct page_rule *rule);
/* Begins a new page. */
MUST_USE enum err page_turn(struct page_setter *s, struct error *err);
/* What is left of the last page, mm. */
double page_room(const struct page_setter *s);

/*
 * The parts only letters have (page_letter.c): sets item i, and what belongs to it, when it is one of
 * them; *used is how many items were set, 0 when i is an ordinary one.
 */
MUST_USE enum err page_letter_set(struct page_setter *s, const struct layout *l, size_t i,
	size_t *used, struct error *err);

/* A table measured for setting. */
struct page_table;
MUST_USE enum err page_table_measure(struct page_setter *s, const struct layout_table *t,
	struct page_table **out, struct error *err);
/* Height of rows [from, to), mm. */
double page_table_height(const struct page_table *t, int from, int to);
int page_table_rows(const struct page_table *t);
/* Header rows and the first row after them: the least that may stand on a page. */
double page_table_least(const struct page_table *t);
/* Sets the whole table from s->y on, turning pages where it must. */
MUST_USE enum err page_table_set(struct page_setter *s, const struct page_table *t,
	struct error *err);

#endif
