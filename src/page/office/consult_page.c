/*
 * consult_page -- one consultation, and what can be recorded about it: received, reminded, answered,
 * settled.
 */
#include "law/rule.h"
#include "page/moment.h"
#include "page/office/consult_part.h"
#include "page/office_consult_tmpl.h"

struct str consult_path(struct http_exchange *x, struct consultation_id id, const char *tail)
{
	return page_fmt(x, "/office/consultations/%lld%s", (long long)id.v, tail);
}

static enum err load(struct http_exchange *x, struct consultation_view *v, struct error *err)
{
	struct consultation_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e : consultation_view(
				     APP(x)->desk, x->arena, &WHO(x)->actor, id, v, err);
}

static struct str full(struct http_exchange *x, struct opt_i64 day)
{
	return day.has ? day_full(x, (struct date){ (int32_t)day.v }) : STR("");
}

/* --- days left ----------------------------------------------------------------------------------- */

struct str consult_due(struct http_exchange *x, int left, bool expired, enum kit_due_kind *kind)
{
	*kind = expired	    ? KIT_DUE_OVER
		: left <= 2 ? KIT_DUE_SOON
		: left <= 5 ? KIT_DUE_NEAR
			    : KIT_DUE_FAR;
	if (expired)
		return page_fmt(x, "期满 %d 日未答复", -left > 0 ? -left : 1);
	return left == 0 ? STR("今日期满") : page_fmt(x, "剩 %d 日", left);
}

static enum kit_tone state_tone(int64_t s)
{
	static const enum kit_tone tone[CONSULTATION_STATES] = {
		[CONSULTATION_PREPARED] = KIT_AMBER, [CONSULTATION_WAITING] = KIT_VIOLET,
		[CONSULTATION_ANSWERED] = KIT_BLUE, [CONSULTATION_SETTLED] = KIT_GREEN
	};
	return s >= 0 && s < CONSULTATION_STATES ? tone[s] : KIT_PLAIN;
}

static struct str opinion_text(struct http_exchange *x, const struct consultation_view *v)
{
	const struct consultation_row *r = &v->row;
	struct str said = r->opinion >= 0
		? str_cstr(consultation_opinion_name((enum consultation_opinion)r->opinion))
		: v->expired || (r->result >= 0 && !r->returned_on.has) ? STR("期满未答复") : STR("—");
	if (r->result < 0)
		return said;
	return page_fmt(x, "%.*s；%s", STR_ARG(said),
		consultation_result_name((enum consultation_result)r->result));
}

struct consult_line consult_line(struct http_exchange *x, const struct consultation_view *v)
{
	const struct consultation_row *r = &v->row;
	struct consult_line l = { .href = consult_path(x, r->id, ""),
		.party = r->masked,
		.kind = str_cstr(consultation_kind_name((enum consultation_kind)r->kind)),
		.ref = r->ref,
		.state = str_cstr(consultation_state_name((enum consultation_state)r->state)),
		.tone = state_tone(r->state),
		.when = STR("还没有发出"),
		.opinion = opinion_text(x, v),
		.days = v->has_clock ? page_fmt(x, "%d 日", v->clock.days) : STR("—") };
	l.open = r->state <= CONSULTATION_ANSWERED;
	if (r->sent_on.has)
		l.when = page_fmt(x, "%.*s 发出%s%.*s%s", STR_ARG(day_short(x, r->sent_on)),
			r->served_on.has ? "，" : "，送达日期未登记",
			STR_ARG(day_short(x, r->served_on)), r->served_on.has ? " 收到" : "");
	if (r->state == CONSULTATION_WAITING && v->has_clock)
		l.due_text = consult_due(x, v->left, v->expired, &l.due);
	return l;
}

/* --- the page ------------------------------------------------------------------------------------ */

