/*
 * apply_page -- the steps of an application: who asks, about whom, what, how.
 *
 * A POST takes what was typed into the draft, keeps it, and only then looks whether the next step
 * may follow; 存草稿 ends before that.
 */
#include "page/portal/apply_part.h"

#include "core/utf8.h"

#include <inttypes.h>

/* What was sent is read from the pairs; the declarations say what is taken and how files come. */
enum { ANY = 256 * 1024 };

struct apply_typed {
	struct str agency, who;
};
static const struct form_field apply_fields[] = {
	FORM_TEXT(struct apply_typed, agency, "机关", 0, ANY, 0),
	FORM_TEXT(struct apply_typed, who, "申请人类型", 0, ANY, 0),
};
const struct http_fields apply_form = HTTP_FIELDS(apply_fields, struct apply_typed);

struct who_typed {
	struct str class, name, id_type, id_number, credit_code, legal_representative, contact,
		phone, email, address, postcode, remove;
	struct form_files identity;
};
static const struct form_field who_fields[] = {
	FORM_TEXT(struct who_typed, class, "组织类别", 0, ANY, 0),
	FORM_TEXT(struct who_typed, name, "姓名或者名称", 0, ANY, 0),
	FORM_TEXT(struct who_typed, id_type, "证件类型", 0, ANY, 0),
	FORM_TEXT(struct who_typed, id_number, "证件号码", 0, ANY, 0),
	FORM_TEXT(struct who_typed, credit_code, "统一社会信用代码", 0, ANY, 0),
	FORM_TEXT(struct who_typed, legal_representative, "法定代表人", 0, ANY, 0),
	FORM_TEXT(struct who_typed, contact, "联系人", 0, ANY, 0),
	FORM_TEXT(struct who_typed, phone, "联系电话", 0, ANY, 0),
	FORM_TEXT(struct who_typed, email, "电子邮箱", 0, ANY, 0),
	FORM_TEXT(struct who_typed, address, "通信地址", 0, ANY, 0),
	FORM_TEXT(struct who_typed, postcode, "邮政编码", 0, ANY, 0),
	FORM_FILES(struct who_typed, identity, "身份证明", UPLOAD_BYTES_MAX, 0),
};
const struct http_fields who_form = HTTP_FIELDS(who_fields, struct who_typed);

struct what_typed {
	struct str subject, content;
	struct form_files file;
};
static const struct form_field what_fields[] = {
	FORM_TEXT(struct what_typed, subject, "信息名称或文号", 0, ANY, 0),
	FORM_LINES(struct what_typed, content, "内容描述", 0, ANY, 0),
	FORM_FILES(struct what_typed, file, "补充材料", UPLOAD_BYTES_MAX, 0),
};
const struct http_fields what_form = HTTP_FIELDS(what_fields, struct what_typed);

struct how_typed {
	struct str form, way, fax;
};
static const struct form_field how_fields[] = {
	FORM_TEXT(struct how_typed, form, "提供形式", 0, ANY, 0),
	FORM_TEXT(struct how_typed, way, "获取途径", 0, ANY, 0),
	FORM_TEXT(struct how_typed, fax, "传真号码", 0, ANY, 0),
};
const struct http_fields how_form = HTTP_FIELDS(how_fields, struct how_typed);

/* --- shared -------------------------------------------------------------------------------------
 */

static bool is_person(const struct apply *a)
{
	return str_is(apply_value(a, "who"), "person");
}

/* A later step without the first one: back to the beginning. */
static bool unknown_who(struct apply_page *p)
{
	struct str who = apply_value(&p->apply, "who");
	if (str_is(who, "person") || str_is(who, "organisation"))
		return false;
	http_answer_redirect(p->x, STR("/apply"));
	return true;
}

/* Which file's 移除 was pressed; -1: none. */
static int removed(const struct http_exchange *x)
{
	struct form_pairs pairs = { .pair = (struct form_pair *)x->pairs, .n = x->n_pairs };
	struct str s;
	if (!form_pairs_find(&pairs, "remove", &s) || s.n != 1 || s.p[0] < '0' || s.p[0] > '9')
		return -1;
	return s.p[0] - '0';
}

