/*
 * notice -- the kinds, and writing a notice to people of the office.  See desk/notice.h.
 */
#include "desk/notice_part.h"

#include "desk/role.h"
#include "store/job.h"

#include <inttypes.h>

/* --- words -------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum notice_topic topic;
} kinds[NOTICE_KINDS] = {
	[NOTICE_FILED] = { "收到网上申请，等待确认登记", NOTICE_TOPIC_WORK },
	[NOTICE_ASSIGNED] = { "申请已分派给您承办", NOTICE_TOPIC_WORK },
	[NOTICE_REMINDED] = { "催办", NOTICE_TOPIC_WORK },
	[NOTICE_ASSIST_ASKED] = { "请您所在部门协办", NOTICE_TOPIC_WORK },
	[NOTICE_ASSIST_ANSWERED] = { "协办部门已答复", NOTICE_TOPIC_WORK },
	[NOTICE_LETTER_LEGAL] = { "文书等待您法制审核", NOTICE_TOPIC_LETTERS },
	[NOTICE_LETTER_SECRECY] = { "文书等待您保密审查", NOTICE_TOPIC_LETTERS },
	[NOTICE_LETTER_SIGN] = { "文书等待您签发", NOTICE_TOPIC_LETTERS },
	[NOTICE_LETTER_RETURNED] = { "您起草的文书被退回", NOTICE_TOPIC_LETTERS },
	[NOTICE_LETTER_SIGNED] = { "您起草的文书已签发，等待送达", NOTICE_TOPIC_LETTERS },
	[NOTICE_LETTER_READ] = { "申请人已在线阅读文书", NOTICE_TOPIC_APPLICANT },
	[NOTICE_CORRECTED] = { "申请人已补正", NOTICE_TOPIC_APPLICANT },
	[NOTICE_WITHDRAWN] = { "申请人已撤回申请", NOTICE_TOPIC_APPLICANT },
	[NOTICE_CONTACT] = { "申请人修改了联系方式", NOTICE_TOPIC_APPLICANT },
	[NOTICE_EXTENSION_ASKED] = { "延期申请等待您决定", NOTICE_TOPIC_LETTERS },
	[NOTICE_EXTENSION_AGREED] = { "您提出的延期已获同意", NOTICE_TOPIC_WORK },
	[NOTICE_EXTENSION_REFUSED] = { "您提出的延期未获同意", NOTICE_TOPIC_WORK },
	[NOTICE_DUE] = { "答复期限临近", NOTICE_TOPIC_DEADLINES },
	[NOTICE_OVERDUE] = { "已超过答复期限", NOTICE_TOPIC_DEADLINES },
	[NOTICE_CORRECTION_DUE] = { "补正告知期限提醒", NOTICE_TOPIC_DEADLINES },
	[NOTICE_CORRECTION_LAPSED] = { "申请人逾期未补正，请决定是否不再处理",
		NOTICE_TOPIC_DEADLINES },
	[NOTICE_FEE_LAPSED] = { "申请人逾期未缴费，请决定是否不再处理", NOTICE_TOPIC_DEADLINES },
	[NOTICE_CONSULT_LAPSED] = { "征求意见期满未答复，请决定是否公开", NOTICE_TOPIC_DEADLINES },
	[NOTICE_REMEDY_DUE] = { "行政复议、诉讼的期限临近", NOTICE_TOPIC_DEADLINES },
	[NOTICE_REMEDY_OVERDUE] = { "行政复议、诉讼的期限已过", NOTICE_TOPIC_DEADLINES },
	[NOTICE_REDO] = { "复议决定或者判决要求重新答复", NOTICE_TOPIC_WORK },
	[NOTICE_ANNUAL_DUE] = { "年度报告公布期限临近", NOTICE_TOPIC_DEADLINES },
	[NOTICE_ANNUAL_OVERDUE] = { "年度报告已过公布期限", NOTICE_TOPIC_DEADLINES },
	[NOTICE_ANNUAL_BELOW] = { "下级机关的年度报告还没有公布", NOTICE_TOPIC_DEADLINES },
	[NOTICE_REPORT_WANTED] = { "主管部门催报年度报告", NOTICE_TOPIC_DEADLINES },
	[NOTICE_MAIL_BOUNCED] = { "邮件没有送到，请改用其他方式联系", NOTICE_TOPIC_MAIL },
};

static const struct {
	const char *name, *help;
	enum notice_mail mail;
} topics[NOTICE_TOPICS] = {
	[NOTICE_TOPIC_WORK] = { "分派和协办", "新收到的网上申请，分派，催办，协办，延期的结果",
		NOTICE_MAIL_ONCE },
	[NOTICE_TOPIC_LETTERS] = { "审核和签发", "等待审核、审查、签发的文书，退回，延期申请",
		NOTICE_MAIL_ONCE },
	[NOTICE_TOPIC_APPLICANT] = { "申请人的操作", "补正，撤回，修改联系方式，在线阅读文书",
		NOTICE_MAIL_DIGEST },
	[NOTICE_TOPIC_DEADLINES] = { "期限提醒", "到期前 5 个、2 个工作日和当日，逾期，补正和缴费期满，年度报告公布前 20、10、5 个工作日和当日",
		NOTICE_MAIL_DIGEST },
	[NOTICE_TOPIC_MAIL] = { "邮件退回", "发给申请人或者工作人员的邮件没有送到",
		NOTICE_MAIL_DIGEST },
};

const char *notice_kind_name(enum notice_kind k)
{
	return (unsigned)k < NOTICE_KINDS ? kinds[k].name : "通知";
}

enum notice_topic notice_topic_of(enum notice_kind k)
{
	return (unsigned)k < NOTICE_KINDS ? kinds[k].topic : NOTICE_TOPIC_WORK;
}

const char *notice_topic_name(enum notice_topic t)
{
	return (unsigned)t < NOTICE_TOPICS ? topics[t].name : "";
}

const char *notice_topic_help(enum notice_topic t)
{
	return (unsigned)t < NOTICE_TOPICS ? topics[t].help : "";
}

enum notice_mail notice_mail_default(enum notice_topic t)
{
	return (unsigned)t < NOTICE_TOPICS ? topics[t].mail : NOTICE_MAIL_NONE;
}

const char *notice_mail_name(enum notice_mail m)
{
	static const char *const name[NOTICE_MAILS] = { "不发邮件", "立即发邮件", "每日汇总" };
	return (unsigned)m < NOTICE_MAILS ? name[m] : "";
}

struct str notice_line_text(struct arena *a, const struct notice_line_row *row)
{
	struct str number = row->number.p ? row->number : row->receipt;
	const char *gap = number.n ? "　" : "";
	const char *name = notice_kind_name((enum notice_kind)row->kind);
	if (row->detail.n)
		return arena_fmt(a, "%.*s%s%s（%.*s）", STR_ARG(number), gap, name,
			STR_ARG(row->detail));
	return arena_fmt(a, "%.*s%s%s", STR_ARG(number), gap, name);
}

/* --- writing ------------------------------------------------------------------------------------ */

