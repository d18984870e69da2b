/*
 * feed_page -- secret links to calendars of legal dates: made, shown once, revoked, fetched.
 */
#include "core/crypto.h"
#include "desk/feed.h"
#include "page/moment.h"
#include "page/notices/part.h"
#include "page/notices/view.h"
#include "page/notices_notices_tmpl.h"

enum { ICS_MAX = 4 << 20, TAG_SIGNS = 32 };

static const char *const words[FEED_SCOPES] = { "mine", "agency" };
static const char suffix[] = ".ics";

static enum err scope_of(const struct http_exchange *x, enum feed_scope *out, struct error *err)
{
	for (int s = 0; s < FEED_SCOPES; s++)
		if (str_is(x->param[0], words[s])) {
			*out = (enum feed_scope)s;
			return OK;
		}
	return error_set(err, ERR_NOT_FOUND, NULL, "没有这样的日历");
}

static struct str state_of(struct http_exchange *x, const struct feed_state *s)
{
	if (!s->has)
		return STR("没有链接");
	return page_fmt(x, "%.*s 生成，%.*s", STR_ARG(moment_text(x->arena, s->created_at)),
		STR_ARG(s->used_at ? page_fmt(x, "最近一次读取 %.*s",
					     STR_ARG(moment_text(x->arena, s->used_at)))
				   : STR("还没有被读取过")));
}

enum err feeds_show(struct http_exchange *x, struct error *err)
{
	static const char *const about[FEED_SCOPES] = {
		"您承办的申请的答复期限、补正告知期限、申请人补正和缴费期限、征求意见期限。",
		"本机关全部在办申请的上述期限，供政务公开办掌握全局。",
	};
	struct feed_state state[FEED_SCOPES];
	struct feeds_view v = { .title = { .title = STR("日历订阅"),
					.note = STR("在手机或者电脑的日历里看到法定期限，前一天上午九点提醒") } };
	enum err e = feed_states(APP(x)->desk, x->arena, &WHO(x)->actor, state, err);
	if (e != OK)
		return e;
	struct str csrf = http_csrf_token(x);
	bool may = role_permits(WHO(x)->actor.roles, PERM_REQUEST_LOOK);
	for (int s = 0; s < FEED_SCOPES; s++) {
		if (!may && !state[s].has)
			continue;
		struct feed_words *f = &v.feed[v.n++];
		*f = (struct feed_words){ .name = str_cstr(feed_scope_name((enum feed_scope)s)),
			.about = str_cstr(about[s]),
			.state = state_of(x, &state[s]),
			.make_button = { .text = state[s].has ? STR("更换链接") : STR("生成链接"),
				.kind = KIT_SECONDARY,
				.once = true },
			.revoke_button = { .text = STR("停用"), .kind = KIT_DANGER, .once = true } };
		if (may)
			f->make = (struct kit_form){
				.action = page_fmt(x, "/account/calendar/%s/make", words[s]), .csrf = csrf
			};
		if (state[s].has)
			f->revoke = (struct kit_form){
				.action = page_fmt(x, "/account/calendar/%s/revoke", words[s]),
				.csrf = csrf
			};
	}
	struct frame f;
	page_frame(x, FRAME_OFFICE, "日历订阅", &f);
	struct buf *o = page_open(x, &f);
	feeds_main(o, &v);
	return page_close(x, 200, o, &f, err);
}

enum err feed_make_post(struct http_exchange *x, struct error *err)
{
	enum feed_scope s = FEED_MINE;
	struct str token;
	enum err e = scope_of(x, &s, err);
	if (e == OK)
		e = feed_make(APP(x)->desk, x->arena, &WHO(x)->actor, s, &token, err);
	if (e != OK)
		return e;
	struct feed_link_view v = { .title = { .title = STR("日历链接") },
		.name = str_cstr(feed_scope_name(s)),
		.link = page_fmt(x, "%.*s/feed/%.*s%s", STR_ARG(APP(x)->config.public_url),
			STR_ARG(token), suffix) };
	struct frame f;
	page_frame(x, FRAME_OFFICE, "日历链接", &f);
	struct buf *o = page_open(x, &f);
	feed_link_main(o, &v);
	return page_close(x, 200, o, &f, err);
}

enum err feed_revoke_post(struct http_exchange *x, struct error *err)
{
	enum feed_scope s = FEED_MINE;
	enum err e = scope_of(x, &s, err);
	if (e == OK)
		e = feed_revoke(APP(x)->desk, &WHO(x)->actor, s, err);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	return page_done(x, STR("/account/calendar"), "feed.revoked");
}

/* Without a log-in: the secret is in the address.  Unchanged since last time: 304. */
enum err feed_fetch(struct http_exchange *x, struct error *err)
{
	struct buf b;
	struct digest h;
	struct str token = x->param[0];
	if (!str_ends(token, str_cstr(suffix)))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这个日历，请核对链接");
	token = str_sub(token, 0, token.n - (sizeof(suffix) - 1));
	buf_init(&b, ICS_MAX);
	enum err e = feed_write(APP(x)->desk, x->arena, token, x->peer,
		APP(x)->config.public_url, &b, err);
	if (e == OK)
		e = sm3_of(buf_view(&b), &h, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_cache_set(x, "private, no-cache");
	if (http_etag_matches(x, page_fmt(x, "%.*s", TAG_SIGNS, digest_hex(&h).z))) {
		buf_done(&b);
		return OK;
	}
	http_answer_bytes(x, 200, "text/calendar; charset=utf-8", &b);
	return OK;
}
