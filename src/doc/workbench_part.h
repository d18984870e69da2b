/*
 * workbench_part -- the parts of the workbench page; not for others.
 *
 * Ids on the page are "r<i>-…" for report i (from 1): r1-f3 is its third
 * finding, r1-t3.open.total a cell.  All text goes through text().
 */
#ifndef DOC_WORKBENCH_PART_H
#define DOC_WORKBENCH_PART_H

#include "doc/workbench.h"

struct workbench_page {
	struct buf *b;
	struct arena *a;
	const struct workbench_item *item;
	size_t no; /* of the report on the page, from 1 */
};

/* Escaped and cleaned text. */
void workbench_text(struct workbench_page *p, struct str s);
const char *workbench_class(enum severity s); /* "bad" "warn" "info" */
const char *workbench_sign(enum severity s);  /* "✕" "!" "·" */
/* One of the sums of the tables: CK1, CK2, CK3, CK6. */
bool workbench_is_identity(const char *rule);
/* The worst finding that names this cell; NULL.  *index: its place in the list. */
const struct finding *workbench_finding_of(const struct workbench_item *it, int cell, size_t *index);
/* Where a finding leads: a cell's id, a place in the prose; nothing when neither. */
void workbench_link(struct workbench_page *p, const struct finding *f);

void workbench_panels(struct workbench_page *p);
MUST_USE enum err workbench_tables(struct workbench_page *p, struct error *err);
void workbench_prose(struct workbench_page *p);
/* index: of the comparison on the page, makes its ids. */
void workbench_comparison(struct workbench_page *p, const struct comparison *c, size_t index);
void workbench_open(struct buf *b, struct str title);
void workbench_close(struct buf *b);

#endif
