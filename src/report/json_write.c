/* The JSON form of a report: printed straight into a buffer, keys in contract order. */
#include "report/report.h"

#include "core/json.h"

/* A string member, null when empty. */
static void write_text_or_null(struct buf *b, struct str s)
{
	if (s.n)
		json_write_string(b, s);
	else
		buf_lit(b, "null");
}

static void write_key(struct buf *b, const char *key)
{
	buf_fmt(b, ",\"%s\":", key);
}

/* Amounts are strings so that no reader turns them into floating point. */
static void write_value(struct buf *b, int cell, const struct report_value *v)
{
	if (v->state != REPORT_NUMBER)
		buf_lit(b, "null");
	else if (report_cell_is_amount(cell))
		buf_fmt(b, "\"%s\"", decimal_text(v->number).z);
	else
		buf_cstr(b, decimal_text(v->number).z);
}

static void write_cells(struct buf *b, const struct report *r)
{
	bool first = true;
	buf_char(b, '{');
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		if (r->cell[i].state == REPORT_ABSENT)
			continue;
		if (!first)
			buf_char(b, ',');
		first = false;
		buf_fmt(b, "\"%s\":", report_cell_code(i).z);
		write_value(b, i, &r->cell[i]);
	}
	buf_char(b, '}');
}

static void write_sections(struct buf *b, const struct report *r)
{
	buf_char(b, '[');
	for (size_t i = 0; i < r->n_sections; i++) {
		const struct report_section *s = &r->section[i];
		buf_fmt(b, "%s{\"no\":%d,\"heading\":", i ? "," : "", s->no);
		json_write_string(b, s->heading);
		buf_lit(b, ",\"text\":");
		/* One JSON string of all paragraphs: written piecewise between one pair of quotes. */
		struct buf text;
		buf_init(&text, b->max);
		for (size_t k = 0; k < s->n_paragraphs; k++) {
			if (k)
				buf_char(&text, '\n');
			buf_str(&text, s->paragraph[k].text);
		}
		json_write_string(b, buf_view(&text));
		if (text.err && !b->err)
			b->err = text.err;
		buf_done(&text);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void write_notes(struct buf *b, const struct report *r)
{
	buf_char(b, '[');
	for (size_t i = 0; i < r->n_notes; i++) {
		const struct report_note *n = &r->note[i];
		buf_fmt(b, "%s{\"code\":\"%s\",\"message\":", i ? "," : "", n->code);
		json_write_string(b, n->message);
		buf_lit(b, ",\"cells\":[");
		for (size_t k = 0; k < n->n_cells; k++)
			buf_fmt(b, "%s\"%s\"", k ? "," : "", report_cell_code(n->cell[k]).z);
		buf_lit(b, "],\"where\":");
		write_text_or_null(b, n->where);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void write_contract_members(struct buf *b, const struct report *r)
{
	buf_lit(b, "\"file\":");
	write_text_or_null(b, r->file);
	write_key(b, "format");
	buf_fmt(b, "\"%s\"", doc_format_name(r->format));
	write_key(b, "layout");
	buf_fmt(b, "\"%d\"", r->layout);
	write_key(b, "agency");
	write_text_or_null(b, r->agency);
	write_key(b, "year");
	if (r->year)
		buf_int(b, r->year);
	else
		buf_lit(b, "null");
	write_key(b, "title");
	write_text_or_null(b, r->title);
	write_key(b, "cells");
	write_cells(b, r);
	write_key(b, "sections");
	write_sections(b, r);
	write_key(b, "notes");
	write_notes(b, r);
}

void report_write_json(struct buf *b, const struct report *r)
{
	buf_char(b, '{');
	write_contract_members(b, r);
	buf_char(b, '}');
}

/* [page,line,paragraph,table,row,col,"sheet"] */
static void write_where(struct buf *b, const struct doc_where *w)
{
	buf_fmt(b, "[%d,%d,%d,%d,%d,%d,", w->page, w->line, w->paragraph, w->table, w->row, w->col);
	json_write_string(b, w->sheet);
	buf_char(b, ']');
}

static void write_paragraphs(struct buf *b, const struct report_paragraph *p, size_t n)
{
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_cstr(b, i ? ",[" : "[");
		json_write_string(b, p[i].text);
		buf_char(b, ',');
		write_where(b, &p[i].where);
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

/* What cells does not say: state, raw text and place of every cell that is there. */
static void write_values(struct buf *b, const struct report *r)
{
	bool first = true;
	buf_char(b, '{');
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		const struct report_value *v = &r->cell[i];
		if (v->state == REPORT_ABSENT)
			continue;
		buf_fmt(b, "%s\"%s\":[%d,", first ? "" : ",", report_cell_code(i).z, v->state);
		first = false;
		json_write_string(b, v->raw);
		buf_char(b, ',');
		write_where(b, &v->where);
		buf_char(b, ']');
	}
	buf_char(b, '}');
}

void report_write_json_full(struct buf *b, const struct report *r)
{
	buf_char(b, '{');
	write_contract_members(b, r);
	buf_fmt(b, ",\"more\":{\"hybrid\":%s,\"signature\":", r->hybrid ? "true" : "false");
	write_text_or_null(b, r->signature);
	write_key(b, "closing_date");
	if (r->has_closing_date)
		buf_fmt(b, "\"%s\"", date_text(r->closing_date).z);
	else
		buf_lit(b, "null");
	write_key(b, "lead");
	write_paragraphs(b, r->lead, r->n_lead);
	write_key(b, "sections");
	buf_char(b, '[');
	for (size_t i = 0; i < r->n_sections; i++) {
		const struct report_section *s = &r->section[i];
		buf_fmt(b, "%s[%s,", i ? "," : "", s->numeral_wrong ? "true" : "false");
		write_where(b, &s->where);
		buf_char(b, ',');
		write_paragraphs(b, s->paragraph, s->n_paragraphs);
		buf_char(b, ']');
	}
	buf_char(b, ']');
	write_key(b, "values");
	write_values(b, r);
	buf_lit(b, "}}");
}
