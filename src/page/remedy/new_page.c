/*
 * new_page -- registering a case, from a request's page or from the register.
 */
#include "page/remedy/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, PRIORS_MAX = 20 };

static const struct form_choice kind_choices[] = { { "person", "自然人" },
	{ "organisation", "法人或者其他组织" }, { NULL, NULL } };

struct new_fields {
	int block, kind, procedure;
	struct str numbers, item, subject, claimant, body, case_number, prior_text, anyway;
	int64_t claimants, prior, request;
	struct date received, accepted;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct new_fields, block, "种类", remedy_block_choices, FORM_REQUIRED,
		.missing = "请选择是复议还是诉讼"),
	FORM_ID(struct new_fields, request, "申请", 0),
	FORM_TEXT(struct new_fields, numbers, "申请编号", 0, 300, 0),
	FORM_TEXT(struct new_fields, item, "主动公开的事项", 0, REMEDY_SUBJECT_MAX, 0),
	FORM_TEXT(struct new_fields, subject, "事由", 0, REMEDY_SUBJECT_MAX, 0),
	FORM_CHOICE(struct new_fields, kind, "申请人、原告的类型", kind_choices, 0),
	FORM_TEXT(struct new_fields, claimant, "申请人、原告姓名或者名称", 1, REMEDY_NAME_MAX,
		FORM_REQUIRED, .missing = "请填写申请人或者原告"),
	FORM_INT(struct new_fields, claimants, "人数", 1, REMEDY_CLAIMANTS_MAX, 0),
	FORM_TEXT(struct new_fields, body, "复议机关或者法院", 1, REMEDY_BODY_MAX, FORM_REQUIRED,
		.missing = "请填写复议机关或者法院的全称"),
	FORM_TEXT(struct new_fields, case_number, "案号", 0, REMEDY_CASE_NUMBER_MAX, 0),
	FORM_CHOICE(struct new_fields, procedure, "程序", remedy_procedure_choices, 0),
	FORM_DATE(struct new_fields, received, "收到副本的日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写收到申请书或者起诉状副本的日期，例如 2026-01-08"),
	FORM_DATE(struct new_fields, accepted, "受理、立案的日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_ID(struct new_fields, prior, "经过的复议", 0),
	FORM_TEXT(struct new_fields, prior_text, "登记簿以外的复议情况", 0, REMEDY_TEXT_MAX, 0),
	FORM_TEXT(struct new_fields, anyway, "仍要登记的理由", 0, REMEDY_TEXT_MAX, 0),
};
const struct http_fields remedy_new_form = HTTP_FIELDS(fields, struct new_fields);

struct new_query {
	int64_t request;
};
static const struct form_field query_fields[] = {
	FORM_ID(struct new_query, request, "申请", 0),
};
const struct http_fields remedy_new_query = HTTP_FIELDS(query_fields, struct new_query);

/* The reviews against the same request, to be chosen as what came before. */
static struct kit_choice *prior_choices(
	struct http_exchange *x, const struct remedy_of_request *of, size_t *n)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, of->n + 1);
	*n = 0;
	if (!c)
		return NULL;
	c[(*n)++] = (struct kit_choice){ .text = STR("不在登记簿里") };
	for (size_t i = 0; i < of->n; i++)
		if (of->remedy[i].block == REMEDY_REVIEW)
			c[(*n)++] = (struct kit_choice){
				.value = page_fmt(x, "%lld", (long long)of->remedy[i].id.v),
				.text = page_fmt(x, "%.*s　%.*s %.*s", STR_ARG(of->remedy[i].number),
					STR_ARG(of->remedy[i].body),
					STR_ARG(of->remedy[i].case_number))
			};
	return c;
}

static void add_against(struct http_exchange *x, struct form_page *p, const struct request_view *r)
{
	form_page_heading(p, "对什么提起");
	form_page_input(p, "numbers", r ? r->request.number : STR(""),
		"多件的，用空格或者顿号分开，例如 2026-0012 2026-0013")
		->field.optional = true;
	form_page_input(p, "item", STR(""), "不是依申请公开引起的，写明公开事项，例如某文件应当主动公开而没有公开")
		->field.optional = true;
	form_page_input(p, "subject", STR(""), "不填的，用申请的标题")->field.optional = true;
	(void)x;
}

static void add_who(struct form_page *p, const struct request_view *r)
{
	static const struct kit_choice kind[] = {
		{ .value = STR_INIT("person"), .text = STR_INIT("自然人") },
		{ .value = STR_INIT("organisation"), .text = STR_INIT("法人或者其他组织") } };
	form_page_heading(p, "谁提起的");
	form_page_radios(p, "kind", kind, 2,
		r && r->request.class != CLASS_PERSON ? STR("organisation") : STR("person"), NULL);
	form_page_input(p, "claimant", STR(""), "有几名的填第一名；加密保存，列表只显示遮盖后的姓名")
		->field.classes = STR("govuk-input--width-20");
	struct kit_input *n = form_page_input(p, "claimants", STR("1"), "一件案件不论几人，年报计 1 件");
	n->inputmode = STR("numeric");
	n->field.classes = STR("govuk-input--width-4");
}

