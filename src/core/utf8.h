/*
 * utf8 -- checking, stepping and folding of text.
 *
 * fold_text is the one normal form in which labels and headings are compared:
 * what looks the same to a reader is the same bytes.
 */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/str.h"

#include <stdint.h>

/* Strict: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_is_valid(struct str s);
/* The code point at s.p[*at] of valid UTF-8, stepping *at; -1 at the end. */
int32_t utf8_next(struct str s, size_t *at);
/* Number of code points. */
size_t utf8_length(struct str s);
/* Appends one code point; an invalid one is appended as U+FFFD. */
void utf8_put(struct buf *b, int32_t cp);
/* Bytes of at most n code points from the start. */
struct str utf8_prefix(struct str s, size_t n);
bool utf8_is_space(int32_t cp); /* also NBSP, ideographic, zero-width, BOM, soft hyphen */
bool utf8_is_han(int32_t cp);   /* a Chinese character */

/*
 * Appends s in comparison form: NFKC, all white space and zero-width marks
 * dropped, CJK radicals (U+2E80..2FD5) as characters, brackets ( ) [ ] < >,
 * quotes " and ', dashes -, colon, comma, full stop as ASCII; letters lower case;
 * Word leftovers "[bookmark: …]" dropped.  Input must be valid UTF-8.
 */
void fold_text(struct buf *b, struct str s);
/* The same into an arena; empty on failure. */
struct str fold_text_arena(struct arena *a, struct str s);
/*
 * Appends s readable: radicals repaired, full-width digits/letters/percent and
 * number punctuation between digits made ASCII, runs of white space one blank,
 * blanks next to a Chinese character dropped, bookmarks dropped.  Punctuation stays Chinese.
 */
void tidy_text(struct buf *b, struct str s);
struct str tidy_text_arena(struct arena *a, struct str s);
/*
 * Appends s in Unicode normal form C: what looks the same and was typed on different systems is
 * stored as the same bytes.  Nothing else changes.  Input must be valid UTF-8.
 */
void nfc_text(struct buf *b, struct str s);
struct str nfc_text_arena(struct arena *a, struct str s);

#endif
