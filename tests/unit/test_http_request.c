/*
 * The way of a request without a network: router, order of the checks, answers; and every
 * allocation of it failing in turn.
 */
#include "tests/test.h"

#include "core/mem.h"
#include "http/request.h"

#include <stdlib.h>
#include <unistd.h>

static char trace[64]; /* what was called, in order */

static void note(const char *s)
{
	snprintf(trace + strlen(trace), sizeof trace - strlen(trace), "%s", s);
}

struct form {
	struct str name;
};
static const struct form_field form_field[] = {
	FORM_TEXT(struct form, name, "名称", 1, 10, FORM_REQUIRED),
};
static const struct http_fields fields = HTTP_FIELDS(form_field, struct form);

static enum err on_any(struct http_exchange *x, struct error *err)
{
	(void)err;
	note("H");
	struct buf b;
	buf_init(&b, 4096);
	buf_fmt(&b, "%s", x->route->help);
	for (size_t i = 0; i < HTTP_PARAMS_MAX && x->param[i].p; i++)
		buf_fmt(&b, " %.*s", STR_ARG(x->param[i]));
	if (x->form && !x->report->n_errors)
		buf_fmt(&b, " name=%.*s", STR_ARG(((const struct form *)x->form)->name));
	http_header_add(x, "X-Test", STR("1"));
	http_csrf_token(x);
	http_answer_page(x, 200, &b);
	return OK;
}

static enum err authenticate(struct http_exchange *x, struct error *err)
{
	(void)err;
	note("A");
	if (http_cookie_find(x, "sid").n) {
		x->principal = x;
		x->session_token = STR("a secret");
	}
	return OK;
}

static enum err authorise(struct http_exchange *x, unsigned permission, struct error *err)
{
	note("P");
	if (permission == 0 || (permission == 1 && x->principal))
		return OK;
	return error_set(err, ERR_DENIED, NULL, "没有权限");
}

static enum err log_in(struct http_exchange *x, struct error *err)
{
	(void)err;
	note("L");
	http_answer_redirect(x, STR("/login"));
	return OK;
}

static const struct http_route route[] = {
	ROUTE(GET, "/", 0, NO_CSRF, NULL, on_any, "root"),
	ROUTE(GET, "/a", 0, NO_CSRF, NULL, on_any, "a"),
	ROUTE(GET, "/a/:id", 0, NO_CSRF, NULL, on_any, "a-id"),
	ROUTE(GET, "/a/new", 0, NO_CSRF, NULL, on_any, "a-new"),
	ROUTE(POST, "/a/:id", 1, CSRF, &fields, on_any, "post-a-id"),
	ROUTE(GET, "/a/:id/b/:k", 0, NO_CSRF, NULL, on_any, "two"),
	ROUTE(GET, "/f/:rest*", 0, NO_CSRF, NULL, on_any, "rest"),
	ROUTE(GET, "/f/x/y", 0, NO_CSRF, NULL, on_any, "literal"),
	ROUTE(GET, "/:any", 0, NO_CSRF, NULL, on_any, "any"),
	ROUTE(POST, "/only", 0, NO_CSRF, NULL, on_any, "only"),
	ROUTE(GET, "/secret", 1, NO_CSRF, NULL, on_any, "secret"),
	ROUTE(GET, "/never", 2, NO_CSRF, NULL, on_any, "never"),
	ROUTE_UPLOAD(POST, "/up", 1, NO_CSRF, NULL, on_any, "up", 1 << 20),
};
static const struct http_route *const tables[] = { route, NULL };
static const size_t n_routes[] = { sizeof route / sizeof *route };
static const struct http_app app = { .table = tables,
	.n_routes = n_routes,
	.authenticate = authenticate,
	.authorise = authorise,
	.log_in = log_in };
static struct http_core core;

/* What came of it. */
struct result {
	int status;
	bool close;
	char body[4096];
};

struct ask {
	const char *method, *target, *cookie, *body, *type;
};

