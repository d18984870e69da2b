/*
 * finding -- one thing a check found in a report.
 *
 * A list of findings belongs to the arena it was made in.  Rule ids are those
 * of law/rules.md 2.7 ("CK1") and the project's own; docs/rules.md and
 * `gongkai report rules` list them all (report/rules.c).
 */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include "report/report.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };
const char *severity_name(enum severity s);  /* "info" "warning" "error" */
const char *severity_label(enum severity s); /* "说明" "提醒" "错误" */

struct finding {
	const char *rule; /* static id */
	enum severity severity;
	int *cell; /* the one to look at first stands first */
	size_t n_cells;
	struct str expected, actual; /* text for people and JSON; may be empty */
	struct str message;	     /* one Chinese sentence */
	struct str hint;	     /* what to do; may be empty */
	struct str where;	     /* printed place in the source; may be empty */
	/* Where in the prose, for marking it: section index in the report and paragraph, byte
	 * range. */
	int section; /* index into report.section, -1 when not in the prose */
	size_t paragraph;
	size_t from, to;      /* bytes of paragraph.text */
	char fingerprint[17]; /* same input, same value: rule + cells + values */
};

struct findings {
	struct arena *arena;
	struct finding *item;
	size_t n, cap;
};

void findings_init(struct findings *f, struct arena *a);
/*
 * Appends a copy of *it (cells and texts are copied, the fingerprint is
 * computed).  Without memory the arena's sticky error tells.
 */
void findings_add(struct findings *f, const struct finding *it);
size_t findings_count(const struct findings *f, enum severity s);
/* Errors first, then warnings; inside, by rule and first cell.  Stable. */
void findings_sort(struct findings *f);

/* Every rule with its meaning, for docs and `report rules`. */
struct rule_info {
	const char *id;
	enum severity severity; /* usual severity */
	const char *meaning;	/* Chinese, one sentence */
	const char *source;	/* "30号 表三表头" */
};
const struct rule_info *rule_list(size_t *n);

/*
 * All checks on one report.  previous (last year's report of the same agency)
 * may be NULL.  Adds to *f; the result is sorted.
 */
MUST_USE enum err report_check(const struct report *r, const struct report *previous,
	struct findings *f, struct error *err);

/* A part that is not there, or of so few characters that it says nothing (section.empty). */
bool report_part_is_bare(const struct report *r, int no);

/* One finding as a JSON object. */
void finding_write_json(struct buf *b, const struct finding *it);
/* The JSON object of `gongkai report check --json` (one line, no newline). */
void findings_write_json(struct buf *b, const struct report *r, const struct findings *f);

#endif
