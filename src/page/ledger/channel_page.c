/*
 * channel_page -- accounts and other channels: list, one of them, its steps.
 */
#include "page/ledger/part.h"

static const struct form_choice platform_choices[] = { { "site", "政府网站" }, { "wechat", "微信公众号" },
	{ "weibo", "微博" }, { "douyin", "抖音" }, { "kuaishou", "快手" }, { "toutiao", "今日头条" },
	{ "xigua", "西瓜视频" }, { "video", "微信视频号" }, { "bilibili", "哔哩哔哩" }, { "app", "客户端、小程序" },
	{ "media_other", "其他新媒体" }, { "screen", "LED屏" }, { "board", "公告栏" }, { "window", "办事窗口" },
	{ NULL, NULL } };
static const struct form_choice state_choices[] = { { "applied", "待批准" }, { "approved", "已批准，未开通" },
	{ "open", "开通" }, { "closed", "已关停" }, { "refused", "未批准" }, { NULL, NULL } };
static const struct form_choice mode_choices[] = { { "apply", "申请开设新账号" },
	{ "register", "登记已经开通的" }, { NULL, NULL } };

struct channel_query {
	int64_t agency, year, after;
	int platform, state;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct channel_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct channel_query, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
	FORM_CHOICE(struct channel_query, platform, "平台", platform_choices, 0),
	FORM_CHOICE(struct channel_query, state, "状态", state_choices, 0),
	FORM_INT(struct channel_query, after, "起始", 0, INT64_MAX, 0),
};
const struct http_fields channel_list_form = HTTP_FIELDS(query_fields, struct channel_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("名称"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("平台"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("责任人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("全年发布（条）"), .number = true, .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("关注（人）"), .number = true, .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("提醒"), .card = KIT_CARD_NAMED },
};
static const struct kit_table table = { .caption = STR_INIT("公开渠道"),
	.kind = KIT_GRID, .cards = true, .column = columns, .n = 7 };

static enum kit_tone tone_of(int64_t state)
{
	static const enum kit_tone tone[CHANNEL_STATES] = { [CHANNEL_APPLIED] = KIT_AMBER,
		[CHANNEL_APPROVED] = KIT_BLUE, [CHANNEL_OPEN] = KIT_GREEN, [CHANNEL_CLOSED] = KIT_PLAIN,
		[CHANNEL_REFUSED] = KIT_PLAIN };
	return state >= 0 && state < CHANNEL_STATES ? tone[state] : KIT_PLAIN;
}

static struct kit_choice *with_all(struct http_exchange *x, const struct form_choice *choice, size_t *n)
{
	size_t k = 0;
	while (choice[k].value)
		k++;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, k + 1);
	*n = k + 1;
	if (c)
		c[0] = (struct kit_choice){ .text = STR("全部") };
	for (size_t i = 0; c && i < k; i++)
		c[i + 1] = (struct kit_choice){ .value = str_cstr(choice[i].value), .text = str_cstr(choice[i].label) };
	return c;
}

static struct str item_path(struct http_exchange *x, struct channel_id id, const char *tail)
{
	return page_fmt(x, "/office/ledger/channels/%lld%s", (long long)id.v, tail);
}

static struct str warning_of(struct http_exchange *x, const struct channel_item *i)
{
	if (i->idle_month)
		return page_fmt(x, "%d 月没有发布，已闲置", i->idle_month);
	if (i->missing)
		return page_fmt(x, "有 %d 个月没有填发布条数", i->missing);
	return i->twin ? STR("同一单位在这个平台上有多个账号") : STR("");
}

static void fill_row(struct http_exchange *x, struct ledger_text *t, const struct channel_item *i)
{
	const struct channel_row *r = &i->row;
	t[0].text = r->name;
	t[0].href = item_path(x, r->id, "");
	t[0].sub = r->owner;
	t[1].text = str_cstr(channel_platform_name((int)r->platform));
	t[2].text = r->responsible;
	t[3] = (struct ledger_text){ .status = true, .tone = tone_of(r->state),
		.text = str_cstr(channel_state_name((enum channel_state)r->state)),
		.sub = ledger_day_text(x, r->closed_on.has ? r->closed_on : r->opened_on) };
	t[4].text = ledger_number(x, LEDGER_POSTS, i->posts);
	t[5].text = i->followers >= 0 ? ledger_number(x, LEDGER_FOLLOWERS, i->followers) : STR("");
	struct str warning = warning_of(x, i);
	if (warning.n)
		t[6] = (struct ledger_text){ .text = warning, .status = true, .tone = KIT_AMBER };
}

static const char *word_of(const struct form_choice *c, int i)
{
	return i < 0 ? "" : c[i].value;
}

enum err channel_list_show(struct http_exchange *x, struct error *err)
{
	const struct channel_query *q = x->form;
	struct channel_filter f = { .agency = { q->agency }, .platform = q->platform + 1, .state = q->state,
		.after = { q->after }, .year = ledger_year_of(x, q->year) };
	struct channel_page page;
	struct ledger_page v;
	enum err e = channel_list(APP(x)->desk, &WHO(x)->actor, &f, x->arena, &page, err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "公开渠道", "/office/ledger/channels");
	e = ledger_agency_filter(x, &v, q->agency, err);
	if (e != OK)
		return e;
	struct kit_button buttons[2] = { ledger_export_button(x, &v, "channels", page.year),
		{ .text = STR("新增渠道"), .href = STR("/office/ledger/channels/new") } };
	bool writes = ledger_writes(x, q->agency);
	v.title.button = buttons;
	v.title.n = 1 + writes;
	v.title.note = STR("账号先批准后开通，关停要发公告；两周以上没有发布的，请恢复更新或者关停");
	size_t n;
	ledger_year_filter(x, &v, f.year);
	const struct kit_choice *c = with_all(x, platform_choices, &n);
	ledger_filter(&v, "platform", "平台", c, n, str_cstr(word_of(platform_choices, q->platform)));
	c = with_all(x, state_choices, &n);
	ledger_filter(&v, "state", "状态", c, n, str_cstr(word_of(state_choices, q->state)));
	struct ledger_section *s = ledger_section_add(x, &v, "channels", "登记簿", &table, page.n);
	for (size_t i = 0; s && i < page.n; i++)
		fill_row(x, ledger_row(s, i), &page.item[i]);
	if (s && page.more)
		s->paging.next = page_fmt(x, "/office/ledger/channels?year=%d&platform=%s&state=%s&after=%lld", f.year,
			word_of(platform_choices, q->platform), word_of(state_choices, q->state),
			(long long)page.item[page.n - 1].row.id.v);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("没有符合条件的公开渠道"),
			.text = STR("网站、微信、微博等每个账号登记一次，LED屏、公告栏、窗口也在这里登记。"),
			.link = writes ? STR("新增渠道") : STR(""),
			.href = writes ? STR("/office/ledger/channels/new") : STR("") };
	return ledger_page_answer(x, &v, err);
}

/* --- one channel -------------------------------------------------------------------------------- */

static enum err load(struct http_exchange *x, struct channel_row *r, struct error *err)
{
	struct channel_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e : channel_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, r, err);
}

