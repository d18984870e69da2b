#include "core/smtp.h"

#include "core/date.h"
#include "core/utf8.h"

#include <openssl/evp.h>
#include <string.h>

enum {
	LINE_COLUMNS = 76,  /* RFC 2047 2: a line with an encoded word; RFC 2045 6.8: base64 */
	LINE_BYTES = 57,    /* that make one base64 line */
	WORD_FRAME = 12,    /* "=?UTF-8?B?" and "?=" */
	WORD_MAX = 75,	    /* RFC 2047 2: one encoded word */
	PARAMETER_MAX = 60, /* bytes of one piece of a file name (RFC 2231 3) */
	TYPE_MAX = 127,
	MESSAGE_ID_MAX = 250
};

/* Bodies are base64, where "_" does not occur, so the boundary cannot stand in one. */
static const char boundary[] = "=_gongkai_part";

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322 3.2.3 */
static bool is_atext(char c)
{
	return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_dot_atom(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' ? i == 0 || i + 1 == s.n || s.p[i + 1] == '.' : !is_atext(s.p[i]))
			return false;
	return s.n > 0;
}

/* Labels of letters, digits and inner hyphens, at least two, the last not of digits only. */
static bool is_domain(struct str s)
{
	enum { LABEL_MAX = 63 };
	size_t labels = 0;
	bool letter = false;
	for (size_t from = 0; from <= s.n; labels++) {
		size_t to = str_find(s, STR("."), from);
		if (to == from || to - from > LABEL_MAX || s.p[from] == '-' || s.p[to - 1] == '-')
			return false;
		letter = false;
		for (size_t i = from; i < to; i++) {
			if (!is_alnum(s.p[i]) && s.p[i] != '-')
				return false;
			letter |= s.p[i] < '0' || s.p[i] > '9';
		}
		from = to + 1;
	}
	return labels >= 2 && letter;
}

static enum err refuse(const char *field, const char *msg, struct error *err)
{
	error_set(err, ERR_INVALID, NULL, "%s", msg);
	if (err)
		err->field = field;
	return ERR_INVALID;
}

enum err smtp_check_address(struct str s, const char *field, struct error *err)
{
	if (s.n == 0)
		return refuse(field, "请填写电子邮件地址", err);
	size_t at = s.n;
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return refuse(field,
				"电子邮件地址里不能有中文或全角字符；中文域名请写成 xn-- 开头的形式",
				err);
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7F || s.p[i] == ',' ||
			s.p[i] == ';')
			return refuse(field,
				"只能填写一个电子邮件地址，中间不能有空格、逗号、分号或换行", err);
		if (s.p[i] == '@')
			at = i;
	}
	if (s.n > SMTP_ADDRESS_MAX || at > SMTP_LOCAL_MAX || !is_dot_atom(str_sub(s, 0, at)) ||
		!is_domain(str_sub(s, at + 1, s.n)))
		return refuse(field, "电子邮件地址的格式不对，应当像 name@example.cn 这样", err);
	return OK;
}

static bool is_message_id(struct str s)
{
	size_t at = str_find(s, STR("@"), 0);
	return s.n <= MESSAGE_ID_MAX && at < s.n && is_dot_atom(str_sub(s, 0, at)) &&
	       is_dot_atom(str_sub(s, at + 1, s.n));
}

/* "type/subtype" of RFC 2045 tokens. */
static bool is_media_type(struct str s)
{
	size_t slash = str_find(s, STR("/"), 0);
	for (size_t i = 0; i < s.n; i++)
		if (i != slash && !is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr(".+-_", s.p[i])))
			return false;
	return slash > 0 && slash + 1 < s.n && s.n <= TYPE_MAX;
}

/* One line of readable text: valid UTF-8 without control characters. */
static bool is_line(struct str s, size_t max)
{
	if (s.n > max || !utf8_is_valid(s))
		return false;
	for (size_t at = 0; at < s.n;) {
		int32_t cp = utf8_next(s, &at);
		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029)
			return false;
	}
	return true;
}

