/*
 * draft_page -- the facts a letter is drafted from: for replies the questions of the decision order,
 * each with its article, then what the form asks for.
 */
#include "law/rule.h"
#include "page/letters/part.h"

static const struct form_choice answers[] = { { "yes", "是" }, { "no", "否" }, { "part", "部分" },
	{ NULL, NULL } };
static const struct form_choice grounds[] = { { "refused.state_secret", "属于国家秘密（第十四条）" },
	{ "refused.law_forbids", "法律、行政法规禁止公开（第十四条）" },
	{ "refused.safety_stability", "危及国家安全、公共安全、经济安全、社会稳定（第十四条）" },
	{ "refused.third_party", "商业秘密、个人隐私等，损害第三方合法权益（第十五条）" },
	{ "refused.internal", "人事管理、后勤管理、内部工作流程（第十六条第一款）" },
	{ "refused.process", "讨论记录、过程稿、磋商信函、请示报告（第十六条第二款）" },
	{ "refused.enforcement_file", "行政执法案卷信息（第十六条第二款）" }, { NULL, NULL } };
static const struct form_choice persons[] = { { "person", "个人" }, { "unit", "单位" },
	{ NULL, NULL } };
static const struct form_choice agencies[] = { { "maker", "共同制作的机关" },
	{ "other", "其他有关机关" }, { NULL, NULL } };
static const struct form_choice fees[] = { { "item", "按件" }, { "page", "按量（页）" },
	{ NULL, NULL } };

struct facts_fields {
	struct str form, ground, findings, party, contact, how, search, earlier;
	int q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15, q16, q17;
	int basis, fee, person, asked;
	int64_t days, fee_count, about, consultation;
	struct date until;
};
_Static_assert(QUESTION_COUNT == 18, "one field for each question");

#define QUESTION(n) FORM_CHOICE(struct facts_fields, q##n, "第" #n "问", answers, 0)
#define TEXT(m, label) FORM_LINES(struct facts_fields, m, label, 0, LETTER_TEXT_MAX, 0)
static const struct form_field facts_fields[] = {
	FORM_TOKEN(struct facts_fields, form, "文书", 3, 3, FORM_REQUIRED),
	QUESTION(0), QUESTION(1), QUESTION(2), QUESTION(3), QUESTION(4), QUESTION(5), QUESTION(6),
	QUESTION(7), QUESTION(8), QUESTION(9), QUESTION(10), QUESTION(11), QUESTION(12),
	QUESTION(13), QUESTION(14), QUESTION(15), QUESTION(16), QUESTION(17),
	FORM_CHOICE(struct facts_fields, basis, "不予公开的理由", grounds, 0),
	TEXT(ground, "理由"),
	TEXT(findings, "查明的情况"),
	TEXT(party, "第三方或者机关"),
	FORM_TEXT(struct facts_fields, contact, "联系方式", 0, 200, 0),
	FORM_CHOICE(struct facts_fields, person, "第三方是", persons, 0),
	FORM_CHOICE(struct facts_fields, asked, "征求哪种机关", agencies, 0),
	FORM_ID(struct facts_fields, consultation, "征求过意见的第三方", 0),
	TEXT(how, "方式和途径"),
	TEXT(search, "检索情况"),
	TEXT(earlier, "先前的答复"),
	FORM_INT(struct facts_fields, days, "工作日", 0, 1000, 0),
	FORM_DATE(struct facts_fields, until, "期限", 2019, 2100, 0),
	FORM_CHOICE(struct facts_fields, fee, "计收方式", fees, 0),
	FORM_INT(struct facts_fields, fee_count, "件数或者页数", 0, 1000000, 0),
	FORM_ID(struct facts_fields, about, "所涉文书", 0),
};
const struct http_fields letter_facts_form = HTTP_FIELDS(facts_fields, struct facts_fields);

/* What another page knows already stands in the form when it is first shown. */
struct new_query {
	struct str form;
	int fee;
	int64_t fee_count, days, consultation;
};
static const struct form_field query_fields[] = {
	FORM_TOKEN(struct new_query, form, "文书", 3, 3, 0),
	FORM_CHOICE(struct new_query, fee, "计收方式", fees, 0),
	FORM_INT(struct new_query, fee_count, "件数或者页数", 0, 1000000, 0),
	FORM_INT(struct new_query, days, "工作日", 0, 1000, 0),
	FORM_ID(struct new_query, consultation, "征求过意见的第三方", 0),
};
const struct http_fields letter_new_query = HTTP_FIELDS(query_fields, struct new_query);

