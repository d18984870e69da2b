#include "doc/xlsx.h"

enum {
	SHOWN_DIGITS = 15, /* Excel's own precision; a double has no more to give exactly */
	DIGITS_MAX = 40,
	PLAIN_MAX = 21, /* larger exponents stay as they are: nobody reads 300 zeros */
	PLAIN_MIN = -20,
	EXPONENT_MAX = 9999
};

/* 0.digit[0]digit[1]… * 10^point */
struct digits {
	char digit[DIGITS_MAX];
	int n, point;
	bool minus, is_integer_text;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes [e|E][+|-]digits at s.p[*i] into *exponent; false when malformed. */
static bool take_exponent(struct str s, size_t *i, int *exponent)
{
	if (*i == s.n)
		return true;
	if (s.p[*i] != 'e' && s.p[*i] != 'E')
		return false;
	++*i;
	bool minus = *i < s.n && s.p[*i] == '-';
	if (*i < s.n && (s.p[*i] == '-' || s.p[*i] == '+'))
		++*i;
	size_t first = *i;
	int v = 0;
	for (; *i < s.n && is_digit(s.p[*i]); ++*i)
		v = v > EXPONENT_MAX ? v : v * 10 + (s.p[*i] - '0');
	*exponent = minus ? -v : v;
	return *i > first && *i == s.n;
}

/*
 * Splits [-]digits[.digits][e±digits] into significant digits and the place of
 * the point.  Digits beyond DIGITS_MAX only count for the place.
 */
static bool split(struct str s, struct digits *d)
{
	*d = (struct digits){ .is_integer_text = true };
	size_t i = 0, seen = 0;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		d->minus = s.p[i++] == '-';
	bool fraction = false;
	for (; i < s.n && (is_digit(s.p[i]) || (s.p[i] == '.' && !fraction)); i++) {
		if (s.p[i] == '.') {
			fraction = true;
			d->is_integer_text = false;
			continue;
		}
		seen++;
		if (d->n > 0 || s.p[i] != '0') {
			if (d->n < DIGITS_MAX)
				d->digit[d->n++] = s.p[i];
			d->point += !fraction;
		} else {
			d->point -= fraction;
		}
	}
	int exponent = 0;
	if (seen == 0 || seen > EXPONENT_MAX || !take_exponent(s, &i, &exponent))
		return false;
	d->is_integer_text &= exponent == 0 && d->n < DIGITS_MAX;
	d->point += exponent;
	return true;
}

/* Rounds half up to SHOWN_DIGITS digits and drops zeros at the end. */
static void round_digits(struct digits *d)
{
	if (d->n > SHOWN_DIGITS && !d->is_integer_text) {
		bool up = d->digit[SHOWN_DIGITS] >= '5';
		d->n = SHOWN_DIGITS;
		while (up && d->n > 0 && d->digit[d->n - 1] == '9')
			d->n--;
		if (up && d->n > 0) {
			d->digit[d->n - 1]++;
		} else if (up) {
			d->digit[d->n++] = '1';
			d->point++;
		}
	}
	while (d->n > 0 && d->digit[d->n - 1] == '0')
		d->n--;
}

void xlsx_print_number(struct buf *b, struct str stored)
{
	struct digits d;
	struct str s = str_trim(stored);
	if (!split(s, &d)) {
		buf_str(b, stored);
		return;
	}
	round_digits(&d);
	if (d.n == 0) {
		buf_char(b, '0');
		return;
	}
	if (!d.is_integer_text && (d.point > PLAIN_MAX || d.point < PLAIN_MIN)) {
		buf_str(b, s);
		return;
	}
	if (d.minus)
		buf_char(b, '-');
	if (d.point <= 0) {
		buf_lit(b, "0.");
		for (int i = d.point; i < 0; i++)
			buf_char(b, '0');
	}
	for (int i = 0; i < d.n || i < d.point; i++) {
		if (i == d.point && i > 0)
			buf_char(b, '.');
		buf_char(b, i < d.n ? d.digit[i] : '0');
	}
}
