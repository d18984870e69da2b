#include "doc/word97.h"

#include "core/utf8.h"
#include "doc/cp1252.h"
#include "doc/edge_table.h"
#include "doc/read.h"

/* Characters of the text stream with a meaning, [MS-DOC] 2.4.1 and 2.8.25. */
enum {
	CHAR_CELL_END = 0x07,
	CHAR_TAB = 0x09,
	CHAR_LINE_BREAK = 0x0B,
	CHAR_PAGE_BREAK = 0x0C,
	CHAR_PARAGRAPH_END = 0x0D,
	CHAR_COLUMN_BREAK = 0x0E,
	CHAR_FIELD_BEGIN = 0x13,
	CHAR_FIELD_SEPARATOR = 0x14,
	CHAR_FIELD_END = 0x15,
	CHAR_HARD_HYPHEN = 0x1E,
	FIELD_DEPTH_MAX = 64, /* deeper fields are taken as text */
	TEXT_MAX = 32 << 20   /* bytes of one paragraph */
};

struct word97_reader {
	struct word97_file *file;
	struct doc *doc;
	struct buf text; /* open paragraph or cell */
	struct edge_table table;
	int field_depth;
	uint64_t in_code;	 /* bit per open field: its code, not its result, is passing */
	uint32_t fc_from, fc_to; /* where `hidden` is known to hold */
	bool hidden;
	size_t n_hidden, n_deleted; /* characters dropped */
	int blanks;		    /* guessing: empty cells whose meaning is open */
	int last_width;		    /* guessing: cells of the row before */
	bool guessed;
};

/* Whether the character at fc is shown; the answer is remembered for the run. */
static bool is_shown(struct word97_reader *r, uint32_t fc)
{
	if (fc < r->fc_from || fc >= r->fc_to) {
		const struct word97_run *run = word97_find_run(&r->file->characters, fc);
		r->fc_from = run ? run->fc : fc;
		r->fc_to = run ? run->fc_end : fc + 1;
		bool deleted;
		r->hidden = word97_is_hidden(run, &deleted);
		r->n_hidden += r->hidden && !deleted;
		r->n_deleted += deleted;
	}
	return !r->hidden;
}

static struct str open_text(const struct word97_reader *r)
{
	struct str s = buf_view(&r->text);
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
		s.n--;
	return s;
}

static void clear_text(struct word97_reader *r)
{
	if (r->text.err == OK)
		buf_clear(&r->text);
}

static enum err put_cell(struct word97_reader *r, struct str text, struct error *err)
{
	return edge_table_cell(&r->table, (struct edge_cell){ .text = text }, err);
}

/* Ends a row, with the measures its end mark carries. */
static void end_row(struct word97_reader *r, const struct word97_paragraph *p)
{
	int n;
	struct edge_cell *cell = edge_table_open_row(&r->table, &n);
	if (p && cell)
		word97_measure_row(p, cell, n);
	r->last_width = n;
	edge_table_end_row(&r->table);
}

static bool has_han(struct str s)
{
	for (size_t i = 0; i < s.n;)
		if (utf8_is_han(utf8_next(s, &i)))
			return true;
	return false;
}

/*
 * Without paragraph properties an empty cell and the end of a row look alike.
 * Several of them before a cell with words: one is the row's end, chosen so that
 * the row gets as many cells as the one before it (reports have rows of 4, 10
 * and 15 cells); before a number all are empty cells.
 */
static enum err settle_blanks(struct word97_reader *r, bool row_ends, struct error *err)
{
	int n, before = r->blanks;
	edge_table_open_row(&r->table, &n);
	if (row_ends && r->blanks > 0) {
		before = r->last_width - n;
		if (before < 0 || before > r->blanks - 1)
			before = 0;
	}
	enum err e = OK;
	for (int i = 0; !e && i < before; i++)
		e = put_cell(r, (struct str){ NULL, 0 }, err);
	if (!row_ends || r->blanks == 0)
		before = r->blanks;
	else
		end_row(r, NULL);
	for (int i = before + 1; !e && i < r->blanks; i++)
		e = put_cell(r, (struct str){ NULL, 0 }, err);
	r->blanks = 0;
	return e;
}

/* A cell end in a file whose paragraph properties are lost. */
static enum err guess_cell(struct word97_reader *r, struct error *err)
{
	struct str text = open_text(r);
	r->guessed = true;
	if (str_trim(text).n == 0) {
		r->blanks++;
		return OK;
	}
	enum err e = settle_blanks(r, has_han(text), err);
	return e ? e : put_cell(r, text, err);
}

static enum err end_cell(
	struct word97_reader *r, const struct word97_paragraph *p, bool known, struct error *err)
{
	enum err e = OK;
	if (!known)
		e = guess_cell(r, err);
	else if (p->row_end)
		end_row(r, p);
	else
		e = put_cell(r, open_text(r), err);
	clear_text(r);
	return e;
}

static enum err end_table(struct word97_reader *r, struct error *err)
{
	enum err e = r->blanks ? settle_blanks(r, true, err) : OK;
	end_row(r, NULL);
	r->last_width = 0;
	return e ? e : edge_table_finish(&r->table, err);
}

