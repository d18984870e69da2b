/*
 * decimal -- exact decimal numbers, never floating point.
 *
 * value = coef / 10^scale, kept normal: no trailing zero in the fraction, so
 * equal values have equal members.  A count is a decimal of scale 0.  Money in
 * 万元 has up to 6 decimals (1 分 = 0.000001 万元), but whatever a report wrote
 * is kept to 12 decimals.
 */
#ifndef CORE_DECIMAL_H
#define CORE_DECIMAL_H

#include "core/str.h"

#include <stdint.h>

enum { DECIMAL_SCALE_MAX = 12 };

struct decimal {
	int64_t coef;
	int scale; /* 0..DECIMAL_SCALE_MAX */
};

/* Strictly [+-]digits[.digits], ASCII, up to 18 significant digits.  *out untouched when false. */
bool decimal_parse(struct str s, struct decimal *out);
struct decimal decimal_int(int64_t v);
bool decimal_is_int(struct decimal d);
int decimal_sign(struct decimal d); /* -1, 0, 1 */
int decimal_cmp(struct decimal a, struct decimal b);
bool decimal_eq(struct decimal a, struct decimal b);
/* false on overflow, *out untouched. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_mul_int(struct decimal a, int64_t k, struct decimal *out);
/* a * 10^k, k may be negative; false on overflow or more than 12 decimals. */
bool decimal_shift(struct decimal a, int k, struct decimal *out);
double decimal_double(struct decimal d); /* for drawing only */

struct decimal_text {
	char z[40];
};
/* Shortest exact form, "148.743504", "-3", "0". */
struct decimal_text decimal_text(struct decimal d);
/* The same with thousands commas, for people: "1,795,941". */
struct decimal_text decimal_text_grouped(struct decimal d);

#endif
