/*
 * review_page -- everything once more, sending, and the receipt.
 */
#include "core/crypto.h"
#include "core/utf8.h"
#include "page/moment.h"
#include "page/portal/apply_part.h"
#include "page/portal_apply_tmpl.h"

enum { KEY_BYTES = 16, SENT_AN_HOUR = 10, HOUR_MINUTES = 60 };

struct review_typed {
	struct str key;
	bool sure;
};
static const struct form_field review_fields[] = {
	FORM_TOKEN(struct review_typed, key, "表单标识", 0, 64, 0),
	FORM_FLAG(struct review_typed, sure, "内容真实", 0),
};
const struct http_fields review_form = HTTP_FIELDS(review_fields, struct review_typed);

/* --- the facts
 * --------------------------------------------------------------------------------------- */

static void fact(struct apply_page *p, struct apply_facts *g, const char *key, struct str value,
	const char *step, const char *id)
{
	struct kit_action *action = arena_one(p->x->arena, struct kit_action);
	if (!action || g->n == sizeof(g->row) / sizeof(*g->row))
		return;
	*action = (struct kit_action){ .text = STR("修改"),
		.href = page_fmt(p->x, "%s%s%s", step, *id ? "#" : "", id),
		.what = str_cstr(key) };
	g->row[g->n++] = (struct kit_row){ .key = str_cstr(key),
		.value = value.n ? value : STR("未填写"),
		.action = action,
		.n_actions = 1 };
}

static void applicant_facts(
	struct apply_page *p, const struct request_input *in, struct apply_facts *g)
{
	static const char step[] = "/apply/who";
	struct arena *a = p->x->arena;
	g->title = STR("申请人");
	bool person = in->class == CLASS_PERSON;
	if (p->portal.n_offices > 1)
		fact(p, g, "受理机关", p->portal.agency.name, "/apply", "agency");
	fact(p, g, "身份", person ? STR("公民") : STR("法人或者其他组织"), "/apply", "who");
	if (person) {
		fact(p, g, "姓名", in->name, step, "name");
		struct str type = in->id_type < IDENTITIES
					  ? str_cstr(identity_type_name(in->id_type))
					  : STR("");
		fact(p, g, "证件",
			in->id_number.n
				? arena_fmt(a, "%.*s　%.*s", STR_ARG(type),
					  STR_ARG(mask_identity(a, utf8_prefix(in->id_number, 40))))
				: STR(""),
			step, "id_number");
	} else {
		fact(p, g, "名称", in->name, step, "name");
		fact(p, g, "组织类别",
			(unsigned)in->class < CLASSES ? str_cstr(applicant_class_name(in->class))
						      : STR(""),
			step, "class");
		fact(p, g, "统一社会信用代码", in->credit_code, step, "credit_code");
		fact(p, g, "法定代表人或负责人", in->legal_representative, step,
			"legal_representative");
		fact(p, g, "联系人", in->contact, step, "contact");
	}
	fact(p, g, "联系电话", in->phone, step, "phone");
	fact(p, g, "电子邮箱", in->email, step, "email");
	fact(p, g, "通信地址",
		in->postcode.n ? arena_fmt(a, "%.*s，%.*s", STR_ARG(utf8_prefix(in->address, 400)),
					 STR_ARG(utf8_prefix(in->postcode, 20)))
			       : in->address,
		step, "address");
}

static void content_facts(
	struct apply_page *p, const struct request_input *in, struct apply_facts *g)
{
	struct buf b;
	buf_init(&b, 16 * 1024);
	g->title = STR("所需信息");
	fact(p, g, "信息名称或文号", in->subject, "/apply/what", "subject");
	fact(p, g, "内容描述", in->content, "/apply/what", "content");
	for (size_t i = 0; i < in->n_files; i++)
		buf_fmt(&b, "%s%.*s（%.*s）", i ? "；" : "",
			STR_ARG(utf8_prefix(in->file[i].name, 100)),
			STR_ARG(size_text(p->x->arena, in->file[i].size)));
	fact(p, g, "附件", b.n ? arena_str(p->x->arena, buf_view(&b)) : STR("没有"), "/apply/what",
		"file");
	buf_done(&b);
}

