/*
 * prose -- the written parts of an annual report, with the numbers as fields.
 *
 *	全年收到申请{t3.received.total}件，其中网站、微博公开{channel.site.posts+channel.weibo.posts}条
 *
 * A field is replaced by the number of that name whenever the text is shown, so that text and
 * tables cannot disagree.  Grammar: '{' name { ('+' | '-') name } '}', names of lower-case letters,
 * digits, '_' and '.', blanks allowed between; any other brace stands for itself.
 * Pure: where the numbers come from is the caller's matter.
 */
#ifndef REPORT_PROSE_H
#define REPORT_PROSE_H

#include "report/claim.h"

enum {
	PROSE_TEXT_MAX = 20000, /* code points of one part */
	PROSE_FIELDS_MAX = 500  /* of one part */
};

/* The number of a name; false when there is none of that name. */
typedef bool prose_lookup(void *ctx, struct str name, struct decimal *out);

struct prose_field {
	struct str source;	 /* "{t3.received.total}", within the source */
	size_t from, to;	 /* bytes of its number in prose.text */
	struct str unknown;	 /* the first name that has no number; empty: all have one */
	struct decimal value;
};

struct prose {
	struct str text; /* numbers in place; a field with an unknown name stands as it was written */
	struct prose_field *field;
	size_t n, n_unknown;
};

/* ERR_LIMIT: longer than PROSE_TEXT_MAX or more fields than PROSE_FIELDS_MAX. */
MUST_USE enum err prose_expand(struct arena *a, struct str source, prose_lookup *lookup, void *ctx,
	struct prose *out, struct error *err);

/* The number of a cell by its code ("t3.received.total"); ctx is a struct report.  A prose_lookup. */
bool prose_cell(void *ctx, struct str name, struct decimal *out);

/*
 * Puts text (paragraphs, one a line; empty lines are dropped) into the report as part `no` with the
 * format's heading, in place of the part it has.  The text is borrowed.
 */
MUST_USE enum err prose_put_part(struct report *r, int no, struct str text, struct error *err);

/* A number of the text that stands there typed although a field could stand in its place. */
struct prose_free {
	const struct claim *claim;
	struct str number; /* as typed, within the paragraph */
	struct str field;  /* "{t3.received.total}"; empty when the number has no field */
};
/*
 * The typed numbers of part `no` that are about the tables: claims of report_claims on the expanded
 * text whose number does not come from a field.  p: the expansion of that part, whose text was given
 * to prose_put_part.
 */
MUST_USE enum err prose_free_numbers(struct arena *a, const struct report *r, const struct claims *c, int no,
	const struct prose *p, struct prose_free **out, size_t *n, struct error *err);

/*
 * The source with fields in place of those typed numbers that have one; in the arena.  p, f: as
 * prose_expand and prose_free_numbers gave them for this source.
 */
MUST_USE enum err prose_bind(struct arena *a, struct str source, const struct prose *p,
	const struct prose_free *f, size_t n, struct str *out, struct error *err);

#endif
