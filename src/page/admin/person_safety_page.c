/*
 * person_safety_page -- looking at a personal field, and what the security
 * administrator does for an account: new password, second factor, unlock, end of all log-ins.
 */
#include "desk/account.h"
#include "desk/factor.h"
#include "page/admin/part.h"
#include "page/admin/people_view.h"
#include "page/admin_people_tmpl.h"

static const struct form_field reason_form_fields[] = {
	FORM_TEXT(struct reason_fields, reason, "理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明理由，它会记入操作日志"),
};
const struct http_fields reason_form = HTTP_FIELDS(reason_form_fields, struct reason_fields);

static struct str person_path(struct http_exchange *x, struct person_id id)
{
	return page_fmt(x, "/admin/people/%lld", (long long)id.v);
}

/* A page that asks for a reason before something is done to a person. */
static enum err reason_page(struct http_exchange *x, const char *title, const char *text,
	const char *button, enum err why, struct error *err)
{
	struct person_view pv;
	struct form_page p;
	struct error refusal = *err;
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = person_view(APP(x)->desk, &WHO(x)->actor, id, x->arena, &pv, err);
	if (e == OK)
		e = form_page_init(x, &p, &reason_form, title, err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = page_fmt(x, "%.*s（账号 %.*s，%.*s）", STR_ARG(pv.person.name), STR_ARG(pv.person.login),
		STR_ARG(pv.person.agency_name));
	p.inset = str_cstr(text);
	struct str back = person_path(x, id);
	two_crumbs(x, &p.frame, arena_cstr(x->arena, pv.person.name), arena_cstr(x->arena, back),
		str_cstr(title));
	form_page_textarea(&p, "reason", STR(""), "记入操作日志，不要写个人信息");
	form_page_submit(&p, button, back);
	return form_page_answer(x, &p, err);
}

/* --- one field in full ----------------------------------------------------------------------- */

static const char *field_label(struct str field)
{
	return str_is(field, "mobile") ? "手机" : str_is(field, "email") ? "电子邮箱" : NULL;
}

static enum err ask_reveal(struct http_exchange *x, enum err why, struct error *err)
{
	const char *label = field_label(x->param[1]);
	if (!label)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	char title[64];
	snprintf(title, sizeof(title), "查看完整的%s", label);
	return reason_page(x, arena_cstr(x->arena, str_cstr(title)),
		"只查看这一个人的这一项，查看人、时间和理由记入操作日志，由审计管理员检查。", "查看", why, err);
}

enum err reveal_show(struct http_exchange *x, struct error *err)
{
	return ask_reveal(x, OK, err);
}

enum err reveal_post(struct http_exchange *x, struct error *err)
{
	const struct reason_fields *f = x->form;
	struct person_id id;
	struct reveal_page v = { 0 };
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return ask_reveal(x, OK, err);
	e = person_reveal(APP(x)->desk, &WHO(x)->actor, id, x->param[1], f->reason, x->arena, &v.value,
		err);
	if (e != OK)
		return ask_reveal(x, e, err);
	v.label = str_cstr(field_label(x->param[1]));
	v.title = (struct kit_title){ .title = page_fmt(x, "完整的%.*s", STR_ARG(v.label)) };
	v.back = person_path(x, id);
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, v.title.title), &v.frame);
	struct buf *o = page_open(x, &v.frame);
	admin_reveal(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- the account ----------------------------------------------------------------------------- */

static enum err ask_password(struct http_exchange *x, enum err why, struct error *err)
{
	return reason_page(x, "重置密码",
		"原来的密码立即失效，已有的登录全部结束。新的一次性密码只显示一次，请当面交给本人。"
		"管理员账号的密码只能在服务器上用命令重置。",
		"重置密码", why, err);
}

enum err person_password_show(struct http_exchange *x, struct error *err)
{
	return ask_password(x, OK, err);
}

enum err person_password_post(struct http_exchange *x, struct error *err)
{
	struct person_id id;
	struct person_view pv;
	struct once_page v = { .title = STR("密码已重置"), .next_text = STR("已交给本人，返回") };
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return ask_password(x, OK, err);
	const struct reason_fields *f = x->form;
	e = person_view(APP(x)->desk, &WHO(x)->actor, id, x->arena, &pv, err);
	if (e != OK)
		return e;
	v.password = account_make_password(x->arena);
	e = account_reset_password(APP(x)->desk, x->arena, &WHO(x)->actor, id, v.password,
		f->reason, err);
	if (e != OK)
		return ask_password(x, e, err);
	v.name = pv.person.name;
	v.login = pv.person.login;
	v.next = person_path(x, id);
	page_frame(x, FRAME_OFFICE, "密码已重置", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	admin_once(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

static enum err ask_factor(struct http_exchange *x, enum err why, struct error *err)
{
	return reason_page(x, "重置第二验证因子",
		"手机丢失或更换、恢复码也没有了时办理。办理前请当面或用登记的电话核实是本人提出的。"
		"原来的验证器和恢复码立即失效，已有的登录全部结束；本人下次登录只用密码，登录后请重新启用。"
		"管理员账号的第二验证因子只能在服务器上用命令重置。",
		"重置第二验证因子", why, err);
}

enum err person_factor_show(struct http_exchange *x, struct error *err)
{
	return ask_factor(x, OK, err);
}

enum err person_factor_post(struct http_exchange *x, struct error *err)
{
	const struct reason_fields *f = x->form;
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return ask_factor(x, OK, err);
	e = factor_reset(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->reason, err);
	return e != OK ? ask_factor(x, e, err) : page_done(x, person_path(x, id), "factor.reset");
}

enum err person_unlock_post(struct http_exchange *x, struct error *err)
{
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = account_unlock(APP(x)->desk, x->arena, &WHO(x)->actor, id, err);
	return e != OK ? e : page_done(x, person_path(x, id), "person.unlocked");
}

enum err person_sessions_post(struct http_exchange *x, struct error *err)
{
	struct person_id id;
	int64_t n;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = account_end_sessions(APP(x)->desk, x->arena, &WHO(x)->actor, id, &n, err);
	return e != OK ? e : page_done(x, person_path(x, id), "session.all");
}
