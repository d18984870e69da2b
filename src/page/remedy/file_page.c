/*
 * file_page -- papers of a case, one more request, and the claimant's name in full.
 */
#include "desk/request_office.h"
#include "page/blob_answer.h"
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

/* --- reading ----------------------------------------------------------------------------------------- */

enum err remedy_file_show(struct http_exchange *x, struct error *err)
{
	struct remedy_id id;
	int64_t file = 0;
	struct remedy_file_row row;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = page_id(x, 1, &file, err);
	if (e == OK)
		e = remedy_file_read(APP(x)->desk, x->arena, &WHO(x)->actor, id, file, &row, err);
	return e != OK ? e : page_answer_blob(x, row.digest, row.name, NULL, err);
}

/* --- adding ------------------------------------------------------------------------------------------ */

/* In the order of enum remedy_file_kind. */
static const struct form_choice kind_choices[] = { { "complaint", "申请书、起诉状副本" },
	{ "answer", "答复书、答辩状" }, { "evidence", "证据材料" }, { "decision", "决定书、裁判文书" },
	{ "opinion", "复议意见书、司法建议" }, { "other", "其他" }, { NULL, NULL } };

struct file_fields {
	int64_t version;
	int kind;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct file_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct file_fields, kind, "是什么文件", kind_choices, FORM_REQUIRED,
		.missing = "请选择是什么文件"),
	FORM_FILE(struct file_fields, file, "扫描件", OFFICE_FILE_BYTES_MAX, FORM_REQUIRED,
		.missing = "请选择要上传的文件"),
};
const struct http_fields remedy_file_form = HTTP_FIELDS(fields, struct file_fields);

static enum err add_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	size_t n;
	enum err e = remedy_form(x, &remedy_file_form, "上传文件", why, &v, &p, err);
	if (e != OK)
		return e;
	struct kit_choice *c = remedy_choices(x, kind_choices, NULL, &n);
	form_page_radios(&p, "kind", c, n, STR(""), NULL);
	form_page_file(&p, "file", ".pdf,.jpg,.jpeg,.png", "PDF、JPG 或者 PNG，最大 20 MB");
	form_page_submit(&p, "上传", remedy_path(x, v.remedy.id, ""));
	return form_page_answer(x, &p, err);
}

enum err remedy_file_add_show(struct http_exchange *x, struct error *err)
{
	return add_page(x, OK, err);
}

enum err remedy_file_add_post(struct http_exchange *x, struct error *err)
{
	const struct file_fields *f = x->form;
	struct request_file_input in = { .kind = FILE_OTHER };
	size_t n = 0;
	struct remedy_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return add_page(x, OK, err);
	e = office_upload(x, &f->file, FILE_OTHER, &in, &n, err);
	if (e == OK)
		e = remedy_file_add(APP(x)->desk, x->arena, &WHO(x)->actor, id,
			(enum remedy_file_kind)f->kind, &in, err);
	return e != OK ? add_page(x, e, err)
		       : page_done(x, remedy_path(x, id, "#files"), "remedy.file");
}

/* --- one more request --------------------------------------------------------------------------------- */

struct link_fields {
	int64_t version;
	struct str number;
};
static const struct form_field link_fields[] = {
	FORM_INT(struct link_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct link_fields, number, "申请编号", 1, 40, FORM_REQUIRED,
		.missing = "请填写申请编号，例如 2026-0012"),
};
const struct http_fields remedy_link_form = HTTP_FIELDS(link_fields, struct link_fields);

static enum err link_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	enum err e = remedy_form(x, &remedy_link_form, "关联申请", why, &v, &p, err);
	if (e != OK)
		return e;
	form_page_input(&p, "number", STR(""), "本机关登记的申请编号，例如 2026-0012")->field.classes =
		STR("govuk-input--width-10");
	form_page_submit(&p, "关联", remedy_path(x, v.remedy.id, ""));
	return form_page_answer(x, &p, err);
}

enum err remedy_link_show(struct http_exchange *x, struct error *err)
{
	return link_page(x, OK, err);
}

enum err remedy_link_post(struct http_exchange *x, struct error *err)
{
	const struct link_fields *f = x->form;
	struct remedy_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return link_page(x, OK, err);
	e = remedy_link(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->number, err);
	return e != OK ? link_page(x, e, err) : page_done(x, remedy_path(x, id, ""), "remedy.linked");
}

/* --- the name in full --------------------------------------------------------------------------------- */

struct reveal_fields {
	struct str reason;
};
static const struct form_field reveal_fields[] = {
	FORM_TEXT(struct reveal_fields, reason, "查看理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明查看理由，它会记入操作日志"),
};
const struct http_fields remedy_reveal_form = HTTP_FIELDS(reveal_fields, struct reveal_fields);

static enum err reveal_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	struct error refusal = *err;
	enum err e = remedy_of_path(x, &v, err);
	if (e == OK)
		e = form_page_init(x, &p, &remedy_reveal_form, "查看完整姓名", err);
	if (e != OK)
		return e;
	if (why != OK && !remedy_refusal(x, &p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = page_fmt(x, "%.*s　%s %.*s", STR_ARG(v.remedy.number),
		remedy_claimant_word(v.remedy.block), STR_ARG(v.remedy.masked_name));
	remedy_crumbs(x, &p.frame, &v.remedy, STR("查看完整姓名"));
	form_page_input(&p, "reason", STR(""), "例如：制作答复书");
	form_page_submit(&p, "查看", remedy_path(x, v.remedy.id, ""));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err remedy_reveal_show(struct http_exchange *x, struct error *err)
{
	return reveal_page(x, OK, err);
}

enum err remedy_reveal_post(struct http_exchange *x, struct error *err)
{
	const struct reveal_fields *f = x->form;
	struct remedy_view v;
	struct remedy_reveal_view page = { .title = { .title = STR("完整姓名") } };
	enum err e = remedy_of_path(x, &v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return reveal_page(x, OK, err);
	e = remedy_reveal(APP(x)->desk, x->arena, &WHO(x)->actor, v.remedy.id, f->reason, &page.value,
		err);
	if (e != OK)
		return reveal_page(x, e, err);
	page.label = str_cstr(remedy_claimant_word(v.remedy.block));
	page.back = remedy_path(x, v.remedy.id, "");
	page_frame(x, FRAME_OFFICE, "完整姓名", &page.frame);
	remedy_crumbs(x, &page.frame, &v.remedy, STR("完整姓名"));
	struct buf *o = page_open(x, &page.frame);
	remedy_revealed(o, &page);
	return page_close(x, 200, o, &page.frame, err);
}
