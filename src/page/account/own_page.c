/*
 * own_page -- one's own account: facts, how to be reached, password, log-ins.
 */
#include "desk/account.h"
#include "page/account/own_view.h"
#include "page/account/part.h"
#include "page/account_own_tmpl.h"
#include "page/moment.h"

#include <inttypes.h>

static struct str role_names(struct arena *a, uint64_t roles)
{
	struct buf b;
	buf_init(&b, 4096);
	for (unsigned i = 0; i < ROLES; i++)
		if (roles & ROLE_BIT(i)) {
			if (b.n)
				buf_cstr(&b, "、");
			buf_cstr(&b, role_name((enum role)i));
		}
	if (b.n == 0)
		buf_cstr(&b, "还没有授予角色，请联系系统管理员");
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static struct str or_none(struct str s)
{
	return s.n ? s : STR("未填写");
}

/* --- the page --------------------------------------------------------------------------------- */

static const struct kit_column session_columns[] = {
	{ .label = STR_INIT("浏览器"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("网络地址"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("登录时间"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("最近使用"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("操作"), .card = KIT_CARD_LINE },
};
static const struct kit_table session_table = { .caption = STR_INIT("登录的浏览器、地址和时间"),
	.kind = KIT_GRID,
	.cards = true,
	.column = session_columns,
	.n = 5 };

static enum err fill_sessions(struct http_exchange *x, struct own_view *v, struct error *err)
{
	struct session_item *item;
	size_t n;
	enum err e = session_list(APP(x)->desk, x->arena, &WHO(x)->actor, &item, &n, err);
	if (e)
		return e;
	struct own_session *s = arena_array(x->arena, struct own_session, n);
	if (!s && n)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++)
		s[i] = (struct own_session){ .address = item[i].address,
			.agent = item[i].agent.n ? item[i].agent : STR("不明浏览器"),
			.since = moment_text(x->arena, item[i].created_at),
			.seen = moment_text(x->arena, item[i].seen_at),
			.action = arena_fmt(
				x->arena, "/account/sessions/%" PRId64 "/end", item[i].id.v),
			.current = item[i].current };
	v->session = s;
	v->n_sessions = n;
	return arena_check(x->arena, err);
}

static struct str password_age(struct arena *a, const struct account_own *own)
{
	struct str since = moment_text(a, own->password_at);
	if (own->password_days_left < 0)
		return arena_fmt(a, "%.*s 设置", STR_ARG(since));
	return arena_fmt(
		a, "%.*s 设置，还有 %" PRId64 " 天到期", STR_ARG(since), own->password_days_left);
}

/* Who one is, and how one is reached. */
static size_t fill_facts(struct http_exchange *x, const struct account_own *own, struct kit_row *row)
{
	static const struct kit_action contact = { STR_INIT("修改"), STR_INIT("/account/contact"),
		STR_INIT("联系方式") };
	size_t n = 0;
	row[n++] = (struct kit_row){ .key = STR("姓名"), .value = own->name };
	row[n++] = (struct kit_row){ .key = STR("账号"), .value = own->login };
	row[n++] = (struct kit_row){ .key = STR("机关"), .value = own->agency_name };
	row[n++] = (struct kit_row){ .key = STR("角色"), .value = role_names(x->arena, own->roles) };
	row[n++] = (struct kit_row){ .key = STR("联系电话"),
		.value = or_none(own->mobile),
		.action = &contact,
		.n_actions = 1 };
	row[n++] = (struct kit_row){ .key = STR("电子邮箱"), .value = or_none(own->email) };
	return n;
}

/* Password and second factor. */
static size_t fill_safety(struct http_exchange *x, const struct account_own *own, struct kit_row *row)
{
	static const struct kit_action password = { STR_INIT("修改"), STR_INIT("/account/password"),
		STR_INIT("密码") };
	static const struct kit_action begin = { STR_INIT("启用"), STR_INIT("/account/factor"),
		STR_INIT("第二验证因子") };
	static const struct kit_action off = { STR_INIT("停用"), STR_INIT("/account/factor/off"),
		STR_INIT("第二验证因子") };
	static const struct kit_action codes = { STR_INIT("更换"), STR_INIT("/account/codes"),
		STR_INIT("恢复码") };
	bool may_off = own->second_factor && !own->second_factor_needed;
	size_t n = 0;
	row[n++] = (struct kit_row){ .key = STR("密码"),
		.value = password_age(x->arena, own),
		.action = &password,
		.n_actions = 1 };
	row[n++] = (struct kit_row){ .key = STR("第二验证因子"),
		.value = own->second_factor ? STR("已启用") : STR("没有启用"),
		.action = own->second_factor ? &off : &begin,
		.n_actions = !own->second_factor || may_off };
	if (own->second_factor)
		row[n++] = (struct kit_row){ .key = STR("恢复码"),
			.value = arena_fmt(x->arena, "还有 %" PRId64 " 个可用", own->recovery_left),
			.action = &codes,
			.n_actions = 1 };
	return n;
}

/* What one is told, and where. */
static const struct kit_action mail = { STR_INIT("设置"), STR_INIT("/account/notices"), STR_INIT("通知邮件") };
static const struct kit_action calendar = { STR_INIT("设置"), STR_INIT("/account/calendar"),
	STR_INIT("日历订阅") };
static const struct kit_row told[] = {
	{ .key = STR_INIT("通知邮件"),
		.value = STR_INIT("哪些待阅通知另发邮件，立即发还是每日汇总"),
		.action = &mail,
		.n_actions = 1 },
	{ .key = STR_INIT("日历订阅"),
		.value = STR_INIT("在手机或者电脑的日历里看到法定期限"),
		.action = &calendar,
		.n_actions = 1 },
};

enum err own_show(struct http_exchange *x, struct error *err)
{
	struct account_own own;
	struct kit_row fact[6], safety[3];
	enum err e = account_own(APP(x)->desk, x->arena, &WHO(x)->actor, &own, err);
	if (e)
		return e;
	struct own_view v = { .title = { .title = STR("我的账号") },
		.fact = fact,
		.n_facts = fill_facts(x, &own, fact),
		.safety = safety,
		.n_safety = fill_safety(x, &own, safety),
		.told = told,
		.n_told = sizeof told / sizeof *told,
		.table = &session_table,
		.csrf = http_csrf_token(x),
		.others = form_to(x, "/account/sessions/end"),
		.others_button = { .text = STR("结束其他登录"), .kind = KIT_SECONDARY } };
	e = fill_sessions(x, &v, err);
	if (e)
		return e;
	struct frame f;
	page_frame(x, FRAME_OFFICE, "我的账号", &f);
	struct buf *o = page_open(x, &f);
	own_main(o, &v);
	return page_close(x, 200, o, &f, err);
}

/* --- log-ins ---------------------------------------------------------------------------------- */

/* The number at :id; 0 when it is none. */
static int64_t id_of(struct str s)
{
	int64_t v = 0;
	if (s.n == 0 || s.n > 18)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

enum err session_end_post(struct http_exchange *x, struct error *err)
{
	struct session_id id = { id_of(x->param[0]) };
	enum err e = session_revoke(APP(x)->desk, &WHO(x)->actor, id, err);
	if (e && e != ERR_NOT_FOUND)
		return e;
	return page_done(x, STR("/account"), "session.ended");
}

enum err sessions_end_post(struct http_exchange *x, struct error *err)
{
	int64_t n;
	enum err e = session_revoke_others(APP(x)->desk, &WHO(x)->actor, &n, err);
	return e ? e : page_done(x, STR("/account"), "session.others");
}

/* --- how to be reached ------------------------------------------------------------------------ */

struct contact_typed {
	struct str mobile, email;
	int64_t version;
};
static const struct form_field contact_fields[] = {
	FORM_TEXT(struct contact_typed, mobile, "联系电话", 0, 20, 0),
	FORM_TEXT(struct contact_typed, email, "电子邮箱", 0, 254, 0),
	FORM_INT(struct contact_typed, version, "版本", 0, INT64_MAX, FORM_REQUIRED),
};
const struct http_fields contact_form = HTTP_FIELDS(contact_fields, struct contact_typed);

static struct kit_input contact_input(struct http_exchange *x, const char *name, const char *label,
	const char *type, const char *autocomplete, struct str value)
{
	struct kit_input v = { .field = { .name = str_cstr(name),
				       .label = str_cstr(label),
				       .optional = true,
				       .classes = STR("govuk-input--width-20") },
		.value = value,
		.type = str_cstr(type),
		.autocomplete = str_cstr(autocomplete) };
	kit_take_state(page_state(x, name), &v.field, &v.value);
	return v;
}

/* note: above the form; what was typed stays, and stands beside what is stored when it is stale. */
static enum err contact_answer(
	struct http_exchange *x, int status, struct str note, struct error *err)
{
	struct account_own own;
	enum err e = account_own(APP(x)->desk, x->arena, &WHO(x)->actor, &own, err);
	if (e)
		return e;
	struct kit_input input[] = {
		contact_input(x, "mobile", "联系电话", "tel", "tel", own.mobile),
		contact_input(x, "email", "电子邮箱", "email", "email", own.email),
	};
	if (status == 409) {
		input[0].field.hint =
			arena_fmt(x->arena, "现在保存的是：%.*s", STR_ARG(or_none(own.mobile)));
		input[1].field.hint =
			arena_fmt(x->arena, "现在保存的是：%.*s", STR_ARG(or_none(own.email)));
	}
	struct step_view v = { .title = STR("联系方式"),
		.note = note,
		.form = form_to(x, "/account/contact"),
		.input = input,
		.n_inputs = 2,
		.version = own.version,
		.button = { .text = STR("保存"), .once = true } };
	static const struct kit_link back = { STR_INIT("返回，不做更改"), STR_INIT("/account"),
		false };
	v.link = &back;
	v.n_links = 1;
	step_errors(x, "", &v.errors);
	return step_page(x, FRAME_OFFICE, status, &v, err);
}

enum err contact_show(struct http_exchange *x, struct error *err)
{
	bool kept;
	enum err e = page_draft(x, STR("/account/contact"), &contact_form, &kept, err);
	if (e)
		return e;
	return contact_answer(x, 200,
		kept ? STR("这是登录过期前填写的内容，还没有保存。请核对后保存。")
		     : STR("供本机关的管理员和同事联系您，不对外公开。"),
		err);
}

enum err contact_post(struct http_exchange *x, struct error *err)
{
	const struct contact_typed *f = x->form;
	if (x->report->n_errors)
		return contact_answer(x, 422, (struct str){ 0 }, err);
	struct error why = { .code = OK };
	enum err e = account_set_contact(
		APP(x)->desk, x->arena, &WHO(x)->actor, f->mobile, f->email, f->version, &why);
	if (e == ERR_INVALID && page_add_error(x, &why))
		return contact_answer(x, 422, (struct str){ 0 }, err);
	if (e == ERR_CONFLICT)
		return contact_answer(x, 409, arena_str(x->arena, str_cstr(why.msg)), err);
	if (e) {
		*err = why;
		return e;
	}
	return page_done(x, STR("/account"), "contact.saved");
}

/* --- password --------------------------------------------------------------------------------- */

struct password_typed {
	struct str current, password;
};
static const struct form_field password_fields[] = {
	FORM_SECRET(struct password_typed, current, "现在的密码", 1, 256, FORM_REQUIRED),
	FORM_SECRET(struct password_typed, password, "新密码", 1, 256, FORM_REQUIRED),
};
const struct http_fields password_form = HTTP_FIELDS(password_fields, struct password_typed);

enum err password_show(struct http_exchange *x, struct error *err)
{
	const struct password_rules *r = &APP(x)->desk->rules.password;
	struct str rule = arena_fmt(x->arena,
		"至少 %u 个字符，大写字母、小写字母、数字、符号中至少 %u 类；不能与最近 %u 次用过的相同",
		r->length_min, r->classes_min, r->history);
	struct kit_password input[] = {
		password_input(x, "current", "现在的密码", "", "current-password"),
		password_input(x, "password", "新密码", rule.p ? rule.p : "", "new-password"),
	};
	static const struct kit_link back = { STR_INIT("返回，不做更改"), STR_INIT("/account"),
		false };
	struct step_view v = { .title = STR("修改密码"),
		.note = STR("修改后，您在别处的登录会全部结束。"),
		.form = form_to(x, "/account/password"),
		.password = input,
		.n_passwords = 2,
		.button = { .text = STR("修改密码"), .once = true },
		.link = &back,
		.n_links = 1 };
	step_errors(x, "", &v.errors);
	return step_page(x, FRAME_OFFICE, form_status(x), &v, err);
}

enum err password_post(struct http_exchange *x, struct error *err)
{
	const struct password_typed *f = x->form;
	if (x->report->n_errors)
		return password_show(x, err);
	struct login_done done;
	enum err e = account_change_password(
		APP(x)->desk, x->arena, &WHO(x)->actor, f->current, f->password, &done, err);
	if (e == ERR_INVALID && page_add_error(x, err))
		return password_show(x, err);
	if (e == ERR_DENIED) {
		page_session_clear(x);
		return page_done(x, STR("/login"), "locked");
	}
	return e ? e : go_on(x, &done, STR("/account"), "password.changed", err);
}
