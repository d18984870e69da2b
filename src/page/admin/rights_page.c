/*
 * rights_page -- proposing, reading and deciding changes of rights.
 */
#include "page/admin/part.h"
#include "page/admin/rights_view.h"
#include "page/admin_rights_tmpl.h"
#include "page/moment.h"

#include <assert.h>

/* --- proposing ------------------------------------------------------------------------------- */

/* In the order of enum role; propose_page holds each word against role_word. */
static const struct form_choice role_choices[] = { { "register", "登记" }, { "handle", "承办" },
	{ "review", "审核" }, { "sign", "签发" }, { "edit", "编辑" }, { "first", "初审" },
	{ "second", "复审" }, { "final", "终审" }, { "secrecy", "保密审查" }, { "publish", "发布" },
	{ "look", "查阅" }, { "supervise", "监督" }, { "system", "系统管理员" },
	{ "security", "安全管理员" }, { "audit", "审计管理员" }, { NULL, NULL } };
_Static_assert(sizeof(role_choices) / sizeof(*role_choices) == ROLES + 1, "one choice per role");

struct propose_fields {
	uint64_t roles;
	struct str reason;
};
static const struct form_field propose_form_fields[] = {
	FORM_CHOICES(struct propose_fields, roles, "权限", 0, ROLES, role_choices, 0),
	FORM_LINES(struct propose_fields, reason, "理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明理由，供审批人判断"),
};
const struct http_fields propose_form = HTTP_FIELDS(propose_form_fields, struct propose_fields);

static struct str person_path(struct http_exchange *x, struct person_id id)
{
	return page_fmt(x, "/admin/people/%lld", (long long)id.v);
}

static enum err propose_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct person_view pv;
	struct form_page p;
	struct error refusal = *err;
	struct person_id id;
	struct kit_choice choice[ROLES];
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = person_view(APP(x)->desk, &WHO(x)->actor, id, x->arena, &pv, err);
	if (e == OK)
		e = form_page_init(x, &p, &propose_form, "申请变更权限", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	for (int r = 0; r < ROLES; r++) {
		assert(strcmp(role_choices[r].value, role_word((enum role)r)) == 0);
		choice[r] = (struct kit_choice){ .value = str_cstr(role_choices[r].value),
			.text = str_cstr(role_name((enum role)r)),
			.hint = str_cstr(role_help((enum role)r)) };
	}
	p.title.note = page_fmt(x, "%.*s（账号 %.*s，%.*s）", STR_ARG(pv.person.name), STR_ARG(pv.person.login),
		STR_ARG(pv.person.agency_name));
	p.inset = STR("权限由系统管理员申请、安全管理员审批，批准后才生效；系统、安全、审计三种管理员互不兼任，也不兼任业务岗位。");
	struct str back = person_path(x, id);
	two_crumbs(x, &p.frame, arena_cstr(x->arena, pv.person.name), arena_cstr(x->arena, back),
		STR("申请变更权限"));
	form_page_checkboxes(&p, "roles", choice, ROLES, (uint64_t)pv.person.roles,
		"勾选这个人今后应有的全部权限");
	form_page_textarea(&p, "reason", STR(""), "例如：调入政务公开办，接替登记岗位");
	form_page_submit(&p, "提交申请", back);
	return form_page_answer(x, &p, err);
}

enum err rights_propose_show(struct http_exchange *x, struct error *err)
{
	return propose_page(x, OK, err);
}

enum err rights_propose_post(struct http_exchange *x, struct error *err)
{
	const struct propose_fields *f = x->form;
	struct person_id id;
	int64_t change;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return propose_page(x, OK, err);
	e = rights_propose(APP(x)->desk, &WHO(x)->actor, id, f->roles, f->reason, &change, err);
	if (e != OK)
		return propose_page(x, e, err);
	return page_done(x, page_fmt(x, "/admin/rights/%lld", (long long)change), "rights.proposed");
}

/* --- list ------------------------------------------------------------------------------------ */

