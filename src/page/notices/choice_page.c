/*
 * choice_page -- which notices come by mail, and when.
 */
#include "desk/account.h"
#include "page/notices/part.h"

/* In the order of enum notice_mail. */
static const struct form_choice mail_choices[] = { { "none", "不发邮件" }, { "once", "立即发邮件" },
	{ "daily", "每日汇总" }, { NULL, NULL } };
static const struct kit_choice mail_kit[] = {
	{ .value = STR_INIT("none"), .text = STR_INIT("不发邮件") },
	{ .value = STR_INIT("once"), .text = STR_INIT("立即发邮件") },
	{ .value = STR_INIT("daily"), .text = STR_INIT("每日汇总成一封") },
};

struct choices_typed {
	int work, letters, applicant, deadlines, mail;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct choices_typed, work, "分派和协办", mail_choices, FORM_REQUIRED),
	FORM_CHOICE(struct choices_typed, letters, "审核和签发", mail_choices, FORM_REQUIRED),
	FORM_CHOICE(struct choices_typed, applicant, "申请人的操作", mail_choices, FORM_REQUIRED),
	FORM_CHOICE(struct choices_typed, deadlines, "期限提醒", mail_choices, FORM_REQUIRED),
	FORM_CHOICE(struct choices_typed, mail, "邮件退回", mail_choices, FORM_REQUIRED),
};
const struct http_fields notice_choices_form = HTTP_FIELDS(fields, struct choices_typed);
/* In the order of enum notice_topic. */
static const char *const names[NOTICE_TOPICS] = { "work", "letters", "applicant", "deadlines",
	"mail" };

static enum err answer(struct http_exchange *x, enum err why, struct error *err)
{
	enum notice_mail now[NOTICE_TOPICS];
	struct account_own own;
	struct form_page p;
	struct error refusal = why != OK ? *err : (struct error){ .code = OK };
	enum err e = account_own(APP(x)->desk, x->arena, &WHO(x)->actor, &own, err);
	if (e == OK)
		e = notice_choices(APP(x)->desk, x->arena, &WHO(x)->actor, now, err);
	if (e == OK)
		e = form_page_init(x, &p, &notice_choices_form, "邮件设置", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (own.email.n)
		p.inset = page_fmt(x, "通知都在“待阅”里，这里设置哪些另发邮件到 %.*s。邮件里只有编号和事项，没有申请内容。",
			STR_ARG(own.email));
	else
		p.warning = STR("您还没有填写电子邮箱，现在不会收到邮件。请先在“我的账号”的联系方式里填写。");
	for (int t = 0; t < NOTICE_TOPICS; t++)
		form_page_radios(&p, names[t], mail_kit, NOTICE_MAILS, mail_kit[now[t]].value,
			notice_topic_help((enum notice_topic)t));
	form_page_submit(&p, "保存", STR("/account"));
	return form_page_answer(x, &p, err);
}

enum err notice_choices_show(struct http_exchange *x, struct error *err)
{
	return answer(x, OK, err);
}

enum err notice_choices_post(struct http_exchange *x, struct error *err)
{
	const struct choices_typed *t = x->form;
	if (x->report->n_errors)
		return answer(x, OK, err);
	const enum notice_mail in[NOTICE_TOPICS] = { (enum notice_mail)t->work,
		(enum notice_mail)t->letters, (enum notice_mail)t->applicant,
		(enum notice_mail)t->deadlines, (enum notice_mail)t->mail };
	enum err e = notice_choose(APP(x)->desk, &WHO(x)->actor, in, err);
	return e != OK ? answer(x, e, err) : page_done(x, STR("/account"), "notices.chosen");
}
