/*
 * A request as bytes: guard, target, route, body, token, fields, answer -- all but the network.
 * First line "METHOD TARGET VERSION", then "Name: value" lines, an empty line, the body.  The body
 * is fed in pieces of a size that its first byte chooses.
 */
#include "tests/fuzz/fuzz.h"

#include "http/request.h"

#include <assert.h>

enum { LINES_MAX = HEAD_LINES_MAX + 2 };

struct form {
	struct str title;
	int64_t count;
	struct form_file file;
};
static const struct form_field field[] = {
	FORM_TEXT(struct form, title, "标题", 1, 10, FORM_REQUIRED),
	FORM_INT(struct form, count, "数量", 1, 9, 0),
	FORM_FILE(struct form, file, "文件", 1000, 0),
};
static const struct http_fields fields = HTTP_FIELDS(field, struct form);

static enum err on_page(struct http_exchange *x, struct error *err)
{
	struct buf b;
	(void)err;
	buf_init(&b, 1 << 20);
	buf_fmt(&b, "%.*s", STR_ARG(x->param[0]));
	http_etag_matches(x, STR("t"));
	http_answer_page(x, 200, &b);
	return OK;
}

static int64_t on_read(void *ctx, int64_t at, char *p, size_t n)
{
	(void)ctx, (void)at;
	memset(p, 'x', n);
	return (int64_t)n;
}

static enum err on_file(struct http_exchange *x, struct error *err)
{
	struct http_source s = { 1000, on_read, NULL, NULL };
	(void)err;
	http_etag_matches(x, STR("t"));
	http_download_name(x, x->n_query ? x->query[0].value : STR("a"));
	http_answer_source(x, "text/plain", &s);
	return OK;
}

static enum err on_redirect(struct http_exchange *x, struct error *err)
{
	(void)err;
	http_csrf_token(x);
	http_answer_redirect(x, x->n_query ? x->query[0].value : STR("/"));
	return OK;
}

static const struct http_route route[] = {
	ROUTE(GET, "/p/:a", 0, NO_CSRF, NULL, on_page, "页面"),
	ROUTE(GET, "/f", 0, NO_CSRF, &fields, on_file, "文件"),
	ROUTE(GET, "/r", 0, NO_CSRF, NULL, on_redirect, "转向"),
	ROUTE(POST, "/n", 0, NO_CSRF, &fields, on_page, "提交"),
	ROUTE(POST, "/c", 0, CSRF, &fields, on_page, "带令牌提交"),
	ROUTE_UPLOAD(POST, "/u", 0, NO_CSRF, &fields, on_page, "上传", 4096),
};
static const struct http_route *const tables[] = { route, NULL };
static const size_t n_routes[] = { sizeof route / sizeof *route };
static const struct http_app app = { .table = tables, .n_routes = n_routes };

static struct str take(struct str *rest, char end)
{
	size_t at = str_find(*rest, (struct str){ &end, 1 }, 0);
	struct str s = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + 1, rest->n);
	return s;
}

/* What is sent can neither end its line nor be taken for something else. */
static void check_answer(const struct http_request *r)
{
	const struct http_answer *a = &r->answer;
	assert(a->status >= 200 && a->status < 600);
	for (size_t i = 0; i < a->n_lines; i++) {
		assert(a->line[i].value.p && strlen(a->line[i].value.p) == a->line[i].value.n);
		for (size_t k = 0; k < a->line[i].value.n; k++)
			assert((unsigned char)a->line[i].value.p[k] >= 0x20);
		if (str_is(a->line[i].name, "Location"))
			assert(a->line[i].value.p[0] == '/' && a->line[i].value.p[1] != '/');
	}
	if (a->kind == ANSWER_SOURCE)
		assert(a->from >= 0 && a->length >= 0 && a->from + a->length <= a->source.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct http_core core;
	static const char secret[32];
	struct error err;
	if (!core.router) {
		core.app = app;
		core.arena_max = 4 << 20;
		core.body_max = core.upload_max = 1 << 20;
		core.secret = (struct str){ secret, sizeof secret };
		core.upload_folder = "/tmp";
		assert(router_new(&app, &core.router, &err) == OK);
	}
	struct str rest = { (const char *)data, size }, first = take(&rest, '\n');
	struct http_header line[LINES_MAX];
	struct http_head head = { .line = line, .peer = STR("local"), .trusted = size % 2 };
	head.method = take(&first, ' ');
	head.target = take(&first, ' ');
	head.version = first;
	for (struct str l; head.n_lines < LINES_MAX && (l = take(&rest, '\n')).n;) {
		struct str name = take(&l, ':');
		line[head.n_lines++] = (struct http_header){ name, l };
	}
	struct http_request *r = request_new(&core);
	assert(r);
	enum request_next next = request_begin(r, &head);
	while (next != NEXT_ANSWER) {
		if (next == NEXT_WORK) {
			request_work(r);
			next = request_next(r);
			continue;
		}
		size_t step = rest.n ? (unsigned char)rest.p[0] % 64 + 1 : 1;
		for (; rest.n && !request_is_hopeless(r); rest = str_sub(rest, step, rest.n))
			request_feed(r, str_sub(rest, 0, step));
		next = request_body_end(r);
	}
	check_answer(r);
	request_free(r, 0);
	assert(core.in_flight == 0);
	return 0;
}
