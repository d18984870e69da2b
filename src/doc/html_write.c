/*
 * One self-contained HTML5 file: no script, no outside resource, prints on A4.
 * Header cells carry scope, so that a screen reader can say which number it reads.
 */
#include "doc/layout.h"
#include "doc/markup.h"
#include "doc/write.h"

static const char style[] =
	"body{margin:0 auto;max-width:52rem;padding:1.5rem 1rem 3rem;color:#1a1a1a;background:#fff;"
	"font:1.0625rem/1.8 FangSong,\"FangSong_GB2312\",\"Noto Serif CJK SC\",serif}\n"
	"h1{font-size:1.6rem;line-height:1.4;text-align:center;font-weight:700}\n"
	"h2{font-size:1.2rem;font-family:SimHei,\"Noto Sans CJK SC\",sans-serif;margin:1.6rem 0 "
	".6rem}\n"
	"p{margin:.4rem 0;text-indent:2em;overflow-wrap:anywhere}\n"
	".end{text-align:right;text-indent:0}\n"
	".scroll{overflow-x:auto;margin:1rem 0}\n"
	"table{border-collapse:collapse;width:100%;font:.875rem/1.4 SimSun,\"Noto Serif CJK "
	"SC\",serif}\n"
	"caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
	"th,td{border:1px solid #333;padding:.25rem .3rem;text-align:center;font-weight:400}\n"
	".t3,.t4{min-width:44rem}\n"
	".t4{table-layout:fixed}\n"
	"th{text-wrap:balance}\n"
	".leaf,.remark{text-align:left}\n"
	".band{font-weight:700}\n"
	".num{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
	"@media print{@page{size:A4;margin:37mm 26mm 35mm 28mm}body{max-width:none;padding:0;"
	"font-size:12pt}.scroll{overflow:visible}table{font-size:8pt}.t3,.t4{min-width:0}"
	"table,tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}"
	"caption{display:none}}\n";

static const char *scope_of(const struct layout_cell *c)
{
	switch (c->role) {
	case LAYOUT_BAND:
		return "rowgroup";
	case LAYOUT_COL_HEAD:
		return c->colspan > 1 ? "colgroup" : "col";
	case LAYOUT_ROW_HEAD:
		return "row";
	case LAYOUT_ROW_GROUP:
		return "rowgroup";
	case LAYOUT_REMARK:
	case LAYOUT_VALUE:
		break;
	}
	return NULL;
}

static const char *class_of(const struct layout_table *t, const struct layout_cell *c)
{
	switch (c->role) {
	case LAYOUT_BAND:
		return "band";
	case LAYOUT_REMARK:
		return "remark";
	case LAYOUT_ROW_HEAD:
		return t->no == 3 ? "leaf" : NULL;
	case LAYOUT_VALUE:
		return c->is_number ? "num" : NULL;
	case LAYOUT_COL_HEAD:
	case LAYOUT_ROW_GROUP:
		break;
	}
	return NULL;
}

static void write_cell(struct buf *b, const struct layout_table *t, const struct layout_cell *c)
{
	const char *scope = scope_of(c), *class = class_of(t, c);
	buf_cstr(b, scope ? "<th" : "<td");
	if (scope)
		buf_fmt(b, " scope=\"%s\"", scope);
	if (class)
		buf_fmt(b, " class=\"%s\"", class);
	if (c->colspan > 1)
		buf_fmt(b, " colspan=\"%d\"", c->colspan);
	if (c->rowspan > 1)
		buf_fmt(b, " rowspan=\"%d\"", c->rowspan);
	buf_char(b, '>');
	markup_text(b, c->text);
	buf_cstr(b, scope ? "</th>" : "</td>");
}

/* Does a new <tbody> begin with this row?  A band, or the rows 三、本年度办理结果 covers, is one.
 */
static bool opens_body(const struct layout_table *t, int row)
{
	const struct layout_cell *c = layout_anchor(t, row, 0);
	const struct layout_cell *above = layout_at(t, row - 1, 0);
	if (row == t->head_rows)
		return true;
	if (c && (c->role == LAYOUT_BAND || c->role == LAYOUT_ROW_GROUP))
		return true;
	return c && above && above->role == LAYOUT_ROW_GROUP;
}

/* The table scrolls sideways on a narrow screen; tabindex lets the keyboard do so. */
static void write_table(struct buf *b, const struct layout_table *t)
{
	buf_lit(b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	markup_text(b, t->caption);
	buf_fmt(b, "\">\n<table class=\"t%d\">\n<caption>", t->no);
	markup_text(b, t->caption);
	buf_lit(b, "</caption>\n");
	if (t->head_rows)
		buf_lit(b, "<thead>\n");
	for (int row = 0; row < t->rows; row++) {
		if (opens_body(t, row))
			buf_cstr(b, row == 0		  ? "<tbody>\n"
				    : row == t->head_rows ? "</thead>\n<tbody>\n"
							  : "</tbody>\n<tbody>\n");
		buf_lit(b, "<tr>");
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_anchor(t, row, col);
			if (c)
				write_cell(b, t, c);
		}
		buf_lit(b, "</tr>\n");
	}
	buf_lit(b, "</tbody>\n</table>\n</div>\n");
}

static void write_item(struct buf *b, const struct layout_item *it)
{
	static const struct {
		const char *open, *close;
	} tag[] = {
		[LAYOUT_TITLE] = { "<h1>", "</h1>\n" },
		[LAYOUT_HEADING] = { "<h2>", "</h2>\n" },
		[LAYOUT_PARAGRAPH] = { "<p>", "</p>\n" },
		[LAYOUT_SIGNATURE] = { "<p class=\"end\">", "</p>\n" },
		[LAYOUT_DATE] = { "<p class=\"end\">", "</p>\n" },
	};
	if (it->kind == LAYOUT_TABLE) {
		write_table(b, it->table);
		return;
	}
	buf_cstr(b, tag[it->kind].open);
	markup_text(b, it->text);
	buf_cstr(b, tag[it->kind].close);
}

enum err doc_write_html(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	enum err e = layout_build(&a, r, &l, err);
	if (!e) {
		buf_lit(b,
			"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			"<title>");
		markup_text(b, l->title);
		buf_lit(b, "</title>\n<style>\n");
		buf_cstr(b, style);
		buf_lit(b, "</style>\n</head>\n<body>\n<main>\n");
		for (size_t i = 0; i < l->n; i++)
			write_item(b, &l->item[i]);
		buf_lit(b, "</main>\n</body>\n</html>\n");
	}
	arena_done(&a);
	return e ? e : buf_check(b, err);
}
