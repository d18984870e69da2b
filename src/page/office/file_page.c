/*
 * file_page -- papers of a case: reading one, adding scans.
 */
#include "page/blob_answer.h"
#include "page/office/part.h"

/* --- reading -----------------------------------------------------------------------------------
 */

enum err file_show(struct http_exchange *x, struct error *err)
{
	struct request_id id;
	int64_t file = 0;
	struct office_file_row row;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = page_id(x, 1, &file, err);
	if (e == OK)
		e = office_file_read(APP(x)->desk, x->arena, &WHO(x)->actor, id, file, &row, err);
	return e != OK ? e : page_answer_blob(x, row.digest, row.name, NULL, err);
}

/* --- adding ------------------------------------------------------------------------------------
 */

static const struct form_choice kind_choices[] = { { "application", "申请材料" },
	{ "identity", "身份证明" }, { "correction", "补正材料" }, { "proof", "签收、送达凭证" },
	{ "opinion", "第三方或者其他机关的意见" }, { "information", "拟提供的政府信息" },
	{ "other", "其他" }, { NULL, NULL } };
static const enum request_file_kind kinds[] = { FILE_APPLICATION, FILE_IDENTITY, FILE_CORRECTION,
	FILE_PROOF, FILE_OPINION, FILE_INFORMATION, FILE_OTHER };
enum { KINDS = sizeof kinds / sizeof *kinds };

struct file_fields {
	int64_t version;
	int kind;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct file_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct file_fields, kind, "是什么材料", kind_choices, FORM_REQUIRED,
		.missing = "请选择是什么材料"),
	FORM_FILE(struct file_fields, file, "扫描件", OFFICE_FILE_BYTES_MAX, FORM_REQUIRED,
		.missing = "请选择要上传的文件"),
};
const struct http_fields file_add_form = HTTP_FIELDS(fields, struct file_fields);

static enum err add_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct kit_choice choice[KINDS];
	enum err e = case_form(x, &file_add_form, "上传材料", why, &v, &p, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < KINDS; i++)
		choice[i] = (struct kit_choice){ .value = str_cstr(kind_choices[i].value),
			.text = str_cstr(kind_choices[i].label) };
	form_page_radios(&p, "kind", choice, KINDS, STR(""), NULL);
	form_page_file(&p, "file", ".pdf,.jpg,.jpeg,.png", "PDF、JPG 或者 PNG，最大 20 MB");
	form_page_submit(&p, "上传", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err file_add_show(struct http_exchange *x, struct error *err)
{
	return add_page(x, OK, err);
}

enum err file_add_post(struct http_exchange *x, struct error *err)
{
	const struct file_fields *f = x->form;
	struct request_file_input in;
	size_t n = 0;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return add_page(x, OK, err);
	e = office_upload(x, &f->file, kinds[f->kind], &in, &n, err);
	if (e == OK)
		e = office_file_add(APP(x)->desk, x->arena, &WHO(x)->actor, id, &in, n, err);
	return e != OK ? add_page(x, e, err)
		       : page_done(x, case_path(x, id, "#files"), "file.added");
}

/* --- the proof of the clock ---------------------------------------------------------------------
 */

enum { PROOF_MAX = 16 << 20 };

enum err proof_show(struct http_exchange *x, struct error *err)
{
	struct request_view v;
	struct buf b;
	buf_init(&b, PROOF_MAX);
	enum err e = case_load(x, &v, err);
	if (e == OK)
		e = request_proof(
			APP(x)->desk, x->arena, &WHO(x)->actor, v.request.id, &b, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_download_name(
		x, page_fmt(x, "%.*s 期限计算证明.pdf", STR_ARG(case_number(&v.request))));
	http_answer_bytes(x, 200, "application/pdf", &b);
	return OK;
}