static enum err check_attachments(const struct smtp_message *m, struct error *err)
{
	if (m->attachments > SMTP_ATTACHMENTS_MAX)
		return refuse("attachment", "附件过多", err);
	for (size_t i = 0; i < m->attachments; i++) {
		struct str name = m->attachment[i].name;
		if (name.n == 0 || !is_line(name, SMTP_NAME_MAX) || str_has(name, "/") ||
			str_has(name, "\\") || str_has(name, "\""))
			return refuse(
				"attachment", "附件的文件名为空、过长或含有不能用的字符", err);
		if (!is_media_type(m->attachment[i].type))
			return refuse("attachment", "附件的类型写法不对", err);
	}
	return OK;
}

static enum err check_message(
	const struct smtp_config *config, const struct smtp_message *m, struct error *err)
{
	enum err e = smtp_check_address(m->to, "to", err);
	if (!e)
		e = smtp_check_address(str_cstr(config->from), "from", err);
	if (e)
		return e;
	if (!is_line(m->to_name, SMTP_NAME_MAX) ||
		!is_line(str_cstr(config->from_name), SMTP_NAME_MAX))
		return refuse("name", "姓名或单位名称过长，或含有换行等控制字符", err);
	if (m->subject.n == 0 || !is_line(m->subject, SMTP_SUBJECT_MAX))
		return refuse("subject", "邮件标题为空、过长，或含有换行等控制字符", err);
	if (!utf8_is_valid(m->text) || (m->text.n && memchr(m->text.p, 0, m->text.n)))
		return refuse("text", "邮件正文不是 UTF-8 编码的文字", err);
	if (!is_message_id(m->message_id))
		return refuse("message_id", "邮件编号的格式不对", err);
	if (m->date < 0 || m->date > INT64_C(253402214400))
		return refuse("date", "邮件日期超出范围", err);
	return check_attachments(m, err);
}

/* Base64 of at most LINE_BYTES bytes. */
static void put_base64(struct buf *b, const char *p, size_t n)
{
	unsigned char out[LINE_BYTES / 3 * 4 + 1];
	int k = EVP_EncodeBlock(out, (const unsigned char *)p, (int)n);
	buf_add(b, out, (size_t)k);
}

static void put_body(struct buf *b, struct str s)
{
	for (size_t at = 0; at < s.n; at += LINE_BYTES) {
		struct str line = str_sub(s, at, at + LINE_BYTES);
		put_base64(b, line.p, line.n);
		buf_lit(b, "\r\n");
	}
}

/* Text as encoded words (RFC 2047 B), each of whole characters; column: where the first starts. */
static void put_words(struct buf *b, struct str s, size_t column)
{
	for (size_t from = 0; from < s.n;) {
		size_t room = LINE_COLUMNS - column;
		room = (room < WORD_MAX ? room : WORD_MAX) - WORD_FRAME;
		size_t most = room / 4 * 3, to = from;
		for (size_t at = from; at < s.n;) {
			utf8_next(s, &at);
			if (at - from > most)
				break;
			to = at;
		}
		if (from > 0)
			buf_lit(b, "\r\n ");
		buf_lit(b, "=?UTF-8?B?");
		put_base64(b, s.p + from, to - from);
		buf_lit(b, "?=");
		from = to;
		column = 1;
	}
}

/* Whether s can stand in a header as it is: words of plain characters on one line. */
static bool is_plain(struct str s, const char *also)
{
	enum { PLAIN_MAX = 60 };
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr(also, s.p[i])))
			return false;
	return s.n > 0 && s.n <= PLAIN_MAX && s.p[0] != ' ' && s.p[s.n - 1] != ' ';
}

/* "To: name <address>"; the address stands on a line of its own behind a name. */
static void put_mailbox(struct buf *b, const char *header, struct str name, struct str address)
{
	buf_fmt(b, "%s: ", header);
	if (is_plain(name, " -"))
		buf_str(b, name);
	else
		put_words(b, name, strlen(header) + 2);
	if (name.n)
		buf_lit(b, "\r\n ");
	buf_char(b, '<');
	buf_str(b, address);
	buf_lit(b, ">\r\n");
}

