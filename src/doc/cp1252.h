/*
 * cp1252 -- Windows-1252, the 8-bit character set of Western Word files.
 *
 * A table of our own, because .doc and RTF use it for every digit and a jailed
 * process cannot load conversion modules.
 */
#ifndef DOC_CP1252_H
#define DOC_CP1252_H

#include <stdint.h>

/* The Unicode character of a byte; U+FFFD for the five that are none. */
int32_t cp1252_char(unsigned char byte);

#endif
