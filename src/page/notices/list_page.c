/*
 * list_page -- what one has been told: unread ones first asked for, by key, each leading to its place.
 */
#include "page/moment.h"
#include "page/notices/part.h"
#include "page/notices/view.h"
#include "page/notices_notices_tmpl.h"

#include <inttypes.h>

static const struct form_choice show_choices[] = { { "unread", "未读" }, { "all", "全部" },
	{ NULL, NULL } };
enum { SHOW_UNREAD, SHOW_ALL };

struct notices_typed {
	int show; /* -1: unread */
	int64_t below;
};
static const struct form_field query_fields[] = {
	FORM_CHOICE(struct notices_typed, show, "范围", show_choices, 0),
	FORM_ID(struct notices_typed, below, "起始", 0),
};
const struct http_fields notices_query = HTTP_FIELDS(query_fields, struct notices_typed);

struct read_typed {
	int64_t upto;
};
static const struct form_field read_fields[] = {
	FORM_ID(struct read_typed, upto, "到哪一条", FORM_REQUIRED),
};
const struct http_fields notices_read_form = HTTP_FIELDS(read_fields, struct read_typed);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("时间"), .card = KIT_CARD_LINE, .nowrap = true },
	{ .label = STR_INIT("事项"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("申请"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("说明"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("通知的时间、事项、申请和状态"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 5 };

static void fill_lines(
	struct http_exchange *x, const struct notice_item *item, size_t n, struct notices_view *v)
{
	struct notice_words *l = arena_array(x->arena, struct notice_words, n + 1);
	if (!l)
		return;
	for (size_t i = 0; i < n; i++) {
		l[i] = (struct notice_words){ .at = moment_text(x->arena, item[i].at),
			.kind = str_cstr(notice_kind_name(item[i].kind)),
			.number = item[i].number,
			.subject = item[i].subject,
			.detail = item[i].detail,
			.action = page_fmt(
				x, "/office/notices/%" PRId64 "/open", item[i].id.v),
			.read = item[i].read };
		v->any_unread = v->any_unread || !item[i].read;
	}
	v->line = l;
	v->n = n;
}

enum err notices_show(struct http_exchange *x, struct error *err)
{
	const struct notices_typed *t = x->form;
	bool all = t->show == SHOW_ALL;
	const char *show = all ? "all" : "unread";
	struct notice_item *item;
	size_t n;
	struct notices_view v = { .table = &table, .csrf = http_csrf_token(x) };
	enum err e = notice_list(APP(x)->desk, x->arena, &WHO(x)->actor, !all,
		(struct notice_id){ t->below }, &item, &n, err);
	if (e != OK)
		return e;
	bool more = n > NOTICE_PAGE;
	n = more ? NOTICE_PAGE : n;
	fill_lines(x, item, n, &v);
	if (more)
		v.next = page_fmt(x, "/office/notices?show=%s&below=%" PRId64, show,
			item[n - 1].id.v);
	if (t->below)
		v.newest = page_fmt(x, "/office/notices?show=%s", show);
	if (n)
		v.upto = page_fmt(x, "%" PRId64, item[0].id.v);
	const struct kit_link tab[] = {
		{ STR("未读"), STR("/office/notices"), !all },
		{ STR("全部"), STR("/office/notices?show=all"), all },
	};
	const struct kit_button button[] = {
		{ .text = STR("邮件设置"), .kind = KIT_SECONDARY, .href = STR("/account/notices") },
	};
	v.tab = tab;
	v.n_tabs = 2;
	v.all = (struct kit_form){ .action = STR("/office/notices/read"), .csrf = v.csrf };
	v.title = (struct kit_title){ .title = STR("待阅"),
		.note = STR("点开一条即标为已读，并转到要办的页面"),
		.button = button,
		.n = 1 };
	v.empty = all ? (struct kit_empty){ .title = STR("还没有通知"),
				.text = STR("有申请分派给您、文书等您审核、期限临近时，会在这里出现。") }
		      : (struct kit_empty){ .title = STR("没有未读的通知"),
				.text = STR("读过的通知在“全部”里。"),
				.link = STR("查看全部通知"),
				.href = STR("/office/notices?show=all") };
	struct frame f;
	page_frame(x, FRAME_OFFICE, "待阅", &f);
	struct buf *o = page_open(x, &f);
	notices_main(o, &v);
	return page_close(x, 200, o, &f, err);
}

/* Where a notice leads. */
static struct str place_of(struct http_exchange *x, const struct notice_item *n)
{
	if (str_is(n->object_kind, "letter"))
		return page_fmt(x, "/office/letters/%" PRId64, n->object);
	if (str_is(n->object_kind, "remedy"))
		return page_fmt(x, "/office/remedies/%" PRId64, n->object);
	if (str_is(n->object_kind, "annual_report"))
		return page_fmt(x, "/annual/%" PRId64, n->object);
	if (n->request.v)
		return page_fmt(x, "/office/requests/%" PRId64, n->request.v);
	if (str_is(n->object_kind, "mail"))
		return STR("/admin/status");
	return STR("/office/notices?show=all");
}

enum err notice_open_post(struct http_exchange *x, struct error *err)
{
	struct notice_id id;
	struct notice_item item;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = notice_open(APP(x)->desk, x->arena, &WHO(x)->actor, id, &item, err);
	return e != OK ? e : page_done(x, place_of(x, &item), NULL);
}

enum err notices_read_post(struct http_exchange *x, struct error *err)
{
	const struct read_typed *t = x->form;
	int64_t n;
	if (x->report->n_errors)
		return error_set(err, ERR_INVALID, NULL, "请回到待阅列表，再点一次");
	enum err e = notice_read_all(
		APP(x)->desk, &WHO(x)->actor, (struct notice_id){ t->upto }, &n, err);
	return e != OK ? e : page_done(x, STR("/office/notices"), "notices.read");
}