static void put(struct kit_row *row, size_t *n, const char *key, struct str value)
{
	if (value.n)
		row[(*n)++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static void fill_facts(
	struct http_exchange *x, const struct consultation_view *v, struct consult_one *page)
{
	const struct consultation_row *r = &v->row;
	struct kit_row *f = page->fact;
	size_t *n = &page->n_facts;
	enum consultation_kind kind = (enum consultation_kind)r->kind;
	put(f, n, "对方", v->party);
	put(f, n, "种类", page_fmt(x, "%s（%s）", consultation_kind_name(kind),
				 rule_article(consultation_kind_rule(kind))));
	put(f, n, "联系方式", v->contact);
	put(f, n, "编号", r->ref);
	put(f, n, "状态", str_cstr(consultation_state_name((enum consultation_state)r->state)));
	put(f, n, "文书", r->letter_number.n ? r->letter_number :
			  r->letter.v	     ? STR("还没有签发") :
					       STR(""));
	put(f, n, "纸质办理", v->paper);
	put(f, n, "发出", full(x, r->sent_on));
	put(f, n, "对方收到", full(x, r->served_on));
	put(f, n, "意见的最后一日", full(x, r->due_on));
	if (v->has_clock)
		put(f, n, "不计入答复期限",
			page_fmt(x, "%d 个工作日（与其他征求意见重叠的只扣除一次）",
				v->clock.days));
	page->information = r->information;
}

static void fill_outcome(
	struct http_exchange *x, const struct consultation_view *v, struct consult_one *page)
{
	const struct consultation_row *r = &v->row;
	struct kit_row *a = page->answer, *s = page->result;
	if (r->opinion >= 0) {
		put(a, &page->n_answers, "意见",
			str_cstr(consultation_opinion_name((enum consultation_opinion)r->opinion)));
		put(a, &page->n_answers, "收到", full(x, r->returned_on));
		put(a, &page->n_answers, "理由", r->opinion_text);
		put(a, &page->n_answers, "扫描件",
			r->opinion_file ? STR("已存入本件材料") : STR("没有上传"));
	}
	if (r->result < 0)
		return;
	put(s, &page->n_results, "结果",
		str_cstr(consultation_result_name((enum consultation_result)r->result)));
	put(s, &page->n_results, "理由", r->result_text);
	put(s, &page->n_results, "记录",
		page_fmt(x, "%.*s，%.*s", STR_ARG(r->result_name),
			STR_ARG(moment_text(x->arena, r->result_at))));
}

static const char *next_step(const struct consultation_view *v)
{
	switch (v->row.state) {
	case CONSULTATION_PREPARED:
		return "征求意见书还没有发出。文书签发、登记送达以后，从发出的次日起不计入答复期限。";
	case CONSULTATION_WAITING:
		if (!v->row.served_on.has)
			return "对方收到的日期还没有登记，意见期限暂按发出之日计算。"
			       "期限应当从收到之日起算，请尽快登记送达。";
		if (v->expired && v->row.kind == CONSULTATION_CO_MAKER)
			return "意见期限已过，对方没有提出意见，视为同意公开（条例第三十四条）。"
			       "答复期限已经恢复计算，请研究处理。";
		if (v->expired)
			return "意见期限已过，对方没有提出意见，由本机关决定是否公开。"
			       "答复期限已经恢复计算，请研究处理。";
		return "等对方的意见。收到后请登记，期间不计入答复期限。";
	case CONSULTATION_ANSWERED:
		return "意见已收到。请研究对方的理由是否成立、公开是否会损害其合法权益，写明结论。";
	case CONSULTATION_SETTLED:
		return v->row.kind == CONSULTATION_THIRD_PARTY &&
				       consultation_result_overrules(
					       (enum consultation_result)v->row.result) &&
				       !v->row.notice.v ?
			       "决定公开的，应当把公开的内容和理由书面告知第三方（条例第三十二条）。" :
			       "";
	default:
		return "";
	}
}

static void add_button(struct consult_one *p, struct str text, struct str href)
{
	size_t n = p->title.n;
	if (n == CONSULT_BUTTONS_MAX)
		return;
	p->button[n] = (struct kit_button){
		.text = text, .href = href, .kind = n ? KIT_SECONDARY : KIT_PRIMARY
	};
	p->title.n = n + 1;
}

static void fill_buttons(
	struct http_exchange *x, const struct consultation_view *v, struct consult_one *p)
{
	const struct consultation_row *r = &v->row;
	p->title.button = p->button;
	if (!v->may_act)
		return;
	struct str letter = page_fmt(x, "/office/letters/%lld", (long long)r->letter.v);
	if (r->state == CONSULTATION_PREPARED && r->letter.v)
		add_button(p, STR("打开征求意见书"), letter);
	if (r->state == CONSULTATION_WAITING) {
		add_button(p, STR("登记意见"), consult_path(x, r->id, "/opinion"));
		if (v->expired && r->served_on.has)
			add_button(p, STR("研究处理"), consult_path(x, r->id, "/settle"));
		if (!r->served_on.has)
			add_button(p, STR("登记送达"),
				r->letter.v ? page_fmt(x, "%.*s/serve", STR_ARG(letter)) :
					      consult_path(x, r->id, "/serve"));
		add_button(p, STR("记录催办"), consult_path(x, r->id, "/remind"));
	}
	if (r->state == CONSULTATION_ANSWERED)
		add_button(p, STR("研究处理"), consult_path(x, r->id, "/settle"));
	if (r->state != CONSULTATION_SETTLED)
		return;
	if (r->kind == CONSULTATION_THIRD_PARTY && !r->notice.v &&
		(r->result == RESULT_PARTLY ||
			consultation_result_overrules((enum consultation_result)r->result)))
		add_button(p, STR("起草决定公开告知书"),
			page_fmt(x, "/office/requests/%lld/letters/new?form=F10&consultation=%lld",
				(long long)r->request.v, (long long)r->id.v));
	add_button(p, STR("重新研究处理"), consult_path(x, r->id, "/settle"));
}

static void fill_reminders(
	struct http_exchange *x, const struct consultation_view *v, struct consult_one *page)
{
	page->reminder = arena_array(x->arena, struct consult_reminder, v->n_reminders);
	page->n_reminders = page->reminder ? v->n_reminders : 0;
	for (size_t i = 0; i < page->n_reminders; i++)
		page->reminder[i] = (struct consult_reminder){
			full(x, (struct opt_i64){ true, v->reminder[i].on_day }),
			page_fmt(x, "%.*s（%.*s）", STR_ARG(v->reminder[i].text),
				STR_ARG(v->reminder[i].actor_name))
		};
}

static struct frame_crumb *crumbs(
	struct http_exchange *x, const struct consultation_view *v, struct str last)
{
	struct frame_crumb *c = arena_array(x->arena, struct frame_crumb, 4);
	if (!c)
		return NULL;
	c[0] = (struct frame_crumb){ .label = STR("依申请公开"), .href = STR("/office") };
	c[1] = (struct frame_crumb){ .label = case_number(&v->request),
		.href = case_path(x, v->request.id, "") };
	c[2] = (struct frame_crumb){ .label = page_fmt(x, "征求意见 %.*s", STR_ARG(v->row.ref)),
		.href = last.n ? consult_path(x, v->row.id, "") : STR("") };
	c[3] = (struct frame_crumb){ .label = last };
	return c;
}

enum err consult_show(struct http_exchange *x, struct error *err)
{
	struct consultation_view v;
	struct consult_one *page = arena_one(x->arena, struct consult_one);
	enum err e = page ? load(x, &v, err) : arena_check(x->arena, err);
	if (e != OK)
		return e;
	page->title.title = page_fmt(x, "征求意见：%.*s", STR_ARG(v.row.masked));
	page->title.note = page_fmt(x, "%.*s　%.*s", STR_ARG(case_number(&v.request)),
		STR_ARG(v.request.subject));
	if (v.row.state == CONSULTATION_WAITING && v.has_clock)
		page->due_text = consult_due(x, v.left, v.expired, &page->due);
	if (!v.request.closed_on.has)
		page->next = str_cstr(next_step(&v));
	fill_facts(x, &v, page);
	fill_outcome(x, &v, page);
	fill_reminders(x, &v, page);
	fill_buttons(x, &v, page);
	page_frame(x, FRAME_OFFICE, "征求意见", &page->frame);
	page->frame.crumbs = crumbs(x, &v, STR(""));
	page->frame.n_crumbs = page->frame.crumbs ? 3 : 0;
	struct buf *o = page_open(x, &page->frame);
	consult_main(o, page);
	return page_close(x, 200, o, &page->frame, err);
}

/* --- forms --------------------------------------------------------------------------------------- */

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 };

/* Begins a form about the consultation in the path. */
static enum err consult_form(struct http_exchange *x, const struct http_fields *fields,
	const char *title, enum err why, struct consultation_view *v, struct form_page *p,
	struct error *err)
{
	struct error refusal = *err;
	enum err e = load(x, v, err);
	if (e == OK)
		e = form_page_init(x, p, fields, title, err);
	if (e != OK)
		return e;
	if (why != OK && !office_refused(x, p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p->title.note = page_fmt(x, "%.*s　%.*s　%.*s", STR_ARG(v->row.masked),
		STR_ARG(case_number(&v->request)), STR_ARG(v->request.subject));
	p->frame.crumbs = crumbs(x, v, str_cstr(title));
	p->frame.n_crumbs = p->frame.crumbs ? 4 : 0;
	form_page_hidden(p, "version", page_fmt(x, "%lld", (long long)v->row.version));
	return OK;
}

struct day_fields {
	int64_t version;
	struct date on;
	struct str text;
};
static const struct form_field serve_fields[] = {
	FORM_INT(struct day_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_DATE(struct day_fields, on, "对方收到的日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写对方收到的日期，例如 2026-01-08"),
};
const struct http_fields consult_serve_form = HTTP_FIELDS(serve_fields, struct day_fields);
static const struct form_field remind_fields[] = {
	FORM_INT(struct day_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_DATE(struct day_fields, on, "催办日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写催办的日期，例如 2026-01-08"),
	FORM_LINES(struct day_fields, text, "怎样催办、对方怎么说", 0, 500, FORM_REQUIRED,
		.missing = "请写明怎样催办、对方怎么说"),
};
const struct http_fields consult_remind_form = HTTP_FIELDS(remind_fields, struct day_fields);

static void add_day(struct http_exchange *x, struct form_page *p)
{
	form_page_input(p, "on", day_full(x, office_today(x)), "年-月-日，例如 2026-01-08")
		->field.classes = STR("govuk-input--width-10");
}

static enum err day_page(struct http_exchange *x, bool remind, enum err why, struct error *err)
{
	struct consultation_view v;
	struct form_page p;
	enum err e = consult_form(x, remind ? &consult_remind_form : &consult_serve_form,
		remind ? "记录催办" : "登记送达", why, &v, &p, err);
	if (e != OK)
		return e;
	if (!remind)
		p.inset = STR("对方的 15 个工作日自收到征求意见书之日起计算"
			      "（条例第三十二条、第三十四条）。");
	add_day(x, &p);
	if (remind)
		form_page_textarea(&p, "text", STR(""), "例如：电话联系经办人，答复本周内回函");
	form_page_submit(&p, remind ? "记录" : "登记", consult_path(x, v.row.id, ""));
	return form_page_answer(x, &p, err);
}

static enum err day_post(struct http_exchange *x, bool remind, struct error *err)
{
	const struct day_fields *f = x->form;
	struct consultation_id id;
	const struct actor *who = &WHO(x)->actor;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return day_page(x, remind, OK, err);
	if (remind)
		e = consultation_remind(APP(x)->desk, x->arena, who, id, f->on, f->text, err);
	else
		e = consultation_serve(
			APP(x)->desk, x->arena, who, id, f->version, f->on, err);
	return e != OK ? day_page(x, remind, e, err)
		       : page_done(x, consult_path(x, id, ""),
				 remind ? "note.saved" : "step.done");
}

enum err consult_serve_show(struct http_exchange *x, struct error *err)
{
	return day_page(x, false, OK, err);
}

enum err consult_serve_post(struct http_exchange *x, struct error *err)
{
	return day_post(x, false, err);
}

enum err consult_remind_show(struct http_exchange *x, struct error *err)
{
	return day_page(x, true, OK, err);
}

enum err consult_remind_post(struct http_exchange *x, struct error *err)
{
	return day_post(x, true, err);
}

/* --- the opinion ---------------------------------------------------------------------------------- */

static const struct form_choice opinion_choices[] = { { "agree", "同意公开" },
	{ "object", "不同意公开" }, { "partly", "部分同意公开" }, { NULL, NULL } };
_Static_assert(sizeof opinion_choices / sizeof *opinion_choices == CONSULTATION_OPINIONS + 1,
	"one choice per opinion");
struct opinion_fields {
	int64_t version;
	struct date on;
	int opinion;
	struct str text;
	struct form_file file;
};
static const struct form_field opinion_form_fields[] = {
	FORM_INT(struct opinion_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_DATE(struct opinion_fields, on, "收到意见的日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写收到意见的日期，例如 2026-01-08"),
	FORM_CHOICE(struct opinion_fields, opinion, "对方的意见", opinion_choices, FORM_REQUIRED,
		.missing = "请选择对方的意见"),
	FORM_LINES(struct opinion_fields, text, "对方的理由", 0, CONSULTATION_TEXT_MAX, 0),
	FORM_FILE(struct opinion_fields, file, "意见的扫描件", OFFICE_FILE_BYTES_MAX, 0),
};
const struct http_fields consult_opinion_form =
	HTTP_FIELDS(opinion_form_fields, struct opinion_fields);

static enum err opinion_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("agree"), .text = STR_INIT("同意公开") },
		{ .value = STR_INIT("object"), .text = STR_INIT("不同意公开") },
		{ .value = STR_INIT("partly"), .text = STR_INIT("部分同意公开"),
			.hint = STR_INIT("在理由里写明哪些同意、哪些不同意") }
	};
	struct consultation_view v;
	struct form_page p;
	enum err e = consult_form(x, &consult_opinion_form, "登记意见", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = STR("登记后，答复期限自收到意见的次日起恢复计算（条例第三十三条第三款）。");
	add_day(x, &p);
	form_page_radios(&p, "opinion", choice, 3, STR(""), NULL);
	form_page_textarea(&p, "text", STR(""), "同意的可以不填；写入案卷，不写身份证号、电话");
	form_page_file(&p, "file", ".pdf,.jpg,.jpeg,.png", "PDF、JPG 或者 PNG，最大 20 MB");
	form_page_submit(&p, "登记意见", consult_path(x, v.row.id, ""));
	return form_page_answer(x, &p, err);
}

enum err consult_opinion_show(struct http_exchange *x, struct error *err)
{
	return opinion_page(x, OK, err);
}

enum err consult_opinion_post(struct http_exchange *x, struct error *err)
{
	const struct opinion_fields *f = x->form;
	struct consultation_id id;
	struct request_file_input file;
	size_t n = 0;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return opinion_page(x, OK, err);
	e = office_upload(x, &f->file, FILE_OPINION, &file, &n, err);
	if (e == OK)
		e = consultation_answer(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version,
			f->on, (enum consultation_opinion)f->opinion, f->text, n ? &file : NULL,
			err);
	return e != OK ? opinion_page(x, e, err)
		       : page_done(x, consult_path(x, id, ""), "consult.answered");
}

/* --- settling ------------------------------------------------------------------------------------- */

static const struct form_choice result_choices[] = { { "consent", "可以公开" },
	{ "withhold", "不予公开" }, { "partly", "区分处理" }, { "harmless", "不会损害合法权益" },
	{ "override", "公共利益" }, { NULL, NULL } };
_Static_assert(sizeof result_choices / sizeof *result_choices == CONSULTATION_RESULTS + 1,
	"one choice per result");
struct settle_fields {
	int64_t version;
	int result;
	struct str text;
};
static const struct form_field settle_form_fields[] = {
	FORM_INT(struct settle_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct settle_fields, result, "研究处理的结果", result_choices, FORM_REQUIRED,
		.missing = "请选择研究处理的结果"),
	FORM_LINES(struct settle_fields, text, "理由", 0, 500, FORM_REQUIRED,
		.missing = "请写明理由：会不会损害对方的合法权益，怎样权衡"),
};
const struct http_fields consult_settle_form =
	HTTP_FIELDS(settle_form_fields, struct settle_fields);

static enum err settle_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("consent"), .text = STR_INIT("可以公开"),
			.hint = STR_INIT("对方同意，或者共同制作机关逾期视为同意，或者没有理由不公开") },
		{ .value = STR_INIT("withhold"), .text = STR_INIT("不予公开"),
			.hint = STR_INIT("不同意的理由成立，公开会损害其合法权益（条例第十五条、第三十二条）") },
		{ .value = STR_INIT("partly"), .text = STR_INIT("区分处理，公开一部分"),
			.hint = STR_INIT("会造成损害的部分不公开，其余公开（条例第三十七条）") },
		{ .value = STR_INIT("harmless"), .text = STR_INIT("不会损害合法权益，予以公开"),
			.hint = STR_INIT("不同意的理由不成立") },
		{ .value = STR_INIT("override"),
			.text = STR_INIT("不公开可能对公共利益造成重大影响，决定公开"),
			.hint = STR_INIT("须把决定公开的内容和理由书面告知第三方（条例第三十二条）") }
	};
	struct consultation_view v;
	struct form_page p;
	enum err e = consult_form(x, &consult_settle_form, "研究处理", why, &v, &p, err);
	if (e != OK)
		return e;
	bool third = v.row.kind == CONSULTATION_THIRD_PARTY;
	struct str said = opinion_text(x, &v);
	p.inset = page_fmt(x, "对方的意见：%.*s%s%.*s", STR_ARG(said),
		v.row.opinion_text.n ? "。理由：" : "", STR_ARG(v.row.opinion_text));
	form_page_radios(&p, "result", choice, third ? 5 : 4, STR(""), NULL);
	form_page_textarea(&p, "text", STR(""),
		"写明公开会不会损害对方的合法权益、损害有多大、与公共利益怎样权衡；答复被诉时以此举证");
	form_page_submit(&p, "记录结果", consult_path(x, v.row.id, ""));
	return form_page_answer(x, &p, err);
}

enum err consult_settle_show(struct http_exchange *x, struct error *err)
{
	return settle_page(x, OK, err);
}

enum err consult_settle_post(struct http_exchange *x, struct error *err)
{
	const struct settle_fields *f = x->form;
	struct consultation_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return settle_page(x, OK, err);
	e = consultation_settle(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version,
		(enum consultation_result)f->result, f->text, err);
	return e != OK ? settle_page(x, e, err)
		       : page_done(x, consult_path(x, id, ""), "consult.settled");
}
