/*
 * http_echo -- the real server with a small route table, for the tests of suite `http`.
 *
 *	http_echo [--listen ADDRESS]… [--tls CERT KEY] [--uploads FOLDER] [--key value]…
 *
 * Prints "ready PORT…" when it serves, "stats key=value…" for every line on stdin, stops when stdin
 * ends (grace 5 s) and then prints the last statistics.  Nothing here is the product's; "people"
 * are the cookies sid=a (may do all) and sid=b (may not write).
 */
#include "core/crypto.h"
#include "core/file.h"
#include "http/server.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PUBLIC, READ, WRITE };
enum { LISTEN_MAX = 4, PAGE_BYTES = 6 * 1024, FILE_SIZE = 1000000 };

static atomic_long finished_n, handled_n;
static char page[PAGE_BYTES];

static void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	nanosleep(&t, NULL);
}

static enum err say(struct http_exchange *x, int status, const char *text)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_cstr(&b, text);
	http_answer_bytes(x, status, "text/plain; charset=utf-8", &b);
	return OK;
}

static enum err on_page(struct http_exchange *x, struct error *err)
{
	(void)err;
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_add(&b, page, sizeof page);
	http_answer_page(x, 200, &b);
	return OK;
}

/* Everything a handler can see of its request. */
static enum err on_echo(struct http_exchange *x, struct error *err)
{
	struct buf b;
	(void)err;
	buf_init(&b, 4 << 20);
	buf_fmt(&b, "method=%s head=%d path=%.*s target=%.*s peer=%.*s secure=%d\n",
		x->method == HTTP_POST ? "POST" : "GET", x->head, STR_ARG(x->path),
		STR_ARG(x->target), STR_ARG(x->peer), x->secure);
	for (int i = 0; i < HTTP_PARAMS_MAX && x->param[i].p; i++)
		buf_fmt(&b, "param%d=%.*s\n", i, STR_ARG(x->param[i]));
	for (size_t i = 0; i < x->n_query; i++)
		buf_fmt(&b, "query %.*s=%.*s\n", STR_ARG(x->query[i].name),
			STR_ARG(x->query[i].value));
	for (size_t i = 0; i < x->n_pairs; i++) {
		const struct form_pair *p = &x->pairs[i];
		buf_fmt(&b, "pair %.*s=%.*s", STR_ARG(p->name), STR_ARG(p->value));
		if (p->file)
			buf_fmt(&b, " size=%" PRId64 " type=%.*s digest=%.*s", p->file->size,
				STR_ARG(p->file->type), STR_ARG(p->file->digest));
		buf_char(&b, '\n');
	}
	http_answer_bytes(x, 200, "text/plain; charset=utf-8", &b);
	return OK;
}

struct note_form {
	struct str title;
	int64_t count;
};
static const struct form_field note_field[] = {
	FORM_TEXT(struct note_form, title, "标题", 1, 10, FORM_REQUIRED),
	FORM_INT(struct note_form, count, "数量", 1, 9, 0),
};
static const struct http_fields note_fields = HTTP_FIELDS(note_field, struct note_form);

static enum err on_note(struct http_exchange *x, struct error *err)
{
	const struct note_form *f = x->form;
	struct buf b;
	(void)err;
	buf_init(&b, 4096);
	buf_fmt(&b, "errors=%zu title=%.*s count=%" PRId64 "\n", x->report->n_errors,
		STR_ARG(f->title), f->count);
	http_answer_bytes(x, x->report->n_errors ? 422 : 200, "text/plain; charset=utf-8", &b);
	return OK;
}

static enum err on_token(struct http_exchange *x, struct error *err)
{
	struct str t = http_csrf_token(x);
	struct buf b;
	(void)err;
	buf_init(&b, 4096);
	buf_fmt(&b, "token=%.*s", STR_ARG(t));
	http_answer_page(x, 200, &b);
	return OK;
}

static enum err on_sleep(struct http_exchange *x, struct error *err)
{
	(void)err;
	pause_ms(400);
	atomic_fetch_add(&handled_n, 1);
	return say(x, 200, "slept\n");
}

