#include "http/multipart.h"

#include "core/utf8.h"
#include "http/header.h"
#include "http/multipart_head.h"
#include "http/percent.h"

const struct multipart_limits multipart_limits_default = {
	.parts = 500,
	.header_lines = 16,
	.header_bytes = 4096,
	.name_bytes = 200,
	.value_bytes = 256 << 10,
	.file_bytes = 50 << 20,
	.total_bytes = 60 << 20,
};

/*
 * In CONTENT (and PREAMBLE, whose content nobody wants) `held` keeps what may yet turn out to be a
 * boundary line:
 *
 *	CR LF "--" boundary            then  blanks CR LF       the next part
 *	                               or    "--" blanks CR LF  the end
 *
 * On the first byte that does not fit, what is held was content after all.  CR stands only at the
 * start of that line and at its end, where only LF fits; so a new line can begin with the byte that
 * did not fit, and nowhere in what is held.  At the start of the body and of a part's content the
 * first CR LF of that line was not sent (preamble) or was the blank line of the head (RFC 2046: a
 * part without content); held_virtual counts it.
 */
enum { PREAMBLE, HEAD, CONTENT, EPILOGUE };
enum { PADDING_MAX = 16 }; /* blanks after a boundary */

static enum err broken(struct multipart *m, const char *detail)
{
	error_set(&m->bad, ERR_INVALID, NULL, "上传的内容不完整或有误，请重新提交");
	return error_detail(&m->bad, "multipart: %s", detail);
}

static enum err too_much(struct multipart *m, const char *msg, const char *detail)
{
	error_set(&m->bad, ERR_LIMIT, NULL, "%s", msg);
	return error_detail(&m->bad, "multipart: %s", detail);
}

/* The boundary of a Content-Type value into m->boundary, in the form of its line. */
static bool take_boundary(struct multipart *m, struct str params)
{
	struct str name, value;
	bool quoted, found = false;
	while (param_next(&params, &name, &value, &quoted)) {
		if (!http_eq_nocase(name, "boundary"))
			continue;
		if (found || value.n == 0 || value.n > MULTIPART_BOUNDARY_MAX ||
			value.p[value.n - 1] == ' ')
			return false;
		for (size_t i = 0; i < value.n; i++) {
			unsigned char c = (unsigned char)value.p[i];
			if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\')
				return false;
		}
		memcpy(m->boundary, "\r\n--", 4);
		memcpy(m->boundary + 4, value.p, value.n);
		m->boundary_n = value.n + 4;
		found = true;
	}
	return found && http_trim(params).n == 0;
}

/* From here on the held line starts, with its CR LF taken for granted. */
static void begin_lines(struct multipart *m)
{
	memcpy(m->held, "\r\n", 2);
	m->held_n = m->held_virtual = 2;
}

enum err multipart_init(struct multipart *m, struct str content_type,
	const struct multipart_limits *lim, const struct multipart_events *ev, struct error *err)
{
	*m = (struct multipart){ .lim = lim ? *lim : multipart_limits_default, .ev = *ev };
	buf_init(&m->head, m->lim.header_bytes);
	buf_init(&m->name, m->lim.name_bytes);
	buf_init(&m->value, m->lim.value_bytes);
	begin_lines(m);
	size_t semi = str_find(content_type, STR(";"), 0);
	if (!http_eq_nocase(http_trim(str_sub(content_type, 0, semi)), "multipart/form-data") ||
		!take_boundary(m, str_sub(content_type, semi, content_type.n))) {
		broken(m, "no multipart/form-data with a lawful boundary");
		if (err)
			*err = m->bad;
	}
	return m->bad.code;
}

void multipart_done(struct multipart *m)
{
	if (!m)
		return;
	buf_done(&m->head);
	buf_done(&m->name);
	buf_done(&m->value);
}

