/*
 * request_oral -- the record of a request that was made by word of mouth, on paper to be signed.
 *
 * R-029-1: who really cannot write may ask orally, and the office fills in the form for him.  The
 * sheet has what the form must have (R-029-2), says that it was read aloud, leaves room for
 * corrections with their marks and for the signatures; the day it is signed is the day of receipt
 * (C-1.3-12).  It shows personal facts in full, so that every printing is logged.
 */
#include "desk/request_office.h"
#include "desk/request_part.h"

#include "desk/role.h"
#include "doc/letter.h"
#include "store/organisation.sql.h"

enum { ROWS_MAX = 24 };

struct oral_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct request_row r;
	struct str agency;
	struct str row[ROWS_MAX];
	size_t n;
};

static void add(struct oral_job *j, const char *name, struct str text)
{
	if (j->n < ROWS_MAX)
		j->row[j->n++] = arena_fmt(j->a, "%s：%.*s", name, STR_ARG(text));
}

/* One personal field; left out when there is none. */
static enum err add_personal(struct oral_job *j, const struct applicant_row *row, const char *name,
	const char *field, struct error *err)
{
	struct str plain = STR("");
	enum err e = request_open_applicant(j->d, j->a, row, str_cstr(field), &plain, err);
	if (e == OK && plain.n > 0)
		add(j, name, plain);
	return e;
}

static enum err add_applicant(struct oral_job *j, const struct applicant_row *row, struct error *err)
{
	static const struct {
		const char *name, *field;
	} after[] = { { "法定代表人", "legal_representative" }, { "联系人", "contact" },
		{ "联系电话", "phone" }, { "通信地址", "address" }, { "电子邮箱", "email" } };
	enum err e = add_personal(
		j, row, row->kind ? "申请人名称" : "申请人姓名", "name", err);
	if (e == OK && row->kind)
		add(j, "统一社会信用代码", row->credit_code);
	if (e == OK && !row->kind)
		add(j, "证件种类", str_cstr(identity_type_name((enum identity_type)row->id_type)));
	if (e == OK && !row->kind)
		e = add_personal(j, row, "证件号码", "id_number", err);
	for (size_t i = 0; e == OK && i < sizeof after / sizeof *after; i++)
		e = add_personal(j, row, after[i].name, after[i].field, err);
	return e;
}

/* R-029-2: who, what, in which form and way; then what makes it the applicant's own word. */
static void add_request(struct oral_job *j, struct str reason)
{
	const struct request_row *r = &j->r;
	add(j, "不能书写的原因", reason);
	add(j, "申请公开的内容", r->content);
	add(j, "提供的形式", str_cstr(provide_form_name((enum provide_form)r->provide_form)));
	add(j, "获取的途径", str_cstr(provide_way_name((enum provide_way)r->provide_way)));
	add(j, "更正", STR(""));
	add(j, "宣读和确认",
		STR("以上记录已当面向申请人宣读（□ 已交申请人阅看），申请人确认与口头提出的内容一致；"
		    "更正之处已由申请人逐处签名或者捺印。答复期限自申请人签字之日的次日起计算。"));
	add(j, "申请人签名或捺印", STR("＿＿＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日"));
	add(j, "记录人签名", STR("＿＿＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日"));
	add(j, "见证人（如有）", STR(""));
}

static enum err record_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct oral_job *j = ctx;
	struct applicant_row row;
	struct intake_row intake = { .oral_reason = STR("") };
	j->n = 0;
	enum err e = request_load(tx, j->a, j->who, j->id, &j->r, err);
	if (e == OK && j->r.channel != RECEIPT_ORAL)
		return error_set(err, ERR_CONFLICT, "R-029-1",
			"这件申请不是口头提出的，没有口头申请记录");
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ j->id }, j->a, &row, err);
	if (e == OK)
		e = sql_intake_of(tx, &(struct intake_of_in){ j->id }, j->a, &intake, err);
	if (e == ERR_NOT_FOUND)
		e = OK;
	if (e != OK)
		return e;
	j->agency = j->r.agency_name;
	add(j, "编号", j->r.number.p ? j->r.number : j->r.receipt);
	add(j, "接待日期",
		str_cstr(date_words((struct date){ (int32_t)j->r.arrived_on }).z));
	add(j, "接待地点", STR(""));
	e = add_applicant(j, &row, err);
	if (e == OK)
		add_request(j, intake.oral_reason);
	if (e == OK)
		e = arena_check(j->a, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, &j->r,
				 STR("request.oral_record"), STR(""), STR(""), err);
}

enum err request_oral_record(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, bool docx, struct buf *out, struct error *err)
{
	struct oral_job j = { .d = d, .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_REGISTER, err);
	if (e == OK)
		e = desk_write(d, record_fn, &j, err);
	if (e != OK)
		return e;
	struct letter_doc doc = { .title = arena_fmt(a, "%.*s\n口头申请政府信息公开记录",
					  STR_ARG(j.agency)),
		.paragraph = j.row,
		.n = j.n,
		.ruled = true };
	e = arena_check(a, err);
	if (e != OK)
		return e;
	return docx ? letter_write_docx(out, &doc, err) : letter_write_pdf(out, &doc, err);
}
