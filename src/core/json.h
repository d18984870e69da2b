/*
 * json -- reading and writing JSON through jansson.
 *
 * Values are jansson's json_t; this module adds the limits, the messages for
 * people and the arena's ownership.  Objects keep the order of their keys.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/decimal.h"

#include <jansson.h>

/*
 * Parses one JSON text of at most max bytes.  Duplicate keys are refused,
 * depth is limited by the library (2048).  The value is freed with the arena.
 * ERR_FORMAT says line and column; ERR_LIMIT when too large.
 */
MUST_USE enum err json_read(struct arena *a, struct str text, size_t max, json_t **out,
	struct error *err);
/* Appends the compact form of v (one line, UTF-8 as is) and frees v.  NULL sets b->err = ERR_NOMEM. */
void json_write(struct buf *b, json_t *v);
/* Appends s as a JSON string with its quotes. */
void json_write_string(struct buf *b, struct str s);
/* A new string value, NULL without memory. */
json_t *json_str(struct str s);
/* The member as text; empty when absent or of another type. */
struct str json_member_str(const json_t *object, const char *key);

#endif
