/*
 * Word (ECMA-376, transitional).  The markup is printed straight into a buffer:
 * its sticky error replaces a check after each of some hundred writer calls, and
 * markup_text is the only way text gets in.  Fonts are named, not embedded:
 * every office in China has them.
 */
#include "doc/docx_letter.h"
#include "doc/docx_parts.h"
#include "doc/layout.h"
#include "doc/markup.h"
#include "doc/write.h"
#include "doc/zip_write.h"

enum {
	TWIPS_PER_INCH = 1440,
	TENTHS_PER_INCH = 254, /* tenths of a millimetre */
	HALF_POINT = 500,      /* in thousandths of a point */
	FOOTER_DISTANCE =
		280, /* tenths of a millimetre from the paper's edge: 7 mm under the text */
	DOCX_PART_MAX = 128 << 20 /* ceiling of one part, unpacked */
};

static int twips(int tenths)
{
	return (tenths * TWIPS_PER_INCH + TENTHS_PER_INCH / 2) / TENTHS_PER_INCH;
}

static void write_run(struct buf *b, struct str text, int half_points)
{
	if (text.n == 0)
		return;
	buf_lit(b, "<w:r>");
	if (half_points)
		buf_fmt(b, "<w:rPr><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>", half_points,
			half_points);
	buf_lit(b, "<w:t xml:space=\"preserve\">");
	markup_text(b, text);
	buf_lit(b, "</w:t></w:r>");
}

/* The title, on two lines when it does not fit on one. */
static void write_title(struct buf *b, const struct layout_item *it)
{
	buf_lit(b, "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>");
	write_run(b, str_sub(it->text, 0, it->break_at), 0);
	if (it->break_at)
		buf_lit(b, "<w:r><w:br/></w:r>");
	write_run(b, str_sub(it->text, it->break_at, it->text.n), 0);
	buf_lit(b, "</w:p>\n");
}

/* keep: on the page of the next one. */
static void write_paragraph(struct buf *b, const char *style, struct str text, bool keep)
{
	buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", style,
		keep ? "<w:keepNext/>" : "");
	write_run(b, text, 0);
	buf_lit(b, "</w:p>\n");
}

/* Paragraph properties of a cell; a column head is indented so that its lines are equally long. */
static void write_cell_style(
	struct buf *b, const struct layout_table *t, const struct layout_cell *c, bool keep)
{
	bool left = layout_is_flush(t, c);
	int room = layout_cell_width(t, c) - 2 * LAYOUT_CELL_PAD;
	int indent = 0;
	if (c->role == LAYOUT_COL_HEAD)
		indent = (room - layout_balanced_width(c->text, LAYOUT_TABLE_SIZE, room)) / 2;
	buf_fmt(b, "<w:pPr><w:pStyle w:val=\"%s\"/>", left ? "TableLabel" : "TableText");
	if (keep)
		buf_lit(b, "<w:keepNext/>");
	if (t->no == LAYOUT_FORM)
		buf_lit(b, "<w:spacing w:line=\"360\" w:lineRule=\"exact\"/>");
	if (indent)
		buf_fmt(b, "<w:ind w:left=\"%d\" w:right=\"%d\"/>", twips(indent), twips(indent));
	buf_lit(b, "</w:pPr>");
}

/*
 * One cell.  keep: the paragraph stays on the page of the next row, which holds
 * the whole table together when it fits on a page.
 */