/* Where a question begins a new step of rules 1.8. */
static const char *step_heading(enum outcome_question q)
{
	switch (q) {
	case QUESTION_CLEAR:
		return "一、补不补：申请内容是否明确";
	case QUESTION_PETITION:
		return "二、是不是：是否属于政府信息公开申请";
	case QUESTION_RESPONSIBLE:
		return "三、谁负责、有没有";
	case QUESTION_WITHHELD:
		return "四、给不给";
	case QUESTION_ALREADY_PUBLIC:
		return "五、怎么给";
	default:
		return NULL;
	}
}

static void relabel(struct kit_field *f, struct str label, bool optional)
{
	f->label = label;
	f->optional = optional;
}

/* One question: 是, 否, and 部分 where the law knows it; its article as the hint. */
static void add_question(struct http_exchange *x, struct form_page *p, enum outcome_question q)
{
	static const struct kit_choice choice[] = { { .value = STR_INIT("yes"), .text = STR_INIT("是") },
		{ .value = STR_INIT("no"), .text = STR_INIT("否") },
		{ .value = STR_INIT("part"), .text = STR_INIT("部分") } };
	const char *heading = step_heading(q), *rule = outcome_question_rule(q);
	struct str name = page_fmt(x, "q%d", (int)q);
	if (heading)
		form_page_heading(p, heading);
	form_page_radios(p, name.p, choice, outcome_question_takes_part(q) ? 3 : 2, STR(""),
		rule_article(rule));
	struct kit_choices *c = &p->control[p->n - 1].choices;
	relabel(&c->field, page_fmt(x, "%d. %s？", (int)q + 1, outcome_question_text(q)), false);
	c->in_line = c->small = true;
}

static void add_basis(struct form_page *p)
{
	static struct kit_choice const choice[] = {
		{ .value = STR_INIT("refused.state_secret"), .text = STR_INIT("属于国家秘密（第十四条）") },
		{ .value = STR_INIT("refused.law_forbids"),
			.text = STR_INIT("法律、行政法规禁止公开（第十四条）") },
		{ .value = STR_INIT("refused.safety_stability"),
			.text = STR_INIT("危及国家安全、公共安全、经济安全、社会稳定（第十四条）") },
		{ .value = STR_INIT("refused.third_party"),
			.text = STR_INIT("商业秘密、个人隐私等，损害第三方合法权益（第十五条）") },
		{ .value = STR_INIT("refused.internal"),
			.text = STR_INIT("人事管理、后勤管理、内部工作流程（第十六条第一款）") },
		{ .value = STR_INIT("refused.process"),
			.text = STR_INIT("讨论记录、过程稿、磋商信函、请示报告（第十六条第二款）") },
		{ .value = STR_INIT("refused.enforcement_file"),
			.text = STR_INIT("行政执法案卷信息（第十六条第二款）") } };
	form_page_radios(p, "basis", choice, 7, STR(""), "有不能公开的内容时选择主要的一项");
}

/* The letters of the case that an internal form may be about. */
static enum err add_about(struct http_exchange *x, struct form_page *p, const struct letter_ask *q,
	struct request_id id, struct error *err)
{
	struct letter_row *row;
	size_t n, k = 0;
	enum err e = letter_list(APP(x)->desk, x->arena, &WHO(x)->actor, id, &row, &n, err);
	struct kit_choice *choice = e == OK ? arena_array(x->arena, struct kit_choice, n + 1) : NULL;
	if (!choice)
		return e != OK ? e : arena_check(x->arena, err);
	choice[k++] = (struct kit_choice){ .value = STR(""), .text = STR("请选择") };
	for (size_t i = 0; i < n; i++)
		if (row[i].state != LETTER_DROPPED)
			choice[k++] = (struct kit_choice){
				.value = page_fmt(x, "%lld", (long long)row[i].id.v),
				.text = arena_fmt(x->arena, "%.*s %.*s", STR_ARG(row[i].title),
					STR_ARG(row[i].number)) };
	form_page_select(p, q->field, choice, k, STR(""), q->hint);
	relabel(&p->control[p->n - 1].select.field, str_cstr(q->label), false);
	return OK;
}

static void add_date(struct form_page *p, const struct letter_ask *q)
{
	struct kit_input *in = form_page_input(p, q->field, STR(""), "例如：2026-12-01");
	relabel(&in->field, str_cstr(q->label), !q->required);
	in->field.classes = STR("govuk-input--width-10");
}

static struct str known_number(struct http_exchange *x, int64_t n)
{
	return n > 0 ? page_fmt(x, "%lld", (long long)n) : STR("");
}