/* Takes, keeps, and says whether the step goes on to be judged. */
static enum err keep(struct apply_page *p, const struct form_files *files,
	enum request_file_kind kind, const char *file_field, bool *go_on, struct error *err)
{
	struct http_exchange *x = p->x;
	struct error wrong = { .code = OK };
	int which = removed(x);
	enum err e = apply_take(&p->apply, err);
	if (e == OK && which >= 0)
		apply_drop_file(&p->apply, (size_t)which);
	if (e == OK && files)
		e = apply_upload(&p->apply, files, kind, file_field, &wrong, err);
	if (e == OK)
		e = apply_save(&p->apply, err);
	if (e != OK)
		return portal_fail(x, e, err);
	const struct form_state *s = file_field ? page_state(x, file_field) : NULL;
	if (s && s->error.n) {
		error_set(&wrong, ERR_INVALID, NULL, "%.*s", STR_ARG(s->error));
		wrong.field = file_field;
	}
	page_wrong(p, &wrong);
	*go_on = !wants_save(x) && which < 0;
	if (*go_on || p->n_wrong)
		return OK;
	return page_done(x, x->path, which < 0 ? "apply.saved" : NULL);
}

/* --- who asks
 * ------------------------------------------------------------------------------------- */

static const struct kit_choice who_choices[] = {
	{ .value = STR_INIT("person"),
		.text = STR_INIT("公民（自然人）"),
		.hint = STR_INIT("需要姓名、证件和联系方式") },
	{ .value = STR_INIT("organisation"),
		.text = STR_INIT("法人或者其他组织"),
		.hint = STR_INIT(
			"企业、科研机构、社会公益组织、法律服务机构和其他组织，需要统一社会信用代码和联系人") },
};

static enum err apply_page(struct apply_page *p, struct error *err)
{
	struct http_exchange *x = p->x;
	bool several = p->portal.n_offices > 1;
	if (several) {
		p->title = STR("向哪个机关、以什么身份申请？");
		struct kit_choice *c =
			arena_array(x->arena, struct kit_choice, p->portal.n_offices + 1);
		if (!c)
			return arena_check(x->arena, err);
		c[0] = (struct kit_choice){ .text = STR("请选择") };
		for (size_t i = 0; i < p->portal.n_offices; i++)
			c[i + 1] = (struct kit_choice){ .value = page_fmt(x, "%" PRId64,
								p->portal.office[i].id.v),
				.text = p->portal.office[i].name };
		put_select(p, "agency", "受理机关", c, p->portal.n_offices + 1);
	}
	put_radios(p, "who", several ? "您的身份" : "您以什么身份申请？",
		"按实际申请人选择。代他人申请的，选被代理人的身份。", who_choices, 2,
		several ? 0 : PUT_HEADING);
	put_buttons(p);
	p->flow = true;
	p->kept = p->apply.kept && x->method == HTTP_GET;
	p->drop = (struct kit_form){ .action = STR("/apply/drop"), .csrf = p->form.csrf };
	return page_end(p, err);
}

enum err apply_show(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	enum err e = page_begin(x, 1, "", &p, err);
	struct agency_id asked = office_asked(x);
	if (e == OK && asked.v && apply_value(&p->apply, "agency").n == 0)
		apply_set(&p->apply, "agency", page_fmt(x, "%" PRId64, asked.v));
	return e != OK ? e : apply_page(p, err);
}

static bool offered(const struct portal *p, struct str id, struct http_exchange *x)
{
	for (size_t i = 0; i < p->n_offices; i++)
		if (str_eq(id, page_fmt(x, "%" PRId64, p->office[i].id.v)))
			return true;
	return false;
}

