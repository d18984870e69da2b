#include "http/target.h"

#include "core/utf8.h"
#include "http/percent.h"

/* Sub-delims and the rest of RFC 3986 pchar that need no escape, but for those with a meaning in
 * HTML. */
static const char KEPT[] = "-._~!$()*,;=:@+";

/* As many pairs as fit the query with something in them. */
static const struct form_limits query_limits = {
	.fields = 200,
	.name_bytes = 200,
	.value_bytes = TARGET_QUERY_MAX,
	.total_bytes = TARGET_QUERY_MAX,
};

static enum err refuse(struct error *err, const char *detail)
{
	error_set(err, ERR_INVALID, NULL, "网址有误，请检查后重新输入，或从首页进入");
	return error_detail(err, "target: %s", detail);
}

static enum err too_long(struct error *err, const char *detail)
{
	error_set(err, ERR_LIMIT, NULL, "网址过长，请从首页进入或减少检索条件");
	return error_detail(err, "target: %s", detail);
}

/* No blank, control character, fragment or raw backslash; bytes from 0x80 on must be UTF-8. */
static enum err check_raw(struct str raw, struct error *err)
{
	for (size_t i = 0; i < raw.n; i++) {
		unsigned char c = (unsigned char)raw.p[i];
		if (c <= 0x20 || c == 0x7F || c == '#' || c == '\\')
			return refuse(err, "a byte that cannot stand in a target");
	}
	if (!utf8_is_valid(raw) || http_has_control(raw))
		return refuse(err, "not UTF-8");
	return OK;
}

/* One segment: decoded and checked; its normal spelling is added to `path`. */
static enum err take_segment(
	struct arena *a, struct str raw, struct buf *path, struct str *out, struct error *err)
{
	struct buf b;
	enum err e = OK;
	buf_init(&b, raw.n);
	if (!percent_decode(&b, raw)) {
		e = refuse(err, "bad escape in the path");
		goto out;
	}
	struct str s = buf_view(&b);
	e = buf_check(&b, err);
	if (e)
		goto out;
	if (s.n == 0 || str_eq(s, STR(".")) || str_eq(s, STR("..")))
		e = refuse(err, "empty or dot segment");
	else if (!utf8_is_valid(s) || http_has_control(s))
		e = refuse(err, "control characters or no UTF-8 in the path");
	if (e)
		goto out;
	buf_char(path, '/');
	percent_encode(path, s, KEPT);
	*out = arena_str(a, s);
	e = arena_check(a, err);
out:
	buf_done(&b);
	return e;
}

/* All segments of the raw path (which starts with '/') into *t. */
static enum err take_path(
	struct arena *a, struct str raw, struct buf *path, struct target *t, struct error *err)
{
	size_t most = 0;
	for (size_t i = 0; i < raw.n; i++)
		most += raw.p[i] == '/';
	t->folder = raw.p[raw.n - 1] == '/';
	t->n_segments = most - t->folder;
	if (t->n_segments > TARGET_SEGMENTS_MAX)
		return too_long(err, "too many segments");
	struct str *segment = arena_array(a, struct str, t->n_segments + 1);
	if (!segment)
		return arena_check(a, err);
	size_t at = 1;
	for (size_t i = 0; i < t->n_segments; i++) {
		size_t end = str_find(raw, STR("/"), at);
		enum err e = take_segment(a, str_sub(raw, at, end), path, &segment[i], err);
		if (e)
			return e;
		at = end + 1;
	}
	if (t->folder)
		buf_char(path, '/');
	t->segment = segment;
	t->path = arena_str(a, buf_view(path));
	enum err e = buf_check(path, err);
	return e ? e : arena_check(a, err);
}

/* The part behind '?', which has passed check_raw. */
static enum err take_query(struct arena *a, struct str raw, struct target *t, struct error *err)
{
	struct error why;
	enum err e = urlencoded_parse(a, &query_limits, raw, &t->pairs, &why);
	if (e == ERR_INVALID)
		return refuse(err, why.detail);
	if (e == ERR_LIMIT && !a->err)
		return too_long(err, why.detail);
	if (e) {
		if (err)
			*err = why;
		return e;
	}
	for (size_t i = 0; i < t->pairs.n; i++)
		if (http_has_control(t->pairs.pair[i].name) ||
			http_has_odd_control(t->pairs.pair[i].value))
			return refuse(err, "control characters in the query");
	t->query = arena_str(a, raw);
	return arena_check(a, err);
}

enum err target_parse(struct arena *a, struct str raw, struct target *out, struct error *err)
{
	struct target t = { .folder = false };
	struct buf path;
	if (raw.n == 0 || raw.p[0] != '/')
		return refuse(err, "not in origin-form");
	size_t mark = str_find(raw, STR("?"), 0);
	if (mark > TARGET_PATH_MAX)
		return too_long(err, "path too long");
	if (raw.n > mark && raw.n - mark - 1 > TARGET_QUERY_MAX)
		return too_long(err, "query too long");
	enum err e = check_raw(raw, err);
	if (e)
		return e;
	buf_init(&path, 3 * (size_t)TARGET_PATH_MAX + 1);
	e = take_path(a, str_sub(raw, 0, mark), &path, &t, err);
	buf_done(&path);
	if (!e && mark < raw.n)
		e = take_query(a, str_sub(raw, mark + 1, raw.n), &t, err);
	if (!e)
		*out = t;
	return e;
}
