/*
 * notice_applicant -- what an applicant who gave an e-mail address is told.  See desk/notice.h.
 *
 * The job holds a word, the request and a day; address and texts are looked up when it runs.
 * The mail names the number and what happened in one or two sentences: mail is not secret.
 */
#include "desk/mail.h"
#include "desk/notice_part.h"

#include "desk/request_part.h"
#include "store/organisation.sql.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct {
	const char *word, *subject;
	const char *text;     /* with a day, %s stands for it */
	const char *text_bare; /* without one; NULL: the same */
} tell[TELLS] = {
	[TELL_RECEIPT] = { "receipt", "已收到您的申请",
		"您在网上提交的政府信息公开申请已经收到。工作人员会用您留下的联系方式与您确认；"
		"双方确认之日为收到申请之日，20 个工作日的答复期限从次日起算。",
		NULL },
	[TELL_REGISTERED] = { "registered", "申请已登记",
		"您的政府信息公开申请已经登记，最迟 %s 答复。",
		"您的政府信息公开申请已经登记。" },
	[TELL_CORRECTION] = { "correction", "请补正申请内容",
		"您的申请需要补正。请在 %s 前补正；需要说明的事项见补正告知书。没有正当理由逾期不补正的，视为放弃申请。",
		"您的申请需要补正，需要说明的事项和期限见补正告知书。" },
	[TELL_CORRECTED] = { "corrected", "已收到补正",
		"您的补正已经收到，答复期限从收到补正的次日起重新计算，最迟 %s 答复。",
		"您的补正已经收到。" },
	[TELL_REASON] = { "reason", "请说明理由",
		"您申请的数量、频次明显超过合理范围，请按告知书说明理由。", NULL },
	[TELL_EXTENDED] = { "extended", "答复期限延长",
		"您的申请不能在原期限内答复，经负责人同意延长答复期限，最迟 %s 答复。",
		"您的申请经负责人同意延长答复期限。" },
	[TELL_STOPPED] = { "stopped", "正在征求意见",
		"您申请的信息涉及第三方或者其他机关，正在书面征求意见。征求意见的时间依法不计入答复期限。",
		NULL },
	[TELL_RESUMED] = { "resumed", "征求意见结束",
		"征求意见已经结束，答复期限恢复计算，最迟 %s 答复。",
		"征求意见已经结束，答复期限恢复计算。" },
	[TELL_DELAYED] = { "delayed", "延迟答复", "您的申请延迟到 %s 答复。",
		"您的申请延迟答复，期限见告知书。" },
	[TELL_FEE] = { "fee", "请缴纳信息处理费",
		"您的申请需要缴纳信息处理费。请在 %s 前缴纳；金额和缴费方式见收费通知书。逾期未缴的，视为放弃申请。",
		"您的申请需要缴纳信息处理费，金额、期限和缴费方式见收费通知书。" },
	[TELL_PAID] = { "paid", "已收到缴费",
		"您缴纳的信息处理费已经收到，答复期限从次日起重新计算，最迟 %s 答复。",
		"您缴纳的信息处理费已经收到。" },
	[TELL_REPLY] = { "reply", "已作出答复",
		"对您的政府信息公开申请已经作出答复并发出，答复书也可以在申请进度页面查看和下载。",
		NULL },
	[TELL_LETTER] = { "letter", "有新的文书",
		"您的政府信息公开申请有一份新的文书，可以在申请进度页面查看和下载。", NULL },
	[TELL_REVOKED] = { "revoked", "文书已撤回",
		"此前发给您的一份文书有误，已经撤回，以随后发出的文书为准。哪一份见申请进度页面。",
		NULL },
	[TELL_LAPSED] = { "lapsed", "申请不再处理",
		"您的申请逾期未补正或者未缴费，视为放弃申请，不再处理。仍然需要的，可以重新申请。",
		NULL },
	[TELL_WITHDRAWN] = { "withdrawn", "申请已撤回", "您的申请已经撤回，办理终结。", NULL },
	[TELL_TRANSFERRED] = { "transferred", "申请已转办",
		"您的申请已转由其他机关办理，本机关办理终结。", NULL },
	[TELL_REDO] = { "redo", "重新答复",
		"按照行政复议决定或者法院判决，您的申请将重新答复，最迟 %s。查询码与原来的相同。",
		"按照行政复议决定或者法院判决，您的申请将重新答复。查询码与原来的相同。" },
	[TELL_CLOSED] = { "closed", "申请办理终结", "您的申请办理终结，原因见申请进度页面。", NULL },
};