static size_t buttons_of(struct http_exchange *x, const struct channel_row *r, struct kit_button *b)
{
	uint64_t roles = WHO(x)->actor.roles;
	bool writes = role_permits(roles, PERM_LEDGER_WRITE);
	size_t n = 0;
	if (r->state == CHANNEL_APPLIED && role_permits(roles, PERM_LEDGER_SIGN))
		b[n++] = (struct kit_button){ .text = STR("决定是否批准"), .href = item_path(x, r->id, "/decide") };
	if (r->state == CHANNEL_APPROVED && writes)
		b[n++] = (struct kit_button){ .text = STR("登记开通"), .href = item_path(x, r->id, "/open") };
	if (r->state == CHANNEL_OPEN && writes)
		b[n++] = (struct kit_button){ .text = STR("关停"), .kind = KIT_DANGER, .href = item_path(x, r->id, "/close") };
	if (writes)
		b[n++] = (struct kit_button){ .text = STR("修改"), .kind = KIT_SECONDARY, .href = item_path(x, r->id, "/change") };
	return n;
}

static struct kit_row fact(const char *key, struct str value)
{
	return (struct kit_row){ .key = str_cstr(key), .value = value.n ? value : STR("—") };
}

enum err channel_show(struct http_exchange *x, struct error *err)
{
	struct channel_row r;
	struct ledger_page v;
	struct kit_button button[3];
	enum err e = load(x, &r, err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "公开渠道", "/office/ledger/channels");
	v.title.title = r.name;
	v.title.note = page_fmt(x, "%s，%s", channel_platform_name((int)r.platform),
		channel_state_name((enum channel_state)r.state));
	v.title.button = button;
	v.title.n = buttons_of(x, &r, button);
	ledger_crumbs(x, &v.frame, r.name);
	v.fact = arena_array(x->arena, struct kit_row, 10);
	if (!v.fact)
		return arena_check(x->arena, err);
	v.fact[v.n_facts++] = fact("主办单位", r.owner);
	v.fact[v.n_facts++] = fact("部门", r.department_name.n ? r.department_name : STR("本级"));
	v.fact[v.n_facts++] = fact("责任人", r.responsible);
	v.fact[v.n_facts++] = fact("网址或者位置", r.place);
	v.fact[v.n_facts++] = fact("批准文号", r.approval);
	v.fact[v.n_facts++] = fact("批准日期", ledger_day_text(x, r.approved_on));
	v.fact[v.n_facts++] = fact("开通日期", ledger_day_text(x, r.opened_on));
	v.fact[v.n_facts++] = fact("关停日期", ledger_day_text(x, r.closed_on));
	v.fact[v.n_facts++] = fact("关停公告", r.closing_notice);
	return ledger_page_answer(x, &v, err);
}

/* --- forms --------------------------------------------------------------------------------------- */

