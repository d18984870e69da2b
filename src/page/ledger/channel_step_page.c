/*
 * channel_step_page -- approval, opening and closing of a channel.
 */
#include "page/ledger/part.h"

static const struct form_choice decision_choices[] = { { "yes", "批准" }, { "no", "不批准" }, { NULL, NULL } };

struct step_fields {
	int64_t version;
	int decision;
	struct str approval, notice, reason;
	struct date opened, closed;
};
static const struct form_field fields[] = {
	FORM_INT(struct step_fields, version, "版本", 0, INT64_MAX, FORM_REQUIRED),
	FORM_CHOICE(struct step_fields, decision, "决定", decision_choices, 0),
	FORM_TEXT(struct step_fields, approval, "批准文号", 0, 100, 0),
	FORM_DATE(struct step_fields, opened, "开通日期", 1990, 2100, 0),
	FORM_DATE(struct step_fields, closed, "关停日期", 1990, 2100, 0),
	FORM_TEXT(struct step_fields, notice, "关停公告", 0, 300, 0),
	FORM_LINES(struct step_fields, reason, "理由", 0, LEDGER_REASON_MAX, 0),
};
const struct http_fields channel_step_form = HTTP_FIELDS(fields, struct step_fields);

enum step { STEP_DECIDE, STEP_OPEN, STEP_CLOSE, STEPS };
static const struct {
	const char *word, *title, *button, *notice;
	unsigned permission;
} step_table[STEPS] = {
	[STEP_DECIDE] = { "decide", "决定是否批准开设", "提交决定", "channel.decided", PERM_LEDGER_SIGN },
	[STEP_OPEN] = { "open", "登记开通", "保存", "channel.opened", PERM_LEDGER_WRITE },
	[STEP_CLOSE] = { "close", "关停渠道", "确认关停", "channel.closed", PERM_LEDGER_WRITE },
};

static enum err step_of(struct http_exchange *x, enum step *out, struct channel_row *r, struct error *err)
{
	*out = STEPS;
	for (int s = 0; s < STEPS; s++)
		if (str_is(x->param[1], step_table[s].word))
			*out = (enum step)s;
	struct channel_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK && *out == STEPS)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一步，请回到列表查看");
	if (e == OK)
		e = desk_allow(&WHO(x)->actor, step_table[*out].permission, err);
	return e != OK ? e : channel_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, r, err);
}

static void add_controls(struct http_exchange *x, struct form_page *p, enum step s)
{
	static const struct kit_choice decisions[] = {
		{ .value = STR_INIT("yes"), .text = STR_INIT("批准") }, { .value = STR_INIT("no"), .text = STR_INIT("不批准") } };
	struct str today = ledger_day_text(x, (struct opt_i64){ true, ledger_day_of(x).day });
	switch (s) {
	case STEP_DECIDE:
		form_page_radios(p, "decision", decisions, 2, STR(""), NULL);
		form_page_input(p, "approval", STR(""), "批准的填写");
		form_page_textarea(p, "reason", STR(""), "不批准的填写")->rows = 2;
		break;
	case STEP_OPEN:
		form_page_input(p, "opened", today, "不早于批准日期");
		break;
	default:
		p->warning = STR("关停以后不能再填它的发布条数，也不能重新开通。");
		form_page_input(p, "closed", today, NULL);
		form_page_input(p, "notice", STR(""), "公告的网址或者文号");
		form_page_textarea(p, "reason", STR(""), "例如：活跃度低，统一信息发布出口")->rows = 2;
	}
}

static enum err step_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct channel_row r;
	enum step s;
	enum err e = step_of(x, &s, &r, err);
	if (e == OK)
		e = form_page_init(x, &p, &channel_step_form, step_table[s].title, err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, r.name);
	p.title.note = page_fmt(x, "%s“%.*s”，主办单位 %.*s，责任人 %.*s",
		channel_platform_name((int)r.platform), STR_ARG(r.name), STR_ARG(r.owner), STR_ARG(r.responsible));
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)r.version));
	add_controls(x, &p, s);
	form_page_submit(&p, step_table[s].button, page_fmt(x, "/office/ledger/channels/%lld", (long long)r.id.v));
	return form_page_answer(x, &p, err);
}

enum err channel_step_show(struct http_exchange *x, struct error *err)
{
	return step_page(x, OK, err);
}

static enum err decide(struct http_exchange *x, struct channel_id id, struct error *err)
{
	const struct step_fields *f = x->form;
	if (f->decision < 0) {
		error_set(err, ERR_INVALID, NULL, "请选择批准或者不批准");
		err->field = "decision";
		return ERR_INVALID;
	}
	return channel_decide(APP(x)->desk, &WHO(x)->actor, id, f->version, f->decision == 0, f->approval,
		f->reason, err);
}

enum err channel_step_post(struct http_exchange *x, struct error *err)
{
	const struct step_fields *f = x->form;
	const struct desk *d = APP(x)->desk;
	const struct actor *who = &WHO(x)->actor;
	struct channel_row r;
	enum step s;
	enum err e = step_of(x, &s, &r, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return step_page(x, OK, err);
	if (s == STEP_DECIDE)
		e = decide(x, r.id, err);
	else if (s == STEP_OPEN)
		e = channel_open(d, who, r.id, f->version, ledger_form_day(f->opened), err);
	else
		e = channel_close(d, who, r.id, f->version, ledger_form_day(f->closed), f->notice, f->reason, err);
	if (e != OK)
		return step_page(x, e, err);
	return page_done(x, page_fmt(x, "/office/ledger/channels/%lld", (long long)r.id.v), step_table[s].notice);
}
