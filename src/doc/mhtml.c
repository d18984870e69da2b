/*
 * mhtml -- "单个文件网页": a MIME message whose root part is an HTML page
 * (RFC 2557).  Only the root is read; pictures and style sheets are left alone.
 */
#include "doc/html_dom.h"
#include "doc/read.h"

enum {
	MULTIPART_DEPTH_MAX = 4, /* multipart inside multipart */
	PARTS_MAX = 2000,
	HEADER_LINES_MAX = 400,
	FIELD_MAX = 4096 /* bytes of one header field with its continuation lines */
};

/* A message or a part of one: the fields that matter, and what follows them. */
struct entity {
	struct str type;    /* "text/html" */
	struct str charset; /* parameters of Content-Type */
	struct str boundary;
	struct str start;    /* Content-ID of the root part */
	struct str id;	     /* Content-ID */
	struct str encoding; /* Content-Transfer-Encoding */
	struct str body;
};

/* Takes one header field, folded lines joined, off *rest; false at the empty line or the end. */
static bool next_field(struct arena *a, struct str *rest, struct str *field)
{
	struct str line;
	if (!str_next_line(rest, &line) || line.n == 0)
		return false;
	*field = line;
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t')) {
		if (!str_next_line(rest, &line) || field->n > FIELD_MAX)
			break;
		*field = arena_fmt(a, "%.*s %.*s", STR_ARG(*field), STR_ARG(str_trim(line)));
	}
	return true;
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

/* The parameter `name` of a field such as `text/html; charset="gb2312"`, without quotes. */
static struct str parameter(struct str field, const char *name)
{
	struct str want = str_cstr(name);
	for (size_t i = str_find(field, STR(";"), 0); i < field.n;) {
		i++;
		while (i < field.n && is_one_of(field.p[i], " \t;"))
			i++;
		size_t from = i;
		while (i < field.n && !is_one_of(field.p[i], "=; \t"))
			i++;
		bool mine = html_same_word(str_sub(field, from, i), want);
		while (i < field.n && is_one_of(field.p[i], "= \t"))
			i++;
		bool quoted = i < field.n && field.p[i] == '"';
		from = i += quoted;
		while (i < field.n && (quoted ? field.p[i] != '"' : !is_one_of(field.p[i], "; \t")))
			i++;
		if (mine)
			return str_sub(field, from, i);
		while (i < field.n && field.p[i] != ';')
			i++;
	}
	return (struct str){ NULL, 0 };
}

/* Reads the header fields of an entity; the body is what follows the first empty line. */
static void parse_entity(struct arena *a, struct str bytes, struct entity *e)
{
	struct str field;
	*e = (struct entity){ 0 };
	for (int i = 0; i < HEADER_LINES_MAX && next_field(a, &bytes, &field); i++) {
		size_t colon = str_find(field, STR(":"), 0);
		struct str name = str_trim(str_sub(field, 0, colon));
		struct str value = str_trim(str_sub(field, colon + 1, field.n));
		if (html_same_word(name, STR("content-type"))) {
			e->type = str_trim(str_sub(value, 0, str_find(value, STR(";"), 0)));
			e->charset = parameter(value, "charset");
			e->boundary = parameter(value, "boundary");
			e->start = parameter(value, "start");
		} else if (html_same_word(name, STR("content-id"))) {
			e->id = value;
		} else if (html_same_word(name, STR("content-transfer-encoding"))) {
			e->encoding = value;
		}
	}
	e->body = bytes;
}

/*
 * Takes the next part off *rest: what stands between two lines "--boundary".
 * The text before the first such line is no part.  false when there is none.
 */
static bool next_part(struct str *rest, struct str boundary, struct str *part)
{
	struct str line;
	const char *from = NULL;
	struct str all = *rest;
	while (str_next_line(rest, &line)) {
		bool fence = line.n >= boundary.n + 2 && line.p[0] == '-' && line.p[1] == '-' &&
			     str_starts(str_sub(line, 2, line.n), boundary);
		if (!fence)
			continue;
		if (from) {
			*part = (struct str){ from, (size_t)(line.p - from) };
			/* The fence also begins the next part. */
			rest->n += (size_t)(rest->p - line.p);
			rest->p = line.p;
			return true;
		}
		from = line.p + line.n;
		while (from < all.p + all.n && *from != '\n')
			from++;
		from += from < all.p + all.n;
	}
	if (!from)
		return false;
	/* The closing line is missing: the file was cut, its last part is used all the same. */
	*part = (struct str){ from, (size_t)(all.p + all.n - from) };
	return part->n > 0;
}

