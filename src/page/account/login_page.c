/*
 * login_page -- logging in, step by step, and out.
 */
#include "desk/account.h"
#include "desk/draft.h"
#include "desk/setup.h"
#include "http/percent.h"
#include "page/account/part.h"
#include "page/account_login_tmpl.h"
#include "page/agent.h"
#include "page/part.h"

/* --- shared by the steps ---------------------------------------------------------------------- */

static const struct form_field back_fields[] = {
	FORM_TEXT(struct back_query, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields back_form = HTTP_FIELDS(back_fields, struct back_query);

struct str back_of(struct str typed)
{
	struct str own = page_own_path(typed);
	return own.n > 1 ? own : (struct str){ 0 };
}

static struct str query_back(const struct http_exchange *x)
{
	return x->form ? back_of(((const struct back_query *)x->form)->back) : (struct str){ 0 };
}

int form_status(const struct http_exchange *x)
{
	return x->report && x->report->n_errors ? 422 : 200;
}

struct kit_form form_to(struct http_exchange *x, const char *action)
{
	return (struct kit_form){ .action = str_cstr(action), .csrf = http_csrf_token(x) };
}

struct kit_input code_input(
	struct http_exchange *x, const char *name, const char *label, const char *hint, bool digits)
{
	struct kit_input v = { .field = { .name = str_cstr(name),
				       .label = str_cstr(label),
				       .hint = str_cstr(hint),
				       .classes = STR("govuk-input--width-10") },
		.autocomplete = digits ? STR("one-time-code") : STR("off"),
		.autocapitalize = STR("none"),
		.spellcheck = KIT_CHECK_OFF };
	if (digits)
		v.inputmode = STR("numeric");
	const struct form_state *s = page_state(x, name);
	if (s)
		v.field.error = s->error;
	return v;
}

struct kit_password password_input(struct http_exchange *x, const char *name, const char *label,
	const char *hint, const char *autocomplete)
{
	struct kit_password v = { .field = { .name = str_cstr(name),
					  .label = str_cstr(label),
					  .hint = str_cstr(hint) },
		.autocomplete = str_cstr(autocomplete) };
	kit_take_state(page_state(x, name), &v.field, NULL);
	return v;
}

void step_errors(struct http_exchange *x, const char *title, struct kit_errors *out)
{
	*out = (struct kit_errors){ 0 };
	if (!x->report || !x->report->n_errors || !x->route->fields)
		return;
	struct kit_error *error = arena_array(x->arena, struct kit_error, x->report->n_errors);
	size_t n = 0;
	for (size_t i = 0; error && i < x->report->n; i++)
		if (x->report->state[i].error.n && n < x->report->n_errors)
			error[n++] = (struct kit_error){ x->report->state[i].error,
				arena_fmt(x->arena, "#%s", x->route->fields->field[i].name) };
	*out = (struct kit_errors){ .title = str_cstr(title), .error = error, .n = n };
}

enum err step_page(struct http_exchange *x, enum frame_kind kind, int status, struct step_view *v,
	struct error *err)
{
	struct frame f;
	page_frame(x, kind, arena_fmt(x->arena, "%.*s", STR_ARG(v->title)).p, &f);
	f.errors = status == 422 ? (int)x->report->n_errors : 0;
	f.one_column = true;
	struct buf *o = page_open(x, &f);
	if (kind == FRAME_PLAIN) {
		step_main(o, v);
		return page_close(x, status, o, &f, err);
	}
	kit_title(o, &(struct kit_title){ .title = v->title });
	kit_section_begin(o, STR("step"), STR("填写"), STR(""), false);
	step_form(o, v);
	kit_section_end(o);
	return page_close(x, status, o, &f, err);
}

struct str with_back(struct http_exchange *x, const char *path, struct str back)
{
	if (back.n == 0)
		return str_cstr(path);
	struct buf b;
	buf_init(&b, 16 * 1024);
	buf_fmt(&b, "%s?back=", path);
	percent_encode(&b, back, "-._~/");
	struct str s = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return s.p ? s : str_cstr(path);
}

static const char *const step_path[] = { [SESSION_FACTOR] = "/login/code",
	[SESSION_COMPLETE] = "/office",
	[SESSION_PASSWORD] = "/login/password",
	[SESSION_ENROL] = "/account/factor" };

/* Where one begins: who only supervises has nothing in the list of requests. */
static struct str first_page(uint64_t roles)
{
	return roles == ROLE_BIT(ROLE_SUPERVISE) ? STR("/annual/below") : STR("/office");
}

bool elsewhere(struct http_exchange *x, enum session_stage here, struct str back)
{
	enum session_stage stage = WHO(x)->stage;
	if (stage == here)
		return false;
	if (stage == SESSION_COMPLETE)
		http_answer_redirect(x, back.n ? back : first_page(WHO(x)->actor.roles));
	else
		http_answer_redirect(x, with_back(x, step_path[stage], back));
	return true;
}

enum err go_on(struct http_exchange *x, const struct login_done *done, struct str back,
	const char *notice, struct error *err)
{
	page_session_set(x, done->token);
	struct str visitor = http_cookie_find(x, cookie_visitor);
	if (done->stage == SESSION_COMPLETE && visitor.n) {
		enum err e = draft_take_over(APP(x)->desk, x->arena, visitor, done->person, err);
		if (e)
			return e;
		http_cookie_set(x, &(struct http_cookie){ .name = cookie_visitor, .max_age_s = 0 });
	}
	struct str to = done->stage == SESSION_COMPLETE
				? (back.n ? back : first_page(done->roles))
				: with_back(x, step_path[done->stage], back);
	return page_done(x, to, notice);
}

/* --- account and password --------------------------------------------------------------------- */

struct login_typed {
	struct str login, password, back;
};
static const struct form_field login_fields[] = {
	FORM_TEXT(struct login_typed, login, "账号", 1, 64, FORM_REQUIRED),
	FORM_SECRET(struct login_typed, password, "密码", 1, 256, FORM_REQUIRED),
	FORM_TEXT(struct login_typed, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields login_form = HTTP_FIELDS(login_fields, struct login_typed);

static enum err login_answer(
	struct http_exchange *x, int status, struct str back, struct str message, struct error *err)
{
	struct login_view v = {
		.form = form_to(x, "/login"),
		.login = { .field = { .name = STR("login"), .label = STR("账号") },
			.autocomplete = STR("username"),
			.autocapitalize = STR("none"),
			.spellcheck = KIT_CHECK_OFF },
		.password = { .field = { .name = STR("password"), .label = STR("密码") },
			.autocomplete = STR("current-password") },
		.button = { .text = STR("登录"), .once = true },
		.back = back,
		.idle_minutes = APP(x)->desk->rules.idle_minutes,
	};
	enum err e = setup_agency_name(APP(x)->desk, x->arena, &v.org, err);
	if (e)
		return e;
	if (x->method == HTTP_POST)
		kit_take_state(page_state(x, "login"), &v.login.field, &v.login.value);
	step_errors(x, "没有登录成功", &v.errors);
	if (message.n)
		v.errors = (struct kit_errors){ .title = STR("没有登录成功"), .text = message };
	struct frame f;
	page_frame(x, FRAME_PLAIN, "登录", &f);
	f.org = v.org;
	f.errors = status == 200 ? 0 : 1;
	struct buf *o = page_open(x, &f);
	login_main(o, &v);
	return page_close(x, status, o, &f, err);
}

enum err login_show(struct http_exchange *x, struct error *err)
{
	bool open;
	enum err e = setup_is_open(APP(x)->desk, &open, err);
	if (e)
		return e;
	if (open) {
		http_answer_redirect(x, STR("/setup"));
		return OK;
	}
	return login_answer(x, 200, query_back(x), (struct str){ 0 }, err);
}

/* What was typed is wrong: at the field, but the field of the password alone is marked. */
static enum err login_refused(
	struct http_exchange *x, const struct error *why, struct str back, struct error *err)
{
	struct log *log = APP(x)->log;
	int status = why->code == ERR_LIMIT ? 429 : 422;
	log_write(log,
		why->code == ERR_LIMIT	  ? LOG_LOGIN_RATE
		: why->code == ERR_DENIED ? LOG_LOCKED
					  : LOG_LOGIN_FAILED,
		log_token("req", x->request_id));
	if (page_add_error(x, why))
		return login_answer(x, status, back, (struct str){ 0 }, err);
	return login_answer(x, status, back, str_cstr(why->msg), err);
}

enum err login_post(struct http_exchange *x, struct error *err)
{
	const struct login_typed *f = x->form;
	struct str back = back_of(f->back);
	if (x->report->n_errors)
		return login_answer(x, 422, back, (struct str){ 0 }, err);
	struct login_input in = { .login = f->login,
		.password = f->password,
		.address = x->peer,
		.agent = agent_family(x->arena, http_header_find(x, "User-Agent")) };
	struct login_done done;
	struct error why = { .code = OK };
	enum err e = session_log_in(APP(x)->desk, x->arena, &in, &done, &why);
	if (e == ERR_INVALID || e == ERR_DENIED || e == ERR_LIMIT || e == ERR_CONFLICT)
		return login_refused(x, &why, back, err);
	if (e) {
		*err = why;
		return e;
	}
	log_write(APP(x)->log, LOG_LOGIN, log_token("req", x->request_id),
		log_i64("account", done.person.v));
	return go_on(x, &done, back, NULL, err);
}

enum err logout_post(struct http_exchange *x, struct error *err)
{
	enum err e = session_log_out(APP(x)->desk, &WHO(x)->actor, err);
	if (e)
		return e;
	log_write(APP(x)->log, LOG_LOGOUT, log_i64("account", WHO(x)->actor.person.v));
	page_session_clear(x);
	return page_done(x, STR("/login"), "logged.out");
}

/* --- second factor ---------------------------------------------------------------------------- */

struct code_typed {
	struct str code, back;
};
static const struct form_field code_fields[] = {
	FORM_TEXT(struct code_typed, code, "验证码", 1, 20, FORM_REQUIRED,
		.missing = "请输入验证器显示的 6 位数字"),
	FORM_TEXT(struct code_typed, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields code_form = HTTP_FIELDS(code_fields, struct code_typed);
static const struct form_field recovery_fields[] = {
	FORM_TEXT(struct code_typed, code, "恢复码", 1, 40, FORM_REQUIRED,
		.missing = "请输入一个没有用过的恢复码"),
	FORM_TEXT(struct code_typed, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields recovery_form = HTTP_FIELDS(recovery_fields, struct code_typed);

static enum err factor_page(
	struct http_exchange *x, bool recovery, struct str back, struct error *err)
{
	struct kit_input input =
		recovery ? code_input(x, "code", "恢复码",
				   "启用时保存的十个恢复码之一，每个只能用一次", false)
			 : code_input(x, "code", "验证码", "验证器应用现在显示的 6 位数字", true);
	struct kit_link link = recovery ? (struct kit_link){ STR("改用验证器的验证码"),
		with_back(x, "/login/code", back), false }
					: (struct kit_link){ STR("手机不在身边，使用恢复码"),
						  with_back(x, "/login/recovery", back), false };
	struct step_view v = { .title = recovery ? STR("使用恢复码") : STR("第二步验证"),
		.form = form_to(x, recovery ? "/login/recovery" : "/login/code"),
		.back = back,
		.input = &input,
		.n_inputs = 1,
		.button = { .text = STR("验证并登录"), .once = true },
		.link = &link,
		.n_links = 1,
		.leave = form_to(x, "/logout"),
		.leave_button = { .text = STR("取消登录"), .kind = KIT_SECONDARY } };
	step_errors(x, "没有验证成功", &v.errors);
	return step_page(x, FRAME_PLAIN, form_status(x), &v, err);
}

static enum err factor_post(struct http_exchange *x, bool recovery, struct error *err)
{
	const struct code_typed *f = x->form;
	struct str back = back_of(f->back);
	if (elsewhere(x, SESSION_FACTOR, back))
		return OK;
	if (x->report->n_errors)
		return factor_page(x, recovery, back, err);
	struct login_done done;
	enum err e = session_second_factor(
		APP(x)->desk, x->arena, &WHO(x)->actor, f->code, recovery, &done, err);
	if (e == ERR_INVALID && page_add_error(x, err)) {
		log_write(APP(x)->log, LOG_LOGIN_FAILED, log_token("req", x->request_id),
			log_i64("account", WHO(x)->actor.person.v));
		return factor_page(x, recovery, back, err);
	}
	if (e == ERR_DENIED) {
		log_write(APP(x)->log, LOG_LOCKED, log_token("req", x->request_id),
			log_i64("account", WHO(x)->actor.person.v));
		page_session_clear(x);
		return page_done(x, STR("/login"), "locked");
	}
	return e ? e : go_on(x, &done, back, NULL, err);
}

enum err code_show(struct http_exchange *x, struct error *err)
{
	struct str back = query_back(x);
	return elsewhere(x, SESSION_FACTOR, back) ? OK : factor_page(x, false, back, err);
}

enum err code_post(struct http_exchange *x, struct error *err)
{
	return factor_post(x, false, err);
}

enum err recovery_show(struct http_exchange *x, struct error *err)
{
	struct str back = query_back(x);
	return elsewhere(x, SESSION_FACTOR, back) ? OK : factor_page(x, true, back, err);
}

enum err recovery_post(struct http_exchange *x, struct error *err)
{
	return factor_post(x, true, err);
}

/* --- a new password before going on ----------------------------------------------------------- */

struct renew_typed {
	struct str current, password, back;
};
static const struct form_field renew_fields[] = {
	FORM_SECRET(struct renew_typed, current, "现在的密码", 1, 256, FORM_REQUIRED),
	FORM_SECRET(struct renew_typed, password, "新密码", 1, 256, FORM_REQUIRED),
	FORM_TEXT(struct renew_typed, back, "返回的页面", 0, 2000, 0),
};
const struct http_fields renew_form = HTTP_FIELDS(renew_fields, struct renew_typed);

static enum err renew_page(struct http_exchange *x, struct str back, struct error *err)
{
	const struct password_rules *r = &APP(x)->desk->rules.password;
	struct kit_password input[] = {
		password_input(x, "current", "现在的密码", "", "current-password"),
		password_input(x, "password", "新密码",
			arena_fmt(x->arena,
				"至少 %u 个字符，大写字母、小写字母、数字、符号中至少 %u 类；不能与最近 %u 次用过的相同",
				r->length_min, r->classes_min, r->history)
				.p,
			"new-password"),
	};
	struct step_view v = { .title = STR("请先修改密码"),
		.note = STR("密码由管理员设置或者已经到期，修改后才能继续。"),
		.form = form_to(x, "/login/password"),
		.back = back,
		.password = input,
		.n_passwords = 2,
		.button = { .text = STR("修改密码并继续"), .once = true },
		.leave = form_to(x, "/logout"),
		.leave_button = { .text = STR("取消登录"), .kind = KIT_SECONDARY } };
	step_errors(x, "", &v.errors);
	return step_page(x, FRAME_PLAIN, form_status(x), &v, err);
}

enum err renew_show(struct http_exchange *x, struct error *err)
{
	struct str back = query_back(x);
	return elsewhere(x, SESSION_PASSWORD, back) ? OK : renew_page(x, back, err);
}

enum err renew_post(struct http_exchange *x, struct error *err)
{
	const struct renew_typed *f = x->form;
	struct str back = back_of(f->back);
	if (elsewhere(x, SESSION_PASSWORD, back))
		return OK;
	if (x->report->n_errors)
		return renew_page(x, back, err);
	struct login_done done;
	enum err e = account_change_password(
		APP(x)->desk, x->arena, &WHO(x)->actor, f->current, f->password, &done, err);
	if (e == ERR_INVALID && page_add_error(x, err))
		return renew_page(x, back, err);
	if (e == ERR_DENIED) {
		page_session_clear(x);
		return page_done(x, STR("/login"), "locked");
	}
	return e ? e : go_on(x, &done, back, "password.changed", err);
}
