#include "http/router.h"

#include "core/mem.h"

enum { SEGMENTS_MAX = 16, BUCKETS = 256 };

enum part_kind { PART_LITERAL, PART_PARAM, PART_REST };

struct part {
	enum part_kind kind;
	struct str text; /* literal */
};

/* One compiled route; those of one bucket are linked in order of preference. */
struct entry {
	const struct http_route *route;
	struct part part[SEGMENTS_MAX];
	size_t n;
	struct entry *next;
};

struct router {
	struct arena arena;
	struct entry *bucket[BUCKETS + 1]; /* by first literal segment; the last one: no literal */
};

static size_t bucket_of(struct str first)
{
	unsigned h = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < first.n; i++)
		h = (h ^ (unsigned char)first.p[i]) * 16777619u;
	return h % BUCKETS;
}

static enum err bad(struct error *err, const struct http_route *t, const char *why)
{
	error_set(err, ERR_BUG, NULL, "程序的路由表有误");
	return error_detail(err, "route %s: %s", t->path ? t->path : "(null)", why);
}

/* Cuts the pattern into parts. */
static enum err compile(struct entry *e, struct error *err)
{
	const struct http_route *t = e->route;
	struct str rest = str_cstr(t->path);
	size_t params = 0;
	if (rest.n == 0 || rest.p[0] != '/')
		return bad(err, t, "must start with /");
	rest = str_sub(rest, 1, rest.n);
	while (rest.n) {
		size_t end = str_find(rest, STR("/"), 0);
		struct str s = str_sub(rest, 0, end);
		rest = str_sub(rest, end + 1, rest.n);
		if (e->n == SEGMENTS_MAX || s.n == 0)
			return bad(err, t, "too many segments or an empty one");
		enum part_kind kind = s.p[0] != ':'	    ? PART_LITERAL
				      : s.p[s.n - 1] == '*' ? PART_REST
							    : PART_PARAM;
		if (kind == PART_REST && rest.n)
			return bad(err, t, "a rest must come last");
		params += kind != PART_LITERAL;
		e->part[e->n++] = (struct part){ kind, s };
	}
	if (params > HTTP_PARAMS_MAX)
		return bad(err, t, "too many parameters");
	return OK;
}

/* <0 when a is tried before b; 0 when both take the same paths. */
static int compare(const struct entry *a, const struct entry *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int d = (int)a->part[i].kind - (int)b->part[i].kind;
		if (d == 0 && a->part[i].kind == PART_LITERAL)
			d = str_cmp(a->part[i].text, b->part[i].text);
		if (d)
			return d;
	}
	return a->n < b->n ? -1 : a->n > b->n;
}

static enum err check(const struct http_route *t, struct error *err)
{
	if (!t->handler || !t->help)
		return bad(err, t, "handler and help are needed");
	if ((t->flags & HTTP_UPLOAD) && (t->method != HTTP_POST || t->upload_max <= 0))
		return bad(err, t, "an upload is a POST with a ceiling");
	if (t->method == HTTP_GET && t->csrf == CSRF)
		return bad(err, t, "a GET changes nothing and takes no token");
	if (t->fields && (!t->fields->field || t->fields->n == 0 || t->fields->size == 0))
		return bad(err, t, "fields without a form");
	return OK;
}

static enum err add(struct router *r, const struct http_route *t, struct error *err)
{
	enum err e = check(t, err);
	if (e)
		return e;
	struct entry *n = arena_one(&r->arena, struct entry);
	if (!n)
		return error_nomem(err);
	n->route = t;
	e = compile(n, err);
	if (e)
		return e;
	bool literal = n->n == 0 || n->part[0].kind == PART_LITERAL;
	struct entry **at =
		&r->bucket[!literal ? BUCKETS : bucket_of(n->n ? n->part[0].text : STR(""))];
	for (; *at; at = &(*at)->next) {
		int d = compare(n, *at);
		if (d == 0 && (*at)->route->method == t->method)
			return bad(err, t, "declared twice");
		if (d < 0)
			break;
	}
	n->next = *at;
	*at = n;
	return OK;
}

enum err router_new(const struct http_app *app, struct router **out, struct error *err)
{
	struct router *r = mem_alloc(sizeof *r);
	if (!r)
		return error_nomem(err);
	*r = (struct router){ 0 };
	arena_init(&r->arena, 16 << 20);
	for (size_t i = 0; app->table[i]; i++)
		for (size_t k = 0; k < app->n_routes[i]; k++) {
			enum err e = add(r, &app->table[i][k], err);
			if (e) {
				router_free(r);
				return e;
			}
		}
	*out = r;
	return OK;
}

void router_free(struct router *r)
{
	if (!r)
		return;
	arena_done(&r->arena);
	mem_free(r);
}

static struct str join(struct arena *a, const struct str *segment, size_t n)
{
	struct str s = { NULL, 0 };
	for (size_t i = 0; i < n; i++)
		s = i ? arena_fmt(a, "%.*s/%.*s", STR_ARG(s), STR_ARG(segment[i])) : segment[i];
	return s;
}

static bool takes(const struct entry *e, const struct str *segment, size_t n, struct str *param,
	struct arena *a)
{
	size_t p = 0;
	for (size_t i = 0; i < e->n; i++) {
		const struct part *part = &e->part[i];
		if (i >= n)
			return false;
		if (part->kind == PART_REST) {
			param[p] = join(a, segment + i, n - i);
			return true;
		}
		if (part->kind == PART_PARAM)
			param[p++] = segment[i];
		else if (!str_eq(part->text, segment[i]))
			return false;
	}
	return e->n == n;
}

void router_find(const struct router *r, enum http_method method, const struct str *segment,
	size_t n, struct arena *a, struct router_match *out)
{
	*out = (struct router_match){ 0 };
	size_t where[] = { bucket_of(n ? segment[0] : STR("")), BUCKETS };
	for (size_t k = 0; k < 2; k++)
		for (const struct entry *e = r->bucket[where[k]]; e; e = e->next) {
			struct str param[HTTP_PARAMS_MAX] = { 0 };
			if (!takes(e, segment, n, param, a))
				continue;
			out->path_known = true;
			out->allows[e->route->method] = true;
			if (out->route || e->route->method != method)
				continue;
			out->route = e->route;
			memcpy(out->param, param, sizeof param);
		}
}
