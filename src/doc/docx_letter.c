#include "doc/docx_letter.h"

#include "doc/markup.h"

/* How a kind looks: paragraph and run properties (ECMA-376 17.3.1, 17.3.2). */
struct look {
	const char *paragraph, *run;
};

#define FONTS(name) "<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name "\"/>"
#define SIZES(half) "<w:sz w:val=\"" half "\"/><w:szCs w:val=\"" half "\"/>"
/*
 * The imprint floats at the lower margin (GB/T 9704-2012 7.4): paragraphs in a frame, heavy rules
 * outside (0.35 mm), a light one between (0.25 mm).  A frame and not a table: Word and LibreOffice
 * both put it at the foot of the page.
 */
#define IMPRINT_FRAME                                                                              \
	"<w:framePr w:w=\"8845\" w:hSpace=\"0\" w:vSpace=\"0\" w:wrap=\"around\" w:vAnchor=\"margin\" " \
	"w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/>"
#define IMPRINT_RULE(side, eighths)                                                                \
	"<w:" side " w:val=\"single\" w:sz=\"" eighths "\" w:space=\"1\" w:color=\"auto\"/>"
#define IMPRINT_PARAGRAPH                                                                          \
	"<w:tabs><w:tab w:val=\"right\" w:pos=\"8560\"/></w:tabs>"                                 \
	"<w:spacing w:line=\"420\" w:lineRule=\"exact\"/><w:ind w:leftChars=\"0\" w:left=\"280\" "   \
	"w:firstLineChars=\"0\" w:firstLine=\"0\"/>"

static const struct look look[] = {
	/* 35 mm below the upper edge of the type area; exact lines would cut the large signs. */
	[LAYOUT_ORG] = { "<w:spacing w:before=\"1984\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
		FONTS("方正小标宋简体") "<w:color w:val=\"FF0000\"/>" },
	/* The rule 4 mm (11 points) below the number. */
	[LAYOUT_NUMBER] = { "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" w:color=\"FF0000\"/></w:pBdr>"
			    "<w:spacing w:before=\"1158\" w:after=\"1158\"/><w:jc w:val=\"center\"/>",
		"" },
	[LAYOUT_ADDRESSEE] = { "<w:jc w:val=\"left\"/>", "" },
	[LAYOUT_SUBHEADING] = { "<w:keepNext/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>",
		FONTS("楷体_GB2312") },
	[LAYOUT_ATTACHMENT] = { "<w:ind w:firstLineChars=\"500\" w:firstLine=\"1600\"/>", "" },
	[LAYOUT_GAP] = { "<w:keepNext/>", "" },
	[LAYOUT_SEAL_DATE] = { "<w:keepLines/><w:ind w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>",
		"" },
};

static void add_run(struct buf *b, const char *properties, struct str text)
{
	buf_fmt(b, "<w:r><w:rPr>%s</w:rPr><w:t xml:space=\"preserve\">", properties);
	markup_text(b, text);
	buf_lit(b, "</w:t></w:r>");
}

/* 7.3.5.1: the agency centred over the date, which follows and stands four characters from the right. */
static void seal_org(struct buf *b, const struct layout_item *it)
{
	enum { DATE_RIGHT = 400, TWIPS_OF_CHARACTER = 320 }; /* hundredths of a character; 16 points */
	int over = layout_text_width(it[1].text) - layout_text_width(it->text); /* thousandths */
	int right = DATE_RIGHT + over / 20;
	if (right < 0)
		right = 0;
	buf_fmt(b,
		"<w:p><w:pPr><w:keepNext/><w:keepLines/><w:ind w:rightChars=\"%d\" w:right=\"%d\"/>"
		"<w:jc w:val=\"right\"/></w:pPr>",
		right, right * TWIPS_OF_CHARACTER / 100);
	add_run(b, "", it->text);
	buf_lit(b, "</w:p>\n");
}

void docx_letter_item(struct buf *b, const struct layout_item *it)
{
	/* The red name: as large as fits on a line of 156 mm, at most 40 points. */
	enum { NAME_MAX_HALF_POINTS = 80, LINE_HALF_POINTS = 884 };
	char size[96] = "";
	if (it->kind == LAYOUT_ORG) {
		int width = layout_text_width(it->text);
		int half = width > 0 ? LINE_HALF_POINTS * 1000 / width : NAME_MAX_HALF_POINTS;
		if (half > NAME_MAX_HALF_POINTS)
			half = NAME_MAX_HALF_POINTS;
		snprintf(size, sizeof(size), SIZES("%d"), half, half);
	}
	if (it->kind == LAYOUT_SEAL_ORG) {
		seal_org(b, it);
		return;
	}
	const struct look *k = &look[it->kind];
	char run[512];
	snprintf(run, sizeof(run), "%s%s", k->run, size);
	buf_fmt(b, "<w:p><w:pPr>%s</w:pPr>", k->paragraph);
	if (it->kind != LAYOUT_GAP)
		add_run(b, run, it->text);
	buf_lit(b, "</w:p>\n");
}

/*
 * One line of the imprint, with the rules above and below it; what stands after the last blank of
 * the printer's line goes to the right.
 */
static void imprint_line(struct buf *b, const struct layout_item *it, bool first, bool last)
{
	size_t cut = it->text.n;
	for (size_t i = 0; it->kind == LAYOUT_PRINTED && i < it->text.n; i++)
		if (it->text.p[i] == ' ')
			cut = i;
	buf_lit(b, "<w:p><w:pPr>" IMPRINT_FRAME "<w:pBdr>");
	if (first)
		buf_lit(b, IMPRINT_RULE("top", "8"));
	if (last)
		buf_lit(b, IMPRINT_RULE("bottom", "8"));
	else
		buf_lit(b, IMPRINT_RULE("bottom", "6"));
	buf_lit(b, "</w:pBdr>" IMPRINT_PARAGRAPH "</w:pPr>");
	add_run(b, SIZES("28"), str_sub(it->text, 0, cut));
	if (cut < it->text.n) {
		buf_lit(b, "<w:r><w:tab/></w:r>");
		add_run(b, SIZES("28"), str_sub(it->text, cut + 1, it->text.n));
	}
	buf_lit(b, "</w:p>\n");
}

size_t docx_imprint(struct buf *b, const struct layout_item *it, size_t n)
{
	size_t used = 0, lines = 0;
	while (lines < n && (it[lines].kind == LAYOUT_COPY || it[lines].kind == LAYOUT_PRINTED))
		lines++;
	for (; used < lines; used++)
		imprint_line(b, &it[used], used == 0, used + 1 == lines);
	/* A frame wants a paragraph to stand beside; this one takes next to no room. */
	buf_lit(b,
		"<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>\n");
	return used;
}
