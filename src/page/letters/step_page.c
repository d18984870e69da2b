/*
 * step_page -- what happens to a letter: submitted, opinions, signed, served, dropped.
 */
#include "page/letters/part.h"

/* What the letter is now beside what is being sent, field by field where something was typed. */
static void show_both(struct http_exchange *x, struct form_page *p, const struct letter_view *lv)
{
	const struct letter_row *l = &lv->letter;
	form_page_stale(p, "文书现在的状态", str_cstr(letter_state_name((enum letter_state)l->state)),
		p->title.title);
	for (size_t i = 0; p->report && i < p->fields->n; i++) {
		const struct form_field *f = &p->fields->field[i];
		struct str yours = p->report->state[i].raw, theirs = STR("—");
		if (strcmp(f->name, "version") == 0 || f->type == FORM_TYPE_CHOICE || yours.n == 0)
			continue;
		if (strcmp(f->name, "sent") == 0 && l->sent_on.has)
			theirs = letter_day(x, l->sent_on);
		if (strcmp(f->name, "served_on") == 0 && l->served_on.has)
			theirs = letter_day(x, l->served_on);
		if (strcmp(f->name, "proof") == 0 && l->proof.n)
			theirs = l->proof;
		form_page_stale(p, f->label, theirs, yours);
	}
}

static enum err refused(struct http_exchange *x, struct form_page *p, const struct letter_view *lv,
	enum err why, struct error *refusal, struct error *err)
{
	bool stale = why == ERR_CONFLICT && !refusal->field && !refusal->rule;
	letter_cite(refusal);
	if (why == OK)
		return OK;
	if (!form_page_refused(p, why, refusal)) {
		*err = *refusal;
		return why;
	}
	if (stale)
		show_both(x, p, lv);
	return OK;
}

static void version_of(struct http_exchange *x, struct form_page *p, const struct letter_view *lv)
{
	form_page_hidden(p, "version", page_fmt(x, "%lld", (long long)lv->letter.version));
}

/* --- submitting ---------------------------------------------------------------------------------- */

struct step_fields {
	int64_t version;
};
static const struct form_field step_fields[] = {
	FORM_INT(struct step_fields, version, "版本", 0, INT64_MAX, 0),
};
const struct http_fields letter_step_form = HTTP_FIELDS(step_fields, struct step_fields);

enum err letter_submit_post(struct http_exchange *x, struct error *err)
{
	const struct step_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = letter_submit(
			APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, err);
	if (e != OK)
		letter_cite(err);
	return e != OK ? e : page_done(x, letter_path(x, id, ""), "letter.submitted");
}

/* --- opinions ------------------------------------------------------------------------------------ */

static const struct form_choice opinions[] = { { "agree", "同意" }, { "back", "退回修改" },
	{ NULL, NULL } };
struct opinion_fields {
	int64_t version;
	int opinion;
	struct str text;
};
static const struct form_field opinion_fields[] = {
	FORM_INT(struct opinion_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct opinion_fields, opinion, "意见", opinions, FORM_REQUIRED,
		.missing = "请选择同意或者退回修改"),
	FORM_LINES(struct opinion_fields, text, "说明", 0, 500, 0),
};
const struct http_fields letter_opinion_form = HTTP_FIELDS(opinion_fields, struct opinion_fields);

