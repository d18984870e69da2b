/*
 * site -- what belongs to no area: the start page, assets, the modes of display, and what
 * machines ask (health, metrics, robots.txt).
 */
#include "http/percent.h"
#include "page/asset.h"
#include "page/part.h"

enum { MODE_SECONDS = 365 * 24 * 60 * 60 };

/* --- start ------------------------------------------------------------------------------------ */

/* The first page that the person's rights lead to; one's own account is always there. */
static enum err start_page(struct http_exchange *x, struct error *err)
{
	(void)err;
	static const struct {
		unsigned permission;
		const char *path;
	} start[] = {
		{ PERM_RIGHTS_DECIDE, "/admin/rights" },
		{ PERM_LOG_READ, "/admin/log" },
		{ PERM_ORG_LOOK, "/admin/agencies" },
	};
	uint64_t roles = WHO(x)->actor.roles;
	for (size_t i = 0; i < sizeof start / sizeof *start; i++)
		if (role_permits(roles, start[i].permission) &&
			app_has_page(APP(x), str_cstr(start[i].path))) {
			http_answer_redirect(x, str_cstr(start[i].path));
			return OK;
		}
	http_answer_redirect(x, STR("/account"));
	return OK;
}

/* --- assets ----------------------------------------------------------------------------------- */

