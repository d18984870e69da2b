/*
 * ole -- OLE2 compound files (the container of .doc, .xls, .ppt and of
 * password-protected .docx), read-only.
 *
 * Source of the layout: [MS-CFB].  Nothing in the file is trusted: sector
 * numbers and chain lengths are checked, a chain never yields more bytes than
 * the file has, and a cyclic or cut chain ends the stream early.
 * Only entries directly below the root are seen; embedded objects are not.
 * Everything lives in the arena given to ole_open; `bytes` is borrowed.
 */
#ifndef DOC_OLE_H
#define DOC_OLE_H

#include "core/arena.h"

#include <stdint.h>

struct ole;

bool ole_has_magic(struct str bytes);
/* ERR_FORMAT when the header, the allocation table or the directory is unusable. */
MUST_USE enum err ole_open(struct arena *a, struct str bytes, struct ole **out, struct error *err);
/* Whether the root holds an entry of that (ASCII) name, case ignored. */
bool ole_has(const struct ole *o, const char *name);
/*
 * The content of a stream below the root; what a damaged chain gives, when it
 * is damaged.  ERR_NOT_FOUND without a word to the person when there is none.
 */
MUST_USE enum err ole_stream(
	const struct ole *o, const char *name, struct str *out, struct error *err);

/* Little-endian numbers at an offset; 0 when they are not wholly inside s. */
unsigned le_u8(struct str s, size_t at);
unsigned le_u16(struct str s, size_t at);
uint32_t le_u32(struct str s, size_t at);

#endif
