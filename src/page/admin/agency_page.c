/*
 * agency_page -- an agency and its departments.
 */
#include "page/admin/agency_view.h"
#include "page/admin/part.h"
#include "page/admin_agency_tmpl.h"

struct agency_query {
	struct str after;
};
static const struct form_field query_fields[] = {
	FORM_TEXT(struct agency_query, after, "起始机关", 0, 100, 0),
};
const struct http_fields agency_query_form = HTTP_FIELDS(query_fields, struct agency_query);

static const struct kit_column child_columns[] = {
	{ .label = STR_INIT("机关"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("下级机关"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("在用人员"), .card = KIT_CARD_NAMED, .number = true },
};
static const struct kit_table child_table = { .caption = STR_INIT("下级机关一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = child_columns,
	.n = 3 };
static const struct kit_column department_columns[] = {
	{ .label = STR_INIT("部门"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("电话"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("排序"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("在用人员"), .card = KIT_CARD_NAMED, .number = true },
};
static const struct kit_table department_table = { .caption = STR_INIT("部门一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = department_columns,
	.n = 4 };

static struct str filled(struct str s)
{
	return s.n > 0 ? s : STR("未填写");
}

/* The facts as a list; n is the room of `row`. */
static size_t fill_facts(const struct agency_row *a, struct kit_row *row)
{
	const struct kit_row fact[] = {
		{ .key = STR("全称"), .value = a->name },
		{ .key = STR("简称"), .value = filled(a->short_name) },
		{ .key = STR("统一社会信用代码"), .value = filled(a->credit_code) },
		{ .key = STR("地址"), .value = filled(a->address) },
		{ .key = STR("邮编"), .value = filled(a->postcode) },
		{ .key = STR("办公时间"), .value = filled(a->office_hours) },
		{ .key = STR("电话"), .value = filled(a->phone) },
		{ .key = STR("传真"), .value = filled(a->fax) },
		{ .key = STR("电子邮箱"), .value = filled(a->email) },
		{ .key = STR("索引号格式"), .value = filled(a->index_pattern) },
		{ .key = STR("文号格式"), .value = filled(a->document_pattern) },
		{ .key = STR("网站标识码"), .value = filled(a->site_code) },
		{ .key = STR("ICP 备案号"), .value = filled(a->icp) },
		{ .key = STR("公安备案号"), .value = filled(a->police_record) },
		{ .key = STR("行政复议机关"), .value = filled(a->review_body) },
		{ .key = STR("管辖法院"), .value = filled(a->court) },
		{ .key = STR("网上申请复议"), .value = filled(a->review_url) },
		{ .key = STR("状态"), .value = a->active ? STR("在用") : STR("已停用") },
	};
	memcpy(row, fact, sizeof(fact));
	return sizeof(fact) / sizeof(*fact);
}

static void fill_buttons(struct http_exchange *x, struct agency_page *v, struct kit_button *button)
{
	long long id = (long long)v->agency.agency.id.v;
	button[0] = (struct kit_button){ .text = STR("新增部门"),
		.href = page_fmt(x, "/admin/agencies/%lld/department", id) };
	button[1] = (struct kit_button){ .text = STR("新增下级机关"),
		.kind = KIT_SECONDARY,
		.href = page_fmt(x, "/admin/agencies/%lld/add", id) };
	button[2] = (struct kit_button){ .text = STR("修改机关信息"),
		.kind = KIT_SECONDARY,
		.href = page_fmt(x, "/admin/agencies/%lld/edit", id) };
	v->title.button = button;
	v->title.n = 3;
	v->no_departments.link = STR("新增部门");
	v->no_departments.href = button[0].href;
	v->no_children.link = STR("新增下级机关");
	v->no_children.href = button[1].href;
}

enum err agency_show(struct http_exchange *x, struct error *err)
{
	const struct agency_query *q = x->form;
	struct agency_page v = { .children = &child_table,
		.departments = &department_table,
		.no_departments = { .title = STR("还没有部门"),
			.text = STR("承办、会签、统计都按部门进行，请先登记本机关的内设机构。") },
		.no_children = { .title = STR("没有下级机关"),
			.text = STR("需要汇总下级机关年度报告的，在这里登记下级机关。") } };
	int64_t id = 0;
	enum err e = x->param[0].n > 0 ? page_id(x, 0, &id, err) : OK;
	if (e == OK)
		e = agency_view(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ id }, q->after, x->arena,
			&v.agency, err);
	if (e != OK)
		return e;
	const struct agency_row *a = &v.agency.agency;
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, a->name), &v.frame);
	agency_crumbs(x, &v.frame, v.agency.path, v.agency.n_path, (struct str){ 0 });
	v.title = (struct kit_title){ .title = a->name, .note = STR("机关信息、部门和下级机关") };
	struct kit_row fact[20];
	v.fact = fact;
	v.n_facts = fill_facts(a, fact);
	struct kit_button button[3];
	v.may_edit = role_permits(WHO(x)->actor.roles, PERM_ORG_EDIT);
	if (v.may_edit)
		fill_buttons(x, &v, button);
	v.paging = (struct kit_paging){ .total = v.agency.total_children, .unit = STR("个") };
	if (v.agency.more) {
		struct buf b;
		buf_init(&b, 4096);
		buf_fmt(&b, "/admin/agencies/%lld?after=", (long long)a->id.v);
		page_url_add(&b, v.agency.child[v.agency.n_children - 1].name);
		v.paging.next = arena_str(x->arena, buf_view(&b));
		buf_done(&b);
	}
	if (q->after.n > 0)
		v.paging.previous = page_fmt(x, "/admin/agencies/%lld", (long long)a->id.v);
	struct buf *o = page_open(x, &v.frame);
	admin_agency(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- form ------------------------------------------------------------------------------------ */

struct agency_fields {
	int64_t version;
	struct str name, short_name, credit_code, address, postcode, office_hours, phone, fax, email,
		index_pattern, document_pattern, site_code, icp, police_record, review_body, court,
		review_url;
	bool active;
};
#define AGENCY_TEXT(m, label, max, ...)                                                            \
	FORM_TEXT(struct agency_fields, m, label, 0, max, __VA_ARGS__)
static const struct form_field fields[] = {
	FORM_INT(struct agency_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct agency_fields, name, "全称", 2, 100, FORM_REQUIRED),
	AGENCY_TEXT(short_name, "简称", 50, 0),
	AGENCY_TEXT(credit_code, "统一社会信用代码", 18, 0),
	AGENCY_TEXT(address, "地址", 200, 0),
	AGENCY_TEXT(postcode, "邮编", 6, 0),
	AGENCY_TEXT(office_hours, "办公时间", 200, 0),
	AGENCY_TEXT(phone, "电话", 50, 0),
	AGENCY_TEXT(fax, "传真", 50, 0),
	AGENCY_TEXT(email, "电子邮箱", 50, 0),
	AGENCY_TEXT(index_pattern, "索引号格式", 50, 0),
	AGENCY_TEXT(document_pattern, "文号格式", 50, 0),
	AGENCY_TEXT(site_code, "网站标识码", 10, 0),
	AGENCY_TEXT(icp, "ICP 备案号", 50, 0),
	AGENCY_TEXT(police_record, "公安备案号", 50, 0),
	AGENCY_TEXT(review_body, "行政复议机关", 100, 0),
	AGENCY_TEXT(court, "管辖法院", 100, 0),
	AGENCY_TEXT(review_url, "网上申请复议的网址", 200, 0),
	FORM_FLAG(struct agency_fields, active, "在用", 0),
};
const struct http_fields agency_form = HTTP_FIELDS(fields, struct agency_fields);

static struct agency_facts facts_of(const struct agency_fields *f)
{
	return (struct agency_facts){ .name = f->name,
		.short_name = f->short_name,
		.credit_code = f->credit_code,
		.address = f->address,
		.postcode = f->postcode,
		.office_hours = f->office_hours,
		.phone = f->phone,
		.fax = f->fax,
		.email = f->email,
		.index_pattern = f->index_pattern,
		.document_pattern = f->document_pattern,
		.site_code = f->site_code,
		.icp = f->icp,
		.police_record = f->police_record,
		.review_body = f->review_body,
		.court = f->court,
		.review_url = f->review_url,
		.active = f->active };
}

static void add_controls(struct form_page *p, const struct agency_row *a)
{
	form_page_input(p, "name", a->name, "与印章一致");
	form_page_input(p, "short_name", a->short_name, "列表中使用，不填则用全称");
	form_page_input(p, "credit_code", a->credit_code, "18 位数字和大写字母");
	form_page_heading(p, "联系方式");
	form_page_input(p, "address", a->address, NULL);
	form_page_input(p, "postcode", a->postcode, NULL)->field.classes =
		STR("govuk-input--width-10");
	form_page_input(p, "office_hours", a->office_hours, "例如：工作日 8:30—12:00，14:00—17:30");
	form_page_input(p, "phone", a->phone, "公开指南上的电话");
	form_page_input(p, "fax", a->fax, NULL);
	form_page_input(p, "email", a->email, NULL);
	form_page_heading(p, "编号格式");
	form_page_input(p, "index_pattern", a->index_pattern,
		"用 {year} 和 {serial} 代表年份和顺序号，例如 000000000/{year}-{serial}");
	form_page_input(p, "document_pattern", a->document_pattern,
		"例如：示{word}〔{year}〕{serial}号，{word} 是文种字（公复、公补等），不写则各文种共用一个顺序号；"
		"不填用 公复〔{year}〕{serial}号");
	form_page_heading(p, "救济途径");
	form_page_input(p, "review_body", a->review_body,
		"答复书末尾告知的行政复议机关，例如：示例市人民政府。不填不能起草答复");
	form_page_input(p, "court", a->court, "答复书末尾告知的人民法院，例如：示例市示例区人民法院");
	form_page_input(p, "review_url", a->review_url,
		"在网上送达的答复要同时告知网上申请复议的途径（行政复议法第二十二条），以 https:// 开头");
	form_page_heading(p, "网站");
	form_page_input(p, "site_code", a->site_code, "10 位");
	form_page_input(p, "icp", a->icp, NULL);
	form_page_input(p, "police_record", a->police_record, NULL);
}

/* What differs between the row and the form, after somebody was quicker. */
static void add_stale(struct form_page *p, const struct agency_row *a, const struct agency_fields *f)
{
	form_page_stale(p, "全称", a->name, f->name);
	form_page_stale(p, "简称", a->short_name, f->short_name);
	form_page_stale(p, "统一社会信用代码", a->credit_code, f->credit_code);
	form_page_stale(p, "地址", a->address, f->address);
	form_page_stale(p, "邮编", a->postcode, f->postcode);
	form_page_stale(p, "办公时间", a->office_hours, f->office_hours);
	form_page_stale(p, "电话", a->phone, f->phone);
	form_page_stale(p, "传真", a->fax, f->fax);
	form_page_stale(p, "电子邮箱", a->email, f->email);
	form_page_stale(p, "索引号格式", a->index_pattern, f->index_pattern);
	form_page_stale(p, "文号格式", a->document_pattern, f->document_pattern);
	form_page_stale(p, "网站标识码", a->site_code, f->site_code);
	form_page_stale(p, "ICP 备案号", a->icp, f->icp);
	form_page_stale(p, "公安备案号", a->police_record, f->police_record);
	form_page_stale(p, "行政复议机关", a->review_body, f->review_body);
	form_page_stale(p, "管辖法院", a->court, f->court);
	form_page_stale(p, "网上申请复议的网址", a->review_url, f->review_url);
	form_page_stale(p, "状态", a->active ? STR("在用") : STR("已停用"),
		f->active ? STR("在用") : STR("已停用"));
}

/* why OK: shown for the first time or with the errors of the fields. */
static enum err edit_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct agency_view v;
	struct form_page p;
	struct error refusal = *err;
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e == OK)
		e = agency_view(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ id }, STR(""), x->arena,
			&v, err);
	if (e == OK)
		e = form_page_init(x, &p, &agency_form, "修改机关信息", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (why == ERR_CONFLICT && !refusal.field)
		add_stale(&p, &v.agency, x->form);
	agency_crumbs(x, &p.frame, v.path, v.n_path, STR("修改机关信息"));
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)v.agency.version));
	add_controls(&p, &v.agency);
	form_page_heading(&p, "状态");
	form_page_flag(&p, "active", v.agency.active != 0, "停用后不再出现在可选的机关里，历史记录不变");
	form_page_submit(&p, "保存", page_fmt(x, "/admin/agencies/%lld", (long long)id));
	return form_page_answer(x, &p, err);
}

enum err agency_edit_show(struct http_exchange *x, struct error *err)
{
	return edit_page(x, OK, err);
}

enum err agency_edit_post(struct http_exchange *x, struct error *err)
{
	const struct agency_fields *f = x->form;
	struct agency_facts facts = facts_of(f);
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return edit_page(x, OK, err);
	e = agency_change(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ id }, f->version, &facts, err);
	if (e != OK)
		return edit_page(x, e, err);
	return page_done(x, page_fmt(x, "/admin/agencies/%lld", (long long)id), "agency.saved");
}

