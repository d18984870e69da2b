#include "doc/ics.h"

enum {
	LINE_MAX_OCTETS = 75, /* RFC 5545 3.1, without the line end */
	VALUE_MAX = 16 << 10,
	DAY_S = 24 * 3600
};

/* A content line, folded: the first octet of a continuation is the blank that marks it. */
static void line(struct buf *o, const char *name, struct str value)
{
	size_t used = strlen(name) + 1;
	buf_cstr(o, name);
	buf_char(o, ':');
	for (size_t i = 0; i < value.n;) {
		size_t n = 1;
		while (i + n < value.n && ((unsigned char)value.p[i + n] & 0xc0) == 0x80)
			n++;
		if (used + n > LINE_MAX_OCTETS) {
			buf_lit(o, "\r\n ");
			used = 1;
		}
		buf_add(o, value.p + i, n);
		used += n;
		i += n;
	}
	buf_lit(o, "\r\n");
}

/* RFC 5545 3.3.11: backslash, semicolon, comma and line end are escaped; other controls left out. */
static void text_line(struct buf *o, const char *name, struct str value)
{
	struct buf b;
	buf_init(&b, VALUE_MAX);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		if (c == '\\' || c == ';' || c == ',') {
			buf_char(&b, '\\');
			buf_char(&b, c);
		} else if (c == '\n') {
			buf_lit(&b, "\\n");
		} else if ((unsigned char)c >= ' ' && c != 0x7f) {
			buf_char(&b, c);
		}
	}
	if (b.err && !o->err)
		o->err = b.err;
	line(o, name, buf_view(&b));
	buf_done(&b);
}

static void day_line(struct buf *o, const char *name, struct date d)
{
	char z[16];
	int y, m, day;
	date_split(d, &y, &m, &day);
	snprintf(z, sizeof(z), "%04d%02d%02d", y, m, day);
	line(o, name, str_cstr(z));
}

/* 20260330T010203Z */
static void moment_line(struct buf *o, const char *name, int64_t ms)
{
	char z[32];
	int y, m, day;
	int64_t s = ms / 1000;
	date_split((struct date){ (int32_t)(s / DAY_S) }, &y, &m, &day);
	s %= DAY_S;
	snprintf(z, sizeof(z), "%04d%02d%02dT%02d%02d%02dZ", y, m, day, (int)(s / 3600),
		(int)(s / 60 % 60), (int)(s % 60));
	line(o, name, str_cstr(z));
}

void ics_begin(struct buf *o, struct str name)
{
	buf_lit(o, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//gongkai//legal dates//ZH\r\n"
		   "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
	text_line(o, "X-WR-CALNAME", name);
	buf_lit(o, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n");
}

void ics_event(struct buf *o, const struct ics_event *e)
{
	buf_lit(o, "BEGIN:VEVENT\r\n");
	text_line(o, "UID", e->uid);
	moment_line(o, "DTSTAMP", e->changed_ms);
	day_line(o, "DTSTART;VALUE=DATE", e->day);
	day_line(o, "DTEND;VALUE=DATE", date_add_days(e->day, 1));
	text_line(o, "SUMMARY", e->summary);
	if (e->description.n)
		text_line(o, "DESCRIPTION", e->description);
	if (e->url.n)
		line(o, "URL", e->url);
	buf_lit(o, "TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\n"
		   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15H\r\n");
	text_line(o, "DESCRIPTION", e->summary);
	buf_lit(o, "END:VALARM\r\nEND:VEVENT\r\n");
}

void ics_end(struct buf *o)
{
	buf_lit(o, "END:VCALENDAR\r\n");
}
