/*
 * inbox_page -- the list of cases: counts that filter, filters in the address, pages by key.
 */
#include "page/office/inbox_part.h"
#include "page/office/inbox_view.h"
#include "page/office_inbox_tmpl.h"
#include "page/words.h"

enum { URL_MAX = 4096 };

/* In the order of enum inbox_band. */
static const struct form_choice band_choices[] = { { "open", "在办" }, { "filed", "待登记" },
	{ "overdue", "已逾期" }, { "two", "2 日内到期" }, { "five", "3—5 日到期" },
	{ "later", "5 日以上" }, { "paused", "计时暂停" }, { "mine", "待我处理" },
	{ "month", "本月办结" }, { "all", "全部" }, { NULL, NULL } };
static const struct form_choice stage_choices[] = { { "filed", "待登记" },
	{ "registered", "登记核对" }, { "correction", "补正中" }, { "handling", "办理中" },
	{ "consulting", "征求意见" }, { "payment", "待缴费" }, { "review", "待审核" },
	{ "signing", "待签发" }, { "service", "待送达" }, { "done", "已办结" },
	{ "archived", "已归档" }, { NULL, NULL } };
static const struct form_choice channel_choices[] = { { "person", "当面" }, { "oral", "口头" },
	{ "registered", "挂号邮寄" }, { "ordinary", "平常信函" }, { "internet", "网上" },
	{ "fax", "传真" }, { NULL, NULL } };
static const struct form_choice class_choices[] = { { "person", "自然人" },
	{ "business", "商业企业" }, { "research", "科研机构" }, { "welfare", "社会公益组织" },
	{ "legal", "法律服务机构" }, { "other", "其他" }, { NULL, NULL } };

struct inbox_query {
	int band, stage, channel, class;
	int64_t department, after_due, after;
	struct str q, find; /* find: q sealed (page/words.h) */
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct inbox_query, band, "范围", band_choices, 0),
	FORM_TEXT(struct inbox_query, q, "编号、文号、申请人、内容", 0, WORDS_MAX, 0),
	FORM_TEXT(struct inbox_query, find, "查找", 0, WORDS_SEALED, 0),
	FORM_CHOICE(struct inbox_query, stage, "环节", stage_choices, 0),
	FORM_ID(struct inbox_query, department, "承办部门", 0),
	FORM_CHOICE(struct inbox_query, channel, "来源", channel_choices, 0),
	FORM_CHOICE(struct inbox_query, class, "申请人", class_choices, 0),
	FORM_INT(struct inbox_query, after_due, "起始", INT32_MIN, INT32_MAX, 0),
	FORM_ID(struct inbox_query, after, "起始", 0),
};
const struct http_fields inbox_form = HTTP_FIELDS(fields, struct inbox_query);
static const struct form_field find_fields[] = {
	FORM_CHOICE(struct inbox_query, band, "范围", band_choices, 0),
	FORM_TEXT(struct inbox_query, q, "编号、文号、申请人、内容", 0, WORDS_MAX, 0),
	FORM_CHOICE(struct inbox_query, stage, "环节", stage_choices, 0),
	FORM_ID(struct inbox_query, department, "承办部门", 0),
	FORM_CHOICE(struct inbox_query, channel, "来源", channel_choices, 0),
	FORM_CHOICE(struct inbox_query, class, "申请人", class_choices, 0),
};
const struct http_fields find_form = HTTP_FIELDS(find_fields, struct inbox_query);

/* --- addresses ---------------------------------------------------------------------------------
 */

static void url_choice(
	struct buf *b, const char *name, const struct form_choice *choice, int chosen)
{
	if (chosen >= 0)
		buf_fmt(b, "&%s=%s", name, choice[chosen].value);
}

static struct str list_url(
	struct http_exchange *x, const struct inbox_query *q, const struct inbox_page *after)
{
	struct buf b;
	buf_init(&b, URL_MAX);
	buf_fmt(&b, "/office?band=%s", band_choices[q->band < 0 ? 0 : q->band].value);
	url_choice(&b, "stage", stage_choices, q->stage);
	url_choice(&b, "channel", channel_choices, q->channel);
	url_choice(&b, "class", class_choices, q->class);
	if (q->department)
		buf_fmt(&b, "&department=%lld", (long long)q->department);
	if (q->find.n)
		buf_fmt(&b, "&find=%.*s", STR_ARG(q->find));
	if (after)
		buf_fmt(&b, "&after_due=%lld&after=%lld", (long long)after->next_due,
			(long long)after->next_id.v);
	struct str url = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return url;
}

