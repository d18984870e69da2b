/*
 * status_act_page -- what an applicant may do with his request: correct it, withdraw it, be reached
 * otherwise, fetch its papers.
 */
#include "core/utf8.h"
#include "page/blob_answer.h"
#include "page/portal/apply_part.h"
#include "page/portal/status_view.h"
#include "page/portal_status_tmpl.h"

enum { ANY = 256 * 1024, ACTS_AN_HOUR = 30, HOUR_MINUTES = 60 };

struct correct_typed {
	struct str text, reason;
	struct form_files file;
};
static const struct form_field correct_fields[] = {
	FORM_LINES(struct correct_typed, text, "补正内容", 0, ANY, 0),
	FORM_LINES(struct correct_typed, reason, "逾期的理由", 0, ANY, 0),
	FORM_FILES(struct correct_typed, file, "补充材料", UPLOAD_BYTES_MAX, 0),
};
const struct http_fields correct_form = HTTP_FIELDS(correct_fields, struct correct_typed);

struct contact_typed {
	struct str phone, email, address, postcode;
};
static const struct form_field contact_fields[] = {
	FORM_TEXT(struct contact_typed, phone, "联系电话", 0, ANY, 0),
	FORM_TEXT(struct contact_typed, email, "电子邮箱", 0, ANY, 0),
	FORM_TEXT(struct contact_typed, address, "通信地址", 0, ANY, 0),
	FORM_TEXT(struct contact_typed, postcode, "邮政编码", 0, ANY, 0),
};
const struct http_fields contact_change_form = HTTP_FIELDS(contact_fields, struct contact_typed);

/* A page without steps about the request that the cookie opens; NULL: it is answered already. */
static enum err act_begin(struct http_exchange *x, const char *title, struct request_view *r,
	struct apply_page **out, struct error *err)
{
	bool found;
	*out = NULL;
	enum err e = status_open(x, r, &found, err);
	if (e != OK || !found)
		return e;
	struct apply_page *p = arena_one(x->arena, struct apply_page);
	if (!p)
		return arena_check(x->arena, err);
	p->x = x;
	p->title = str_cstr(title);
	p->control = arena_array(x->arena, struct form_control, APPLY_CONTROLS);
	p->apply.x = x;
	p->form = (struct kit_form){
		.action = x->path, .csrf = http_csrf_token(x), .unsaved = KIT_WARN
	};
	p->cancel = STR("/status");
	e = portal_load(x, r->request.agency, &p->portal, err);
	if (e == OK)
		e = arena_check(x->arena, err);
	if (e == OK && x->method == HTTP_POST)
		e = visitor_limit(
			APP(x)->desk, x->arena, "act", x->peer, HOUR_MINUTES, ACTS_AN_HOUR, err);
	if (e == OK && x->method == HTTP_POST && x->route->fields)
		e = apply_take(&p->apply, err);
	if (e != OK) /* too many: that page is the answer, and there is none to go on with */
		return portal_fail(x, e, err);
	*out = p;
	return OK;
}

/* --- correction
 * ------------------------------------------------------------------------------------------ */

static enum err correct_page(struct apply_page *p, const struct request_view *r, struct error *err)
{
	bool late = r->clock.state == CLOCK_LAPSED_CORRECTION;
	p->lead = STR(
		"请逐项说明补正告知书上列出的事项。提交后，20 个工作日的答复期限从次日起重新计算。");
	put_textarea(p, "text", "补正内容", "写清需要的信息的名称、文号、时间范围或者其他特征",
		APPLICANT_TEXT_MAX, 0);
	if (late)
		put_textarea(p, "reason", "逾期的理由",
			"补正期限已过。有正当理由的，请写明（条例第三十条）", APPLICANT_REASON_MAX,
			0)
			->rows = 3;
	put_file(p, "file", "补充材料",
		"PDF、JPG、PNG、DOC、DOCX、WPS、OFD、TXT，每个不超过 10 MB，最多 10 个");
	p->button[p->n_buttons++] = (struct kit_button){ .text = STR("提交补正"), .once = true };
	return page_end(p, err);
}

enum err correct_show(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	struct apply_page *p;
	enum err e = act_begin(x, "补正申请内容", &r, &p, err);
	if (e != OK || !p)
		return e;
	if (r.request.stage != STAGE_CORRECTION)
		return page_done(x, STR("/status"), "status.no_correction");
	return correct_page(p, &r, err);
}

static enum err take_files(struct apply_page *p, const struct form_files *files,
	struct request_file_input *out, size_t *n, struct error *err)
{
	struct error wrong;
	const struct form_state *s = page_state(p->x, "file");
	enum err e = apply_upload(&p->apply, files, FILE_CORRECTION, "file", &wrong, err);
	if (s && s->error.n) {
		error_set(&wrong, ERR_INVALID, NULL, "%.*s", STR_ARG(s->error));
		wrong.field = "file";
	}
	page_wrong(p, &wrong);
	*n = apply_files(&p->apply, out);
	return e;
}

enum err correct_post(struct http_exchange *x, struct error *err)
{
	const struct correct_typed *t = x->form;
	struct request_view r;
	struct apply_page *p;
	struct request_file_input file[REQUEST_FILES_MAX];
	struct applicant_correction in = { .file = file };
	enum err e = act_begin(x, "补正申请内容", &r, &p, err);
	if (e != OK || !p)
		return e;
	e = take_files(p, &t->file, file, &in.n_files, err);
	in.text = apply_value(&p->apply, "text");
	in.reason = apply_value(&p->apply, "reason");
	if (e == OK && !p->n_wrong)
		e = applicant_correct(APP(x)->desk, x->arena, r.request.id, &in, err);
	if (e == OK && !p->n_wrong)
		return page_done(x, STR("/status"), "status.corrected");
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		if (!err->field && r.clock.state == CLOCK_LAPSED_CORRECTION)
			err->field = "reason";
		page_wrong(p, err);
		e = OK;
	}
	return e != OK ? portal_fail(x, e, err) : correct_page(p, &r, err);
}

