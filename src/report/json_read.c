/* A report out of its JSON form; the input may come from anywhere and is checked member by member. */
#include "report/report.h"

#include "core/json.h"
#include "core/utf8.h"

enum { JSON_MAX = 32 << 20, LIST_MAX = 20000 };

static enum err wrong(struct error *err, const char *key)
{
	return error_set(err, ERR_INVALID, NULL, "JSON 中“%s”的内容不对，请按 report read --json 的格式填写",
		key);
}

static struct str copy_text(struct arena *a, const json_t *v)
{
	if (!json_is_string(v))
		return (struct str){ NULL, 0 };
	return arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
}

/* One cell: integer, decimal string or null. */
static enum err read_cell(struct arena *a, const json_t *v, int cell, struct report_value *out,
	struct error *err)
{
	struct decimal number;
	if (json_is_null(v)) {
		*out = (struct report_value){ .state = REPORT_BLANK };
		return OK;
	}
	if (json_is_integer(v)) {
		number = decimal_int(json_integer_value(v));
	} else if (json_is_string(v)) {
		struct str s = { json_string_value(v), json_string_length(v) };
		if (!decimal_parse(s, &number)) {
			*out = (struct report_value){ .state = REPORT_BAD, .raw = arena_str(a, s) };
			return arena_check(a, err);
		}
	} else if (json_is_real(v)) {
		return error_set(err, ERR_INVALID, NULL,
			"JSON 中“%s”写成了浮点数，请改为整数，或用引号写成十进制文本（如 \"148.743504\"）",
			report_cell_code(cell).z);
	} else {
		return wrong(err, report_cell_code(cell).z);
	}
	*out = (struct report_value){ .state = REPORT_NUMBER,
		.number = number,
		.raw = arena_str(a, str_cstr(decimal_text(number).z)) };
	return arena_check(a, err);
}

/* 2019 when told so, or when cells of that layout are there. */
static enum err read_layout(const json_t *root, struct report *r, struct error *err)
{
	const json_t *v = json_object_get(root, "layout");
	int layout = 0;
	if (json_is_integer(v))
		layout = json_integer_value(v) == 2019 ? 2019 : json_integer_value(v) == 2021 ? 2021 : -1;
	else if (json_is_string(v))
		layout = !strcmp(json_string_value(v), "2019") ? 2019
			: !strcmp(json_string_value(v), "2021") ? 2021
								: -1;
	else if (v && !json_is_null(v))
		layout = -1;
	if (layout < 0)
		return wrong(err, "layout");
	for (int i = REPORT_CELL_2019; !layout && i < REPORT_CELL_COUNT; i++)
		if (r->cell[i].state != REPORT_ABSENT)
			layout = 2019;
	r->layout = layout == 2019 ? REPORT_LAYOUT_2019 : REPORT_LAYOUT_2021;
	return OK;
}

static enum err read_cells(struct arena *a, const json_t *root, struct report *r, struct error *err)
{
	json_t *cells = json_object_get(root, "cells");
	const char *key;
	json_t *v;
	if (!json_is_object(cells))
		return error_set(err, ERR_INVALID, NULL, "JSON 中没有“cells”，不是年度报告数据");
	json_object_foreach(cells, key, v) {
		int cell = report_cell_by_code(str_cstr(key));
		if (cell < 0)
			return error_set(err, ERR_INVALID, NULL, "JSON 中没有“%.80s”这个单元格代码", key);
		enum err e = read_cell(a, v, cell, &r->cell[cell], err);
		if (e)
			return e;
	}
	return OK;
}

/* The paragraphs of a text, one per line. */
static enum err split_paragraphs(struct arena *a, struct str text, struct report_paragraph **out,
	size_t *n, struct error *err)
{
	size_t lines = 1, k = 0;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	struct report_paragraph *p = arena_array(a, struct report_paragraph, lines);
	if (!p)
		return arena_check(a, err);
	struct str line;
	while (str_next_line(&text, &line))
		if (str_trim(line).n)
			p[k++].text = tidy_text_arena(a, line);
	*out = p;
	*n = k;
	return arena_check(a, err);
}

static enum err read_sections(struct arena *a, const json_t *root, struct report *r,
	struct error *err)
{
	json_t *list = json_object_get(root, "sections");
	size_t n = json_array_size(list);
	if (n > LIST_MAX)
		return wrong(err, "sections");
	r->section = arena_array(a, struct report_section, n + 1);
	if (!r->section)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++) {
		json_t *v = json_array_get(list, i);
		struct report_section *s = &r->section[i];
		json_int_t no = json_integer_value(json_object_get(v, "no"));
		if (no < 1 || no > 6)
			return wrong(err, "sections");
		s->no = (int)no;
		s->heading = copy_text(a, json_object_get(v, "heading"));
		enum err e = split_paragraphs(a, copy_text(a, json_object_get(v, "text")),
			&s->paragraph, &s->n_paragraphs, err);
		if (e)
			return e;
	}
	r->n_sections = n;
	r->cap_sections = n + 1;
	return arena_check(a, err);
}

