/* Text carried over from last year's report (国办公开办函〔2021〕30号: no copy-paste reports). */
#include "report/check.h"
#include "report/copied.h"

enum { PARTS = 6, PART_PROBLEMS = 5, PERMILLE_PER_PERCENT = 10, TEXT_MAX = 16 << 20 };

/* Paragraphs of all sections with this number, unfolded. */
static struct str raw_part(struct check *ck, const struct report *r, int no)
{
	struct buf b;
	buf_init(&b, TEXT_MAX);
	for (size_t i = 0; i < r->n_sections; i++)
		for (size_t k = 0; r->section[i].no == no && k < r->section[i].n_paragraphs; k++) {
			buf_str(&b, r->section[i].paragraph[k].text);
			buf_char(&b, '\n');
		}
	return check_take(ck, &b);
}

/*
 * A part counts as copied when 80 % of its shingles stand in last year's part.
 * Problems told twice (part five) are a warning; elsewhere set phrases are
 * normal and it is only a note.
 */
void check_copied(struct check *ck)
{
	for (int no = 1; no <= PARTS; no++) {
		struct copied c;
		struct str now = raw_part(ck, ck->r, no), before = raw_part(ck, ck->previous, no);
		if (now.n == 0 || before.n == 0)
			continue;
		enum err e = copied_compare(ck->a, now, before, &c, NULL);
		if (e && !ck->a->err)
			ck->a->err = e; /* told by report_check */
		if (e || !c.judged || c.contained < COPIED_PERMILLE)
			continue;
		struct finding it = check_finding("text.copied");
		it.severity = no == PART_PROBLEMS ? SEVERITY_WARNING : SEVERITY_INFO;
		it.actual = arena_fmt(ck->a, "%d%%", c.contained / PERMILLE_PER_PERCENT);
		it.message = arena_fmt(ck->a,
			"“%s”有 %d%% 的文字与上一年度报告相同（不计数字；两篇合计相同 %d%%）",
			report_section_heading(no), c.contained / PERMILLE_PER_PERCENT,
			c.jaccard / PERMILLE_PER_PERCENT);
		it.hint = STR("请按本年度实际情况重写，不要沿用上一年度的文字");
		const struct report_section *s = report_find_section(ck->r, no);
		struct buf b;
		buf_init(&b, CHECK_TEXT_MAX);
		doc_where_print(&b, &s->where);
		it.where = check_take(ck, &b);
		findings_add(ck->f, &it);
	}
}
