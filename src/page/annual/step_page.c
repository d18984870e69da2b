/*
 * step_page -- 冻结前检查, and the steps from draft to publication.
 */
#include "page/annual/part.h"
#include "page/annual_annual_before_tmpl.h"

#include "desk/annual_gate.h"
#include "desk/annual_text.h"

#include <inttypes.h>

/* --- what stands in the way ------------------------------------------------------------------------ */

static struct str need_href(struct http_exchange *x, int year, const struct annual_need *n)
{
	switch (n->place) {
	case NEED_CELL:
		return page_fmt(x, "/annual/%d?cell=%s#cell", year, report_cell_code(n->number).z);
	case NEED_TEXTS:
		return page_fmt(x, "/annual/%d/text", year);
	case NEED_PART:
		return page_fmt(x, "/annual/%d/text/%d", year, n->number);
	case NEED_REMARK:
		return page_fmt(x, "/annual/%d/text/%d#remarks", year, n->number);
	case NEED_NOWHERE:
		break;
	}
	return STR("");
}

static const char *need_link(enum annual_need_place p)
{
	static const char *const word[] = { "", "看这一格", "看正文", "去写这一部分", "去答复" };
	return word[p];
}

static enum err fill_needs(struct http_exchange *x, const struct annual_gate *g, struct annual_before_page *v,
	struct error *err)
{
	static const struct {
		const char *title, *note, *classes;
	} group[NEED_KINDS] = {
		[NEED_STOP] = { "不能冻结，先办这些", "每一项都要办完", "is-bad" },
		[NEED_REASON] = { "要写明理由", "写完，或者在冻结时写明不写的理由", "is-warn" },
		[NEED_NOTE] = { "提醒", "核对后可以保留，不妨碍冻结", "is-todo" },
		[NEED_MET] = { "已经具备", "", "is-ok" },
	};
	struct annual_need_words *w = arena_array(x->arena, struct annual_need_words, g->n);
	if (g->n && !w)
		return arena_check(x->arena, err);
	for (size_t i = 0, k = 0; k < NEED_KINDS; k++) {
		struct annual_need_group *to = &v->group[v->n_groups];
		size_t first = i;
		for (; i < g->n && g->need[i].kind == k; i++)
			w[i] = (struct annual_need_words){ .text = g->need[i].text, .hint = g->need[i].hint,
				.href = need_href(x, g->view.figures.year, &g->need[i]),
				.link = str_cstr(need_link(g->need[i].place)) };
		if (i == first)
			continue;
		*to = (struct annual_need_group){ .title = page_fmt(x, "%s（%zu 项）", group[k].title, i - first),
			.note = str_cstr(group[k].note), .classes = group[k].classes, .need = &w[first],
			.n = i - first, .id = page_fmt(x, "need%zu", k) };
		v->n_groups++;
	}
	return arena_check(x->arena, err);
}