static void add_fee(struct form_page *p, const struct letter_ask *q, const struct new_query *known)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("item"), .text = STR_INIT("按件"),
			.hint = STR_INIT("同一申请人一个自然月内超过 10 件") },
		{ .value = STR_INIT("page"), .text = STR_INIT("按量（页）"),
			.hint = STR_INIT("单件超过 30 页") }
	};
	form_page_radios(p, q->field, choice, 2,
		known->fee >= 0 ? str_cstr(fees[known->fee].value) : STR(""), q->hint);
	relabel(&p->control[p->n - 1].choices.field, str_cstr(q->label), false);
}

static void add_radios(struct form_page *p, const struct letter_ask *q,
	const struct kit_choice *choice, size_t n)
{
	form_page_radios(p, q->field, choice, n, STR(""), q->hint);
	relabel(&p->control[p->n - 1].choices.field, str_cstr(q->label), !q->required);
}

static void add_person(struct form_page *p, const struct letter_ask *q)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("person"), .text = STR_INIT("个人"),
			.hint = STR_INIT("姓名加密保存，列表里只显示隐去的姓名") },
		{ .value = STR_INIT("unit"), .text = STR_INIT("单位") }
	};
	add_radios(p, q, choice, 2);
}

static void add_agency_kind(struct form_page *p, const struct letter_ask *q)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("maker"), .text = STR_INIT("信息由它和本机关共同制作"),
			.hint = STR_INIT("逾期未提出意见的，视为同意公开（条例第三十四条）") },
		{ .value = STR_INIT("other"), .text = STR_INIT("信息涉及它，需要协商、确认"),
			.hint = STR_INIT("逾期未提出意见的，由本机关研究处理（条例第十一条）") }
	};
	add_radios(p, q, choice, 2);
}

/* Third parties that were asked in the case. */
static enum err add_consultation(struct http_exchange *x, struct form_page *p,
	const struct letter_ask *q, struct request_id id, const struct new_query *known,
	struct error *err)
{
	struct consultation_view *v;
	size_t n, k = 0;
	enum err e = consultation_list(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, &v, &n, NULL, err);
	struct kit_choice *choice = e == OK ? arena_array(x->arena, struct kit_choice, n + 1) : NULL;
	if (!choice)
		return e != OK ? e : arena_check(x->arena, err);
	choice[k++] = (struct kit_choice){ .value = STR(""), .text = STR("请选择") };
	for (size_t i = 0; i < n; i++)
		if (v[i].row.kind == CONSULTATION_THIRD_PARTY && v[i].row.result >= 0)
			choice[k++] = (struct kit_choice){
				.value = page_fmt(x, "%lld", (long long)v[i].row.id.v),
				.text = page_fmt(x, "%.*s（%.*s）", STR_ARG(v[i].row.masked),
					STR_ARG(v[i].row.ref)) };
	form_page_select(p, q->field, choice, k, known_number(x, known->consultation),
		k > 1 ? q->hint : "还没有研究处理过的第三方意见，请先在征求意见里研究处理");
	relabel(&p->control[p->n - 1].select.field, str_cstr(q->label), !q->required);
	return OK;
}

static struct str known_days(
	struct http_exchange *x, const struct letter_ask *q, const struct new_query *known)
{
	if (q->kind != ASK_DAYS)
		return STR("");
	return known_number(
		x, strcmp(q->field, "days") == 0 ? known->days : known->fee_count);
}

static enum err add_ask(struct http_exchange *x, struct form_page *p, const struct letter_ask *q,
	struct request_id id, const struct new_query *known, struct error *err)
{
	switch (q->kind) {
	case ASK_LINES:
		relabel(&form_page_textarea(p, q->field, STR(""), q->hint)->field,
			str_cstr(q->label), !q->required);
		return OK;
	case ASK_PERSON:
		add_person(p, q);
		return OK;
	case ASK_AGENCY_KIND:
		add_agency_kind(p, q);
		return OK;
	case ASK_CONSULTATION:
		return add_consultation(x, p, q, id, known, err);
	case ASK_LINE:
	case ASK_DAYS:
		relabel(&form_page_input(p, q->field, known_days(x, q, known), q->hint)->field, str_cstr(q->label),
			!q->required);
		return OK;
	case ASK_DATE:
		add_date(p, q);
		return OK;
	case ASK_FEE:
		add_fee(p, q, known);
		return OK;
	case ASK_ABOUT:
		return add_about(x, p, q, id, err);
	}
	return OK;
}