/* Bytes of the part's content: to the file or into the field's value. */
static enum err content(struct multipart *m, struct str bytes)
{
	if (m->state != CONTENT || bytes.n == 0)
		return OK;
	if (!m->is_file) {
		buf_str(&m->value, bytes);
		if (m->value.err == ERR_NOMEM)
			return error_nomem(&m->bad);
		if (m->value.err)
			return too_much(m, "有一项填写的内容过长，请缩短后再提交", "value");
		return OK;
	}
	uint64_t room = m->lim.file_bytes - m->file_n;
	struct str fits = str_sub(bytes, 0, bytes.n < room ? bytes.n : (size_t)room);
	m->file_n += fits.n;
	enum err e = fits.n ? m->ev.on_file_data(m->ev.ctx, fits, &m->bad) : OK;
	if (!e && fits.n < bytes.n)
		e = too_much(m, "上传的文件过大，请压缩后再传", "file");
	return e;
}

/* The part is whole. */
static enum err end_part(struct multipart *m)
{
	if (m->state != CONTENT)
		return OK;
	if (m->is_file)
		return m->ev.on_file_end(m->ev.ctx, &m->bad);
	struct str value = buf_view(&m->value);
	if (!utf8_is_valid(value) || (value.n && memchr(value.p, '\0', value.n)))
		return broken(m, "value with NUL or not UTF-8");
	return m->ev.on_field(m->ev.ctx, buf_view(&m->name), value, &m->bad);
}

/* The held bytes were content, but for those never sent. */
static enum err release(struct multipart *m)
{
	size_t skip = m->held_virtual;
	enum err e = content(m, (struct str){ m->held + skip, m->held_n - skip });
	m->held_n = m->held_virtual = 0;
	return e;
}

/* What the held bytes and one more are. */
enum fit { FIT_NOT, FIT_MORE, FIT_PART, FIT_END };

/* Judges c behind the whole boundary and what is held after it. */
static enum fit judge_tail(const struct multipart *m, char c)
{
	struct str tail = { m->held + m->boundary_n, m->held_n - m->boundary_n };
	bool closing = str_starts(tail, STR("--"));
	if (tail.n && tail.p[tail.n - 1] == '\r')
		return c != '\n' ? FIT_NOT : closing ? FIT_END : FIT_PART;
	if (c == '\r')
		return str_is(tail, "-") ? FIT_NOT : FIT_MORE;
	if (c == '-')
		return tail.n == 0 || str_is(tail, "-") ? FIT_MORE : FIT_NOT;
	bool blank = c == ' ' || c == '\t';
	return blank && !str_is(tail, "-") && tail.n < PADDING_MAX ? FIT_MORE : FIT_NOT;
}

static enum fit judge(const struct multipart *m, char c)
{
	if (m->held_n >= m->boundary_n)
		return judge_tail(m, c);
	return m->boundary[m->held_n] == c ? FIT_MORE : FIT_NOT;
}

/* One byte of content, or of a line that may be a boundary. */
static enum err content_byte(struct multipart *m, char c)
{
	enum fit fit = judge(m, c);
	if (fit == FIT_NOT) {
		/* Only a CR begins a line anew; those held have proved to begin none. */
		enum err e = release(m);
		if (!e && c != '\r')
			e = content(m, (struct str){ &c, 1 });
		if (e || c != '\r')
			return e;
		fit = FIT_MORE;
	}
	if (fit == FIT_MORE) {
		m->held[m->held_n++] = c;
		return OK;
	}
	enum err e = end_part(m);
	m->held_n = m->held_virtual = 0;
	m->state = fit == FIT_END ? EPILOGUE : HEAD;
	buf_clear(&m->head);
	m->line_start = m->lines = 0;
	return e;
}

