/* The route tables as docs/routes.md, one row per route, sorted by path; and for nginx. */
#include "http/router.h"

#include <string.h>

static const char *const csrf_word[] = { "否", "是" };

static void print_fields(const struct http_fields *f, struct buf *out)
{
	for (size_t i = 0; f && i < f->n; i++)
		buf_fmt(out, "%s`%s`%s", i ? " " : "", f->field[i].name,
			f->field[i].flags & FORM_REQUIRED ? "*" : "");
}

static void print_route(const struct http_route *t,
	const char *(*permission_name)(unsigned permission), struct buf *out)
{
	buf_fmt(out, "| %s | `%s` | %s | %s | ", t->method == HTTP_POST ? "POST" : "GET", t->path,
		permission_name(t->permission), csrf_word[t->csrf == CSRF]);
	print_fields(t->fields, out);
	buf_fmt(out, " | %s", t->help);
	if (t->flags & HTTP_UPLOAD)
		buf_fmt(out, "（可上传文件，合计不超过 %lld %s）",
			(long long)(t->upload_max >> (t->upload_max < 1 << 20 ? 10 : 20)),
			t->upload_max < 1 << 20 ? "KiB" : "MiB");
	buf_lit(out, " |\n");
}

/* By path, GET before POST; no two routes are equal (router_new). */
static int compare(const struct http_route *a, const struct http_route *b)
{
	int by_path = strcmp(a->path, b->path);
	return by_path ? by_path : (int)a->method - (int)b->method;
}

/* The first route behind `last` (NULL: the first of all); NULL behind the last one. */
static const struct http_route *next(const struct http_app *app, const struct http_route *last)
{
	const struct http_route *best = NULL;
	for (size_t i = 0; app->table[i]; i++)
		for (size_t k = 0; k < app->n_routes[i]; k++) {
			const struct http_route *t = &app->table[i][k];
			if ((!last || compare(t, last) > 0) && (!best || compare(t, best) < 0))
				best = t;
		}
	return best;
}

enum err http_routes_print(const struct http_app *app,
	const char *(*permission_name)(unsigned permission), struct buf *out, struct error *err)
{
	struct router *r = NULL;
	enum err e = router_new(app, &r, err);
	if (e)
		return e;
	router_free(r);
	buf_lit(out, "# 路由表\n\n由 `gongkai serve --routes` 打印，用 script/docs 重新生成，请勿手工修改。"
		     "带 * 的字段必填；“令牌”指提交时须带防伪令牌。\n\n"
		     "| 方法 | 路径 | 权限 | 令牌 | 字段 | 说明 |\n|---|---|---|---|---|---|\n");
	for (const struct http_route *t = next(app, NULL); t; t = next(app, t))
		print_route(t, permission_name, out);
	return buf_check(out, err);
}

/* A path as a regular expression of nginx: "/office/requests/[^/]+/files". */
static void print_pattern(const char *path, struct buf *out)
{
	for (const char *c = path; *c;) {
		if (*c == ':') {
			size_t n = strcspn(c, "/");
			buf_cstr(out, c[n - 1] == '*' ? ".+" : "[^/]+");
			c += n;
		} else {
			if (strchr(".+?*()[]{}^$|\\", *c))
				buf_char(out, '\\');
			buf_char(out, *c++);
		}
	}
}

enum err http_uploads_print(
	const struct http_app *app, const char *inside, struct buf *out, struct error *err)
{
	bool first = true;
	buf_lit(out, "location ~ \"^(?:");
	for (const struct http_route *t = next(app, NULL); t; t = next(app, t)) {
		if (!(t->flags & HTTP_UPLOAD))
			continue;
		if (!first)
			buf_char(out, '|');
		first = false;
		print_pattern(t->path, out);
	}
	buf_lit(out, ")$\" {\n");
	buf_cstr(out, inside);
	buf_lit(out, "}\n");
	return buf_check(out, err);
}
