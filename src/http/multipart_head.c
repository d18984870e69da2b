#include "http/multipart_head.h"

#include "core/utf8.h"
#include "http/header.h"
#include "http/multipart.h"
#include "http/percent.h"

/* What the lines say, still as sent. */
struct lines {
	struct str disposition, type, encoding;
	bool has_disposition;
};

static enum err refuse(struct error *err, const char *detail)
{
	error_set(err, ERR_INVALID, NULL, "上传的内容有误，请换一个浏览器重新提交");
	return error_detail(err, "multipart: %s", detail);
}

static enum err read_lines(struct str head, struct lines *l, struct error *err)
{
	struct str line;
	while (str_next_line(&head, &line) && line.n) {
		size_t colon = str_find(line, STR(":"), 0);
		struct str name = str_sub(line, 0, colon);
		struct str value = http_trim(str_sub(line, colon + 1, line.n));
		if (colon == line.n || !http_is_token(name))
			return refuse(err, "malformed line in a part's head");
		if (http_eq_nocase(name, "content-disposition")) {
			if (l->has_disposition)
				return refuse(err, "two Content-Disposition");
			l->has_disposition = true;
			l->disposition = value;
		} else if (http_eq_nocase(name, "content-type")) {
			l->type = value;
		} else if (http_eq_nocase(name, "content-transfer-encoding")) {
			l->encoding = value;
		}
	}
	return OK;
}

/*
 * A quoted parameter as browsers mean it: %22, %0D and %0A for quote, CR and LF (WHATWG; nothing
 * else is escaped that way), \" for a quote (older ones), \\ for a backslash; any other backslash
 * stands for itself (a path of Windows).
 */
static void unescape(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct str three = str_sub(s, i, i + 3);
		bool pair =
			s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\');
		if (pair) {
			buf_char(b, s.p[++i]);
		} else if (http_eq_nocase(three, "%22")) {
			buf_char(b, '"');
			i += 2;
		} else if (http_eq_nocase(three, "%0d")) {
			buf_char(b, '\r');
			i += 2;
		} else if (http_eq_nocase(three, "%0a")) {
			buf_char(b, '\n');
			i += 2;
		} else {
			buf_char(b, s.p[i]);
		}
	}
}

/* RFC 8187: UTF-8'language'escaped.  false when it is not of that form; b as it was then. */
static bool decode_extended(struct buf *b, struct str s)
{
	size_t first = str_find(s, STR("'"), 0);
	size_t second = str_find(s, STR("'"), first + 1);
	if (second >= s.n || !http_eq_nocase(str_sub(s, 0, first), "utf-8"))
		return false;
	size_t before = b->n;
	if (!percent_decode(b, str_sub(s, second + 1, s.n)))
		return false;
	if (utf8_is_valid(str_sub(buf_view(b), before, b->n)))
		return true;
	b->n = before;
	return false;
}

/* The name, checked; a name too long is the person's browser or an attack, so ERR_LIMIT. */
static enum err take_name(struct str raw, bool quoted, struct buf *name, struct error *err)
{
	if (quoted)
		unescape(name, raw);
	else
		buf_str(name, raw);
	enum err e = buf_check(name, err);
	struct str s = buf_view(name);
	if (!e && (s.n == 0 || !utf8_is_valid(s) || http_has_control(s)))
		e = refuse(err, "name of a part");
	return e;
}

/* form-data; name="…"; filename="…"; filename*=UTF-8''… */
static enum err read_disposition(
	struct str s, struct buf *name, struct buf *raw_file, bool *is_file, struct error *err)
{
	size_t semi = str_find(s, STR(";"), 0);
	struct str rest = str_sub(s, semi, s.n), key, value;
	bool quoted, named = false, plain = false, extended = false;
	if (!http_eq_nocase(http_trim(str_sub(s, 0, semi)), "form-data"))
		return refuse(err, "Content-Disposition is not form-data");
	while (param_next(&rest, &key, &value, &quoted)) {
		if (http_eq_nocase(key, "name")) {
			if (named)
				return refuse(err, "two names of a part");
			enum err e = take_name(value, quoted, name, err);
			if (e)
				return e;
			named = true;
		} else if (http_eq_nocase(key, "filename*")) {
			size_t before = raw_file->n;
			if (!extended && decode_extended(raw_file, value)) {
				/* It wins over the plain one, whichever came first. */
				if (before)
					memmove(raw_file->p, raw_file->p + before,
						raw_file->n - before);
				raw_file->n -= before;
				extended = *is_file = true;
			}
		} else if (http_eq_nocase(key, "filename")) {
			if (plain)
				return refuse(err, "two file names of a part");
			if (!extended && quoted)
				unescape(raw_file, value);
			else if (!extended)
				buf_str(raw_file, value);
			plain = *is_file = true;
		}
	}
	if (!named || rest.n)
		return refuse(err, "Content-Disposition without a name or malformed");
	return buf_check(raw_file, err);
}

/* The part's bytes must be what they are: no encoding, and a field in UTF-8. */
static enum err check_encoding(const struct lines *l, bool is_file, struct error *err)
{
	struct str params, name, value;
	bool quoted;
	bool plain = l->encoding.n == 0 || http_eq_nocase(l->encoding, "binary") ||
		     http_eq_nocase(l->encoding, "8bit") || http_eq_nocase(l->encoding, "7bit");
	if (!plain)
		return refuse(err, "Content-Transfer-Encoding");
	params = str_sub(l->type, str_find(l->type, STR(";"), 0), l->type.n);
	while (!is_file && param_next(&params, &name, &value, &quoted))
		if (http_eq_nocase(name, "charset") && !http_eq_nocase(value, "utf-8") &&
			!http_eq_nocase(value, "us-ascii"))
			return refuse(err, "charset of a field");
	return OK;
}

enum err part_head_read(struct str head, struct buf *name, struct part_head *out, struct error *err)
{
	struct lines l = { .has_disposition = false };
	struct part_head h = { .is_file = false };
	struct buf raw;
	/* Two names of a file may stand there. */
	buf_init(&raw, 2 * head.n);
	buf_init(&h.filename, 3 * head.n + 64);
	enum err e = read_lines(head, &l, err);
	if (!e)
		e = read_disposition(l.disposition, name, &raw, &h.is_file, err);
	if (!e)
		e = check_encoding(&l, h.is_file, err);
	if (!e) {
		filename_clean(&h.filename, buf_view(&raw));
		e = buf_check(&h.filename, err);
	}
	buf_done(&raw);
	bool clean = l.type.n && utf8_is_valid(l.type) && !http_has_control(l.type);
	h.type = clean ? l.type : STR("application/octet-stream");
	if (e)
		part_head_done(&h);
	else
		*out = h;
	return e;
}

void part_head_done(struct part_head *h)
{
	buf_done(&h->filename);
}