/* --- counts ------------------------------------------------------------------------------------
 */

static struct str count_text(struct http_exchange *x, int64_t n)
{
	return n > INBOX_COUNT_MAX ? page_fmt(x, "%d+", INBOX_COUNT_MAX)
				   : page_fmt(x, "%lld", (long long)n);
}

static void fill_counts(struct http_exchange *x, const struct inbox_query *q,
	const struct inbox_page *page, struct inbox_view *v)
{
	static const struct {
		enum inbox_band band;
		const char *classes, *note;
	} strip[INBOX_COUNTS] = { { BAND_OPEN, NULL, "没有办结的" },
		{ BAND_OVERDUE, "is-red", "须说明原因" }, { BAND_TWO, "is-red", "含今日到期" },
		{ BAND_FIVE, "is-amber", "" }, { BAND_PAUSED, "is-violet", "补正、征求意见、缴费" },
		{ BAND_MINE, NULL, "由我承办" }, { BAND_FILED, NULL, "尚未确认收到" },
		{ BAND_MONTH, "is-green", "" } };
	enum inbox_band now = q->band < 0 ? BAND_OPEN : (enum inbox_band)q->band;
	for (size_t i = 0; i < INBOX_COUNTS; i++) {
		enum inbox_band b = strip[i].band;
		v->count[i] = (struct inbox_count){ .label = str_cstr(band_choices[b].label),
			.number = count_text(x, page->count[b]),
			.note = str_cstr(strip[i].note),
			.href = page_fmt(x, "/office?band=%s", band_choices[b].value),
			.classes = strip[i].classes,
			.current = b == now && q->q.n == 0 };
	}
}

/* --- filters -----------------------------------------------------------------------------------
 */

static struct kit_select select_of(struct http_exchange *x, const char *name, const char *label,
	const struct form_choice *choice, int chosen)
{
	size_t n = 0;
	while (choice[n].value)
		n++;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, n + 1);
	if (c)
		c[0] = (struct kit_choice){ .text = STR("全部") };
	for (size_t i = 0; c && i < n; i++)
		c[i + 1] = (struct kit_choice){ .value = str_cstr(choice[i].value),
			.text = str_cstr(choice[i].label) };
	return (struct kit_select){ .field = { .name = str_cstr(name), .label = str_cstr(label) },
		.choice = c,
		.n = c ? n + 1 : 0,
		.value = chosen >= 0 ? str_cstr(choice[chosen].value) : STR("") };
}

static enum err fill_filters(struct http_exchange *x, const struct inbox_query *q,
	struct inbox_view *v, struct error *err)
{
	struct assign_choices c;
	enum err e = assign_choices(x, &c, err);
	if (e != OK)
		return e;
	c.department[0].text = STR("全部");
	v->band = str_cstr(band_choices[q->band < 0 ? 0 : q->band].value);
	v->q = (struct kit_input){ .field = { .name = STR("q"),
					   .label = STR("编号、文号、申请人、内容") },
		.value = q->q,
		.type = STR("search") };
	v->stage = select_of(x, "stage", "环节", stage_choices, q->stage);
	v->channel = select_of(x, "channel", "来源", channel_choices, q->channel);
	v->class = select_of(x, "class", "申请人", class_choices, q->class);
	v->department = (struct kit_select){ .field = { .name = STR("department"),
						     .label = STR("承办部门") },
		.choice = c.department,
		.n = c.n_departments,
		.value = q->department ? page_fmt(x, "%lld", (long long)q->department) : STR("") };
	return OK;
}

static struct inbox_filter filter_of(const struct inbox_query *q)
{
	struct inbox_filter f = inbox_filter_default();
	f.band = q->band < 0 ? BAND_OPEN : (enum inbox_band)q->band;
	f.stage = q->stage;
	f.channel = q->channel;
	f.class = q->class;
	f.department.v = q->department;
	f.q = q->q;
	f.has_after = q->after != 0;
	f.after_due = q->after_due;
	f.after_id.v = q->after;
	return f;
}

/* --- rows --------------------------------------------------------------------------------------
 */

struct str inbox_due(struct http_exchange *x, const struct inbox_item *i, enum kit_due_kind *kind)
{
	int left = i->left;
	switch (i->tone) {
	case TONE_LATE:
		*kind = KIT_DUE_OVER;
		return page_fmt(x, "逾期 %d 日", left < 0 ? -left : 1);
	case TONE_PAUSED:
		*kind = KIT_DUE_STOPPED;
		return i->due;
	case TONE_DONE:
		*kind = KIT_DUE_DONE;
		return i->due;
	case TONE_TODAY:
		*kind = KIT_DUE_SOON;
		return i->due;
	default:
		break;
	}
	if (!i->row.due_on.has) {
		*kind = KIT_DUE_FAR;
		return i->due;
	}
	*kind = left <= 2 ? KIT_DUE_SOON : left <= 5 ? KIT_DUE_NEAR : KIT_DUE_FAR;
	return page_fmt(x, "剩 %d 日%s", left, i->row.provisional ? "（暂定）" : "");
}

