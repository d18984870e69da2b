/*
 * check -- the parts of report_check; nothing outside report/ needs this.
 *
 * Every part adds to ck->f.  Severities come from rule_list unless a comment
 * at the place says why not.  Nothing here keeps state.
 */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "report/finding.h"
#include "report/identity.h"

struct check {
	const struct report *r;
	const struct report *previous; /* last year's report of the same agency; NULL when not fit */
	struct findings *f;
	struct arena *a; /* for texts; the findings' own arena */
	struct identities *ids;
};

/* A finding with the rule's usual severity, not in the prose. */
struct finding check_finding(const char *rule);
/* Adds it with one cell. */
void check_add_cell(struct check *ck, struct finding it, int cell);
/* A place in the source as printed; empty when unknown. */
struct str check_where(struct check *ck, const struct doc_where *where);
/* The place of the heading of a part; empty when it is not there. */
struct str check_part_where(struct check *ck, int no);
/* The printed place of a cell in the source; empty when unknown. */
struct str check_cell_where(struct check *ck, int cell);
/* The content of a buffer as an arena string; its error becomes the arena's.  Ends the buffer. */
struct str check_take(struct check *ck, struct buf *b);
/* `where` of the first note with this code that names the cell; empty when there is none. */
struct str check_note_where(const struct report *r, const char *code, int cell);
/* Was any prose given?  JSON with cells only has none, and then nothing is said about it. */
bool check_has_prose(const struct report *r);
/* All paragraphs of every section with this number, folded, one per line. */
struct str check_part_text(struct check *ck, int no);
enum { CHECK_TEXT_MAX = 8192 /* ceiling of one message in bytes */ };

void check_sums(struct check *ck);     /* CK1 CK2 CK3 CK6 total.blank check.not_assessable */
/*
 * What may have gone wrong in a whole row when CK1 does not hold: a hint for the
 * findings of this rule, CK1 or CK2; empty when no such mistake explains every column.
 */
struct str check_flow_hint(struct check *ck, const char *rule);
void check_cells(struct check *ck);    /* CK5: cell.*, row.missing, table.missing */
void check_layout(struct check *ck);   /* CK8, layout.2019, layout.hybrid */
void check_sections(struct check *ck); /* CK13: section.* */
void check_content(struct check *ck);  /* CK9 CK10 agency.differs year.differs text.year_stale */
void check_dates(struct check *ck);    /* deadline.publication date.early */
void check_privacy(
	struct check *ck); /* text.personal_name text.id_number text.mobile text.bank_card */
void check_plausible(struct check *ck); /* CK14 plausible.* that need one report only */
/* Is ck->previous what it should be?  Otherwise adds previous.mismatch and gives false. */
bool check_previous_fits(struct check *ck);
void check_years(struct check *ck);  /* CK4 CK11 CK12 plausible.* across two years */
void check_copied(struct check *ck); /* text.copied */

#endif
