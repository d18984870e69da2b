/*
 * step_page -- one form for every step of a case; results and what ends a stage are confirmed first.
 */
#include "law/rule.h"
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, EXTENSION_MAX = 30, HIDDEN_MAX = 12 };

enum {
	ASK_OTHER = 1,
	ASK_PROCEDURE = 2,
	ASK_BODY = 4,
	ASK_RESULT = 8,
	ASK_HEAD = 16,
	ASK_DAYS = 32,
	ASK_YEAR = 64,
	NEED_TEXT = 128,
	CONFIRM = 256 /* a page with the facts comes before it is written */
};

static const struct step {
	const char *word, *title;
	enum remedy_entry_kind kind;
	enum remedy_stage stage; /* of REMEDY_OPENED */
	const char *on, *other;
	unsigned ask;
	const char *inset, *notice;
} steps[] = {
	{ "answer", "登记答复、答辩", REMEDY_ANSWERED, 0, "提交的日期", NULL, 0,
		"提交书面答复（答辩状）以及作出答复的证据、依据的日期。逾期不提交的，视为没有证据、依据。",
		"remedy.step" },
	{ "hear", "登记听证、开庭", REMEDY_HEARD, 0, "听证、开庭的日期", NULL, ASK_HEAD, NULL,
		"remedy.step" },
	{ "extend", "登记延长复议期限", REMEDY_EXTENDED, 0, "收到延期通知的日期", NULL, ASK_DAYS,
		"复议机关负责人批准，可以延长一次，最多 30 日。", "remedy.step" },
	{ "decide", "登记决定、裁判结果", REMEDY_DECIDED, 0, "作出的日期", "收到的日期",
		ASK_OTHER | ASK_RESULT | CONFIRM,
		"按文书落款填写作出的日期，它决定计入哪一年的年度报告。收到的日期用来计算上诉、起诉期限。",
		"remedy.decided" },
	{ "final", "登记没有上诉", REMEDY_FINAL, 0, "确认的日期", NULL, CONFIRM,
		"双方都没有在上诉期内上诉，一审裁判生效。", "remedy.step" },
	{ "appeal", "登记上诉", REMEDY_OPENED, REMEDY_STAGE_SECOND, "收到上诉状副本或者本机关上诉的日期",
		"二审法院立案的日期", ASK_OTHER | ASK_BODY, NULL, "remedy.step" },
	{ "again", "登记发回重审后的一审", REMEDY_OPENED, REMEDY_STAGE_FIRST, "收到重审材料的日期",
		"一审法院立案的日期", ASK_OTHER | ASK_BODY | ASK_PROCEDURE, NULL, "remedy.step" },
	{ "petition", "登记申请再审", REMEDY_PETITIONED, 0, "收到再审申请材料的日期", NULL, 0,
		"申请再审不影响审结；法院裁定再审后，再登记再审。", "remedy.step" },
	{ "petition-refused", "登记驳回再审申请", REMEDY_PETITION_REFUSED, 0, "裁定驳回的日期", NULL, 0,
		NULL, "remedy.step" },
	{ "retrial", "登记法院裁定再审", REMEDY_OPENED, REMEDY_STAGE_RETRIAL, "裁定再审的日期",
		NULL, ASK_BODY | CONFIRM, "裁定再审后，案件重新按尚未审结统计。", "remedy.step" },
	{ "opinion", "登记收到复议意见书", REMEDY_OPINION, 0, "收到的日期", NULL, 0,
		"自收到之日起 60 日内把纠正的情况报告复议机关。", "remedy.step" },
	{ "report", "登记已报告处理情况", REMEDY_REPORTED, 0, "报告的日期", NULL, 0, NULL,
		"remedy.step" },
};
static const struct step hold_step = { "hold", "按尚未审结统计", REMEDY_HELD, 0, "决定的日期", NULL,
	ASK_YEAR | NEED_TEXT | CONFIRM,
	"按规则，裁判生效就计审结，申请再审不改变。确有需要在某一年度按尚未审结统计的，"
	"由负责人决定并写明理由，年度报告里也应当说明。",
	"remedy.step" };