/* --- withdrawal
 * ------------------------------------------------------------------------------------------- */

static enum err withdraw_page(struct http_exchange *x, const struct request_view *r,
	const struct error *why, struct error *err)
{
	struct portal portal;
	struct withdraw_page v = { .errors = { .n = 0 } };
	struct kit_error line;
	enum err e = portal_load(x, r->request.agency, &portal, err);
	if (e != OK)
		return e;
	const struct kit_row row[] = {
		{ .key = STR("申请编号"),
			.value = r->request.number.n ? r->request.number : r->request.receipt },
		{ .key = STR("申请人"), .value = r->applicant.name },
		{ .key = STR("申请内容"), .value = r->request.content },
	};
	v.confirm = (struct kit_confirm){ .title = STR("撤回申请"),
		.text = STR("撤回后办理终结，不再答复，不能恢复。以后仍然需要的，可以重新申请。"),
		.row = row,
		.n_rows = 3,
		.action = x->path,
		.csrf = http_csrf_token(x),
		.button = STR("确认撤回"),
		.danger = true,
		.cancel = STR("/status") };
	if (why) {
		line = (struct kit_error){ .text = arena_str(x->arena, str_cstr(why->msg)) };
		v.errors = (struct kit_errors){ .title = STR("没有撤回"), .error = &line, .n = 1 };
	}
	portal_frame(x, &portal, "撤回申请", "status", "撤回申请", &v.frame);
	v.frame.errors = why != NULL;
	struct buf *o = page_open(x, &v.frame);
	withdraw_main(o, &v);
	return page_close(x, why ? 409 : 200, o, &v.frame, err);
}

enum err withdraw_show(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	bool found;
	enum err e = status_open(x, &r, &found, err);
	if (e != OK || !found)
		return e;
	if (status_is_closed(&r))
		return page_done(x, STR("/status"), NULL);
	return withdraw_page(x, &r, NULL, err);
}

enum err withdraw_post(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	struct error why;
	bool found;
	enum err e = status_open(x, &r, &found, err);
	if (e != OK || !found)
		return e;
	e = applicant_withdraw(APP(x)->desk, x->arena, r.request.id, err);
	if (e == OK)
		return page_done(x, STR("/status"), "status.withdrawn");
	if (e != ERR_CONFLICT)
		return e;
	why = *err;
	return withdraw_page(x, &r, &why, err);
}

/* --- being reached otherwise
 * --------------------------------------------------------------------------------- */

static enum err contact_page(struct apply_page *p, struct error *err)
{
	p->lead = STR(
		"请填写全部现在有效的联系方式，它们代替原来填写的。原来的内容为保护个人信息不在这里显示。");
	struct kit_input *v = put_input(p, "phone", "联系电话", "手机或带区号的座机", PUT_SHORT);
	v->type = STR("tel");
	v->autocomplete = STR("tel");
	v = put_input(p, "email", "电子邮箱", NULL, PUT_MIDDLE | PUT_OPTIONAL);
	v->type = STR("email");
	v->autocomplete = STR("email");
	put_input(p, "address", "通信地址", NULL, PUT_OPTIONAL)->autocomplete =
		STR("street-address");
	v = put_input(p, "postcode", "邮政编码", NULL, PUT_SHORT | PUT_OPTIONAL);
	v->autocomplete = STR("postal-code");
	v->inputmode = STR("numeric");
	p->button[p->n_buttons++] =
		(struct kit_button){ .text = STR("保存联系方式"), .once = true };
	return page_end(p, err);
}

enum err contact_change_show(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	struct apply_page *p;
	enum err e = act_begin(x, "修改联系方式", &r, &p, err);
	if (e != OK || !p)
		return e;
	return status_is_closed(&r) ? page_done(x, STR("/status"), NULL) : contact_page(p, err);
}

enum err contact_change_post(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	struct apply_page *p;
	enum err e = act_begin(x, "修改联系方式", &r, &p, err);
	if (e != OK || !p)
		return e;
	struct applicant_contact in = { apply_value(&p->apply, "phone"),
		apply_value(&p->apply, "email"), apply_value(&p->apply, "address"),
		apply_value(&p->apply, "postcode") };
	e = applicant_set_contact(APP(x)->desk, x->arena, r.request.id, &in, err);
	if (e == OK)
		return page_done(x, STR("/status"), "status.contact");
	if (e != ERR_INVALID && e != ERR_CONFLICT)
		return e;
	page_wrong(p, err);
	return contact_page(p, err);
}

/* --- papers
 * ---------------------------------------------------------------------------------------------------
 */

enum err status_file(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	bool found;
	int64_t id = 0;
	enum err e = status_open(x, &r, &found, err);
	if (e != OK || !found)
		return e;
	e = page_id(x, 0, &id, err);
	for (size_t i = 0; e == OK && i < r.n_files; i++) {
		const struct request_file_row *f = &r.file[i];
		if (f->id == id)
			return page_answer_blob(x, f->digest, f->name, arena_cstr(x->arena, f->type), err);
	}
	return e != OK ? e
		       : error_set(err, ERR_NOT_FOUND, NULL, "没有这份文书，请回到申请进度查看");
}