/* The head is complete: tells of the part and goes on with its content. */
static enum err begin_part(struct multipart *m)
{
	struct part_head head;
	buf_clear(&m->name);
	buf_clear(&m->value);
	enum err e = part_head_read(buf_view(&m->head), &m->name, &head, &m->bad);
	if (e)
		return e;
	if (++m->parts > m->lim.parts) {
		part_head_done(&head);
		return too_much(m, "提交的项数过多，请减少后再提交", "parts");
	}
	m->is_file = head.is_file;
	m->file_n = 0;
	if (head.is_file)
		e = m->ev.on_file_begin(m->ev.ctx, buf_view(&m->name), buf_view(&head.filename),
			head.type, &m->bad);
	part_head_done(&head);
	m->state = CONTENT;
	begin_lines(m);
	return e;
}

/* One byte of a part's head.  Lines end in CR LF and nothing else. */
static enum err head_byte(struct multipart *m, char c)
{
	bool after_cr = m->head.n > m->line_start && m->head.p[m->head.n - 1] == '\r';
	if (after_cr != (c == '\n') || c == '\0')
		return broken(m, "line end or NUL in a part's head");
	buf_char(&m->head, c);
	if (m->head.err == ERR_NOMEM)
		return error_nomem(&m->bad);
	if (m->head.err)
		return too_much(m, "上传内容的说明过长，请换一个浏览器再试", "head");
	if (c != '\n')
		return OK;
	bool empty = m->head.n - m->line_start == 2;
	m->line_start = m->head.n;
	if (empty)
		return begin_part(m);
	if (++m->lines > m->lim.header_lines)
		return too_much(m, "上传内容的说明过长，请换一个浏览器再试", "head lines");
	return OK;
}

/* Bytes that are content for sure: none is held and no CR among them. */
static size_t plain_run(const struct multipart *m, struct str bytes)
{
	if ((m->state != CONTENT && m->state != PREAMBLE) || m->held_n)
		return 0;
	const char *cr = memchr(bytes.p, '\r', bytes.n);
	return cr ? (size_t)(cr - bytes.p) : bytes.n;
}

static enum err feed_all(struct multipart *m, struct str bytes)
{
	enum err e = OK;
	for (size_t i = 0; i < bytes.n && !e;) {
		struct str left = str_sub(bytes, i, bytes.n);
		size_t run = plain_run(m, left);
		if (m->state == EPILOGUE)
			return OK;
		if (run) {
			e = content(m, str_sub(left, 0, run));
			i += run;
			continue;
		}
		e = m->state == HEAD ? head_byte(m, bytes.p[i]) : content_byte(m, bytes.p[i]);
		i++;
	}
	return e;
}

/* Keeps what went wrong, also when an event gave only a code. */
static enum err settle(struct multipart *m, enum err e, struct error *err)
{
	if (e && !m->bad.code)
		error_set(&m->bad, e, NULL, "上传没有成功，请重新提交");
	if (m->bad.code && err)
		*err = m->bad;
	return m->bad.code;
}

enum err multipart_feed(struct multipart *m, struct str bytes, struct error *err)
{
	enum err e = m->bad.code;
	if (!e && bytes.n) {
		uint64_t room = m->lim.total_bytes - m->total;
		size_t n = bytes.n <= room ? bytes.n : (size_t)room;
		m->total += n;
		e = feed_all(m, str_sub(bytes, 0, n));
		if (!e && n < bytes.n)
			e = too_much(m, "上传的内容过大，请分几次提交", "total");
	}
	return settle(m, e, err);
}

enum err multipart_end(struct multipart *m, struct error *err)
{
	enum err e = m->bad.code;
	if (!e && m->state != EPILOGUE) {
		/* The closing line need not end in CR LF. */
		struct str tail = { NULL, 0 };
		if (m->state != HEAD && m->held_n > m->boundary_n)
			tail = (struct str){ m->held + m->boundary_n, m->held_n - m->boundary_n };
		if (str_starts(tail, STR("--"))) {
			e = end_part(m);
			m->state = EPILOGUE;
		} else {
			e = broken(m, "no closing boundary");
		}
	}
	return settle(m, e, err);
}