enum err apply_post(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	bool go_on = false;
	struct error wrong;
	enum err e = page_begin(x, 1, "", &p, err);
	if (e != OK)
		return e;
	if (p->portal.n_offices == 1)
		apply_set(&p->apply, "agency", page_fmt(x, "%" PRId64, p->portal.agency.id.v));
	e = keep(p, NULL, FILE_OTHER, NULL, &go_on, err);
	if (e != OK || !go_on)
		return e;
	if (!offered(&p->portal, apply_value(&p->apply, "agency"), x)) {
		error_set(&wrong, ERR_INVALID, NULL, "请选择受理机关");
		wrong.field = "agency";
		page_wrong(p, &wrong);
	}
	struct str who = apply_value(&p->apply, "who");
	if (!str_is(who, "person") && !str_is(who, "organisation")) {
		error_set(&wrong, ERR_INVALID, NULL, "请选择您以什么身份申请");
		wrong.field = "who";
		page_wrong(p, &wrong);
	}
	return p->n_wrong ? apply_page(p, err) : page_done(x, STR("/apply/who"), NULL);
}

enum err drop_post(struct http_exchange *x, struct error *err)
{
	struct apply a;
	enum err e = apply_load(x, &a, err);
	if (e == OK)
		e = apply_drop(&a, err);
	return e != OK ? e : page_done(x, STR("/apply"), "draft.dropped");
}

/* --- about whom
 * ------------------------------------------------------------------------------------ */

static struct kit_choice *id_types(struct http_exchange *x)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, IDENTITY_NONE);
	for (int i = 0; c && i < IDENTITY_NONE; i++)
		c[i] = (struct kit_choice){ .value = page_fmt(x, "%d", i),
			.text = str_cstr(identity_type_name((enum identity_type)i)) };
	return c;
}

static struct kit_choice *classes(struct http_exchange *x)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, CLASSES - 1);
	for (int i = CLASS_BUSINESS; c && i < CLASSES; i++)
		c[i - 1] = (struct kit_choice){ .value = page_fmt(x, "%d", i),
			.text = str_cstr(applicant_class_name((enum applicant_class)i)) };
	return c;
}

static void put_person(struct apply_page *p)
{
	struct kit_choice *c = id_types(p->x);
	put_input(p, "name", "姓名", "与有效身份证件一致", PUT_SHORT)->autocomplete = STR("name");
	if (c)
		put_select(p, "id_type", "证件类型", c, IDENTITY_NONE);
	struct kit_input *v = put_input(p, "id_number", "证件号码",
		"法规要求提供身份证明；号码加密保存，经办人员默认看不到完整号码", PUT_MIDDLE);
	v->autocapitalize = STR("characters");
	v->spellcheck = KIT_CHECK_OFF;
	v->autocomplete = STR("off");
	put_file(p, "identity", "身份证明图片",
		"JPG、PNG 或 PDF，每个不超过 10 MB。可以稍后在补正时补交。");
}

static void put_organisation(struct apply_page *p)
{
	struct kit_choice *c = classes(p->x);
	put_input(p, "name", "名称", "与登记证书一致", 0)->autocomplete = STR("organization");
	if (c)
		put_radios(p, "class", "组织类别", "用于年度统计，不影响办理", c, CLASSES - 1, 0)
			->small = true;
	struct kit_input *v =
		put_input(p, "credit_code", "统一社会信用代码", "18 位，字母大写", PUT_MIDDLE);
	v->autocapitalize = STR("characters");
	v->spellcheck = KIT_CHECK_OFF;
	put_input(p, "legal_representative", "法定代表人或负责人", NULL, PUT_SHORT | PUT_OPTIONAL);
	put_input(p, "contact", "联系人", NULL, PUT_SHORT)->autocomplete = STR("name");
	put_file(p, "identity", "登记证书和授权材料",
		"营业执照或登记证书、经办人身份证明、授权委托书，可合并为一个 PDF，每个不超过 10 MB");
}