static enum err on_block(struct http_exchange *x, struct error *err)
{
	(void)err;
	pause_ms(3000);
	return say(x, 200, "blocked\n");
}

static enum err on_fail(struct http_exchange *x, struct error *err)
{
	static const struct {
		const char *name;
		enum err code;
	} row[] = { { "invalid", ERR_INVALID }, { "absent", ERR_NOT_FOUND },
		{ "denied", ERR_DENIED }, { "conflict", ERR_CONFLICT }, { "limit", ERR_LIMIT },
		{ "store", ERR_STORE }, { "bug", ERR_BUG } };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (str_is(x->param[0], row[i].name))
			return error_set(err, row[i].code, NULL, "坏了：%s", row[i].name);
	return OK; /* no answer at all: the server's 500 */
}

static const char asset[] = "body { color: black }\n/* enough bytes to be worth it */\n";
static const char asset_gz[] = "not really gzip";

static enum err on_asset(struct http_exchange *x, struct error *err)
{
	(void)err;
	http_cache_set(x, "public, max-age=31536000, immutable");
	if (http_etag_matches(x, STR("a1b2")))
		return OK;
	http_answer_static(x, "text/css; charset=utf-8", str_cstr(asset), str_cstr(asset_gz));
	return OK;
}

static int64_t file_read_at(void *ctx, int64_t at, char *p, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++)
		p[i] = (char)('a' + (at + (int64_t)i) % 26);
	return (int64_t)n;
}

static void file_done(void *ctx)
{
	atomic_fetch_add((atomic_long *)ctx, 1);
}

static atomic_long files_done;

static enum err on_file(struct http_exchange *x, struct error *err)
{
	(void)err;
	if (http_etag_matches(x, STR("f1")))
		return OK;
	http_download_name(x, STR("测试文件.txt"));
	struct http_source s = { FILE_SIZE, file_read_at, file_done, &files_done };
	http_answer_source(x, "application/octet-stream", &s);
	return OK;
}

static enum err on_redirect(struct http_exchange *x, struct error *err)
{
	struct str to = { NULL, 0 };
	(void)err;
	for (size_t i = 0; i < x->n_query; i++)
		if (str_is(x->query[i].name, "to"))
			to = x->query[i].value;
	struct http_cookie c = { .name = "mark", .value = STR("1"), .max_age_s = 60 };
	http_cookie_set(x, &c);
	http_answer_redirect(x, to);
	return OK;
}

static enum err on_huge(struct http_exchange *x, struct error *err)
{
	while (arena_alloc(x->arena, 1 << 20))
		;
	return arena_check(x->arena, err);
}

static enum err authenticate(struct http_exchange *x, struct error *err)
{
	(void)err;
	struct str sid = http_cookie_find(x, "sid");
	if (str_is(sid, "a") || str_is(sid, "b")) {
		x->principal = str_is(sid, "a") ? "a" : "b";
		x->session_token = str_is(sid, "a") ? STR("secret-of-a") : STR("secret-of-b");
	}
	return OK;
}

static enum err authorise(struct http_exchange *x, unsigned permission, struct error *err)
{
	const char *who = x->principal;
	if (permission == PUBLIC || (who && (permission == READ || *who == 'a')))
		return OK;
	return error_set(err, ERR_DENIED, NULL, "您没有这项权限");
}

static enum err log_in(struct http_exchange *x, struct error *err)
{
	(void)err;
	struct str path = arena_fmt(x->arena, "/login?kept=%zu", x->n_pairs);
	http_answer_redirect(x, path);
	return OK;
}

static void error_page(struct http_exchange *x, int status, const struct error *e)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_fmt(&b, "error %d: %s\n", status, e->msg);
	http_answer_bytes(x, status, "text/plain; charset=utf-8", &b);
}

static void finished(struct http_exchange *x, int status, int64_t bytes, int64_t us)
{
	(void)x, (void)status, (void)bytes, (void)us;
	atomic_fetch_add(&finished_n, 1);
}