struct channel_fields {
	int64_t version, department;
	int platform, mode;
	struct str name, owner, responsible, place, approval, reason;
	struct date approved, opened;
};
static const struct form_field fields[] = {
	FORM_INT(struct channel_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct channel_fields, mode, "登记方式", mode_choices, 0),
	FORM_CHOICE(struct channel_fields, platform, "平台", platform_choices, 0),
	FORM_TEXT(struct channel_fields, name, "名称", 1, 60, FORM_REQUIRED),
	FORM_TEXT(struct channel_fields, owner, "主办单位", 2, 100, FORM_REQUIRED),
	FORM_ID(struct channel_fields, department, "部门", 0),
	FORM_TEXT(struct channel_fields, responsible, "责任人", 2, 60, FORM_REQUIRED),
	FORM_TEXT(struct channel_fields, place, "网址或者位置", 0, 300, 0),
	FORM_TEXT(struct channel_fields, approval, "批准文号", 0, 100, 0),
	FORM_DATE(struct channel_fields, approved, "批准日期", 1990, 2100, 0),
	FORM_DATE(struct channel_fields, opened, "开通日期", 1990, 2100, 0),
	FORM_LINES(struct channel_fields, reason, "修改理由", 0, LEDGER_REASON_MAX, 0),
};
const struct http_fields channel_form = HTTP_FIELDS(fields, struct channel_fields);

static struct channel_facts facts_of(const struct channel_fields *f)
{
	return (struct channel_facts){ .platform = (enum channel_platform)(f->platform + 1),
		.department = { f->department }, .name = f->name, .owner = f->owner,
		.responsible = f->responsible, .place = f->place };
}

static enum err channel_form_page(struct http_exchange *x, bool add, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct channel_row r = { .version = 0 };
	struct kit_choice *departments, *c;
	size_t n_departments, n;
	enum err e = add ? OK : load(x, &r, err);
	if (e == OK)
		e = ledger_department_choices(x, &departments, &n_departments, err);
	if (e == OK)
		e = form_page_init(x, &p, &channel_form, add ? "新增公开渠道" : "修改公开渠道", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, add ? STR("新增公开渠道") : r.name);
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)r.version));
	if (add) {
		c = with_all(x, mode_choices, &n);
		if (c)
			form_page_radios(&p, "mode", c + 1, n - 1, STR("register"),
				"新媒体账号没有开通的先申请，批准以后再开通");
		c = with_all(x, platform_choices, &n);
		if (c)
			c[0].text = STR("请选择");
		if (c)
			form_page_select(&p, "platform", c, n, STR(""), NULL);
	}
	form_page_input(&p, "name", r.name, "账号名称、栏目名称或者屏幕名称");
	form_page_input(&p, "owner", add ? WHO(x)->agency_name : r.owner, NULL);
	form_page_select(&p, "department", departments, n_departments,
		r.department.v ? page_fmt(x, "%lld", (long long)r.department.v) : STR(""), "由哪个部门填每月发布条数");
	form_page_input(&p, "responsible", r.responsible, NULL);
	form_page_input(&p, "place", r.place, NULL);
	if (add) {
		form_page_heading(&p, "已经开通的填写");
		form_page_input(&p, "approval", STR(""), "新媒体账号必填");
		form_page_input(&p, "approved", STR(""), "例如：2026-03-01");
		form_page_input(&p, "opened", STR(""), NULL);
	} else {
		form_page_textarea(&p, "reason", STR(""), NULL)->rows = 2;
	}
	form_page_submit(&p, "保存", add ? STR("/office/ledger/channels") : item_path(x, r.id, ""));
	return form_page_answer(x, &p, err);
}

enum err channel_add_show(struct http_exchange *x, struct error *err)
{
	return channel_form_page(x, true, OK, err);
}

enum err channel_add_post(struct http_exchange *x, struct error *err)
{
	const struct channel_fields *f = x->form;
	struct channel_facts facts = facts_of(f);
	struct channel_id id;
	const struct desk *d = APP(x)->desk;
	struct agency_id own = { 0 };
	if (x->report->n_errors > 0)
		return channel_form_page(x, true, OK, err);
	enum err e = f->mode == 0 ? channel_apply(d, &WHO(x)->actor, own, &facts, &id, err)
				  : channel_register(d, &WHO(x)->actor, own, &facts, f->approval,
					    ledger_form_day(f->approved), ledger_form_day(f->opened), &id, err);
	if (e != OK)
		return channel_form_page(x, true, e, err);
	return page_done(x, item_path(x, id, ""), f->mode == 0 ? "channel.applied" : "channel.added");
}

enum err channel_edit_show(struct http_exchange *x, struct error *err)
{
	return channel_form_page(x, false, OK, err);
}

enum err channel_edit_post(struct http_exchange *x, struct error *err)
{
	const struct channel_fields *f = x->form;
	struct channel_facts facts = facts_of(f);
	struct channel_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return channel_form_page(x, false, OK, err);
	e = channel_change(APP(x)->desk, &WHO(x)->actor, id, f->version, &facts, f->reason, err);
	if (e != OK)
		return channel_form_page(x, false, e, err);
	return page_done(x, item_path(x, id, ""), "channel.saved");
}