static enum err who_page(struct apply_page *p, struct error *err)
{
	if (is_person(&p->apply))
		put_person(p);
	else
		put_organisation(p);
	struct kit_input *v = put_input(p, "phone", "联系电话", "手机或带区号的座机", PUT_SHORT);
	v->type = STR("tel");
	v->autocomplete = STR("tel");
	v = put_input(p, "email", "电子邮箱", "填写后可收到进度通知", PUT_MIDDLE | PUT_OPTIONAL);
	v->type = STR("email");
	v->autocomplete = STR("email");
	put_input(p, "address", "通信地址", "纸质答复寄往此处", PUT_OPTIONAL)->autocomplete =
		STR("street-address");
	v = put_input(p, "postcode", "邮政编码", NULL, PUT_SHORT | PUT_OPTIONAL);
	v->autocomplete = STR("postal-code");
	v->inputmode = STR("numeric");
	put_buttons(p);
	return page_end(p, err);
}

static enum err who_begin(struct http_exchange *x, struct apply_page **p, struct error *err)
{
	enum err e = page_begin(x, 2, "", p, err);
	if (e == OK)
		(*p)->title = is_person(&(*p)->apply) ? STR("申请人信息（公民）")
						      : STR("申请人信息（法人或者其他组织）");
	return e;
}

enum err who_show(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	enum err e = who_begin(x, &p, err);
	return e != OK || unknown_who(p) ? e : who_page(p, err);
}

enum err who_post(struct http_exchange *x, struct error *err)
{
	const struct who_typed *t = x->form;
	struct apply_page *p;
	bool go_on = false;
	enum err e = who_begin(x, &p, err);
	if (e != OK || unknown_who(p))
		return e;
	e = keep(p, &t->identity, FILE_IDENTITY, "identity", &go_on, err);
	if (e != OK || (!go_on && !p->n_wrong))
		return e;
	if (go_on)
		page_check(p, fields_of_who);
	return p->n_wrong ? who_page(p, err) : page_done(x, STR("/apply/what"), NULL);
}

/* --- what
 * ------------------------------------------------------------------------------------------- */

/* Numbered lines, or two requests in one sentence: a hint to the applicant, never a refusal. */
static bool seems_several(struct str s)
{
	static const char *const marks[] = { "\n2", "\n二、", "\n（二）", "；2", "，以及", "；以及",
		"；另", "同时申请", "并申请", "，还有" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_has(s, marks[i]))
			return true;
	return false;
}

static enum err find_hints(struct apply_page *p, struct error *err)
{
	struct str content = apply_value(&p->apply, "content");
	struct lead_hit_row *hint = NULL;
	struct request_input in;
	apply_input(&p->apply, &in);
	if (content.n == 0)
		return OK;
	p->several = seems_several(content);
	enum err e = lead_suggest(APP(p->x)->desk, p->x->arena, p->portal.agency.id,
		page_fmt(p->x, "%.*s %.*s", STR_ARG(utf8_prefix(in.subject, 100)),
			STR_ARG(utf8_prefix(content, 400))),
		&hint, &p->n_hints, err);
	p->hint = hint;
	return e;
}

static enum err what_page(struct apply_page *p, struct error *err)
{
	put_input(
		p, "subject", "信息名称或文号", "知道就填，例如“示例办〔2021〕22号”", PUT_OPTIONAL);
	put_textarea(p, "content", "内容描述",
		"一份申请写一项内容。写清对象、时间范围和文件形式，便于检索。例：“和畅花园小区 2023年至2024年物业保安员备案回执”",
		REQUEST_CONTENT_MAX, 0);
	put_file(p, "file", "补充材料",
		"授权委托书、线索等。PDF、JPG、PNG、DOC、DOCX、WPS、OFD、TXT，每个不超过 10 MB，连同身份证明最多 10 个。没有提交的申请，材料只保留一天。");
	put_buttons(p);
	return page_end(p, err);
}

enum err what_show(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	enum err e = page_begin(x, 3, "您需要哪项政府信息？", &p, err);
	if (e != OK || unknown_who(p))
		return e;
	e = find_hints(p, err);
	return e != OK ? e : what_page(p, err);
}

