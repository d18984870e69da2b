#include "report/check.h"

#include "core/utf8.h"
#include "report/claim.h"

enum { PART_TEXT_MAX = 16 << 20 };

struct finding check_finding(const char *rule)
{
	size_t n;
	const struct rule_info *list = rule_list(&n);
	struct finding it = { .rule = rule, .severity = SEVERITY_WARNING, .section = -1 };
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].id, rule) == 0)
			it.severity = list[i].severity;
	return it;
}

void check_add_cell(struct check *ck, struct finding it, int cell)
{
	it.cell = &cell;
	it.n_cells = 1;
	if (it.where.n == 0)
		it.where = check_cell_where(ck, cell);
	findings_add(ck->f, &it);
}

struct str check_take(struct check *ck, struct buf *b)
{
	if (b->err && !ck->a->err)
		ck->a->err = b->err;
	struct str s = arena_str(ck->a, buf_view(b));
	buf_done(b);
	return s;
}

struct str check_where(struct check *ck, const struct doc_where *where)
{
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	doc_where_print(&b, where);
	return check_take(ck, &b);
}

struct str check_part_where(struct check *ck, int no)
{
	const struct report_section *s = report_find_section(ck->r, no);
	return s ? check_where(ck, &s->where) : (struct str){ NULL, 0 };
}

struct str check_cell_where(struct check *ck, int cell)
{
	return check_where(ck, &ck->r->cell[cell].where);
}

struct str check_note_where(const struct report *r, const char *code, int cell)
{
	for (size_t i = 0; i < r->n_notes; i++) {
		const struct report_note *note = &r->note[i];
		if (strcmp(note->code, code) != 0)
			continue;
		if (cell < 0)
			return note->where;
		for (size_t k = 0; k < note->n_cells; k++)
			if (note->cell[k] == cell)
				return note->where;
	}
	return (struct str){ NULL, 0 };
}

bool check_has_prose(const struct report *r)
{
	return r->n_sections > 0 || r->n_lead > 0 ||
	       (r->format != DOC_FORMAT_UNKNOWN && r->format != DOC_FORMAT_JSON);
}

struct str check_part_text(struct check *ck, int no)
{
	struct buf b;
	buf_init(&b, PART_TEXT_MAX);
	for (size_t i = 0; i < ck->r->n_sections; i++) {
		const struct report_section *s = &ck->r->section[i];
		for (size_t k = 0; s->no == no && k < s->n_paragraphs; k++) {
			fold_text(&b, s->paragraph[k].text);
			buf_char(&b, '\n');
		}
	}
	return check_take(ck, &b);
}

/* CK7: what the prose says in numbers, held against the tables. */
static enum err check_claims(struct check *ck, struct error *err)
{
	struct claims claims = { .arena = ck->a };
	enum err e = report_claims(ck->r, &claims, err);
	if (!e)
		claims_to_findings(ck->r, &claims, ck->f);
	return e;
}

/* Findings in the prose without a place (our own JSON has none): part and paragraph. */
static void fill_places(struct check *ck)
{
	for (size_t i = 0; i < ck->f->n; i++) {
		struct finding *it = &ck->f->item[i];
		if (it->where.n == 0 && it->section >= 0 && (size_t)it->section < ck->r->n_sections)
			it->where = arena_fmt(ck->a, "“%s”第%zu段",
				report_section_heading(ck->r->section[it->section].no),
				it->paragraph + 1);
	}
}

enum err report_check(const struct report *r, const struct report *previous, struct findings *f,
	struct error *err)
{
	struct check ck = { .r = r, .previous = previous, .f = f, .a = f->arena };
	ck.ids = arena_one(ck.a, struct identities);
	if (!ck.ids)
		return arena_check(ck.a, err);
	identities_init(ck.ids, r);
	if (previous && !check_previous_fits(&ck))
		ck.previous = NULL;
	check_sums(&ck);
	check_cells(&ck);
	if (check_has_prose(r)) {
		check_sections(&ck);
		check_content(&ck);
		check_dates(&ck);
		check_privacy(&ck);
	}
	check_layout(&ck);
	check_plausible(&ck);
	if (ck.previous) {
		check_years(&ck);
		check_copied(&ck);
	}
	enum err e = check_claims(&ck, err);
	if (e)
		return e;
	fill_places(&ck);
	findings_sort(f);
	return arena_check(ck.a, err);
}
