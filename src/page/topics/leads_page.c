/*
 * leads_page -- several people who ask for the same, and what others are told (公开线索).
 */
#include "desk/lead.h"
#include "desk/request_group.h"
#include "page/form_page.h"
#include "page/moment.h"
#include "page/topics/part.h"
#include "page/topics/view.h"
#include "page/topics_topics_tmpl.h"

struct leads_typed {
	int64_t before;
};
static const struct form_field fields[] = {
	FORM_ID(struct leads_typed, before, "更早的", 0),
};
const struct http_fields leads_form = HTTP_FIELDS(fields, struct leads_typed);

static struct str case_href(struct http_exchange *x, struct request_id id, const char *tail)
{
	return page_fmt(x, "/office/requests/%lld%s", (long long)id.v, tail);
}

static bool may_write(const struct http_exchange *x)
{
	return role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE);
}

static void advise(struct http_exchange *x, const struct request_group *g, struct group_line *l)
{
	if (g->lead) {
		l->advice = STR("已经作为公开线索。");
	} else if (g->n_open) {
		l->advice = page_fmt(x, "其中 %zu 件已经公开：建议纳入主动公开，或者先作为公开线索。",
			g->n_open);
		l->link = may_write(x) ? STR("作为公开线索") : STR("");
		l->link_href = case_href(x, g->open, "/lead");
	} else {
		l->advice = STR("还没有答复公开的。答复公开后，研究纳入主动公开。");
	}
}

static enum err fill_groups(struct http_exchange *x, struct leads_page *v, struct error *err)
{
	struct request_group *g;
	size_t compared;
	enum err e = request_groups(
		APP(x)->desk, x->arena, &WHO(x)->actor, &g, &v->n_groups, &compared, err);
	if (e != OK)
		return e;
	v->compared = page_fmt(x, "比对了一年内最近的 %zu 件申请", compared);
	v->group = arena_array(x->arena, struct group_line, v->n_groups);
	for (size_t i = 0; v->group && i < v->n_groups; i++) {
		struct group_line *l = &v->group[i];
		l->subject = g[i].member[0].subject;
		l->count = page_fmt(x, "%zu 个申请人，%zu 件", g[i].n_applicants, g[i].n_requests);
		l->n_members = g[i].n_members;
		l->n_more = g[i].n_requests - g[i].n_members;
		l->member = arena_array(x->arena, struct kit_link, l->n_members);
		for (size_t k = 0; l->member && k < l->n_members; k++)
			l->member[k] = (struct kit_link){ .text = g[i].member[k].number,
				.href = case_href(x, g[i].member[k].id, "") };
		advise(x, &g[i], l);
	}
	return arena_check(x->arena, err);
}

static enum err fill_leads(struct http_exchange *x, struct leads_page *v, struct error *err)
{
	const struct leads_typed *t = x->form;
	struct lead_row *row;
	size_t n;
	enum err e = lead_list(APP(x)->desk, x->arena, &WHO(x)->actor,
		(struct lead_id){ t->before }, &row, &n, err);
	if (e != OK)
		return e;
	if (n > LEADS_PAGE) {
		n = LEADS_PAGE;
		v->next = page_fmt(
			x, "/office/leads?before=%lld#leads", (long long)row[n - 1].id.v);
	}
	v->lead = arena_array(x->arena, struct lead_line, n);
	v->n_leads = v->lead ? n : 0;
	for (size_t i = 0; i < v->n_leads; i++)
		v->lead[i] = (struct lead_line){ .title = row[i].title,
			.place = row[i].place,
			.number = row[i].number.p ? row[i].number : row[i].receipt,
			.href = case_href(x, row[i].request, ""),
			.by = row[i].actor_name,
			.when = moment_text(x->arena, row[i].at),
			.drop = may_write(x) ? case_href(x, row[i].request, "/lead/drop")
					     : STR("") };
	return arena_check(x->arena, err);
}

enum err leads_show(struct http_exchange *x, struct error *err)
{
	struct leads_page v = { .title = { .title = STR("多人申请和公开线索") } };
	v.no_groups = (struct kit_empty){ .title = STR("没有多人申请的相同信息"),
		.text = STR("两个以上的申请人申请相近的内容时，会在这里列出。"),
		.link = STR("到申请列表"),
		.href = STR("/office") };
	v.no_leads = (struct kit_empty){ .title = STR("还没有公开线索"),
		.text = STR("答复为予以公开或者部分公开的申请办结后，在本件的“其他操作”里可以作为公开线索。"),
		.link = STR("看已经办结的申请"),
		.href = STR("/office?band=month") };
	enum err e = fill_groups(x, &v, err);
	if (e == OK)
		e = fill_leads(x, &v, err);
	if (e != OK)
		return e;
	page_frame(x, FRAME_OFFICE, "多人申请和公开线索", &v.frame);
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = STR("多人申请和公开线索") } };
	v.frame.crumbs = crumb;
	v.frame.n_crumbs = 2;
	struct buf *o = page_open(x, &v.frame);
	leads_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