enum err what_post(struct http_exchange *x, struct error *err)
{
	const struct what_typed *t = x->form;
	struct apply_page *p;
	bool go_on = false;
	enum err e = page_begin(x, 3, "您需要哪项政府信息？", &p, err);
	if (e != OK || unknown_who(p))
		return e;
	struct str before = apply_value(&p->apply, "content");
	e = keep(p, &t->file, FILE_APPLICATION, "file", &go_on, err);
	if (e != OK || (!go_on && !p->n_wrong))
		return e;
	if (go_on)
		page_check(p, fields_of_what);
	if (p->n_wrong)
		return what_page(p, err);
	/* Hints to a description are shown once, before the next step. */
	e = str_eq(before, apply_value(&p->apply, "content")) ? OK : find_hints(p, err);
	if (e != OK)
		return e;
	bool hinted = p->n_hints > 0 || p->several;
	return page_done(x, hinted ? STR("/apply/what#hints") : STR("/apply/how"), NULL);
}

/* --- how
 * -------------------------------------------------------------------------------------------- */

static enum err how_page(struct apply_page *p, struct error *err)
{
	struct http_exchange *x = p->x;
	static const char *const form_hints[PROVIDE_FORMS] = { [FORM_PAPER] = "纸质复印件",
		[FORM_ELECTRONIC] = "文件、扫描件",
		[FORM_DISC] = NULL,
		[FORM_INSPECT] = "到受理机构查阅、抄录" };
	static const char *const way_hints[PROVIDE_WAYS] = { [WAY_POST] = "寄到您填写的通信地址",
		[WAY_EMAIL] = "发到您填写的电子邮箱",
		[WAY_ONLINE] = "在申请进度页面下载",
		[WAY_COLLECT] = "带身份证件到受理机构领取",
		[WAY_FAX] = "需要填写传真号码" };
	struct kit_choice *form = arena_array(x->arena, struct kit_choice, PROVIDE_FORMS);
	struct kit_choice *way = arena_array(x->arena, struct kit_choice, PROVIDE_WAYS);
	if (!form || !way)
		return arena_check(x->arena, err);
	for (int i = 0; i < PROVIDE_FORMS; i++)
		form[i] = (struct kit_choice){ .value = page_fmt(x, "%d", i),
			.text = str_cstr(provide_form_name((enum provide_form)i)),
			.hint = str_cstr(form_hints[i]) };
	for (int i = 0; i < PROVIDE_WAYS; i++)
		way[i] = (struct kit_choice){ .value = page_fmt(x, "%d", i),
			.text = str_cstr(provide_way_name((enum provide_way)i)),
			.hint = str_cstr(way_hints[i]) };
	put_radios(p, "form", "提供形式",
		"按您要求的形式提供；可能危及原件安全或者成本过高的，改以电子文件或者查阅、抄录的形式提供（条例第四十条）",
		form, PROVIDE_FORMS, 0);
	put_radios(p, "way", "获取途径", NULL, way, PROVIDE_WAYS, 0);
	struct kit_input *v =
		put_input(p, "fax", "传真号码", "选择传真的填写", PUT_SHORT | PUT_OPTIONAL);
	v->type = STR("tel");
	put_buttons(p);
	return page_end(p, err);
}

enum err how_show(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	enum err e = page_begin(x, 4, "您希望怎样得到信息？", &p, err);
	return e != OK || unknown_who(p) ? e : how_page(p, err);
}

enum err how_post(struct http_exchange *x, struct error *err)
{
	struct apply_page *p;
	bool go_on = false;
	enum err e = page_begin(x, 4, "您希望怎样得到信息？", &p, err);
	if (e != OK || unknown_who(p))
		return e;
	e = keep(p, NULL, FILE_OTHER, NULL, &go_on, err);
	if (e != OK || !go_on)
		return e;
	page_check(p, fields_of_how);
	return p->n_wrong ? how_page(p, err) : page_done(x, STR("/apply/review"), NULL);
}