static enum err opinion_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("agree"), .text = STR_INIT("同意") },
		{ .value = STR_INIT("back"), .text = STR_INIT("退回修改"),
			.hint = STR_INIT("须写明理由") }
	};
	struct letter_view lv;
	struct form_page p;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && why == OK && !lv.may_opine)
		e = error_set(err, ERR_DENIED, NULL,
			"这份文书现在不等您的意见。起草和修改文书的人不能审核");
	bool head = e == OK && lv.letter.state == LETTER_SIGNING;
	if (e == OK)
		e = form_page_init(x, &p, &letter_opinion_form,
			head				  ? "退回修改" :
			lv.letter.state == LETTER_SECRECY ? "保密审查意见" :
							    "法制审核意见",
			err);
	if (e == OK)
		e = refused(x, &p, &lv, why, &refusal, err);
	if (e != OK)
		return e;
	p.title.note = lv.letter.title;
	letter_crumbs(x, &p.frame, &lv.request, lv.letter.id, STR("意见"));
	version_of(x, &p, &lv);
	/* The head agrees by signing. */
	form_page_radios(&p, "opinion", head ? choice + 1 : choice, head ? 1 : 2, STR(""), NULL);
	form_page_textarea(&p, "text", STR(""), "退回的，写明要改什么");
	form_page_submit(&p, "提交意见", letter_path(x, lv.letter.id, ""));
	return form_page_answer(x, &p, err);
}

enum err letter_opinion_show(struct http_exchange *x, struct error *err)
{
	return opinion_page(x, OK, err);
}

enum err letter_opinion_post(struct http_exchange *x, struct error *err)
{
	const struct opinion_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return opinion_page(x, OK, err);
	e = letter_opine(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->opinion == 0,
		f->text, err);
	if (e != OK)
		return opinion_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.opinion");
}

/* --- signing ------------------------------------------------------------------------------------- */

struct sign_fields {
	int64_t version;
	struct str opinion;
};
static const struct form_field sign_fields[] = {
	FORM_INT(struct sign_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct sign_fields, opinion, "签发意见", 0, 500, 0),
};
const struct http_fields letter_sign_form = HTTP_FIELDS(sign_fields, struct sign_fields);

static void sign_facts(struct http_exchange *x, struct form_page *p, const struct letter_view *lv)
{
	const struct request_row *r = &lv->request;
	form_page_text(p, arena_fmt(x->arena, "文书：%.*s", STR_ARG(lv->letter.title)));
	form_page_text(p, arena_fmt(x->arena, "案件：%.*s %.*s", STR_ARG(r->number),
				  STR_ARG(r->subject)));
	form_page_text(p, arena_fmt(x->arena, "受文：%.*s", STR_ARG(lv->addressee)));
	if (lv->letter.outcome >= 0)
		form_page_text(p,
			page_fmt(x, "结果：%s（计入年度报告第三表 %s）",
				outcome_find((enum outcome)lv->letter.outcome)->name,
				outcome_find((enum outcome)lv->letter.outcome)->row));
	if (r->due_on.has)
		form_page_text(p, page_fmt(x, "答复期限：%.*s", STR_ARG(letter_day(x, r->due_on))));
	if (lv->remedy.n > 0)
		form_page_text(p, arena_fmt(x->arena, "救济途径：%.*s", STR_ARG(lv->remedy)));
}

static enum err sign_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_view lv;
	struct form_page p;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && why == OK && !lv.may_sign)
		e = error_set(err, ERR_DENIED, NULL,
			"这份文书现在不能由您签发：起草、修改或者审核过的人不能签发");
	if (e == OK)
		e = form_page_init(x, &p, &letter_sign_form, "签发", err);
	if (e == OK)
		e = refused(x, &p, &lv, why, &refusal, err);
	if (e != OK)
		return e;
	p.title.note = STR("签发后生成文号和正式文本，不能再修改");
	letter_crumbs(x, &p.frame, &lv.request, lv.letter.id, STR("签发"));
	version_of(x, &p, &lv);
	sign_facts(x, &p, &lv);
	form_page_textarea(&p, "opinion", STR(""), NULL);
	form_page_submit(&p, "确认签发", letter_path(x, lv.letter.id, ""));
	return form_page_answer(x, &p, err);
}

enum err letter_sign_show(struct http_exchange *x, struct error *err)
{
	return sign_page(x, OK, err);
}