static enum err answer_asset(struct http_exchange *x, struct str path, struct error *err)
{
	const struct asset *a = asset_find(path);
	if (!a)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这个文件");
	http_cache_set(
		x, a->immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
	if (!http_etag_matches(x, a->etag))
		http_answer_static(x, a->type.p, a->bytes, a->gzip);
	return OK;
}

static enum err asset_file(struct http_exchange *x, struct error *err)
{
	return answer_asset(x, x->path, err);
}

/* --- modes ------------------------------------------------------------------------------------ */

/* The cookie's letters: e elder, c contrast, l large. */
struct frame_modes modes_read(const struct http_exchange *x)
{
	struct str c = http_cookie_find(x, cookie_mode);
	return (struct frame_modes){
		.elder = str_has(c, "e"), .contrast = str_has(c, "c"), .large = str_has(c, "l")
	};
}

struct mode_form {
	int set;
	struct str back;
};
enum { MODE_ELDER, MODE_NO_ELDER, MODE_CONTRAST, MODE_NO_CONTRAST, MODE_LARGE, MODE_NO_LARGE };
static const struct form_choice mode_choices[] = { { "elder", "长辈版" }, { "no-elder", "标准版" },
	{ "contrast", "高对比度" }, { "no-contrast", "普通对比度" }, { "large", "大字" },
	{ "no-large", "普通字号" }, { NULL, NULL } };
static const struct form_field mode_fields[] = {
	FORM_CHOICE(struct mode_form, set, "显示方式", mode_choices, FORM_REQUIRED),
	FORM_TEXT(struct mode_form, back, "返回的页面", 0, 2000, 0),
};
static const struct http_fields mode_form = HTTP_FIELDS(mode_fields, struct mode_form);

static enum err set_mode(struct http_exchange *x, struct error *err)
{
	(void)err;
	const struct mode_form *f = x->form;
	struct frame_modes m = modes_read(x);
	if (f->set == MODE_ELDER || f->set == MODE_NO_ELDER)
		m.elder = f->set == MODE_ELDER;
	if (f->set == MODE_CONTRAST || f->set == MODE_NO_CONTRAST)
		m.contrast = f->set == MODE_CONTRAST;
	if (f->set == MODE_LARGE || f->set == MODE_NO_LARGE)
		m.large = f->set == MODE_LARGE;
	char z[4];
	size_t n = 0;
	if (m.elder)
		z[n++] = 'e';
	if (m.contrast)
		z[n++] = 'c';
	if (m.large)
		z[n++] = 'l';
	struct http_cookie c = {
		.name = cookie_mode, .value = { z, n }, .max_age_s = n ? MODE_SECONDS : 0
	};
	http_cookie_set(x, &c);
	http_answer_redirect(x, page_own_path(f->back));
	return OK;
}

/* --- machines --------------------------------------------------------------------------------- */

static enum err health(struct http_exchange *x, struct error *err)
{
	(void)err;
	struct error why;
	bool well = store_ping(APP(x)->desk->store, &why) == OK;
	struct buf b;
	buf_init(&b, 100);
	buf_cstr(&b, well ? "ok\n" : "store unavailable\n");
	http_answer_bytes(x, well ? 200 : 503, "text/plain; charset=utf-8", &b);
	return OK;
}

static bool is_local(struct str peer)
{
	return peer.n == 0 || str_starts(peer, STR("127.")) || str_is(peer, "::1") ||
	       str_is(peer, "local");
}

static void metric(struct buf *b, const char *name, const char *type, const char *help, int64_t v)
{
	buf_fmt(b, "# HELP gongkai_%s %s\n# TYPE gongkai_%s %s\ngongkai_%s ", name, help, name,
		type, name);
	buf_int(b, v);
	buf_char(b, '\n');
}

static void http_metrics(struct buf *b, const struct http_stats *s)
{
	metric(b, "http_connections", "gauge", "Open connections.", s->connections);
	metric(b, "http_in_flight", "gauge", "Requests being answered.", s->in_flight);
	metric(b, "http_workers_busy", "gauge", "Worker threads at work.", s->workers_busy);
	metric(b, "http_queue", "gauge", "Requests waiting for a worker.", s->queue);
	metric(b, "http_refused_guard_total", "counter", "Malformed requests refused.",
		s->refused_guard);
	metric(b, "http_refused_slow_total", "counter", "Connections ended for being slow.",
		s->refused_slow);
	metric(b, "http_refused_busy_total", "counter", "Requests refused for being too many.",
		s->refused_busy);
	buf_lit(b, "# HELP gongkai_http_requests_total Requests by class of status.\n"
		   "# TYPE gongkai_http_requests_total counter\n");
	for (int i = 1; i < 6; i++) {
		buf_fmt(b, "gongkai_http_requests_total{class=\"%dxx\"} ", i);
		buf_int(b, s->by_class[i]);
		buf_char(b, '\n');
	}
	buf_lit(b, "# HELP gongkai_http_latency_seconds Time to answer.\n"
		   "# TYPE gongkai_http_latency_seconds histogram\n");
	int64_t n = 0, us = 16;
	for (size_t i = 0; i < sizeof s->latency_us / sizeof *s->latency_us; i++, us *= 2) {
		n += s->latency_us[i];
		buf_fmt(b, "gongkai_http_latency_seconds_bucket{le=\"%.6f\"} ", (double)us / 1e6);
		buf_int(b, n);
		buf_char(b, '\n');
	}
	buf_lit(b, "gongkai_http_latency_seconds_bucket{le=\"+Inf\"} ");
	buf_int(b, n);
	buf_lit(b, "\ngongkai_http_latency_seconds_count ");
	buf_int(b, n);
	buf_char(b, '\n');
}

/* Prometheus text format 0.0.4; for the machine itself and the unix socket only. */
static enum err metrics(struct http_exchange *x, struct error *err)
{
	if (!is_local(x->peer))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面");
	struct buf b;
	buf_init(&b, 64 * 1024);
	struct http_server *server = APP(x)->server ? *APP(x)->server : NULL;
	if (server) {
		struct http_stats h;
		http_server_stats(server, &h);
		http_metrics(&b, &h);
	}
	struct store_stats s;
	store_stats(APP(x)->desk->store, &s);
	metric(&b, "store_reads_total", "counter", "Read transactions.", s.reads);
	metric(&b, "store_writes_total", "counter", "Write transactions.", s.writes);
	metric(&b, "store_commits_total", "counter", "Commits of the writer.", s.groups);
	metric(&b, "store_retries_total", "counter", "Transactions run again.", s.retries);
	metric(&b, "store_reconnects_total", "counter", "Connections opened again.", s.reconnects);
	metric(&b, "store_failures_total", "counter", "Transactions that failed.", s.failures);
	metric(&b, "store_queue", "gauge", "Write jobs waiting.", s.queue);
	http_answer_bytes(x, 200, "text/plain; version=0.0.4; charset=utf-8", &b);
	return OK;
}

static const struct http_route routes[] = {
	ROUTE(GET, "/office", PERM_LOGGED_IN, NO_CSRF, NULL, start_page,
		"工作平台首页：转到本人常用的页面"),
	ROUTE(GET, "/assets/:name", PERM_NONE, NO_CSRF, NULL, asset_file, "样式、脚本和图标"),
	ROUTE(GET, "/favicon.ico", PERM_NONE, NO_CSRF, NULL, asset_file, "图标"),
	ROUTE(GET, "/healthz", PERM_NONE, NO_CSRF, NULL, health, "存活检查：能否访问数据库"),
	ROUTE(GET, "/metrics", PERM_NONE, NO_CSRF, NULL, metrics,
		"运行指标（Prometheus 文本），只对本机"),
	ROUTE(GET, "/mode", PERM_NONE, NO_CSRF, &mode_form, set_mode, "切换长辈版、高对比度、大字"),
	ROUTE(GET, "/robots.txt", PERM_NONE, NO_CSRF, NULL, asset_file, "对搜索引擎的说明"),
};
const struct app_area area_site = { routes, sizeof routes / sizeof *routes };
