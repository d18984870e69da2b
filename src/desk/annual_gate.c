/*
 * annual_gate -- what stands in the way of a freeze.  See desk/annual_gate.h.
 */
#include "desk/annual_gate_part.h"

#include "core/utf8.h"
#include "desk/request_part.h"
#include "desk/role.h"

enum {
	REMARKS_MAX = 100,
	REMARK_SHOWN = 40, /* code points of a remark */
	NUMBERING = 5	   /* code points round the words of a heading: （一）, a stop */
};

const int annual_must_write[ANNUAL_MUST_WRITE] = { 1, 5, 6 };

/* What a part is to speak of: 30号 format and 条例 article 50; any of the words will do. */
static const struct {
	int part;
	const char *name, *word[4];
	const char *source;
} aspect[] = {
	{ 1, "主动公开", { "主动公开" }, "条例第五十条第（一）项" },
	{ 1, "依申请公开", { "依申请公开", "申请" }, "条例第五十条第（二）项" },
	{ 1, "政府信息管理", { "信息管理", "规范性文件", "三审" }, "国办公开办函〔2021〕30号" },
	{ 1, "政府信息公开平台建设", { "平台", "网站", "专栏" }, "国办公开办函〔2021〕30号" },
	{ 1, "监督保障", { "监督", "保障", "考核", "培训" }, "国办公开办函〔2021〕30号" },
	{ 5, "存在的主要问题", { "问题", "不足", "短板" }, "条例第五十条第（四）项" },
	{ 5, "改进情况", { "改进", "下一步", "措施", "今后" }, "条例第五十条第（四）项" },
	{ 6, "信息处理费的收取情况", { "处理费", "收费", "费用" }, "国办函〔2020〕109号" },
};

static struct annual_need *add(struct annual_gate *g, enum annual_need_kind kind, const char *rule, struct str text)
{
	struct annual_need *n = &g->need[g->n++];
	*n = (struct annual_need){ .kind = kind, .rule = str_cstr(rule), .text = text };
	g->count[kind]++;
	return n;
}

static struct annual_need *add_at(struct annual_gate *g, enum annual_need_kind kind, const char *rule,
	struct str text, enum annual_need_place place, int number, const char *hint)
{
	struct annual_need *n = add(g, kind, rule, text);
	n->place = place;
	n->number = number;
	n->hint = str_cstr(hint);
	return n;
}

/* --- the written parts ----------------------------------------------------------------------------- */

static bool has_word(struct str s, size_t k)
{
	for (size_t w = 0; w < 4 && aspect[k].word[w]; w++)
		if (str_has(s, aspect[k].word[w]))
			return true;
	return false;
}

/* （一）主动公开。 and no more. */
static bool is_heading(struct str s, int part)
{
	for (size_t k = 0; k < sizeof aspect / sizeof *aspect; k++)
		if (aspect[k].part == part && str_has(s, aspect[k].name) &&
			utf8_length(s) <= utf8_length(str_cstr(aspect[k].name)) + NUMBERING)
			return true;
	return false;
}

/* Spoken of: in a sentence, or in a heading with something below it. */
static bool is_met(const struct report_section *s, size_t k)
{
	for (size_t i = 0; s && i < s->n_paragraphs; i++) {
		if (!has_word(s->paragraph[i].text, k))
			continue;
		bool below = i + 1 < s->n_paragraphs && !is_heading(s->paragraph[i + 1].text, s->no);
		if (below || s->no == 6 || !is_heading(s->paragraph[i].text, s->no))
			return true;
	}
	return false;
}

static bool is_written(const struct report *r, int no)
{
	const struct report_section *s = report_find_section(r, no);
	bool any = false;
	for (size_t i = 0; s && i < s->n_paragraphs; i++)
		any |= no == 6 || !is_heading(s->paragraph[i].text, no);
	return any && (no == 6 || !report_part_is_bare(r, no));
}

static void look_at_parts(struct arena *a, struct annual_gate *g)
{
	const struct report *r = g->view.figures.report;
	for (size_t i = 0; i < ANNUAL_MUST_WRITE; i++) {
		int no = annual_must_write[i];
		g->lacking[i] = !is_written(r, no);
		if (g->lacking[i])
			add_at(g, NEED_REASON, "R-050", arena_fmt(a, "“%s”还没有写", report_section_heading(no)),
				NEED_PART, no, "报告应当包含这一部分（条例第五十条）。不写的，冻结时要写明理由");
		else
			add(g, NEED_MET, "R-050", arena_fmt(a, "“%s”已写", report_section_heading(no)));
		for (size_t k = 0; !g->lacking[i] && k < sizeof aspect / sizeof *aspect; k++)
			if (aspect[k].part == no && !is_met(report_find_section(r, no), k))
				add_at(g, NEED_NOTE, "R-050",
					arena_fmt(a, "“%s”没有写到%s", report_section_heading(no), aspect[k].name),
					NEED_PART, no, aspect[k].source);
	}
}

