/*
 * claim_window -- the words beside a number, for claim_topic.c only.
 *
 * The words to its left in its own clause decide ("予以公开2件"); when they say
 * nothing, the words to its right do ("19件结转2025年"); when there are none either
 * and the clause is bare ("，共23件"), the clause before.
 */
#ifndef REPORT_CLAIM_WINDOW_H
#define REPORT_CLAIM_WINDOW_H

#include "report/claim_topic.h"

enum { CLAIM_NOWHERE = -1, CLAIM_ORGANISATIONS = REPORT_COL_COUNT };

/* The words of one window: left or right of a number. */
struct claim_window {
	uint64_t words;           /* bit set of enum claim_word */
	size_t start;             /* first token of the window */
	int topical, verb, object; /* token nearest to the number; CLAIM_NOWHERE */
	int row[CLAIM_WAYS_MAX];
	size_t n_rows;
	unsigned columns;         /* bit set of enum report_col, CLAIM_ORGANISATIONS included */
	int blocks, result, n_results, documents, decision, n_decisions, channels;
	enum claim_word made;
	bool last_year, next_year, new_only;
};

/* Does the window hold the word; one of the words from..to? */
bool claim_window_has(const struct claim_window *s, enum claim_word w);
bool claim_window_has_any(const struct claim_window *s, enum claim_word from, enum claim_word to);

/*
 * Chooses the window that speaks for the number i; false when none does.  *right
 * gets the words after the number, *clean whether nothing unknown stands between
 * the number and the word that names its topic.
 */
bool claim_window_choose(const struct claim_context *c, size_t i, struct claim_window *s,
	struct claim_window *right, bool *clean);

#endif
