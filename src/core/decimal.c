#include "core/decimal.h"

#include <inttypes.h>
#include <stdio.h>

static struct decimal normal(int64_t coef, int scale)
{
	while (scale > 0 && coef % 10 == 0) {
		coef /= 10;
		scale--;
	}
	return (struct decimal){ coef, scale };
}

bool decimal_parse(struct str s, struct decimal *out)
{
	size_t i = 0;
	bool minus = false, point = false;
	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		minus = s.p[i++] == '-';
	int64_t coef = 0;
	int scale = 0, digits = 0;
	for (; i < s.n; i++) {
		if (s.p[i] == '.' && !point && digits > 0) {
			point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int64_t v = s.p[i] - '0';
		digits++;
		if (point && ++scale > DECIMAL_SCALE_MAX) {
			scale--;
			if (v != 0)
				return false;
			continue; /* zeros beyond the scale change nothing */
		}
		if (__builtin_mul_overflow(coef, (int64_t)10, &coef) ||
			__builtin_add_overflow(coef, v, &coef))
			return false;
	}
	if (digits == 0 || s.p[s.n - 1] == '.')
		return false;
	*out = normal(minus ? -coef : coef, scale);
	return true;
}

struct decimal decimal_int(int64_t v)
{
	return (struct decimal){ v, 0 };
}

bool decimal_is_int(struct decimal d)
{
	return d.scale == 0;
}

int decimal_sign(struct decimal d)
{
	return (d.coef > 0) - (d.coef < 0);
}

/* Brings both to one scale; false on overflow. */
static bool align(struct decimal *a, struct decimal *b)
{
	while (a->scale < b->scale) {
		if (__builtin_mul_overflow(a->coef, (int64_t)10, &a->coef))
			return false;
		a->scale++;
	}
	while (b->scale < a->scale) {
		if (__builtin_mul_overflow(b->coef, (int64_t)10, &b->coef))
			return false;
		b->scale++;
	}
	return true;
}

int decimal_cmp(struct decimal a, struct decimal b)
{
	int sa = decimal_sign(a), sb = decimal_sign(b);
	if (sa != sb)
		return sa < sb ? -1 : 1;
	struct decimal x = a, y = b;
	if (align(&x, &y))
		return (x.coef > y.coef) - (x.coef < y.coef);
	/* The one that could not be brought to the finer scale is larger in magnitude. */
	bool a_larger = a.scale < b.scale;
	return a_larger == (sa > 0) ? 1 : -1;
}

bool decimal_eq(struct decimal a, struct decimal b)
{
	return a.coef == b.coef && a.scale == b.scale;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
	int64_t sum;
	if (!align(&a, &b) || __builtin_add_overflow(a.coef, b.coef, &sum))
		return false;
	*out = normal(sum, a.scale);
	return true;
}

bool decimal_sub(struct decimal a, struct decimal b, struct decimal *out)
{
	int64_t diff;
	if (!align(&a, &b) || __builtin_sub_overflow(a.coef, b.coef, &diff))
		return false;
	*out = normal(diff, a.scale);
	return true;
}

bool decimal_mul_int(struct decimal a, int64_t k, struct decimal *out)
{
	int64_t v;
	if (__builtin_mul_overflow(a.coef, k, &v))
		return false;
	*out = normal(v, a.scale);
	return true;
}

bool decimal_shift(struct decimal a, int k, struct decimal *out)
{
	for (; k > 0; k--) {
		if (a.scale > 0)
			a.scale--;
		else if (__builtin_mul_overflow(a.coef, (int64_t)10, &a.coef))
			return false;
	}
	for (; k < 0; k++) {
		if (a.coef % 10 == 0 && a.scale == 0)
			a.coef /= 10;
		else if (++a.scale > DECIMAL_SCALE_MAX)
			return false;
	}
	*out = normal(a.coef, a.scale);
	return true;
}

double decimal_double(struct decimal d)
{
	double v = (double)d.coef;
	for (int i = 0; i < d.scale; i++)
		v /= 10.0;
	return v;
}

static struct decimal_text print(struct decimal d, bool grouped)
{
	char digits[24];
	uint64_t mag = d.coef < 0 ? 0 - (uint64_t)d.coef : (uint64_t)d.coef;
	int n = snprintf(digits, sizeof digits, "%0*" PRIu64, d.scale + 1, mag);
	struct decimal_text t;
	int k = 0, whole = n - d.scale;
	if (d.coef < 0)
		t.z[k++] = '-';
	for (int i = 0; i < n; i++) {
		if (i == whole)
			t.z[k++] = '.';
		else if (grouped && i > 0 && i < whole && (whole - i) % 3 == 0)
			t.z[k++] = ',';
		t.z[k++] = digits[i];
	}
	t.z[k] = '\0';
	return t;
}

struct decimal_text decimal_text(struct decimal d)
{
	return print(d, false);
}

struct decimal_text decimal_text_grouped(struct decimal d)
{
	return print(d, true);
}
