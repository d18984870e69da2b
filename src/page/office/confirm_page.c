/*
 * confirm_page -- confirming that a request was received: the day that the law counts from.
 */
#include "page/office/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, TEXT_MAX = 2000 };

struct confirm_fields {
	int64_t version;
	struct date on;
	bool unreachable;
};
static const struct form_field fields[] = {
	FORM_INT(struct confirm_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_DATE(struct confirm_fields, on, "确认日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写确认日期，例如 2026-01-08"),
	FORM_FLAG(struct confirm_fields, unreachable,
		"联系不上申请人，填的是确认信息到达其所留地址的日期", 0),
};
const struct http_fields confirm_form = HTTP_FIELDS(fields, struct confirm_fields);

static struct receipt_facts facts_of(const struct request_row *r, struct date on, bool unreachable)
{
	return (struct receipt_facts){ .channel = (enum receipt_channel)r->channel,
		.arrived = { (int32_t)r->arrived_on },
		.settled = true,
		.settled_on = on,
		.unreachable = unreachable };
}

/* The rule of the channel with today as the day. */
static struct str explain(struct http_exchange *x, const struct receipt_facts *f)
{
	struct receipt r;
	struct error ignored;
	struct buf b;
	buf_init(&b, TEXT_MAX);
	if (receipt_compute(f, &r, &ignored) == OK)
		receipt_explain(&b, f, &r);
	struct str text = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return text;
}

/* Those like it, to be looked at before it gets a number. */
static enum err add_alike(
	struct http_exchange *x, struct request_id id, struct form_page *p, struct error *err)
{
	struct request_similar *row;
	size_t n;
	enum err e = request_similar(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, &row, &n, NULL, err);
	struct form_related *r = e == OK ? arena_array(x->arena, struct form_related, n) : NULL;
	for (size_t i = 0; r && i < n; i++) {
		struct similar_line l = similar_line(x, &row[i]);
		r[i] = (struct form_related){
			.text = page_fmt(x, "%.*s　%.*s", STR_ARG(l.number), STR_ARG(l.subject)),
			.href = l.href,
			.note = page_fmt(x, "%.*s%s，%.*s 到达，%.*s，相近 %.*s", STR_ARG(l.who),
				l.same_applicant ? "（同一申请人）" : "", STR_ARG(l.arrived),
				STR_ARG(l.stage), STR_ARG(l.likeness))
		};
	}
	p->related = r;
	p->n_related = r ? n : 0;
	p->related_title = STR("登记前先核对：相近的申请");
	p->related_note = STR("同一申请人重复申请、已经答复过的，告知不予重复处理；不同申请人的各自登记、各自答复。");
	return e;
}

static enum err confirm_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const char *const label[RECEIPT_CHANNEL_COUNT] = {
		[RECEIPT_IN_PERSON] = "提交日期",
		[RECEIPT_ORAL] = "申请人在记录上签字的日期",
		[RECEIPT_REGISTERED_POST] = "签收日期",
		[RECEIPT_ORDINARY_POST] = "与申请人确认的日期",
		[RECEIPT_INTERNET] = "双方确认的日期",
		[RECEIPT_FAX] = "双方确认的日期",
	};
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &confirm_form, "确认收到并登记", why, &v, &p, err);
	if (e != OK)
		return e;
	const struct request_row *r = &v.request;
	struct date today = office_today(x);
	struct receipt_facts f = facts_of(r, today, false);
	struct str day = day_full(x, (struct date){ (int32_t)r->arrived_on });
	p.inset = page_fmt(x, "%.*s 到达。%.*s。登记后给出编号，自次日起算 20 个工作日。",
		STR_ARG(day), STR_ARG(explain(x, &f)));
	struct kit_input *on = form_page_input(
		&p, "on", day_full(x, today), "年-月-日，例如 2026-01-08；不早于到达的日期");
	if ((size_t)r->channel < RECEIPT_CHANNEL_COUNT)
		on->field.label = str_cstr(label[r->channel]);
	on->field.classes = STR("govuk-input--width-10");
	if (r->channel == RECEIPT_INTERNET || r->channel == RECEIPT_FAX ||
		r->channel == RECEIPT_ORDINARY_POST)
		form_page_flag(&p, "unreachable", false, "每一次联系另记入“联系申请人的记录”");
	e = add_alike(x, r->id, &p, err);
	if (e != OK)
		return e;
	form_page_submit(&p, "确认收到并登记", case_path(x, r->id, ""));
	return form_page_answer(x, &p, err);
}

enum err confirm_show(struct http_exchange *x, struct error *err)
{
	return confirm_page(x, OK, err);
}

enum err confirm_post(struct http_exchange *x, struct error *err)
{
	const struct confirm_fields *f = x->form;
	struct request_view v;
	enum err e = case_load(x, &v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return confirm_page(x, OK, err);
	struct receipt_facts facts = facts_of(&v.request, f->on, f->unreachable);
	e = request_confirm(
		APP(x)->desk, x->arena, &WHO(x)->actor, v.request.id, f->version, &facts, err);
	return e != OK ? confirm_page(x, e, err)
		       : page_done(x, case_path(x, v.request.id, ""), "case.registered");
}
