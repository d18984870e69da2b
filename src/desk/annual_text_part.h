/*
 * annual_text_part -- what the files of the report's written parts share.  Private to desk/.
 */
#ifndef DESK_ANNUAL_TEXT_PART_H
#define DESK_ANNUAL_TEXT_PART_H

#include "desk/annual_part.h"
#include "desk/annual_text.h"

/* The version of a part that counts; version 0 with the suggestion as body when there is none. */
MUST_USE enum err annual_text_load(struct tx *tx, struct arena *a, const struct annual_figures *f,
	int part, struct annual_text_row *out, struct error *err);
/* The text to begin with: what the format asks for, numbers as fields.  "" when nothing fits. */
MUST_USE enum err annual_text_start(struct tx *tx, struct arena *a, const struct annual_figures *f,
	int part, struct str *out, struct error *err);
/* As it is stored: each line tidy (core/utf8.h), empty lines dropped, no control signs. */
MUST_USE enum err annual_text_tidy(struct arena *a, struct str body, struct str *out, struct error *err);
/* ERR_NOT_FOUND unless 0 <= part < ANNUAL_PARTS. */
MUST_USE enum err annual_part_check(int part, struct error *err);

#endif
