#include "http/transport.h"

#include "core/mem.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdarg.h>

enum {
	CONNECTION_MEMORY = 32 * 1024, /* request head, read buffer and response head together */
	SOURCE_BLOCK = 64 * 1024
};
/* TLS 1.2 and 1.3 alone; the library's default takes 1.0 too (study/http.md 3.4). */
static const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct transport {
	struct transport_config c; /* c.listen only while starting */
	bool trusted, tls;
	struct MHD_Daemon *daemon;
};

/* One connection: from accept to close. */
struct connection {
	struct watch_entry watch;
	struct transport *t;
	bool overloaded;
	char peer[INET6_ADDRSTRLEN];
};

/* One request on it; lives in the request's arena. */
struct call {
	struct work_job job;
	struct http_request *r;
	struct connection *conn;
	struct MHD_Connection *c;
	struct str target;
	bool begun, reading, answered;
	bool deferred; /* next is for the library's last call */
	enum request_next next;
	int refs; /* the library's request, and its response while that reads from a source */
	int64_t length, sent;
};

static void call_unref(struct call *call)
{
	if (--call->refs == 0)
		request_free(call->r, call->sent);
}

static struct connection *connection_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i ? i->socket_context : NULL;
}

static void write_peer(struct connection *n, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = i ? i->client_addr : NULL;
	snprintf(n->peer, sizeof n->peer, "local");
	if (n->t->c.is_unix || !a)
		return;
	if (a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr,
			n->peer, sizeof n->peer);
	else if (a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
			n->peer, sizeof n->peer);
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct transport *t = cls;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i =
			MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
		struct connection *n = i ? mem_alloc(sizeof *n) : NULL;
		*context = n;
		if (!n)
			return;
		*n = (struct connection){ .t = t };
		write_peer(n, c);
		n->overloaded = watch_add(t->c.watch, &n->watch, i->connect_fd) > t->c.connections;
	} else if (*context) {
		struct connection *n = *context;
		watch_remove(t->c.watch, &n->watch);
		mem_free(n);
		*context = NULL;
	}
}

/* The request line is there: the library is about to take the target apart. */
static void *on_target(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct transport *t = cls;
	struct connection *n = connection_of(c);
	struct http_request *r = n ? request_new(t->c.core) : NULL;
	if (!r)
		return NULL;
	struct call *call = arena_one(&r->arena, struct call);
	struct str target = arena_str(&r->arena, str_cstr(uri));
	if (!call || !target.p) {
		request_free(r, 0);
		return NULL;
	}
	*call = (struct call){ .r = r, .conn = n, .c = c, .refs = 1, .target = target };
	return call;
}

struct collect {
	struct http_header *line;
	size_t n, cap;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_n, const char *value, size_t value_n)
{
	struct collect *l = cls;
	(void)kind;
	if (l->n < l->cap)
		l->line[l->n] = (struct http_header){ { name, name_n }, { value, value_n } };
	l->n++;
	return MHD_YES;
}

