/* The page as a whole: frame, list of reports, one section per report. */
#include "doc/workbench_part.h"

#include "doc/layout.h"
#include "doc/markup.h"

enum { PAGE_ARENA_MAX = 512 << 20, IDENTITIES = 42 };

extern const struct str workbench_css;

void workbench_text(struct workbench_page *p, struct str s)
{
	markup_text(p->b, layout_clean(p->a, s));
}

const char *workbench_class(enum severity s)
{
	return s == SEVERITY_ERROR ? "bad" : s == SEVERITY_WARNING ? "warn" : "info";
}

const char *workbench_sign(enum severity s)
{
	return s == SEVERITY_ERROR ? "✕" : s == SEVERITY_WARNING ? "!" : "·";
}

/* A broken sum names all its cells; on the page only the one to look at first is flagged. */
static bool flags_cell(const struct finding *f, int cell)
{
	size_t n = workbench_is_identity(f->rule) && f->n_cells ? 1 : f->n_cells;
	for (size_t k = 0; k < n; k++)
		if (f->cell[k] == cell)
			return true;
	return false;
}

const struct finding *workbench_finding_of(const struct workbench_item *it, int cell, size_t *index)
{
	const struct finding *worst = NULL;
	for (size_t i = 0; i < it->findings->n; i++) {
		const struct finding *f = &it->findings->item[i];
		if (!flags_cell(f, cell) || (worst && worst->severity >= f->severity))
			continue;
		worst = f;
		*index = i;
	}
	return worst;
}

void workbench_link(struct workbench_page *p, const struct finding *f)
{
	if (f->n_cells && p->item->report->cell[f->cell[0]].state != REPORT_ABSENT)
		buf_fmt(p->b, " <a href=\"#r%zu-%s\">看表格</a>", p->no, report_cell_code(f->cell[0]).z);
	if (f->section >= 0 && (size_t)f->section < p->item->report->n_sections)
		buf_fmt(p->b, " <a href=\"#r%zu-s%d-%zu\">看正文</a>", p->no, f->section, f->paragraph);
}

void workbench_open(struct buf *b, struct str title)
{
	buf_lit(b, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	markup_text(b, title);
	buf_lit(b, "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"renderer\" content=\"webkit\">\n"
		   "<meta name=\"format-detection\" content=\"telephone=no\">\n<style>\n");
	buf_str(b, workbench_css);
	buf_lit(b, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n"
		   "<header class=\"top\"><p>政府信息公开年度报告核对<small>gongkai 公开</small></p>"
		   "</header>\n<main id=\"main\">\n");
}

void workbench_close(struct buf *b)
{
	buf_lit(b, "<p class=\"foot\">勾稽关系依国办公开办函〔2021〕30号（2019、2020年度依〔2019〕60号）；文表核对只比较"
		   "含义明确的数字，其余不作判断。检查结果供核对，不自动修改报告。</p>\n"
		   "</main>\n</body>\n</html>\n");
}

static size_t count_state(const struct report *r, enum report_state s)
{
	size_t n = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		n += report_cell_in_layout(i, r->layout) && r->cell[i].state == s;
	return n;
}

static size_t count_rule(const struct findings *f, const char *rule)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += strcmp(f->item[i].rule, rule) == 0;
	return n;
}

static size_t count_claims(const struct claims *c, enum claim_status s)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		n += c->item[i].status == s;
	return n;
}

/* How many of the 42 identities of the tables are broken. */
static size_t count_broken(const struct findings *f)
{
	return count_rule(f, "CK1") + count_rule(f, "CK2") + count_rule(f, "CK3") + count_rule(f, "CK6");
}

static size_t count_sections(const struct report *r)
{
	size_t n = 0;
	for (int no = 1; no <= 6; no++)
		n += report_find_section(r, no) != NULL;
	return n;
}

static void write_counts(struct workbench_page *p)
{
	const struct report *r = p->item->report;
	const struct findings *f = p->item->findings;
	size_t numbers = count_state(r, REPORT_NUMBER), blank = count_state(r, REPORT_BLANK);
	size_t all = r->layout == REPORT_LAYOUT_2019 ? 198 : REPORT_CELLS_2021;
	size_t broken = count_broken(f), differs = count_claims(p->item->claims, CLAIM_DIFFERS);
	size_t equal = count_claims(p->item->claims, CLAIM_EQUAL), sections = count_sections(r);
	size_t warnings = findings_count(f, SEVERITY_WARNING);
	struct buf *b = p->b;
	buf_fmt(b, "<ul class=\"counts\">\n<li%s><span>表格单元</span><b>%zu<small>／%zu</small></b><em>",
		numbers == all ? "" : " class=\"is-warn\"", numbers, all);
	if (blank)
		buf_fmt(b, "%zu 格空白", blank);
	else
		buf_cstr(b, numbers == all ? "全部是数字" : "有缺失或不是数字的格");
	buf_fmt(b, "</em></li>\n<li class=\"is-%s\"><span>勾稽检查</span><b>%zu<small>／%d 通过</small></b>"
		   "<em>%s</em></li>\n",
		broken ? "bad" : "good", broken < IDENTITIES ? IDENTITIES - broken : 0, IDENTITIES,
		p->item->previous ? "表内，并与上年核对" : "表内各行、各列");
	buf_fmt(b, "<li class=\"is-%s\"><span>文表不一致</span><b>%zu</b><em>另有 %zu 处相符</em></li>\n",
		differs ? "bad" : "good", differs, equal);
	buf_fmt(b, "<li class=\"is-%s\"><span>提醒</span><b>%zu</b><em>可说明后保留</em></li>\n",
		warnings ? "warn" : "good", warnings);
	buf_fmt(b, "<li class=\"is-%s\"><span>正文部分</span><b>%zu<small>／6</small></b><em>%s</em></li>\n</ul>\n",
		sections == 6 ? "good" : "warn", sections, sections == 6 ? "齐全" : "有缺少的部分");
}

