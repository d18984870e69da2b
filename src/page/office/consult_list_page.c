/*
 * consult_list_page -- the consultations of the office by due day: waited for, run out, to be
 * settled, to be sent.
 */
#include "page/office/consult_part.h"
#include "page/office_consult_tmpl.h"

static const struct form_choice state_choices[] = { { "waiting", "等待意见" },
	{ "expired", "期满未答复" }, { "answered", "待研究" }, { "prepared", "待发出" },
	{ "settled", "已研究处理" }, { NULL, NULL } };
static const enum consultation_state states[] = { CONSULTATION_WAITING, CONSULTATION_WAITING,
	CONSULTATION_ANSWERED, CONSULTATION_PREPARED, CONSULTATION_SETTLED };
enum { EXPIRED = 1 };
static const struct form_choice kind_choices[] = { { "third", "第三方" },
	{ "maker", "共同制作机关" }, { "other", "其他机关" }, { NULL, NULL } };

struct list_query {
	int state, kind;
	int64_t after_due, after;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct list_query, state, "状态", state_choices, 0),
	FORM_CHOICE(struct list_query, kind, "向谁征求", kind_choices, 0),
	FORM_INT(struct list_query, after_due, "起始", INT32_MIN, INT32_MAX, 0),
	FORM_ID(struct list_query, after, "起始", 0),
};
const struct http_fields consult_list_form = HTTP_FIELDS(fields, struct list_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("意见期限"), .sort = KIT_ASCENDING, .nowrap = true },
	{ .label = STR_INIT("对方") },
	{ .label = STR_INIT("申请") },
	{ .label = STR_INIT("发出"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("承办"), .card = KIT_CARD_NAMED },
};
static const struct kit_table table = { .caption = STR_INIT("征求意见，按意见期限先后排列"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 5 };

static struct str list_url(struct http_exchange *x, int state, int kind)
{
	return page_fmt(x, "/office/consultations?state=%s%s%s", state_choices[state].value,
		kind < 0 ? "" : "&kind=", kind < 0 ? "" : kind_choices[kind].value);
}

static void fill_row(
	struct http_exchange *x, const struct consultation_item *i, struct consult_row *out)
{
	const struct consultation_line_row *r = &i->row;
	struct str on = r->due_on.has ? day_short(x, r->due_on) : STR("");
	struct str lead = r->department_name.p ? r->department_name : STR("未分派");
	*out = (struct consult_row){ .due = KIT_DUE_DONE,
		.due_text = str_cstr(consultation_state_name((enum consultation_state)r->state)),
		.due_note = r->due_on.has ? page_fmt(x, "%.*s 期满%s", STR_ARG(on),
						    r->served_on.has ? "" : "（送达未登记）") :
					    STR(""),
		.party = r->masked,
		.href = consult_path(x, r->id, ""),
		.kind = str_cstr(consultation_kind_name((enum consultation_kind)r->kind)),
		.number = r->number,
		.case_href = case_path(x, r->request, ""),
		.subject = r->subject,
		.sent = r->sent_on.has ? day_short(x, r->sent_on) : STR("—"),
		.handler = page_fmt(x, "%.*s%s%.*s", STR_ARG(lead), r->handler_name.p ? " " : "",
			STR_ARG(r->handler_name)) };
	if (r->state == CONSULTATION_WAITING)
		out->due_text = consult_due(x, i->left, i->expired, &out->due);
	else if (r->state == CONSULTATION_PREPARED || r->state == CONSULTATION_ANSWERED)
		out->due = KIT_DUE_STOPPED;
}

static void fill_tabs(struct http_exchange *x, const struct list_query *q,
	const struct consultation_page *page, struct consult_list *v)
{
	for (int i = 0; i < CONSULT_TABS; i++) {
		int64_t n = i == EXPIRED ? page->expired : page->count[states[i]];
		bool more = n > CONSULTATION_COUNT_MAX;
		v->tab[i] = (struct kit_link){
			.text = page_fmt(x, "%s %lld%s", state_choices[i].label,
				(long long)(more ? CONSULTATION_COUNT_MAX : n), more ? "+" : ""),
			.href = list_url(x, i, q->kind),
			.current = i == q->state
		};
	}
}

static void fill_kind(struct http_exchange *x, const struct list_query *q, struct consult_list *v)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, CONSULTATION_KINDS + 1);
	v->state = str_cstr(state_choices[q->state].value);
	if (!c)
		return;
	c[0] = (struct kit_choice){ .text = STR("全部") };
	for (int i = 0; i < CONSULTATION_KINDS; i++)
		c[i + 1] = (struct kit_choice){ .value = str_cstr(kind_choices[i].value),
			.text = str_cstr(kind_choices[i].label) };
	v->kind = (struct kit_select){ .field = { .name = STR("kind"), .label = STR("向谁征求") },
		.choice = c,
		.n = CONSULTATION_KINDS + 1,
		.value = q->kind < 0 ? STR("") : str_cstr(kind_choices[q->kind].value) };
}

enum err consult_list_show(struct http_exchange *x, struct error *err)
{
	struct list_query q = *(const struct list_query *)x->form;
	struct consultation_page *page = arena_one(x->arena, struct consultation_page);
	struct consult_list v = { .title = { .title = STR("征求意见"),
					  .note = STR("最先期满的排在最前；期满未答复的，"
						      "答复期限已经恢复计算") },
		.table = &table };
	if (!page)
		return arena_check(x->arena, err);
	q.state = q.state < 0 ? 0 : q.state;
	struct consultation_filter f = { .state = states[q.state],
		.kind = q.kind,
		.expired = q.state == EXPIRED,
		.after_due = q.after_due,
		.after = { q.after } };
	enum err e = consultation_page(APP(x)->desk, x->arena, &WHO(x)->actor, &f, page, err);
	if (e != OK)
		return e;
	v.row = arena_array(x->arena, struct consult_row, page->n);
	v.n = v.row ? page->n : 0;
	for (size_t i = 0; i < v.n; i++)
		fill_row(x, &page->item[i], &v.row[i]);
	fill_tabs(x, &q, page, &v);
	fill_kind(x, &q, &v);
	v.note = page_fmt(x, "本页 %zu 件", v.n);
	struct str self = list_url(x, q.state, q.kind);
	if (q.after)
		v.first = self;
	if (page->more)
		v.next = page_fmt(x, "%.*s&after_due=%lld&after=%lld", STR_ARG(self),
			(long long)page->item[v.n - 1].row.sort_due,
			(long long)page->item[v.n - 1].row.id.v);
	v.empty = (struct kit_empty){ .title = STR("没有这样的征求意见"),
		.text = STR("在申请页面起草第三方意见征询书或者征求意见函，发出后在这里跟踪期限。"),
		.link = STR("查看在办的申请"),
		.href = STR("/office") };
	page_frame(x, FRAME_OFFICE, "征求意见", &v.frame);
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = STR("征求意见") } };
	v.frame.crumbs = crumb;
	v.frame.n_crumbs = 2;
	struct buf *o = page_open(x, &v.frame);
	consult_list_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