static void write_cell(struct buf *b, const struct layout_table *t, const struct layout_cell *c,
	bool anchor, bool keep)
{
	int width = layout_cell_width(t, c);
	buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", twips(width));
	if (c->colspan > 1)
		buf_fmt(b, "<w:gridSpan w:val=\"%d\"/>", c->colspan);
	if (c->rowspan > 1)
		buf_cstr(b, anchor ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
	buf_lit(b, "<w:vAlign w:val=\"center\"/></w:tcPr><w:p>");
	write_cell_style(b, t, c, keep);
	if (anchor) {
		int size = layout_number_size(c, layout_table_size(t), width);
		write_run(b, c->text, size != LAYOUT_TABLE_SIZE ? size / HALF_POINT : 0);
	}
	buf_lit(b, "</w:p></w:tc>");
}

static void write_row(struct buf *b, const struct layout_table *t, int row)
{
	bool last = row == t->rows - 1;
	buf_fmt(b,
		"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" "
		"w:hRule=\"atLeast\"/>%s</w:trPr>",
		twips(layout_row_height(t, row)),
		row < t->head_rows ? "<w:tblHeader/>" : "");
	for (int col = 0; col < t->cols;) {
		const struct layout_cell *c = layout_at(t, row, col);
		write_cell(b, t, c, c->row == row, !last && t->no != LAYOUT_FORM);
		col += c->colspan;
	}
	buf_lit(b, "</w:tr>\n");
}

static void write_table(struct buf *b, const struct layout_table *t)
{
	int total = 0;
	for (int i = 0; i < t->cols; i++)
		total += twips(t->width[i]);
	buf_fmt(b,
		"<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"%d\" "
		"w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>"
		"<w:tblCaption w:val=\"",
		total);
	markup_text(b, t->caption);
	buf_lit(b, "\"/></w:tblPr><w:tblGrid>");
	for (int i = 0; i < t->cols; i++)
		buf_fmt(b, "<w:gridCol w:w=\"%d\"/>", twips(t->width[i]));
	buf_lit(b, "</w:tblGrid>\n");
	for (int row = 0; row < t->rows; row++)
		write_row(b, t, row);
	buf_lit(b, "</w:tbl>\n");
}

static void write_document(struct buf *b, const struct layout *l)
{
	static const char *const paragraph_style[] = {
		[LAYOUT_HEADING] = "Heading1",
		[LAYOUT_PARAGRAPH] = "BodyText",
		[LAYOUT_SIGNATURE] = "Signature",
		[LAYOUT_DATE] = "Signature",
	};
	buf_cstr(b, docx_document_open);
	for (size_t i = 0; i < l->n; i++) {
		const struct layout_item *it = &l->item[i];
		if (it->kind == LAYOUT_TITLE) {
			write_title(b, it);
			continue;
		}
		if (it->kind == LAYOUT_COPY || it->kind == LAYOUT_PRINTED) {
			i += docx_imprint(b, it, l->n - i) - 1;
			continue;
		}
		if (it->kind > LAYOUT_DATE) {
			docx_letter_item(b, it);
			continue;
		}
		if (it->kind != LAYOUT_TABLE) {
			write_paragraph(b, paragraph_style[it->kind], it->text,
				it->kind == LAYOUT_SIGNATURE || layout_before_signature(l, i));
			continue;
		}
		write_table(b, it->table);
		/* Word joins tables that touch and wants a paragraph at the end. */
		if (i + 1 == l->n || l->item[i + 1].kind == LAYOUT_TABLE)
			write_paragraph(b, "TableText", (struct str){ NULL, 0 }, false);
	}
	buf_fmt(b,
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>%s"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
		"w:bottom=\"%d\" "
		"w:left=\"%d\" w:header=\"851\" w:footer=\"%d\" w:gutter=\"0\"/></w:sectPr>"
		"</w:body></w:document>\n",
		layout_is_letter(l) ? "<w:footerReference w:type=\"even\" r:id=\"rId4\"/>" : "",
		twips(LAYOUT_PAGE_WIDTH), twips(LAYOUT_PAGE_HEIGHT), twips(LAYOUT_MARGIN_TOP),
		twips(LAYOUT_MARGIN_RIGHT), twips(LAYOUT_MARGIN_BOTTOM), twips(LAYOUT_MARGIN_LEFT),
		twips(FOOTER_DISTANCE));
}

/* Title and author; no dates, so that the same report gives the same bytes. */
static void write_core(struct buf *b, const struct layout *l)
{
	buf_cstr(b, docx_core_open);
	buf_lit(b, "<dc:title>");
	markup_text(b, l->title);
	buf_lit(b, "</dc:title><dc:creator>");
	markup_text(b, l->agency);
	buf_lit(b, "</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>\n");
}

enum err layout_write_docx(struct buf *b, const struct layout *l, struct error *err)
{
	struct buf document, core;
	buf_init(&document, DOCX_PART_MAX);
	buf_init(&core, DOCX_PART_MAX);
	write_document(&document, l);
	write_core(&core, l);
	enum err e = buf_check(&document, err);
	e = e ? e : buf_check(&core, err);
	bool letter = layout_is_letter(l);
	if (!e) {
		const struct zip_part part[] = {
			{ "[Content_Types].xml",
				str_cstr(letter ? docx_letter_types : docx_content_types) },
			{ "_rels/.rels", str_cstr(docx_rels) },
			{ "word/document.xml", buf_view(&document) },
			{ "word/_rels/document.xml.rels",
				str_cstr(letter ? docx_letter_rels : docx_document_rels) },
			{ "word/styles.xml", str_cstr(docx_styles) },
			{ "word/settings.xml",
				str_cstr(letter ? docx_letter_settings : docx_settings) },
			{ "word/footer1.xml", str_cstr(letter ? docx_odd_footer : docx_footer) },
			{ "docProps/core.xml", buf_view(&core) },
			{ "word/footer2.xml", str_cstr(docx_even_footer) },
		};
		e = zip_write(b, part, sizeof part / sizeof part[0] - (letter ? 0 : 1), err);
	}
	buf_done(&core);
	buf_done(&document);
	return e;
}

enum err doc_write_docx(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	enum err e = layout_build(&a, r, &l, err);
	e = e ? e : layout_write_docx(b, l, err);
	arena_done(&a);
	return e;
}
