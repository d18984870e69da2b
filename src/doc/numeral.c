#include "doc/numeral.h"

#include "core/utf8.h"

#include <stdio.h>

enum {
	CHINESE_MAX = 9999,
	ROMAN_MAX = 3999,
	LETTERS = 26,
	LETTER_REPEAT_MAX = 10,
	ENCLOSED_MAX = 20
};

static void print_letters(struct buf *b, char first, int n)
{
	int repeat = (n - 1) / LETTERS + 1;
	if (repeat > LETTER_REPEAT_MAX) {
		buf_int(b, n);
		return;
	}
	while (repeat-- > 0)
		buf_char(b, (char)(first + (n - 1) % LETTERS));
}

static void print_roman(struct buf *b, int n, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} part[] = { { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" },
		{ 400, "CD", "cd" }, { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" },
		{ 40, "XL", "xl" }, { 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" },
		{ 4, "IV", "iv" }, { 1, "I", "i" } };
	if (n > ROMAN_MAX) {
		buf_int(b, n);
		return;
	}
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
		for (; n >= part[i].value; n -= part[i].value)
			buf_cstr(b, upper ? part[i].upper : part[i].lower);
}

static const char *const DIGIT[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
static const char *const LEGAL[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/*
 * Counting style: 十, 十二 (no 一 in front of a leading ten), 一百零五; the legal
 * style keeps the 壹 in front of 拾.
 */
static void print_chinese(struct buf *b, int n, bool legal)
{
	static const int place[] = { 1000, 100, 10, 1 };
	static const char *const unit[] = { "千", "百", "十", "" };
	static const char *const legal_unit[] = { "仟", "佰", "拾", "" };
	if (n == 0 || n > CHINESE_MAX) {
		if (n == 0)
			buf_cstr(b, "零");
		else
			buf_int(b, n);
		return;
	}
	bool begun = false, gap = false;
	for (int i = 0; i < 4; i++) {
		int digit = n / place[i] % 10;
		if (digit == 0) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_cstr(b, "零");
		if (legal || begun || digit != 1 || place[i] != 10)
			buf_cstr(b, legal ? LEGAL[digit] : DIGIT[digit]);
		buf_cstr(b, legal ? legal_unit[i] : unit[i]);
		begun = true;
		gap = false;
	}
}

/* Digit by digit, with the digits of `zero`: either full-width or Chinese. */
static void print_digits(struct buf *b, int n, bool chinese)
{
	char t[12];
	int len = snprintf(t, sizeof t, "%d", n);
	for (int i = 0; i < len; i++) {
		if (chinese)
			buf_cstr(b, DIGIT[t[i] - '0']);
		else
			utf8_put(b, 0xFF10 + (t[i] - '0')); /* FULLWIDTH DIGIT ZERO */
	}
}

/* The n-th (from 1) of a run of `count` code points, decimal beyond it. */
static void print_run(struct buf *b, int32_t first, int count, int n)
{
	if (n > count)
		buf_int(b, n);
	else
		utf8_put(b, first + n - 1);
}

static void print_cycle(struct buf *b, const char *const *sign, int count, int n)
{
	if (n > count)
		buf_int(b, n);
	else
		buf_cstr(b, sign[n - 1]);
}

/* Kinds that count from 1 only. */
static void print_ordinal(struct buf *b, enum numeral kind, int n)
{
	static const char *const stem[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬",
		"癸" };
	static const char *const branch[] = { "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申",
		"酉", "戌", "亥" };
	switch (kind) {
	case NUMERAL_STEM:
		print_cycle(b, stem, (int)(sizeof stem / sizeof stem[0]), n);
		break;
	case NUMERAL_BRANCH:
		print_cycle(b, branch, (int)(sizeof branch / sizeof branch[0]), n);
		break;
	case NUMERAL_CIRCLED:
		print_run(b, 0x2460, ENCLOSED_MAX, n);
		break;
	case NUMERAL_PARENTHESIZED:
		print_run(b, 0x2474, ENCLOSED_MAX, n);
		break;
	case NUMERAL_FULL_STOP:
		print_run(b, 0x2488, ENCLOSED_MAX, n);
		break;
	case NUMERAL_ROMAN_UPPER:
	case NUMERAL_ROMAN_LOWER:
		print_roman(b, n, kind == NUMERAL_ROMAN_UPPER);
		break;
	case NUMERAL_LETTER_UPPER:
	case NUMERAL_LETTER_LOWER:
		print_letters(b, kind == NUMERAL_LETTER_UPPER ? 'A' : 'a', n);
		break;
	default:
		buf_int(b, n);
		break;
	}
}

void numeral_print(struct buf *b, enum numeral kind, int n)
{
	switch (n < 0 ? NUMERAL_DECIMAL : kind) {
	case NUMERAL_NONE:
		break;
	case NUMERAL_DECIMAL:
		buf_int(b, n);
		break;
	case NUMERAL_DECIMAL_ZERO:
		buf_fmt(b, "%02d", n);
		break;
	case NUMERAL_FULL_WIDTH:
		print_digits(b, n, false);
		break;
	case NUMERAL_CHINESE_DIGIT:
		print_digits(b, n, true);
		break;
	case NUMERAL_CHINESE:
	case NUMERAL_CHINESE_LEGAL:
		print_chinese(b, n, kind == NUMERAL_CHINESE_LEGAL);
		break;
	default:
		if (n == 0)
			buf_int(b, n);
		else
			print_ordinal(b, kind, n);
		break;
	}
}