/* --- noting -------------------------------------------------------------------------------------- */

enum err notice_tell(struct tx *tx, struct request_id id, enum notice_tell what, struct date day,
	struct error *err)
{
	struct arena a;
	struct notice_reachable_row row = { 0 };
	char z[80];
	snprintf(z, sizeof(z), "%s %" PRId64 " %d", tell[what].word, id.v, (int)day.day);
	struct job_entry job = { .kind = STR(NOTICE_TELL_JOB), .payload = str_cstr(z) };
	arena_init(&a, 64 << 10);
	enum err e = sql_notice_reachable(
		tx, &(struct notice_reachable_in){ id }, &a, &row, err);
	arena_done(&a);
	return e == OK && row.n > 0 ? job_add(tx, &job, NULL, err) : e;
}

static enum notice_tell tell_of(enum clock_event_kind k)
{
	switch (k) {
	case CLOCK_RECEIVED:
		return TELL_REGISTERED;
	case CLOCK_CORRECTION_NOTICED:
		return TELL_CORRECTION;
	case CLOCK_CORRECTION_RECEIVED:
		return TELL_CORRECTED;
	case CLOCK_CONSULT_SENT:
		return TELL_STOPPED;
	case CLOCK_CONSULT_RETURNED:
		return TELL_RESUMED;
	case CLOCK_EXTENDED:
		return TELL_EXTENDED;
	case CLOCK_EXCESS_REASON_ASKED:
		return TELL_REASON;
	case CLOCK_DELAYED:
		return TELL_DELAYED;
	case CLOCK_FEE_NOTICED:
		return TELL_FEE;
	case CLOCK_FEE_PAID:
		return TELL_PAID;
	case CLOCK_REPLY_SENT:
		return TELL_REPLY;
	case CLOCK_CORRECTION_LAPSED:
	case CLOCK_FEE_LAPSED:
		return TELL_LAPSED;
	case CLOCK_WITHDRAWN:
		return TELL_WITHDRAWN;
	case CLOCK_TRANSFERRED:
		return TELL_TRANSFERRED;
	case CLOCK_CLOSED:
		return TELL_CLOSED;
	default:
		return TELLS;
	}
}

/* The day that the sentence names: what the applicant has to keep, or when he is answered. */
static struct date day_for(enum notice_tell what, const struct clock_run *run)
{
	struct date none = { 0 };
	switch (what) {
	case TELL_CORRECTION:
	case TELL_FEE: /* no reply period runs: the proof ends with the applicant's last day */
		return !run->has_due && run->n_days ? run->day[run->n_days - 1].date : none;
	case TELL_REGISTERED:
	case TELL_CORRECTED:
	case TELL_EXTENDED:
	case TELL_RESUMED:
	case TELL_DELAYED:
	case TELL_PAID:
		return run->has_due ? run->due : none;
	default:
		return none;
	}
}

enum err notice_tell_event(struct tx *tx, struct request_id id, const struct clock_event *event,
	const struct clock_run *run, struct error *err)
{
	enum notice_tell what = tell_of(event->kind);
	/* One of several consultations has ended: the clock still stands. */
	if (what == TELLS || (what == TELL_RESUMED && run->state == CLOCK_CONSULTING))
		return OK;
	return notice_tell(tx, id, what, day_for(what, run), err);
}

/* --- sending ------------------------------------------------------------------------------------- */