static const struct http_route route[] = {
	ROUTE(GET, "/", PUBLIC, NO_CSRF, NULL, on_page, "六千字节的页面"),
	ROUTE(GET, "/page", PUBLIC, NO_CSRF, NULL, on_page, "六千字节的页面"),
	ROUTE(GET, "/echo", PUBLIC, NO_CSRF, NULL, on_echo, "回显"),
	ROUTE(GET, "/echo/:a/:b", PUBLIC, NO_CSRF, NULL, on_echo, "回显参数"),
	ROUTE(GET, "/echo/new/:b", PUBLIC, NO_CSRF, NULL, on_echo, "回显字面段"),
	ROUTE(GET, "/rest/:rest*", PUBLIC, NO_CSRF, NULL, on_echo, "回显其余路径"),
	ROUTE(POST, "/echo", PUBLIC, NO_CSRF, NULL, on_echo, "回显提交"),
	ROUTE(GET, "/note", PUBLIC, NO_CSRF, &note_fields, on_note, "查询字段"),
	ROUTE(POST, "/note", PUBLIC, NO_CSRF, &note_fields, on_note, "提交字段"),
	ROUTE(GET, "/token", PUBLIC, NO_CSRF, NULL, on_token, "取得令牌"),
	ROUTE(POST, "/guarded", PUBLIC, CSRF, NULL, on_echo, "须带令牌"),
	ROUTE(GET, "/read", READ, NO_CSRF, NULL, on_echo, "须登录"),
	ROUTE(POST, "/write", WRITE, CSRF, NULL, on_echo, "须有写权限"),
	ROUTE_UPLOAD(POST, "/write-file", WRITE, CSRF, NULL, on_echo, "须有写权限的上传", 1 << 20),
	ROUTE_UPLOAD(POST, "/upload", PUBLIC, NO_CSRF, NULL, on_echo, "上传", 60 << 20),
	ROUTE_SLOW(GET, "/sleep", PUBLIC, NO_CSRF, NULL, on_sleep, "慢"),
	ROUTE_SLOW(GET, "/block", PUBLIC, NO_CSRF, NULL, on_block, "很慢"),
	ROUTE(GET, "/fail/:how", PUBLIC, NO_CSRF, NULL, on_fail, "出错"),
	ROUTE(GET, "/asset.css", PUBLIC, NO_CSRF, NULL, on_asset, "静态资源"),
	ROUTE(GET, "/file", PUBLIC, NO_CSRF, NULL, on_file, "可分段下载的文件"),
	ROUTE(GET, "/redirect", PUBLIC, NO_CSRF, NULL, on_redirect, "转向"),
	ROUTE(GET, "/huge", PUBLIC, NO_CSRF, NULL, on_huge, "超出内存上限"),
	{ HTTP_GET, "/shared", PUBLIC, NO_CSRF, NULL, on_page, "可短时共享", HTTP_PUBLIC_CACHE, 0 },
	{ HTTP_GET, "/shared-token", PUBLIC, NO_CSRF, NULL, on_token, "不可共享", HTTP_PUBLIC_CACHE,
		0 },
};
static const struct http_route *const tables[] = { route, NULL };
static const size_t n_routes[] = { sizeof route / sizeof *route };

static const struct http_app app = { .table = tables,
	.n_routes = n_routes,
	.authenticate = authenticate,
	.authorise = authorise,
	.log_in = log_in,
	.error_page = error_page,
	.finished = finished };

static const char *permission_name(unsigned p)
{
	return p == PUBLIC ? "PUBLIC" : p == READ ? "READ" : "WRITE";
}

static int print_routes(void)
{
	struct buf b;
	struct error err;
	buf_init(&b, 1 << 20);
	if (http_routes_print(&app, permission_name, &b, &err))
		return 1;
	fwrite(b.p, 1, b.n, stdout);
	buf_done(&b);
	return 0;
}