static enum err add_controls(struct http_exchange *x, struct form_page *p,
	const struct letter_form *f, struct request_id id, struct error *err)
{
	static const struct new_query nothing = { .fee = -1 };
	const struct new_query *known =
		x->route->fields == &letter_new_query ? x->form : &nothing;
	enum err e = OK;
	form_page_hidden(p, "form", str_cstr(f->code));
	if (f->reply && strcmp(f->code, "F26") != 0) {
		p->inset = STR("请从上到下依次回答。前面的回答已经得出结论的，后面的留空；"
			       "与结论不一致的文书不能起草。");
		for (int q = 0; q < QUESTION_COUNT; q++) {
			add_question(x, p, (enum outcome_question)q);
			if (q == QUESTION_WITHHELD)
				add_basis(p);
		}
	}
	if (f->ask[0].field)
		form_page_heading(p, "文书的内容");
	else
		form_page_text(p, STR("这份文书的内容全部来自登记信息，不用另外填写。"));
	for (const struct letter_ask *q = f->ask; e == OK && q->field; q++)
		e = add_ask(x, p, q, id, known, err);
	return e;
}

static enum err facts_page(
	struct http_exchange *x, struct str code, enum err why, struct error *err)
{
	struct request_view c;
	struct form_page p;
	struct error refusal = *err;
	struct request_id id;
	const struct letter_form *f = letter_form_find(code);
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK && !f)
		return letters_choose_form(x, err);
	if (e == OK)
		e = request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, &c, err);
	if (e == OK)
		e = form_page_init(x, &p, &letter_facts_form, f->name, err);
	if (e != OK)
		return e;
	letter_cite(&refusal);
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = arena_fmt(x->arena, "%.*s　%.*s", STR_ARG(c.request.number),
		STR_ARG(c.request.subject));
	letter_crumbs(x, &p.frame, &c.request, (struct letter_id){ 0 }, STR("起草"));
	e = add_controls(x, &p, f, id, err);
	if (e != OK)
		return e;
	form_page_submit(&p, "生成草稿", letters_path(x, id, "/letters"));
	return form_page_answer(x, &p, err);
}

enum err letter_new_show(struct http_exchange *x, struct error *err)
{
	const struct new_query *q = x->form;
	if (q->form.n == 0)
		return letters_choose_form(x, err);
	return facts_page(x, q->form, OK, err);
}

static struct outcome_facts facts_of(const struct facts_fields *f)
{
	const int answer[QUESTION_COUNT] = { f->q0, f->q1, f->q2, f->q3, f->q4, f->q5, f->q6, f->q7,
		f->q8, f->q9, f->q10, f->q11, f->q12, f->q13, f->q14, f->q15, f->q16, f->q17 };
	static const enum outcome_answer of[] = { ANSWER_YES, ANSWER_NO, ANSWER_PART };
	struct outcome_facts out = { .closing = CLOSING_NONE };
	for (int q = 0; q < QUESTION_COUNT; q++)
		out.answer[q] = answer[q] >= 0 && answer[q] <= 2 ? of[answer[q]] : ANSWER_NONE;
	if (f->basis >= 0) {
		out.has_ground = true;
		out.ground = (enum outcome)outcome_by_code(str_cstr(grounds[f->basis].value));
	}
	return out;
}

enum err letter_new_post(struct http_exchange *x, struct error *err)
{
	const struct facts_fields *f = x->form;
	struct letter_input in = { .form = f->form,
		.facts = facts_of(f),
		.ground = f->ground,
		.findings = f->findings,
		.party = f->party,
		.contact = f->contact,
		.person = f->person == 0,
		.asked = f->asked == 0	 ? CONSULTATION_CO_MAKER
			 : f->asked == 1 ? CONSULTATION_OTHER
					 : CONSULTATION_THIRD_PARTY,
		.consultation = { f->consultation },
		.how = f->how,
		.search = f->search,
		.earlier = f->earlier,
		.days = (int)f->days,
		.until = f->until,
		.fee = f->fee < 0 ? FEE_NONE : f->fee == 0 ? FEE_BY_ITEM : FEE_BY_PAGE,
		.fee_count = f->fee_count,
		.about = { f->about } };
	struct letter_id made;
	enum err e = page_id(x, 0, &in.request.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return facts_page(x, f->form, OK, err);
	if (in.until.day == form_date_absent().day)
		in.until.day = 0;
	if (str_is(f->form, "F07") && f->person < 0) {
		error_set(err, ERR_INVALID, NULL, "请选择第三方是个人还是单位");
		err->field = "person";
		return facts_page(x, f->form, ERR_INVALID, err);
	}
	e = letter_draft(APP(x)->desk, x->arena, &WHO(x)->actor, &in, &made, err);
	if (e != OK)
		return facts_page(x, f->form, e, err);
	return page_done(x, letter_path(x, made, ""), "letter.drafted");
}
