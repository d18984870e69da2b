/* The text of the report with every number that was looked at marked where it stands. */
#include "doc/workbench_part.h"

#include "doc/layout.h"
#include "doc/markup.h"

/* Something to mark in a paragraph. */
struct span {
	size_t from, to;
	const char *cls; /* "" for equal */
	struct str title;
	size_t finding; /* number of the finding, 0 when none */
};

enum { SPANS_MAX = 512 };

struct spans {
	struct span item[SPANS_MAX];
	size_t n;
};

static void add_span(struct spans *s, struct span it, size_t length)
{
	if (s->n >= SPANS_MAX || it.from >= it.to || it.to > length)
		return;
	size_t i = s->n++;
	for (; i > 0 && s->item[i - 1].from > it.from; i--)
		s->item[i] = s->item[i - 1];
	s->item[i] = it;
}

static const char *claim_class(const struct claim *c)
{
	return c->status == CLAIM_DIFFERS ? "bad" : c->status == CLAIM_EQUAL ? "" : "plain";
}

/* The finding that stands exactly at this place, 0 when there is none. */
static size_t finding_at(const struct findings *f, int section, size_t paragraph, size_t from)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->item[i].section == section && f->item[i].paragraph == paragraph &&
			f->item[i].from == from && f->item[i].to > from)
			return i + 1;
	return 0;
}

static void collect(const struct workbench_item *it, int section, size_t paragraph, size_t length,
	struct spans *out)
{
	out->n = 0;
	for (size_t i = 0; i < it->claims->n; i++) {
		const struct claim *c = &it->claims->item[i];
		if (c->section != section || c->paragraph != paragraph)
			continue;
		struct str title = c->status == CLAIM_NOT_COMPARABLE ? c->reason : c->formula;
		size_t f = c->status == CLAIM_DIFFERS
			? finding_at(it->findings, section, paragraph, c->from)
			: 0;
		add_span(out, (struct span){ c->from, c->to, claim_class(c), title, f }, length);
	}
	for (size_t i = 0; i < it->findings->n; i++) {
		const struct finding *f = &it->findings->item[i];
		if (f->section != section || f->paragraph != paragraph || strcmp(f->rule, "CK7") == 0)
			continue;
		add_span(out,
			(struct span){ f->from, f->to, workbench_class(f->severity), f->message, i + 1 },
			length);
	}
}

static void write_paragraph(struct workbench_page *p, const struct report_paragraph *para,
	int section, size_t index)
{
	struct spans spans;
	size_t at = 0;
	collect(p->item, section, index, para->text.n, &spans);
	buf_fmt(p->b, "<p id=\"r%zu-s%d-%zu\">", p->no, section, index);
	for (size_t i = 0; i < spans.n; i++) {
		const struct span *s = &spans.item[i];
		if (s->from < at) /* overlaps the one before */
			continue;
		workbench_text(p, str_sub(para->text, at, s->from));
		buf_fmt(p->b, "<mark class=\"%s\" title=\"", s->cls);
		workbench_text(p, s->title);
		buf_lit(p->b, "\">");
		workbench_text(p, str_sub(para->text, s->from, s->to));
		if (s->finding)
			buf_fmt(p->b, "<a class=\"flag %s\" href=\"#r%zu-f%zu\" aria-label=\"第 %zu 条检查结果\">%zu</a>",
				strcmp(s->cls, "bad") ? s->cls : "", p->no, s->finding, s->finding,
				s->finding);
		buf_lit(p->b, "</mark>");
		at = s->to;
	}
	workbench_text(p, str_sub(para->text, at, para->text.n));
	buf_lit(p->b, "</p>\n");
}

void workbench_prose(struct workbench_page *p)
{
	const struct report *r = p->item->report;
	if (r->n_sections == 0 && r->n_lead == 0)
		return;
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h3 id=\"r%zu-prose\">正文</h3>"
		      "<p>正文里的数字与表格逐一核对</p></div><div class=\"body prose\">\n"
		      "<p class=\"legend\"><mark>绿底</mark> 与表格相符　<mark class=\"bad\">红底</mark> 不符　"
		      "<mark class=\"plain\">虚线</mark> 表格里没有对应，不作判断</p>\n",
		p->no);
	for (size_t i = 0; i < r->n_lead; i++)
		write_paragraph(p, &r->lead[i], -1, i);
	for (size_t s = 0; s < r->n_sections; s++) {
		buf_lit(p->b, "<h4>");
		workbench_text(p, r->section[s].heading);
		buf_lit(p->b, "</h4>\n");
		for (size_t i = 0; i < r->section[s].n_paragraphs; i++)
			write_paragraph(p, &r->section[s].paragraph[i], (int)s, i);
	}
	buf_lit(p->b, "</div></div>\n");
}