enum err letter_sign_post(struct http_exchange *x, struct error *err)
{
	const struct sign_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return sign_page(x, OK, err);
	e = letter_sign(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->opinion, err);
	if (e != OK)
		return sign_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.signed");
}

/* --- serving ------------------------------------------------------------------------------------- */

static const struct form_choice ways[] = { { "direct", "直接送达" }, { "entrusted", "委托送达" },
	{ "post", "邮政寄送" }, { "electronic", "电子送达" }, { NULL, NULL } };
_Static_assert(sizeof(ways) / sizeof(*ways) == SERVICE_WAYS + 1, "one choice per way");
struct serve_fields {
	int64_t version;
	int way;
	struct date sent, served_on;
	struct str proof;
};
static const struct form_field serve_fields[] = {
	FORM_INT(struct serve_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct serve_fields, way, "送达方式", ways, FORM_REQUIRED,
		.missing = "请选择送达方式"),
	FORM_DATE(struct serve_fields, sent, "发出日期", 2019, 2100, FORM_REQUIRED),
	FORM_DATE(struct serve_fields, served_on, "收到日期", 2019, 2100, 0),
	FORM_TEXT(struct serve_fields, proof, "送达凭证", 0, 200, 0),
};
const struct http_fields letter_serve_form = HTTP_FIELDS(serve_fields, struct serve_fields);

static const struct kit_choice way_choice[] = {
	{ .value = STR_INIT("direct"), .text = STR_INIT("直接送达"),
		.hint = STR_INIT("以申请人签收之日为答复日期") },
	{ .value = STR_INIT("entrusted"), .text = STR_INIT("委托送达"),
		.hint = STR_INIT("以申请人签收之日为答复日期") },
	{ .value = STR_INIT("post"), .text = STR_INIT("邮政寄送"),
		.hint = STR_INIT("以交邮之日为答复日期；只能交邮政企业，不得到付") },
	{ .value = STR_INIT("electronic"), .text = STR_INIT("电子送达"),
		.hint = STR_INIT("以到达申请人系统之日为答复日期") }
};

static enum err serve_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_view lv;
	struct form_page p;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && why == OK && !lv.may_serve)
		e = error_set(err, ERR_CONFLICT, NULL, "签发以后、送达以前才能登记送达");
	if (e == OK)
		e = form_page_init(x, &p, &letter_serve_form, "登记送达", err);
	if (e == OK)
		e = refused(x, &p, &lv, why, &refusal, err);
	if (e != OK)
		return e;
	bool sent = lv.letter.state == LETTER_SENT;
	p.title.note = arena_fmt(x->arena, "%.*s　%.*s", STR_ARG(lv.letter.number),
		STR_ARG(lv.letter.title));
	p.inset = STR("登记后，期限随之计算。日期登记错了，可以在案件里更正，须写明理由。");
	letter_crumbs(x, &p.frame, &lv.request, lv.letter.id, STR("登记送达"));
	version_of(x, &p, &lv);
	form_page_radios(&p, "way", way_choice, SERVICE_WAYS,
		sent ? str_cstr(ways[(size_t)lv.letter.served_way % SERVICE_WAYS].value) : STR(""),
		NULL);
	form_page_input(&p, "sent", letter_day(x, sent ? lv.letter.sent_on : lv.letter.signed_on),
		"例如：2026-09-18")
		->field.classes = STR("govuk-input--width-10");
	form_page_input(&p, "served_on", letter_day(x, lv.letter.served_on),
		"还不知道的先不填，收到回执后再登记")
		->field.classes = STR("govuk-input--width-10");
	form_page_input(&p, "proof", lv.letter.proof, "邮政编号，或者签收人");
	form_page_submit(&p, "登记", letter_path(x, lv.letter.id, ""));
	return form_page_answer(x, &p, err);
}

enum err letter_serve_show(struct http_exchange *x, struct error *err)
{
	return serve_page(x, OK, err);
}

