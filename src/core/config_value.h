/*
 * config_value -- how values are written, shared by config.c and config_print.c.
 * Nobody else includes it.
 */
#ifndef CORE_CONFIG_VALUE_H
#define CORE_CONFIG_VALUE_H

#include "core/config.h"

/* What may be written for s, in Chinese, as the end of a sentence: "要写 1 到 64 的整数". */
void config_put_allowed(struct buf *b, const struct config_setting *s);
/* v as it would be written: the largest unit that divides it (INT: no unit). */
void config_put_number(struct buf *b, enum config_type type, int64_t v);

struct config_unit {
	const char *name;
	int64_t factor;
};
/* Units of DURATION or SIZE, smallest first, ended by a NULL name; NULL for other types. */
const struct config_unit *config_units(enum config_type type);

#endif