struct rights_query {
	int done;
	int64_t before;
};
static const struct form_choice done_choices[] = { { "0", "待审批" }, { "1", "已办理" }, { NULL, NULL } };
static const struct form_field query_fields[] = {
	FORM_CHOICE(struct rights_query, done, "状态", done_choices, 0),
	FORM_ID(struct rights_query, before, "起始", 0),
};
const struct http_fields rights_query_form = HTTP_FIELDS(query_fields, struct rights_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("人员"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("增加"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("取消"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("申请人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("申请时间"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("结果"), .card = KIT_CARD_CORNER },
};
static const struct kit_table table = { .caption = STR_INIT("权限变更一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 6 };

static const char *const decision_word[] = { "待审批", "已批准", "不批准", "已撤回" };
static const enum kit_tone decision_tone[] = { KIT_AMBER, KIT_GREEN, KIT_RED, KIT_PLAIN };

static size_t decision_of(const struct rights_change_row *r)
{
	return r->decision >= 0 && r->decision <= 3 ? (size_t)r->decision : 0;
}

/* "无" instead of "没有权限" for an empty difference. */
static struct str difference(struct http_exchange *x, int64_t in, int64_t not_in)
{
	uint64_t d = (uint64_t)in & ~(uint64_t)not_in;
	return d ? roles_text(x->arena, d) : STR("无");
}

static struct rights_line line_of(struct http_exchange *x, const struct rights_change_row *r)
{
	return (struct rights_line){ .at = moment_text(x->arena, r->proposed_at),
		.name = r->person_name,
		.login = r->person_login,
		.agency = r->agency_name,
		.added = difference(x, r->roles_after, r->roles_before),
		.taken = difference(x, r->roles_before, r->roles_after),
		.by = r->proposer_name,
		.decision = str_cstr(decision_word[decision_of(r)]),
		.tone = decision_tone[decision_of(r)],
		.href = page_fmt(x, "/admin/rights/%lld", (long long)r->id) };
}

enum err rights_show(struct http_exchange *x, struct error *err)
{
	const struct rights_query *q = x->form;
	bool done = q->done == 1;
	struct rights_change_row *row;
	int64_t n_open;
	struct rights_page v = { .table = &table, .title = { .title = STR("权限变更") } };
	enum err e = rights_list(APP(x)->desk, &WHO(x)->actor, !done, q->before, x->arena, &row, &v.n,
		&n_open, err);
	if (e != OK)
		return e;
	v.paging.unit = STR("项");
	if (v.n > ORGANISATION_PAGE) {
		v.n = ORGANISATION_PAGE;
		v.paging.next = page_fmt(x, "/admin/rights?done=%d&before=%lld", done,
			(long long)row[v.n - 1].id);
	}
	if (q->before)
		v.paging.previous = page_fmt(x, "/admin/rights?done=%d", done);
	v.paging.total = done ? (int64_t)v.n : n_open;
	v.line = arena_array(x->arena, struct rights_line, v.n);
	for (size_t i = 0; v.line && i < v.n; i++)
		v.line[i] = line_of(x, &row[i]);
	v.tab[0] = (struct kit_link){ .text = page_fmt(x, "待审批（%lld）", (long long)n_open),
		.href = STR("/admin/rights?done=0"),
		.current = !done };
	v.tab[1] = (struct kit_link){ .text = STR("已办理"),
		.href = STR("/admin/rights?done=1"),
		.current = done };
	v.empty = done ? (struct kit_empty){ .title = STR("还没有办理过权限变更"),
				 .text = STR("批准、不批准和撤回的申请会列在这里。") }
		       : (struct kit_empty){ .title = STR("没有等待审批的申请"),
				 .text = STR("系统管理员在人员页面上提出申请后，会列在这里。"),
				 .link = STR("去人员账号"),
				 .href = STR("/admin/people") };
	page_frame(x, FRAME_OFFICE, "权限变更", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	admin_rights(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- one proposal ---------------------------------------------------------------------------- */

static const struct form_choice decide_choices[] = { { "grant", "批准" }, { "refuse", "不批准" },
	{ NULL, NULL } };
struct decide_fields {
	int decision;
	struct str reason;
};
static const struct form_field decide_form_fields[] = {
	FORM_CHOICE(struct decide_fields, decision, "审批意见", decide_choices, FORM_REQUIRED,
		.missing = "请选择批准或不批准"),
	FORM_LINES(struct decide_fields, reason, "理由", 0, 200, 0),
};
const struct http_fields decide_form = HTTP_FIELDS(decide_form_fields, struct decide_fields);

static size_t fill_facts(struct http_exchange *x, const struct rights_change_row *r, struct kit_row *fact)
{
	size_t n = 0;
	fact[n++] = (struct kit_row){ .key = STR("人员"),
		.value = page_fmt(x, "%.*s（账号 %.*s，%.*s）", STR_ARG(r->person_name),
			STR_ARG(r->person_login), STR_ARG(r->agency_name)) };
	fact[n++] = (struct kit_row){ .key = STR("现有权限"),
		.value = roles_text(x->arena, (uint64_t)r->roles_before) };
	fact[n++] = (struct kit_row){ .key = STR("变更为"),
		.value = roles_text(x->arena, (uint64_t)r->roles_after) };
	fact[n++] = (struct kit_row){ .key = STR("增加"),
		.value = difference(x, r->roles_after, r->roles_before) };
	fact[n++] = (struct kit_row){ .key = STR("取消"),
		.value = difference(x, r->roles_before, r->roles_after) };
	fact[n++] = (struct kit_row){ .key = STR("理由"), .value = r->reason };
	fact[n++] = (struct kit_row){ .key = STR("申请人和时间"),
		.value = page_fmt(x, "%.*s，%.*s", STR_ARG(r->proposer_name),
			STR_ARG(moment_text(x->arena, r->proposed_at))) };
	fact[n++] = (struct kit_row){ .key = STR("结果"), .value = str_cstr(decision_word[decision_of(r)]) };
	if (r->decision != 0) {
		fact[n++] = (struct kit_row){ .key = STR("办理人和时间"),
			.value = page_fmt(x, "%.*s，%.*s", STR_ARG(r->decider_name),
				STR_ARG(moment_text(x->arena, r->decided_at))) };
		if (r->decision_reason.n > 0)
			fact[n++] = (struct kit_row){ .key = STR("办理理由"), .value = r->decision_reason };
	}
	return n;
}

static enum err one_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct rights_change_row r;
	struct rights_one_page v = { 0 };
	struct error refusal = *err;
	struct kit_row fact[12];
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e == OK)
		e = rights_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &r, err);
	if (e == OK)
		e = form_page_init(x, &v.form, &decide_form, "权限变更申请", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&v.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	const struct actor *who = &WHO(x)->actor;
	bool own = r.proposed_by.v == who->person.v || r.person.v == who->person.v;
	bool decides = role_permits(who->roles, PERM_RIGHTS_DECIDE);
	v.may_decide = r.decision == 0 && decides && !own;
	v.may_withdraw = r.decision == 0 && r.proposed_by.v == who->person.v;
	if (r.decision == 0 && !v.may_decide)
		v.why_not = decides ? STR("申请人和当事人不能自己审批，请由另一位安全管理员审批。")
				    : STR("等待安全管理员审批。");
	v.withdraw = (struct kit_form){ .action = page_fmt(x, "/admin/rights/%lld/withdraw", (long long)id),
		.csrf = http_csrf_token(x) };
	v.withdraw_button = (struct kit_button){ .text = STR("撤回申请"), .kind = KIT_SECONDARY };
	v.fact = fact;
	v.n_facts = fill_facts(x, &r, fact);
	two_crumbs(x, &v.form.frame, "权限变更", "/admin/rights", STR("申请"));
	static const struct kit_choice decision[] = {
		{ .value = STR_INIT("grant"), .text = STR_INIT("批准"),
			.hint = STR_INIT("立即生效，本人须重新登录") },
		{ .value = STR_INIT("refuse"), .text = STR_INIT("不批准"), .hint = STR_INIT("须写明理由") } };
	form_page_radios(&v.form, "decision", decision, 2, STR(""), NULL);
	form_page_textarea(&v.form, "reason", STR(""), "不批准时必填");
	form_page_submit(&v.form, "提交审批意见", STR("/admin/rights"));
	v.form.frame.errors = (int)((v.form.report ? v.form.report->n_errors : 0) + v.form.errors.n);
	struct buf *o = page_open(x, &v.form.frame);
	admin_rights_one(o, &v);
	return page_close(x, v.form.status, o, &v.form.frame, err);
}

enum err rights_decide_show(struct http_exchange *x, struct error *err)
{
	return one_page(x, OK, err);
}

enum err rights_decide_post(struct http_exchange *x, struct error *err)
{
	const struct decide_fields *f = x->form;
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return one_page(x, OK, err);
	e = rights_decide(APP(x)->desk, &WHO(x)->actor, id, f->decision == 0, f->reason, err);
	if (e != OK)
		return one_page(x, e, err);
	return page_done(x, page_fmt(x, "/admin/rights/%lld", (long long)id), "rights.decided");
}

enum err rights_withdraw_post(struct http_exchange *x, struct error *err)
{
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e == OK)
		e = rights_withdraw(APP(x)->desk, &WHO(x)->actor, id, err);
	return e != OK ? e : page_done(x, page_fmt(x, "/admin/rights/%lld", (long long)id), "rights.withdrawn");
}