static void put_date(struct buf *b, int64_t seconds)
{
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	static const char *const day[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct date date = date_of_moment(seconds);
	int y, m, d;
	date_split(date, &y, &m, &d);
	int second = (int)((seconds + 8 * 3600) % 86400);
	buf_fmt(b, "Date: %s, %d %s %04d %02d:%02d:%02d +0800\r\n", day[date_weekday(date)], d,
		month[m - 1], y, second / 3600, second / 60 % 60, second % 60);
}

/* "; filename=…", in pieces of RFC 2231 when it is not plain. */
static void put_file_name(struct buf *b, struct str name)
{
	if (is_plain(name, "._-")) {
		buf_fmt(b, ";\r\n filename=\"%.*s\"", STR_ARG(name));
		return;
	}
	size_t column = PARAMETER_MAX;
	int piece = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (column + 3 > PARAMETER_MAX) {
			buf_fmt(b, ";\r\n filename*%d*=%s", piece, piece == 0 ? "UTF-8''" : "");
			column = piece == 0 ? 7 : 0;
			piece++;
		}
		char c = name.p[i];
		if (is_alnum(c) || c == '.' || c == '-' || c == '_')
			buf_char(b, c);
		else
			buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
		column += 3;
	}
}

static void put_attachment(struct buf *b, const struct smtp_attachment *a)
{
	buf_fmt(b, "--%s\r\nContent-Type: %.*s\r\nContent-Disposition: attachment", boundary,
		STR_ARG(a->type));
	put_file_name(b, a->name);
	buf_lit(b, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	put_body(b, a->bytes);
}

/* The text with CRLF line ends, as MIME wants it before base64. */
static void put_text(struct buf *b, struct str text)
{
	struct buf crlf;
	buf_init(&crlf, SMTP_MESSAGE_MAX);
	struct str line;
	while (str_next_line(&text, &line)) {
		buf_str(&crlf, line);
		buf_lit(&crlf, "\r\n");
	}
	buf_lit(b, "Content-Type: text/plain; charset=UTF-8\r\n"
		   "Content-Transfer-Encoding: base64\r\n\r\n");
	put_body(b, buf_view(&crlf));
	if (crlf.err && !b->err)
		b->err = crlf.err;
	buf_done(&crlf);
}

static void put_message(
	struct buf *b, const struct smtp_config *config, const struct smtp_message *m)
{
	put_date(b, m->date);
	put_mailbox(b, "From", str_cstr(config->from_name), str_cstr(config->from));
	put_mailbox(b, "To", m->to_name, m->to);
	buf_fmt(b, "Message-ID: <%.*s>\r\nSubject: ", STR_ARG(m->message_id));
	if (is_plain(m->subject, " .,:()-"))
		buf_str(b, m->subject);
	else
		put_words(b, m->subject, sizeof "Subject: " - 1);
	/* Answering machines stay silent (RFC 3834 5). */
	buf_lit(b, "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
	if (m->attachments == 0) {
		put_text(b, m->text);
		return;
	}
	buf_fmt(b, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n", boundary,
		boundary);
	put_text(b, m->text);
	for (size_t i = 0; i < m->attachments; i++)
		put_attachment(b, &m->attachment[i]);
	buf_fmt(b, "--%s--\r\n", boundary);
}

enum err smtp_compose(struct buf *b, const struct smtp_config *config,
	const struct smtp_message *message, struct error *err)
{
	enum err e = buf_check(b, err);
	if (!e)
		e = check_message(config, message, err);
	if (e)
		return e;
	size_t before = b->n;
	put_message(b, config, message);
	if (b->err == ERR_LIMIT)
		e = error_set(err, ERR_LIMIT, NULL, "邮件连同附件过大，请减少附件");
	else if (b->err)
		e = error_nomem(err);
	if (e) {
		b->n = before;
		b->err = OK;
	}
	return e;
}
