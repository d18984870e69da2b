#include "doc/rtf_charset.h"

#include "core/utf8.h"
#include "doc/cp1252.h"

#include <errno.h>

enum { RAW_MAX = 4096 /* bytes converted at once */ };

void rtf_charset_init(struct rtf_charset *c)
{
	*c = (struct rtf_charset){ 0 };
	buf_init(&c->raw, RAW_MAX + 1);
}

void rtf_charset_done(struct rtf_charset *c)
{
	buf_done(&c->raw);
	if (c->cd_page)
		iconv_close(c->cd);
	c->cd_page = 0;
}

/* The numbers are those of wingdi.h; symbol sets and unknown ones are as the document. */
int rtf_charset_page(int fcharset)
{
	switch (fcharset) {
	case 0:
		return 1252;
	case 128: /* SHIFTJIS_CHARSET */
		return 932;
	case 129: /* HANGUL_CHARSET */
		return 949;
	case 134: /* GB2312_CHARSET */
		return 936;
	case 136: /* CHINESEBIG5_CHARSET */
		return 950;
	case 204: /* RUSSIAN_CHARSET */
		return 1251;
	default:
		return 0;
	}
}

bool rtf_charset_is_double(int page)
{
	return page == 936 || page == 950 || page == 932 || page == 949;
}

/*
 * iconv's name of a code page that needs it, NULL for the Western ones.  GB18030
 * holds all of code page 936.
 */
static const char *iconv_name(int page)
{
	switch (page) {
	case 936:
	case 54936:
		return "GB18030";
	case 950:
		return "CP950";
	case 932:
		return "CP932";
	case 949:
		return "CP949";
	case 1251:
		return "CP1251";
	case 65001:
		return "UTF-8";
	default:
		return NULL;
	}
}

static bool open_page(struct rtf_charset *c)
{
	if (c->cd_page == c->page)
		return true;
	if (c->cd_page)
		iconv_close(c->cd);
	c->cd = iconv_open("UTF-8", iconv_name(c->page));
	c->cd_page = c->cd == (iconv_t)-1 ? 0 : c->page;
	return c->cd_page != 0;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Converts as much as iconv accepts; each refused byte above ASCII becomes U+FFFD. */
static void convert(struct rtf_charset *c, struct buf *out)
{
	char *in = c->raw.p;
	size_t left = c->raw.n;
	bool open = open_page(c);
	while (left) {
		char block[1024], *to = block;
		size_t room = sizeof block;
		size_t done = open ? iconv(c->cd, &in, &left, &to, &room) : (size_t)-1;
		buf_add(out, block, (size_t)(to - block));
		if (open && (done != (size_t)-1 || errno == E2BIG))
			continue;
		bool ascii = (unsigned char)*in < 0x80;
		c->lossy = c->lossy || !ascii;
		utf8_put(out, ascii ? *in : 0xFFFD);
		in++;
		left--;
		if (open)
			iconv(c->cd, NULL, NULL, NULL, NULL);
	}
}

/* ASCII and Western bytes need no conversion module, which a jailed process may lack. */
void rtf_charset_flush(struct rtf_charset *c, struct buf *out)
{
	if (c->raw.n == 0)
		return;
	if (is_ascii(buf_view(&c->raw)))
		buf_str(out, buf_view(&c->raw));
	else if (iconv_name(c->page))
		convert(c, out);
	else
		for (size_t i = 0; i < c->raw.n; i++)
			utf8_put(out, cp1252_char((unsigned char)c->raw.p[i]));
	buf_clear(&c->raw);
	c->owes_trail = false;
}

void rtf_charset_byte(struct rtf_charset *c, int page, unsigned char byte, struct buf *out)
{
	if (page != c->page || c->raw.n >= RAW_MAX)
		rtf_charset_flush(c, out);
	c->page = page ? page : 1252;
	if (byte == 0)
		return;
	buf_char(&c->raw, (char)byte);
	c->owes_trail =
		rtf_charset_is_double(page) && !c->owes_trail && byte >= 0x81 && byte != 0xFF;
}