/* Agency and year, or the file's name when neither is known. */
static void write_name(struct workbench_page *p)
{
	const struct report *r = p->item->report;
	if (r->agency.n)
		workbench_text(p, r->agency);
	else
		workbench_text(p, r->file.n ? r->file : STR("（未写机关名称）"));
	if (r->year)
		buf_fmt(p->b, " %d 年度", r->year);
}

static enum err write_report(struct workbench_page *p, struct error *err)
{
	const struct report *r = p->item->report;
	buf_fmt(p->b, "<section class=\"report\" id=\"r%zu\" aria-labelledby=\"r%zu-h\">\n<h2 id=\"r%zu-h\">", p->no,
		p->no, p->no);
	write_name(p);
	buf_lit(p->b, "</h2>\n<p class=\"sub\">");
	workbench_text(p, r->title.n ? r->title : STR("没有读到标题"));
	if (r->file.n) {
		buf_lit(p->b, "<br>文件：");
		workbench_text(p, r->file);
	}
	buf_fmt(p->b, "（%s，%d年表式）</p>\n", doc_format_name(r->format), r->layout);
	write_counts(p);
	workbench_panels(p);
	enum err e = workbench_tables(p, err);
	if (e)
		return e;
	workbench_prose(p);
	buf_lit(p->b, "</section>\n");
	return OK;
}

static void write_list_row(struct workbench_page *p)
{
	const struct findings *f = p->item->findings;
	size_t broken = count_broken(f), differs = count_claims(p->item->claims, CLAIM_DIFFERS);
	buf_fmt(p->b, "<tr><th scope=\"row\"><a href=\"#r%zu\">", p->no);
	write_name(p);
	buf_lit(p->b, "</a></th>");
	const struct {
		size_t n;
		const char *cls;
	} col[] = { { broken, "bad" }, { differs, "bad" }, { findings_count(f, SEVERITY_ERROR), "bad" },
		{ findings_count(f, SEVERITY_WARNING), "warn" } };
	for (size_t i = 0; i < sizeof col / sizeof col[0]; i++)
		buf_fmt(p->b, "<td><span class=\"tag %s\">%zu</span></td>", col[i].n ? col[i].cls : "",
			col[i].n);
	buf_lit(p->b, "</tr>\n");
}

static void write_list(struct workbench_page *p, const struct workbench *w)
{
	buf_lit(p->b, "<div class=\"panel toc\"><div class=\"head\"><h2 id=\"toc-h\">报告一览</h2></div>"
		      "<div class=\"body\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"报告一览表\"><table>\n"
		      "<caption>点机关名称看核对结果</caption>\n<thead><tr><th scope=\"col\">机关和年度</th>"
		      "<th scope=\"col\">勾稽不平</th><th scope=\"col\">文表不一致</th><th scope=\"col\">错误合计</th>"
		      "<th scope=\"col\">提醒</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < w->n_items; i++) {
		p->item = &w->item[i];
		p->no = i + 1;
		write_list_row(p);
	}
	buf_lit(p->b, "</tbody></table></div></div></div>\n");
}

static void write_failures(struct workbench_page *p, const struct workbench *w)
{
	if (w->n_failures == 0)
		return;
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h2 id=\"fail-h\">没有读成的文件</h2>"
		      "<p>%zu 个</p></div><div class=\"body\"><ul class=\"check\">\n",
		w->n_failures);
	for (size_t i = 0; i < w->n_failures; i++) {
		buf_lit(p->b, "<li class=\"bad\"><b>");
		workbench_text(p, w->failure[i].file);
		buf_lit(p->b, "</b><p>");
		workbench_text(p, w->failure[i].message);
		buf_lit(p->b, "</p></li>\n");
	}
	buf_lit(p->b, "</ul></div></div>\n");
}

/* Memory of the page's own making ends here; out of memory or too large is an error. */
static enum err finish(struct workbench_page *p, enum err e, struct error *err)
{
	if (!e)
		e = arena_check(p->a, err);
	arena_done(p->a);
	return e ? e : buf_check(p->b, err);
}

enum err doc_write_workbench(struct buf *b, const struct workbench *w, struct error *err)
{
	struct arena a;
	struct workbench_page p = { .b = b, .a = &a };
	enum err e = OK;
	arena_init(&a, PAGE_ARENA_MAX);
	workbench_open(b, STR("政府信息公开年度报告核对"));
	buf_fmt(b, "<h1>年度报告核对</h1>\n<p class=\"sub\">共 %zu 份报告</p>\n", w->n_items);
	write_failures(&p, w);
	if (w->n_items > 1)
		write_list(&p, w);
	for (size_t i = 0; i < w->n_comparisons; i++)
		workbench_comparison(&p, w->comparison[i], i);
	for (size_t i = 0; !e && i < w->n_items; i++) {
		p.item = &w->item[i];
		p.no = i + 1;
		e = write_report(&p, err);
	}
	workbench_close(b);
	return finish(&p, e, err);
}

enum err doc_write_comparison(struct buf *b, const struct comparison *c, struct error *err)
{
	struct arena a;
	struct workbench_page p = { .b = b, .a = &a };
	arena_init(&a, PAGE_ARENA_MAX);
	workbench_open(b, STR("政府信息公开年度报告比较"));
	buf_fmt(b, "<h1>年度报告比较</h1>\n<p class=\"sub\">%s，共 %zu 份报告</p>\n",
		c->years ? "同一机关各年" : "各机关", c->n);
	workbench_comparison(&p, c, 0);
	workbench_close(b);
	return finish(&p, OK, err);
}
