/*
 * rtf_charset -- 8-bit text of an RTF file as UTF-8.
 *
 * Bytes are collected until the code page changes or other text comes; then
 * they are converted together, since a Chinese character is two of them.
 * Private to rtf*.c.
 */
#ifndef DOC_RTF_CHARSET_H
#define DOC_RTF_CHARSET_H

#include "core/buf.h"

#include <iconv.h>

struct rtf_charset {
	struct buf raw;	 /* bytes not yet converted */
	int page;	 /* their code page */
	bool owes_trail; /* the last byte is the first half of a character */
	iconv_t cd;
	int cd_page; /* of cd; 0: none */
	bool lossy;  /* something could not be converted */
};

void rtf_charset_init(struct rtf_charset *c);
void rtf_charset_done(struct rtf_charset *c);
/* Code page of a Windows character set (\fcharset); 0 for "as the document". */
int rtf_charset_page(int fcharset);
bool rtf_charset_is_double(int page); /* Chinese, Japanese, Korean */
/* Adds a byte in that code page; converts what came before in another one to `out`. */
void rtf_charset_byte(struct rtf_charset *c, int page, unsigned char byte, struct buf *out);
/* Converts what is waiting. */
void rtf_charset_flush(struct rtf_charset *c, struct buf *out);

#endif