static enum err review_page(struct apply_page *p, struct error *err)
{
	struct request_input in;
	apply_input(&p->apply, &in);
	p->facts = arena_array(p->x->arena, struct apply_facts, 3);
	if (!p->facts)
		return arena_check(p->x->arena, err);
	p->n_facts = 3;
	applicant_facts(p, &in, &p->facts[0]);
	content_facts(p, &in, &p->facts[1]);
	struct apply_facts *g = &p->facts[2];
	g->title = STR("获取方式");
	fact(p, g, "提供形式",
		in.form < PROVIDE_FORMS ? str_cstr(provide_form_name(in.form)) : STR(""),
		"/apply/how", "form");
	fact(p, g, "获取途径", in.way < PROVIDE_WAYS ? str_cstr(provide_way_name(in.way)) : STR(""),
		"/apply/how", "way");
	if (in.fax.n)
		fact(p, g, "传真号码", in.fax, "/apply/how", "fax");
	p->key = apply_value(&p->apply, "key");
	p->sure = true;
	for (size_t i = 0; i < p->n_wrong; i++)
		if (p->wrong[i].field && strcmp(p->wrong[i].field, "sure") == 0)
			p->sure_error = str_cstr(p->wrong[i].msg);
	p->note = STR(
		"提交后工作人员将与您确认。按条例第三十一条，网上申请以双方确认之日为收到申请之日，20 个工作日的答复期限从次日起算。");
	p->form.unsaved = KIT_FORGET;
	p->button[p->n_buttons++] = (struct kit_button){ .text = STR("提交申请"), .once = true };
	p->button[p->n_buttons++] = (struct kit_button){ .text = STR("存草稿"),
		.kind = KIT_SECONDARY,
		.name = STR("save"),
		.value = STR("1"),
		.draft = true };
	return page_end(p, err);
}

/* --- sending
 * --------------------------------------------------------------------------------------- */

enum err review_show(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	enum err e = page_begin(x, 5, "提交前请核对", &p, err);
	if (e != OK)
		return e;
	if (apply_value(&p->apply, "who").n == 0) {
		http_answer_redirect(x, STR("/apply"));
		return OK;
	}
	if (apply_value(&p->apply, "key").n == 0) {
		apply_set(&p->apply, "key", random_token(x->arena, KEY_BYTES));
		e = apply_save(&p->apply, err);
	}
	return e != OK ? portal_fail(x, e, err) : review_page(p, err);
}

static enum err send(struct apply_page *p, struct str key, struct error *err)
{
	struct http_exchange *x = p->x;
	struct request_input in;
	struct request_filed filed;
	apply_input(&p->apply, &in);
	in.agency = p->portal.agency.id;
	enum err e = visitor_limit(
		APP(x)->desk, x->arena, "apply", x->peer, HOUR_MINUTES, SENT_AN_HOUR, err);
	if (e == OK)
		e = request_file(APP(x)->desk, x->arena, NULL, &in, key, &filed, err);
	if (e != OK)
		return e;
	struct apply_receipt r = {
		.number = filed.number, .code = filed.code, .key = key, .agency = in.agency
	};
	e = receipt_keep(x, &r, err);
	return e != OK ? e : apply_drop(&p->apply, err);
}

enum err review_post(struct http_exchange *x, struct error *err)
{
	const struct review_typed *t = x->form;
	struct apply_page *p;
	struct apply_receipt r;
	struct error wrong[APPLY_ERRORS];
	enum err e = page_begin(x, 5, "提交前请核对", &p, err);
	if (e == OK)
		e = receipt_find(x, &r, err);
	if (e != OK)
		return e;
	/* Sent before: a second click, or the page once more by the back button. */
	if (r.found && t->key.n && str_eq(t->key, r.key)) {
		http_answer_redirect(x, STR("/apply/done"));
		return OK;
	}
	if (apply_value(&p->apply, "who").n == 0) {
		http_answer_redirect(x, STR("/apply"));
		return OK;
	}
	if (wants_save(x))
		return page_done(x, x->path, "apply.saved");
	size_t n = apply_check(&p->apply, wrong, APPLY_ERRORS);
	for (size_t i = 0; i < n; i++)
		page_wrong(p, &wrong[i]);
	if (!t->sure) {
		error_set(&wrong[0], ERR_INVALID, NULL, "请确认内容真实，并同意接收通知和文书");
		wrong[0].field = "sure";
		page_wrong(p, &wrong[0]);
	}
	if (!p->n_wrong)
		e = send(p, apply_value(&p->apply, "key"), err);
	if (e == ERR_INVALID ||
		e == ERR_NOT_FOUND) { /* also a file that was not kept long enough */
		page_wrong(p, err);
		e = OK;
	}
	if (e != OK)
		return portal_fail(x, e, err);
	return p->n_wrong ? review_page(p, err) : page_done(x, STR("/apply/done"), NULL);
}

enum err done_show(struct http_exchange *x, struct error *err)
{
	struct done_page v = { .sent_at = STR("") };
	enum err e = receipt_find(x, &v.receipt, err);
	if (e != OK)
		return e;
	if (!v.receipt.found) {
		http_answer_redirect(x, STR("/status"));
		return OK;
	}
	e = portal_load(x, v.receipt.agency, &v.portal, err);
	if (e != OK)
		return e;
	v.sent_at = moment_text(x->arena, v.receipt.sent_ms);
	portal_frame(x, &v.portal, "申请已提交", "apply", "申请已提交", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	done_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