static enum kit_tone stage_tone(int64_t stage)
{
	static const enum kit_tone tone[STAGES] = { [STAGE_FILED] = KIT_AMBER,
		[STAGE_REGISTERED] = KIT_AMBER,
		[STAGE_CORRECTION] = KIT_VIOLET,
		[STAGE_CONSULTING] = KIT_VIOLET,
		[STAGE_PAYMENT] = KIT_VIOLET,
		[STAGE_REVIEW] = KIT_BLUE,
		[STAGE_SIGNING] = KIT_BLUE,
		[STAGE_SERVICE] = KIT_GREEN,
		[STAGE_DONE] = KIT_GREEN };
	return stage >= 0 && stage < STAGES ? tone[stage] : KIT_PLAIN;
}

static struct str due_note(struct http_exchange *x, const struct inbox_item *i)
{
	const struct inbox_line_row *r = &i->row;
	if (i->waits.n)
		return i->waits;
	struct opt_i64 day = r->closed_on.has ? r->closed_on : r->due_on;
	if (!day.has)
		return STR("登记后起算");
	struct str on = day_short(x, day);
	return page_fmt(
		x, "%.*s %s", STR_ARG(on), date_weekday_name((struct date){ (int32_t)day.v }));
}

static void fill_row(struct http_exchange *x, const struct inbox_item *i, struct inbox_row *out)
{
	const struct inbox_line_row *r = &i->row;
	struct str number = r->number.p ? r->number : r->receipt;
	*out = (struct inbox_row){ .due_note = due_note(x, i),
		.number = number,
		.href = case_path(x, r->id, ""),
		.subject = r->subject,
		.sub = i->correction,
		.sub_late = i->correction_late,
		.who = r->masked_name,
		.who_note =
			page_fmt(x, "%s，%s", applicant_class_name((enum applicant_class)r->class),
				channel_choices[r->channel].label),
		.stage = str_cstr(request_stage_name((enum request_stage)r->stage)),
		.department = r->department_name.p ? r->department_name : STR("未分派"),
		.received =
			day_short(x, r->received_on.has ? r->received_on
							: (struct opt_i64){ true, r->arrived_on }),
		.tone = stage_tone(r->stage),
		.pick = page_fmt(x, "%lld-%lld", (long long)r->id.v, (long long)r->version),
		.pick_label = page_fmt(x, "选择 %.*s", STR_ARG(number)) };
	out->due_text = inbox_due(x, i, &out->due);
	if (r->handler_name.p)
		out->department = page_fmt(
			x, "%.*s %.*s", STR_ARG(out->department), STR_ARG(r->handler_name));
}

/* --- the page ----------------------------------------------------------------------------------
 */