static void print_stats(struct http_server *s, const char *word)
{
	struct http_stats t;
	http_server_stats(s, &t);
	printf("%s requests=%" PRId64 " 2xx=%" PRId64 " 4xx=%" PRId64 " 5xx=%" PRId64
	       " connections=%" PRId64 " in_flight=%" PRId64 " busy=%" PRId64 " queue=%" PRId64
	       " guard=%" PRId64 " slow=%" PRId64 " refused=%" PRId64
	       " finished=%ld handled=%ld files=%ld\n",
		word, t.requests, t.by_class[2], t.by_class[4], t.by_class[5], t.connections,
		t.in_flight, t.workers_busy, t.queue, t.refused_guard, t.refused_slow,
		t.refused_busy, atomic_load(&finished_n), atomic_load(&handled_n),
		atomic_load(&files_done));
	fflush(stdout);
}

static char *load(struct arena *a, const char *path)
{
	struct str s;
	struct error err;
	if (file_read(a, path, 1 << 20, &s, &err)) {
		fprintf(stderr, "http_echo: %s\n", err.msg);
		exit(2);
	}
	return arena_cstr(a, s);
}

static int number(const char *z)
{
	return (int)strtoll(z, NULL, 10);
}

struct options {
	struct http_listen listen[LISTEN_MAX];
	struct http_config c;
};

static int parse(int argc, char **argv, struct options *o, struct arena *a)
{
	for (int i = 1; i < argc; i++) {
		const char *k = argv[i], *v = i + 1 < argc ? argv[i + 1] : NULL;
		struct http_listen *last = o->c.n_listen ? &o->listen[o->c.n_listen - 1] : NULL;
		if (!strcmp(k, "--read-workers")) {
			o->c.read_workers = true;
			continue;
		}
		if (!strcmp(k, "--trust") && last) {
			last->trust_proxy = true;
			continue;
		}
		if (!v)
			return 2;
		i++;
		if (!strcmp(k, "--listen") && o->c.n_listen < LISTEN_MAX) {
			o->listen[o->c.n_listen++].address = v;
		} else if (!strcmp(k, "--tls-cert") && last) {
			last->tls_cert = load(a, v);
		} else if (!strcmp(k, "--tls-key") && last) {
			last->tls_key = load(a, v);
		} else if (!strcmp(k, "--uploads")) {
			o->c.upload_folder = v;
		} else if (!strcmp(k, "--threads")) {
			o->c.threads = number(v);
		} else if (!strcmp(k, "--workers")) {
			o->c.workers = number(v);
		} else if (!strcmp(k, "--queue")) {
			o->c.queue_max = (size_t)number(v);
		} else if (!strcmp(k, "--connections")) {
			o->c.max_connections = number(v);
		} else if (!strcmp(k, "--header-ms")) {
			o->c.header_ms = number(v);
		} else if (!strcmp(k, "--body-ms")) {
			o->c.body_ms = number(v);
		} else if (!strcmp(k, "--whole-ms")) {
			o->c.whole_ms = number(v);
		} else if (!strcmp(k, "--body-max")) {
			o->c.body_max = number(v);
		} else if (!strcmp(k, "--upload-max")) {
			o->c.upload_max = number(v);
		} else if (!strcmp(k, "--idle-ms")) {
			o->c.idle_ms = number(v);
		} else {
			return 2;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct arena a;
	struct error err = { 0 };
	struct http_server *s = NULL;
	char line[64];
	if (argc == 2 && !strcmp(argv[1], "--routes"))
		return print_routes();
	arena_init(&a, 4 << 20);
	o.c.listen = o.listen;
	if (parse(argc, argv, &o, &a)) {
		fprintf(stderr, "http_echo: unknown option\n");
		return 2;
	}
	memset(page, 'x', sizeof page);
	memset(o.c.secret, 7, sizeof o.c.secret);
	if (http_server_start(&o.c, &app, &s, &err)) {
		fprintf(stderr, "http_echo: %s (%s)\n", err.msg, err.detail);
		return 1;
	}
	printf("ready");
	for (size_t i = 0; i < o.c.n_listen; i++)
		printf(" %d", http_server_port(s, i));
	printf("\n");
	fflush(stdout);
	while (fgets(line, sizeof line, stdin))
		print_stats(s, "stats");
	http_server_stop(s, 5000);
	printf("stopped finished=%ld handled=%ld files=%ld\n", atomic_load(&finished_n),
		atomic_load(&handled_n), atomic_load(&files_done));
	arena_done(&a);
	return 0;
}