enum err annual_before_show(struct http_exchange *x, struct error *err)
{
	struct annual_before_page *v = arena_one(x->arena, struct annual_before_page);
	struct annual_gate g;
	int year = 0;
	enum err e = v ? annual_path_year(x, &year, err) : arena_check(x->arena, err);
	if (e == OK)
		e = annual_gate(APP(x)->desk, x->arena, &WHO(x)->actor, year, &g, err);
	if (e == OK)
		e = fill_needs(x, &g, v, err);
	if (e != OK)
		return e;
	bool draft = g.view.figures.state == ANNUAL_DRAFT;
	v->title.title = STR("冻结前检查");
	v->title.note = g.view.figures.report->title;
	if (!draft)
		v->note = page_fmt(x, "报告现在是“%s”，已经冻结；下面是冻结后的数据现在检查的结果。",
			annual_state_name(g.view.figures.state));
	else if (g.count[NEED_STOP])
		v->note = page_fmt(x, "有 %zu 项要先办完才能冻结。", g.count[NEED_STOP]);
	else if (g.count[NEED_REASON])
		v->note = page_fmt(x, "有 %zu 个部分没有写：写完，或者在冻结时写明理由。", g.count[NEED_REASON]);
	else
		v->note = STR("没有妨碍冻结的事项。");
	if (draft && !g.count[NEED_STOP] && role_permits(WHO(x)->actor.roles, PERM_ANNUAL_EDIT)) {
		v->button = (struct kit_button){ .text = STR("冻结数据，送审"), .kind = KIT_PRIMARY,
			.href = annual_path(x, year, "/step/freeze") };
		v->title.button = &v->button;
		v->title.n = 1;
	}
	page_frame(x, FRAME_OFFICE, "冻结前检查", &v->frame);
	annual_crumbs(x, &v->frame, year, "冻结前检查");
	struct buf *o = page_open(x, &v->frame);
	annual_before_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

/* --- steps ----------------------------------------------------------------------------------------- */

struct step_typed {
	int64_t version;
	struct str reason, lacking_1, lacking_5, lacking_6;
};
static const struct form_field step_fields[] = {
	FORM_INT(struct step_typed, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct step_typed, reason, "说明", 0, 500, 0),
	FORM_TEXT(struct step_typed, lacking_1, "第一部分没有写的理由", 0, ANNUAL_LACK_REASON_MAX, 0),
	FORM_TEXT(struct step_typed, lacking_5, "第五部分没有写的理由", 0, ANNUAL_LACK_REASON_MAX, 0),
	FORM_TEXT(struct step_typed, lacking_6, "第六部分没有写的理由", 0, ANNUAL_LACK_REASON_MAX, 0),
};
const struct http_fields annual_step_form = HTTP_FIELDS(step_fields, struct step_typed);

static const struct {
	const char *word, *title, *text, *button, *hint;
	enum annual_step step;
	unsigned permission;
} steps[] = {
	{ "freeze", "冻结数据，送审",
		"冻结后，表格和正文取冻结时的快照，登记簿以后的变动不再改变报告。审核人或签发人退回后才能再改。",
		"冻结并送审", "给审核人的话，可以不填", STEP_FREEZE, PERM_ANNUAL_EDIT },
	{ "review", "审核通过", "通过后交签发人签发。请先核对三张表、检查结果和正文。", "审核通过", "可以不填",
		STEP_REVIEW, PERM_ANNUAL_REVIEW },
	{ "sign", "签发报告", "签发后即可公布。", "签发", "可以不填", STEP_SIGN, PERM_ANNUAL_SIGN },
	{ "publish", "公布报告", "公布后任何人都能在门户的“年度报告”栏目看到和下载，网址不再变动。公布后不能退回，有误只能登记勘误。",
		"公布", "可以不填", STEP_PUBLISH, PERM_ANNUAL_PUBLISH },
	{ "return", "退回起草", "退回后数据解除冻结，表格重新随登记簿变动；已经作出的审核和签发作废。", "退回起草",
		"请写明退回的理由", STEP_RETURN, PERM_ANNUAL_LOOK },
};

static int step_of(struct str word)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(word, steps[i].word))
			return (int)i;
	return -1;
}

/* A freeze: what is only worth a look, with links, and a reason for each part that is not written. */
static enum err freeze_parts(struct http_exchange *x, struct form_page *p, int year, struct error *err)
{
	static const char *const field[ANNUAL_MUST_WRITE] = { "lacking_1", "lacking_5", "lacking_6" };
	struct annual_gate g;
	enum err e = annual_gate(APP(x)->desk, x->arena, &WHO(x)->actor, year, &g, err);
	if (e != OK)
		return e;
	struct form_related *r = arena_array(x->arena, struct form_related, g.n);
	if (g.n && !r)
		return arena_check(x->arena, err);
	p->related = r;
	for (size_t i = 0; i < g.n; i++)
		if (g.need[i].kind == NEED_STOP || g.need[i].kind == NEED_NOTE) {
			struct str href = need_href(x, year, &g.need[i]);
			r[p->n_related++] = (struct form_related){ g.need[i].text,
				href.n ? href : annual_path(x, year, "/before"), g.need[i].hint };
		}
	p->related_title = g.count[NEED_STOP] ? STR("还有没办完的和要核对的") : STR("冻结前请核对的提醒");
	p->related_note = page_fmt(x, "共 %zu 项，分类的清单见“冻结前检查”。", p->n_related);
	if (g.count[NEED_STOP])
		p->warning = page_fmt(x, "有 %zu 项要先办完，现在还不能冻结。", g.count[NEED_STOP]);
	for (size_t i = 0; i < ANNUAL_MUST_WRITE; i++)
		if (g.lacking[i])
			form_page_input(p, field[i], STR(""),
				page_fmt(x, "“%s”还没有写。不写的，请写明理由，理由记入办理记录和日志",
					report_section_heading(annual_must_write[i])).p);
	return OK;
}