static const struct kit_column columns[] = {
	{ .label = STR_INIT("选择"), .pick = true, .card = KIT_CARD_HIDDEN },
	{ .label = STR_INIT("到期"), .sort = KIT_ASCENDING, .nowrap = true },
	{ .label = STR_INIT("编号"), .nowrap = true },
	{ .label = STR_INIT("申请内容") },
	{ .label = STR_INIT("申请人") },
	{ .label = STR_INIT("环节") },
	{ .label = STR_INIT("承办"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("收到"), .card = KIT_CARD_NAMED, .nowrap = true },
};
enum { COLUMNS = sizeof columns / sizeof *columns };
static const struct kit_table pick_table = { .caption = STR_INIT("申请，按到期先后排列"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = COLUMNS };
static const struct kit_table look_table = { .caption = STR_INIT("申请，按到期先后排列"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns + 1,
	.n = COLUMNS - 1 };

static void fill_empty(struct http_exchange *x, const struct inbox_query *q, struct inbox_view *v)
{
	bool all = q->band <= 0 && q->stage < 0 && q->channel < 0 && q->class < 0 &&
		   q->department == 0 && q->q.n == 0;
	bool may_register = role_permits(WHO(x)->actor.roles, PERM_REQUEST_REGISTER);
	v->empty = (struct kit_empty){ .title = STR("没有符合条件的申请"),
		.text = STR(
			"请放宽筛选条件，或者查看全部在办的申请。编号可以只填开头，文号和申请人要填全。"),
		.link = STR("查看全部在办"),
		.href = STR("/office") };
	if (all)
		v->empty = (struct kit_empty){ .title = STR("没有在办的申请"),
			.text = STR(
				"网上提交的申请会出现在这里；收到来信、传真或者当面申请，请先登记。"),
			.link = may_register ? STR("登记来信、当面申请") : STR(""),
			.href = may_register ? STR("/office/register") : STR("") };
}

static void fill_paging(struct http_exchange *x, const struct inbox_query *q,
	const struct inbox_page *page, struct inbox_view *v)
{
	if (page->more)
		v->paging.next = list_url(x, q, page);
	if (q->after)
		v->paging.previous = list_url(x, q, NULL);
	if (page->cut)
		v->cut = page_fmt(
			x, "本页 %zu 件；只看了前 %d 件，请继续看下一页", v->n, INBOX_SCAN);
	else if (page->total < 0)
		v->cut = page_fmt(x, "本页 %zu 件", v->n);
	else
		v->cut = page_fmt(
			x, "本页 %zu 件，共 %.*s 件", v->n, STR_ARG(count_text(x, page->total)));
}

static enum err fill_inbox(struct http_exchange *x, const struct inbox_query *q,
	struct inbox_view *v, struct error *err)
{
	struct inbox_page page;
	struct inbox_filter f = filter_of(q);
	enum err e = inbox_page(APP(x)->desk, x->arena, &WHO(x)->actor, &f, &page, err);
	if (e == OK)
		e = fill_filters(x, q, v, err);
	if (e != OK)
		return e;
	v->row = arena_array(x->arena, struct inbox_row, page.n);
	v->n = v->row ? page.n : 0;
	for (size_t i = 0; i < v->n; i++)
		fill_row(x, &page.item[i], &v->row[i]);
	fill_counts(x, q, &page, v);
	fill_empty(x, q, v);
	fill_paging(x, q, &page, v);
	v->title.note = page_fmt(x, "%s（%s）　期限按工作日历计算，最先到期的排在最前",
		date_words(page.today).z, date_weekday_name(page.today));
	return arena_check(x->arena, err);
}

/* To the list with these filters, the words of the search sealed. */
static enum err to_list(struct http_exchange *x, struct inbox_query *q, struct error *err)
{
	enum err e = page_words_seal(x, q->q, &q->find, err);
	struct str url = e == OK ? list_url(x, q, NULL) : STR("");
	if (e == OK)
		e = arena_check(x->arena, err);
	if (e == OK)
		http_answer_redirect(x, url);
	return e;
}

enum err inbox_find(struct http_exchange *x, struct error *err)
{
	struct inbox_query q = *(const struct inbox_query *)x->form;
	return to_list(x, &q, err);
}

enum err inbox_show(struct http_exchange *x, struct error *err)
{
	struct inbox_query asked = *(const struct inbox_query *)x->form, *q = &asked;
	/* The home of everybody in the office: administrators have another first page. */
	if (!role_permits(WHO(x)->actor.roles, PERM_REQUEST_LOOK)) {
		page_start(x);
		return OK;
	}
	if (q->q.n) /* typed into the address, or an old bookmark: does not stay there */
		return to_list(x, q, err);
	struct inbox_view v = { .title = { .title = STR("依申请公开") } };
	enum err e = page_words_open(x, q->find, &q->q, err);
	if (e == OK)
		e = fill_inbox(x, q, &v, err);
	if (e != OK)
		return e;
	struct inbox_filter f = filter_of(q);
	struct str word = filter_word(x, &f);
	struct kit_button button[2];
	uint64_t roles = WHO(x)->actor.roles;
	v.title.button = button;
	if (role_permits(roles, PERM_REQUEST_REGISTER))
		button[v.title.n++] = (struct kit_button){ .text = STR("登记来信、当面申请"),
			.href = STR("/office/register") };
	button[v.title.n++] = (struct kit_button){ .text = STR("导出台账"),
		.kind = KIT_SECONDARY,
		.href = page_fmt(x, "/office/export?filter=%.*s", STR_ARG(word)) };
	v.may_batch = role_permits(roles, PERM_REQUEST_REGISTER);
	v.table = v.may_batch ? &pick_table : &look_table;
	v.csrf = http_csrf_token(x);
	v.batch = (struct kit_form){ .action = STR("/office/batch"), .csrf = http_csrf_token(x) };
	page_frame(x, FRAME_OFFICE, "依申请公开", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	office_inbox(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
