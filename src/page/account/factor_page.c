/*
 * factor_page -- enrolling an authenticator, recovery codes, switching off.
 */
#include "desk/factor.h"
#include "page/account/own_view.h"
#include "page/account/part.h"
#include "page/account_login_tmpl.h"
#include "page/account_own_tmpl.h"

struct code_typed {
	struct str code, back;
};
static const struct form_field code_fields[] = {
	FORM_TEXT(struct code_typed, code, "验证码", 1, 20, FORM_REQUIRED,
		.missing = "请输入验证器显示的 6 位数字"),
	FORM_TEXT(struct code_typed, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields factor_code_form = HTTP_FIELDS(code_fields, struct code_typed);

/* While the log-in is held up for it the page is a step of logging in; else one of the office. */
static enum frame_kind kind_of(const struct http_exchange *x)
{
	return WHO(x)->stage == SESSION_COMPLETE ? FRAME_OFFICE : FRAME_PLAIN;
}

/* Neither complete nor held up for this: to where it stands. */
static bool not_here(struct http_exchange *x, struct str back)
{
	return WHO(x)->stage != SESSION_COMPLETE && elsewhere(x, SESSION_ENROL, back);
}

static void open_card(struct buf *o, enum frame_kind kind, const struct kit_title *title)
{
	if (kind == FRAME_OFFICE) {
		kit_title(o, title);
		kit_section_begin(o, STR("step"), STR("设置"), (struct str){ 0 }, false);
	} else {
		card_begin(o, title->title);
	}
}

static void close_card(struct buf *o, enum frame_kind kind)
{
	if (kind == FRAME_OFFICE)
		kit_section_end(o);
	else
		card_end(o);
}

/* "ABCD EFGH …": what a person types from the screen. */
static struct str in_groups(struct arena *a, struct str s)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < s.n; i++) {
		if (i && i % 4 == 0)
			buf_char(&b, ' ');
		buf_char(&b, s.p[i]);
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

static enum err factor_answer(struct http_exchange *x, struct str back, struct error *err)
{
	struct factor_view now;
	enum err e = factor_look(
		APP(x)->desk, x->arena, &WHO(x)->actor, APP(x)->config.site_name, &now, err);
	if (e)
		return e;
	if (now.on) {
		http_answer_redirect(x, STR("/account"));
		return OK;
	}
	bool held = WHO(x)->stage == SESSION_ENROL;
	struct factor_page_view v = { .title = { .title = STR("启用第二验证因子") },
		.begun = now.begun,
		.needed = held,
		.back = back,
		.form = form_to(x, now.begun ? "/account/factor/confirm" : "/account/factor"),
		.button = { .text = now.begun ? STR("确认启用") : STR("开始启用"), .once = true } };
	if (now.begun) {
		v.secret = in_groups(x->arena, now.secret);
		v.uri = now.uri;
		v.code = code_input(x, "code", "验证码", "验证器应用现在显示的 6 位数字", true);
		e = qr_make(x->arena, now.uri, &v.qr, err);
		if (e)
			return e;
	}
	if (held) {
		v.leave = form_to(x, "/logout");
		v.leave_button =
			(struct kit_button){ .text = STR("取消登录"), .kind = KIT_SECONDARY };
	}
	step_errors(x, "", &v.errors);
	struct frame f;
	page_frame(x, kind_of(x), "启用第二验证因子", &f);
	f.one_column = true;
	int status = form_status(x);
	f.errors = status == 422;
	struct buf *o = page_open(x, &f);
	open_card(o, f.kind, &v.title);
	factor_main(o, &v);
	close_card(o, f.kind);
	return page_close(x, status, o, &f, err);
}

enum err factor_show(struct http_exchange *x, struct error *err)
{
	struct str back = back_of(((const struct back_query *)x->form)->back);
	return not_here(x, back) ? OK : factor_answer(x, back, err);
}

enum err factor_begin_post(struct http_exchange *x, struct error *err)
{
	struct str back = back_of(((const struct back_query *)x->form)->back);
	if (not_here(x, back))
		return OK;
	enum err e = factor_begin(APP(x)->desk, x->arena, &WHO(x)->actor, err);
	if (e)
		return e;
	return page_done(x, with_back(x, "/account/factor", back), NULL);
}

/* The codes are on this one answer and nowhere else. */
static enum err show_codes(struct http_exchange *x, const struct recovery_code *code,
	enum frame_kind kind, struct str next, struct error *err)
{
	struct codes_view v = {
		.title = { .title = STR("保存恢复码") }, .code = code, .next = next
	};
	struct frame f;
	page_frame(x, kind, "保存恢复码", &f);
	f.one_column = true;
	f.back = STR("");
	struct buf *o = page_open(x, &f);
	open_card(o, kind, &v.title);
	codes_main(o, &v);
	close_card(o, kind);
	return page_close(x, 200, o, &f, err);
}

enum err factor_confirm_post(struct http_exchange *x, struct error *err)
{
	const struct code_typed *f = x->form;
	struct str back = back_of(f->back);
	if (not_here(x, back))
		return OK;
	if (x->report->n_errors)
		return factor_answer(x, back, err);
	struct recovery_code codes[RECOVERY_CODES];
	struct login_done done;
	enum err e =
		factor_confirm(APP(x)->desk, x->arena, &WHO(x)->actor, f->code, codes, &done, err);
	if (e == ERR_INVALID && page_add_error(x, err))
		return factor_answer(x, back, err);
	if (e)
		return e;
	/* A page without the forms of the office: those would belong to the old secret. */
	page_session_set(x, done.token);
	x->principal = NULL;
	return show_codes(x, codes, FRAME_PLAIN, back.n ? back : STR("/account"), err);
}

/* --- afterwards ------------------------------------------------------------------------------- */

static enum err code_step(struct http_exchange *x, const char *action, const char *title,
	const char *note, struct kit_button button, struct error *err)
{
	struct kit_input input =
		code_input(x, "code", "验证码", "验证器应用现在显示的 6 位数字", true);
	static const struct kit_link back = { STR_INIT("返回，不做更改"), STR_INIT("/account"),
		false };
	struct step_view v = { .title = str_cstr(title),
		.note = str_cstr(note),
		.form = form_to(x, action),
		.input = &input,
		.n_inputs = 1,
		.button = button,
		.link = &back,
		.n_links = 1 };
	step_errors(x, "", &v.errors);
	return step_page(x, FRAME_OFFICE, form_status(x), &v, err);
}

enum err factor_off_show(struct http_exchange *x, struct error *err)
{
	return code_step(x, "/account/factor/off", "停用第二验证因子",
		"停用后只凭密码就能登录，账号更容易被冒用。恢复码同时作废。",
		(struct kit_button){ .text = STR("确认停用"), .kind = KIT_DANGER, .once = true },
		err);
}

/* The sentence of a refused code; after the one that locks there is no log-in any more. */
static enum err refused(struct http_exchange *x, enum err e, http_handler *again, struct error *err)
{
	if (e == ERR_INVALID && page_add_error(x, err))
		return again(x, err);
	if (e != ERR_DENIED || !err->rule || strcmp(err->rule, "C-8.5-16") != 0)
		return e;
	page_session_clear(x);
	return page_done(x, STR("/login"), "locked");
}

enum err factor_off_post(struct http_exchange *x, struct error *err)
{
	if (x->report->n_errors)
		return factor_off_show(x, err);
	enum err e = factor_off(APP(x)->desk, x->arena, &WHO(x)->actor,
		((const struct code_typed *)x->form)->code, err);
	return e ? refused(x, e, factor_off_show, err)
		 : page_done(x, STR("/account"), "factor.off");
}

enum err codes_show(struct http_exchange *x, struct error *err)
{
	return code_step(x, "/account/codes", "更换恢复码",
		"更换后旧的恢复码全部作废，新的只显示一次。",
		(struct kit_button){ .text = STR("更换恢复码"), .once = true }, err);
}

enum err codes_post(struct http_exchange *x, struct error *err)
{
	if (x->report->n_errors)
		return codes_show(x, err);
	struct recovery_code codes[RECOVERY_CODES];
	enum err e = factor_renew_codes(APP(x)->desk, x->arena, &WHO(x)->actor,
		((const struct code_typed *)x->form)->code, codes, err);
	return e ? refused(x, e, codes_show, err)
		 : show_codes(x, codes, FRAME_OFFICE, STR("/account"), err);
}
