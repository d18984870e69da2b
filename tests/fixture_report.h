/*
 * fixture_report -- reports for tests, built in code or read from ../shared.
 *
 * The agency built here is invented.  Everything lives in the caller's arena.
 */
#ifndef TESTS_FIXTURE_REPORT_H
#define TESTS_FIXTURE_REPORT_H

#include "report/finding.h"

#include <stdint.h>

/* A report of 示例市公安局 for the year, layout 2021, all 200 cells 0, no prose. */
struct report *fixture_zero(struct arena *a, int year);
/* As fixture_zero with random counts that satisfy all 42 identities; same seed, same report. */
struct report *fixture_random(struct arena *a, uint64_t seed);
/* One of the five real reports' cells ("binhai-2024"); NULL when ../shared is not there. */
struct report *fixture_shared(struct arena *a, const char *name);
extern const char *const fixture_names[5];

/* Sets a cell by its code to a decimal; "" makes it blank, "/" not applicable, other text bad. */
void fixture_set(struct report *r, const char *code, const char *value);
/* Sets the seven cells of a row of table three. */
void fixture_row(struct report *r, enum report_row row, const int64_t value[7]);
/* Appends a section with its official heading and one paragraph (NULL: none). */
void fixture_section(struct report *r, int no, const char *text);
/* The six sections with texts that no rule objects to. */
void fixture_prose(struct report *r);

/* Next number of a small generator (SplitMix64). */
uint64_t fixture_next(uint64_t *state);

/* Findings of one check; the test fails loudly when the check itself fails. */
struct findings fixture_check(
	struct arena *a, const struct report *r, const struct report *previous);
size_t fixture_count(const struct findings *f, const char *rule);
/* The nth finding of a rule (from 0), NULL when there are not so many. */
const struct finding *fixture_finding(const struct findings *f, const char *rule, size_t nth);
void fixture_dump(const struct findings *f); /* as TAP comments */

#endif
