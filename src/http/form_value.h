/*
 * form_value -- one value of one declared field: cleaned, checked, told of in plain words.
 *
 * Only for form.c.  Each reader takes what the person sent and fills its part of the union, or
 * returns an error whose msg is the sentence to show.  ERR_NOMEM and ERR_LIMIT of the arena are
 * told by the arena itself (a->err).
 */
#ifndef HTTP_FORM_VALUE_H
#define HTTP_FORM_VALUE_H

#include "http/form.h"

union form_value {
	struct str text;
	int64_t number;
	struct decimal decimal;
	struct date date;
	bool flag;
	int choice;
	uint64_t choices;
	struct form_file file;
	struct form_files files;
};

/* TEXT, LINES, SECRET, TOKEN.  An empty result means: not given. */
MUST_USE enum err form_read_text(const struct form_field *f, struct str raw, struct arena *a,
	struct str *out, struct error *why);
/* INT, ID, DECIMAL; raw is not blank. */
MUST_USE enum err form_read_number(
	const struct form_field *f, struct str raw, union form_value *out, struct error *why);
/* DATE in one field; raw is not blank. */
MUST_USE enum err form_read_date(
	const struct form_field *f, struct str raw, struct date *out, struct error *why);
/* DATE in three fields, not all blank. */
MUST_USE enum err form_read_date_parts(
	const struct form_field *f, const struct str part[3], struct date *out, struct error *why);
/* Index of the choice with that value, -1 when there is none. */
int form_choice_find(const struct form_choice *choices, struct str value);
/* FILE and FILES: size of one that was chosen. */
MUST_USE enum err form_check_file(
	const struct form_field *f, const struct form_file *file, struct error *why);

#endif