/* That a mail to an official did not arrive is not told by mail: it might not arrive either. */
static enum notice_mail mail_of(const struct notice *n, const struct notice_person_row *p)
{
	enum notice_topic t = notice_topic_of(n->kind);
	if (!p->has_email || (n->kind == NOTICE_MAIL_BOUNCED && !n->request.v))
		return NOTICE_MAIL_NONE;
	return p->mail.has ? (enum notice_mail)p->mail.v : notice_mail_default(t);
}

/* A mail at once is a job of its own: what is noted while one runs is not passed over. */
static enum err queue_mail(struct tx *tx, struct notice_id id, struct error *err)
{
	char z[24];
	snprintf(z, sizeof(z), "%" PRId64, id.v);
	struct job_entry e = { .kind = STR(NOTICE_MAIL_JOB), .payload = str_cstr(z) };
	return job_add(tx, &e, NULL, err);
}

static enum err write_one(struct tx *tx, const struct notice *n, const struct notice_person_row *p,
	struct error *err)
{
	struct notice_insert_in in = { .id = { tx_new_id(tx) },
		.person = p->id,
		.kind = n->kind,
		.request = n->request,
		.object_kind = str_cstr(n->object_kind ? n->object_kind : ""),
		.object = n->object,
		.detail = n->detail.p ? n->detail : STR(""),
		.now = tx_now(tx),
		.mail = mail_of(n, p) };
	enum err e = sql_notice_insert(tx, &in, NULL, err);
	return e == OK && in.mail == NOTICE_MAIL_ONCE ? queue_mail(tx, in.id, err) : e;
}

static bool is_meant(const struct notice_to *to, const struct notice_person_row *p)
{
	return !to->person.v ? role_permits((uint64_t)p->roles, to->permission) &&
				       (!to->department.v || p->department.v == to->department.v)
			     : true;
}

static enum err write_all(struct tx *tx, struct arena *a, const struct actor *who,
	const struct notice *n, const struct notice_to *to, size_t *told, struct error *err)
{
	struct notice_person_row *p;
	size_t n_people;
	int64_t topic = notice_topic_of(n->kind);
	struct notice_people_in people = { to->agency, topic };
	struct notice_person_row one;
	*told = 0;
	enum err e;
	if (!to->person.v && to->permission == PERM_NONE)
		return OK;
	if (to->person.v) {
		e = sql_notice_person(
			tx, &(struct notice_person_in){ to->person, topic }, a, &one, err);
		p = &one;
		n_people = 1;
		if (e == ERR_NOT_FOUND)
			return OK;
	} else {
		e = sql_notice_people(tx, &people, a, &p, &n_people, err);
	}
	for (size_t i = 0; e == OK && i < n_people; i++) {
		if (!is_meant(to, &p[i]))
			continue;
		(*told)++;
		if (p[i].id.v != who->person.v && p[i].id.v != to->except.v)
			e = write_one(tx, n, &p[i], err);
	}
	return e;
}

enum err notice_add(struct tx *tx, struct arena *a, const struct actor *who, const struct notice *n,
	const struct notice_to *to, struct error *err)
{
	size_t told;
	return write_all(tx, a, who, n, to, &told, err);
}

enum err notice_add_handler(struct tx *tx, struct arena *a, const struct actor *who,
	const struct notice *n, const struct request_row *r, struct error *err)
{
	const struct notice_to to[] = {
		{ .person = r->handler },
		{ .agency = r->agency,
			.department = r->department,
			.permission = PERM_REQUEST_HANDLE },
		{ .agency = r->agency, .permission = PERM_REQUEST_REGISTER },
	};
	size_t told = 0;
	enum err e = OK;
	if (r->handler.v)
		e = write_all(tx, a, who, n, &to[0], &told, err);
	if (e == OK && told == 0 && r->department.v)
		e = write_all(tx, a, who, n, &to[1], &told, err);
	return e == OK && told == 0 ? write_all(tx, a, who, n, &to[2], &told, err) : e;
}
