#include "core/csv.h"

static bool begins_formula(struct str s)
{
	static const char sign[] = { '=', '+', '-', '@', '\t', '\r', '\n' };
	return s.n && memchr(sign, s.p[0], sizeof sign) != NULL;
}

static void quoted(struct buf *b, struct str s)
{
	buf_char(b, '"');
	if (begins_formula(s))
		buf_char(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}

void csv_cell(struct buf *b, struct str s)
{
	bool quote = begins_formula(s);
	for (size_t i = 0; i < s.n && !quote; i++)
		quote = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (quote)
		quoted(b, s);
	else
		buf_str(b, s);
}

void csv_put(struct buf *b, struct str s, bool last)
{
	quoted(b, s);
	buf_cstr(b, last ? "\r\n" : ",");
}