/* Note codes are static text elsewhere; here they live in the arena. */
static enum err read_notes(struct arena *a, const json_t *root, struct report *r, struct error *err)
{
	json_t *list = json_object_get(root, "notes");
	if (json_array_size(list) > LIST_MAX)
		return wrong(err, "notes");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *v = json_array_get(list, i), *cells = json_object_get(v, "cells");
		int cell[REPORT_CELL_COUNT];
		size_t n = 0;
		for (size_t k = 0; k < json_array_size(cells) && n < REPORT_CELL_COUNT; k++) {
			const char *code = json_string_value(json_array_get(cells, k));
			int c = code ? report_cell_by_code(str_cstr(code)) : -1;
			if (c < 0)
				return wrong(err, "notes");
			cell[n++] = c;
		}
		char *code = arena_cstr(a, json_member_str(v, "code"));
		if (!code)
			return arena_check(a, err);
		enum err e = report_add_note(r, code, cell, n, NULL, json_member_str(v, "message"), err);
		if (e)
			return e;
		r->note[r->n_notes - 1].where = copy_text(a, json_object_get(v, "where"));
	}
	return arena_check(a, err);
}

static struct doc_where read_where(struct arena *a, const json_t *v)
{
	struct doc_where w = { 0 };
	int *const part[] = { &w.page, &w.line, &w.paragraph, &w.table, &w.row, &w.col };
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		json_int_t n = json_integer_value(json_array_get(v, i));
		*part[i] = n > 0 && n < 100000000 ? (int)n : 0;
	}
	w.sheet = copy_text(a, json_array_get(v, 6));
	return w;
}

static enum err read_placed_paragraphs(struct arena *a, const json_t *list,
	struct report_paragraph **out, size_t *n, struct error *err)
{
	size_t count = json_array_size(list);
	if (count > LIST_MAX)
		return wrong(err, "more");
	struct report_paragraph *p = arena_array(a, struct report_paragraph, count + 1);
	if (!p)
		return arena_check(a, err);
	for (size_t i = 0; i < count; i++) {
		json_t *v = json_array_get(list, i);
		p[i].text = copy_text(a, json_array_get(v, 0));
		p[i].where = read_where(a, json_array_get(v, 1));
	}
	*out = p;
	*n = count;
	return arena_check(a, err);
}

static enum err read_more_values(struct arena *a, json_t *values, struct report *r,
	struct error *err)
{
	const char *key;
	json_t *v;
	json_object_foreach(values, key, v) {
		int cell = report_cell_by_code(str_cstr(key));
		json_int_t state = json_integer_value(json_array_get(v, 0));
		if (cell < 0 || state < REPORT_ABSENT || state > REPORT_NUMBER)
			return wrong(err, "more");
		struct report_value *out = &r->cell[cell];
		/* A number only ever comes from "cells". */
		if (out->state != REPORT_NUMBER && state != REPORT_NUMBER)
			out->state = (enum report_state)state;
		out->raw = copy_text(a, json_array_get(v, 1));
		out->where = read_where(a, json_array_get(v, 2));
	}
	return arena_check(a, err);
}

static enum err read_more(struct arena *a, const json_t *more, struct report *r, struct error *err)
{
	r->hybrid = json_is_true(json_object_get(more, "hybrid"));
	r->signature = copy_text(a, json_object_get(more, "signature"));
	r->has_closing_date = date_parse(json_member_str(more, "closing_date"), &r->closing_date);
	enum err e = read_placed_paragraphs(a, json_object_get(more, "lead"), &r->lead, &r->n_lead, err);
	json_t *sections = json_object_get(more, "sections");
	for (size_t i = 0; !e && i < r->n_sections && i < json_array_size(sections); i++) {
		json_t *v = json_array_get(sections, i);
		struct report_section *s = &r->section[i];
		s->numeral_wrong = json_is_true(json_array_get(v, 0));
		s->where = read_where(a, json_array_get(v, 1));
		e = read_placed_paragraphs(a, json_array_get(v, 2), &s->paragraph, &s->n_paragraphs,
			err);
	}
	return e ? e : read_more_values(a, json_object_get(more, "values"), r, err);
}

static enum doc_format format_by_name(struct str name)
{
	for (int i = DOC_FORMAT_TEXT; i <= DOC_FORMAT_JSON; i++)
		if (str_is(name, doc_format_name((enum doc_format)i)))
			return (enum doc_format)i;
	return DOC_FORMAT_JSON;
}

enum err report_read_json(struct arena *a, struct str json, struct report **out, struct error *err)
{
	json_t *root;
	struct report *r;
	enum err e = json_read(a, json, JSON_MAX, &root, err);
	if (e)
		return e;
	if (!json_is_object(root))
		return error_set(err, ERR_FORMAT, NULL, "JSON 的最外层应是一个对象（花括号）");
	e = report_new(a, &r, err);
	if (e)
		return e;
	r->file = copy_text(a, json_object_get(root, "file"));
	r->format = format_by_name(json_member_str(root, "format"));
	r->agency = copy_text(a, json_object_get(root, "agency"));
	r->title = copy_text(a, json_object_get(root, "title"));
	json_int_t year = json_integer_value(json_object_get(root, "year"));
	if (year < 0 || year > 9999)
		return wrong(err, "year");
	r->year = (int)year;
	e = read_cells(a, root, r, err);
	e = e ? e : read_layout(root, r, err);
	e = e ? e : read_sections(a, root, r, err);
	e = e ? e : read_notes(a, root, r, err);
	json_t *more = json_object_get(root, "more");
	if (!e && json_is_object(more))
		e = read_more(a, more, r, err);
	if (e)
		return e;
	*out = r;
	return arena_check(a, err);
}