static struct str findings_words(struct http_exchange *x, const struct findings *f)
{
	return page_fmt(x, "检查结果：错误 %zu 项，提醒 %zu 项。", findings_count(f, SEVERITY_ERROR),
		findings_count(f, SEVERITY_WARNING));
}

static struct str sums_words(struct http_exchange *x, const struct annual_figures *f)
{
	struct str n[4];
	static const char *const code[] = { "t3.received.total", "t3.carried_in.total", "t3.total.total",
		"t3.carried_out.total" };
	for (size_t i = 0; i < 4; i++)
		n[i] = annual_number_words(x, &f->report->cell[report_cell_by_code(str_cstr(code[i]))]);
	return page_fmt(x, "本年新收 %.*s 件，上年结转 %.*s 件，办结 %.*s 件，结转下年 %.*s 件。", STR_ARG(n[0]),
		STR_ARG(n[1]), STR_ARG(n[2]), STR_ARG(n[3]));
}

static enum err step_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	struct annual_view v;
	int year = 0, i = step_of(x->param[1]);
	enum err e = annual_path_year(x, &year, err);
	if (e == OK && i < 0)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一步，请从报告页面重新选择");
	if (e == OK)
		e = desk_allow(&WHO(x)->actor, steps[i].permission, err);
	if (e == OK)
		e = annual_view(APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, year, &v, err);
	if (e == OK)
		e = form_page_init(x, &p, &annual_step_form, steps[i].title, err);
	if (e == OK && refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	if (e != OK)
		return e;
	annual_crumbs(x, &p.frame, year, steps[i].title);
	p.title.note = v.figures.report->title;
	p.inset = str_cstr(steps[i].text);
	if (!v.text_ready && steps[i].step != STEP_RETURN && steps[i].step != STEP_FREEZE)
		p.warning = STR("正文还没有写完：第一、五、六部分要有文字。");
	form_page_text(&p, sums_words(x, &v.figures));
	form_page_text(&p, findings_words(x, &v.findings));
	if (steps[i].step == STEP_FREEZE)
		e = freeze_parts(x, &p, year, err);
	if (e != OK)
		return e;
	form_page_hidden(&p, "version", page_fmt(x, "%" PRId64, v.figures.row.version));
	form_page_textarea(&p, "reason", STR(""), steps[i].hint);
	form_page_submit(&p, steps[i].button, annual_path(x, year, ""));
	return form_page_answer(x, &p, err);
}

enum err annual_step_show(struct http_exchange *x, struct error *err)
{
	return step_form(x, OK, NULL, err);
}

enum err annual_step_post(struct http_exchange *x, struct error *err)
{
	const struct step_typed *t = x->form;
	struct error why = { .code = OK };
	int year = 0, i = step_of(x->param[1]);
	enum err e = annual_path_year(x, &year, err);
	if (e != OK)
		return e;
	if (x->report->n_errors || i < 0)
		return step_form(x, OK, NULL, err);
	struct annual_freeze_input in = { .year = year, .version = t->version, .note = t->reason,
		.lacking = { t->lacking_1, t->lacking_5, t->lacking_6 } };
	e = steps[i].step == STEP_FREEZE
		    ? annual_freeze(APP(x)->desk, x->arena, &WHO(x)->actor, &in, &why)
		    : annual_take_step(APP(x)->desk, x->arena, &WHO(x)->actor, year, t->version,
			      steps[i].step, t->reason, &why);
	if (e != OK)
		return step_form(x, e, &why, err);
	return page_done(
		x, annual_path(x, year, ""), steps[i].step == STEP_RETURN ? "annual.returned" : "annual.step");
}
