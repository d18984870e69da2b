#include "http/header.h"

#include "core/utf8.h"
#include "http/multipart.h"
#include "http/percent.h"

/* Takes what stands before the next `sep` off *rest, trimmed; false when nothing is left. */
static bool next_item(struct str *rest, struct str sep, struct str *item)
{
	if (rest->n == 0)
		return false;
	size_t end = str_find(*rest, sep, 0);
	*item = http_trim(str_sub(*rest, 0, end));
	*rest = str_sub(*rest, end + 1, rest->n);
	return true;
}

bool cookie_next(struct str *rest, struct str *name, struct str *value)
{
	struct str item;
	while (next_item(rest, STR(";"), &item)) {
		size_t eq = str_find(item, STR("="), 0);
		struct str key = http_trim(str_sub(item, 0, eq));
		if (eq == item.n || key.n == 0)
			continue;
		*name = key;
		*value = http_trim(str_sub(item, eq + 1, item.n));
		return true;
	}
	return false;
}

bool cookie_find(struct str header, const char *name, struct str *value)
{
	struct str key, v;
	while (cookie_next(&header, &key, &v)) {
		if (str_is(key, name)) {
			*value = v;
			return true;
		}
	}
	return false;
}

/* RFC 6265 4.1.1: printable ASCII but for blank, quote, comma, semicolon and backslash. */
static bool is_cookie_value(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7F || strchr("\",;\\", s.p[i]))
			return false;
	return true;
}

static bool is_cookie_path(const char *path)
{
	for (size_t i = 0; path[i]; i++)
		if (path[i] < 0x20 || path[i] >= 0x7F || path[i] == ';')
			return false;
	return path[0] == '/';
}

enum err set_cookie_write(struct buf *b, const struct cookie *c, struct error *err)
{
	const char *path = c->path ? c->path : "/";
	bool host = str_starts(c->name, STR("__Host-"));
	bool prefix_holds = (!host || (c->secure && strcmp(path, "/") == 0)) &&
			    (!str_starts(c->name, STR("__Secure-")) || c->secure);
	if (!http_is_token(c->name) || !is_cookie_value(c->value) || !is_cookie_path(path) ||
		!prefix_holds) {
		error_set(err, ERR_BUG, NULL, "程序内部错误，请联系管理员");
		return error_detail(err, "a cookie that cannot be written");
	}
	buf_str(b, c->name);
	buf_char(b, '=');
	buf_str(b, c->value);
	buf_lit(b, "; Path=");
	buf_cstr(b, path);
	if (c->max_age_s >= 0) {
		buf_lit(b, "; Max-Age=");
		buf_int(b, c->max_age_s);
	}
	if (c->secure)
		buf_lit(b, "; Secure");
	if (!c->script)
		buf_lit(b, "; HttpOnly");
	buf_cstr(b, c->lax ? "; SameSite=Lax" : "; SameSite=Strict");
	return buf_check(b, err);
}

/* The quoted part of a tag; weak ones lose their mark. */
static struct str opaque_tag(struct str tag)
{
	return str_starts(tag, STR("W/")) ? str_sub(tag, 2, tag.n) : tag;
}

/* Takes the next entity tag off *rest (it may contain commas); false at the end or at nonsense. */
static bool next_tag(struct str *rest, struct str *tag)
{
	struct str s = http_trim(*rest);
	while (s.n && s.p[0] == ',')
		s = http_trim(str_sub(s, 1, s.n));
	struct str body = opaque_tag(s);
	size_t end = body.n && body.p[0] == '"' ? str_find(body, STR("\""), 1) : body.n;
	if (end == body.n)
		return false;
	size_t n = s.n - body.n + end + 1;
	*tag = str_sub(s, 0, n);
	*rest = http_trim(str_sub(s, n, s.n));
	return rest->n == 0 || rest->p[0] == ',';
}

bool etag_matches(struct str if_none_match, struct str etag)
{
	struct str rest = http_trim(if_none_match), tag;
	if (str_is(rest, "*"))
		return true;
	while (next_tag(&rest, &tag))
		if (str_eq(opaque_tag(tag), opaque_tag(etag)))
			return true;
	return false;
}

/* Digits only; a number too large is the largest. */
static bool read_number(struct str s, uint64_t *out)
{
	uint64_t v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(s.p[i] - '0');
		v = v > (UINT64_MAX - digit) / 10 ? UINT64_MAX : v * 10 + digit;
	}
	*out = v;
	return s.n > 0;
}