static bool is_page(const struct entity *e)
{
	return html_same_word(e->type, STR("text/html")) ||
	       html_same_word(e->type, STR("application/xhtml+xml"));
}

static bool is_multipart(const struct entity *e)
{
	return str_starts(e->type, STR("multipart/")) || str_starts(e->type, STR("Multipart/"));
}

/*
 * The part to read of a multipart entity: the one `start` names, else the first
 * page or the first multipart.  false when there is none.
 */
static bool choose_part(struct arena *a, const struct entity *whole, struct entity *chosen)
{
	struct str rest = whole->body, part;
	bool found = false;
	for (int i = 0;
		i < PARTS_MAX && whole->boundary.n && next_part(&rest, whole->boundary, &part);
		i++) {
		struct entity e;
		parse_entity(a, part, &e);
		bool usable = is_page(&e) || is_multipart(&e);
		bool named = whole->start.n && str_eq(e.id, whole->start);
		if (usable && (!found || named))
			*chosen = e;
		found = found || usable;
		if (usable && (named || !whole->start.n))
			break;
	}
	return found;
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/*
 * RFC 2045, 6.7: =XX is a byte, = at the end of a line joins it with the next;
 * a = that is neither stays as it is.
 */
static void decode_quoted(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '=') {
			buf_char(b, s.p[i]);
			continue;
		}
		size_t end = i + 1;
		while (end < s.n && (s.p[end] == ' ' || s.p[end] == '\t' || s.p[end] == '\r'))
			end++;
		if (end < s.n && s.p[end] == '\n') {
			i = end;
			continue;
		}
		int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;
		if (low < 0) {
			buf_char(b, '=');
			continue;
		}
		buf_char(b, (char)(high * 16 + low));
		i += 2;
	}
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* RFC 2045, 6.8: four characters are three bytes; what is not of the alphabet is passed over. */
static void decode_base64(struct buf *b, struct str s)
{
	unsigned bits = 0;
	int have = 0;
	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		int v = base64_value(s.p[i]);
		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xFFFFFF;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_char(b, (char)(bits >> have & 0xFF));
		}
	}
}

/* Undoes the transfer encoding.  UTF-16 without a mark gets one, since only marked UTF-16 is
 * decoded. */
static void decode_body(struct buf *b, const struct entity *e)
{
	bool wide = html_same_word(e->charset, STR("unicode")) ||
		    html_same_word(e->charset, STR("utf-16")) ||
		    html_same_word(e->charset, STR("utf-16le"));
	if (wide)
		buf_lit(b, "\xFF\xFE");
	size_t from = b->n;
	if (html_same_word(e->encoding, STR("quoted-printable")))
		decode_quoted(b, e->body);
	else if (html_same_word(e->encoding, STR("base64")))
		decode_base64(b, e->body);
	else
		buf_str(b, e->body);
	bool marked = wide && b->n >= from + 2 &&
		      (memcmp(b->p + from, "\xFF\xFE", 2) == 0 ||
			      memcmp(b->p + from, "\xFE\xFF", 2) == 0);
	if (marked) {
		memmove(b->p, b->p + from, b->n - from);
		b->n -= from;
	}
}

/* Goes into multipart inside multipart until a page is found; that page is HTML. */
enum err doc_read_mhtml(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct entity e, inner;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_sub(bytes, 3, bytes.n);
	while (bytes.n && (bytes.p[0] == '\n' || bytes.p[0] == '\r'))
		bytes = str_sub(bytes, 1, bytes.n);
	parse_entity(a, bytes, &e);
	for (int depth = 0; is_multipart(&e); depth++) {
		if (depth >= MULTIPART_DEPTH_MAX || !choose_part(a, &e, &inner))
			return error_set(err, ERR_FORMAT, NULL,
				"单个文件网页（.mht）中没有网页正文，请在浏览器或 Word "
				"中重新另存为网页");
		e = inner;
	}
	enum err failed = arena_check(a, err);
	if (failed)
		return failed;
	if (!is_page(&e))
		return error_set(err, ERR_FORMAT, NULL,
			"单个文件网页（.mht）中没有网页正文，请在浏览器或 Word 中重新另存为网页");
	struct buf page;
	buf_init(&page, DOC_FILE_MAX);
	decode_body(&page, &e);
	failed = buf_check(&page, err);
	if (!failed)
		failed = doc_read_html(a, buf_view(&page), out, err);
	buf_done(&page);
	return failed;
}
