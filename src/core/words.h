/*
 * words -- the words by which texts are looked for.
 *
 * Chinese is not written with blanks, so every two neighbouring signs are a word (行政复议 holds 行政,
 * 政复, 复议), and the last sign of a run stands alone once more, so that 复* finds it; letters and
 * digits of other scripts are words as they are written.  Width, case and accents do not count.
 *
 * A text is found when it holds all words of a query; that is necessary and not sufficient (复议 and
 * 议行 may stand apart), so what an index finds is looked at once more by words_hold.
 */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/str.h"

enum {
	WORDS_VERSION = 1,    /* another one: indexes are made anew */
	WORDS_NARROW_MAX = 40, /* signs of a word of letters and digits; a longer run is cut */
	WORDS_QUERY_MAX = 32   /* words of a query; the rest is left to words_hold */
};

/*
 * Appends the words of valid UTF-8 in their order, with one blank between them (and before the first
 * when the buffer holds something).  A word has no ASCII but letters a-z and digits.
 */
void words_of(struct buf *b, struct str text);
/*
 * The same for what a person looks for: without the lone last signs; one sign alone is a beginning,
 * "税*".  Nothing when the query holds no sign.
 */
void words_query(struct buf *b, struct str query);
/*
 * Do all phrases of the query (between blanks) stand in the text?  Punctuation, width and case
 * aside; a query without a sign stands nowhere.  False also when the arena is full.
 */
bool words_hold(struct arena *a, struct str text, struct str query);
/* Appends the runs of Chinese signs, folded, one blank in place of all between them. */
void words_runs(struct buf *b, struct str text);
/* Only the signs of a text, folded, without all between them. */
struct str words_signs(struct arena *a, struct str text);

#endif