static struct result run(const struct ask *q)
{
	struct result out = { 0 };
	char length[24];
	struct http_header line[4] = { { STR("Host"), STR("gongkai.test") } };
	size_t n = 1;
	trace[0] = 0;
	if (q->cookie)
		line[n++] = (struct http_header){ STR("Cookie"), str_cstr(q->cookie) };
	if (q->body) {
		snprintf(length, sizeof length, "%zu", strlen(q->body));
		line[n++] = (struct http_header){ STR("Content-Length"), str_cstr(length) };
		line[n++] = (struct http_header){ STR("Content-Type"),
			str_cstr(q->type ? q->type : "application/x-www-form-urlencoded") };
	}
	struct http_head head = { .method = str_cstr(q->method),
		.target = str_cstr(q->target),
		.version = STR("HTTP/1.1"),
		.line = line,
		.n_lines = n,
		.peer = STR("192.0.2.1") };
	struct http_request *r = request_new(&core);
	if (!r)
		return out;
	enum request_next next = request_begin(r, &head);
	while (next != NEXT_ANSWER) {
		if (next == NEXT_WORK) {
			request_work(r);
			next = request_next(r);
			continue;
		}
		if (q->body)
			request_feed(r, str_cstr(q->body));
		next = request_body_end(r);
	}
	out.status = r->answer.status;
	out.close = r->answer.close;
	snprintf(out.body, sizeof out.body, "%.*s", STR_ARG(r->answer.body));
	request_free(r, 0);
	return out;
}

/*
 * A page's id, and HMAC-SM3 of "csrf session\n" id "\n" "a secret" under 32 zero bytes, by
 * `openssl dgst -sm3 -mac HMAC`.
 */
#define TOKEN "0123456789abcdef" "cbecc3c71f6c41c43996c1ce63ac72216d2bea10868189b794c0c4bd46f155ab"

static const struct {
	struct ask ask;
	int status;
	const char *trace, *body;
} row[] = {
	{ { "GET", "/", NULL, NULL, NULL }, 200, "APH", "root" },
	{ { "HEAD", "/a", NULL, NULL, NULL }, 200, "APH", "a" },
	{ { "GET", "/a/7", NULL, NULL, NULL }, 200, "APH", "a-id 7" },
	{ { "GET", "/a/new", NULL, NULL, NULL }, 200, "APH", "a-new" },
	{ { "GET", "/a/1/b/%E4%BD%A0", NULL, NULL, NULL }, 200, "APH", "two 1 你" },
	{ { "GET", "/f/x/y", NULL, NULL, NULL }, 200, "APH", "literal" },
	{ { "GET", "/f/x/z", NULL, NULL, NULL }, 200, "APH", "rest x/z" },
	{ { "GET", "/f", NULL, NULL, NULL }, 200, "APH", "any f" },
	{ { "GET", "/zzz", NULL, NULL, NULL }, 200, "APH", "any zzz" },
	{ { "GET", "/a/1/c", NULL, NULL, NULL }, 404, "", "页面不存在" },
	{ { "GET", "/a/", NULL, NULL, NULL }, 301, "", "" },
	{ { "POST", "/", NULL, "a=1", NULL }, 405, "", "不支持" },
	{ { "PUT", "/a", NULL, "a=1", NULL }, 405, "", "不支持" },
	{ { "GET", "/secret", NULL, NULL, NULL }, 303, "APL", "" },
	{ { "GET", "/secret", "sid=1", NULL, NULL }, 200, "APH", "secret" },
	{ { "GET", "/never", "sid=1", NULL, NULL }, 403, "AP", "没有权限" },
	{ { "GET", "/never", NULL, NULL, NULL }, 303, "APL", "" },
	{ { "POST", "/only", NULL, "a=1", NULL }, 200, "APH", "only" },
	{ { "POST", "/only", NULL, "a=%", NULL }, 400, "AP", "" },
	{ { "POST", "/only", NULL, "{}", "application/json" }, 415, "AP", "" },
	{ { "POST", "/a/3", NULL, "name=x", NULL }, 303, "APL", "" },
	{ { "POST", "/a/3", "sid=1", "name=x", NULL }, 403, "AP", "没有提交" },
	{ { "POST", "/a/3", "sid=1", "name=x&_csrf=" TOKEN, NULL }, 200, "APH",
		"post-a-id 3 name=x" },
	{ { "POST", "/a/3", "sid=1", "name=&_csrf=" TOKEN, NULL }, 200, "APH", "post-a-id 3" },
	{ { "POST", "/up", "sid=1",
		  "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n",
		  "multipart/form-data; boundary=b" },
		200, "APH", "up" },
	{ { "GET", "//", NULL, NULL, NULL }, 400, "", "请求有误" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct result r = run(&row[i].ask);
		CHECK(r.status == row[i].status, "%s %s: %d", row[i].ask.method, row[i].ask.target,
			r.status);
		CHECK(strcmp(trace, row[i].trace) == 0, "  calls %s", trace);
		CHECK(strstr(r.body, row[i].body), "  says %s", row[i].body);
	}
}