struct step_fields {
	int64_t version, days, year;
	struct date on, other;
	int result, procedure;
	bool head, sure;
	struct str body, case_number, text;
};
static const struct form_field fields[] = {
	FORM_INT(struct step_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct step_fields, result, "结果", remedy_result_choices, 0),
	FORM_DATE(struct step_fields, on, "日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写日期，例如 2026-01-08"),
	FORM_DATE(struct step_fields, other, "另一个日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_TEXT(struct step_fields, body, "法院", 0, REMEDY_BODY_MAX, 0),
	FORM_TEXT(struct step_fields, case_number, "案号", 0, REMEDY_CASE_NUMBER_MAX, 0),
	FORM_CHOICE(struct step_fields, procedure, "适用的程序", remedy_procedure_choices, 0),
	FORM_FLAG(struct step_fields, head, "本机关负责人出席", 0),
	FORM_INT(struct step_fields, days, "延长的天数", 1, EXTENSION_MAX, 0),
	FORM_INT(struct step_fields, year, "统计年度", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct step_fields, text, "说明", 0, REMEDY_TEXT_MAX, 0),
	FORM_FLAG(struct step_fields, sure, "已经核对", 0),
};
const struct http_fields remedy_step_form = HTTP_FIELDS(fields, struct step_fields);

static const struct step *find_step(const struct http_exchange *x, struct error *err)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(x->param[1], steps[i].word))
			return &steps[i];
	error_set(err, ERR_NOT_FOUND, NULL, "没有这个步骤，请回到案件页面重新选择");
	return NULL;
}

/* --- the form ---------------------------------------------------------------------------------------- */

/* Results that can end the present stage. */
static void add_results(struct http_exchange *x, struct form_page *p, const struct remedy_view *v)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, REMEDY_RESULTS);
	enum remedy_stage stage = v->run.round[v->run.n_rounds - 1].stage;
	size_t n = 0;
	for (int r = 0; c && r < REMEDY_RESULTS; r++) {
		const struct remedy_result_info *info = remedy_result_find((enum remedy_result)r);
		if (info->stages & 1u << stage)
			c[n++] = (struct kit_choice){ .value = str_cstr(info->code),
				.text = str_cstr(info->label),
				.hint = info->effect == REMEDY_EFFECT_COLUMN ?
					page_fmt(x, "年报计“%s”", remedy_column_name(info->column)) :
				info->effect == REMEDY_EFFECT_AS_LOWER ? STR("年报按原裁判的结果计") :
									 STR("案件没有审结") };
	}
	form_page_radios(p, "result", c, n, STR(""), NULL);
	p->control[p->n - 1].choices.small = true;
}

static void add_asked(struct http_exchange *x, struct form_page *p, const struct step *s,
	const struct remedy_view *v)
{
	size_t n;
	if (s->ask & ASK_RESULT)
		add_results(x, p, v);
	remedy_date(x, p, "on", s->on, office_today(x), "年-月-日，例如 2026-01-08", false);
	if (s->ask & ASK_OTHER)
		remedy_date(x, p, "other", s->other, (struct date){ 0 },
			s->ask & ASK_RESULT ? "送达本机关的日期" : "不知道的可以不填", !(s->ask & ASK_RESULT));
	if (s->ask & ASK_BODY) {
		form_page_input(p, "body", STR(""), "写全称");
		form_page_input(p, "case_number", STR(""), NULL)->field.optional = true;
	}
	if (s->ask & ASK_PROCEDURE) {
		struct kit_choice *c = remedy_choices(x, remedy_procedure_choices, NULL, &n);
		form_page_radios(p, "procedure", c, n, STR("ordinary"), NULL);
	}
	if (s->ask & ASK_HEAD)
		form_page_flag(p, "head", false, "行政机关负责人应当出庭应诉；不能出庭的，委托相应的工作人员");
	if (s->ask & ASK_DAYS)
		form_page_input(p, "days", STR("30"), "1 至 30 日")->field.classes =
			STR("govuk-input--width-4");
	if (s->ask & ASK_YEAR)
		form_page_input(p, "year", page_fmt(x, "%d", date_year(office_today(x)) - 1),
			"报告年度，四位数字")->field.classes = STR("govuk-input--width-4");
	struct kit_textarea *text = form_page_textarea(p, "text", STR(""),
		"写入案件记录，不写身份证号、电话等个人信息");
	text->field.label = str_cstr(s->ask & NEED_TEXT ? "理由" : "说明");
	text->field.optional = !(s->ask & NEED_TEXT);
}

