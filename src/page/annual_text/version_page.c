/*
 * version_page -- what a version changed, earlier texts brought back, remarks and their answers.
 */
#include "page/annual_text/part.h"
#include "page/annual_text/view.h"
#include "page/annual_text_text_tmpl.h"

struct changes_query {
	int64_t from, to;
};
static const struct form_field changes_fields[] = {
	FORM_INT(struct changes_query, from, "从", 0, INT64_MAX, 0),
	FORM_INT(struct changes_query, to, "到", 0, INT64_MAX, 0),
};
const struct http_fields text_changes_query = HTTP_FIELDS(changes_fields, struct changes_query);

struct restore_fields {
	int64_t version, from;
};
static const struct form_field restore_fields[] = {
	FORM_INT(struct restore_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_INT(struct restore_fields, from, "恢复的版本", 1, INT64_MAX, FORM_REQUIRED),
};
const struct http_fields text_restore_form = HTTP_FIELDS(restore_fields, struct restore_fields);

struct remark_fields {
	struct str text;
};
static const struct form_field remark_fields[] = {
	FORM_LINES(struct remark_fields, text, "意见", 1, ANNUAL_REMARK_MAX, FORM_REQUIRED),
};
const struct http_fields text_remark_form = HTTP_FIELDS(remark_fields, struct remark_fields);

struct answer_fields {
	struct str answer;
};
static const struct form_field answer_fields[] = {
	FORM_LINES(struct answer_fields, answer, "答复", 1, ANNUAL_REMARK_MAX, FORM_REQUIRED),
};
const struct http_fields text_answer_form = HTTP_FIELDS(answer_fields, struct answer_fields);

/* --- changes ------------------------------------------------------------------------------------------ */

static void fill_lines(struct http_exchange *x, const struct diff *d, struct text_changes_page *v)
{
	v->line = arena_array(x->arena, struct text_diff_line, d->n + 1);
	for (size_t i = 0; v->line && i < d->n; i++) {
		const struct diff_line *l = &d->line[i];
		struct text_diff_line *to = &v->line[v->n];
		*to = (struct text_diff_line){ (int)l->kind, l->changed,
			arena_array(x->arena, struct text_diff_run, l->n + 1), 0 };
		if (!to->run)
			return;
		for (size_t k = 0; k < l->n; k++)
			to->run[to->n++] = (struct text_diff_run){ (int)l->piece[k].kind, l->piece[k].text };
		v->n++;
	}
}

enum err text_changes_show(struct http_exchange *x, struct error *err)
{
	const struct changes_query *q = x->form;
	struct text_changes_page v = { 0 };
	struct diff d;
	int year, part;
	enum err e = text_of_path(x, &year, &part, err);
	int64_t to = q->to > 0 ? q->to : 1;
	int64_t from = q->from > 0 ? q->from : to - 1;
	if (e == OK)
		e = annual_text_diff(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, from, to, &d, err);
	if (e != OK)
		return e;
	v.title = (struct kit_title){
		.title = from ? page_fmt(x, "第 %lld 版到第 %lld 版的改动", (long long)from, (long long)to)
			      : page_fmt(x, "第 %lld 版", (long long)to),
		.note = page_fmt(x, "增加 %zu 字，删去 %zu 字", d.added, d.removed)
	};
	fill_lines(x, &d, &v);
	v.empty = (struct kit_empty){ .title = STR("两版相同"), .text = STR("这两版的文字没有差别。") };
	page_frame(x, FRAME_OFFICE, "正文的改动", &v.frame);
	text_crumbs(x, &v.frame, year, part, "改动");
	struct buf *o = page_open(x, &v.frame);
	text_changes_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

enum err text_restore_post(struct http_exchange *x, struct error *err)
{
	const struct restore_fields *f = x->form;
	int year, part;
	enum err e = text_of_path(x, &year, &part, err);
	if (e != OK)
		return e;
	struct annual_text_input in = { year, part, f->version, STR(""),
		page_fmt(x, "恢复第 %lld 版", (long long)f->from) };
	e = annual_text_source(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, f->from, &in.body, err);
	if (e == OK)
		e = annual_text_save(APP(x)->desk, x->arena, &WHO(x)->actor, &in, err);
	return e != OK ? e : page_done(x, text_path(x, year, part, ""), "annual_text.restored");
}

/* --- remarks ------------------------------------------------------------------------------------------ */

static enum err remark_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	int year, part;
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = form_page_init(x, &p, &text_remark_form, "提出意见", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	text_crumbs(x, &p.frame, year, part, "意见");
	form_page_textarea(&p, "text", STR(""), NULL);
	form_page_submit(&p, "提交意见", text_path(x, year, part, "#remarks"));
	return form_page_answer(x, &p, err);
}

enum err text_remark_post(struct http_exchange *x, struct error *err)
{
	const struct remark_fields *f = x->form;
	int year, part;
	if (x->report->n_errors > 0)
		return remark_page(x, OK, err);
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = annual_text_remark(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, f->text, err);
	return e != OK ? remark_page(x, e, err)
		       : page_done(x, text_path(x, year, part, ""), "annual_text.remarked");
}

static enum err answer_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct annual_text_view t;
	struct error refusal = *err;
	int64_t id;
	int year, part;
	const struct annual_comment_row *c = NULL;
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = page_id(x, 2, &id, err);
	if (e == OK)
		e = annual_text_view(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, 0, &t, err);
	for (size_t i = 0; e == OK && i < t.n_comments; i++)
		if (t.comment[i].id == id)
			c = &t.comment[i];
	if (e == OK && !c)
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有找到这条意见");
	if (e == OK)
		e = form_page_init(x, &p, &text_answer_form, "答复意见", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	text_crumbs(x, &p.frame, year, part, "答复意见");
	form_page_text(&p, page_fmt(x, "意见：%.*s", STR_ARG(c->text)));
	form_page_textarea(&p, "answer", STR(""), "怎样改的；没有采纳的，写明理由");
	form_page_submit(&p, "保存答复", text_path(x, year, part, "#remarks"));
	return form_page_answer(x, &p, err);
}

enum err text_answer_show(struct http_exchange *x, struct error *err)
{
	return answer_page(x, OK, err);
}

enum err text_answer_post(struct http_exchange *x, struct error *err)
{
	const struct answer_fields *f = x->form;
	int64_t id;
	int year, part;
	if (x->report->n_errors > 0)
		return answer_page(x, OK, err);
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = page_id(x, 2, &id, err);
	if (e == OK)
		e = annual_text_answer(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, id, f->answer, err);
	return e != OK ? answer_page(x, e, err)
		       : page_done(x, text_path(x, year, part, ""), "annual_text.answered");
}
