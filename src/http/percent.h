/*
 * percent -- RFC 3986 percent-escapes and the small character classes of HTTP.
 *
 * Pure functions over bytes; nothing here knows what the bytes mean.
 */
#ifndef HTTP_PERCENT_H
#define HTTP_PERCENT_H

#include "core/buf.h"
#include "core/str.h"

#include <stdint.h>

/* 0..15, or -1 for a byte that is no hex digit. */
int percent_hex(char c);
/* Bytes of s with every %XX decoded once; false (b as it was, but for spare room) on a bad escape.
 */
bool percent_decode(struct buf *b, struct str s);
/* Appends s; every byte but A-Z a-z 0-9 and those of `keep` becomes %XX (upper case). */
void percent_encode(struct buf *b, struct str s, const char *keep);

/* A byte of an RFC 9110 token. */
bool http_is_token_char(char c);
/* One token: not empty, token bytes only. */
bool http_is_token(struct str s);
/* ASCII letters compare without case. */
bool http_eq_nocase(struct str a, const char *z);
/* Without blanks and tabs at both ends. */
struct str http_trim(struct str s);
/* A control character of ASCII or of the C1 block (U+0080..009F); s is valid UTF-8. */
bool http_has_control(struct str s);
/*
 * As above, but tab, CR and LF may stand (what a person can put into a text field).
 */
bool http_has_odd_control(struct str s);

#endif