/* The installation's ceilings lie over those of the routes: what is longer is 413. */
static void test_ceilings(void)
{
	static const char file[] = "--b\r\nContent-Disposition: form-data; name=\"f\"; "
				   "filename=\"a\"\r\n\r\n0123456789\r\n--b--\r\n";
	struct ask form = { "POST", "/only", NULL, "a=12345678", NULL };
	struct ask up = { "POST", "/up", "sid=1", file, "multipart/form-data; boundary=b" };
	int64_t n = (int64_t)sizeof file - 1;
	core.body_max = 10;
	CHECK(run(&form).status == 200, "a form of ten bytes under a ceiling of ten");
	core.body_max = 9;
	CHECK(run(&form).status == 413, "but not of nine");
	core.upload_max = n - 9;
	CHECK(run(&up).status == 200, "files and fields together");
	core.upload_max = n - 10;
	CHECK(run(&up).status == 413, "one byte less");
	core.body_max = core.upload_max = INT64_MAX / 2;
	CHECK(run(&up).status == 200, "a high ceiling leaves the route's own");
	core.body_max = core.upload_max = 1 << 20;
}

/* Whatever allocation fails, there is an answer (or no request at all) and nothing leaks. */
static void test_no_memory(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		mem_fail_at(0);
		run(&row[i].ask);
		long n = mem_requests();
		bool fine = true;
		for (long k = 1; k <= n; k++) {
			mem_fail_at(k);
			struct result r = run(&row[i].ask);
			fine &= r.status == 0 || r.status == row[i].status || r.status >= 500 ||
				r.status == 413;
		}
		mem_fail_at(0);
		CHECK(fine, "%s %s with each of %ld allocations failing", row[i].ask.method,
			row[i].ask.target, n);
	}
	CHECK(core.in_flight == 0, "every request was freed");
}

static void test_bad_tables(void)
{
	static const struct {
		const char *name;
		struct http_route route[2];
	} bad[] = {
		{ "twice", { ROUTE(GET, "/x/:a", 0, NO_CSRF, NULL, on_any, "1"),
				   ROUTE(GET, "/x/:b", 0, NO_CSRF, NULL, on_any, "2") } },
		{ "no slash", { ROUTE(GET, "x", 0, NO_CSRF, NULL, on_any, "1") } },
		{ "empty segment", { ROUTE(GET, "/x//y", 0, NO_CSRF, NULL, on_any, "1") } },
		{ "rest in the middle", { ROUTE(GET, "/:r*/y", 0, NO_CSRF, NULL, on_any, "1") } },
		{ "five parameters",
			{ ROUTE(GET, "/:a/:b/:c/:d/:e", 0, NO_CSRF, NULL, on_any, "1") } },
		{ "a token on GET", { ROUTE(GET, "/x", 0, CSRF, NULL, on_any, "1") } },
		{ "no handler", { ROUTE(GET, "/x", 0, NO_CSRF, NULL, NULL, "1") } },
		{ "an upload without ceiling",
			{ ROUTE_UPLOAD(POST, "/x", 0, CSRF, NULL, on_any, "1", 0) } },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct http_route *t[] = { bad[i].route, NULL };
		size_t n[] = { bad[i].route[1].path ? 2 : 1 };
		struct http_app a = { .table = t, .n_routes = n };
		struct router *r = NULL;
		struct error err;
		CHECK(router_new(&a, &r, &err) == ERR_BUG && !r, "refused: %s", bad[i].name);
	}
}

int main(void)
{
	static const char zero[32];
	static char folder[] = "/tmp/gongkai-request.XXXXXX";
	struct error err;
	core.app = app;
	core.arena_max = 4 << 20;
	core.body_max = core.upload_max = 1 << 20;
	core.secret = (struct str){ zero, sizeof zero };
	core.upload_folder = mkdtemp(folder);
	CHECK(core.upload_folder && router_new(&app, &core.router, &err) == OK,
		"the table is sound");
	test_rows();
	test_ceilings();
	test_no_memory();
	test_bad_tables();
	router_free(core.router);
	CHECK(rmdir(folder) == 0, "no file is left");
	return TEST_END();
}