static enum err step_page(
	struct http_exchange *x, const struct step *s, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	enum err e = remedy_form(x, &remedy_step_form, s->title, why, &v, &p, err);
	if (e != OK)
		return e;
	if (!p.draft && s->inset)
		p.inset = str_cstr(s->inset);
	add_asked(x, &p, s, &v);
	form_page_submit(&p, s->ask & CONFIRM ? "下一步：核对" : "登记", remedy_path(x, v.remedy.id, ""));
	return form_page_answer(x, &p, err);
}

/* --- confirming -------------------------------------------------------------------------------------- */

struct confirming {
	struct kit_row row[10];
	size_t n_rows;
	struct kit_hidden_pair hidden[HIDDEN_MAX];
	size_t n_hidden;
};

static void add_row(struct confirming *c, const char *key, struct str value)
{
	if (value.n)
		c->row[c->n_rows++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static void add_hidden(struct confirming *c, const char *name, struct str value)
{
	if (value.n)
		c->hidden[c->n_hidden++] = (struct kit_hidden_pair){ str_cstr(name), value };
}

static void confirm_facts(struct http_exchange *x, const struct step *s, const struct remedy_view *v,
	struct confirming *c)
{
	const struct step_fields *f = x->form;
	const struct remedy_result_info *info =
		f->result >= 0 ? remedy_result_find((enum remedy_result)f->result) : NULL;
	add_row(c, "案件", page_fmt(x, "%.*s　%.*s", STR_ARG(v->remedy.number), STR_ARG(v->remedy.subject)));
	add_row(c, "机关、案号", page_fmt(x, "%.*s %.*s", STR_ARG(v->remedy.body),
					 STR_ARG(v->remedy.case_number)));
	if (info && s->ask & ASK_RESULT) {
		add_row(c, "结果", page_fmt(x, "%s（%s）", info->label, rule_article(info->rule)));
		if (info->effect == REMEDY_EFFECT_COLUMN)
			add_row(c, "年度报告第四表", str_cstr(remedy_column_name(info->column)));
	}
	add_row(c, s->on, day_full(x, f->on));
	if (remedy_has_day(f->other) && s->other)
		add_row(c, s->other, day_full(x, f->other));
	add_row(c, "法院", f->body);
	if (f->year)
		add_row(c, "统计年度", page_fmt(x, "%lld", (long long)f->year));
	add_row(c, "说明", f->text);
}

static void confirm_hidden(struct http_exchange *x, struct confirming *c)
{
	const struct step_fields *f = x->form;
	add_hidden(c, "version", page_fmt(x, "%lld", (long long)f->version));
	if (f->result >= 0)
		add_hidden(c, "result", str_cstr(remedy_result_choices[f->result].value));
	add_hidden(c, "on", day_full(x, f->on));
	if (remedy_has_day(f->other))
		add_hidden(c, "other", day_full(x, f->other));
	add_hidden(c, "body", f->body);
	add_hidden(c, "case_number", f->case_number);
	if (f->year)
		add_hidden(c, "year", page_fmt(x, "%lld", (long long)f->year));
	add_hidden(c, "text", f->text);
	add_hidden(c, "sure", STR("1"));
}

static enum err confirm_page(struct http_exchange *x, const struct step *s,
	const struct remedy_view *v, struct error *err)
{
	struct confirming c = { .n_rows = 0 };
	struct remedy_confirm_view page = { .frame = { .title = STR("") } };
	confirm_facts(x, s, v, &c);
	confirm_hidden(x, &c);
	page.confirm = (struct kit_confirm){ .title = page_fmt(x, "%s：请核对", s->title),
		.text = STR("登记以后案件的状态、期限和年度报告的数字随之变化。登记错的，只能更正，不能删除。"),
		.row = c.row,
		.n_rows = c.n_rows,
		.action = x->path,
		.csrf = http_csrf_token(x),
		.hidden = c.hidden,
		.n_hidden = c.n_hidden,
		.button = STR("确认登记"),
		.cancel = remedy_path(x, v->remedy.id, "") };
	page_frame(x, FRAME_OFFICE, s->title, &page.frame);
	remedy_crumbs(x, &page.frame, &v->remedy, str_cstr(s->title));
	struct buf *o = page_open(x, &page.frame);
	remedy_confirm(o, &page);
	return page_close(x, 200, o, &page.frame, err);
}

/* --- taking it ---------------------------------------------------------------------------------------- */

/* What is required in this step alone. */
static enum err check_needs(struct http_exchange *x, const struct step *s, struct error *err)
{
	const struct step_fields *f = x->form;
	enum err e = OK;
	if (s->ask & ASK_RESULT && f->result < 0)
		e = form_missing(x, "result", "请选择结果", err);
	if (e == OK && s->ask & ASK_RESULT && !remedy_has_day(f->other))
		e = form_missing(x, "other", "请填写收到的日期，例如 2026-01-08", err);
	if (e == OK && s->ask & ASK_BODY && f->body.n == 0)
		e = form_missing(x, "body", "请填写法院的全称", err);
	if (e == OK && s->ask & ASK_DAYS && f->days == 0)
		e = form_missing(x, "days", "请填写延长的天数", err);
	if (e == OK && s->ask & ASK_YEAR && f->year == 0)
		e = form_missing(x, "year", "请填写统计年度，四位数字", err);
	if (e == OK && s->ask & NEED_TEXT && f->text.n == 0)
		e = form_missing(x, "text", "请写明理由", err);
	return e;
}

static struct remedy_step step_of(
	const struct step *s, const struct step_fields *f, struct remedy_id id)
{
	struct remedy_step out = { .id = id,
		.version = f->version,
		.kind = s->kind,
		.stage = s->stage,
		.on = f->on,
		.has_other = s->ask & ASK_OTHER && remedy_has_day(f->other),
		.body = s->ask & ASK_BODY ? f->body : STR(""),
		.case_number = s->ask & ASK_BODY ? f->case_number : STR(""),
		.text = f->text };
	if (out.has_other)
		out.other = f->other;
	out.value = s->ask & ASK_RESULT	     ? f->result
		    : s->ask & ASK_DAYS	     ? f->days
		    : s->ask & ASK_YEAR	     ? f->year
		    : s->ask & ASK_HEAD	     ? f->head
		    : s->ask & ASK_PROCEDURE ? f->procedure == 1
					     : 0;
	return out;
}

static enum err take_step(struct http_exchange *x, const struct step *s, struct error *err)
{
	struct remedy_view v;
	const struct step_fields *f = x->form;
	enum err e = check_needs(x, s, err);
	if (e == OK)
		e = remedy_of_path(x, &v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return step_page(x, s, OK, err);
	struct remedy_step step = step_of(s, f, v.remedy.id);
	const struct actor *who = &WHO(x)->actor;
	bool ask = s->ask & CONFIRM && !f->sure;
	e = ask ? remedy_step_check(APP(x)->desk, x->arena, who, &step, err)
		: remedy_step(APP(x)->desk, x->arena, who, &step, err);
	if (e != OK)
		return step_page(x, s, e, err);
	return ask ? confirm_page(x, s, &v, err)
		   : page_done(x, remedy_path(x, v.remedy.id, ""), s->notice);
}

enum err remedy_step_show(struct http_exchange *x, struct error *err)
{
	const struct step *s = find_step(x, err);
	return s ? step_page(x, s, OK, err) : ERR_NOT_FOUND;
}

enum err remedy_step_post(struct http_exchange *x, struct error *err)
{
	const struct step *s = find_step(x, err);
	return s ? take_step(x, s, err) : ERR_NOT_FOUND;
}

enum err remedy_hold_show(struct http_exchange *x, struct error *err)
{
	return step_page(x, &hold_step, OK, err);
}

enum err remedy_hold_post(struct http_exchange *x, struct error *err)
{
	return take_step(x, &hold_step, err);
}
