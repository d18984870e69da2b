/*
 * numeral -- numbers as list labels write them: 一, 十二, 甲, IV, b, ③.
 *
 * Only what automatic numbering of Word and ODF needs; it formats, it never parses.
 */
#ifndef DOC_NUMERAL_H
#define DOC_NUMERAL_H

#include "core/buf.h"

enum numeral {
	NUMERAL_NONE, /* nothing is printed (bullets too) */
	NUMERAL_DECIMAL,
	NUMERAL_DECIMAL_ZERO,  /* 01 */
	NUMERAL_FULL_WIDTH,    /* １２ */
	NUMERAL_CHINESE,       /* 一 十 二十一 一百零五 */
	NUMERAL_CHINESE_DIGIT, /* 一 一〇 二一 */
	NUMERAL_CHINESE_LEGAL, /* 壹 壹拾 贰拾壹 */
	NUMERAL_STEM,          /* 甲 乙 … 癸, then decimal */
	NUMERAL_BRANCH,        /* 子 丑 … 亥, then decimal */
	NUMERAL_CIRCLED,       /* ① … ⑳, then decimal */
	NUMERAL_PARENTHESIZED, /* ⑴ … ⒇, then decimal */
	NUMERAL_FULL_STOP,     /* ⒈ … ⒛, then decimal */
	NUMERAL_ROMAN_UPPER,
	NUMERAL_ROMAN_LOWER,
	NUMERAL_LETTER_UPPER, /* A … Z AA BB … as Word repeats letters */
	NUMERAL_LETTER_LOWER
};

/* Appends n (values below 0 are printed in decimal). */
void numeral_print(struct buf *b, enum numeral kind, int n);

#endif
