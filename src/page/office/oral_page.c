/*
 * oral_page -- a request made by word of mouth: the record to be signed, and its scan.
 */
#include "page/office/part.h"

enum { SHEET_MAX = 16 << 20 };

struct oral_fields {
	int64_t version;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct oral_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_FILE(struct oral_fields, file, "签字的记录（扫描件）", OFFICE_FILE_BYTES_MAX,
		FORM_REQUIRED, .missing = "请选择签字的记录的扫描件"),
};
const struct http_fields oral_form = HTTP_FIELDS(fields, struct oral_fields);

static enum err oral_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &oral_form, "口头申请记录", why, &v, &p, err);
	if (e == OK && v.request.channel != RECEIPT_ORAL)
		e = error_set(err, ERR_NOT_FOUND, NULL, "这件申请不是口头提出的，没有口头申请记录");
	if (e != OK)
		return e;
	p.inset = STR("打印记录，当面宣读或者交申请人阅看；写错的地方改在记录上，由申请人在旁边签名或者捺印；"
		      "申请人和记录人签名、写日期。签字之日为收到申请之日，答复期限自次日起计算。"
		      "然后扫描，存入本件。");
	struct form_related sheet[] = { { .text = STR("记录（PDF）"),
						.href = case_path(x, v.request.id, "/oral/pdf"),
						.note = STR("直接打印；含完整的个人信息，每次下载记入日志") },
		{ .text = STR("记录（Word）"),
			.href = case_path(x, v.request.id, "/oral/docx"),
			.note = STR("需要补写的，改好再打印") } };
	p.related_title = STR("打印，请申请人签字");
	p.related = sheet;
	p.n_related = 2;
	form_page_heading(&p, "存入签字的记录");
	form_page_file(&p, "file", ".pdf,.jpg,.jpeg,.png", "PDF、JPG 或者 PNG，最大 20 MB");
	form_page_submit(&p, "存入本件", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err oral_show(struct http_exchange *x, struct error *err)
{
	return oral_page(x, OK, err);
}

enum err oral_post(struct http_exchange *x, struct error *err)
{
	const struct oral_fields *f = x->form;
	struct request_file_input in;
	struct request_id id;
	size_t n = 0;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return oral_page(x, OK, err);
	e = office_upload(x, &f->file, FILE_APPLICATION, &in, &n, err);
	if (e == OK)
		in.name = page_fmt(x, "口头申请记录（已签字） %.*s", STR_ARG(f->file.name));
	if (e == OK)
		e = office_file_add(APP(x)->desk, x->arena, &WHO(x)->actor, id, &in, n, err);
	return e != OK ? oral_page(x, e, err)
		       : page_done(x, case_path(x, id, "#files"), "file.added");
}

static enum err sheet(struct http_exchange *x, bool docx, struct error *err)
{
	struct request_view v;
	struct buf b;
	buf_init(&b, SHEET_MAX);
	enum err e = case_load(x, &v, err);
	if (e == OK)
		e = request_oral_record(
			APP(x)->desk, x->arena, &WHO(x)->actor, v.request.id, docx, &b, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_download_name(x, page_fmt(x, "%.*s 口头申请记录.%s", STR_ARG(case_number(&v.request)),
				      docx ? "docx" : "pdf"));
	http_answer_bytes(x, 200,
		docx ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		     : "application/pdf",
		&b);
	return OK;
}

enum err oral_pdf_show(struct http_exchange *x, struct error *err)
{
	return sheet(x, false, err);
}

enum err oral_docx_show(struct http_exchange *x, struct error *err)
{
	return sheet(x, true, err);
}
