/*
 * rtf_token -- RTF as tokens (Microsoft RTF Specification 1.9.1).
 *
 * Knows only the surface: groups, control words with a number, \'hh, \binN.
 * Private to rtf*.c.
 */
#ifndef DOC_RTF_TOKEN_H
#define DOC_RTF_TOKEN_H

#include "core/str.h"

#include <stdint.h>

enum rtf_kind {
	RTF_OPEN,   /* { */
	RTF_CLOSE,  /* } */
	RTF_WORD,   /* \word or \wordN */
	RTF_SYMBOL, /* \ and one character that is no letter: byte */
	RTF_BYTE    /* one byte of text, literal or \'hh */
};

struct rtf_token {
	enum rtf_kind kind;
	struct str word;
	bool has_number;
	int32_t number;
	unsigned char byte;
};

/* Takes the next token off *rest; line ends are nothing.  false at the end. */
bool rtf_next_token(struct str *rest, struct rtf_token *t);

#endif