/* Everything the library read of the head.  false: no memory. */
static bool collect_head(
	struct call *call, const char *method, const char *version, struct http_head *out)
{
	struct transport *t = call->conn->t;
	struct http_header room[HEAD_LINES_MAX + 1];
	struct collect l = { room, 0, HEAD_LINES_MAX + 1 };
	MHD_get_connection_values_n(call->c, MHD_HEADER_KIND, on_header, &l);
	size_t kept = l.n < l.cap ? l.n : l.cap;
	struct http_header *line = arena_array(&call->r->arena, struct http_header, kept + 1);
	if (!line)
		return false;
	memcpy(line, room, kept * sizeof *line);
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(call->c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	*out = (struct http_head){ .method = str_cstr(method),
		.target = call->target,
		.version = str_cstr(version),
		.line = line,
		.n_lines = l.n,
		.size = size ? size->header_size : 0,
		.peer = str_cstr(call->conn->peer),
		.trusted = t->trusted,
		.tls = t->tls,
		.overloaded = call->conn->overloaded };
	return true;
}

static ssize_t on_source(void *cls, uint64_t at, char *p, size_t n)
{
	struct call *call = cls;
	struct http_answer *a = &call->r->answer;
	watch_phase(&call->conn->watch, WATCH_SENDING);
	if ((int64_t)at >= a->length)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if ((int64_t)n > a->length - (int64_t)at)
		n = (size_t)(a->length - (int64_t)at);
	int64_t got = a->source.read(a->source.ctx, a->from + (int64_t)at, p, n);
	if (got <= 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	call->sent += got;
	return (ssize_t)got;
}

static void on_source_done(void *cls)
{
	call_unref(cls);
}

static struct MHD_Response *make_body(struct call *call)
{
	static char nothing[1] = "";
	struct http_answer *a = &call->r->answer;
	struct MHD_Response *m = NULL;
	if (a->kind == ANSWER_BUF && a->buf.n) {
		call->length = (int64_t)a->buf.n;
		m = MHD_create_response_from_buffer_with_free_callback(
			a->buf.n, a->buf.p, mem_free);
		if (m)
			buf_init(&a->buf, 0);
	} else if (a->kind == ANSWER_SOURCE && a->length > 0) {
		m = MHD_create_response_from_callback(
			(uint64_t)a->length, SOURCE_BLOCK, on_source, call, on_source_done);
		if (m)
			call->refs++;
	} else if (a->kind == ANSWER_STATIC) {
		call->length = (int64_t)a->body.n;
		m = MHD_create_response_from_buffer(
			a->body.n, (void *)(uintptr_t)a->body.p, MHD_RESPMEM_PERSISTENT);
	} else {
		m = MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
	}
	return m;
}

static enum MHD_Result send_answer(struct call *call)
{
	struct http_answer *a = &call->r->answer;
	call->answered = true;
	watch_phase(&call->conn->watch, WATCH_SENDING);
	struct MHD_Response *m = make_body(call);
	if (!m)
		return MHD_NO;
	bool ok = true;
	for (size_t i = 0; i < a->n_lines; i++)
		ok &= MHD_add_response_header(m, a->line[i].name.p, a->line[i].value.p) == MHD_YES;
	/* A header the library does not take would be our bug; better no answer than half of one.
	 */
	enum MHD_Result done = ok ? MHD_queue_response(call->c, (unsigned)a->status, m) : MHD_NO;
	MHD_destroy_response(m);
	return done;
}

static void on_turn(struct work_job *job, bool dropped)
{
	struct call *call = (struct call *)job; /* its first member */
	if (dropped)
		request_refuse_busy(call->r);
	else
		request_work(call->r);
	MHD_resume_connection(call->c);
}

/* From here on the connection is the worker's until it is resumed. */
static void hand_over(struct call *call)
{
	watch_phase(&call->conn->watch, WATCH_BUSY);
	MHD_suspend_connection(call->c);
	call->job.run = on_turn;
	if (workers_add(call->r->core->workers, &call->job))
		return;
	request_refuse_busy(call->r);
	MHD_resume_connection(call->c);
}

static enum MHD_Result go_on(struct call *call, enum request_next next)
{
	switch (next) {
	case NEXT_BODY:
		call->reading = true;
		watch_phase(&call->conn->watch, WATCH_BODY);
		return MHD_YES;
	case NEXT_WORK:
		hand_over(call);
		return MHD_YES;
	case NEXT_ANSWER:
		break;
	}
	return send_answer(call);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n, void **context)
{
	struct call *call = *context;
	(void)cls, (void)url, (void)c;
	if (!call)
		return MHD_NO;
	if (*n) {
		request_feed(call->r, (struct str){ data, *n });
		watch_progress(&call->conn->watch, *n);
		*n = 0;
		return request_is_hopeless(call->r) ? MHD_NO : MHD_YES;
	}
	if (call->answered)
		return MHD_YES;
	if (!call->begun) {
		struct http_head head;
		call->begun = true;
		if (!collect_head(call, method, version, &head))
			return MHD_NO;
		watch_phase(&call->conn->watch, WATCH_BUSY);
		call->next = request_begin(call->r, &head);
		/* Answered before its last call the library closes the connection: so it should. */
		bool at_once = call->next == NEXT_ANSWER && call->r->answer.close;
		call->deferred = call->r->length == 0 && call->next != NEXT_BODY && !at_once;
		return call->deferred ? MHD_YES : go_on(call, call->next);
	}
	if (call->deferred) {
		call->deferred = false;
		return go_on(call, call->next);
	}
	if (call->reading) {
		call->reading = false;
		return go_on(call, request_body_end(call->r));
	}
	return go_on(call, request_next(call->r));
}

static void on_completed(
	void *cls, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode how)
{
	struct call *call = *context;
	(void)cls, (void)c;
	if (!call)
		return;
	*context = NULL;
	watch_phase(&call->conn->watch, WATCH_IDLE);
	bool whole = how == MHD_REQUEST_TERMINATED_COMPLETED_OK && !call->r->x.head;
	if (whole && call->r->answer.kind != ANSWER_SOURCE)
		call->sent = call->length;
	call_unref(call);
}

/* The library's own complaints are about clients; the counters tell of those. */
PRINTF_LIKE(2, 0) static void on_log(void *cls, const char *fmt, va_list ap)
{
	(void)cls, (void)fmt, (void)ap;
}

enum err transport_start(
	const struct transport_config *c, struct transport **out, struct error *err)
{
	struct transport *t = mem_alloc(sizeof *t);
	if (!t)
		return error_nomem(err);
	bool tls = c->listen->tls_cert && c->listen->tls_key;
	*t = (struct transport){
		.c = *c, .tls = tls, .trusted = c->is_unix && c->listen->trust_proxy
	};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			 MHD_USE_ERROR_LOG | (tls ? MHD_USE_TLS : 0);
	struct MHD_OptionItem pool[] = {
		{ MHD_OPTION_THREAD_POOL_SIZE, c->threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem secure[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)c->listen->tls_cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)c->listen->tls_key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities },
		{ MHD_OPTION_END, 0, NULL },
	};
	t->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, t,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, c->fd,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, t, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, t, MHD_OPTION_URI_LOG_CALLBACK, on_target, t,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)c->connections_hard,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_ARRAY,
		c->threads > 1 ? pool : pool + 1, MHD_OPTION_ARRAY, tls ? secure : secure + 3,
		MHD_OPTION_END);
	if (!t->daemon) {
		mem_free(t);
		return error_set(err, ERR_IO, NULL, "地址 %s 的服务没有启动：%s",
			c->listen->address, tls ? "请检查证书和私钥是否配套" : "系统资源不足");
	}
	*out = t;
	return OK;
}

void transport_quiesce(struct transport *t)
{
	MHD_quiesce_daemon(t->daemon);
}

void transport_stop(struct transport *t)
{
	if (!t)
		return;
	MHD_stop_daemon(t->daemon);
	mem_free(t);
}