/* --- remarks, fields, findings ------------------------------------------------------------------------ */

static void look_at_remarks(struct arena *a, const struct annual_comment_row *c, size_t n, struct annual_gate *g)
{
	for (size_t i = 0; i < n; i++) {
		struct str head = utf8_prefix(c[i].text, REMARK_SHOWN);
		struct str by = c[i].actor_name.n ? c[i].actor_name : STR("同事");
		add_at(g, NEED_STOP, "",
			arena_fmt(a, "%s：%.*s提的意见还没有答复：“%.*s%s”", annual_part_name((int)c[i].part),
				STR_ARG(by), STR_ARG(head), head.n < c[i].text.n ? "…" : ""),
			NEED_REMARK, (int)c[i].part, "答复后留存");
	}
	if (n == 0)
		add(g, NEED_MET, "", STR("没有未答复的意见"));
}

/* An error in the tables stops a report; one in the text does not (cases 4.5 R17). */
static void look_at_findings(struct arena *a, struct annual_gate *g)
{
	const struct findings *f = &g->view.findings;
	size_t before = g->count[NEED_STOP];
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *it = &f->item[i];
		bool stops = it->severity == SEVERITY_ERROR && it->n_cells > 0;
		if (it->severity == SEVERITY_INFO || strcmp(it->rule, "section.empty") == 0)
			continue;
		struct str text = stops ? arena_fmt(a, "表格还有错误：%.*s", STR_ARG(it->message)) : it->message;
		struct annual_need *n = add(g, stops ? NEED_STOP : NEED_NOTE, it->rule, text);
		n->hint = it->hint;
		if (it->n_cells && it->cell[0] < REPORT_CELLS_2021) {
			n->place = NEED_CELL;
			n->number = it->cell[0];
		} else if (it->section >= 0 && (size_t)it->section < g->view.figures.report->n_sections) {
			n->place = NEED_PART;
			n->number = g->view.figures.report->section[it->section].no;
		}
	}
	if (g->count[NEED_STOP] == before)
		add(g, NEED_MET, "", STR("三张表的勾稽关系成立"));
}

static void by_kind(struct annual_gate *g)
{
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = i; k > 0 && g->need[k].kind < g->need[k - 1].kind; k--) {
			struct annual_need n = g->need[k];
			g->need[k] = g->need[k - 1];
			g->need[k - 1] = n;
		}
}

enum err annual_gate_fill(struct tx *tx, struct arena *a, struct annual_gate *g, struct error *err)
{
	const struct annual_figures *f = &g->view.figures;
	struct annual_comment_row *waiting;
	size_t n;
	struct annual_comments_waiting_in in = { f->agency, f->year, REMARKS_MAX };
	enum err e = sql_annual_comments_waiting(tx, &in, a, &waiting, &n, err);
	if (e != OK)
		return e;
	g->need = arena_array(a, struct annual_need, g->view.findings.n + n + 24);
	if (!g->need)
		return arena_check(a, err);
	if (date_year(request_today(tx)) <= f->year)
		add(g, NEED_STOP, "", arena_fmt(a, "%d年还没有结束，1月1日起才能冻结", f->year));
	if (g->view.unknown)
		add_at(g, NEED_STOP, "CK7", arena_fmt(a, "正文里有 %zu 处数字字段没有对应的数字，请先改正", g->view.unknown),
			NEED_TEXTS, 0, "");
	look_at_findings(a, g);
	look_at_remarks(a, waiting, n, g);
	look_at_parts(a, g);
	by_kind(g);
	return arena_check(a, err);
}

struct gate_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	int year;
	struct annual_gate *out;
};

static enum err gate_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct gate_job *j = ctx;
	struct annual_gate g = { .n = 0 };
	enum err e = annual_view_fill(tx, j->d, j->a, j->who, j->who->agency, j->year, &g.view, err);
	if (e == OK)
		e = annual_gate_fill(tx, j->a, &g, err);
	if (e == OK)
		*j->out = g;
	return e;
}

enum err annual_gate(const struct desk *d, struct arena *a, const struct actor *who, int year,
	struct annual_gate *out, struct error *err)
{
	struct gate_job j = { d, a, who, year, out };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	return e != OK ? e : store_read(d->store, gate_fn, &j, err);
}
