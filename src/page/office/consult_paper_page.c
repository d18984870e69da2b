/*
 * consult_paper_page -- a consultation that was done on paper outside the system.  The way is the
 * letter; this form says so, and asks why and for the proof.
 */
#include "page/office/consult_part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 };

static const struct form_choice kind_choices[] = { { "third", "第三方" },
	{ "maker", "共同制作机关" }, { "other", "其他机关" }, { NULL, NULL } };
static const struct form_choice person_choices[] = { { "person", "个人" }, { "unit", "单位" },
	{ NULL, NULL } };
struct paper_fields {
	int64_t version;
	int kind, person;
	struct str party, contact, findings, paper;
	struct date sent, served_on;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct paper_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct paper_fields, kind, "向谁征求意见", kind_choices, FORM_REQUIRED,
		.missing = "请选择向谁征求意见"),
	FORM_TEXT(struct paper_fields, party, "对方的名称", 1, 100, FORM_REQUIRED,
		.missing = "请填写对方的名称"),
	FORM_CHOICE(struct paper_fields, person, "对方是", person_choices, FORM_REQUIRED,
		.missing = "请选择对方是个人还是单位"),
	FORM_TEXT(struct paper_fields, contact, "联系方式", 0, 200, 0),
	FORM_LINES(struct paper_fields, findings, "所涉信息", 1, 3000, FORM_REQUIRED,
		.missing = "请写明征求哪些信息的意见"),
	FORM_DATE(struct paper_fields, sent, "发出日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写发出的日期，例如 2026-01-08"),
	FORM_DATE(struct paper_fields, served_on, "对方收到的日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct paper_fields, paper, "为什么在系统外办理", 0, 500, 0),
	FORM_FILE(struct paper_fields, file, "征求意见书和送达凭证的扫描件", OFFICE_FILE_BYTES_MAX,
		0),
};
const struct http_fields consult_paper_form = HTTP_FIELDS(fields, struct paper_fields);

static void add_party(struct form_page *p)
{
	static const struct kit_choice kind[] = {
		{ .value = STR_INIT("third"), .text = STR_INIT("第三方"),
			.hint = STR_INIT("公开会损害其商业秘密、个人隐私等合法权益的单位或者个人") },
		{ .value = STR_INIT("maker"), .text = STR_INIT("共同制作机关"),
			.hint = STR_INIT("逾期未提出意见的，视为同意公开") },
		{ .value = STR_INIT("other"), .text = STR_INIT("其他机关"),
			.hint = STR_INIT("需要协商、确认的机关") },
	};
	static const struct kit_choice person[] = {
		{ .value = STR_INIT("unit"), .text = STR_INIT("单位") },
		{ .value = STR_INIT("person"), .text = STR_INIT("个人"),
			.hint = STR_INIT("姓名加密保存，列表里只显示隐去的姓名") }
	};
	form_page_radios(p, "kind", kind, 3, STR(""), NULL);
	form_page_input(p, "party", STR(""), "姓名或者名称的全称");
	form_page_radios(p, "person", person, 2, STR(""), NULL);
	form_page_input(p, "contact", STR(""), "联系人、电话、地址；加密保存");
}

static enum err paper_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(
		x, &consult_paper_form, "登记纸质办理的征求意见", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = p.draft ? p.inset : STR("征求意见请从“文书”起草征询书，送达时自动登记。"
					  "只有已经在系统外用纸质文书办理的，才在这里补登记，"
					  "须写明理由并上传凭证。");
	add_party(&p);
	form_page_textarea(&p, "findings", STR(""), "征求哪些信息的意见");
	form_page_input(&p, "sent", day_full(x, office_today(x)), "年-月-日，例如 2026-01-08")
		->field.classes = STR("govuk-input--width-10");
	form_page_input(&p, "served_on", STR(""), "还不知道的先不填，知道后再登记送达")
		->field.classes = STR("govuk-input--width-10");
	office_paper(&p);
	form_page_submit(&p, "登记", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err consult_paper_show(struct http_exchange *x, struct error *err)
{
	return paper_page(x, OK, err);
}

enum err consult_paper_post(struct http_exchange *x, struct error *err)
{
	const struct paper_fields *f = x->form;
	struct consultation_id id;
	size_t n = 0;
	struct consultation_paper in = { .version = f->version,
		.facts = { .kind = (enum consultation_kind)f->kind,
			.person = f->person == 0,
			.party = f->party,
			.contact = f->contact,
			.information = f->findings },
		.sent = f->sent,
		.served = f->served_on.day != form_date_absent().day,
		.served_on = f->served_on,
		.reason = f->paper };
	enum err e = page_id(x, 0, &in.request.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return paper_page(x, OK, err);
	e = office_upload(x, &f->file, FILE_PROOF, &in.proof, &n, err);
	in.has_proof = n > 0;
	if (e == OK)
		e = consultation_on_paper(
			APP(x)->desk, x->arena, &WHO(x)->actor, &in, &id, err);
	return e != OK ? paper_page(x, e, err)
		       : page_done(x, consult_path(x, id, ""), "step.done");
}