/* The mark that ends a paragraph, at byte fc: cell, row, line of a cell, or text. */
static enum err end_paragraph(
	struct word97_reader *r, unsigned mark, uint32_t fc, struct error *err)
{
	struct word97_paragraph p;
	const struct word97_run *run = word97_find_run(&r->file->paragraphs, fc);
	word97_read_paragraph(r->file, run, &p);
	if (mark == CHAR_CELL_END)
		return end_cell(r, &p, run && p.in_table, err);
	if (p.in_table || (!run && r->table.n && r->blanks == 0)) {
		buf_char(&r->text, '\n');
		return OK;
	}
	enum err e = r->table.n || r->blanks ? end_table(r, err) : OK;
	struct buf number;
	buf_init(&number, 1024);
	struct str text = open_text(r);
	if (str_trim(text).n && p.list)
		word97_number(r->file, p.list, p.list_level, &number);
	if (!e && str_trim(text).n)
		e = doc_add_text(r->doc, p.level, text, buf_view(&number), NULL, err);
	buf_done(&number);
	clear_text(r);
	return e;
}

/* A field is code, separator, result, end; only the result is shown.  Fields nest. */
static void step_field(struct word97_reader *r, unsigned c)
{
	int top = r->field_depth - 1;
	uint64_t bit = top >= 0 && top < FIELD_DEPTH_MAX ? (uint64_t)1 << top : 0;
	if (c == CHAR_FIELD_BEGIN) {
		if (r->field_depth < FIELD_DEPTH_MAX)
			r->in_code |= (uint64_t)1 << r->field_depth;
		r->field_depth++;
		return;
	}
	r->in_code &= ~bit;
	if (c == CHAR_FIELD_END && r->field_depth > 0)
		r->field_depth--;
}

/* Keeps a character of text unless it is a field's code, a control or hidden. */
static void put_character(struct word97_reader *r, int32_t c, uint32_t fc)
{
	if (r->in_code || (c < ' ' && c != CHAR_TAB && c != CHAR_LINE_BREAK &&
				  c != CHAR_COLUMN_BREAK && c != CHAR_HARD_HYPHEN))
		return;
	if (!is_shown(r, fc))
		return;
	if (c == CHAR_LINE_BREAK || c == CHAR_COLUMN_BREAK)
		buf_char(&r->text, '\n');
	else if (c == CHAR_HARD_HYPHEN)
		buf_char(&r->text, '-');
	else
		utf8_put(&r->text, c);
}

/* One character of the text stream: field mark, end of something, or text. */
static enum err step(struct word97_reader *r, int32_t c, uint32_t fc, struct error *err)
{
	switch (c) {
	case CHAR_FIELD_BEGIN:
	case CHAR_FIELD_SEPARATOR:
	case CHAR_FIELD_END:
		step_field(r, (unsigned)c);
		return OK;
	case CHAR_CELL_END:
	case CHAR_PAGE_BREAK:
	case CHAR_PARAGRAPH_END:
		return end_paragraph(r, (unsigned)c, fc, err);
	default:
		put_character(r, c, fc);
		return OK;
	}
}

/* The characters of one piece, as far as they belong to the main text. */
static enum err read_piece(struct word97_reader *r, const struct word97_piece *p, struct error *err)
{
	struct str main = r->file->main;
	uint32_t end = p->cp_end < r->file->cp_end ? p->cp_end : r->file->cp_end;
	enum err e = OK;
	for (uint32_t cp = p->cp; !e && cp < end; cp++) {
		uint32_t fc = p->fc + (cp - p->cp) * (p->narrow ? 1 : 2);
		int32_t c = p->narrow ? cp1252_char((unsigned char)le_u8(main, fc))
				      : (int32_t)le_u16(main, fc);
		if (c >= 0xD800 && c < 0xDC00 && cp + 1 < end) {
			/* A pair of UTF-16 halves is one character. */
			int32_t low = (int32_t)le_u16(main, fc + 2);
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				cp++;
			}
		}
		e = step(r, c, fc, err);
	}
	return e;
}

static enum err read_text(struct word97_reader *r, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < r->file->n_pieces; i++)
		e = read_piece(r, &r->file->piece[i], err);
	/* A cut file ends without its last mark. */
	if (!e && r->table.n)
		e = end_table(r, err);
	if (!e)
		e = doc_add_text(r->doc, 0, open_text(r), (struct str){ NULL, 0 }, NULL, err);
	return e ? e : buf_check(&r->text, err);
}

/* Opens the container, walks the text once, then tells what was left out. */
enum err doc_read_doc(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct word97_reader r = { 0 };
	enum err e = word97_open(a, bytes, &r.file, err);
	if (!e)
		e = doc_new(a, DOC_FORMAT_DOC, &r.doc, err);
	if (e)
		return e;
	buf_init(&r.text, TEXT_MAX);
	edge_table_start(&r.table, r.doc);
	e = read_text(&r, err);
	buf_done(&r.text);
	if (!e)
		e = arena_check(a, err);
	if (e)
		return e;
	if (r.n_hidden)
		doc_warn(r.doc, "hidden.dropped", "文档中有 %zu 处隐藏文字，未读取", r.n_hidden);
	if (r.n_deleted)
		doc_warn(r.doc, "deleted.dropped", "文档中有 %zu 处修订删除的文字，未读取",
			r.n_deleted);
	if (r.guessed)
		doc_warn(r.doc, "tables.guessed",
			"文档的段落格式已损坏，表格的行列是按内容推定的，请核对");
	*out = r.doc;
	return OK;
}
