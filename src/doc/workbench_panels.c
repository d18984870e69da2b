/* Three panels: prose against tables, identities, everything else. */
#include "doc/workbench_part.h"

#include "doc/layout.h"

/* One finding as a list entry with its number, sentence, hint and links. */
static void write_finding(struct workbench_page *p, size_t index)
{
	const struct finding *f = &p->item->findings->item[index];
	const char *cls = f->severity == SEVERITY_INFO ? "note" : workbench_class(f->severity);
	buf_fmt(p->b, "<li class=\"%s\" id=\"r%zu-f%zu\"><b>", cls, p->no, index + 1);
	workbench_text(p, f->message);
	buf_fmt(p->b, "</b><span class=\"rule\">%s %s</span>", severity_label(f->severity), f->rule);
	if (f->hint.n || f->where.n) {
		buf_lit(p->b, "<p>");
		workbench_text(p, f->hint);
		if (f->where.n) {
			buf_cstr(p->b, f->hint.n ? "<br>位置：" : "位置：");
			workbench_text(p, f->where);
		}
		buf_lit(p->b, "</p>");
	}
	buf_lit(p->b, "<p>");
	workbench_link(p, f);
	buf_lit(p->b, "</p></li>\n");
}

static void open_panel(struct workbench_page *p, const char *id, const char *title)
{
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h3 id=\"r%zu-%s\">%s</h3>", p->no, id, title);
}

bool workbench_is_identity(const char *rule)
{
	static const char *const id[] = { "CK1", "CK2", "CK3", "CK6" };
	for (size_t i = 0; i < sizeof id / sizeof id[0]; i++)
		if (strcmp(rule, id[i]) == 0)
			return true;
	return false;
}

/* The number of a claim with its words around: what a reader can find again. */
static void write_claim_words(struct workbench_page *p, const struct claim *c)
{
	const struct report *r = p->item->report;
	const struct report_paragraph *para = NULL;
	if (c->section < 0 && c->paragraph < r->n_lead)
		para = &r->lead[c->paragraph];
	else if (c->section >= 0 && (size_t)c->section < r->n_sections &&
		c->paragraph < r->section[c->section].n_paragraphs)
		para = &r->section[c->section].paragraph[c->paragraph];
	if (para) {
		buf_lit(p->b, "“");
		workbench_text(p, str_sub(para->text, c->from, c->to));
		buf_lit(p->b, "”");
	}
	if (c->topic.n) {
		buf_lit(p->b, " ");
		workbench_text(p, c->topic);
	}
}

static void write_equal_claim(struct workbench_page *p, const struct claim *c)
{
	buf_lit(p->b, "<li class=\"ok\">");
	write_claim_words(p, c);
	if (c->formula.n) {
		buf_lit(p->b, "<p>＝ ");
		workbench_text(p, c->formula);
		buf_lit(p->b, "</p>");
	}
	buf_lit(p->b, "</li>\n");
}

static void write_claims(struct workbench_page *p)
{
	const struct claims *c = p->item->claims;
	size_t n[3] = { 0 };
	for (size_t i = 0; i < c->n; i++)
		n[c->item[i].status]++;
	open_panel(p, "claims", "文表核对");
	buf_fmt(p->b, "<p>%zu 处不符，%zu 处相符</p></div><div class=\"body\"><ul class=\"check\">\n",
		n[CLAIM_DIFFERS], n[CLAIM_EQUAL]);
	for (size_t i = 0; i < p->item->findings->n; i++)
		if (strcmp(p->item->findings->item[i].rule, "CK7") == 0)
			write_finding(p, i);
	for (size_t i = 0; i < c->n; i++)
		if (c->item[i].status == CLAIM_EQUAL)
			write_equal_claim(p, &c->item[i]);
	if (n[CLAIM_EQUAL] + n[CLAIM_DIFFERS] == 0)
		buf_lit(p->b, "<li class=\"note\">正文中没有可以与表格比较的数字</li>\n");
	buf_lit(p->b, "</ul>");
	if (n[CLAIM_NOT_COMPARABLE])
		buf_fmt(p->b, "<p class=\"legend\">另有 %zu 个数字表格里没有对应，未作判断，在正文里以虚线标出。</p>",
			n[CLAIM_NOT_COMPARABLE]);
	buf_lit(p->b, "</div></div>\n");
}