enum err letter_serve_post(struct http_exchange *x, struct error *err)
{
	const struct serve_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return serve_page(x, OK, err);
	bool served = f->served_on.day != form_date_absent().day;
	e = letter_serve(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version,
		(enum service_way)f->way, f->sent, served, f->served_on, f->proof, err);
	if (e != OK)
		return serve_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.served");
}

/* --- dropping ------------------------------------------------------------------------------------ */

struct drop_fields {
	int64_t version;
	struct str reason;
};
static const struct form_field drop_fields[] = {
	FORM_INT(struct drop_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct drop_fields, reason, "作废理由", 2, 500, FORM_REQUIRED),
};
const struct http_fields letter_drop_form = HTTP_FIELDS(drop_fields, struct drop_fields);

static enum err drop_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_view lv;
	struct form_page p;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && why == OK && !lv.may_drop)
		e = error_set(err, ERR_CONFLICT, NULL, "只有草稿可以作废");
	if (e == OK)
		e = form_page_init(x, &p, &letter_drop_form, "作废草稿", err);
	if (e == OK)
		e = refused(x, &p, &lv, why, &refusal, err);
	if (e != OK)
		return e;
	p.title.note = lv.letter.title;
	p.warning = STR("作废后不能恢复，需要时请重新起草。草稿没有文号，不会造成跳号。");
	letter_crumbs(x, &p.frame, &lv.request, lv.letter.id, STR("作废"));
	version_of(x, &p, &lv);
	form_page_textarea(&p, "reason", STR(""), NULL);
	form_page_submit(&p, "确认作废", letter_path(x, lv.letter.id, ""));
	return form_page_answer(x, &p, err);
}

enum err letter_drop_show(struct http_exchange *x, struct error *err)
{
	return drop_page(x, OK, err);
}

enum err letter_drop_post(struct http_exchange *x, struct error *err)
{
	const struct drop_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return drop_page(x, OK, err);
	e = letter_drop(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->reason, err);
	if (e != OK)
		return drop_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.dropped");
}

/* --- taking back --------------------------------------------------------------------------------- */

static enum err revoke_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_view lv;
	struct form_page p;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && why == OK && !lv.may_revoke)
		e = error_set(err, ERR_CONFLICT, NULL, "这份文书现在不能撤回");
	if (e == OK)
		e = form_page_init(x, &p, &letter_drop_form, "撤回签发的文书", err);
	if (e == OK)
		e = refused(x, &p, &lv, why, &refusal, err);
	if (e != OK)
		return e;
	bool sent = lv.letter.state != LETTER_SIGNED;
	p.title.note = arena_fmt(x->arena, "%.*s　%.*s", STR_ARG(lv.letter.number),
		STR_ARG(lv.letter.title));
	p.warning = sent ? STR("已经发出。撤回后，随送达写入的法定事件一并撤去，期限按没有发出重新计算；"
			       "申请人的进度页面写明已撤回。纸质的请另行收回并告知申请人。")
			 : STR("还没有发出。撤回后作废，文号留在这份文书上，不再使用。");
	sign_facts(x, &p, &lv);
	letter_crumbs(x, &p.frame, &lv.request, lv.letter.id, STR("撤回"));
	version_of(x, &p, &lv);
	struct kit_textarea *reason = form_page_textarea(
		&p, "reason", STR(""), "记入过程记录和案卷，例如：引用的条款有误，重新制发");
	reason->field.label = STR("撤回理由");
	form_page_submit(&p, "确认撤回", letter_path(x, lv.letter.id, ""));
	return form_page_answer(x, &p, err);
}

enum err letter_revoke_show(struct http_exchange *x, struct error *err)
{
	return revoke_page(x, OK, err);
}

enum err letter_revoke_post(struct http_exchange *x, struct error *err)
{
	const struct drop_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return revoke_page(x, OK, err);
	e = letter_revoke(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->reason, err);
	if (e != OK)
		return revoke_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.revoked");
}
