/*
 * people_page -- list of people and one person.
 */
#include "page/admin/part.h"
#include "page/agency_select.h"
#include "page/admin/people_view.h"
#include "page/admin_people_tmpl.h"
#include "page/moment.h"
#include "page/words.h"

/* --- list ------------------------------------------------------------------------------------ */

static const struct form_choice active_choices[] = { { "", "全部" }, { "1", "在用" },
	{ "0", "已停用" }, { NULL, NULL } };
struct people_query {
	int64_t agency, department, after;
	struct str q, find; /* find: q sealed (page/words.h) */
	int active;
};
static const struct form_field query_fields[] = {
	FORM_ID(struct people_query, agency, "机关", 0),
	FORM_ID(struct people_query, department, "部门", 0),
	FORM_CHOICE(struct people_query, active, "状态", active_choices, 0),
	FORM_TEXT(struct people_query, q, "姓名或账号", 0, 50, 0),
	FORM_TEXT(struct people_query, find, "查找", 0, WORDS_SEALED, 0),
	FORM_ID(struct people_query, after, "起始", 0),
};
const struct http_fields people_query_form = HTTP_FIELDS(query_fields, struct people_query);
static const struct form_field find_fields[] = {
	FORM_ID(struct people_query, agency, "机关", 0),
	FORM_ID(struct people_query, department, "部门", 0),
	FORM_CHOICE(struct people_query, active, "状态", active_choices, 0),
	FORM_TEXT(struct people_query, q, "姓名或账号", 0, 50, 0),
};
const struct http_fields people_find_form = HTTP_FIELDS(find_fields, struct people_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("姓名"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("账号"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("部门"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("权限"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("最近登录"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("人员一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 6 };

/* Choices of a select: "全部" and one per agency or department. */
static struct kit_choice *new_choices(struct http_exchange *x, size_t n, const char *all)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, n + 1);
	if (c)
		c[0] = (struct kit_choice){ .text = str_cstr(all) };
	return c;
}

static enum err fill_filter(struct http_exchange *x, struct people_page *v, const struct people_query *q,
	struct agency_id agency, struct error *err)
{
	struct agency_view a;
	enum err e = page_agency_select(x, agency, &v->agency, err);
	if (e == OK)
		e = agency_departments(APP(x)->desk, &WHO(x)->actor, agency, x->arena, &a, err);
	struct kit_choice *departments =
		e == OK ? new_choices(x, a.n_departments, "全部部门") : NULL;
	if (e != OK || !departments)
		return e != OK ? e : arena_check(x->arena, err);
	for (size_t i = 0; i < a.n_departments; i++)
		departments[i + 1] = (struct kit_choice){ .text = a.department[i].name,
			.value = page_fmt(x, "%lld", (long long)a.department[i].id.v) };
	static const struct kit_choice actives[] = { { .text = STR_INIT("全部") },
		{ .text = STR_INIT("在用"), .value = STR_INIT("1") },
		{ .text = STR_INIT("已停用"), .value = STR_INIT("0") } };
	v->many_agencies = v->agency.n > 1;
	v->department = (struct kit_select){ .field = { .name = STR("department"), .label = STR("部门") },
		.choice = departments,
		.n = a.n_departments + 1,
		.value = q->department ? page_fmt(x, "%lld", (long long)q->department) : STR("") };
	v->active = (struct kit_select){ .field = { .name = STR("active"), .label = STR("状态") },
		.choice = actives,
		.n = 3,
		.value = q->active == 1 ? STR("1") : q->active == 2 ? STR("0") : STR("") };
	v->q = (struct kit_input){ .field = { .name = STR("q"), .label = STR("姓名或账号") }, .value = q->q };
	v->title.note = a.agency.name;
	return OK;
}

/* The list's address with its filters, from another person on (0: from the first). */
static struct str list_url(struct http_exchange *x, const struct people_query *q, struct agency_id agency,
	int64_t after)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_fmt(&b, "/admin/people?agency=%lld", (long long)agency.v);
	if (q->department)
		buf_fmt(&b, "&department=%lld", (long long)q->department);
	if (q->active > 0)
		buf_fmt(&b, "&active=%s", active_choices[q->active].value);
	if (q->find.n)
		buf_fmt(&b, "&find=%.*s", STR_ARG(q->find));
	if (after)
		buf_fmt(&b, "&after=%lld", (long long)after);
	struct str url = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return url;
}

static enum err fill_lines(struct http_exchange *x, struct people_page *v, const struct people_query *q,
	struct agency_id agency, struct error *err)
{
	struct person_filter f = { .agency = agency,
		.department = { q->department },
		.active = q->active == 1 ? 1 : q->active == 2 ? 0 : -1,
		.q = q->q,
		.after = { q->after } };
	struct person_line_row *row;
	int64_t total;
	enum err e = person_list(
		APP(x)->desk, &WHO(x)->actor, &f, x->arena, &row, &v->n, &total, err);
	if (e != OK)
		return e;
	v->paging = (struct kit_paging){ .total = total, .unit = STR("人") };
	if (v->n > ORGANISATION_PAGE) {
		v->n = ORGANISATION_PAGE;
		v->paging.next = list_url(x, q, agency, row[v->n - 1].id.v);
	}
	if (q->after)
		v->paging.previous = list_url(x, q, agency, 0);
	v->line = arena_array(x->arena, struct people_line, v->n);
	for (size_t i = 0; v->line && i < v->n; i++)
		v->line[i] = (struct people_line){ .row = &row[i],
			.roles = roles_text(x->arena, (uint64_t)row[i].roles),
			.last_login = row[i].last_login_at ? moment_text(x->arena, row[i].last_login_at)
							   : STR("从未登录"),
			.href = page_fmt(x, "/admin/people/%lld", (long long)row[i].id.v),
			.locked = row[i].locked_until > x->started_ms };
	return arena_check(x->arena, err);
}

static struct agency_id agency_of(struct http_exchange *x, const struct people_query *q)
{
	return q->agency ? (struct agency_id){ q->agency } : WHO(x)->actor.agency;
}

/* To the list with these filters, the words of the search sealed. */
static enum err to_list(struct http_exchange *x, const struct people_query *asked, struct error *err)
{
	struct people_query q = *asked;
	enum err e = page_words_seal(x, q.q, &q.find, err);
	struct str url = e == OK ? list_url(x, &q, agency_of(x, &q), 0) : STR("");
	if (e == OK)
		e = arena_check(x->arena, err);
	if (e == OK)
		http_answer_redirect(x, url);
	return e;
}

enum err people_find(struct http_exchange *x, struct error *err)
{
	return to_list(x, x->form, err);
}

enum err people_show(struct http_exchange *x, struct error *err)
{
	struct people_query typed = *(const struct people_query *)x->form, *q = &typed;
	if (q->q.n) /* typed into the address: does not stay there */
		return to_list(x, q, err);
	struct agency_id agency = agency_of(x, q);
	struct people_page v = { .table = &table, .title = { .title = STR("人员账号") } };
	struct kit_button button = { .text = STR("新增人员"),
		.href = page_fmt(x, "/admin/people/add?agency=%lld", (long long)agency.v) };
	enum err e = page_words_open(x, q->find, &q->q, err);
	if (e == OK)
		e = fill_filter(x, &v, q, agency, err);
	v.csrf = http_csrf_token(x);
	if (e == OK)
		e = fill_lines(x, &v, q, agency, err);
	if (e != OK)
		return e;
	page_frame(x, FRAME_OFFICE, "人员账号", &v.frame);
	bool may_edit = role_permits(WHO(x)->actor.roles, PERM_ORG_EDIT);
	if (may_edit) {
		v.title.button = &button;
		v.title.n = 1;
	}
	v.empty = (struct kit_empty){ .title = STR("没有符合条件的人员"),
		.text = STR("请放宽筛选条件，或者新增人员。"),
		.link = may_edit ? button.text : (struct str){ 0 },
		.href = button.href };
	struct buf *o = page_open(x, &v.frame);
	admin_people(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- one person ------------------------------------------------------------------------------ */

static const struct kit_column change_columns[] = {
	{ .label = STR_INIT("申请时间"), .card = KIT_CARD_MAIN, .nowrap = true },
	{ .label = STR_INIT("变更为"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("申请人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("结果"), .card = KIT_CARD_CORNER },
};
static const struct kit_table change_table = { .caption = STR_INIT("权限变更一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = change_columns,
	.n = 4 };

static void fill_changes(struct http_exchange *x, const struct person_view *p, struct person_page *v)
{
	static const char *const word[] = { "待审批", "已批准", "不批准", "已撤回" };
	static const enum kit_tone tone[] = { KIT_AMBER, KIT_GREEN, KIT_RED, KIT_PLAIN };
	v->change = arena_array(x->arena, struct person_change_line, p->n_changes);
	v->n_changes = v->change ? p->n_changes : 0;
	for (size_t i = 0; i < v->n_changes; i++) {
		const struct rights_change_row *r = &p->change[i];
		size_t d = r->decision >= 0 && r->decision <= 3 ? (size_t)r->decision : 0;
		v->change[i] = (struct person_change_line){ .at = moment_text(x->arena, r->proposed_at),
			.text = roles_text(x->arena, (uint64_t)r->roles_after),
			.by = r->proposer_name,
			.decision = str_cstr(word[d]),
			.tone = tone[d],
			.href = page_fmt(x, "/admin/rights/%lld", (long long)r->id) };
	}
}

static void fill_buttons(struct http_exchange *x, const struct person_row *p, struct person_page *v,
	struct kit_button *button)
{
	long long id = (long long)p->id.v;
	uint64_t roles = WHO(x)->actor.roles;
	v->title.button = button;
	if (role_permits(roles, PERM_ORG_EDIT))
		button[v->title.n++] = (struct kit_button){ .text = STR("修改信息"),
			.kind = KIT_SECONDARY,
			.href = page_fmt(x, "/admin/people/%lld/edit", id) };
	if (role_permits(roles, PERM_RIGHTS_PROPOSE) && p->id.v != WHO(x)->actor.person.v)
		button[v->title.n++] = (struct kit_button){ .text = STR("申请变更权限"),
			.href = page_fmt(x, "/admin/people/%lld/rights", id) };
	v->may_decide = role_permits(roles, PERM_RIGHTS_DECIDE) && p->id.v != WHO(x)->actor.person.v;
	v->locked = p->locked_until > x->started_ms;
	struct str token = http_csrf_token(x);
	v->unlock = (struct kit_form){ .action = page_fmt(x, "/admin/people/%lld/unlock", id),
		.csrf = token };
	v->unlock_button = (struct kit_button){ .text = STR("解除锁定") };
	v->sessions = (struct kit_form){ .action = page_fmt(x, "/admin/people/%lld/sessions", id),
		.csrf = token };
	v->sessions_button =
		(struct kit_button){ .text = STR("结束全部登录"), .kind = KIT_SECONDARY };
	v->password_button = (struct kit_button){ .text = STR("重置密码"),
		.kind = KIT_SECONDARY,
		.href = page_fmt(x, "/admin/people/%lld/password", id) };
	v->factor = p->factor != 0;
	v->factor_button = (struct kit_button){ .text = STR("重置第二验证因子"),
		.kind = KIT_SECONDARY,
		.href = page_fmt(x, "/admin/people/%lld/factor", id) };
}

/* "138****0000" and a link to see it in full, for those who may. */
static struct kit_row contact_row(struct http_exchange *x, const struct person_row *p, const char *key,
	const char *field, struct str masked)
{
	struct kit_row row = { .key = str_cstr(key), .value = masked.n > 0 ? masked : STR("未填写") };
	if (masked.n == 0 || !role_permits(WHO(x)->actor.roles, PERM_REVEAL))
		return row;
	struct kit_action *see = arena_one(x->arena, struct kit_action);
	if (!see)
		return row;
	*see = (struct kit_action){ .text = STR("查看完整内容"),
		.href = page_fmt(x, "/admin/people/%lld/reveal/%s", (long long)p->id.v, field),
		.what = row.key };
	row.action = see;
	row.n_actions = 1;
	return row;
}

enum err person_show(struct http_exchange *x, struct error *err)
{
	struct person_view pv;
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = person_view(APP(x)->desk, &WHO(x)->actor, id, x->arena, &pv, err);
	if (e != OK)
		return e;
	const struct person_row *p = &pv.person;
	struct kit_button button[2];
	struct person_page v = { .changes = &change_table,
		.title = { .title = p->name, .note = p->agency_name },
		.no_changes = { .title = STR("还没有申请过权限"),
			.text = STR("没有权限的账号只能查看自己的账号信息。") } };
	struct kit_row fact[] = {
		{ .key = STR("部门"), .value = p->department_name.n > 0 ? p->department_name : STR("未分部门") },
		{ .key = STR("职务"), .value = p->title.n > 0 ? p->title : STR("未填写") },
		contact_row(x, p, "手机", "mobile", pv.mobile),
		contact_row(x, p, "电子邮箱", "email", pv.email),
		{ .key = STR("登记时间"), .value = moment_text(x->arena, p->created_at) },
	};
	bool locked = p->locked_until > x->started_ms;
	struct kit_row account[] = {
		{ .key = STR("账号"), .value = p->login },
		{ .key = STR("权限"), .value = roles_text(x->arena, (uint64_t)p->roles) },
		{ .key = STR("状态"), .value = !p->active ? STR("已停用") : locked
				? page_fmt(x, "已锁定，到 %.*s", STR_ARG(moment_text(x->arena, p->locked_until)))
				: STR("在用") },
		{ .key = STR("第二验证因子"), .value = p->factor ? STR("已启用") : STR("未启用") },
		{ .key = STR("密码设置时间"), .value = moment_text(x->arena, p->password_at) },
		{ .key = STR("最近登录"), .value = p->last_login_at ? moment_text(x->arena, p->last_login_at)
								   : STR("从未登录") },
	};
	v.fact = fact;
	v.n_facts = sizeof(fact) / sizeof(*fact);
	v.account = account;
	v.n_account = sizeof(account) / sizeof(*account);
	fill_changes(x, &pv, &v);
	fill_buttons(x, p, &v, button);
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, p->name), &v.frame);
	two_crumbs(x, &v.frame, "人员账号",
		arena_cstr(x->arena, page_fmt(x, "/admin/people?agency=%lld", (long long)p->agency.v)), p->name);
	struct buf *o = page_open(x, &v.frame);
	admin_person(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