/* "151+3=135+19" of the total column, as an example for the reader. */
static void write_flow_example(struct workbench_page *p)
{
	static const enum report_row row[] = { REPORT_ROW_RECEIVED, REPORT_ROW_CARRIED_IN,
		REPORT_ROW_TOTAL, REPORT_ROW_CARRIED_OUT };
	static const char *const sign[] = { "", "＋", "，", "＋" };
	struct decimal d;
	buf_lit(p->b, "<p>总计列：");
	for (size_t i = 0; i < 4; i++) {
		buf_cstr(p->b, sign[i]);
		if (report_number_or_zero(p->item->report, report_cell_t3(row[i], REPORT_COL_TOTAL), &d))
			buf_cstr(p->b, decimal_text_grouped(d).z);
		else
			buf_lit(p->b, "（缺）");
	}
	buf_lit(p->b, "</p>");
}

static void write_identities(struct workbench_page *p)
{
	static const struct {
		const char *rule, *text;
	} kind[] = { { "CK1", "表三各列：一＋二＝三（七）＋四（7 项）" },
		{ "CK2", "表三各列：三（七）＝各项结果之和（7 项）" },
		{ "CK3", "表三各行：总计＝自然人＋五类组织（各行）" },
		{ "CK6", "表四各组：总计＝维持＋纠正＋其他＋未审结（3 项）" } };
	const struct findings *f = p->item->findings;
	size_t broken = 0;
	for (size_t i = 0; i < f->n; i++)
		broken += workbench_is_identity(f->item[i].rule);
	open_panel(p, "sums", "勾稽检查");
	if (broken)
		buf_fmt(p->b, "<p>%zu 项不平</p></div><div class=\"body\"><ul class=\"check\">\n", broken);
	else
		buf_lit(p->b, "<p>全部通过</p></div><div class=\"body\"><ul class=\"check\">\n");
	for (size_t i = 0; i < f->n; i++)
		if (workbench_is_identity(f->item[i].rule))
			write_finding(p, i);
	for (size_t k = 0; k < sizeof kind / sizeof kind[0]; k++) {
		size_t n = 0;
		for (size_t i = 0; i < f->n; i++)
			n += strcmp(f->item[i].rule, kind[k].rule) == 0;
		if (n)
			continue;
		buf_fmt(p->b, "<li class=\"ok\">%s", kind[k].text);
		if (k == 0)
			write_flow_example(p);
		buf_lit(p->b, "</li>\n");
	}
	buf_lit(p->b, "</ul></div></div>\n");
}

static void write_others(struct workbench_page *p)
{
	const struct findings *f = p->item->findings;
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += !workbench_is_identity(f->item[i].rule) && strcmp(f->item[i].rule, "CK7") != 0;
	open_panel(p, "others", "其他检查和提醒");
	buf_fmt(p->b, "<p>%zu 项</p></div><div class=\"body\"><ul class=\"check\">\n", n);
	for (size_t i = 0; i < f->n; i++)
		if (!workbench_is_identity(f->item[i].rule) && strcmp(f->item[i].rule, "CK7") != 0)
			write_finding(p, i);
	if (n == 0)
		buf_lit(p->b, "<li class=\"ok\">格式、章节、空格、跨年和文字检查没有发现问题</li>\n");
	buf_lit(p->b, "</ul></div></div>\n");
}

void workbench_panels(struct workbench_page *p)
{
	buf_lit(p->b, "<div class=\"three\">\n");
	write_claims(p);
	write_identities(p);
	write_others(p);
	buf_lit(p->b, "</div>\n");
}