enum range_kind range_parse(struct str header, uint64_t size, struct byte_range *out)
{
	size_t eq = str_find(header, STR("="), 0);
	struct str set = http_trim(str_sub(header, eq + 1, header.n));
	size_t dash = str_find(set, STR("-"), 0);
	uint64_t first, last = UINT64_MAX;
	if (!http_eq_nocase(http_trim(str_sub(header, 0, eq)), "bytes") || dash == set.n)
		return RANGE_WHOLE;
	struct str from = str_sub(set, 0, dash), to = str_sub(set, dash + 1, set.n);
	if (to.n && !read_number(to, &last))
		return RANGE_WHOLE;
	if (from.n == 0) {
		if (to.n == 0)
			return RANGE_WHOLE;
		if (last == 0 || size == 0)
			return RANGE_UNSATISFIABLE;
		*out = (struct byte_range){ last < size ? size - last : 0, size - 1 };
		return RANGE_PART;
	}
	if (!read_number(from, &first) || last < first)
		return RANGE_WHOLE;
	if (first >= size)
		return RANGE_UNSATISFIABLE;
	*out = (struct byte_range){ first, last < size ? last : size - 1 };
	return RANGE_PART;
}

bool if_range_holds(struct str header, struct str etag, int64_t changed, int64_t now)
{
	int64_t moment;
	header = http_trim(header);
	if (header.n == 0)
		return true;
	if (header.p[0] == '"')
		return str_eq(header, etag);
	return http_date_parse(header, now, &moment) && moment == changed;
}

/* The weight of "name;q=…": whether it is above 0.  What is no weight counts as none wanted. */
static bool is_wanted(struct str params)
{
	struct str name, value;
	bool quoted;
	while (param_next(&params, &name, &value, &quoted)) {
		if (!http_eq_nocase(name, "q"))
			continue;
		bool above = false;
		for (size_t i = 0; i < value.n; i++) {
			if (value.p[i] != '.' && (value.p[i] < '0' || value.p[i] > '9'))
				return false;
			above |= value.p[i] >= '1' && value.p[i] <= '9';
		}
		return above;
	}
	return params.n == 0;
}

bool accepts_gzip(struct str header)
{
	struct str item;
	bool any = false;
	while (next_item(&header, STR(","), &item)) {
		size_t semi = str_find(item, STR(";"), 0);
		struct str name = http_trim(str_sub(item, 0, semi));
		bool wanted = is_wanted(str_sub(item, semi, item.n));
		if (http_eq_nocase(name, "gzip") || http_eq_nocase(name, "x-gzip"))
			return wanted;
		if (str_is(name, "*"))
			any = wanted;
	}
	return any;
}

/* A byte that older clients read from filename="…" without a second thought. */
static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7F && !strchr("\"\\%", c);
}

/* ".pdf" when the name ends in a short ASCII extension, else nothing. */
static struct str plain_extension(struct str name)
{
	enum { EXTENSION_MAX = 16 };
	size_t dot = name.n;
	while (dot > 0 && name.p[dot - 1] != '.')
		dot--;
	struct str ext = dot > 0 ? str_sub(name, dot - 1, name.n) : str_sub(name, 0, 0);
	for (size_t i = 0; i < ext.n; i++)
		if (!is_plain(ext.p[i]))
			return str_sub(name, 0, 0);
	return ext.n <= EXTENSION_MAX ? ext : str_sub(name, 0, 0);
}

void content_disposition_write(struct buf *b, struct str filename, bool is_inline)
{
	struct buf clean;
	bool plain = true;
	buf_init(&clean, 3 * filename.n + 64);
	filename_clean(&clean, filename);
	struct str name = buf_view(&clean);
	for (size_t i = 0; i < name.n; i++)
		plain = plain && is_plain(name.p[i]);
	buf_cstr(b, is_inline ? "inline" : "attachment");
	if (clean.err && !b->err)
		b->err = clean.err;
	if (name.n && plain) {
		buf_lit(b, "; filename=\"");
		buf_str(b, name);
		buf_char(b, '"');
	} else if (name.n) {
		buf_lit(b, "; filename=\"download");
		buf_str(b, plain_extension(name));
		buf_lit(b, "\"; filename*=UTF-8''");
		/* RFC 8187 attr-char */
		percent_encode(b, name, "!#$&+-.^_`|~");
	}
	buf_done(&clean);
}
