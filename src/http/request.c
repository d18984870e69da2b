#include "http/request.h"

#include "core/mem.h"
#include "http/csrf.h"
#include "http/guard.h"
#include "http/header.h"
#include "http/target.h"
#include "http/watch.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <time.h>

static const char retry_after_s[] = "5";

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Sixteen digits that never come twice while the program runs: a mixed counter (splitmix64). */
static void make_id(struct http_core *core, char out[static 17])
{
	uint64_t v = core->id_seed +
		     atomic_fetch_add_explicit(&core->id_count, 1, memory_order_relaxed) *
			     UINT64_C(0x9E3779B97F4A7C15);
	v = (v ^ (v >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	v = (v ^ (v >> 27)) * UINT64_C(0x94D049BB133111EB);
	v ^= v >> 31;
	for (int i = 0; i < 16; i++, v >>= 4)
		out[i] = "0123456789abcdef"[v & 15];
	out[16] = 0;
}

struct http_request *request_new(struct http_core *core)
{
	struct http_request *r = mem_alloc(sizeof *r);
	if (!r)
		return NULL;
	*r = (struct http_request){ .core = core, .begun_us = clock_steady_us() };
	arena_init(&r->arena, core->arena_max);
	buf_init(&r->answer.buf, 0);
	make_id(core, r->id);
	r->x = (struct http_exchange){ .arena = &r->arena,
		.app = core->app.ctx,
		.answer = &r->answer,
		.secret = core->secret,
		.head_lines = &r->head,
		.request_id = { r->id, 16 },
		.started_ms = now_ms() };
	atomic_fetch_add_explicit(&core->in_flight, 1, memory_order_relaxed);
	return r;
}

/*
 * Lets the rest of a body that is not much too large pass by before the answer, so that the client
 * sees the answer: a proxy in front that is cut off while sending shows a page of its own.
 */
enum { READ_PAST_MAX = 8 << 20 };
static void read_past(struct http_request *r)
{
	r->stage = STAGE_DONE;
	if (r->length == 0)
		return;
	if (r->length > READ_PAST_MAX) {
		r->answer.close = true;
		return;
	}
	r->body = arena_one(&r->arena, struct body_sink);
	if (!r->body) {
		r->answer.close = true;
		return;
	}
	body_init_discard(r->body, READ_PAST_MAX);
	r->stage = STAGE_READ;
}

/* The application's page for a status, ours when it has none. */
static void show_error(struct http_request *r, int status, const struct error *e)
{
	struct error plain = { .code = ERR_BUG };
	answer_drop(&r->answer);
	r->answer.cache = NULL;
	r->answer.tag = r->answer.download = (struct str){ NULL, 0 };
	if (!e) {
		snprintf(plain.msg, sizeof plain.msg, "%s", status_text(status).advice);
		e = &plain;
	}
	if (r->core->app.error_page)
		r->core->app.error_page(&r->x, status, e);
	if (r->answer.kind == ANSWER_NONE || r->answer.broken)
		answer_plain_error(&r->x, status, e);
	if (status == 503)
		http_header_add(&r->x, "Retry-After", str_cstr(retry_after_s));
}

/* Before anything of the application is asked: a bare page, and the connection ends. */
static void refuse_bare(struct http_request *r, int status)
{
	atomic_fetch_add_explicit(&r->core->refused_guard, 1, memory_order_relaxed);
	answer_plain_error(&r->x, status, NULL);
	r->answer.close = true;
	r->stage = STAGE_DONE;
}

void request_refuse_busy(struct http_request *r)
{
	atomic_fetch_add_explicit(&r->core->refused_busy, 1, memory_order_relaxed);
	show_error(r, 503, NULL);
	if (r->stage == STAGE_ENTER)
		read_past(r);
	else
		r->stage = STAGE_DONE;
}

/* What the proxy says of the client, when it is ours. */
static void read_client(struct http_request *r)
{
	const struct http_head *h = &r->head;
	r->x.peer = h->peer;
	r->x.secure = h->tls;
	if (!h->trusted)
		return;
	r->x.secure |= str_is(head_find(h, "X-Forwarded-Proto"), "https");
	struct str given = head_find(h, "X-Forwarded-For");
	unsigned char bin[sizeof(struct in6_addr)];
	const char *z = given.n ? arena_cstr(&r->arena, given) : NULL;
	if (z && (inet_pton(AF_INET, z, bin) == 1 || inet_pton(AF_INET6, z, bin) == 1))
		r->x.peer = given;
}

static void allow_header(struct http_request *r, const struct router_match *m)
{
	bool get = m->allows[HTTP_GET], post = m->allows[HTTP_POST];
	http_header_add(&r->x, "Allow",
		get && post ? STR("GET, HEAD, POST")
		: get	    ? STR("GET, HEAD")
			    : STR("POST"));
}

/* A path that ends in '/' is the one without it. */
static bool redirect_folder(struct http_request *r, const struct target *t)
{
	if (!t->folder || t->n_segments == 0 || r->x.method != HTTP_GET)
		return false;
	struct str path = t->path;
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (t->query.n)
		path = arena_fmt(&r->arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(t->query));
	http_answer_redirect(&r->x, path);
	r->answer.status = 301;
	r->stage = STAGE_DONE;
	return true;
}

/* Sets route and parameters, or answers 404, 405. */
static bool find_route(struct http_request *r, const struct target *t, bool known_method)
{
	struct router_match m;
	router_find(r->core->router, r->x.method, t->segment, t->n_segments, &r->arena, &m);
	if (m.route && known_method && (!t->folder || t->n_segments == 0)) {
		r->x.route = m.route;
		memcpy(r->x.param, m.param, sizeof m.param);
		return true;
	}
	if (m.route && known_method && redirect_folder(r, t))
		return false;
	bool wrong_method = m.path_known && (!m.route || !known_method);
	show_error(r, wrong_method ? 405 : 404, NULL);
	if (wrong_method)
		allow_header(r, &m);
	read_past(r);
	return false;
}

static bool read_head(struct http_request *r)
{
	struct http_exchange *x = &r->x;
	struct target t;
	struct error e = { 0 };
	bool is_get = str_is(r->head.method, "GET");
	x->head = str_is(r->head.method, "HEAD");
	bool is_post = str_is(r->head.method, "POST");
	x->method = is_post ? HTTP_POST : HTTP_GET;
	if (target_parse(&r->arena, r->head.target, &t, &e)) {
		refuse_bare(r, e.code == ERR_LIMIT ? 414 : e.code == ERR_NOMEM ? 503 : 400);
		return false;
	}
	x->path = t.path;
	x->target = r->head.target;
	x->query = t.pairs.pair;
	x->n_query = t.pairs.n;
	x->cookies = head_find(&r->head, "Cookie");
	x->wants_gzip = accepts_gzip(head_find(&r->head, "Accept-Encoding"));
	read_client(r);
	return find_route(r, &t, is_get || is_post || x->head);
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Bytes of a route's files together; 0: it takes none. */
static int64_t upload_limit(const struct http_core *c, const struct http_route *t)
{
	return t->flags & HTTP_UPLOAD ? smaller(t->upload_max, c->upload_max) : 0;
}

static int64_t body_limit(const struct http_core *c, const struct http_route *t)
{
	return upload_limit(c, t) + smaller(HTTP_BODY_MAX, c->body_max);
}

enum request_next request_begin(struct http_request *r, const struct http_head *head)
{
	r->head = *head;
	r->stage = STAGE_DONE;
	struct guard_verdict v = guard_check(head);
	r->length = v.length;
	if (v.status) {
		refuse_bare(r, v.status);
	} else if (head->overloaded) {
		request_refuse_busy(r);
		r->answer.close = true;
		r->stage = STAGE_DONE;
	} else if (read_head(r)) {
		r->stage = STAGE_ENTER;
		if (r->length > body_limit(r->core, r->x.route)) {
			show_error(r, 413, NULL);
			read_past(r);
		}
	}
	return request_next(r);
}

static void fail(struct http_request *r, enum err code, const struct error *e)
{
	show_error(r, http_status_of(code), e);
}

static void open_sink(struct http_request *r)
{
	struct error e = { 0 };
	const struct http_route *t = r->x.route;
	r->stage = STAGE_READ;
	r->body = arena_one(&r->arena, struct body_sink);
	enum err c = !r->body ? error_nomem(&e)
			      : body_init(r->body, &r->arena, head_find(&r->head, "Content-Type"),
					upload_limit(r->core, t),
					smaller(HTTP_BODY_MAX, r->core->body_max),
					r->core->upload_folder, &e);
	if (c == OK) {
		r->body->drops_files = r->log_in_later;
		return;
	}
	show_error(r, c == ERR_FORMAT ? 415 : c == ERR_INVALID ? 400 : http_status_of(c), &e);
	if (r->body)
		body_done(r->body);
	r->body = NULL;
	read_past(r);
}

/* Who is it, and may they?  Before the body is read. */
static void enter(struct http_request *r)
{
	const struct http_app *app = &r->core->app;
	struct error e = { 0 };
	enum err c = app->authenticate ? app->authenticate(&r->x, &e) : OK;
	if (c == OK && app->authorise)
		c = app->authorise(&r->x, r->x.route->permission, &e);
	bool stranger = c == ERR_DENIED && !r->x.principal && app->log_in;
	if (stranger && r->x.method == HTTP_POST) {
		r->log_in_later = true;
		c = OK;
	} else if (stranger) {
		c = app->log_in(&r->x, &e);
		if (c == OK) {
			r->stage = STAGE_DONE;
			return;
		}
	}
	if (c) {
		fail(r, c, &e);
		read_past(r);
	} else if (r->x.method == HTTP_POST) {
		open_sink(r);
	} else {
		r->stage = STAGE_HANDLE;
	}
}

/* Body, origin and token; false after an error page. */
static bool finish_body(struct http_request *r)
{
	struct http_exchange *x = &r->x;
	struct error e = { 0 };
	enum err c = body_end(r->body, &e);
	if (c) {
		show_error(r,
			c == ERR_FORMAT	   ? 415
			: c == ERR_INVALID ? 400
					   : http_status_of(c),
			&e);
		return false;
	}
	x->pairs = r->body->pairs.pair;
	x->n_pairs = r->body->pairs.n;
	if (x->route->csrf != CSRF)
		return true;
	c = csrf_check_origin(x, &e);
	/* A stranger has no token to check: nothing is done but the log-in page shown. */
	if (c == OK && !r->log_in_later)
		c = csrf_check_token(x, &e);
	if (c)
		fail(r, c, &e);
	return c == OK;
}

/* The declared fields; false after an error page. */
static bool read_fields(struct http_request *r)
{
	struct http_exchange *x = &r->x;
	const struct http_fields *f = x->route->fields;
	if (!f)
		return true;
	bool post = x->method == HTTP_POST;
	struct error e = { 0 };
	void *form = arena_alloc(&r->arena, f->size);
	enum err c =
		!form ? error_nomem(&e)
		      : form_parse(f->field, f->n, post ? x->pairs : x->query,
				post ? x->n_pairs : x->n_query, &r->arena, form, &r->report, &e);
	if (c) {
		fail(r, c, &e);
		return false;
	}
	x->form = form;
	x->report = &r->report;
	if (post || r->report.n_errors == 0 || (x->route->flags & HTTP_REPORT))
		return true;
	for (size_t i = 0; i < r->report.n; i++)
		if (r->report.state[i].error.n) {
			error_set(&e, ERR_INVALID, NULL, "网址中的条件有误：%.*s",
				STR_ARG(r->report.state[i].error));
			break;
		}
	show_error(r, 400, &e);
	return false;
}

static void handle(struct http_request *r)
{
	struct error e = { 0 };
	r->stage = STAGE_DONE;
	if (r->x.method == HTTP_POST && !finish_body(r))
		return;
	enum err c;
	if (r->log_in_later) {
		c = r->core->app.log_in(&r->x, &e);
	} else {
		if (!read_fields(r))
			return;
		c = r->core->app.handle ? r->core->app.handle(&r->x, &e)
					: r->x.route->handler(&r->x, &e);
	}
	if (c)
		fail(r, c, &e);
	else if (r->answer.kind == ANSWER_NONE)
		show_error(r, 500, NULL);
}

void request_work(struct http_request *r)
{
	if (r->stage == STAGE_ENTER)
		enter(r);
	if (r->stage == STAGE_HANDLE)
		handle(r);
}

enum request_next request_next(struct http_request *r)
{
	const struct http_route *t = r->x.route;
	if (r->stage == STAGE_ENTER) {
		if (r->core->read_workers)
			return NEXT_WORK;
		enter(r);
	}
	if (r->stage == STAGE_READ)
		return NEXT_BODY;
	if (r->stage == STAGE_HANDLE) {
		bool slow = t->method == HTTP_POST || (t->flags & HTTP_SLOW);
		if (slow || r->core->read_workers)
			return NEXT_WORK;
		handle(r);
	}
	if (r->stage != STAGE_SEALED) {
		r->stage = STAGE_SEALED;
		r->answer.close |= atomic_load_explicit(&r->core->stopping, memory_order_relaxed);
		answer_seal(&r->x);
	}
	return NEXT_ANSWER;
}

void request_feed(struct http_request *r, struct str bytes)
{
	if (r->body)
		body_feed(r->body, bytes);
}

bool request_is_hopeless(const struct http_request *r)
{
	return r->body && body_is_hopeless(r->body);
}

enum request_next request_body_end(struct http_request *r)
{
	if (r->stage == STAGE_READ)
		r->stage = r->answer.kind == ANSWER_NONE ? STAGE_HANDLE : STAGE_DONE;
	return request_next(r);
}

static void count(struct http_core *c, int status, int64_t duration_us)
{
	int class = status / 100, step = 0;
	atomic_fetch_add_explicit(&c->requests, 1, memory_order_relaxed);
	if (class < 6)
		atomic_fetch_add_explicit(&c->by_class[class], 1, memory_order_relaxed);
	for (int64_t t = duration_us / LATENCY_FIRST_US; t > 0 && step < LATENCY_STEPS - 1; t >>= 1)
		step++;
	atomic_fetch_add_explicit(&c->latency_us[step], 1, memory_order_relaxed);
}

void request_free(struct http_request *r, int64_t sent)
{
	struct http_core *core = r->core;
	if (r->stage != STAGE_NEW) {
		int64_t us = clock_steady_us() - r->begun_us;
		/* The client may have gone while the handler worked, or before it began. */
		bool answered = r->stage == STAGE_SEALED || r->stage == STAGE_DONE;
		int status = answered ? r->answer.status : 0;
		count(core, status, us);
		if (core->app.finished)
			core->app.finished(&r->x, status, sent, us);
	}
	if (r->body)
		body_done(r->body);
	answer_drop(&r->answer);
	arena_done(&r->arena);
	mem_free(r);
	atomic_fetch_sub_explicit(&core->in_flight, 1, memory_order_release);
}
