#include "report/report.h"

enum err report_new(struct arena *a, struct report **out, struct error *err)
{
	struct report *r = arena_one(a, struct report);
	if (!r)
		return arena_check(a, err);
	r->arena = a;
	r->layout = REPORT_LAYOUT_2021;
	*out = r;
	return OK;
}

bool report_number(const struct report *r, int cell, struct decimal *out)
{
	if (r->cell[cell].state != REPORT_NUMBER)
		return false;
	*out = r->cell[cell].number;
	return true;
}

/* CK5: a blank cell counts as 0 in sums (and is warned of elsewhere). */
bool report_number_or_zero(const struct report *r, int cell, struct decimal *out)
{
	switch (r->cell[cell].state) {
	case REPORT_NUMBER:
		*out = r->cell[cell].number;
		return true;
	case REPORT_BLANK:
	case REPORT_NA:
		*out = decimal_int(0);
		return true;
	default:
		return false;
	}
}

enum err report_add_note(struct report *r, const char *code, const int *cell, size_t n,
	const struct doc_where *where, struct str message, struct error *err)
{
	struct report_note *p =
		arena_grow(r->arena, r->note, r->n_notes, r->n_notes + 1, &r->cap_notes, sizeof *p);
	int *cells = n ? arena_array(r->arena, int, n) : NULL;
	if (!p || (n && !cells))
		return arena_check(r->arena, err);
	if (n)
		memcpy(cells, cell, n * sizeof *cells);
	struct report_note note = { .code = code,
		.message = arena_str(r->arena, message),
		.cell = cells,
		.n_cells = n };
	if (where) {
		struct buf b;
		buf_init(&b, 512);
		doc_where_print(&b, where);
		note.where = arena_str(r->arena, buf_view(&b));
		buf_done(&b);
	}
	r->note = p;
	r->note[r->n_notes++] = note;
	return arena_check(r->arena, err);
}

const struct report_section *report_find_section(const struct report *r, int no)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->section[i].no == no)
			return &r->section[i];
	return NULL;
}
