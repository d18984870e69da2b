/*
 * setup_page -- the first run; gone for ever when it is done.
 */
#include "desk/setup.h"
#include "page/account/part.h"
#include "page/account/setup_view.h"
#include "page/account_setup_tmpl.h"

struct setup_typed {
	struct str one_time, agency_name;
	struct str login0, login1, login2, name0, name1, name2, password0, password1, password2;
};
/* clang-format off */
#define ADMIN(i, who)                                                                              \
	FORM_TEXT(struct setup_typed, name##i, "姓名", 1, 50, FORM_REQUIRED,                       \
		.missing = "请填写" who "的姓名"),                                                 \
	FORM_TEXT(struct setup_typed, login##i, "账号", 2, 32, FORM_REQUIRED,                      \
		.missing = "请填写" who "的账号"),                                                 \
	FORM_SECRET(struct setup_typed, password##i, "密码", 1, 256, FORM_REQUIRED,                \
		.missing = "请填写" who "的密码")
/* clang-format on */
static const struct form_field setup_fields[] = {
	FORM_TEXT(struct setup_typed, one_time, "一次性设置密码", 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct setup_typed, agency_name, "机关全称", 1, 100, FORM_REQUIRED),
	ADMIN(0, "系统管理员"),
	ADMIN(1, "安全管理员"),
	ADMIN(2, "审计管理员"),
};
const struct http_fields setup_form = HTTP_FIELDS(setup_fields, struct setup_typed);

static const struct {
	const char *legend, *hint, *name, *login, *password;
} admins[] = {
	{ "系统管理员", "维护机构、部门和账号，提出权限变更", "name0", "login0", "password0" },
	{ "安全管理员", "批准权限变更，解锁账号", "name1", "login1", "password1" },
	{ "审计管理员", "查看和导出审计日志", "name2", "login2", "password2" },
};

static struct kit_input text_input(
	struct http_exchange *x, const char *name, const char *label, const char *hint)
{
	struct kit_input v = { .field = { .name = str_cstr(name),
				       .label = str_cstr(label),
				       .hint = str_cstr(hint) },
		.autocomplete = STR("off") };
	kit_take_state(page_state(x, name), &v.field, &v.value);
	return v;
}

static enum err setup_answer(
	struct http_exchange *x, int status, struct str message, struct error *err)
{
	const struct password_rules *r = &APP(x)->desk->rules.password;
	struct str rule = arena_fmt(x->arena,
		"至少 %u 个字符，大写字母、小写字母、数字、符号中至少 %u 类，不含账号名",
		r->length_min, r->classes_min);
	struct setup_view v = { .form = form_to(x, "/setup"),
		.one_time = text_input(x, "one_time", "一次性设置密码",
			"启动服务时显示在服务器的窗口里，用过即失效"),
		.agency_name = text_input(x, "agency_name", "机关全称", "例如：示例市档案局"),
		.button = { .text = STR("完成设置"), .once = true } };
	v.one_time.autocapitalize = STR("characters");
	v.one_time.spellcheck = KIT_CHECK_OFF;
	for (size_t i = 0; i < 3; i++) {
		v.admin[i].group = (struct kit_field){ .label = str_cstr(admins[i].legend),
			.id = arena_fmt(x->arena, "admin%zu", i),
			.hint = str_cstr(admins[i].hint),
			.label_classes = STR("govuk-fieldset__legend--m") };
		v.admin[i].name = text_input(x, admins[i].name, "姓名", "");
		v.admin[i].login = text_input(x, admins[i].login, "账号",
			"2 至 32 个字符，小写字母开头，可用数字、点、下划线、短横");
		v.admin[i].login.autocapitalize = STR("none");
		v.admin[i].login.spellcheck = KIT_CHECK_OFF;
		v.admin[i].password = password_input(
			x, admins[i].password, "密码", rule.p ? rule.p : "", "new-password");
	}
	step_errors(x, "", &v.errors);
	if (message.n)
		v.errors = (struct kit_errors){ .title = STR("没有完成设置"), .text = message };
	struct frame f;
	page_frame(x, FRAME_PLAIN, "初始设置", &f);
	f.one_column = true;
	f.errors = status == 422 ? (int)(x->report ? x->report->n_errors : 1) : 0;
	struct buf *o = page_open(x, &f);
	setup_main(o, &v);
	return page_close(x, status, o, &f, err);
}

static enum err still_open(struct http_exchange *x, struct error *err)
{
	bool open;
	enum err e = setup_is_open(APP(x)->desk, &open, err);
	if (!e && !open)
		return error_set(err, ERR_NOT_FOUND, NULL, "初始设置已经完成，请直接登录");
	return e;
}

enum err setup_show(struct http_exchange *x, struct error *err)
{
	enum err e = still_open(x, err);
	return e ? e : setup_answer(x, 200, (struct str){ 0 }, err);
}

enum err setup_post(struct http_exchange *x, struct error *err)
{
	const struct setup_typed *f = x->form;
	enum err e = still_open(x, err);
	if (e)
		return e;
	if (x->report->n_errors)
		return setup_answer(x, 422, (struct str){ 0 }, err);
	struct setup_input in = { .one_time = f->one_time,
		.agency_name = f->agency_name,
		.admin = { { f->login0, f->name0, f->password0 },
			{ f->login1, f->name1, f->password1 },
			{ f->login2, f->name2, f->password2 } },
		.address = x->peer };
	struct error why = { .code = OK };
	e = setup_finish(APP(x)->desk, x->arena, &in, &why);
	if (e == OK)
		return page_done(x, STR("/login"), "setup.done");
	if (page_add_error(x, &why))
		return setup_answer(x, 422, (struct str){ 0 }, err);
	if (e == ERR_LIMIT)
		return setup_answer(x, 429, str_cstr(why.msg), err);
	*err = why;
	return e;
}