struct tell_job {
	struct runner_work *w;
	enum notice_tell what;
	struct request_id id;
	struct date day;
	struct request_row r;
	struct agency_row agency;
	struct applicant_row applicant;
	struct mail_message m;
};

static enum err read_payload(struct tell_job *j, struct error *err)
{
	struct str p = j->w->claim->payload;
	struct str word = str_sub(p, 0, str_find(p, STR(" "), 0));
	char *end = NULL;
	j->what = TELLS;
	for (int i = 0; i < TELLS; i++)
		if (str_is(word, tell[i].word))
			j->what = (enum notice_tell)i;
	if (j->what == TELLS) {
		j->w->permanent = true;
		return error_set(err, ERR_FORMAT, NULL, "通知申请人的任务已损坏");
	}
	j->id.v = strtoll(p.p + word.n, &end, 10);
	j->day.day = (int32_t)strtoll(end, NULL, 10);
	return OK;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct tell_job *j = ctx;
	struct arena *a = j->w->arena;
	enum err e = sql_request_by_id(tx, &(struct request_by_id_in){ j->id }, a, &j->r, err);
	if (e == OK)
		e = sql_agency_by_id(
			tx, &(struct agency_by_id_in){ j->r.agency }, a, &j->agency, err);
	if (e == OK)
		e = sql_applicant_by_request(tx, &(struct applicant_by_request_in){ j->id }, a,
			&j->applicant, err);
	return e;
}

static void write_text(struct tell_job *j)
{
	struct arena *a = j->w->arena;
	const struct notice_post *post = j->w->ctx;
	struct str number = j->r.number.p ? j->r.number : j->r.receipt;
	const char *plain = tell[j->what].text_bare ? tell[j->what].text_bare : tell[j->what].text;
	struct str say = str_cstr(plain);
	if (j->day.day && tell[j->what].text_bare) {
		struct str with = str_cstr(tell[j->what].text);
		size_t at = str_find(with, STR("%s"), 0);
		say = arena_fmt(a, "%.*s%s%.*s", STR_ARG(str_sub(with, 0, at)),
			date_words(j->day).z, STR_ARG(str_sub(with, at + 2, with.n)));
	}
	struct str phone = j->agency.phone.n
				   ? arena_fmt(a, "\n电话：%.*s", STR_ARG(j->agency.phone))
				   : STR("");
	j->m.request = j->id;
	j->m.subject = arena_fmt(
		a, "申请 %.*s：%s", STR_ARG(number), tell[j->what].subject);
	j->m.text = arena_fmt(a,
		"您好：\n\n"
		"申请编号：%.*s\n"
		"%.*s\n\n"
		"查看办理进度：%.*s/status\n"
		"查询时需要回执上的查询码，这封邮件里没有。\n\n"
		"%.*s%.*s\n\n"
		"这封邮件由系统自动发出，请不要回复。\n",
		STR_ARG(number), STR_ARG(say), STR_ARG(post->url), STR_ARG(j->agency.name),
		STR_ARG(phone));
}

static enum err send_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct tell_job *j = ctx;
	enum err e = job_finish(tx, j->w->claim, err);
	return e != OK ? e : mail_add(tx, j->w->desk, &j->m, NULL, err);
}

enum err notice_run_tell(struct runner_work *w, struct error *err)
{
	struct tell_job j = { .w = w };
	const struct notice_post *post = w->ctx;
	enum err e = read_payload(&j, err);
	if (e != OK || !post->on)
		return e;
	e = store_read(w->desk->store, load_fn, &j, err);
	if (e == OK)
		e = request_open_applicant(
			w->desk, w->arena, &j.applicant, STR("email"), &j.m.to, err);
	if (e != OK || j.m.to.n == 0)
		return e;
	write_text(&j);
	e = arena_check(w->arena, err);
	if (e == OK)
		e = store_write(w->desk->store, send_fn, &j, err);
	w->finished = e == OK;
	w->permanent = e == ERR_INVALID;
	return e;
}