static void add_body(struct http_exchange *x, struct form_page *p, const struct remedy_of_request *of)
{
	static const struct kit_choice procedure[] = {
		{ .value = STR_INIT("ordinary"), .text = STR_INIT("普通程序"),
			.hint = STR_INIT("复议：10 个工作日内书面答复") },
		{ .value = STR_INIT("simplified"), .text = STR_INIT("简易程序"),
			.hint = STR_INIT("复议：5 个工作日内书面答复；政府信息公开案件可以适用") } };
	form_page_heading(p, "由谁审理");
	form_page_input(p, "body", STR(""),
		of->review_body.n ? page_fmt(x, "登记的复议机关：%.*s；法院：%.*s",
			STR_ARG(of->review_body), STR_ARG(of->court)).p : "写全称");
	form_page_input(p, "case_number", STR(""), "还没有案号的可以不填，以后更正")->field.optional = true;
	form_page_radios(p, "procedure", procedure, 2, STR("ordinary"), NULL);
	struct kit_choices *c = &p->control[p->n - 1].choices;
	c->field.label = STR("适用的程序");
	remedy_date(x, p, "received", "收到副本的日期", office_today(x),
		"收到复议申请书副本或者起诉状副本的日期，答复、答辩期限从次日起算", false);
	remedy_date(x, p, "accepted", "受理、立案的日期", (struct date){ 0 },
		"审理期限从受理、立案之日起算；不知道的可以不填", true);
}

static enum err load_request(struct http_exchange *x, int64_t request, struct request_view *r,
	struct remedy_of_request *of, struct error *err)
{
	struct request_id id = { request };
	*of = (struct remedy_of_request){ 0 };
	if (!request)
		return OK;
	enum err e = request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, r, err);
	return e != OK ? e
		       : remedy_of_request(APP(x)->desk, x->arena, &WHO(x)->actor, id, of, err);
}

static enum err new_page(struct http_exchange *x, int64_t request, enum err why, struct error *err)
{
	struct form_page p;
	struct request_view r;
	struct remedy_of_request of;
	struct error refusal = *err;
	size_t n;
	enum err e = load_request(x, request, &r, &of, err);
	if (e == OK)
		e = form_page_init(x, &p, &remedy_new_form, "登记复议、诉讼", err);
	if (e != OK)
		return e;
	if (why != OK && !remedy_refusal(x, &p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	remedy_crumbs(x, &p.frame, NULL, STR("登记"));
	if (request) {
		form_page_hidden(&p, "request", page_fmt(x, "%lld", (long long)request));
		p.title.note = page_fmt(x, "%.*s　%.*s", STR_ARG(r.request.number), STR_ARG(r.request.subject));
	}
	struct kit_choice *block = remedy_choices(x, remedy_block_choices, NULL, &n);
	form_page_radios(&p, "block", block, n, STR(""),
		"对不予公开的答复，2024 年起应当先申请复议，不能直接起诉");
	add_against(x, &p, request ? &r : NULL);
	add_who(&p, request ? &r : NULL);
	add_body(x, &p, &of);
	form_page_heading(&p, "复议后起诉的");
	if (of.n) {
		struct kit_choice *prior = prior_choices(x, &of, &n);
		form_page_select(&p, "prior", prior, n, STR(""), NULL);
		p.control[p.n - 1].select.field.optional = true;
	}
	form_page_input(&p, "prior_text", STR(""), "例如：示例市人民政府〔2026〕3号决定维持")
		->field.optional = true;
	if (why == ERR_CONFLICT)
		form_page_input(&p, "anyway", STR(""), "写入案件记录")->field.optional = true;
	form_page_submit(&p, "登记", request ? case_path(x, (struct request_id){ request }, "")
					     : STR("/office/remedies"));
	return form_page_answer(x, &p, err);
}

enum err remedy_new_show(struct http_exchange *x, struct error *err)
{
	const struct new_query *q = x->form;
	return new_page(x, q->request, OK, err);
}

enum err remedy_new_post(struct http_exchange *x, struct error *err)
{
	const struct new_fields *f = x->form;
	struct remedy_id id;
	if (x->report->n_errors > 0)
		return new_page(x, f->request, OK, err);
	bool accepted = remedy_has_day(f->accepted);
	struct remedy_new in = { .block = (enum remedy_block)f->block,
		.numbers = f->numbers,
		.item = f->item,
		.subject = f->subject,
		.organisation = f->kind == 1,
		.claimant = f->claimant,
		.claimants = f->claimants ? f->claimants : 1,
		.prior = { f->prior },
		.prior_text = f->prior_text,
		.body = f->body,
		.case_number = f->case_number,
		.procedure = f->procedure == 1 ? REMEDY_SIMPLIFIED : REMEDY_ORDINARY,
		.received = f->received,
		.has_accepted = accepted,
		.accepted = accepted ? f->accepted : (struct date){ 0 },
		.anyway = f->anyway };
	enum err e = remedy_open(APP(x)->desk, x->arena, &WHO(x)->actor, &in, &id, err);
	if (e != OK)
		return new_page(x, f->request, e, err);
	return page_done(x, remedy_path(x, id, ""), "remedy.opened");
}