static enum err add_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct agency_view v;
	struct form_page p;
	struct error refusal = *err;
	struct agency_row none = { 0 };
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e == OK)
		e = agency_view(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ id }, STR(""), x->arena,
			&v, err);
	if (e == OK)
		e = form_page_init(x, &p, &agency_form, "新增下级机关", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = page_fmt(x, "上级机关：%.*s", STR_ARG(v.agency.name));
	agency_crumbs(x, &p.frame, v.path, v.n_path, STR("新增下级机关"));
	add_controls(&p, &none);
	form_page_submit(&p, "保存", page_fmt(x, "/admin/agencies/%lld", (long long)id));
	return form_page_answer(x, &p, err);
}

enum err agency_add_show(struct http_exchange *x, struct error *err)
{
	return add_page(x, OK, err);
}

enum err agency_add_post(struct http_exchange *x, struct error *err)
{
	const struct agency_fields *f = x->form;
	struct agency_facts facts = facts_of(f);
	struct agency_id made;
	enum err e = page_id(x, 0, &facts.parent.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return add_page(x, OK, err);
	e = agency_add(APP(x)->desk, &WHO(x)->actor, &facts, &made, err);
	if (e != OK)
		return add_page(x, e, err);
	return page_done(x, page_fmt(x, "/admin/agencies/%lld", (long long)made.v), "agency.added");
}
